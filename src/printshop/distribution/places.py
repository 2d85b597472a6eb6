"""Where labels and slips lie on their sheets, and in which order. Pure; lengths in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from printshop.distribution.labelstock import LabelSpec
from printshop.layout.prelude import OFFICE_HEIGHT, OFFICE_WIDTH

Thing = TypeVar("Thing")

SLIPS = 4
"""On a sheet."""


@dataclass(frozen=True)
class Cell:
    """A label or a slip on its sheet, from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


def label_cell(spec: LabelSpec, place: int) -> Cell:
    """Where the label `place` lies, counted from 0: row by row, from the left."""
    row, column = divmod(place, spec.columns)
    left, top = spec.left + column * spec.across, spec.top + row * spec.down
    return Cell(round(left, 4), round(top, 4), spec.width, spec.height)


def slip_cell(place: int) -> Cell:
    """Where the slip `place` lies, counted from 0: two in a row, from the left."""
    row, column = divmod(place, 2)
    width, height = OFFICE_WIDTH / 2, OFFICE_HEIGHT / 2
    return Cell(column * width, row * height, width, height)


def on_sheets(things: Sequence[Thing], each: int, skipped: int) -> list[list[tuple[int, Thing]]]:
    """Things one behind the other, sheet by sheet, each with its place on its sheet.

    Args:
        things: in order.
        each: how many a sheet takes.
        skipped: places of the first sheet that stay empty; fewer than `each`.
    """
    sheets: list[list[tuple[int, Thing]]] = []
    for number, thing in enumerate(things, start=skipped):
        if number // each >= len(sheets):
            sheets.append([])
        sheets[-1].append((number % each, thing))
    return sheets


def cut_and_stack(things: Sequence[Thing], each: int = SLIPS) -> list[list[tuple[int, Thing]]]:
    """Things in such an order that they follow one another when the stack of sheets is cut.

    The first place of all sheets takes the first things, the second the next ones, and so on: the
    piles are laid on one another as they were cut.
    """
    count = -(-len(things) // each)
    return [
        [(n // count, thing) for n, thing in enumerate(things) if n % count == sheet]
        for sheet in range(count)
    ]
