"""What a printer must be given so that backs come to lie as a reader should find them.

A scheme's back is what is seen when the sheet is turned over like the page of a book, round the
vertical middle of the front as it lies. A printer turns it round its long or its short edge. On
a sheet in portrait the long edge is the upright one, and the two agree; on a sheet in landscape the
short edge is. Where they do not agree, the back must be given upside down: turning a sheet
round the one axis and then half round in its plane is turning it round the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from printshop.imposition.model import Imposition, Place, Side

DuplexName = Literal["long-edge", "short-edge", "manual", "none"]
Stack = Literal["as-is", "reversed"]
_OPPOSITE: dict[int, Literal[0, 90, 180, 270]] = {0: 180, 90: 270, 180: 0, 270: 90}


@dataclass(frozen=True)
class Printed:
    """A page of a file for the printer."""

    sheet: int
    """Of the imposition, from 0."""
    back: bool = False
    turned: bool = False
    """The whole side upside down."""


Run = tuple[Printed, ...]
"""The pages of one file in order."""


def runs(
    imposition: Imposition,
    duplex: DuplexName,
    *,
    landscape: bool,
    stack: Stack = "reversed",
    turned: bool = False,
) -> tuple[Run, ...]:
    """The files to print: one, or two where the stack is put in again by hand (`manual`).

    `landscape` says how the sheet lies when its front is upright; a square is in portrait. One file
    holds front and back in turn. With `manual` the first file holds the fronts and the second the
    backs, in the order of the fronts or the other way round (`stack`). Hands turn the stack the
    same way every time, however sheets lie: over its short edge, or over its long one (`turned`).
    With `none`, front and back follow one another as a reader sees them, for sheets of their own.
    An imposition of one side has fronts only, in one file, whatever the printer can.
    """
    fronts = tuple(Printed(sheet) for sheet in range(len(imposition.sheets)))
    if not imposition.two_sided:
        return (fronts,)
    if duplex == "manual":
        by_hand = backs_turned("long-edge" if turned else "short-edge", landscape=landscape)
        backs = tuple(Printed(front.sheet, True, by_hand) for front in fronts)
        return fronts, backs[::-1] if stack == "reversed" else backs
    upside_down = backs_turned(duplex, landscape=landscape)
    return (
        tuple(
            side for front in fronts for side in (front, Printed(front.sheet, True, upside_down))
        ),
    )


def backs_turned(duplex: DuplexName, *, landscape: bool) -> bool:
    """Whether a printer that turns sheets so must be given backs upside down."""
    return duplex == ("long-edge" if landscape else "short-edge")


def side_of(imposition: Imposition, printed: Printed) -> Side:
    """The places of a page of the file, as that page is looked at."""
    sheet = imposition.sheets[printed.sheet]
    side = sheet.back if printed.back else sheet.front
    return half_turned(side, imposition.columns, imposition.rows) if printed.turned else side


def half_turned(side: Side, columns: int, rows: int) -> Side:
    """A side upside down."""
    return Side(tuple(_half_turned(place, columns, rows) for place in side.places))


def _half_turned(place: Place, columns: int, rows: int) -> Place:
    return replace(
        place,
        column=columns - 1 - place.column,
        row=rows - 1 - place.row,
        turned=_OPPOSITE[place.turned],
        shift=0.0 - place.shift,
    )
