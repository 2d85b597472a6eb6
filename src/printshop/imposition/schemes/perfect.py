"""Perfect binding: several small booklets, piled on one another, ground off and glued.

A signature of N pages is N/4 sheets of two pages a side, laid in one another and folded once, as an
office can fold them. Sheets of 8 or 16 pages that are folded several times are for presses whose
sheets are larger than A3, and are not made.
"""

from __future__ import annotations

from printshop.imposition.model import Imposition
from printshop.imposition.schemes.options import DEFAULTS, Options
from printshop.imposition.schemes.saddle import SPINE, nested
from printshop.imposition.sequence import in_order

SIGNATURES = range(4, 33, 4)
"""Pages that a signature may have."""


def perfect(pages: int, options: Options = DEFAULTS) -> Imposition:
    """Signatures in reading order. Looks at `signature` and `blanks`.

    All have `options.signature` pages but the last, which has what is left: no more than 3 blanks
    are needed, and they go before the back cover. Raises ValueError for a size that is not in
    `SIGNATURES`.
    """
    size = options.signature
    if size not in SIGNATURES:
        raise ValueError(f"a signature of {size} pages")
    order = in_order(pages, 4, options.blanks)
    sheets = tuple(
        sheet
        for signature, begin in enumerate(range(0, len(order), size))
        for sheet in nested(order[begin : begin + size], signature)
    )
    return Imposition("perfect", 2, 1, sheets, order, SPINE)
