"""Saddle stitch within a cover of other paper.

The cover is the outermost sheet of one and the same booklet, or the outer two or three: they have
`number` 0, 1, … of its one signature, come first, and are printed on their own paper.
"""

from __future__ import annotations

from printshop.imposition.model import Imposition, PrintSheet
from printshop.imposition.schemes.options import DEFAULTS, Options
from printshop.imposition.schemes.saddle import SPINE, nested
from printshop.imposition.sequence import in_order


def wrap(pages: int, options: Options = DEFAULTS) -> Imposition:
    """The cover's sheets, then the body's. Looks at `wraps` and `blanks`.

    Of an input that fills the cover, as many pages at the end as at the beginning belong to it, so
    blanks go between the body and them: behind the last page of the body. A smaller input is
    ordered like a saddle. Raises ValueError for less than one wrap.
    """
    if options.wraps < 1:
        raise ValueError(f"{options.wraps} wraps")
    back = 2 * options.wraps if pages >= 4 * options.wraps else 1
    order = in_order(pages, 4, options.blanks, back=back)
    return Imposition("wrap", 2, 1, nested(order), order, SPINE)


def is_cover(sheet: PrintSheet, wraps: int = 1) -> bool:
    """Whether a sheet of this scheme is one of the cover."""
    return sheet.number < wraps
