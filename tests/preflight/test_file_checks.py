"""Checks of the file as a whole: for each code a file that has it, and a twin that has not."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zlib
from collections.abc import Callable, Iterable
from typing import Any

import pikepdf
import presspdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import ImageCms
from presspdf import (
    BLEED_BOX,
    MEDIA,
    TRIM,
    append,
    box_array,
    flat,
    font,
    image,
    resource,
    rules,
    save,
    set_xmp,
    sound,
    xmp,
)

from printshop.geometry import Box, pt
from printshop.preflight.checks import (
    CHECKS,
    boxes,
    checks_with,
    fonts,
    metadata,
    output_intent,
    page_count,
    standard,
)
from printshop.preflight.model import Annotation, Document, Finding, OutputIntent, PdfPage
from printshop.preflight.reading.pixels import PixelsOf
from printshop.preflight.reading.read import read_pdf

annotations_check = CHECKS["annotations"]
X, Y = TRIM.left + 100, TRIM.bottom + 300


def on_all(pdf: Pdf, **entries: Any) -> Pdf:
    """Set entries of every page; None deletes one."""
    for page in pdf.pages:
        for key, value in entries.items():
            if value is None:
                del page.obj["/" + key]
            else:
                page.obj["/" + key] = value
    return pdf


def on_first(pdf: Pdf, **entries: Any) -> Pdf:
    for key, value in entries.items():
        pdf.pages[0].obj["/" + key] = value
    return pdf


def with_font(**options: bool) -> bytes:
    pdf = sound()
    return save(resource(pdf, "Font", "F1", pdf.make_indirect(font(pdf, **options))))


def annotated(kind: str, box: Box, *, printed: bool) -> bytes:
    pdf = sound()
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name("/" + kind),
        Rect=box_array(box),
        F=4 if printed else 0,
        Contents=String("a note"),
    )
    return save(on_first(pdf, Annots=Array([pdf.make_indirect(note)])))


def wrong_table() -> bytes:
    """The place of the cross-reference table is given wrongly."""
    data = save(sound())
    at = data.rindex(b"startxref\n") + len(b"startxref\n")
    return data[:at] + b"17\n%%EOF\n"


def unreadable_page() -> bytes:
    pdf = sound()
    broken = pikepdf.Stream(pdf, b"nobody unpacks this", Filter=Name.OddDecode)
    pdf.pages[0].obj.Contents = Array([pdf.pages[0].obj.Contents, pdf.make_indirect(broken)])
    # as it is: to pack it again, the library would have to unpack it
    return save(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def page_cut_short() -> bytes:
    """All is there but the end of what a page paints last."""
    pdf = sound()
    tint = zlib.compress(f"0 0 0 0.1 k {X} {Y} 20 20 re f ".encode() * 50)
    cut = pikepdf.Stream(pdf, tint[:-8], Filter=Name.FlateDecode)
    pdf.pages[0].obj.Contents = Array([pdf.pages[0].obj.Contents, pdf.make_indirect(cut)])
    return save(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def type_3() -> bytes:
    pdf = sound()
    drawn = pdf.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
    to_unicode = pdf.make_stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"1 beginbfchar <41> <0041> endbfchar endcmap end end"
    )
    made = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 600, 700], Name=Name.Drawn,
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0], CharProcs=Dictionary(A=drawn),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([65, Name.A])),
        FirstChar=65, LastChar=65, Widths=[600], ToUnicode=to_unicode, Resources=Dictionary(),
    )  # fmt: skip
    resource(pdf, "Font", "F3", pdf.make_indirect(made))
    return save(append(pdf, f"/On gs 0 0 0 1 k BT /F3 12 Tf {X} {Y} Td (AAA) Tj ET"))


def screen_profile() -> bytes:
    pdf = sound()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    intent = pdf.Root.OutputIntents[0]
    intent.DestOutputProfile = pdf.make_stream(profile, N=3)
    return save(pdf)


def made_for(identifier: str) -> bytes:
    pdf = sound()
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = String(identifier)
    return save(pdf)


def without_intent() -> bytes:
    pdf = sound()
    del pdf.Root.OutputIntents
    return save(pdf)


def with_script() -> bytes:
    pdf = sound()
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('Chào')"))
    return save(pdf)


def with_attachment() -> bytes:
    pdf = sound()
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(
        pdf, b"words", filename="a.txt", creation_date="D:2017", mod_date="D:2017"
    )
    return save(pdf)


def ink(cyan: float, magenta: float, yellow: float, black: float, side: float = 60) -> bytes:
    return save(append(sound(), f"{cyan} {magenta} {yellow} {black} k {X} {Y} {side} {side} re f"))


SIZE = (25, 25)
SAMPLES = flat(SIZE, (0.2, 0.2, 0.2, 0.2))


def inline_image() -> bytes:
    data = SAMPLES.hex()
    operators = (
        f"6 0 0 6 {X} {Y} cm BI /W 25 /H 25 /CS /CMYK /BPC 8 /F /AHx /L {len(data) + 1} "
        f"ID {data}> EI"
    )
    return save(append(sound(), operators))


def the_same_as_an_object() -> bytes:
    pdf = sound()
    resource(pdf, "XObject", "Im2", image(pdf, SIZE, SAMPLES))
    return save(append(pdf, f"6 0 0 6 {X} {Y} cm /Im2 Do"))


OUTSIDE = Box(1, 1, 12, 12)
INSIDE = Box(X, Y, X + 20, Y + 20)

BAD: dict[str, Callable[[], bytes]] = {
    "F030": wrong_table,
    "F031": unreadable_page,
    "F032": lambda: save(sound(), encryption=pikepdf.Encryption(owner="x", user="", R=4)),
    "F033": lambda: save(sound(), force_version="1.7"),
    "F034": lambda: save(on_all(sound(), TrimBox=None)),
    "F035": lambda: save(on_first(sound(), BleedBox=box_array(BLEED_BOX.grown(pt(10))))),
    "F036": lambda: save(on_first(sound(), CropBox=box_array(TRIM))),
    "F037": lambda: save(on_first(sound(), BleedBox=box_array(TRIM.grown(pt(2))))),
    "F038": lambda: save(
        on_first(sound(), TrimBox=box_array(Box(TRIM.left, TRIM.bottom, TRIM.right, TRIM.top - 9)))
    ),
    "F039": lambda: save(on_first(sound(), Rotate=180)),
    "F040": lambda: with_font(embedded=False),
    "F041": lambda: with_font(subset=False),
    "F042": type_3,
    "F043": lambda: with_font(unicode=False),
    "F044": without_intent,
    "F045": screen_profile,
    "F046": lambda: made_for("FOGRA51"),
    "F047": lambda: save(set_xmp(sound(), xmp(xmpMM__RenditionClass=None))),
    "F048": lambda: save(set_xmp(sound(), xmp(title="Another title"))),
    "F049": lambda: annotated("Text", INSIDE, printed=False),
    "F050": lambda: annotated("Stamp", OUTSIDE, printed=True),
    "F051": with_script,
    "F052": lambda: ink(0.9, 0.9, 0.8, 0.7),
    "F053": lambda: save(sound(3)),
    "F054": inline_image,
    "F055": with_attachment,
}
"""A file that has the code, and no other."""

GOOD: dict[str, Callable[[], bytes]] = {
    "F036": lambda: save(on_first(sound(), CropBox=box_array(MEDIA))),
    "F037": lambda: save(on_first(sound(), BleedBox=box_array(TRIM.grown(pt(3.1))))),
    "F038": lambda: save(
        on_first(
            sound(), TrimBox=box_array(Box(TRIM.left, TRIM.bottom, TRIM.right, TRIM.top - 0.3))
        )
    ),
    "F039": lambda: save(on_first(sound(), Rotate=0)),
    "F045": lambda: made_for("FOGRA39"),
    "F046": lambda: made_for("Fogra39L"),
    "F048": lambda: save(set_xmp(sound(), xmp(xmp__CreateDate="2017-09-11T17:00:00Z"))),
    "F049": lambda: annotated("Text", OUTSIDE, printed=False),
    "F050": lambda: annotated("Stamp", OUTSIDE, printed=False),
    "F052": lambda: ink(0.9, 0.8, 0.8, 0.7),
    "F053": lambda: save(sound(8)),
    "F054": the_same_as_an_object,
}
"""The twin that differs least, where that is not the sound file itself."""


def document(*sizes: tuple[float, float], **fields: Any) -> Document:
    """Pages of these sizes in mm, with bleed, and nothing on them."""
    pages = []
    for number, (width, height) in enumerate(sizes, 1):
        trim = Box(pt(20), pt(20), pt(20 + width), pt(20 + height))
        media = Box(0, 0, pt(40 + width), pt(40 + height))
        pages.append(PdfPage(number, media, bleed=trim.grown(pt(3)), trim=trim))
    return Document("x.pdf", 1000, "1.6", pages=tuple(pages), has_id=True, **fields)


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def params(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [dict(finding.params) for finding in findings]


PAGE = (190.0, 270.0)


def test_where_a_font_is_missing_is_shown() -> None:
    (finding,) = fonts.check(read_pdf(BAD["F040"](), "x.pdf"), rules())
    assert finding.page == 1
    assert len(finding.boxes) == 2
    assert all(box.left > TRIM.left and box.right < TRIM.right for box in finding.boxes)


def test_an_office_printer_asks_for_little() -> None:
    office = rules(standard="none", bleed={"head": 0, "foot": 0, "inside": 0, "outside": 0})
    left = {}
    for code, bad in BAD.items():
        read = read_pdf(bad())
        left[code] = sorted({f.code for check in CHECKS.values() for f in check(read, office)})
    asked = {code for code, codes_ in left.items() if code in codes_}
    assert asked == {
        "F030", "F031", "F032", "F035", "F038", "F039", "F040", "F050", "F051", "F052", "F053",
    }  # fmt: skip
    assert left["F034"] == left["F044"] == left["F049"] == []


def test_a_page_cut_short_is_not_taken_as_whole() -> None:
    data = page_cut_short()
    with PixelsOf(data) as pixels:
        read, checks = read_pdf(data), checks_with(pixels).values()
        told = [finding for check in checks for finding in check(read, rules())]
    assert [(finding.code, finding.page) for finding in told] == [("F031", 1)]


def test_a_locked_file_is_locked_and_no_more() -> None:
    data = save(sound(), encryption=pikepdf.Encryption(owner="x", user="y", R=4))
    locked = read_pdf(data)
    assert locked.pages == ()
    assert codes(f for check in CHECKS.values() for f in check(locked, rules())) == ["F032"]


def test_what_is_no_pdf_is_damaged_and_no_more() -> None:
    for data in (b"", b"%PDF-1.6\n", b"\x89PNG\r\n" + bytes(500)):
        nothing = read_pdf(data, "x.pdf")
        assert codes(f for check in CHECKS.values() for f in check(nothing, rules())) == ["F030"]


def test_x1a_is_older() -> None:
    x1a = rules(standard="PDF/X-1a")
    newer = read_pdf(save(sound(4, "PDF/X-1a"), force_version="1.5"))
    assert params(standard.check(newer, x1a)) == [
        {"what": "PDF 1.5 (at most 1.4)", "standard": "PDF/X-1a"}
    ]
    packed = save(
        sound(4, "PDF/X-1a"), object_stream_mode=pikepdf.ObjectStreamMode.generate,
        force_version="1.5",
    )  # fmt: skip
    assert len(list(standard.check(read_pdf(packed), x1a))) == 2
    layered = document(PAGE, layers=True)
    assert "layers" in [p["what"] for p in params(standard.check(layered, x1a))]
    assert list(standard.check(layered, rules())) == []


def test_a_file_without_pages() -> None:
    empty = read_pdf(save(Pdf.new()), "x.pdf")
    assert empty.pages == ()
    assert codes(f for check in CHECKS.values() for f in check(empty, rules())) == ["F030"]


# boxes


@given(
    st.tuples(*[st.floats(0, 12)] * 4),
    st.tuples(*[st.floats(0, 12)] * 4),
    st.booleans(),
)
def test_bleed_is_held_against_each_edge(
    there: tuple[float, ...], asked: tuple[float, ...], verso: bool
) -> None:
    """`there`: left, foot, right, head; `asked`: inside, foot, outside, head. All in mm."""
    trim = Box(pt(20), pt(20), pt(210), pt(290))
    bleed = Box(
        trim.left - pt(there[0]), trim.bottom - pt(there[1]),
        trim.right + pt(there[2]), trim.top + pt(there[3]),
    )  # fmt: skip
    page = PdfPage(2 if verso else 1, trim.grown(pt(20)), bleed=bleed, trim=trim)
    press = rules(
        bleed={"inside": asked[0], "foot": asked[1], "outside": asked[2], "head": asked[3]}
    )
    spine, edge = (there[2], there[0]) if verso else (there[0], there[2])
    had = (spine, there[1], edge, there[3])
    lacking = max(a - h for a, h in zip(asked, had, strict=True))
    short = codes(boxes.check(Document("x", 1, "1.6", pages=(page,)), press)) == ["F037"]
    if abs(lacking - 0.05) > 0.001:
        assert short == (lacking > 0.05)


def test_a_page_without_a_bleed_box_bleeds_to_the_edge_of_the_sheet() -> None:
    trim = Box(pt(20), pt(20), pt(210), pt(290))
    enough = PdfPage(1, trim.grown(pt(3)), trim=trim)
    short = PdfPage(2, trim.grown(pt(1)), trim=trim)
    judged = list(boxes.check(Document("x", 1, "1.6", pages=(enough, short)), rules()))
    assert [(f.code, f.page) for f in judged] == [("F037", 2)]


def test_boxes_a_hair_apart_are_the_same() -> None:
    trim = Box(pt(20), pt(20), pt(210), pt(290))
    for more, wrong in ((0.02, False), (0.1, True)):
        page = PdfPage(1, trim.grown(pt(20)), crop=trim.grown(pt(20) - more), bleed=trim, trim=trim)
        none = rules(bleed={"head": 0, "foot": 0, "inside": 0, "outside": 0})
        assert (codes(boxes.check(Document("x", 1, "1.6", pages=(page,)), none)) != []) == wrong
        inner = PdfPage(1, trim.grown(pt(20)), bleed=trim.grown(-more), trim=trim)
        assert (
            "F035" in codes(boxes.check(Document("x", 1, "1.6", pages=(inner,)), none))
        ) == wrong


def test_turned_pages_of_one_size_are_of_one_size() -> None:
    trim = Box(0, 0, pt(270), pt(190))
    turned = PdfPage(2, trim, trim=trim, rotate=90)
    upright = document(PAGE).pages[0]
    both = Document("x", 1, "1.6", pages=(upright, turned))
    assert "F038" not in codes(boxes.check(both, rules()))
    doubled = PdfPage(2, trim, trim=Box(0, 0, pt(95), pt(135)), user_unit=2)
    judged = list(boxes.check(Document("x", 1, "1.6", pages=(upright, doubled)), rules()))
    assert "F038" not in codes(judged)
    assert [p for p in params(judged) if "what" in p] == [{"what": "its unit is 2 points"}]


# number of pages


@given(st.integers(1, 40), st.integers(1, 16))
def test_pages_to_add_make_it_a_multiple(pages: int, multiple: int) -> None:
    judged = params(
        page_count.check(document(*[PAGE] * pages), rules(pages={"multiple": multiple}))
    )
    assert (judged == []) == (pages % multiple == 0)
    for told in judged:
        assert (told["pages"] + told["missing"]) % multiple == 0
        assert 0 < told["missing"] < multiple


def test_a_wrap_is_not_counted() -> None:
    apart = rules(cover={"apart": True})
    wrap = (384.0, 270.0)
    assert codes(page_count.check(document(wrap, wrap), apart)) == []
    assert codes(page_count.check(document(wrap, wrap), rules())) == ["F053"]
    assert codes(page_count.check(document(PAGE, PAGE), apart)) == ["F053"]


# output intent


def intent(**changed: Any) -> OutputIntent:
    facts = {
        "kind": "GTS_PDFX", "identifier": "FOGRA39", "registry": "http://www.color.org", "info": "",
        "condition": "", "profile_class": "prtr", "profile_space": "CMYK", "profile_channels": 4,
    }  # fmt: skip
    return OutputIntent(**{**facts, **changed})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"profile_class": ""}, "F045"),
        ({"profile_class": "mntr"}, "F045"),
        ({"profile_space": "RGB "}, "F045"),
        ({"profile_space": "GRAY", "profile_channels": 1}, "F045"),
        ({"profile_channels": 3}, "F045"),
        ({"identifier": "Coated FOGRA39"}, "F046"),
        ({"identifier": "Fogra 39"}, None),
        ({"identifier": "Custom", "info": "Coated FOGRA39 (ISO 12647-2:2004)"}, None),
        ({"identifier": "Custom", "info": "our own"}, "F046"),
        ({"identifier": "", "condition": ""}, "F046"),
        ({"kind": "GTS_PDFA1"}, "F044"),
    ],
)
def test_the_intent(changed: dict[str, Any], code: str | None) -> None:
    judged = output_intent.check(document(PAGE, intents=(intent(**changed),)), rules())
    assert codes(judged) == ([code] if code else [])


def test_two_intents_are_one_too_many() -> None:
    both = document(PAGE, intents=(intent(), intent()))
    assert codes(output_intent.check(both, rules())) == ["F045"]
    for_the_archive_too = document(PAGE, intents=(intent(kind="GTS_PDFA1"), intent()))
    assert codes(output_intent.check(for_the_archive_too, rules())) == []


def test_x1a_may_name_a_condition_without_its_profile() -> None:
    x1a = rules(standard="PDF/X-1a")
    named = document(PAGE, intents=(intent(profile_class=""),))
    assert codes(output_intent.check(named, x1a)) == []
    unknown = document(PAGE, intents=(intent(profile_class="", registry=""),))
    assert codes(output_intent.check(unknown, x1a)) == ["F045"]


def test_one_ink_may_have_a_grey_profile() -> None:
    grey = document(PAGE, intents=(intent(profile_space="GRAY", profile_channels=1),))
    assert codes(output_intent.check(grey, rules(inks="black"))) == []


# metadata


@pytest.mark.parametrize("name", list(presspdf.XMP))
def test_each_field_of_x4_is_asked_for(name: str) -> None:
    lacking = set_xmp(sound(), xmp(**{name.replace(":", "__"): None}))
    judged = params(metadata.check(read_pdf(save(lacking)), rules()))
    asked = name != "pdf:Producer"
    assert judged == ([{"fields": name, "standard": "PDF/X-4"}] if asked else [])


@pytest.mark.parametrize("name", ["Title", "CreationDate", "ModDate", "Trapped", "GTS_PDFXVersion"])
def test_each_field_of_x1a_is_asked_for(name: str) -> None:
    pdf = sound(4, "PDF/X-1a")
    del pdf.docinfo["/" + name]
    judged = params(metadata.check(read_pdf(save(pdf)), rules(standard="PDF/X-1a")))
    assert [told["fields"] for told in judged] == [name]


def test_another_standard_is_named() -> None:
    older = document(
        PAGE, xmp={**presspdf.XMP, "dc:title": "x", "pdfxid:GTS_PDFXVersion": "PDF/X-3"}
    )
    (told,) = params(metadata.check(older, rules()))
    assert told["fields"] == "pdfxid:GTS_PDFXVersion (PDF/X-3)"


def test_a_file_without_an_id() -> None:
    bare = dataclasses.replace(document(PAGE, xmp={**presspdf.XMP, "dc:title": "x"}), has_id=False)
    assert [told["fields"] for told in params(metadata.check(bare, rules()))] == ["ID"]


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: dt.timezone(dt.timedelta(minutes=m)))


@given(st.datetimes(dt.datetime(1000, 1, 2), dt.datetime(9999, 1, 1), timezones=ZONES))
def test_dates_of_both_kinds_are_read(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    offset = moment.strftime("%z")
    written = f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:]}'"
    assert metadata.pdf_time(written) == moment == metadata.xmp_time(moment.isoformat())


@given(st.text(max_size=30) | st.from_regex(r"D:[0-9+'Z-]{0,24}", fullmatch=True))
def test_no_date_is_too_odd(written: str) -> None:
    metadata.pdf_time(written)
    metadata.xmp_time(written)


@pytest.mark.parametrize(
    ("info", "xmp_date", "same"),
    [
        ("D:20170912", "2017-09-12", True),
        ("D:20170912120000Z", "2017-09-12T19:00:00+07:00", True),
        ("D:20170912120000", "2017-09-12T12:00:00+07:00", True),
        ("D:20170912120000Z", "2017-09-12T12:00:02Z", False),
        ("D:20170912120000Z", "yesterday", False),
        ("", "2017-09-12", True),
    ],
)
def test_dates_of_both_records(info: str, xmp_date: str, same: bool) -> None:
    told = document(
        PAGE,
        info={"ModDate": info},
        xmp={**presspdf.XMP, "dc:title": "x", "xmp:ModifyDate": xmp_date},
    )
    assert codes(metadata.check(told, rules())) == ([] if same else ["F048"])


# what lies over the page


def test_marks_of_printers_and_pop_ups_may_be_there() -> None:
    for kind in ("PrinterMark", "TrapNet", "Popup"):
        there = read_pdf(annotated(kind, INSIDE, printed=True))
        assert there.pages[0].annotations
        assert list(annotations_check(there, rules())) == []


def test_links_are_told_by_page_and_kind() -> None:
    box = Box(100, 100, 120, 120)
    notes = (
        Annotation("Link", box, False),
        Annotation("Link", box, True),
        Annotation("Text", box, False),
    )
    page = dataclasses.replace(document(PAGE).pages[0], annotations=notes)
    judged = list(annotations_check(Document("x", 1, "1.6", pages=(page, page)), rules()))
    assert [(f.code, dict(f.params)["kind"], len(f.boxes)) for f in judged] == [
        ("F049", "Link", 2), ("F049", "Text", 1), ("F049", "Link", 2), ("F049", "Text", 1),
    ]  # fmt: skip
    office = list(annotations_check(Document("x", 1, "1.6", pages=(page,)), rules(standard="none")))
    assert office == []


def test_form_fields_that_are_nowhere() -> None:
    assert codes(annotations_check(document(PAGE, forms=True), rules())) == ["F050"]
