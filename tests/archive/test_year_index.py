"""The index of a year: what is in it, in which order, and on paper."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pypdfium2
import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader
from smallarchive import LONG, add, item, record, sample

from printshop.archive.model import BagPlace, InArchive, Kept
from printshop.archive.yearbook import short_number, style, year_index
from printshop.cli.app import main
from printshop.problems import Exit, Problems, StopBuild
from printshop.settings import Settings
from printshop.workspace import Workspace
from printshop.yearindex import Indexed, index_year
from support import bare_workspace

pytestmark = pytest.mark.slow
SIZES = ((105, 2), (153, 2), (184, 8))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = bare_workspace(tmp_path_factory.mktemp("index"))
    sample(root / "archive")
    add(root / "archive", record("2017-10"), pages=["Trang cũ"], old=True)
    return Workspace(root)


@pytest.fixture(scope="module")
def made(workspace: Workspace) -> tuple[Indexed, Problems]:
    problems = Problems()
    indexed = index_year(workspace, 2017, Settings(), problems)
    assert indexed is not None, [problem.message for problem in problems]
    return indexed, problems


def text_of(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    return " ".join(" ".join(pages).replace("\u2060", "").split())


def test_it_is_an_issue_as_the_bulletin_looks(
    workspace: Workspace, made: tuple[Indexed, Problems]
) -> None:
    indexed, problems = made
    assert [problem.code for problem in problems] == ["V081"]
    assert indexed.file == workspace.root / "dist" / "muc-luc-2017.pdf"
    assert (indexed.editions, indexed.entries, indexed.authors) == (3, 6, 3)
    pdf = PdfReader(indexed.file)
    assert len(pdf.pages) == indexed.pages == 1
    box = pdf.pages[0].trimbox
    assert [round(float(n) / 72 * 25.4) for n in (box.width, box.height)] == [190, 270]
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    names: list[str] = []

    def walk(entries: list[object]) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry)
            else:
                names.append(str(entry["/Title"]))  # type: ignore[index]

    walk(pdf.outline)
    assert names[:4] == ["Mục lục năm 2017", "Các số trong năm", "Theo chuyên mục", "Theo tác giả"]


def test_what_it_says(made: tuple[Indexed, Problems]) -> None:
    text = text_of(made[0].file)
    assert "Thông tin · Số 8–10/2017" in text
    assert "8 12/08/2017 Chủ đề <script>" in text
    assert "10 12/10/2017 – – 4" in text
    by_section, by_author = (text.index(part) for part in ("Theo chuyên mục", "Theo tác giả Ng"))
    assert text.index("Đời sống") < text.index("Thời sự")
    assert by_section < text.index("Đời sống") < by_author
    authors = text[by_author:]
    order = [authors.index(name) for name in ("Nguyễn Văn An", "Trần Thị Ánh", "Đỗ Văn Đức")]
    assert order == sorted(order)
    assert "Dân vận khéo ở cơ sở 9 2" in authors
    assert "Theo tác giả ảnh Lê Bình" in text


def test_titles_are_printed_as_they_are(made: tuple[Indexed, Problems]) -> None:
    text = text_of(made[0].file)
    assert """<script>alert(“1”)</script> & ‘nháy’ “kép” </title>""" in text
    assert LONG[:20] in text


def test_entries_stand_in_order(workspace: Workspace) -> None:
    bags = sample(workspace.root / "other")
    index = year_index(
        [bag for bag in bags if bag.place.name in ("2017-08/v1", "2017-09/v2")], 2017
    )
    lines = index.articles["theo-chuyen-muc.md"].splitlines()
    sections = [line for line in lines if line.startswith("###")]
    assert sections == ["### Đời sống", "### Thời sự"]
    assert [line.rsplit("**", 2)[1:] for line in lines if line.startswith("- ")] == [
        ["8", " *3*"],
        ["9", " *3*"],
        ["9", " *3*"],
        ["9", " *4*"],
        ["8", " *2*"],
        ["9", " *2*"],
    ]
    authors = index.articles["theo-tac-gia.md"]
    assert [line for line in authors.splitlines() if line.startswith("#")] == [
        "#### Nguyễn Văn An",
        "#### Trần Thị Ánh",
        "#### Đỗ Văn Đức",
    ]
    assert index.manifest["number"] == "8–9/2017"


def test_one_edition_and_nothing_but_an_old_file(tmp_path: Path) -> None:
    bag: InArchive = add(tmp_path, record("2016-12", number="12/2016"), pages=["x"], old=True)
    index = year_index([bag], 2016)
    assert index.manifest["number"] == "12/2016"
    assert list(index.articles) == ["cac-so.md"]
    loose = add(tmp_path, record("2015-03", [item("Một", 1)], number=""))
    index = year_index([loose], 2015)
    assert index.manifest["number"] == "12/03/2015"
    assert "- Một **12/03** *1*" in index.articles["theo-chuyen-muc.md"]
    assert [short_number(n, 2016) for n in ("12/2016", "12", "2016", "3-2016")] == [
        "12",
        "12",
        "2016",
        "3",
    ]


def test_narrow_pages_have_one_column_and_long_numbers_room() -> None:
    ends = [style(width, longest).split("columns: ")[-1] for width, longest in SIZES]
    assert ends == ["1; --number: 9mm }\n", "2; --number: 9mm }\n", "2; --number: 16mm }\n"]


def test_a_year_without_editions_and_a_bag_that_cannot_be_read(workspace: Workspace) -> None:
    problems = Problems()
    with pytest.raises(StopBuild):
        index_year(workspace, 1999, Settings(), problems)
    assert [(p.code, "2016, 2017" in p.hint) for p in problems] == [("V080", True)]
    spoilt = workspace.root / "archive" / "2017-11" / "v1"
    shutil.copytree(workspace.root / "archive" / "2017-10" / "v1", spoilt)
    (spoilt / "data/record/edition.json").write_text("{", "utf-8")
    problems = Problems()
    with pytest.raises(StopBuild):
        index_year(workspace, 2017, Settings(), problems)
    assert [problem.code for problem in problems] == ["V006"]
    shutil.rmtree(spoilt.parent)


def test_again_the_same_bytes(workspace: Workspace, made: tuple[Indexed, Problems]) -> None:
    before = made[0].file.read_bytes()
    stray = workspace.root / ".printshop/year-index/2017/issues/muc-luc-2017/articles/khac.md"
    stray.write_text("x", "utf-8")
    again = index_year(workspace, 2017, Settings(), Problems(), out=workspace.root)
    assert again is not None
    assert again.file == workspace.root / "muc-luc-2017.pdf"
    assert again.file.read_bytes() == before
    assert not stray.exists()


def test_hostile_words_are_no_markdown() -> None:
    title = "**đậm** [x](y) _z_ `m` 1. | # &amp;"
    known = record("2017-09", [item(title, 1)])
    bag = InArchive(BagPlace("2017-09", 1, Path("x")), Kept(known, (), "printshop", "x.pdf"), {})
    line = year_index([bag], 2017).articles["theo-chuyen-muc.md"].splitlines()[-1]
    inline = MarkdownIt("commonmark").parse(line)[3].children
    assert inline is not None
    assert "".join(token.content for token in inline).rstrip() == f"{title} 9 1"
    assert [token.type for token in inline if token.nesting > 0] == ["strong_open", "em_open"]


def test_the_command(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace.root)
    asked = ["--lang", "en", "archive", "index", "--year", "2016"]
    assert main([*asked, "--format", "json"]) == Exit.OK
    told = json.loads(capsys.readouterr().out)
    assert told["result"]["file"] == str(workspace.root / "dist" / "muc-luc-2016.pdf")
    assert [problem["code"] for problem in told["problems"]] == ["V081"]
    assert main([*asked, "--quiet", "--out", "nop/"]) == Exit.OK
    assert (workspace.root / "nop/muc-luc-2016.pdf").is_file()
    assert main(["--lang", "en", "archive", "index", "--year", "1999"]) == Exit.PROBLEMS
