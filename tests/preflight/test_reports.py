"""Findings led back to sources; reports in lines and for the browser."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Pdf
from PIL import Image

from printshop import i18n
from printshop.geometry import Box
from printshop.preflight.model import Document, PdfPage, finding
from printshop.preflight.reports import text
from printshop.preflight.reports.data import as_data
from printshop.preflight.reports.html import as_html
from printshop.preflight.reports.inkoverlay import ink_overlays
from printshop.preflight.reports.model import Checked, CheckedFile, NotChecked
from printshop.preflight.reports.thumbnails import draw_pages, on_drawing, shown_box, shown_size
from printshop.preflight.trace import as_problems, folio_of, title_of
from printshop.press.contract import Condition, InkLimit, PressSpec
from printshop.press.load import Press
from printshop.problems import OnPage, Problem, Severity, Where
from printshop.settings import PageTrace, PictureTrace, Trace

ARTICLE, COVER, BACK = (Where("issues/i/issue.yaml", n, 3) for n in (20, 2, 40))
PAGES = (
    PageTrace("", "cover", "Bìa", COVER),
    PageTrace("1", "bai-mot", "Bài một", ARTICLE),
    PageTrace("2", "bai-mot", "Bài một", ARTICLE),
    PageTrace("3", "back-cover", "", BACK),
)
TRACE = Trace(
    PAGES,
    {"i7": PictureTrace("images/cau.jpg", Where("issues/i/articles/mot.md", 9, 3))},
    {"i-body.pdf": ((1,), (2,)), "i-cover.pdf": ((3, 0),)},
)


def page(number: int, **boxes: Box) -> PdfPage:
    return PdfPage(number, Box(0, 0, 220, 320), **boxes)


def document(name: str, pages: int = 2) -> Document:
    return Document(name, 1000, "1.6", tuple(page(n) for n in range(1, pages + 1)))


def press() -> Press:
    condition = Condition(identifier="FOGRA39", description="coated", profile="p.icc")
    spec = PressSpec(description="<i>a press</i>", condition=condition)
    return Press("offset", Path("p.yaml"), spec, Path("p.icc"), b"")


# -- back to the sources


def test_a_finding_on_a_page_points_at_its_item() -> None:
    box = Box(10, 20, 30, 40)
    (problem,) = as_problems(
        [finding("F034", 2, [box])], document("i-body.pdf"), TRACE, "i-body.pdf"
    )
    assert problem.where == ARTICLE
    assert problem.on == OnPage("i-body.pdf", 2, "2", ((10, 20, 30, 40),))


def test_a_finding_about_a_picture_points_at_the_line_that_names_it() -> None:
    found = finding("F034", 1, picture="i7", name="i7", ppi=90)
    (problem,) = as_problems([found], document("i-body.pdf"), TRACE, "i-body.pdf")
    assert problem.where == Where("issues/i/articles/mot.md", 9, 3)
    assert dict(problem.params) == {"name": "images/cau.jpg", "ppi": 90}


def test_a_picture_that_nobody_knows_points_at_the_page() -> None:
    found = finding("F034", 1, picture="i9", name="i9")
    (problem,) = as_problems([found], document("i-body.pdf"), TRACE, "i-body.pdf")
    assert problem.where == ARTICLE
    assert dict(problem.params) == {"name": "i9"}


@pytest.mark.parametrize(("left", "where"), [(5, BACK), (180, COVER)])
def test_a_wrap_has_two_pages_and_the_box_says_which(left: float, where: Where) -> None:
    found = finding("F034", 1, [Box(left, 20, left + 20, 40)])
    (problem,) = as_problems([found], document("i-cover.pdf", 1), TRACE, "i-cover.pdf")
    assert problem.where == where
    assert problem.on.folio == "3"


def test_without_a_trace_there_is_no_line() -> None:
    for trace in (None, TRACE):
        (problem,) = as_problems([finding("F034", 9)], document("x.pdf"), trace, "x.pdf")
        assert problem.where == Where()
        assert problem.on == OnPage("x.pdf", 9)
    (problem,) = as_problems([finding("F044")], document("i-body.pdf"), TRACE, "i-body.pdf")
    assert (problem.where, problem.on.page) == (Where(), 0)


def test_what_a_page_is_called() -> None:
    assert folio_of(TRACE, "i-body.pdf", 2) == "2"
    assert title_of(TRACE, "i-cover.pdf", 1) == "back-cover · Bìa"
    assert folio_of(TRACE, "i-body.pdf", 3) == title_of(TRACE, "other.pdf", 1) == ""


# -- pages drawn


def drawn_pdf(path: Path, rotate: int = 0, crop: Box | None = None) -> Path:
    """A page of 220 × 320 pt, from (10, 20), with a black box at 30 to 60 across, 250 to 300 up."""
    pdf = Pdf.new()
    leaf = pdf.add_blank_page(page_size=(220, 320))
    leaf.MediaBox = Array([10, 20, 230, 340])
    if crop:
        leaf.CropBox = Array(crop.as_list())
    leaf.Rotate = rotate
    leaf.Contents = pdf.make_stream(b"0 0 0 1 k 30 250 30 50 re f")
    pdf.save(path)
    return path


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, Box(20, 100, 200, 500)])
def test_a_box_is_drawn_where_its_ink_is(tmp_path: Path, rotate: int, crop: Box | None) -> None:
    pdf = drawn_pdf(tmp_path / "a.pdf", rotate, crop)
    described = PdfPage(1, Box(10, 20, 230, 340), crop=crop, rotate=rotate)
    width, height = shown_size(described)
    thumbnail = draw_pages(pdf, {1: 640})[1]
    assert max(thumbnail.width, thumbnail.height) == 640
    assert thumbnail.width / thumbnail.height == pytest.approx(width / height, rel=0.01)
    with Image.open(io.BytesIO(thumbnail.jpeg)) as picture:
        scale = picture.width / width
        x, y, wide, high = (v * scale for v in on_drawing(Box(30, 250, 60, 300), described))
        grey = picture.convert("L")
        dark = grey.point([255 * (v < 100) for v in range(256)]).getbbox()
    assert dark == pytest.approx((x, y, x + wide, y + high), abs=3)


def test_pages_that_cannot_be_drawn_are_missing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    assert draw_pages(bad, {1: 100}) == {}
    assert draw_pages(tmp_path / "gone.pdf", {1: 100}) == {}
    assert list(draw_pages(drawn_pdf(tmp_path / "a.pdf"), {1: 100, 7: 100})) == [1]


def test_a_drawing_has_the_same_bytes_again(tmp_path: Path) -> None:
    pdf = drawn_pdf(tmp_path / "a.pdf")
    assert draw_pages(pdf, {1: 200}) == draw_pages(pdf, {1: 200})


sides = st.floats(-500, 500, allow_nan=False)


@given(st.tuples(sides, sides, st.floats(0, 300), st.floats(0, 300)), st.integers(0, 7))
def test_boxes_keep_their_size_however_the_page_is_turned(
    box: tuple[float, float, float, float], turns: int
) -> None:
    left, bottom, width, height = box
    turned = PdfPage(1, Box(0, 0, 220, 320), rotate=90 * turns)
    _, _, wide, high = on_drawing(Box(left, bottom, left + width, bottom + height), turned)
    assert (wide, high) == pytest.approx((width, height) if turns % 2 == 0 else (height, width))
    whole = on_drawing(shown_box(turned), turned)
    assert whole == pytest.approx((0, 0, *shown_size(turned)))


def test_too_much_ink_is_laid_over_the_page(tmp_path: Path) -> None:
    from printshop.preflight.reading.read import read_pdf

    pdf = Pdf.new()
    leaf = pdf.add_blank_page(page_size=(200, 300))
    leaf.Contents = pdf.make_stream(b"1 1 1 1 k 0 150 100 150 re f")
    pdf.add_blank_page(page_size=(200, 300))
    path = tmp_path / "a.pdf"
    pdf.save(path)
    overlays = ink_overlays(path, read_pdf(path).pages, InkLimit(total=300, window=15))
    assert list(overlays) == [1]
    assert overlays[1].place == pytest.approx((0, 0, 200, 300))
    with Image.open(io.BytesIO(overlays[1].png)) as picture:
        wide, high = picture.size
        alpha = picture.getchannel("A")
        assert alpha.getpixel((wide // 4, high // 4)) > 100
        assert alpha.getpixel((3 * wide // 4, high // 4)) == 0
        assert alpha.getpixel((wide // 4, 3 * high // 4)) == 0


# -- the report


def problem(code: str, number: int = 0, **params: str | int) -> Problem:
    boxes = ((10.0, 20.0, 60.0, 90.0), (100.0, 100.0, 100.0, 300.0)) if number else ()
    given_ = {"path": "a.jpg", "ppi": 90, "full": 50, "floor": 120, "format": "", **params}
    items = tuple(sorted(given_.items()))
    return Problem(code, Where(), items, on=OnPage("a.pdf", number, "", boxes))


def checked(tmp_path: Path, *problems: Problem, undone: tuple[NotChecked, ...] = ()) -> Checked:
    pdf = Pdf.new()
    for _ in range(3):
        pdf.add_blank_page(page_size=(220, 320))
    path = tmp_path / "a.pdf"
    pdf.save(path)
    file = CheckedFile(path, document("a.pdf", 3), problems, ("boxes", "fonts"))
    return Checked("số 9", press(), (file,), not_checked=undone)


def test_a_line_a_problem_place_first(tmp_path: Path) -> None:
    found = [problem("P005", 3, format="HEIC"), problem("P007", 1), problem("P007", 2)]
    lines = list(text.as_lines(checked(tmp_path, *found)))
    assert len(lines) == 3
    assert lines[0].startswith("page 3 · a.pdf: error P005: ")
    assert lines[1].startswith("pages 1–2 · a.pdf: warning P007: ")
    assert " → " in lines[0]
    assert lines[2] == (
        "1 error, 2 warnings · a.pdf: 3 pages, 0 fonts, 0 pictures · 2 checks · print house offset"
    )


def test_what_differs_in_its_count_alone_is_one_line(tmp_path: Path) -> None:
    found = [problem("F005", page_, what="text", count=page_ + 1) for page_ in (1, 2)]
    found.append(problem("F005", 3, what="lines", count=1))
    lines = list(text.as_lines(checked(tmp_path, *found)))
    assert len(lines) == 3
    assert lines[0].startswith("pages 1–2 · a.pdf: error F005: ")
    assert "text; 5 in all" in lines[0]
    assert lines[1].startswith("page 3 · a.pdf: error F005: ")
    page = as_html(checked(tmp_path, *found))
    assert page.count("text; 5 in all") == 1


def test_a_page_without_a_trim_box_has_a_sheet_size(tmp_path: Path) -> None:
    box = Box(0, 0, 220, 320)
    path = checked(tmp_path).files[0].path
    for pages, names in (
        ([page(1, trim=box), page(2, trim=box)], {"Trimmed size"}),
        ([page(1), page(2)], {"Sheet size"}),
        ([page(1), page(2, trim=box)], {"Trimmed size", "Sheet size"}),
    ):
        document_ = replace(document("a.pdf"), pages=tuple(pages))
        shown = as_html(Checked("a", press(), (CheckedFile(path, document_),)))
        assert {name for name in ("Trimmed size", "Sheet size") if name in shown} == names


def test_no_place_is_hidden_below_forty(tmp_path: Path) -> None:
    found = [replace(problem("P007", 1), where=Where("bai.md", n, 1)) for n in range(1, 41)]
    page = as_html(checked(tmp_path, *found))
    assert all(f"bai.md:{n}:1" in page for n in range(1, 41))
    assert "and 1 more" not in page
    found.append(replace(problem("P007", 1), where=Where("bai.md", 41, 1)))
    assert "and 1 more" in as_html(checked(tmp_path, *found))


def test_quiet_says_problems_only(tmp_path: Path) -> None:
    assert list(text.as_lines(checked(tmp_path), quiet=True)) == []
    assert len(list(text.as_lines(checked(tmp_path, problem("P007", 1)), quiet=True))) == 1


def test_what_was_not_checked_is_never_in_order(tmp_path: Path) -> None:
    undone = (NotChecked("fonts", "it broke"),)
    lines = list(text.as_lines(checked(tmp_path, undone=undone), quiet=True))
    assert lines == ["NOT CHECKED: `fonts`: it broke"]
    page_ = as_html(checked(tmp_path, undone=undone))
    assert "it broke" in page_
    assert "Ready to send" not in page_
    assert "No problem found<" not in page_
    assert "Ready to send" in as_html(checked(tmp_path))


def test_nothing_of_the_input_moves_the_cursor(tmp_path: Path) -> None:
    (line, _sum) = text.as_lines(checked(tmp_path, problem("P007", 1, path="a\x1b[2Jb\nc")))
    assert "\x1b" not in line
    assert "\n" not in line


@given(st.sets(st.integers(1, 200), min_size=1))
def test_ranges_name_each_page_once(pages: set[int]) -> None:
    named: list[int] = []
    for part in text.ranges(sorted(pages)).split(", "):
        first, _, last = part.partition("–")
        named += range(int(first), int(last or first) + 1)
    assert named == sorted(pages)


def test_the_data_names_file_and_page(tmp_path: Path) -> None:
    data = as_data(checked(tmp_path, problem("P007", 2)))
    assert [(p["pdf"], p["page"], p["code"]) for p in data["problems"]] == [("a.pdf", 2, "P007")]
    assert data["result"]["counts"] == {"error": 0, "warning": 1, "note": 0}
    assert data["result"]["checks"] == ["boxes", "fonts"]


class Page(HTMLParser):
    """What a browser would see."""

    VOID = frozenset(("meta", "img", "rect", "image", "br"))

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words += data

    def all(self, tag: str, attribute: str) -> list[str]:
        return [value for t, a in self.tags if t == tag and (value := a.get(attribute)) is not None]


HOSTILE = '"><script>alert(1)</script>&amp; `<b>`'


def hostile(tmp_path: Path) -> str:
    plain = checked(tmp_path, problem("P007", 2, path=HOSTILE), problem("P005", 2, format=HOSTILE))
    file = plain.files[0]
    named = CheckedFile(
        file.path, file.document, file.problems, file.checks, ("", HOSTILE, ""), (HOSTILE,) * 3
    )
    return as_html(Checked(HOSTILE, plain.press, (named,), file.problems, copy_checked=True))


def test_the_page_is_whole_and_escapes_what_people_wrote(tmp_path: Path) -> None:
    page_ = Page(hostile(tmp_path))
    tags = {tag for tag, _ in page_.tags}
    assert not {"script", "b<", "i", "link", "iframe"} & (tags - {"i"})
    assert "alert(1)" in page_.words
    assert all(not name.startswith("on") for _, attributes in page_.tags for name in attributes)


def test_nothing_is_fetched(tmp_path: Path) -> None:
    source = hostile(tmp_path)
    page_ = Page(source)
    addresses = [*page_.all("img", "src"), *page_.all("image", "href"), *page_.all("a", "href")]
    assert len(addresses) > 5
    assert [a for a in addresses if not a.startswith(("data:image/", "#"))] == []
    assert "url(" not in source
    assert "@import" not in source
    (policy,) = [a["content"] for t, a in page_.tags if a.get("http-equiv")]
    assert policy is not None
    assert "default-src 'none'" in policy


def test_every_link_leads_to_something_and_ids_are_unique(tmp_path: Path) -> None:
    page_ = Page(as_html(checked(tmp_path, problem("P007", 2), problem("P005", 3))))
    ids = [value for _, a in page_.tags if (value := a.get("id"))]
    assert len(ids) == len(set(ids))
    links = page_.all("a", "href")
    assert {"#f1-p2", "#f1-p3", "#f1-p2-b1"} <= set(links)
    assert [link for link in links if link[1:] not in ids] == []


def test_it_can_be_read_aloud(tmp_path: Path) -> None:
    page_ = Page(as_html(checked(tmp_path, problem("P007", 2))))
    assert page_.all("html", "lang") == ["en"]
    assert all(page_.all("img", "alt"))
    assert set(page_.all("th", "scope")) == {"col", "row"}
    headings = [int(tag[1]) for tag, _ in page_.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_pages_with_problems_are_large_with_their_boxes(tmp_path: Path) -> None:
    page_ = Page(as_html(checked(tmp_path, problem("P007", 2))))
    sizes = []
    for source in page_.all("img", "src"):
        with Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2]))) as picture:
            sizes.append(picture.height)
    assert sizes == [860, 300, 300]
    frames = [a for t, a in page_.tags if t == "rect" and a.get("class") == "line"]
    assert [float(frames[0][key] or 0) for key in ("x", "y", "width", "height")] == [
        10,
        230,
        50,
        70,
    ]
    assert float(frames[1]["width"] or 0) > 2, "a hairline is seen"
    assert page_.words.count("P007") == 4, "in the table, beside the page, at two frames"


def test_it_speaks_vietnamese(tmp_path: Path) -> None:
    i18n.set_language("vi")
    try:
        page_ = Page(as_html(checked(tmp_path, problem("P007", 2))))
    finally:
        i18n.set_language("en")
    assert page_.all("html", "lang") == ["vi"]
    assert "cảnh báo" in page_.words


def test_the_same_report_has_the_same_bytes(tmp_path: Path) -> None:
    found = checked(tmp_path, problem("P007", 2))
    assert as_html(found) == as_html(found)


def test_a_file_that_cannot_be_drawn_is_reported_all_the_same(tmp_path: Path) -> None:
    found = checked(tmp_path, problem("P007", 2))
    found.files[0].path.write_bytes(b"no PDF")
    page_ = Page(as_html(found))
    assert page_.words.count("This page cannot be drawn.") == 3
    assert found.count(Severity.WARNING) == 1
