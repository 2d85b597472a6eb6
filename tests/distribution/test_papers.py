"""Labels, slips and lists as they are printed: read back from the finished files."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from distribution.parcels import (
    LONG,
    SENDER,
    WORKSPACE,
    Line,
    changes,
    dark_share,
    figures,
    layout,
    lines,
    recipient,
)
from printshop.distribution.model import Change, Changes, Figures
from printshop.distribution.papers import TITLES, finished, paper_jobs, paper_title
from printshop.distribution.places import label_cell, slip_cell
from printshop.distribution.stocks import load_labels
from printshop.layout import Layout, load_layout
from printshop.problems import Problem, Problems, StopBuild, Where
from printshop.render import Fragment, RenderJob
from printshop.render.pool import Renderer, rendering
from printshop.text.typography import plain
from printshop.workspace import Workspace
from support import REPOSITORY, failed_rules

FIRST = 5
"""The first label that is printed on."""
STOCK = load_labels(WORKSPACE, "a4-3x7", Where(), Problems())
FIGURES = figures(
    {
        "Tuyến 1": [recipient(1), recipient(2, 230), recipient(3, 20, f"{LONG} 3"), recipient(4)],
        "Tuyến 2": [recipient(n, 30) for n in range(5, 23)] + [recipient(23, 0)],
        "": [recipient(24, 60, "Chi bộ " * 200)],
    }
)
CHANGES = changes(
    Change(FIGURES.deliveries[0].recipient.unit, None, 50),
    Change(FIGURES.deliveries[1].recipient.unit, 240, 230),
    Change(FIGURES.deliveries[3].recipient.unit, 50, 50, "Số 9 đường Cũ (mẫu)"),
    Change("Chi bộ tạm nghỉ", 20, 0),
    Change("Chi bộ mẫu", 35, None),
)
CHANGES = dataclasses.replace(
    CHANGES, alike=(("Chi bộ mẫu", FIGURES.deliveries[0].recipient.unit),)
)


def jobs(
    some: Figures = FIGURES,
    since: Changes | None = CHANGES,
    style: Layout | None = None,
    first: int = FIRST,
    workspace: Workspace = WORKSPACE,
    problems: Problems | None = None,
) -> dict[str, RenderJob]:
    noted = Problems() if problems is None else problems
    used = style or layout()
    return paper_jobs(some, since, SENDER, used, STOCK, "vi", first, workspace, noted)


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    with (
        pytest.MonkeyPatch.context() as patch,
        rendering(_fonts(patch), tmp_path_factory.mktemp("state"), 0) as one,
    ):
        yield one


def _fonts(patch: pytest.MonkeyPatch) -> Path:
    patch.setenv("FONTCONFIG_FILE", "")
    return REPOSITORY / "fonts"


def printed(renderer: Renderer, made: dict[str, RenderJob], *papers: str) -> dict[str, bytes]:
    files = {}
    for name in papers or made:
        (fragment,) = renderer.render([made[name]])
        assert isinstance(fragment, Fragment), fragment
        assert fragment.warnings == ()
        files[name] = finished(fragment, paper_title(name, FIGURES.issue), "vi")
    return files


@pytest.fixture(scope="module")
def files(renderer: Renderer) -> dict[str, bytes]:
    return printed(renderer, jobs())


@pytest.fixture(scope="module")
def texts(files: dict[str, bytes]) -> dict[str, list[list[Line]]]:
    return {name: lines(pdf) for name, pdf in files.items()}


def said(page: list[Line]) -> str:
    return plain(" ".join(line.text for line in page))


def test_the_papers_are_hermetic_and_in_their_order(files: dict[str, bytes]) -> None:
    made = jobs()
    assert list(made) == list(TITLES) == ["labels", "slips", "delivery", "distribution"]
    assert all(job.tagged and not job.assets for job in made.values())
    assert made == jobs(), "the same figures, the same jobs"


@pytest.mark.parametrize("name", TITLES)
def test_files_say_what_they_are(files: dict[str, bytes], name: str) -> None:
    with pikepdf.open(io.BytesIO(files[name])) as pdf:
        title = f"{TITLES[name]}, Thông tin công tác số 9 (9/2017)"
        assert str(pdf.docinfo.Title) == title
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == title
            assert xmp["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == "vi"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
        for page in pdf.pages:
            size = [float(edge) for edge in page.mediabox]
            assert size == pytest.approx([0, 0, 595.276, 841.89], abs=0.01)


def test_the_same_fragment_gives_the_same_bytes(
    renderer: Renderer, files: dict[str, bytes]
) -> None:
    assert printed(renderer, jobs(), "delivery")["delivery"] == files["delivery"]


@pytest.mark.slow
def test_a_list_is_pdf_ua_1(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "delivery.pdf"
    path.write_bytes(files["delivery"])
    assert failed_rules(path, "ua1") == []


def test_what_stands_in_margins_is_no_content(files: dict[str, bytes]) -> None:
    """The names of pages in page margins are artifacts; all else is in the tag tree."""
    with pikepdf.open(io.BytesIO(files["delivery"])) as pdf:
        owners = dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
        for page in pdf.pages:
            content = page.obj.Contents.read_bytes()
            assert content.count(b"/Artifact <</Type /Pagination>> BDC") == 2
            marks = {int(mark) for mark in re.findall(rb"/MCID\s+(\d+)", content)}
            own = owners[int(page.obj.StructParents)]
            assert marks == {mark for mark, owner in enumerate(own) if owner is not None}


# -- labels


def test_each_label_is_in_its_cell(texts: dict[str, list[list[Line]]]) -> None:
    parcels = [(delivery, parcel) for delivery in FIGURES.deliveries for parcel in delivery.parcels]
    assert len(parcels) == 25
    left = [list(page) for page in texts["labels"]]
    for number, (delivery, parcel) in enumerate(parcels, start=FIRST - 1):
        sheet, place = divmod(number, STOCK.each)
        cell, pad = label_cell(STOCK.spec, place), STOCK.spec.padding - 0.1
        inside = [
            line
            for line in left[sheet]
            if cell.left <= line.left < cell.left + cell.width
            and cell.top <= (line.top + line.bottom) / 2 < cell.top + cell.height
        ]
        left[sheet] = [line for line in left[sheet] if line not in inside]
        if delivery.recipient.copies != 60:  # the one that has no room
            for line in inside:
                assert cell.left + pad <= line.left, line
                assert line.right <= cell.left + cell.width - pad, line
                assert cell.top + pad <= line.top, line
                assert line.bottom <= cell.top + cell.height - pad, line
            words = said(inside)
            for part in (delivery.recipient.unit, delivery.recipient.address):
                assert part in words
            copies = f"{parcel.copies} bản"
            several = f"Kiện {parcel.number}/{parcel.of} – {copies}"
            assert (several if parcel.of > 1 else copies) in words.replace("\u2060", "")
            assert "Kính gửi: " in words
            assert SENDER.publisher in words
            assert "Thông tin công tác số 9 (9/2017)" in words
            assert delivery.recipient.route in words
    assert left[0] == [], "used labels stay white"


def test_what_has_no_room_never_runs_into_the_next_label(files: dict[str, bytes]) -> None:
    cell, pad = label_cell(STOCK.spec, 28 - STOCK.each), STOCK.spec.padding - 0.2
    right, bottom = cell.left + cell.width, cell.top + cell.height
    edges = [
        (cell.left, cell.top, cell.left + pad, bottom),
        (right - pad, cell.top, right, bottom),
        (cell.left, cell.top, right, cell.top + pad),
        (cell.left, bottom - pad, right, bottom),
    ]
    assert [dark_share(files["labels"], 1, edge) for edge in edges] == [0, 0, 0, 0]
    assert dark_share(files["labels"], 1, (cell.left, cell.top, right, bottom)) > 0.05


def test_texts_without_room_are_told() -> None:
    problems = Problems()
    jobs(problems=problems)
    place = Where("distribution.csv", 25)
    assert [(p.code, p.where, p.near) for p in problems] == [
        ("D054", place, "a4-2x4"),
        ("D055", place, ""),
    ]
    assert "a4-3x7" in next(iter(problems)).hint


def test_a_slip_without_room_for_its_route_is_told() -> None:
    def told(route: str, name: str) -> list[str]:
        problems = Problems()
        some = dataclasses.replace(FIGURES.issue, bulletin=name)
        made = dataclasses.replace(figures({route: [recipient(1, 120)]}), issue=some)
        jobs(made, problems=problems)
        return [problem.code for problem in problems]

    route, name = "Tuyến đường thư số 12 " * 4, "Thông tin công tác"
    assert told(route, name) == told("Tuyến 12", name * 4) == []
    assert told(route, "Thông tin công tác xây dựng Đảng, đoàn thể " * 3) == ["D055"]
    assert told("T" * 90, name) == ["D054", "D055"], "a word that no line has room for"


@pytest.mark.parametrize("first", [0, 22, -3])
def test_a_label_that_no_sheet_has(first: int) -> None:
    problems = Problems()
    with pytest.raises(StopBuild):
        jobs(first=first, problems=problems)
    assert [p.code for p in problems] == ["D056"]


# -- slips


def test_slips_lie_so_that_they_can_be_cut_and_stacked(texts: dict[str, list[list[Line]]]) -> None:
    sheets = texts["slips"]
    assert len(sheets) == 7
    stack = []
    for place in range(4):
        cell = slip_cell(place)
        for sheet in sheets:
            slip = [
                line
                for line in sheet
                if cell.left <= line.left < cell.left + cell.width
                and cell.top <= line.top < cell.top + cell.height
            ]
            stack += [said(slip)] if slip else []
    expected = [(d, p) for d in FIGURES.deliveries for p in d.parcels]
    for slip, (delivery, parcel) in zip(stack, expected, strict=True):
        assert "PHIẾU GỬI KIỆN" in slip
        assert f"{parcel.number}/{parcel.of}" in slip.replace("\u2060", "")
        assert delivery.recipient.unit[:30] in slip


def test_a_slip_says_what_is_inside(texts: dict[str, list[list[Line]]]) -> None:
    slips = " ".join(said(sheet) for sheet in texts["slips"])
    for words in (
        "Kính gửi: Đảng ủy phường mẫu số 1 ",
        "50 bản = 1 bó × 50 + 0 lẻ",
        "100 bản = 2 bó × 50 + 0 lẻ",
        "30 bản, không đủ bó",
        "9,38 kg; cả 3 kiện: 230 bản",
        "Lưu ý: Gửi trước 10 giờ",
        "Người nhận ký",
        "Người gửi: Ban Tuyên giáo mẫu",
    ):
        assert words in slips, words


def test_nothing_of_a_slip_is_where_it_is_cut(files: dict[str, bytes]) -> None:
    across = [dark_share(files["slips"], page, (0, 143, 104.5, 148)) for page in range(7)]
    down = [dark_share(files["slips"], page, (100, 0, 104.5, 148)) for page in range(7)]
    assert set(across + down) == {0}


# -- lists


def test_each_route_begins_a_page_of_its_own(texts: dict[str, list[list[Line]]]) -> None:
    pages = [said(page) for page in texts["delivery"]]
    feet = [re.search(r"(\S+ \S+ \S+) – trang (\d/\d)$", page) for page in pages]
    assert [foot.groups() if foot else None for foot in feet] == [
        ("(9/2017) Tuyến 1", "1/1"),
        ("(9/2017) Tuyến 2", "1/2"),
        ("(9/2017) Tuyến 2", "2/2"),
        ("Chưa phân tuyến", "1/1"),
    ]
    for page in pages:
        assert "STT Nơi nhận Số lượng Số kiện Ký nhận" in page, "the head is repeated"
    for page in (pages[0], pages[2], pages[3]):
        assert "Cần Thơ, ngày" in page
        assert "Người giao" in page
        assert "Người nhận tuyến" in page
    assert "Người giao" not in pages[1]
    assert "4 nơi nhận · 350 bản · 6 kiện · 33,2 kg" in pages[0]
    assert "18 nơi nhận · 540 bản" in pages[1], "who gets none signs for nothing"
    assert "phường mẫu số 23" not in "".join(pages)


def test_there_is_room_to_sign(texts: dict[str, list[list[Line]]]) -> None:
    for page in texts["delivery"]:
        numbers = [line.top for line in page if re.fullmatch(r"\d+", line.text) and line.left < 35]
        steps = [low - high for high, low in itertools.pairwise(numbers)]
        assert all(step >= 11 for step in steps)
        (sign,) = [line for line in page if line.text == "Ký nhận"]
        assert 195 - sign.left >= 38


def test_rows_are_never_torn(texts: dict[str, list[list[Line]]]) -> None:
    """What stands last on a page is the end of a row, and the sum never stands alone."""
    first, second = texts["delivery"][1:3]
    numbers = [
        [n.text for n in page if re.fullmatch(r"\d+", n.text) and n.left < 35]
        for page in (first, second)
    ]
    assert numbers[0] + numbers[1] == [str(n) for n in range(1, 19)]
    assert len(numbers[1]) >= 2


def test_the_plan_has_the_figures(texts: dict[str, list[list[Line]]]) -> None:
    words = " ".join(said(page) for page in texts["distribution"])
    for part in (
        "Phát hành theo danh sách 950 bản",
        "Dự phòng 12 bản",
        "Lưu chiểu 10 bản",
        "Số lượng in 992 bản",
        "Khối lượng 92,3 g",
        "Tuyến 1 4 350 6 6 50 33,2",
        "Chưa phân tuyến 1 60 1 1 10 5,7",
        "Tất cả 23 950 25 7 600 91,5",
        "Thay đổi so với số 8 (8/2017)",
        "Số lượng in: 400 → 992 bản (tăng 592 bản)",
        "Đảng ủy phường mẫu số 1 – 50 +50 Mới",
        "Đảng ủy phường mẫu số 2 240 230 −10",
        "Chuyển đến Số 4, đường Mẫu",
        "Trước: Số 9 đường Cũ (mẫu)",
        "Chi bộ mẫu 35 – −35 Thôi nhận",
        "Chi bộ tạm nghỉ 20 0 −20 Kỳ này không nhận",
        "Mới Có thể là Chi bộ mẫu đổi tên",
        "Có thể đổi tên thành Đảng ủy phường mẫu số 1",
    ):
        assert part in words, part
    assert "Làm tròn" not in words, "what is nothing is not listed"
    assert said(texts["distribution"][-1]).endswith(
        f"trang {len(texts['distribution'])}/{len(texts['distribution'])}"
    )


def test_a_plan_of_many_routes_with_one_unit_each_goes_over_pages(renderer: Renderer) -> None:
    """Their rows were once all bound to one another, which the engine cannot set."""
    many = figures({f"Tuyến {n}": [recipient(n)] for n in range(1, 41)})
    pages = [said(p) for p in lines(printed(renderer, jobs(many), "distribution")["distribution"])]
    assert len(pages) > 2
    for page in pages:
        words = re.sub(r" Phương án phát hành, .*", "", page)
        assert not re.search(r"Tuyến \d+$", words), "a heading is not left alone"


def test_white_pages_are_told() -> None:
    five = dataclasses.replace(FIGURES, copy=dataclasses.replace(FIGURES.copy, pages=5, leaves=4))
    assert ">5 (8 kể cả trang trắng)<" in jobs(five)["distribution"].html
    assert "trang trắng" not in jobs()["distribution"].html


def test_the_weights_of_routes_add_up() -> None:
    html = jobs()["distribution"].html
    rows = re.findall(r"<tr[^>]*><td>[^<]*</td>(?:<td[^>]*>[^<]*</td>){5}<td[^>]*>([\d,]+)<", html)
    *routes, whole = [float(kilograms.replace(",", ".")) for kilograms in rows]
    assert len(routes) == 3
    assert sum(routes) == pytest.approx(whole)


def test_sentences_where_nothing_is_different() -> None:
    none = jobs(since=None)["distribution"].html
    same = jobs(since=changes(before=FIGURES.run.total))["distribution"].html
    assert "Chưa có số liệu của kỳ trước để so sánh." in none
    assert "Danh sách nơi nhận không có thay đổi." in same
    assert "bằng kỳ trước" in same
    assert "Ghi chú" not in none + same


# -- layouts


@pytest.mark.parametrize("name", ["to-tin", "so-tay"])
def test_every_layout_has_the_papers_in_its_own_fonts(renderer: Renderer, name: str) -> None:
    alone = figures({"": [recipient(1)]})
    made = jobs(alone, None, layout(name))
    first = made["labels"].sheets[0].css
    assert f'--font-heading: "{layout(name).spec.fonts.heading}"' in first
    assert "size: 210mm 297mm" in first
    (page,) = lines(printed(renderer, made, "delivery")["delivery"])
    words = said(page)
    assert "Đảng ủy phường mẫu số 1" in words
    assert words.endswith("(9/2017) trang 1/1"), "no route, so none is named"


def test_a_palette_of_the_issue_colours_the_papers() -> None:
    black = dataclasses.replace(layout(), palette="one-ink")
    assert "--accent: #1b1b1b" in jobs(style=black)["labels"].sheets[0].css
    assert "--accent: #b5121b" in jobs()["labels"].sheets[0].css


def test_a_list_without_anybody(renderer: Renderer) -> None:
    made = jobs(figures({"": [recipient(1, 0)]}), None)
    words = [said(page) for page in lines(printed(renderer, made, "delivery")["delivery"])]
    assert len(words) == 1
    assert "Kỳ này không có nơi nhận nào." in words[0]


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """A workspace made before there were papers, with a layout that extends one."""
    (tmp_path / "layouts/rieng").mkdir(parents=True)
    (tmp_path / "layouts/rieng/layout.yaml").write_text(
        "extends: _base\ndescription: x\ntrim: [190, 270]\n"
        "margins: {inside: 20, outside: 17, head: 23, foot: 20}\n",
        "utf-8",
    )
    base = REPOSITORY / "layouts/_base"
    shutil.copytree(base, tmp_path / "layouts/_base", ignore=shutil.ignore_patterns("office"))
    (tmp_path / "fonts").symlink_to(REPOSITORY / "fonts")
    return Workspace(tmp_path)


def own_jobs(own: Workspace, problems: Problems) -> dict[str, RenderJob]:
    style = load_layout(own, "rieng", Where(), problems)
    return jobs(style=style, workspace=own, problems=problems)


def codes(problems: Problems) -> list[Problem]:
    return [problem for problem in problems if not problem.code.startswith("D05")]


def test_a_workspace_without_the_templates_takes_those_of_the_stock(own: Workspace) -> None:
    problems = Problems()
    made = own_jobs(own, problems)
    assert codes(problems) == []
    assert [job.html for job in made.values()] == [job.html for job in jobs().values()]
    assert made["labels"].sheets[1] == dataclasses.replace(
        jobs()["labels"].sheets[1], name=made["labels"].sheets[1].name
    )


def test_a_layout_may_have_its_own(own: Workspace) -> None:
    office = own.root / "layouts/rieng/office"
    office.mkdir()
    (office / "slips.html.j2").write_text(
        '{% extends "office/_paper.html.j2" %}{% block body %}{{ sheets|length }} tờ{% endblock %}',
        "utf-8",
    )
    (office / "style.css").write_text("p { color: red }", "utf-8")
    problems = Problems()
    made = own_jobs(own, problems)
    assert codes(problems) == []
    assert "7 tờ" in made["slips"].html
    assert made["labels"].sheets[1].name == "layouts/rieng/office/style.css"
    assert made["labels"].html == jobs()["labels"].html


def test_a_template_that_fails_is_told_at_its_line(own: Workspace) -> None:
    office = own.root / "layouts/rieng/office"
    office.mkdir()
    (office / "labels.html.j2").write_text("\n{{ nothing.there }}", "utf-8")
    (office / "slips.html.j2").write_text("{% if %}", "utf-8")
    problems = Problems()
    with pytest.raises(StopBuild):
        own_jobs(own, problems)
    places = [(problem.code, str(problem.where)) for problem in codes(problems)]
    assert places == [
        ("L003", "layouts/rieng/office/labels.html.j2:2"),
        ("L003", "layouts/rieng/office/slips.html.j2:1"),
    ]


def test_a_character_that_no_font_has_is_told_where_it_is_written() -> None:
    problems = Problems()
    jobs(figures({"": [recipient(1, unit="Chi bộ 党")]}), problems=problems)
    (problem,) = problems
    assert (problem.code, problem.where) == ("R002", Where("distribution.csv", 2))
    assert "Chi bộ 党" in problem.message
