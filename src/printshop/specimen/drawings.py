"""Dummy pictures: flat fields in the layout's colours, a cross, and their size written on them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from printshop.geometry import dots
from printshop.layout.contract import LayoutSpec

_AMPLE = 1.4
"""How much more than the least resolution the pictures have; those of a slot may be cropped."""
_LEAST_PPI = 150
_BARELY = 1.04
"""The same for the picture that is to have few pixels, but enough."""
_QUALITY = 82


@dataclass(frozen=True)
class Drawing:
    """A picture of the specimen: its name, and its size in px."""

    name: str
    width: int
    height: int

    @property
    def file(self) -> str:
        """Its path from the issue's folder."""
        return f"images/{self.name}.jpg"

    @property
    def alt(self) -> str:
        """What it shows."""
        return f"Chữ mẫu: khung màu có dấu chéo, {self.width} × {self.height} điểm ảnh."


def drawings(spec: LayoutSpec) -> dict[str, Drawing]:
    """The pictures for a layout, by name; each large enough for the slots it is meant for."""
    page = spec.geometry
    ppi = max(_LEAST_PPI, spec.pictures.floor_ppi * _AMPLE)
    across = dots(page.width + 2 * (page.bleed + abs(page.shift)), ppi)
    upright = dots(page.text_width, ppi)
    few = dots(spec.column_width, spec.pictures.floor_ppi * _BARELY)
    full = (page.width + 2 * page.bleed, page.height + 2 * page.bleed)
    made = (
        Drawing("ngang", across, across * 2 // 3),
        Drawing("dung", upright, upright * 3 // 2),
        Drawing("toan-canh", across, across // 3),
        Drawing("vuong", upright, upright),
        Drawing("ngang-4-3", across, across * 3 // 4),
        Drawing("dung-3-4", upright, upright * 4 // 3),
        Drawing("ngang-16-9", across, across * 9 // 16),
        Drawing("ngang-5-4", across, across * 4 // 5),
        Drawing("trang", dots(full[0], ppi), dots(full[1], ppi)),
        Drawing("it-diem", few, few * 2 // 3),
    )
    return {drawing.name: drawing for drawing in made}


def draw(drawing: Drawing, colour: str, face: Path | None) -> bytes:
    """The picture as JPEG: the same bytes each time.

    Args:
        drawing: its size.
        colour: of the field, `#rrggbb`.
        face: the font's file; Pillow's own where there is none.
    """
    width, height = drawing.width, drawing.height
    light = _is_light(colour)
    image = Image.new("RGB", (width, height), colour)
    canvas = ImageDraw.Draw(image)
    line = "#6b6b6b" if light else "#ffffff"
    thick = max(2, min(width, height) // 160)
    edge = 4 * thick
    box = (edge, edge, width - edge - 1, height - edge - 1)
    canvas.line(box, fill=line, width=thick)
    canvas.line((box[0], box[3], box[2], box[1]), fill=line, width=thick)
    canvas.rectangle(box, outline=line, width=thick)
    size = max(10, min(width // 12, height // 6))
    font = ImageFont.truetype(face, size) if face else ImageFont.load_default(size)
    text, middle = f"{width} {'×' if face else 'x'} {height}", (width / 2, height / 2)
    left, top, right, bottom = canvas.textbbox(middle, text, font=font, anchor="mm")
    canvas.rectangle((left - edge, top - edge, right + edge, bottom + edge), fill=colour)
    canvas.text(middle, text, fill="#1b1b1b" if light else "#ffffff", font=font, anchor="mm")
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=_QUALITY, subsampling=0, dpi=(300, 300))
    return stream.getvalue()


def field_colours(colours: dict[str, str]) -> list[str]:
    """The palette's colours that fields are drawn in: not those of type and of paper."""
    fields = [value for value in colours.values() if 48 < _lightness(value) < 252]
    return list(dict.fromkeys(fields)) or ["#b9b9b9"]


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _is_light(colour: str) -> bool:
    return _lightness(colour) > 140
