"""Saddle stitch: sheets of two pages a side, laid in one another, folded once and stapled."""

from __future__ import annotations

from printshop.imposition.model import Fold, Imposition, Place, PrintSheet, Side
from printshop.imposition.schemes.options import DEFAULTS, Options
from printshop.imposition.sequence import Order, in_order

SPINE = (Fold("vertical", 0),)


def saddle(pages: int, options: Options = DEFAULTS) -> Imposition:
    """One booklet; a multiple of 4 pages, blanks before the back cover. Looks at `blanks`."""
    order = in_order(pages, 4, options.blanks)
    return Imposition("saddle", 2, 1, nested(order), order, SPINE)


def nested(order: Order, signature: int = 0) -> tuple[PrintSheet, ...]:
    """Sheets that are laid in one another, the outermost first; `order` has a multiple of 4.

    Each sheet takes two pages from the beginning and two from the end of what the sheets outside it
    have left.
    """
    count = len(order) // 4
    sheets = []
    for number in range(count):
        first, second = order[2 * number], order[2 * number + 1]
        last, before = order[-1 - 2 * number], order[-2 - 2 * number]
        sheets.append(
            PrintSheet(
                front=Side((Place(last, 0, 0), Place(first, 1, 0))),
                back=Side((Place(second, 0, 0), Place(before, 1, 0))),
                signature=signature,
                number=number,
                of=count,
            )
        )
    return tuple(sheets)
