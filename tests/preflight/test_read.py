"""Any PDF read into the model: facts of small files, of the samples, and of broken ones."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections import Counter
from typing import Any

import pikepdf
import presspdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String
from presspdf import MEDIA, TRIM, append, font, image, resource, save, sound, spot, text

from printshop.build import Built, Settings, build
from printshop.pdf import matrices
from printshop.preflight.model import Document, Mark, PdfPage
from printshop.preflight.reading import lexer, paths, state
from printshop.preflight.reading.read import read_pdf
from printshop.problems import Problems
from printshop.workspace import Workspace
from support import REPOSITORY, SAMPLE, run


def blank(operators: str = "", size: float = 200, **resources: Any) -> Pdf:
    """A page of `size` by `size` pt; resources by kind."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(size, size))
    page = pdf.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font(pdf))))
    for kind, named in resources.items():
        page.Resources["/" + kind] = Dictionary(named)
    page.Contents = pdf.make_stream(operators.encode("latin-1"))
    return pdf


def read(pdf: Pdf) -> Document:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return read_pdf(out.getvalue(), "x.pdf")


def page_of(operators: str, **resources: Any) -> PdfPage:
    (page,) = read(blank(operators, **resources)).pages
    assert page.trouble == ""
    return page


def marks(operators: str, **resources: Any) -> list[Mark]:
    return list(page_of(operators, **resources).marks)


def one(operators: str, **resources: Any) -> Mark:
    (mark,) = marks(operators, **resources)
    return mark


def box(mark: Mark) -> list[float]:
    return [round(v, 3) for v in (mark.box.left, mark.box.bottom, mark.box.right, mark.box.top)]


def form(pdf: Pdf, operators: bytes, size: float = 50, **entries: Any) -> pikepdf.Stream:
    made = pdf.make_stream(operators)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, size, size])
    for key, value in entries.items():
        made["/" + key] = value
    return made


# Paths


def test_boxes_follow_the_matrix() -> None:
    assert box(one("2 0 0 3 10 20 cm 1 1 5 5 re f")) == [12, 23, 22, 38]
    assert box(one("0 1 -1 0 100 0 cm 10 20 30 5 re f")) == [75, 10, 80, 40]
    assert box(one("q 5 0 0 5 0 0 cm Q 1 1 5 5 re f")) == [1, 1, 6, 6]


def test_boxes_keep_to_the_clip() -> None:
    mark = one("10 10 20 20 re W n 0 0 15 100 re f")
    assert box(mark) == [10, 10, 15, 30]
    assert mark.whole is not None
    assert mark.whole.top == 100
    assert mark.clips == ()
    assert marks("10 10 20 20 re W n 50 50 9 9 re f") == []
    assert marks("10 10 20 20 re W n 30 10 9 9 re f") == [], "only an edge is shared"
    assert box(one("q 10 10 5 5 re W n Q 50 50 9 9 re f")) == [50, 50, 59, 59]


def test_other_clips_are_kept_as_polygons() -> None:
    mark = one("0 0 m 100 0 l 50 100 l h W n 0 0 200 200 re f")
    assert box(mark) == [0, 0, 100, 100]
    (((a, b, c, *_),),) = mark.clips
    assert {a, b, c} == {(0, 0), (100, 0), (50, 100)}


def test_marks_end_at_the_sheet() -> None:
    assert box(one("-50 150 100 100 re f")) == [0, 150, 50, 200]
    assert marks("300 300 9 9 re f") == []


def test_outlines_are_polygons() -> None:
    mark = one("10 10 m 20 10 l 20 30 l h 40 40 5 5 re f*")
    assert mark.even_odd
    assert [len(part) for part in mark.outline] == [4, 5]
    circle = one("100 50 m 100 77.6 77.6 100 50 100 c f").outline[0]
    assert all(48 <= ((x - 50) ** 2 + (y - 50) ** 2) ** 0.5 <= 52 for x, y in circle)


def test_all_ways_to_draw_a_curve() -> None:
    assert box(one("0 0 m 10 0 10 10 v f"))[2:] == [10, 10]
    assert box(one("0 0 m 10 0 10 10 y f"))[2:] == [10, 10]


def test_strokes_have_a_width() -> None:
    mark = one("0.5 0 0 0.5 0 0 cm 4 w 20 20 m 60 20 l S")
    assert (mark.width, box(mark)) == (2, [10, 9, 30, 11])
    assert one("0 w 20 20 m 60 20 l S").width == 0
    assert one("10 0 0 1 0 0 cm 2 w 1 20 m 9 20 l S").width == pytest.approx(2)
    assert one("10 0 0 1 0 0 cm 2 w 5 20 m 5 90 l S").width == pytest.approx(20)


def test_both_is_a_fill_and_a_stroke() -> None:
    assert [m.kind for m in marks("1 1 5 5 re B 20 20 m 30 30 l 40 20 l b")] == [
        "fill", "stroke", "fill", "stroke",
    ]  # fmt: skip
    assert marks("1 1 5 5 re n") == []


# State


def test_overprint_is_kept_for_each_kind() -> None:
    states = {
        "/All": Dictionary(OP=True, OPM=1),
        "/Lines": Dictionary(OP=True, op=False),
        "/Off": Dictionary(OP=False, op=False),
    }
    drawn = "/All gs 1 1 5 5 re B /Lines gs 1 1 5 5 re B /Off gs 1 1 5 5 re B"
    found = marks(drawn, ExtGState=states)
    assert [(m.overprint, m.overprint_mode) for m in found] == [
        (True, 1), (True, 1), (False, 1), (True, 1), (False, 1), (False, 1),
    ]  # fmt: skip


def test_transparency_goes_into_groups() -> None:
    pdf = blank("/Half gs /Fm Do")
    group = form(pdf, b"0 0 9 9 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK))
    resources = pdf.pages[0].obj.Resources
    resources.XObject = Dictionary(Fm=group)
    resources.ExtGState = Dictionary(Half=Dictionary(ca=0.5, BM=Name.Multiply))
    (page,) = read(pdf).pages
    (mark,) = page.marks
    assert (mark.alpha, mark.blend, mark.forms) == (0.5, "Multiply", ("Fm",))
    assert [(g.space, g.form) for g in page.groups] == [("DeviceCMYK", "Fm")]


def test_forms_are_entered_with_matrix_and_clip() -> None:
    pdf = blank("1 0 0 1 10 10 cm /Fm Do 0 0 3 3 re f")
    inner = form(pdf, b"1 0 0 1 5 5 cm 0 0 99 99 re f", Matrix=Array([2, 0, 0, 2, 0, 0]), size=20)
    pdf.pages[0].obj.Resources.XObject = Dictionary(Fm=inner)
    first, second = read(pdf).pages[0].marks
    assert box(first) == [20, 20, 50, 50]
    assert box(second) == [10, 10, 13, 13]


def test_a_form_without_resources_uses_those_of_the_page() -> None:
    pdf = blank("/Fm Do")
    words = text("abc", 5, 5)
    pdf.pages[0].obj.Resources.XObject = Dictionary(Fm=form(pdf, words.encode()))
    assert read(pdf).pages[0].marks[0].text == "abc"


# Colours


def test_colours_are_turned_into_inks() -> None:
    def inks(operators: str, **spaces: Any) -> Any:
        return one(f"{operators} 1 1 5 5 re f", ColorSpace={f"/{k}": v for k, v in spaces.items()})

    assert inks("0.1 0.2 0.3 0.4 k").paint.inks == (0.1, 0.2, 0.3, 0.4)
    assert inks("0.25 g").paint.inks == (0, 0, 0, 0.75)
    assert inks("1 0 0 rg").paint.inks is None
    assert inks("").paint.inks == (0, 0, 0, 1), "black before any colour is chosen"
    assert inks("/DeviceCMYK cs").paint.inks == (0, 0, 0, 1)
    every = Array([Name.Separation, Name.All, Name.DeviceCMYK, Dictionary()])
    mark = inks("/S cs 0.5 scn", S=every)
    assert mark.paint.inks == (0.5, 0.5, 0.5, 0.5)


def test_spot_colours_have_their_alternate() -> None:
    pdf = blank("/S cs 0.5 scn 1 1 5 5 re f")
    spaces = Dictionary(S=spot(pdf, "PANTONE 485 C", (0, 0.9, 0.8, 0)))
    pdf.pages[0].obj.Resources.ColorSpace = spaces
    paint = read(pdf).pages[0].marks[0].paint
    assert paint is not None
    assert paint.is_spot
    assert paint.colorants == ("PANTONE 485 C",)
    assert paint.inks == pytest.approx((0, 0.45, 0.4, 0))


def test_calculated_tints() -> None:
    pdf = blank("/D cs 0.5 1 scn 1 1 5 5 re f")
    tint = pdf.make_stream(b"{ exch 2 div dup 3 1 roll 0 exch 0 4 1 roll pop 0 }")
    tint.FunctionType, tint.Domain = 4, Array([0, 1, 0, 1])
    tint.Range = Array([0, 1] * 4)
    names = Array([Name.Gold, Name.Silver])
    space = Array([Name.DeviceN, names, Name.DeviceCMYK, tint])
    pdf.pages[0].obj.Resources.ColorSpace = Dictionary(D=space)
    paint = read(pdf).pages[0].marks[0].paint
    assert paint is not None
    assert paint.colorants == ("Gold", "Silver")


def test_gradients_show_where_they_are_darkest() -> None:
    ends = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 1, 0.5], N=1)
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 9, 0], Function=ends
    )
    painted = one("10 10 30 30 re W n /Sh sh", Shading={"/Sh": shading})
    assert (painted.kind, box(painted)) == ("shading", [10, 10, 40, 40])
    assert painted.paint is not None
    assert painted.paint.inks == (0, 1, 1, 0.5)
    pattern = Dictionary(PatternType=2, Shading=shading)
    filled = one("/Pattern cs /P scn 10 10 30 30 re f", Pattern={"/P": pattern})
    assert (filled.kind, filled.paint) == ("shading", painted.paint)


def tiled(cell: bytes, step: float) -> PdfPage:
    pdf = blank("/Pattern cs /P scn 10 10 30 30 re f")
    tile = pdf.make_stream(cell)
    tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 20, 20]), step, step
    tile.Matrix, tile.Resources = Array([1, 0, 0, 1, 10, 10]), Dictionary()
    pdf.pages[0].obj.Resources.Pattern = Dictionary(P=tile)
    return read(pdf).pages[0]


def test_patterns_are_entered() -> None:
    whole, inner = tiled(b"0 1 0 0 k 0 0 5 5 re f", 10).marks
    assert whole.paint is not None
    assert (whole.paint.space, whole.paint.inks, box(whole)) == (
        "Pattern", (0, 1, 0, 0), [10, 10, 40, 40],
    )  # fmt: skip
    assert inner.forms == ("P",)
    single, tile = tiled(b"1 0 0 rg 0 0 15 15 re f", 100).marks
    assert (box(single), box(tile)) == ([10, 10, 30, 30], [10, 10, 25, 25])


# Text


def test_text_is_measured_as_it_is_printed() -> None:
    mark = one(f"2 0 0 2 0 0 cm 0 0 0 1 k {text('Bản tin', 10, 20, 9)}".replace("ả", "a"))
    assert mark.size == 18
    assert mark.text.startswith("B")
    assert mark.font is not None
    assert (mark.font.embedded, mark.font.subset, mark.font.unicode) == (True, True, True)
    assert box(mark)[:2] == [20, round(40 - 0.275 * 18, 3)]
    assert mark.box.top == pytest.approx(40 + 1.025 * 18)
    turned = one(f"0 1 -1 0 100 0 cm {text('abc', 10, 20, 9)}")
    assert turned.size == pytest.approx(9)
    assert turned.box.height > turned.box.width > 9


def test_the_widths_are_the_fonts() -> None:
    twice, once = one(text("nnnn", 0, 50)), one(text("nn", 0, 50))
    assert twice.box.width == pytest.approx(2 * once.box.width)
    spaced = one("5 Tc " + text("nn", 0, 50))
    assert spaced.box.width == pytest.approx(once.box.width + 10)
    wide = one("200 Tz " + text("nn", 0, 50))
    assert wide.box.width == pytest.approx(2 * once.box.width)


def test_text_goes_on_where_it_ended() -> None:
    font_ = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FirstChar=97,
                       Widths=[500, 500], Encoding=Name.WinAnsiEncoding)  # fmt: skip
    found = marks(
        "BT /H 10 Tf 14 TL 20 100 Td (ab) Tj [(a) -1000 (b)] TJ (a) ' 2 1 (b) \" T* (a) Tj "
        "5 5 TD (b) Tj 3 Ts (a) Tj ET",
        Font={"/H": font_},
    )
    assert [round(m.box.left, 3) for m in found] == [20, 30, 20, 20, 20, 25, 31]
    assert [m.text for m in found] == ["ab", "ab", "a", "b", "a", "b", "a"]
    assert round(found[1].box.width, 3) == 20
    assert found[2].box.bottom == pytest.approx(found[0].box.bottom - 14)
    assert found[-1].box.bottom == pytest.approx(found[-2].box.bottom + 3)
    assert found[0].font is not None
    assert (found[0].font.embedded, found[0].font.kind) == (False, "Type1")


def test_invisible_text_is_kept_apart() -> None:
    assert one("3 Tr " + text("abc", 5, 5)).render_mode == 3


def test_text_as_a_clip() -> None:
    found = marks(f"7 Tr {text('nn', 50, 50)} 0 0 200 200 re f")
    assert found[1].kind == "fill"
    assert box(found[1]) == box(found[0])


def test_a_units_size_counts() -> None:
    pdf = blank(f"1 w 20 20 m 90 20 l S {text('abc', 5, 5, 6)}")
    pdf.pages[0].obj.UserUnit = 2
    line, words = read(pdf).pages[0].marks
    assert (line.width, words.size) == (2, 12)


# Pictures


def test_pictures_have_a_resolution_each_way() -> None:
    pdf = blank("q 72 0 0 36 10 10 cm /Im Do Q q 0 72 -72 0 150 50 cm /Im Do Q")
    data = bytes(300 * 150 * 4)
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im=image(pdf, (300, 150), data))
    first, turned = read(pdf).pages[0].marks
    assert (first.kind, first.ppi, box(first)) == ("image", (300, 300), [10, 10, 82, 46])
    assert turned.ppi == (300, 150)
    assert first.picture is not None
    assert first.picture == turned.picture
    picture = first.picture
    assert (picture.name, picture.width, picture.space) == ("Im", 300, "DeviceCMYK")
    assert (picture.channels, picture.filters) == (4, ("FlateDecode",))


def test_indexed_and_profiled_pictures() -> None:
    pdf = blank("72 0 0 72 0 0 cm /A Do /B Do")
    profile = pdf.make_stream(presspdf.PROFILE.read_bytes(), N=4)
    icc = Array([Name.ICCBased, profile])
    indexed = Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\xff\xff\xff")])
    pdf.pages[0].obj.Resources.XObject = Dictionary(
        A=image(pdf, (2, 2), bytes(16), icc), B=image(pdf, (2, 2), bytes(4), indexed)
    )
    a, b = read(pdf).pictures
    assert (a.space, a.channels, a.profile) == ("ICCBased", 4, True)
    assert (b.space, b.base) == ("Indexed", "DeviceRGB")


def test_pictures_in_inks_of_their_own_name_them() -> None:
    pdf = blank("72 0 0 72 0 0 cm /A Do /B Do /C Do")
    gold = spot(pdf, "Gold", (0, 0.2, 0.6, 0.1))
    table = Array([Name.Indexed, gold, 1, String(b"\0\xff")])
    pdf.pages[0].obj.Resources.XObject = Dictionary(
        A=image(pdf, (2, 2), bytes(4), gold), B=image(pdf, (2, 2), bytes(4), table),
        C=image(pdf, (2, 2), bytes(16)),
    )  # fmt: skip
    a, b, c = read(pdf).pictures
    assert (a.space, a.colorants) == ("Separation", ("Gold",))
    assert (b.space, b.base, b.colorants) == ("Indexed", "Separation", ("Gold",))
    assert c.colorants == ()
    pdf.pages[0].obj.Resources.ColorSpace = Dictionary(Spot=gold)
    pdf.pages[0].obj.Contents = pdf.make_stream(
        b"72 0 0 72 0 0 cm BI /W 2 /H 1 /BPC 8 /CS /Spot ID ab EI"
    )
    (inline,) = read(pdf).pages[0].marks
    assert inline.picture is not None
    assert inline.picture.colorants == ("Gold",)


def test_inline_pictures_and_what_follows() -> None:
    found = marks(
        "q 72 0 0 72 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID a EI\nEI Q 1 1 5 5 re f "
        "q 9 0 0 9 0 0 cm BI /IM true /W 8 /H 1 ID x EI Q"
    )
    assert [m.kind for m in found] == ["image", "fill", "mask"]
    assert found[0].picture is not None
    assert (found[0].picture.space, found[0].picture.key) == ("DeviceGray", (0, 0))


# The file


def test_facts_of_the_file() -> None:
    document = read_pdf(save(sound(2)), "x.pdf")
    assert (document.name, document.version, len(document.pages)) == ("x.pdf", "1.6", 2)
    assert document.has_id
    assert document.info["Title"] == document.xmp["dc:title"] == presspdf.TITLE
    assert document.xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
    (intent,) = document.intents
    assert (intent.kind, intent.identifier) == ("GTS_PDFX", "FOGRA39")
    assert (intent.profile_class, intent.profile_space, intent.profile_channels) == (
        "prtr", "CMYK", 4,
    )  # fmt: skip
    assert document.trouble == ""
    assert not (document.encrypted)
    assert not (document.forms)
    assert not (document.layers)
    assert not (document.actions)
    assert len(document.fonts) == 1
    assert len(document.pictures) == 1
    page = document.pages[0]
    assert page.trim is not None
    assert page.trim.left == pytest.approx(TRIM.left, abs=0.001)
    assert page.media.right == pytest.approx(MEDIA.right, abs=0.001)
    assert page.crop is None
    assert page.ends_at == page.trim


def test_boxes_and_turns_are_inherited() -> None:
    pdf = blank()
    pdf.Root.Pages.Rotate = 90
    pdf.Root.Pages.CropBox = Array([190, 190, 10, 10])
    page = read(pdf).pages[0]
    assert page.rotate == 90
    assert page.crop is not None
    assert (page.crop.left, page.crop.top) == (10, 190)


def test_actions_are_found_anywhere() -> None:
    pdf = blank()
    page = pdf.pages[0].obj
    script = Dictionary(S=Name.JavaScript, JS=String("1"))
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], F=4,
        A=Dictionary(S=Name.URI, URI=String("x"), Next=Array([Dictionary(S=Name.Hide)])),
    )  # fmt: skip
    page.Annots = Array([link])
    page.AA = Dictionary(O=Dictionary(S=Name.Named))
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo)
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), script])),
        EmbeddedFiles=Dictionary(Kids=Array([Dictionary(Names=Array([String("f"), script]))])),
    )
    entry = pdf.make_indirect(Dictionary(Title=String("x"), A=Dictionary(S=Name.Launch)))
    entry.Next = entry
    pdf.Root.Outlines = Dictionary(First=entry)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([]))
    document = read(pdf)
    assert document.actions == (
        "OpenAction", "GoTo", "JavaScript", "Named", "URI", "Hide", "Launch",
    )  # fmt: skip
    assert document.embedded_files == 1
    assert document.layers
    (annotation,) = document.pages[0].annotations
    assert (annotation.kind, annotation.printed) == ("Link", True)


def test_locked_files_say_so() -> None:
    locked = save(sound(1), encryption=pikepdf.Encryption(owner="a", user="b", R=4))
    document = read_pdf(locked, "x.pdf")
    assert (document.encrypted, document.pages) == (True, ())
    assert "password" in document.trouble
    opened = read_pdf(save(sound(1), encryption=pikepdf.Encryption(owner="a", user="", R=4)))
    assert (opened.encrypted, len(opened.pages), opened.trouble) == (True, 1, "")


def test_damage_is_said_and_not_printed(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    data = save(sound(2))
    kids = re.search(rb"/Kids \[ \d+ 0 R", data)
    assert kids
    document = read_pdf(data.replace(kids[0], b"/Kids [ 1".ljust(len(kids[0]))), "x.pdf")
    assert "non-dictionary object" in document.trouble
    assert len(document.pages) == 1
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def packed(pdf: Pdf, data: bytes) -> pikepdf.Stream:
    """A stream of data that is packed already, or claims to be."""
    return pikepdf.Stream(pdf, data, Filter=Name.FlateDecode)


def test_contents_cut_short_are_told_wherever_they_stand() -> None:
    whole = zlib.compress(b"0 0 0 1 k 1 1 5 5 re f " * 200)
    wrong = whole[:-1] + bytes([whole[-1] ^ 1])
    cases = {b"": True, whole: True, whole[:-4]: True, wrong: False, whole[:-9]: False,
             whole[:20]: False, whole[:1]: False, b"no zip": False}  # fmt: skip
    for data, well in cases.items():
        pdf = blank("q Q")
        pdf.pages[0].obj.Contents = Array([pdf.pages[0].obj.Contents, packed(pdf, data)])
        on_page = read_as_it_is(pdf).pages[0]
        assert (on_page.trouble == "") == well, data[:30]
        if data in (whole, wrong, whole[:-4]):
            assert len(on_page.marks) == 200
        pdf = blank("/Fm Do")
        pdf.add_blank_page(page_size=(200, 200))
        drawn = packed(pdf, data)
        drawn.Type, drawn.Subtype, drawn.BBox = Name.XObject, Name.Form, Array([0, 0, 99, 99])
        first, second = pdf.pages
        first.obj.Resources.XObject = Dictionary(Fm=pdf.make_indirect(drawn))
        second.obj.Resources, second.obj.Contents = first.obj.Resources, first.obj.Contents
        for page in read_as_it_is(pdf).pages:
            assert (page.trouble == "") == well, data[:30]


def read_as_it_is(pdf: Pdf) -> Document:
    """Without the streams being packed anew."""
    level = pikepdf.StreamDecodeLevel.none
    return read_pdf(save(pdf, stream_decode_level=level, compress_streams=False), "x.pdf")


def test_what_is_no_pdf_says_so() -> None:
    for data in (b"", b"hello", b"%PDF-1.7\n", bytes(1000)):
        document = read_pdf(data, "x.pdf")
        assert document.pages == ()
        assert document.trouble
    assert read_pdf(b"%PDF-1.7\n", "x").version == "1.7"


def test_metadata_with_entities_is_not_unfolded() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><x>&b;</x>'
    pdf = presspdf.set_xmp(sound(1), bomb)
    assert read_pdf(save(pdf)).xmp == {}


# The samples


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Document]:
    out = tmp_path_factory.mktemp("read")
    made = build(Workspace(REPOSITORY), SAMPLE, Settings(out=out), Problems())
    assert made is not None
    (path,) = made.files
    return made, read_pdf(path)


@pytest.mark.slow
def test_the_sample_issue_is_read_as_it_was_made(built: tuple[Built, Document]) -> None:
    _made, document = built
    assert document.trouble == ""
    assert len(document.pages) == 36
    assert all(page.trouble == "" and page.marks for page in document.pages)
    assert document.fonts
    assert all(font.embedded and font.subset and font.unicode for font in document.fonts)
    with pikepdf.open(io.BytesIO(built[0].files[0].read_bytes())) as pdf:
        assert len(document.pages) == len(pdf.pages)


@pytest.mark.slow
def test_its_text_is_that_of_pdftotext(built: tuple[Built, Document]) -> None:
    made, document = built
    for number in (3, 12, 30):
        page = document.pages[number - 1]
        ours = "".join(sorted("".join("".join(m.text.split()) for m in page.marks)))
        theirs = run("pdftotext", "-f", str(number), "-l", str(number), str(made.files[0]), "-")
        plain = "".join(sorted("".join(theirs.split())))
        shared = sum((Counter(ours) & Counter(plain)).values())
        assert shared > 0.9 * len(plain)


@pytest.mark.slow
def test_its_text_stands_where_poppler_sees_it(built: tuple[Built, Document]) -> None:
    made, document = built
    found = run("pdftotext", "-bbox", str(made.files[0]), "-")
    word = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"')
    compared = 0
    for page, theirs in zip(document.pages, found.split("<page ")[1:], strict=True):
        words = [tuple(map(float, match)) for match in word.findall(theirs)]
        ours = [m.box for m in page.marks if m.kind == "text" and m.text.strip()]
        if not words:
            continue
        left, top = page.media.left, page.media.top
        compared += 1
        assert min(b.left for b in ours) - left == pytest.approx(min(w[0] for w in words), abs=1)
        assert max(b.right for b in ours) - left == pytest.approx(max(w[2] for w in words), abs=1)
        assert top - max(b.top for b in ours) == pytest.approx(min(w[1] for w in words), abs=3)
        assert top - min(b.bottom for b in ours) == pytest.approx(max(w[3] for w in words), abs=3)
    assert compared > 30


@pytest.mark.slow
def test_its_pictures_are_as_sharp_as_poppler_says(built: tuple[Built, Document]) -> None:
    made, document = built
    theirs = []
    for line in run("pdfimages", "-list", str(made.files[0])).splitlines()[2:]:
        fields = line.split()
        if fields[2] == "image":
            theirs.append((int(fields[0]), int(fields[12]), int(fields[13])))
    ours = [
        (page.number, round(mark.ppi[0]), round(mark.ppi[1]))
        for page in document.pages
        for mark in page.marks
        if mark.kind == "image"
    ]
    assert len(ours) > 15
    for a, b in zip(sorted(ours), sorted(theirs), strict=True):
        assert a == pytest.approx(b, abs=1.01)


# Broken files


def test_circles_end() -> None:
    pdf = blank("/A Do")
    a = form(pdf, b"/A Do /B Do 0 0 5 5 re f")
    b = form(pdf, b"/A Do /B Do")
    pdf.pages[0].obj.Resources.XObject = Dictionary(A=a, B=b)
    assert len(read(pdf).pages[0].marks) == 1


def test_forms_that_multiply_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "MOST_OPERATORS", 20_000)
    pdf = blank("/F0 Do " * 8)
    forms = {}
    for n in range(12):
        forms[f"/F{n}"] = form(pdf, (f"/F{n + 1} Do " * 8).encode())
    pdf.pages[0].obj.Resources.XObject = Dictionary(forms)
    assert read(pdf).pages[0].trouble


def test_a_stream_that_unfolds_without_end() -> None:
    pdf = blank()
    packed = zlib.compress(b" " * 100_000_000, 9)
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)
    assert read(pdf).pages[0].trouble


@pytest.mark.parametrize(
    "operators",
    [
        "1e99 0 0 1 0 0 cm 0 0 5 5 re f",
        "99999999999999 0 0 99999999999999 0 0 cm " * 20 + "0 0 5 5 re f",
        "0 0 0 0 0 0 cm 0 0 5 5 re f /F1 0 Tf (a) Tj",
        "/None Do /None gs /None sh /None cs 1 scn /None 5 Tf (abc) Tj",
        "1 2 m f f* W n Q Q Q q q q ET BT BT",
        "(a) w [1 2] cm /F1 Tf << >> gs true re k k K 1 k",
        "/Pattern cs /None scn 0 0 5 5 re f",
        "BI /W -5 /H (x) ID EI BI ID",
        "q " * 5000 + "0 0 5 5 re f",
        "[" * 5000 + "]" * 5000 + "TJ",
        "<< " * 5000,
        "(" * 5000,
        "(\\" * 5000,
    ],
)
def test_nonsense_is_passed_over(operators: str) -> None:
    page = page_of(operators + " 10 10 5 5 re f")
    assert page.trouble == ""


@pytest.mark.parametrize("key", ["Resources", "Contents", "MediaBox", "TrimBox", "Annots", "Group"])
@pytest.mark.parametrize(
    "value", [5, Name.X, String("x"), Array([5, Name.Y]), Dictionary(A=1), True, None]
)
def test_wrong_types_are_passed_over(key: str, value: Any) -> None:
    pdf = append(sound(1), text("abc", 50, 50))
    pdf.pages[0].obj["/" + key] = value if value is not None else Dictionary()
    assert len(read_pdf(save(pdf)).pages) == 1


SMALL = save(
    resource(
        append(sound(1), "/All cs 1 scn 1 1 5 5 re B BI /W 1 /H 1 /BPC 8 /CS /G ID a EI"),
        "Shading", "Sh", Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK),
    ),
    compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
)  # fmt: skip
TOKENS = [
    b"<<", b">>", b"[", b"]", b"(", b")", b"/Kids", b"/Parent", b"1 0 R", b"3 0 R", b"-1", b"0",
    b"99999999999", b"null", b"true", b"/Type", b"endobj", b"stream", b"endstream", b"BT", b"Do",
    b"q", b"1e309", b"/W", b"/FlateDecode", b"/Filter", b"<FFFF>", b"nan", b"\x00", b"cm", b"TJ",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_broken_files_are_data(seed: int, changes: int) -> None:
    document = read_pdf(spoiled(SMALL, seed, changes), "x.pdf")
    for page in document.pages:
        for mark in page.marks:
            assert mark.box.left <= mark.box.right
            assert mark.box.bottom <= mark.box.top


def spoiled(data: bytes, seed: int, changes: int) -> bytes:
    """A file with bytes changed, cut, doubled, and tokens put where they do not belong."""
    chance = random.Random(seed)
    result = bytearray(data)
    for _ in range(changes):
        at = chance.randrange(len(result))
        kind = chance.randrange(4)
        if kind == 0:
            result[at] = chance.randrange(256)
        elif kind == 1:
            token = chance.choice(TOKENS)
            result[at : at + len(token)] = token
        elif kind == 2:
            del result[at : at + chance.randrange(1, 40)]
        else:
            result[at:at] = result[at : at + chance.randrange(1, 200)]
    return bytes(result)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_content_stream(data: bytes) -> None:
    for name, operands in lexer.operators(data):
        assert isinstance(name, str)
        assert len(operands) <= 64


numbers = st.floats(-1000, 1000)
six_numbers = st.tuples(*[numbers] * 6)


@given(six_numbers, six_numbers, numbers, numbers)
def test_matrices_follow_one_another(
    first: tuple[float, ...], then: tuple[float, ...], x: float, y: float
) -> None:
    a, b = matrices.matrix(first), matrices.matrix(then)
    through = paths.applied(b, *paths.applied(a, x, y))
    assert paths.applied(matrices.times(a, b), x, y) == pytest.approx(through, rel=1e-6, abs=1e-2)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20))
def test_a_box_holds_all_its_points(points: list[tuple[float, float]]) -> None:
    left, bottom, right, top = paths.rect_of(points)
    assert all(left <= x <= right and bottom <= y <= top for x, y in points)
    assert (left, bottom) == (min(x for x, _ in points), min(y for _, y in points))
