"""Whole builds of small issues."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from printshop.build import Built, Settings, build
from printshop.cli.app import main
from printshop.problems import Problems
from printshop.sources import Workspace
from support import bare_workspace, write_issue

ARTICLE = "---\ntitle: {title}\n---\n\n{text}\n"
LONG = "\n\n".join(["Câu văn đủ dài để chiếm nhiều dòng trên trang in. " * 12] * 9)


def article(title: str, text: str = "Một đoạn.") -> str:
    return ARTICLE.format(title=title, text=text)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bare_workspace(tmp_path_factory.mktemp("shop") / "w")


def jpeg(path: Path, size: tuple[int, int] = (1800, 1200), colour: str = "teal") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, "JPEG")


def made(
    root: Path, manifest: str, articles: dict[str, str], name: str, **settings: object
) -> tuple[Built | None, Problems]:
    folder = write_issue(root, manifest, articles, name)
    problems = Problems()
    return build(Workspace(root), folder, Settings(**settings), problems), problems  # type: ignore[arg-type]


def texts(built: Built | None) -> list[str]:
    assert built is not None
    pages = PdfReader(built.files[0]).pages
    return [page.extract_text().replace("\u00a0", " ") for page in pages]


BASIC = """
number: 1
date: 2020-01-15
sections:
  - title: Phần một
    items: [articles/a.md, articles/b.md]
"""
TWO = {"a.md": article("Bài thứ nhất"), "b.md": article("Bài thứ hai")}


def test_same_bytes_in_another_folder_with_other_workers(tmp_path: Path) -> None:
    files = []
    for folder, jobs in (("one", 1), ("another place", 2)):
        root = bare_workspace(tmp_path / folder)
        jpeg(root / "issues/i/images/p.jpg")
        manifest = BASIC + "cover: { image: images/p.jpg, alt: Một màu. }\n"
        built, problems = made(root, manifest, TWO, "i", jobs=jobs)
        assert built is not None, list(problems)
        files.append(built.files[0].read_bytes())
    assert files[0] == files[1]


def test_same_bytes_on_another_day_in_another_zone(tmp_path: Path) -> None:
    """Each copy of the workspace is built by a process of its own."""
    program = (
        "import sys, time; shift = float(sys.argv[2]); real = time.time; "
        "time.time = lambda: real() + shift; "
        "from pathlib import Path; from printshop.build import build; "
        "from printshop.problems import Problems; from printshop.settings import Settings; "
        "from printshop.workspace import Workspace; root = Path(sys.argv[1]); "
        "assert build(Workspace(root), root / 'issues/i', Settings(), Problems())"
    )
    files = []
    for zone, seed, shift in (("UTC", "1", "0"), ("Asia/Ho_Chi_Minh", "2", "330000000")):
        root = bare_workspace(tmp_path / f"w{seed}")
        write_issue(root, BASIC, TWO)
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program, str(root), shift]
        subprocess.run(command, check=True, env=environment)
        files.append((root / "dist/i/i-screen.pdf").read_bytes())
    assert files[0] == files[1]


def test_a_second_build_from_prepared_pictures_gives_the_same_bytes(shop: Path) -> None:
    jpeg(shop / "issues/again/images/p.jpg")
    manifest = BASIC + "cover: { image: images/p.jpg, alt: Một màu. }\n"
    first, _ = made(shop, manifest, TWO, "again")
    assert first is not None
    before = first.files[0].read_bytes()
    second, _ = made(shop, manifest, TWO, "again")
    assert second is not None
    assert second.files[0].read_bytes() == before


def test_start_on_a_recto_takes_a_filler_and_then_a_blank(shop: Path) -> None:
    manifest = """
number: 1
date: 2020-01-15
contents: null
sections:
  - title: Phần
    items:
      - { article: articles/a.md, start: recto }
      - { article: articles/b.md, start: recto }
fillers:
  - { filler: Thông báo, text: Mời cộng tác. }
"""
    built, problems = made(shop, manifest, TWO, "recto")
    pages = texts(built)
    assert [next((w for w in ("Thông báo", "nhất", "hai") if w in p), "") for p in pages] == [
        "",  # the cover
        "Thông báo",
        "nhất",
        "",  # a blank that was asked for
        "hai",
        "",  # the back cover
    ]
    assert pages[3].strip() == ""
    assert list(problems) == []


def test_without_contents_and_back_cover_the_imprint_is_the_last_page(shop: Path) -> None:
    manifest = BASIC + "contents: null\nback_cover: null\n"
    pages = texts(made(shop, manifest, TWO, "plain")[0])
    assert len(pages) == 4
    assert "Chịu trách nhiệm xuất bản" in pages[-1]


def test_the_back_cover_carries_the_imprint_that_the_issue_overrides(shop: Path) -> None:
    manifest = BASIC + "imprint: { copies: 1234 }\n"
    last = texts(made(shop, manifest, TWO, "imprint")[0])[-1]
    assert "Số lượng: 1.234 bản" in last
    assert "Nơi in: nhà in" in last


def test_a_section_may_open_with_a_page(shop: Path) -> None:
    jpeg(shop / "issues/opener/images/p.jpg")
    manifest = """
number: 1
date: 2020-01-15
sections:
  - title: Phần mở
    opener: page
    image: images/p.jpg
    alt: Một màu.
    text: Vài lời.
    items: [articles/a.md]
"""
    pages = texts(made(shop, manifest, TWO, "opener")[0])
    assert "Phần mở" in pages[2]
    assert "Bài thứ nhất" in pages[3]
    assert "PHẦN MỞ" not in pages[3]  # the band of a section without an opening page
    assert len(pages) == 5


@pytest.mark.parametrize("count", range(1, 9))
def test_photo_pages_of_any_number_fit_one_page(shop: Path, count: int) -> None:
    lines = []
    for i in range(count):
        size = [(1600, 1000), (1000, 1600), (1500, 1500)][i % 3]
        jpeg(shop / f"issues/photos{count}/images/{i}.jpg", size, f"hsl({i * 40}, 60%, 50%)")
        lines.append(f"          - {{ file: images/{i}.jpg, alt: Một màu, caption: Ảnh số {i} }}")
    manifest = "\n".join(
        [
            "number: 1",
            "date: 2020-01-15",
            "contents: null",
            "sections:",
            "  - title: Ảnh",
            "    items:",
            "      - photos: Tháng này",
            "        text: Vài lời giới thiệu.",
            "        pictures:",
            *lines,
            "      - articles/a.md",
        ]
    )
    built, problems = made(shop, manifest, TWO, f"photos{count}")
    assert built is not None, [p.message for p in problems]
    assert built.pages == 4
    reader = PdfReader(built.files[0])
    assert len(reader.pages[1].images) == count
    for i in range(count):
        assert f"Ảnh số {i}" in reader.pages[1].extract_text().replace("\u00a0", " ")


def test_every_figure_width_and_variant_is_set(shop: Path) -> None:
    for name in "xyz":
        jpeg(shop / f"issues/widths/images/{name}.jpg")
    front = "---\ntitle: Bài có ảnh\npictures:\n" + "".join(
        f"  - {{ file: images/{n}.jpg, alt: Một màu, caption: Ảnh {n}, width: {w} }}\n"
        for n, w in (("x", "bleed"), ("y", "span"), ("z", "column"))
    )
    manifest = """
number: 1
date: 2020-01-15
sections:
  - title: Phần
    items:
      - { article: articles/a.md, variant: feature }
      - { article: articles/b.md, variant: brief }
"""
    articles = {"a.md": front + "---\n\n" + LONG, "b.md": article("Bài ngắn")}
    built, problems = made(shop, manifest, articles, "widths")
    assert built is not None, [p.message for p in problems]
    text = " ".join(texts(built))
    assert all(f"Ảnh {n}" in text for n in "xyz")


def test_a_page_budget_is_reported_at_its_item(shop: Path) -> None:
    manifest = BASIC.replace(
        "[articles/a.md, articles/b.md]", "[{ article: articles/a.md, pages: 2 }, articles/b.md]"
    )
    _, problems = made(shop, manifest, TWO, "budget")
    (problem,) = problems
    assert (problem.code, problem.where.line) == ("R014", 6)


def test_too_many_pages_for_a_bulletin(shop: Path) -> None:
    items = ", ".join(f"articles/a{i}.md" for i in range(62))
    manifest = BASIC.replace("articles/a.md, articles/b.md", items)
    articles = {f"a{i}.md": article(f"Bài {i}") for i in range(62)}
    _, problems = made(shop, manifest, articles, "many")
    assert [p.code for p in problems] == ["M011"]


def test_a_character_that_no_font_has_is_reported(shop: Path) -> None:
    articles = {**TWO, "b.md": article("Bài hai", "Chữ 漢 lạ.")}
    _, problems = made(shop, BASIC, articles, "glyph")
    told = [(p.code, dict(p.params).get("char")) for p in problems]
    assert ("R002", "漢") in told
    assert {code for code, _ in told} <= {"R002", "R011"}


def test_a_character_that_another_font_lends_is_told(shop: Path) -> None:
    """Source Serif has no sign for the baht; IBM Plex Sans has one."""
    articles = {**TWO, "b.md": article("Bài hai", "Giá 200 ฿ một cân.")}
    _, problems = made(shop, BASIC, articles, "lent")
    told = [(p.code, dict(p.params).get("char"), dict(p.params).get("item")) for p in problems]
    assert told == [("R018", "฿", "b")]


def test_links_between_articles_print_the_page(shop: Path) -> None:
    articles = {
        "a.md": article("Bài thứ nhất", "Đọc thêm: [xem trang {page}](article:b)."),
        "b.md": article("Bài thứ hai", LONG),
    }
    pages = texts(made(shop, BASIC, articles, "links")[0])
    assert "xem trang 4" in pages[2].replace("\u00a0", " ")
    assert "Bài thứ hai" in pages[3]


# -- the command line around it


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["--lang", "en", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_summary_says_what_was_made(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_issue(shop, BASIC, TWO, "cli")
    code, out, err = run(capsys, "build", "cli", "-C", str(shop))
    assert code == 0
    assert "5 pages" in out
    assert "cli-screen.pdf" in out
    assert "rendering" in err


def test_quiet_says_nothing(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_issue(shop, BASIC, TWO, "quiet")
    assert run(capsys, "build", "quiet", "-q", "-C", str(shop)) == (0, "", "")


def test_json_for_programs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_issue(shop, BASIC, TWO, "json")
    code, out, err = run(capsys, "build", "json", "--format", "json", "-C", str(shop))
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert report["exit"] == 0
    assert report["result"]["pages"] == 5
    assert Path(report["result"]["files"][0]).is_file()


def test_warnings_forbid_a_result_only_when_strict(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = BASIC.replace("articles/a.md,", "{ article: articles/a.md, pages: 9 },")
    write_issue(shop, manifest, TWO, "strict")
    assert run(capsys, "build", "strict", "-C", str(shop))[0] == 0
    made_file = shop / "dist/strict/strict-screen.pdf"
    made_file.write_bytes(b"earlier")
    code, _, err = run(capsys, "build", "strict", "--strict", "-C", str(shop))
    assert code == 1
    assert "Nothing was written" in err
    assert made_file.read_bytes() == b"earlier"


def test_an_output_that_cannot_be_written(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_issue(shop, BASIC, TWO, "blocked")
    (tmp_path / "file").write_text("x")
    out = tmp_path / "file" / "inside"
    code, _, err = run(capsys, "build", "blocked", "-C", str(shop), "--out", str(out))
    assert code == 4
    assert "O001" in err


def test_a_full_disk_leaves_the_earlier_file(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_issue(shop, BASIC, TWO, "full")
    assert run(capsys, "build", "full", "-q", "-C", str(shop))[0] == 0
    made_file = shop / "dist/full/full-screen.pdf"
    before = made_file.read_bytes()
    write_issue(shop, BASIC, {**TWO, "a.md": article("Bài đã sửa")}, "full")

    def no_space(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("printshop.output.os.fsync", no_space)
    code, _, err = run(capsys, "build", "full", "-C", str(shop))
    assert code == 4
    assert "No space left" in err
    assert made_file.read_bytes() == before
    assert list(made_file.parent.iterdir()) == [made_file]


def test_ctrl_c(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_issue(shop, BASIC, TWO, "stop")

    def stop(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("printshop.build.assemble", stop)
    code, _, err = run(capsys, "build", "stop", "-C", str(shop))
    assert code == 130
    assert "Traceback" not in err
    assert not (shop / "dist/stop").exists()


def test_a_defect_of_ours_is_one_line(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_issue(shop, BASIC, TWO, "defect")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("printshop.build.assemble", fail)
    code, _, err = run(capsys, "build", "defect", "-C", str(shop))
    assert code == 70
    assert "ZeroDivisionError: oh" in err
    assert "Traceback" not in err


def test_an_unknown_target_and_an_unknown_issue(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_issue(shop, BASIC, TWO, "known")
    assert run(capsys, "build", "known", "--target", "scren", "-C", str(shop))[0] == 2
    code, _, err = run(capsys, "build", "knwn", "-C", str(shop))
    assert code == 1
    assert "Did you mean `known`?" in err


def test_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "build", "x", "-C", str(tmp_path))
    assert code == 1
    assert "M001" in err


def test_phone_pictures_lose_their_place(shop: Path) -> None:
    """A picture with GPS coordinates: none of it is in the file."""
    path = shop / "issues/gps/images/p.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (10.0, 2.0, 3.0), 3: "E", 4: (105.0, 4.0, 5.0)}
    stream = io.BytesIO()
    Image.new("RGB", (900, 600), "olive").save(stream, "JPEG", exif=exif)
    path.write_bytes(stream.getvalue())
    assert b"Exif" in path.read_bytes()
    manifest = BASIC + "cover: { image: images/p.jpg, alt: Một màu. }\n"
    built, _ = made(shop, manifest, TWO, "gps")
    assert built is not None
    (image,) = PdfReader(built.files[0]).pages[0].images
    assert b"Exif" not in image.data
