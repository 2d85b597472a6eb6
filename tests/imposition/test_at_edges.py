"""What stands where the printer leaves the sheet white."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pikepdf import Object, Pdf

from imposition.tinypdf import tiny
from printshop.imposing import Wanted, impose_file
from printshop.imposition.atedges import lost_edges, pages_cut
from printshop.imposition.layout import lay_out
from printshop.imposition.model import Imposition, Place, PrintSheet, Side
from printshop.imposition.printer import Edges
from printshop.problems import Problems
from printshop.workspace import Workspace

EDGES = Edges(top=4, bottom=3, left=2, right=1)


def single(turned: Any) -> Imposition:
    """One page on one side of a sheet as large as it."""
    place = Place(0, 0, 0, turned)
    return Imposition("n-up", 1, 1, (PrintSheet(Side((place,))),), (0,), two_sided=False)


@pytest.mark.parametrize(
    ("turned", "lost"),  # top, right, bottom, left of the page
    [(0, (4, 1, 3, 2)), (180, (3, 2, 4, 1)), (90, (1, 3, 2, 4)), (270, (2, 4, 1, 3))],
)
def test_edges_of_the_sheet_are_those_of_the_page_as_it_lies(
    turned: int, lost: tuple[float, ...]
) -> None:
    job = single(turned)
    size = (148, 210) if turned in (0, 180) else (210, 148)
    layout = lay_out(job, size, EDGES, ["A5"])
    if layout.across:
        pytest.fail("the sheet was to stand upright")
    assert lost_edges(job, layout)[0] == pytest.approx(lost, abs=0.02)


def test_a_page_within_what_can_be_printed_loses_nothing() -> None:
    layout = lay_out(single(0), (105, 148), EDGES, ["A5"])
    assert lost_edges(single(0), layout) == {}


def boxed(tmp_path: Path, left: float, bottom: float, width: float, height: float) -> Path:
    """Three pages of A5; the second has a black box; in mm."""

    def draw(pdf: Pdf, page: Object, number: int) -> None:
        if number == 2:
            mm = 72 / 25.4
            box = b"%f %f %f %f re f" % (left * mm, bottom * mm, width * mm, height * mm)
            page.Contents = pdf.make_stream(box)

    path = tmp_path / "a.pdf"
    path.write_bytes(tiny(3, (148 * 72 / 25.4, 210 * 72 / 25.4), dress=draw))
    return path


LOST = dict.fromkeys(range(3), (4.0, 4.0, 4.0, 4.0))


@pytest.mark.parametrize(
    "at", [(2, 100, 1.5, 20), (145, 100, 2, 20), (60, 2, 20, 1.5), (60, 207, 20, 2)]
)
def test_what_stands_there_is_found_at_each_edge(
    tmp_path: Path, at: tuple[float, float, float, float]
) -> None:
    path = boxed(tmp_path, *at)
    assert pages_cut(path, LOST) == [1]
    assert pages_cut(path, {0: (4, 4, 4, 4), 2: (4, 4, 4, 4)}) == []


def test_what_stands_further_in_is_not(tmp_path: Path) -> None:
    assert pages_cut(boxed(tmp_path, 6, 6, 136, 198), LOST) == []


def test_only_the_lost_edge_counts(tmp_path: Path) -> None:
    path = boxed(tmp_path, 2, 100, 1.5, 20)
    assert pages_cut(path, {1: (4, 4, 4, 0)}) == []
    assert pages_cut(path, {1: (0, 0, 0, 4)}) == [1]


def test_a_file_that_pdfium_cannot_read_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    assert pages_cut(tmp_path / "a.pdf", LOST) is None


@pytest.mark.parametrize(("left", "codes"), [(2.0, ["B006"]), (8.0, [])])
def test_it_is_told_only_where_something_is_lost(
    tmp_path: Path, left: float, codes: list[str]
) -> None:
    path, problems = boxed(tmp_path, left, 100, 1.5, 20), Problems()
    impose_file(Workspace(tmp_path), path, Wanted(sheet="A4"), problems)
    assert [problem.code for problem in problems] == codes
    if codes:
        assert dict(next(iter(problems)).params)["pages"] == "2"
