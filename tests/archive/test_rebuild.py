"""Editions built again from their bags' own sources, and compared with what is kept."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from printshop import auditing
from printshop.archive.model import ARCHIVE, BagPlace, InArchive, Kept
from printshop.archive.pdftext import attachments, page_texts
from printshop.archive.rasters import compare_pages
from printshop.archive.recordfile import write_kept
from printshop.archive.report import as_data, as_html, as_text
from printshop.archive.soundness import Rebuilt
from printshop.archive.store import places, put
from printshop.auditing import Wanted, audit, rebuild
from printshop.build import Settings, build
from printshop.problems import Problems
from printshop.record import EditionRecord
from printshop.workspace import Workspace
from support import bare_workspace, write_issue

pytestmark = pytest.mark.slow

DAY = dt.date(2026, 11, 23)
ISSUE = """number: 7
date: 2017-07-05
contents: null
back_cover: null
sections:
  - title: Tin tức
    items: [articles/mot.md]
"""
ARTICLE = "---\ntitle: Đường làng thắp sáng\n---\nThân bài thứ nhất.\n"


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> BagPlace:
    """A bag as `archive add` makes it, of a small issue."""
    folder = tmp_path_factory.mktemp("rebuild")
    root = bare_workspace(folder / "w")
    for layout in ("to-tin", "so-tay"):
        shutil.rmtree(root / "layouts" / layout)
    issue = write_issue(root, ISSUE, {"mot.md": ARTICLE}, "2017-07")
    problems = Problems()
    built = build(Workspace(root), issue, Settings(targets=("archive",), out=folder), problems)
    assert built is not None, [p.message for p in problems]
    pdf = built.files[0]
    record = EditionRecord("2017-07", "Thông tin", "Ban biên tập", "7", dt.date(2017, 7, 5))
    kept = Kept(record, page_texts(pdf.read_bytes()), "printshop", pdf.name)
    sources = {
        f"sources/{path.relative_to(root).as_posix()}": path
        for path in root.rglob("*")
        if path.is_file() and ".printshop" not in path.parts
    }
    payload: dict[str, bytes | Path] = {
        pdf.name: pdf,
        **sources,
        "record/edition.json": write_kept(kept),
        "record/versions.json": attachments(pdf)["versions.json"],
    }
    put(folder / ARCHIVE, "2017-07", payload, {}, problems)
    return places(folder / ARCHIVE)[0]


@pytest.fixture
def copy(bag: BagPlace, tmp_path: Path) -> BagPlace:
    root = shutil.copytree(bag.path.parents[1], tmp_path / ARCHIVE)
    return places(Path(root))[0]


@pytest.fixture(scope="module")
def changed(bag: BagPlace, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The archive file with another word in its article."""
    root = tmp_path_factory.mktemp("changed") / ARCHIVE
    shutil.copytree(bag.path.parents[1], root)
    place = places(root)[0]
    spoil(place)
    found = auditing.read_bag(place, Problems())
    assert found is not None
    (tmp_path_factory.getbasetemp() / "scratch").mkdir()
    made = auditing._built_again(found, tmp_path_factory.getbasetemp() / "scratch", 0)
    return made.read_bytes()


def spoil(place: BagPlace) -> None:
    article = place.payload / "sources/issues/2017-07/articles/mot.md"
    article.write_text(ARTICLE.replace("thứ nhất", "thứ hai"), "utf-8")


def other_versions(place: BagPlace) -> None:
    path = place.payload / "record/versions.json"
    versions = json.loads(path.read_bytes())
    versions["engine"]["weasyprint"] = "69.0"
    path.write_text(json.dumps(versions), "utf-8")


def giving(data: bytes) -> Callable[[InArchive, Path, int], Path]:
    """In place of a build."""

    def made(_bag: InArchive, scratch: Path, _jobs: int) -> Path:
        (scratch / "made.pdf").write_bytes(data)
        return scratch / "made.pdf"

    return made


def told(problems: Problems) -> list[str]:
    return [problem.code for problem in problems]


def test_the_same_bytes(bag: BagPlace) -> None:
    before = {path: path.stat().st_mtime_ns for path in bag.path.rglob("*")}
    root = bag.path.parents[1]
    found = audit(root, Wanted(DAY, rebuild=True), Problems())
    (result,) = found.results
    assert result.rebuilt is Rebuilt.SAME_BYTES
    assert [p.code for p in found.problems] == ["V065"]
    assert "sound" in as_text(found)
    assert "built again: the same bytes" in as_text(found)
    assert {path: path.stat().st_mtime_ns for path in bag.path.rglob("*")} == before


def test_the_same_versions_and_other_bytes(
    copy: BagPlace, changed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "_built_again", giving(changed))
    report = tmp_path / "reports" / "november.html"
    root = copy.path.parents[1]
    found = audit(root, Wanted(DAY, rebuild=True, report=report), Problems())
    (result,) = found.results
    assert result.rebuilt is Rebuilt.DIFFERS
    assert [p.code for p in result.problems] == ["V067"]
    (page,) = result.differences
    assert page.text
    assert 0 < page.share < 0.05
    assert page.picture == f"november-2017-07-v1-{page.page:03d}.png"
    with Image.open(report.with_name(page.picture)) as picture:
        assert picture.width > 3 * 500
    assert f'src="{page.picture}"' in as_html(found)
    assert as_data(found)["bags"][0]["sound"] is False
    message = result.problems[0].message
    assert f"page {page.page}: " in message
    assert "its text" in message


def test_other_versions_that_differ(
    copy: BagPlace, changed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_versions(copy)
    monkeypatch.setattr(auditing, "_built_again", giving(changed))
    problems = Problems()
    became, pages = rebuild(copy, problems)
    assert (became, told(problems), len(pages)) == (Rebuilt.DIFFERS, ["V068"], 1)


def rewritten(path: Path) -> bytes:
    """The same pages in other bytes."""
    buffer = io.BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.docinfo["/Producer"] = pikepdf.String("another")
        pdf.save(buffer)
    return buffer.getvalue()


def test_other_versions_and_the_same_pages(copy: BagPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    made = rewritten(copy.payload / "2017-07-archive.pdf")
    monkeypatch.setattr(auditing, "_built_again", giving(made))
    problems = Problems()
    assert rebuild(copy, problems) == (Rebuilt.DIFFERS, [])
    assert told(problems) == ["V067"]  # not by these versions
    other_versions(copy)
    problems = Problems()
    assert rebuild(copy, problems) == (Rebuilt.SAME_PAGES, [])
    assert told(problems) == []


def test_a_page_too_few(bag: BagPlace) -> None:
    kept = (bag.payload / "2017-07-archive.pdf").read_bytes()
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        count = len(pdf.pages)
        del pdf.pages[-1]
        pdf.save(buffer)
    (page,) = compare_pages(kept, buffer.getvalue())
    assert (page.page, page.share) == (count, 1.0)


@pytest.mark.parametrize(
    ("painted", "differs"),
    [
        ("0.95 g 100 100 300 300 re f", True),  # a pale field, far below what edges may differ by
        ("0.25 w 100 100 m 400 100 l S", True),
        ("0.99 g 100 100 300 300 re f", False),  # what another decoder makes of a picture
        ("0 g 60.1 50 5 50 re f", False),  # an edge
    ],
)
def test_what_is_seen_of_a_page(painted: str, *, differs: bool) -> None:
    black = "0 g 60 50 5 50 re f"
    kept, made = page_of(black), page_of(f"{black} {painted}")
    assert [page.share > 0 for page in compare_pages(kept, made)] == [True] * differs


def page_of(painted: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(500, 700)).Contents = pdf.make_stream(painted.encode())
        pdf.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["manifest", "sources", "two issues", "record"])
def test_what_cannot_be_built_is_never_called_sound(kind: str, copy: BagPlace) -> None:
    issue = copy.payload / "sources/issues/2017-07"
    if kind == "manifest":
        (issue / "issue.yaml").write_text("number: [", "utf-8")
    elif kind == "sources":
        shutil.rmtree(copy.payload / "sources")
    elif kind == "two issues":
        shutil.copytree(issue, issue.with_name("2017-08"))
    else:
        (copy.payload / "record/edition.json").write_bytes(b"{}")
    problems = Problems()
    assert rebuild(copy, problems) == (Rebuilt.FAILED, [])
    assert told(problems) == ["V069"]
    (problem,) = problems
    assert problem.where.file == "archive/2017-07/v1"
    if kind == "manifest":
        assert "issue.yaml" in problem.message
        assert "S005" in problem.message
