"""A booklet is folded and trimmed in numbers: margins come out as the formula promises."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.imposition.creep import (
    NESTED,
    Creep,
    Eaten,
    creep_table,
    eaten,
    fits,
    protrusions,
    shifts,
    total_creep,
    with_creep,
)
from printshop.imposition.model import Imposition
from printshop.imposition.schemes import SCHEMES, Options

DIRECTIONS = ("in", "out")
calipers = st.floats(0.03, 0.5)
factors = st.floats(0, 5)
directions = st.sampled_from(DIRECTIONS)
WIDTH, INNER, OUTER = 148.5, 20.0, 15.0


def folded_and_trimmed(
    job: Imposition, papers: tuple[float, ...], *, wider: float
) -> list[tuple[float, float]]:
    """Inner and outer margins of all pages of one booklet, in mm, as drawn pages come out.

    Sheets are pressed against one another at the spine: the middle of a sheet's paper lies half its
    thickness within its own outer face, which lies on the inner face of the next one outside. The
    margins are then those from the fold to the type, and from the type to the trim.
    """
    found = []
    outer_face = 0.0
    reference = papers[0] / 2
    for sheet, paper in zip(job.sheets, papers, strict=True):
        fold = outer_face + paper / 2 - reference  # how far in from the outermost one's fold
        outer_face += paper
        for side in (sheet.front, sheet.back):
            for place in side.places:
                to_spine = place.shift if place.column == 0 else -place.shift
                inner = INNER - to_spine
                type_ends = fold + WIDTH - OUTER - to_spine
                found.append((inner, WIDTH + wider - type_ends))
    return found


@given(st.integers(1, 400), calipers, directions)
def test_outer_margins_are_all_the_same_after_the_trim(
    pages: int, caliper: float, direction: Literal["in", "out"]
) -> None:
    job = SCHEMES["saddle"](pages, Options())
    creep = Creep(caliper, direction=direction)
    moved = with_creep(job, creep)
    taken = eaten(job, creep)
    margins = folded_and_trimmed(moved, (caliper,) * len(job.sheets), wider=taken.beyond)
    for inner, outer in margins:
        assert outer == pytest.approx(OUTER)
        assert inner >= INNER - taken.inner - 1e-9
    assert min(inner for inner, _ in margins) == pytest.approx(INNER - taken.inner)
    assert taken.outer == pytest.approx(0, abs=1e-9)


@given(st.integers(1, 400), calipers, factors, directions)
def test_what_is_said_to_be_eaten_is_eaten(
    pages: int, caliper: float, factor: float, direction: Literal["in", "out"]
) -> None:
    job = SCHEMES["saddle"](pages, Options())
    creep = Creep(caliper, factor, direction)
    taken = eaten(job, creep)
    margins = folded_and_trimmed(
        with_creep(job, creep), (caliper,) * len(job.sheets), wider=taken.beyond
    )
    least_inner = min(inner for inner, _ in margins)
    least_outer = min(outer for _, outer in margins)
    assert max(0, INNER - least_inner) == pytest.approx(taken.inner, abs=1e-9)
    assert max(0, OUTER - least_outer) == pytest.approx(taken.outer, abs=1e-9)


@given(st.integers(4, 400), calipers, calipers, st.integers(1, 3), directions)
def test_a_cover_of_other_paper(
    pages: int, body: float, cover: float, wraps: int, direction: Literal["in", "out"]
) -> None:
    job = SCHEMES["wrap"](pages, Options(wraps=wraps))
    creep = Creep(body, direction=direction, cover=cover, wraps=wraps)
    papers = tuple(cover if sheet.number < wraps else body for sheet in job.sheets)
    margins = folded_and_trimmed(with_creep(job, creep), papers, wider=eaten(job, creep).beyond)
    assert all(outer == pytest.approx(OUTER) for _, outer in margins)


# -- the formula


@given(st.integers(1, 100), calipers, factors, directions)
def test_linear_monotone_and_nothing_for_the_sheet_that_stays(
    sheets: int, caliper: float, factor: float, direction: Literal["in", "out"]
) -> None:
    found = shifts(sheets, Creep(caliper, factor, direction))
    assert found[0 if direction == "in" else -1] == 0
    for outer, inner in pairwise(found):
        assert inner - outer == pytest.approx(caliper * factor, abs=1e-9)
    assert found[-1] - found[0] == pytest.approx(caliper * factor * (sheets - 1))
    assert all(one >= 0 for one in found) if direction == "in" else all(one <= 0 for one in found)


@given(st.lists(calipers, min_size=1, max_size=50))
def test_inner_sheets_stick_out_more(papers: list[float]) -> None:
    found = protrusions(tuple(papers))
    assert len(found) == len(papers)
    assert found[0] == 0
    assert all(inner > outer for outer, inner in pairwise(found))
    assert found[-1] == pytest.approx(sum(papers) - papers[0] / 2 - papers[-1] / 2)


def test_no_sheets_stick_out_nowhere() -> None:
    assert protrusions(()) == ()


def test_in_and_out_move_sheets_alike_against_one_another() -> None:
    inwards, outwards = shifts(16, Creep(0.1)), shifts(16, Creep(0.1, direction="out"))
    for one, other in zip(inwards, outwards, strict=True):
        assert one - other == pytest.approx(1.5)


def test_sixty_four_pages_of_office_paper() -> None:
    """16 sheets of 0.1 mm: the innermost sticks out by 1.5 mm."""
    job = SCHEMES["saddle"](64, Options())
    assert total_creep(job, Creep(0.1)) == pytest.approx(1.5)
    assert total_creep(job, Creep(0.1, 0.8, "out")) == pytest.approx(1.2)


# -- on the sheets


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", NESTED)
def test_signs_by_column(name: str, direction: Literal["in", "out"]) -> None:
    job = with_creep(SCHEMES[name](70, Options()), Creep(0.1, direction=direction))
    for sheet in job.sheets:
        for side in (sheet.front, sheet.back):
            left, right = side.places
            assert left.shift == -right.shift
            inmost, outmost = sheet.number == sheet.of - 1, sheet.number == 0
            if direction == "in":
                assert (left.shift == 0) is outmost
                assert left.shift >= 0
            else:
                assert (left.shift == 0) is inmost
                assert left.shift <= 0


def test_each_signature_creeps_by_itself() -> None:
    creep = Creep(0.1)
    job = SCHEMES["perfect"](40, Options(signature=16))
    table = creep_table(job, creep)
    assert [(r.signature, r.sheet, round(r.shift, 9)) for r in table] == [
        *((s, k, round(0.1 * k, 9)) for s in (0, 1) for k in range(4)),
        *((2, k, round(0.1 * k, 9)) for k in range(2)),
    ]
    assert total_creep(job, creep) == pytest.approx(0.3)


@given(st.integers(1, 400), calipers, factors, directions, st.sampled_from(NESTED))
def test_the_table_says_what_was_done(
    pages: int, caliper: float, factor: float, direction: Literal["in", "out"], name: str
) -> None:
    creep = Creep(caliper, factor, direction)
    job = SCHEMES[name](pages, Options())
    moved = with_creep(job, creep)
    table = creep_table(job, creep)
    assert len(table) == len(moved.sheets)
    for row, sheet in zip(table, moved.sheets, strict=True):
        places = (*sheet.front.places, *sheet.back.places)
        assert row.pages == tuple(place.page for place in places)
        assert [p.shift if p.column == 0 else -p.shift for p in places] == [row.shift] * 4
        assert row.creep == pytest.approx(caliper * factor * sheet.number, abs=1e-9)


@pytest.mark.parametrize("name", [name for name in SCHEMES if name not in NESTED])
def test_what_is_not_nested_does_not_creep(name: str) -> None:
    job, creep = SCHEMES[name](40, Options()), Creep(0.1)
    assert with_creep(job, creep) is job
    assert creep_table(job, creep) == ()
    assert total_creep(job, creep) == 0
    assert eaten(job, creep) == Eaten(0, 0, 0)


# -- limits


def test_limits() -> None:
    job = SCHEMES["saddle"](64, Options())
    inwards = eaten(job, Creep(0.1))
    assert fits(inwards, inner=1.6, outer=0)
    assert not fits(inwards, inner=1.4, outer=20)
    none = eaten(job, Creep(0.1, 0))
    assert none.outer == pytest.approx(1.5)
    assert not fits(none, inner=20, outer=1.4)
    outwards = eaten(job, Creep(0.1, direction="out"))
    assert not fits(outwards, inner=20, outer=20)
    assert fits(outwards, inner=0, outer=0.001, room=1.6)
