"""The pages of the site: templates filled with what is on the shelf."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from printshop.archive.site.covers import Cover
from printshop.archive.site.shelf import (
    Index,
    IndexPage,
    Shelved,
    indexes_of,
    paged,
    years_of,
)

TEMPLATES = Path(__file__).parent / "templates"
ARTICLES_A_PAGE = 800
"""Of an index: a page of 250 kB."""
FEW = 24
"""So many covers stand on the start page; of more, a picture a year."""
HEADLINES = 6
"""Of the latest edition, on the start page."""
_INFO = {"date": "Bagging-Date", "reason": "Correction-Reason"}


@dataclass(frozen=True)
class Site:
    """What every page says."""

    name: str
    publisher: str
    issn: str
    editions: str
    articles: str
    span: str
    """The years."""
    menu: tuple[Mapping[str, str], ...]


def pages_of(
    shelf: Sequence[Shelved],
    covers: Mapping[str, Cover],
    sizes: Mapping[str, int],
    name: str,
) -> Iterator[tuple[str, bytes]]:
    """Every page, by its path from the site's root.

    Args:
        shelf: the editions, the oldest first; at least one.
        covers: by edition; one may be missing.
        sizes: of the PDFs, in bytes, by edition.
        name: of the bulletin; where it is empty, what most editions are called.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = _day
    environment.filters["absolute"] = is_absolute
    indexes = indexes_of(shelf)
    years = years_of(shelf)
    shared: dict[str, Any] = {"site": _site(shelf, indexes, name), "covers": covers}

    def page(name: str, template: str, title: str, **data: Any) -> tuple[str, bytes]:
        root = "../" * name.count("/")
        place = data.pop("place", "")
        text = environment.get_template(template).render(
            **shared, root=root, page_title=title, place=place, **data
        )
        return name, text.encode()

    latest = shelf[-1]
    headlines = [article for article in latest.listed if not article.member][:HEADLINES]
    yield page(
        "index.html",
        "index.html.j2",
        "",
        place="index",
        latest=latest,
        headlines=headlines,
        years=years,
        few=len(shelf) <= FEW,
    )
    numbers = [year for year, _ in reversed(years)]
    for year, editions in years:
        yield page(
            f"nam/{year}.html",
            "year.html.j2",
            f"Năm {year}",
            year=year,
            editions=editions,
            **_neighbours(numbers, numbers.index(year)),
        )
    for at, edition in enumerate(shelf):
        yield page(
            f"so/{edition.id}.html",
            "edition.html.j2",
            f"{edition.label}, {_day(edition.record.date)}",
            edition=edition,
            size=_size(sizes.get(edition.id, 0)),
            facts=list(_facts(edition, shared["site"].name)),
            versions=_versions(edition),
            **_neighbours(shelf, at),
        )
    for index in indexes:
        for name, data in _index_pages(index):
            yield page(name, "names.html.j2", index.title, index=index, **data)
    yield page(
        "tim-kiem.html", "search.html.j2", "Tìm kiếm", place="search", site_years=numbers[::-1]
    )


def _site(shelf: Sequence[Shelved], indexes: Sequence[Index], name: str) -> Site:
    names = Counter(edition.record.bulletin for edition in shelf)
    name = name or names.most_common(1)[0][0]
    record = next(
        (e.record for e in reversed(shelf) if e.record.bulletin == name), shelf[-1].record
    )
    first, last = shelf[0].year, shelf[-1].year
    links = [{"title": i.title, "href": i.first, "place": i.stem} for i in indexes if i.groups]
    return Site(
        name=name,
        publisher=record.publisher,
        issn=record.issn,
        editions=_number(len(shelf)),
        articles=_number(sum(len(edition.listed) for edition in shelf)),
        span=str(first) if first == last else f"{first}–{last}",
        menu=(*links, {"title": "Tìm kiếm", "href": "tim-kiem.html", "place": "search"}),
    )


def _neighbours(row: Sequence[Any], at: int) -> dict[str, Any]:
    return {
        "before": row[at - 1] if at > 0 else None,
        "after": row[at + 1] if at + 1 < len(row) else None,
    }


def _facts(edition: Shelved, site: str) -> Iterator[tuple[str, str]]:
    record = edition.record
    if record.bulletin != site:
        yield "Tên ấn phẩm", record.bulletin
    yield "Ngày phát hành", _day(record.date)
    if record.genre:
        yield "Loại", record.genre
    if record.publisher:
        yield "Cơ quan xuất bản", record.publisher
    if record.place:
        yield "Nơi xuất bản", record.place
    if record.issn:
        yield "ISSN", record.issn
    if edition.length:
        yield "Số trang", _number(edition.length)
    origin = edition.newest.kept.origin
    yield "Nguồn tệp", "bản dàn trang gốc" if origin == "printshop" else "tệp PDF cũ"


def _versions(edition: Shelved) -> list[dict[str, str]]:
    """All versions, the newest first."""
    versions = []
    for bag in (edition.newest, *edition.older):
        date = bag.info.get(_INFO["date"], "")
        versions.append(
            {
                "name": f"Bản {bag.place.version}",
                "date": _iso_day(date),
                "reason": bag.info.get(_INFO["reason"], ""),
            }
        )
    return versions


def _iso_day(text: str) -> str:
    try:
        return _day(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _index_pages(index: Index) -> Iterator[tuple[str, dict[str, Any]]]:
    """Pages of an index; of a long one, the list of all names first."""
    anchors = {group.name: f"m{n}" for n, group in enumerate(index.groups)}
    pages, place = paged(index, ARTICLES_A_PAGE)
    several = len(pages) > 1
    if several:  # the first page is the list of names
        pages, place = paged_after(index)
    else:
        place = {name: f"#{anchor}" for name, anchor in anchors.items()}
    names = [
        {"name": g.name, "letter": g.letter, "href": place[g.name], "count": len(g.articles)}
        for g in index.groups
    ]
    letters = index.stem != "chuyen-muc"
    overview = [
        (letter, list(group))
        for letter, group in groupby(names, key=lambda n: n["letter"] if letters else "")
    ]
    shared = {"letters": letters, "place": index.stem}
    if several:
        yield (
            index.first,
            {**shared, "overview": overview, "groups": (), "pages": 1, **_neighbours([0], 0)},
        )
        overview = []
    file_names = [page.name for page in pages]
    seen: set[str] = set()
    for at, page in enumerate(pages):
        groups = [
            {
                "name": group.name,
                "anchor": anchors[group.name],
                "articles": group.articles,
                "more": group.name in seen,
            }
            for group in page.groups
        ]
        seen.update(group.name for group in page.groups)
        yield (
            page.name,
            {
                **shared,
                "overview": overview,
                "groups": groups,
                "pages": len(pages),
                **_neighbours(file_names, at),
            },
        )


def paged_after(index: Index) -> tuple[list[IndexPage], Mapping[str, str]]:
    """Pages that come after a list of all names: none has the index's own name."""
    pages, place = paged(index, ARTICLES_A_PAGE)

    def renamed(name: str) -> str:
        return name.replace(f"{index.stem}.html", f"{index.stem}-1.html")

    return (
        [IndexPage(index, renamed(page.name), page.number, page.groups) for page in pages],
        {name: renamed(href) for name, href in place.items()},
    )


def is_absolute(address: str) -> bool:
    """Whether an address is the same from every page."""
    return bool(urlsplit(address).scheme) or address.startswith("/")


def _day(date: dt.date) -> str:
    return f"{date:%d/%m/%Y}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _size(size: int) -> str:
    if not size:
        return ""
    return (
        f"{size / 1_000_000:.1f} MB".replace(".", ",")
        if size >= 100_000
        else f"{-(-size // 1000)} kB"
    )
