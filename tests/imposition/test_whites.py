"""White pages of booklets as an issue's manifest wants them, read back from the sheets."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from printshop.imposing import Imposed, Wanted, impose_issue
from printshop.problems import Problems, StopBuild
from printshop.settings import Settings
from printshop.workspace import Workspace
from support import bare_workspace, write_issue

MANIFEST = """\
number: 9
date: 12/09/2017
contents: null
sections:
  - title: Tin
    items: [articles/mot.md, articles/hai.md, articles/ba.md]
"""
WANTED = Wanted(printer="a3-hai-mat", marks=False)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An issue of 5 pages: cover, three articles of a page, back cover."""
    root = bare_workspace(tmp_path_factory.mktemp("shop") / "w")
    words = {name: f"---\ntitle: Bài {name}\n---\n\nđoạn {name}\n" for name in ("mot", "hai", "ba")}
    write_issue(root, MANIFEST, {f"{name}.md": text for name, text in words.items()})
    return root


def imposed(
    shop: Path, booklet: str, wanted: Wanted = WANTED, problems: Problems | None = None
) -> Imposed:
    manifest = shop / "issues/i/issue.yaml"
    if manifest.read_text("utf-8") != MANIFEST + booklet:
        manifest.write_text(MANIFEST + booklet, "utf-8")
    noted = Problems() if problems is None else problems
    made = impose_issue(Workspace(shop), manifest.parent, wanted, Settings(), noted)
    assert made is not None, list(noted)
    return made


def articles_on(path: Path) -> list[list[str]]:
    """The articles on each side, from the left; the sheets' contents show pages in that order."""
    return [re.findall(r"Bài (mot|hai|ba)", page.extract_text()) for page in PdfReader(path).pages]


def test_white_pages_are_where_the_manifest_wants_them(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = imposed(shop, "booklet:\n  blanks: [cover, 3, hai]\n")
    # cover, white, mot, hai, white, white, ba, back cover
    assert made.imposition.sequence == (0, None, 1, 2, None, None, 3, 4)
    assert articles_on(made.files[0]) == [[], ["ba"], ["mot"], ["hai"]]
    # nothing has changed, so nothing is built
    monkeypatch.setattr("printshop.build.build", lambda *_: pytest.fail("built again"))
    again = imposed(shop, "booklet:\n  blanks: [cover, 3, hai]\n")
    assert again.imposition == made.imposition
    told = imposed(shop, "booklet:\n  blanks: [cover, 3, hai]\n", replace(WANTED, blanks="at-end"))
    assert told.imposition.sequence == (0, 1, 2, 3, 4, None, None, None)
    monkeypatch.undo()
    flat = imposed(shop, "booklet:\n  blanks: [cover]\n", replace(WANTED, scheme="n-up"))
    assert flat.imposition.sequence[:5] == (0, 1, 2, 3, 4)  # no booklet


@pytest.mark.parametrize(
    ("booklet", "sequence"),
    [
        ("", (0, 1, 2, 3, None, None, None, 4)),
        ("booklet:\n  rest: at-end\n", (0, 1, 2, 3, 4, None, None, None)),
        ("booklet:\n  blanks: [0]\n", (None, 0, 1, 2, 3, None, None, 4)),
    ],
)
def test_the_rest(shop: Path, booklet: str, sequence: tuple[int | None, ...]) -> None:
    assert imposed(shop, booklet).imposition.sequence == sequence


def test_what_is_not_there_is_told_at_its_place(shop: Path) -> None:
    problems = Problems()
    with pytest.raises(StopBuild):
        imposed(
            shop,
            f"booklet:\n  blanks: [covr, 6, {'9' * 5000}, -1]\n",
            replace(WANTED, out=shop / "none.pdf"),
            problems,
        )
    assert not (shop / "none.pdf").exists()
    found = [(p.code, str(p.where), p.near) for p in problems if p.code.startswith("B")]
    assert found == [
        ("B030", "issues/i/issue.yaml:8:12", "cover"),
        ("B031", "issues/i/issue.yaml:8:18", ""),
        ("B031", "issues/i/issue.yaml:8:21", ""),
        ("B030", "issues/i/issue.yaml:8:5023", ""),
    ]
    (last,) = {p.message for p in problems if p.code == "B031" and p.where.column == 18}
    assert last == "there is no page 6 for a white one to come after; the last is 5"
