"""A pasted press article becomes an article of the issue, or nothing changes."""

import re
from pathlib import Path

import pytest

from printshop import importing
from printshop.content.article import read_article
from printshop.content.press_text import read_press_text
from printshop.importing import Imported, import_article, report
from printshop.manifest.load import load_issue
from printshop.problems import Problems
from printshop.sources import Workspace

SEED = Path(__file__).parent / "data" / "seed.txt"
SEED_ID = "giam-sat-thuc-hien-ket-luan-so-62-kl-tw-cua-bo-chinh-tri-tai"
ISSUE = """\
number: 9
date: 12/09/2017
cover:
  headlines:
    - chua-viet  # sẽ viết sau
sections:
  - title: Hoạt động cơ sở  # mục đầu
    items:
      - articles/cu.md

  - title: Tin vắn
    items: ["articles/tin.md"]
"""
OLD = "---\ntitle: Bài cũ\n---\n\nChữ.\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "ws"
    (root / "issues/9/articles").mkdir(parents=True)
    (root / "issues/9/images").mkdir()
    (root / "printshop.yaml").write_text("name: Bản tin\npublisher: Ban biên tập\n", "utf-8")
    (root / "issues/9/issue.yaml").write_text(ISSUE, "utf-8")
    for name in ("cu", "tin"):
        (root / f"issues/9/articles/{name}.md").write_text(OLD, "utf-8")
    return Workspace(root)


def folder_of(workspace: Workspace) -> Path:
    return workspace.root / "issues/9"


def files(workspace: Workspace) -> dict[str, bytes]:
    return {
        path.relative_to(workspace.root).as_posix(): path.read_bytes() if path.is_file() else b"/"
        for path in workspace.root.rglob("*")
    }


def imported(workspace: Workspace, source: Path = SEED, **options: object) -> Imported:
    problems = Problems()
    made = import_article(workspace, source, folder_of(workspace), problems, **options)  # type: ignore[arg-type]
    assert not problems.errors, list(problems)
    assert made is not None
    return made


def refused(workspace: Workspace, source: Path = SEED, **options: object) -> list[str]:
    """The codes of the errors; fails where anything was written."""
    before = files(workspace)
    problems = Problems()
    made = import_article(workspace, source, folder_of(workspace), problems, **options)  # type: ignore[arg-type]
    assert made is None
    assert files(workspace) == before
    return [problem.code for problem in problems]


def text_file(tmp_path: Path, data: str | bytes) -> Path:
    path = tmp_path / "bai.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_the_seed_becomes_an_article_of_the_issue(workspace: Workspace) -> None:
    made = imported(workspace)
    folder = folder_of(workspace)
    assert made.article == folder / f"articles/{SEED_ID}.md"
    assert (made.id, made.section, made.line) == (SEED_ID, "Hoạt động cơ sở", 10)
    assert made.changed
    assert not made.new_section
    assert made.article_data == read_press_text(SEED.read_text("utf-8"))
    manifest = (folder / "issue.yaml").read_text("utf-8")
    new_line = f"      - articles/{SEED_ID}.md\n"
    assert manifest == ISSUE.replace("articles/cu.md\n", "articles/cu.md\n" + new_line)

    problems = Problems()
    issue = load_issue(workspace, folder, None, problems)
    assert issue is not None
    assert SEED_ID in issue.sources
    article = read_article(workspace, made.article, SEED_ID, folder, [], problems)
    assert article is not None
    assert article.place == "TGCT"
    assert {p.code for p in problems} == {"M004"}  # the headline that was wrong before


def test_nothing_is_left_beside_the_two_files(workspace: Workspace) -> None:
    before = files(workspace)
    imported(workspace)
    after = files(workspace)
    assert set(after) - set(before) == {f"issues/9/articles/{SEED_ID}.md"}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"issues/9/issue.yaml"}


def test_importing_twice_changes_nothing_more(workspace: Workspace) -> None:
    imported(workspace)
    before = files(workspace)
    again = imported(workspace, section="Tin vắn")
    assert files(workspace) == before
    assert not again.changed
    assert again.section == "Hoạt động cơ sở"


def test_section_and_name_can_be_chosen(workspace: Workspace) -> None:
    made = imported(workspace, section="tin van", name="Giám sát 62.md")
    assert (made.id, made.section) == ("giam-sat-62", "Tin vắn")
    manifest = (folder_of(workspace) / "issue.yaml").read_text("utf-8")
    assert manifest.endswith('items: ["articles/tin.md", articles/giam-sat-62.md]\n')


def test_a_new_section(workspace: Workspace) -> None:
    made = imported(workspace, section="Dân vận khéo", name="x")
    assert made.new_section
    assert report(made)[1] == f"section: Dân vận khéo (line {made.line}; a new section)"


def test_the_manifest_keeps_its_line_ends_and_bom(workspace: Workspace) -> None:
    manifest = folder_of(workspace) / "issue.yaml"
    before = b"\xef\xbb\xbf" + ISSUE.replace("\n", "\r\n").encode()
    manifest.write_bytes(before)
    imported(workspace, name="x")
    new = b"      - articles/x.md\r\n"
    assert manifest.read_bytes() == before.replace(b"cu.md\r\n", b"cu.md\r\n" + new)


def test_a_picture_of_the_issue(workspace: Workspace) -> None:
    (folder_of(workspace) / "images/a.jpg").write_bytes(b"x")
    made = imported(workspace, picture="images/a.jpg", name="x")
    assert "\npictures:\n  - file: images/a.jpg\n    caption: Đồng chí" in made.article.read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("picture", "code"), [("images/b.jpg", "P001"), ("/etc/passwd", "S013"), ("../../../x", "S011")]
)
def test_a_picture_that_is_not_there(workspace: Workspace, picture: str, code: str) -> None:
    assert refused(workspace, picture=picture) == [code]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", ["I001"]),
        (b"\n\n", ["I001"]),
        ("Chỉ có tít", ["I002"]),
        ("Chỉ có tít\n12/09/2017\n\n123", ["I002"]),
        (b"T\xeat\n\nCh\xf9", ["S003"]),
        ("Tít\n\nChữ.".encode("utf-16"), ["S003"]),
        ("Title\n\nText.".encode("utf-16-le"), ["S003"]),
        (b"PK\x03\x04\x00\x00", ["S003"]),
    ],
)
def test_texts_that_are_no_articles(
    workspace: Workspace, tmp_path: Path, data: str | bytes, codes: list[str]
) -> None:
    assert refused(workspace, text_file(tmp_path, data)) == codes


def test_a_file_that_is_not_there(workspace: Workspace, tmp_path: Path) -> None:
    assert refused(workspace, tmp_path / "bai.txt") == ["S001"]


def test_an_article_that_is_there_is_never_overwritten(workspace: Workspace) -> None:
    assert refused(workspace, name="cu") == ["M009"]
    (folder_of(workspace) / "articles/x.md").mkdir()
    assert refused(workspace, name="x") == ["M009"]


def test_an_id_that_is_taken_or_reserved(workspace: Workspace) -> None:
    manifest = folder_of(workspace) / "issue.yaml"
    text = ISSUE.replace("articles/cu.md", "{article: articles/cu.md, id: x}")
    manifest.write_text(text, "utf-8")
    assert refused(workspace, name="x") == ["M003"]
    assert refused(workspace, name="contents") == ["M005"]


def test_problems_name_the_manifest_itself(workspace: Workspace) -> None:
    (folder_of(workspace) / "issue.yaml").write_text(ISSUE + "colour: red\n", "utf-8")
    problems = Problems()
    assert import_article(workspace, SEED, folder_of(workspace), problems) is None
    (problem,) = problems
    assert (problem.code, str(problem.where)) == ("S018", "issues/9/issue.yaml:14:1")


@pytest.mark.parametrize(
    ("manifest", "code"), [("", "S016"), ("sections: [", "S005"), ("number: 1\n", "I004")]
)
def test_a_manifest_that_cannot_be_edited(workspace: Workspace, manifest: str, code: str) -> None:
    (folder_of(workspace) / "issue.yaml").write_text(manifest, "utf-8")
    assert refused(workspace) == [code]


def test_no_manifest(workspace: Workspace) -> None:
    (folder_of(workspace) / "issue.yaml").unlink()
    assert refused(workspace) == ["S001"]


def test_both_or_neither(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (folder_of(workspace) / "articles").iterdir():
        path.unlink()
    (folder_of(workspace) / "articles").rmdir()
    before = files(workspace)
    write = importing.write_whole

    def full_disk(path: Path, data: bytes) -> None:
        if path.name == "issue.yaml":
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    monkeypatch.setattr(importing, "write_whole", full_disk)
    with pytest.raises(OSError, match="No space"):
        import_article(workspace, SEED, folder_of(workspace), Problems())
    assert files(workspace) == before


GUESSY = """\
Thư viện phường mở thêm giờ buổi tối

Phòng đọc mở đến 21 giờ từ thứ hai đến thứ sáu, bắt đầu từ tuần sau.

Bạn đọc gửi xe ở cổng phụ, không mất tiền. Thẻ cũ dùng được đến hết năm.

Ai chưa có thẻ mang theo giấy tờ tùy thân; thẻ làm xong trong ngày.

TỔ TIN
"""


def test_guesses_are_warnings_and_strict_forbids_them(workspace: Workspace, tmp_path: Path) -> None:
    source = text_file(tmp_path, GUESSY)
    assert refused(workspace, source, strict=True) == ["I003", "I003"]
    problems = Problems()
    assert import_article(workspace, source, folder_of(workspace), problems) is not None
    assert [(p.where.line, p.message.split(" = ")[0]) for p in problems] == [
        (3, "guessed: lead"),
        (9, "guessed: credit"),
    ]


def test_the_report(workspace: Workspace) -> None:
    made = imported(workspace, name="giam-sat")
    assert report(made) == [
        "article: articles/giam-sat.md",
        "section: Hoạt động cơ sở (line 10)",
        "title: Giám sát thực hiện Kết luận số 62-KL/TW của Bộ Chính trị tại huyện Vĩnh… (line 1)",
        "date: 2017-09-12 12:11 (line 2)",
        "place: TGCT (line 4)",
        "lead: Đoàn giám sát của Thành ủy Cần Thơ do đồng chí Trần Thanh Cần, Ủy viên… (line 4)",
        "lines joined: Đồng chí Trần Thanh Cần, Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Thàn…"
        " (line 6)",
        "caption: Đồng chí Trần Thanh Cần, Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Thàn…"
        " (line 6)",
        "credit: Tin, ảnh: Minh Hải (line 15)",
        "dropped: “123” (line 17): a counter",
    ]


def test_the_report_marks_guesses(workspace: Workspace, tmp_path: Path) -> None:
    made = imported(workspace, text_file(tmp_path, GUESSY))
    assert "credit: TỔ TIN (line 9; a guess)" in report(made)
    again = imported(workspace, text_file(tmp_path, GUESSY))
    assert "(line 10; it was there already)" in report(again)[1]


def test_every_kind_of_guess_has_a_name() -> None:
    source = Path(importing.__file__).with_name("content") / "press_text.py"
    kinds = set(re.findall(r"self\.guess\(\s*\"(\w+)\"", source.read_text("utf-8")))
    assert kinds == set(importing._FIELDS)
