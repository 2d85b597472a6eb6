"""What the press target says of a book, and which files it makes."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from prepress.smallbook import book, edition, press
from printshop.makeup import Book, Run, map_pages
from printshop.preflight.checks import CHECKS
from printshop.preflight.reading.read import read_pdf
from printshop.prepress.edition import Made, PaletteColour
from printshop.problems import Problems
from printshop.targets import TARGETS
from support import run, tool


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


# -- two colours

RED = (0.02, 1.0, 0.85, 0.06)
SPOT = "PANTONE 186 C"
TWO_INK = (
    PaletteColour("ink", (27, 27, 27), (0, 0, 0, 1)),
    PaletteColour("grey", (107, 107, 107), (0, 0, 0, 0.65)),
    PaletteColour("red", (200, 16, 46), RED, SPOT),
)
ONE_INK = (*TWO_INK[:2], PaletteColour("red", (200, 16, 46), (0, 0, 0, 1)))
FOUR_INK = (*TWO_INK, PaletteColour("blue", (0, 0, 200), (1, 0.8, 0, 0)))
PAINTED = b"""0.10588 0.10588 0.10588 rg 130 130 40 40 re f
0.78431 0.06275 0.18039 rg 180 130 40 40 re f 0.41961 0.41961 0.41961 rg 230 130 40 40 re f"""


def job(colours: tuple[PaletteColour, ...], *, grey: bool, **changes: Any) -> bytes:
    """The press file of two pages in black, grey and red."""
    pdf = book(2, painted=False)
    for page in pdf.pages:
        page.Contents = pdf.make_stream(PAINTED)
    whole = Book(pdf, map_pages([Run("a", 2)]), ())
    house = press(pages={"multiple": 1}, **changes)
    issue = replace(edition(colours=colours), press=house, layout="nha", grey_pictures=grey)
    problems = Problems()
    (file,) = TARGETS["press"](whole, issue, problems)
    assert len(problems) == 0
    document = read_pdf(file.data, file.name)
    assert [f for check in CHECKS.values() for f in check(document, house.spec)] == []
    return file.data


def plates(data: bytes, folder: Path) -> dict[str, int]:
    """The most ink on each plate of page 2, 0 to 255."""
    tool("gs")
    (folder / "job.pdf").write_bytes(data)
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r60",
        "-dFirstPage=2", f"-sOutputFile={folder / 'plate.tif'}", folder / "job.pdf")  # fmt: skip
    found = {}
    for path in folder.glob("plate*(*)*.tif"):
        with Image.open(path) as plate:
            found[path.name.split("(")[1].split(")")[0]] = 255 - plate.convert("L").getextrema()[0]
    return found


@pytest.mark.parametrize("standard", ["PDF/X-4", "PDF/X-1a"])
@pytest.mark.parametrize("inks", ["process", "black"])
def test_a_job_of_black_and_a_spot_has_two_plates(inks: str, standard: str, tmp_path: Path) -> None:
    """And marks on both of them."""
    data = job(TWO_INK, grey=True, inks=inks, spots=1, standard=standard)
    empty = {"Cyan": 0, "Magenta": 0, "Yellow": 0}
    assert plates(data, tmp_path) == {**empty, "Black": 255, SPOT: 255}


def test_marks_of_a_job_of_two_colours_are_on_both_plates(tmp_path: Path) -> None:
    """Nothing is printed but the cross at the left and the slug: as dark on one as on the other."""
    bare = {"crop": False, "colour_bars": False}
    data = job(TWO_INK, grey=True, spots=1, marks=bare)
    plates(data, tmp_path)
    (spot,) = tmp_path.glob(f"plate*({SPOT})*.tif")
    (black,) = tmp_path.glob("plate*(Black)*.tif")
    with Image.open(spot) as one, Image.open(black) as other:
        width, height = one.size
        for box in ((0, 0, 20, height), (0, height - 20, width, height)):
            assert one.crop(box).getextrema()[0] < 128
            assert one.crop(box).tobytes() == other.crop(box).tobytes()


def test_a_job_of_black_alone_on_a_press_of_four_inks_has_one_plate(tmp_path: Path) -> None:
    most = plates(job(ONE_INK, grey=True), tmp_path)
    assert most == {"Cyan": 0, "Magenta": 0, "Yellow": 0, "Black": 255}


@pytest.mark.parametrize(("colours", "grey"), [(FOUR_INK, True), (TWO_INK, False)])
def test_other_jobs_have_marks_on_all_plates(
    colours: tuple[PaletteColour, ...], grey: bool, tmp_path: Path
) -> None:
    """A colour of the palette is in the four inks, or photographs are."""
    most = plates(job(colours, grey=grey, spots=1), tmp_path)
    assert most == {"Cyan": 255, "Magenta": 255, "Yellow": 255, "Black": 255, SPOT: 255}
