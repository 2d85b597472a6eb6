from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.makeup.pagemap import LabelRange, Run, map_pages, roman

RUNS = st.lists(
    st.builds(
        Run,
        id=st.uuids().map(str),
        pages=st.integers(1, 5),
        zone=st.just("body"),
        start=st.sampled_from(["any", "recto", "verso"]),
    ),
    min_size=1,
    max_size=12,
)


@given(RUNS)
def test_every_page_once_in_order_and_on_its_side(runs: list[Run]) -> None:
    pages = map_pages(runs).pages
    assert [p.index for p in pages] == list(range(len(pages)))
    kept = [(p.run, p.page_in_run) for p in pages if p.run]
    assert kept == [(run.id, i) for run in runs for i in range(run.pages)]
    for run in runs:
        first = next(p for p in pages if p.run == run.id)
        if run.start != "any":
            assert first.verso == (run.start == "verso")


@given(RUNS)
def test_no_blank_that_nothing_asked_for(runs: list[Run]) -> None:
    page_map = map_pages(runs)
    starts = {run.id: run.start for run in runs}
    for blank in page_map.blanks:
        assert starts[page_map.pages[blank.index + 1].run] != "any"


def test_a_filler_takes_the_place_of_a_blank() -> None:
    runs = [Run("cover", 1, "front"), Run("a", 2, start="recto"), Run("b", 1, start="recto")]
    fillers = [Run("long", 2), Run("notice", 1)]
    page_map = map_pages(runs, fillers=fillers)
    assert [p.run for p in page_map.pages] == ["cover", "notice", "a", "a", "b"]
    assert page_map.blanks == ()


def test_continuous_numbering_counts_the_cover() -> None:
    page_map = map_pages([Run("cover", 1, "front"), Run("a", 2), Run("back-cover", 1, "back")])
    assert [p.folio for p in page_map.pages] == ["1", "2", "3", "4"]
    assert page_map.labels == (LabelRange(0, "decimal", 1),)


def test_roman_covers_and_arabic_body() -> None:
    runs = [Run("cover", 1, "front"), Run("contents", 1, "front"), Run("a", 3), Run("b", 1, "back")]
    page_map = map_pages(runs, "cover-roman")
    assert [p.folio for p in page_map.pages] == ["i", "ii", "1", "2", "3", "iii"]
    assert page_map.labels == (
        LabelRange(0, "roman", 1),
        LabelRange(2, "decimal", 1),
        LabelRange(5, "roman", 3),
    )


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (1944, "mcmxliv")],
)
def test_roman(number: int, numeral: str) -> None:
    assert roman(number) == numeral


def test_page_of_an_unknown_run() -> None:
    with pytest.raises(KeyError):
        map_pages([Run("a", 1)]).page_of("b")
