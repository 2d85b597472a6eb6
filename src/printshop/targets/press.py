"""The file for the print house: the book in inks, with bleed and marks, as PDF/X."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pikepdf
from pikepdf import Pdf

from printshop.makeup import Book
from printshop.prepress.edition import Edition, Made, PaletteColour
from printshop.prepress.images import swap_images
from printshop.prepress.inks import InkTable, hexed, page_list, say_unknown
from printshop.prepress.pdfx import dress, write
from printshop.prepress.recolour import OnPages, to_inks
from printshop.prepress.sheets import dress_pages
from printshop.prepress.wrap import body_pages, can_be_wrapped, cover_pages, take_cover
from printshop.press import Press, press_file_name
from printshop.problems import Problems


def press(book: Book, edition: Edition, problems: Problems) -> tuple[Made, ...]:
    """The files for the print house: one, or body and cover where that is apart.

    The bytes depend on the book and the edition alone (invariant 2). None where problems forbid
    them: K009, K010.
    """
    house = edition.press
    if house is None:
        raise ValueError("an edition without a print house")
    count = len(book.page_map.pages)
    if house.spec.cover.apart and not can_be_wrapped(count):
        problems.add("K010", pages=count)
        return ()
    before = problems.errors
    with _copy(book) as pdf:
        edition = _put_in_inks(pdf, edition, house, problems)
        if problems.errors > before:
            return ()
        if house.spec.cover.apart:
            return _body_and_cover(pdf, book, edition, house)
        return (_finished(pdf, book, edition, house, "press", range(count)),)


@contextmanager
def _copy(book: Book) -> Iterator[Pdf]:
    """The book as a file of its own, to be changed: other targets need it as it is."""
    buffer = io.BytesIO()
    book.pdf.save(
        buffer,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
    )
    with Pdf.open(buffer) as pdf:
        yield pdf


def _put_in_inks(pdf: Pdf, edition: Edition, house: Press, problems: Problems) -> Edition:
    """Colours and pictures; what the palette or the standard does not have is noted.

    Returns the edition with the colours that the profile converted: marks are in their inks too.
    """
    table = InkTable(edition.colours, edition.layout, house, Problems())  # told when it was planned
    report = to_inks(pdf, table, house.ink_space)
    say_unknown(report.unknown, edition.layout, problems)
    swap_images(pdf, edition.pictures, house.ink_space, edition.grey_pictures)
    for what, pages in _pages_of(report.left).items():
        problems.add("K013", what=what, pages=pages)
    if house.spec.standard == "PDF/X-1a":
        for what, pages in _pages_of(report.transparency).items():
            problems.add("K009", what=what, page=pages)
    converted = (PaletteColour(hexed(rgb), rgb, inks) for rgb, (inks, _) in report.unknown.items())
    return replace(edition, colours=(*edition.colours, *converted))


def _pages_of(found: OnPages) -> dict[str, str]:
    """Each thing, with the pages it is on, as people count them."""
    pages: dict[str, list[int]] = {}
    for page, what in found:
        pages.setdefault(what, []).append(page)
    return {what: page_list(numbers) for what, numbers in pages.items()}


def _body_and_cover(pdf: Pdf, book: Book, edition: Edition, house: Press) -> tuple[Made, ...]:
    count = len(book.page_map.pages)
    cover = take_cover(pdf, house, edition)
    dress(cover, house, edition)
    name = _name(edition, house, "cover")
    body = _finished(pdf, book, edition, house, "body", body_pages(count))
    return body, Made(name, write(cover, house.spec), cover_pages(count))


def _finished(
    pdf: Pdf, book: Book, edition: Edition, house: Press, part: str, pages: Sequence[int]
) -> Made:
    """A file of single pages."""
    dress_pages(pdf, house, edition, pages, [page.folio for page in book.page_map.pages])
    dress(pdf, house, edition)
    name = _name(edition, house, part)
    return Made(name, write(pdf, house.spec), tuple((page,) for page in pages))


def _name(edition: Edition, house: Press, part: str) -> str:
    lettered = edition.lettered
    return press_file_name(house, edition.issue_id, lettered.number, lettered.date, part)
