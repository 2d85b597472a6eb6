"""Whole pages: items fitted to their page budgets, fillers where a last page would stay white.

How much an item holds is measured on its rendering: of each page, how far down its contents reach.
Lines are lines of a column.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from printshop.geometry import PT_PER_MM
from printshop.layout import Layout, Piece, Plan
from printshop.layout.contract import FitLimits
from printshop.layout.plan import Closing, PartFiller
from printshop.layout.prelude import AS_DESIGNED, Setting
from printshop.makeup.settle import RenderMany, Settled, stand_in, with_folios
from printshop.problems import Problems
from printshop.render import Fragment, RenderJob
from printshop.settings import LastPage

_RUNNING_TEXT = ("front", "section", "article", "group")
"""Kinds of item whose last page should be full; others are as white as their template has them."""
_DISTANCE = 1.5
"""Baselines between an item's last lines and the filler under them, at least."""
_FEW_LINES = 6
"""So many lines on a page of their own are better cut."""
_EXACT = 0.05
"""mm that a measure may be wrong by."""


# -- how much a page holds


@dataclass(frozen=True)
class TypeArea:
    """Where an item's text stands on a page; mm from the sheet's top."""

    top: float
    height: float
    step: float
    """From one line to the next."""
    columns: int

    @property
    def rows(self) -> int:
        """Lines that a column holds."""
        return math.floor(self.height / self.step + _EXACT)

    @property
    def foot(self) -> float:
        """Where the last line of a full column ends."""
        return self.top + self.rows * self.step

    def white(self, fragment: Fragment) -> float:
        """Height that stays white on the last page."""
        filled = max(0.0, fragment.bottoms[-1] - self.top)
        return max(0.0, self.height - filled)

    def lines_over(self, fragment: Fragment, pages: int) -> int:
        """Lines on the pages beyond so many."""
        return sum(fragment.lines[pages:])

    def lines_under(self, fragment: Fragment, pages: int) -> int:
        """Lines that are missing to reach the last of so many pages."""
        left = self.rows - self._rows_to(fragment.bottoms[-1])
        between = pages - fragment.pages - 1
        return (max(0, left) + between * self.rows) * self.columns + 1

    def _rows_to(self, bottom: float) -> int:
        return max(0, math.ceil((bottom - self.top) / self.step - _EXACT))


def type_area(layout: Layout, setting: Setting = AS_DESIGNED) -> TypeArea:
    """The type area of an item that is set as tightly as `setting` says."""
    page = layout.spec.geometry
    step = layout.grid(setting).step / PT_PER_MM
    return TypeArea(page.pad + page.head, page.text_height, step, layout.spec.columns)


# -- page budgets


@dataclass(frozen=True)
class Fitted:
    """What `fit: true` came to."""

    plan: Plan
    before: Mapping[str, int] = field(default_factory=dict)
    """Of items set anew: their pages as the layout has it."""
    still: Mapping[str, int] = field(default_factory=dict)
    """Of items that no setting helps: lines that are too many, or missing, after the best try."""


def fit_pages(
    plan: Plan, layout: Layout, render: RenderMany, problems: Problems, at_once: int = 1
) -> Fitted:
    """Set items that miss their budgets anew, as little tighter or looser as it takes.

    Settings are tried from the least visible on: pictures, then leading, then the size of type;
    each is exhausted before the next is touched. The first that meets the budget is taken. There
    is no shorter way to it: on the grid, what is set more tightly may come out longer.

    Args:
        plan: the issue.
        layout: says how far to go.
        render: renders jobs.
        problems: what setting the items anew brings up (P007, P021, P022 for larger pictures).
        at_once: settings of an item to render together; this changes no result.

    Raises:
        StopBuild: a rendering fails.
    """
    wanted = [piece for piece in plan.pieces if piece.fit and piece.budget is not None]
    fragments = render([stand_in(piece.job) for piece in wanted]) if wanted else ()
    searches = [
        _Search(piece, fragment.pages, _settings(plan, piece, layout, fragment.pages, problems))
        for piece, fragment in zip(wanted, fragments, strict=True)
        if fragment.pages != piece.budget
    ]
    for first in range(0, max((len(s.settings) for s in searches), default=0), at_once):
        tries = [
            (search, _tried(plan, search.piece, setting, problems))
            for search in searches
            if search.found is None
            for setting in search.settings[first : first + at_once]
        ]
        rendered = render([stand_in(piece.job) for _, piece in tries])
        for (search, piece), fragment in zip(tries, rendered, strict=True):
            search.note(piece.setting, fragment, type_area(layout, piece.setting))
    met = {search.piece.id: (search, search.found) for search in searches if search.found}
    anew = {name: plan.again(search.piece, found, None) for name, (search, found) in met.items()}
    return Fitted(
        replace(plan, pieces=tuple(anew.get(piece.id) or piece for piece in plan.pieces)),
        {name: search.before for name, (search, _) in met.items()},
        {s.piece.id: s.still for s in searches if s.found is None and s.still is not None},
    )


def _lines_off(area: TypeArea, fragment: Fragment, budget: int) -> int:
    """By how many lines an item misses its budget."""
    measure = area.lines_over if fragment.pages > budget else area.lines_under
    return measure(fragment, budget)


def graded(limits: FitLimits, direction: int, *, pictures: bool = True) -> Iterator[Setting]:
    """Settings from the layout's own to its limits, at most eight.

    Args:
        limits: of the layout, in percent.
        direction: -1 for tighter, 1 for looser.
        pictures: whether the height of pictures matters.
    """
    setting = AS_DESIGNED
    steps = (
        ("pictures", limits.pictures if pictures else 0, 3),
        ("leading", limits.leading, 3),
        ("type", limits.type, 2),
    )
    for name, limit, count in steps:
        for step in range(1, count + 1) if limit else ():
            factor = round(1 + direction * limit * step / count / 100, 5)
            setting = replace(setting, **{name: factor})
            yield setting


def _settings(
    plan: Plan, piece: Piece, layout: Layout, pages: int, problems: Problems
) -> tuple[Setting, ...]:
    """The settings to try for an item of so many pages."""
    limits, direction = layout.spec.fit, -1 if pages > (piece.budget or 0) else 1
    extreme = Setting(pictures=1 + direction * limits.pictures / 100)
    pictures = _tried(plan, piece, extreme, problems).job.html != piece.job.html
    return tuple(graded(limits, direction, pictures=pictures))


def _tried(plan: Plan, piece: Piece, setting: Setting, problems: Problems) -> Piece:
    """The item at a setting that may not stay: what this brings up is not said."""
    with problems.undone():
        return plan.again(piece, setting, None) or piece


@dataclass
class _Search:
    """For the first of `settings` with which an item meets its budget."""

    piece: Piece
    before: int
    """Its pages as the layout has it."""
    settings: tuple[Setting, ...]
    found: Setting | None = None
    still: int | None = None
    """Lines that are too many, or missing, at the best of those that are not enough."""

    def note(self, setting: Setting, fragment: Fragment, area: TypeArea) -> None:
        """What a setting came to; they come in their order."""
        budget = self.piece.budget or 0
        if fragment.pages == budget:
            self.found = self.found or setting
        elif (fragment.pages > budget) == (self.before > budget):
            lines = _lines_off(area, fragment, budget)
            self.still = lines if self.still is None else min(self.still, lines)


# -- last pages


@dataclass(frozen=True)
class Filled:
    """An issue with fillers under its items, and how full their last pages are."""

    plan: Plan
    settled: Settled
    last_pages: tuple[LastPage, ...]


@dataclass(frozen=True)
class _End:
    """An item's last page."""

    piece: Piece
    area: TypeArea
    fragment: Fragment
    part: PartFiller | None = None
    """The filler at its foot."""
    filled: float = 0.0
    """The filler's height."""

    @property
    def pages(self) -> int:
        return self.fragment.pages

    @property
    def white(self) -> float:
        return self.area.white(self.fragment)

    @property
    def room(self) -> float:
        """How high a filler may be."""
        return self.white - (self.area.height - self.area.rows * self.area.step) - self.distance

    @property
    def distance(self) -> float:
        return _DISTANCE * self.area.step

    @property
    def space(self) -> float:
        """Above the filler, so that it ends on the last line of the page."""
        return round(self.area.foot - _EXACT - self.filled - self.fragment.end, 2)


def fill_pages(plan: Plan, settled: Settled, layout: Layout, render: RenderMany) -> Filled:
    """Put fillers at the foot of last pages with more white space than the layout allows.

    The whitest page gets the highest filler that fits, and so on; each filler is used once, and
    none that stands on a page of its own. No item grows by a page, so that page numbers stay:
    where a filler would make it, the next is tried.

    Raises:
        StopBuild: a rendering fails.
    """
    ends = _ends(plan, settled, layout)
    white, parts = _white(ends, layout), _parts(plan, settled)
    closed: dict[str, _End] = {}
    placed: dict[str, tuple[Piece, Fragment]] = {}
    if white and parts:
        for chosen in _choices(white, _heights(parts, layout, render), closed):
            done = _place(chosen, plan, settled, render)
            placed |= done
            closed |= {end.piece.id: end for end in chosen if end.piece.id in done}
    last_pages = tuple(_last_page(closed.get(end.piece.id, end)) for end in ends)
    if not placed:
        return Filled(plan, settled, last_pages)
    pieces = {name: piece for name, (piece, _) in placed.items()}
    fragments = {name: fragment for name, (_, fragment) in placed.items()}
    used = {piece.closing for piece in pieces.values()}
    plan = replace(
        plan,
        pieces=tuple(pieces.get(piece.id, piece) for piece in plan.pieces),
        fillers=tuple(filler for filler in plan.fillers if filler.id not in used),
    )
    settled = Settled({**settled.fragments, **fragments}, settled.page_map)
    return Filled(plan, settled, last_pages)


def likely_jobs(
    plan: Plan, settled: Settled, layout: Layout, render: RenderMany
) -> list[RenderJob]:
    """What `fill_pages` will want rendered, as far as that can be told so early.

    Args:
        plan: the issue.
        settled: its first rendering; page numbers may change yet.
        layout: says how much white space there may be.
        render: renders the fillers alone.
    """
    white, parts = _white(_ends(plan, settled, layout), layout), _parts(plan, settled)
    if not white or not parts:
        return []
    chosen = next(_choices(white, _heights(parts, layout, render), {}), [])
    return [with_folios(piece.job, settled) for _, piece in _closed(chosen, plan)]


def _ends(plan: Plan, settled: Settled, layout: Layout) -> list[_End]:
    return [
        _End(piece, type_area(layout, piece.setting), settled.fragments[piece.id])
        for piece in plan.pieces
        if _is_running_text(piece, layout)
    ]


def _white(ends: Sequence[_End], layout: Layout) -> list[_End]:
    """The ends with too much white space, the whitest first; not of items that miss a budget."""
    limit = layout.spec.geometry.text_height * layout.spec.white_space / 100
    white = (end for end in ends if end.white > limit and end.piece.budget in (None, end.pages))
    return sorted(white, key=lambda end: -end.white)


def _parts(plan: Plan, settled: Settled) -> list[PartFiller]:
    """The fillers that take no page of their own."""
    pages = {page.run for page in settled.page_map.pages}
    return [part for part in plan.parts if part.piece.id not in pages]


def _is_running_text(piece: Piece, layout: Layout) -> bool:
    kind = layout.kind(piece.kind)
    return piece.kind in _RUNNING_TEXT and kind is not None and kind.page == "text"


_Measured = tuple[float, PartFiller]
"""A filler and its height."""


def _heights(
    parts: Sequence[PartFiller], layout: Layout, render: RenderMany
) -> tuple[_Measured, ...]:
    """How high each filler is that fits a page."""
    area = type_area(layout)
    measured = zip(parts, render([part.piece.job for part in parts]), strict=True)
    return tuple((f.bottoms[0] - area.top, part) for part, f in measured if f.pages == 1)


def _choices(
    white: Sequence[_End], parts: Sequence[_Measured], closed: Mapping[str, _End]
) -> Iterator[list[_End]]:
    """Fillers for the ends that have none: each time, of those left, others than before.

    The whitest end gets the highest that fits.

    Args:
        white: the ends, the whitest first.
        parts: the fillers there are.
        closed: the ends that have their filler by now; the caller adds to it.
    """
    tried: set[tuple[str, str]] = set()
    while True:
        used = {end.part.piece.id for end in closed.values() if end.part}
        left = [pair for pair in parts if pair[1].piece.id not in used]
        chosen = []
        for end in (end for end in white if end.piece.id not in closed):
            fitting = [
                (height, part)
                for height, part in left
                if 0 < height <= end.room and (end.piece.id, part.piece.id) not in tried
            ]
            if fitting:
                height, part = best = max(fitting, key=lambda pair: pair[0])
                left.remove(best)
                tried.add((end.piece.id, part.piece.id))
                chosen.append(replace(end, part=part, filled=height))
        if not chosen:
            return
        yield chosen


def _place(
    chosen: Sequence[_End], plan: Plan, settled: Settled, render: RenderMany
) -> dict[str, tuple[Piece, Fragment]]:
    """Each item with its filler at the page's foot; none that would grow by a page."""
    closed = _closed(chosen, plan)
    fragments = render([with_folios(piece.job, settled) for _, piece in closed])
    return {
        end.piece.id: (piece, fragment)
        for (end, piece), fragment in zip(closed, fragments, strict=True)
        if fragment.pages == end.fragment.pages
    }


def _closed(chosen: Sequence[_End], plan: Plan) -> list[tuple[_End, Piece]]:
    """The items set anew with their fillers."""
    closed = []
    for end in chosen:
        if end.part is not None and end.space >= 0:
            closing = Closing(end.part.piece.id, end.part.html, end.space, end.part.assets)
            piece = plan.again(end.piece, end.piece.setting, closing)
            if piece is not None:
                closed.append((end, piece))
    return closed


def _last_page(end: _End) -> LastPage:
    white = max(0.0, end.white - end.filled)
    return LastPage(
        end.piece.id,
        end.fragment.pages,
        round(100 * (1 - white / end.area.height)),
        round(white, 1),
        end.part.piece.id if end.part else "",
    )


# -- what is said of it


def check_pages(fitted: Fitted, filled: Filled, layout: Layout, problems: Problems) -> None:
    """Budgets met by `fit` (R013) or missed (R005, R014, R015, R016), white space (R012, R017).

    What was held back about fillers is said of those that are used.
    """
    for filler in _used_fillers(filled):
        problems.extend(filler.held)
    missed = set()
    for piece in filled.plan.pieces:
        fragment = filled.settled.fragments[piece.id]
        if piece.budget is None:
            continue
        if fragment.pages != piece.budget:
            missed.add(piece.id)
            _tell_missed(piece, fragment, fitted, layout, problems)
        elif piece.id in fitted.before:
            problems.add(
                "R013",
                piece.where,
                item=piece.id,
                pages=fragment.pages,
                before=fitted.before[piece.id],
                pictures=_change(piece.setting.pictures),
                leading=_change(piece.setting.leading),
                type=_change(piece.setting.type),
            )
    pieces = {piece.id: piece for piece in filled.plan.pieces}
    for page in filled.last_pages:
        if page.item not in missed:
            _tell_white(page, pieces[page.item], filled, layout, problems)


def _used_fillers(filled: Filled) -> Iterator[Piece]:
    """Fillers that stand somewhere, as they were set there."""
    pages = {page.run for page in filled.settled.page_map.pages}
    yield from (filler for filler in filled.plan.fillers if filler.id in pages)
    under = {piece.closing for piece in filled.plan.pieces}
    yield from (part.piece for part in filled.plan.parts if part.piece.id in under)


def _tell_missed(
    piece: Piece, fragment: Fragment, fitted: Fitted, layout: Layout, problems: Problems
) -> None:
    budget = piece.budget or 0
    if piece.id in fitted.still:
        code, lines = ("R015", "R016")[fragment.pages < budget], fitted.still[piece.id]
    else:
        code = ("R005", "R014")[fragment.pages < budget]
        lines = _lines_off(type_area(layout, piece.setting), fragment, budget)
    problems.add(code, piece.where, item=piece.id, pages=fragment.pages, budget=budget, lines=lines)


def _change(factor: float) -> str:
    """A factor as a change in percent: `−1.5`, `+2`, `0`."""
    return f"{round((factor - 1) * 100, 1):+g}".replace("-", "−").replace("+0", "0")


def _tell_white(
    page: LastPage, piece: Piece, filled: Filled, layout: Layout, problems: Problems
) -> None:
    area, fragment = type_area(layout, piece.setting), filled.settled.fragments[piece.id]
    if page.white_mm <= area.height * layout.spec.white_space / 100:
        return
    lines = area.lines_over(fragment, page.pages - 1)
    if page.pages > 1 and not page.filler and lines <= _FEW_LINES:
        problems.add("R017", piece.where, item=piece.id, lines=lines)
        return
    room = math.floor(page.white_mm - _DISTANCE * area.step)
    white, mm = 100 - page.percent, round(page.white_mm)
    problems.add("R012", piece.where, item=piece.id, percent=white, mm=mm, room=room)
