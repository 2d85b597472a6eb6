"""`printshop check`: an issue, its press file, and files of anybody."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from printshop import uptodate
from printshop.cli.app import main
from printshop.cli.bars import Bar
from printshop.preflight import checks
from printshop.preflight.model import Document, Finding
from printshop.press.contract import PressSpec
from support import bare_workspace, write_issue

MANIFEST = """
number: 9
date: 2017-09-12
cover: { headlines: [mot] }
sections:
  - title: Phần một
    items: [articles/mot.md]
"""
ARTICLE = """\
---
title: Bài một
pictures:
  - file: images/cau.jpg
    alt: Một cây cầu
---

Một đoạn văn.
"""
ARTICLES = {"mot.md": ARTICLE}
SOFT = "F00"
"""How the codes of resolution begin."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an issue whose press file is built, with a picture of few pixels."""
    root = bare_workspace(tmp_path_factory.mktemp("check") / "w")
    folder = write_issue(root, MANIFEST, ARTICLES)
    (folder / "images").mkdir()
    Image.effect_noise((320, 200), 60).convert("RGB").save(folder / "images/cau.jpg", quality=80)
    assert main(["build", "i", "-C", str(root), "--target", "press", "-q"]) == 0
    return root


@pytest.fixture
def shop(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "w", symlinks=True)
    return tmp_path / "w"


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["check", *map(str, arguments)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run


Say = Callable[..., tuple[int, str, str]]


def data(say: Say, *arguments: str | Path) -> dict[str, Any]:
    code, out, _err = say(*arguments, "--format", "json")
    report: dict[str, Any] = json.loads(out)
    assert report["exit"] == code
    return report


# -- an issue


def test_an_issue_in_lines(shop: Path, say: Say) -> None:
    code, out, _err = say("i", "-C", shop)
    lines = out.splitlines()
    (soft,) = [line for line in lines if f" {SOFT}" in line and "resolution" not in line]
    place, _, rest = soft.partition(": ")
    page, file, source = place.split(" · ")
    assert page.startswith("page ")
    assert file == "i-press.pdf"
    assert source.startswith("issues/i/articles/mot.md:4:")
    assert " → " in rest
    assert "print house offset-to-roi" in lines[-1]
    assert "i-press.pdf: 4 pages" in lines[-1]
    assert code == (1 if "error" in lines[-1] else 0)


def test_the_file_checked_is_the_file_built(shop: Path, say: Say) -> None:
    file = shop / "dist/i/i-press.pdf"
    before = file.read_bytes()
    file.unlink()
    report = data(say, "i", "-C", shop)
    assert [Path(f["path"]) for f in report["result"]["files"]] == [file]
    assert file.read_bytes() == before
    assert report["result"]["not_checked"] == []
    assert {"boxes", "fonts", "ink_sum", "copy"} <= set(report["result"]["checks"])
    counts = report["result"]["counts"]
    assert sum(counts.values()) == len(report["problems"])
    (soft,) = [p for p in report["problems"] if p["code"].startswith(SOFT)]
    assert (soft["pdf"], soft["file"], soft["line"]) == (
        "i-press.pdf",
        "issues/i/articles/mot.md",
        4,
    )
    assert soft["page"] > 1
    ((left, bottom, right, top),) = soft["boxes"]
    assert right - left > 50
    assert top - bottom > 50


def test_old_files_beside_a_press_file_are_named(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shop / "dist/i"
    for name in ("i-body.pdf", "cũ.PDF", "i-screen.pdf", "i-proof.pdf", "i-booklet-2.pdf", "a.txt"):
        (folder / name).write_bytes(b"")
    for _time in ("built", "found"):
        capsys.readouterr()
        assert main(["build", "i", "-C", str(shop), "--target", "press"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert "Other PDF files lie beside, not of this build: cũ.PDF, i-body.pdf" in lines
        assert lines[-1].endswith("i-press.pdf")
    assert main(["build", "i", "-C", str(shop), "--target", "press", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["others"] == ["cũ.PDF", "i-body.pdf"]


def test_a_press_without_its_target_is_a_wrong_command_line(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "i", "-C", str(shop), "--press", "mot-muc"]) == 2
    assert "--target press" in capsys.readouterr().err
    assert not (shop / "dist/i/i-screen.pdf").exists()


def test_warnings_forbid_with_strict_only(shop: Path, say: Say) -> None:
    small = shop / "issues/i/images/cau.jpg"
    Image.effect_noise((1200, 750), 60).convert("RGB").save(small, quality=80)
    report = data(say, "i", "-C", shop)
    assert report["result"]["counts"]["warning"] > 0
    assert report["result"]["counts"]["error"] == 0
    assert report["exit"] == 0
    strict = data(say, "i", "-C", shop, "--strict")
    assert strict["exit"] == 1
    assert strict["result"] == report["result"]


def test_another_print_house(shop: Path, say: Say) -> None:
    assert data(say, "i", "-C", shop, "--press", "mot-muc")["result"]["press"] == "mot-muc"
    manifest = shop / "issues/i/issue.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "press: may-in-van-phong\n", "utf-8")
    assert data(say, "i", "-C", shop)["result"]["press"] == "may-in-van-phong"


def test_a_print_house_that_nobody_knows(shop: Path, say: Say) -> None:
    code, out, err = say("i", "-C", shop, "--press", "offset-to-roy")
    assert (code, out) == (1, "")
    assert "K001" in err
    assert "offset-to-roi" in err


def test_a_broken_issue_is_not_taken_for_checked(shop: Path, say: Say) -> None:
    """The press file of an earlier build is there, but it is not what the sources say now."""
    (shop / "issues/i/articles/mot.md").unlink()
    code, out, _err = say("i", "-C", shop)
    assert code == 1
    assert "S001" in out
    assert "NOT CHECKED: the press file: there is none" in out
    assert "i-press.pdf" not in out
    report = data(say, "i", "-C", shop)
    assert report["result"]["files"] == []
    assert {entry["name"] for entry in report["result"]["not_checked"]} >= {"file"}
    code, _out, _err = say("i", "-C", shop, "--format", "html")
    assert code == 1
    assert "there is none" in (shop / "dist/i/i-check.html").read_text("utf-8")


def test_the_copy_is_checked_where_the_layout_cannot_set_it(shop: Path, say: Say) -> None:
    manifest = shop / "issues/i/issue.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "layout: khong-co\n", "utf-8")
    (shop / "issues/i/images/thua.jpg").write_bytes((shop / "issues/i/images/cau.jpg").read_bytes())
    report = data(say, "i", "-C", shop)
    assert report["exit"] == 1
    assert {"L001", "C001"} <= {p["code"] for p in report["problems"]}
    assert [entry["name"] for entry in report["result"]["not_checked"]] == ["file"]


def test_what_is_missing_on_the_machine(
    shop: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*arguments: Any) -> None:
        arguments[3].add("E001", library="Pango", command="apt-get install pango")

    monkeypatch.setattr(uptodate, "bring_up_to_date", cannot)
    code, out, _err = say("i", "-C", shop)
    assert code == 3
    assert "E001" in out
    assert "NOT CHECKED" in out


# -- the report


def test_a_report_for_the_browser(shop: Path, say: Say) -> None:
    code, out, _err = say("i", "-C", shop, "--format", "html")
    page = (shop / "dist/i/i-check.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "i-press.pdf" in page
    assert "data:image/jpeg;base64," in page
    assert out.splitlines()[-1].endswith("i-check.html")
    elsewhere = shop / "a b/báo cáo.html"
    assert say("i", "-C", shop, "--format", "html", "--out", elsewhere, "-q") == (code, "", "")
    assert elsewhere.read_text("utf-8") == page, "the same report has the same bytes"


def test_lines_and_data_into_a_file(shop: Path, say: Say) -> None:
    for kind in ("text", "json"):
        _code, printed, _err = say("i", "-C", shop, "--format", kind)
        code, out, _err = say("i", "-C", shop, "--format", kind, "--out", shop / "report")
        assert out == ""
        assert (shop / "report").read_text("utf-8") == printed
        assert code in (0, 1)


def test_a_report_that_cannot_be_written(shop: Path, say: Say) -> None:
    (shop / "file").write_text("in the way")
    code, out, err = say("i", "-C", shop, "--format", "html", "--out", shop / "file/r.html")
    assert code == 4
    assert out == ""
    assert "O001" in err


def test_it_speaks_vietnamese(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "vi", "check", "i", "-C", str(shop)])
    out = capsys.readouterr().out
    assert " · i-press.pdf" in out
    assert "nhà in offset-to-roi" in out


# -- a file of anybody


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A page as office programs write them: red as light, no trim, a link."""
    pdf = pikepdf.Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(b"1 0 0 rg 100 100 300 300 re f")
    path = tmp_path / "ngoài.pdf"
    pdf.save(path)
    return path


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "nowhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.usefixtures("nowhere")
def test_a_file_without_a_workspace(foreign: Path, say: Say) -> None:
    code, out, _err = say("--file", foreign)
    assert code == 1
    assert "page 1 · ngoài.pdf: error F" in out
    assert out.splitlines()[-1].endswith("print house offset-to-roi")
    report = data(say, "--file", foreign, "--press", "mot-muc")
    assert report["result"]["press"] == "mot-muc"
    assert all(p["file"] is None for p in report["problems"])
    assert "F053" not in out, "an advertisement is one page"
    assert say("--file", foreign, "--format", "html", "-q")[0] == 1
    assert "ngoài.pdf" in foreign.with_name("ngoài-check.html").read_text("utf-8")


def test_a_file_by_the_rules_of_an_issue(shop: Path, foreign: Path, say: Say) -> None:
    press = shop / "dist/i/i-press.pdf"
    press.unlink()
    report = data(say, "i", "-C", shop, "--file", foreign)
    assert [f["name"] for f in report["result"]["files"]] == ["ngoài.pdf"]
    assert "F053" in {p["code"] for p in report["problems"]}
    assert "copy" in report["result"]["checks"]
    assert not press.exists(), "nothing is built"


def test_a_file_of_ours_is_judged_as_it_was(shop: Path, say: Say) -> None:
    file = shop / "dist/i/i-press.pdf"
    by_issue = data(say, "i", "-C", shop)
    by_file = data(say, "-C", shop, "--file", file)
    found = [[p["code"], p["page"]] for p in by_issue["problems"] if p["pdf"]]
    assert [[p["code"], p["page"]] for p in by_file["problems"]] == found


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04 a document", b"\0" * 4096])
def test_no_pdf_at_all(tmp_path: Path, say: Say, content: bytes) -> None:
    path = tmp_path / "bài.pdf"
    path.write_bytes(content)
    code, out, _err = say("--file", path)
    assert code == 1
    assert "NOT CHECKED: the press file: `bài.pdf` cannot be read" in out
    assert ("it is no PDF file" in out) == (not content.startswith(b"%PDF"))
    assert data(say, "--file", path)["result"]["checks"] == []
    assert say("--file", path, "--format", "html")[0] == 1


@pytest.mark.usefixtures("nowhere")
def test_a_locked_file(foreign: Path, say: Say) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(foreign) as pdf:
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    foreign.write_bytes(buffer.getvalue())
    code, out, _err = say("--file", foreign)
    assert code == 1
    assert "NOT CHECKED: the press file: `ngoài.pdf` is locked with a password" in out


@pytest.mark.usefixtures("nowhere")
def test_a_file_that_is_not_there(tmp_path: Path, say: Say) -> None:
    for path, problem in ((tmp_path / "gone.pdf", "S001"), (tmp_path, "S002")):
        code, out, err = say("--file", path)
        assert (code, out) == (1, "")
        assert problem in err


def test_neither_issue_nor_file(say: Say) -> None:
    code, out, err = say()
    assert (code, out) == (2, "")
    assert "--file" in err


# -- faults of our own


@pytest.mark.usefixtures("nowhere")
def test_a_check_that_breaks_hides_no_other(
    foreign: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(document: Document, rules: PressSpec) -> list[Finding]:
        raise RecursionError(document.name)

    monkeypatch.setitem(checks.CHECKS, "fonts", breaks)
    code, out, _err = say("--file", foreign)
    assert code == 70
    assert "NOT CHECKED: `fonts`: printshop failed there: RecursionError" in out
    assert "F034" in out
    assert "fonts" not in data(say, "--file", foreign)["result"]["checks"]


def test_a_bar_may_begin_again() -> None:
    bar = Bar()
    for _ in range(2):
        bar.stage("read", 1)
        bar.step("a")
        bar.finish()
