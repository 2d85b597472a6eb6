"""CSV as office programs write it, as rows of cells with line and column.

Cells are separated by commas, semicolons or tabs, in UTF-8 or in UTF-16 with a byte order mark
(Excel's “Unicode text”). Python's `csv` tells no columns and guesses at separators; here the row
that names the columns decides.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from printshop.distribution.headers import HEADER_ROWS, columns_named
from printshop.distribution.tables import MAX_COLUMNS, MAX_ROWS, Cell, Row, Table
from printshop.problems import Problems, Where
from printshop.workspace import check_characters

SEPARATORS = (",", ";", "\t")
_ENDS = {separator: re.compile(f"[{separator}\n]") for separator in SEPARATORS}
_DIRECTIVE = re.compile(r'"?sep=([,;\t])"?[,;\t]*(?:\n|\Z)', re.IGNORECASE)
"""The first line by which Excel tells itself the separator."""
_MOST_UNMATCHED = 20
"""Cells whose quotation marks do not match, told at most: one may unsettle all that follow."""


def csv_rows(raw: bytes, shown: str, problems: Problems) -> Table | None:
    """The rows of a CSV file, or None where they cannot be had.

    Args:
        raw: the file.
        shown: its name in problems.
        problems: S027, D004, D021, D026 and D072 are noted here.
    """
    text = _decoded(raw, shown, problems)
    if text is None or not check_characters(text, Where(shown, 1), problems):
        return None
    if not text.strip():
        problems.add("D072", Where(shown), path=shown)
        return None
    directive = _DIRECTIVE.match(text)
    start = directive.end() if directive else 0
    separator = directive[1] if directive else _separator(text)
    unmatched: list[Where] = []
    rows = list(islice(_rows(text, start, separator, shown, unmatched), MAX_ROWS + HEADER_ROWS))
    for where in unmatched[:_MOST_UNMATCHED]:
        problems.add("D021", where)
    if len(rows) >= MAX_ROWS + HEADER_ROWS:
        problems.add("D026", rows[MAX_ROWS].where, limit=MAX_ROWS)
    elif not unmatched:
        return Table(rows, separator)
    return None


def _decoded(raw: bytes, shown: str, problems: Problems) -> str | None:
    """The text in NFC, with `\\n` at the ends of lines."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode(encoding, errors="replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        problems.add("D004", Where(shown, line, column), byte=raw[min(error.start, len(raw) - 1)])
        return None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _separator(text: str) -> str:
    """The separator by which most columns have a name that is known."""

    def named(separator: str) -> tuple[int, int]:
        rows = list(islice(_rows(text, 0, separator, "", []), HEADER_ROWS))
        widths = [len(row.cells) for row in rows]
        return max((len(columns_named(row)) for row in rows), default=0), max(widths, default=0)

    return max(SEPARATORS, key=named)


def _rows(
    text: str, start: int, separator: str, shown: str, unmatched: list[Where]
) -> Iterator[Row]:
    """The rows of a text from `start` on; places of quotes that do not match go to `unmatched`."""
    line, line_start = text.count("\n", 0, start) + 1, start
    at = start
    while at < len(text) and len(unmatched) < _MOST_UNMATCHED:
        begin, cells, count = Where(shown, line, 1), dict[int, Cell](), 0
        ends_row = False
        while not ends_row:
            where = Where(shown, line, at - line_start + 1)
            value, end, closed = _cell(text, at, separator)
            if not closed:
                unmatched.append(where)
            breaks = text.count("\n", at, end)
            if breaks:
                line += breaks
                line_start = text.rfind("\n", at, end) + 1
            if count < MAX_COLUMNS:
                cells[count] = Cell(value, where)
            count += 1
            ends_row = text[end : end + 1] != separator
            at = end + 1
        line, line_start = line + 1, at
        yield Row(begin, cells, count)


def _cell(text: str, at: int, separator: str) -> tuple[str, int, bool]:
    """The cell that begins at `at`: what it says, where it ends, whether its quotes match."""
    opening = at
    while text[opening : opening + 1] == " ":
        opening += 1
    if text[opening : opening + 1] != '"':
        end = _end(text, at, separator)
        return text[at:end], end, True
    close = text.find('"', opening + 1)
    while close >= 0 and text[close + 1 : close + 2] == '"':
        close = text.find('"', close + 2)
    if close < 0:
        return text[opening:], len(text), False
    end = _end(text, close + 1, separator)
    value = text[opening + 1 : close].replace('""', '"')
    return value, end, not text[close + 1 : end].strip(" ")


def _end(text: str, at: int, separator: str) -> int:
    """Where the next separator or the line's end is."""
    found = _ENDS[separator].search(text, at)  # in one go: a line may have millions of cells
    return found.start() if found else len(text)
