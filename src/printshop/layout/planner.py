"""An issue and its articles to render jobs, in the order of the pages. Nothing is rendered here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from printshop.content.markdown import render_inline
from printshop.content.model import Article
from printshop.content.pictures import PictureStore
from printshop.layout.fields import Facts
from printshop.layout.load import Layout
from printshop.layout.notes import with_notes_at_foot
from printshop.layout.photopage import PhotoSlot, photo_rows, text_height
from printshop.layout.plan import (
    ContentsLine,
    OutlineEntry,
    PartFiller,
    Piece,
    Plan,
    Start,
)
from printshop.layout.prelude import AS_DESIGNED
from printshop.layout.setter import Setter
from printshop.layout.slots import FEW_PIXELS
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
from printshop.problems import Problems
from printshop.render import RenderJob
from printshop.sources.pagemarks import page_mark
from printshop.sources.yamltext import Loc
from printshop.text.typography import plain, typeset

AnyItem = ArticleItem | GroupItem | PhotosItem | FillerItem | Filler

_BY = len(" Ảnh: ")
_LEAST_ROW = 20.0
"""The height in mm that a photo page has for a row, whatever else stands on it."""
_LEAST_SHARE = 0.9
"""Of the type area's width that a photo page has where a picture of it has few pixels."""
_SIZE = 0.7
"""Of type by its leading, where the layout's scale lacks a step."""


@dataclass(frozen=True)
class _Ready:
    """An item ready for a template: its context, what is to be checked, its bookmarks."""

    id: str
    kind: str
    title: str
    context: Mapping[str, Any]
    facts: Facts
    inner: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True)
class _Placed:
    """An item in its section."""

    item: AnyItem
    ready: _Ready
    loc: Loc
    section: Mapping[str, Any]
    band: Mapping[str, Any] | None
    """The section's heading, before its first item."""
    start: Start
    """Its own, or its section's, where that opens with it."""

    @property
    def outline(self) -> tuple[OutlineEntry, ...]:
        title = plain(self.ready.title)
        return (*_entry(self.band), OutlineEntry(1, title, self.ready.id), *self.ready.inner)


class _Planner(Setter):
    """Which items there are, in which order, and what each brings to its template."""

    # -- pieces, in the order of the pages

    def pieces(self) -> Iterator[Piece | None]:
        issue = self.loaded.issue
        if issue.has_cover:
            yield self.cover()
        if issue.front is not None:
            yield self.front()
        if issue.contents is not None and self.wants_contents():
            yield self.contents()
        yield from self.body()
        if issue.back_cover is not None and self.wants_back_cover():
            yield self.back_cover()
        elif self.layout.spec.imprint == "page":
            yield self.imprint()

    def wants_contents(self) -> bool:
        """Asked for, or offered by the layout: nobody asks for what is there by default."""
        asked = "contents" in self.loaded.issue.model_fields_set
        return asked or self.layout.kind("contents") is not None

    def wants_back_cover(self) -> bool:
        asked = "back_cover" in self.loaded.issue.model_fields_set
        return asked or self.layout.kind("back-cover") is not None

    def cover(self) -> Piece | None:
        cover = self.loaded.issue.cover
        assert cover is not None
        headlines = self.headlines(cover.headlines)
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
            facts={
                "image": int(bool(cover.image)),
                "caption": cover.caption or "",
                "headlines": len(headlines),
                "theme": self.loaded.issue.title or "",
            },
            alt=(cover.image, cover.alt),
        )

    def headlines(self, lines: Iterable[Any]) -> list[dict[str, str]]:
        return [
            {
                "id": line.article,
                "text": typeset(line.text) if line.text else self.articles[line.article].title,
                "kicker": self.articles[line.article].kicker,
                "page": page_mark(line.article),
            }
            for line in lines
            if line.article in self.articles
        ]

    def front(self) -> Piece | None:
        front = self.loaded.issue.front
        assert front is not None
        stories = self.named_articles(("front", "articles"), len(front.articles))
        briefs: list[Article] = []
        sidebar = None
        if front.sidebar:
            loc: Loc = ("front", "sidebar", "articles")
            briefs = self.named_articles(loc, len(front.sidebar.articles))
            sidebar = {"title": typeset(front.sidebar.title), "articles": briefs}
        headlines = self.headlines(front.headlines)
        return self.piece(
            "front",
            "front",
            self.masthead_title(),
            ("front",),
            zone="front",
            budget=front.pages or 1,
            fit=front.fit,
            variant=front.variant,
            context={"articles": stories, "sidebar": sidebar, "headlines": headlines},
            facts={"stories": len(stories), "briefs": len(briefs), "headlines": len(headlines)},
            outline=tuple(OutlineEntry(0, plain(a.title), a.id) for a in stories),
        )

    def named_articles(self, loc: Loc, count: int) -> list[Article]:
        ids = [self.id_of((*loc, i)) for i in range(count)]
        return [self.articles[i] for i in ids if i in self.articles]

    def contents(self) -> Piece | None:
        contents = self.loaded.issue.contents
        assert contents is not None
        sections: list[dict[str, Any]] = [
            {
                "title": typeset(section.title),
                "number": s + 1,
                "id": self.id_of(("sections", s)),
                "page": page_mark(self.id_of(("sections", s))),
                "lines": list(self.contents_lines(section, s)),
            }
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
            facts={"lines": sum(len(section["lines"]) for section in sections)},
            outline=(OutlineEntry(0, plain(title), "contents"),),
        )

    def contents_lines(self, section: Section, s: int) -> Iterator[ContentsLine]:
        number = 0
        for i, item in enumerate(section.items):
            loc: Loc = ("sections", s, "items", i)
            item_id = self.id_of(loc)
            number += _is_numbered(item)
            if isinstance(item, ArticleItem):
                yield self.article_line(item_id, number=number)
            elif isinstance(item, GroupItem):
                title = typeset(item.group)
                yield ContentsLine(item_id, title, page_mark(item_id), number=number)
                for a in range(len(item.articles)):
                    inner_id = self.id_of((*loc, "articles", a))
                    yield self.article_line(inner_id, minor=True)
            elif isinstance(item, PhotosItem):
                yield ContentsLine(item_id, typeset(item.photos), page_mark(item_id))

    def article_line(self, item_id: str, *, number: int = 0, minor: bool = False) -> ContentsLine:
        article = self.articles.get(item_id)
        title, kicker = (article.title, article.kicker) if article else ("", "")
        return ContentsLine(item_id, title, page_mark(item_id), kicker, number, minor)

    # -- sections and their items

    def body(self) -> Iterator[Piece | None]:
        """Openers and items: each a piece, or run together as the layout has it (`flow`)."""
        flow = self.layout.spec.flow
        run: list[_Placed] = []
        for s, section in enumerate(self.loaded.issue.sections):
            loc: Loc = ("sections", s)
            heading = self.heading(section, loc, s + 1)
            if section.opener == "page" or flow == "section" or section.start != "any":
                yield from self.run_on(run)
            if section.opener == "page":
                yield self.opener(section, loc, heading)
            for placed in self.placed(section, loc, heading):
                if flow != "item" and not _apart(placed.item):
                    run.append(placed)
                else:
                    yield from self.run_on(run)
                    yield self.alone(placed)
        yield from self.run_on(run)

    def placed(self, section: Section, loc: Loc, heading: Mapping[str, Any]) -> Iterator[_Placed]:
        """The items of a section that can be set; the first carries its band."""
        band = None if section.opener == "page" else heading
        number = 0
        for i, item in enumerate(section.items):
            own = (*loc, "items", i)
            ready = self.ready(item, own)
            if ready:
                number += _is_numbered(item)
                start: Start = getattr(item, "start", "any")
                if start == "any" and band:
                    start = section.start
                yield _Placed(item, ready, own, {**heading, "item_number": number}, band, start)
                band = None

    def heading(self, section: Section, loc: Loc, number: int) -> dict[str, Any]:
        return {
            "id": self.id_of(loc),
            "title": typeset(section.title),
            "number": number,
        }

    def opener(self, section: Section, loc: Loc, heading: dict[str, Any]) -> Piece | None:
        title = heading["title"]
        return self.piece(
            heading["id"],
            "opener",
            title,
            loc,
            context={
                "id": heading["id"],
                "title": title,
                "number": heading["number"],
                "text": typeset(section.text or ""),
                "picture": self.own_picture((*loc, "image")),
                "alt": typeset(section.alt or ""),
                "credit": typeset(section.credit or ""),
                "lines": list(self.contents_lines(section, heading["number"] - 1)),
            },
            facts={
                "title": title,
                "text": section.text or "",
                "image": int(bool(section.image)),
            },
            start=section.start,
            section=plain(title),
            outline=(OutlineEntry(0, plain(title), heading["id"]),),
            alt=(section.image, section.alt),
        )

    def alone(self, placed: _Placed) -> Piece | None:
        """An item as a piece of its own."""
        item, ready = placed.item, placed.ready
        context = dict(ready.context)
        if isinstance(item, PhotosItem):
            context["pictures"] = self.photos(item, placed)
        return self.piece(
            ready.id,
            ready.kind,
            ready.title,
            placed.loc,
            context={
                **context,
                "band": placed.band,
                "section": placed.section,
                "closes": self.closes(placed),
            },
            facts=ready.facts,
            section=plain(placed.section["title"]),
            start=placed.start,
            budget=getattr(item, "pages", None),
            fit=getattr(item, "fit", False),
            variant=_variant(item),
            outline=placed.outline,
        )

    def run_on(self, run: list[_Placed]) -> Iterator[Piece | None]:
        """Items that follow one another on the same pages, as one piece; empties `run`."""
        members = [(placed, kept) for placed in run if (kept := self.member(placed))]
        run.clear()
        if not members:
            return
        first = members[0][0]
        yield self.piece(
            first.band["id"] if first.band else f"{first.ready.id}--run",
            "section",
            first.section["title"],
            first.loc,
            context={
                "items": [kept for _, kept in members],
                "section": first.section,
                "closes": self.closes(members[-1][0]),
            },
            facts={"items": len(members)},
            section=plain(first.section["title"]),
            start=first.start,
            outline=tuple(entry for placed, _ in members for entry in placed.outline),
        )

    def closes(self, placed: _Placed) -> bool:
        """Whether the imprint stands under this item: the last, where the layout has it there."""
        issue = self.loaded.issue
        last = ("sections", len(issue.sections) - 1, "items", len(issue.sections[-1].items) - 1)
        on_cover = issue.back_cover is not None and self.wants_back_cover()
        return self.layout.spec.imprint == "closing" and not on_cover and placed.loc == last

    def member(self, placed: _Placed) -> dict[str, Any] | None:
        """An item of a run as the template gets it; None for one that the layout cannot set."""
        ready = placed.ready
        kind = self.layout.kind(ready.kind)
        if kind is None:
            self.lacks(ready.kind, placed.loc)
            return None
        self.check(ready.kind, kind, ready.facts, ready.id, placed.loc)
        variant = _variant(placed.item)
        if variant is not None and self.template(kind, ready.kind, variant, placed.loc) is None:
            return None
        return {
            "kind": ready.kind,
            "id": ready.id,
            "title": ready.title,
            "variant": variant or "",
            "band": placed.band,
            "section": placed.section,
            **ready.context,
        }

    def ready(self, item: AnyItem, loc: Loc) -> _Ready | None:
        """What a template needs to set an item; None for an article that could not be read."""
        item_id = self.id_of(loc)
        if isinstance(item, ArticleItem):
            article = self.articles.get(item_id)
            if article is None:
                return None
            return _Ready(item_id, item.kind, article.title, {"article": article}, _facts(article))
        if isinstance(item, GroupItem):
            members = self.named_articles((*loc, "articles"), len(item.articles))
            title = typeset(item.group)
            return _Ready(
                item_id,
                item.kind,
                title,
                {"id": item_id, "title": title, "articles": members},
                {"title": title, "articles": len(members)},
                tuple(OutlineEntry(2, plain(a.title), a.id) for a in members),
            )
        if isinstance(item, PhotosItem):
            title = typeset(item.photos)
            text = typeset(item.text or "")
            return _Ready(
                item_id,
                item.kind,
                title,
                {"id": item_id, "title": title, "text": text},
                {"title": title, "text": text, "pictures": len(item.pictures)},
            )
        return self.filler(item, loc, item_id)

    def filler(self, item: Filler, loc: Loc, item_id: str) -> _Ready:
        title = typeset(item.filler)
        if item.image and not item.alt:
            self.problems.add("P006", self.loaded.document.where((*loc, "image")), path=item.image)
        context = {
            "id": item_id,
            "title": title,
            "style": item.style or "",
            "paragraphs": _paragraphs(item.text),
            "picture": self.own_picture((*loc, "image")),
            "alt": typeset(item.alt or ""),
            "credit": typeset(item.credit or ""),
        }
        facts: Facts = {"title": title, "text": item.text or "", "image": int(bool(item.image))}
        return _Ready(item_id, item.kind, title, context, facts)

    def photos(self, item: PhotosItem, placed: _Placed) -> list[dict[str, Any]]:
        loc, layout = placed.loc, self.layout.spec
        page, rules = layout.geometry, layout.photo_page
        heading = rules.heading + (rules.band if placed.band else 0)
        heading += (rules.text if item.text else 0) + (rules.imprint if self.closes(placed) else 0)
        # `heading` and `text` are for one line
        heading += self.further_lines(len(item.photos), "title")
        heading += self.further_lines(len(item.text or ""), "lead")
        files = [self.own_picture((*loc, "pictures", i, "file")) for i in range(len(item.pictures))]
        there = [
            (file, spec)
            for file, spec in zip(files, item.pictures, strict=True)
            if file is not None
        ]

        def caption(picture: int, width: float) -> float:
            spec = there[picture][1]
            words = len(spec.caption or "") + (len(spec.credit) + _BY if spec.credit else 0)
            if not words:
                return 0.0
            return self.reckoned(words, width, "caption") + rules.caption

        # The last row needs no distance below it
        height = page.text_height - heading + rules.between
        rows = -(-len(there) // 3)
        height = max(height, rows * (rules.between + _LEAST_ROW))

        def rows_of(width: float) -> list[PhotoSlot]:
            shapes = [file.ratio for file, _ in there]
            return photo_rows(shapes, width, height, layout.gutter, rules.between, captions=caption)

        chosen = rows_of(page.text_width) if there else []
        # A little narrower rather than a picture coarse for want of a few pixels
        floor = layout.pictures.floor_ppi / 25.4
        enough = min(
            (
                min(file.width, file.height * slot.ratio) / floor / slot.width
                for (file, _), slot in zip(there, chosen, strict=True)
                if not file.is_artwork
            ),
            default=1.0,
        )
        if _LEAST_SHARE <= enough < 1:
            chosen = rows_of(page.text_width * enough)
        slots = iter(chosen)
        result = []
        for i, (spec, file) in enumerate(zip(item.pictures, files, strict=True)):
            if not spec.alt:
                where = self.loaded.document.where((*loc, "pictures", i))
                self.problems.add("P006", where, path=spec.file)
            if file is None:
                continue
            result.append(
                {
                    "picture": file,
                    "slot": next(slots),
                    "focus": spec.focus,
                    "caption": render_inline(spec.caption) if spec.caption else "",
                    "credit": typeset(spec.credit or ""),
                    "alt": typeset(spec.alt or ""),
                }
            )
        return result

    def further_lines(self, letters: int, step: str) -> float:
        """The height in mm of a text over the type area after its first line."""
        width = self.layout.spec.geometry.text_width
        return max(0.0, self.reckoned(letters, width, step) - self.reckoned(1, width, step))

    def reckoned(self, letters: int, width: float, step: str) -> float:
        """The height in mm of so many letters in a step of the type scale; not set to find out."""
        spec = self.layout.spec
        size = spec.type.get(step)
        points = (size.size, size.leading) if size else (spec.baseline * _SIZE, spec.baseline)
        return text_height(letters, width, *points)

    def imprint(self) -> Piece | None:
        return self.piece(
            "imprint",
            "imprint",
            typeset(self.loaded.bulletin.publisher),
            ("imprint",),
            zone="back",
            context={},
            facts={},
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
                "paragraphs": _paragraphs(back.text),
                "picture": self.own_picture(("back_cover", "image")),
                "alt": typeset(back.alt or ""),
                "credit": typeset(back.credit or ""),
            },
            facts={
                "title": back.title or "",
                "text": back.text or "",
                "image": int(bool(back.image)),
            },
            alt=(back.image, back.alt),
        )

    # -- fillers

    def fillers(self) -> Iterator[Piece | None]:
        """Fillers that may take a page of their own."""
        for i, filler in enumerate(self.loaded.issue.fillers):
            loc: Loc = ("fillers", i)
            if filler.size != "part":
                section = {"id": "", "title": "", "number": 0, "item_number": 0}
                ready = self.filler(filler, loc, self.id_of(loc))
                with self.problems.holding(*FEW_PIXELS) as held:
                    piece = self.alone(_Placed(filler, ready, loc, section, None, "any"))
                yield piece and replace(piece, held=tuple(held))

    def parts(self) -> Iterator[PartFiller]:
        """Fillers that may stand under other text, where the layout sets such."""
        kind = self.layout.kind("filler")
        if kind is None or kind.part is None:
            return
        for i, filler in enumerate(self.loaded.issue.fillers):
            if filler.size == "page":
                continue
            loc: Loc = ("fillers", i)
            ready = self.filler(filler, loc, self.id_of(loc))
            assets = self.assets(AS_DESIGNED)
            where = self.loaded.document.where(loc)
            context = {**ready.context, "band": None}
            with self.problems.holding(*FEW_PIXELS) as held:
                html = self.set_template(
                    kind.part, ready.id, where, ready.title, kind, assets, context
                )
            if html is None:
                continue
            page = self.set_template(
                "_page.html.j2",
                ready.id,
                where,
                ready.title,
                kind,
                assets,
                {"closing": {"html": Markup(html), "space": 0}},
            )
            if page is None:
                continue
            used = tuple(assets.table.values())
            job = RenderJob(
                f"{ready.id}--part", page, self.layout.sheets(), used, grid=self.layout.grid()
            )
            title = plain(ready.title)
            alone = Piece(ready.id, "filler", job, title, where, held=tuple(held))
            yield PartFiller(alone, html, used)

    def id_of(self, loc: Loc) -> str:
        return self.loaded.ids.get(loc, "")


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
        problems: what the layout lacks or limits (L002, L003, L004, L012, L013), pictures (P…).
        planned: called with each piece as soon as it is there.

    Raises:
        OSError: a prepared picture cannot be kept.
    """
    ours = _retitled(loaded, articles)
    if layout.spec.notes == "foot":
        ours = {name: with_notes_at_foot(article) for name, article in ours.items()}
    planner = _Planner(loaded, ours, layout, store, problems)
    pieces = tuple(_each(planner.pieces(), planned))
    fillers, parts = tuple(_each(planner.fillers(), planned)), tuple(planner.parts())
    set_in = {a.url for piece in (*pieces, *fillers) for a in piece.job.assets}
    return Plan(
        pieces,
        fillers,
        parts,
        words=sum(article.words for article in articles.values()),
        pictures=len({s.file.sha256 for url, s in planner.sources.items() if url in set_in}),
        sources=planner.sources,
        again=planner.again,
    )


def _paragraphs(text: str | None) -> list[str]:
    """A text of the manifest: its paragraphs are divided by empty lines."""
    return [typeset(paragraph) for paragraph in (text or "").split("\n\n") if paragraph.strip()]


def _apart(item: AnyItem) -> bool:
    """Whether an item stands on pages of its own even where others run on."""
    return (
        isinstance(item, PhotosItem)
        or getattr(item, "start", "any") != "any"
        or getattr(item, "pages", None) is not None
    )


def _is_numbered(item: AnyItem) -> bool:
    return isinstance(item, ArticleItem | GroupItem)


def _variant(item: AnyItem) -> str | None:
    if isinstance(item, Filler):
        return item.style or getattr(item, "variant", None)
    return item.variant


def _entry(band: Mapping[str, Any] | None) -> tuple[OutlineEntry, ...]:
    return (OutlineEntry(0, plain(band["title"]), band["id"]),) if band else ()


def _facts(article: Article) -> Facts:
    return {
        "title": article.title,
        "kicker": article.kicker,
        "lead": article.lead,
        "credit": article.credit,
        "picture": int(article.lead_picture is not None),
        "pictures": sum(1 for _ in article.pictures),
        "words": article.words,
        "notes": len(article.notes),
    }


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
