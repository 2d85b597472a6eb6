"""Finding items by words: what comes first, and what is shown of it.

Results come in tiers, and within a tier the newer first. Diacritics decide before all (as typed,
then as typed where there are any, then without), then whether the words stand together, then
title, lead, text. So nothing is scored, and no item that has a word many times hides another.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from printshop.archive.filling import PAGE, first_key, page_key
from printshop.archive.folding import fold, words
from printshop.archive.query import (
    Asked,
    Query,
    Rigour,
    Unit,
    all_of,
    any_of,
    facet,
    in_a_row,
    near,
    read_query,
    rigours,
)
from printshop.archive.schema import unpacked
from printshop.archive.snippet import Snippet, page_of, snippet

if TYPE_CHECKING:
    import sqlite3

_HEADS = ("title", "lead", "people")
_TEXT = ("text",)
_FACETS = {"author": "a", "photographer": "p", "section": "s"}
_TRIES = 50
"""Combinations of so many words of a query, where no item has all."""
_PAGES_READ = 60
"""Of one item, looking for the page of a hit."""


@dataclass(frozen=True)
class Hit:
    """An item that was found."""

    edition: str
    version: int
    name: str
    """What the edition is called: the bulletin with its number and month."""
    date: dt.date
    item: str
    """The item's id in its edition; of a page of an old file: `page 12`."""
    kind: str
    """As in the record; `page` for a page of an old file that no item covers."""
    title: str
    section: str
    authors: tuple[str, ...]
    photographers: tuple[str, ...]
    page: int
    """The page of the hit, counted from 1 in the order of the file."""
    folio: str
    """The number printed on it."""
    snippet: Snippet
    exact: bool
    """Whether the words that were asked for with diacritics stand there with these very ones;
    False where none was."""
    file: Path
    """The PDF, from the archive's folder."""


@dataclass(frozen=True)
class Found:
    """What a search came to."""

    hits: list[Hit]
    """The best, as many as were asked for."""
    total: int
    """How many items there are in all."""
    asked: Asked
    """How the query was read."""
    some: bool = False
    """No item has all the words: these have some."""
    unknown: dict[str, list[str]] = field(default_factory=dict)
    """For `author`, `photographer`, `section`: the names there are, where none was like it."""


def find(connection: sqlite3.Connection, query: Query) -> Found:
    """Search the catalogue.

    Raises:
        sqlite3.DatabaseError, zlib.error, ValueError: the catalogue is damaged.
    """
    asked = read_query(query.text)
    scope, unknown = _scope(connection, query)
    if unknown or query.limit < 1:
        return Found([], 0, asked, unknown=unknown)
    search = _Search(connection, scope, asked.without)
    units: Sequence[Unit] = asked.units
    hits = search.best(units, query.limit)
    some = not hits and bool(units)
    if some:
        units = search.fewer(units)
        hits = search.best(units, query.limit) if units else []
    total = search.count(units) if hits else 0
    return Found(search.shown(hits, asked.units), total, asked, some=bool(some and hits))


@dataclass(frozen=True)
class _Scope:
    """What a search is confined to."""

    facets: tuple[str, ...]
    """Expressions."""
    first: int
    last: int
    """Numbers of items."""


def _scope(connection: sqlite3.Connection, query: Query) -> tuple[_Scope, dict[str, list[str]]]:
    """Where to search; and for what is confined to a name that nobody has, the names there are."""
    facets, unknown = [], {}
    for kind, letter in _FACETS.items():
        wanted = words(fold(getattr(query, kind)))
        if not wanted:
            continue
        known = connection.execute(
            "select id, printed, folded from names where kind = ?", (kind,)
        ).fetchall()
        needle = f" {' '.join(wanted)} "
        numbers = [
            number for number, _, folded in known if needle in f" {' '.join(words(folded))} "
        ]
        if numbers:
            facets.append(facet([f"{letter}{number}" for number in numbers]))
        else:
            unknown[kind] = [printed for _, printed, _ in known]
    since, until = query.since or 1, query.until or dt.MAXYEAR
    first = first_key(dt.date(min(max(since, 1), dt.MAXYEAR), 1, 1).toordinal())
    last = first_key(dt.date(min(max(until, 1), dt.MAXYEAR), 12, 31).toordinal() + 1) - 1
    return _Scope(tuple(facets), first, last), unknown


@dataclass
class _Search:
    """One search within its scope."""

    connection: sqlite3.Connection
    scope: _Scope
    without: tuple[Unit, ...]
    """What a hit must not have."""

    def best(self, units: Sequence[Unit], limit: int) -> list[tuple[int, Rigour]]:
        """The numbers of the first items, with how they compare."""
        found: dict[int, Rigour] = {}
        wanted = min(limit, self.count(units))
        for rigour, table, expression in _tiers(units) if wanted else ():
            for key in self._keys(table, expression):
                if table == "words" or key not in self._excluded:
                    found.setdefault(key, rigour)
                if len(found) == wanted:
                    return list(found.items())
        return list(found.items())

    def count(self, units: Sequence[Unit]) -> int:
        """How many items there are in all."""
        expression = self._confined("words", all_of(units, Rigour.FOLDED, _TEXT))
        row = self.connection.execute(
            "select count(*) from words where words match ? and rowid between ? and ?",
            (expression, self.scope.first, self.scope.last),
        ).fetchone()
        return int(row[0])

    def fewer(self, units: Sequence[Unit]) -> Sequence[Unit]:
        """The most units that some item has together; none where none has any."""
        known = [unit for unit in units if self._has((unit,))]
        for size in range(len(known), 0, -1):
            # all combinations of a long query would take for ever
            for chosen in itertools.islice(itertools.combinations(known, size), _TRIES):
                if self._has(chosen):
                    return chosen
        return ()

    @cached_property
    def _excluded(self) -> frozenset[int]:
        found = set[int]()
        for unit in self.without:
            expression = all_of([unit], Rigour.MARKED, _TEXT)
            rows = self.connection.execute(
                "select rowid from words where words match ?", (expression,)
            )
            found.update(row[0] for row in rows)
        return frozenset(found)

    def _keys(self, table: str, expression: str) -> Iterator[int]:
        """The numbers of items, the newest first; `heads` does not know what is to be left out."""
        cursor = self.connection.execute(
            f"select rowid from {table} where {table} match ? and rowid between ? and ?"
            " order by rowid desc",
            (self._confined(table, expression), self.scope.first, self.scope.last),
        )
        return (int(row[0]) for row in cursor)

    def _has(self, units: Sequence[Unit]) -> bool:
        return next(self._keys("words", all_of(units, Rigour.FOLDED, _TEXT)), None) is not None

    def _confined(self, table: str, expression: str) -> str:
        """An expression within the scope."""
        found = " AND ".join([f"({part})" for part in (*self.scope.facets, expression)])
        if table == "words" and self.without:
            found = f"({found}) NOT {any_of(self.without, Rigour.MARKED, _TEXT)}"
        return found

    def shown(self, found: Sequence[tuple[int, Rigour]], units: Sequence[Unit]) -> list[Hit]:
        """What is shown of items, in their order."""
        return [self._hit(key, rigour, units) for key, rigour in found]

    def _hit(self, key: int, rigour: Rigour, units: Sequence[Unit]) -> Hit:
        row = self.connection.execute(_ITEM, (key,)).fetchone()
        bag, edition, version, name, date, file, item, kind, title, first, last, folio, text = row
        words_of_it = unpacked(text)
        names = self.connection.execute(_NAMES, (key,)).fetchall()
        skip = _behind(words_of_it, title)
        page, printed = self._page(bag, first, last, units, rigour) or (first, folio)
        marked = any(mark for unit in units for mark in unit.marked)
        return Hit(
            edition=edition,
            version=version,
            name=name,
            date=dt.date.fromisoformat(date),
            item=item,
            kind=kind,
            title=title if kind != PAGE else "",
            section=next((printed for sort, printed in names if sort == "section"), ""),
            authors=tuple(printed for sort, printed in names if sort == "author"),
            photographers=tuple(printed for sort, printed in names if sort == "photographer"),
            page=page,
            folio=printed,
            snippet=snippet(words_of_it, units, rigour, skip),
            exact=marked and rigour is not Rigour.FOLDED,
            file=Path(edition, f"v{version}", "data", file),
        )

    def _page(
        self, bag: int, first: int, last: int, units: Sequence[Unit], rigour: Rigour
    ) -> tuple[int, str] | None:
        """Number and folio of the first page of an item that holds what was looked for."""
        if not units or first == last:
            return None
        rows: list[Any] = self.connection.execute(
            "select id, folio, text from pages where id between ? and ? order by id limit ?",
            (page_key(bag, first), page_key(bag, last), _PAGES_READ),
        ).fetchall()
        pages = [(key - page_key(bag, 0), folio, unpacked(text)) for key, folio, text in rows]
        at = page_of(pages, units, rigour)
        return None if at is None else pages[at][:2]


_ITEM = """
select bag, edition, version, name, date, file, key, kind, items.title, first, last, folio, text
from items join bags on bags.number = bag where items.id = ?
"""
_NAMES = """
select kind, printed from credits join names on names.id = name where item = ? order by position
"""


def _tiers(units: Sequence[Unit]) -> Iterator[tuple[Rigour, str, str]]:
    """What is looked for in which table, the best first; a later one finds an earlier one's too."""
    if not units:
        yield Rigour.FOLDED, "words", all_of((), Rigour.FOLDED, _TEXT)
        return
    for rigour in rigours(units):
        for part in ("title", "lead"):
            yield rigour, "heads", in_a_row(units, rigour, [part])
        yield rigour, "words", in_a_row(units, rigour, _TEXT)
        if len(units) > 1:
            for parts in (["title"], _HEADS):
                yield rigour, "heads", all_of(units, rigour, parts)
            yield rigour, "words", near(units, rigour, _TEXT)
            yield rigour, "words", all_of(units, rigour, _TEXT)


def _behind(text: str, title: str) -> int:
    """Where the text goes on behind its title."""
    at = text.find(title) if title else -1
    return at + len(title) if 0 <= at < 200 else 0
