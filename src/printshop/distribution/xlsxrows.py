"""A workbook's first visible sheet as rows of cells, each with row, column and name (`C7`)."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import IO, Any
from xml.etree.ElementTree import iterparse

from printshop.distribution.headers import HEADER_ROWS
from printshop.distribution.tables import MAX_COLUMNS, MAX_ROWS, Cell, Row
from printshop.i18n import _
from printshop.problems import Problems, Where

_MAX_UNPACKED = 40_000_000
_MAX_TAGS = 1_500_000
"""Of all parts together: 20,000 rows of ten columns have 900,000."""
_MAX_CARRIED = 200_000
"""Cells that merged ranges are spread over, at most."""
_SHOWN = 10
_READ = MAX_ROWS + HEADER_ROWS


class _TooLargeError(Exception):
    """The workbook unpacks to more than a list can have."""


def xlsx_rows(raw: bytes, shown: str, problems: Problems) -> list[Row] | None:
    """The rows of the first visible sheet, or None where they cannot be had.

    Formulas are not computed: their cells are marked.

    Args:
        raw: the file.
        shown: its name in problems.
        problems: D007, D008, D024, D025, D026 and D072 are noted here.
    """
    where = Where(shown)
    try:
        _survey(raw)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep is of no interest
            return _first_sheet(raw, shown, problems)
    except _TooLargeError:
        problems.add("D008", where, path=shown)
    except Exception:  # openpyxl has no error of its own: a damaged part raises whatever it may
        problems.add("D007", where, path=shown)
    return None


def _survey(raw: bytes) -> None:
    """Refuse what would fill the memory, before anything is made of it.

    Raises:
        _TooLargeError: it unpacks to too much.
        ValueError: a part has a document type, which no workbook may have (ECMA-376-2, 8.1.4).
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
            raise _TooLargeError
        tags = 0
        for part in archive.infolist():
            content = archive.read(part)
            tags += content.count(b"<")
            if tags > _MAX_TAGS:
                raise _TooLargeError
            if any("<!DOCTYPE".encode(e) in content for e in ("utf-8", "utf-16-le", "utf-16-be")):
                raise ValueError(part.filename)


def _first_sheet(raw: bytes, shown: str, problems: Problems) -> list[Row] | None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    try:
        filled = [sheet for sheet in book.worksheets if _is_filled(sheet)]
        visible = [sheet for sheet in filled if sheet.sheet_state == "visible"]
        if not visible:
            problems.add("D072", Where(shown), path=shown)
            return None
        sheet = visible[0]
        others = [other.title for other in filled if other is not sheet]
        if others:
            names = ", ".join(f"`{name}`" for name in others[:_SHOWN])
            problems.add("D024", Where(shown), sheet=sheet.title, others=names)
        rows = {row.where.line: row for row in _rows(sheet, shown)}
        with (
            zipfile.ZipFile(io.BytesIO(raw)) as archive,
            archive.open(sheet._worksheet_path) as source,
        ):
            hidden, merged = _hidden_and_merged(source)
    finally:
        book.close()
    _carry(rows, merged)
    told = [number for number in sorted(hidden & rows.keys()) if rows[number].own]
    if told:
        listed = ", ".join(map(str, told[:_SHOWN])) + (" …" if len(told) > _SHOWN else "")
        problems.add("D025", Where(shown, told[0], 1), rows=listed)
    if len(rows) > MAX_ROWS or max(rows, default=0) >= _READ:
        problems.add("D026", Where(shown, max(rows), 1), limit=MAX_ROWS)
        return None
    return [rows[number] for number in sorted(rows)]


def _cells(sheet: Any, rows: int) -> Iterator[Any]:
    """The cells of a sheet that hold something, of so many rows at most."""
    sheet.reset_dimensions()  # some programs write wrong ones
    found = sheet.iter_rows(min_row=1, max_row=rows, min_col=1, max_col=MAX_COLUMNS)
    for row in islice(found, rows):
        yield from (cell for cell in row if cell.value is not None)


def _is_filled(sheet: Any) -> bool:
    return any(str(cell.value).strip() for cell in _cells(sheet, HEADER_ROWS))


def _rows(sheet: Any, shown: str) -> Iterator[Row]:
    """The rows that hold something."""
    row = Row(Where(shown))
    for cell in _cells(sheet, _READ):
        if cell.row != row.where.line:
            if row.cells:
                yield row
            row = Row(Where(shown, cell.row, 1))
        row.cells[cell.column - 1] = _cell(cell, shown)
    if row.cells:
        yield row


def _cell(cell: Any, shown: str) -> Cell:
    """A cell of openpyxl's."""
    where, name, value = Where(shown, cell.row, cell.column), cell.coordinate, cell.value
    if cell.data_type == "f":
        text = value if isinstance(value, str) else getattr(value, "text", None) or "="
        return Cell(str(text), where, name, formula=True)
    if cell.data_type == "e":
        return Cell(str(value), where, name, odd=_("the error {value}").format(value=value))
    if isinstance(value, bool):
        return Cell(str(value), where, name, odd=_("true or false"))
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(str(value), where, name, odd=_("a date or a time"))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = unicodedata.normalize("NFC", str(value))
    return Cell(text.replace("\r\n", "\n").replace("\r", "\n"), where, name)


_Range = tuple[int, int, int, int]


def _hidden_and_merged(source: IO[bytes]) -> tuple[set[int], list[_Range]]:
    """The rows of a sheet's XML that are hidden, and its merged ranges.

    openpyxl tells them only if it holds the whole sheet in memory, styles and all.
    """
    from openpyxl.utils import range_boundaries

    hidden: set[int] = set()
    merged: list[_Range] = []
    number = 0
    for _event, element in iterparse(source):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            number = int(element.get("r", number + 1))
            if element.get("hidden") in ("1", "true"):
                hidden.add(number)
        elif tag == "mergeCell":
            merged.append(range_boundaries(element.get("ref", "")))
        if tag in ("row", "mergeCell", "c"):
            element.clear()
    return hidden, merged


def _carry(rows: dict[int, Row], merged: list[_Range]) -> None:
    """Let a merged cell hold for all its rows that have something else in them."""
    carried = 0
    for left, top, right, bottom in merged:
        cell = rows[top].cells.get(left - 1) if top in rows else None
        if cell is None:
            continue
        if right > left:
            rows[top].cells[left - 1] = replace(cell, width=right - left + 1)
        carried += min(bottom, _READ) - top
        if carried > _MAX_CARRIED:
            raise _TooLargeError
        for number in range(top + 1, min(bottom, _READ) + 1):
            if number in rows:
                rows[number].cells.setdefault(left - 1, replace(cell, carried=True))
