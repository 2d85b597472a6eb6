"""Broken workspaces: each folder of `broken/` says what is printed for it, and that is compared.

A case is laid over the sound workspace `broken/_base`; its name begins with the code it is for.
`golden.txt` is the exit code and what is printed; `--update-golden` writes it anew: read the
difference before you believe it. What git or an editor would spoil is made by the case's `make.py`.
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from printshop import i18n
from printshop.cli.app import main
from printshop.problems import CATALOGUE, Problems, Severity
from printshop.problems.printers import as_text
from support import allow_white_space

REPOSITORY = Path(__file__).parent.parent
BROKEN = Path(__file__).parent / "broken"
CASES = sorted(p for p in BROKEN.iterdir() if p.is_dir() and not p.name.startswith("_"))
EARLIER = b"%PDF-1.7 the earlier output\n"
ELSEWHERE = {
    "M001": "no workspace at all: the command line finds it (tests/cli)",
    "M002": "no such issue: the command line finds it (tests/cli)",
    "M008": "only `printshop new` names issues (tests/cli)",
    "M009": "only `printshop new` and `init` make folders (tests/cli)",
    "M014": "only `printshop new` names issues (tests/cli)",
    "K013": "nothing that a layout can ask for (tests/prepress/test_press_target.py)",
}
"""Codes of the rooms S, M, A, P, L and K that `printshop build` on an issue cannot meet."""


def workspace(root: Path, case: Path | None = None) -> Path:
    """The sound workspace in `root`, with `case` laid over it and an earlier output."""
    shutil.copytree(BROKEN / "_base", root)
    for name in ("_base", "ban-tin", "to-tin"):
        shutil.copytree(REPOSITORY / "layouts" / name, root / "layouts" / name)
    allow_white_space(root, 100)  # the articles are short
    (root / "fonts").symlink_to(REPOSITORY / "fonts")
    if case:
        ignored = shutil.ignore_patterns("golden.txt", "make.py", "__pycache__")
        shutil.copytree(case, root, dirs_exist_ok=True, ignore=ignored)
        if (case / "make.py").is_file():
            runpy.run_path(str(case / "make.py"))["make"](root)
    earlier = root / "dist/i/i-screen.pdf"
    earlier.parent.mkdir(parents=True)
    earlier.write_bytes(EARLIER)
    return root


def files(root: Path) -> set[str]:
    """All files, save those that can be made again."""
    paths = (p.relative_to(root) for p in root.rglob("*") if not p.is_dir())
    return {p.as_posix() for p in paths if p.parts[0] != ".printshop"}


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_workspace(
    case: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    code = case.name.split("-")[0]
    root = workspace(tmp_path / "workspace", case)
    before = files(root)
    strict = ["--strict"] if CATALOGUE[code].severity is Severity.WARNING else []

    target = ["--target", "press"] if code.startswith("K") else []

    exit_code = main(["build", "i", "-C", str(root), "--quiet", *strict, *target])

    printed = capsys.readouterr()
    golden = case / "golden.txt"
    found = f"exit {exit_code}\n{printed.err}"
    if request.config.getoption("--update-golden"):
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")
    assert exit_code == 1
    assert re.search(rf" {code}: ", printed.err), "the case does not show the code it is for"
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert (root / "dist/i/i-screen.pdf").read_bytes() == EARLIER
    assert files(root) == before


@pytest.mark.usefixtures("english")
def test_base_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "workspace")
    assert main(["build", "i", "-C", str(root), "--quiet", "--strict"]) == 0
    assert capsys.readouterr().err == ""
    assert (root / "dist/i/i-screen.pdf").read_bytes() != EARLIER


def test_every_code_has_a_case() -> None:
    shown = {case.name.split("-")[0] for case in CASES}
    wanted = {code for code in CATALOGUE if code[0] in "SMAPLK"} - ELSEWHERE.keys()
    assert shown == wanted
    assert ELSEWHERE.keys() <= CATALOGUE.keys()


MANY_ISSUE = """\
nummer: 9
date: 31/02/2017
cover:
  image: images/b.jpg
  focus: [50, 40]
sections:
  - titel: Nghiệp vụ
    items:
      - articles/a.md
      - articles/c.md
      - artikel: articles/b.md
      - article: ../../../b.md
        start: left
"""
MANY_ARTICLE = """\
---
title: Bài thứ nhất
date: hôm qua
pictures:
  - file: images/a.jpeg
    with: span
---

Đoạn văn.
"""


@pytest.mark.usefixtures("english")
def test_every_fault_is_told_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "workspace")
    with (root / "printshop.yaml").open("a", encoding="utf-8") as stream:
        stream.write("colour: đỏ\n")
    (root / "issues/i/issue.yaml").write_text(MANY_ISSUE, "utf-8")
    (root / "issues/i/articles/a.md").write_text(MANY_ARTICLE, "utf-8")

    assert main(["build", "i", "-C", str(root), "--quiet"]) == 1

    told = re.findall(r"(?m)^(\S+:\d+:\d+): error (\w+):", capsys.readouterr().err)
    issue, article = "issues/i/issue.yaml", "issues/i/articles/a.md"
    assert set(told) == {
        ("printshop.yaml:10:1", "S018"),
        (f"{issue}:1:1", "S018"),
        (f"{issue}:2:7", "S022"),
        (f"{issue}:4:10", "P001"),
        (f"{issue}:5:11", "S021"),
        (f"{issue}:5:15", "S021"),
        (f"{issue}:7:5", "S018"),
        (f"{issue}:10:9", "S001"),
        (f"{issue}:11:9", "S024"),
        (f"{issue}:12:18", "S011"),
        (f"{issue}:13:16", "S020"),
        (f"{article}:3:7", "S022"),
        (f"{article}:6:5", "S018"),
    }


@pytest.mark.usefixtures("english")
def test_an_import_in_the_way_of_an_article(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "workspace")
    (tmp_path / "b.txt").write_text("Tên bài\n\nMột đoạn.\n", "utf-8")
    named = ["import", str(tmp_path / "b.txt"), "-C", str(root), "--into", "i", "--name"]
    assert main([*named, "b"]) == 1
    told = capsys.readouterr().err
    assert "M009: `issues/i/articles/b.md` is already there" in told
    assert "`--name b-2`" in told
    assert "remove" not in told
    assert main([*named, "b-2"]) == 0


@pytest.fixture
def vietnamese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The translation as it stands in the repository, whether installed or not."""
    folder = tmp_path / "locale/vi/LC_MESSAGES"
    folder.mkdir(parents=True)
    with (REPOSITORY / "locale/vi.po").open("rb") as source:
        catalogue = read_po(source)
    if not catalogue[CATALOGUE["P001"].message].string:
        pytest.skip("vi.po does not translate P001 yet (test_messages.py fails meanwhile)")
    with (folder / "printshop.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    monkeypatch.setattr(i18n, "_LOCALE_DIR", tmp_path / "locale")
    yield
    i18n.set_language("en")


@pytest.mark.usefixtures("vietnamese")
def test_a_missing_picture_is_told_in_vietnamese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = workspace(tmp_path / "workspace", BROKEN / "P001-wrong-suffix")
    assert main(["--lang", "vi", "build", "i", "-C", str(root), "--quiet"]) == 1
    told = capsys.readouterr().err
    assert re.search(r"ảnh `images/a\.jpeg`", told)
    assert "không có" in told
    assert re.search(r"Có .*`images/a\.jpg`", told)


def test_names_that_are_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = workspace(tmp_path / "workspace")
    (root / "issues/i/articles" / os.fsdecode(b"b\xff.md")).write_text("x")
    for options in (["--format", "json"], ["--quiet"]):
        assert main(["build", "i", "-C", str(root), "--strict", *options]) == 1
        printed = capsys.readouterr()
        (printed.out + printed.err).encode("utf-8")
        assert "M007" in printed.out + printed.err


def test_control_characters_never_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"title: \x1b[31mred\n")
    problems = Problems()
    problems.add("S022", value="\x1b]0;title\x07\nx")
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", as_text(problems, tmp_path))
