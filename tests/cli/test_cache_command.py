from __future__ import annotations

import json
from pathlib import Path

import pytest

from printshop.cli.app import main
from support import bare_workspace, write_issue

MANIFEST = """
number: 1
date: 2020-01-15
sections:
  - title: Phần
    items: [articles/a.md]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = bare_workspace(tmp_path / "w")
    write_issue(root, MANIFEST, {"a.md": "---\ntitle: Bài\n---\n\nMột đoạn.\n"})
    assert main(["build", "i", "-q", "-C", str(root)]) == 0
    return root


def told(capsys: pytest.CaptureFixture[str], root: Path, what: str) -> dict[str, int]:
    capsys.readouterr()
    assert main(["cache", what, "-C", str(root), "--format", "json"]) == 0
    result: dict[str, int] = json.loads(capsys.readouterr().out)["result"]
    return result


def test_info_counts_what_is_kept(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, shop, "info")
    files = list((shop / ".printshop/fragments").rglob("*.fragment"))
    assert found["fragments"] == len(files) > 0
    assert found["fragment_bytes"] == sum(file.stat().st_size for file in files)


def test_clear_removes_it_and_the_next_build_makes_the_same_again(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = shop / "dist/i/i-screen.pdf"
    before = made.read_bytes()
    assert told(capsys, shop, "clear")["fragments"] > 0
    assert told(capsys, shop, "info")["fragments"] == 0
    assert main(["build", "i", "-q", "-C", str(shop)]) == 0
    assert made.read_bytes() == before


def test_explain_says_why_for_people(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = shop / "issues/i/articles/a.md"
    article.write_text("---\ntitle: Bài\n---\n\nĐoạn khác.\n", "utf-8")
    capsys.readouterr()
    assert main(["build", "i", "--explain", "--lang", "en", "-C", str(shop)]) == 0
    out = capsys.readouterr().out
    assert "a: rendered, because of a change of: text or template" in out
    assert "back-cover: kept" in out


def test_outside_a_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "info", "--lang", "en", "-C", str(tmp_path)]) == 1
    assert "M001" in capsys.readouterr().err
