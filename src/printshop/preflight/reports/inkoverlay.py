"""Where a page has too much ink, as a picture to lay over its drawing."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.preflight.model import PdfPage
from printshop.preflight.reports.thumbnails import on_drawing
from printshop.press.contract import InkLimit

if TYPE_CHECKING:
    from printshop.preflight.inkmap import InkMap

_COLOUR = (230, 0, 126, 150)
"""Red, green, blue, opacity: magenta is seen on dark places."""
_TURNS = {90: 4, 180: 3, 270: 2}
"""Pillow's `Transpose` for what the page's `/Rotate` does: clockwise."""


@dataclass(frozen=True)
class Overlay:
    """A picture on the drawing of a page: x, y from the upper left, width, height, in pt."""

    place: tuple[float, float, float, float]
    png: bytes


def ink_overlays(pdf: Path, pages: Iterable[PdfPage], limit: InkLimit) -> dict[int, Overlay]:
    """By number of page, where the sum of inks is above the limit; none where it nowhere is."""
    from printshop.preflight.inkmap import ink_map
    from printshop.preflight.reading.pixels import PixelsOf

    overlays = {}
    with PixelsOf(pdf) as pixels:
        for page in pages:
            measured, _unmeasured = ink_map(page, pixels, window=limit.window)
            if measured.over(limit.total):
                png = _coloured(measured, limit.total, page.rotate % 360)
                overlays[page.number] = Overlay(on_drawing(measured.area, page), png)
    return overlays


def _coloured(measured: InkMap, limit: float, turn: int) -> bytes:
    """The map with one colour over the limit, and nothing elsewhere."""
    from PIL import Image

    from printshop.preflight.inkmap import TOLERANCE

    least = round((limit + TOLERANCE) * 2.55)
    sums = measured.sums
    high = sums.point(lambda value: value * 1 + -least).convert("L")  # below the limit: 0
    mask = high.point([0, *[_COLOUR[3]] * 255])
    shown = Image.new("RGBA", sums.size, (*_COLOUR[:3], 0))
    shown.putalpha(mask)
    if turn in _TURNS:
        shown = shown.transpose(Image.Transpose(_TURNS[turn]))
    buffer = io.BytesIO()
    shown.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
