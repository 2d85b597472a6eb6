"""Cells of a sheet that is no booklet: their order, their backs, the cuts between them."""

from __future__ import annotations

from collections.abc import Sequence

from printshop.imposition.model import Fold, Place, Side
from printshop.imposition.schemes.options import Options

Cell = tuple[int, int]
"""Column and row, from 0, from the upper left."""


def cells(options: Options) -> tuple[Cell, ...]:
    """All cells in the order in which they are filled. Raises ValueError for an empty grid."""
    columns, rows = range(options.columns), range(options.rows)
    if not columns or not rows:
        raise ValueError(f"{options.columns} columns, {options.rows} rows")
    if options.order == "across":
        return tuple((column, row) for row in rows for column in columns)
    return tuple((column, row) for column in columns for row in rows)


def behind(cell: Cell, columns: int) -> Cell:
    """Where the back of a cell lies when its sheet is turned over like the page of a book."""
    return columns - 1 - cell[0], cell[1]


def filled(pages: Sequence[int | None], where: Sequence[Cell]) -> Side:
    """A side with one page in each cell."""
    return Side(
        tuple(Place(page, column, row) for page, (column, row) in zip(pages, where, strict=True))
    )


def cuts(columns: int, rows: int) -> tuple[Fold, ...]:
    """A cut between all columns and all rows."""
    return (
        *(Fold("vertical", column, "cut") for column in range(columns - 1)),
        *(Fold("horizontal", row, "cut") for row in range(rows - 1)),
    )
