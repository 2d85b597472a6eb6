from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from printshop.makeup.pagemap import PageMap, Run, map_pages
from printshop.makeup.settle import Settled, UnsettledError, settle
from printshop.render.job import Fragment, RenderJob
from printshop.sources.pagemarks import marked_items, page_mark


class Engine:
    """Renders a job to as many pages as `length` says; remembers what it was given."""

    def __init__(self, length: Mapping[str, object]) -> None:
        self.length = length
        self.rendered: list[tuple[str, str]] = []

    def __call__(self, jobs: Sequence[RenderJob]) -> list[Fragment]:
        return [self.render(job) for job in jobs]

    def render(self, job: RenderJob) -> Fragment:
        self.rendered.append((job.name, job.html))
        length = self.length[job.name]
        pages = length(job.html) if callable(length) else length
        return Fragment(job.name, b"", pages, {job.name: 0, f"{job.name}--end": pages - 1})


def mapper(names: Sequence[str]) -> object:
    def map_lengths(lengths: Mapping[str, int]) -> PageMap:
        return map_pages([Run(name, lengths[name]) for name in names])

    return map_lengths


def job(name: str, html: str = "text") -> RenderJob:
    return RenderJob(name, html, ())


def test_each_fragment_without_page_numbers_is_rendered_once() -> None:
    engine = Engine({"a": 2, "b": 3})
    settled = settle([job("a"), job("b")], engine, mapper(["a", "b"]))
    assert [name for name, _ in engine.rendered] == ["a", "b"]
    assert [p.folio for p in settled.page_map.pages] == ["1", "2", "3", "4", "5"]


def test_contents_get_the_numbers_of_the_pages_they_name() -> None:
    engine = Engine({"contents": 2, "a": 2, "b": 1})
    contents = job("contents", f"a {page_mark('a')}, b {page_mark('b')}, end {page_mark('a--end')}")
    settle([contents, job("a"), job("b")], engine, mapper(["contents", "a", "b"]))
    assert engine.rendered[-1] == ("contents", "a 3, b 5, end 4")


def test_a_length_that_changes_with_the_numbers_is_rendered_again() -> None:
    """With provisional numbers it has one page, with true ones two: then all others move."""
    engine = Engine({"contents": lambda html: 1 if "00" in html else 2, "a": 1})
    contents = job("contents", f"a {page_mark('a')}")
    settled = settle([contents, job("a")], engine, mapper(["contents", "a"]))
    assert engine.rendered[-1] == ("contents", "a 3")
    assert settled.page_map.page_of("a").folio == "3"


def test_numbers_that_never_settle_are_reported() -> None:
    flip = Engine({"contents": lambda html: 1 if html.endswith(("3", "5")) else 2, "a": 1})
    flip.length = {"contents": lambda html: 2 if html.endswith("2") else 1, "a": 1}
    with pytest.raises(UnsettledError):
        settle([job("contents", page_mark("a")), job("a")], flip, mapper(["contents", "a"]))


def test_a_right_guess_saves_a_rendering() -> None:
    engine = Engine({"contents": 1, "a": 2})
    jobs = [job("contents", f"a {page_mark('a')}"), job("a")]
    settled = settle(jobs, engine, mapper(["contents", "a"]), {"contents": 1})
    assert engine.rendered == [("a", "text"), ("contents", "a 2")]
    assert settled.fragments["contents"].anchors == {"contents": 0, "contents--end": 0}


def test_a_wrong_guess_costs_a_round_and_no_more() -> None:
    engine = Engine({"contents": 3, "a": 1})
    jobs = [job("contents", f"a {page_mark('a')}"), job("a")]
    settled = settle(jobs, engine, mapper(["contents", "a"]), {"contents": 1})
    assert [html for name, html in engine.rendered if name == "contents"] == ["a 2", "a 4"]
    assert settled.page_map.page_of("a").folio == "4"


def test_the_first_map_is_told() -> None:
    told: list[Settled] = []
    engine = Engine({"a": 2})
    settled = settle([job("a")], engine, mapper(["a"]), mapped=told.append)
    assert [first.page_map for first in told] == [settled.page_map]


def test_marks_name_their_items() -> None:
    assert marked_items(f"x {page_mark('a-b')} y {page_mark('c')}") == {"a-b", "c"}
