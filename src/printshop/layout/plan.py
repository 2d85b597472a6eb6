"""An issue and its articles to render jobs, in the order of the pages. Nothing is rendered here.

Pages that carry page numbers (contents, cover headlines, "xem trang …") hold marks instead; the
recipe fills them when every page has its folio.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from printshop.content.markdown import render_inline
from printshop.content.model import Article
from printshop.content.pictures import PictureFile, PictureStore, inspect
from printshop.layout.contract import Kind
from printshop.layout.faults import noting_faults
from printshop.layout.load import Layout
from printshop.layout.photopage import photo_slots
from printshop.layout.segments import segmenter
from printshop.layout.slots import JobAssets
from printshop.manifest import (
    ArticleItem,
    ArticleRef,
    Filler,
    FillerItem,
    GroupItem,
    LoadedIssue,
    PhotosItem,
    Section,
)
from printshop.problems import Problems, StopBuild, Where
from printshop.problems.model import nearest
from printshop.render import RenderJob
from printshop.sources import Workspace
from printshop.sources.pagemarks import marked_items, page_mark
from printshop.sources.yamltext import Loc
from printshop.text.typography import plain, typeset

Start = Literal["any", "recto", "verso"]
Zone = Literal["front", "body", "back"]


@dataclass(frozen=True)
class Piece:
    """A run of pages of one kind: a job, and what make-up must know of it."""

    id: str
    kind: str
    job: RenderJob
    title: str
    """Plain text, for bookmarks and running heads."""
    where: Where
    zone: Zone = "body"
    section: str = ""
    """The section's title, for running heads; plain text."""
    start: Start = "any"
    budget: int | None = None
    mirrored: bool = True
    furniture: bool = True
    outline: tuple[OutlineEntry, ...] = ()

    @property
    def waits_for(self) -> frozenset[str]:
        """Items whose folios it prints: it is rendered after they are known."""
        return marked_items(self.job.html)


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark: its depth from 0, its text, the anchor it leads to."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True)
class ContentsLine:
    """A line of the contents page."""

    id: str
    title: str
    page: str
    kicker: str = ""
    minor: bool = False
    """An article inside a group."""


@dataclass(frozen=True)
class Plan:
    """The pieces in order, and fillers to take where a page would stay blank."""

    pieces: tuple[Piece, ...]
    fillers: tuple[Piece, ...] = ()
    words: int = 0
    pictures: int = 0


@dataclass
class _Planner:
    loaded: LoadedIssue
    articles: Mapping[str, Article]
    layout: Layout
    store: PictureStore
    problems: Problems
    pictures_used: set[str] = field(default_factory=set)

    # -- pieces, in the order of the pages

    def pieces(self) -> Iterator[Piece | None]:
        issue = self.loaded.issue
        yield self.cover()
        if issue.contents is not None:
            yield self.contents()
        for s, section in enumerate(issue.sections):
            yield from self.section(section, ("sections", s))
        if issue.back_cover is None:
            yield self.imprint()
        else:
            yield self.back_cover()

    def cover(self) -> Piece | None:
        cover = self.loaded.issue.cover
        headlines = [
            {
                "id": line.article,
                "text": typeset(line.text) if line.text else self.articles[line.article].title,
                "kicker": self.articles[line.article].kicker,
                "page": page_mark(line.article),
            }
            for line in cover.headlines
            if line.article in self.articles
        ]
        return self.piece(
            "cover",
            "cover",
            self.masthead_title(),
            ("cover",),
            zone="front",
            context={
                "cover": cover,
                "picture": self.own_picture(("cover", "image")),
                "headlines": headlines,
                "credit": typeset(cover.credit or ""),
                "caption": typeset(cover.caption or ""),
                "alt": typeset(cover.alt or ""),
            },
            alt=(cover.image, cover.alt),
        )

    def contents(self) -> Piece | None:
        contents = self.loaded.issue.contents
        assert contents is not None
        sections = [
            {"title": typeset(section.title), "lines": list(self.contents_lines(section, s))}
            for s, section in enumerate(self.loaded.issue.sections)
        ]
        title = typeset(contents.title)
        return self.piece(
            "contents",
            "contents",
            title,
            ("contents",),
            zone="front",
            context={
                "title": title,
                "note": typeset(contents.note or ""),
                "sections": sections,
            },
            outline=(OutlineEntry(0, plain(title), "contents"),),
        )

    def contents_lines(self, section: Section, s: int) -> Iterator[ContentsLine]:
        for i, item in enumerate(section.items):
            loc: Loc = ("sections", s, "items", i)
            item_id = self.loaded.ids.get(loc, "")
            if isinstance(item, ArticleItem):
                yield self.article_line(item_id)
            elif isinstance(item, GroupItem):
                yield ContentsLine(item_id, typeset(item.group), page_mark(item_id))
                for a in range(len(item.articles)):
                    inner_id = self.loaded.ids.get((*loc, "articles", a), "")
                    yield self.article_line(inner_id, minor=True)
            elif isinstance(item, PhotosItem):
                yield ContentsLine(item_id, typeset(item.photos), page_mark(item_id))

    def article_line(self, item_id: str, *, minor: bool = False) -> ContentsLine:
        article = self.articles.get(item_id)
        title, kicker = (article.title, article.kicker) if article else ("", "")
        return ContentsLine(item_id, title, page_mark(item_id), kicker, minor=minor)

    def section(self, section: Section, loc: Loc) -> Iterator[Piece | None]:
        section_id = self.loaded.ids.get(loc, "")
        title = typeset(section.title)
        entry = OutlineEntry(0, plain(title), section_id)
        band: dict[str, Any] | None = {"id": section_id, "title": title}
        if section.opener == "page":
            yield self.piece(
                section_id,
                "opener",
                title,
                loc,
                context={
                    "id": section_id,
                    "title": title,
                    "text": typeset(section.text or ""),
                    "picture": self.own_picture((*loc, "image")),
                    "alt": typeset(section.alt or ""),
                    "credit": typeset(section.credit or ""),
                },
                section=plain(title),
                outline=(entry,),
                alt=(section.image, section.alt),
            )
            band = None
        for i, item in enumerate(section.items):
            own = (*loc, "items", i)
            outline = (entry,) if band else ()
            yield self.item(item, own, plain(title), band, outline)
            band = None

    def item(
        self,
        item: ArticleItem | GroupItem | PhotosItem | FillerItem | Filler,
        loc: Loc,
        section: str,
        band: dict[str, Any] | None,
        outline: tuple[OutlineEntry, ...],
    ) -> Piece | None:
        item_id = self.loaded.ids.get(loc, "")
        if isinstance(item, ArticleItem):
            article = self.articles.get(item_id)
            if article is None:
                return None
            context: dict[str, Any] = {"article": article}
            title = article.title
            inner: tuple[OutlineEntry, ...] = ()
        elif isinstance(item, GroupItem):
            ids = [
                self.loaded.ids.get((*loc, "articles", a), "") for a in range(len(item.articles))
            ]
            members = [self.articles[i] for i in ids if i in self.articles]
            title = typeset(item.group)
            context = {"id": item_id, "title": title, "articles": members}
            inner = tuple(OutlineEntry(2, plain(a.title), a.id) for a in members)
        elif isinstance(item, PhotosItem):
            title = typeset(item.photos)
            context = {
                "id": item_id,
                "title": title,
                "text": typeset(item.text or ""),
                "pictures": self.photos(item, loc, banded=band is not None),
            }
            inner = ()
        else:
            title, context, inner = self.filler_context(item, loc, item_id)
        return self.piece(
            item_id,
            item.kind,
            title,
            loc,
            context={**context, "band": band},
            section=section,
            start=getattr(item, "start", "any"),
            budget=getattr(item, "pages", None),
            variant=getattr(item, "variant", None),
            outline=(*outline, OutlineEntry(1, plain(title), item_id), *inner),
        )

    def filler_context(
        self, item: Filler, loc: Loc, item_id: str
    ) -> tuple[str, dict[str, Any], tuple[OutlineEntry, ...]]:
        title = typeset(item.filler)
        if item.image and not item.alt:
            self.problems.add("P006", self.loaded.document.where((*loc, "image")), path=item.image)
        context = {
            "id": item_id,
            "title": title,
            "paragraphs": [typeset(p) for p in (item.text or "").split("\n\n") if p.strip()],
            "picture": self.own_picture((*loc, "image")),
            "alt": typeset(item.alt or ""),
            "credit": typeset(item.credit or ""),
        }
        return title, context, ()

    def photos(self, item: PhotosItem, loc: Loc, *, banded: bool) -> list[dict[str, Any]]:
        layout = self.layout.spec
        page, rules = layout.geometry, layout.photo_page
        heading = rules.heading + (rules.band if banded else 0) + (rules.text if item.text else 0)
        slots = photo_slots(
            len(item.pictures),
            page.text_width,
            page.text_height - heading,
            layout.gutter,
            rules.between,
        )
        result = []
        for i, (spec, slot) in enumerate(zip(item.pictures, slots, strict=True)):
            if not spec.alt:
                where = self.loaded.document.where((*loc, "pictures", i))
                self.problems.add("P006", where, path=spec.file)
            result.append(
                {
                    "picture": self.own_picture((*loc, "pictures", i, "file")),
                    "slot": slot,
                    "focus": spec.focus,
                    "caption": render_inline(spec.caption) if spec.caption else "",
                    "credit": typeset(spec.credit or ""),
                    "alt": typeset(spec.alt or ""),
                }
            )
        return result

    def imprint(self) -> Piece | None:
        return self.piece(
            "imprint",
            "imprint",
            typeset(self.loaded.bulletin.publisher),
            ("imprint",),
            zone="back",
            context={},
        )

    def back_cover(self) -> Piece | None:
        back = self.loaded.issue.back_cover
        assert back is not None
        return self.piece(
            "back-cover",
            "back-cover",
            typeset(back.title or self.masthead_title()),
            ("back_cover",),
            zone="back",
            context={
                "back": back,
                "title": typeset(back.title or ""),
                "paragraphs": [typeset(p) for p in (back.text or "").split("\n\n") if p.strip()],
                "picture": self.own_picture(("back_cover", "image")),
                "alt": typeset(back.alt or ""),
                "credit": typeset(back.credit or ""),
            },
            alt=(back.image, back.alt),
        )

    def fillers(self) -> Iterator[Piece | None]:
        for i, filler in enumerate(self.loaded.issue.fillers):
            loc: Loc = ("fillers", i)
            piece = self.item(filler, loc, "", None, ())
            if piece:
                yield piece

    # -- one piece

    def piece(
        self,
        piece_id: str,
        kind_name: str,
        title: str,
        loc: Loc,
        *,
        context: Mapping[str, Any],
        zone: Zone = "body",
        section: str = "",
        start: Start = "any",
        budget: int | None = None,
        variant: str | None = None,
        outline: tuple[OutlineEntry, ...] = (),
        alt: tuple[str | None, str | None] = (None, None),
    ) -> Piece | None:
        """Set one item with the layout's template for its kind."""
        where = self.loaded.document.where(loc)
        if alt[0] and not alt[1]:
            self.problems.add("P006", self.loaded.document.where((*loc, "image")), path=alt[0])
        kind = self.layout.kind(kind_name)
        if kind is None:
            offered = list(self.layout.spec.kinds)
            self.problems.add(
                "L002",
                where,
                near=nearest(kind_name, offered),
                layout=self.layout.name,
                kind=kind_name,
                known=", ".join(offered),
            )
            return None
        template = self.template(kind, kind_name, variant, loc)
        if template is None:
            return None
        assets = JobAssets(self.layout, self.store, self.problems)
        html = self.set_template(template, piece_id, where, title, kind, assets, context)
        if html is None:
            return None
        self.pictures_used |= assets.originals
        return Piece(
            piece_id,
            kind_name,
            RenderJob(piece_id, html, self.layout.stylesheet, tuple(assets.table.values())),
            plain(title),
            where,
            zone,
            section,
            start,
            budget,
            mirrored=kind.page == "text",
            furniture=kind.furniture,
            outline=outline,
        )

    def template(self, kind: Kind, kind_name: str, variant: str | None, loc: Loc) -> str | None:
        if variant is None:
            return kind.template
        if variant not in kind.variants:
            self.problems.add(
                "L004",
                self.loaded.document.where((*loc, "variant")),
                near=nearest(variant, kind.variants),
                layout=self.layout.name,
                variant=variant,
                kind=kind_name,
                known=", ".join(kind.variants) or "–",
            )
            return None
        return kind.variants[variant]

    def set_template(
        self,
        template: str,
        piece_id: str,
        where: Where,
        title: str,
        kind: Kind,
        assets: JobAssets,
        context: Mapping[str, Any],
    ) -> str | None:
        item = piece_id or str(where)
        file = self.layout.folder / template
        with noting_faults(self.loaded.workspace, file, item, self.problems):
            return self.layout.environment.get_template(template).render(
                **self.shared(), **{"title": title, **context}, kind=kind, assets=assets
            )
        return None

    def shared(self) -> dict[str, Any]:
        """What every template knows."""
        bulletin, issue = self.loaded.bulletin, self.loaded.issue
        return {
            "bulletin": bulletin,
            "issue": issue,
            "masthead": {
                "genre": typeset(bulletin.genre),
                "name": typeset(bulletin.name),
                "publisher": typeset(bulletin.publisher),
                "place": typeset(bulletin.place or ""),
                "number": typeset(issue.number),
                "date": issue.date,
                "theme": typeset(issue.title or ""),
            },
            "imprint": issue.imprint.over(bulletin.imprint),
            "typeset": typeset,
            "segments": segmenter(self.layout.spec.columns),
            "layout": self.layout.spec,
        }

    def masthead_title(self) -> str:
        return typeset(f"{self.loaded.bulletin.name} {self.loaded.issue.number}")

    def own_picture(self, loc: Loc) -> PictureFile | None:
        source = self.loaded.pictures.get(loc)
        if source is None:
            return None
        return inspect(source.path, source.name, source.where, self.problems)


def make_plan(
    loaded: LoadedIssue,
    articles: Mapping[str, Article],
    layout: Layout,
    store: PictureStore,
    problems: Problems,
    planned: Callable[[Piece], None] = lambda _: None,
) -> Plan:
    """Plan an issue: every item set by its template, every picture prepared.

    Args:
        loaded: the manifest.
        articles: by id; those that could not be read are absent.
        layout: sets the items.
        store: prepares and keeps pictures.
        problems: what the layout lacks (L002, L003, L004), pictures (P…).
        planned: called with each piece as soon as it is there.

    Raises:
        OSError: a prepared picture cannot be kept.
    """
    planner = _Planner(loaded, _retitled(loaded, articles), layout, store, problems)
    pieces = tuple(_each(planner.pieces(), planned))
    fillers = tuple(_each(planner.fillers(), planned))
    return Plan(
        pieces,
        fillers,
        words=sum(article.words for article in articles.values()),
        pictures=len(planner.pictures_used),
    )


def _retitled(loaded: LoadedIssue, articles: Mapping[str, Article]) -> dict[str, Article]:
    """The articles, with the titles that the manifest gives in place of their own."""
    result = dict(articles)
    for loc, article_id in loaded.ids.items():
        item = loaded.item(loc)
        if isinstance(item, ArticleRef) and item.title and article_id in result:
            result[article_id] = replace(result[article_id], title=typeset(item.title))
    return result


def _each(pieces: Iterable[Piece | None], planned: Callable[[Piece], None]) -> Iterator[Piece]:
    for piece in pieces:
        if piece:
            planned(piece)
            yield piece


def furniture_job(
    layout: Layout,
    pages: Sequence[Any],
    shared: Mapping[str, Any],
    workspace: Workspace,
    problems: Problems,
) -> RenderJob:
    """The document of folios and running heads: one page for each of `pages`.

    Raises:
        StopBuild: the template fails (L003).
    """
    name = layout.spec.furniture
    with noting_faults(workspace, layout.folder / name, "furniture", problems):
        html = layout.environment.get_template(name).render(pages=pages, **shared)
        return RenderJob("furniture", html, layout.stylesheet, tagged=False)
    raise StopBuild
