"""The press files of the sample issues, read back with pypdf and Ghostscript."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageStat
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from prepress.walk import walk
from printshop.build import build
from printshop.checkup import check_files
from printshop.makeup.resources import resource_dictionaries
from printshop.preflight.checks import CHECKS
from printshop.preflight.reading.read import read_pdf
from printshop.press import load_press
from printshop.problems import Problems, Where
from printshop.problems.printers import as_text
from printshop.progress import Silent
from printshop.settings import Built, Settings
from printshop.workspace import Workspace
from support import REPOSITORY, run, tool

pytestmark = pytest.mark.slow

MM = 72 / 25.4
SAMPLES = {"2017-09": (190, 270), "2017-10-to-tin": (210, 297), "2017-11-so-tay": (145, 205)}


def made(issue: str, out: Path, press: str = "offset-to-roi") -> Built:
    """Screen and press file of a sample issue."""
    problems = Problems()
    settings = Settings(targets=("screen", "press"), out=out, press=press)
    built = build(Workspace(REPOSITORY), REPOSITORY / "issues" / issue, settings, problems)
    assert built is not None, as_text(problems)
    assert [p.code for p in problems if p.code.startswith("K")] == []
    return built


@dataclass(frozen=True)
class Sample:
    issue: str
    screen: Path
    press: Path
    built: Built


def sample_of(issue: str, factory: pytest.TempPathFactory, press: str) -> Sample:
    built = made(issue, factory.mktemp(issue), press)
    screen, pressed = built.files
    return Sample(issue, screen, pressed, built)


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample_of(request.param, tmp_path_factory, "offset-to-roi")


@pytest.fixture(scope="module")
def bulletin(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample_of("2017-09", tmp_path_factory, "offset-to-roi")


@pytest.fixture(scope="module", params=SAMPLES)
def black(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample_of(request.param, tmp_path_factory, "mot-muc")


def spaces(path: Path) -> set[str]:
    return {use.space for use in walk(path) if use.kind != "gs"}


# -- colour


def test_no_rgb_anywhere(sample: Sample) -> None:
    assert "DeviceRGB" in spaces(sample.screen)  # the walk can find it
    found = spaces(sample.press)
    assert found <= {"DeviceCMYK", "DeviceGray", "Separation All DeviceCMYK"}, found
    assert "DeviceCMYK" in found


def test_one_ink_is_black_alone(black: Sample) -> None:
    uses = walk(black.press)
    for use in uses:
        if use.kind in ("fill", "stroke") and use.space == "DeviceCMYK":
            assert not any(use.value[:3]), use
        elif use.kind != "gs":
            assert use.space in ("DeviceCMYK", "DeviceGray"), use
    assert [u for u in uses if u.kind == "image" and u.space != "DeviceGray"] == []


def test_nothing_is_transparent(sample: Sample) -> None:
    with pikepdf.open(sample.press) as pdf:
        groups = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Group" in o]
        assert groups == []
        masks = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/SMask" in o]
        assert masks == []


def plates(path: Path, page: int, folder: Path, ppi: int = 72) -> dict[str, Image.Image]:
    """The separations of a page by name, 0 for full ink."""
    output = folder / "plate.tif"
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{ppi}",
        f"-dFirstPage={page}", f"-dLastPage={page}", f"-sOutputFile={output}", path)  # fmt: skip
    names = {p.name.split("(")[1].split(")")[0]: p for p in folder.glob("plate*(*)*.tif")}
    return {name: Image.open(p).convert("L") for name, p in names.items()}


def test_black_text_overprints(bulletin: Sample, tmp_path: Path) -> None:
    """Cyan laid under a page of the sample stays whole under its text."""
    under = tmp_path / "under.pdf"
    with pikepdf.open(bulletin.press) as pdf:
        page = pdf.pages[5]
        cyan = pdf.make_stream(b"q 1 0 0 0 k -1000 -1000 3000 3000 re f Q\n")
        page.contents_add(cyan, prepend=True)
        pdf.save(under)
    made_plates = plates(under, 6, tmp_path, 150)
    black, cyan_plate = made_plates["Black"], made_plates["Cyan"]
    # the upper left of the text: no photograph there
    box = tuple(round(v * 150 / 25.4) for v in (25, 25, 130, 60))
    text = black.crop(box).point(lambda v: 255 if v < 40 else 0)
    assert ImageStat.Stat(text).sum[0] > 255 * 500
    hidden = ImageChops.multiply(cyan_plate.crop(box), text)  # white where cyan is missing
    assert hidden.getextrema() == (0, 0)


def test_the_sum_of_inks_keeps_within_the_limit(sample: Sample, tmp_path: Path) -> None:
    """In windows of 15 mm², as the print house measures; and pixel by pixel with some slack."""
    ppi, limit = 36, 320
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiff32nc", f"-r{ppi}",
        "-dUseBleedBox", f"-sOutputFile={tmp_path / 'ink-%03d.tif'}", sample.press)  # fmt: skip
    highest = 0.0
    pages = sorted(tmp_path.glob("ink-*.tif"))
    assert len(pages) == len(PdfReader(sample.press).pages)
    for page in pages:
        planes = Image.open(page).split()
        sums = planes[0].convert("I")
        for plane in planes[1:]:
            sums = added(sums, plane)
        side = round(15**0.5 / 25.4 * ppi) // 2
        window = sums.point(lambda v: v / 4).convert("L").filter(ImageFilter.BoxBlur(side))
        highest = max(highest, window.getextrema()[1] * 4 / 255 * 100)
    assert 150 < highest <= limit + 2


def added(sums: Image.Image, plane: Image.Image) -> Image.Image:
    return ImageMath.lambda_eval(lambda a: a["x"] + a["y"], x=sums, y=plane.convert("I"))


# -- preflight


def found_in(path: Path, press: str) -> list[str]:
    house = load_press(Workspace(REPOSITORY), press, Where(), Problems())
    (checked,), missing = check_files([path], house, None, Silent())
    assert missing == ()
    assert len(checked.checks) == len(CHECKS)
    return [f"{p.code} {p.message}" for p in checked.problems]


def test_preflight_finds_nothing(sample: Sample) -> None:
    assert found_in(sample.press, "offset-to-roi") == []


def test_preflight_finds_nothing_in_black(black: Sample) -> None:
    assert found_in(black.press, "mot-muc") == []


def test_the_screen_file_is_no_press_file(bulletin: Sample) -> None:
    codes = {line.split()[0] for line in found_in(bulletin.screen, "offset-to-roi")}
    assert {"F005", "F006", "F044", "F047", "F049"} <= codes


# -- pictures


def test_photographs_have_what_the_press_wants_or_all_that_there_is(bulletin: Sample) -> None:
    """At the size at which they are drawn, which may be more than their slot."""
    originals = set()
    for path in (REPOSITORY / "issues" / bulletin.issue).rglob("*"):
        if path.suffix.lower() in (".jpg", ".jpeg", ".png"):
            with Image.open(path) as image:
                originals.add(image.size)
    marks = [
        mark
        for page in read_pdf(bulletin.press).pages
        for mark in page.marks
        if mark.picture and "DCTDecode" in mark.picture.filters
    ]
    fine = [min(mark.ppi) for mark in marks if min(mark.ppi) >= 300]
    assert len(fine) > 8
    assert max(fine) < 303
    coarse = {mark.picture for mark in marks if mark.picture and min(mark.ppi) < 300}
    for picture in coarse:  # whole, or cropped on two sides
        assert any(picture.width == w or picture.height == h for w, h in originals), picture


# -- boxes, standard


def test_boxes(sample: Sample) -> None:
    width, height = SAMPLES[sample.issue]
    reader = PdfReader(sample.press)
    for page in reader.pages:
        trim, bleed, media = page.trimbox, page.bleedbox, page.mediabox
        assert float(trim.width) / MM == pytest.approx(width, abs=0.01)
        assert float(trim.height) / MM == pytest.approx(height, abs=0.01)
        for inner, outer in (
            (bleed.left, trim.left),
            (bleed.bottom, trim.bottom),
            (-bleed.right, -trim.right),
            (-bleed.top, -trim.top),
        ):
            assert (float(outer) - float(inner)) / MM == pytest.approx(3, abs=0.01)
        assert (float(media.left), float(media.bottom)) == (0, 0)
        assert media.left < bleed.left
        assert media.right > bleed.right
        assert "/CropBox" not in page
        assert "/Annots" not in page


def test_it_says_it_is_pdf_x_4(sample: Sample) -> None:
    reader = PdfReader(sample.press)
    assert reader.pdf_header == "%PDF-1.6"
    root = reader.trailer["/Root"]
    (intent,) = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFX"
    assert intent["/OutputConditionIdentifier"] == "FOGRA39"
    profile = intent["/DestOutputProfile"].get_data()
    assert profile == (REPOSITORY / "presses/FOGRA39L_coated.icc").read_bytes()
    assert "PDF/X-4" in root["/Metadata"].get_data().decode()
    for key in ("/StructTreeRoot", "/MarkInfo", "/Names", "/Outlines", "/OpenAction", "/AA"):
        assert key not in root
    run("qpdf", "--check", sample.press)


def test_every_font_is_embedded(sample: Sample) -> None:
    lines = run("pdffonts", sample.press).splitlines()[2:]
    assert lines
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines), lines


# -- the same pages


def test_the_text_is_that_of_the_screen_file_page_by_page(sample: Sample) -> None:
    ours, theirs = page_texts(sample.screen), page_texts(sample.press)
    assert theirs == ours
    assert sum(map(len, ours)) > 15_000


def page_texts(path: Path) -> list[str]:
    """By PDFium, which is independent of what wrote the files, and quick."""
    with closing(PdfDocument(path)) as document:
        return [page.get_textpage().get_text_range().strip() for page in document]


def test_two_builds_make_the_same_bytes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In another folder, with nothing kept, and in another process with other hash seeds."""
    root = tmp_path / "elsewhere"
    for name in ("layouts", "fonts", "presses", "issues"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "printshop.yaml", root)
    program = str(Path(sys.executable).parent / "printshop")
    command = [program, "build", "2017-10-to-tin", "--target", "press", "-q", "-C", str(root)]
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Ho_Chi_Minh", "PATH": "/usr/bin:/bin"}
    subprocess.run(command, check=True, env=environment)
    again = root / "dist/2017-10-to-tin/2017-10-to-tin-press.pdf"
    assert (
        again.read_bytes()
        == sample_of("2017-10-to-tin", tmp_path_factory, "offset-to-roi").press.read_bytes()
    )


# -- traces


def test_pages_and_pictures_lead_back_to_the_sources(bulletin: Sample) -> None:
    trace = bulletin.built.trace
    assert len(trace.pages) == 36
    assert trace.files["2017-09-press.pdf"][4] == (4,)
    assert trace.pages[0].item == "cover"
    lead = next(page for page in trace.pages if page.item == "giam-sat-ket-luan-62")
    assert lead.where.file == "issues/2017-09/issue.yaml"
    lines = (REPOSITORY / lead.where.file).read_text("utf-8").splitlines()
    assert "giam-sat-ket-luan-62" in lines[lead.where.line - 1]
    with pikepdf.open(bulletin.press) as pdf:
        drawn = {
            name[1:]
            for resources in resource_dictionaries(pdf)
            for name, thing in resources.get("/XObject", {}).items()
            if thing.Subtype == "/Image"
        }
    assert drawn
    assert drawn <= set(trace.pictures)


def test_ghostscript_is_there() -> None:
    """CI must not leave out what is measured above."""
    assert tool("gs")


def test_another_print_house_gets_files_of_its_own(black: Sample) -> None:
    assert black.press.name == f"{black.issue}-press-mot-muc.pdf"
