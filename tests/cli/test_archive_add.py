"""`printshop archive add`, `add-pdf`, `list` and `show`."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from printshop.cli.app import main
from support import bare_workspace, write_issue

MANIFEST = """
number: 9
date: 2017-09-12
cover: { headlines: [mot] }
sections:
  - title: Phần một
    items: [articles/mot.md]
"""
ARTICLE = "---\ntitle: Bài một\nauthors: [Tổ biên tập]\n---\n\nMột đoạn văn.\n"


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an issue and an old file in the archive; not to be changed."""
    root = bare_workspace(tmp_path_factory.mktemp("archive") / "w")
    write_issue(root, MANIFEST, {"mot.md": ARTICLE}, "2017-09")
    assert main(["archive", "add", "2017-09", "-C", str(root), "-q"]) == 0
    (root / "old.pdf").write_bytes(old())
    options = ["--date", "12/05/2009", "--number", "5", "--title", "Kỷ niệm"]
    assert main(["archive", "add-pdf", str(root / "old.pdf"), *options, "-C", str(root)]) == 0
    return root


def old() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


Report = Callable[..., dict[str, Any]]


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Report:
    def run(*arguments: str | Path) -> dict[str, Any]:
        capsys.readouterr()
        code = main(["archive", *map(str, arguments), "--format", "json"])
        said = json.loads(capsys.readouterr().out)
        assert isinstance(said, dict)
        assert said["exit"] == code
        return said

    return run


def test_add_says_what_it_did(archived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "archive", "add", "2017-09", "-C", str(archived)]) == 0
    assert "2017-09/v1 is in the archive already" in capsys.readouterr().out


def test_add_for_programs(archived: Path, report: Report) -> None:
    said = report("add", "2017-09", "-C", archived)
    result = said["result"]
    assert result["folder"] == "archive/2017-09/v1"
    assert (result["version"], result["unchanged"], result["items"]) == (1, True, 1)
    assert {problem["code"] for problem in said["problems"]} <= {"V013"}


def test_a_difference_without_a_reason_fails(
    archived: Path, report: Report, tmp_path: Path
) -> None:
    root = shutil.copytree(archived, tmp_path / "w")
    (root / "issues/2017-09/articles/mot.md").write_text(ARTICLE.replace("đoạn", "bài"), "utf-8")
    said = report("add", "2017-09", "-C", root)
    assert said["exit"] == 1
    assert "V004" in {problem["code"] for problem in said["problems"]}
    said = report("add", "2017-09", "--reason", "Sửa chữ", "-C", root)
    assert said["result"]["version"] == 2
    listed = report("list", "-C", root)["result"]["editions"]
    assert [row["versions"] for row in listed] == [[1], [1, 2]]
    shown = report("show", "2017-09", "-C", root)["result"]
    assert [version["reason"] for version in shown["versions"]] == ["", "Sửa chữ"]
    assert report("show", "2017-09/v1", "-C", root)["result"]["version"] == 1


def test_strict_keeps_nothing(archived: Path, report: Report, tmp_path: Path) -> None:
    root = shutil.copytree(archived, tmp_path / "w")
    (root / "dist/2017-09").mkdir(parents=True)
    (root / "dist/2017-09/2017-09-press.pdf").write_bytes(b"an old draft")
    said = report("add", "2017-09", "--strict", "--reason", "Thử", "-C", root)
    assert said["exit"] == 1
    assert [problem["code"] for problem in said["problems"]] == ["V012"]
    assert not (root / "archive/2017-09/v2").exists()


def test_list(archived: Path, report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    rows = report("list", "-C", archived)["result"]["editions"]
    assert [row["edition"] for row in rows] == ["2009-05", "2017-09"]
    assert rows[0]["pages"] == 1
    assert rows[0]["name"] == "Thông tin – số 5 (05/2009): Kỷ niệm"
    assert rows[1]["bytes"] > 100_000
    assert rows[1]["date"] == "2017-09-12"
    assert main(["--lang", "en", "archive", "-C", str(archived)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["edition", "version"]
    assert lines[1].startswith("2009-05  v1")
    assert lines[-1].startswith("2 editions, ")


def test_list_of_an_empty_archive(
    tmp_path: Path, report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    root = bare_workspace(tmp_path / "w")
    (root / "archive").mkdir()
    assert report("list", "-C", root)["result"]["editions"] == []
    assert main(["--lang", "en", "archive", "list", "-C", str(root)]) == 0
    assert "There are no editions" in capsys.readouterr().out


def test_a_bag_that_cannot_be_read_hides_no_other(
    archived: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = shutil.copytree(archived, tmp_path / "w")
    (root / "archive/2009-05/v1/bag-info.txt").unlink()
    assert main(["--lang", "en", "archive", "list", "-C", str(root)]) == 1
    said = capsys.readouterr()
    assert "2017-09" in said.out
    assert "V006" in said.err


def test_sizes_as_the_language_writes_them(
    archived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, size in (("en", r"\d\.\d MB"), ("vi", r"\d,\d MB")):
        assert main(["--lang", language, "archive", "list", "-C", str(archived)]) == 0
        lines = capsys.readouterr().out.splitlines()[1:]
        assert all(re.search(size, line) for line in lines)


def test_whoever_has_read_enough_gets_no_traceback(archived: Path) -> None:
    """`archive list | head -0`."""
    script = "from printshop.cli.app import run; run()"
    for arguments in (["archive", "list", "-C", str(archived)], ["archive", "--help"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writing)
        assert done.stderr == b""
        assert done.returncode == 0 or "--help" in arguments  # there it is the library's 1


def test_show(archived: Path, report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    result = report("show", "2017-09", "-C", archived)["result"]
    assert Path(result["pdf"]).is_file()
    assert result["record"]["items"][0]["authors"] == ["Tổ biên tập"]
    assert {file["path"] for file in result["files"]} > {"README.txt", "2017-09-archive.pdf"}
    assert main(["--lang", "en", "archive", "show", "2017-09", "-C", str(archived)]) == 0
    out = capsys.readouterr().out
    assert "Bài một – Tổ biên tập" in out
    assert "2017-09-archive.pdf" in out.splitlines()[-1]
    assert main(["--lang", "en", "archive", "show", "2009-05", "-C", str(archived)]) == 0
    assert "an old file that printshop did not make" in capsys.readouterr().out


def test_show_what_is_not_there(archived: Path, report: Report) -> None:
    said = report("show", "2017-9", "-C", archived)
    assert said["exit"] == 1
    (problem,) = said["problems"]
    assert problem["code"] == "V005"
    assert "2017-09" in problem["hint"]


def test_add_pdf_asks_on_a_terminal_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = bare_workspace(tmp_path / "w")
    (root / "old.pdf").write_bytes(old())
    command = ["--lang", "en", "archive", "add-pdf", str(root / "old.pdf"), "-C", str(root), "-q"]
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(command) == 1
    assert capsys.readouterr().err.count("V021") == 2

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("12/05/2009\n5\n"))
    assert main(command) == 0
    assert (root / "archive/2009-05/v1/data/2009-05-archive.pdf").read_bytes() == old()


def test_add_pdf_with_a_wrong_day(archived: Path, report: Report) -> None:
    said = report("add-pdf", archived / "old.pdf", "--date", "31/02/2009", "-C", archived)
    assert [problem["code"] for problem in said["problems"]] == ["S022"]


def test_add_pdf_with_a_file_of_details(archived: Path, report: Report, tmp_path: Path) -> None:
    details = tmp_path / "d.yaml"
    details.write_text("number: 6\ndate: 2009-06-12\narticles:\n  - {title: A, page: 1}\n")
    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: C\n")
    said = report("add-pdf", archived / "old.pdf", "--metadata", details, "-C", tmp_path)
    assert said["result"]["edition"] == "2009-06"
    assert said["result"]["items"] == 1


def test_a_bag_cannot_move_the_cursor(
    archived: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its titles are somebody's, and so is what they do to a terminal."""
    root = tmp_path / "archive"
    shutil.copytree(archived / "archive", root)
    (root / "catalogue.sqlite").unlink(missing_ok=True)
    record = root / "2017-09/v1/data/record/edition.json"
    data = json.loads(record.read_text("utf-8"))
    data["edition"]["title"] = "\x1b[2J xoay"
    for item in data["edition"]["items"]:
        item["title"] = item["section"] = item["text"] = "\x1b]0;xoay\x07 xoay"
    record.write_text(json.dumps(data), "utf-8")
    info = root / "2017-09/v1/bag-info.txt"
    said = re.sub(r"(External-Description:).*", "\\1 \x1b[2J xoay", info.read_text("utf-8"))
    info.write_text(said, "utf-8")
    for command in (["list"], ["show", "2017-09"], ["search", "xoay"]):
        main(["archive", *command, "--archive", str(root)])
        printed = capsys.readouterr()
        assert "xoay" in printed.out, command
        assert "\x1b" not in printed.out + printed.err
        assert "\x07" not in printed.out
