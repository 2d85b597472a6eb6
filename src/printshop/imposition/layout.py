"""Where pages lie on a sheet: arithmetic. Lengths and boxes are in mm.

The origin is the sheet's lower left as it lies, in the frame of the side that is looked at. The
whole stands in the middle of the sheet, so that backs lie behind fronts whatever the printer's
edges. Cells meet where the sheet is folded; where it is cut a gutter lies between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from printshop.geometry import Box
from printshop.imposition.model import Axis, Imposition, Place
from printshop.imposition.printer import SHEETS, Back, Edges

Size = tuple[float, float]
Scale = Literal["fit", "printable", "none"] | float
"""`fit`: as they are where the sheet holds them, else as large as it does; `printable`: the same
for what the printer can print on; `none`: as they are; a number: so many percent."""

_SLACK = 0.05
"""Sizes of pages and sheets are rounded somewhere; what is larger by no more fits."""


@dataclass(frozen=True)
class Wish:
    """How the pages are to lie."""

    scale: Scale = "fit"
    orientation: Literal["auto", "upright", "across"] = "auto"
    gutter: float = 0.0
    """Between cells that are cut apart."""
    gap: float = 0.0
    """Between cells that are neither cut nor folded."""
    margin: float = 0.0
    """Kept free round all cells, for marks."""
    widths: tuple[float, ...] | None = None
    """Of the columns of fronts, from the left, where they are not all as wide as a page."""


@dataclass(frozen=True)
class SheetLayout:
    """A sheet and its cells."""

    name: str
    """Of the sheet's size."""
    width: float
    """As it lies."""
    height: float
    across: bool
    """Whether it lies in landscape."""
    edges: Edges
    """What cannot be printed on, as it lies."""
    page: Size
    """A page as it is, upright."""
    scale: float
    """What pages are multiplied by."""
    columns: tuple[tuple[float, float], ...]
    """Left and right of each, of a front."""
    rows: tuple[tuple[float, float], ...]
    """Bottom and top of each, the uppermost first."""
    column_gaps: tuple[float, ...]
    """Behind each column but the last."""
    row_gaps: tuple[float, ...]

    @property
    def block(self) -> Box:
        """All cells, of a front or of a back."""
        return Box(self.columns[0][0], self.rows[-1][0], self.columns[-1][1], self.rows[0][1])

    @property
    def fits(self) -> bool:
        """Whether the cells lie on the sheet."""
        return self.block.within(Box(0, 0, self.width, self.height), _SLACK)

    @property
    def printable(self) -> Box:
        """Where the printer can print."""
        edges = self.edges
        return Box(edges.left, edges.bottom, self.width - edges.right, self.height - edges.top)

    def cell(self, column: int, row: int, *, back: bool = False) -> Box:
        """A cell, as the side is looked at: a back is the front turned like the page of a book."""
        bottom, top = self.rows[row]
        if back:
            left, right = self.columns[len(self.columns) - 1 - column]
            return Box(self.width - right, bottom, self.width - left, top)
        left, right = self.columns[column]
        return Box(left, bottom, right, top)

    def room(self, column: int, row: int, *, back: bool = False) -> Box:
        """How far a page may be drawn: to the middle of gaps, and off the sheet outside."""
        gaps = self.column_gaps[::-1] if back else self.column_gaps
        beyond = self.width + self.height
        return self.cell(column, row, back=back).spread(
            gaps[column - 1] / 2 if column else beyond,
            self.row_gaps[row] / 2 if row < len(self.row_gaps) else beyond,
            gaps[column] / 2 if column < len(gaps) else beyond,
            self.row_gaps[row - 1] / 2 if row else beyond,
        )


@dataclass(frozen=True)
class Placement:
    """A page on a side."""

    page: int
    """Of the input, from 0."""
    box: Box
    """Where its trim comes to lie."""
    room: Box
    """What is drawn of it lies within."""
    turned: Literal[0, 90, 180, 270]
    """Clockwise."""
    scale: float


def lay_out(
    imposition: Imposition,
    page: Size,
    edges: Edges,
    sheets: Sequence[str] = tuple(SHEETS),
    wish: Wish | None = None,
) -> SheetLayout:
    """The layout that scales pages least; of several, the one on the smallest sheet.

    Args:
        imposition: cells, folds.
        page: width and height, as shown.
        edges: of the printer, for a sheet in portrait.
        sheets: names of the sizes there are.
        wish: how they are to lie.
    """
    wish = wish or Wish()
    ways = {"auto": (False, True), "upright": (False,), "across": (True,)}[wish.orientation]
    found = [
        _laid(imposition, page, edges, (name, SHEETS[name]), wish, across=across)
        for name in sheets
        for across in ways
    ]
    return min(found, key=_worth)


def _worth(layout: SheetLayout) -> tuple[float, float, float, float]:
    """Less is better."""
    over = max(layout.block.width - layout.width, layout.block.height - layout.height)
    spare = abs(
        (layout.width - layout.block.width) - (layout.height - layout.block.height)
    )  # even margins, if all else is equal
    return (
        max(0.0, round(over - 2 * _SLACK, 3)),
        -round(layout.scale, 4),
        layout.width * layout.height,
        spare,
    )


def _laid(
    imposition: Imposition,
    page: Size,
    edges: Edges,
    sheet: tuple[str, Size],
    wish: Wish,
    *,
    across: bool,
) -> SheetLayout:
    name, (width, height) = sheet
    if across:
        width, height = height, width
        edges = turned_edges(edges)
    cell = cell_size(imposition, page)
    wide = wish.widths or (cell[0],) * imposition.columns
    high = (cell[1],) * imposition.rows
    column_gaps = _gaps(imposition, "vertical", wish)
    row_gaps = _gaps(imposition, "horizontal", wish)
    # in the middle of the sheet: what one edge cannot print is taken off the other as well
    inset = (wish.margin, wish.margin)
    if wish.scale == "printable":
        sides = max(edges.left, edges.right), max(edges.top, edges.bottom)
        inset = (max(inset[0], sides[0]), max(inset[1], sides[1]))
    room = (width - 2 * inset[0] - sum(column_gaps), height - 2 * inset[1] - sum(row_gaps))
    scale = _scale(wish.scale, (sum(wide), sum(high)), room)
    columns = _spans([one * scale for one in wide], column_gaps, width)
    from_top = _spans([one * scale for one in high], row_gaps, height)
    rows = tuple((height - bottom, height - top) for top, bottom in from_top)
    return SheetLayout(
        name, width, height, across, edges, page, scale, columns, rows, column_gaps, row_gaps
    )


def turned_edges(edges: Edges) -> Edges:
    """The edges of a sheet in landscape: drivers turn its page anticlockwise onto the paper."""
    return Edges(top=edges.left, right=edges.top, bottom=edges.right, left=edges.bottom)


def turned_back(back: Back, *, across: bool) -> Back:
    """The register of backs as the side is looked at; `back` is that of a sheet in landscape.

    A printer takes every sheet the same way, so the back is off along the same edge of the paper
    however the page lies on it. Landscape pages are turned anticlockwise onto the paper, so
    their right lies at its head, and their head at its left. Backs are looked at after a turn
    round their upright middle, which is another one for either; hence the signs.
    """
    return back if across else Back(right=back.up, up=0.0 - back.right)


def cell_size(imposition: Imposition, page: Size) -> Size:
    """Width and height of a cell: a page, lying if pages lie."""
    sides = [side for sheet in imposition.sheets for side in (sheet.front, sheet.back)]
    lying = {place.turned in (90, 270) for side in sides for place in side.places}
    if lying == {True}:
        return page[1], page[0]
    return (max(page), max(page)) if len(lying) > 1 else page


def _gaps(imposition: Imposition, axis: Axis, wish: Wish) -> tuple[float, ...]:
    """Behind each column, or row, but the last."""
    count, across = imposition.columns, imposition.rows
    if axis == "horizontal":
        count, across = across, count
    gaps = []
    for after in range(count - 1):
        lines = [fold for fold in imposition.folds if fold.axis == axis and fold.after == after]
        # a cut that ends within the sheet is a slit, and nothing falls out of it
        apart = any(
            line.kind == "cut" and line.begin == 0 and line.end in (None, across) for line in lines
        )
        if any(line.kind == "fold" for line in lines):
            gaps.append(0.0)
        elif lines:
            gaps.append(wish.gutter if apart else 0.0)
        else:
            gaps.append(wish.gap)
    return tuple(gaps)


def _scale(wanted: Scale, size: Size, room: Size) -> float:
    if wanted == "none":
        return 1.0
    if not isinstance(wanted, str):
        return wanted / 100
    least = min(
        (space + _SLACK) / side if space + _SLACK >= side else space / side
        for side, space in zip(size, room, strict=True)
    )
    return min(1.0, max(least, 0.01))


def _spans(
    lengths: Sequence[float], gaps: Sequence[float], whole: float
) -> tuple[tuple[float, float], ...]:
    """Begin and end of each length, all together in the middle of the whole."""
    at = (whole - sum(lengths) - sum(gaps)) / 2
    spans = []
    for length, gap in zip(lengths, (*gaps, 0.0), strict=True):
        spans.append((at, at + length))
        at += length + gap
    return tuple(spans)


def place_page(
    layout: SheetLayout, place: Place, size: Size | None = None, *, back: bool = False
) -> Placement | None:
    """Where a page is drawn; None for a blank.

    Args:
        layout: the sheet.
        place: on it.
        size: of the page, in mm; if it is not that of the layout, the page is scaled to the cell.
        back: which side is looked at.
    """
    if place.page is None:
        return None
    cell = layout.cell(place.column, place.row, back=back)
    width, height = size or layout.page
    if place.turned in (90, 270):
        width, height = height, width
    scale = layout.scale
    if size is not None and size != layout.page:
        scale = min(cell.width / width, cell.height / height)
    x = (cell.left + cell.right - width * scale) / 2 + place.shift
    y = (cell.bottom + cell.top - height * scale) / 2
    box = Box(x, y, x + width * scale, y + height * scale)
    room = layout.room(place.column, place.row, back=back)
    return Placement(place.page, box, room, place.turned, scale)


def unprintable(layout: SheetLayout) -> float:
    """How much of a page's edge lies at most where the printer cannot print; 0 for none.

    Of the layout's own pages as they are, without creep; of the paper, not of the page before it
    was scaled.
    """
    block, free = layout.block, layout.printable
    lost = (
        free.left - block.left,
        free.bottom - block.bottom,
        block.right - free.right,
        block.top - free.top,
    )
    return max(0.0, *lost)


def lines(layout: SheetLayout, axis: Axis) -> Mapping[int, tuple[float, float]]:
    """Where cells meet on a front: the end of one and the beginning of the next, by the first.

    From the left or from the top; equal where they meet without a gap.
    """
    spans = layout.columns if axis == "vertical" else tuple((b, a) for a, b in layout.rows)
    return {i: (one[1], other[0]) for i, (one, other) in enumerate(pairwise(spans))}
