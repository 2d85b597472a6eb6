"""`record/edition.json`: an edition's record in a bag, written and read back.

The format is described in docs/reference/bag.md; it only ever grows, and a reader leaves alone what
it does not know.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from printshop.archive.bags import name_fault
from printshop.archive.model import Kept
from printshop.record import EditionRecord, ItemRecord

FORMAT = 1


def write_kept(kept: Kept) -> bytes:
    """The file's bytes: JSON in UTF-8, the same for the same edition."""
    data = {
        "format": FORMAT,
        "origin": kept.origin,
        "file": kept.file,
        "edition": {**asdict(kept.record), "date": kept.record.date.isoformat()},
        "pages": list(kept.pages),
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_kept(data: bytes) -> Kept:
    """The edition that a file tells of.

    Raises:
        ValueError: it is no such file, or of a newer format; a bag may have come from anybody.
    """
    try:
        found = json.loads(data)
        if int(found["format"]) > FORMAT:
            raise ValueError(f"format {found['format']}")
        edition: Mapping[str, Any] = found["edition"]
        record = EditionRecord(
            **{
                **_known(EditionRecord, edition),
                "date": dt.date.fromisoformat(edition["date"]),
                "items": tuple(_item(item) for item in edition["items"]),
            }
        )
        origin = found["origin"]
        if origin not in ("printshop", "pdf"):
            raise ValueError(f"origin {origin}")
        return Kept(record, _texts(found["pages"]), origin, _file(found["file"]))
    except RecursionError:
        raise ValueError("RecursionError") from None
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(str(error)) from None


def _item(data: Mapping[str, Any]) -> ItemRecord:
    return ItemRecord(**_known(ItemRecord, data))


def _known(kind: type[EditionRecord | ItemRecord], data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that the type has and the file has, but date and items."""
    read = {"str": _text, "int": _number, "tuple[str, ...]": _texts}
    return {
        field.name: read[str(field.type)](data[field.name])
        for field in fields(kind)
        if field.name in data and str(field.type) in read
    }


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"`{value}` is no text")
    value.encode()  # JSON can hold halves of characters, which is a ValueError
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise ValueError(f"`{value}` is no number")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise ValueError(f"`{values}` is no list")
    return tuple(_text(value) for value in values)


def _file(value: Any) -> str:
    """A path that leads nowhere but into the payload."""
    fault = name_fault(_text(value))
    if fault:
        raise ValueError(f"`{value}`: {fault}")
    return str(value)
