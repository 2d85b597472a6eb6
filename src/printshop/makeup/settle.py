"""Render everything, page numbers last: the one place where later knowledge flows back.

Most fragments do not know their page numbers. A few print those of others (contents, cover
headlines, "xem trang …"): they are rendered when all lengths are known, and again only if that
changes a length. The loop is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from printshop.makeup.pagemap import PageMap
from printshop.render.job import Fragment, RenderJob
from printshop.sources.pagemarks import fill_marks, marked_items

MAX_ROUNDS = 4
_PROVISIONAL = "00"

RenderMany = Callable[[Sequence[RenderJob]], Sequence[Fragment]]
MapLengths = Callable[[Mapping[str, int]], PageMap]


@dataclass(frozen=True)
class Settled:
    """Every fragment by name, and the page map that all their page numbers agree with."""

    fragments: dict[str, Fragment]
    page_map: PageMap


def stand_in(job: RenderJob) -> RenderJob:
    """`job` with figures of a usual width where it prints page numbers: as long as it will be."""
    return job.with_html(fill_marks(job.html, lambda _: _PROVISIONAL))


def with_folios(job: RenderJob, settled: Settled) -> RenderJob:
    """`job` with the page numbers it prints."""
    return job.with_html(fill_marks(job.html, Locator(settled.fragments, settled.page_map).folio))


class UnsettledError(Exception):
    """Page numbers change with every round."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def settle(
    jobs: Sequence[RenderJob],
    render: RenderMany,
    map_lengths: MapLengths,
    guesses: Mapping[str, int] | None = None,
    mapped: Callable[[Settled], None] = lambda _: None,
) -> Settled:
    """Render `jobs` until the page numbers they print are the right ones.

    Args:
        jobs: in the order of the pages.
        render: renders jobs; results in the same order.
        map_lengths: the page map for given numbers of pages, by job name.
        guesses: lengths of jobs that print page numbers, taken on trust in the first round instead
            of a rendering with stand-ins; a wrong guess costs a round. Nothing may point into them.
        mapped: called with the first result, whose page map is likely to be the last.

    Raises:
        UnsettledError: no page map is stable after `MAX_ROUNDS` rounds.
    """
    waiting = [job for job in jobs if marked_items(job.html)]
    wanted = frozenset[str]().union(*(marked_items(job.html) for job in waiting))
    fragments = _first_round(jobs, waiting, render, guesses or {})
    page_map = map_lengths({name: f.pages for name, f in fragments.items()})
    mapped(Settled(fragments, page_map))
    for _ in range(MAX_ROUNDS):
        if not waiting:
            return Settled(fragments, page_map)
        places = Locator(fragments, page_map)
        filled = [job.with_html(fill_marks(job.html, places.folio)) for job in waiting]
        fragments = {**fragments, **{f.name: f for f in render(filled)}}
        page_map = map_lengths({name: f.pages for name, f in fragments.items()})
        settled = Locator(fragments, page_map)
        if all(settled.folio(item) == places.folio(item) for item in wanted):
            return Settled(fragments, page_map)
    raise UnsettledError(waiting[0].name)


def _first_round(
    jobs: Sequence[RenderJob],
    waiting: Sequence[RenderJob],
    render: RenderMany,
    guesses: Mapping[str, int],
) -> dict[str, Fragment]:
    """Every job's length: rendered, with stand-ins for page numbers, or guessed."""
    names = {job.name for job in waiting}
    provisional = [
        stand_in(job) if job.name in names else job
        for job in jobs
        if job.name not in names or job.name not in guesses
    ]
    rendered = {f.name: f for f in render(provisional)}
    return {
        job.name: rendered.get(job.name) or Fragment(job.name, b"", guesses[job.name], {})
        for job in jobs
    }


class Locator:
    """Finds the page of an anchor."""

    def __init__(self, fragments: Mapping[str, Fragment], page_map: PageMap) -> None:
        on_map = {page.run for page in page_map.pages}
        self._places = {
            anchor: (name, page)
            for name, fragment in fragments.items()
            if name in on_map
            for anchor, page in fragment.anchors.items()
        }
        self._pages = {(page.run, page.page_in_run): page for page in page_map.pages}

    def index(self, anchor: str) -> int | None:
        """The page (from 0) on which `anchor` stands; None for an anchor that is nowhere."""
        place = self._places.get(anchor)
        return self._pages[place].index if place else None

    def folio(self, anchor: str) -> str:
        """The folio of that page; empty for an anchor that is nowhere."""
        place = self._places.get(anchor)
        return self._pages[place].folio if place else ""
