"""Sheets as PDF: read back, measured, drawn as pixels."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import settings as pace
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from PIL import Image, ImageChops
from pypdf import PageObject, PdfReader

from imposition.sheettexts import SheetText, page_texts, sheet_texts
from imposition.tinypdf import A5, FONT, MARKED, box, source, tiny
from prepress.smallbook import book
from printshop.geometry import pt
from printshop.imposition.creep import Creep, with_creep
from printshop.imposition.draw import Drawing, draw
from printshop.imposition.duplex import Printed, runs, side_of
from printshop.imposition.layout import SheetLayout, Wish, lay_out
from printshop.imposition.marks import Labels, MarkWish, collation
from printshop.imposition.model import Imposition, Place, PrintSheet, Side
from printshop.imposition.printer import Back, Edges
from printshop.imposition.schemes import SCHEMES, Options
from printshop.imposition.source import Source, read_source, source_of
from printshop.problems import Problems, StopBuild
from printshop.settings import Settings
from support import REPOSITORY
from support import run as run_tool

EDGES = Edges()
ALL = Drawing(MarkWish(), Labels(FONT))


def one_up(turned: Any = 0, page: int = 0) -> Imposition:
    side = Side((Place(page, 0, 0, turned),))
    return Imposition("n-up", 1, 1, (PrintSheet(side),), (page,), two_sided=False)


def sheets_of(data: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(data)).pages)


def numbers(page: PageObject) -> dict[str, tuple[float, float]]:
    """Where the numbers of pages stand, in mm from the sheet's lower left."""
    return {text.text: (text.x, text.y) for text in sheet_texts(page)}


def imposed(
    made: Source, job: Imposition, sheet: str = "A4", wish: Wish | None = None, **choices: Any
) -> tuple[bytes, SheetLayout]:
    layout = lay_out(job, made.page_size, EDGES, [sheet], wish)
    (run,) = runs(job, "long-edge", landscape=False)
    return draw(made, job, layout, run, Drawing(**choices)), layout


# -- places


@given(
    st.sampled_from(sorted(SCHEMES)),
    st.integers(1, 40),
    st.sampled_from(["long-edge", "short-edge", "manual"]),
    st.sampled_from(["A5", "A4", "A3"]),
)
@pace(max_examples=25, deadline=None)
def test_numbers_read_back_are_those_of_the_plan(
    scheme: Any, pages: int, duplex: Any, sheet: str
) -> None:
    made = source(tiny(pages))
    job = SCHEMES[scheme](pages, Options(columns=2, rows=2))
    layout = lay_out(job, made.page_size, EDGES, [sheet], Wish(gutter=4))
    for run in runs(job, duplex, landscape=layout.across):
        drawn = sheets_of(draw(made, job, layout, run, ALL))
        for printed, page in zip(run, drawn, strict=True):
            # cells are equal here, so a side upside down is one of turned places
            wanted = []
            for place in side_of(job, printed).places:
                if place.page is not None:
                    cell = layout.cell(place.column, place.row)
                    dx, dy = (length * layout.scale / pt(1) for length in MARKED)
                    upright = (cell.left + dx, cell.bottom + dy)
                    at = upright if place.turned == 0 else (cell.right - dx, cell.top - dy)
                    wanted.append((f"#{place.page + 1}", *at))
            found = sorted((text.text, text.x, text.y) for text in sheet_texts(page))
            assert [name for name, *_ in found] == [name for name, *_ in sorted(wanted)]
            for (_, *here), (_, *there) in zip(found, sorted(wanted), strict=True):
                assert here == pytest.approx(there, abs=0.05)


def test_creep_is_measured_on_the_sheets() -> None:
    """Each sheet's pages lie where arithmetic says, to 0.05 mm of what is drawn."""
    made = source(tiny(64))
    plain = SCHEMES["saddle"](64, Options())
    crept = with_creep(plain, Creep(0.12))
    flat, _ = imposed(made, plain, "A4")
    moved, _ = imposed(made, crept, "A4")
    seen = 0
    for sheet, (before, after) in enumerate(zip(sheets_of(flat), sheets_of(moved), strict=True)):
        here, there = numbers(before), numbers(after)
        side = (crept.sheets[sheet // 2].front, crept.sheets[sheet // 2].back)[sheet % 2]
        for place in side.places:
            assert place.page is not None
            name = f"#{place.page + 1}"
            dx = there[name][0] - here[name][0]
            inwards = dx if place.column == 0 else -dx
            assert dx == pytest.approx(place.shift, abs=0.05)
            assert inwards == pytest.approx(0.12 * (sheet // 2), abs=0.05)
            assert there[name][1] == pytest.approx(here[name][1], abs=0.001)
            seen += 1
    assert seen == 64


@pytest.mark.parametrize(
    ("rotate", "turned"), list(itertools.product((0, 90, 180, 270), (0, 90, 180, 270)))
)
def test_rotated_pages_stand_as_a_viewer_shows_them(rotate: int, turned: Any) -> None:
    def dress(pdf: Pdf, page: Object, number: int) -> None:
        page.Rotate = rotate
        page.TrimBox = page.CropBox = box(20, 30, 400, 560)
        page.Contents = pdf.make_stream(b"1 0 0 rg 20 30 100 200 re f 0 0 1 rg 300 500 60 40 re f")

    data = tiny(1, dress=dress)
    made = source(data)
    out, _ = imposed(made, one_up(turned), "A3")
    shown = pixels(data).rotate(-turned, expand=True)
    sheet = pixels(out)
    left, top = (sheet.width - shown.width) // 2, (sheet.height - shown.height) // 2
    cut = sheet.crop((left, top, left + shown.width, top + shown.height))
    assert different(shown, cut) < 0.02


def test_a_unit_of_the_page_is_kept_to() -> None:
    def dress(pdf: Pdf, page: Object, number: int) -> None:
        page.UserUnit = 2
        page.MediaBox = box(0, 0, A5[0] / 2, A5[1] / 2)
        page.Contents = pdf.make_stream(b"BT /F0 12 Tf 50 100 Td (#1) Tj ET")

    (page,) = sheets_of(imposed(source(tiny(1, dress=dress)), one_up(), "A5")[0])
    assert "/UserUnit" not in page
    assert numbers(page)["#1"] == pytest.approx((100 / pt(1), 200 / pt(1)), abs=0.05)


def test_backs_are_moved_for_register_as_they_are_looked_at() -> None:
    made = source(tiny(4))
    job = SCHEMES["saddle"](4, Options())
    layout = lay_out(job, made.page_size, EDGES, ["A4"])
    back = Drawing(back=Back(right=1.5, up=-0.75))
    for turned, sign in ((False, 1), (True, -1)):
        run = (Printed(0), Printed(0, True, turned))
        plain = sheets_of(draw(made, job, layout, run))
        moved = sheets_of(draw(made, job, layout, run, back))
        assert numbers(plain[0]) == numbers(moved[0])
        before, after = numbers(plain[1])["#2"], numbers(moved[1])["#2"]
        assert after[0] - before[0] == pytest.approx(sign * 1.5, abs=0.01)
        assert after[1] - before[1] == pytest.approx(sign * -0.75, abs=0.01)


def test_mixed_sizes_are_scaled_to_the_cell() -> None:
    def dress(pdf: Pdf, page: Object, number: int) -> None:
        if number == 2:
            page.MediaBox = box(0, 0, A5[0] * 2, A5[1] * 2)

    made = source(tiny(3, dress=dress), mixed=True)
    data, layout = imposed(made, SCHEMES["n-up"](3, Options()), "A4")
    first = numbers(sheets_of(data)[0])
    assert first["#2"][0] - layout.cell(1, 0).left == pytest.approx(MARKED[0] / 2 / pt(1), abs=0.1)


# -- what is kept


def pixels(data: bytes, page: int = 0, ppi: int = 36) -> Image.Image:
    return pypdfium2.PdfDocument(data)[page].render(scale=ppi / 72).to_pil().convert("RGB")


def different(one: Image.Image, other: Image.Image) -> float:
    """The part of pixels that differ visibly, but for edges that fall between pixels."""
    assert abs(one.width - other.width) <= 1
    assert abs(one.height - other.height) <= 1
    size = (min(one.width, other.width), min(one.height, other.height))
    apart = ImageChops.difference(one.crop((0, 0, *size)), other.crop((0, 0, *size))).convert("L")
    return sum(apart.histogram()[96:]) / (size[0] * size[1])


def test_patterns_move_with_their_page(tmp_path: Path) -> None:
    """Stripes begin where the page does. (PDFium draws tiles in whole pixels; Poppler does not.)"""

    def dress(pdf: Pdf, page: Object, number: int) -> None:
        tile = pdf.make_stream(
            b"0 0 20 40 re f",
            Type=Name.Pattern,
            PatternType=1,
            PaintType=1,
            TilingType=1,
            BBox=box(0, 0, 40, 40),
            XStep=40,
            YStep=40,
            Resources=Dictionary(),
        )
        page.Resources = Dictionary(Pattern=Dictionary(P0=tile))
        page.Contents = pdf.make_stream(b"/Pattern cs /P0 scn 0 0 400 600 re f")
        page.MediaBox = box(0, 0, 400, 600)

    data = tiny(2, dress=dress)
    out, layout = imposed(source(data), SCHEMES["n-up"](2, Options()), "A3")
    (tmp_path / "a.pdf").write_bytes(out)
    run_tool("pdftoppm", "-r", "72", "-singlefile", "-png", tmp_path / "a.pdf", tmp_path / "a")
    sheet = Image.open(tmp_path / "a.png").convert("L")
    for column in (0, 1):
        cell = layout.cell(column, 0)
        left, bottom = pt(cell.left), pt(layout.height - cell.bottom)
        for stripe, y in itertools.product(range(10), (21, 301, 581)):
            black, white = (
                sheet.getpixel((int(left + 40 * stripe + dx), int(bottom - y))) for dx in (10, 30)
            )
            assert (black, white) == (0, 255)


def small(pages: int = 8) -> bytes:
    buffer = io.BytesIO()
    book(pages).save(buffer)
    return buffer.getvalue()


def objects(data: bytes) -> Iterator[Object]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield from pdf.objects


def test_what_only_a_screen_needs_goes() -> None:
    data, _ = imposed(source(small()), SCHEMES["saddle"](8, Options()), "A3")
    text = b"".join(value.unparse() for value in objects(data))
    for word in (b"/Annot", b"/URI", b"/JavaScript", b"/StructTreeRoot", b"/AcroForm"):
        assert word not in text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/ViewerPreferences"}
        assert str(pdf.docinfo.Title) == "Thông tin – số 9"
        assert "/CreationDate" not in pdf.docinfo
        for page in pdf.pages:
            assert [float(v) for v in page.mediabox] == pytest.approx(
                [0, 0, pt(420), pt(297)], abs=0.01
            )
            assert set(page.obj.keys()) <= {
                "/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Group",
            }  # fmt: skip


def test_shared_resources_are_there_once() -> None:
    made = source(tiny(40))
    data, _ = imposed(made, SCHEMES["repeat"](40, Options(columns=4, rows=4)), "A3")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        images = [o for o in forms if o.get("/Subtype") == Name.Image]
        pages = [o for o in forms if o.get("/Subtype") == Name.Form]
        assert len(images) == 1
        assert images[0].read_bytes() == bytes(range(256)) * 12
        assert len(pages) == 40
        assert len({form.Resources.objgen for form in pages}) == 1
        assert len(pdf.pages[0].Resources.XObject.keys()) == 1  # sixteen times on the sheet
        assert pdf.pages[0].Contents.read_bytes().count(b"/P1 Do") == 16


def test_inherited_resources_are_there_once() -> None:
    with pikepdf.open(io.BytesIO(tiny(12))) as pdf:
        resources = Dictionary({**pdf.pages[0].Resources})
        for page in pdf.pages:
            del page.obj["/Resources"]
        pdf.Root.Pages.Resources = resources
        buffer = io.BytesIO()
        pdf.save(buffer)
    data, _ = imposed(source(buffer.getvalue()), SCHEMES["saddle"](12, Options()))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        found = {o.Resources.objgen for o in forms if o.get("/Subtype") == Name.Form}
    assert len(found) == 1
    assert found != {(0, 0)}


def test_streams_and_strings_are_as_they_were() -> None:
    """Colours by an index, in a string that looks like text; streams with filters in a row."""
    table = b"\xfe\xff\x00()\\\r\n\x80" * 3

    def dress(pdf: Pdf, page: Object, number: int) -> None:
        image = pdf.make_stream(b"\x00\x01", Type=Name.XObject, Subtype=Name.Image)
        image.Width, image.Height, image.BitsPerComponent = 2, 1, 8
        image.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, 8, String(table)])
        page.Resources = Dictionary(XObject=Dictionary(Im=image))
        packed = pikepdf.Stream(pdf, b"2f>")
        packed.write(b"2f496d20446f>", filter=Name.ASCIIHexDecode)
        page.Contents = packed

    data, _ = imposed(source(tiny(1, dress=dress)), one_up())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pdf.pages[0].Resources.XObject.P1
        assert form.read_raw_bytes() == b"2f496d20446f>"
        assert form.read_bytes() == b"/Im Do"
        assert bytes(form.Resources.XObject.Im.ColorSpace[3]) == table


def test_transparency_and_intents_are_kept() -> None:
    def dress(pdf: Pdf, page: Object, number: int) -> None:
        page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, K=True)
        pdf.Root.OutputIntents = Array(
            [Dictionary(Type=Name.OutputIntent, OutputConditionIdentifier=String("FOGRA39"))]
        )
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())

    data, _ = imposed(source(tiny(4, dress=dress)), SCHEMES["saddle"](4, Options()))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.OutputIntents[0].OutputConditionIdentifier) == "FOGRA39"
        assert "/OCProperties" in pdf.Root
        assert Name.DeviceCMYK == pdf.pages[0].obj.Group.CS
        group = pdf.pages[0].Resources.XObject.P1.Group
        assert (Name.DeviceCMYK, True, True) == (group.CS, group.K, group.I)


def test_bleed_reaches_over_cuts_and_not_over_folds() -> None:
    made = source(small(), bleed=True)
    job = SCHEMES["saddle"](8, Options())
    data, layout = imposed(made, job, "A3")
    fold, block = layout.columns[0][1], layout.block
    sheet = pixels(data, 1, ppi=72).convert("L")  # magenta of 2 and 7 percent

    def shade(x: float, y: float) -> int:
        return int(sheet.getpixel((int(pt(x)), int(pt(layout.height - y)))))  # type: ignore[call-overload]

    middle = (block.bottom + block.top) / 2 + 30
    assert shade(block.left - 2.5, middle) == shade(block.left + 2, middle) < 255
    assert shade(block.left - 4, middle) == 255
    assert shade(fold - 1, middle) != shade(fold + 1, middle)
    assert shade(fold - 1, middle) == shade(fold - 9, middle)


def test_steps_of_signatures_are_seen_on_painted_pages() -> None:
    made = source(small(16))
    job = SCHEMES["perfect"](16, Options(signature=8))
    data, layout = imposed(made, job, "A3", marks=MarkWish())
    (bar,) = collation(layout, job, 0)
    at = (bar.box.left + bar.box.right) / 2, (bar.box.bottom + bar.box.top) / 2
    sheet = pixels(data, ppi=72).convert("L")
    assert sheet.getpixel((int(pt(at[0])), int(pt(layout.height - at[1])))) < 60


# -- the file


def test_the_same_input_gives_the_same_bytes() -> None:
    one, _ = imposed(source(small()), SCHEMES["saddle"](8, Options()), "A3")
    other, _ = imposed(source(small()), SCHEMES["saddle"](8, Options()), "A3")
    another, _ = imposed(source(small()), SCHEMES["saddle"](8, Options()), "A4")
    assert one == other
    assert (
        PdfReader(io.BytesIO(one)).trailer["/ID"] != PdfReader(io.BytesIO(another)).trailer["/ID"]
    )


@pytest.mark.parametrize("pages", [1, 7, 400])
@pytest.mark.parametrize("shared", [True, False])
def test_files_grow_by_a_kilobyte_a_page_at_most(pages: int, *, shared: bool) -> None:
    made = source(tiny(pages, shared=shared))
    job = SCHEMES["saddle"](pages, Options())
    layout = lay_out(job, made.page_size, EDGES, ["A3"])
    (run,) = runs(job, "short-edge", landscape=layout.across)
    allowed = made.bytes * 1.05 + 1000 * pages
    assert len(draw(made, job, layout, run)) <= allowed
    assert len(draw(made, job, layout, run, ALL)) <= allowed + 6000  # words of labels, once


def test_fronts_and_backs_apart() -> None:
    made = source(tiny(8))
    job = SCHEMES["saddle"](8, Options())
    layout = lay_out(job, made.page_size, EDGES, ["A4"])
    fronts, backs = runs(job, "manual", landscape=layout.across, stack="reversed")
    read = [
        [set(numbers(p)) for p in sheets_of(draw(made, job, layout, r))] for r in (fronts, backs)
    ]
    assert read == [[{"#8", "#1"}, {"#6", "#3"}], [{"#4", "#5"}, {"#2", "#7"}]]


def test_every_reader_takes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    made = source(small(20), bleed=True)
    job = SCHEMES["perfect"](20, Options(signature=8))
    layout = lay_out(job, made.page_size, EDGES, ["A3"])
    path.write_bytes(draw(made, job, layout, runs(job, "long-edge", landscape=True)[0], ALL))
    run_tool("qpdf", "--check", path)
    assert run_tool("pdftotext", path, "-").count("page ") == 20
    assert len(pypdfium2.PdfDocument(path)) == len(job.sheets) * 2


def test_a_page_that_the_plan_has_and_the_file_has_not_stays_white() -> None:
    made = source(tiny(1))
    data, _ = imposed(made, replace(one_up(page=5)), "A5")
    assert numbers(sheets_of(data)[0]) == {}


def test_what_could_be_read_of_a_damaged_file_can_be_drawn() -> None:
    data = small(2)
    drawn = 0
    for at in range(0, len(data), 211):
        broken = data[:at] + b"?" * 7 + data[at + 7 :]
        try:
            made = source_of(broken, Problems(), name="a.pdf", mixed=True)
        except StopBuild:
            continue
        out, _ = imposed(made, SCHEMES["saddle"](len(made.pages), Options()), "A3")
        drawn += len(sheets_of(out)) > 0
    assert drawn > 10


# -- a real issue


@pytest.fixture(scope="session")
def newsletter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The screen file of the sample issue of eight pages."""
    from printshop.build import build
    from printshop.sources import Workspace

    out = tmp_path_factory.mktemp("imposition")
    folder = REPOSITORY / "issues" / "2017-10-to-tin"
    problems = Problems()
    built = build(Workspace(REPOSITORY), folder, Settings(out=out), problems)
    assert built is not None, [problem.message for problem in problems]
    return next(path for path in built.files if path.suffix == ".pdf")


@pytest.mark.slow
def test_every_line_of_an_issue_stands_where_the_plan_has_it(newsletter: Path) -> None:
    """Saddle stitch on A4, with creep: each run of text of each page, to 0.05 mm."""
    made = read_source(newsletter, Problems())
    job = with_creep(SCHEMES["saddle"](8, Options()), Creep(0.2))
    layout = lay_out(job, made.page_size, EDGES, ["A4"])
    (run,) = runs(job, "short-edge", landscape=layout.across)
    drawn = sheets_of(draw(made, job, layout, run, ALL))
    originals = [page_texts(page) for page in PdfReader(newsletter).pages]
    compared = 0
    for printed, page in zip(run, drawn, strict=True):
        found: dict[str, list[SheetText]] = {}
        for text in sheet_texts(page):
            found.setdefault(text.form, []).append(text)
        for place in side_of(job, printed).places:
            assert place.page is not None
            trim = made.pages[place.page].trim
            cell = layout.cell(place.column, place.row)
            left, bottom = cell.left + place.shift, cell.bottom
            expected = sorted(
                (
                    was.text,
                    left + (was.x - trim.left / pt(1)) * layout.scale,
                    bottom + (was.y - trim.bottom / pt(1)) * layout.scale,
                )
                for was in originals[place.page]
            )
            here = sorted((text.text, text.x, text.y) for text in found[f"/P{place.page + 1}"])
            assert [text for text, *_ in here] == [text for text, *_ in expected]
            for (_, *at), (_, *wanted) in zip(here, expected, strict=True):
                assert at == pytest.approx(wanted, abs=0.05)
                compared += 1
    assert compared > 300
    assert {place.shift for place in job.sheets[1].front.places} == {0.2, -0.2}


@pytest.mark.slow
def test_an_issue_does_not_grow(newsletter: Path) -> None:
    made = read_source(newsletter, Problems())
    data, _ = imposed(made, SCHEMES["saddle"](8, Options()), "A3", marks=MarkWish())
    assert len(data) <= made.bytes * 1.05 + 8 * 1000
