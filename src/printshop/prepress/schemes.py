"""What a colour becomes: inks, the greys of a soft mask, the screen, or what it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import pikepdf
from pikepdf import Array, Name, Object, Pdf

from printshop.prepress.edition import Inks
from printshop.prepress.functions import Values, separation
from printshop.prepress.inks import BLACK, Ink, InkTable, Rgb
from printshop.prepress.inks import Space as Converter
from printshop.prepress.screening import Screen, to_rgb
from printshop.prepress.spaces import CMYK, GREY, RGB, Space
from printshop.prepress.streams import number, numbers

_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_PROCESS_INKS: tuple[Inks, ...] = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), BLACK)
_OPERATORS = {
    "/DeviceGray": (b"g", b"G"),
    "/DeviceRGB": (b"rg", b"RG"),
    "/DeviceCMYK": (b"k", b"K"),
}
_STEPS = 17
"""Samples of a blend on the screen: inks do not blend on a straight line there."""


@dataclass(frozen=True)
class Paint:
    """A colour as it is written."""

    values: bytes
    """Its numbers."""
    space: Object
    """A device space's name, or an object of the file."""
    black: bool = False
    """Whether it is full black alone."""
    spot: str = ""
    """The ink of its own that is used."""
    unknown: Rgb | None = None
    """The colour of the screen, where it is not in the palette."""

    @property
    def device(self) -> bool:
        """Whether the space needs no entry among the resources."""
        return isinstance(self.space, Name)

    def written(self, stroke: bool, name: str = "") -> bytes:
        """The operators that set it; `name` is what the resources call its space."""
        if self.device:
            return self.values + b" " + _OPERATORS[str(self.space)][stroke]
        cs, scn = (b"CS", b"SCN") if stroke else (b"cs", b"scn")
        return b"%s %s %s %s" % (Name(name).unparse(), cs, self.values, scn)


@dataclass(frozen=True)
class Gradient:
    """The space of a gradient, and what each of its colours is there."""

    space: Object
    change: Change
    spots: tuple[str, ...] = ()
    unknown: tuple[Rgb, ...] = ()
    steps: int = 0
    """Samples of each blend; 0 where blends stay blends."""


class Change(Protocol):
    """Numbers of one space to those of another."""

    def __call__(self, values: Values, /) -> Values:
        """The numbers anew."""


class Scheme(Protocol):
    """A way to change colours."""

    @property
    def overprints(self) -> bool:
        """Whether text of full black is to overprint."""

    @property
    def device(self) -> Name | None:
        """The space of groups; None leaves them."""

    def paint(self, space: Space, values: Values, /) -> Paint | None:
        """A colour anew; None where it stays."""

    def gradient(self, space: Space, ends: Iterable[Values], /) -> Gradient | None:
        """A gradient anew, from the values that it is made of; None where it stays."""

    def picture(self, image: pikepdf.Stream, /) -> None:
        """An image that is drawn: changed in place where it must."""


class Inking:
    """Colours of the screen to inks."""

    overprints = True
    device = Name.DeviceCMYK

    def __init__(self, pdf: Pdf, table: InkTable, converter: Converter) -> None:
        """Make the inks of a file."""
        self._pdf, self._table, self._converter = pdf, table, converter
        self.unknown: dict[Rgb, Inks] = {}
        """Colours that were not in the palette, and what was made of them."""
        self._spaces: dict[tuple[str, ...], Object] = {}

    def ink(self, space: Space, values: Values) -> tuple[Ink, Rgb | None] | None:
        """The inks of a colour, and the colour where the palette does not have it."""
        if space.kind in ("inks", "pattern", "other"):
            return None
        plain, values = space.reduced(values)
        if plain is CMYK:
            cyan, magenta, yellow, black = values
            return Ink((cyan, magenta, yellow, black)), None
        if plain is GREY:
            return Ink((0, 0, 0, round(1 - values[0], 4))), None
        red, green, blue = (int(255 * min(max(v, 0), 1) + 0.5) for v in values)
        rgb = red, green, blue
        found = self._table.find(rgb)
        if found is not None:
            return found, None
        if rgb not in self.unknown:
            self.unknown[rgb] = BLACK if rgb == (0, 0, 0) else self._converter.of_srgb(rgb)
        return Ink(self.unknown[rgb]), rgb

    def paint(self, space: Space, values: Values) -> Paint | None:
        """As `Scheme`."""
        found = self.ink(space, values)
        if found is None:
            return None
        ink, unknown = found
        if ink.spot:
            made = self._space((ink.spot,))
            return Paint(number(ink.tint), made, spot=ink.spot, unknown=unknown)
        return Paint(numbers(ink.inks), Name.DeviceCMYK, ink.black, unknown=unknown)

    def gradient(self, space: Space, ends: Iterable[Values]) -> Gradient | None:
        """As `Scheme`. Inks of their own stay on their plates: all inks become one /DeviceN."""
        if space.kind in ("inks", "cmyk", "pattern", "other"):
            return None
        found = [pair for values in ends if (pair := self.ink(space, values)) is not None]
        unknown = tuple(dict.fromkeys(rgb for _, rgb in found if rgb is not None))
        spots = tuple(dict.fromkeys(ink.spot for ink, _ in found if ink.spot))
        if not spots:
            return Gradient(Name.DeviceCMYK, lambda v: self._of(space, v).inks, (), unknown)
        process = [ink.inks for ink, _ in found if not ink.spot]
        used = [at for at in range(4) if any(inks[at] for inks in process)]
        names = (*(_PROCESS[at] for at in used), *spots)

        def change(values: Values) -> Values:
            ink = self._of(space, values)
            four = (0.0,) * 4 if ink.spot else ink.inks
            if any(four[at] for at in range(4) if at not in used):
                raise ValueError("a colour between the ends is of other inks than they are")
            tints = (ink.tint if ink.spot == spot else 0.0 for spot in spots)
            return (*(four[at] for at in used), *tints)

        return Gradient(self._space(names), change, spots, unknown)

    def _of(self, space: Space, values: Values) -> Ink:
        found = self.ink(space, values)
        if found is None:
            raise ValueError("no colour")
        return found[0]

    def _space(self, names: tuple[str, ...]) -> Object:
        """The space of these inks, each once in the file."""
        if names not in self._spaces:
            full = {**dict(zip(_PROCESS, _PROCESS_INKS, strict=True)), **self._table.spots}
            self._spaces[names] = separation(self._pdf, names, [full[name] for name in names])
        return self._spaces[names]

    def picture(self, _image: pikepdf.Stream) -> None:
        """Left: pictures are prepared from their originals."""


class Masking:
    """Colours within a soft mask: only how light they are counts (ISO 32000-1, 11.5.3)."""

    overprints = False
    device = Name.DeviceGray

    def paint(self, space: Space, values: Values) -> Paint | None:
        """As `Scheme`."""
        if space.kind in ("pattern", "other"):
            return None
        return Paint(number(_luminosity(space, values)), Name.DeviceGray)

    def gradient(self, space: Space, _ends: Iterable[Values]) -> Gradient | None:
        """As `Scheme`."""
        if space.kind in ("grey", "pattern", "other"):
            return None
        return Gradient(Name.DeviceGray, lambda values: (_luminosity(space, values),))

    def picture(self, _image: pikepdf.Stream) -> None:
        """Left."""


def _luminosity(space: Space, values: Values) -> float:
    plain, values = space.reduced(values)
    if plain is GREY:
        return values[0]
    if plain is CMYK:
        cyan, magenta, yellow, black = values
        return max(0.0, 1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black))
    red, green, blue = values
    return 0.3 * red + 0.59 * green + 0.11 * blue


class Showing:
    """Inks to what they look like on the screen."""

    overprints = False
    device = Name.DeviceRGB

    def __init__(self, screen: Screen) -> None:
        """Show inks as `screen` sees them."""
        self._screen = screen
        self._seen: dict[Inks, Values] = {}

    def paint(self, space: Space, values: Values) -> Paint | None:
        """As `Scheme`."""
        if space.kind in ("pattern", "other"):
            return None
        return Paint(numbers(self._rgb(space, values)), Name.DeviceRGB)

    def gradient(self, space: Space, _ends: Iterable[Values]) -> Gradient | None:
        """As `Scheme`."""
        if space.kind in ("rgb", "pattern", "other"):
            return None
        return Gradient(Name.DeviceRGB, lambda values: self._rgb(space, values), steps=_STEPS)

    def _rgb(self, space: Space, values: Values) -> Values:
        """A colour, 0 to 1 each. /All is in all inks alike: it is shown as grey."""
        if space.names == ("All",):
            return (1 - values[0],) * 3
        plain, values = space.reduced(values)
        if plain is RGB:
            return values
        inks: Inks = (0, 0, 0, 1 - values[0]) if plain is GREY else tuple(values)  # type: ignore[assignment]
        if inks not in self._seen:
            self._seen[inks] = tuple(round(v / 255, 4) for v in self._screen.to_srgb(inks))
        return self._seen[inks]

    def picture(self, image: pikepdf.Stream) -> None:
        """As `Scheme`: pictures in inks and in grey become RGB."""
        to_rgb(image, self._screen)


class Looking:
    """Nothing is changed."""

    overprints = False
    device = None

    def paint(self, _space: Space, _values: Values) -> Paint | None:
        """Left."""
        return None

    def gradient(self, _space: Space, _ends: Iterable[Values]) -> Gradient | None:
        """Left."""
        return None

    def picture(self, _image: pikepdf.Stream) -> None:
        """Left."""


def uncoloured(paint: Paint) -> Array:
    """The space of a pattern that is painted in this colour."""
    return Array([Name.Pattern, paint.space])
