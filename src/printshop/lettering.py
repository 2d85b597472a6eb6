"""A line of text as outlines: printed words that are no text, and bring no font into the file.

What is read or copied from a page stays the page's own; slug lines and stamps are only seen.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from printshop.geometry import Box


@dataclass(frozen=True)
class Lettering:
    """A line of text, from the origin on its baseline to the right."""

    width: float
    """pt, from the first letter's origin to the end of the last."""
    ink: Box
    """What it covers, in pt from its origin; no area where nothing is drawn."""
    scale: float
    """From units of `content` to pt."""
    content: bytes
    """Operators that fill each letter, in units of the font; they move the origin."""
    missing: str = ""
    """Characters that the font does not have, each once; empty boxes stand in for them."""

    def drawn(self, x: float, y: float, scale: float = 1.0, slope: float = 0.0) -> bytes:
        """Operators that fill the line in the colour in force.

        Args:
            x: of its origin, in pt.
            y: likewise.
            scale: larger than it was set.
            slope: sine of the angle by which it rises.
        """
        if not self.content:
            return b""
        size = self.scale * scale
        cosine = (1 - slope**2) ** 0.5
        turned = (size * cosine, size * slope, -size * slope, size * cosine, x, y)
        return b"q %s cm\n%s\nQ" % (b" ".join(b"%.6f" % value for value in turned), self.content)


def lettering(text: str, font: Path, size_pt: float) -> Lettering:
    """Set a line of text.

    Args:
        text: words; composed (NFC) before they are set, so that marks come from the font's own
            letters. Control characters count as spaces.
        font: an OpenType or TrueType file; a variable one is taken at its default instance.
        size_pt: size of the type.

    Raises:
        OSError: the font file cannot be read.
        ValueError: it is not a font.
    """
    import uharfbuzz as hb

    status = font.stat()
    face = _face(font, status.st_mtime_ns, status.st_size)
    plain = "".join(
        " " if unicodedata.category(c) == "Cc" else c for c in unicodedata.normalize("NFC", text)
    )
    buffer = hb.Buffer()
    buffer.add_str(plain)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, {"kern": True, "liga": True})
    parts: list[bytes] = []
    inks: list[Box] = []
    missing: dict[str, None] = {}
    pen_x = pen_y = at_x = at_y = 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == 0:
            missing[plain[info.cluster]] = None
        content, ink = face.glyph(info.codepoint)
        if content:
            x, y = pen_x + position.x_offset, pen_y + position.y_offset
            parts.append(b"1 0 0 1 %d %d cm\n%s" % (x - at_x, y - at_y, content))
            inks.append(ink.moved(x, y))
            at_x, at_y = x, y
        pen_x += position.x_advance
        pen_y += position.y_advance
    scale = size_pt / face.units
    ink = _around(inks, scale)
    return Lettering(pen_x * scale, ink, scale, b"\n".join(parts), "".join(missing))


def _around(boxes: list[Box], scale: float) -> Box:
    if not boxes:
        return Box(0, 0, 0, 0)
    return Box(
        min(box.left for box in boxes) * scale,
        min(box.bottom for box in boxes) * scale,
        max(box.right for box in boxes) * scale,
        max(box.top for box in boxes) * scale,
    )


class _Face:
    """A font and the outlines that were taken from it, in whole units of the font."""

    def __init__(self, path: Path) -> None:
        import uharfbuzz as hb

        face = hb.Face(path.read_bytes())
        if not face.glyph_count:
            raise ValueError(f"not a font: {path.name}")
        self.units: int = face.upem
        self.font: Any = hb.Font(face)
        self._glyphs: dict[int, tuple[bytes, Box]] = {}
        self._drawn: list[tuple[bytes, tuple[float, ...]]] = []
        # quadratic curves come as cubic ones where no function takes them
        draw = hb.DrawFuncs()
        draw.set_move_to_func(lambda *at: self._drawn.append((b"m", at[:2])))
        draw.set_line_to_func(lambda *at: self._drawn.append((b"l", at[:2])))
        draw.set_cubic_to_func(lambda *curve: self._drawn.append((b"c", curve[:6])))
        draw.set_close_path_func(lambda *_: self._drawn.append((b"h", ())))
        self._draw = draw

    def glyph(self, number: int) -> tuple[bytes, Box]:
        """Operators that fill a glyph, and what its points lie in."""
        if number not in self._glyphs:
            self._drawn.clear()
            self.font.draw_glyph(number, self._draw, None)
            self._glyphs[number] = self._written()
        return self._glyphs[number]

    def _written(self) -> tuple[bytes, Box]:
        xs = [x for _, values in self._drawn for x in values[::2]]
        ys = [y for _, values in self._drawn for y in values[1::2]]
        if not xs:
            return b"", Box(0, 0, 0, 0)
        steps = [
            b" ".join([*(b"%d" % round(v) for v in values), operator])
            for operator, values in self._drawn
        ]
        return b"\n".join([*steps, b"f"]), Box(min(xs), min(ys), max(xs), max(ys))


@lru_cache(maxsize=4)
def _face(path: Path, changed: int, size: int) -> _Face:  # noqa: ARG001 - a file as it was then
    return _Face(path)
