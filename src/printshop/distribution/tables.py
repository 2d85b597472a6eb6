"""Lists of recipients as they come: a CSV file or a workbook as rows of cells with their places."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from pathlib import Path

from printshop.problems import Problems, Where

MAX_BYTES = 5_000_000
"""A larger file is refused (D008): 20,000 rows with long addresses take 3 MB."""
MAX_ROWS = 20_000
"""More rows are refused (D026): the list of a province has some thousands."""
MAX_COLUMNS = 64
"""What stands further right is not looked at."""

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What a text begins with that may have null bytes in it."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a workbook with a password (MS-OFFCRYPTO 2.3.4), as its directory names it."""


@dataclass(frozen=True)
class Cell:
    """What one cell says."""

    text: str
    """As written, in NFC; a number of a workbook in digits."""
    where: Where
    name: str = ""
    """`C7` in a workbook."""
    formula: bool = False
    odd: str = ""
    """What it holds that is neither text nor a number, in words."""
    carried: bool = False
    """Whether it stands in a row above: merged cells hold for all their rows."""
    width: int = 1
    """Columns it is merged over."""

    @property
    def blank(self) -> bool:
        """Whether nothing can be seen in it."""
        return not (self.text.strip() or self.formula or self.odd)


@dataclass(frozen=True)
class Row:
    """A row of a list."""

    where: Where
    """Its beginning."""
    cells: dict[int, Cell] = field(default_factory=dict)
    """By column, counted from 0; blank ones too where the file has them."""
    count: int = 0
    """Cells that a text file has in it; 0 in a workbook."""

    def place(self, column: int) -> Where:
        """Where the cell of a column is, or would be."""
        if column in self.cells and not self.cells[column].carried:
            return self.cells[column].where
        if self.name(column):
            return Where(self.where.file, self.where.line, column + 1)
        before = max((at for at in self.cells if at < column), default=None)
        return self.where if before is None else self.cells[before].where

    def name(self, column: int) -> str:
        """What a workbook calls the cell of a column, `C7`; empty in a text file."""
        if self.count:
            return ""
        letters = chr(ord("A") + column % 26)
        if column >= 26:
            letters = chr(ord("A") + column // 26 - 1) + letters
        return f"{letters}{self.where.line}"

    @property
    def own(self) -> dict[int, Cell]:
        """The cells that are filled in this very row, from the left."""
        cells = sorted(self.cells.items())
        return {at: cell for at, cell in cells if not cell.blank and not cell.carried}


@dataclass(frozen=True)
class Table:
    """A list as it was read."""

    rows: list[Row]
    separator: str = ""
    """Between the cells of a text file; empty for a workbook."""


def read_table(path: Path, shown: str, problems: Problems) -> Table | None:
    """The rows of a list, in order.

    What a file is, its first bytes say: a workbook called `.csv` is read as a workbook.

    Args:
        path: a CSV file or a workbook.
        shown: its name in problems.
        problems: S001, S002, S027 and D003 to D008, D021, D024 to D026, D072 are noted
            here.

    Returns:
        The list, or None where it cannot be had.
    """
    from printshop.distribution.csvrows import csv_rows
    from printshop.distribution.xlsxrows import xlsx_rows

    where = Where(shown)
    suffix = path.suffix.lower()
    if suffix not in (*TEXTS, *WORKBOOKS, ".xls"):
        problems.add("D003", where, path=shown)
        return None
    raw = _read(path, shown, problems)
    if raw is None:
        return None
    if raw.startswith(_OLE):
        problems.add("D006" if _LOCKED in raw else "D005", where, path=shown)
        return None
    if raw.startswith(_ZIP):
        rows = xlsx_rows(raw, shown, problems)
        return None if rows is None else Table(rows)
    if suffix in WORKBOOKS:
        problems.add("D007", where, path=shown)
        return None
    if raw.startswith(_PDF) or (b"\0" in raw and not raw.startswith(_WIDE)):
        problems.add("D003", where, path=shown)
        return None
    return csv_rows(raw, shown, problems)


def _read(path: Path, shown: str, problems: Problems) -> bytes | None:
    where = Where(shown)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        problems.add("S001", where, path=shown)
        return None
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        problems.add("S002", where, path=shown, reason=getattr(error, "strerror", 0) or str(error))
        return None
    if len(raw) > MAX_BYTES:
        problems.add("D008", where, path=shown)
        return None
    return raw
