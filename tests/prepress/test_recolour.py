"""Colours of finished pages into inks and back: each operator and structure on small pages."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from pypdf import PdfReader

from prepress.smallbook import press
from prepress.walk import Use, screen_colours, walk
from printshop.layout import load_layout
from printshop.prepress.edition import Inks, PaletteColour
from printshop.prepress.functions import function_of, mixing
from printshop.prepress.inks import BLACK, InkTable
from printshop.prepress.recolour import Report, has_transparency, to_inks, to_screen
from printshop.prepress.spaces import space_of
from printshop.prepress.streams import INLINE_IMAGE, instructions, number, written
from printshop.problems import Problems, Where
from printshop.sources import Workspace
from support import REPOSITORY, run

SPOT = "PANTONE 186 C"
FULL = (0.02, 1, 0.85, 0.06)
PALETTE = (
    PaletteColour("ink", (27, 27, 27), BLACK),
    PaletteColour("red", (181, 18, 27), (0.1, 1, 0.95, 0.15)),
    PaletteColour("cyan", (0, 160, 220), (1, 0, 0, 0)),
    PaletteColour("spot", (200, 16, 46), FULL, SPOT),
    PaletteColour("pale", (251, 236, 238), FULL, SPOT, 0.08),
)
RED = b"0.709804 0.070588 0.105882"
INK = b"0.105882 0.105882 0.105882"
CYAN = b"0 0.627451 0.862745"
SPOT_RED = b"0.784314 0.062745 0.180392"
OUTSIDE = b"0.2 0.4 0.6"
OUTSIDE_INKS = (0.6, 0.3, 0.1, 0.05)
RED_INKS, CYAN_INKS = (0.1, 1, 0.95, 0.15), (1, 0, 0, 0)
TEXT = b"BT /F1 12 Tf 20 20 Td (A) Tj ET "


class Converter:
    """Stands for the press's profile."""

    def of_srgb(self, rgb: tuple[int, int, int]) -> Inks:
        assert rgb == (51, 102, 153), "only what is not in the palette is asked for"
        return OUTSIDE_INKS

    def to_srgb(self, inks: Inks) -> tuple[int, int, int]:
        cyan, magenta, yellow, black = inks
        red, green, blue = (round(255 * (1 - i) * (1 - black)) for i in (cyan, magenta, yellow))
        return red, green, blue

    def photo_to_srgb(self, image: Image.Image) -> Image.Image:
        assert image.mode == "CMYK"
        return image.convert("RGB")

    def grey_to_srgb(self, image: Image.Image) -> Image.Image:
        assert image.mode == "L"
        return image.convert("RGB")


@cache
def table() -> InkTable:
    problems = Problems()
    made = InkTable(PALETTE, "ban-tin", press(spots=1), problems)
    assert not problems
    return made


def page(content: bytes, pdf: Pdf | None = None, **resources: Any) -> Pdf:
    """A file of one page 100 pt square; `pdf` gets one page more."""
    pdf = pdf or Pdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    leaf = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 100, 100]),
        Contents=pdf.make_stream(content),
        Resources=Dictionary({"/Font": Dictionary(F1=font), **_slashed(resources)}),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(leaf)))
    return pdf


def _slashed(entries: dict[str, Any]) -> dict[str, Any]:
    return {f"/{key}": value for key, value in entries.items()}


def form(pdf: Pdf, content: bytes, *, group: bool = False, **resources: Any) -> pikepdf.Stream:
    made = pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 100, 100]),
        Resources=Dictionary(_slashed(resources)),
    )
    if group:
        made.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True)
    return made


def inked(pdf: Pdf) -> Report:
    return to_inks(pdf, table(), Converter())


def operators(pdf: Pdf, thing: Any = None) -> str:
    """A content stream in one line, without position and text."""
    steps = instructions(pdf.pages[0].obj if thing is None else thing)
    return " ".join(b" ".join(written(step).split()).decode("latin-1") for step in steps)


def after(content: bytes, **resources: Any) -> str:
    """What a page's content becomes."""
    pdf = page(content, **resources)
    inked(pdf)
    return operators(pdf)


def uses(pdf: Pdf) -> list[Use]:
    buffer = io.BytesIO()
    pdf.save(buffer)
    return walk(PdfReader(buffer))


# Operators


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (RED + b" rg", "0.1 1 0.95 0.15 k"),
        (RED + b" RG", "0.1 1 0.95 0.15 K"),
        (b"0.7098 .0706 0.1059 rg", "0.1 1 0.95 0.15 k"),
        (b"1 1 1 rg", "0 0 0 0 k"),
        (b"0.25 g", "0 0 0 0.75 k"),
        (b"1 G", "0 0 0 0 K"),
        (b"0.1 0.2 0.3 0.4 k", "0.1 0.2 0.3 0.4 k"),
        (b"/DeviceRGB cs " + RED + b" sc", "0.1 1 0.95 0.15 k"),
        (b"/DeviceRGB CS " + RED + b" SCN", "0.1 1 0.95 0.15 K"),
        (b"/DeviceGray cs 0 scn", "0 0 0 1 k"),
        (b"/DeviceCMYK cs 0 1 0 0 scn", "0 1 0 0 k"),
        (OUTSIDE + b" rg", "0.6 0.3 0.1 0.05 k"),
        (b"0 0 0 rg", "0 0 0 1 k"),
    ],
)
def test_a_colour_becomes_inks(before: bytes, expected: str) -> None:
    paint = b" 0 0 9 9 re B" if before.isupper() else b" 0 0 9 9 re f"
    assert after(b"q " + before + paint + b" Q").startswith(f"q {expected} ")


@given(st.tuples(*[st.floats(-0.49 / 255, 0.49 / 255)] * 3))
def test_a_colour_is_known_within_half_a_step(off: tuple[float, float, float]) -> None:
    values = (value / 255 + d for value, d in zip((181, 18, 27), off, strict=True))
    content = " ".join(f"{value:.9f}" for value in values).encode() + b" rg 0 0 9 9 re f"
    assert "0.1 1 0.95 0.15 k" in after(content)


def test_colours_outside_the_palette_are_told_with_their_pages() -> None:
    pdf = page(b"0 0 9 9 re f " + OUTSIDE + b" rg 0 0 9 9 re f")
    page(RED + b" rg 0 0 9 9 re f", pdf)
    page(OUTSIDE + b" RG 0 0 0 rg 0 0 9 9 re B", pdf)
    report = inked(pdf)
    assert report.unknown == {
        (51, 102, 153): (OUTSIDE_INKS, (0, 2)),
        (0, 0, 0): (BLACK, (2,)),
    }
    assert report.streams == 3
    assert report.left == ()


def test_a_colour_that_was_never_set_is_black() -> None:
    assert after(b"0 0 9 9 re f") == "0 0 9 9 re 0 0 0 1 k f"
    assert after(b"0 0 m 9 9 l S") == "0 0 m 9 9 l 0 0 0 1 K S"
    assert after(b"q 0 0 9 9 re f Q 0 0 9 9 re f").count("0 0 0 1 k") == 2
    assert "0 0 0 1 k /InkOver gs (A) Tj" in after(TEXT)
    black = after(b"/DeviceRGB cs 0 0 9 9 re f")
    assert black == "0 0 9 9 re 0 0 0 1 k f"


def test_what_is_in_force_is_not_written_again() -> None:
    content = RED + b" rg 0 0 9 9 re f q " + RED + b" rg 0 0 9 9 re f Q " + RED + b" rg n"
    assert after(content) == "0.1 1 0.95 0.15 k 0 0 9 9 re f q 0 0 9 9 re f Q n"


def test_saved_states_come_back() -> None:
    content = RED + b" rg q " + CYAN + b" rg 0 0 9 9 re f Q " + CYAN + b" rg 0 0 9 9 re f"
    assert after(content).count("1 0 0 0 k") == 2


def test_a_pdf_without_colours_stays_as_it_is() -> None:
    content = b"q 1 0 0 1 5 5 cm (a\\) rg (nested) 1 1 1 rg) pop Q"
    pdf = page(content)
    assert inked(pdf).streams == 0
    assert pdf.pages[0].obj.Contents.read_bytes() == content


def test_colours_of_other_spaces_are_plain_ones() -> None:
    pdf = Pdf.new()
    profile = pdf.make_stream(b"profile", N=3)
    spaces = Dictionary(
        A=Array([Name.ICCBased, profile]),
        B=Array([Name.Lab, Dictionary(WhitePoint=Array([0.9505, 1, 1.089]))]),
        C=Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\x00\x00\x00\xb5\x12\x1b")]),
        D=Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.9505, 1, 1.089]))]),
        E=Array([Name.ICCBased, pdf.make_stream(b"profile", N=1)]),
        F=Array([Name.ICCBased, pdf.make_stream(b"profile", N=4)]),
    )
    fill = b" 0 0 9 9 re f "
    content = fill.join(
        (
            b"/A cs " + RED + b" scn",
            b"/B cs 100 0 0 scn",
            b"/C cs 1 sc",
            b"/D cs 1 1 1 sc",
            b"/E cs 0.4 sc",
            b"/F cs 0 1 0 0 scn",
            b"",
        )
    )
    page(content, pdf, ColorSpace=spaces)
    inked(pdf)
    red, white = "0.1 1 0.95 0.15 k 0 0 9 9 re f", "0 0 0 0 k 0 0 9 9 re f"
    others = "0 0 0 0.6 k 0 0 9 9 re f 0 1 0 0 k 0 0 9 9 re f"
    assert operators(pdf) == f"{red} {white} {red} {white} {others}"
    assert "/ColorSpace" not in pdf.pages[0].obj.Resources


# Streams


def test_a_stream_is_taken_apart_and_put_together_the_same() -> None:
    content = (
        b"q\n/Span <</MCID 0 /ActualText <FEFF0041>>> BDC[(a]\\)) -3.5<00>]TJ\nT* f* B*"
        b"/F#20 1 Tf(rg \\( 1)Tj .5 0 0 RG\n"
    )
    pdf = page(content)
    steps = instructions(pdf.pages[0].obj)
    assert b"".join(map(written, steps)) == content.rstrip()
    assert [operator for _, operator in steps] == (
        [b"q", b"BDC", b"TJ", b"T*", b"f*", b"B*", b"Tf", b"Tj", b"RG"]
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"(a (b) 1 0 0 rg) Tj n", [b"Tj", b"n"]),
        (b"q % 1 0 0 rg\n Q", [b"q", b"Q"]),
        (b"/A <</B <</C 1>>>> BDC EMC", [b"BDC", b"EMC"]),
        (b"q BI /W 1 /H 1 /BPC 8 /CS /G ID Q EI Q", [b"q", INLINE_IMAGE, b"Q"]),
        (b"1 0 0", []),
    ],
)
def test_what_is_hard_to_read_is_read_with_care(content: bytes, found: list[bytes]) -> None:
    pdf = page(content)
    assert [operator for _, operator in instructions(pdf.pages[0].obj)] == found


def test_streams_of_a_page_are_put_together() -> None:
    pdf = page(b"q")
    leaf = pdf.pages[0].obj
    leaf.Contents = Array([pdf.make_stream(RED), pdf.make_stream(b"rg 0 0 9 9 re f")])
    inked(pdf)
    assert operators(pdf) == "0.1 1 0.95 0.15 k 0 0 9 9 re f"


@given(st.floats(-1000, 1000))
def test_numbers_are_written_short_and_right(value: float) -> None:
    assert float(number(value)) == pytest.approx(value, abs=5.1e-5)
    assert b"e" not in number(value)


def test_a_picture_within_a_stream_is_told() -> None:
    pdf = page(b"q BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q")
    assert [on for on, _ in inked(pdf).left] == [0]


# Overprint


def overprint(content: bytes, **resources: Any) -> list[tuple[str, bool]]:
    """Each operator that leaves ink, and whether it overprints."""
    pdf = page(content, **resources)
    inked(pdf)
    over, stack, found = False, [], []
    for operands, operator in instructions(pdf.pages[0].obj):
        if operator == b"q":
            stack.append(over)
        elif operator == b"Q":
            over = stack.pop()
        elif operator == b"gs":
            state = pdf.pages[0].obj.Resources.ExtGState[operands.strip().decode()]
            over = bool(state.get("/op", over))
        elif operator in (b"Tj", b"TJ", b"'", b'"', b"f", b"S", b"B", b"Do", b"sh"):
            found.append((operator.decode(), over))
    return found


def text(mode: int, show: bytes = b"(A) Tj") -> bytes:
    return b"BT /F1 9 Tf %d Tr %s ET " % (mode, show)


def test_black_text_overprints_and_nothing_else() -> None:
    fill = b"0 0 9 9 re f "
    content = (
        INK + b" rg " + fill + TEXT + fill + TEXT + b"q " + RED + b" rg " + TEXT + b"Q "
        b"1 1 1 rg " + TEXT + b"0 0 0 1 k " + TEXT + fill
    )
    assert overprint(content) == [
        ("f", False),
        ("Tj", True),
        ("f", False),
        ("Tj", True),
        ("Tj", False),
        ("Tj", False),
        ("Tj", True),
        ("f", False),
    ]


def test_overprint_is_switched_only_where_it_changes() -> None:
    content = after(INK + b" rg " + TEXT * 3 + b" 0 0 9 9 re f " + b"0 0 9 9 re f")
    assert content.count("/InkOver gs") == 1
    assert content.count("/InkPlain gs") == 1


@pytest.mark.parametrize(
    ("colours", "mode", "expected"),
    [
        (INK + b" rg " + RED + b" RG ", 0, True),
        (INK + b" rg " + RED + b" RG ", 1, False),
        (INK + b" rg " + RED + b" RG ", 2, False),
        (RED + b" rg " + INK + b" RG ", 1, True),
        (RED + b" rg " + INK + b" RG ", 0, False),
        (INK + b" rg " + INK + b" RG ", 2, True),
        (INK + b" rg ", 3, False),
        (INK + b" rg ", 4, True),
        (INK + b" rg ", 7, False),
        (b"0.5 g ", 0, False),
        (b"0 g ", 0, True),
        (b"0.2 0 0 1 k ", 0, False),
    ],
)
def test_modes_of_text_say_which_colour_counts(
    colours: bytes, mode: int, *, expected: bool
) -> None:
    assert overprint(colours + text(mode)) == [("Tj", expected)]


@pytest.mark.parametrize("show", [b"(A) Tj", b"[(A) -2 (B)] TJ", b"(A) '", b'1 2 (A) "'])
def test_every_way_to_show_text_counts(show: bytes) -> None:
    assert [over for _, over in overprint(INK + b" rg " + text(0, show))] == [True]


def test_a_colour_set_within_text_counts() -> None:
    content = b"BT /F1 9 Tf " + RED + b" rg (A) Tj " + INK + b" rg (A) Tj ET"
    assert overprint(content) == [("Tj", False), ("Tj", True)]


def test_overprint_of_the_source_is_dropped() -> None:
    states = Dictionary(X=Dictionary(OP=True, op=True, OPM=1, ca=1))
    pdf = page(b"/X gs " + RED + b" rg 0 0 9 9 re f", ExtGState=states)
    inked(pdf)
    assert set(pdf.pages[0].obj.Resources.ExtGState.X.keys()) == {"/ca"}


def test_see_through_black_text_does_not_overprint() -> None:
    states = Dictionary(X=Dictionary(ca=0.5))
    assert overprint(b"/X gs " + INK + b" rg " + TEXT, ExtGState=states) == [("Tj", False)]


def test_drawings_begin_without_overprint() -> None:
    pdf = Pdf.new()
    drawing = form(pdf, RED + b" rg 0 0 9 9 re f")
    content = INK + b" rg " + TEXT + b" /X Do " + TEXT
    page(content, pdf, XObject=Dictionary(X=drawing))
    inked(pdf)
    assert "/InkPlain gs /X Do BT /F1 12 Tf 20 20 Td /InkOver gs (A) Tj" in operators(pdf)


def plates(pdf: Pdf, folder: Path) -> dict[str, Image.Image]:
    """The file's first page as Ghostscript separates it; 0 for full ink."""
    pdf.save(folder / "in.pdf")
    arguments = ("-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", "-r72")
    run("gs", *arguments, f"-sOutputFile={folder / 'out.tif'}", folder / "in.pdf")
    found = {}
    for path in folder.glob("out*(*).tif"):
        with Image.open(path) as plate:
            found[path.name.partition("(")[2].partition(")")[0]] = plate.convert("L")
    return found


BLOCKS = b" BT /F1 60 Tf 20 30 Td (M) Tj ET"
"""Letters so large that some of their black is far from any edge."""


def test_cyan_is_whole_under_black_text(tmp_path: Path) -> None:
    pdf = page(CYAN + b" rg 0 0 100 100 re f " + INK + b" rg" + BLOCKS)
    inked(pdf)
    found = plates(pdf, tmp_path)
    assert found["Cyan"].getextrema() == (0, 0)
    assert found["Black"].getextrema() == (0, 255)


def test_cyan_is_knocked_out_under_black_that_does_not_overprint(tmp_path: Path) -> None:
    pdf = page(b"1 0 0 0 k 0 0 100 100 re f 0 0 0 1 k" + BLOCKS)
    assert plates(pdf, tmp_path)["Cyan"].getextrema() == (0, 255)


def test_white_text_knocks_out(tmp_path: Path) -> None:
    pdf = page(INK + b" rg 0 0 100 100 re f" + TEXT + b" 1 1 1 rg" + BLOCKS)
    inked(pdf)
    assert plates(pdf, tmp_path)["Black"].getextrema() == (0, 255)


# Inks of their own


def test_a_spot_colour_has_a_plate_of_its_own(tmp_path: Path) -> None:
    pale = b"0.984314 0.925490 0.933333"
    content = pale + b" rg 0 0 100 100 re f " + SPOT_RED + b" rg 0 0 50 100 re f"
    pdf = page(content + b" " + SPOT_RED + b" RG 0 0 m 9 9 l S")
    report = inked(pdf)
    name = "/InkPANTONE186C"
    assert operators(pdf) == (
        f"{name} cs 0.08 scn 0 0 100 100 re f {name} cs 1 scn 0 0 50 100 re f "
        f"{name} CS 1 SCN 0 0 m 9 9 l S"
    )
    assert report.spots == {SPOT: (0,)}
    assert report.unknown == {}
    found = plates(pdf, tmp_path)
    assert found[SPOT].getpixel((25, 50)) == 0
    assert found[SPOT].getpixel((75, 50)) == pytest.approx(255 * 0.92, abs=2)
    assert found["Magenta"].getextrema() == (255, 255)


def test_a_spot_ink_is_one_object_for_all_pages() -> None:
    pdf = page(SPOT_RED + b" rg 0 0 9 9 re f")
    page(SPOT_RED + b" rg 0 0 9 9 re f", pdf)
    assert inked(pdf).spots == {SPOT: (0, 1)}
    first, second = (leaf.obj.Resources.ColorSpace.InkPANTONE186C for leaf in pdf.pages)
    assert first.objgen == second.objgen
    space = space_of(first)
    assert space.names == (SPOT,)
    assert space.reduced((1,))[1] == pytest.approx(FULL)
    assert space.reduced((0.5,))[1] == pytest.approx([v / 2 for v in FULL])


def test_names_that_are_taken_are_not_touched() -> None:
    taken = Dictionary(InkPANTONE186C=Array([Name.Pattern, Name.DeviceCMYK]))
    pdf = page(SPOT_RED + b" rg 0 0 9 9 re f", ColorSpace=taken)
    inked(pdf)
    assert operators(pdf) == "/InkPANTONE186C1 cs 1 scn 0 0 9 9 re f"


def test_inks_of_the_source_stay() -> None:
    pdf = Pdf.new()
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1] * 4))
    tint.N = 1
    space = Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])
    page(b"/All cs 0.5 scn 0 0 9 9 re f", pdf, ColorSpace=Dictionary(All=space))
    report = inked(pdf)
    assert operators(pdf) == "/All cs 0.5 scn 0 0 9 9 re f"
    assert report.spots == {}


# Forms, patterns, glyphs, resources


def test_a_form_inherits_the_colour_of_its_caller() -> None:
    pdf = Pdf.new()
    drawing = form(pdf, b"0 0 9 9 re f q " + CYAN + b" rg 0 0 9 9 re f Q")
    content = RED + b" rg /X Do"
    page(content, pdf, XObject=Dictionary(X=drawing))
    inked(pdf)
    assert operators(pdf) == "0.1 1 0.95 0.15 k /X Do"
    assert operators(pdf, drawing) == "0 0 9 9 re f q 1 0 0 0 k 0 0 9 9 re f Q"


def test_black_is_written_before_a_form_that_inherits_it() -> None:
    pdf = Pdf.new()
    inner = form(pdf, b"0 0 9 9 re f")
    outer = form(pdf, b"/In Do", XObject=Dictionary(In=inner))
    page(b"/X Do", pdf, XObject=Dictionary(X=outer))
    inked(pdf)
    assert operators(pdf) == "0 0 0 1 k /X Do"
    assert operators(pdf, outer) == "/In Do"


def test_forms_in_forms_are_changed_once() -> None:
    pdf = Pdf.new()
    inner = form(pdf, OUTSIDE + b" rg 0 0 9 9 re f")
    outer = form(pdf, RED + b" rg 0 0 9 9 re f /In Do /In Do", XObject=Dictionary(In=inner))
    things = Dictionary(X=outer, Y=inner)
    page(b"/X Do /X Do", pdf, XObject=things)
    page(b"/Y Do", pdf, XObject=things)
    page(b"n", pdf, XObject=things)
    report = inked(pdf)
    assert operators(pdf, inner) == "0.6 0.3 0.1 0.05 k 0 0 9 9 re f"
    assert operators(pdf, outer) == "0.1 1 0.95 0.15 k 0 0 9 9 re f /In Do /In Do"
    assert report.unknown == {(51, 102, 153): (OUTSIDE_INKS, (0, 1))}
    assert screen_colours(uses(pdf)) == []


def test_a_form_that_draws_itself_ends() -> None:
    pdf = Pdf.new()
    drawing = form(pdf, RED + b" rg 0 0 9 9 re f /X Do")
    drawing.Resources.XObject = Dictionary(X=drawing)
    page(b"/X Do", pdf, XObject=Dictionary(X=drawing))
    inked(pdf)
    assert operators(pdf, drawing) == "0.1 1 0.95 0.15 k 0 0 9 9 re f /X Do"


def test_a_form_without_resources_uses_those_of_its_page() -> None:
    pdf = Pdf.new()
    drawing = form(pdf, SPOT_RED + b" rg " + INK + b" rg " + TEXT)
    del drawing["/Resources"]
    page(b"/X Do", pdf, XObject=Dictionary(X=drawing))
    inked(pdf)
    own = pdf.pages[0].obj.Resources
    assert "/InkPANTONE186C" in own.ColorSpace
    assert "/InkOver" in own.ExtGState


def test_what_nobody_draws_is_changed_too() -> None:
    pdf = Pdf.new()
    things = Dictionary(X=form(pdf, OUTSIDE + b" rg 0 0 9 9 re f"))
    shadings = Dictionary(S=gradient(RED, CYAN))
    patterns = Dictionary(P=tile(pdf, RED + b" rg 0 0 9 9 re f"))
    page(b"n", pdf, XObject=things, Shading=shadings, Pattern=patterns)
    report = inked(pdf)
    assert report.unknown == {}
    assert screen_colours(uses(pdf)) == []


def test_pages_may_share_their_resources() -> None:
    pdf = page(INK + b" rg " + TEXT)
    page(SPOT_RED + b" rg " + TEXT, pdf)
    shared = pdf.make_indirect(pdf.pages[0].obj.Resources)
    for leaf in pdf.pages:
        leaf.obj.Resources = shared
    inked(pdf)
    assert "/InkPANTONE186C" in shared.ColorSpace
    assert [u.space for u in uses(pdf) if u.kind == "fill" and u.value] == [
        "DeviceCMYK",
        f"Separation {SPOT} DeviceCMYK",
    ]


def tile(pdf: Pdf, content: bytes, paint: int = 1, **resources: Any) -> pikepdf.Stream:
    return pdf.make_stream(
        content,
        PatternType=1,
        PaintType=paint,
        TilingType=1,
        BBox=Array([0, 0, 10, 10]),
        XStep=10,
        YStep=10,
        Resources=Dictionary(_slashed(resources)),
    )


def test_tiles_are_changed_and_begin_black() -> None:
    pdf = Pdf.new()
    inner = form(pdf, CYAN + b" rg 0 0 9 9 re f")
    pattern = tile(pdf, b"0 0 9 9 re f /X Do", XObject=Dictionary(X=inner))
    content = RED + b" rg /Pattern cs /P scn 0 0 99 99 re f"
    page(content, pdf, Pattern=Dictionary(P=pattern))
    inked(pdf)
    assert operators(pdf) == "0.1 1 0.95 0.15 k /Pattern cs /P scn 0 0 99 99 re f"
    assert operators(pdf, pattern) == "0 0 9 9 re 0 0 0 1 k f /X Do"
    assert screen_colours(uses(pdf)) == []


@pytest.mark.parametrize(
    ("colour", "expected", "space"),
    [
        (RED, "/PatternDeviceCMYK cs 0.1 1 0.95 0.15 /P scn", "Pattern DeviceCMYK"),
        (SPOT_RED, "/PatternInkPANTONE186C cs 1 /P scn", f"Pattern Separation {SPOT} DeviceCMYK"),
    ],
)
def test_tiles_without_colour_get_theirs_in_inks(colour: bytes, expected: str, space: str) -> None:
    pdf = Pdf.new()
    spaces = Dictionary(U=Array([Name.Pattern, Name.DeviceRGB]))
    content = b"/U cs " + colour + b" /P scn 0 0 99 99 re f"
    patterns = Dictionary(P=tile(pdf, b"0 0 5 5 re f", 2))
    page(content, pdf, ColorSpace=spaces, Pattern=patterns)
    inked(pdf)
    assert operators(pdf) == f"{expected} 0 0 99 99 re f"
    found = uses(pdf)
    assert screen_colours(found) == []
    assert space in {use.space for use in found}


def test_a_coloured_tile_in_a_space_for_uncoloured_ones() -> None:
    pdf = Pdf.new()
    spaces = Dictionary(U=Array([Name.Pattern, Name.DeviceRGB]))
    patterns = Dictionary(P=tile(pdf, RED + b" rg 0 0 5 5 re f"))
    page(b"/U cs /P scn 0 0 99 99 re f", pdf, ColorSpace=spaces, Pattern=patterns)
    inked(pdf)
    assert operators(pdf) == "/Pattern cs /P scn 0 0 99 99 re f"
    assert screen_colours(uses(pdf)) == []


def test_glyphs_that_are_drawings_are_changed() -> None:
    pdf = Pdf.new()
    glyph = pdf.make_stream(b"500 0 d0 " + RED + b" rg 0 0 9 9 re f")
    plain = pdf.make_stream(b"500 0 0 0 9 9 d1 0 0 9 9 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 9, 9]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(A=glyph, B=plain),
        Encoding=Dictionary(Differences=Array([65, Name.A, Name.B])),
        FirstChar=65,
        LastChar=66,
        Widths=Array([500, 500]),
        Resources=Dictionary(ColorSpace=Dictionary(X=Array([Name.CalRGB, Dictionary()]))),
    )
    page(INK + b" rg BT /T 9 Tf (AB) Tj ET", pdf)
    pdf.pages[0].obj.Resources.Font.T = pdf.make_indirect(font)
    inked(pdf)
    assert operators(pdf, glyph) == "500 0 d0 0.1 1 0.95 0.15 k 0 0 9 9 re f"
    assert operators(pdf, plain) == "500 0 0 0 9 9 d1 0 0 9 9 re f"
    assert screen_colours(uses(pdf)) == []


# Gradients


def gradient(*colours: bytes, kind: int = 2, **changes: Any) -> Dictionary:
    """Through the colours at even steps, as WeasyPrint writes them."""
    stops = [Array([float(n) for n in colour.split()]) for colour in colours]
    parts = [
        Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=first, C1=last, N=1)
        for first, last in itertools.pairwise(stops)
    ]
    count = len(parts)
    function = Dictionary(
        FunctionType=3,
        Domain=Array([0, 1]),
        Functions=Array(parts),
        Bounds=Array([at / count for at in range(1, count)]),
        Encode=Array([0, 1] * count),
    )
    coords = [0, 0, 100, 0] if kind == 2 else [50, 50, 0, 50, 50, 50]
    return Dictionary(
        {
            "/ShadingType": kind,
            "/ColorSpace": Name.DeviceRGB,
            "/Domain": Array([0, 1]),
            "/Coords": Array(coords),
            "/Extend": Array([True, True]),
            "/Function": function,
            **_slashed(changes),
        }
    )


def shaded(pdf: Pdf, shading: Dictionary) -> tuple[Any, Report]:
    """A gradient after its page was changed."""
    page(b"/S sh", pdf, Shading=Dictionary(S=shading))
    report = inked(pdf)
    assert screen_colours(uses(pdf)) == []
    return pdf.pages[0].obj.Resources.Shading.S, report


@pytest.mark.parametrize("kind", [2, 3])
def test_a_gradient_goes_from_inks_to_inks(kind: int) -> None:
    before = gradient(RED, b"1 1 1", CYAN, kind=kind)
    pdf = Pdf.new()
    done, report = shaded(pdf, before)
    assert done.ColorSpace == Name.DeviceCMYK
    assert [bool(v) for v in done.Extend] == [True, True]
    value = function_of(done.Function)
    assert value((0,)) == pytest.approx(RED_INKS)
    assert value((0.25,)) == pytest.approx([v / 2 for v in RED_INKS])
    assert value((0.5,)) == pytest.approx((0, 0, 0, 0))
    assert value((1,)) == pytest.approx(CYAN_INKS)
    assert list(done.Function.Bounds) == list(before.Function.Bounds)
    assert report.unknown == {}


def test_a_gradient_of_a_pattern_is_changed_once_for_all_pages() -> None:
    pdf = Pdf.new()
    shading = pdf.make_indirect(gradient(OUTSIDE, RED, Background=Array([1, 1, 1])))
    pattern = pdf.make_indirect(Dictionary(PatternType=2, Shading=shading))
    for _ in range(2):
        page(b"/Pattern cs /P scn 0 0 9 9 re f", pdf, Pattern=Dictionary(P=pattern))
    report = inked(pdf)
    assert report.unknown == {(51, 102, 153): (OUTSIDE_INKS, (0, 1))}
    assert function_of(shading.Function)((0,)) == pytest.approx(OUTSIDE_INKS)
    assert [float(v) for v in shading.Background] == [0, 0, 0, 0]


def test_a_gradient_of_one_ink_of_its_own_stays_on_its_plate() -> None:
    pdf = Pdf.new()
    done, report = shaded(pdf, gradient(SPOT_RED, b"1 1 1"))
    assert space_of(done.ColorSpace).names == (SPOT,)
    assert function_of(done.Function)((0,)) == pytest.approx([1])
    assert function_of(done.Function)((1,)) == pytest.approx([0])
    assert report.spots == {SPOT: (0,)}


def test_a_gradient_between_plates_takes_just_those(tmp_path: Path) -> None:
    pdf = page(b"/S sh", Shading=Dictionary(S=gradient(SPOT_RED, INK)))
    inked(pdf)
    space = space_of(pdf.pages[0].obj.Resources.Shading.S.ColorSpace)
    assert space.names == ("Black", SPOT)
    assert space.reduced((0.5, 0.5))[1] == pytest.approx([0.01, 0.5, 0.425, 0.53])
    found = plates(pdf, tmp_path)
    assert found["Magenta"].getextrema() == (255, 255)
    assert found[SPOT].getpixel((2, 50)) < 15
    assert found[SPOT].getpixel((97, 50)) > 240
    assert found["Black"].getpixel((97, 50)) < 15


@given(
    st.lists(st.tuples(*[st.floats(0, 1)] * 4), min_size=2, max_size=5),
    st.lists(st.floats(0, 1), min_size=5, max_size=5),
)
def test_inks_add_up_to_the_four(parts: list[Inks], amounts: list[float]) -> None:
    parts = [tuple(round(v, 3) for v in part) for part in parts]  # type: ignore[misc]
    values = tuple(amounts[: len(parts)])
    expected = [
        min(1, sum(v * part[out] for v, part in zip(values, parts, strict=True)))
        for out in range(4)
    ]
    with Pdf.new() as pdf:
        assert function_of(mixing(pdf, parts))(values) == pytest.approx(expected, abs=1e-5)


def test_gradients_by_samples_and_by_programs() -> None:
    pdf = Pdf.new()
    sampled = pdf.make_stream(
        bytes([181, 18, 27, 255, 255, 255]),
        FunctionType=0,
        Domain=Array([0, 1]),
        Range=Array([0, 1] * 3),
        Size=Array([2]),
        BitsPerSample=8,
    )
    program = pdf.make_stream(
        b"{ dup 0.5 lt { pop 1 1 1 } { pop 0.709804 0.070588 0.105882 } ifelse }",
        FunctionType=4,
        Domain=Array([0, 1]),
        Range=Array([0, 1] * 3),
    )
    plain = [
        Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([c]), C1=Array([1]), N=1)
        for c in (181 / 255, 18 / 255, 27 / 255)
    ]
    shadings = Dictionary(
        A=gradient(RED, RED, Function=sampled),
        B=gradient(RED, RED, Function=program),
        C=gradient(RED, RED, Function=Array(plain)),
    )
    page(b"/A sh /B sh /C sh", pdf, Shading=shadings)

    class Magenta(Converter):
        def of_srgb(self, rgb: tuple[int, int, int]) -> Inks:
            return 0, (255 - rgb[1]) / 255, 0, 0

    to_inks(pdf, table(), Magenta())
    done = pdf.pages[0].obj.Resources.Shading
    a, b, c = (function_of(done[name].Function) for name in ("/A", "/B", "/C"))
    assert a((0,)) == pytest.approx(RED_INKS, abs=1e-4)
    assert a((1,)) == b((0.2,)) == pytest.approx((0, 0, 0, 0))
    assert b((0.8,)) == c((0,)) == pytest.approx(RED_INKS, abs=1e-4)
    assert c((0.5,))[1] == pytest.approx((255 - 136.5) / 255, abs=0.01)


def test_a_mesh_is_told() -> None:
    pdf = Pdf.new()
    mesh = pdf.make_stream(
        b"\0" * 24,
        ShadingType=4,
        ColorSpace=Name.DeviceRGB,
        BitsPerCoordinate=8,
        BitsPerComponent=8,
        BitsPerFlag=8,
        Decode=Array([0, 1] * 5),
    )
    page(b"/S sh", pdf, Shading=Dictionary(S=mesh))
    assert [on for on, _ in inked(pdf).left] == [0]


# Transparency


def see_through(**entries: Any) -> Dictionary:
    return Dictionary(X=Dictionary(_slashed(entries)))


def test_opaque_states_are_no_transparency() -> None:
    states = see_through(ca=1, CA=1, BM=Name.Normal, SMask=Name("/None"))
    pdf = page(b"/X gs " + RED + b" rg 0 0 9 9 re f", ExtGState=states)
    assert has_transparency(pdf) == []
    assert inked(pdf).transparency == ()


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"ca": 0.5}, "opacity 50 %"),
        ({"CA": 0.25}, "opacity 25 %"),
        ({"BM": Name.Multiply}, "blend mode Multiply"),
        ({"BM": Array([Name.Darken, Name.Normal])}, "blend mode Darken"),
    ],
)
def test_transparency_is_told_with_its_page(entries: dict[str, Any], said: str) -> None:
    pdf = page(RED + b" rg 0 0 9 9 re f")
    content = b"/X gs " + RED + b" rg 0 0 9 9 re f"
    page(content, pdf, ExtGState=see_through(**entries))
    page(b"n", pdf, ExtGState=see_through(**entries))
    before = pdf.pages[1].obj.Contents.read_bytes()
    assert has_transparency(pdf) == [(1, said)]
    assert pdf.pages[1].obj.Contents.read_bytes() == before
    assert inked(pdf).transparency == ((1, said),)
    assert "/X gs 0.1 1 0.95 0.15 k" in operators(pdf, pdf.pages[1].obj)


def test_transparency_of_a_drawing_is_told_on_each_page_with_it() -> None:
    pdf = Pdf.new()
    drawing = form(pdf, b"/X gs 0 0 9 9 re f", ExtGState=see_through(ca=0.3))
    for content in (b"/D Do", b"n", b"/D Do"):
        page(content, pdf, XObject=Dictionary(D=drawing))
    assert [on for on, _ in has_transparency(pdf)] == [0, 2]


def test_a_picture_with_a_soft_mask_is_transparent() -> None:
    pdf = Pdf.new()
    size = {"Subtype": Name.Image, "Width": 1, "Height": 1, "BitsPerComponent": 8}
    mask = pdf.make_stream(b"\x80", ColorSpace=Name.DeviceGray, **size)
    image = pdf.make_stream(b"abcd", ColorSpace=Name.DeviceCMYK, SMask=mask, **size)
    page(b"/I Do", pdf, XObject=Dictionary(I=image))
    assert [on for on, _ in has_transparency(pdf)] == [0]


def test_groups_that_nothing_needs_are_dropped() -> None:
    pdf = Pdf.new()
    inner = form(pdf, RED + b" rg 0 0 9 9 re f", group=True)
    outer = form(pdf, b"/In Do", group=True, XObject=Dictionary(In=inner))
    page(b"/X Do", pdf, XObject=Dictionary(X=outer))
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    inked(pdf)
    assert "/Group" not in inner
    assert "/Group" not in outer
    assert "/Group" not in pdf.pages[0].obj


def test_a_group_with_transparency_in_it_stays_in_inks() -> None:
    pdf = Pdf.new()
    drawing = form(pdf, b"/X gs 0 0 9 9 re f", group=True, ExtGState=see_through(ca=0.5))
    around = form(pdf, b"/D Do", group=True, XObject=Dictionary(D=drawing))
    page(b"/A Do", pdf, XObject=Dictionary(A=around))
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    inked(pdf)
    for holder in (drawing, around, pdf.pages[0].obj):
        assert Name.DeviceCMYK == holder.Group.CS


@pytest.mark.parametrize("through", [False, True])
def test_a_group_drawn_see_through_stays(*, through: bool) -> None:
    """Drawn directly, or within a form that is no group."""
    pdf = Pdf.new()
    drawing = form(pdf, RED + b" rg 0 0 9 9 re f 5 5 9 9 re f", group=True)
    around = form(pdf, b"/D Do", XObject=Dictionary(D=drawing))
    other = form(pdf, RED + b" rg 0 0 9 9 re f", group=True)
    things = Dictionary(D=around if through else drawing, O=other)
    page(b"/D Do", pdf, XObject=things)
    content = b"/O Do q /X gs /D Do Q"
    page(content, pdf, XObject=things, ExtGState=see_through(ca=0.5))
    inked(pdf)
    assert Name.DeviceCMYK == drawing.Group.CS
    assert "/Group" not in other


def faded(pdf: Pdf, kind: Name = Name.Luminosity) -> tuple[pikepdf.Stream, Dictionary]:
    """A page that fades: the mask's group, whose colours are lightness, and the page's states."""
    shading = gradient(b"0", b"1", ColorSpace=Name.DeviceGray)
    group = form(
        pdf,
        b"0 0 9 9 re f 1 0 0 rg 0 0 9 9 re f /S sh /T sh",
        group=True,
        Shading=Dictionary(S=shading, T=gradient(b"0 1 0", b"1 1 1")),
    )
    mask = Dictionary(Type=Name.Mask, S=kind, G=group, BC=Array([0, 0, 1]))
    states = Dictionary(X=Dictionary(SMask=mask, ca=1), N=Dictionary(SMask=Name("/None")))
    page(b"q /X gs " + RED + b" rg 0 0 9 9 re f Q", pdf, ExtGState=states)
    return group, states


def test_a_soft_mask_becomes_grey_and_is_as_light_as_before() -> None:
    pdf = Pdf.new()
    group, _states = faded(pdf)
    report = inked(pdf)
    assert operators(pdf, group) == "0 0 9 9 re 0 g f 0.3 g 0 0 9 9 re f /S sh /T sh"
    assert Name.DeviceGray == group.Group.CS
    assert [float(v) for v in pdf.pages[0].obj.Resources.ExtGState.X.SMask.BC] == [0.11]
    first, second = group.Resources.Shading.S, group.Resources.Shading.T
    assert first.ColorSpace == second.ColorSpace == Name.DeviceGray
    assert function_of(first.Function)((0.5,)) == pytest.approx([0.5])
    assert function_of(second.Function)((0,)) == pytest.approx([0.59])
    assert report.unknown == {}
    assert [on for on, _ in report.transparency] == [0]
    assert screen_colours(uses(pdf)) == []


def test_a_gradient_that_fades_keeps_its_mask_and_its_group() -> None:
    """As WeasyPrint writes them: a group with a mask and a gradient, in a tile."""
    pdf = Pdf.new()
    mask_shading = gradient(b"1", b"0", ColorSpace=Name.DeviceGray)
    mask = form(pdf, b"/S sh", group=True, Shading=Dictionary(S=mask_shading))
    group = form(
        pdf,
        b"/M gs /C sh",
        group=True,
        Shading=Dictionary(C=gradient(RED, RED)),
        ExtGState=Dictionary(
            M=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask), ca=1, AIS=False)
        ),
    )
    pattern = tile(pdf, b"/X Do", XObject=Dictionary(X=group))
    page(b"/Pattern cs /P scn 0 0 9 9 re f", pdf, Pattern=Dictionary(P=pattern))
    report = inked(pdf)
    assert Name.DeviceCMYK == group.Group.CS
    assert Name.DeviceGray == mask.Group.CS
    assert group.Resources.Shading.C.ColorSpace == Name.DeviceCMYK
    assert len(report.transparency) == 1
    assert screen_colours(uses(pdf)) == []


# Marks, and the file as a whole


def test_marks_for_readers_are_dropped_but_for_words_and_layers() -> None:
    content = (
        b"/Span <</MCID 0>> BDC q Q EMC /Artifact BMC /P /M0 BDC n EMC EMC /A MP /A <</B 1>> DP "
        b"/Span <</MCID 3 /ActualText (x)>> BDC n EMC /OC /L0 BDC n EMC /Span /M1 BDC n EMC"
    )
    properties = Dictionary(M0=Dictionary(MCID=1), M1=Dictionary(ActualText=pikepdf.String("y")))
    assert after(content, Properties=properties) == (
        "q Q n /Span << /ActualText (x)>> BDC n EMC /OC /L0 BDC n EMC /Span /M1 BDC n EMC"
    )


def test_the_same_file_gives_the_same_bytes() -> None:
    def once() -> bytes:
        pdf = Pdf.new()
        faded(pdf)
        content = OUTSIDE + b" rg 0 0 9 9 re f " + SPOT_RED + b" rg " + TEXT + b"/S sh"
        page(content, pdf, Shading=Dictionary(S=gradient(SPOT_RED, INK)))
        inked(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
        return buffer.getvalue()

    assert once() == once()


def test_ink_is_put_on_once() -> None:
    """Colours that are inks already stay as they are."""
    pdf = page(SPOT_RED + b" rg 0 0 9 9 re f " + CYAN + b" RG 0 0 m 9 9 l S")
    inked(pdf)
    first = operators(pdf)
    report = inked(pdf)
    assert operators(pdf) == first
    assert report.spots == {SPOT: (0,)}


# Back to the screen


def proof(content: bytes, pdf: Pdf | None = None, **resources: Any) -> Pdf:
    pdf = page(content, pdf, **resources)
    to_screen(pdf, Converter())
    return pdf


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (b"0 1 1 0 k", "1 0 0 rg"),
        (b"0 0 0 1 K", "0 0 0 RG"),
        (b"0.2 g", "0.2 0.2 0.2 rg"),
        (b"0.1 0.2 0.3 rg", "0.1 0.2 0.3 rg"),
        (b"/DeviceCMYK cs 1 0 0 0 scn", "0 1 1 rg"),
        (b"/All cs 0.25 scn", "0.75 0.75 0.75 rg"),
        (b"/One cs 0.5 scn", "1 0.502 0.502 rg"),
        (b"/Two cs 1 0 scn", "0 1 1 rg"),
    ],
)
def test_inks_become_what_they_look_like(before: bytes, expected: str) -> None:
    pdf = Pdf.new()
    tint = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, 1, 1, 0]), N=1
    )
    two = mixing(pdf, [(1, 0, 0, 0), (0, 0, 0, 1)])
    names = Array([Name.Cyan, Name.Black])
    spaces = Dictionary(
        All=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]),
        One=Array([Name.Separation, Name("/PANTONE 1 C"), Name.DeviceCMYK, tint]),
        Two=Array([Name.DeviceN, names, Name.DeviceCMYK, two]),
    )
    proof(before + b" 0 0 9 9 re B", pdf, ColorSpace=spaces)
    assert expected in operators(pdf)
    assert {use.space for use in uses(pdf)} == {"DeviceRGB"}


def test_a_press_file_goes_back_whole() -> None:
    pdf = Pdf.new()
    group, _ = faded(pdf)
    content = SPOT_RED + b" rg 0 0 9 9 re f " + INK + b" rg " + TEXT + b" /S sh"
    page(content, pdf, Shading=Dictionary(S=gradient(SPOT_RED, INK)))
    inked(pdf)
    to_screen(pdf, Converter())
    found = uses(pdf)
    assert {use.space for use in found if use.kind in ("fill", "stroke", "shading")} == {
        "DeviceRGB",
        "DeviceGray",
    }
    assert {use.where for use in found if use.space == "DeviceGray"} == {"page/mask"}
    assert Name.DeviceGray == group.Group.CS
    assert not any("OPM" in use.space for use in found)
    value = function_of(pdf.pages[1].obj.Resources.Shading.S.Function)
    assert value((1,)) == pytest.approx([0, 0, 0], abs=1e-3)
    assert value((0,)) == pytest.approx([0.98 * 0.94, 0, 0.15 * 0.94], abs=0.01)


@pytest.mark.parametrize("adobe", [False, True])
def test_pictures_in_inks_become_rgb(*, adobe: bool) -> None:
    """A JPEG as Pillow writes it is inverted, as Adobe's are: `/Decode` turns it back."""
    pdf = Pdf.new()
    red = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    size = {"Subtype": Name.Image, "Width": 8, "Height": 8, "BitsPerComponent": 8}
    if adobe:
        buffer = io.BytesIO()
        red.save(buffer, "JPEG", quality=95)
        image = pdf.make_stream(
            buffer.getvalue(),
            Filter=Name.DCTDecode,
            ColorSpace=Name.DeviceCMYK,
            Decode=Array([1, 0] * 4),
            **size,
        )
    else:
        image = pdf.make_stream(red.tobytes(), ColorSpace=Name.DeviceCMYK, **size)
    grey = pdf.make_stream(bytes([64]) * 64, ColorSpace=Name.DeviceGray, **size)
    mask = pdf.make_stream(bytes(8), ImageMask=True, Decode=Array([1, 0]), **size)
    mask.BitsPerComponent = 1
    proof(b"/I Do /G Do /M Do", pdf, XObject=Dictionary(I=image, G=grey, M=mask))
    shown = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    assert shown.getpixel((4, 4)) == pytest.approx((255, 0, 0), abs=3)
    assert "/Decode" not in image
    assert pikepdf.PdfImage(grey).as_pil_image().getpixel((4, 4)) == (64, 64, 64)
    assert "/Decode" in mask
    assert operators(pdf) == "/I Do /G Do 0 0 0 rg /M Do"


# The samples

LAYOUTS = {"2017-09": "ban-tin", "2017-10-to-tin": "to-tin", "2017-11-so-tay": "so-tay"}


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The files for the screen of sample issues, each built once."""
    from printshop.build import build
    from printshop.settings import Settings

    @cache
    def built(issue: str) -> bytes:
        out, problems = tmp_path_factory.mktemp("sample"), Problems()
        folder = REPOSITORY / "issues" / issue
        made = build(Workspace(REPOSITORY), folder, Settings(out=out), problems)
        assert made is not None, [p.message for p in problems]
        return made.files[0].read_bytes()

    return built


def palette(name: str, printed: str = "") -> tuple[PaletteColour, ...]:
    """A layout's own colours on the screen, with the inks of its palette `printed`."""
    problems = Problems()
    spec = load_layout(Workspace(REPOSITORY), name, Where(), problems).spec
    assert not problems
    inks = {**spec.palette, **(spec.palettes[printed].colours if printed else {})}
    return tuple(
        PaletteColour(
            name,
            tuple(bytes.fromhex(colour.srgb[1:])),  # type: ignore[arg-type]
            tuple(value / 100 for value in inks[name].inks),  # type: ignore[arg-type]
            inks[name].spot or "",
            inks[name].tint / 100,
        )
        for name, colour in spec.palette.items()
    )


def printed(data: bytes, table: InkTable) -> tuple[Report, PdfReader]:
    with Pdf.open(io.BytesIO(data)) as pdf:
        report = to_inks(pdf, table, Converter())
        buffer = io.BytesIO()
        pdf.save(buffer)
    return report, PdfReader(buffer)


@pytest.mark.slow
@pytest.mark.parametrize("issue", LAYOUTS)
def test_sample_issues_in_inks(screens: Callable[[str], bytes], issue: str) -> None:
    """No colour of the screen is left, none was forgotten."""
    data, layout, problems = screens(issue), LAYOUTS[issue], Problems()
    report, reader = printed(data, InkTable(palette(layout), layout, press(), problems))
    assert [(p.code, p.params) for p in problems] == []
    assert (report.unknown, report.spots, report.left) == ({}, {}, ())
    assert report.transparency == ()
    found = walk(reader)
    assert screen_colours(found, images=False) == []
    assert len([use for use in found if use.kind == "fill"]) > 400


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "changes", "spots"),
    [("one-ink", {"inks": "black"}, set()), ("two-ink", {"spots": 1}, {SPOT})],
)
def test_a_sample_in_fewer_inks(
    screens: Callable[[str], bytes], name: str, changes: dict[str, Any], spots: set[str]
) -> None:
    problems = Problems()
    inks = InkTable(palette("to-tin", name), "to-tin", press(**changes), problems)
    assert [(p.code, p.params) for p in problems] == []
    report, reader = printed(screens("2017-10-to-tin"), inks)
    assert report.unknown == {}
    assert set(report.spots) == spots
    found = walk(reader)
    assert screen_colours(found, images=False) == []
    colours = [use.value for use in found if use.space == "DeviceCMYK" and use.value]
    assert len(colours) > 100
    assert {value[:3] for value in colours} == {(0, 0, 0)}


DRAWN = """<html lang="vi">
<style>
  @page { size: 300px 400px; margin: 10px; background: #b5121b }
  div { width: 40px; height: 30px; margin: 2px; float: left }
</style>
<div style="background: linear-gradient(#b5121b, #1b1b1b 40%, #ffffff)"></div>
<div style="background: repeating-linear-gradient(#b5121b, #00a0dc 4px)"></div>
<div style="background: linear-gradient(90deg, #b5121b, transparent)"></div>
<div style="background: radial-gradient(#c8102e, #ffffff)"></div>
<div style="background: radial-gradient(#b5121b, rgba(0, 160, 220, .4))"></div>
<div style="opacity: .5; background: #b5121b; border: 3px dotted #1b1b1b"></div>
<div style="border: 4px double #b5121b; outline: 2px dashed #1b1b1b; border-radius: 6px"></div>
<div style="border: 6px ridge #1b1b1b; border-left: 6px inset #b5121b"></div>
<div style="background: rgba(181, 18, 27, .3); box-shadow: 2px 2px #1b1b1b"></div>
<div style="background: oklch(60% .1 30)"></div>
<div style="background: lab(50% 40 20); transform: rotate(9deg)"></div>
<svg width="120" height="120" viewBox="0 0 120 120">
  <defs>
    <linearGradient id="a"><stop stop-color="#b5121b"/><stop offset="1" stop-color="#1b1b1b"
      stop-opacity="0"/></linearGradient>
    <radialGradient id="b" gradientUnits="userSpaceOnUse" cx="60" cy="60" r="30"
      spreadMethod="reflect"><stop stop-color="#00a0dc"/><stop offset="1" stop-color="#ffffff"/>
    </radialGradient>
    <pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="4" height="4"
      fill="#b5121b"/></pattern>
    <mask id="m"><rect width="60" height="60" fill="#ffffff"/><circle r="20" fill="#b5121b"/></mask>
  </defs>
  <rect width="50" height="20" fill="url(#a)" stroke="url(#b)"/>
  <rect y="30" width="50" height="20" fill="url(#b)"/>
  <rect y="60" width="50" height="20" fill="url(#p)"/>
  <rect x="60" width="50" height="50" fill="#b5121b" mask="url(#m)"/>
  <g opacity=".4"><path d="M60 60h40v40z" fill="#00a0dc" stroke="#1b1b1b"/></g>
  <path d="M0 100h90" stroke="currentColor" stroke-dasharray="3"/>
</svg>
"""


def test_whatever_weasyprint_draws_is_in_inks_and_comes_back() -> None:
    import weasyprint

    class Yellow(Converter):
        def of_srgb(self, rgb: tuple[int, int, int]) -> Inks:
            assert rgb not in {colour.srgb for colour in PALETTE}
            return 0, 0, 0.5, 0

    data = weasyprint.HTML(string=DRAWN).write_pdf(pdf_variant="pdf/ua-1")
    with Pdf.open(io.BytesIO(data)) as pdf:
        before = uses(pdf)
        kinds = {use.kind for use in screen_colours(before)}
        assert kinds == {"fill", "stroke", "shading", "group", "resource"}
        seen_through = has_transparency(pdf)
        report = to_inks(pdf, table(), Yellow())
        assert report.left == ()
        assert sorted(report.transparency) == sorted(seen_through)
        assert len(report.transparency) >= 4
        # the ridge and the inset border are lighter and darker than any palette says
        assert {(0, 0, 0)} < set(report.unknown)
        after_it = uses(pdf)
        assert screen_colours(after_it) == []
        assert {u.space for u in after_it if u.kind == "group"} == {"DeviceCMYK", "DeviceGray"}
        to_screen(pdf, Converter())
        shown = uses(pdf)
    assert not [use for use in shown if "CMYK" in use.space]
    assert not [use for use in shown if SPOT in use.space or "OPM" in use.space]
