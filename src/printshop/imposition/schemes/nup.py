"""Several pages on each side of a sheet, in reading order, neither folded nor cut."""

from __future__ import annotations

from printshop.imposition.model import Imposition, PrintSheet, Side
from printshop.imposition.schemes.grid import cells, filled
from printshop.imposition.schemes.options import DEFAULTS, Options
from printshop.imposition.sequence import in_order

UPRIGHT_PAGES = {2: (2, 1), 4: (2, 2), 6: (3, 2), 8: (4, 2)}
"""Columns and rows that leave most to pages in portrait, by how many go on a side. For pages in
landscape they are the other way round."""


def grid_of(up: int, *, landscape: bool = False) -> tuple[int, int]:
    """Columns and rows for so many pages a side. Raises KeyError if not 2, 4, 6 or 8."""
    columns, rows = UPRIGHT_PAGES[up]
    return (rows, columns) if landscape else (columns, rows)


def nup(pages: int, options: Options = DEFAULTS) -> Imposition:
    """Fronts and backs filled one after the other.

    Looks at `columns`, `rows`, `order`, `two_sided` and `blanks`; what is left of the last sheet
    stays white.
    """
    grid = cells(options)
    a_side = len(grid)
    step = a_side * (2 if options.two_sided else 1)
    order = in_order(pages, step, options.blanks, rest="at-end")
    count = len(order) // step
    sheets = tuple(
        PrintSheet(
            front=filled(order[begin : begin + a_side], grid),
            back=filled(order[begin + a_side : begin + step], grid)
            if options.two_sided
            else Side(),
            number=number,
            of=count,
        )
        for number, begin in enumerate(range(0, len(order), step))
    )
    return Imposition(
        "n-up", options.columns, options.rows, sheets, order, two_sided=options.two_sided
    )
