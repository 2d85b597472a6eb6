"""How lists are numbered, read from the labels that are printed.

PDF/UA wants it said of each list whose items have labels; WeasyPrint's tags do not say whether a
list was an `ol` or a `ul`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pikepdf
from pikepdf import Dictionary, Name

from printshop.makeup.elements import Element
from printshop.makeup.fonts import read_to_unicode

_SIGNS = {"•": "Disc", "●": "Disc", "◦": "Circle", "○": "Circle", "▪": "Square", "■": "Square"}
_NUMBERS = (
    (re.compile(r"\d"), "Decimal"),
    (re.compile(r"[ivxlcdm]+\b"), "LowerRoman"),
    (re.compile(r"[IVXLCDM]+\b"), "UpperRoman"),
    (re.compile(r"[a-z]+\b"), "LowerAlpha"),
    (re.compile(r"[A-Z]+\b"), "UpperAlpha"),
)
_MARKED = rb"<</MCID %d>>\s*BDC(.*?)EMC"
_SET = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]{4,})>")


def number_lists(root: Element, pages: Mapping[tuple[int, int], pikepdf.Page]) -> None:
    """Give each list with labels its ListNumbering (ISO 32000-1, 14.8.5.5)."""
    printed: dict[tuple[int, int], PrintedText] = {}
    for element in root.walk():
        label = next(_labels(element), None) if element.kind == "L" else None
        if label is None:
            continue
        place = label.object.Pg.objgen
        if place not in printed:
            printed[place] = PrintedText(pages[place])
        text = "".join(printed[place].of(number) for number in _numbers(label))
        numbering = Name(f"/{numbering_of(text)}")
        element.object.A = Dictionary(O=Name.List, ListNumbering=numbering)


def numbering_of(label: str) -> str:
    """The PDF name for lists with a label such as this."""
    text = label.strip().strip("()")
    for pattern, name in _NUMBERS:
        if pattern.match(text):
            return name
    return _SIGNS.get(text[:1], "None")


class PrintedText:
    """What is shown under each marked-content number of a page that WeasyPrint wrote."""

    def __init__(self, page: pikepdf.Page) -> None:
        self._fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
        self._content = page.obj.Contents.read_bytes()
        self._meanings: dict[str, Mapping[int, str]] = {}

    def of(self, number: int) -> str:
        """The text under `number`; empty where there is none."""
        text = ""
        meaning: Mapping[int, str] = {}
        marked = re.search(_MARKED % number, self._content, re.DOTALL)
        for font, glyphs in _SET.findall(marked.group(1)) if marked else ():
            if font:
                meaning = self._meaning(f"/{font.decode()}")
            codes = (int(glyphs[i : i + 4], 16) for i in range(0, len(glyphs), 4))
            text += "".join(meaning.get(code, "") for code in codes)
        return text

    def _meaning(self, font: str) -> Mapping[int, str]:
        if font not in self._meanings:
            self._meanings[font] = _meaning(self._fonts[font]) if font in self._fonts else {}
        return self._meanings[font]


def _meaning(font: pikepdf.Object) -> Mapping[int, str]:
    if "/ToUnicode" not in font:
        return {}
    return read_to_unicode(font.ToUnicode.read_bytes()) or {}


def _labels(listing: Element) -> Iterator[Element]:
    for item in listing.elements:
        if item.kind == "LI":
            yield from (part for part in item.elements if part.kind == "Lbl")


def _numbers(element: Element) -> Iterator[int]:
    for inner in element.walk():
        yield from (kid for kid in inner.kids if isinstance(kid, int))
