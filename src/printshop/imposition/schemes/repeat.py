"""Step and repeat: a label or card again and again, as often as a sheet has room, then cut.

With two sides, each odd page is a card's front and the next its back.
"""

from __future__ import annotations

from printshop.imposition.model import Imposition, PrintSheet, Side
from printshop.imposition.schemes.grid import behind, cells, cuts, filled
from printshop.imposition.schemes.options import DEFAULTS, Options
from printshop.imposition.sequence import in_order


def repeat(pages: int, options: Options = DEFAULTS) -> Imposition:
    """A sheet for each card, or sheets that cards share (`mixed`).

    Looks at `columns`, `rows`, `order`, `two_sided`, `mixed` and `blanks`. Cards that share a sheet
    lie in runs, and none has more than one copy more than another. Backs are mirrored: each comes
    to lie behind its own front. A card whose back is missing has a white one.
    """
    grid = cells(options)
    step = 2 if options.two_sided else 1
    order = in_order(pages, step, options.blanks, rest="at-end")
    cards = [order[begin : begin + step] for begin in range(0, len(order), step)]
    share = len(grid) if options.mixed else 1
    groups = [cards[begin : begin + share] for begin in range(0, len(cards), share)]
    backs = [behind(cell, options.columns) for cell in grid]
    sheets = []
    for number, group in enumerate(groups):
        on_sheet = [group[index * len(group) // len(grid)] for index in range(len(grid))]
        sheets.append(
            PrintSheet(
                front=filled([card[0] for card in on_sheet], grid),
                back=filled([card[1] for card in on_sheet], backs) if options.two_sided else Side(),
                number=number,
                of=len(groups),
            )
        )
    return Imposition(
        "repeat",
        options.columns,
        options.rows,
        tuple(sheets),
        order,
        cuts(options.columns, options.rows),
        options.two_sided,
    )
