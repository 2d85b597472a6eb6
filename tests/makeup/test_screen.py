"""The screen target: pages end at their trim, and the book is as before."""

from __future__ import annotations

import io

from pikepdf import Array, Pdf

from prepress.smallbook import edition
from printshop.makeup import Book, PageMap
from printshop.problems import Problems
from printshop.targets import TARGETS

SHEET, TRIM, BLEED = [0, 0, 300, 400], [20, 20, 280, 380], [10, 10, 290, 390]


def book() -> Book:
    """Two pages, one of them with a crop box."""
    pdf = Pdf.new()
    for _ in range(2):
        pdf.add_blank_page(page_size=(300, 400))
        page = pdf.pages[-1].obj
        page.MediaBox, page.TrimBox, page.BleedBox = Array(SHEET), Array(TRIM), Array(BLEED)
    pdf.pages[1].obj.CropBox = Array(BLEED)
    return Book(pdf, PageMap((), ()), ())


def screen(whole: Book) -> bytes:
    (file,) = TARGETS["screen"](whole, edition(), Problems())
    assert file.name == "2017-09-screen.pdf"
    return file.data


def boxes(pdf: Pdf) -> list[dict[str, list[int]]]:
    return [
        {key: [int(edge) for edge in box] for key, box in page.obj.items() if key.endswith("Box")}
        for page in pdf.pages
    ]


def test_pages_end_at_their_trim() -> None:
    with Pdf.open(io.BytesIO(screen(book()))) as made:
        assert boxes(made) == [{"/MediaBox": TRIM, "/TrimBox": TRIM}] * 2


def test_the_book_is_as_before_for_other_targets() -> None:
    """And the same file comes of it again (invariant 2)."""
    whole = book()
    made = screen(whole)
    sheet = {"/MediaBox": SHEET, "/TrimBox": TRIM, "/BleedBox": BLEED}
    assert boxes(whole.pdf) == [sheet, sheet | {"/CropBox": BLEED}]
    assert screen(whole) == made == screen(book())
