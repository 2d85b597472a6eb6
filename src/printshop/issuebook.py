"""Between an issue's plan and its make-up: runs, furniture, bookmarks, parts, metadata."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from printshop.layout import Layout, Piece, Plan
from printshop.layout.plan import OutlineEntry
from printshop.makeup import BookInfo, Bookmark, Run
from printshop.makeup.book import Part
from printshop.makeup.pagemap import Page, PageMap
from printshop.makeup.settle import Settled
from printshop.manifest import LoadedIssue
from printshop.prepress.edition import Made
from printshop.problems import Problems, Where
from printshop.render import Fragment
from printshop.render.names import image_name
from printshop.settings import PageTrace, PictureTrace, Trace
from printshop.text.typography import plain, typeset

MapRuns = Callable[[Mapping[str, int]], list[Run]]


def runs_of(plan: Plan) -> tuple[MapRuns, MapRuns]:
    """Functions from lengths (pages by piece) to the runs of the issue and of its fillers."""

    def runs(pieces: tuple[Piece, ...]) -> MapRuns:
        return lambda lengths: [Run(p.id, lengths[p.id], p.zone, p.start) for p in pieces]

    return runs(plan.pieces), runs(plan.fillers)


def bookmarks(plan: Plan) -> list[Bookmark]:
    """Bookmarks by section and article, in the order of the pages."""
    return [
        Bookmark(entry.level, entry.title, entry.anchor)
        for piece in plan.pieces
        for entry in piece.outline
    ]


def parts_of(plan: Plan) -> list[Part]:
    """Each piece's place in the tag tree."""
    return [Part(p.id, p.section, p.title) for p in (*plan.pieces, *plan.fillers)]


def info_of(loaded: LoadedIssue) -> BookInfo:
    """The file's metadata, from the manifest."""
    bulletin, issue = loaded.bulletin, loaded.issue
    number = f" – số {issue.number}" if bulletin.language == "vi" else f" – no. {issue.number}"
    title = plain(f"{loaded.name}{number} ({issue.date:%m/%Y})")
    return BookInfo(title, bulletin.publisher, bulletin.language, issue.date, issue.title or "")


def check_lengths(plan: Plan, settled: Settled, layout: Layout, problems: Problems) -> None:
    """Fillers of more than a page (R010) and the bulletin's limit (M011)."""
    for filler in plan.fillers:
        pages = settled.fragments[filler.id].pages
        if pages != 1:
            problems.add("R010", filler.where, item=filler.id, pages=pages)
    total, limit = len(settled.page_map.pages), layout.spec.max_pages
    if limit is not None and total > limit:
        rule = layout.spec.max_pages_rule or layout.name
        problems.add("M011", pages=total, limit=limit, rule=rule)


@dataclass(frozen=True)
class FurniturePage:
    """A page as its folio and running head see it."""

    folio: str
    side: str
    """`recto` or `verso`."""
    kind: str
    """The kind of item, or `blank`."""
    shown: bool
    """Whether the layout wants furniture on this kind of page."""
    opening: bool
    """Whether an item begins on this page."""
    section: str
    title: str
    bulletin: str
    number: str


def furniture_pages(
    loaded: LoadedIssue, plan: Plan, page_map: PageMap, fragments: Mapping[str, Fragment]
) -> list[FurniturePage]:
    """One entry for each page, in order.

    A piece may hold several sections: a page belongs to the last that has begun by its end.
    """
    pieces = {piece.id: piece for piece in (*plan.pieces, *plan.fillers)}
    bulletin, number = typeset(loaded.name), typeset(loaded.issue.number)
    result = []
    for page in page_map.pages:
        piece = pieces.get(page.run)
        result.append(
            FurniturePage(
                folio=page.folio,
                side="verso" if page.verso else "recto",
                kind=piece.kind if piece else "blank",
                shown=piece is not None
                and (
                    piece.furniture is True or (piece.furniture == "later" and page.page_in_run > 0)
                ),
                opening=page.page_in_run == 0,
                section=_section_of(piece, page, fragments) if piece else "",
                title=piece.title if piece else "",
                bulletin=bulletin,
                number=number,
            )
        )
    return result


def _section_of(piece: Piece, page: Page, fragments: Mapping[str, Fragment]) -> str:
    anchors = fragments[piece.id].anchors if piece.id in fragments else {}
    begun = [
        entry.title
        for entry in piece.outline
        if entry.level == 0 and anchors.get(entry.anchor, 0) <= page.page_in_run
    ]
    return typeset(begun[-1] if begun else piece.section)


def trace_of(loaded: LoadedIssue, plan: Plan, settled: Settled, files: Sequence[Made]) -> Trace:
    """From the finished files back to manifest and articles."""
    pieces = {piece.id: piece for piece in (*plan.pieces, *plan.fillers)}
    places = {item: loaded.document.where(loc) for loc, item in loaded.ids.items()}
    blank = PageTrace("", "", "", Where(loaded.document.file))
    pages = []
    for page in settled.page_map.pages:
        piece = pieces.get(page.run)
        if piece is None:
            pages.append(blank)
            continue
        anchors = settled.fragments[piece.id].anchors
        entry = _item_on(piece, page.page_in_run, anchors)
        if entry and entry.anchor in places:
            shown = PageTrace(page.folio, entry.anchor, entry.title, places[entry.anchor])
        else:
            shown = PageTrace(page.folio, piece.id, piece.title, piece.where)
        pages.append(shown)
    pictures = {
        image_name(url): PictureTrace(source.file.name, source.file.where)
        for url, source in plan.sources.items()
        if source.recipe
    }
    return Trace(tuple(pages), pictures, {file.name: file.pages for file in files})


def _item_on(piece: Piece, page: int, anchors: Mapping[str, int]) -> OutlineEntry | None:
    """The first item that begins on a page of a run of several, else the one that goes on there."""
    items = [entry for entry in piece.outline if entry.level == 1 and entry.anchor in anchors]
    begins = [entry for entry in items if anchors[entry.anchor] == page]
    before = [entry for entry in items if anchors[entry.anchor] < page]
    return next(iter(begins), before[-1] if before else None)
