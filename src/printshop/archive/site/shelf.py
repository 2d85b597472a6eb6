"""What a site shows, arranged: editions by date, what is in them, indexes of names.

Plain data for templates. Pages of the site are named here, and nowhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from printshop.archive.model import InArchive
from printshop.record import EditionRecord, ItemRecord
from printshop.text.order import collation_key, name_key

_SIGNS = re.compile(r"[^\w\s]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Article:
    """What has a line of its own in the contents: of old files without any, each page."""

    edition: Shelved
    number: int
    """In its edition, from 0."""
    title: str
    page: int
    """Counted from 1 in the file."""
    last: int
    folio: str
    """What is printed on that page."""
    text: str
    kind: str = "page"
    """`page` where the file's pages are all that is known."""
    section: str = ""
    lead: str = ""
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    member: bool = False
    """Whether it is part of a group."""

    @property
    def href(self) -> str:
        """The page in the PDF."""
        return f"{self.edition.pdf}#page={self.page}"


@dataclass(frozen=True)
class Shelved:
    """An edition on the shelf."""

    newest: InArchive
    older: tuple[InArchive, ...]
    """Earlier versions, the latest of them first."""
    pdf: str
    """Where the site has its PDF, from the site's root, or an address."""

    @property
    def id(self) -> str:
        """Its name in the archive."""
        return self.newest.place.edition

    @property
    def record(self) -> EditionRecord:
        """What is known of it."""
        return self.newest.kept.record

    @property
    def page(self) -> str:
        """Its page of the site, as an address."""
        return f"so/{quote(self.id)}.html"

    @property
    def cover(self) -> str:
        """Its cover, as an address."""
        return f"bia/{quote(self.id)}.jpg"

    @property
    def year(self) -> int:
        """Of publication."""
        return self.record.date.year

    @property
    def label(self) -> str:
        """What tells it from others of the bulletin."""
        return f"Số {self.record.number}" if self.record.number else self.record.date.isoformat()

    @property
    def length(self) -> int:
        """How many pages the file has."""
        return max(len(self.newest.kept.pages), len(self.record.folios))

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """What is in it, in the order of the pages."""
        if self.record.items:
            return tuple(_of_item(self, i, item) for i, item in enumerate(self.record.items))
        pages = enumerate(self.newest.kept.pages, start=1)
        named = [(page, text) for page, text in pages if text.strip()]
        return tuple(
            Article(self, i, f"Trang {page}", page, page, str(page), text)
            for i, (page, text) in enumerate(named)
        )

    @property
    def listed(self) -> tuple[Article, ...]:
        """Articles that have titles of their own."""
        return tuple(article for article in self.articles if article.kind != "page")

    @property
    def contents(self) -> list[tuple[str, list[Article]]]:
        """Articles by section, in the order of the pages; `""` for what is in none."""
        found: list[tuple[str, list[Article]]] = []
        for article in self.listed:
            if not found or found[-1][0] != article.section:
                found.append((article.section, []))
            found[-1][1].append(article)
        return found


def _of_item(edition: Shelved, number: int, item: ItemRecord) -> Article:
    return Article(
        edition,
        number,
        item.title,
        item.first,
        item.last,
        item.folio or str(item.first),
        item.text,
        item.kind,
        item.section,
        item.lead,
        item.authors,
        item.photographers,
        item.places,
        bool(item.group),
    )


def shelve(bags: Iterable[InArchive], link: str = "") -> list[Shelved]:
    """Editions by date, the oldest first.

    Args:
        bags: all versions of all editions, or the newest ones only.
        link: the address of the archive's folder, where PDFs are not copied.
    """
    by_id: dict[str, list[InArchive]] = {}
    for bag in bags:
        by_id.setdefault(bag.place.edition, []).append(bag)
    shelf = []
    for versions in by_id.values():
        newest, *older = sorted(versions, key=lambda bag: -bag.place.version)
        shelf.append(Shelved(newest, tuple(older), _pdf_of(newest, link)))
    return sorted(shelf, key=lambda edition: (edition.record.date, edition.id))


def _pdf_of(bag: InArchive, link: str) -> str:
    if not link:
        return f"pdf/{quote(bag.place.edition)}.pdf"
    inside = f"{bag.place.edition}/v{bag.place.version}/data/{bag.kept.file}"
    return f"{link.rstrip('/')}/{quote(inside)}"


# -- indexes


@dataclass(frozen=True)
class Group:
    """A name of an index and what stands under it."""

    name: str
    letter: str
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class Index:
    """An index of the site: by author, by section."""

    stem: str
    """Of its pages' names."""
    title: str
    groups: tuple[Group, ...]
    """In Vietnamese order."""
    shows: str
    """What is said of each article beside its edition: `section` or `authors`."""

    @property
    def first(self) -> str:
        """Its first page."""
        return f"{self.stem}.html"


def indexes_of(shelf: Sequence[Shelved]) -> tuple[Index, ...]:
    """The indexes: sections, authors, photographers."""
    articles = [article for edition in reversed(shelf) for article in edition.listed]
    return (
        Index("chuyen-muc", "Chuyên mục", _grouped(articles, _section, collation_key), "authors"),
        Index("tac-gia", "Tác giả", _grouped(articles, lambda a: a.authors, name_key), "section"),
        Index(
            "tac-gia-anh",
            "Tác giả ảnh",
            _grouped(articles, lambda a: a.photographers, name_key),
            "section",
        ),
    )


def _section(article: Article) -> tuple[str, ...]:
    return (article.section,) if article.section and not article.member else ()


def _grouped(
    articles: Iterable[Article],
    names_of: Callable[[Article], Iterable[str]],
    key: Callable[[str], Any],
) -> tuple[Group, ...]:
    found: dict[str, list[Article]] = {}
    for article in articles:
        for name in names_of(article):
            found.setdefault(name, []).append(article)
    by_name = key is name_key
    groups = []
    for name, own in sorted(found.items(), key=lambda pair: (key(bare(pair[0])), pair[0])):
        words = bare(name).split()
        first = words[-1 if by_name else 0] if words else ""
        groups.append(Group(name, letter_of(first) or "#", tuple(own)))
    return tuple(groups)


def bare(name: str) -> str:
    """A name without signs, to sort by: quotation marks stand before all letters."""
    return _SIGNS.sub("", name)


def letter_of(word: str) -> str:
    """The letter of the Vietnamese alphabet that a word begins with: Ánh has A, Ấn has Â."""
    decomposed = unicodedata.normalize("NFD", word[:1].upper())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))


@dataclass(frozen=True)
class IndexPage:
    """A page of an index; a long one has several."""

    index: Index
    name: str
    """Of the file."""
    number: int
    groups: tuple[Group, ...]


def paged(index: Index, limit: int) -> tuple[list[IndexPage], Mapping[str, str]]:
    """An index in pages of about `limit` articles, and where each name's place is.

    A name with more goes on over further pages.
    """
    pages: list[list[Group]] = [[]]
    place: dict[str, str] = {}
    room = limit
    for n, group in enumerate(index.groups):
        rest = group.articles
        if pages[-1] and len(rest) > room:
            pages.append([])
            room = limit
        place[group.name] = f"{_page_name(index, len(pages))}#m{n}"
        while True:
            pages[-1].append(Group(group.name, group.letter, rest[:limit]))
            room -= len(rest[:limit])
            rest = rest[limit:]
            if not rest:
                break
            pages.append([])
            room = limit
    made = [
        IndexPage(index, _page_name(index, number), number, tuple(groups))
        for number, groups in enumerate(pages, start=1)
    ]
    return made, place


def _page_name(index: Index, number: int) -> str:
    return f"{index.stem}.html" if number == 1 else f"{index.stem}-{number}.html"


def years_of(shelf: Sequence[Shelved]) -> list[tuple[int, list[Shelved]]]:
    """Years, the newest first; editions of each, the oldest first."""
    years: dict[int, list[Shelved]] = {}
    for edition in shelf:
        years.setdefault(edition.year, []).append(edition)
    return sorted(years.items(), reverse=True)


def file_of(edition: Shelved) -> Path:
    """The PDF in the archive."""
    return edition.newest.pdf
