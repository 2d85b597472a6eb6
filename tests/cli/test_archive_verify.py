"""`printshop archive verify`."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from printshop import i18n
from printshop.archive.model import ARCHIVE, Kept
from printshop.archive.recordfile import write_kept
from printshop.archive.store import put
from printshop.cli.app import main
from printshop.cli.archive_verify import _part
from printshop.problems import Problems
from printshop.record import EditionRecord

TODAY = dt.date.today().isoformat()


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    i18n.set_language("en")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two old editions in its archive."""
    import io

    import pikepdf

    pdf, buffer = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(buffer)
    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    for edition in ("2001-01", "2001-02"):
        record = EditionRecord(edition, "B", "P", "1", dt.date(2001, 1, 1))
        payload: dict[str, bytes | Path] = {
            "old.pdf": buffer.getvalue(),
            "record/edition.json": write_kept(Kept(record, ("",), "pdf", "old.pdf")),
        }
        put(tmp_path / ARCHIVE, edition, payload, {}, Problems())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoil(shop: Path) -> None:
    (shop / ARCHIVE / "2001-02/v1/data/extra.txt").write_bytes(b"x")


def test_a_sound_archive(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "verify", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("2 bags, 12 files, 0.0 MB, 0 errors\n")
    assert "Nothing was written" not in printed.err


def test_errors_are_told_and_counted(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(shop)
    assert main(["archive", "verify", "--lang", "en"]) == 1
    printed = capsys.readouterr()
    assert "archive/2001-02/v1/data/extra.txt: error V052" in printed.err
    assert "1 error, 1 note.\n" in printed.err
    assert printed.out == "2 bags, 13 files, 0.0 MB, 1 error\n"
    assert main(["archive", "verify", "2001-01", "-q"]) == 0


def test_one_line_for_cron(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "verify", "--brief", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{TODAY} verify part 1/1: 2 bags, 0.0 MB, 0 errors\n"
    assert printed.err == ""
    spoil(shop)
    assert main(["archive", "verify", "--brief", "--lang", "en"]) == 1
    printed = capsys.readouterr()
    assert printed.out == f"{TODAY} verify part 1/1: 2 bags, 0.0 MB, 1 error\n"
    assert "extra.txt: error V052" in printed.err


def test_reports_by_the_ending_of_their_name(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(shop)
    assert main(["archive", "verify", "--report", "reports/r.txt", "--lang", "en"]) == 2
    assert "there is no folder" in capsys.readouterr().err
    assert not (shop / "reports").exists()
    (shop / "reports").mkdir()
    for ending, words in ((".txt", "Bags\n"), (".json", '"bags": ['), (".html", "<h2>Bags</h2>")):
        report = shop / "reports" / f"r{ending}"
        assert main(["archive", "verify", "--report", str(report), "--lang", "en"]) == 1
        text = report.read_text("utf-8")
        assert words in text
        assert "archive/2001-02/v1/data/extra.txt" in text
        assert f"reports/r{ending}" in capsys.readouterr().out
    assert main(["archive", "verify", "--report", "r.pdf"]) == 2


def test_for_programs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(shop)
    assert main(["archive", "verify", "--format", "json", "--part", "1/1"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["exit"] == 1
    assert sorted(problem["code"] for problem in report["problems"]) == ["V052", "V065"]
    assert [bag["sound"] for bag in report["result"]["bags"]] == [True, False]


def test_what_is_built_again(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An old PDF cannot be; nobody is told that it was."""
    assert main(["archive", "verify", "--rebuild", "2001-01", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert "2001-01/v1  bytes and pages sound  not built again: an old PDF\n" in printed.out
    assert "note V057" in printed.err


def test_a_report_that_cannot_be_written(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "r.txt").mkdir()
    assert main(["archive", "verify", "--report", "r.txt", "--lang", "en"]) == 4
    printed = capsys.readouterr()
    assert "O001" in printed.err
    assert "2 bags" in printed.out


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("part", ["0/3", "4/3", "3", "a/b", "today", "1/0"])
def test_parts_that_are_none(part: str) -> None:
    assert main(["archive", "verify", "--part", part]) == 2


def test_today_is_another_part_every_day() -> None:
    days = [dt.date(2026, 2, 14) + dt.timedelta(n) for n in range(30)]
    assert {_part("today/30", day) for day in days} == {(n, 30) for n in range(1, 31)}
    assert _part("3/30", days[0]) == (3, 30)


def test_a_copy_elsewhere_without_a_workspace(
    shop: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path_factory.mktemp("disk") / "copy"
    shutil.copytree(shop / ARCHIVE, copy)
    (shop / "printshop.yaml").unlink()
    verify = ["archive", "verify", "--lang", "en", "--archive"]
    assert main([*verify, str(copy)]) == 0
    for edition in ("2001-01", "2001-02"):
        shutil.rmtree(copy / edition)
        assert main([*verify, str(copy)]) == 1
        printed = capsys.readouterr()
        assert f"copy/{edition}/v1: error V051" in printed.err
        assert "Nothing was written" not in printed.err
    assert main([*verify, str(shop)]) == 1


def test_an_unknown_edition(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["archive", "verify", "2001-03", "--lang", "en"]) == 1
    assert "V005" in capsys.readouterr().err
