"""The plan as a table and as a picture, dummies, test sheets."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import pikepdf
import pytest

from printshop.geometry import pt
from printshop.imposition.dummy import dummy_pages, where_printed
from printshop.imposition.model import SchemeName
from printshop.imposition.plan import plan_rows, plan_svg, side_in_words, table
from printshop.imposition.schemes import SCHEMES, Options
from printshop.imposition.strokes import Words
from printshop.imposition.testsheet import draw_test, edges, fields

SVG = "{http://www.w3.org/2000/svg}"


class Drawn:
    """Words that say where they stand."""

    def __init__(self, text: str, size: float, log: list[str]) -> None:
        self.text, self.width, self._log = text, 0.5 * size * len(text), log

    def drawn(self, x: float, y: float) -> bytes:
        self._log.append(self.text)
        return b"%% %.1f %.1f" % (x, y)


class Setter:
    def __init__(self) -> None:
        self.said: list[str] = []

    def __call__(self, text: str, size: float) -> Words:
        return Drawn(text, size, self.said)


def test_a_saddle_as_a_table() -> None:
    job = SCHEMES["saddle"](6, Options())
    assert table(job) == [
        "sheet  front  back",
        "1      6 1    2 –",
        "2      – 3    4 5",
    ]


def test_signatures_are_named_where_there_are_several() -> None:
    job = SCHEMES["perfect"](20, Options(signature=8))
    assert table(job)[0].split() == ["signature", "sheet", "front", "back"]
    assert [(row.signature, row.sheet) for row in plan_rows(job)] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
        (3, 1),
    ]


def test_turned_pages_have_an_arrow_and_rows_a_stroke() -> None:
    job = SCHEMES["zine"](8, Options())
    assert side_in_words(job.sheets[0].front) == "5↓ 4↓ 3↓ 2↓ / 6 7 8 1"
    assert plan_rows(job)[0].back == ""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pages", [1, 7, 40])
def test_the_picture_shows_every_place(scheme: SchemeName, pages: int) -> None:
    job = SCHEMES[scheme](pages, Options())
    svg = plan_svg(job, (420, 297), "a < b")
    root = ET.fromstring(svg)
    found = [t.text for g in root.iter(f"{SVG}g") for t in g.iter(f"{SVG}text")]
    sides = [s.front for s in job.sheets] + [s.back for s in job.sheets if job.two_sided]
    wanted = [str(p.page + 1) for s in sides for p in s.places if p.page is not None]
    assert sorted(map(str, found)) == sorted(wanted)
    lines = len(list(root.iter(f"{SVG}line")))
    kinds = {fold.kind for fold in job.folds}
    assert lines == len(sides) * len(job.folds) + len(kinds)
    assert root.findtext(f"{SVG}title") == "a < b"
    assert svg == plan_svg(job, (420, 297), "a < b")


def test_the_cut_of_a_zine_lies_over_the_two_middle_columns() -> None:
    root = ET.fromstring(plan_svg(SCHEMES["zine"](8, Options()), (297, 210)))
    sheet = root.findall(f"{SVG}rect")[1]
    left, width = float(sheet.get("x", "")), float(sheet.get("width", ""))
    cut = next(line for line in root.iter(f"{SVG}line") if line.get("stroke") == "#c33")
    assert float(cut.get("x1", "")) == pytest.approx(left + width / 4, abs=0.02)
    assert float(cut.get("x2", "")) == pytest.approx(left + width * 3 / 4, abs=0.02)


def test_a_dummy_has_a_page_for_each_page() -> None:
    job, letters = SCHEMES["saddle"](6, Options()), Setter()
    pdf = pikepdf.open(io.BytesIO(dummy_pages(job, (148, 210), letters)))
    assert len(pdf.pages) == 6
    assert [float(v) for v in pdf.pages[0].mediabox] == pytest.approx([0, 0, pt(148), pt(210)])
    assert [word for word in letters.said if word.isdecimal()] == list("123456")
    assert where_printed(job) == {
        5: "sheet 1, front",
        0: "sheet 1, front",
        1: "sheet 1, back",
        2: "sheet 2, front",
        3: "sheet 2, back",
        4: "sheet 2, back",
    }


@pytest.mark.parametrize("size", [(420, 297), (210, 148), (148, 210)])
def test_the_cross_of_a_test_sheet_lies_behind_one_field(size: tuple[float, float]) -> None:
    """Both ways of turning: round the upright middle, and round the level one."""
    width, height = size
    pdf = pikepdf.open(io.BytesIO(draw_test(size, Setter(), "m")[0]))
    (front, back) = pdf.pages
    assert front.mediabox == back.mediabox
    arms = [
        tuple(float(v) / pt(1) for v in line)
        for line in _lines(back)
        if abs(line[2] - line[0]) + abs(line[3] - line[1]) > pt(40)
    ]
    (x,) = {round((a[0] + a[2]) / 2, 2) for a in arms}
    (y,) = {round((a[1] + a[3]) / 2, 2) for a in arms}
    upper, lower = fields(size)
    assert (width - x, y) == pytest.approx(upper, abs=0.01)
    assert (x, height - y) == pytest.approx(lower, abs=0.01)
    # the upright middle is that of the long edges of a sheet in portrait
    assert edges(size)[0] == ("short-edge" if width > height else "long-edge")


def test_what_the_scales_say_brings_the_cross_to_the_middle() -> None:
    """A back that lies 2 mm right and 1 mm high, seen from the front: right by 2, up by −1."""
    letters, size = Setter(), (297.0, 210.0)
    draw_test(size, letters, "m")
    level = [w for w in letters.said if w in {"−10", "−5", "0", "+5", "+10"}]
    # over the middle from the left, beside it from below: each field has both scales in turn
    assert level[0::2][:5] == ["−10", "−5", "0", "+5", "+10"]
    assert level[1::2][:5] == ["+10", "+5", "0", "−5", "−10"]


def test_sheets_turned_by_hand_come_in_two_files_with_numbers() -> None:
    letters = Setter()
    fronts, backs = draw_test((297, 210), letters, "tay", manual=True)
    for data in (fronts, backs):
        assert len(pikepdf.open(io.BytesIO(data)).pages) == 2
    assert "FRONT of sheet 2" in letters.said
    assert "BACK of sheet 1" in letters.said
    captions = [said for said in letters.said if said in ("--not-turned", "--turned")]
    assert captions == ["--not-turned", "--turned"] * 2  # the upper field first


def _lines(page: pikepdf.Page) -> list[tuple[float, ...]]:
    found, at = [], (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page):
        values = tuple(float(v) for v in operands)
        if str(operator) == "m":
            at = (values[0], values[1])
        elif str(operator) == "l":
            found.append((*at, *values))
    return found
