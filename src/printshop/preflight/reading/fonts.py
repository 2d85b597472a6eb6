"""Fonts of PDF: how wide their glyphs are, how high, and what their codes say."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from printshop.pdf import objects
from printshop.preflight.model import Font

_SUBSET = re.compile(r"[A-Z]{6}\+")
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_ENCODINGS = {"WinAnsiEncoding", "MacRomanEncoding", "MacExpertEncoding", "StandardEncoding"}
_MOST_CODES = 70_000
_MOST_TEXT = 60
"""Characters of a text that are kept, to name it in a message."""


@dataclass(frozen=True)
class Run:
    """A string in a font."""

    width: float
    """Sum of the glyphs' widths, in em."""
    glyphs: int
    spaces: int
    """One-byte codes 32, which word spacing widens."""


@dataclass
class Face:
    """A font as text is measured with it."""

    font: Font
    widths: dict[int, float]
    """em by code; of Type0 by CID, which is taken for the code."""
    width: float
    """Of other codes, em."""
    ascent: float
    descent: float
    """em, from the baseline; the descent is below zero."""
    two_bytes: bool = False
    down: bool = False
    """Whether lines run from top to bottom."""
    to_unicode: Any = None
    scale: float = 1.0
    """em of a unit of its size, which is not 1 in Type3 fonts."""
    _meanings: dict[int, str] | None = None
    _runs: dict[bytes, Run] = field(default_factory=dict)

    def run(self, data: bytes) -> Run:
        """How wide a string is."""
        codes = self._codes(data)
        width, default = 0.0, self.width
        get = self.widths.get
        for code in codes:
            width += get(code, default)
        spaces = 0 if self.two_bytes else data.count(b" ")
        return Run(width, len(codes), spaces)

    def text(self, data: bytes) -> str:
        """What a string says, as far as that can be told."""
        if self._meanings is None:
            self._meanings = dict(_meanings(self.to_unicode))
        codes = self._codes(data[: 2 * _MOST_TEXT])
        if self._meanings or self.two_bytes:
            said = "".join(self._meanings.get(code, "\ufffd") for code in codes)
        else:
            said = data[:_MOST_TEXT].decode("cp1252", "replace")
        return said[:_MOST_TEXT]

    def _codes(self, data: bytes) -> tuple[int, ...] | bytes:
        if not self.two_bytes:
            return data
        count = len(data) // 2
        return struct.unpack(f">{count}H", data[: 2 * count])


def face(value: Any) -> Face:
    """The font that an object describes."""
    kind = objects.name(objects.get(value, "/Subtype"))
    if kind == "Type0":
        return _composite(value)
    if kind == "Type3":
        return _drawn(value)
    return _simple(value, kind)


def _font(value: Any, kind: str, descriptor: Any, readable: bool) -> Font:
    name = objects.text(objects.get(value, "/BaseFont"))
    embedded = any(objects.get(descriptor, key) is not None for key in _PROGRAMS)
    return Font(
        name=name,
        kind=kind or "Type1",
        embedded=embedded or kind == "Type3",
        subset=bool(_SUBSET.match(name)),
        unicode=readable or objects.get(value, "/ToUnicode") is not None,
    )


def _simple(value: Any, kind: str) -> Face:
    descriptor = objects.get(value, "/FontDescriptor")
    font = _font(value, kind, descriptor, _named(objects.get(value, "/Encoding")))
    first = int(objects.number(objects.get(value, "/FirstChar")))
    given = objects.numbers(objects.get(value, "/Widths"))[:256]
    widths = {first + i: width / 1000 for i, width in enumerate(given)}
    missing = objects.number(objects.get(descriptor, "/MissingWidth")) / 1000
    usual = 0.6 if "Courier" in font.name else 0.5
    ascent, descent = _heights(descriptor)
    unicode = objects.get(value, "/ToUnicode")
    default = missing if widths else usual
    return Face(font, widths, default, ascent, descent, to_unicode=unicode)


def _named(encoding: Any) -> bool:
    """Whether an encoding of a simple font says what its codes mean."""
    if objects.name(encoding) in _ENCODINGS:
        return True
    return bool(
        objects.name(objects.get(encoding, "/BaseEncoding")) in _ENCODINGS
        or objects.items(objects.get(encoding, "/Differences"))
    )


def _composite(value: Any) -> Face:
    descendants = objects.items(objects.get(value, "/DescendantFonts"))
    descendant = descendants[0] if descendants else None
    descriptor = objects.get(descendant, "/FontDescriptor")
    encoding = objects.get(value, "/Encoding")
    name = objects.name(encoding) or objects.name(objects.get(encoding, "/CMapName"))
    readable = bool(name) and not name.startswith("Identity")
    font = _font(value, "Type0", descriptor, readable)
    default = objects.get(descendant, "/DW")
    ascent, descent = _heights(descriptor)
    return Face(
        font,
        dict(_wide(objects.items(objects.get(descendant, "/W")))),
        1.0 if default is None else objects.number(default) / 1000,
        ascent,
        descent,
        two_bytes=not _one_byte(encoding),
        down=name.endswith("-V") or name == "V",
        to_unicode=objects.get(value, "/ToUnicode"),
    )


def _one_byte(encoding: Any) -> bool:
    """Whether an encoding brought along has codes of one byte."""
    try:
        data = objects.decoded(encoding, 1_000_000)
    except objects.UnreadableError:
        return False
    found = re.search(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>", data)
    return bool(found and len(found.group(1)) <= 2)


def _wide(given: list[Any]) -> Iterator[tuple[int, float]]:
    """Widths by CID (ISO 32000-1, 9.7.4.3): `c [w …]` or `first last w`."""
    at, left = 0, _MOST_CODES
    while at + 1 < len(given) and left > 0:
        first = int(objects.number(given[at]))
        row = objects.items(given[at + 1])
        if row:
            for i, width in enumerate(row[:left]):
                yield first + i, objects.number(width) / 1000
            left -= len(row)
            at += 2
        elif at + 2 < len(given):
            last = int(objects.number(given[at + 1]))
            width = objects.number(given[at + 2]) / 1000
            for code in range(first, min(last + 1, first + left)):
                yield code, width
            left -= max(last + 1 - first, 1)
            at += 3
        else:
            return


def _drawn(value: Any) -> Face:
    """A Type3 font: a glyph is a drawing in a space of its own."""
    matrix = objects.numbers(objects.get(value, "/FontMatrix"))
    a, d = (abs(matrix[0]), abs(matrix[3])) if len(matrix) == 6 else (0.001, 0.001)
    box = objects.box(objects.get(value, "/FontBBox"))
    high, low = (box.top * d, box.bottom * d) if box else (0.0, 0.0)
    scale = high - low
    if not 0.001 < scale < 1000:
        high, low, scale = 0.75 * 1000 * d, -0.25 * 1000 * d, 1000 * d
    first = int(objects.number(objects.get(value, "/FirstChar")))
    given = objects.numbers(objects.get(value, "/Widths"))[:256]
    widths = {first + i: width * a for i, width in enumerate(given)}
    readable = bool(objects.items(objects.get(objects.get(value, "/Encoding"), "/Differences")))
    font = _font(value, "Type3", None, readable)
    unicode = objects.get(value, "/ToUnicode")
    return Face(font, widths, 0.0, high, low, to_unicode=unicode, scale=scale)


def _heights(descriptor: Any) -> tuple[float, float]:
    ascent = objects.number(objects.get(descriptor, "/Ascent")) / 1000
    descent = objects.number(objects.get(descriptor, "/Descent")) / 1000
    descent = -abs(descent)
    return (
        ascent if 0.3 <= ascent <= 1.5 else 0.8,
        descent if -0.8 <= descent < 0 else -0.2,
    )


_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f\s]{1,512})>")
_RANGE = re.compile(
    rb"<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{1,8})>\s*(?:<([0-9A-Fa-f\s]{1,512})>|\[([^\]]*)\])"
)


def _meanings(to_unicode: Any) -> Iterator[tuple[int, str]]:
    """What codes mean, by a `ToUnicode` CMap (ISO 32000-1, 9.10.3)."""
    try:
        data = objects.decoded(to_unicode, 4_000_000)
    except objects.UnreadableError:
        return
    left = _MOST_CODES
    for kind, body in _SECTION.findall(data):
        if kind == b"bfchar":
            for code, meaning in _CHAR.findall(body):
                yield int(code, 16), _utf16(meaning)
            continue
        for low, high, meaning, row in _RANGE.findall(body):
            first, last = int(low, 16), int(high, 16)
            if row:
                each = [_utf16(m) for m in re.findall(rb"<([0-9A-Fa-f\s]+)>", row)]
                yield from enumerate(each, first)
                continue
            base = _utf16(meaning)
            count = min(last - first + 1, left)
            left -= max(count, 0)
            for i in range(count):
                yield first + i, _later(base, i)


def _later(base: str, by: int) -> str:
    if not base or ord(base[-1]) + by > 0x10FFFF:
        return "\ufffd"
    return base[:-1] + chr(ord(base[-1]) + by)


def _utf16(digits: bytes) -> str:
    digits = b"".join(digits.split())
    digits += b"0" * (len(digits) % 2)
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")
