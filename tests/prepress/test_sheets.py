"""Pages as the printer gets them: boxes, what is clipped and moved, marks, what is not there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Name, Pdf
from PIL import Image
from pypdf import PdfReader

from prepress.smallbook import GEOMETRY, book, edition, press
from printshop.geometry import Box, PageGeometry, pt
from printshop.prepress.edition import PaletteColour
from printshop.prepress.marks import margin_for
from printshop.prepress.sheets import (
    SheetBoxes,
    bleed_is_there,
    bleed_of,
    box_of,
    dress_pages,
    issue_words,
    page_words,
    spots_of,
)
from printshop.press import Press
from printshop.press.contract import Bleed, Marks
from support import run

NO_MARKS = Marks(crop=False, registration=False, colour_bars=False, slug=False)
UNEVEN = Bleed(head=1, foot=2, inside=0, outside=3)
MM = 0.01 * 72 / 25.4
"""A hundredth of a millimetre, in pt."""


def dressed(pages: int = 2, who: Press | None = None, *, painted: bool = True) -> Pdf:
    pdf = book(pages, painted=painted)
    folios = [str(number) for number in range(1, pages + 1)]
    dress_pages(pdf, who or press(), edition(), range(pages), folios)
    return pdf


def saved(pdf: Pdf, path: Path) -> Path:
    pdf.save(path, deterministic_id=True)
    return path


def pixels(path: Path, page: int, ppi: int = 72) -> Image.Image:
    stem = path.with_name(f"{path.stem}-{page}")
    run("pdftoppm", "-r", str(ppi), "-f", str(page), "-l", str(page), "-singlefile", path, stem)
    with Image.open(stem.with_suffix(".ppm")) as image:
        return image.convert("RGB")


def is_white(image: Image.Image, box: Box, media: Box, ppi: int = 72) -> bool:
    k = ppi / 72
    part = image.crop(
        (
            round(box.left * k) + 1,
            round((media.top - box.top) * k) + 1,
            round(box.right * k) - 1,
            round((media.top - box.bottom) * k) - 1,
        )
    )
    return part.getextrema() == ((255, 255),) * 3


# -- boxes


def test_boxes_that_touch_do_not_overlap() -> None:
    one = Box(0, 0, 10, 10)
    assert not one.overlaps(one.moved(10, 0))
    assert not one.overlaps(one.moved(0, -10))
    assert one.overlaps(one.moved(9, -9))
    assert one.overlaps(Box(4, 4, 5, 5))
    assert Box(4, 4, 5, 5).overlaps(one)
    assert Box(4, 4, 5, 5).within(one)
    assert not one.within(Box(0, 0, 10, 9.9))
    assert one.within(Box(0, 0, 10, 9.9), 0.2)


@given(st.floats(0, 20), st.floats(0, 20), st.floats(0, 20), st.floats(0, 20), st.floats(0, 30))
def test_boxes_lie_in_one_another_and_begin_at_nought(
    left: float, bottom: float, right: float, top: float, margin: float
) -> None:
    trim = Box(37.3, 41.1, 537.3, 800.9)
    boxes = SheetBoxes.around(trim, trim.spread(left, bottom, right, top), margin)
    assert (boxes.media.left, boxes.media.bottom) == (0, 0)
    assert boxes.trim.within(boxes.bleed, 1e-9)
    assert boxes.bleed.within(boxes.media, 1e-9)
    assert boxes.trim.width == pytest.approx(trim.width)
    assert boxes.media.width == pytest.approx(trim.width + left + right + 2 * margin)


def test_the_inside_is_at_the_left_of_a_recto() -> None:
    trim = Box(0, 0, 100, 100)
    assert bleed_of(trim, UNEVEN, verso=False) == Box(0, -pt(2), 100 + pt(3), 100 + pt(1))
    assert bleed_of(trim, UNEVEN, verso=True) == Box(-pt(3), -pt(2), 100, 100 + pt(1))


def test_a_press_may_not_want_more_bleed_than_the_layout_draws() -> None:
    layout = PageGeometry(100, 100, 10, 10, 10, 10, bleed=3)
    assert bleed_is_there(press(bleed=Bleed(head=3, foot=0, inside=0, outside=3)).spec, layout)
    assert not bleed_is_there(press(bleed=Bleed(inside=5)).spec, layout)


@pytest.mark.parametrize("marks", [Marks(), Marks(offset=5, length=8), NO_MARKS])
def test_every_page_has_its_boxes_and_no_other(marks: Marks) -> None:
    pdf = dressed(2, press(marks=marks, bleed=UNEVEN))
    for index, page in enumerate(pdf.pages):
        boxes = {key: box_of(page.obj[key]) for key in page.obj if key.endswith("Box")}
        assert boxes.keys() == {"/MediaBox", "/BleedBox", "/TrimBox"}
        media, bleed, trim = (boxes[f"/{name}Box"] for name in ("Media", "Bleed", "Trim"))
        assert abs(trim.width - pt(GEOMETRY.width)) < MM
        assert abs(trim.height - pt(GEOMETRY.height)) < MM
        wanted = bleed_of(trim, UNEVEN, verso=index == 1)
        assert bleed.within(wanted, MM)
        assert wanted.within(bleed, MM)
        assert (media.left, media.bottom) == (0, 0)
        around = bleed.grown(pt(margin_for(marks)))
        assert media.within(around, MM)
        assert around.within(media, MM)
        assert {type(side).__name__ for side in page.obj.TrimBox} <= {"Decimal", "int"}


# -- contents


def test_contents_end_at_the_bleed_and_marks_stand_outside(tmp_path: Path) -> None:
    """Read from the pixels: magenta to the bleed's edge, white beyond it, then marks."""
    pdf = dressed(2, press(bleed=UNEVEN))
    path = saved(pdf, tmp_path / "pages.pdf")
    for number, page in enumerate(pdf.pages, start=1):
        media, bleed = box_of(page.obj.MediaBox), box_of(page.obj.BleedBox)
        image = pixels(path, number, 144)
        corner = (round(bleed.left * 2) + 2, round((media.top - bleed.bottom) * 2) - 3)
        red, green, blue = image.getpixel(corner)  # type: ignore[misc]
        assert green < 255
        assert green < min(red, blue)
        gap = pt(3)
        beside = [
            Box(bleed.left - gap, bleed.bottom - gap, bleed.left, bleed.top + gap),
            Box(bleed.right, bleed.bottom - gap, bleed.right + gap, bleed.top + gap),
            Box(bleed.left, bleed.bottom - gap, bleed.right, bleed.bottom),
            Box(bleed.left, bleed.top, bleed.right, bleed.top + gap),
        ]
        assert [is_white(image, box, media, 144) for box in beside] == [True] * 4
        assert not is_white(image, Box(0, bleed.top + gap, media.right, media.top), media, 144)
        assert not is_white(image, Box(0, 0, media.right, bleed.bottom - gap), media, 144)


def test_patterns_move_with_the_page(tmp_path: Path) -> None:
    """A tiling pattern is bound to its content stream: what is drawn stays the same drawing."""
    before = book(1)
    trim = box_of(before.pages[0].trimbox)
    bare = press(marks=NO_MARKS, bleed=Bleed(head=0, foot=0, inside=0, outside=0))
    after = book(1)
    dress_pages(after, bare, edition(), [0], ["1"])
    page = before.pages[0].obj
    page.MediaBox = page.TrimBox
    for key in ("/CropBox", "/Annots", "/BleedBox", "/ArtBox"):
        del page[key]
    one = pixels(saved(before, tmp_path / "before.pdf"), 1, 144)
    two = pixels(saved(after, tmp_path / "after.pdf"), 1, 144)
    # the pattern's edges lie between pixels: where the page begins may colour them a little
    size = (round(trim.width), round(trim.height))
    grey = [list(image.resize(size).convert("L").tobytes()) for image in (one, two)]
    assert max(abs(a - b) for a, b in zip(*grey, strict=True)) < 60
    assert sum(abs(a - b) for a, b in zip(*grey, strict=True)) / len(grey[0]) < 1


def test_text_is_that_of_the_page_and_slugs_are_none(tmp_path: Path) -> None:
    path = saved(dressed(3), tmp_path / "pages.pdf")
    assert [page.extract_text() for page in PdfReader(path).pages] == [
        "page 1",
        "page 2",
        "page 3",
    ]


def test_pages_keep_nothing_for_the_screen() -> None:
    keys = {key for page in dressed().pages for key in page.obj}
    assert keys == {
        "/Type",
        "/Parent",
        "/Resources",
        "/Contents",
        "/MediaBox",
        "/BleedBox",
        "/TrimBox",
    }


def test_resources_stay_shared_and_marks_are_kept_once_a_side() -> None:
    pdf = dressed(6)
    fonts = {page.obj.Resources.XObject.Page0.Resources.Font.F0.objgen for page in pdf.pages}
    marks = [page.obj.Resources.XObject.Marks.objgen for page in pdf.pages]
    spaces = {page.obj.Resources.ColorSpace.All.objgen for page in pdf.pages}
    assert len(fonts) == len(spaces) == 1
    assert len(set(marks)) <= 2
    uneven = dressed(6, press(bleed=UNEVEN))
    sides = [page.obj.Resources.XObject.Marks.objgen for page in uneven.pages]
    assert sides[0] == sides[2] == sides[4] != sides[1] == sides[3] == sides[5]


def test_one_ink_brings_no_other_plate() -> None:
    pdf = dressed(1, press(inks="black"))
    assert "/ColorSpace" not in pdf.pages[0].obj.Resources
    marks = pdf.pages[0].obj.Resources.XObject.Marks.read_bytes()
    assert b"/All" not in marks
    assert b"0 0 0 1 k" in marks


def test_no_marks_bring_no_colours() -> None:
    pdf = dressed(1, press(marks=NO_MARKS))
    resources = pdf.pages[0].obj.Resources
    assert set(resources) == {"/XObject"}
    assert set(resources.XObject) == {"/Page0"}


def test_spots_have_patches_in_their_own_space() -> None:
    colours = (
        PaletteColour("pale", (255, 200, 200), (0, 0.95, 1, 0), "PANTONE 485 C", 0.2),
        PaletteColour("red", (200, 0, 0), (0, 0.95, 1, 0), "PANTONE 485 C"),
    )
    issue = edition(colours=colours)
    two_colour = press(inks="black", spots=1)
    assert spots_of(issue, two_colour.spec) == [("PANTONE 485 C", (0, 0.95, 1, 0))]
    assert spots_of(issue, press(spots=0).spec) == []
    assert spots_of(edition(colours=colours[:1]), two_colour.spec) == [
        ("PANTONE 485 C", (0, 0.95, 1, 0))
    ]
    pdf = book(1)
    dress_pages(pdf, two_colour, issue, [0], ["1"])
    spaces = pdf.pages[0].obj.Resources.ColorSpace
    assert {key: str(space[0]) for key, space in spaces.items()} == {
        "/Inks": "/DeviceN",
        "/Spot0": "/Separation",
    }
    assert [str(name) for name in spaces["/Inks"][1]] == ["/Black", "/PANTONE 485 C"]
    assert b"/Spot0 cs 1 scn" in pdf.pages[0].obj.Resources.XObject.Marks.read_bytes()


def test_labels_are_the_folios_of_these_pages() -> None:
    pdf = book(2)
    dress_pages(pdf, press(), edition(), [2, 3], ["i", "ii", "1", "2", "iii", "iv"])
    assert [page.label for page in pdf.pages] == ["1", "2"]


def test_contents_in_several_streams_and_none() -> None:
    pdf = book(3)
    first = pdf.pages[0].obj
    first.Contents = Array([first.Contents, pdf.make_stream(b"q Q")])
    del pdf.pages[1].obj["/Contents"]
    pdf.pages[2].obj.Contents = first.Contents[0]
    dress_pages(pdf, press(), edition(), range(3), ["1", "2", "3"])
    forms = [page.obj.Resources.XObject.Page0 for page in pdf.pages]
    assert [b"(page 1)" in form.read_bytes() for form in forms] == [True, False, True]
    assert len({form.objgen for form in forms}) == 3


# -- words


def test_slugs_say_which_issue_and_which_page() -> None:
    assert issue_words(edition()) == "Thông tin · số 9 · 12/9/2017"
    assert issue_words(edition("en")) == "Thông tin · no. 9 · 2017-09-12"
    folios = ["i", "1", "3"]
    assert page_words(0, folios) == "trang 1/3 (i) · bên phải"
    assert page_words(1, folios) == "trang 2/3 (1) · bên trái"
    assert page_words(2, folios, "en") == "page 3/3 · right-hand"


def test_same_book_same_bytes() -> None:
    def made() -> bytes:
        buffer = io.BytesIO()
        dressed(4).save(buffer, deterministic_id=True)
        return buffer.getvalue()

    assert made() == made()


def test_sound_pdf(tmp_path: Path) -> None:
    pdf = dressed(4, press(spots=1))
    assert pdf.pages[0].obj.Type == Name.Page
    run("qpdf", "--check", saved(pdf, tmp_path / "pages.pdf"))
