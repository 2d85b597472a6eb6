"""Pages for reading: each ends at its trim."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
from pikepdf import Pdf

_BOXES = ("/MediaBox", "/BleedBox", "/CropBox")


@contextmanager
def trimmed(pdf: Pdf) -> Iterator[Pdf]:
    """The book with pages that end at their trim; afterwards they are as they were.

    A copy would take as much memory again as the book does.
    """
    pages = [page.obj for page in pdf.pages]
    before = [{box: page[box] for box in _BOXES if box in page} for page in pages]
    for page in pages:
        _set(page, {"/MediaBox": page.TrimBox})
    try:
        yield pdf
    finally:
        for page, boxes in zip(pages, before, strict=True):
            _set(page, boxes)


def _set(page: pikepdf.Object, boxes: dict[str, pikepdf.Object]) -> None:
    """Give a page these boxes, and of the others none but the trim."""
    for box in _BOXES:
        if box in boxes:
            page[box] = boxes[box]
        elif box in page:
            del page[box]
