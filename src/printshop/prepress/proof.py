"""Pages for approval: trimmed, stamped, with a sheet at the end to sign.

Stamps are outlines that let the page show through, so what can be read and copied is the page's
own. The sheet to sign is outlines too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from printshop.geometry import Box, pt
from printshop.lettering import Lettering, lettering
from printshop.prepress.sheets import box_of, compressed, contents_as_form, day, placed_form

STAMP_RED = b"0.72 0.09 0.11"
"""Of stamps, in sRGB."""
STAMP_SHOWS = 0.13
"""How much of the stamp's colour lies over the page: text under it must stay easy to read."""
STAMP_OF_DIAGONAL = 0.62
"""Length of the stamp, of the page's diagonal."""
NOTE_SIZE = 6.5
"""Type of the line at the page's head, in pt."""
NOTE_FROM_TRIM = 1.2
"""From the trim to that line, in mm: within what text of the page keeps clear of."""

A4 = (210.0, 297.0)
MARGIN = 22.0


@dataclass(frozen=True)
class ProofOf:
    """What is put before a person to approve."""

    bulletin: str
    number: str
    date: dt.date
    """The issue's."""
    font: Path
    """A font file of the workspace."""
    press: str = ""
    """The print house's name, and in words what it prints."""
    files: tuple[tuple[str, int], ...] = ()
    """Names of the press files, each with its number of pages."""
    errors: int | None = None
    """How many the preflight found; None where there was none."""
    warnings: int | None = None
    language: str = "vi"


_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "stamp": "BẢN DUYỆT",
        "issue": "{bulletin} · số {number} · {date}",
        "page": "trang {page}",
        "heading": "Phiếu duyệt in",
        "press": "Nhà in",
        "files": "Tệp gửi nhà in",
        "file": "{name}: {pages} trang",
        "found": "Kiểm tra trước khi in",
        "nothing": "không có lỗi, không có cảnh báo",
        "counts": "{errors} lỗi, {warnings} cảnh báo",
        "colours": "Màu ở đây là màu in ước tính trên màn hình; giấy và mực thật có thể khác.",
        "yes": "Đồng ý in",
        "no": "Sửa theo ghi chú rồi trình lại",
        "notes": "Ghi chú",
        "who": "Người duyệt",
        "signature": "Chữ ký",
        "when": "Ngày",
    },
    "en": {
        "stamp": "PROOF",
        "issue": "{bulletin} · no. {number} · {date}",
        "page": "page {page}",
        "heading": "Approval for print",
        "press": "Print house",
        "files": "Files for the print house",
        "file": "{name}: pages: {pages}",
        "found": "Preflight",
        "nothing": "no errors, no warnings",
        "counts": "errors: {errors}, warnings: {warnings}",
        "colours": "Colours are what the press is expected to print; paper and ink may differ.",
        "yes": "Print as it is",
        "no": "Correct as noted and show again",
        "notes": "Notes",
        "who": "Approved by",
        "signature": "Signature",
        "when": "Date",
    },
}
"""In the bulletin's language: the sheet is signed by people there, whoever runs the program."""


def proof_pages(pdf: Pdf, proof: ProofOf, names: Sequence[str]) -> None:
    """Turn the pages of a press file into pages for approval, and append the sheet to sign.

    Args:
        pdf: pages with a TrimBox, their colours in sRGB already; changed in place.
        proof: what is approved.
        names: what each page is called: its folio, or the pages on it.

    The file still says that it is a PDF/X; `pdfx.dress` for a press of standard `none` ends that.
    """
    words = _WORDS["en" if proof.language.startswith("en") else "vi"]
    see_through = pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=STAMP_SHOWS, CA=STAMP_SHOWS))
    backing = pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.75, CA=0.75))
    issue = words["issue"].format(
        bulletin=proof.bulletin, number=proof.number, date=day(proof.date, proof.language)
    )
    stamp = lettering(words["stamp"], proof.font, 100)
    for page, name in zip(pdf.pages, names, strict=True):
        trim = box_of(page.trimbox)
        size = Box(0, 0, trim.width, trim.height)
        form = placed_form(contents_as_form(pdf, page.obj), trim, -trim.left, -trim.bottom)
        note = f"{words['stamp']} · {issue} · {words['page'].format(page=name)}"
        content = b"\n".join(
            (
                b"q /Page Do Q",
                b"q /Stamp gs %s rg" % STAMP_RED,
                _across(stamp, size),
                b"Q",
                _noted(lettering(note, proof.font, NOTE_SIZE), size),
            )
        )
        resources = Dictionary(
            XObject=Dictionary(Page=form), ExtGState=Dictionary(Stamp=see_through, Back=backing)
        )
        _replace(pdf, page.obj, size, resources, content)
    _append_form(pdf, proof, words, issue)


def _across(stamp: Lettering, size: Box) -> bytes:
    """The stamp from the lower left towards the upper right, its middle in the page's."""
    diagonal = (size.width**2 + size.height**2) ** 0.5
    slope = size.height / diagonal
    cosine = size.width / diagonal
    scale = diagonal * STAMP_OF_DIAGONAL / stamp.ink.width
    dx = (stamp.ink.left + stamp.ink.right) / 2 * scale
    dy = (stamp.ink.bottom + stamp.ink.top) / 2 * scale
    x = size.width / 2 - (dx * cosine - dy * slope)
    y = size.height / 2 - (dx * slope + dy * cosine)
    return stamp.drawn(x, y, scale, slope)


def _noted(note: Lettering, size: Box) -> bytes:
    """A line at the head, in the middle, on white that lets a little through."""
    scale = min(1.0, size.width * 0.9 / note.width)
    x = (size.width - note.width * scale) / 2
    top = size.height - pt(NOTE_FROM_TRIM)
    y = top - note.ink.top * scale
    box = Box(x, y + note.ink.bottom * scale, x + note.width * scale, top).grown(1.5)
    white = b"q /Back gs 1 g %.2f %.2f %.2f %.2f re f Q" % (
        box.left,
        box.bottom,
        box.width,
        box.height,
    )
    return white + b"\nq %s rg\n%s\nQ" % (STAMP_RED, note.drawn(x, y, scale))


def _replace(
    pdf: Pdf, page: pikepdf.Object, size: Box, resources: Dictionary, content: bytes
) -> None:
    """A page that is nothing but this; its /Group stays, for what shows through what."""
    for key in set(page.keys()) - {"/Type", "/Parent", "/Group", "/Rotate", "/UserUnit"}:
        del page[key]
    page.MediaBox = Array(size.as_list())
    page.TrimBox = Array(size.as_list())
    page.Resources = resources
    page.Contents = compressed(pdf, content)


def _append_form(pdf: Pdf, proof: ProofOf, words: Mapping[str, str], issue: str) -> None:
    """The sheet to sign, on A4."""
    size = Box(0, 0, pt(A4[0]), pt(A4[1]))
    page: pikepdf.Object = pdf.make_indirect(Dictionary(Type=Name.Page))
    pdf.pages.append(pikepdf.Page(page))
    drawn = _Form(proof.font, size)
    drawn.line(words["heading"], 22, after=4, colour=STAMP_RED)
    drawn.line(issue, 13, after=9)
    if proof.press:
        drawn.entry(words["press"], [proof.press])
    if proof.files:
        files = [words["file"].format(name=name, pages=pages) for name, pages in proof.files]
        drawn.entry(words["files"], files)
    if proof.warnings is not None or proof.errors is not None:
        errors, warnings = proof.errors or 0, proof.warnings or 0
        said = words["counts" if errors or warnings else "nothing"]
        drawn.entry(words["found"], [said.format(errors=errors, warnings=warnings)])
    drawn.gap(2)
    drawn.line(words["colours"], 9, after=9)
    drawn.choice(words["yes"])
    drawn.choice(words["no"])
    drawn.gap(4)
    drawn.box(words["notes"], 62)
    drawn.gap(8)
    drawn.box(words["who"], 16)
    drawn.gap(3)
    drawn.pair((words["signature"], words["when"]), 32)
    _replace(pdf, pdf.pages[-1].obj, size, Dictionary(), b"\n".join(drawn.content))
    if "/PageLabels" in pdf.Root:
        numbers = pdf.Root.PageLabels.Nums
        numbers.append(len(pdf.pages) - 1)
        numbers.append(Dictionary(P=String(words["heading"])))


class _Form:
    """A sheet filled from the top; lengths in mm, type in pt."""

    def __init__(self, font: Path, size: Box) -> None:
        self._font = font
        self._left, self._right = pt(MARGIN), size.width - pt(MARGIN)
        self._y = size.height - pt(MARGIN)
        self.content: list[bytes] = [b"0.5 w 0.35 G 0.1 g"]

    def gap(self, height: float) -> None:
        """Leave room."""
        self._y -= pt(height)

    def line(self, text: str, size: float, after: float, colour: bytes = b"0.1 0.1 0.1") -> None:
        """A line of text, and room after it."""
        self._y -= size
        self.content.append(b"q %s rg" % colour)
        self._put(text, size, self._left, self._right)
        self.content.append(b"Q")
        self.gap(after)

    def entry(self, name: str, values: Sequence[str]) -> None:
        """A name, and to the right of it a value or several."""
        column = self._left + pt(48)
        for i, value in enumerate(values):
            self._y -= 11
            if i == 0:
                self._put(name, 9, self._left, column - 6)
            self._put(value, 11, column, self._right)
            self.gap(1.8)
        self.gap(1.5)

    def choice(self, text: str) -> None:
        """A box to tick."""
        side = pt(5)
        self._y -= side
        self._frame(Box(self._left, self._y, self._left + side, self._y + side))
        self._y += 3.5
        self._put(text, 13, self._left + side + pt(3), self._right)
        self._y -= 3.5
        self.gap(3.5)

    def box(self, name: str, height: float) -> None:
        """A box to write in."""
        self._field(name, height, self._left, self._right)
        self._y -= pt(height)

    def pair(self, names: tuple[str, str], height: float) -> None:
        """Two boxes side by side."""
        middle = self._left + (self._right - self._left) * 0.62
        self._field(names[0], height, self._left, middle - pt(2))
        self._field(names[1], height, middle + pt(2), self._right)
        self._y -= pt(height)

    def _field(self, name: str, height: float, left: float, right: float) -> None:
        self._frame(Box(left, self._y - pt(height), right, self._y))
        self._y -= 12
        self._put(name, 8.5, left + 5, right - 5)
        self._y += 12

    def _frame(self, box: Box) -> None:
        self.content.append(
            b"%.2f %.2f %.2f %.2f re S" % (box.left, box.bottom, box.width, box.height)
        )

    def _put(self, text: str, size: float, left: float, right: float) -> None:
        """Text on the line where we are, made narrower where it is too long."""
        words = lettering(text, self._font, size)
        scale = min(1.0, (right - left) / words.width) if words.width else 1.0
        self.content.append(words.drawn(left, self._y, scale))
