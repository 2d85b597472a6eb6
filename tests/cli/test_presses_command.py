"""`printshop presses`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from printshop import i18n
from printshop.cli.app import main
from support import REPOSITORY

OWN = """\
description: Của tỉnh
condition: { identifier: OWN, description: D, profile: FOGRA39L_coated.icc }
standard: none
inks: black
palette: one-ink
spots: 1
bleed: { inside: 0 }
marks: { colour_bars: no, slug: no, offset: 2.5 }
cover: { apart: yes, binding: perfect, caliper: 0.12 }
"""
STOCK = ["may-in-van-phong", "mot-muc", "offset-bao", "offset-to-roi"]


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    i18n.set_language("en")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    (tmp_path / "presses").mkdir()
    (tmp_path / "presses/nha-in.yaml").write_text(OWN, "utf-8")
    return tmp_path


def report_of(capsys: pytest.CaptureFixture[str], root: Path, *command: str) -> dict[str, Any]:
    capsys.readouterr()
    code = main(["presses", *command, "-C", str(root), "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["exit"] == code
    return report


def test_the_list_for_programs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = report_of(capsys, shop)
    assert report["problems"] == []
    assert report_of(capsys, shop, "list") == report
    presses = {press["name"]: press for press in report["result"]["presses"]}
    assert sorted(presses) == sorted([*STOCK, "nha-in"])
    assert presses["nha-in"]["file"] == "presses/nha-in.yaml"
    assert presses["offset-to-roi"]["file"] == str(REPOSITORY / "presses/offset-to-roi.yaml")
    assert presses["offset-bao"]["images"]["photo"] == {"error": 100, "warning": 150}


def test_the_list_for_people(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presses", "--lang", "en", "-C", str(shop)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    lines = said.out.splitlines()
    assert lines[lines.index("nha-in: Của tỉnh") + 1] == (
        "  ordinary PDF; black alone, and at most 1 besides; OWN"
    )
    assert "  PDF/X-4; cyan, magenta, yellow, black; FOGRA39" in lines


def test_a_press_with_errors_hides_no_other(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shop / "presses/hong.yaml").write_text(OWN + "file_name: '{so}'\n", "utf-8")
    report = report_of(capsys, shop)
    assert report["exit"] == 1
    places = [(p["code"], p["file"], p["line"]) for p in report["problems"]]
    assert places == [("K003", "presses/hong.yaml", 10)]
    assert [press["name"] for press in report["result"]["presses"]] == [
        *STOCK[:2],
        "nha-in",
        *STOCK[2:],
    ]
    assert main(["presses", "-C", str(shop)]) == 1
    said = capsys.readouterr()
    assert "nha-in: " in said.out
    assert "presses/hong.yaml:10:12" in said.err


def test_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presses", "-C", str(tmp_path)]) == 1
    assert "M001" in capsys.readouterr().err
    report = report_of(capsys, tmp_path)
    assert report["result"] is None


def test_show_for_programs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = report_of(capsys, shop, "show", "nha-in")
    assert report["problems"] == []
    press = report["result"]["press"]
    assert press["name"] == "nha-in"
    assert press["bleed"] == {"head": 3, "foot": 3, "inside": 0, "outside": 3}
    assert press["ink_limit"]["total"] == 320, "what the file leaves unsaid is there too"
    assert press["profile"]["sha256"].startswith("b35713ef7eff0934")


def test_show_for_people(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presses", "show", "nha-in", "--lang", "en", "-C", str(shop)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        "nha-in: Của tỉnh",
        "  file: presses/nha-in.yaml",
        "  standard: ordinary PDF",
        "  printing condition: OWN, D",
        f"  profile: {REPOSITORY.as_posix()}/presses/FOGRA39L_coated.icc",
        "  inks: black alone, and at most 1 besides",
        "  palette, where the issue chose none: one-ink",
        "  bleed: head 3 mm, foot 3 mm, inside 0 mm, outside 3 mm",
        "  marks: crop marks, registration crosses, 2.5 mm from the bleed",
        "  ink on one spot: at most 320 %, measured over 15 mm²",
        "  photographs: prepared for 300 ppi; an error below 150 ppi, a warning below 225",
        "  black-and-white line art: an error below 300 ppi, a warning below 600",
        "  lines: thicker than 0.125 pt; white in colour, 0.5 pt at least",
        "  text: 5 pt at least, 8 pt in several inks, 7 pt white in colour, 12 pt in black of "
        "several inks",
        "  pages: a multiple of 4; text 3 mm from the trim at least",
        "  cover: a file of its own, glued; a leaf inside is 0.12 mm thick",
        "  names of files: {issue}-{part}",
    ]


def test_show_of_a_stock_press(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presses", "show", "may-in-van-phong", "--lang", "en", "-C", str(shop)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"  bleed: none", "  marks: none", "  cover: in the same file"} <= set(lines)
    assert main(["presses", "show", "offset-to-roi", "--lang", "en", "-C", str(shop)]) == 0
    assert "  bleed: 3 mm on every edge" in capsys.readouterr().out.splitlines()


def test_both_speak_vietnamese(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presses", "--lang", "vi", "-C", str(shop)]) == 0
    assert "chỉ mực đen" in capsys.readouterr().out
    assert main(["presses", "show", "nha-in", "--lang", "vi", "-C", str(shop)]) == 0
    shown = capsys.readouterr().out
    assert "  tràn lề: " in shown
    assert "at least" not in shown
    assert main(["presses", "show", "nha-inn", "--lang", "vi", "-C", str(shop)]) == 1
    assert "không có nhà in `nha-inn`" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["text", "json"])
def test_no_such_press(format: str, shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["presses", "show", "offset-ba", "-C", str(shop), "--lang", "en", "--format", format]
    assert main(command) == 1
    said = capsys.readouterr()
    text = said.err if format == "text" else said.out
    assert "K001" in text
    assert "offset-bao" in text


def test_help_of_the_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presses", "--help"]) == 0
    out = capsys.readouterr().out
    assert "show" in out
    assert "list" in out
