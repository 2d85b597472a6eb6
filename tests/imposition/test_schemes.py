"""Every page once, in reading order when hands have folded the sheets, blanks where promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from fold import (
    bound_at_the_fold,
    closed,
    cut_and_piled,
    left_over_right,
    read,
    right_over_left,
    spread_out,
    upright_pages,
    zine_pages,
)
from hypothesis import given
from hypothesis import strategies as st

from printshop.imposition.model import Imposition
from printshop.imposition.schemes import SCHEMES, Options
from printshop.imposition.schemes.nup import UPRIGHT_PAGES, grid_of
from printshop.imposition.schemes.rollfold import panel_widths
from printshop.imposition.schemes.wrap import is_cover
from printshop.imposition.sequence import Blanks, in_order, misplaced

ALL = range(1, 401)
FOLDED = ("saddle", "perfect", "wrap")
GRIDS = [*UPRIGHT_PAGES.values(), (1, 1), (1, 2), (2, 3), (2, 4), (3, 8)]

grids = st.sampled_from(GRIDS)
orders = st.sampled_from(["across", "down"])


@st.composite
def asked(draw: st.DrawFn) -> tuple[int, Options]:
    pages = draw(st.integers(1, 400))
    columns, rows = draw(grids)
    blanks = Blanks(
        tuple(draw(st.lists(st.integers(0, pages), max_size=5))),
        draw(st.sampled_from([None, "before-back", "at-end"])),
    )
    options = Options(
        signature=draw(st.integers(1, 8)) * 4,
        wraps=draw(st.integers(1, 3)),
        columns=columns,
        rows=rows,
        order=draw(orders),
        two_sided=draw(st.booleans()),
        mixed=draw(st.booleans()),
        blanks=blanks,
    )
    return pages, options


def printed(job: Imposition) -> Iterable[int | None]:
    for sheet in job.sheets:
        for side in (sheet.front, sheet.back):
            yield from (place.page for place in side.places)


def real(pages: Iterable[int | None]) -> list[int]:
    return [page for page in pages if page is not None]


# -- each scheme


@pytest.mark.parametrize("name", [name for name in SCHEMES if name != "repeat"])
@given(asked())
def test_every_page_is_printed_once(name: str, what: tuple[int, Options]) -> None:
    pages, options = what
    job = SCHEMES[name](pages, options)
    assert job.scheme == name
    assert sorted(real(printed(job))) == list(range(pages))
    assert Counter(printed(job)) == Counter(job.sequence)
    assert real(job.sequence) == list(range(pages))


@pytest.mark.parametrize("name", SCHEMES)
@given(asked())
def test_every_cell_is_used_once_and_lies_on_the_sheet(
    name: str, what: tuple[int, Options]
) -> None:
    job = SCHEMES[name](*what)
    cells = {(c, r) for c in range(job.columns) for r in range(job.rows)}
    for sheet in job.sheets:
        assert len(sheet.front.places) == len(cells)
        assert {(p.column, p.row) for p in sheet.front.places} == cells
        assert len(sheet.back.places) == (len(cells) if job.two_sided else 0)
        assert {(p.column, p.row) for p in sheet.back.places} == (cells if job.two_sided else set())
        assert all(p.shift == 0 for p in (*sheet.front.places, *sheet.back.places))


@pytest.mark.parametrize("name", SCHEMES)
@given(asked())
def test_no_sheet_is_white_for_want_of_arithmetic(name: str, what: tuple[int, Options]) -> None:
    """Blanks fill the last sheet and no more, but for those that were asked for."""
    pages, options = what
    job = SCHEMES[name](pages, options)
    cells = job.columns * job.rows * (2 if job.two_sided else 1)
    if name != "repeat":
        assert len(job.sequence) == len(job.sheets) * cells
        assert job.blanks - len(options.blanks.after) < cells
    assert [(s.signature, s.number) for s in job.sheets] == sorted(
        (s.signature, s.number) for s in job.sheets
    )


@pytest.mark.parametrize("name", SCHEMES)
def test_no_pages_are_nothing_to_impose(name: str) -> None:
    with pytest.raises(ValueError, match="0 pages"):
        SCHEMES[name](0, Options())


# -- folded and bound at the fold


@pytest.mark.parametrize("name", FOLDED)
def test_folding_the_sheets_gives_the_reading_order(name: str) -> None:
    for pages in ALL:
        job = SCHEMES[name](pages, Options())
        assert bound_at_the_fold(job) == list(job.sequence)


@pytest.mark.parametrize("size", [4, 8, 16, 32])
def test_signatures_of_each_size(size: int) -> None:
    for pages in ALL:
        job = SCHEMES["perfect"](pages, Options(signature=size))
        assert bound_at_the_fold(job) == list(job.sequence)
        sizes = [4 * sheet.of for sheet in job.sheets if sheet.number == 0]
        assert all(one == size for one in sizes[:-1])
        assert 4 <= sizes[-1] <= size
        assert sum(sizes) == len(job.sequence) == -(-pages // 4) * 4


@pytest.mark.parametrize("name", FOLDED)
@given(asked())
def test_folding_with_blanks_anywhere(name: str, what: tuple[int, Options]) -> None:
    job = SCHEMES[name](*what)
    assert bound_at_the_fold(job) == list(job.sequence)


def test_the_simulated_fold_can_tell() -> None:
    """The pages of a sheet changed round, or one on its head, are not read in order."""
    from dataclasses import replace

    from printshop.imposition.model import Side

    job = SCHEMES["saddle"](8, Options())
    inner = job.sheets[1]
    swapped = replace(inner, front=inner.back, back=inner.front)
    assert bound_at_the_fold(replace(job, sheets=(job.sheets[0], swapped))) != list(range(8))
    left, right = inner.front.places
    headlong = replace(inner, front=Side((replace(left, turned=180), right)))
    with pytest.raises(AssertionError):
        bound_at_the_fold(replace(job, sheets=(job.sheets[0], headlong)))


def test_a_saddle_as_every_printer_knows_it() -> None:
    job = SCHEMES["saddle"](8, Options())
    assert [[p.page for p in s.front.places] for s in job.sheets] == [[7, 0], [5, 2]]
    assert [[p.page for p in s.back.places] for s in job.sheets] == [[1, 6], [3, 4]]


@pytest.mark.parametrize("size", [0, 2, 6, 36, -4])
def test_signatures_that_cannot_be_folded(size: int) -> None:
    with pytest.raises(ValueError, match="signature"):
        SCHEMES["perfect"](10, Options(signature=size))


# -- wraps


@given(st.integers(1, 400), st.integers(1, 3))
def test_the_cover_is_the_outer_sheets(pages: int, wraps: int) -> None:
    job = SCHEMES["wrap"](pages, Options(wraps=wraps))
    cover = [sheet for sheet in job.sheets if is_cover(sheet, wraps)]
    assert job.sheets[: len(cover)] == tuple(cover)
    if pages < 4 * wraps:
        return
    ends = {*range(2 * wraps), *range(pages - 2 * wraps, pages)}
    on_cover = [p.page for s in cover for side in (s.front, s.back) for p in side.places]
    assert sorted(real(on_cover)) == sorted(ends)
    assert len(on_cover) == 4 * wraps  # no blank on the cover


def test_a_wrap_needs_a_cover() -> None:
    with pytest.raises(ValueError, match="wraps"):
        SCHEMES["wrap"](8, Options(wraps=0))


# -- blanks


@pytest.mark.parametrize("name", ["saddle", "perfect", "roll-fold", "zine"])
def test_blanks_go_before_the_back_cover(name: str) -> None:
    for pages in range(2, 401):
        order = SCHEMES[name](pages, Options()).sequence
        assert order[-1] == pages - 1
        assert order[: pages - 1] == tuple(range(pages - 1))


@pytest.mark.parametrize("name", SCHEMES)
def test_a_single_page_is_the_first(name: str) -> None:
    assert SCHEMES[name](1, Options()).sequence[0] == 0


@pytest.mark.parametrize("name", ["n-up", "cut-stack", "repeat"])
def test_loose_leaves_have_blanks_at_the_end(name: str) -> None:
    for pages in ALL:
        assert SCHEMES[name](pages, Options()).sequence[:pages] == tuple(range(pages))


def test_blanks_at_given_places() -> None:
    assert in_order(5, 4, Blanks((1,))) == (0, None, 1, 2, 3, None, None, 4)
    assert in_order(5, 4, Blanks((1, 1, 4))) == (0, None, None, 1, 2, 3, None, 4)
    assert in_order(5, 4, Blanks((0, 5))) == (None, 0, 1, 2, 3, None, 4, None)
    assert in_order(5, 4, Blanks((), "at-end")) == (0, 1, 2, 3, 4, None, None, None)
    assert in_order(5, 4, Blanks(), back=2) == (0, 1, 2, None, None, None, 3, 4)


@given(asked(), st.integers(1, 32))
def test_what_was_asked_for_is_there(what: tuple[int, Options], multiple: int) -> None:
    pages, blanks = what[0], what[1].blanks
    order = in_order(pages, multiple, blanks)
    assert len(order) % multiple == 0
    assert len(order) - pages - len(blanks.after) < multiple
    for after in set(blanks.after) - {pages - 1, pages}:
        begin = order.index(after - 1) + 1 if after else 0
        assert order.index(after) - begin == blanks.after.count(after)


def test_places_that_an_input_does_not_have() -> None:
    assert misplaced(8, Blanks((0, 8, 9, -1))) == (9, -1)
    with pytest.raises(ValueError, match="no page 9"):
        SCHEMES["saddle"](8, Options(blanks=Blanks((9,))))


# -- n-up


@given(st.integers(1, 400), st.sampled_from([2, 4, 6, 8]), st.booleans(), st.booleans(), orders)
def test_cells_are_read_like_text(
    pages: int, up: int, landscape: bool, two_sided: bool, order: str
) -> None:
    columns, rows = grid_of(up, landscape=landscape)
    assert columns * rows == up
    assert (columns >= rows) is (not landscape or columns == rows)
    chosen = Options(columns=columns, rows=rows, two_sided=two_sided, order=order)  # type: ignore[arg-type]
    job = SCHEMES["n-up"](pages, chosen)
    by_eye = []
    for sheet in job.sheets:
        for side in (sheet.front, sheet.back):
            seen = sorted(
                side.places,
                key=lambda p: (p.row, p.column) if order == "across" else (p.column, p.row),
            )
            by_eye += [p.page for p in seen]
    assert tuple(by_eye) == job.sequence
    assert job.folds == ()


@pytest.mark.parametrize("grid", [(0, 1), (1, 0), (-1, 2)])
@pytest.mark.parametrize("name", ["n-up", "repeat", "cut-stack"])
def test_a_sheet_without_cells(name: str, grid: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="columns"):
        SCHEMES[name](4, Options(columns=grid[0], rows=grid[1]))


# -- step and repeat


@given(asked())
def test_cards_fill_their_sheets_with_backs_behind_fronts(what: tuple[int, Options]) -> None:
    pages, options = what
    job = SCHEMES["repeat"](pages, options)
    step = 2 if options.two_sided else 1
    cards = {
        tuple(job.sequence[begin : begin + step]) for begin in range(0, len(job.sequence), step)
    }
    seen = Counter[tuple[int | None, ...]]()
    for sheet in job.sheets:
        on_sheet = Counter(
            (leaf.up.page, leaf.down.page) if options.two_sided else (leaf.up.page,)
            for row in spread_out(sheet, job, "front")
            for (leaf,) in row
        )
        assert set(on_sheet) <= cards
        copies = [count for card, count in on_sheet.items() if real(card)]
        assert max(copies, default=0) - min(copies, default=0) <= 1
        if not options.mixed:
            assert len(on_sheet) == 1
        seen += on_sheet
    assert set(seen) == cards


def test_cards_that_share_a_sheet() -> None:
    job = SCHEMES["repeat"](6, Options(columns=2, rows=4, mixed=True))
    (sheet,) = job.sheets
    assert [place.page for place in sheet.front.places] == [0, 0, 0, 2, 2, 2, 4, 4]


# -- cut and stack


@given(st.integers(1, 400), grids, st.booleans(), orders)
def test_stacks_piled_up_are_in_order(
    pages: int, grid: tuple[int, int], two_sided: bool, order: str
) -> None:
    chosen = Options(
        columns=grid[0],
        rows=grid[1],
        two_sided=two_sided,
        order=order,  # type: ignore[arg-type]
    )
    job = SCHEMES["cut-stack"](pages, chosen)
    pile = cut_and_piled(job, chosen.order)
    found = read(pile) if two_sided else [leaf.up for leaf in pile]
    assert upright_pages(found) == list(job.sequence)


def test_cutting_all_page_counts() -> None:
    for pages in ALL:
        job = SCHEMES["cut-stack"](pages, Options(columns=2, rows=2))
        assert upright_pages(read(cut_and_piled(job, "across"))) == list(job.sequence)


# -- one-sheet leaflets


def test_a_roll_fold_opens_page_by_page() -> None:
    for pages in ALL:
        job = SCHEMES["roll-fold"](pages, Options())
        assert [fold.after for fold in job.folds] == [0, 1]
        for index, sheet in enumerate(job.sheets):
            p = job.sequence[6 * index : 6 * index + 6]
            inside = spread_out(sheet, job, "back")
            assert upright_pages(pile[0].up for pile in inside[0]) == [p[1], p[2], p[3]]
            flap_in = right_over_left(inside, 1)
            assert upright_pages(pile[0].up for pile in flap_in[0]) == [p[1], p[4]]
            leaflet = closed(left_over_right(flap_in, 0))
            assert upright_pages([leaflet[0].up, leaflet[-1].down]) == [p[0], p[5]]


@given(st.floats(90, 500), st.floats(0, 5))
def test_the_flap_lies_within_the_other_panels(width: float, tuck: float) -> None:
    front, back = panel_widths(width, tuck), panel_widths(width, tuck, back=True)
    assert sum(front) == pytest.approx(width)
    assert back == front[::-1]
    assert front[1] == front[2] == pytest.approx(front[0] + tuck)


@pytest.mark.parametrize("tuck", [-1, 150, 1000])
def test_no_flap_is_left(tuck: float) -> None:
    with pytest.raises(ValueError, match="flap"):
        panel_widths(297, tuck)


def test_the_narrow_panel_is_that_of_the_flap() -> None:
    """Page 5 and the page behind it lie in the narrow column, whichever side is looked at."""
    (sheet,) = SCHEMES["roll-fold"](6, Options()).sheets
    for side, back, narrow in ((sheet.front, False, 4), (sheet.back, True, 3)):
        widths = panel_widths(297, back=back)
        (column,) = [c for c in range(3) if widths[c] == min(widths)]
        assert [p.page for p in side.places if p.column == column] == [narrow]


def test_a_zine_pushed_to_a_cross_reads_in_order() -> None:
    for pages in ALL:
        job = SCHEMES["zine"](pages, Options())
        found = [page for sheet in job.sheets for page in zine_pages(job, sheet)]
        assert found == list(job.sequence)
        assert not job.two_sided
