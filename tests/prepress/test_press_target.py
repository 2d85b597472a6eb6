"""What the press target says of a book, and which files it makes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf

from prepress.smallbook import book, edition, press
from printshop.makeup import Book, Run, map_pages
from printshop.prepress.edition import Made
from printshop.problems import Problems
from printshop.targets import TARGETS


def finished(pdf: Pdf, **changes: Any) -> tuple[tuple[Made, ...], list[tuple[str, dict[str, Any]]]]:
    problems = Problems()
    whole = Book(pdf, map_pages([Run("a", len(pdf.pages))]), ())
    issue = replace(edition(), press=press(**changes), layout="nha")
    made = TARGETS["press"](whole, issue, problems)
    return made, [(p.code, dict(p.params)) for p in problems]


def test_one_file_of_all_pages() -> None:
    ((file,), problems) = finished(book(3))
    assert problems == []
    assert file.name == "2017-09-press.pdf"
    assert file.pages == ((0,), (1,), (2,))
    assert len(Pdf.open(io.BytesIO(file.data)).pages) == 3


def test_the_book_stays_as_it_was() -> None:
    pdf = book(2)
    before = [page.Contents.read_bytes() for page in pdf.pages]
    finished(pdf)
    assert [page.Contents.read_bytes() for page in pdf.pages] == before
    assert "/Annots" in pdf.pages[0]


def test_body_and_cover_apart() -> None:
    (body, cover), _ = finished(book(12), cover={"apart": True})
    assert (body.name, cover.name) == ("2017-09-body.pdf", "2017-09-cover.pdf")
    assert body.pages == tuple((n,) for n in range(2, 10))
    assert cover.pages == ((11, 0), (1, 10))


@pytest.mark.parametrize("pages", [6, 9])
def test_a_cover_that_cannot_be_apart(pages: int) -> None:
    assert finished(book(pages), cover={"apart": True}) == ((), [("K010", {"pages": pages})])


def test_what_cannot_be_put_into_inks_forbids_the_file() -> None:
    pdf = book(2)
    inline = b"q 10 0 0 10 150 150 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q\n"
    pdf.pages[1].contents_add(pdf.make_stream(inline))
    made, ((code, params),) = finished(pdf)
    assert made == ()
    assert code == "K013"
    assert params["pages"] == "2"


def see_through(pdf: Pdf) -> Pdf:
    """Page 1 with a picture that lets the ground show."""
    mask = pdf.make_stream(b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
                           ColorSpace=Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
    image = pdf.make_stream(b"abc", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
                            ColorSpace=Name.DeviceRGB, BitsPerComponent=8, SMask=mask)  # fmt: skip
    pdf.pages[0].Resources.XObject = Dictionary(Im0=image)
    pdf.pages[0].contents_add(pdf.make_stream(b"q 50 0 0 50 150 150 cm /Im0 Do Q\n"))
    return pdf


def test_a_picture_that_lets_the_ground_show_is_no_pdf_x_1a() -> None:
    made, problems = finished(see_through(book(2)), standard="PDF/X-1a")
    assert made == ()
    assert [(code, params["page"]) for code, params in problems] == [("K009", "1")]


def test_it_is_pdf_x_4() -> None:
    (file,), problems = finished(see_through(book(2)))
    assert problems == []
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        masks = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/SMask" in o]
        assert [image.ColorSpace for image in masks] == [Name.DeviceCMYK]
