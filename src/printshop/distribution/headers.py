"""Names of columns as offices write them, and the row that holds them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from printshop.distribution.oldfonts import old_fonts
from printshop.distribution.tables import Cell, Row
from printshop.i18n import _
from printshop.problems import Problems, Where
from printshop.sources.validate import clipped
from printshop.text.slugs import fold

HEADER_ROWS = 30
"""The names of columns are looked for in so many rows: titles stand above them."""

NAMES: dict[str, tuple[str, ...]] = {
    "unit": (
        *("Nơi nhận", "Đơn vị", "Tên đơn vị", "Đơn vị nhận", "Tên đơn vị nhận", "Cơ quan"),
        *("Tên cơ quan", "Cơ quan, đơn vị", "Tên cơ quan, đơn vị", "Đơn vị, cơ quan", "Chi bộ"),
        *("Tên chi bộ", "Đảng bộ", "Chi, đảng bộ", "Chi bộ, đảng bộ", "Tổ chức đảng"),
        *("Tên tổ chức đảng", "Tên", "unit", "recipient", "name", "organisation", "organization"),
    ),
    "address": (
        *("Địa chỉ", "Địa chỉ nhận", "Địa chỉ đơn vị", "Địa chỉ giao", "Địa chỉ giao hàng"),
        *("Nơi giao", "Địa điểm", "Địa điểm giao", "Trụ sở", "address"),
    ),
    "copies": (
        *("Số lượng", "Số bản", "SL", "Số cuốn", "Số tờ", "Số quyển", "Số lượng bản"),
        *("Số lượng cuốn", "Số lượng nhận", "Số bản nhận", "Số lượng phát hành", "Bản"),
        *("copies", "number of copies", "quantity", "qty"),
    ),
    "route": (
        *("Tuyến", "Tuyến phát", "Tuyến đường", "Tuyến đường thư", "Tuyến giao", "Tên tuyến"),
        *("Cụm", "Khu vực", "route", "round"),
    ),
    "contact": (
        *("Người nhận", "Liên hệ", "Người liên hệ", "Đầu mối", "Đầu mối nhận", "Bộ phận nhận"),
        *("contact", "contact person"),
    ),
    "phone": (
        *("Điện thoại", "Số điện thoại", "SĐT", "ĐT", "Số ĐT", "Điện thoại liên hệ", "Di động"),
        *("phone", "telephone", "tel", "phone number"),
    ),
    "note": ("Ghi chú", "Lưu ý", "note", "notes", "remark", "remarks"),
}
"""What a column may be called, by the field it fills; case, accents and spaces do not count."""
NUMBERING = ("STT", "TT", "Số TT", "Số thứ tự", "No", "#")
_OTHER = ("Ký nhận", "Chữ ký", "Ngày nhận", "Đơn vị tính", "ĐVT", "Ký tên")
REQUIRED = ("unit", "address", "copies")


def _squashed(caption: str) -> str:
    """A name without what tells nothing: `Số lượng (bản)` is `soluong`."""
    bare = re.sub(r"\([^()]*\)", " ", caption)
    return re.sub(r"[^a-z0-9#]", "", fold(bare))


_FIELDS = {_squashed(name): field for field, names in NAMES.items() for name in names}
_NUMBERING = frozenset(map(_squashed, NUMBERING))
_SILENT = _NUMBERING | frozenset(map(_squashed, _OTHER))
_LONGEST = 60


@dataclass(frozen=True)
class Header:
    """The row that names the columns."""

    index: int
    """Of the row, among all."""
    fields: dict[str, int]
    """The column of each field."""
    captions: dict[int, Cell]
    """Each column's name."""
    numbering: int | None
    """The column of running numbers."""

    def caption(self, field: str) -> str:
        """What the list calls the column of a field."""
        return clipped(self.captions[self.fields[field]].text)

    def cell_name(self, row: Row, field: str) -> str:
        """What messages call a cell: its column's name, in a workbook with its own (`C7`)."""
        name = row.name(self.fields[field])
        return f"{name}, {self.caption(field)}" if name else self.caption(field)


def columns_named(row: Row) -> dict[int, str]:
    """The fields that cells of a row name, by column."""
    found = {}
    for at, cell in row.cells.items():
        if not cell.formula and len(cell.text) <= _LONGEST:
            field = _FIELDS.get(_squashed(cell.text))
            if field:
                found[at] = field
    return found


def find_header(rows: Sequence[Row], file: str, problems: Problems) -> Header | None:
    """The first row that names two columns or more, else one of several.

    Args:
        rows: the list.
        file: its name in problems.
        problems: D009 to D012 are noted here.

    Returns:
        The header, or None where a column that must be there is not, or is there twice.
    """
    named = [columns_named(row) for row in rows[:HEADER_ROWS]]
    several = [i for i, found in enumerate(named) if len(set(found.values())) > 1]
    single = [i for i, found in enumerate(named) if found and len(rows[i].own) > 1]
    if not several and not single:
        fonts, advice = old_fonts(rows[:HEADER_ROWS]), ""
        if fonts:
            said = _("The text is in an old font ({encoding}): convert it to Unicode before.")
            advice = " " + said.format(encoding=fonts)
        problems.add("D009", Where(file, 1 if rows else 0), limit=HEADER_ROWS, advice=advice)
        return None
    index = (several or single)[0]
    row = rows[index]
    fields: dict[str, int] = {}
    sound = True
    for at, field in named[index].items():
        if field in fields:
            first, second = (clipped(row.cells[column].text) for column in (fields[field], at))
            problems.add("D011", row.cells[at].where, first=first, second=second)
            sound = False
        fields.setdefault(field, at)
    captions = row.own
    known = ", ".join(f"`{clipped(cell.text)}`" for cell in captions.values())
    for field in REQUIRED:
        if field not in fields:
            problems.add("D010", row.where, column=NAMES[field][0], known=known)
            sound = False
    _note_unused(row, named[index], problems)
    numbers = [at for at, cell in captions.items() if _squashed(cell.text) in _NUMBERING]
    return Header(index, fields, captions, numbers[0] if numbers else None) if sound else None


def _note_unused(row: Row, named: dict[int, str], problems: Problems) -> None:
    unused = [
        cell
        for at, cell in row.own.items()
        if at not in named and _squashed(cell.text) not in _SILENT
    ]
    if unused:
        names = ", ".join(f"`{clipped(cell.text)}`" for cell in unused)
        known = ", ".join(f"`{names[0]}`" for names in NAMES.values())
        problems.add("D012", unused[0].where, names=names, known=known)
