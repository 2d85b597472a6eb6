"""An edition put into the catalogue's tables, taken out of them, and read back from them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from printshop.archive.folding import canonical, fold
from printshop.archive.model import InArchive, Kept
from printshop.archive.query import EVERY
from printshop.archive.schema import packed, unpacked
from printshop.record import ItemRecord

if TYPE_CHECKING:
    import sqlite3

PAGE = "page"
"""The kind of what is no item: a page of an old file, that no item covers."""
LETTERS = {"author": "a", "photographer": "p", "place": "l", "section": "s"}
"""What facets begin with, by the kind of name."""
_MOST = 0xFFFF
"""Items of an edition, and pages."""
_SLOTS = 0xFF
"""Editions of one day, less one."""


@dataclass(frozen=True)
class Stamp:
    """What a bag is known by: when it is this, it is taken for unchanged."""

    digest: str = ""
    """SHA-256 of its tag manifest, which vouches for all other files."""
    size: int = 0
    """Of the tag manifest, in bytes."""
    changed: int = 0
    """Of the tag manifest, in nanoseconds."""


@dataclass(frozen=True)
class BagRow:
    """What the catalogue has of every bag."""

    bulletin: str
    name: str
    issue: str
    """The number of the issue."""
    date: str
    title: str
    pages: int
    origin: str
    file: str


@dataclass(frozen=True)
class ItemRow:
    """What it has of an item, or of a page that no item covers."""

    key: str
    kind: str
    title: str
    part_of: str
    lead: str
    first: int
    last: int
    folio: str
    text: str
    names: tuple[tuple[str, str], ...]
    """Kind and name as printed: authors, photographers, places, section."""


@dataclass(frozen=True)
class Rows:
    """An edition as the catalogue has it."""

    bag: BagRow
    sections: tuple[str, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    """Folio and text."""
    items: tuple[ItemRow, ...] = ()


def rows_of(in_archive: InArchive, *, latest: bool = True) -> Rows:
    """What the catalogue is to have of an edition.

    Args:
        in_archive: the edition and its bag.
        latest: whether no later version takes its place; of others, only that they exist is kept.

    Raises:
        ValueError: what the bag says cannot be.
    """
    kept, record = in_archive.kept, in_archive.kept.record
    bag = BagRow(
        bulletin=_text(record.bulletin),
        name=_text(record.name),
        issue=_text(record.number),
        date=record.date.isoformat(),
        title=_text(record.title),
        pages=len(kept.pages),
        origin=_text(kept.origin),
        file=_text(kept.file),
    )
    if not latest:
        return Rows(bag)
    items = [*record.items, *_bare_pages(kept)]
    if max(len(items), len(kept.pages)) > _MOST:
        raise ValueError(f"{len(items)} items, {len(kept.pages)} pages")
    return Rows(
        bag,
        tuple(_text(section) for section in record.sections),
        tuple(
            (_text(_folio(record.folios, i)), _text(text))
            for i, text in enumerate(kept.pages, start=1)
        ),
        tuple(_item_row(item) for item in items),
    )


def fill(
    connection: sqlite3.Connection,
    in_archive: InArchive,
    stamp: Stamp | None = None,
    *,
    latest: bool = True,
) -> None:
    """Put an edition in; the caller has the transaction.

    Args:
        connection: to a catalogue that does not have this bag.
        in_archive: the edition and its bag.
        stamp: what the bag is known by.
        latest: as for `rows_of`.

    Raises:
        ValueError: what the bag says cannot be; nothing was put in.
    """
    rows, place, known = rows_of(in_archive, latest=latest), in_archive.place, stamp or Stamp()
    base = _base(connection, in_archive.kept.record.date.toordinal())
    values = (place.edition, place.version, int(latest), *astuple(known), *astuple(rows.bag))
    added = connection.execute(f"insert into bags values (null{', ?' * len(values)})", values)
    number = int(added.lastrowid or 0)
    connection.executemany(
        "insert into sections values (?, ?, ?)",
        [(number, i, _name(connection, "section", s)) for i, s in enumerate(rows.sections)],
    )
    connection.executemany(
        "insert into pages values (?, ?, ?)",
        (
            (page_key(number, i), folio, packed(text))
            for i, (folio, text) in enumerate(rows.pages, start=1)
        ),
    )
    # numbers must go up, or the index is written to the disk each time
    for i in reversed(range(len(rows.items))):
        _fill_item(connection, number, base + _MOST - i, rows.items[i])


def rows_in(connection: sqlite3.Connection, number: int) -> Rows:
    """What the catalogue has of the bag `number`.

    Raises:
        ValueError, zlib.error, sqlite3.DatabaseError: the catalogue is damaged.
    """
    bag = connection.execute(
        "select bulletin, name, issue, date, title, pages, origin, file from bags where number = ?",
        (number,),
    ).fetchone()
    sections = connection.execute(
        "select printed from sections join names on names.id = name where bag = ?"
        " order by position",
        (number,),
    )
    pages = connection.execute(
        "select folio, text from pages where id between ? and ? order by id", _pages_of(number)
    )
    items = connection.execute(
        "select id, key, kind, title, part_of, lead, first, last, folio, text from items"
        " where bag = ? order by id desc",
        (number,),
    )
    return Rows(
        BagRow(*bag),
        tuple(row[0] for row in sections),
        tuple((folio, unpacked(text)) for folio, text in pages),
        tuple(
            ItemRow(*[*row[1:-1], unpacked(row[-1]), tuple(connection.execute(_NAMES, row[:1]))])
            for row in items
        ),
    )


def empty(connection: sqlite3.Connection, number: int) -> None:
    """Take a bag out, by its number in the catalogue; the caller has the transaction.

    Raises:
        ValueError, zlib.error, sqlite3.DatabaseError: the catalogue is damaged.
    """
    for key, title, lead, text, facets in connection.execute(
        "select id, title, lead, text, facets from items where bag = ?", (number,)
    ).fetchall():
        names = connection.execute(_NAMES, (key,)).fetchall()
        indexed = _indexed(title, lead, unpacked(text), names)
        for statement, values in zip(_DELETE, indexed, strict=True):
            connection.execute(statement, (key, *values, facets))
        connection.execute("delete from credits where item = ?", (key,))
    connection.execute("delete from items where bag = ?", (number,))
    connection.execute("delete from sections where bag = ?", (number,))
    connection.execute("delete from pages where id between ? and ?", _pages_of(number))
    connection.execute("delete from bags where number = ?", (number,))


def tidy(connection: sqlite3.Connection) -> None:
    """Forget names that nothing bears any more."""
    connection.execute(
        "delete from names where id not in (select name from credits)"
        " and id not in (select name from sections)"
    )


def first_key(day: int) -> int:
    """The least number that an item of this day or a later one has; days as `date.toordinal`."""
    return day << 24


def page_key(bag: int, page: int) -> int:
    """The number of a page in the catalogue."""
    return bag << 16 | page


def _pages_of(bag: int) -> tuple[int, int]:
    return page_key(bag, 0), page_key(bag, _MOST)


_INSERT = (
    "insert into heads (rowid, title, lead, people, folded_title, folded_lead, folded_people,"
    " facets) values (?, ?, ?, ?, ?, ?, ?, ?)",
    "insert into words (rowid, text, folded_text, facets) values (?, ?, ?, ?)",
)
_DELETE = (
    "insert into heads (heads, rowid, title, lead, people, folded_title, folded_lead,"
    " folded_people, facets) values ('delete', ?, ?, ?, ?, ?, ?, ?, ?)",
    "insert into words (words, rowid, text, folded_text, facets) values ('delete', ?, ?, ?, ?)",
)
_NAMES = (
    "select kind, printed from credits join names on names.id = name where item = ?"
    " order by position"
)


def _fill_item(connection: sqlite3.Connection, bag: int, key: int, item: ItemRow) -> None:
    numbers = [(kind, _name(connection, kind, name)) for kind, name in item.names]
    facets = _apart(["", *(f"{LETTERS[kind]}{number}" for kind, number in numbers), ""])
    places = (item.first, item.last, item.folio)
    values = (item.key, item.kind, item.title, item.part_of, item.lead, *places)
    connection.execute(
        "insert into items values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (key, bag, *values, facets, packed(item.text)),
    )
    connection.executemany(
        "insert into credits values (?, ?, ?)",
        ((key, i, number) for i, (_, number) in enumerate(numbers)),
    )
    indexed = _indexed(item.title, item.lead, item.text, item.names)
    for statement, row in zip(_INSERT, indexed, strict=True):
        connection.execute(statement, (key, *row, facets))


def _indexed(
    title: str, lead: str, text: str, names: Sequence[tuple[str, str]]
) -> tuple[list[str], ...]:
    """What each of the two indexes has of an item, canonical and folded."""
    people = [canonical(name) for kind, name in names if kind != "section"]
    heads = [canonical(title), canonical(lead), _apart(people)]
    said = canonical(text)
    words = _apart([said, *(part for part in (*heads[:2], *people) if part not in said)])
    return [*heads, *map(fold, heads)], [words, fold(words)]


def _apart(texts: Sequence[str]) -> str:
    """One text of which no phrase reaches from one part into the next."""
    return f" {EVERY} ".join(texts)


def _name(connection: sqlite3.Connection, kind: str, printed: str) -> int:
    """The number of a name; it is put in where it is new."""
    known = connection.execute(
        "select id from names where kind = ? and printed = ?", (kind, printed)
    ).fetchone()
    if known:
        return int(known[0])
    added = connection.execute(
        "insert into names values (null, ?, ?, ?)", (kind, printed, fold(printed))
    )
    return int(added.lastrowid or 0)


def _item_row(item: ItemRecord) -> ItemRow:
    if not 1 <= int(item.first) <= int(item.last) <= _MOST:
        raise ValueError(f"pages {item.first}–{item.last}")
    named = {"author": item.authors, "photographer": item.photographers, "place": item.places}
    names = [(kind, _text(name)) for kind in named for name in named[kind] if name.strip()]
    if item.section:
        names.append(("section", _text(item.section)))
    return ItemRow(
        key=_text(item.id),
        kind=_text(item.kind),
        title=_text(item.title),
        part_of=_text(item.group),
        lead=_text(item.lead),
        first=int(item.first),
        last=int(item.last),
        folio=_text(item.folio),
        text=_text(item.text),
        names=tuple(dict.fromkeys(names)),
    )


def _bare_pages(kept: Kept) -> Iterator[ItemRecord]:
    """Pages of an old file that no item covers, as if each were one."""
    if kept.origin != "pdf":
        return
    covered = {page for item in kept.record.items for page in range(item.first, item.last + 1)}
    for page, text in enumerate(kept.pages, start=1):
        if page not in covered and text.strip():
            folio = _folio(kept.record.folios, page)
            yield ItemRecord(f"page {page}", PAGE, "", page, page, folio, text=text)


def _base(connection: sqlite3.Connection, day: int) -> int:
    """What the numbers of a new edition's items begin behind: its day, and a slot of that day."""
    taken: Iterable[Any] = connection.execute(
        "select distinct id >> 16 from items where id >= ? and id < ?",
        (first_key(day), first_key(day + 1)),
    )
    slots = {row[0] & _SLOTS for row in taken}
    free = next((slot for slot in range(_SLOTS + 1) if slot not in slots), None)
    if free is None:
        raise ValueError(f"{len(slots)} editions of one day")
    return first_key(day) | free << 16


def _folio(folios: Sequence[str], page: int) -> str:
    return folios[page - 1] if page <= len(folios) else str(page)


def _text(text: object) -> str:
    """A text that a bag has, in NFC; of what is no text at all, ValueError."""
    if not isinstance(text, str):
        raise ValueError(f"`{text}` is no text")
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
