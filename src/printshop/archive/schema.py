"""The catalogue's tables, and connections to it.

One SQLite file beside the bags, in which nothing is that the bags do not have: it is made again
whenever its `FORMAT` is another one. It keeps a rollback journal, not a write-ahead log: a log is
two more files, and needs memory that processes share, which network folders do not give.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

FORMAT = 1
"""Goes up with every change of the tables, of folding or of what is put in."""
_APPLICATION = 0x70734361
"""Marks the file as ours (`PRAGMA application_id`)."""
_PATIENCE = 5.0
"""Seconds that we wait for another process that writes."""

TABLES = """
create table bags (
    number integer primary key,
    edition text not null,
    version integer not null,
    latest integer not null,
    digest text not null,
    size integer not null,
    changed integer not null,
    bulletin text not null,
    name text not null,
    issue text not null,
    date text not null,
    title text not null,
    pages integer not null,
    origin text not null,
    file text not null,
    unique (edition, version)
);
create table names (
    id integer primary key,
    kind text not null,
    printed text not null,
    folded text not null,
    unique (kind, printed)
);
create table sections (
    bag integer not null references bags,
    position integer not null,
    name integer not null references names,
    primary key (bag, position)
) without rowid;
create table items (
    id integer primary key,
    bag integer not null references bags,
    key text not null,
    kind text not null,
    title text not null,
    part_of text not null,
    lead text not null,
    first integer not null,
    last integer not null,
    folio text not null,
    facets text not null,
    text blob not null
);
create index items_by_bag on items (bag);
create table credits (
    item integer not null references items,
    position integer not null,
    name integer not null references names,
    primary key (item, position)
) without rowid;
create index credits_by_name on credits (name);
create table pages (
    id integer primary key,
    folio text not null,
    text blob not null
);
create virtual table heads using fts5 (
    title, lead, people, folded_title, folded_lead, folded_people, facets,
    content='', tokenize='unicode61 remove_diacritics 0'
);
create virtual table words using fts5 (
    text, folded_text, facets,
    content='', prefix='2', tokenize='unicode61 remove_diacritics 0'
);
"""
"""`heads` and `words` have each item, canonical and folded; they store no text. `words` has all
that is said of an item, `heads` what of it decides the order of results. Their rowid is the item's
id, which is greater for a newer edition, and within one for an earlier item. Facets are `a12` for
the name 12 as author, `p` as photographer, `l` as place, `s` as section; words of the private use
area stand between them. The id of a page is its number and, from the 16th bit on, that of its bag.
"""


class Unusable(Exception):  # noqa: N818 - a finding, no error of the user's
    """The file is no catalogue of this format."""


def can_search() -> bool:
    """Whether this Python's SQLite has FTS5."""
    import sqlite3

    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("create virtual table probe using fts5 (text)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file."""
    connection.executescript(TABLES)
    connection.execute(f"pragma application_id = {_APPLICATION}")
    connection.execute(f"pragma user_version = {FORMAT}")


def connect(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    """Open the file that is there.

    Args:
        path: the file.
        readonly: of a medium that nobody can write to, and no lock can be held on.

    Raises:
        Unusable: it is no catalogue of this format, or damaged where one looks first.
        sqlite3.OperationalError: the computer does not permit it.
    """
    import sqlite3

    mode = "mode=ro&immutable=1" if readonly else "mode=rw"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=_PATIENCE)
    connection.isolation_level = None
    try:
        marks = [
            connection.execute(f"pragma {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        ]
        connection.execute("select count(*) from bags").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if "no such table" in str(error):
            raise Unusable from None
        raise
    except sqlite3.DatabaseError:
        connection.close()
        raise Unusable from None
    if marks != [_APPLICATION, FORMAT]:
        connection.close()
        raise Unusable
    return connection


def in_memory(path: Path | str = "") -> sqlite3.Connection:
    """An empty catalogue: in the file `path`, or one that goes with the connection."""
    import sqlite3

    connection = sqlite3.connect(path)
    connection.isolation_level = None
    # nobody sees it before it is whole
    for setting in ("journal_mode = memory", "synchronous = off", "cache_size = -100000"):
        connection.execute(f"pragma {setting}")
    create(connection)
    return connection


def packed(text: str) -> bytes:
    """A text as the tables hold it: a third of its size."""
    return zlib.compress(text.encode(), 1)


def unpacked(data: Any) -> str:
    """The text that was `packed`.

    Raises:
        zlib.error, UnicodeDecodeError: it is damaged.
    """
    return zlib.decompress(bytes(data)).decode()
