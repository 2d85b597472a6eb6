"""The cover as a wrap: which page stands where, what is seen of it, how wide the spine is."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from pypdf import PdfReader

from prepress.smallbook import GEOMETRY, book, edition, press
from printshop.geometry import Box, pt
from printshop.prepress.edition import PaletteColour
from printshop.prepress.sheets import box_of, dress_pages
from printshop.prepress.wrap import (
    body_pages,
    can_be_wrapped,
    cover_pages,
    seen_of,
    spine_width,
    take_cover,
)
from printshop.press.contract import Bleed, CoverRules
from support import run

GLUED = CoverRules(apart=True, binding="perfect", caliper=0.5)
STAPLED = CoverRules(apart=True, binding="saddle", caliper=0.5)
MM = 0.01 * 72 / 25.4


def test_how_many_pages_a_wrap_needs() -> None:
    assert [n for n in range(15) if can_be_wrapped(n)] == [8, 10, 12, 14]
    with pytest.raises(ValueError, match="no wrap of 6 pages"):
        take_cover(book(6), press(cover=GLUED), edition())


@given(st.integers(4, 100))
def test_each_page_is_in_the_wrap_or_the_body_once(half: int) -> None:
    pages = 2 * half
    outer, inner = cover_pages(pages)
    assert sorted([*outer, *inner, *body_pages(pages)]) == list(range(pages))
    # left-hand pages stand left of the spine, seen from where they are printed
    assert [index % 2 for index in (*outer, *inner)] == [1, 0, 1, 0]


def test_the_spine_has_a_leaf_for_two_pages() -> None:
    assert spine_width(32, GLUED) == 8
    assert spine_width(32, STAPLED) == 0


@given(st.floats(0, 40), st.floats(0, 5), st.booleans())
def test_a_page_reaches_over_half_the_spine_at_most(
    spine: float, drawn: float, right: bool
) -> None:
    trim = Box(50, 50, 350, 450)
    bleed = Bleed(head=1, foot=2, inside=3, outside=3)
    seen = seen_of(trim, trim.grown(drawn), bleed, right=right, spine=spine)
    over = trim.left - seen.left if right else seen.right - trim.right
    away = seen.right - trim.right if right else trim.left - seen.left
    assert over == pytest.approx(min(drawn, spine / 2))
    assert away == pytest.approx(pt(3))


@pytest.mark.parametrize("cover", [GLUED, STAPLED])
def test_boxes_of_a_wrap(cover: CoverRules) -> None:
    who = press(cover=cover, bleed=Bleed(head=1, foot=2, inside=0, outside=3))
    wrap = take_cover(book(12), who, edition())
    assert len(wrap.pages) == 2
    for page in wrap.pages:
        trim, bleed = box_of(page.obj.TrimBox), box_of(page.obj.BleedBox)
        assert abs(trim.width - pt(2 * GEOMETRY.width + spine_width(8, cover))) < MM
        assert abs(trim.height - pt(GEOMETRY.height)) < MM
        around = trim.spread(pt(3), pt(2), pt(3), pt(1))
        assert bleed.within(around, MM)
        assert around.within(bleed, MM)


def test_pages_stand_where_they_belong_and_the_body_keeps_the_rest(tmp_path: Path) -> None:
    pdf = book(12)
    wrap = take_cover(pdf, press(cover=GLUED), edition())
    dress_pages(pdf, press(), edition(), body_pages(12), [str(n) for n in range(1, 13)])
    pdf.save(tmp_path / "body.pdf")
    wrap.save(tmp_path / "wrap.pdf")
    body = [page.extract_text().strip() for page in PdfReader(tmp_path / "body.pdf").pages]
    assert body == [f"page {number}" for number in range(3, 11)]
    sides = [
        page.extract_text().split("page")[1:] for page in PdfReader(tmp_path / "wrap.pdf").pages
    ]
    assert [[int(number) for number in side] for side in sides] == [[12, 1], [2, 11]]
    for name in ("body", "wrap"):
        run("qpdf", "--check", tmp_path / f"{name}.pdf")


def test_pages_meet_in_the_spine_as_far_as_they_are_drawn(tmp_path: Path) -> None:
    """Each page is magenta of as many percent as its number, 3 mm beyond its trim."""

    def colours(cover: CoverRules) -> tuple[Image.Image, float]:
        wrap = take_cover(book(100), press(cover=cover), edition())
        path = tmp_path / "wrap.pdf"
        wrap.save(path)
        run("pdftoppm", "-r", "72", "-singlefile", path, tmp_path / "wrap")
        with Image.open(tmp_path / "wrap.ppm") as image:
            return image.convert("RGB"), box_of(wrap.pages[0].obj.TrimBox).left

    def green(image: Image.Image, x: float) -> int:
        pixel = image.getpixel((round(x), image.height // 3))
        assert isinstance(pixel, tuple)
        return int(pixel[1])

    leaves = 48
    narrow = CoverRules(apart=True, binding="perfect", caliper=4 / leaves)  # 4 mm
    image, left = colours(narrow)
    middle = left + pt(GEOMETRY.width + 2)
    dark, light = green(image, middle - 4), green(image, middle + 4)
    assert dark < 100 < 240 < light < 255
    wide = CoverRules(apart=True, binding="perfect", caliper=10 / leaves)  # 10 mm
    image, left = colours(wide)
    middle = left + pt(GEOMETRY.width + 5)
    assert green(image, middle) == 255
    assert green(image, middle - pt(2.5)) == dark
    assert green(image, middle + pt(2.5)) == light


def test_the_wrap_has_what_its_pages_use_and_has_it_once() -> None:
    pdf = book(12)
    shared = pdf.pages[0].obj.Resources
    for name in ("Cover", "Body"):
        image = pdf.make_stream(name.encode() * 50, Type=Name.XObject, Subtype=Name.Image)
        image.Width = image.Height = 1
        shared.XObject = shared.get("/XObject", Dictionary())
        shared.XObject[f"/{name}"] = image
    for index in range(12):
        page = pdf.pages[index].obj
        name = b"Cover" if index in (0, 1, 10, 11) else b"Body"
        page.Contents = Array([page.Contents, pdf.make_stream(b"q /%s Do Q" % name)])
    wrap = take_cover(pdf, press(cover=STAPLED), edition())
    assert _images(wrap) == [b"Cover" * 50]
    dress_pages(pdf, press(), edition(), body_pages(12), [str(n) for n in range(1, 13)])
    assert _images(pdf) == [b"Body" * 50]
    fonts = [o for o in wrap.objects if isinstance(o, Dictionary) and o.get("/Type") == Name.Font]
    assert len(fonts) == 1


def _images(pdf: Pdf) -> list[bytes]:
    """The images that a saved file has, by their bytes."""
    buffer = io.BytesIO()
    pdf.save(buffer)
    with Pdf.open(buffer) as saved:
        return [
            thing.read_bytes()
            for thing in saved.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image
        ]


def test_a_spot_ink_has_one_space_in_the_wrap() -> None:
    pdf = book(8)
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.9, 0.8, 0], N=1)
    space = Array([Name.Separation, Name("/HKS 43"), Name.DeviceCMYK, pdf.make_indirect(tint)])
    pdf.pages[0].obj.Resources.ColorSpace = Dictionary(C0=pdf.make_indirect(space))
    colours = (PaletteColour("blue", (0, 0, 200), (1, 0.7, 0, 0), "HKS 43"),)
    who = press(cover=STAPLED, inks="black", spots=1)
    wrap = take_cover(pdf, who, edition(colours=colours))
    resources = wrap.pages[0].obj.Resources
    of_page = resources.XObject.Page1.Resources.ColorSpace.C0
    assert str(of_page[1]) == "/HKS 43"
    assert resources.ColorSpace.Spot0.objgen == of_page.objgen


def test_a_wrap_says_the_same_of_itself_as_the_body() -> None:
    pdf = book(8)
    wrap = take_cover(pdf, press(cover=STAPLED), edition())
    assert dict(wrap.docinfo.items()) == dict(pdf.docinfo.items())
    assert str(wrap.Root.Lang) == "vi"


def test_a_transparency_group_stays() -> None:
    pdf = book(8)
    pdf.pages[7].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    wrap = take_cover(pdf, press(cover=STAPLED), edition())
    assert ["/Group" in page.obj for page in wrap.pages] == [True, False]
