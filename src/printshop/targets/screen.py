"""The file for reading: trimmed pages, links and bookmarks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
from pikepdf import Pdf

from printshop.makeup import Book
from printshop.pdf.saving import as_bytes
from printshop.prepress.edition import Edition, Made
from printshop.problems import Problems

_BOXES = ("/MediaBox", "/BleedBox", "/CropBox")


def screen(book: Book, edition: Edition, problems: Problems) -> tuple[Made, ...]:  # noqa: ARG001
    """The book as a PDF 1.7 for the screen: each page ends at its trim.

    The bytes depend on the book alone (invariant 2).
    """
    with _trimmed(book.pdf) as pdf:
        data = as_bytes(pdf)
    pages = tuple((page.index,) for page in book.page_map.pages)
    return (Made(f"{edition.issue_id}-screen.pdf", data, pages),)


@contextmanager
def _trimmed(pdf: Pdf) -> Iterator[Pdf]:
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
