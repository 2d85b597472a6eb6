"""Covers: the first page of a PDF as a small picture."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

WIDTH = 480
"""px: sharp where a cover stands largest, small enough for a page of twelve."""
_QUALITY = 80


@dataclass(frozen=True)
class Cover:
    """A picture of a first page."""

    data: bytes
    """JPEG"""
    width: int
    height: int


def draw_cover(path: Path) -> Cover:
    """The first page of the PDF at `path`, trimmed: the same bytes for the same file.

    Raises:
        ValueError: it cannot be drawn, with the reason.
    """
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(path)
        try:
            page = pdf[0]
            left, bottom, right, top = page.get_trimbox()
            page.set_cropbox(left, bottom, right, top)
            scale = WIDTH / max(page.get_width(), 1)
            # a page of unusual shape stays a picture of usual size
            scale = min(scale, 2 * WIDTH / max(page.get_height(), 1))
            image = page.render(scale=scale).to_pil().convert("RGB")
        finally:
            pdf.close()
    except (pdfium.PdfiumError, OSError, IndexError) as error:
        raise ValueError(str(error)) from None
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return Cover(buffer.getvalue(), image.width, image.height)
