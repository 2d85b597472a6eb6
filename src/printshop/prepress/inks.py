"""Which inks stand for a colour of the screen: the layout's palette, else the press's profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from printshop.prepress.edition import Inks, PaletteColour
from printshop.press.load import Press
from printshop.problems import Problems, Where

Rgb = tuple[int, int, int]
"""sRGB, each 0 to 255."""

BLACK: Inks = (0.0, 0.0, 0.0, 1.0)
"""Black alone: what text overprints in."""
PAPER: Inks = (0.0, 0.0, 0.0, 0.0)
_WHITE: Rgb = (255, 255, 255)
_FIRST_PAGES = 5
"""So many pages are named of those that a colour is on."""


class Space(Protocol):
    """What is asked of `printshop.colour.InkSpace` for colours outside the palette."""

    def of_srgb(self, rgb: Rgb, /) -> Inks:
        """The inks for a colour, 0 to 1 each."""


@dataclass(frozen=True)
class Ink:
    """How a colour is printed: in the four inks, or in so much of an ink of its own."""

    inks: Inks
    """What is printed; of an ink of its own, what its full tone is where it is lacking."""
    spot: str = ""
    tint: float = 1.0

    @property
    def black(self) -> bool:
        """Whether it is full black alone."""
        return not self.spot and self.inks == BLACK

    @property
    def simulated(self) -> Inks:
        """The four inks that stand for it."""
        if not self.spot:
            return self.inks
        cyan, magenta, yellow, black = (round(self.tint * part, 4) for part in self.inks)
        return cyan, magenta, yellow, black


class InkTable:
    """The palette by what its colours are on the screen."""

    def __init__(
        self, colours: Sequence[PaletteColour], layout: str, press: Press, problems: Problems
    ) -> None:
        """Make the table.

        Args:
            colours: the palette in force.
            layout: the layout's name, for problems.
            press: the print house.
            problems: K007, K008, K011 and K012 are noted here, at the layout's declaration.
        """
        self._inks = {c.srgb: Ink(_exact(c.inks), c.spot, c.tint) for c in reversed(colours)}
        where = Where(f"layouts/{layout}/layout.yaml")
        _check_twins(colours, where, problems)
        _check_spots(colours, press, where, problems)
        _check_black_only(colours, press, where, problems)

    def find(self, rgb: Rgb) -> Ink | None:
        """The inks of a colour of the palette; white needs not be in it."""
        found = self._inks.get(rgb)
        return Ink(PAPER) if found is None and rgb == _WHITE else found

    @property
    def spots(self) -> dict[str, Inks]:
        """Inks besides the four, each with what its full tone is in them."""
        return {ink.spot: ink.inks for ink in self._inks.values() if ink.spot}


def _exact(inks: Inks) -> Inks:
    cyan, magenta, yellow, black = (round(ink, 4) for ink in inks)
    return cyan, magenta, yellow, black


def _check_twins(colours: Sequence[PaletteColour], where: Where, problems: Problems) -> None:
    """K007: what looks alike on the screen cannot be told apart."""
    told = set()
    for first, second in combinations(colours, 2):
        alike = (first.inks, first.spot, first.tint) == (second.inks, second.spot, second.tint)
        if first.srgb == second.srgb and not alike and first.srgb not in told:
            told.add(first.srgb)
            problems.add(
                "K007",
                where,
                first=first.name,
                second=second.name,
                colour=hexed(first.srgb),
            )


def _check_spots(
    colours: Sequence[PaletteColour], press: Press, where: Where, problems: Problems
) -> None:
    """K008: more inks of their own than the press takes. K012: one ink that is two things."""
    by_spot: dict[str, PaletteColour] = {}
    told = set()
    for colour in colours:
        if not colour.spot:
            continue
        first = by_spot.setdefault(colour.spot, colour)
        if _exact(first.inks) != _exact(colour.inks) and colour.spot not in told:
            told.add(colour.spot)
            problems.add("K012", where, spot=colour.spot, first=first.name, second=colour.name)
    most = press.spec.spots
    # where black alone is printed, K011 says it of each colour
    if len(by_spot) > most and (most or press.spec.inks != "black"):
        problems.add(
            "K008",
            where,
            found=len(by_spot),
            names=", ".join(by_spot),
            press=press.name,
            most=most,
        )


def _check_black_only(
    colours: Sequence[PaletteColour], press: Press, where: Where, problems: Problems
) -> None:
    """K011: a press of black alone, or of black and spots, and a colour of other inks."""
    if press.spec.inks != "black":
        return
    for colour in colours:
        if not press.spec.spots if colour.spot else any(colour.inks[:3]):
            problems.add("K011", where, press=press.name, colour=colour.name)


# What was not in the palette


def say_unknown(
    unknown: Mapping[Rgb, tuple[Inks, Sequence[int]]], layout: str, problems: Problems
) -> None:
    """Note each colour that the profile had to convert (K006).

    Args:
        unknown: the inks made of it, and the pages it is on, counted from 0.
        layout: the layout's name.
        problems: noted here.
    """
    where = Where(f"layouts/{layout}/layout.yaml")
    for rgb, (inks, pages) in unknown.items():
        problems.add(
            "K006",
            where,
            colour=hexed(rgb),
            layout=layout,
            inks=percents(inks),
            pages=page_list(pages),
        )


def hexed(rgb: Rgb) -> str:
    """`#b5121b`."""
    return "#" + "".join(f"{value:02x}" for value in rgb)


def percents(inks: Inks) -> str:
    """`10/100/95/15`: cyan, magenta, yellow, black, in percent."""
    return "/".join(f"{100 * ink:.0f}" for ink in inks)


def page_list(pages: Iterable[int]) -> str:
    """Pages counted from 0 as people count them, the first few of many: `1, 3–5, 9 …`."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    shown = [
        f"{run[0] + 1}" if len(run) == 1 else f"{run[0] + 1}–{run[-1] + 1}"
        for run in runs[:_FIRST_PAGES]
    ]
    return ", ".join(shown) + (" …" if len(runs) > _FIRST_PAGES else "")
