"""`printshop impose` and `printshop printers`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader
from pypdf.generic import RectangleObject

from printshop import i18n, imposing
from printshop.cli.app import main
from printshop.geometry import pt
from printshop.imposing import most_cells
from printshop.imposition.printer import Edges
from printshop.problems import CATALOGUE, Problems, Where
from printshop.progress import Progress
from printshop.settings import Built, PageTrace, Settings, Trace
from printshop.workspace import Workspace
from support import REPOSITORY

Maker = Callable[[Path], object]
"""Puts into a folder what a command is to find there."""
FONT = pikepdf.Dictionary(
    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
)


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    i18n.set_language("en")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no workspace."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shop(here: Path) -> Path:
    (here / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    return here


def write_pdf(
    path: Path, pages: int, size: tuple[float, float] = (148, 210), inset: float = 20
) -> Path:
    """Pages with their number, `inset` mm from every edge a frame."""
    pdf = pikepdf.new()
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(pt(size[0]), pt(size[1])))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=FONT))
        frame = [pt(inset), pt(inset), pt(size[0] - 2 * inset), pt(size[1] - 2 * inset)]
        words = f"BT /F 30 Tf {pt(size[0]) / 2} {pt(size[1]) / 2} Td (p{number}) Tj ET"
        box = " ".join(f"{v:.2f}" for v in frame)
        page.Contents = pdf.make_stream(f"{box} re S {words}".encode())
    pdf.save(path)
    return path


def words_of(path: Path) -> list[list[str]]:
    """Page names on each side, from the left."""
    return [page.extract_text().split() for page in PdfReader(path).pages]


def report_of(capsys: pytest.CaptureFixture[str], *command: str | Path) -> dict[str, Any]:
    capsys.readouterr()
    code = main([*map(str, command), "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["exit"] == code
    return report


def codes(report: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in report["problems"]]


# -- sheets


def test_a_booklet_beside_its_source(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pdf(here / "a.pdf", 6)
    assert main(["impose", "a.pdf", "--lang", "en", "--printer", "a4-hai-mat", "--plan"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == ["sheet  front  back", "1      6 1    2 –", "2      – 3    4 5"]
    assert "  print on both sides, flip on the short edge" in said
    assert "  paper: A4, landscape" in said
    assert said[-2:] == ["a-booklet.pdf", "a-booklet-plan.svg"]
    assert words_of(here / "a-booklet.pdf") == [["p6", "p1"], ["p2"], ["p3"], ["p4", "p5"]]
    size = [float(v) for v in RectangleObject(PdfReader("a-booklet.pdf").pages[0].mediabox)]
    assert size[2:] == pytest.approx([pt(297), pt(210)], abs=0.01)
    assert sorted(p.name for p in here.iterdir()) == [
        "a-booklet-plan.svg",
        "a-booklet.pdf",
        "a.pdf",
    ]


def test_the_report_for_programs_and_the_sheets_agree(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pdf(here / "a.pdf", 40)
    command = ["impose", "a.pdf", "--scheme", "perfect", "--signature", "16", "--caliper", "0.2"]
    result = report_of(capsys, *command)["result"]
    wanted = [
        [f"p{place['page']}" for place in sheet[side] if place["page"]]
        for sheet in result["sheets"]
        for side in ("front", "back")
    ]
    assert words_of(Path(result["files"][0])) == wanted
    assert result["creep"][3] == {"signature": 1, "sheet": 4, "creep": 0.6, "shift": 0.6}
    assert result["sheets"][3]["front"][0]["shift"] == 0.6
    assert result["bytes"] == Path(result["files"][0]).stat().st_size


def test_turning_by_hand_gives_two_files(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pdf(here / "a.pdf", 8)
    assert main(["impose", "a.pdf", "--lang", "en", "--printer", "tay"]) == 0
    assert "first a-booklet-fronts.pdf" in capsys.readouterr().out
    assert words_of(here / "a-booklet-fronts.pdf") == [["p8", "p1"], ["p6", "p3"]]
    assert words_of(here / "a-booklet-backs.pdf") == [["p4", "p5"], ["p2", "p7"]]


def test_hands_that_turn_the_stack_over_its_long_edge(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Backs of booklets are upside down then, and those of sheets in portrait are not."""
    write_pdf(shop / "a.pdf", 8)
    upright = ["--scheme", "n-up", "--up", "1x2", "--sheet", "A3", "--out", "up.pdf", "--no-marks"]
    starts = []
    for turned, edge in (("--turned", "long"), ("--not-turned", "short")):
        assert main(["printers", "register", "tay", turned, "--lang", "en"]) == 0
        assert f"turned by hand over the {edge} edge; backs in" in capsys.readouterr().out
        assert f"turned: {'true' if turned == '--turned' else 'false'}" in Path(
            "printers/tay.yaml"
        ).read_text("utf-8")
        for options in (["--no-marks"], upright):
            assert main(["impose", "a.pdf", "--printer", "tay", "--lang", "en", *options]) == 0
            assert f"turn the stack over on its {edge} edge" in capsys.readouterr().out
            name = "up-backs.pdf" if options == upright else "a-booklet-backs.pdf"
            back = PdfReader(name).pages[0].get_contents().get_data()
            starts.append(back.startswith(b"-1 0 0 -1 "))
    assert starts == [True, False, False, True]


@pytest.mark.parametrize(
    ("options", "name", "first"),
    [
        (["--scheme", "n-up", "--up", "4"], "a-n-up.pdf", ["p1", "p2", "p3", "p4"]),
        (["--scheme", "cut-stack", "--up", "2x1"], "a-cut-stack.pdf", ["p1", "p5"]),
        (["--scheme", "zine"], "a-zine.pdf", None),
        (["--scheme", "roll-fold"], "a-roll-fold.pdf", ["p5", "p1"]),
        (["--scheme", "wrap", "--cover-caliper", "0.3"], "a-booklet.pdf", ["p8", "p1"]),
        (["--out", "x/y.pdf", "--no-marks"], "x/y.pdf", ["p8", "p1"]),
        (["--creep-out", "--scale", "50"], "a-booklet.pdf", ["p8", "p1"]),
    ],
)
def test_schemes(here: Path, options: list[str], name: str, first: list[str] | None) -> None:
    write_pdf(here / "a.pdf", 8, (90, 120))
    assert main(["impose", "a.pdf", *options, "--quiet"]) == 0
    words = words_of(here / name)[0]
    if first is None:
        assert sorted(words) == [f"p{n}" for n in range(1, 9)]
    elif name == "a-roll-fold.pdf":
        assert {*first} <= {*words}
    else:
        assert words == first


def test_labels_fill_the_sheet(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pdf(here / "a.pdf", 1, (90, 50), 5)
    command = ["impose", "a.pdf", "--scheme", "repeat", "--gap", "4", "--sheet", "A4"]
    result = report_of(capsys, *command)["result"]
    assert len(result["sheets"][0]["front"]) == 10  # 2 × 5 upright; 3 × 3 across
    assert result["scale"] == 1
    assert words_of(here / "a-repeat.pdf") == [["p1"] * 10]


def test_most_cells_are_those_that_fit() -> None:
    none, some = (
        Edges(top=0, bottom=0, left=0, right=0),
        Edges(top=10, bottom=0, left=0, right=0),
    )
    assert most_cells((105, 148.5), (210, 297), none, 0) == (2, 2)
    assert most_cells((105, 148.5), (210, 297), some, 0) == (2, 1)
    assert most_cells((211, 298), (210, 297), none, 0) == (0, 0)


def test_a_dummy_takes_the_place_of_the_pages(here: Path) -> None:
    write_pdf(here / "a.pdf", 8)
    assert main(["impose", "a.pdf", "--dummy", "--quiet"]) == 0
    assert not (here / "a-booklet.pdf").exists()
    assert len(PdfReader("a-dummy.pdf").pages) == 4
    assert words_of(here / "a-dummy.pdf") == [[], [], [], []]


def test_the_same_input_gives_the_same_files(here: Path) -> None:
    write_pdf(here / "a.pdf", 9)
    made = []
    for name in ("x", "y"):
        assert main(["impose", "a.pdf", "--out", f"{name}/b.pdf", "--plan", "--quiet"]) == 0
        made.append([p.read_bytes() for p in sorted((here / name).iterdir())])
    assert made[0] == made[1]
    assert len(made[0]) == 2


def test_an_issue_is_built_first(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its screen file, whatever was asked for before."""
    (shop / "issues/i").mkdir(parents=True)
    (shop / "issues/i/issue.yaml").write_text("", "utf-8")
    screen = shop / "dist/i/i-screen.pdf"

    def build(
        workspace: Workspace,
        folder: Path,
        settings: Settings,
        problems: Problems,
        progress: Progress,
    ) -> Built:
        assert settings.targets == ("screen",)
        screen.parent.mkdir(parents=True)
        write_pdf(screen, 4)
        return Built((screen,), 4, 0, 0, 0, {})

    monkeypatch.setattr("printshop.uptodate.bring_up_to_date", build)
    assert main(["impose", "i", "--quiet"]) == 0
    assert words_of(shop / "dist/i/i-booklet.pdf") == [["p4", "p1"], ["p2", "p3"]]


# -- what is wrong


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--printer", "a3-hai-mặt"], ["B020"]),
        (["--scheme", "perfect", "--signature", "6"], ["B022"]),
        (
            ["--scheme", "n-up", "--up", "5", "--scale", "big", "--blanks", "x"],
            ["B023", "B024", "B029"],
        ),
        (["--scheme", "n-up", "--up", "0x9"], ["B023"]),
        (["--blanks", "9"], ["B024"]),
        (["--scheme", "repeat", "--sheet", "A5"], ["B028"]),
        (["--scale", "none", "--sheet", "A5"], ["B008"]),
        (["--out", "a.pdf"], ["B026"]),
    ],
)
def test_bad_choices_are_problems(
    here: Path, capsys: pytest.CaptureFixture[str], options: list[str], wanted: list[str]
) -> None:
    before = write_pdf(here / "a.pdf", 8).read_bytes()
    report = report_of(capsys, "impose", "a.pdf", *options)
    assert report["exit"] == 1
    assert sorted(codes(report)) == wanted
    assert [p.name for p in here.iterdir()] == ["a.pdf"]
    assert (here / "a.pdf").read_bytes() == before


def test_a_file_that_is_not_there(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = report_of(capsys, "impose", "a.pdf")
    assert (report["exit"], codes(report)) == (1, ["S001"])
    assert not list(here.iterdir())


def raw(data: bytes) -> Maker:
    return lambda here: here.joinpath("a.pdf").write_bytes(data)


def paged(pages: int, size: tuple[float, float] = (148, 210), inset: float = 20) -> Maker:
    return lambda here: write_pdf(here / "a.pdf", pages, size, inset)


def changed(change: Callable[[pikepdf.Pdf], object], pages: int = 4, **saving: Any) -> Maker:
    def make(here: Path) -> None:
        with pikepdf.open(write_pdf(here / "a.pdf", pages), allow_overwriting_input=True) as pdf:
            change(pdf)
            pdf.save(here / "a.pdf", **saving)

    return make


def sound(pdf: pikepdf.Pdf) -> None:
    assert pdf.pages


def stamped(pdf: pikepdf.Pdf) -> None:
    form = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Form, "BBox": [0, 0, 9, 9]}
    stamp = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Stamp,
        Rect=[9, 9, 18, 18],
        F=4,
        AP=pikepdf.Dictionary(N=pdf.make_stream(b"0 0 9 9 re f", **form)),
    )
    pdf.pages[1].Annots = pikepdf.Array([stamp])


def damaged(here: Path) -> None:
    data = write_pdf(here / "a.pdf", 4).read_bytes()
    (here / "a.pdf").write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n")


def in_a_shop(files: dict[str, str]) -> Maker:
    def make(here: Path) -> None:
        for name, text in {"printshop.yaml": "name: B\npublisher: P\n", **files}.items():
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            (here / name).write_text(text, "utf-8")

    return make


LOCK = pikepdf.Encryption(owner="x", user="y")
ISSUE = """\
number: 1
date: 2017-09-12
sections: [{title: T, items: [articles/x.md]}]
booklet: {blanks: \
"""
MANIFEST = "issues/i/issue.yaml"
UNEDITABLE = {"printers/x.yaml": "description: X\nback: { up: &a 1 }\ncaliper: *a\n"}
GOLDEN = REPOSITORY / "tests/imposition/printed.txt"
A = ("impose", "a.pdf")
CASES: dict[str, tuple[Maker, tuple[str, ...]]] = {
    "no end": (raw(b"%PDF-1.4\nx"), A),
    "empty file": (raw(b""), A),
    "no PDF": (raw("Thưa các đồng chí".encode()), A),
    "locked": (changed(sound, encryption=LOCK), A),
    "no pages": (changed(lambda pdf: pdf.pages.__delitem__(slice(None))), A),
    "huge page": (changed(lambda pdf: setattr(pdf.pages[1], "UserUnit", 100)), A),
    "mixed sizes": (changed(lambda pdf: pdf.add_blank_page(page_size=(595, 842))), A),
    "edges": (paged(4, inset=2), (*A, "--sheet", "A4")),
    "edges of many": (paged(80), (*A, "--sheet", "A4", "--creep", "0")),
    "damaged": (damaged, A),
    "too large": (paged(4), (*A, "--sheet", "A5", "--scale", "none")),
    "stamp": (changed(stamped), A),
    "no such printer": (paged(4), (*A, "--printer", "a3-hai-mặt")),
    "uneditable": (in_a_shop(UNEDITABLE), ("printers", "register", "x", "--back-up", "1")),
    "signature": (paged(4), (*A, "--scheme", "perfect", "--signature", "6")),
    "up": (paged(4), (*A, "--scheme", "n-up", "--up", "5")),
    "blanks": (paged(4), (*A, "--blanks", "9")),
    "passed over": (paged(4), (*A, "--up", "4")),
    "onto itself": (paged(4), (*A, "--out", "a.pdf")),
    "creep": (paged(80, inset=3), (*A, "--caliper", "0.2")),
    "no room": (paged(4), (*A, "--scheme", "repeat", "--sheet", "A5")),
    "scale": (paged(4), (*A, "--scale", "big")),
    "blanks of an issue": (in_a_shop({MANIFEST: f"{ISSUE}[1, covr]}}\n"}), ("impose", "i")),
    "no such page": (in_a_shop({MANIFEST: f"{ISSUE}[5]}}\n"}), ("impose", "i")),
}
"""What is made, and the command. What is printed of problems stands in `GOLDEN` under the name."""


def golden() -> dict[str, str]:
    parts = re.split(r"(?m)^== (.+)\n", GOLDEN.read_text("utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", CASES)
def test_what_people_read(
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    name: str,
) -> None:
    """Every code of the room, as it is printed; where there is an error nothing is written."""
    pages = tuple(PageTrace("", item, "", Where()) for item in ("cover", "x", "", "back-cover"))
    built = Built((here / "a.pdf",), 4, 0, 0, 0, {}, trace=Trace(pages))
    monkeypatch.setattr("printshop.uptodate.bring_up_to_date", lambda *_: built)
    make, command = CASES[name]
    make(here)
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    quiet = [] if command[0] == "printers" else ["--quiet"]
    code = main([*command, "--lang", "en", *quiet])
    printed = capsys.readouterr().err
    if request.config.getoption("--update-golden"):
        texts = {**golden(), name: printed}
        whole = "".join(f"== {one}\n{texts[one]}" for one in CASES if one in texts)
        GOLDEN.write_text(whole, "utf-8")
    assert printed == golden()[name]
    after = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    if "error" in printed:
        assert (code, after) == (1, before)
    else:
        assert code == 0
        assert len(after) == len(before) + 1


def test_every_code_is_read_by_people() -> None:
    texts = golden()
    assert list(texts) == list(CASES)
    shown = {code for text in texts.values() for code in re.findall(r"\bB\d{3}\b", text)}
    assert shown == {code for code in CATALOGUE if code.startswith("B")}


def test_options_of_other_schemes_are_noted(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pdf(here / "a.pdf", 4)
    options = ["--up", "4", "--gap", "3", "--sides", "1", "--share", "--cover-caliper", "0.3"]
    options += ["--signature", "8", "--wraps", "2"]
    report = report_of(capsys, "impose", "a.pdf", *options)
    assert (report["exit"], codes(report)) == (0, ["B025"] * 7)
    options = ["--creep", "0", "--creep-out", "--caliper", "0.2", "--scheme", "zine"]
    report = report_of(capsys, "impose", "a.pdf", *options, "--scale", "50")
    assert (report["exit"], codes(report)) == (0, ["B025"] * 3)


@pytest.mark.parametrize("taken", ["a-booklet-backs.pdf", "a-booklet-plan.svg", "a-test-backs.pdf"])
def test_a_folder_in_the_way_of_one_file_keeps_the_others_from_being_written(
    here: Path, capsys: pytest.CaptureFixture[str], taken: str
) -> None:
    write_pdf(here / "a.pdf", 4)
    (here / taken).mkdir()
    test = ["--test", "--out", "a-test.pdf"] if "test" in taken else ["a.pdf", "--plan"]
    report = report_of(capsys, "impose", *test, "--printer", "tay")
    assert (report["exit"], codes(report)[:1]) == (4, ["O001"])
    assert {path.name for path in here.iterdir()} == {"a.pdf", taken}


def test_creep_that_comes_over_the_spine_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pdf(here / "a.pdf", 80, inset=3)
    report = report_of(capsys, "impose", "a.pdf", "--caliper", "0.2")
    (problem,) = report["problems"]
    assert problem["code"] == "B027"
    assert "3.80 mm" in problem["message"]  # 19 × 0.2 mm
    white = float(problem["message"].split("only ")[1].split(" mm")[0])
    assert white == pytest.approx(3, abs=0.3)
    assert codes(report_of(capsys, "impose", "a.pdf", "--caliper", "0.1")) == []


def test_something_must_be_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impose"]) == 2
    assert "--test" in capsys.readouterr().err


def test_without_the_stock_fonts_the_installation_is_to_blame(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pdf(here / "a.pdf", 4)
    monkeypatch.setattr(imposing, "_FONT", "no/such.ttf")
    report = report_of(capsys, "impose", "a.pdf")
    assert (report["exit"], codes(report)) == (3, ["E003"])


# -- printers


def test_the_test_sheet(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["impose", "--test", "--lang", "en"]) == 0
    assert "A3" in capsys.readouterr().out
    (front, back) = PdfReader(shop / "dist/a3-hai-mat-test.pdf").pages
    assert [float(v) for v in front.mediabox][2:] == pytest.approx([pt(420), pt(297)])
    assert front.mediabox == back.mediabox
    assert main(["impose", "--test", "--printer", "tay", "--out", "t.pdf", "--quiet"]) == 0
    assert len(PdfReader("t-fronts.pdf").pages) == len(PdfReader("t-backs.pdf").pages) == 2


def test_what_was_registered_moves_backs(shop: Path) -> None:
    write_pdf(shop / "a.pdf", 4)
    assert main(["impose", "a.pdf", "--out", "before.pdf", "--quiet", "--no-marks"]) == 0
    register = ["printers", "register", "a3-hai-mat", "--back-right", "1,5", "--back-up=−0.5"]
    assert main([*register, "--duplex", "long-edge"]) == 0
    assert main(["impose", "a.pdf", "--out", "after.pdf", "--quiet", "--no-marks"]) == 0
    fronts = [PdfReader(name).pages[0].get_contents() for name in ("before.pdf", "after.pdf")]
    assert fronts[0].get_data() == fronts[1].get_data()
    back = PdfReader("after.pdf").pages[1].get_contents().get_data()
    assert back.startswith(b"-1 0 0 -1 1190.55118 841.88976 cm 1 0 0 1 4.25197 -1.41732 cm")
    # On sheets in portrait the same edges of the paper lie elsewhere.
    upright = ["--scheme", "n-up", "--up", "1x2", "--sheet", "A4", "--out", "upright.pdf"]
    assert main(["impose", "a.pdf", *upright, "--quiet", "--no-marks"]) == 0
    (_front, back) = (page.get_contents().get_data() for page in PdfReader("upright.pdf").pages)
    assert back.startswith(b"1 0 0 1 -1.41732 -4.25197 cm")


def test_printers_for_programs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = report_of(capsys, "printers")
    assert [one["name"] for one in report["result"]["printers"]] == [
        "a3-hai-mat",
        "a4-hai-mat",
        "tay",
    ]
    assert report == report_of(capsys, "printers", "list")
    stock = str(REPOSITORY / "printers/tay.yaml")
    assert report_of(capsys, "printers", "show", "tay")["result"]["printer"]["file"] == stock
    made = report_of(capsys, "printers", "register", "tay", "--stack", "as-is")
    assert made["result"]["printer"]["file"] == "printers/tay.yaml"
    assert made["result"]["printer"]["stack"] == "as-is"


def test_printers_for_people(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["printers", "--lang", "en"]) == 0
    assert "tay: Printer for one side" in capsys.readouterr().out
    assert main(["printers", "show", "a3-hai-mat", "--lang", "en"]) == 0
    assert "both sides: it turns the sheet on its short edge" in capsys.readouterr().out
    (shop / "printers").mkdir()
    (shop / "printers/hong.yaml").write_text("sheet: A9\n", "utf-8")
    assert main(["printers", "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert "tay: " in said.out
    assert "printers/hong.yaml:1" in said.err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 2),
        (["--back-up", "x"], 2),
        (["--back-right", "nan"], 1),
        (["--duplex", "up"], 2),
        (["--back-right", "40"], 1),
    ],
)
def test_registering_nonsense_writes_nothing(shop: Path, options: list[str], code: int) -> None:
    assert main(["printers", "register", "tay", *options]) == code
    assert not (shop / "printers").exists()


def test_printers_are_listed_outside_of_any_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["printers"]) == 0
    assert "a3-hai-mat" in capsys.readouterr().out
    assert main(["printers", "show", "tay"]) == 0
    assert main(["printers", "-C", str(tmp_path)]) != 0  # there is none where one was named
