"""A sheet is turned over by a printer, then by a reader; what he sees must be what was meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.imposition.creep import Creep, with_creep
from printshop.imposition.duplex import Printed, Run, half_turned, runs, side_of
from printshop.imposition.model import Imposition, Side
from printshop.imposition.schemes import SCHEMES, Options

Turn = Literal["long-edge", "short-edge"]
JOBS = [
    SCHEMES[name](pages, Options(columns=2, rows=rows))
    for name in ("saddle", "perfect", "wrap", "n-up", "repeat", "cut-stack", "roll-fold")
    for pages in (1, 7, 24, 61)
    for rows in (1, 3)
]
SIZES = {True: (420.0, 297.0), False: (297.0, 420.0)}


@dataclass(frozen=True)
class Stamp:
    """Where a page's middle and its head lie on the paper, seen from one side of it, in mm."""

    page: int | None
    middle: tuple[float, float]
    head: tuple[float, float]


Stamps = frozenset[Stamp]
HEADS = {0: (0, -1), 90: (1, 0), 180: (0, 1), 270: (-1, 0)}


def drawn(side: Side, job: Imposition, size: tuple[float, float]) -> Stamps:
    """A side as it stands in the file, from the upper left."""
    width, height = size
    stamps = set()
    for place in side.places:
        x = (place.column + 0.5) * width / job.columns + place.shift
        y = (place.row + 0.5) * height / job.rows
        dx, dy = HEADS[place.turned]
        stamps.add(_stamp(place.page, (x, y), (x + dx, y + dy)))
    return frozenset(stamps)


def _stamp(page: int | None, middle: tuple[float, float], head: tuple[float, float]) -> Stamp:
    def r(at: tuple[float, float]) -> tuple[float, float]:
        return round(at[0], 6), round(at[1], 6)

    return Stamp(page, r(middle), r(head))


def turned_over(
    stamps: Stamps, size: tuple[float, float], axis: Literal["upright", "level"]
) -> Stamps:
    """Places on one side of the paper as they lie, seen through it from the other side."""
    width, height = size

    def through(at: tuple[float, float]) -> tuple[float, float]:
        x, y = at
        return (width - x, y) if axis == "upright" else (x, height - y)

    return frozenset(_stamp(s.page, through(s.middle), through(s.head)) for s in stamps)


def edge_axis(turn: Turn, size: tuple[float, float]) -> Literal["upright", "level"]:
    """The direction of the edge that a sheet is turned round."""
    upright_is_long = size[1] > size[0]
    return "upright" if upright_is_long is (turn == "long-edge") else "level"


def what_the_reader_finds(
    job: Imposition, run: Run, turn: Turn, size: tuple[float, float]
) -> list[tuple[Stamps, Stamps]]:
    """Pages of the file go on fronts and backs in turn.

    A printer puts a back's image so that it stands upright for one who turned the sheet round the
    edge that the printer was told. The reader turns it round the upright one instead.
    """
    found = []
    for front, back in zip(run[::2], run[1::2], strict=True):
        image = drawn(side_of(job, back), job, size)
        on_paper = turned_over(image, size, edge_axis(turn, size))  # in the front's coordinates
        found.append(
            (drawn(side_of(job, front), job, size), turned_over(on_paper, size, "upright"))
        )
    return found


@pytest.mark.parametrize("landscape", [True, False], ids=["landscape", "portrait"])
@pytest.mark.parametrize("turn", ["long-edge", "short-edge"])
def test_backs_lie_as_the_reader_should_find_them(turn: Turn, landscape: bool) -> None:
    size = SIZES[landscape]
    for flat in JOBS:
        job = with_creep(flat, Creep(0.2))
        (run,) = runs(job, turn, landscape=landscape)
        meant = [(drawn(s.front, job, size), drawn(s.back, job, size)) for s in job.sheets]
        assert what_the_reader_finds(job, run, turn, size) == meant


@pytest.mark.parametrize("landscape", [True, False], ids=["landscape", "portrait"])
def test_the_wrong_edge_is_noticed(landscape: bool) -> None:
    job, size = SCHEMES["saddle"](8, Options()), SIZES[landscape]
    (run,) = runs(job, "long-edge", landscape=landscape)
    meant = [(drawn(s.front, job, size), drawn(s.back, job, size)) for s in job.sheets]
    assert what_the_reader_finds(job, run, "short-edge", size) != meant


def test_a_booklet_on_a3_is_what_offices_know() -> None:
    """Landscape sheets: `short edge` needs nothing, `long edge` has backs upside down."""
    job = SCHEMES["saddle"](4, Options())
    (short,) = runs(job, "short-edge", landscape=True)
    (long,) = runs(job, "long-edge", landscape=True)
    assert [p.turned for p in short] == [False, False]
    assert [p.turned for p in long] == [False, True]
    back = side_of(job, long[1])
    assert [(p.page, p.column, p.turned) for p in back.places] == [(1, 1, 180), (2, 0, 180)]


# -- by hand


def by_hand(
    sheets: int, backs: Run, *, face_up: bool, pile_turned_over: bool, prints_upper_side: bool
) -> dict[int, int]:
    """Which back comes on which sheet, through a printer without duplex.

    Sheets leave it one on another, fronts up or down. The pile goes in again as it is or turned
    over as a whole. The printer takes the top one, and prints on the side that was up or down.
    """
    pile: list[tuple[int, bool]] = []  # from the bottom: sheet, whether its front is up
    for sheet in range(sheets):
        pile.append((sheet, face_up))
    if pile_turned_over:
        pile = [(sheet, not up) for sheet, up in reversed(pile)]
    found = {}
    for back in backs:
        sheet, front_up = pile.pop()
        assert front_up is not prints_upper_side, "the front is printed again"
        found[sheet] = back.sheet
    return found


@given(st.integers(1, 400))
def test_stacks_by_hand(pages: int) -> None:
    job = SCHEMES["saddle"](pages, Options())
    count = len(job.sheets)
    right = {sheet: sheet for sheet in range(count)}
    fronts, reverse = runs(job, "manual", landscape=True, stack="reversed")
    same, as_is = runs(job, "manual", landscape=True, stack="as-is")
    assert fronts == same == tuple(Printed(sheet) for sheet in range(count))
    # A printer that lays fronts up, and prints on what was the underside: back in as it came.
    upwards = by_hand(count, reverse, face_up=True, pile_turned_over=False, prints_upper_side=False)
    # Fronts down; prints on what was up.
    downwards = by_hand(
        count, reverse, face_up=False, pile_turned_over=False, prints_upper_side=True
    )
    # Fronts up; the pile is turned over, and prints on what is up then.
    turned = by_hand(count, as_is, face_up=True, pile_turned_over=True, prints_upper_side=True)
    assert upwards == downwards == turned == right
    if count > 1:
        wrong = by_hand(count, reverse, face_up=True, pile_turned_over=True, prints_upper_side=True)
        assert wrong != right


@pytest.mark.parametrize("landscape", [True, False], ids=["landscape", "portrait"])
@pytest.mark.parametrize(("turned", "edge"), [(True, "long-edge"), (False, "short-edge")])
def test_hands_turn_every_stack_over_the_same_edge(
    turned: bool, edge: Turn, landscape: bool
) -> None:
    size = SIZES[landscape]
    for flat in JOBS:
        job = with_creep(flat, Creep(0.2))
        fronts, backs = runs(job, "manual", landscape=landscape, stack="as-is", turned=turned)
        run = tuple(side for both in zip(fronts, backs, strict=True) for side in both)
        meant = [(drawn(s.front, job, size), drawn(s.back, job, size)) for s in job.sheets]
        assert what_the_reader_finds(job, run, edge, size) == meant


# -- the rest


@pytest.mark.parametrize("duplex", ["long-edge", "short-edge", "manual", "none"])
def test_one_side_is_one_file_of_fronts(duplex: Literal["manual"]) -> None:
    job = SCHEMES["zine"](20, Options())
    assert runs(job, duplex, landscape=True) == ((Printed(0), Printed(1), Printed(2)),)


@pytest.mark.parametrize("duplex", ["long-edge", "short-edge", "manual", "none"])
@pytest.mark.parametrize("landscape", [True, False])
def test_every_side_is_printed_once(duplex: Literal["manual"], landscape: bool) -> None:
    for job in JOBS:
        files = runs(job, duplex, landscape=landscape)
        sides = [(p.sheet, p.back) for file in files for p in file]
        assert sorted(sides) == [(s, b) for s in range(len(job.sheets)) for b in (False, True)]
        assert len(files) == (2 if duplex == "manual" else 1)


def test_without_duplex_nothing_is_turned() -> None:
    job = SCHEMES["n-up"](8, Options())
    (run,) = runs(job, "none", landscape=True)
    assert [side_of(job, p) for p in run] == [
        side for sheet in job.sheets for side in (sheet.front, sheet.back)
    ]


def test_twice_upside_down_is_upright() -> None:
    for job in JOBS:
        for sheet in with_creep(job, Creep(0.1)).sheets:
            once = half_turned(sheet.back, job.columns, job.rows)
            assert half_turned(once, job.columns, job.rows) == sheet.back
