"""Any PDF as input: boxes, rotation, units; and files that cannot be imposed."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Object, Pdf

from imposition.tinypdf import A5, box, source, tiny, write
from printshop.imposition.source import read_source, source_of
from printshop.problems import Problems, StopBuild


def refused(data: bytes, **choices: Any) -> list[str]:
    """The codes of what is wrong with a file that cannot be imposed."""
    problems = Problems()
    with pytest.raises(StopBuild):
        source_of(data, problems, name="a.pdf", **choices)
    return [problem.code for problem in problems]


def changed(**entries: Any) -> Any:
    def dress(pdf: Pdf, page: Object, number: int) -> None:
        for key, value in entries.items():
            page[f"/{key}"] = value

    return dress


def test_sizes_are_in_mm() -> None:
    made = source(tiny(3))
    assert len(made.pages) == 3
    assert made.page_size == pytest.approx((148, 210), abs=0.01)
    assert made.bytes == len(tiny(3))


@pytest.mark.parametrize(("rotate", "turned"), [(0, 0), (90, 90), (-90, 270), (450, 90), (45, 0)])
def test_rotation_turns_the_size(rotate: int, turned: int) -> None:
    (page,) = source(tiny(1, dress=changed(Rotate=rotate))).pages
    assert page.turned == turned
    expected = (210, 148) if turned in (90, 270) else (148, 210)
    assert page.size == pytest.approx(expected, abs=0.01)


def test_a_unit_of_the_page_counts() -> None:
    made = source(tiny(1, (A5[0] / 2, A5[1] / 2), dress=changed(UserUnit=2)))
    assert made.page_size == pytest.approx((148, 210), abs=0.01)


def test_trim_goes_before_crop_and_crop_before_media() -> None:
    trim, crop = (20, 30, 220, 330), (10, 10, 300, 400)
    (both,) = source(tiny(1, dress=changed(TrimBox=box(*trim), CropBox=box(*crop)))).pages
    (one,) = source(tiny(1, dress=changed(CropBox=box(*crop)))).pages
    assert both.trim.as_list() == list(trim)
    assert one.trim.as_list() == list(crop)


def test_corners_in_any_order_and_boxes_that_reach_out() -> None:
    (page,) = source(tiny(1, dress=changed(TrimBox=box(200, 300, 20, -50)))).pages
    assert page.trim.as_list() == [20, 0, 200, 300]


def test_bleed_is_kept_where_it_is_wanted() -> None:
    entries = changed(TrimBox=box(20, 20, 200, 300), BleedBox=box(11.5, 11.5, 208.5, 308.5))
    data = tiny(1, dress=entries)
    assert source(data).bleed == 0
    assert source(data, bleed=True).bleed == pytest.approx(3, abs=0.01)


def test_contents_in_several_streams_are_joined() -> None:
    def split(pdf: Pdf, page: Object, number: int) -> None:
        parts = [pdf.make_stream(part) for part in (b"q 1 0 0", b"rg 0 0 9 9 re f Q")]
        page.Contents = Array(parts)

    import zlib

    (page,) = source(tiny(1, dress=split)).pages
    assert zlib.decompress(page.content.data) == b"q 1 0 0\nrg 0 0 9 9 re f Q"


def test_a_page_without_contents_is_white() -> None:
    def empty(pdf: Pdf, page: Object, number: int) -> None:
        del page["/Contents"]

    assert len(source(tiny(2, dress=empty)).pages) == 2


def test_an_empty_password_is_none() -> None:
    data = tiny(2, locked=Encryption(owner="geheim", user=""))
    assert len(source(data).pages) == 2


def test_a_password_is_asked_for() -> None:
    assert refused(tiny(2, locked=Encryption(owner="geheim", user="geheim"))) == ["B002"]


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"no pdf at all", tiny(1)[:200], bytes(5000)], ids=str
)
def test_what_is_no_pdf(data: bytes) -> None:
    assert refused(data) == ["B001"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pdf", tmp_path):
        problems = Problems()
        with pytest.raises(StopBuild):
            read_source(path, problems)
        assert [p.code for p in problems] == ["B001"]


def test_a_file_without_pages() -> None:
    buffer = io.BytesIO()
    Pdf.new().save(buffer)
    assert refused(buffer.getvalue()) == ["B003"]


@pytest.mark.parametrize("size", [(15000, 500), (500, 15000)])
def test_huge_pages(size: tuple[float, float]) -> None:
    assert refused(tiny(2, dress=changed(MediaBox=box(0, 0, *size)))) == ["B004"]


def test_huge_units() -> None:
    assert refused(tiny(1, dress=changed(UserUnit=100))) == ["B004"]


def test_pages_without_area() -> None:
    assert refused(tiny(1, dress=changed(MediaBox=box(0, 0, 1, 1)))) == ["B001"]


def resized(pdf: Pdf, page: Object, number: int) -> None:
    if number == 2:
        page.MediaBox = box(0, 0, 600, 800)


def test_mixed_sizes_are_refused_unless_they_are_wanted() -> None:
    data = tiny(3, dress=resized)
    problems = Problems()
    with pytest.raises(StopBuild):
        source_of(data, problems, name="a.pdf")
    (problem,) = problems
    assert problem.code == "B005"
    assert "148 × 210 mm (2), 212 × 282 mm (1)" in problem.message
    assert source(data, mixed=True).page_size == pytest.approx((148, 210), abs=0.01)


def test_sizes_that_programs_round_are_one() -> None:
    def rounded(pdf: Pdf, page: Object, number: int) -> None:
        page.MediaBox = box(0, 0, round(A5[0]), round(A5[1]) + number % 2)

    assert len(source(tiny(4, dress=rounded)).pages) == 4


def test_a_damaged_table_is_mended_and_told() -> None:
    data = tiny(3)
    at = data.index(b"startxref")
    broken = data[:at] + b"startxref\n7\n%%EOF\n"
    problems = Problems()
    assert len(source_of(broken, problems, name="a.pdf").pages) == 3
    assert [problem.code for problem in problems] == ["B007"]


def test_damaged_bytes_give_a_problem_or_pages(caplog: pytest.LogCaptureFixture) -> None:
    """Bytes struck out anywhere: pages, or a problem; never an exception, never a word."""
    data = tiny(2)
    caplog.set_level(logging.WARNING)
    for at in range(0, len(data), 37):
        problems = Problems()
        try:
            made = source_of(data[:at] + b"?" * 9 + data[at + 9 :], problems, name="a.pdf")
            assert made.pages
        except StopBuild:
            assert problems.errors == 1
    assert [r for r in caplog.records if r.name.startswith("pypdf")] == []


def test_printed_notes_are_told() -> None:
    def noted(pdf: Pdf, page: Object, number: int) -> None:
        look = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form)
        stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=box(0, 0, 9, 9))
        stamp.AP = Dictionary(N=look)
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, F=4, Rect=box(0, 0, 9, 9))
        page.Annots = Array([stamp if number == 1 else link])

    problems = Problems()
    source_of(tiny(3, dress=noted), problems, name="a.pdf")
    (problem,) = problems
    assert (problem.code, dict(problem.params)["count"]) == ("B009", 1)


def test_resources_that_lead_to_pages_and_in_circles() -> None:
    def circled(pdf: Pdf, page: Object, number: int) -> None:
        page.Resources.Loop = page.Resources
        page.Resources.Page = page

    assert len(source(tiny(2, dress=circled)).pages) == 2


def test_the_name_in_problems(tmp_path: Path) -> None:
    path = write(tmp_path / "tờ tin.pdf", b"?")
    problems = Problems()
    with pytest.raises(StopBuild):
        read_source(path, problems)
    (problem,) = problems
    assert "tờ tin.pdf" in problem.message
    assert str(tmp_path) not in problem.message
