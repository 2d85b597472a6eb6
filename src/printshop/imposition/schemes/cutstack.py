"""Cut and stack: the pile of sheets is cut once, and the stacks laid on one another are in order.

A stack holds leaves that follow one another, so nobody sorts anything. The stacks are piled in the
order of the cells, the first on top.
"""

from __future__ import annotations

from printshop.imposition.model import Imposition, PrintSheet, Side
from printshop.imposition.schemes.grid import behind, cells, cuts, filled
from printshop.imposition.schemes.options import DEFAULTS, Options
from printshop.imposition.sequence import in_order


def cutstack(pages: int, options: Options = DEFAULTS) -> Imposition:
    """Leaves of two pages, or of one if `two_sided` is not chosen.

    Looks at `columns`, `rows`, `order`, `two_sided` and `blanks`. Blanks go to the end: leaves are
    loose, and white ones are taken off the bottom of the pile. Who binds them may want
    `before-back`.
    """
    grid = cells(options)
    step = 2 if options.two_sided else 1
    order = in_order(pages, step * len(grid), options.blanks, rest="at-end")
    count = len(order) // step // len(grid)
    backs = [behind(cell, options.columns) for cell in grid]
    sheets = []
    for number in range(count):
        leaves = [step * (stack * count + number) for stack in range(len(grid))]
        sheets.append(
            PrintSheet(
                front=filled([order[leaf] for leaf in leaves], grid),
                back=filled([order[leaf + 1] for leaf in leaves], backs)
                if options.two_sided
                else Side(),
                number=number,
                of=count,
            )
        )
    return Imposition(
        "cut-stack",
        options.columns,
        options.rows,
        tuple(sheets),
        order,
        cuts(options.columns, options.rows),
        options.two_sided,
    )
