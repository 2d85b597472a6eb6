"""The sample issue, built and read back with pypdf: what the editor gets is what was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader
from pypdf.generic import ArrayObject, Destination, DictionaryObject

from printshop.build import Built, Settings, build
from printshop.geometry import pt
from printshop.problems import Problems
from printshop.sources import Workspace
from printshop.text.typography import plain
from support import REPOSITORY, SAMPLE, run

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Piece:
    """A piece of text where it is drawn, in pt from the page's lower left."""

    x: float
    y: float
    size: float
    font: str
    text: str


@dataclass(frozen=True, eq=False)
class Issue:
    built: Built
    problems: Problems
    manifest: dict[str, Any]
    reader: PdfReader
    path: Path

    @cache  # noqa: B019 - one issue a run, and pypdf takes its time
    def pieces(self, number: int) -> list[Piece]:
        return list(_pieces(self.reader, number))

    @cache  # noqa: B019
    def text(self, number: int) -> str:
        return _clean(self.reader.pages[number].extract_text())

    def destination(self, name: str) -> tuple[int, float]:
        """Page (from 0) and height of a named destination."""
        place = self.reader.named_destinations[name]
        assert isinstance(place, Destination)
        page = self.reader.get_destination_page_number(place)
        assert page is not None
        return page, float(place.top)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Issue:
    out = tmp_path_factory.mktemp("dist")
    workspace, problems = Workspace(REPOSITORY), Problems()
    built = build(workspace, SAMPLE, Settings(out=out), problems)
    assert built is not None, [p.message for p in problems]
    manifest = yaml.safe_load((SAMPLE / "issue.yaml").read_text("utf-8"))
    (path,) = built.files
    return Issue(built, problems, manifest, PdfReader(path), path)


def _articles(issue: Issue) -> dict[str, Path]:
    """The articles of the manifest, by id, groups opened; read without printshop's own loader."""
    files: list[str] = []
    for section in issue.manifest["sections"]:
        for item in section["items"]:
            if isinstance(item, str):
                files.append(item)
            elif "article" in item:
                files.append(item["article"])
            elif "group" in item:
                files += item["articles"]
    return {Path(file).stem: SAMPLE / file for file in files}


def _pieces(reader: PdfReader, number: int) -> Iterator[Piece]:
    found: list[Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            name = str(font["/BaseFont"]) if font else ""
            found.append(Piece(x, y, abs(size * cm[3]), name, text.strip()))

    reader.pages[number].extract_text(visitor_text=visit)
    return iter(found)


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", plain(text)).strip()


def _links(issue: Issue) -> Iterator[tuple[int, DictionaryObject]]:
    for number, page in enumerate(issue.reader.pages):
        for reference in page.get("/Annots", ArrayObject()):
            yield number, reference.get_object()


def test_it_is_of_the_size_the_sample_promises(issue: Issue) -> None:
    assert issue.built.pages == len(issue.reader.pages) >= 24
    assert len(_articles(issue)) >= 12
    assert len(issue.manifest["sections"]) >= 5
    assert issue.built.pictures >= 6
    assert [p.message for p in issue.problems if p.severity == "error"] == []


def test_every_page_is_the_trimmed_page(issue: Issue) -> None:
    for page in issue.reader.pages:
        assert float(page.mediabox.width) == pytest.approx(pt(190), abs=0.01)
        assert float(page.mediabox.height) == pytest.approx(pt(270), abs=0.01)


def test_no_page_is_blank(issue: Issue) -> None:
    for number, page in enumerate(issue.reader.pages):
        assert issue.text(number) or len(page.images), f"page {number + 1}"


def _line(issue: Issue, number: int, rect: ArrayObject) -> str:
    """The line that a link's rectangle lies on, from the left to the right of the page."""
    _, y1, _, y2 = (float(v) for v in rect)
    low, high = min(y1, y2), max(y1, y2)
    pieces = [p for p in issue.pieces(number) if low < p.y < high]
    return " ".join(p.text for p in sorted(pieces, key=lambda p: p.x))


def _printed_folio(issue: Issue, number: int) -> str:
    """The folio at the foot of a page, as printed."""
    bottom = float(issue.reader.pages[number].mediabox.bottom)
    foot = [p for p in issue.pieces(number) if p.y - bottom < pt(18)]
    return "".join(p.text for p in foot)


def test_contents_name_the_folio_printed_on_the_page_of_the_title(issue: Issue) -> None:
    contents_page, _ = issue.destination("contents")
    checked = []
    for number, link in _links(issue):
        if number != contents_page:
            continue
        name = str(link["/Dest"])
        target, _ = issue.destination(name)
        line = _line(issue, number, link["/Rect"])
        assert line.split()[-1] == _printed_folio(issue, target), (name, line)
        assert issue.reader.page_labels[target] == _printed_folio(issue, target)
        checked.append(name)
    assert set(checked) >= set(_articles(issue))


def test_cover_headlines_name_the_right_pages(issue: Issue) -> None:
    cover = issue.text(0)
    headlines = issue.manifest["cover"]["headlines"]
    assert headlines
    for headline in headlines:
        name = headline if isinstance(headline, str) else headline["article"]
        page, _ = issue.destination(name)
        assert f"trang {_printed_folio(issue, page)}" in cover


def _titles(issue: Issue) -> dict[str, str]:
    """The title of each article, by id, from its source."""
    found = {}
    for article_id, path in _articles(issue).items():
        text = path.read_text("utf-8")
        match = re.search(r"^title:\s*(.+)$", text, re.MULTILINE)
        assert match
        title = match.group(1).strip().strip("'\"").replace("''", "'").replace('\\"', '"')
        found[article_id] = re.sub(r'[“”"]', "", title)
    return found


def test_every_internal_link_lands_on_its_title(issue: Issue) -> None:
    titles = _titles(issue)
    landed = set()
    for _, link in _links(issue):
        if "/Dest" not in link:
            continue
        name = str(link["/Dest"])
        page, top = issue.destination(name)
        if name in titles:
            near = [p.text for p in issue.pieces(page) if top - 90 < p.y <= top + 2]
            assert re.sub(r'[“”"\s]', "", titles[name]) in re.sub(
                r'[“”"\s]', "", plain("".join(near))
            ), name
            landed.add(name)
    assert landed == set(titles)


def test_no_link_is_left_unresolved(issue: Issue) -> None:
    for _, link in _links(issue):
        assert "x-printshop" not in str(link.get("/A", ""))
        if "/Dest" in link:
            assert str(link["/Dest"]) in issue.reader.named_destinations


def test_no_page_mark_is_printed(issue: Issue) -> None:
    everything = "".join(issue.text(n) for n in range(len(issue.reader.pages)))
    assert not re.search("[\ue000-\uf8ff]", everything)
    assert "{page}" not in everything


def test_text_copied_out_is_nfc_and_in_reading_order(issue: Issue) -> None:
    pages = [issue.text(n) for n in range(len(issue.reader.pages))]
    for text in pages:
        assert unicodedata.is_normalized("NFC", text)
    sentence = "Kết luận số 62-KL/TW ngày 08/12/2009 của Bộ Chính trị"
    assert any(sentence in text for text in pages)


def test_text_of_the_body_is_whole_and_in_order(issue: Issue) -> None:
    """The words of each article's first and last paragraphs come out in the order written."""
    for article_id, path in _articles(issue).items():
        source = path.read_text("utf-8")
        body = source.split("\n---\n", 1)[1]
        plain_paragraphs = [
            p for p in body.split("\n\n") if p.strip() and re.match(r"^\w[^|*\[`]*$", p.strip())
        ]
        first, _ = issue.destination(article_id)
        text = " ".join(issue.text(n) for n in range(first, min(first + 4, issue.built.pages)))
        squeezed = re.sub(r"[\s“”\"…]", "", text)
        for paragraph in plain_paragraphs[:1]:
            words = " ".join(paragraph.split()[:12])
            assert re.sub(r"[\s“”\".…]", "", words) in squeezed.replace(".", ""), article_id


def test_bookmarks_by_section_and_article(issue: Issue) -> None:
    titles: list[tuple[int, str]] = []

    def walk(items: list[object], level: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, level + 1)
            else:
                titles.append((level, str(item.title)))  # type: ignore[attr-defined]

    walk(issue.reader.outline, 0)
    sections = [title for level, title in titles if level == 0]
    assert sections[1:] == [s["title"] for s in issue.manifest["sections"]]
    wanted = {re.sub(r'[“”"]', "", t) for t in _titles(issue).values()}
    assert wanted <= {re.sub(r'[“”"]', "", title) for _, title in titles}


def test_metadata(issue: Issue) -> None:
    info = issue.reader.metadata
    assert info is not None
    assert info.title == "Thông tin công tác – số 9 (09/2017)"
    assert info.author == "Ban Tuyên giáo Thành ủy Cần Thơ"
    root = issue.reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert str(info["/CreationDate"]).startswith("D:20170912")
    xmp = issue.reader.xmp_metadata
    assert xmp is not None
    assert xmp.dc_title["x-default"] == info.title
    assert xmp.dc_language == ["vi"]


def _fonts(issue: Issue) -> dict[str, DictionaryObject]:
    fonts = {}
    for page in issue.reader.pages:
        resources = [page["/Resources"]]
        for form in page["/Resources"].get("/XObject", {}).values():
            if form.get_object().get("/Subtype") == "/Form" and "/Resources" in form.get_object():
                resources.append(form.get_object()["/Resources"])
        for resource in resources:
            for font in resource.get_object().get("/Font", {}).values():
                fonts[str(font.get_object()["/BaseFont"])] = font.get_object()
    return fonts


def test_all_fonts_are_embedded_and_ours(issue: Issue) -> None:
    fonts = _fonts(issue)
    assert fonts
    for name, font in fonts.items():
        descendant = font["/DescendantFonts"][0].get_object()
        descriptor = descendant["/FontDescriptor"].get_object()
        assert any(key in descriptor for key in ("/FontFile2", "/FontFile3")), name
        assert re.search(r"Source-?Serif|IBM-?Plex|Alegreya", name), name


def test_tags_of_all_fragments_are_in_one_tree(issue: Issue) -> None:
    root = issue.reader.trailer["/Root"]["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    keys = [int(key) for key in numbers[::2]]
    assert keys == sorted(set(keys))
    used = [int(p["/StructParents"]) for p in issue.reader.pages if "/StructParents" in p]
    used += [int(link["/StructParent"]) for _, link in _links(issue) if "/StructParent" in link]
    assert len(used) == len(set(used))
    assert set(used) <= set(keys)
    (document,) = root["/K"]
    kinds = [kid.get_object()["/S"] for kid in document.get_object()["/K"]]
    assert kinds.count("/Part") == len(issue.manifest["sections"])


def test_qpdf_finds_nothing(issue: Issue) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", issue.path)


def test_pictures_carry_no_metadata(issue: Issue) -> None:
    pictures = 0
    for page in issue.reader.pages:
        for picture in page["/Resources"].get("/XObject", {}).values():
            if picture.get_object().get("/Subtype") != "/Image":
                continue
            pictures += 1
            raw = picture.get_object()._data.partition(b"\xff\xda")[0]  # up to the pixels
            for mark in (b"Exif\x00\x00", b"GPS", b"ns.adobe.com"):
                assert mark not in raw
    assert pictures >= 6


def _is_heading(piece: Piece) -> bool:
    """Headings inside articles: the heading face, bold, larger than furniture and captions."""
    bold = "Bold" in piece.font
    band = piece.text.isupper()
    return bold and not band and "Plex" in piece.font and 9.5 < piece.size < 10.7


def test_no_heading_stands_at_a_columns_foot(issue: Issue) -> None:
    checked = 0
    for number in range(2, issue.built.pages - 1):
        pieces = issue.pieces(number)
        left = float(issue.reader.pages[number].mediabox.left)
        for heading in filter(_is_heading, pieces):
            column = heading.x - left > pt(90)
            below = {
                round(p.y)
                for p in pieces
                if (p.x - left > pt(90)) == column
                and heading.y - 70 < p.y < heading.y - 8
                and p.size > 8
                and p.y - float(issue.reader.pages[number].mediabox.bottom) > pt(20)
            }
            assert len(below) >= 2, (number + 1, heading.text)
            checked += 1
    assert checked > 20


def test_no_words_lie_over_one_another(issue: Issue) -> None:
    page = 0
    clashes = []
    words: list[tuple[float, float, float, float, str]] = []
    for line in run("pdftotext", "-bbox", issue.path, "-").splitlines():
        if "<page" in line:
            page, words = page + 1, []
        match = re.search(
            r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)<', line
        )
        if not match:
            continue
        box = tuple(float(v) for v in match.groups()[:4])
        # a word's box has the font's whole height: its inner half is where the letters are
        middle, quarter = (box[1] + box[3]) / 2, (box[3] - box[1]) / 5
        own = (box[0], middle - quarter, box[2], middle + quarter, match.group(5))
        for other in words:
            if (
                min(own[2], other[2]) - max(own[0], other[0]) > 1
                and min(own[3], other[3]) - max(own[1], other[1]) > 1
            ):
                clashes.append((page, own[4], other[4]))
        words.append(own)
    assert page == issue.built.pages
    assert clashes == []


def test_text_stays_inside_the_page(issue: Issue) -> None:
    width, height = pt(190), pt(270)
    for line in run("pdftotext", "-bbox", issue.path, "-").splitlines():
        match = re.search(
            r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', line
        )
        if match:
            x1, y1, x2, y2 = (float(v) for v in match.groups())
            assert 0 < x1 < x2 < width, line
            assert 0 < y1 < y2 < height, line
