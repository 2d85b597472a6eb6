"""Rows of a list as recipients: headings, sums and what stands around them told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from printshop.distribution.headers import (
    REQUIRED,
    Header,
    columns_named,
    find_header,
)
from printshop.distribution.model import Recipient
from printshop.distribution.recipients import LIST, Entry, checked, count_of
from printshop.distribution.tables import MAX_ROWS, Cell, Row, Table
from printshop.i18n import _
from printshop.problems import Problems, StopBuild
from printshop.sources import Document
from printshop.sources.validate import clipped
from printshop.text.slugs import fold

_SUMS = frozenset(
    ("tong", "cong", "tong cong", "tong so", "tong so ban", "tong so luong", "total", "sum")
)
_SUMS_OF = ("tổng cộng ", "tổng số ", "cộng ", "total ")
"""With accents: `Tổng công ty` is a company."""
_HEADING = re.compile(
    r"(?:[IVXLC]+|[A-ZĐ])\s*[.)/:–-]\s*\S"
    r"|(?:[Tt]uyến|TUYẾN|[Kk]hối|KHỐI|[Cc]ụm|CỤM|[Nn]hóm|NHÓM|[Kk]hu vực|KHU VỰC|[Rr]oute)\b"
)
_ROUTE = re.compile(r"(?:tuyến|route)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"[IVXLC]+\.?|[A-ZĐ]\.?")
_WIDE = 3
"""Columns that a merged cell must cover to be a heading for that alone."""
_SHOWN = 10
"""Headings that are named in one note, at most."""


def recipients_of(table: Table, file: str, problems: Problems) -> tuple[Recipient, ...]:
    """The recipients of a table.

    Above its header may stand titles. A row with a heading alone (`I. KHỐI ĐẢNG`) names the route
    of those below, where no column does; it may have their sum beside it. A sum is compared with
    what it sums up. Below a sum, what follows the last whole row and the last sum are signatures.

    Args:
        table: the list.
        file: its name in problems.
        problems: D009 to D029, and from D070 on, are noted here.

    Raises:
        StopBuild: there are errors.
    """
    before, rows = problems.errors, table.rows
    header = find_header(rows, file, problems)
    if header is None:
        raise StopBuild
    given = rows[header.index].count
    reading = _Reading(header, given, table.separator, problems, Document(file, {LIST: []}))
    reading.read(rows[header.index + 1 :])
    if len(reading.entries) > MAX_ROWS:
        problems.add("D026", rows[-1].where, limit=MAX_ROWS)
    if not reading.entries and not reading.shifted:
        problems.add("D027", rows[header.index].where)
    if len(reading.entries) > MAX_ROWS or not reading.entries:
        raise StopBuild
    if not reading.document.data[LIST]:  # no row is whole, which was said: check the cells alone
        reading.document.data[LIST] = [dict.fromkeys(REQUIRED, "1")]
    found = checked(reading.document, reading.entries, problems)
    if problems.errors > before:
        raise StopBuild
    return found


@dataclass
class _Reading:
    """A table on its way to recipients, row by row."""

    header: Header
    given: int
    """Cells of the header's row, blank ones too; 0 in a workbook."""
    separator: str
    problems: Problems
    document: Document
    entries: list[Entry] = field(default_factory=list)
    heading: Cell | None = None
    """The heading that rows stand under."""
    of_heading: int = 0
    """Recipients that took their route from it."""
    under_heading: int = 0
    """Their copies."""
    subtotal: Cell | None = None
    """The number beside the heading."""
    guessed: list[Cell] = field(default_factory=list)
    """Headings that only what stands below says to be some."""
    shifted: int = 0
    """Rows with more cells than the header: their numbers are not to be trusted."""
    ahead: Cell | None = None
    """A sum above all that it sums up."""
    summed: bool = False
    """Whether a sum was met below a recipient."""
    copies: int = 0
    since_sum: int = 0
    in_body: bool = False

    def read(self, rows: Sequence[Row]) -> None:
        """Take the rows below the header for what they are."""
        told = [row for row in rows if row.own and not self._is_header(row)]
        ends = (n for n, row in enumerate(told, start=1) if self._belongs(row))
        end = max(ends, default=0)
        for number in range(len(told)):
            self._take(told, number, below=number >= end)
        self._end_heading()
        self._note_guessed()
        if self.ahead:
            self._compare(self.ahead)

    def _belongs(self, row: Row) -> bool:
        """Whether a row is surely one of the table's: a whole one, or a sum."""
        cells = self._cells(row)
        return set(REQUIRED) <= cells.keys() or self._is_sum(row, cells)

    def _cells(self, row: Row) -> dict[str, Cell]:
        """What is filled in, by field."""
        return {
            name: replace(cell, name=cell.name or self.header.caption(name))
            for name, at in self.header.fields.items()
            if (cell := row.cells.get(at))
            and not cell.blank
            # copies of merged cells are not to be counted twice
            and not (cell.carried and name in ("unit", "copies"))
        }

    def _is_sum(self, row: Row, cells: dict[str, Cell]) -> bool:
        texts = (c.text for c in row.own.values() if not c.formula and count_of(c.text) is None)
        leftmost = next(texts, "")
        return bool(leftmost) and _is_sum(leftmost, exactly="address" in cells)

    def _take(self, rows: Sequence[Row], at: int, *, below: bool) -> None:
        """Take the row `at`; `below`: no row of the table's is known to follow."""
        row = rows[at]
        own, cells = row.own, self._cells(row)
        if not self.in_body and _is_numbering([cell.text for cell in own.values()]):
            return
        if self._is_sum(row, cells):
            self._sum(cells.get("copies"))
        elif self.summed and below:
            self._note_left_out(cells)
        elif self._begins_group(rows, at, cells):
            return
        elif self._is_shifted(row):
            self.in_body = True
            self.shifted += 1
            named = len(self.header.captions)
            self.problems.add(
                "D070", row.where, found=row.count, named=named, separator=self.separator
            )
        else:
            self.in_body = True
            self._recipient(row, cells)

    def _is_header(self, row: Row) -> bool:
        """Whether a row repeats the header, as on each printed page, or is its second line."""
        unit = row.cells.get(self.header.fields["unit"])
        named = self.header.captions[self.header.fields["unit"]]
        if unit and unit.carried and unit.where == named.where:
            return True
        copies = row.cells.get(self.header.fields["copies"])
        if copies and count_of(copies.text) is not None:
            return False
        found = columns_named(row)
        return sum(found.get(at) == name for name, at in self.header.fields.items()) > 1

    def _heading(self, own: dict[int, Cell], cells: dict[str, Cell]) -> Cell | None:
        """The cell that is a heading, where the row is nothing else."""
        if "address" in cells:
            return None
        texts = [cell for at, cell in own.items() if count_of(cell.text) is None]
        number = own.get(-1 if self.header.numbering is None else self.header.numbering)
        if number and len(texts) > 1 and texts[0] is number:
            return texts[1] if _ORDINAL.fullmatch(number.text.strip()) else None
        if len(own) > 1:
            return None
        ((at, cell),) = own.items()
        alone = at not in self.header.fields.values() and count_of(cell.text) is None
        is_one = alone or cell.width >= _WIDE or _HEADING.match(cell.text.strip())
        return cell if is_one and not cell.formula else None

    def _begins_group(self, rows: Sequence[Row], at: int, cells: dict[str, Cell]) -> bool:
        """Whether the row `at` is a heading; it is the one in force then."""
        heading, number = self._heading(rows[at].own, cells), None
        if heading is None:
            heading, number = self._heading_above(rows, at, cells)
            if heading and not _HEADING.match(heading.text.strip()):
                self.guessed.append(heading)
        if heading is None:
            return False
        self._end_heading()
        self.heading, self.subtotal = heading, number
        self.of_heading = self.under_heading = 0
        return True

    def _heading_above(
        self, rows: Sequence[Row], at: int, cells: dict[str, Cell]
    ) -> tuple[Cell | None, Cell | None]:
        """The only text of a row above a whole one, where no column names the route.

        With it the number beside it, if there is one. That must be what the rows below come to:
        else the row is a unit whose address is missing, unless it calls itself a route.
        """
        own = list(rows[at].own.values())
        texts = [cell for cell in own if count_of(cell.text) is None]
        number = cells.get("copies") if len(own) > 1 else None
        if (
            "route" in self.header.fields
            or len(texts) != 1
            or len(own) != (2 if number else 1)
            or any(cell.carried for cell in cells.values())
            or texts[0].formula
            or texts[0].odd
        ):
            return None, None
        below = self._copies_below(rows, at)
        told = count_of(number.text) if number else below
        if below is None or (told != below and not _ROUTE.match(texts[0].text.strip())):
            return None, None
        return texts[0], number

    def _copies_below(self, rows: Sequence[Row], at: int) -> int | None:
        """What the whole rows just below one come to; None without any."""
        found = None
        for below in range(at + 1, len(rows)):
            row = rows[below]
            cells = self._cells(row)
            count = count_of(cells["copies"].text) if "copies" in cells else None
            if count is None or not set(REQUIRED) <= cells.keys() or self._is_sum(row, cells):
                break
            found = (found or 0) + count
        return found

    def _is_shifted(self, row: Row) -> bool:
        """Whether a text file's row has more in it than columns: a separator within a text.

        A blank cell beyond them is one too where the cell after the copies is a number.
        """
        if not self.given:
            return False
        if max(row.own) > max(self.header.captions):
            return True
        after = row.cells.get(self.header.fields["copies"] + 1)
        return row.count == self.given + 1 and bool(after and count_of(after.text) is not None)

    def _note_guessed(self) -> None:
        """One note for all headings that were guessed."""
        if self.guessed:
            names = ", ".join(f"“{clipped(cell.text)}”" for cell in self.guessed[:_SHOWN])
            names += " …" if len(self.guessed) > _SHOWN else ""
            self.problems.add("D075", self.guessed[0].where, names=names)

    def _end_heading(self) -> None:
        """Hold the last heading's sum against its rows; note it if nothing was made of it."""
        told, found = self.subtotal, self.under_heading
        if told and count_of(told.text) != found and not self.shifted:
            self.problems.add("D023", told.where, given=clipped(told.text), found=found)
        self.subtotal = None
        if self.heading and not self.of_heading:
            text = clipped(self.heading.text, 80)
            self.problems.add("D028", self.heading.where, text=text)

    def _note_left_out(self, cells: dict[str, Cell]) -> None:
        """Note what looks like a unit among the signatures."""
        if {"unit", "copies"} <= cells.keys() and count_of(cells["copies"].text) is not None:
            unit = cells["unit"]
            self.problems.add("D028", unit.where, text=clipped(unit.text, 80))

    def _sum(self, given: Cell | None) -> None:
        """Hold a sum against the rows that it sums up."""
        if self.entries:
            self.summed = True
            self._compare(given)
        else:
            self.ahead = self.ahead or given

    def _compare(self, given: Cell | None) -> None:
        """Hold a sum against the rows so far: all of them, or those since the last sum."""
        told = count_of(given.text) if given and not given.formula else None
        sums = (self.copies, self.since_sum)
        if given and told is not None and told not in sums and not self.shifted:
            self.problems.add("D023", given.where, given=told, found=self.copies)
        self.since_sum = 0

    def _recipient(self, row: Row, cells: dict[str, Cell]) -> None:
        count = count_of(cells["copies"].text) if "copies" in cells else None
        self.copies += count or 0
        self.since_sum += count or 0
        if "route" not in self.header.fields and self.heading:
            cells["route"] = replace(self.heading, name=self.heading.name or "route")
            self.of_heading += 1
            self.under_heading += count or 0
        whole = self._note_missing(row, cells)
        index = len(self.document.data[LIST]) if whole else None
        self.entries.append(Entry(cells, index))
        if index is None:
            return
        self.document.data[LIST].append({})
        self.document.values[(LIST, index)] = row.where
        for name, cell in cells.items():
            self.document.values[(LIST, index, name)] = cell.where

    def _note_missing(self, row: Row, cells: dict[str, Cell]) -> bool:
        """Whether all is there that a recipient must have."""
        missing = [name for name in REQUIRED if name not in cells]
        for name in missing:
            at = self.header.fields[name]
            place, cell = row.place(at), self.header.cell_name(row, name)
            if name == "unit":
                self.problems.add("D014", place, column=cell)
            elif "unit" in cells:
                unit = clipped(cells["unit"].text, 80)
                if name == "copies" and at in row.cells and row.cells[at].carried:
                    self.problems.add("D076", place, cell=cell, unit=unit)
                else:
                    none = _("; a unit that gets none this month has 0 copies")
                    also = none if name == "copies" else ""
                    self.problems.add("D013", place, column=cell, unit=unit, also=also)
        return not missing


def _is_sum(text: str, *, exactly: bool) -> bool:
    """Whether a row that begins so is a sum; `exactly`: only by one of its usual names."""
    bare = " ".join(re.sub(r"\([^()]*\)|[.:]", " ", text).split())
    return fold(bare) in _SUMS or (not exactly and f"{bare.casefold()} ".startswith(_SUMS_OF))


def _is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row below the header numbers its columns: `(1) (2) (3)`, `A B 1 2`."""
    bare = "".join(text.strip().strip("()") for text in texts)
    digits = bare.lstrip("AB") if len(texts) > len(REQUIRED) else bare
    numbers = "".join(str(n + 1) for n in range(len(texts)))
    return len(texts) >= len(REQUIRED) and len(digits) > 1 and numbers.startswith(digits)
