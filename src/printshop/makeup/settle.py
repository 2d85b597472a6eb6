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


class UnsettledError(Exception):
    """Page numbers change with every round."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def settle(jobs: Sequence[RenderJob], render: RenderMany, map_lengths: MapLengths) -> Settled:
    """Render `jobs` until the page numbers they print are the right ones.

    Args:
        jobs: in the order of the pages.
        render: renders jobs; results in the same order.
        map_lengths: the page map for given numbers of pages, by job name.

    Raises:
        UnsettledError: no page map is stable after `MAX_ROUNDS` rounds.
    """
    waiting = [job for job in jobs if marked_items(job.html)]
    provisional = [
        job.with_html(fill_marks(job.html, lambda _: _PROVISIONAL)) if job in waiting else job
        for job in jobs
    ]
    fragments = {f.name: f for f in render(provisional)}
    page_map = map_lengths({name: f.pages for name, f in fragments.items()})
    for _ in range(MAX_ROUNDS):
        if not waiting:
            return Settled(fragments, page_map)
        places = Locator(fragments, page_map)
        filled = [job.with_html(fill_marks(job.html, places.folio)) for job in waiting]
        rendered = {f.name: f for f in render(filled)}
        before = fragments
        fragments = {**fragments, **rendered}
        page_map = map_lengths({name: f.pages for name, f in fragments.items()})
        if _same_places(before, fragments):
            return Settled(fragments, page_map)
    changed = next(job.name for job in waiting)
    raise UnsettledError(changed)


def _same_places(one: Mapping[str, Fragment], other: Mapping[str, Fragment]) -> bool:
    return all(
        (f.pages, f.anchors) == (other[name].pages, other[name].anchors) for name, f in one.items()
    )


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
