"""The catalogue of an archive: what is in which edition, found in a moment.

The bags are the truth. The catalogue is brought up to date with them whenever it is opened: it
reads anew what differs, and drops what has gone (`upkeep`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

from printshop.archive.agreement import Disagreement, disagreements
from printshop.archive.filling import PAGE
from printshop.archive.folding import fold, words
from printshop.archive.model import CATALOGUE
from printshop.archive.query import Query
from printshop.archive.schema import unpacked
from printshop.archive.search import Found, Hit, find
from printshop.archive.upkeep import check_engine, current, damages, made, note_damage, unusable
from printshop.problems import Problems
from printshop.progress import Progress, Silent
from printshop.text.order import collation_key, name_key

if TYPE_CHECKING:
    import sqlite3

__all__ = [
    "Catalogue",
    "Disagreement",
    "Edition",
    "Item",
    "disagreements",
    "open_catalogue",
    "rebuild",
]

_Result = TypeVar("_Result")
NameKind = Literal["author", "photographer", "place", "section"]


@dataclass(frozen=True)
class Edition:
    """A version of an edition, as the catalogue lists it."""

    id: str
    version: int
    latest: bool
    """Whether it is the one that is searched."""
    bulletin: str
    name: str
    number: str
    date: dt.date
    title: str
    pages: int
    origin: str
    file: Path
    """The PDF, from the archive's folder."""
    sections: tuple[str, ...] = ()
    """In the order of the issue; none of a version that is not the latest."""


@dataclass(frozen=True)
class Item:
    """An item of an edition's latest version."""

    edition: Edition
    id: str
    kind: str
    title: str
    group: str
    lead: str
    first: int
    last: int
    folio: str
    section: str = ""
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    key: int = field(default=0, repr=False)
    """Its number in the catalogue."""


class Catalogue:
    """An open catalogue; leave it by `with` or `close`."""

    def __init__(self, connection: sqlite3.Connection, again: Callable[[], sqlite3.Connection]):
        """Take over a connection; `again` makes the catalogue anew."""
        self._connection = connection
        self._again = again

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def search(self, query: Query) -> list[Hit]:
        """The best hits, in order."""
        return self.find(query).hits

    def find(self, query: Query) -> Found:
        """The best hits, with how many there are and how the query was read."""
        return self._read(lambda connection: find(connection, query))

    def editions(self) -> list[Edition]:
        """All versions of all editions, by date."""
        return self._read(_editions)

    def edition(self, name: str) -> Edition | None:
        """An edition's latest version by its id, or a version by `2017-09/v1`; None for none."""
        found = [e for e in self.editions() if name in (e.id, f"{e.id}/v{e.version}")]
        return next((e for e in found if e.latest), found[-1] if found else None)

    def items(self, year: int | None = None, *, section: str = "", author: str = "") -> list[Item]:
        """The items of the latest versions, by date and then as they follow in the issue.

        Args:
            year: of the editions' dates.
            section: the section's title, any diacritics.
            author: the author's name, any diacritics.
        """
        return [
            item
            for item in self._read(_items)
            if (year is None or item.edition.date.year == year)
            and (not section or _folded(section) == _folded(item.section))
            and (not author or _folded(author) in map(_folded, item.authors))
        ]

    def text(self, item: Item) -> str:
        """All words of an item, a paragraph a line."""
        statement = "select text from items where id = ?"
        return self._read(lambda c: unpacked(c.execute(statement, (item.key,)).fetchone()[0]))

    def names(self, kind: NameKind) -> list[str]:
        """Names as they are printed, in Vietnamese order; people by their last word."""
        statement = "select printed from names where kind = ?"
        rows = self._read(lambda connection: connection.execute(statement, (kind,)).fetchall())
        found = [str(row[0]) for row in rows]
        if kind in ("author", "photographer"):
            return sorted(found, key=name_key)
        return sorted(found, key=collation_key)

    def _read(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        """What `work` reads; where the file turns out to be damaged, it is made again before."""
        try:
            return work(self._connection)
        except damages():
            self._connection.close()
            self._connection = self._again()
            return work(self._connection)


def _editions(connection: sqlite3.Connection) -> list[Edition]:
    sections: dict[int, list[str]] = {}
    for bag, printed in connection.execute(
        "select bag, printed from sections join names on names.id = name order by bag, position"
    ):
        sections.setdefault(bag, []).append(printed)
    rows = connection.execute(
        "select number, edition, version, latest, bulletin, name, issue, date, title, pages,"
        " origin, file from bags order by date, edition, version"
    )
    return [_edition(row, sections.get(row[0], ())) for row in rows]


def _items(connection: sqlite3.Connection) -> list[Item]:
    editions = {(e.id, e.version): e for e in _editions(connection)}
    names: dict[int, dict[str, list[str]]] = {}
    for key, kind, printed in connection.execute(
        "select item, kind, printed from credits join names on names.id = name"
        " order by item, position"
    ):
        names.setdefault(key, {}).setdefault(kind, []).append(printed)
    rows = connection.execute(
        "select id, edition, version, key, kind, items.title, part_of, lead, first, last,"
        " folio from items join bags on bags.number = bag where kind <> ?"
        " order by date, edition, id desc",
        (PAGE,),
    )
    return [_item(row, editions[row[1], row[2]], names.get(row[0], {})) for row in rows]


def _edition(row: Sequence[Any], sections: Sequence[str]) -> Edition:
    return Edition(
        id=row[1],
        version=row[2],
        latest=bool(row[3]),
        bulletin=row[4],
        name=row[5],
        number=row[6],
        date=dt.date.fromisoformat(row[7]),
        title=row[8],
        pages=row[9],
        origin=row[10],
        file=Path(row[1], f"v{row[2]}", "data", row[11]),
        sections=tuple(sections),
    )


def _item(row: Sequence[Any], edition: Edition, names: Mapping[str, Sequence[str]]) -> Item:
    return Item(
        edition=edition,
        id=row[3],
        kind=row[4],
        title=row[5],
        group=row[6],
        lead=row[7],
        first=row[8],
        last=row[9],
        folio=row[10],
        section=next(iter(names.get("section", ())), ""),
        authors=tuple(names.get("author", ())),
        photographers=tuple(names.get("photographer", ())),
        places=tuple(names.get("place", ())),
        key=row[0],
    )


def _folded(text: str) -> list[str]:
    return words(fold(text))


# -- opened and brought up to date


def open_catalogue(root: Path, problems: Problems, progress: Progress | None = None) -> Catalogue:
    """The catalogue of the archive `root`, as its bags are now.

    Args:
        root: the archive; where it is not there, or empty, so is the catalogue.
        problems: V030, V031, V032, V038 and V040 are noted here.
        progress: told of bags that are read.

    Raises:
        StopBuild: this Python cannot search (V038).
    """
    said = progress or Silent()
    check_engine(problems)

    def again() -> sqlite3.Connection:
        note_damage(problems)
        return made(root, problems, said)

    if not (root / CATALOGUE).exists():
        return Catalogue(made(root, problems, said), again)
    try:
        return Catalogue(current(root, problems, said), again)
    except unusable():
        return Catalogue(again(), again)


def rebuild(root: Path, problems: Problems, progress: Progress | None = None) -> None:
    """Make the catalogue from the bags alone. Problems as for `open_catalogue`."""
    check_engine(problems)
    made(root, problems, progress or Silent()).close()
