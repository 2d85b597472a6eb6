"""`printshop distribute`: figures, papers, record, history; what is wrong, and nothing written."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from printshop import distributing, i18n, uptodate
from printshop.cli.app import main
from printshop.problems import Problems
from printshop.settings import Built, Settings
from printshop.workspace import Workspace
from support import REPOSITORY

PAPERS = ("labels", "slips", "delivery", "distribution")
ISSUE = """\
number: {number}
date: {date}
sections:
  - title: Tin
    items: [articles/a.md]
"""
LIST = """\
Nơi nhận,Địa chỉ,Số lượng,Tuyến
Đảng ủy phường mẫu số 1,(mẫu) số 1 đường Một,120,Tuyến 1
Đảng ủy phường mẫu số 2,(mẫu) số 2 đường Hai,40,Tuyến 2
Chi bộ mẫu số 3,(mẫu) số 3 đường Ba,15,Tuyến 1
"""
SETTINGS = "spares: 2%\nlegal_deposit: 5\narchive: 10\nround_to: 10\nbundle: 20\n"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    yield
    i18n.set_language("en")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a list and two issues, which are built at once and have 36 pages."""
    (tmp_path / "printshop.yaml").write_text(
        "name: Thông tin\npublisher: Ban biên tập\nplace: Cần Thơ\nimprint:\n"
        "  licence: số 1\n  printed_at: nhà in\n  copies: 200\n  frequency: 1 kỳ/tháng\n"
        "  responsible: Trưởng ban\n  address: (mẫu) số 9\n",
        "utf-8",
    )
    for folder in ("layouts", "fonts"):
        (tmp_path / folder).symlink_to(REPOSITORY / folder)
    for number, date in ((9, "2017-09-01"), (10, "2017-10-01")):
        folder = tmp_path / f"issues/2017-{number:02}"
        (folder / "articles").mkdir(parents=True)
        (folder / "articles/a.md").write_text("---\ntitle: Bài\n---\n\nVăn.\n", "utf-8")
        (folder / "issue.yaml").write_text(ISSUE.format(number=number, date=date), "utf-8")
    (tmp_path / "distribution.csv").write_text(LIST, "utf-8")
    (tmp_path / "distribution.yaml").write_text(SETTINGS, "utf-8")

    def build(*arguments: Any) -> Built:
        settings: Settings = arguments[2]
        assert settings.targets == ("screen",)
        return Built((tmp_path / "screen.pdf",), 36, 0, 0, 0, {})

    monkeypatch.setattr(uptodate, "bring_up_to_date", build)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def undrawn(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with papers that take no time."""
    drawn = dict.fromkeys(PAPERS, b"%PDF-1.7\n")
    monkeypatch.setattr(distributing, "_papers", lambda *_arguments: drawn)
    return shop


def report_of(capsys: pytest.CaptureFixture[str], *command: str) -> dict[str, Any]:
    capsys.readouterr()
    code = main(["distribute", *command, "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["exit"] == code
    return report


def codes(report: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in report["problems"]]


def files(root: Path) -> dict[str, bytes]:
    """Everything that was written."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("dist", "distribution")
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    }


def change_list(root: Path, old: str, new: str) -> None:
    path = root / "distribution.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


# -- the real papers, once


def test_papers_figures_and_record(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distribute", "2017-09", "--first-label", "3"]) == 0
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    names = [
        *(f"dist/2017-09/2017-09-{p}.pdf" for p in PAPERS),
        "dist/2017-09/2017-09-distribution.csv",
    ]
    assert said.out.splitlines()[-5:] == names
    assert sorted(files(shop)) == sorted([*names, "distribution/2017-09.json"])
    for name in names[:4]:
        reader = PdfReader(shop / name)
        text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        assert "phường mẫu số 2" in text, name
        assert reader.metadata is not None
        assert "Thông tin" in str(reader.metadata.title)
    before = files(shop)
    assert main(["distribute", "2017-09", "--first-label", "3", "--quiet"]) == 0
    assert files(shop) == before


# -- what is told


def test_what_is_told_for_people(undrawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distribute", "2017-09"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[:9] == [
        "print run: 200 copies = 175 for recipients + 4 spare + 5 for legal deposit "
        "+ 10 for the archive + 6 to round up",
        "a copy: 36 pages, 18 leaves, 73.9 g; bundles of 20",
        "",
        "route    recipients  copies  parcels    kg",
        "Tuyến 1           2     135        2  10.3",
        "Tuyến 2           1      40        1   3.1",
        "all               3     175        3  13.4",
        "",
        "labels: 3 on 1 sheet of a4-3x7",
    ]
    assert "recorded in distribution/2017-09.json" in said.out
    assert "since number" not in said.out
    assert main(["distribute", "2017-09"]) == 0
    assert "as recorded before in" in capsys.readouterr().out


def test_the_report_the_table_and_the_record_agree(
    undrawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = report_of(capsys, "2017-09")["result"]
    assert result["print_run"] == {
        "total": 200,
        "recipients": 175,
        "spares": 4,
        "legal_deposit": 5,
        "archive": 10,
        "rounding": 6,
    }
    table = Path(result["files"][-1]).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert sum(int(row["Số lượng"]) for row in rows) == 200
    units = [one for route in result["routes"] for one in route["recipients"]]
    assert [row["Nơi nhận"] for row in rows[:3]] == [one["unit"] for one in units]
    kept = json.loads(Path(result["record"]["file"]).read_bytes())["versions"][0]
    assert {key: kept["print_run"][key] for key in result["print_run"]} == result["print_run"]
    assert [one["unit"] for one in kept["recipients"]] == [one["unit"] for one in units]
    assert result["changes"] is None
    assert result["record"]["new_version"] is True
    assert result["labels"] == {"stock": "a4-3x7", "count": 3, "sheets": 1}
    assert report_of(capsys, "2017-09", "--first-label", "20")["result"]["labels"]["sheets"] == 2


def test_changes_since_last_month(undrawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distribute", "2017-09", "--quiet"]) == 0
    change_list(undrawn, "120,Tuyến 1", "150,Tuyến 1")
    change_list(undrawn, "(mẫu) số 2 đường Hai", "(mẫu) số 22 đường Hai")
    change_list(undrawn, "Chi bộ mẫu số 3", "Chi bộ mẫu số 4")
    capsys.readouterr()
    assert main(["distribute", "2017-10"]) == 0
    out = capsys.readouterr().out
    assert (
        "since number 9 of 01/09/2017: print run 200 → 230\n"
        "  new: Chi bộ mẫu số 4, 15\n"
        "  Đảng ủy phường mẫu số 1: 120 → 150\n"
        "  Đảng ủy phường mẫu số 2: moved, was at (mẫu) số 2 đường Hai\n"
        "  gone: Chi bộ mẫu số 3, had 15\n"
        "  perhaps the same unit: Chi bộ mẫu số 3 → Chi bộ mẫu số 4\n"
    ) in out
    told = report_of(capsys, "2017-10")["result"]["changes"]
    assert told["perhaps_same"] == [{"before": "Chi bộ mẫu số 3", "now": "Chi bộ mẫu số 4"}]
    assert report_of(capsys, "2017-10")["result"]["changes"]["print_run_before"] == 200


def test_a_month_like_the_one_before(undrawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distribute", "2017-09", "--quiet"]) == 0
    assert main(["distribute", "2017-10"]) == 0
    assert "\nsince number 9 of 01/09/2017: nothing changed\n" in capsys.readouterr().out


def test_the_history_of_all_issues(undrawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distribute", "--history"]) == 0
    assert capsys.readouterr().out == "Nothing is recorded yet.\n"
    assert main(["distribute", "2017-09", "--quiet"]) == 0
    change_list(undrawn, "120,Tuyến 1", "100,Tuyến 1")
    change_list(undrawn, "Chi bộ mẫu số 3", "Chi bộ mẫu số 4")
    assert main(["distribute", "2017-10", "--quiet"]) == 0
    before = files(undrawn)
    capsys.readouterr()
    assert main(["distribute", "--history"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "issue    date        print run  recipients  copies  change",
        "2017-09  01/09/2017        200           3     175  –",
        "2017-10  01/10/2017        180           3     155  −20, 1 new, 1 gone, 1 changed",
    ]
    assert main(["distribute", "--history", "issues/2017-10"]) == 0
    _head, row = capsys.readouterr().out.splitlines()
    assert row.startswith("2017-10")
    assert row.endswith("−20, 1 new, 1 gone, 1 changed")
    assert main(["distribute", "--history", "2017-11"]) == 0
    assert capsys.readouterr().out == "Nothing is recorded of 2017-11.\n"
    history = report_of(capsys, "--history")["result"]["history"]
    assert [one["issue"]["number"] for one in history] == ["9", "10"]
    assert history[0]["changes"] is None
    assert len(history[1]["changes"]["changes"]) == 3
    assert files(undrawn) == before


def test_sound_records_are_shown_beside_damaged_ones(
    undrawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["distribute", "2017-09", "--quiet"]) == 0
    (undrawn / "distribution/2017-08.json").write_text("{")
    capsys.readouterr()
    assert main(["distribute", "--history"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[1].startswith("2017-09")
    assert "D032" in said.err
    assert "written" not in said.err
    report = report_of(capsys, "--history")
    assert [one["issue"]["id"] for one in report["result"]["history"]] == ["2017-09"]
    (undrawn / "distribution/2017-09.json").unlink()
    assert main(["distribute", "--history"]) == 1
    assert capsys.readouterr().out == ""


def test_a_unit_with_none_this_month(undrawn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distribute", "2017-09", "--quiet"]) == 0
    change_list(undrawn, ",40,", ",0,")
    capsys.readouterr()
    assert main(["distribute", "2017-10"]) == 0
    assert "  Đảng ủy phường mẫu số 2: 40 → 0\n" in capsys.readouterr().out
    assert main(["distribute", "--history"]) == 0
    assert capsys.readouterr().out.splitlines()[2].endswith(" 2     135  −40, 1 changed")


def test_numbers_in_the_language_of_the_reader(
    undrawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_list(undrawn, ",40,", ",1040,")
    assert main(["distribute", "2017-09", "--lang", "vi"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("số bản in: 1.220 bản = 1.175 ")
    assert "73,9 g" in lines[1]
    assert lines[5].split()[-4:] == ["1", "1.040", "9", "78,2"]
    assert main(["distribute", "--history", "--lang", "vi"]) == 0
    assert " 1.220 " in capsys.readouterr().out


def test_notes_on_pages_are_not_passed_on(
    undrawn: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(
        workspace: Workspace, folder: Path, settings: Settings, problems: Problems, *_: Any
    ) -> Built:
        problems.add("R012", percent=50, item="a", mm=90, room=80)
        problems.add("M010", fields="x", rule="y")
        return Built((undrawn / "screen.pdf",), 36, 0, 0, 0, {})

    monkeypatch.setattr(uptodate, "bring_up_to_date", build)
    assert codes(report_of(capsys, "2017-09")) == ["M010"]


def test_another_list_for_an_issue_is_noted(
    undrawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert codes(report_of(capsys, "2017-09")) == codes(report_of(capsys, "2017-09")) == []
    change_list(undrawn, ",40,", ",41,")
    report = report_of(capsys, "2017-09")
    assert codes(report) == ["D037"]
    assert report["problems"][0]["file"] == "distribution/2017-09.json"
    assert codes(report_of(capsys, "2017-09")) == []
    record = json.loads((undrawn / "distribution/2017-09.json").read_bytes())
    assert [one["print_run"]["recipients"] for one in record["versions"]] == [175, 176]


def test_a_folder_from_a_mac_keeps_its_record(undrawn: Path) -> None:
    """There `số` is written with letters and marks apart (NFD); records are read in NFC."""
    name = unicodedata.normalize("NFD", "số-9")
    (undrawn / "issues/2017-09").rename(undrawn / "issues" / name)
    for old, new in ((40, 40), (40, 41), (41, 41)):
        change_list(undrawn, f",{old},", f",{new},")
        assert main(["distribute", name, "--quiet"]) == 0
    (record,) = (undrawn / "distribution").iterdir()
    versions = json.loads(record.read_bytes())["versions"]
    assert [one["print_run"]["recipients"] for one in versions] == [175, 176]


def test_the_papers_go_where_they_are_wanted(undrawn: Path) -> None:
    (undrawn / "khac.csv").write_text("Nơi nhận,Địa chỉ,Số lượng\nA,(mẫu) a,7\n", "utf-8")
    command = ["distribute", "2017-09", "--list", "khac.csv", "--out", "ra", "--labels", "a4-2x4"]
    assert main([*command, "--quiet"]) == 0
    assert sorted(path.name for path in (undrawn / "ra").iterdir()) == sorted(
        ["2017-09-distribution.csv", *(f"2017-09-{paper}.pdf" for paper in PAPERS)]
    )
    assert not (undrawn / "dist").exists()
    (version,) = json.loads((undrawn / "distribution/2017-09.json").read_bytes())["versions"]
    assert [one["unit"] for one in version["recipients"]] == ["A"]


# -- what is wrong


def test_an_issue_must_be_named(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distribute"]) == 2
    assert "--history" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--first-label", "0"], ["D056"]),
        (["--first-label", "22"], ["D056"]),
        (["--labels", "a4-9x9"], ["D050"]),
        (["--list", "nowhere.csv", "--labels", "a4-9x9"], ["D050", "S001"]),
    ],
)
def test_bad_choices_are_problems(
    shop: Path, capsys: pytest.CaptureFixture[str], options: list[str], wanted: list[str]
) -> None:
    report = report_of(capsys, "2017-09", *options)
    assert report["exit"] == 1
    assert sorted(codes(report)) == wanted
    assert files(shop) == {}


def test_bad_lists_are_told_before_anything_is_built(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uptodate, "bring_up_to_date", lambda *_: pytest.fail("it is built"))
    change_list(shop, ",40,", ",-40,")
    change_list(shop, ",15,", ",=15,")
    (shop / "distribution.yaml").write_text("bundle: 0\nlabels: a4-9x9\n", "utf-8")
    (shop / "issues/2017-09/issue.yaml").write_text("number: 9\n", "utf-8")
    report = report_of(capsys, "2017-09")
    assert {"D016", "D019", "S021", "S017", "D050"} <= set(codes(report))
    assert files(shop) == {}


@pytest.mark.parametrize(
    ("settings", "code", "place"),
    [
        ("parcel:\n  weight: 0.2\n", "D030", "distribution.csv"),
        ("labels: nhan-la\n", "D050", "distribution.yaml"),
    ],
)
def test_settings_that_cannot_be(
    undrawn: Path, capsys: pytest.CaptureFixture[str], settings: str, code: str, place: str
) -> None:
    (undrawn / "distribution.yaml").write_text(settings, "utf-8")
    report = report_of(capsys, "2017-09")
    (problem,) = [one for one in report["problems"] if one["severity"] == "error"]
    assert (problem["code"], problem["file"]) == (code, place)
    assert files(undrawn) == {}


def test_that_nothing_was_written_is_not_said_after_a_build(
    undrawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (undrawn / "distribution.yaml").write_text("parcel:\n  weight: 0.2\n", "utf-8")
    assert main(["distribute", "2017-09"]) == 1
    said = capsys.readouterr().err
    assert "No papers were written." in said
    assert "Nothing was written" not in said


def test_a_list_that_gives_nothing_to_anybody(
    undrawn: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uptodate, "bring_up_to_date", lambda *_: pytest.fail("it is built"))
    (undrawn / "distribution.csv").write_text("Nơi nhận,Địa chỉ,Số lượng\nA,(mẫu) a,0\n", "utf-8")
    report = report_of(capsys, "2017-09")
    assert "D031" in codes(report)
    assert files(undrawn) == {}


def test_the_imprint_says_another_print_run(
    undrawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_list(undrawn, ",40,", ",60,")
    report = report_of(capsys, "2017-09")
    (problem,) = report["problems"]
    assert (problem["code"], problem["file"], problem["line"]) == ("D035", "printshop.yaml", 7)
    assert "220 copies" in problem["message"]
    assert "200" in problem["message"]
    assert main(["distribute", "2017-10", "--strict", "--quiet"]) == 1
    assert "distribution/2017-10.json" not in files(undrawn)
    manifest = undrawn / "issues/2017-09/issue.yaml"
    manifest.write_text(f"{manifest.read_text('utf-8')}imprint:\n  copies: 230\n", "utf-8")
    (problem,) = report_of(capsys, "2017-09")["problems"]
    assert (problem["file"], problem["line"]) == ("issues/2017-09/issue.yaml", 7)
    manifest.write_text(manifest.read_text("utf-8").replace("230", "220"), "utf-8")
    assert codes(report_of(capsys, "2017-09")) == []


def test_nothing_kept_for_anybody_is_noted(
    undrawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (undrawn / "distribution.yaml").write_text("spares: 25\n", "utf-8")
    report = report_of(capsys, "2017-09")
    assert (report["exit"], codes(report)) == (0, ["D036"])
    (undrawn / "distribution.yaml").write_text("spares: 25\narchive: 0\n", "utf-8")
    assert codes(report_of(capsys, "2017-09")) == []


@pytest.mark.parametrize(
    ("record", "code", "line"),
    [
        ('{\n "format": 1,\n', "D032", 3),
        ('{"format": 1}', "D033", None),
        ('{"format": 9}', "D034", None),
    ],
)
def test_a_spoilt_record_is_told_and_stays(
    undrawn: Path,
    capsys: pytest.CaptureFixture[str],
    record: str,
    code: str,
    line: int | None,
) -> None:
    path = undrawn / "distribution/2017-09.json"
    path.parent.mkdir()
    path.write_text(record)
    for issue in (["2017-09"], ["2017-10"], ["--history"]):
        report = report_of(capsys, *issue)
        (problem,) = report["problems"]
        assert (report["exit"], problem["code"], problem["line"]) == (1, code, line)
        assert files(undrawn) == {"distribution/2017-09.json": record.encode()}


def test_an_issue_that_cannot_be_built(
    undrawn: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(
        workspace: Workspace, folder: Path, settings: Settings, problems: Problems, *_: Any
    ) -> None:
        problems.add("M006")

    monkeypatch.setattr(uptodate, "bring_up_to_date", build)
    report = report_of(capsys, "2017-09")
    assert (report["exit"], codes(report)) == (1, ["M006"])
    assert files(undrawn) == {}


def test_a_layout_whose_papers_fail(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from printshop.render import pool
    from printshop.render.job import RenderFailure

    monkeypatch.setattr(pool, "render_one", lambda job: RenderFailure(job.name, "no"))
    report = report_of(capsys, "2017-09")
    assert report["exit"] == 1
    assert set(codes(report)) == {"R001"}
    assert files(shop) == {}


@pytest.mark.parametrize("taken", ["2017-09-labels.pdf", "2017-09-distribution.csv"])
def test_a_folder_in_the_way_of_one_file_keeps_all_from_being_written(
    undrawn: Path, capsys: pytest.CaptureFixture[str], taken: str
) -> None:
    (undrawn / "dist/2017-09" / taken).mkdir(parents=True)
    report = report_of(capsys, "2017-09")
    assert (report["exit"], codes(report)) == (4, ["O001"])
    assert files(undrawn) == {}


def test_a_file_in_the_way_of_the_records_keeps_all_from_being_written(
    undrawn: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (undrawn / "distribution").write_text("x")
    report = report_of(capsys, "2017-09")
    assert (report["exit"], codes(report)) == (4, ["O001"])
    assert files(undrawn) == {}


def test_label_sheets_are_completed(shop: Path) -> None:
    from typer.testing import CliRunner

    from printshop.cli.commands import application

    words = {"COMP_WORDS": "printshop distribute --labels a4-2", "COMP_CWORD": "3"}
    made = CliRunner().invoke(application(), env={**words, "_PRINTSHOP_COMPLETE": "complete_bash"})
    assert made.output.split() == ["a4-2x4"]
