"""A booklet of eight pages from one sheet, printed on one side, with one cut and no staple.

Upper row, upside down, from the left: 5, 4, 3, 2; lower row: 6, 7, 8, 1. The sheet is folded
lengthwise with the print outside, cut or torn in the middle of that fold, pushed together to a
cross, and laid flat round the cover.
"""

from __future__ import annotations

from printshop.imposition.model import Fold, Imposition, Place, PrintSheet, Side
from printshop.imposition.schemes.options import DEFAULTS, Options
from printshop.imposition.sequence import Order, in_order

PAGES = 8
FOLDS = (
    Fold("vertical", 0),
    Fold("vertical", 1),
    Fold("vertical", 2),
    Fold("horizontal", 0, "fold", 0, 1),
    Fold("horizontal", 0, "cut", 1, 3),
    Fold("horizontal", 0, "fold", 3, 4),
)


def zine(pages: int, options: Options = DEFAULTS) -> Imposition:
    """A booklet for each eight pages, a sheet each. Looks at `blanks`."""
    order = in_order(pages, PAGES, options.blanks)
    sheets = tuple(
        PrintSheet(front=_side(order[begin : begin + PAGES]), signature=signature)
        for signature, begin in enumerate(range(0, len(order), PAGES))
    )
    return Imposition("zine", 4, 2, sheets, order, FOLDS, two_sided=False)


def _side(order: Order) -> Side:
    upper = (order[4], order[3], order[2], order[1])
    lower = (order[5], order[6], order[7], order[0])
    return Side(
        (
            *(Place(page, column, 0, 180) for column, page in enumerate(upper)),
            *(Place(page, column, 1) for column, page in enumerate(lower)),
        )
    )
