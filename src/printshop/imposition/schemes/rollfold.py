"""Roll fold: a leaflet of six panels, one sheet folded twice inwards.

Outside, from the left: 5 (the flap that is folded in), 6 (the back), 1 (the cover). Inside: 2, 3,
4. Who opens the cover sees 2 with the flap beside it; who opens the flap sees 2, 3 and 4. The flap
lies within the other two panels, so it is narrower; a page for it should be narrower too.
"""

from __future__ import annotations

from printshop.imposition.model import Fold, Imposition, PrintSheet
from printshop.imposition.schemes.grid import filled
from printshop.imposition.schemes.options import DEFAULTS, Options
from printshop.imposition.sequence import in_order

PANELS = 6
TUCK = 2.0
"""How much narrower the flap is, in mm: room for the fold it lies in, and for folding by hand."""
ACROSS = ((0, 0), (1, 0), (2, 0))
FOLDS = (Fold("vertical", 0), Fold("vertical", 1))


def rollfold(pages: int, options: Options = DEFAULTS) -> Imposition:
    """A leaflet for each six pages, a sheet each. Looks at `blanks`; they go before the last page.

    The columns are not of one width: `panel_widths`.
    """
    order = in_order(pages, PANELS, options.blanks)
    sheets = []
    for signature, begin in enumerate(range(0, len(order), PANELS)):
        cover, left, middle, right, flap, back = order[begin : begin + PANELS]
        sheets.append(
            PrintSheet(
                front=filled((flap, back, cover), ACROSS),
                back=filled((left, middle, right), ACROSS),
                signature=signature,
            )
        )
    return Imposition("roll-fold", 3, 1, tuple(sheets), order, FOLDS)


def panel_widths(
    width: float, tuck: float = TUCK, *, back: bool = False
) -> tuple[float, float, float]:
    """Widths of the three columns in mm, from the left, as a side of a sheet so wide is seen.

    The flap is narrower by `tuck`: the left column of the front, the right one of the back. Raises
    ValueError if nothing would be left of it.
    """
    wide = (width + tuck) / 3
    if tuck < 0 or wide <= tuck:
        raise ValueError(f"a flap narrower by {tuck} mm on {width} mm")
    widths = (wide - tuck, wide, wide)
    return (widths[2], widths[1], widths[0]) if back else widths
