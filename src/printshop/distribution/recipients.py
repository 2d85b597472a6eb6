"""Recipients checked, whether they come from YAML or from a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from printshop.distribution.contract import MOST_COPIES, RecipientSpec
from printshop.distribution.model import Recipient
from printshop.distribution.oldfonts import note_old_fonts
from printshop.distribution.tables import Cell
from printshop.problems import Problems, StopBuild, Where
from printshop.sources import Document, validate
from printshop.sources.fields import Strict
from printshop.sources.validate import clipped
from printshop.text.tonemarks import old_spelling
from printshop.workspace import check_characters

LONGEST = {"unit": 200, "address": 300, "route": 100, "contact": 120, "phone": 80, "note": 300}
"""Characters of each field, at most: what a label can show, and no more than a slip needs."""
LIST = "recipients"

_FORMULA = re.compile(r"[=＝@＠]|[-+＋－](?!\s*[0-9(][0-9\s().,/-]*$)")
_PLAIN = re.compile(r"[0-9]{1,9}")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")
_LARGE = re.compile(r"[0-9]{10,}|[1-9][0-9]{0,2}(?:[., ][0-9]{3}){3,}")
_NEGATIVE = re.compile(r"[-−–－]\s*[0-9]")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))


class _List(Strict):
    """The recipients alone, as `distribution.yaml` has them."""

    recipients: Annotated[list[RecipientSpec], Field(min_length=1)]


@dataclass(frozen=True)
class Entry:
    """A recipient as it was written."""

    cells: dict[str, Cell]
    """What is filled in, by field."""
    index: int | None
    """Its number in the document's list; None where too little is filled in."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula; a number or a telephone is none.

    Excel computes cells of CSV files that begin with `=`, `+`, `-` or `@`, after white space too
    (OWASP, “CSV Injection”).
    """
    return bool(_FORMULA.match(text.translate(_INVISIBLE).lstrip()))


def count_of(text: str) -> int | None:
    """The whole number that `120`, `1.200`, `1,200` or `1 200` stands for; None for all else."""
    bare = " ".join(text.split())
    if _PLAIN.fullmatch(bare) or (len(bare) < 12 and _THOUSANDS.fullmatch(bare)):
        return int(re.sub(r"[., ]", "", bare))
    return None


def same_unit(name: str) -> str:
    """What two writings of a unit's name have in common: case, spaces, `hoà` for `hòa` apart."""
    folded = unicodedata.normalize("NFC", name.casefold())
    shown = "".join(c for c in folded if unicodedata.category(c) != "Cf")
    return re.sub(r"\w+", lambda word: old_spelling(word[0]), " ".join(shown.split()))


def checked(
    document: Document, entries: Sequence[Entry], problems: Problems
) -> tuple[Recipient, ...]:
    """The recipients of a list, every fault noted.

    Args:
        document: `recipients:` and places of its values; values of `entries` are put into it.
        entries: the same, as they were written.
        problems: S017, S018 and their like, S027, D015 to D020, D022, D029 and from D071
            on are noted here.

    Raises:
        StopBuild: there are errors.
    """
    before = problems.errors
    for entry in entries:
        values = {field: _value(field, cell, problems) for field, cell in entry.cells.items()}
        if entry.index is not None:
            document.data[LIST][entry.index] |= values
    found = validate(_List, document, problems)
    _note_twice(entries, problems)
    _note_without_route(entries, problems)
    texts = [[cell for field, cell in e.cells.items() if field != "copies"] for e in entries]
    note_old_fonts([cells for cells in texts if cells], problems)
    if found is None or problems.errors > before:
        raise StopBuild
    made = tuple(
        _recipient(spec, document.where((LIST, i, "unit")))
        for i, spec in enumerate(found.recipients)
    )
    for recipient in made:
        if not recipient.copies:
            problems.add("D018", recipient.where, unit=clipped(recipient.unit, 80))
    return made


def _recipient(spec: RecipientSpec, where: Where) -> Recipient:
    return Recipient(
        unit=spec.unit,
        address=spec.address,
        copies=spec.copies,
        route=spec.route or "",
        contact=spec.contact or "",
        phone=spec.phone or "",
        note=spec.note or "",
        where=where,
    )


def _value(field: str, cell: Cell, problems: Problems) -> str:
    """A cell as one line of text, a number of copies in digits alone."""
    text = " ".join(cell.text.translate(_INVISIBLE).split())
    if cell.formula or is_formula(cell.text):
        problems.add("D019", cell.where, cell=cell.name, text=clipped(text))
    elif cell.odd:
        problems.add("D020", cell.where, cell=cell.name, what=cell.odd)
    elif field == "copies":
        return _copies(text, cell, problems)
    else:
        check_characters(text, cell.where, problems)
        most = LONGEST[field]
        if len(text) > most:
            problems.add("D022", cell.where, cell=cell.name, found=len(text), limit=most)
        return text
    return "0" if field == "copies" else text


def _copies(text: str, cell: Cell, problems: Problems) -> str:
    count = count_of(text)
    if not text or (count is not None and count <= MOST_COPIES):
        return text if count is None else str(count)
    if count is not None or _LARGE.fullmatch(text):
        problems.add("D073", cell.where, cell=cell.name, text=clipped(text), limit=MOST_COPIES)
    elif _NEGATIVE.match(text):
        problems.add("D016", cell.where, text=clipped(text))
    else:
        problems.add("D015", cell.where, cell=cell.name, text=clipped(text))
    return "0"


def _note_without_route(entries: Sequence[Entry], problems: Problems) -> None:
    named = [entry for entry in entries if entry.cells]
    without = [entry for entry in named if "route" not in entry.cells]
    if without and len(without) < len(named):
        where = next(iter(without[0].cells.values())).where
        problems.add("D029", where, count=len(without))


def _note_twice(entries: Iterable[Entry], problems: Problems) -> None:
    first: dict[str, Cell] = {}
    for entry in entries:
        cell = entry.cells.get("unit")
        if cell is None or cell.blank:
            continue
        before = first.setdefault(same_unit(cell.text), cell)
        if before is not cell:
            unit = clipped(" ".join(cell.text.split()), 80)
            problems.add("D017", cell.where, unit=unit, first=before.where.line)
