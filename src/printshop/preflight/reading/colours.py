"""Colour spaces of PDF (ISO 32000-1, 8.6), and which inks a colour is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from printshop.pdf import functions, objects
from printshop.preflight.model import Inks, Paint

_CHANNELS = {
    "DeviceGray": 1,
    "DeviceRGB": 3,
    "DeviceCMYK": 4,
    "CalGray": 1,
    "CalRGB": 3,
    "Lab": 3,
    "Indexed": 1,
    "Separation": 1,
    "Pattern": 0,
}
_SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
_PROCESS = {"Cyan": 0, "Magenta": 1, "Yellow": 2, "Black": 3}
_MOST_DEPTH = 6
_MOST_PAINTS = 20_000


@dataclass
class Space:
    """A colour space, ready to make paints of values."""

    family: str
    channels: int
    colorants: tuple[str, ...] = ()
    base: Space | None = None
    """Of `Indexed` and `Pattern`; of `Separation` and `DeviceN`, the alternate."""
    tint: functions.Function | None = None
    table: bytes = b""
    """Of `Indexed`."""
    profile: bool = False
    _paints: dict[tuple[float, ...], Paint] = field(default_factory=dict)

    @property
    def all_colorants(self) -> tuple[str, ...]:
        """Its colorants; of a table, those of the colours in it."""
        return self.base.colorants if self.base and self.family == "Indexed" else self.colorants

    @property
    def prints(self) -> bool:
        """Whether anything in it comes to paper: the colorant `None` does not."""
        return not self.colorants or set(self.colorants) != {"None"}

    def paint(self, values: Sequence[float]) -> Paint:
        """The paint of these values."""
        key = tuple(values)
        found = self._paints.get(key)
        if found is None:
            icc = self.channels if self.family == "ICCBased" else 0
            found = Paint(self.family, key, self.colorants, icc, self.inks(key))
            if len(self._paints) < _MOST_PAINTS:
                self._paints[key] = found
        return found

    def initial(self) -> Paint:
        """The colour in force once the space is chosen."""
        if self.family == "DeviceCMYK" or (self.family == "ICCBased" and self.channels == 4):
            return self.paint((0.0, 0.0, 0.0, 1.0))
        start = 1.0 if self.family in ("Separation", "DeviceN") else 0.0
        return self.paint((start,) * min(self.channels, 32))

    def inks(self, values: Sequence[float]) -> Inks | None:
        """The process inks; None where the space has none."""
        if len(values) < self.channels:
            return None
        within = [min(max(v, 0.0), 1.0) for v in values]
        if self.family in ("DeviceGray", "CalGray", "DeviceCMYK", "ICCBased"):
            if self.channels == 1:
                return (0.0, 0.0, 0.0, 1.0 - within[0])
            return (within[0], within[1], within[2], within[3]) if self.channels == 4 else None
        if self.family in ("Separation", "DeviceN"):
            return self._of_colorants(within)
        if self.family == "Indexed" and self.base:
            return self.base.inks(self._looked_up(values[0]))
        return None

    def _of_colorants(self, values: list[float]) -> Inks | None:
        if self.colorants == ("All",):
            return (values[0],) * 4
        if all(c in _PROCESS or c == "None" for c in self.colorants):
            result = [0.0, 0.0, 0.0, 0.0]
            for colorant, value in zip(self.colorants, values, strict=False):
                if colorant in _PROCESS:
                    result[_PROCESS[colorant]] = value
            return (result[0], result[1], result[2], result[3])
        alternate = self.tint(values) if self.tint else None
        if alternate is None or self.base is None:
            return None
        return self.base.inks(alternate)

    def _looked_up(self, index: float) -> list[float]:
        assert self.base is not None
        channels = self.base.channels
        start = int(min(max(index, 0), 255)) * channels
        return [byte / 255 for byte in self.table[start : start + channels]]


GRAY = Space("DeviceGray", 1)
RGB = Space("DeviceRGB", 3)
CMYK = Space("DeviceCMYK", 4)
PATTERN = Space("Pattern", 0)
UNKNOWN = Space("", 0)
DEVICE = {"DeviceGray": GRAY, "DeviceRGB": RGB, "DeviceCMYK": CMYK, "Pattern": PATTERN}


def space(value: Any, named: Any = None, depth: int = 0) -> Space:
    """The space that an object describes. `named` are the resources' `/ColorSpace`."""
    if depth > _MOST_DEPTH:
        return UNKNOWN
    name = value if isinstance(value, str) else objects.name(value)
    if name:
        return _by_name(_SHORT.get(name, name), named, depth)
    parts = objects.items(value)
    if not parts:
        return UNKNOWN
    family = objects.name(parts[0])
    family = _SHORT.get(family, family)
    if len(parts) == 1:
        return _by_name(family, named, depth)
    if family == "ICCBased":
        return _icc(parts[1], depth)
    if family == "Indexed":
        return _indexed(parts, named, depth)
    if family in ("Separation", "DeviceN"):
        return _inks_of_their_own(family, parts, depth)
    if family == "Pattern":
        return Space("Pattern", 0, base=space(parts[1], named, depth + 1))
    if family in _CHANNELS:
        return Space(family, _CHANNELS[family])
    return UNKNOWN


def _by_name(name: str, named: Any, depth: int) -> Space:
    if name in DEVICE:
        default = objects.get(named, f"/Default{name.removeprefix('Device')}")
        if default is not None and name != "Pattern":
            return space(default, None, depth + 1)
        return DEVICE[name]
    found = objects.get(named, f"/{name}")
    return UNKNOWN if found is None else space(found, named, depth + 1)


def _icc(stream: Any, depth: int) -> Space:
    channels = int(objects.number(objects.get(stream, "/N")))
    if channels not in (1, 3, 4):
        alternate = space(objects.get(stream, "/Alternate"), None, depth + 1)
        channels = alternate.channels if alternate.channels in (1, 3, 4) else 3
    return Space("ICCBased", channels, profile=True)


def _indexed(parts: list[Any], named: Any, depth: int) -> Space:
    base = space(parts[1], named, depth + 1)
    table = b""
    if len(parts) > 3:
        try:
            table = objects.decoded(parts[3], 100_000)
        except objects.UnreadableError:
            table = objects.data(parts[3])
    return Space("Indexed", 1, base=base, table=table, profile=base.profile)


def _inks_of_their_own(family: str, parts: list[Any], depth: int) -> Space:
    given = parts[1:2] if family == "Separation" else objects.items(parts[1])
    colorants = tuple(objects.name(c) for c in given[:32])
    base = space(parts[2], None, depth + 1) if len(parts) > 2 else None
    tint = functions.function(parts[3]) if len(parts) > 3 else None
    return Space(family, len(colorants), colorants, base, tint)
