"""Colour spaces of a file: what their numbers mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from printshop.prepress.functions import Function, Values, function_of

Kind = Literal["grey", "rgb", "cmyk", "lab", "indexed", "inks", "pattern", "other"]
"""`inks`: /Separation and /DeviceN."""

_DEVICE: dict[str, Kind] = {
    "/DeviceGray": "grey",
    "/CalGray": "grey",
    "/G": "grey",
    "/DeviceRGB": "rgb",
    "/CalRGB": "rgb",
    "/RGB": "rgb",
    "/DeviceCMYK": "cmyk",
    "/CMYK": "cmyk",
    "/Lab": "lab",
    "/Indexed": "indexed",
    "/I": "indexed",
    "/Separation": "inks",
    "/DeviceN": "inks",
    "/Pattern": "pattern",
}
_BY_COUNT: dict[int, Kind] = {1: "grey", 3: "rgb", 4: "cmyk"}
_COUNTS: dict[Kind, int] = {"grey": 1, "rgb": 3, "cmyk": 4, "lab": 3, "indexed": 1}


@dataclass(frozen=True)
class Space:
    """A colour space."""

    kind: Kind
    thing: Object | None = None
    """As the file has it; None for `GREY`, `RGB` and `CMYK`."""

    @cached_property
    def count(self) -> int:
        """How many numbers a colour has."""
        if self.kind == "inks" and self.thing is not None:
            return len(self.names)
        return _COUNTS.get(self.kind, 0)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The inks of a space of inks, without the slash."""
        if self.kind != "inks" or self.thing is None:
            return ()
        named = self.thing[1]
        inks = named if isinstance(named, Array) else (named,)
        return tuple(str(ink).removeprefix("/") for ink in inks)

    @cached_property
    def base(self) -> Space:
        """What a space of inks or a table stands on; the space below an uncoloured pattern."""
        at = 2 if self.kind == "inks" else 1
        inner = self.thing[at] if isinstance(self.thing, Array) and len(self.thing) > at else None
        return Space("other") if inner is None else space_of(inner)

    @cached_property
    def initial(self) -> Values:
        """The colour that is set with the space (ISO 32000-1, 8.6)."""
        if self.kind == "cmyk":
            return 0.0, 0.0, 0.0, 1.0
        return (1.0 if self.kind == "inks" else 0.0,) * self.count

    @cached_property
    def _tint(self) -> Function:
        if self.thing is None:
            raise ValueError("no inks")
        return function_of(self.thing[3])

    @cached_property
    def _lookup(self) -> bytes:
        if self.thing is None:
            raise ValueError("no table")
        table = self.thing[3]
        return table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)

    def reduced(self, values: Values) -> tuple[Space, Values]:
        """A colour in grey, RGB or the four inks.

        Raises:
            ValueError: it cannot be told.
        """
        if self.kind == "lab":
            return RGB, self._of_lab(values)
        if self.kind == "indexed":
            at, count = int(values[0]) * self.base.count, self.base.count
            part = self._lookup[at : at + count].ljust(count, b"\0")
            return self.base.reduced(tuple(byte / 255 for byte in part))
        if self.kind == "inks":
            return self.base.reduced(self._tint(values))
        if self.kind not in _PLAIN or len(values) != self.count:
            raise ValueError(f"no colour in {self.kind}")
        return _PLAIN[self.kind], values

    def _of_lab(self, values: Values) -> Values:
        """CIE L*a*b* in sRGB; the white point of the space becomes sRGB's white."""
        lightness, a, b = values
        middle = (lightness + 16) / 116
        xyz = [
            white * _cubed(part)
            for white, part in zip(
                (0.950456, 1.0, 1.089058), (middle + a / 500, middle, middle - b / 200), strict=True
            )
        ]
        return tuple(
            _companded(sum(part * value for part, value in zip(row, xyz, strict=True)))
            for row in _TO_LINEAR
        )


_TO_LINEAR = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
"""From XYZ under D65 to sRGB without its curve (IEC 61966-2-1)."""


def _cubed(value: float) -> float:
    return value**3 if value > 6 / 29 else 3 * (6 / 29) ** 2 * (value - 4 / 29)


def _companded(value: float) -> float:
    value = min(max(value, 0.0), 1.0)
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


GREY, RGB, CMYK = Space("grey"), Space("rgb"), Space("cmyk")
_PLAIN: dict[Kind, Space] = {"grey": GREY, "rgb": RGB, "cmyk": CMYK}


def space_of(thing: Object, resources: Object | None = None) -> Space:
    """A colour space by its name or array; other names are looked up in `resources`."""
    if isinstance(thing, Name):
        kind = _DEVICE.get(str(thing))
        if kind is not None:
            return _PLAIN.get(kind) or Space(kind, thing)
        named = (
            None
            if resources is None
            else resources.get("/ColorSpace", Dictionary()).get(str(thing))
        )
        return Space("other") if named is None else space_of(named)
    if not isinstance(thing, Array) or not len(thing):
        return Space("other")
    family = str(thing[0])
    if family == "/ICCBased":
        kind = _BY_COUNT.get(int(thing[1].get("/N", 0)), "other")
    else:
        kind = _DEVICE.get(family, "other")
    return Space(kind, thing)
