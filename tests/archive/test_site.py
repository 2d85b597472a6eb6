"""The website of the archive, read as files: what is in them, and that they are written whole."""

from __future__ import annotations

import html.parser
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image
from smallarchive import HOSTILE, LONG, add, item, record, sample

from printshop.archive.folding import canonical
from printshop.archive.model import InArchive
from printshop.archive.site import MARK, covers, write_site
from printshop.archive.site.pages import ARTICLES_A_PAGE
from printshop.archive.site.shards import SHARD, encoded, index_files
from printshop.archive.site.shelf import indexes_of, letter_of, paged, shelve
from printshop.exporting import export_site
from printshop.problems import Problems, StopBuild
from printshop.workspace import Workspace

VOID = {"meta", "link", "input", "img", "br"}


class Page(html.parser.HTMLParser):
    """A page as its elements: links, words, ids; every tag is closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self.links += [str(found[name]) for name in ("href", "src", "action") if name in found]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.open[-1:] == ["title"]:
            self.title = data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def ids(self) -> list[str]:
        return [str(found["id"]) for _, found in self.tags if "id" in found]


@pytest.fixture(scope="module")
def bags(tmp_path_factory: pytest.TempPathFactory) -> list[InArchive]:
    return sample(tmp_path_factory.mktemp("kho") / "archive")


@pytest.fixture(scope="module")
def site(bags: list[InArchive], tmp_path_factory: pytest.TempPathFactory) -> Path:
    problems = Problems()
    made = write_site(tmp_path_factory.mktemp("site") / "site", bags, problems)
    assert (made.editions, made.articles, len(problems)) == (3, 6, 0)
    return made.folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {
        path.relative_to(site).as_posix(): Page(path.read_text("utf-8"))
        for path in site.rglob("*.html")
    }


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_link_leads_to_a_file_of_the_site(site: Path, pages: dict[str, Page]) -> None:
    linked = set()
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            assert not parts.scheme, link
            assert not parts.netloc, link
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            assert target.is_file(), f"{name}: {link}"
            linked.add(target.resolve().relative_to(site.resolve()).as_posix())
            if parts.fragment and target.suffix == ".html":
                inside = pages[target.resolve().relative_to(site.resolve()).as_posix()]
                assert parts.fragment in inside.ids, f"{name}: {link}"
    assert {name for name in pages if name not in linked} == set()
    assert {"pdf/2017-09.pdf", "pdf/2017-08.pdf", "bia/2016-12.jpg"} <= linked


def test_every_page_is_of_a_frame(pages: dict[str, Page]) -> None:
    titles = set()
    for page in pages.values():
        names = [tag for tag, _ in page.tags]
        assert ("html", {"lang": "vi"}) in page.tags
        assert names.count("h1") == names.count("main") == names.count("title") == 1
        assert len(page.ids) == len(set(page.ids))
        policy = next(f["content"] for t, f in page.tags if t == "meta" and "http-equiv" in f)
        assert policy is not None
        assert policy.startswith("default-src 'none'")
        assert not [f for t, f in page.tags if any(name.startswith("on") for name in f)]
        assert not [f for t, f in page.tags if "style" in f]
        titles.add(page.title)
    assert len(titles) == len(pages)
    scripts = [f["src"] for page in pages.values() for t, f in page.tags if t == "script"]
    assert sorted(map(str, scripts)) == ["tep/chu.js", "tep/tim.js"]


def test_titles_that_mean_no_good_are_only_text(pages: dict[str, Page]) -> None:
    edition = pages["so/2017-08.html"]
    assert HOSTILE in edition.text
    assert LONG in edition.text
    assert f"Chủ đề {HOSTILE}" in pages["index.html"].text


def test_an_edition_has_contents_pages_versions(pages: dict[str, Page]) -> None:
    page = pages["so/2017-09.html"]
    assert "../pdf/2017-09.pdf#page=4" in page.links
    assert "Thời sự Dân vận khéo ở cơ sở trang 2 Đỗ Văn Đức, Nguyễn Văn An" in page.text
    assert "Bản 2 (đang xem) 02/10/2017 Sửa tên người viết Bản 1 20/09/2017" in page.text
    assert "Cơ quan xuất bản Ban Tuyên giáo" in page.text
    assert ("li", {"id": "b2", "class": "member"}) in page.tags
    assert ("a", {"rel": "prev", "href": "../so/2017-08.html"}) in page.tags
    old = pages["so/2016-12.html"]
    assert "chưa có mục lục" in old.text
    assert "Nguồn tệp tệp PDF cũ" in old.text


def test_the_newest_version_is_copied(site: Path, bags: list[InArchive]) -> None:
    newest = next(bag for bag in bags if bag.place.name == "2017-09/v2")
    assert (site / "pdf/2017-09.pdf").read_bytes() == newest.pdf.read_bytes()


def test_covers(site: Path, pages: dict[str, Page]) -> None:
    with Image.open(site / "bia/2017-09.jpg") as cover:
        assert (cover.format, cover.width) == ("JPEG", covers.WIDTH)
        assert cover.height / cover.width == pytest.approx(27 / 19, abs=0.01)
        red, green, blue = cover.convert("RGB").getpixel((100, 50))  # type: ignore[misc]
        assert red > 150 > 60 > max(green, blue)
        size = {"width": str(cover.width), "height": str(cover.height)}
    drawn = [f for t, f in pages["so/2017-09.html"].tags if t == "img"]
    assert [f["alt"] for f in drawn] == ["Bìa Số 9, mở tệp PDF"]
    assert size.items() <= drawn[0].items()


def test_indexes_stand_in_vietnamese_order(pages: dict[str, Page]) -> None:
    headings = ["Nguyễn Văn An", "Trần Thị Ánh", "Đỗ Văn Đức"]
    text = pages["tac-gia.html"].text
    places = [text.index(name) for name in headings]
    assert places == sorted(places)
    assert "A Nguyễn Văn An 2 Trần Thị Ánh 2 Đ Đỗ Văn Đức 1" in text
    assert "Lê Bình" in pages["tac-gia-anh.html"].text
    sections = pages["chuyen-muc.html"]
    assert sections.text.index("Đời sống") < sections.text.index("Thời sự")
    assert "so/2017-09.html#b0" in sections.links
    assert [letter_of(name) for name in ("ánh", "Ấn", "Đức", "Ước", "9")] == list("AÂĐƯ9")


def test_signs_in_names_do_not_count(bags: list[InArchive]) -> None:
    people = ("Lê “Bút Chì”", "Trần Bình", "Nguyễn Cam", "–")
    base = bags[0]
    known = replace(base.kept.record, items=(item("Một", 1, authors=people),))
    groups = indexes_of(shelve([replace(base, kept=replace(base.kept, record=known))]))[1].groups
    assert [(group.letter, group.name) for group in groups] == [
        ("#", "–"),
        ("B", "Trần Bình"),
        ("C", "Nguyễn Cam"),
        ("C", "Lê “Bút Chì”"),
    ]


def test_the_same_archive_gives_the_same_bytes(
    site: Path, bags: list[InArchive], tmp_path: Path
) -> None:
    write_site(tmp_path / "other", reversed(bags), Problems())
    assert files(tmp_path / "other") == files(site)


def test_pdfs_may_lie_elsewhere(bags: list[InArchive], tmp_path: Path) -> None:
    address = "https://example.vn/archive/"
    made = write_site(tmp_path / "s", bags, Problems(), link=address)
    page = Page((made.folder / "so/2017-09.html").read_text("utf-8"))
    assert f"{address}2017-09/v2/data/2017-09-archive.pdf#page=4" in page.links
    assert not (made.folder / "pdf").exists()
    index = (made.folder / "tep/tim/muc-luc.js").read_text("utf-8")
    assert f"{address}2017-09/v2/data/2017-09-archive.pdf" in index
    write_site(made.folder, bags, Problems(), link="../archive")
    page = Page((made.folder / "so/2017-09.html").read_text("utf-8"))
    assert "../../archive/2017-09/v2/data/2017-09-archive.pdf" in page.links


# -- what forbids it, and what may happen meanwhile


def codes(problems: Problems) -> list[str]:
    return [problem.code for problem in problems]


def test_a_folder_of_something_else_is_left_alone(bags: list[InArchive], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", "utf-8")
    (tmp_path / "file").write_text("dear", "utf-8")
    for name, link in (("mine", "javascript:alert(1)"), ("file", "")):
        problems = Problems()
        with pytest.raises(StopBuild):
            write_site(tmp_path / name, bags, problems, link=link)
        assert codes(problems) == (["V070", "V072"] if link else ["V070"])
    assert files(tmp_path) == {"mine/letter.txt": b"dear", "file": b"dear"}


def test_an_earlier_site_is_replaced_as_a_whole(bags: list[InArchive], tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    write_site(folder, bags[:1], Problems())
    (folder / "so" / "1999-01.html").write_text("old", "utf-8")
    write_site(folder, bags, Problems())
    assert not (folder / "so" / "1999-01.html").exists()
    assert json.loads((folder / MARK).read_bytes())["editions"][-1] == "2017-09/v2"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_failure_leaves_the_earlier_site(
    bags: list[InArchive], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_site(tmp_path / "site", bags[:1], Problems()).folder
    before = files(folder)
    for name in ("pages_of", "_mark"):
        with monkeypatch.context() as patched:

            def full(*_: object, **__: object) -> None:
                raise OSError(28, "No space left on device")

            patched.setattr(f"printshop.archive.site.{name}", full)
            with pytest.raises(OSError, match="No space"):
                write_site(folder, bags, Problems())
        assert files(folder) == before
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if Path(target) == folder and self.name != "old":
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Permission denied"):
        write_site(folder, bags, Problems())
    assert files(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_empty_archive_makes_no_site(tmp_path: Path) -> None:
    problems = Problems()
    with pytest.raises(StopBuild):
        write_site(tmp_path / "site", [], problems)
    assert codes(problems) == ["V071"]
    assert list(tmp_path.iterdir()) == []


def test_a_missing_pdf_and_one_that_cannot_be_drawn(tmp_path: Path) -> None:
    lost = add(tmp_path / "archive", record("2017-01", [item("Một", 1)]))
    spoilt = add(tmp_path / "archive", record("2017-02", [item("Hai", 1)]), data=b"no PDF")
    lost.pdf.unlink()
    problems = Problems()
    with pytest.raises(StopBuild):
        write_site(tmp_path / "site", [lost, spoilt], problems)
    assert codes(problems) == ["V073"]
    problems = Problems()
    made = write_site(tmp_path / "site", [spoilt], problems)
    assert codes(problems) == ["V074"]
    page = Page((made.folder / "so/2017-02.html").read_text("utf-8"))
    assert (
        "span",
        {"class": "cover none large", "role": "img", "aria-label": "Bìa Số 2, mở tệp PDF"},
    ) in page.tags


def test_a_damaged_pdf_is_not_published(tmp_path: Path) -> None:
    """Not a bit of it, and no page of the site."""
    made = [add(tmp_path / "archive", record(f"2017-0{n}", [item("Một", 1)])) for n in (1, 2, 3)]
    folder = write_site(tmp_path / "site", made[:1], Problems()).folder
    before = files(folder)
    for bag in made[:2]:
        data = bytearray(bag.pdf.read_bytes())
        data[len(data) // 2] ^= 1
        bag.pdf.write_bytes(data)
    (made[2].place.path / "manifest-sha512.txt").write_bytes(b"nothing\n")
    problems = Problems()
    with pytest.raises(StopBuild):
        write_site(folder, made, problems)
    assert codes(problems) == ["V079", "V079", "V079"]
    assert "2017-01-archive.pdf" in next(iter(problems)).message
    assert files(folder) == before
    assert [path.name for path in tmp_path.iterdir() if path.name[0] == "."] == []


def test_a_scan_without_text_is_not_said_to_be_searchable(tmp_path: Path) -> None:
    scan = add(tmp_path / "archive", record("1999-01"), pages=["", " "], old=True)
    read = add(tmp_path / "archive", record("1999-02"), pages=["", "Con đê"], old=True)
    folder = write_site(tmp_path / "site", [scan, read], Problems()).folder
    said = [Page((folder / f"so/1999-0{n}.html").read_text("utf-8")).text for n in (1, 2)]
    assert ["tìm được chữ" in text for text in said] == [False, True]
    assert "không có chữ để tìm" in said[0]


def test_what_killed_exports_left_is_removed(bags: list[InArchive], tmp_path: Path) -> None:
    """Only what has our names, and is old."""
    names = [".printshop-abcd_123", ".printshop-mine", "printshop-abcd_123", ".printshop-00000000"]
    for name in names:
        (tmp_path / name / "old").mkdir(parents=True)
        os.utime(tmp_path / name, (1e9, 1e9))
    os.utime(tmp_path / names[-1])  # somebody is at work there
    (tmp_path / ".printshop-11111111").symlink_to(tmp_path / names[1])
    write_site(tmp_path / "site", bags[:1], Problems())
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == sorted([*names[1:], ".printshop-11111111", "site"])
    assert (tmp_path / names[1] / "old").is_dir()


def test_the_recipe_reads_the_archive_and_stays_out_of_it(tmp_path: Path) -> None:
    text = "name: Bản tin của tôi\npublisher: Ban\n"
    (tmp_path / "printshop.yaml").write_text(text, "utf-8")
    workspace = Workspace(tmp_path)
    add(tmp_path / "archive", record("2017-01", [item("Một", 1)]))
    problems = Problems()
    with pytest.raises(StopBuild):
        export_site(workspace, tmp_path / "archive" / "site", problems)
    assert codes(problems) == ["V075"]
    problems = Problems()
    made = export_site(workspace, tmp_path / "site", problems)
    assert (made.editions, codes(problems)) == (1, [])
    assert "Bản tin của tôi" in Page((made.folder / "index.html").read_text("utf-8")).text


# -- the search index


def test_numbers_are_written_in_few_signs() -> None:
    assert encoded([0, 31, 32, 1023]) == "0V" + "W1" + "_V"


def shard(data: bytes) -> tuple[str, object]:
    text = data.decode().removeprefix("kho.take(").removesuffix(");\n")
    name, value = json.loads(f"[{text}]")
    return name, value


def test_the_index_has_words_and_pairs_in_all_forms(bags: list[InArchive]) -> None:
    made = dict(shard(data) for _, data in index_files(shelve(bags)))
    words = made["t0"]
    assert isinstance(words, dict)
    # articles: 0 the old PDF's page, 1–2 of August, 3–6 of September
    assert words["dan van"] == {"dân vận": encoded([3 * 2 + 1])}
    assert words["nuoc"] == {canonical("nước"): encoded([1 * 2, (6 - 1) * 2])}
    assert words["hoa giai"] == {canonical("hoà giải"): encoded([5 * 2 + 1])}
    assert words["de"] == {"đê": encoded([0, 6 * 2 + 1])}
    assert words["@0"] == {"": encoded([2 * 2, 2])}  # Nguyễn Văn An
    rows = made["b0"]
    assert isinstance(rows, list)
    assert rows[0][1:4] == ["Trang 2", 2, "2"]
    directory = made["muc-luc"]
    assert isinstance(directory, dict)
    assert directory["count"] == 7
    assert directory["authors"] == ["Nguyễn Văn An", "Trần Thị Ánh", "Đỗ Văn Đức"]


def test_shards_of_a_large_archive_stay_small(bags: list[InArchive]) -> None:
    """960 articles of 60 words from a vocabulary of 800 syllables."""
    base = next(bag for bag in bags if bag.place.edition == "2017-08")
    syllables = [
        a + b + c for a in "bcdghklmnpqrstvx" for b in "aăâeêioôơuưy" for c in ("", "n", "ng", "t")
    ]
    many = []
    for n in range(40):
        items = tuple(
            item(f"Bài {n} {i}", i + 1, " ".join(_some(syllables, n * 24 + i))) for i in range(24)
        )
        known = replace(base.kept.record, items=items)
        place = replace(base.place, edition=f"e{n:03}")
        many.append(replace(base, place=place, kept=replace(base.kept, record=known)))
    made = list(index_files(shelve(many)))
    assert max(len(data) for _, data in made) < 1.3 * SHARD
    words = [shard(data)[1] for name, data in made if "tim/t" in name]
    keys = [key for part in words for key in part]  # type: ignore[attr-defined]
    assert len(words) > 3
    assert keys == sorted(set(keys))
    starts = shard(made[-1][1])[1]["words"]  # type: ignore[index]
    assert starts == [next(iter(part)) for part in words]  # type: ignore[call-overload]


def _some(syllables: list[str], seed: int) -> list[str]:
    return [syllables[(seed * 31 + k * (k + seed)) % len(syllables)] for k in range(60)]


def test_long_indexes_are_paged(bags: list[InArchive], tmp_path: Path) -> None:
    base = next(bag for bag in bags if bag.place.edition == "2017-09")
    items = tuple(
        item(f"Bài {i}", i + 1, authors=("Nguyễn Văn An" if i < 1000 else "Đỗ Văn Đức",))
        for i in range(1700)
    )
    large = replace(base, kept=replace(base.kept, record=replace(base.kept.record, items=items)))
    index = indexes_of(shelve([large]))[1]
    made, place = paged(index, ARTICLES_A_PAGE)
    assert [[(g.name, len(g.articles)) for g in page.groups] for page in made] == [
        [("Nguyễn Văn An", 800)],
        [("Nguyễn Văn An", 200)],
        [("Đỗ Văn Đức", 700)],
    ]
    assert place == {"Nguyễn Văn An": "tac-gia.html#m0", "Đỗ Văn Đức": "tac-gia-3.html#m1"}
    folder = write_site(tmp_path / "s", [large], Problems()).folder
    names = sorted(path.name for path in folder.glob("tac-gia*.html"))
    assert names == [
        "tac-gia-1.html",
        "tac-gia-2.html",
        "tac-gia-3.html",
        "tac-gia-anh.html",
        "tac-gia.html",
    ]
    assert "tac-gia-3.html#m1" in Page((folder / "tac-gia.html").read_text("utf-8")).links
    assert "(tiếp)" in Page((folder / "tac-gia-2.html").read_text("utf-8")).text


def test_a_cover_of_a_strange_page_is_no_larger_than_usual(tmp_path: Path) -> None:
    import pikepdf

    strange = pikepdf.Pdf.new()
    strange.add_blank_page(page_size=(20, 14000))
    buffer = io.BytesIO()
    strange.save(buffer)
    path = tmp_path / "s.pdf"
    path.write_bytes(buffer.getvalue())
    cover = covers.draw_cover(path)
    assert max(cover.width, cover.height) <= 2 * covers.WIDTH
