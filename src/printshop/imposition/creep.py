"""Creep: in a booklet of many sheets the inner ones stick out, and the trim cuts more off them.

**Where the formula comes from.** Sheets that are laid in one another and folded sharply touch at
the spine. The fold of a sheet lies as far within that of the next one outside it as the middles
of the two papers are apart: half the one's thickness and half the other's. All leaves are
equally long, so each sheet sticks out at the fore-edge by what its fold lies further in::

    creep(0) = 0                     the outermost
    creep(k) = creep(k - 1) + (caliper(k - 1) + caliper(k)) / 2

With one paper that is `caliper * k`: linear, and `caliper * (sheets - 1)` for the innermost. Houses
reckon differently: some take `caliper * sheets`, as if the outermost moved too; real paper is
squeezed, and folds are round. So a factor tunes all of it, to what was measured on a dummy.

**In** (push-in): the pages of inner sheets are moved towards the spine, those of the outermost
stay. The booklet keeps its width; inner sheets lose inner margin. **Out** (push-out): the pages of
outer sheets are moved away from the spine, those of the innermost stay. Inner margins only grow,
but the booklet is trimmed wider by the total creep, so sheets must be wider than two pages.
Differences between sheets are the same, and so are the outer margins after the trim.

Lengths are in mm. Shifts are towards the spine; away from it is negative.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from printshop.imposition.model import Imposition, PrintSheet, Side

NESTED = ("saddle", "perfect", "wrap")
"""Schemes whose sheets lie in one another; no other has creep."""


@dataclass(frozen=True)
class Creep:
    """The paper, and what is to be done about it."""

    caliper: float
    """Thickness of a sheet."""
    factor: float = 1.0
    """On all of it; 0 moves nothing."""
    direction: Literal["in", "out"] = "in"
    cover: float | None = None
    """Thickness of a sheet of the cover, in the scheme `wrap`; None if it is of the same paper."""
    wraps: int = 1
    """Sheets of the cover."""


@dataclass(frozen=True)
class CreepRow:
    """A line of the table."""

    signature: int
    sheet: int
    """In its signature, from 0, the outermost first."""
    pages: tuple[int | None, ...]
    """Front from the left, then back."""
    creep: float
    """How far it sticks out beyond the outermost, by the formula and the factor."""
    shift: float
    """How far its pages are moved towards the spine."""


@dataclass(frozen=True)
class Eaten:
    """What creep takes at most, on any sheet; never negative."""

    inner: float
    """From the inner margin: pages were moved towards the spine."""
    outer: float
    """From the outer margin: the trim cuts what sticks out and was not moved (by the formula, with
    a factor below 1)."""
    beyond: float
    """How far pages are moved towards the fore-edge: so much wider must each half of a sheet be."""


def protrusions(calipers: tuple[float, ...]) -> tuple[float, ...]:
    """How far each sheet sticks out beyond the outermost, which comes first."""
    found = [0.0] * len(calipers[:1])
    for outer, inner in pairwise(calipers):
        found.append(found[-1] + (outer + inner) / 2)
    return tuple(found)


def calipers_of(sheets: int, creep: Creep, *, covered: bool = False) -> tuple[float, ...]:
    """Thicknesses of the sheets of a signature; `covered` if the outer ones are of the cover."""
    if not covered or creep.cover is None:
        return (creep.caliper,) * sheets
    wraps = min(creep.wraps, sheets)
    return (creep.cover,) * wraps + (creep.caliper,) * (sheets - wraps)


def shifts(sheets: int, creep: Creep, *, covered: bool = False) -> tuple[float, ...]:
    """How far the pages of each sheet of a signature are moved towards the spine."""
    by_formula = protrusions(calipers_of(sheets, creep, covered=covered))
    inwards = tuple(creep.factor * one for one in by_formula)
    if creep.direction == "in":
        return inwards
    return tuple(one - inwards[-1] for one in inwards)


def total_creep(imposition: Imposition, creep: Creep) -> float:
    """How far the innermost sheet of the thickest signature sticks out, with the factor."""
    sheets = _thickest(imposition)
    return creep.factor * protrusions(_calipers(imposition, sheets, creep))[-1] if sheets else 0.0


def with_creep(imposition: Imposition, creep: Creep) -> Imposition:
    """The same sheets with their pages moved; unchanged where sheets do not lie in one another."""
    if imposition.scheme not in NESTED:
        return imposition
    known = _known_shifts(imposition, creep)
    return replace(
        imposition,
        sheets=tuple(
            replace(
                sheet,
                front=_moved(sheet.front, known[sheet.of][sheet.number]),
                back=_moved(sheet.back, known[sheet.of][sheet.number]),
            )
            for sheet in imposition.sheets
        ),
    )


def creep_table(imposition: Imposition, creep: Creep) -> tuple[CreepRow, ...]:
    """A row for each sheet in the order of the sheets; none where nothing creeps."""
    if imposition.scheme not in NESTED:
        return ()
    known = _known_shifts(imposition, creep)
    return tuple(
        CreepRow(
            sheet.signature,
            sheet.number,
            tuple(place.page for side in (sheet.front, sheet.back) for place in side.places),
            # The outermost sticks out by nothing, whichever way pages are moved.
            known[sheet.of][sheet.number] - known[sheet.of][0],
            known[sheet.of][sheet.number],
        )
        for sheet in imposition.sheets
    )


def eaten(imposition: Imposition, creep: Creep) -> Eaten:
    """What creep, and the moving against it, take from the margins."""
    sheets = _thickest(imposition)
    if not sheets:
        return Eaten(0.0, 0.0, 0.0)
    moved = _shifts(imposition, sheets, creep)
    sticking_out = protrusions(_calipers(imposition, sheets, creep))
    wider = max(0.0, -moved[0])
    return Eaten(
        inner=max(0.0, moved[-1]),
        outer=max(0.0, *(out - by - wider for out, by in zip(sticking_out, moved, strict=True))),
        beyond=wider,
    )


def fits(taken: Eaten, *, inner: float, outer: float, room: float = 0.0) -> bool:
    """Whether margins of so many mm suffice, on a sheet with so much room beyond each page."""
    return taken.inner <= inner and taken.outer <= outer and taken.beyond <= room


def _moved(side: Side, by: float) -> Side:
    """The spine is right of the left column and left of the right one, on either side."""
    return Side(
        tuple(replace(place, shift=by if place.column == 0 else 0.0 - by) for place in side.places)
    )


def _thickest(imposition: Imposition) -> int:
    nested: tuple[PrintSheet, ...] = imposition.sheets if imposition.scheme in NESTED else ()
    return max((sheet.of for sheet in nested), default=0)


def _calipers(imposition: Imposition, sheets: int, creep: Creep) -> tuple[float, ...]:
    return calipers_of(sheets, creep, covered=imposition.scheme == "wrap")


def _shifts(imposition: Imposition, sheets: int, creep: Creep) -> tuple[float, ...]:
    return shifts(sheets, creep, covered=imposition.scheme == "wrap")


def _known_shifts(imposition: Imposition, creep: Creep) -> dict[int, tuple[float, ...]]:
    """By how many sheets a signature has."""
    return {of: _shifts(imposition, of, creep) for of in {s.of for s in imposition.sheets}}
