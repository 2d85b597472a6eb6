"""What stands on the pages of a PDF, read back: each run of text with its baseline and its type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pypdf import PageObject, PdfReader


@dataclass(frozen=True)
class Text:
    """A run of text in one face: where its baseline begins, in pt from the page's top left."""

    text: str
    x: float
    y: float
    size: float
    font: str
    """The face's PostScript name, without the subset's prefix."""


def texts(page: PageObject) -> list[Text]:
    """The runs of text of a page, in the order they are drawn; blanks are left out."""
    found: list[Text] = []
    left, top = float(page.mediabox.left), float(page.mediabox.top)

    def visit(text: str, cm: list[float], tm: list[float], font: dict, size: float) -> None:  # type: ignore[type-arg]
        if not text.strip() or not font:
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3])
        name = str(font["/BaseFont"]).lstrip("/").partition("+")[2]
        found.append(Text(text.strip(), x - left, top - y, round(size * scale, 2), name))

    page.extract_text(visitor_text=visit)
    return found


def all_texts(path: Path) -> Iterator[tuple[int, list[Text]]]:
    """The runs of each page, with its number from 1."""
    for number, page in enumerate(PdfReader(path).pages, start=1):
        yield number, texts(page)
