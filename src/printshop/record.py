"""What an edition is, as plain data: for the archive file, for catalogues and for other libraries.

Everything a reader may ask for later is here, in the words that were printed. Light: no room is
imported.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class ItemRecord:
    """Something printed under a title of its own: an article, short news, a page of photographs."""

    id: str
    """Unique in its edition."""
    kind: str
    """`article`, `group` or `photos`."""
    title: str
    first: int
    """Its first page, counted from 1 in the order of the file."""
    last: int
    """Its last page."""
    folio: str
    """The number printed on its first page."""
    section: str = ""
    """The section's title; empty for what stands in none."""
    group: str = ""
    """The id of the group that it is part of."""
    lead: str = ""
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    text: str = ""
    """All its words, captions and notes too: a paragraph a line."""


@dataclass(frozen=True)
class EditionRecord:
    """One issue of a bulletin. Texts are NFC, without the glue that typesetting puts in."""

    id: str
    bulletin: str
    publisher: str
    number: str
    date: dt.date
    language: str = "vi"
    genre: str = ""
    place: str = ""
    issn: str = ""
    title: str = ""
    """The issue's theme."""
    sections: tuple[str, ...] = ()
    items: tuple[ItemRecord, ...] = ()
    """In the order of the pages."""
    folios: tuple[str, ...] = ()
    """The number printed on each page."""

    @property
    def name(self) -> str:
        """What the edition is called: the bulletin with its number and month."""
        number = f"số {self.number}" if self.language == "vi" else f"no. {self.number}"
        return f"{self.bulletin} – {number} ({self.date:%m/%Y})"
