"""Lines on the baseline grid, titles of even lines, and how far down a page its contents reach."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from pages import Text, texts
from printshop.render import Fragment, Grid, RenderJob, Sheet, linememory
from printshop.render import lines as lines_module
from printshop.render.engine import Engine
from printshop.render.lines import PX_PER_MM, PX_PER_PT, snapped
from printshop.render.pool import render_one

pytestmark = pytest.mark.usefixtures("own_fonts")

FONTS = Path(__file__).parents[2] / "fonts"
GRID = Grid(origin=20, step=14)
CSS = """
@page { size: 150mm 200mm; margin: 20mm }
html { font: 10pt/14pt 'Source Serif 4' }
body, p, h1, figure { margin: 0 }
.columns { columns: 2; column-gap: 6mm; text-align: justify; --line-snap: baseline }
.free { --line-snap: none }
figure { break-inside: avoid }
h1 { font-size: 20pt; line-height: 24pt; width: 110mm; --text-wrap: balance }
"""
SENTENCE = "Mùa nước nổi về, cá theo con nước lên đồng, người chèo xuồng hái bông súng. "


def rendered(body: str, grid: Grid | None = GRID, css: str = CSS) -> Fragment:
    html = f"<!DOCTYPE html><html lang='vi'><title>t</title><body>{body}</body></html>"
    fragment = render_one(RenderJob("job", html, (Sheet("test.css", css),), grid=grid))
    assert isinstance(fragment, Fragment), fragment
    return fragment


def lines(fragment: Fragment) -> list[list[Text]]:
    return [texts(page) for page in PdfReader(io.BytesIO(fragment.pdf)).pages]


def offsets(page: list[Text], size: float = 10) -> set[float]:
    """Where the baselines of the body stand between two lines of the grid, in pt."""
    top = GRID.origin * 72 / 25.4
    return {round((text.y - top) % GRID.step, 1) for text in page if text.size == size}


UNEVEN = (
    "<h1>Tiêu đề</h1><div style='height: 7.3mm'></div><div class='columns'>"
    + "".join(
        f"<p>{SENTENCE * (2 + i % 3)}</p><figure style='height: {9.7 + i}pt'></figure>"
        f"<p class='free' style='font-size: 8pt; line-height: {9 + i / 7}pt'>{SENTENCE}</p>"
        for i in range(24)
    )
    + "</div>"
)


def test_body_lines_of_all_columns_and_pages_share_one_grid() -> None:
    pages = lines(rendered(UNEVEN))
    assert len(pages) > 2
    assert len({round(text.x, -1) for text in pages[0] if text.size == 10}) > 1  # two columns
    assert {len(offsets(page)) for page in pages} == {1}
    assert len(set().union(*map(offsets, pages))) == 1


def test_without_a_grid_they_do_not() -> None:
    assert any(len(offsets(page)) > 1 for page in lines(rendered(UNEVEN, grid=None)))


def test_what_says_none_keeps_its_own_leading() -> None:
    small = [text for text in lines(rendered(UNEVEN))[0] if text.size == 8]
    assert len({round(text.y % 14, 1) for text in small}) > 2


def test_lines_that_stand_on_the_grid_already_are_not_moved() -> None:
    body = f"<div class='columns'><p>{SENTENCE * 30}</p></div>"
    assert lines(rendered(body)) == lines(rendered(body, grid=None))


def test_one_job_leaves_nothing_to_the_next() -> None:
    before = lines(rendered(UNEVEN, grid=None))
    rendered(UNEVEN)
    assert lines(rendered(UNEVEN, grid=None)) == before


@given(st.floats(0, 2000), st.floats(5, 40), st.floats(6, 30))
def test_a_snapped_line_is_the_next_of_the_grid(
    position: float, origin: float, step: float
) -> None:
    grid = Grid(origin, step)
    found = snapped(position, grid)
    unit = step * PX_PER_PT
    steps = (found - origin * PX_PER_MM) / unit
    assert abs(steps - round(steps)) < 1e-6
    assert -0.011 * unit < found - position < unit


TITLE = "Giám sát thực hiện kết luận về dân vận ở các xã ven sông và cù lao cuối huyện"


def title_lines(style: str = "", title: str = TITLE) -> list[list[Text]]:
    page = lines(rendered(f"<h1 style='{style}'>{title}</h1>"))[0]
    found: dict[float, list[Text]] = {}
    for text in page:
        found.setdefault(round(text.y), []).append(text)
    return list(found.values())


def words(line: list[Text]) -> int:
    return sum(len(text.text.split()) for text in line)


def test_a_title_has_lines_about_equally_long() -> None:
    greedy, balanced = title_lines("--text-wrap: wrap"), title_lines()
    assert len(balanced) == len(greedy) > 2
    assert words(greedy[-1]) < 5
    counts = [words(line) for line in balanced]
    assert max(counts) - min(counts) <= 2


def test_a_centred_title_stays_in_the_middle() -> None:
    wide = 110 * 72 / 25.4
    left = min(text.x for line in title_lines("text-align: center") for text in line)
    plain = min(text.x for line in title_lines() for text in line)
    assert plain == pytest.approx(20 * 72 / 25.4, abs=0.1)
    assert plain + 5 < left < plain + wide / 2


def test_balancing_adds_no_line_and_loses_no_word() -> None:
    for n in range(1, 20):
        title = " ".join(TITLE.split()[:n])
        balanced, greedy = title_lines(title=title), title_lines("--text-wrap: wrap", title)
        assert len(balanced) == len(greedy)
        assert sum(map(words, balanced)) == n


def test_running_text_is_not_balanced() -> None:
    body = f"<p style='--text-wrap: balance'>{SENTENCE * 12}</p>"
    assert lines(rendered(body)) == lines(rendered(body.replace("balance", "wrap")))


def test_a_title_with_a_picture_in_it_is_left_alone() -> None:
    title = f"<b style='display: inline-block; width: 5mm; height: 5mm'></b>{TITLE}"
    assert title_lines(title=title) == title_lines("--text-wrap: wrap", title)


def test_the_bottom_of_a_page_is_where_its_contents_end() -> None:
    fragment = rendered(
        "<div style='height: 50mm; background: #eee'></div>"
        "<div style='position: absolute; top: 100mm; height: 9mm; background: #eee'></div>"
        "<p style='break-before: page'>x</p>"
        "<div style='break-before: page; height: 80mm'></div>"
    )
    line = 14 * 25.4 / 72
    assert fragment.bottoms == pytest.approx((70, 20 + line, 0), abs=0.01)


def test_the_bottom_counts_columns_and_pictures_to_their_lowest() -> None:
    text = f"<div class='columns'><p>{SENTENCE * 9}</p></div>"
    (page,) = lines(rendered(text))
    lowest = max(run.y for run in page) * 25.4 / 72
    assert 0 < rendered(text).bottoms[0] - lowest < 2


def test_a_line_that_would_be_torn_apart_stays_ragged() -> None:
    loose = "Nghị quyết " + "dài" * 15 + " " + "rất" * 12

    def first_line(style: str) -> float:
        html = f"<div style='width: 60mm; text-align: justify; {style}'>{loose}</div>"
        document = Engine().lay_out(RenderJob("job", html, (Sheet("test.css", CSS),)), [])
        waiting = list(document.pages[0]._page_box.descendants())
        return next(box.width for box in waiting if isinstance(box, boxes.TextBox))

    assert first_line("") == pytest.approx(60 * PX_PER_MM, abs=1)
    assert first_line("--justify-limit: .5") < 25 * PX_PER_MM
    assert first_line("--justify-limit: 99") == first_line("")


def test_notes_at_the_foot_count_as_part_of_a_page() -> None:
    css = (
        CSS
        + """
        .note { float: footnote }
        .note::footnote-call { font-size: 0; line-height: 0 }
        @page { @footnote { margin: 10mm 0 0; padding: 0; border: 0 } }
    """
    )
    with_note = rendered("<p>x<span class='note'>y</span></p>", css=css)
    line = 14 * 25.4 / 72
    assert with_note.bottoms[0] == pytest.approx(20 + line + 10 + line, abs=0.2)
    assert rendered("<p>x</p>", css=css).bottoms[0] == pytest.approx(20 + line, abs=0.01)


MIXED = UNEVEN + (
    "<div class='columns' style='columns: 3'>"
    + "".join(
        f"<p style='text-indent: {i % 3}em'>{SENTENCE} <b>{SENTENCE}</b><br>{SENTENCE * 2}</p>"
        "<div style='float: left; width: 9mm; height: 9mm'></div>"
        f"<p>{SENTENCE} <sup style='line-height: 0'>1</sup> {SENTENCE}</p>"
        f"<ul><li>{SENTENCE}</li></ul>"
        for i in range(9)
    )
    + "</div>"
)


@pytest.mark.parametrize("body", [UNEVEN, MIXED], ids=["plain", "mixed"])
def test_lines_that_are_remembered_are_those_the_engine_breaks(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered = rendered(body).pdf
    broken = Counter[str]()
    engines_own = linememory._break_lines

    def count(*arguments: Any) -> Any:
        broken["paragraphs"] += 1
        return engines_own(*arguments)

    monkeypatch.setattr(lines_module, "place_lines", count)
    assert rendered(body).pdf == remembered
    assert broken["paragraphs"] > 100


def test_a_line_is_broken_once_for_its_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Counter[Any]()
    get_next_linebox = inline.get_next_linebox

    def count(context: Any, line_box: Any, y: float, bottom: float, skip: Any, *rest: Any) -> Any:
        asked[id(line_box), str(skip), round(rest[0].width)] += 1
        return get_next_linebox(context, line_box, y, bottom, skip, *rest)

    monkeypatch.setattr(inline, "get_next_linebox", count)
    rendered(f"<div class='columns'>{f'<p>{SENTENCE * 3}</p>' * 9}</div>")
    assert max(asked.values()) == 1
