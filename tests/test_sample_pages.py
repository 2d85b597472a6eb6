"""What a designer looks for on the pages of the sample issues.

It is read from the laid-out boxes and from the finished PDFs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from weasyprint.formatting_structure import boxes

from laidout import PX, Laid, classes, columns, in_flow, is_line, laid_out, text_of, walk
from pages import Text, texts
from printshop.build import build
from printshop.geometry import pt
from printshop.layout import Layout
from printshop.problems import Problems
from printshop.settings import Settings
from printshop.workspace import Workspace
from support import REPOSITORY

SAMPLES = ("2017-09", "2017-10-to-tin", "2017-11-so-tay")
PX_PT = 96 / 72
TITLES = ("h1", "h2")


@pytest.fixture(params=SAMPLES)
def issue(request: pytest.FixtureRequest) -> tuple[Layout, tuple[Laid, ...]]:
    return laid_out(REPOSITORY / "issues" / request.param)


def text_pages(layout: Layout, pieces: tuple[Laid, ...]) -> Iterator[tuple[str, Any]]:
    """The pages that carry text within margins, each with what to call it."""
    for laid in pieces:
        kind = layout.kind(laid.piece.kind)
        if kind and kind.page == "text":
            for number, page in enumerate(laid.pages, start=1):
                yield f"{laid.piece.id}, page {number}", page


def tagged(page: Any, *tags: str) -> Iterator[Any]:
    """The blocks of elements with these tags, in flow."""
    for box in in_flow(page):
        if box.element_tag in tags and isinstance(box, boxes.BlockBox):
            yield box


def lines_of(box: Any) -> list[Any]:
    return [line for line in box.children if is_line(line)]


# -- the grid


@pytest.fixture(scope="module", params=SAMPLES)
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Layout, list[list[Text]]]:
    """The layout, and the runs of text of each page of an article or of several."""
    folder = REPOSITORY / "issues" / request.param
    out = tmp_path_factory.mktemp("typography")
    problems = Problems()
    built = build(Workspace(REPOSITORY), folder, Settings(out=out), problems)
    assert built is not None, [p.message for p in problems]
    layout, pieces = laid_out(folder)
    reader = PdfReader(built.files[0])
    starts = {
        name: reader.get_destination_page_number(d) for name, d in reader.named_destinations.items()
    }
    found = []
    for laid in pieces:
        if laid.piece.kind in RUNNING:
            first = min(starts[entry.anchor] for entry in laid.piece.outline)
            listed = {line for page in laid.pages for line in _headlines(page)}
            for page in reader.pages[first : first + len(laid.pages)]:
                found.append([run for run in texts(page) if run.text not in listed])
    return layout, found


def _headlines(page: Any) -> Iterator[str]:
    """The lines of lists of headlines, which point at other pages and have their own leading."""
    for box in walk(page):
        if "headlines" in classes(box):
            for line in (line for line in walk(box) if is_line(line)):
                yield text_of(line).strip().replace("\N{NO-BREAK SPACE}", " ")
                yield text_of(line).strip()


RUNNING = ("front", "section", "article", "group")
"""Kinds of running text."""


def body_lines(layout: Layout, page: list[Text]) -> list[Text]:
    size = layout.spec.type["body"].size
    family = layout.spec.fonts.body.replace(" ", "") + "-Regular"
    return [run for run in page if run.font == family and abs(run.size - size) < 0.01]


def test_body_lines_of_all_columns_and_pages_stand_on_the_grid(
    printed: tuple[Layout, list[list[Text]]],
) -> None:
    layout, pages = printed
    step, head = layout.spec.baseline, pt(layout.spec.margins.head)
    running = [lines for page in pages if len(lines := body_lines(layout, page)) > 15]
    assert len(running) >= 4
    first = (running[0][0].y - head) % step
    for page in running:
        off = [abs((run.y - head - first + step / 2) % step - step / 2) for run in page]
        assert max(off) <= 0.2, [run.text for run, by in zip(page, off, strict=True) if by > 0.2]


def test_every_page_has_body_lines_to_measure(
    printed: tuple[Layout, list[list[Text]]],
) -> None:
    layout, pages = printed
    assert sum(len(body_lines(layout, page)) for page in pages) > 300


# -- titles


def test_no_title_leaves_a_syllable_alone(issue: tuple[Layout, tuple[Laid, ...]]) -> None:
    seen = 0
    for name, page in text_pages(*issue):
        for title in tagged(page, *TITLES):
            rows = [text_of(line).split() for line in lines_of(title)]
            if len(rows) > 1:
                seen += 1
                lone = len(rows[-1]) == 1 and len(rows[-1][0]) < 8
                assert not lone, (name, [" ".join(row) for row in rows])
    assert seen > 3


def test_titles_have_even_lines(issue: tuple[Layout, tuple[Laid, ...]]) -> None:
    for name, page in text_pages(*issue):
        for title in tagged(page, "h1"):
            widths = [line.width for line in lines_of(title)]
            if len(widths) > 1:
                assert min(widths) > 0.35 * max(widths), (name, text_of(title), widths)


# -- paragraphs and headings


def test_two_lines_of_a_paragraph_stay_together(issue: tuple[Layout, tuple[Laid, ...]]) -> None:
    """A paragraph cut by a column or page has two lines or more on either side."""
    _, pieces = issue
    seen = 0
    for laid in pieces:
        if laid.piece.kind not in RUNNING:
            continue
        parts: dict[int, list[int]] = {}
        for page in laid.pages:
            for paragraph in tagged(page, "p"):
                lines = lines_of(paragraph)
                if lines and classes(paragraph) <= {"lead"}:
                    parts.setdefault(id(paragraph.element), []).append(len(lines))
        cut = [counts for counts in parts.values() if len(counts) > 1]
        seen += len(cut)
        assert all(min(counts) >= 2 for counts in cut), (laid.piece.id, cut)
    assert seen > 1


def test_no_heading_stands_at_the_foot_of_a_column(
    issue: tuple[Layout, tuple[Laid, ...]],
) -> None:
    for name, page in text_pages(*issue):
        ends = [column for inner in columns(page) for column in inner] or [page]
        for end in ends:
            flow = [box for box in in_flow(end) if is_line(box) or box.element_tag == "img"]
            if flow:
                headings = {id(line) for h in tagged(end, "h2", "h3") for line in lines_of(h)}
                assert id(flow[-1]) not in headings, (name, text_of(flow[-1]))


def test_columns_of_an_articles_last_page_are_balanced(
    issue: tuple[Layout, tuple[Laid, ...]],
) -> None:
    """But for a heading, a picture or notes that would not be parted."""
    layout, pieces = issue
    step = layout.spec.baseline * PX_PT
    differences = []
    for laid in pieces:
        if laid.piece.kind in ("article", "group", "section"):
            for inner in columns(laid.pages[-1]):
                ends = [bottom(column) for column in inner]
                if len(ends) == layout.spec.columns > 1:
                    differences.append((max(ends) - min(ends)) / step)
    assert max(differences, default=0) < 5
    assert sum(differences) <= 1.5 * len(differences)


def bottom(box: Any) -> float:
    """Where the text and pictures of a column end."""
    ends = (b.position_y + b.height for b in in_flow(box) if is_line(b) or b.element_tag == "img")
    return float(max(ends, default=box.position_y))


# -- pictures, margins


def test_captions_stand_under_their_pictures(issue: tuple[Layout, tuple[Laid, ...]]) -> None:
    seen = 0
    for name, page in text_pages(*issue):
        for figure in (box for box in walk(page) if box.element_tag == "figure"):
            pictures = [b for b in walk(figure) if b.element_tag == "img"]
            captions = [b for b in walk(figure) if b.element_tag == "figcaption"]
            if not captions:
                continue
            seen += 1
            assert len(pictures) == 1, name
            gap = captions[0].position_y - (pictures[0].position_y + pictures[0].height)
            assert -1 < gap < 5 * PX, (name, gap)
    assert seen > 0


def test_text_stays_in_the_type_area(issue: tuple[Layout, tuple[Laid, ...]]) -> None:
    layout, pieces = issue
    page_box = layout.spec.geometry
    left = (page_box.pad + page_box.inside) * PX
    top = (page_box.pad + page_box.head) * PX
    right, low = left + page_box.text_width * PX, top + page_box.text_height * PX
    for name, page in text_pages(layout, pieces):
        for box in _texts_within(page):
            assert left - 1 <= box.position_x, (name, box.text)
            assert box.position_x + box.width <= right + 1.5, (name, box.text)
            assert top - 1 <= box.position_y + box.height / 3, (name, box.text)
            assert box.position_y + box.height / 2 <= low + 1, (name, box.text)


OUTSIDE = {"bleed", "nameplate"}
"""Classes of what may leave the type area: pictures that bleed, a nameplate in the head margin."""


def _texts_within(box: Any) -> Iterator[Any]:
    if OUTSIDE & classes(box):
        return
    if isinstance(box, boxes.TextBox) and box.text.strip():
        yield box
    for child in getattr(box, "children", ()):
        yield from _texts_within(child)


# -- stacked capitals


def test_stacked_accents_touch_no_line_above(issue: tuple[Layout, tuple[Laid, ...]]) -> None:
    """The ink of each line of a title begins under the ink of the one above it."""
    seen = 0
    for name, page in text_pages(*issue):
        for title in tagged(page, "h1", "h2", "h3"):
            lines = [
                [b for b in walk(line) if isinstance(b, boxes.TextBox) and b.text.strip()]
                for line in lines_of(title)
            ]
            for above, below in pairwise(lines):
                for high in INK.marks(above, lowest=True):
                    for low in INK.marks(below, lowest=False):
                        if high.left < low.right and low.left < high.right:
                            seen += 1
                            assert high.edge < low.edge, (name, high.char, low.char)
    assert seen > 0


class Mark:
    def __init__(self, char: str, left: float, right: float, edge: float) -> None:
        self.char, self.left, self.right, self.edge = char, left, right, edge


class Ink:
    """How far the glyphs of a line reach down or up, in px from the page's top."""

    def __init__(self, folder: Path) -> None:
        self.fonts = {}
        for path in folder.rglob("*.ttf"):
            font = TTFont(path)
            name = font["name"]
            family = name.getDebugName(16) or name.getDebugName(1)
            italic = bool(font["OS/2"].fsSelection & 1)
            self.fonts[family, font["OS/2"].usWeightClass, italic] = font

    def marks(self, runs: list[Any], *, lowest: bool) -> Iterator[Mark]:
        for run in runs:
            style = run.style
            key = (style["font_family"][0], style["font_weight"], style["font_style"] == "italic")
            font = self.fonts.get(key)
            if font is None:
                continue
            unit = style["font_size"] / font["head"].unitsPerEm
            text = run.text.upper() if style["text_transform"] == "uppercase" else run.text
            x = run.position_x
            base = run.position_y + run.baseline
            for char in text:
                bounds, advance = self.glyph(key, char)
                if bounds:
                    left, bottom_edge, right, top_edge = bounds
                    edge = base - (bottom_edge if lowest else top_edge) * unit
                    yield Mark(char, x + left * unit, x + right * unit, edge)
                x += advance * unit

    @cache  # noqa: B019  one `Ink` for all tests
    def glyph(self, key: tuple[str, int, bool], char: str) -> tuple[Any, float]:
        """A character's bounds and its advance, in units of the font."""
        font = self.fonts[key]
        glyphs, name = font.getGlyphSet(), font.getBestCmap().get(ord(char), ".notdef")
        pen = BoundsPen(glyphs)
        glyphs[name].draw(pen)
        return pen.bounds, glyphs[name].width


INK = Ink(REPOSITORY / "fonts")
