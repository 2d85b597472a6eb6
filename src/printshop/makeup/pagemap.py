"""Which page of which fragment is which page of the issue. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Start = Literal["any", "recto", "verso"]
Zone = Literal["front", "body", "back"]
Numbering = Literal["continuous", "cover-roman"]


@dataclass(frozen=True)
class Run:
    """Consecutive pages: a fragment before it has its place."""

    id: str
    pages: int
    zone: Zone = "body"
    start: Start = "any"


@dataclass(frozen=True)
class Page:
    """A page of the issue."""

    index: int
    """From 0, in the order of the file."""
    folio: str
    """The number as printed and as the reader's program shows it."""
    run: str
    """The fragment it comes from; nothing for a blank page."""
    page_in_run: int

    @property
    def verso(self) -> bool:
        """Whether it is a left-hand page: the first page of an issue is a recto."""
        return self.index % 2 == 1


@dataclass(frozen=True)
class LabelRange:
    """From page `start` (from 0) on, pages are numbered in `style` from `first`."""

    start: int
    style: Literal["decimal", "roman"]
    first: int


@dataclass(frozen=True)
class PageMap:
    """All pages of an issue."""

    pages: tuple[Page, ...]
    labels: tuple[LabelRange, ...]

    def page_of(self, run: str, page_in_run: int = 0) -> Page:
        """The page of the issue that page `page_in_run` of `run` is.

        Raises:
            KeyError: the run is not in the issue or has no such page.
        """
        for page in self.pages:
            if page.run == run and page.page_in_run == page_in_run:
                return page
        raise KeyError(run)

    @property
    def blanks(self) -> tuple[Page, ...]:
        """Pages that hold nothing."""
        return tuple(page for page in self.pages if not page.run)


def map_pages(
    runs: Sequence[Run], numbering: Numbering = "continuous", fillers: Sequence[Run] = ()
) -> PageMap:
    """Give every page its place and folio.

    A run that must start on a recto or verso gets a page before it where it would not: the next
    of `fillers` (of one page each), or a blank.

    Args:
        runs: in order.
        numbering: `continuous` counts the cover as page 1; `cover-roman` numbers front and back
            pages i, ii, iii … together, and the body from 1.
        fillers: one-page runs to use up.
    """
    placed: list[tuple[str, int, Zone]] = []
    spare = [run for run in fillers if run.pages == 1]
    for run in runs:
        side = "verso" if len(placed) % 2 else "recto"
        if run.start not in ("any", side):
            filler = spare.pop(0) if spare else None
            zone: Zone = "body" if run.zone == "body" else run.zone
            placed.append((filler.id if filler else "", 0, zone))
        placed += [(run.id, i, run.zone) for i in range(run.pages)]
    folios, labels = _number([zone for _, _, zone in placed], numbering)
    pages = tuple(
        Page(index, folio, run_id, page_in_run)
        for index, ((run_id, page_in_run, _), folio) in enumerate(zip(placed, folios, strict=True))
    )
    return PageMap(pages, labels)


def roman(number: int) -> str:
    """A positive number in lower-case Roman numerals, as PDF page labels write them."""
    result = ""
    for value, sign in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        count, number = divmod(number, value)
        result += sign * count
    return result


def _number(
    zones: Sequence[Zone], numbering: Numbering
) -> tuple[list[str], tuple[LabelRange, ...]]:
    if numbering == "continuous":
        return [str(i + 1) for i in range(len(zones))], (LabelRange(0, "decimal", 1),)
    folios: list[str] = []
    labels: list[LabelRange] = []
    cover_pages = body_pages = 0
    for index, zone in enumerate(zones):
        if zone == "body":
            body_pages += 1
            number, style, folio = body_pages, "decimal", str(body_pages)
        else:
            cover_pages += 1
            number, style, folio = cover_pages, "roman", roman(cover_pages)
        folios.append(folio)
        if not labels or labels[-1].style != style:
            labels.append(LabelRange(index, style, number))  # type: ignore[arg-type]
    return folios, tuple(labels)
