"""Two PDF files of the same edition compared: each page as it looks, and as it reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from printshop.archive.pdftext import page_texts
from printshop.archive.soundness import PageDifference

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

PPI = 72
"""Of the pictures that are compared, and shown."""
_TONES = 40
"""By how much of 255 a pixel may differ: an edge that falls otherwise between two pixels."""
_SPECKS = 10
"""Pixels of a page that may differ by more."""
_PALE = 4
"""By how much of 255 a field may differ: edges aside, the same ink is the same colour."""
_GAP = 8
"""Between pictures side by side, in pixels."""

Show = Callable[[int, bytes], str]
"""Keeps a picture (PNG) of a page from 1 that differs; the name of its file."""


def compare_pages(kept: bytes, made: bytes, show: Show | None = None) -> Iterator[PageDifference]:
    """The pages that differ, in order.

    Args:
        kept: a PDF file.
        made: another one.
        show: takes a picture of each page that differs: kept, made, and where they differ.

    Raises:
        ValueError: one of them cannot be read.
    """
    import pypdfium2

    texts, others = page_texts(kept), page_texts(made)
    one, other = pypdfium2.PdfDocument(kept), pypdfium2.PdfDocument(made)
    try:
        for at in range(max(len(one), len(other))):
            left, right = _drawn(one, at), _drawn(other, at)
            share, where = _difference(left, right)
            text = texts[at : at + 1] != others[at : at + 1]
            if share or text:
                name = show(at + 1, _side_by_side(left, right, where)) if show else ""
                yield PageDifference(at + 1, share, text, name)
    finally:
        one.close()
        other.close()


def _drawn(document: PdfDocument, at: int) -> Image | None:
    if at >= len(document):
        return None
    page = document[at]
    try:
        bitmap = page.render(scale=PPI / 72)
        picture: Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        return picture
    finally:
        page.close()


def _difference(left: Image | None, right: Image | None) -> tuple[float, Image | None]:
    """What share of the page differs, 0 for what the eye does not see; and where, as white."""
    from PIL import ImageChops, ImageFilter

    if left is None or right is None or left.size != right.size:
        return 1.0, None
    red, green, blue = ImageChops.difference(left, right).split()
    by = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    where, specks = by.point(_beyond(_TONES)), _SPECKS
    pale = by.point(_beyond(_PALE))
    field = pale.filter(ImageFilter.MinFilter(5)).filter(ImageFilter.MinFilter(5))  # 9 × 9
    if field.getbbox():
        where, specks = pale, 0
    count = where.histogram()[255]
    return (count / (left.width * left.height) if count > specks else 0.0), where


def _beyond(tones: int) -> list[int]:
    """A table for `Image.point`: white for more than so much."""
    return [0] * (tones + 1) + [255] * (255 - tones)


def _side_by_side(left: Image | None, right: Image | None, where: Image | None) -> bytes:
    """What is kept, what was made, and what is kept once more, pale, with the differences red."""
    from PIL import Image

    shown = [picture for picture in (left, right) if picture is not None]
    if where is not None and left is not None:
        marked = Image.blend(left, Image.new("RGB", left.size, "white"), 0.7)
        marked.paste((200, 0, 0), mask=where)
        shown.append(marked)
    width = sum(picture.width for picture in shown) + _GAP * (len(shown) - 1)
    sheet = Image.new("RGB", (width, max(picture.height for picture in shown)), "grey")
    at = 0
    for picture in shown:
        sheet.paste(picture, (at, 0))
        at += picture.width + _GAP
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
