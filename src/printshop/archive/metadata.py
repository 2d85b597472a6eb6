"""An edition for other libraries: schema.org as JSON-LD, and Dublin Core as XML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from printshop.record import EditionRecord, ItemRecord

_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC = "http://purl.org/dc/elements/1.1/"
_DCMI_TEXT = "http://purl.org/dc/dcmitype/Text"


def schema_org(record: EditionRecord) -> bytes:
    """`PublicationIssue` of a `Periodical`, with an `Article` for each item (schema.org).

    The same bytes for the same record; a field that is not known is left out.
    """
    publisher = {"@type": "Organization", "name": record.publisher}
    data = _known(
        {
            "@context": "https://schema.org",
            "@id": "#issue",
            "@type": "PublicationIssue",
            "name": record.name,
            "alternativeHeadline": record.title,
            "identifier": record.id,
            "issueNumber": record.number,
            "datePublished": record.date.isoformat(),
            "inLanguage": record.language,
            "genre": record.genre,
            "pageStart": record.folios[0] if record.folios else "",
            "pageEnd": record.folios[-1] if record.folios else "",
            "pagination": _range(1, len(record.folios)) if record.folios else "",
            "publisher": publisher,
            "locationCreated": _named("Place", record.place),
            "isPartOf": _known(
                {
                    "@id": "#periodical",
                    "@type": "Periodical",
                    "name": record.bulletin,
                    "issn": record.issn,
                    "inLanguage": record.language,
                    "publisher": publisher,
                }
            ),
            "hasPart": [
                _article(item, position, record)
                for position, item in enumerate(record.items, start=1)
            ],
        }
    )
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _article(item: ItemRecord, position: int, record: EditionRecord) -> dict[str, Any]:
    """An item; a page of photographs and short news are articles too."""
    return _known(
        {
            "@id": _node(item.id),
            "@type": "Article",
            "headline": item.title,
            "name": item.title,
            "abstract": item.lead,
            "articleSection": item.section,
            "author": [_named("Person", name) for name in item.authors],
            "contributor": [_photographer(name) for name in item.photographers],
            "contentLocation": [_named("Place", name) for name in item.places],
            "pageStart": _folio(record, item.first),
            "pageEnd": _folio(record, item.last),
            "pagination": _range(item.first, item.last),
            "position": position,
            "datePublished": record.date.isoformat(),
            "inLanguage": record.language,
            "isPartOf": {"@id": _node(item.group) if item.group else "#issue"},
        }
    )


def _node(item: str) -> str:
    """What an item is called in the file: an article may have the id `issue`, too."""
    return f"#item-{item}"


def _folio(record: EditionRecord, page: int) -> str:
    """What is printed on a page as its number."""
    return record.folios[page - 1] if 0 < page <= len(record.folios) else str(page)


def _range(first: int, last: int) -> str:
    """Pages of the file, counted from 1."""
    return str(first) if first == last else f"{first}-{last}"


def _named(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": name} if name else {}


def _photographer(name: str) -> dict[str, Any]:
    return {"@type": "Role", "roleName": "photographer", "contributor": _named("Person", name)}


def _known(data: dict[str, Any]) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in data.items() if value not in ("", [], {})}


# -- Dublin Core


def dublin_core(record: EditionRecord) -> bytes:
    """The edition as `oai_dc`: what catalogues of libraries take (OAI-PMH 2.0, Dublin Core 1.1)."""
    fields = "".join(
        f"  <dc:{name}{_language(name, record)}>{escape(value)}</dc:{name}>\n"
        for name, value in _fields(record)
        if value
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oai_dc:dc xmlns:oai_dc="{_OAI_DC}" xmlns:dc="{_DC}">\n{fields}</oai_dc:dc>\n'
    )
    return text.encode()


def _fields(record: EditionRecord) -> Iterator[tuple[str, str]]:
    people = (name for item in record.items for name in (*item.authors, *item.photographers))
    yield "title", record.name
    yield "title", record.title
    yield "creator", record.publisher
    yield from (("contributor", name) for name in dict.fromkeys(people))
    yield "publisher", record.publisher
    yield "date", record.date.isoformat()
    yield "language", record.language
    yield "type", _DCMI_TEXT
    yield "type", record.genre
    yield "format", "application/pdf"
    yield "format", f"{len(record.folios)} pages" if record.folios else ""
    yield "identifier", record.id
    yield "relation", f"ISSN {record.issn}" if record.issn else ""
    yield "relation", record.bulletin
    yield from (("subject", section) for section in dict.fromkeys(record.sections))
    yield "description", _contents(record.items)


def _contents(items: Sequence[ItemRecord]) -> str:
    """The table of contents on one line: titles, each with its authors and page."""
    return "; ".join(
        f"{item.title}{''.join(f' / {name}' for name in item.authors)} ({item.folio})"
        for item in items
    )


_IN_WORDS = frozenset({"title", "subject", "description"})
"""Fields whose words are of the edition's language."""


def _language(name: str, record: EditionRecord) -> str:
    return f" xml:lang={quoteattr(record.language)}" if name in _IN_WORDS else ""
