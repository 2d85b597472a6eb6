"""Where cells and pages lie on a sheet: by arithmetic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.geometry import Box
from printshop.imposition.layout import (
    Wish,
    lay_out,
    place_page,
    turned_back,
    turned_edges,
    unprintable,
)
from printshop.imposition.model import Fold, Imposition, Place, PrintSheet, Side
from printshop.imposition.printer import SHEETS, Back, Edges
from printshop.imposition.schemes import SCHEMES, Options

NONE = Edges(top=0, bottom=0, left=0, right=0)
A4, A5, A6 = (210.0, 297.0), (148.0, 210.0), (105.0, 148.0)


def grid(columns: int, rows: int, *folds: Fold, turned: Any = 0) -> Imposition:
    places = [Place(0, c, r, turned) for r in range(rows) for c in range(columns)]
    side = Side(tuple(places))
    return Imposition("n-up", columns, rows, (PrintSheet(side, side),), (0,), folds)


SADDLE = grid(2, 1, Fold("vertical", 0))


def test_two_a4_pages_are_an_a3_sheet() -> None:
    layout = lay_out(SADDLE, A4, NONE, ["A3"])
    assert (layout.width, layout.height, layout.across, layout.scale) == (420, 297, True, 1)
    assert layout.columns == ((0, 210), (210, 420))
    assert layout.rows == ((0, 297),)
    assert layout.fits


def test_pages_are_scaled_as_little_as_need_be() -> None:
    layout = lay_out(SADDLE, A4, NONE, ["A4"])
    assert layout.across
    assert layout.scale == pytest.approx(210 / 297)
    assert layout.block.as_list() == pytest.approx([0.015, 0, 296.985, 210], abs=0.001)
    assert lay_out(SADDLE, A5, NONE, ["A3"]).scale == 1


def test_the_smallest_sheet_that_holds_pages_as_they_are() -> None:
    assert lay_out(SADDLE, A5, NONE).name == "A4"
    assert lay_out(SADDLE, A4, NONE).name == "A3"
    assert lay_out(SADDLE, A5, NONE, ["A5", "A3"]).name == "A3"


def test_the_whole_stands_in_the_middle_whatever_the_edges() -> None:
    edges = Edges(top=12, bottom=4, left=7, right=3)
    layout = lay_out(SADDLE, A5, edges, ["A3"])
    block = layout.block
    assert block.left == pytest.approx(layout.width - block.right)
    assert block.bottom == pytest.approx(layout.height - block.top)


def test_a_page_is_turned_anticlockwise_onto_upright_paper() -> None:
    edges = turned_edges(Edges(top=1, right=2, bottom=3, left=4))
    assert (edges.left, edges.top, edges.right, edges.bottom) == (3, 4, 1, 2)


def test_what_the_printer_cannot_print() -> None:
    edges = Edges(top=4, bottom=5, left=4, right=4)
    assert unprintable(lay_out(SADDLE, A4, edges, ["A3"])) == 5
    assert unprintable(lay_out(SADDLE, A5, edges, ["A3"])) == 0
    small = lay_out(SADDLE, A4, edges, ["A3"], Wish("printable"))
    assert unprintable(small) == pytest.approx(0, abs=0.001)
    assert small.scale == pytest.approx((297 - 8) / 297)  # 4 mm of each long edge


def test_pages_that_do_not_fit() -> None:
    layout = lay_out(SADDLE, A4, NONE, ["A4"], Wish("none"))
    assert layout.scale == 1
    assert not layout.fits
    assert not lay_out(SADDLE, A5, NONE, ["A4"], Wish(150.0)).fits
    assert lay_out(SADDLE, A5, NONE, ["A3"], Wish(120.0)).scale == 1.2


def test_gutters_only_where_the_sheet_is_cut_through() -> None:
    wish = Wish(gutter=6, gap=2)
    cut = grid(2, 2, Fold("vertical", 0, "fold"), Fold("horizontal", 0, "cut"))
    layout = lay_out(cut, A6, NONE, ["A3"], wish)
    assert (layout.column_gaps, layout.row_gaps) == ((0,), (6,))
    assert layout.rows[0][0] - layout.rows[1][1] == pytest.approx(6)
    zine = SCHEMES["zine"](8, Options())
    assert lay_out(zine, A6, NONE, ["A3"], wish).row_gaps == (0,)
    assert lay_out(grid(2, 2), A6, NONE, ["A3"], wish).column_gaps == (2,)
    slit = grid(2, 2, Fold("horizontal", 0, "cut", 0, 1))
    assert lay_out(slit, A6, NONE, ["A3"], wish).row_gaps == (0,)


def test_lying_pages_have_lying_cells() -> None:
    layout = lay_out(grid(1, 2, turned=90), A5, NONE, ["A4"])
    assert layout.cell(0, 0).as_list() == pytest.approx([0, 148.5, 210, 296.5])
    placed = place_page(layout, Place(0, 0, 0, 90))
    assert placed is not None
    assert placed.box.as_list() == pytest.approx([0, 148.5, 210, 296.5])


def test_creep_moves_a_page_and_keeps_it_in_its_cell() -> None:
    layout = lay_out(SADDLE, A5, NONE, ["A4"])
    straight = place_page(layout, Place(0, 0, 0))
    moved = place_page(layout, Place(0, 0, 0, 0, 1.25))
    assert straight is not None
    assert moved is not None
    assert moved.box.left - straight.box.left == pytest.approx(1.25)
    assert moved.box.width == pytest.approx(straight.box.width)
    assert moved.room.right == pytest.approx(148.5)  # the fold
    assert moved.room.left < 0


def test_another_size_is_scaled_to_the_cell() -> None:
    layout = lay_out(SADDLE, A5, NONE, ["A4"])
    placed = place_page(layout, Place(0, 1, 0), (296, 210))
    assert placed is not None
    assert placed.scale == 0.5
    assert placed.box.as_list() == pytest.approx([148.5, 52.5, 296.5, 157.5])
    assert place_page(layout, Place(None, 0, 0)) is None


def test_columns_of_their_own_widths_are_mirrored_on_backs() -> None:
    leaflet = SCHEMES["roll-fold"](6, Options())
    layout = lay_out(leaflet, (100, 210), NONE, ["A4"], Wish(widths=(97, 100, 100)))
    widths = [round(layout.cell(c, 0).width, 3) for c in range(3)]
    backs = [round(layout.cell(c, 0, back=True).width, 3) for c in range(3)]
    assert (widths, backs) == ([97, 100, 100], [100, 100, 97])


wishes = st.builds(
    Wish,
    scale=st.sampled_from(["fit", "printable"]),
    gutter=st.floats(0, 15),
    gap=st.floats(0, 10),
    margin=st.floats(0, 20),
)
edges_ = st.builds(Edges, **{side: st.floats(0, 12) for side in ("top", "bottom", "left", "right")})
jobs = st.sampled_from(
    [
        SCHEMES[name](pages, options)
        for name in SCHEMES
        for pages, options in (
            (1, Options()),
            (24, Options(columns=2, rows=2)),
            (40, Options(columns=4, rows=2, signature=32, order="down")),
        )
    ]
)
sizes = st.tuples(st.floats(20, 400), st.floats(20, 400))


@given(jobs, sizes, edges_, wishes, st.sampled_from(sorted(SHEETS)))
def test_cells_lie_on_the_sheet_side_by_side(
    job: Imposition, page: tuple[float, float], edges: Edges, wish: Wish, sheet: str
) -> None:
    layout = lay_out(job, page, edges, [sheet], wish)
    assert layout.fits
    assert 0 < layout.scale <= 1
    cells = {(c, r): layout.cell(c, r) for c in range(job.columns) for r in range(job.rows)}
    whole = Box(0, 0, layout.width, layout.height)
    for (column, row), cell in cells.items():
        assert cell.within(whole, 0.06)
        # behind each cell lies one of the back, mirrored
        behind = layout.cell(job.columns - 1 - column, row, back=True)
        assert behind.left == pytest.approx(layout.width - cell.right, abs=1e-6)
        assert (behind.bottom, behind.top) == (cell.bottom, cell.top)
        assert cell.within(layout.room(column, row), 1e-6)
    for one in cells:
        for other in cells:
            if one < other:
                assert not cells[one].grown(-1e-6).overlaps(cells[other])
                room = layout.room(*one).grown(-1e-6)
                assert not room.overlaps(layout.room(*other).grown(-1e-6))
    if wish.scale == "printable":
        assert unprintable(layout) <= 0.06


@given(sizes, edges_, st.sampled_from(sorted(SHEETS)))
def test_no_orientation_scales_less(page: tuple[float, float], edges: Edges, sheet: str) -> None:
    best = lay_out(SADDLE, page, edges, [sheet])
    for orientation in ("upright", "across"):
        wish = replace(Wish(), orientation=orientation)
        assert lay_out(SADDLE, page, edges, [sheet], wish).scale <= best.scale + 1e-3


def on_paper(back: Back, *, across: bool) -> tuple[float, float]:
    """Where a back's move takes its ink, on the front of the paper as it is fed: right, up, mm.

    A sheet of 210 x 297, in numbers: a point of the back, where it comes to lie without the move
    and with it, seen through the paper; then landscape pages are turned anticlockwise onto it.
    """
    width, height = (297, 210) if across else (210, 297)
    (x, y), moved = (40.0, 70.0), (40.0 + back.right, 70.0 + back.up)

    def fed(at: tuple[float, float]) -> tuple[float, float]:
        seen = (width - at[0], at[1])  # through the paper, turned like the page of a book
        return (height - seen[1], seen[0]) if across else seen

    before, after = fed((x, y)), fed(moved)
    return round(after[0] - before[0], 6), round(after[1] - before[1], 6)


@pytest.mark.parametrize(("right", "up"), [(1.5, 0), (0, -0.5), (1.5, -0.5), (-2, 3)])
def test_backs_move_along_the_same_edges_of_the_paper(right: float, up: float) -> None:
    """Pages in portrait and in landscape lie otherwise on the paper; the printer does not care."""
    told = Back(right=right, up=up)  # by the test sheet, in landscape
    lying = turned_back(told, across=True)
    upright = turned_back(told, across=False)
    assert lying == told
    assert on_paper(upright, across=False) == on_paper(lying, across=True) != (0, 0)


def test_edges_and_backs_know_the_same_turn() -> None:
    """What was the head of the paper is at the right of a sheet in landscape, for both."""
    assert turned_edges(Edges(top=9, bottom=0, left=0, right=0)).right == 9
    to_the_right = on_paper(Back(right=-1), across=True)  # on the front; backs see it mirrored
    assert to_the_right == (0, 1)


@pytest.mark.parametrize(
    "size", [(595, 842), (595.2756, 841.8898), (595.32, 841.92), (596, 842), (595.2, 841.7)]
)
def test_a4_as_programs_round_it_lies_on_a3_as_it_is(size: tuple[float, float]) -> None:
    """Word, LibreOffice, Ghostscript and others: a hair more than A4 is no reason to shrink it."""
    page = (size[0] / 72 * 25.4, size[1] / 72 * 25.4)
    layout = lay_out(SCHEMES["saddle"](8, Options()), page, Edges(), ["A3"])
    assert layout.across
    assert layout.scale == pytest.approx(1, abs=0.0015)
    assert layout.fits
