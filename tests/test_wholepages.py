"""Items fitted to their budgets, fillers at the foot of last pages, and what is said of both."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from printshop.build import build
from printshop.cli.app import main
from printshop.layout import Piece, Plan, load_layout
from printshop.layout.contract import FitLimits
from printshop.layout.prelude import Setting
from printshop.problems import Problems, StopBuild, Where
from printshop.progress import Silent
from printshop.render import Fragment, RenderJob
from printshop.settings import Built, LastPage, Settings
from printshop.sources.pagemarks import marked_items, page_mark
from printshop.uptodate import bring_up_to_date
from printshop.wholepages import fit_pages, graded
from printshop.workspace import Workspace
from support import bare_workspace, write_issue

# -- a layout of its own: a page of two columns of 34 lines, and a title of two

LAYOUT = """
description: for tests
trim: [148, 210]
margins: { inside: 18, outside: 15, head: 20, foot: 20 }
baseline: 14
columns: 2
gutter: 5
fonts: { body: Source Serif 4, heading: IBM Plex Sans, display: Alegreya, furniture: IBM Plex Sans }
type: { body: { size: 10, leading: 14 } }
palette: { ink: { srgb: "#000000", inks: [0, 0, 0, 100] } }
pictures: { ppi: 72, floor_ppi: 36, max_height: 40 }
fit: { leading: 3, type: 2, pictures: 15 }
white_space: 33
kinds:
  article:
    template: article.html.j2
    variants: { wide: wide.html.j2, picky: picky.html.j2, noted: noted.html.j2 }
  filler: { template: filler.html.j2, part: part.html.j2 }
  imprint: { template: imprint.html.j2 }
"""
PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body class="{% block class %}{% endblock %}">{% block body %}{% endblock %}
{% if closing %}<div class="closing" style="margin-top: {{ closing.space }}mm">{{ closing.html }}\
</div>{% endif %}</body></html>
"""
IN_PAGE = '{% extends "_page.html.j2" %}{% block body %}'
ARTICLE = (
    IN_PAGE
    + """<h1 id="{{ article.id }}">{{ title }}</h1>
{% set shown = assets.picture(article.lead_picture, "span") %}
{% if shown %}<img src="{{ shown.url }}" alt="x" style="width: {{ shown.width }}mm; \
height: {{ shown.height }}mm">{% endif %}
<div class="columns">{% for block in article.blocks %}{{ block.html | safe }}{% endfor %}</div>
{% endblock %}"""
)
PART = """<aside id="{{ id }}" class="part"><p>{{ title }}</p>
{% set shown = assets.picture(picture, "span") %}
{% if shown %}<img src="{{ shown.url }}" alt="x" style="width: 9mm; height: 9mm">{% endif %}
{% for paragraph in paragraphs %}<p>{{ paragraph }}</p>{% endfor %}</aside>"""
STYLE = """
html { font-family: var(--font-body); font-size: var(--size-body); line-height: var(--baseline) }
body, p, h1 { margin: 0; padding: 0 }
h1 { font-size: 14pt; line-height: 27pt }
img { display: block }
.columns { columns: 2; column-gap: 5mm; --line-snap: baseline; orphans: 1; widows: 1 }
.part { border-bottom: .5pt solid black }
.wide .part { padding-top: 150mm }
.picky #lon { padding-top: 150mm }
.strip { float: footnote; font-size: 10pt; line-height: 14pt }
.strip::footnote-call { content: ""; font-size: 0 }
"""
FILES = {
    "layout.yaml": LAYOUT,
    "_page.html.j2": PAGE,
    "article.html.j2": ARTICLE,
    "wide.html.j2": '{% extends "article.html.j2" %}{% block class %}wide{% endblock %}',
    "picky.html.j2": '{% extends "article.html.j2" %}{% block class %}picky{% endblock %}',
    "noted.html.j2": ARTICLE.replace("</h1>", '<span class="strip">Chân trang</span></h1>'),
    "filler.html.j2": IN_PAGE + '<h1 id="{{ id }}">{{ title }}</h1>{% endblock %}',
    "part.html.j2": PART,
    "imprint.html.j2": IN_PAGE + '<h1 id="imprint">.</h1>{% endblock %}',
    "furniture.html.j2": "<!DOCTYPE html><html lang='vi'><body>{% for page in pages %}"
    "<p style='break-after: page'></p>{% endfor %}</body></html>",
    "style.css": STYLE,
}
ROWS = 34
FIRST = 2 * (ROWS - 2)
"""Lines on an article's first page, under its title."""
MM_PER_LINE = 14 / 72 * 25.4
HEAD = """
number: 1
date: 2020-01-15
layout: test
cover: null
contents: null
back_cover: null
sections:
  - title: Phần
    items:
"""
FILLERS = "fillers:\n" + "".join(
    f'  - {{ filler: {name}, size: part, text: "{text}" }}\n'
    for name, count in (("Nhỏ", 4), ("Vừa", 9), ("Lớn", 20))
    if (text := "\\n\\n".join(f"{count}.{i}" for i in range(count)))
)
"""Of 5, 10 and 21 lines."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = bare_workspace(tmp_path_factory.mktemp("shop") / "w")
    folder = root / "layouts/test"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return root


def lines(count: int) -> str:
    """An article of so many lines of a column."""
    return article("\n\n".join(f"Dòng {i}" for i in range(count)))


def article(text: str, front: str = "") -> str:
    return f"---\ntitle: Bài\n{front}---\n\n{text}\n"


def write(shop: Path, name: str, items: dict[str, str], more: str = "") -> Path:
    """An issue of the articles `items`, each with its fields in the manifest (`{…}`)."""
    texts, manifest = {}, HEAD
    for number, (fields, text) in enumerate(items.items()):
        file = f"{chr(97 + number)}.md"
        texts[file] = text
        manifest += f"      - {{ article: articles/{file}{fields.strip()} }}\n"
    return write_issue(shop, manifest + more, texts, name)


def made(folder: Path, jobs: int = 0) -> tuple[Built, list[tuple[str, dict[str, object]]]]:
    """What a build gives, and what it says."""
    problems = Problems()
    built = build(Workspace(folder.parents[1]), folder, Settings(jobs=jobs), problems)
    assert built is not None, [problem.message for problem in problems]
    return built, [(problem.code, dict(problem.params)) for problem in problems]


def one(shop: Path, fields: str, text: str) -> tuple[LastPage, list[tuple[str, dict[str, object]]]]:
    """The only article of an issue: its last page, and what is said but of white space."""
    built, told = made(write(shop, "one", {fields: text}))
    (page,) = built.last_pages
    return page, [entry for entry in told if entry[0] not in ("R012", "R017")]


# -- lines over and under


@pytest.mark.parametrize(
    ("count", "budget"), [(FIRST + 1, 1), (FIRST + 8, 1), (FIRST + 75, 1), (FIRST + 77, 2)]
)
def test_as_many_lines_as_are_told_have_to_go(shop: Path, count: int, budget: int) -> None:
    page, ((code, told),) = one(shop, f", pages: {budget}", lines(count))
    over = int(str(told["lines"]))
    assert (code, told["pages"], told["budget"]) == ("R005", page.pages, budget)
    assert one(shop, f", pages: {budget}", lines(count - over))[1] == []
    assert one(shop, f", pages: {budget}", lines(count - over + 2))[1] != []


@pytest.mark.parametrize(("count", "budget"), [(20, 2), (FIRST, 2), (31, 3)])
def test_as_many_lines_as_are_told_are_missing(shop: Path, count: int, budget: int) -> None:
    page, ((code, told),) = one(shop, f", pages: {budget}", lines(count))
    under = int(str(told["lines"]))
    assert (code, told["pages"], told["budget"]) == ("R014", page.pages, budget)
    assert one(shop, f", pages: {budget}", lines(count + under + 1))[1] == []
    assert one(shop, f", pages: {budget}", lines(count + under - 1))[1] != []


def test_a_budget_that_is_met_is_not_spoken_of(shop: Path) -> None:
    assert one(shop, ", pages: 1, fit: true", lines(50))[1] == []


# -- fit


def test_leading_makes_room_for_two_lines(shop: Path) -> None:
    page, told = one(shop, ", pages: 1, fit: true", lines(FIRST + 2))
    assert page.pages == 1
    expected = {"item": "a", "pages": 1, "before": 2, "pictures": "0", "leading": "−2", "type": "0"}
    assert told == [("R013", expected)]


@pytest.mark.parametrize(("more", "change"), [(2, "−5"), (4, "−15")])
def test_pictures_give_way_before_leading(shop: Path, more: int, change: str) -> None:
    Image.new("RGB", (400, 900), "teal").save(pictures(shop) / "x.png")
    front = "pictures:\n  - { file: images/x.png, alt: Một màu, width: span }\n"
    left = FIRST - 2 * 14  # the picture is as high as 13.8 lines
    text = "\n\n".join(f"Dòng {i}" for i in range(left + more))
    page, ((code, told),) = one(shop, ", pages: 1, fit: true", article(text, front))
    assert (page.pages, code) == (1, "R013")
    assert (told["pictures"], told["leading"], told["type"]) == (change, "0", "0")


def pictures(shop: Path) -> Path:
    folder = shop / "issues/one/images"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def test_type_and_leading_are_loosened_to_reach_the_next_page(shop: Path) -> None:
    page, ((code, told),) = one(shop, ", pages: 2, fit: true", lines(FIRST))
    assert (page.pages, code) == (2, "R013")
    assert (told["pictures"], told["leading"], told["type"]) == ("0", "+2", "0")


def test_what_cannot_be_fitted_stays_as_the_layout_has_it(shop: Path) -> None:
    plain, _ = one(shop, "", lines(FIRST + 6))
    page, ((code, told),) = one(shop, ", pages: 1, fit: true", lines(FIRST + 6))
    assert page == plain
    assert (code, told["lines"]) == ("R015", 4)  # at the tightest there is a row more
    _, ((code, told),) = one(shop, ", pages: 2, fit: true", lines(FIRST - 10))
    assert (code, told["lines"]) == ("R016", 9)  # and at the loosest one less


def test_an_item_that_prints_a_page_number_is_fitted_too(shop: Path) -> None:
    text = lines(FIRST + 1).rstrip() + "\n\n[trang {page}](article:b)\n"
    folder = write(shop, "marks", {", pages: 1, fit: true": text, "": lines(60)})
    built, told = made(folder)
    assert [page.pages for page in built.last_pages] == [1, 1]
    assert [code for code, _ in told] == ["R013"]
    assert "trang 2" in texts(built)[0]


@pytest.mark.parametrize("direction", [-1, 1])
@pytest.mark.parametrize("pictures", [True, False])
def test_settings_keep_to_the_limits(direction: int, *, pictures: bool) -> None:
    limits = FitLimits(leading=3, type=2, pictures=15)
    steps = list(graded(limits, direction, pictures=pictures))
    assert len(steps) <= 8
    for name in ("leading", "type", "pictures"):
        changes = [direction * (getattr(step, name) - 1) * 100 for step in steps]
        assert changes == sorted(changes)
        assert min(changes) >= 0
        most = getattr(limits, name) if pictures or name != "pictures" else 0
        assert max(changes) == pytest.approx(most)
    for step in steps:
        assert step.leading == 1 or step.pictures == (1 + direction * 0.15 if pictures else 1)
        assert step.type == 1 or step.leading == 1 + direction * 0.03
    assert list(graded(FitLimits(leading=0, type=0, pictures=0), direction)) == []


class Press:
    """Renders an item whose length follows from its setting, and counts."""

    def __init__(self, shop: Path, lengths: Sequence[int], budget: int, mark: str = "") -> None:
        problems = Problems()
        self.layout = load_layout(Workspace(shop), "test", Where(), problems)
        self.problems = problems
        self.rendered: list[str] = []
        self.tighter = [repr(setting) for setting in graded(self.layout.spec.fit, -1)]
        self.lengths, self.mark = lengths, mark
        self.last = [100.0] * len(lengths)
        """Of each setting, how far down the last page reaches."""
        job = RenderJob("a", repr(Setting()) + mark, ())
        piece = Piece("a", "article", job, "", Where(), budget=budget, fit=True)
        self.plan = Plan((piece,), again=self.again)

    def again(self, piece: Piece, setting: Setting, _: object) -> Piece:
        self.problems.add("P006", path=repr(setting))
        return replace(piece, job=piece.job.with_html(repr(setting) + self.mark), setting=setting)

    def render(self, jobs: Sequence[RenderJob]) -> list[Fragment]:
        return [self._fragment(job) for job in jobs]

    def _fragment(self, job: RenderJob) -> Fragment:
        self.rendered.append(job.html)
        number = self.tighter.index(job.html) + 1 if job.html in self.tighter else 0
        pages = self.lengths[number]
        bottoms = (*(100.0,) * (pages - 1), self.last[number])
        rows = round((self.last[number] - self.layout.spec.grid.origin) / MM_PER_LINE)
        lines = (*(2 * ROWS,) * (pages - 1), 2 * rows)
        return Fragment(job.name, b"", pages, {}, bottoms=bottoms, lines=lines)


@pytest.mark.parametrize("at_once", [1, 4])
@pytest.mark.parametrize("enough", range(1, 9))
def test_the_first_setting_that_is_enough(shop: Path, enough: int, at_once: int) -> None:
    lengths = [2 if i in (enough, enough + 2) else 3 for i in range(9)]
    press = Press(shop, lengths, budget=2)
    fitted = fit_pages(press.plan, press.layout, press.render, press.problems, at_once)
    (piece,) = fitted.plan.pieces
    assert piece.job.html == press.tighter[enough - 1]
    assert (fitted.before, fitted.still) == ({"a": 3}, {})
    assert len(press.rendered) <= 1 + enough + at_once - 1
    tried = [dict(problem.params)["path"] for problem in press.problems]
    assert tried == [piece.job.html], "what was only tried is not spoken of"


def test_where_no_setting_is_enough_the_best_counts(shop: Path) -> None:
    press = Press(shop, [3] * 9, budget=2)
    row, top = MM_PER_LINE, press.layout.spec.grid.origin
    press.last = [top + rows * row for rows in (9, 8, 5, 3, 7, 4, 6, 8, 5)]
    fitted = fit_pages(press.plan, press.layout, press.render, press.problems)
    assert (fitted.plan, fitted.before, fitted.still) == (press.plan, {}, {"a": 6})


def test_page_numbers_are_stood_in_for_while_settings_are_tried(shop: Path) -> None:
    press = Press(shop, [3] * 9, budget=2, mark=page_mark("b"))
    fit_pages(press.plan, press.layout, press.render, press.problems)
    assert len(press.rendered) == 9
    assert not any(marked_items(html) for html in press.rendered)


def test_a_try_that_cannot_be_rendered_is_spoken_of(shop: Path) -> None:
    press = Press(shop, [3] * 9, budget=2)

    def render(jobs: Sequence[RenderJob]) -> list[Fragment]:
        if jobs[0].html in press.tighter:
            press.problems.add("R001", item="a", reason="x")
            raise StopBuild
        return press.render(jobs)

    with pytest.raises(StopBuild):
        fit_pages(press.plan, press.layout, render, press.problems)
    assert [problem.code for problem in press.problems] == ["R001"]


def test_settings_that_are_more_than_enough_are_none(shop: Path) -> None:
    press = Press(shop, [3] + [1] * 8, budget=2)
    fitted = fit_pages(press.plan, press.layout, press.render, press.problems)
    assert (fitted.plan, fitted.before, fitted.still) == (press.plan, {}, {})


def test_where_nothing_is_to_be_fitted_nothing_is_rendered(shop: Path) -> None:
    press = Press(shop, [3] * 9, budget=2)
    (piece,) = press.plan.pieces
    plan = replace(press.plan, pieces=(replace(piece, fit=False),))
    fitted = fit_pages(plan, press.layout, press.render, press.problems)
    assert (fitted.plan, press.rendered) == (plan, [])


# -- last pages


def test_each_item_says_how_full_its_last_page_is(shop: Path) -> None:
    built, told = made(write(shop, "full", {"": lines(FIRST), " ": lines(FIRST + 8)}))
    whole, spilled = built.last_pages
    assert (whole.item, whole.pages, whole.percent, whole.white_mm) == ("a", 1, 99, 2.1)
    white = 170 - 4 * MM_PER_LINE
    assert (spilled.item, spilled.pages, spilled.percent) == ("b", 2, round(100 - white / 1.7))
    assert spilled.white_mm == pytest.approx(white, abs=0.1)
    expected = {"item": "b", "percent": 88, "mm": 150, "room": 142}
    assert told == [("R012", expected)]


def test_a_few_lines_on_a_page_of_their_own_are_to_be_cut(shop: Path) -> None:
    folder = write(shop, "few", {"": lines(FIRST + 6), " ": lines(6)})
    _, told = made(folder)
    assert [(code, params["item"]) for code, params in told] == [("R017", "a"), ("R012", "b")]
    assert told[0][1]["lines"] == 6
    _, told = made(write(shop, "not-few", {"": lines(FIRST)}))
    assert told == []


def test_white_space_within_the_limit_is_not_spoken_of(shop: Path) -> None:
    assert made(write(shop, "within", {"": lines(45)}))[1] == []


# -- fillers


def texts(built: Built) -> list[str]:
    pages = PdfReader(built.files[0]).pages
    return [page.extract_text().replace("\u00a0", " ") for page in pages]


def test_fillers_go_by_size_to_the_whitest_pages(shop: Path) -> None:
    items = {"": lines(FIRST + 20), " ": lines(FIRST + 44), "  ": lines(50), "   ": lines(30)}
    built, told = made(write(shop, "sizes", items, FILLERS))
    fillers = {page.item: page.filler for page in built.last_pages}
    # lines of white: 24, 12, less than a third, 17
    assert fillers == {"a": "lon", "b": "nho", "c": "", "d": "vua"}
    assert told == []
    words = " ".join(texts(built))
    for name in ("Nhỏ", "Vừa", "Lớn"):
        assert words.count(name) == 1


def test_a_filler_stands_at_the_foot(shop: Path) -> None:
    folder = write(shop, "foot", {"": lines(14)}, FILLERS)
    built, _ = made(folder)
    (page,) = built.last_pages
    assert (page.filler, page.white_mm) == ("lon", pytest.approx(170 - 30 * MM_PER_LINE, abs=0.3))
    last = baselines(built)[-1]
    full = baselines(made(write(shop, "whole", {"": lines(FIRST)}))[0])[-1]
    assert last == pytest.approx(full, abs=0.5)


def baselines(built: Built) -> list[float]:
    """Baselines of the first page's lines, in mm from its top, from the top down."""
    found: list[float] = []
    page = PdfReader(built.files[0]).pages[0]

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            found.append(tm[5] * cm[3] + cm[5])

    page.extract_text(visitor_text=visit)
    return sorted((float(page.mediabox.top) - y) / 72 * 25.4 for y in found)


def test_a_filler_that_makes_an_item_longer_is_left_out(shop: Path) -> None:
    built, told = made(write(shop, "wide", {", variant: wide": lines(20)}, FILLERS))
    (page,) = built.last_pages
    assert (page.pages, page.filler) == (1, "")
    assert [code for code, _ in told] == ["R012"]
    assert "Lớn" not in " ".join(texts(built))


def test_where_one_filler_makes_an_item_longer_the_next_is_taken(shop: Path) -> None:
    items = {", variant: picky": lines(14), " ": lines(30)}
    built, _ = made(write(shop, "picky", items, FILLERS))
    assert [(page.pages, page.filler) for page in built.last_pages] == [(1, "nho"), (1, "vua")]
    assert "Lớn" not in " ".join(texts(built))


def test_of_a_fillers_picture_is_spoken_only_where_it_is_used(shop: Path) -> None:
    Image.new("RGB", (30, 30), "red").save(shop / "small.png")
    more = "fillers:\n  - { filler: Ảnh, text: x, image: ../../small.png, alt: x }\n"
    full, told = made(write(shop, "unused", {"": lines(FIRST)}, more))
    assert (full.last_pages[0].filler, told) == ("", [])
    used, told = made(write(shop, "used", {"": lines(20)}, more))
    assert used.last_pages[0].filler == "anh"
    assert "P022" in [code for code, _ in told]


def test_a_filler_stands_over_what_is_at_the_pages_foot(shop: Path) -> None:
    built, _ = made(write(shop, "noted", {", variant: noted": lines(20)}, FILLERS))
    (page,) = built.last_pages
    assert (page.pages, page.filler) == (1, "vua")  # the highest has no room over the strip
    text = texts(built)[0]
    assert text.index("Vừa") < text.index("Chân trang")


def test_page_numbers_are_right_beside_a_filler(shop: Path) -> None:
    text = lines(10).rstrip() + "\n\n[trang {page}](article:b)\n"
    built, _ = made(write(shop, "marked", {"": text, " ": lines(60)}, FILLERS))
    assert built.last_pages[0].filler == "lon"
    assert "trang 2" in texts(built)[0]


def test_of_an_item_that_misses_its_budget_nothing_more_is_said(shop: Path) -> None:
    _, told = made(write(shop, "missed", {", pages: 2": lines(10)}))
    assert [code for code, _ in told] == ["R014"]


def test_an_item_that_misses_its_budget_gets_no_filler(shop: Path) -> None:
    built, told = made(write(shop, "budget", {", pages: 2": lines(14)}, FILLERS))
    assert built.last_pages[0].filler == ""
    ((code, found),) = told
    assert code == "R014"
    assert found["lines"] == pytest.approx(FIRST - 14, abs=2)


def test_blank_pages_come_first(shop: Path) -> None:
    items = {", start: recto": lines(20), ", start: recto ": lines(60)}
    more = "fillers:\n  - { filler: Một, text: x }\n  - { filler: Hai, text: y }\n"
    built, _ = made(write(shop, "blank", items, more))
    pages = texts(built)
    assert ["Một" in page for page in pages] == [False, True, False, False]
    assert ["Hai" in page for page in pages] == [True, False, False, False]
    assert [page.filler for page in built.last_pages] == ["hai", ""]


def test_a_filler_under_an_item_is_not_told_to_be_too_long_for_a_page(shop: Path) -> None:
    more = "fillers:\n  - { filler: Dài, id: f, text: y }\n"
    (shop / "layouts/test/filler.html.j2").write_text(
        IN_PAGE + '<h1 id="{{ id }}">x</h1><p style="break-before: page">y</p>{% endblock %}',
        "utf-8",
    )
    try:
        folder = write(shop, "long", {"": lines(20)}, more)
        built, told = made(folder)
        assert [page.filler for page in built.last_pages] == ["f"]
        assert "R010" not in [code for code, _ in told]
        _, told = made(write(shop, "long", {"": lines(60)}, more))
        assert "R010" in [code for code, _ in told]
    finally:
        (shop / "layouts/test/filler.html.j2").write_text(FILES["filler.html.j2"], "utf-8")


# -- the whole of it

MIXED = {
    "": lines(FIRST + 20),
    ", pages: 1, fit: true": lines(FIRST + 2),
    ", pages: 2, fit: true": lines(20),
    " ": lines(30),
}


def test_the_same_bytes_with_and_without_workers(shop: Path) -> None:
    folder = write(shop, "same", MIXED, FILLERS)
    built, told = made(folder)
    first = built.files[0].read_bytes()
    for path in (shop / ".printshop/fragments").rglob("*.fragment"):
        path.unlink()
    again, told_again = made(folder, jobs=2)
    assert again.files[0].read_bytes() == first
    assert (again.last_pages, told_again) == (built.last_pages, told)


def test_a_second_build_renders_nothing_and_says_the_same(shop: Path) -> None:
    folder = write(shop, "twice", MIXED, FILLERS)
    workspace = Workspace(shop)
    first = build(workspace, folder, Settings(explain=True), Problems())
    again = build(workspace, folder, Settings(explain=True), Problems())
    assert first is not None
    assert again is not None
    assert {reasons for _, reasons in again.explanations} == {("kept",)}
    assert again.last_pages == first.last_pages


def test_an_article_edited_beside_a_filler_is_rendered_alone(shop: Path) -> None:
    items = {"": lines(FIRST + 20), " ": lines(60)}
    folder = write(shop, "edited", items, FILLERS)
    build(Workspace(shop), folder, Settings(), Problems())
    path = folder / "articles/b.md"
    path.write_text(path.read_text("utf-8").replace("Dòng 7", "Dòng bảy"), "utf-8")
    again = build(Workspace(shop), folder, Settings(explain=True), Problems())
    assert again is not None
    assert {name for name, reasons in again.explanations if reasons != ("kept",)} == {"b"}
    assert [page.filler for page in again.last_pages] == ["lon", ""]


def test_an_unchanged_build_says_the_same(shop: Path) -> None:
    folder = write(shop, "unchanged", MIXED, FILLERS)
    told, built = [], []
    for _ in range(2):
        problems = Problems()
        built.append(bring_up_to_date(Workspace(shop), folder, Settings(), problems, Silent()))
        told.append([(p.message, p.hint) for p in problems])
    first, second = built
    assert first is not None
    assert second is not None
    assert second.unchanged
    assert told[0] == told[1] != []
    assert first.last_pages == second.last_pages != ()


def test_the_command_prints_how_full_pages_are(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(shop, "printed", MIXED, FILLERS)
    assert main(["--lang", "en", "build", "printed", "-C", str(shop)]) == 0
    table = capsys.readouterr().out
    assert re.search(r"^  a +2 pages +\d+ %  with `lon`$", table, re.M), table
    assert re.search(r"^  b +1 page +\d+ %$", table, re.M), table
    assert main(["--lang", "en", "build", "printed", "-C", str(shop), "--format", "json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert result["unchanged"] is True
    page = result["last_pages"][0]
    assert (page["item"], page["pages"], page["filler"]) == ("a", 2, "lon")
    assert 0 < page["percent"] < 100
    assert page["white_mm"] > 0
