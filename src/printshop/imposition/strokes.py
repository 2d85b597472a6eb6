"""Lines and words of pages that printshop draws itself: dummies and test sheets. Lengths in mm."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, Protocol

from printshop.geometry import pt


class Words(Protocol):
    """A line of text that can be drawn."""

    @property
    def width(self) -> float:
        """In pt."""
        ...

    def drawn(self, x: float, y: float) -> bytes:
        """Operators that draw it, its origin at `x`, `y` in pt."""
        ...


Letters = Callable[[str, float], Words]
"""Sets a line of text in a size in pt."""


class Pen:
    """The contents of one page; the origin is at its bottom left."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._parts: list[bytes] = []

    @property
    def content(self) -> bytes:
        """All that was drawn."""
        return b"\n".join(self._parts)

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.2) -> None:
        """A straight line, black."""
        ends = (pt(x1), pt(y1), pt(x2), pt(y2))
        self._parts.append(b"%.3f w %.3f %.3f m %.3f %.3f l S" % (pt(weight), *ends))

    def frame(self, x: float, y: float, width: float, height: float, weight: float = 0.2) -> None:
        """The outline of a rectangle."""
        box = (pt(x), pt(y), pt(width), pt(height))
        self._parts.append(b"%.3f w %.3f %.3f %.3f %.3f re S" % (pt(weight), *box))

    def shape(self, points: Iterable[tuple[float, float]]) -> None:
        """A filled outline, black."""
        (first, *rest) = [(pt(x), pt(y)) for x, y in points]
        steps = [b"%.3f %.3f m" % first, *(b"%.3f %.3f l" % point for point in rest), b"f"]
        self._parts.append(b" ".join(steps))

    def arrow_up(self, x: float, top: float, size: float) -> None:
        """An arrow with its tip at `x`, `top`."""
        half, stem = size * 0.3, size * 0.1
        neck = top - size * 0.45
        self.shape(
            [
                (x, top),
                (x + half, neck),
                (x + stem, neck),
                (x + stem, top - size),
                (x - stem, top - size),
                (x - stem, neck),
                (x - half, neck),
            ]
        )

    def words(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        align: Literal["left", "middle", "right"] = "left",
        within: float | None = None,
    ) -> None:
        """A line of text on the baseline `y`; `size` in pt, set smaller to stay `within` mm."""
        line = self._letters(text, size)
        if within is not None and line.width > pt(within):
            line = self._letters(text, size * pt(within) / line.width)
        share = {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
        self._parts.append(line.drawn(pt(x) - share * line.width, pt(y)))

    def paragraph(self, text: str, x: float, top: float, size: float, width: float) -> float:
        """Text in lines of at most `width`; gives where the next may begin."""
        leading = size * 1.35 / pt(1)
        y = top - size / pt(1)
        for line in self._lines(text, size, pt(width)):
            self.words(line, x, y, size, within=width)
            y -= leading
        return y + size / pt(1) - leading * 0.3

    def _lines(self, text: str, size: float, width: float) -> Iterator[str]:
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and self._letters(longer, size).width > width:
                yield line
                line = word
            else:
                line = longer
        yield line


def as_pdf(size: tuple[float, float], contents: Iterable[bytes], title: str) -> bytes:
    """A PDF file of pages of one size; the same bytes for the same contents.

    Args:
        size: width and height in mm.
        contents: operators, a page each.
        title: of the document.
    """
    import pikepdf

    pdf = pikepdf.Pdf.new()
    for content in contents:
        page = pdf.add_blank_page(page_size=(pt(size[0]), pt(size[1])))
        page.Contents = pdf.make_stream(b"0 G 0 g\n" + content)
    pdf.docinfo[pikepdf.Name.Title] = pikepdf.String(title)
    pdf.docinfo[pikepdf.Name.Producer] = pikepdf.String("printshop")
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=True, deterministic_id=True)
    return buffer.getvalue()
