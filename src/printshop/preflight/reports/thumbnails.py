"""Pages of a PDF file as small pictures, drawn by PDFium (decision 0020)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from printshop.geometry import Box
from printshop.preflight.model import PdfPage

_QUALITY = 72
_LEAST = 8
"""px: a side is never shorter, however narrow the page."""


@dataclass(frozen=True)
class Thumbnail:
    """A page drawn small."""

    width: int
    """px"""
    height: int
    jpeg: bytes


def draw_pages(pdf: Path, sides: Mapping[int, int]) -> dict[int, Thumbnail]:
    """Draw pages of a file.

    Args:
        pdf: the file.
        sides: for each page wanted, from 1, the length in px that its longer side is to have.

    Returns:
        By page. Those that cannot be drawn are missing: all, where the file cannot be opened.
    """
    import pypdfium2
    from pypdfium2 import PdfiumError

    drawn: dict[int, Thumbnail] = {}
    try:
        document = pypdfium2.PdfDocument(pdf)
    except (PdfiumError, OSError):
        return drawn
    try:
        for number, side in sides.items():
            try:
                page = document[number - 1]
                longest = max(page.get_size())
                if longest <= 0:
                    continue
                bitmap = page.render(scale=max(side, _LEAST) / longest, may_draw_forms=False)
                picture = bitmap.to_pil().convert("RGB")
            except (PdfiumError, IndexError, MemoryError, ValueError):
                continue
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
            drawn[number] = Thumbnail(picture.width, picture.height, buffer.getvalue())
            bitmap.close()
            page.close()
    finally:
        document.close()
    return drawn


def shown_box(page: PdfPage) -> Box:
    """What of a page is drawn: what programs show, the crop box within the media box."""
    media, crop = page.media, page.crop
    if crop is None:
        return media
    box = Box(
        max(media.left, crop.left),
        max(media.bottom, crop.bottom),
        min(media.right, crop.right),
        min(media.top, crop.top),
    )
    return box if box.width > 0 and box.height > 0 else media


def shown_size(page: PdfPage) -> tuple[float, float]:
    """Width and height of the drawn page in pt, turned as it is shown."""
    box = shown_box(page)
    return (box.height, box.width) if page.rotate % 180 else (box.width, box.height)


def on_drawing(box: Box, page: PdfPage) -> tuple[float, float, float, float]:
    """A box of the page where it lies on the drawing: x, y from the upper left, width, height.

    In pt; the page's `/Rotate` turns it clockwise.
    """
    shown = shown_box(page)
    left, right = box.left - shown.left, box.right - shown.left
    below, above = box.bottom - shown.bottom, box.top - shown.bottom
    width, height = right - left, above - below
    match page.rotate % 360:
        case 90:
            return below, left, height, width
        case 180:
            return shown.width - right, below, width, height
        case 270:
            return shown.height - above, shown.width - right, height, width
        case _:
            return left, shown.height - above, width, height
