"""A folding dummy: numbered pages in place of the job's own, to fold one by hand and turn through.

Each page says its number, which way is up, and on which side of which sheet it was printed.
"""

from __future__ import annotations

from printshop.i18n import _
from printshop.imposition.model import Imposition
from printshop.imposition.plan import sheet_words
from printshop.imposition.strokes import Letters, Pen, as_pdf


def dummy_pages(imposition: Imposition, size: tuple[float, float], letters: Letters) -> bytes:
    """The pages as a PDF file, to be put on sheets in place of the job's.

    Args:
        imposition: the job.
        size: width and height of a page, in mm.
        letters: sets words.
    """
    placed = where_printed(imposition)
    last = max((page for page in imposition.sequence if page is not None), default=-1)
    contents = [
        _page(page, placed.get(page, ""), size, letters) for page in range(max(last + 1, 1))
    ]
    return as_pdf(size, contents, _("folding dummy"))


def where_printed(imposition: Imposition) -> dict[int, str]:
    """Of each page of the input, the side it is printed on first, in words."""
    found: dict[int, str] = {}
    for number, sheet in enumerate(imposition.sheets):
        name = sheet_words(imposition, number)
        for side, words in ((sheet.front, _("front")), (sheet.back, _("back"))):
            for place in side.places:
                if place.page is not None:
                    found.setdefault(place.page, f"{name}, {words}")
    return found


def _page(page: int, words: str, size: tuple[float, float], letters: Letters) -> bytes:
    width, height = size
    pen = Pen(letters)
    inset = min(6.0, width / 10, height / 10)
    pen.frame(inset, inset, width - 2 * inset, height - 2 * inset)
    pen.arrow_up(width / 2, height - 1.8 * inset, height / 8)
    figure = min(height * 0.3, width * 0.45) * 72 / 25.4
    pen.words(str(page + 1), width / 2, height * 0.42, figure, "middle", width - 4 * inset)
    pen.words(words, width / 2, height * 0.25, min(14.0, width / 6), "middle", width - 4 * inset)
    return pen.content
