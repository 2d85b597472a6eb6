"""Checks of what stands on pages: for each code a file that has it alone, and a good twin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from presspdf import (
    BLEED_BOX,
    IMAGE_INKS,
    PROFILE,
    TRIM,
    append,
    flat,
    image,
    resource,
    rules,
    save,
    sound,
    spot,
    text,
)

from printshop.geometry import pt
from printshop.i18n import set_language
from printshop.preflight.checks import (
    bleed,
    checks_with,
    colour_spaces,
    hairlines,
    overprint,
    resolution,
    safety,
    small_text,
    transparency,
)
from printshop.preflight.model import Finding
from printshop.preflight.reading.pixels import PixelsOf
from printshop.preflight.reading.read import read_pdf
from printshop.press.contract import PressSpec
from printshop.problems import CATALOGUE, Problem

X, Y = TRIM.left + 100, TRIM.bottom + 300
X1A = rules(standard="PDF/X-1a")
Make = Callable[[], bytes]
WORDS = "Bản tin nội bộ"
TINT = f"0.4 0 0.1 0 k {X} {Y} 200 60 re f"
"""A box of colour, to set something on."""


def drawn(operators: str, *, standard: str = "PDF/X-4", page: int = 1) -> bytes:
    """A sound file with something more on a page."""
    return save(append(sound(standard=standard), operators, page))


def with_resources(operators: str, standard: str = "PDF/X-4", **kinds: Any) -> bytes:
    """The same, with `Kind=lambda pdf: {name: object}` in the resources."""
    pdf = sound(standard=standard)
    for kind, make in kinds.items():
        for name, value in make(pdf).items():
            resource(pdf, kind, name, value)
    return save(append(pdf, operators))


def pictured(size: tuple[int, int], inches: float, **more: Any) -> bytes:
    """A picture more, `inches` wide."""
    height = inches * size[1] / size[0]
    return with_resources(
        f"{inches * 72} 0 0 {height * 72} {X} {Y} cm /Im2 Do",
        XObject=lambda pdf: {"Im2": image(pdf, size, flat(size, IMAGE_INKS), **more)},
    )


def line_art(pixels: int, inches: float) -> bytes:
    def make(pdf: Pdf) -> dict[str, Any]:
        stream = pdf.make_stream(
            bytes(pixels // 8 * pixels), Type=Name.XObject, Subtype=Name.Image, ImageMask=True,
            Width=pixels, Height=pixels, BitsPerComponent=1,
        )  # fmt: skip
        return {"Im2": stream}

    side = inches * 72
    return with_resources(f"0 0 0 1 k {side} 0 0 {side} {X} {Y} cm /Im2 Do", XObject=make)


def rgb_picture() -> bytes:
    return with_resources(
        f"72 0 0 72 {X} {Y} cm /Im2 Do",
        XObject=lambda pdf: {
            "Im2": image(pdf, (300, 300), flat((300, 300), (0.5, 0.2, 0.1)), Name.DeviceRGB)
        },
    )


def measured(standard: str = "PDF/X-4") -> bytes:
    """A box whose inks are given by a profile."""

    def make(pdf: Pdf) -> dict[str, Any]:
        profile = pdf.make_stream(PROFILE.read_bytes(), N=4)
        return {"L": Array([Name.ICCBased, profile])}

    return with_resources(f"/L cs 0 0.2 0.2 0 scn {X} {Y} 40 40 re f", standard, ColorSpace=make)


def special(name: str = "PANTONE 485 C") -> bytes:
    return with_resources(
        f"/S cs 1 scn {X} {Y} 40 40 re f",
        ColorSpace=lambda pdf: {"S": spot(pdf, name, (0, 0.9, 0.9, 0))},
    )


def see_through() -> bytes:
    return with_resources(
        f"/Half gs {TINT}", "PDF/X-1a", ExtGState=lambda _pdf: {"Half": Dictionary(ca=0.5)}
    )


def group(space: Name, standard: str = "PDF/X-4") -> bytes:
    def make(pdf: Pdf) -> dict[str, Any]:
        form = pdf.make_stream(b"0 0 0 0.5 k 0 0 20 20 re f")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 20, 20])
        form.Group = Dictionary(S=Name.Transparency, CS=space)
        return {"Fm": form}

    return with_resources(f"1 0 0 1 {X} {Y} cm /Fm Do", standard, XObject=make)


def set_on_tint(words: str, more: str = "") -> str:
    return f"{TINT} {more} {words}"


def picture_to(left: float, right: float) -> bytes:
    """A coloured band, from and to mm beside the trim."""
    a, b = TRIM.left - pt(left), TRIM.right + pt(right)
    return drawn(f"0.3 0.2 0 0 k {a:.3f} {Y} {b - a:.3f} 50 re f")


BAD: dict[str, Make] = {
    "F001": lambda: pictured((120, 120), 1),
    "F002": lambda: pictured((200, 200), 1),
    "F003": lambda: line_art(280, 1),
    "F004": lambda: line_art(560, 1),
    "F005": lambda: drawn(f"1 0 0 rg {X} {Y} 40 40 re f"),
    "F006": rgb_picture,
    "F007": measured,
    "F008": lambda: measured("PDF/X-1a"),
    "F009": special,
    "F010": lambda: drawn(f"0 0 0 1 K 0.1 w {X} {Y} m {X + 90} {Y} l S"),
    "F011": lambda: drawn(f"{TINT} 0 0 0 0 K 0.3 w {X + 9} {Y + 9} m {X + 90} {Y + 9} l S"),
    "F012": lambda: drawn(f"/On gs 0 0 0 1 k {text(WORDS, X, Y, 4)}"),
    "F013": lambda: drawn(f"1 0.5 0 0 k {text(WORDS, X, Y, 7)}"),
    "F014": lambda: drawn(f"{TINT} 0 0 0 0 k {text(WORDS, X + 9, Y + 9, 6)}"),
    "F015": lambda: drawn(f"0.4 0.3 0.3 1 k {text(WORDS, X, Y, 9)}"),
    "F016": lambda: drawn(f"{TINT} /On gs 0 0 0 0 k {text(WORDS, X + 9, Y + 9, 12)}"),
    "F017": lambda: drawn(f"{TINT} 0 0 0 1 k {text(WORDS, X + 9, Y + 9, 12)}"),
    "F018": see_through,
    "F019": lambda: group(Name.DeviceRGB),
    "F020": lambda: picture_to(-20, 0),
    "F021": lambda: drawn(f"/On gs 0 0 0 1 k {text(WORDS, TRIM.left + pt(1.5), Y)}"),
    "F022": lambda: drawn(f"/On gs 0 0 0 1 k {text(WORDS, TRIM.left - 20, Y)}"),
}
GOOD: dict[str, Make] = {
    "F001": lambda: pictured((300, 300), 1),
    "F002": lambda: pictured((226, 226), 1),
    "F003": lambda: line_art(600, 1),
    "F004": lambda: line_art(608, 1),
    "F005": lambda: drawn(f"0 1 1 0 k {X} {Y} 40 40 re f"),
    "F006": lambda: pictured((300, 300), 1),
    "F007": lambda: drawn(f"/DeviceCMYK cs 0 1 1 0 scn {X} {Y} 40 40 re f"),
    "F008": lambda: drawn(f"0 1 1 0 k {X} {Y} 40 40 re f", standard="PDF/X-1a"),
    "F009": lambda: special("Black"),
    "F010": lambda: drawn(f"0 0 0 1 K 0.25 w {X} {Y} m {X + 90} {Y} l S"),
    "F011": lambda: drawn(f"{TINT} 0 0 0 0 K 0.5 w {X + 9} {Y + 9} m {X + 90} {Y + 9} l S"),
    "F012": lambda: drawn(f"/On gs 0 0 0 1 k {text(WORDS, X, Y, 5)}"),
    "F013": lambda: drawn(f"1 0.5 0 0 k {text(WORDS, X, Y, 8)}"),
    "F014": lambda: drawn(f"{TINT} 0 0 0 0 k {text(WORDS, X + 9, Y + 9, 7)}"),
    "F015": lambda: drawn(f"0.4 0.3 0.3 1 k {text(WORDS, X, Y, 12)}"),
    "F016": lambda: drawn(f"{TINT} /Off gs 0 0 0 0 k {text(WORDS, X + 9, Y + 9, 12)}"),
    "F017": lambda: drawn(f"{TINT} /On gs 0 0 0 1 k {text(WORDS, X + 9, Y + 9, 12)}"),
    "F018": lambda: drawn(TINT, standard="PDF/X-1a"),
    "F019": lambda: group(Name.DeviceCMYK),
    "F020": lambda: picture_to(3, 3),
    "F021": lambda: drawn(f"/On gs 0 0 0 1 k {text(WORDS, TRIM.left + pt(3), Y)}"),
    "F022": lambda: drawn(f"/On gs 0 0 0 1 k {text(WORDS, TRIM.left + pt(9), Y)}"),
}
RULES: dict[str, PressSpec] = {"F008": X1A, "F018": X1A}
"""Where they are not those of `rules()`."""


def found(data: bytes, press: PressSpec | None = None) -> list[Finding]:
    """What the checks of pages find."""
    document = read_pdf(data, "x.pdf")
    assert document.trouble == ""
    checks = (
        resolution, colour_spaces, hairlines, small_text, overprint, transparency, bleed, safety,
    )  # fmt: skip
    return [f for check in checks for f in check.check(document, press or rules())]


def codes(data: bytes, press: PressSpec | None = None) -> list[str]:
    return [f.code for f in found(data, press)]


def everything(data: bytes, press: PressSpec) -> set[str]:
    """What all checks find, those of the file too."""
    document = read_pdf(data, "x.pdf")
    with PixelsOf(data) as pixels:
        checks = checks_with(pixels).values()
        return {f.code for check in checks for f in check(document, press)}


def one(data: bytes, press: PressSpec | None = None) -> dict[str, Any]:
    """The params of the only finding."""
    (finding,) = found(data, press)
    return dict(finding.params)


@pytest.mark.parametrize("code", sorted(BAD))
def test_the_bad_page_has_it_alone(code: str) -> None:
    press = RULES.get(code, rules())
    (finding,) = found(BAD[code](), press)
    assert (finding.code, finding.page) == (code, 1)
    assert finding.boxes or code == "F019"
    assert everything(BAD[code](), press) == {code}


@pytest.mark.parametrize("code", sorted(GOOD))
def test_the_good_twin_has_nothing(code: str) -> None:
    assert everything(GOOD[code](), RULES.get(code, rules())) == set()


@pytest.mark.parametrize("code", sorted(BAD))
def test_texts_are_filled(code: str) -> None:
    (finding,) = found(BAD[code](), RULES.get(code))
    problem = Problem(code, params=finding.params)
    for words in (problem.message, problem.hint):
        assert words
        assert "{" not in words


def test_every_code_of_pages_has_a_case() -> None:
    pages = [code for code in CATALOGUE if code.startswith("F") and int(code[1:]) < 30]
    assert sorted(BAD) == sorted(GOOD) == sorted(pages)


@pytest.mark.parametrize("standard", ["PDF/X-4", "PDF/X-1a", "none"])
def test_sound_files_have_nothing(standard: str) -> None:
    assert found(save(sound(8, standard)), rules(standard=standard)) == []


# Pictures


def test_resolution_names_pixels_size_and_limit() -> None:
    assert one(BAD["F001"]()) == {"ppi": 120, "px": "120 × 120", "mm": "25", "limit": 150}


def test_the_worst_of_several_uses_counts() -> None:
    data = with_resources(
        f"q 72 0 0 72 {X} {Y} cm /Im2 Do Q q 180 0 0 180 {X} {Y + 80} cm /Im2 Do Q",
        XObject=lambda pdf: {"Im2": image(pdf, (300, 300), flat((300, 300), IMAGE_INKS))},
    )
    (finding,) = found(data)
    assert (finding.code, len(finding.boxes), finding.picture) == ("F001", 1, "Im2")


def test_a_stretched_picture_is_as_coarse_as_its_long_side() -> None:
    data = with_resources(
        f"72 0 0 200 {X} {Y} cm /Im2 Do",
        XObject=lambda pdf: {"Im2": image(pdf, (300, 300), flat((300, 300), IMAGE_INKS))},
    )
    assert one(data)["ppi"] == 108


def test_a_flat_colour_as_a_picture_has_no_resolution() -> None:
    assert codes(pictured((1, 1), 1)) == []


def test_pictures_outside_the_page_are_not_judged() -> None:
    data = with_resources(
        "20 0 0 20 1 1 cm /Im2 Do",
        XObject=lambda pdf: {"Im2": image(pdf, (8, 8), flat((8, 8), IMAGE_INKS))},
    )
    assert codes(data) == []


# Colours


def test_screen_colours_are_found_in_forms_patterns_and_gradients() -> None:
    def form(pdf: Pdf) -> dict[str, Any]:
        made = pdf.make_stream(b"0 0 1 RG 2 w 0 0 m 9 9 l S")
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 20, 20])
        return {"Fm": made}

    def pattern(pdf: Pdf) -> dict[str, Any]:
        tile = pdf.make_stream(b"1 0 0 rg 0 0 5 5 re f")
        tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
        tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 9, 9]), 9, 9
        tile.Resources = Dictionary()
        return {"P": tile}

    ends = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 100, 0], Function=ends
    )
    for operators, kinds, what in (
        (f"1 0 0 1 {X} {Y} cm /Fm Do", {"XObject": form}, "lines"),
        (f"/Pattern cs /P scn {X} {Y} 50 50 re f", {"Pattern": pattern}, "areas"),
        (
            f"{X} {Y} 50 50 re W n /Sh sh",
            {"Shading": lambda _pdf: {"Sh": shading}},
            "gradients",
        ),
        (f"q 20 0 0 20 {X} {Y} cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q", {}, "pictures"),
    ):
        params = one(with_resources(operators, **kinds))
        assert (params["what"], params["count"]) == (what, 1)


def test_what_is_found_is_said_in_the_readers_language() -> None:
    set_language("vi")
    try:
        assert one(BAD["F005"]())["what"]
    finally:
        set_language("en")


@pytest.mark.parametrize(
    "space",
    [
        [Name.Lab, Dictionary(WhitePoint=[0.9642, 1, 0.8249])],
        [Name.CalRGB, Dictionary(WhitePoint=[0.9505, 1, 1.089])],
        [Name.CalGray, Dictionary(WhitePoint=[0.9505, 1, 1.089])],
    ],
)
def test_measured_colours(space: list[Any]) -> None:
    operators = f"/L cs 0.5 0.5 0.5 scn {X} {Y} 40 40 re f"
    data = with_resources(operators, ColorSpace=lambda _pdf: {"L": Array(space)})
    assert one(data)["spaces"] == str(space[0])[1:]


def test_an_office_printer_takes_all_colours() -> None:
    office = rules(standard="none")
    for code in ("F005", "F006", "F007", "F019"):
        assert codes(BAD[code](), office) == []


@pytest.mark.parametrize("indexed", [False, True])
def test_a_spot_ink_that_only_a_picture_is_in(indexed: bool) -> None:
    def make(pdf: Pdf) -> dict[str, Any]:
        space = spot(pdf, "Gold", (0, 0.2, 0.6, 0.1))
        if indexed:
            space = Array([Name.Indexed, space, 1, String(b"\0\xff")])
        return {"Im2": image(pdf, (300, 300), bytes(90_000), space)}

    data = with_resources(f"72 0 0 72 {X} {Y} cm /Im2 Do", XObject=make)
    (finding,) = found(data)
    assert (finding.code, finding.page, dict(finding.params)["names"]) == ("F009", 1, "“Gold”")
    assert [round(v) for v in (finding.boxes[0].left, finding.boxes[0].width)] == [round(X), 72]
    assert everything(data, rules()) == {"F009"}
    assert codes(data, rules(spots=1)) == []


@pytest.mark.parametrize(("ppi", "expected"), [(224.6, []), (224.4, ["F002"]), (149.4, ["F001"])])
def test_half_a_pixel_an_inch_is_rounding(ppi: float, expected: list[str]) -> None:
    assert codes(pictured((300, 300), 300 / ppi)) == expected


def test_a_spot_ink_that_is_taken() -> None:
    assert codes(special(), rules(spots=1)) == []


def mixed(*names: str) -> bytes:
    """A box in several inks, as marks are in all inks of a job."""
    tint = b"{ %s 0 0 0 1 }" % (b"pop " * len(names))

    def make(pdf: Pdf) -> dict[str, Any]:
        function = pdf.make_stream(
            tint, FunctionType=4, Domain=Array([0, 1] * len(names)), Range=Array([0, 1] * 4)
        )
        inks = Array([Name(f"/{name}") for name in names])
        return {"S": Array([Name.DeviceN, inks, Name.DeviceCMYK, function])}

    full = "1 " * len(names)
    return with_resources(f"/S cs {full}scn {X} {Y} 40 40 re f", ColorSpace=make)


def test_black_with_spot_inks_is_made_of_the_spots() -> None:
    assert codes(mixed("Black", "Gold"), rules(spots=1)) == []
    assert one(mixed("Black", "Gold"), rules())["names"] == "“Gold”"
    assert one(mixed("Black", "Gold", "Red"), rules(spots=1))["names"] == "“Gold”, “Red”"


@pytest.mark.parametrize(("process", "names"), [("Black", ""), ("Cyan", "“Cyan”")])
def test_a_process_ink_beside_a_spot_ink_is_one_too_many(process: str, names: str) -> None:
    document = read_pdf(mixed(process, "Gold"), "x.pdf")
    pages = tuple(
        replace(page, marks=tuple(m for m in page.marks if m.paint and m.paint.space == "DeviceN"))
        for page in document.pages
    )
    assert sum(len(page.marks) for page in pages) == 1
    findings = colour_spaces.check(replace(document, pages=pages), rules(inks="black", spots=1))
    assert [dict(f.params)["names"] for f in findings] == [names][: bool(names)]


def test_one_ink_means_one_ink() -> None:
    params = one(save(sound()), rules(inks="black"))
    assert all(name in params["names"] for name in ("Cyan", "Magenta", "Yellow"))


# Lines and text


def test_a_line_of_no_width_is_the_thinnest() -> None:
    assert one(drawn(f"0 0 0 1 K 0 w {X} {Y} m {X + 90} {Y} l S"))["pt"] == "0"


def test_a_thin_box_is_a_line() -> None:
    data = drawn(f"0 0 0 1 k {X} {Y} 90 0.1 re f {X} {Y + 9} 90 0.3 re f")
    assert one(data) == {"pt": "0.1", "count": 1, "limit": "0.125"}


def test_a_frame_is_as_thick_as_its_thinnest_side() -> None:
    frame = f"{X} {Y} 90 40 re {X + 0.1} {Y + 1} 88 38 re f*"
    assert one(drawn(f"0 0 0 1 k {frame}"))["pt"] == "0.1"


def test_lines_scale_with_the_drawing() -> None:
    assert codes(drawn(f"0.1 0 0 0.1 {X} {Y} cm 0 0 0 1 K 1 w 0 0 m 90 0 l S")) == ["F010"]
    assert codes(drawn(f"10 0 0 10 {X} {Y} cm 0 0 0 1 K 0.1 w 0 0 m 9 0 l S")) == []


def test_a_thin_line_on_paper_is_not_reversed() -> None:
    assert codes(drawn(f"0 0 0 0 K 0.3 w {X} {Y} m {X + 90} {Y} l S")) == []


def test_text_is_measured_as_printed() -> None:
    words = text(WORDS, 0, 0, 40)
    assert one(drawn(f"/On gs 0 0 0 1 k 0.1 0 0 0.1 {X} {Y} cm {words}"))["size"] == "4"


def test_a_spot_ink_is_one_ink() -> None:
    data = with_resources(
        f"/S cs 1 scn {text(WORDS, X, Y, 6)}",
        ColorSpace=lambda pdf: {"S": spot(pdf, "Special", (0, 0.9, 0.9, 0))},
    )
    assert codes(data, rules(spots=1)) == []


def test_white_text_on_paper_or_on_a_white_box_is_not_reversed() -> None:
    white = f"0 0 0 0 k {text(WORDS, X + 9, Y + 9, 6)}"
    assert codes(drawn(white)) == []
    assert codes(drawn(f"{TINT} 0 0 0 0 k {X} {Y} 200 60 re f {white}")) == []


def test_invisible_text_is_not_judged() -> None:
    assert codes(drawn(f"3 Tr 0 0 0 1 k {text(WORDS, TRIM.left - 9, Y, 3)}")) == []


# Overprint


def test_black_text_on_paper_need_not_overprint() -> None:
    assert codes(drawn(f"0 0 0 1 k {text(WORDS, X, Y, 12)}")) == []


def test_overprint_without_its_mode_knocks_out() -> None:
    data = with_resources(
        f"{TINT} /Old gs 0 0 0 1 k {text(WORDS, X + 9, Y + 9, 12)}",
        ExtGState=lambda _pdf: {"Old": Dictionary(OP=True, op=True, OPM=0)},
    )
    assert codes(data) == ["F017"]


def test_white_that_overprints_without_the_mode_is_seen() -> None:
    data = with_resources(
        f"{TINT} /Old gs 0 0 0 0 k {text(WORDS, X + 9, Y + 9, 12)}",
        ExtGState=lambda _pdf: {"Old": Dictionary(OP=True, op=True, OPM=0)},
    )
    assert codes(data) == []


# Transparency


@pytest.mark.parametrize(
    ("state", "what"),
    [
        (Dictionary(ca=0.5), "see-through colour"),
        (Dictionary(BM=Name.Multiply), "blending of colours"),
        (Dictionary(BM=Array([Name.Multiply, Name.Normal])), "blending of colours"),
    ],
)
def test_kinds_of_transparency(state: Dictionary, what: str) -> None:
    data = with_resources(f"/T gs {TINT}", "PDF/X-1a", ExtGState=lambda _pdf: {"T": state})
    assert one(data, X1A)["what"] == what


def test_a_group_is_transparency() -> None:
    assert one(group(Name.DeviceCMYK, "PDF/X-1a"), X1A)["what"] == "transparency group"


def test_a_group_that_masks_in_screen_colours() -> None:
    def make(pdf: Pdf) -> dict[str, Any]:
        form = pdf.make_stream(b"1 g 0 0 20 20 re f")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 20, 20])
        form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        return {"M": Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form))}

    pdf = sound()
    for name, value in make(pdf).items():
        resource(pdf, "ExtGState", name, value)
    for page in (1, 2):
        append(pdf, f"/M gs {TINT}", page)
    assert [(f.code, f.page) for f in found(save(pdf))] == [("F019", 1), ("F019", 2)]


# Bleed and safety


@pytest.mark.parametrize(
    ("left", "right", "edges"),
    [
        (-20, 0, {"right": "3"}),
        (-20, -0.4, {"right": "3"}),
        (-20, 1.5, {"right": "1.5"}),
        (-20, -1, {}),
        (-20, 2.95, {}),
        (0, 3, {"left": "3"}),
        (2, 0, {"left, right": "3"}),
        (3, 3, {}),
    ],
)
def test_bleed_by_edge(left: float, right: float, edges: dict[str, str]) -> None:
    params = [dict(f.params) for f in found(picture_to(left, right))]
    assert {str(p["edges"]): p["mm"] for p in params} == edges


def test_the_spine_needs_none_where_the_press_says_so() -> None:
    press = rules(bleed={"inside": 0})
    at_left = f"0.3 0.2 0 0 k {TRIM.left:.3f} {Y} 50 50 re f"
    assert codes(drawn(at_left, page=1), press) == []
    assert codes(drawn(at_left, page=2), press) == ["F020"]


def test_white_boxes_and_marks_beside_the_page_need_no_bleed() -> None:
    white = f"0 0 0 0 k {TRIM.left} {Y} 50 50 re f"
    beside = f"1 0 0 0 k {TRIM.left - 30} {Y} 20 20 re f"
    assert codes(drawn(f"{white} {beside}")) == []


def test_what_a_later_box_hides_at_the_edge_needs_no_bleed() -> None:
    edge = BLEED_BOX
    picture = f"0.3 0.2 0 0 k {TRIM.left} {TRIM.bottom} 150 150 re f"
    hidden = f"0.1 0 0 0 k {edge.left} {edge.bottom} 300 60 re f"
    hidden += f" {edge.left} {edge.bottom} 60 300 re f"
    assert {f.code for f in found(drawn(picture))} == {"F020"}
    assert codes(drawn(f"{picture} {hidden}")) == []


def test_pages_without_a_trim_are_not_asked_for_bleed() -> None:
    pdf = append(sound(), f"0.3 0.2 0 0 k {TRIM.left} {Y} 50 50 re f")
    for page in pdf.pages:
        del page.obj.TrimBox
    assert codes(save(pdf)) == []


def test_text_beside_the_page_is_not_judged() -> None:
    assert codes(drawn(f"0 0 0 1 k {text('A', 3, Y, 3)}")) == []


def test_distance_to_the_edge_is_told() -> None:
    params = one(BAD["F021"]())
    assert params["limit"] == "3"
    assert 1.5 <= float(params["mm"]) <= 2


def test_quotes_in_a_text_are_shown_short() -> None:
    long = "Thông tin nội bộ của Đảng bộ thành phố, số tháng chín"
    said = str(one(drawn(f"/On gs 0 0 0 1 k {text(long, X, Y, 3)}"))["text"])
    assert said.endswith("…")
    assert len(said) <= 30


def test_a_title_in_the_information_is_no_page() -> None:
    pdf = sound()
    pdf.docinfo["/Subject"] = String("x")
    assert codes(save(pdf)) == []
