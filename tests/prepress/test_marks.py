"""Marks and lettering: where everything stands, by arithmetic; what is in which ink."""

from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from prepress.smallbook import FONT
from printshop.geometry import Box, pt
from printshop.lettering import lettering
from printshop.prepress.marks import (
    Placed,
    Printed,
    Slug,
    all_inks,
    colours_of,
    margin_for,
    mark_spaces,
    page_marks,
    place_marks,
    spot_spaces,
)
from printshop.press.contract import Marks

LEFT = lettering("Thông tin nội bộ · số 9 · 12/9/2017", FONT, 6.5)
RIGHT = lettering("trang 5/48 · bên phải", FONT, 6.5)
SLUG = Slug(LEFT, RIGHT)
NONE = Marks(crop=False, registration=False, colour_bars=False, slug=False)

lengths = st.floats(0, 25)
specs = st.builds(
    Marks,
    crop=st.booleans(),
    registration=st.booleans(),
    colour_bars=st.booleans(),
    slug=st.booleans(),
    offset=st.floats(0, 10),
    length=st.floats(0.5, 20),
    weight=st.floats(0.05, 2),
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[Box, Box, list[float]]:
    """Trim, bleed, folds: any, from a matchbox to a poster."""
    width, height = draw(st.floats(5, 900)), draw(st.floats(5, 900))
    left, bottom = draw(st.floats(-50, 50)), draw(st.floats(-50, 50))
    trim = Box(pt(left), pt(bottom), pt(left + width), pt(bottom + height))
    bleed = trim.spread(*(pt(draw(lengths)) for _ in range(4)))
    middle = draw(st.floats(0.2, 0.8)) * trim.width + trim.left
    spine = draw(st.sampled_from([0.0, 3.0, 12.0]))
    folds = draw(st.sampled_from([[], [middle], [middle, middle + pt(spine)]]))
    return trim, bleed, folds


@settings(max_examples=150, deadline=None)
@given(pages(), specs, st.sampled_from(["process", "black"]), st.integers(0, 4))
def test_no_mark_reaches_into_the_bleed_or_beyond_the_sheet(
    page: tuple[Box, Box, list[float]], spec: Marks, inks: Printed, spots: int
) -> None:
    trim, bleed, folds = page
    sheet = bleed.grown(pt(margin_for(spec)))
    for mark in place_marks(trim, bleed, spec, SLUG, inks, spots, folds):
        assert not mark.box.overlaps(bleed), mark.kind
        assert mark.box.within(sheet, 0.001), mark.kind


def box_of_page(width: float = 190, height: float = 270, bleed: float = 3) -> tuple[Box, Box]:
    trim = Box(0, 0, pt(width), pt(height))
    return trim, trim.grown(pt(bleed))


def placed(
    width: float = 190,
    inks: Printed = "process",
    spots: int = 0,
    spec: Marks | None = None,
    folds: tuple[float, ...] = (),
) -> tuple[Placed, ...]:
    return place_marks(*box_of_page(width), spec or Marks(), SLUG, inks, spots, folds)


@given(st.floats(90, 900), st.integers(0, 4), st.booleans())
def test_marks_keep_clear_of_one_another(width: float, spots: int, folded: bool) -> None:
    """Of one kind, only the patches of a bar touch."""
    folds = (pt(width / 2), pt(width / 2 + 5)) if folded else ()
    for one, other in itertools.combinations(placed(width, "process", spots, folds=folds), 2):
        if {one.kind, other.kind} != {"bar"}:
            assert not one.box.grown(0.5).overlaps(other.box), (one.kind, other.kind)


def test_crop_marks_are_in_line_with_the_trim() -> None:
    trim, bleed = box_of_page()
    spec = Marks(offset=3, length=5, weight=0.25)
    crops = [mark.box for mark in placed(spec=spec) if mark.kind == "crop"]
    assert len(crops) == 8
    upright = [box for box in crops if box.height > box.width]
    level = [box for box in crops if box.height < box.width]
    assert {round((b.left + b.right) / 2, 3) for b in upright} == {trim.left, round(trim.right, 3)}
    assert {round((b.bottom + b.top) / 2, 3) for b in level} == {trim.bottom, round(trim.top, 3)}
    assert {round(b.height, 3) for b in upright} == {round(pt(5), 3)}
    assert {round(b.width, 3) for b in upright} == {0.25}
    gaps = {round(b.bottom - bleed.top, 3) for b in upright if b.bottom > bleed.top}
    gaps |= {round(b.left - bleed.right, 3) for b in level if b.left > bleed.right}
    assert gaps == {round(pt(3), 3)}


def test_crosses_stand_in_the_middle_of_each_side() -> None:
    crosses = [mark.box for mark in placed() if mark.kind == "cross"]
    middles = {(round((b.left + b.right) / 2), round((b.bottom + b.top) / 2)) for b in crosses}
    half = round(pt(3 + 3 + 2.5))
    wide, high = pt(190), pt(270)
    assert middles == {
        (round(wide / 2), -half),
        (round(wide / 2), round(high) + half),
        (-half, round(high / 2)),
        (round(wide) + half, round(high / 2)),
    }


def test_a_wrap_has_marks_at_its_folds_and_crosses_beside_them() -> None:
    folds = (pt(190), pt(195))
    marks = placed(385, folds=folds)
    at = [round(mark.box.left + 0.125, 3) for mark in marks if mark.kind == "fold"]
    assert sorted(at) == [round(x, 3) for x in (folds[0], folds[0], folds[1], folds[1])]
    assert sum(mark.kind == "cross" for mark in marks) == 6


def test_bars_have_each_ink_and_black_presses_only_black() -> None:
    def colours(inks: Printed, spots: int) -> list[bytes]:
        marks = placed(inks=inks, spots=spots)
        return [mark.content.split(b" re")[0][2:] for mark in marks if mark.kind == "bar"]

    process = colours("process", 1)
    assert len(process) == 14
    for mix in (b"1 0 0 0 k", b"0 0 0 1 k", b"0 0.5 0 0 k", b"0 1 1 0 k", b"/Spot0 cs 0.5 scn"):
        assert any(patch.startswith(mix) for patch in process), mix
    black = colours("black", 0)
    assert black
    assert all(patch.startswith(b"0 0 0 ") for patch in black)


def test_marks_are_in_all_inks_of_the_job_and_in_no_other() -> None:
    boxes = box_of_page()
    marks = Marks()
    assert page_marks(*boxes, marks, SLUG, "process").startswith(b"q /All CS 1 SCN /All cs 1 scn")
    black = page_marks(*boxes, marks, SLUG, "black")
    two = page_marks(*boxes, marks, SLUG, "black", 1)
    assert black.startswith(b"q 0 0 0 1 K 0 0 0 1 k ")
    assert two.startswith(b"q /Inks CS 1 1 SCN /Inks cs 1 1 scn ")
    assert page_marks(*boxes, marks, SLUG, "black", 2).startswith(b"q /Inks CS 1 1 1 SCN")
    assert b"/All" not in black + two


def test_the_spaces_that_marks_name() -> None:
    pdf = Pdf.new()
    red, gold = ("PANTONE 485 C", (0.0, 1.0, 1.0, 0.0)), ("Vàng 1/2", (0.0, 0.2, 0.9, 0.1))
    assert mark_spaces(pdf, "black", []) == {}
    assert list(mark_spaces(pdf, "process", [])) == ["/All"]
    assert list(mark_spaces(pdf, "process", [red])) == ["/All", "/Spot0"]
    spaces = mark_spaces(pdf, "black", [red, gold])
    assert list(spaces) == ["/Inks", "/Spot0", "/Spot1"]
    family, names, alternate, _tint, about = spaces["/Inks"]
    assert (family, alternate) == (Name.DeviceN, Name.DeviceCMYK)
    assert [str(name) for name in names] == ["/Black", "/PANTONE 485 C", "/Vàng 1/2"]
    for name, own in (("/PANTONE 485 C", "/Spot0"), ("/Vàng 1/2", "/Spot1")):
        assert about.Colorants[name].objgen == spaces[own].objgen


def test_no_marks_need_no_room() -> None:
    assert margin_for(NONE) == 0
    assert page_marks(*box_of_page(), NONE, SLUG, "process") == b""
    assert margin_for(Marks(offset=4, length=9)) == 4 + 9 + 2
    assert margin_for(Marks(offset=4, length=9, crop=False)) == 4 + 5 + 2


def test_a_long_slug_is_set_smaller_and_then_left_out() -> None:
    def width(page: float) -> list[float]:
        return [round(m.box.width, 1) for m in placed(page) if m.kind == "slug"]

    full = [round(LEFT.ink.width, 1), round(RIGHT.ink.width, 1)]
    assert width(190) == full
    assert 0 < width(80)[0] < full[0]
    assert width(30) == []


def test_both_halves_of_the_slug_stand_on_one_line() -> None:
    with_marks, without = lettering("ẨẪ", FONT, 6.5), lettering("xo", FONT, 6.5)
    assert with_marks.ink.top > without.ink.top + 2
    slug = Slug(with_marks, without)
    marks = place_marks(*box_of_page(), Marks(), slug, "process")
    baselines = {mark.content.split(b" cm")[0].split()[-1] for mark in marks if mark.kind == "slug"}
    assert len(baselines) == 1


def test_spots_take_the_space_that_the_file_has() -> None:
    """All spaces of an ink are to be the same."""
    pdf = Pdf.new()
    pdf.add_blank_page()
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.9, 0.8, 0], N=1)
    known = pdf.make_indirect(
        Array([Name.Separation, Name("/PANTONE 485 C"), Name.DeviceCMYK, tint])
    )
    pdf.pages[0].obj.Resources = Dictionary(ColorSpace=Dictionary(C0=known))
    spaces = spot_spaces(pdf, [("PANTONE 485 C", (0, 1, 1, 0)), ("HKS 43", (1, 0.7, 0, 0))])
    assert spaces[0].objgen == known.objgen
    assert [str(space[1]) for space in spaces] == ["/PANTONE 485 C", "/HKS 43"]
    assert str(all_inks(pdf)[1]) == "/All"


def test_the_names_of_inks() -> None:
    assert colours_of("process", ["HKS 43"]) == "C M Y K + HKS 43"
    assert colours_of("black", ["HKS 43"]) == "K + HKS 43"
    assert colours_of("black", []) == "K"


# -- lettering


def test_lettering_composes_marks_and_kerns() -> None:
    """A letter and its mark typed apart come out as the font's own letter."""
    apart = lettering(unicodedata.normalize("NFD", "Đẫm ướt"), FONT, 10)
    assert apart == lettering("Đẫm ướt", FONT, 10)
    assert apart.missing == ""
    assert lettering("AV", FONT, 10).width < (
        lettering("A", FONT, 10).width + lettering("V", FONT, 10).width
    )


def test_lettering_is_as_large_as_it_says() -> None:
    one, two = lettering("Bản tin", FONT, 10), lettering("Bản tin", FONT, 20)
    assert two.width == pytest.approx(2 * one.width)
    assert 0 < one.ink.left < 2
    assert one.ink.right == pytest.approx(one.width, abs=1.5)
    assert 7 < one.ink.top < 11


def test_lettering_says_what_the_font_lacks() -> None:
    assert lettering("tin 中 tin 中", FONT, 10).missing == "中"


def test_lettering_without_words_draws_nothing() -> None:
    assert lettering(" \n ", FONT, 10).drawn(0, 0) == b""


def test_lettering_of_a_file_that_is_no_font(tmp_path: Path) -> None:
    wrong = tmp_path / "font.ttf"
    wrong.write_text("no font", "utf-8")
    with pytest.raises(ValueError, match="not a font"):
        lettering("a", wrong, 10)
    with pytest.raises(FileNotFoundError):
        lettering("a", tmp_path / "nowhere.ttf", 10)


def test_contents_of_marks_are_sound() -> None:
    """Every operator has its operands, and what is saved is restored."""
    pdf = Pdf.new()
    content = page_marks(*box_of_page(), Marks(), SLUG, "process", 2, (pt(90),))
    steps = [
        (len(operands), str(operator))
        for operands, operator in pikepdf.parse_content_stream(pdf.make_stream(content))
    ]
    wanted = {"m": 2, "l": 2, "c": 6, "re": 4, "cm": 6, "k": 4, "w": 1, "d": 2, "f": 0, "S": 0}
    assert all(count == wanted.get(operator, count) for count, operator in steps)
    names = [operator for _, operator in steps]
    assert names.count("q") == names.count("Q")
    assert {"Tj", "TJ", "BT", "Do", "rg", "RG", "g", "G"}.isdisjoint(names)
