"""`printshop new`."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import re
from pathlib import Path

import pytest

from printshop import newissue
from printshop.cli.app import main
from printshop.manifest import LoadedIssue, load_bulletin, load_issue
from printshop.output import write_whole
from printshop.problems import Problems
from printshop.sources import Workspace

NAME = """\
name: B
publisher: P
imprint: {licence: l, printed_at: p, copies: 1, frequency: f, responsible: r}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "printshop.yaml").write_text(NAME, "utf-8")
    return tmp_path


def add_issue(root: Path, name: str, date: str, *titles: str, articles: int = 2) -> None:
    folder = root / "issues" / name
    folder.mkdir(parents=True)
    items = "".join(f"      - articles/{n}.md\n" for n in range(articles))
    sections = "".join(f"  - title: {title}\n    items:\n{items}" for title in titles)
    text = f"number: 1\ndate: {date}\nsections:\n{sections}"
    (folder / "issue.yaml").write_text(text, "utf-8")


def loaded(root: Path, issue: str) -> LoadedIssue:
    workspace, problems = Workspace(root), Problems()
    bulletin = load_bulletin(workspace, problems)
    assert bulletin is not None
    result = load_issue(workspace, root / "issues" / issue, bulletin, problems)
    assert [(p.code, p.message) for p in problems] == []
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("issue", "number", "date"),
    [
        ("2017-10", "10", dt.date(2017, 10, 1)),
        ("2017-9", "9", dt.date(2017, 9, 1)),
        ("2017-10-15", "10", dt.date(2017, 10, 15)),
        ("213", "213", dt.date(2000, 1, 1)),
        ("tet-2018", "…", dt.date(2000, 1, 1)),
        ("So.1", "…", dt.date(2000, 1, 1)),
    ],
)
def test_number_and_date_follow_the_id(root: Path, issue: str, number: str, date: dt.date) -> None:
    assert main(["new", issue, "-C", str(root), "--quiet"]) == 0
    made = loaded(root, issue).issue
    assert (made.number, made.date) == (number, date)
    assert (root / "issues" / issue / "images").is_dir()
    text = (root / "issues" / issue / "issue.yaml").read_text("utf-8")
    assert ("SỬA" in text) == (date.year == 2000)
    assert "@" not in text


def test_sections_are_those_of_the_newest_issue(root: Path) -> None:
    add_issue(root, "a", "12/09/2017", "Cũ hơn")
    add_issue(root, "b", "2017-10-12", "Nghiệp vụ công tác", "Hỏi – đáp", "Văn hóa")
    add_issue(root, "z", "01/01/2000", "Mẫu")
    assert main(["new", "2017-11", "-C", str(root), "--quiet"]) == 0
    assert [s.title for s in loaded(root, "2017-11").issue.sections] == ["Nghiệp vụ công tác"]
    text = (root / "issues/2017-11/issue.yaml").read_text("utf-8")
    assert "  # - title: Hỏi – đáp\n  #   items:\n  #     - articles/ten-bai.md\n" in text
    assert "Cũ hơn" not in text
    assert "lấy theo số b." in text


def test_the_comments_become_sections(root: Path) -> None:
    add_issue(root, "a", "12/09/2017", '"Một: hai"', "'# ba'", "Bốn")
    assert main(["new", "2017-11", "-C", str(root), "--quiet"]) == 0
    manifest = root / "issues/2017-11/issue.yaml"
    text = re.sub(r"^  # ", "  ", manifest.read_text("utf-8"), flags=re.MULTILINE)
    for name in ("bai-hai", "bai-ba"):
        text = text.replace("/ten-bai.md\n", f"/{name}.md\n", 1)
        article = manifest.parent / f"articles/{name}.md"
        article.write_text("---\ntitle: T\n---\n\nT.\n", "utf-8")
    manifest.write_text(text, "utf-8")
    assert [s.title for s in loaded(root, "2017-11").issue.sections] == ["Một: hai", "# ba", "Bốn"]


def test_an_issue_that_is_not_begun_is_no_example(root: Path) -> None:
    add_issue(root, "a", "12/09/2017", "Một", "Hai")
    assert main(["new", "2017-10", "-C", str(root), "--quiet"]) == 0
    assert main(["new", "2017-11", "-C", str(root), "--quiet"]) == 0
    assert "Hai" in (root / "issues/2017-11/issue.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sections: 3\n",
        "sections: [3, {title: [x]}]\n",
        "a: [",
        "date: x\nnumber: \xa0\n",
        "- 1",
    ],
)
def test_a_broken_issue_is_passed_over(root: Path, text: str) -> None:
    (root / "issues/x").mkdir(parents=True)
    (root / "issues/x/issue.yaml").write_text(text, "utf-8")
    assert main(["new", "2017-10", "-C", str(root), "--quiet"]) == 0
    assert loaded(root, "2017-10").issue.sections


@pytest.mark.parametrize(
    "issue", ["", ".", "..", "a/b", "../x", "tháng 10", "a b", "-", "x.", ".x", "a\\b", "a" * 61]
)
def test_bad_ids(root: Path, issue: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "-C", str(root), "--format", "json", "--", issue]) == 1
    assert [p["code"] for p in json.loads(capsys.readouterr().out)["problems"]] == ["M008"]
    assert [p.name for p in root.iterdir()] == ["printshop.yaml"]


@pytest.mark.parametrize("issue", ["2017-13", "2017-0", "2017-02-30", "2017-13-01"])
def test_ids_that_look_like_a_date(
    root: Path, issue: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", issue, "-C", str(root), "--format", "json"]) == 1
    assert [p["code"] for p in json.loads(capsys.readouterr().out)["problems"]] == ["M014"]
    assert [p.name for p in root.iterdir()] == ["printshop.yaml"]


def test_a_taken_id(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_issue(root, "2017-09", "12/09/2017", "Một")
    before = (root / "issues/2017-09/issue.yaml").read_bytes()
    assert main(["new", "2017-09", "-C", str(root)]) == 1
    assert "M009" in capsys.readouterr().err
    assert (root / "issues/2017-09/issue.yaml").read_bytes() == before
    assert os.listdir(root / "issues/2017-09") == ["issue.yaml"]  # noqa: PTH208


def test_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "2017-10", "-C", str(tmp_path)]) == 1
    assert "M001" in capsys.readouterr().err


def test_nothing_is_half_made(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(newissue, "_filled", full)
    assert main(["new", "2017-10", "-C", str(root)]) == 4
    assert list((root / "issues").iterdir()) == []


def unwritable(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What a `new` that cannot write says: message and hint."""
    assert main(["new", "2017-10", "-C", str(root), "--format", "json"]) == 4
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "O001"
    return problem["message"], problem["hint"]


def test_a_file_in_place_of_a_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "issues").write_text("x")
    message, hint = unwritable(root, capsys)
    assert message.startswith(f"`{root / 'issues'}` cannot be written: a file stands where")
    assert "Rename that file" in hint


@pytest.mark.parametrize(
    ("number", "temporary", "real", "advice"),
    [
        (errno.ENOSPC, "i.pdf", "i.pdf", "Free some space"),
        (errno.EACCES, ".i.pdf.ab1_9xyz.tmp", "i.pdf", "ask who may write"),
        (errno.EROFS, "issues/.printshop-ab1_9xyz/made/issue.yaml", "issues", "ask who may write"),
        (errno.ENOTDIR, "printshop.yaml/x/.i.pdf.ab1_9xyz.tmp", "printshop.yaml", "Rename"),
    ],
)
def test_what_to_do_about_what_cannot_be_written(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    temporary: str,
    real: str,
    advice: str,
) -> None:
    def fail(*_: object) -> str:
        raise OSError(number, os.strerror(number), str(root / temporary))

    monkeypatch.setattr(newissue, "_filled", fail)
    message, hint = unwritable(root, capsys)
    assert message.startswith(f"`{root / real}` cannot be written: ")
    assert advice in hint


def test_a_folder_in_place_of_a_file(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "i.pdf").mkdir()
    monkeypatch.setattr(newissue, "_filled", lambda *_: write_whole(root / "i.pdf", b"x"))
    message, hint = unwritable(root, capsys)
    assert message.startswith(f"`{root / 'i.pdf'}` cannot be written: a folder of that name")
    assert "Rename that folder" in hint


def test_the_result_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "tet", "-C", str(root), "--format", "json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["issue"] == "tet"
    assert result["number"] is None
    assert result["date"] is None
    assert result["sections_from"] is None
