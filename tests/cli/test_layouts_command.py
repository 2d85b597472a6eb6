from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from printshop.cli.app import main
from support import REPOSITORY, bare_workspace

SMALL = """\
description: little of everything
extends: _base
trim: [120, 160]
margins: { inside: 12, outside: 10, head: 15, foot: 15 }
columns: 1
white_space: 100
max_pages: 4
palettes: null
options:
  line: { type: text, description: words on top, max: 20, default: giấy }
  frame: { type: switch, description: a frame }
kinds:
  contents: null
  opener: null
  group: null
  photos: null
  filler: null
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = bare_workspace(tmp_path / "w")
    for folder in root.glob("layouts/[!_]*"):
        folder.rename(tmp_path / folder.name)
    (root / "layouts/nho").mkdir()
    (root / "layouts/nho/layout.yaml").write_text(SMALL, "utf-8")
    return root


def listed(capsys: pytest.CaptureFixture[str], root: Path, *command: str) -> dict[str, Any]:
    capsys.readouterr()
    code = main(["layouts", *command, "-C", str(root), "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["exit"] == code
    return report


def test_the_stock_layouts(capsys: pytest.CaptureFixture[str]) -> None:
    report = listed(capsys, REPOSITORY)
    assert report["problems"] == []
    assert listed(capsys, REPOSITORY, "list") == report
    layouts = {layout["name"]: layout for layout in report["result"]["layouts"]}
    assert [name for name in layouts if name.startswith("_")] == []
    bulletin = layouts["ban-tin"]
    assert bulletin["trim"] == [190, 270]
    assert bulletin["columns"] == 2
    assert {"feature", "brief"} <= set(bulletin["kinds"]["article"])
    options = {option["name"]: option for option in bulletin["options"]}
    assert options["palette"]["choices"] == ["colour", "one-ink", "two-ink"]
    assert options["palette"]["default"] == "colour"
    assert options["accent"]["type"] == "colour"
    assert "one-ink" in bulletin["palettes"]


def test_the_list_for_people(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layouts", "--lang", "en", "-C", str(shop)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[0] == "nho: little of everything"
    assert "  120 × 160 mm, 1 column" in lines
    assert "    line: words, at most 20 characters; default: giấy" in lines
    assert "    frame: yes or no; default: no" in lines
    assert "    masthead: the path of a picture" in lines
    assert any("article (feature, brief), imprint" in line for line in lines)


def test_a_layout_with_errors_hides_no_other(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (shop / "layouts/hong").mkdir()
    (shop / "layouts/hong/layout.yaml").write_text("extends: nho\ncolumns: chín\n", "utf-8")
    report = listed(capsys, shop)
    assert report["exit"] == 1
    assert [problem["file"] for problem in report["problems"]] == ["layouts/hong/layout.yaml"]
    assert [layout["name"] for layout in report["result"]["layouts"]] == ["nho"]
    assert main(["layouts", "-C", str(shop)]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("nho: ")
    assert "layouts/hong/layout.yaml:2:10" in said.err


def test_no_layouts_and_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layouts", "-C", str(tmp_path)]) == 1
    assert "M001" in capsys.readouterr().err
    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    assert main(["layouts", "--lang", "en", "-C", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("There are no layouts in ")


def test_help_of_the_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["layouts", "--help"]) == 0
    out = capsys.readouterr().out
    assert "show" in out
    assert "list" in out


def test_show_builds_a_specimen(
    shop: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    report = listed(capsys, shop, "show", "nho")
    assert report["problems"] == []
    made = shop / "dist/layouts/nho.pdf"
    assert report["result"]["files"] == [str(made)]
    assert report["result"]["pages"] == [len(PdfReader(made).pages)]
    assert report["result"]["pages"][0] > 4, "more than an issue may have, and no M011"
    assert (shop / ".printshop/specimens/nho/issue.yaml").is_file()

    other = tmp_path / "elsewhere" / "o.pdf"
    stale = shop / ".printshop/specimens/nho/articles/cu.md"
    stale.write_text("---\ntitle: Cũ\n---\n\nCũ.\n", "utf-8")
    arguments = ["layouts", "show", "nho", "-C", str(shop), "--out", str(other), "--lang", "en"]
    assert main(arguments) == 0
    assert not stale.exists()
    assert other.read_bytes() == made.read_bytes()
    assert "o.pdf: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "known"),
    [
        (["nhỏ"], "L001", "Layouts here: nho."),
        (["_base"], "L001", "Layouts here: nho."),
        (["nho", "--palette", "one-ink"], "L011", "accent"),
    ],
)
def test_what_is_not_there(
    arguments: list[str], code: str, known: str, shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["layouts", "show", *arguments, "-C", str(shop), "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert code in said
    assert known in said
    assert not (shop / "dist").exists()


def test_a_palette_there_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = bare_workspace(tmp_path / "w")
    shown = ["layouts", "show", "ban-tin", "--palette", "one-ik", "-C", str(root), "--lang", "en"]
    assert main(shown) == 1
    said = capsys.readouterr().err
    assert "L014" in said
    assert "`one-ink`" in said
