"""Label sheets are read, checked, and lie where their makers cut them; places on sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printshop.distribution.places import cut_and_stack, label_cell, on_sheets, slip_cell
from printshop.distribution.stocks import known_labels, larger_labels, load_labels
from printshop.problems import Problems, StopBuild, Where
from printshop.workspace import Workspace
from support import REPOSITORY

STOCK = ["a4-2x4", "a4-3x7"]
SOUND = {
    "description": "của phòng",
    "columns": "2",
    "rows": "5",
    "width": "100",
    "height": "50",
    "left": "4",
    "top": "20",
    "across": "102",
    "down": "51",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "labels").mkdir()
    return Workspace(tmp_path)


def write(workspace: Workspace, name: str = "nhan", **changed: str) -> Path:
    path = workspace.root / "labels" / f"{name}.yaml"
    text = "".join(f"{field}: {value}\n" for field, value in (SOUND | changed).items())
    path.write_text(text, "utf-8")
    return path


def told(workspace: Workspace, name: str = "nhan") -> list[tuple[str, int, str]]:
    """Code, line and message of what is wrong."""
    problems = Problems()
    with pytest.raises(StopBuild):
        load_labels(workspace, name, Where("distribution.yaml", 3), problems)
    return [(problem.code, problem.where.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("name", "size", "grid", "margins"),
    [
        ("a4-3x7", (63.5, 38.1), (3, 7), (7.25, 15.15)),
        ("a4-2x4", (99.1, 67.7), (2, 4), (4.65, 13.1)),
    ],
)
def test_stock_sheets_are_in_the_middle_of_a4(
    workspace: Workspace,
    name: str,
    size: tuple[float, float],
    grid: tuple[int, int],
    margins: tuple[float, float],
) -> None:
    problems = Problems()
    stock = load_labels(workspace, name, Where(), problems)
    assert not len(problems)
    assert stock.path == REPOSITORY / "labels" / f"{name}.yaml"
    assert (stock.spec.columns, stock.spec.rows) == grid
    first, last = label_cell(stock.spec, 0), label_cell(stock.spec, stock.each - 1)
    assert (first.width, first.height) == size
    assert (first.left, first.top) == margins
    right, bottom = 210 - last.left - last.width, 297 - last.top - last.height
    assert (round(right, 3), round(bottom, 3)) == margins


def test_labels_are_counted_row_by_row(workspace: Workspace) -> None:
    spec = load_labels(workspace, "a4-3x7", Where(), Problems()).spec
    assert [label_cell(spec, place).left for place in range(4)] == [7.25, 73.25, 139.25, 7.25]
    assert label_cell(spec, 3).top == 53.25


def test_those_of_the_workspace_go_first(workspace: Workspace) -> None:
    assert known_labels(workspace) == STOCK
    path = write(workspace, "a4-3x7")
    write(workspace, "mới")
    assert known_labels(workspace) == [*STOCK, "mới"]
    assert load_labels(workspace, "a4-3x7", Where(), Problems()).path == path


def test_an_unknown_name_is_told_with_those_known(workspace: Workspace) -> None:
    problems = Problems()
    with pytest.raises(StopBuild):
        load_labels(workspace, "a4-3x8", Where("distribution.yaml", 3), problems)
    (problem,) = problems
    assert (problem.code, problem.near) == ("D050", "a4-3x7")
    assert "a4-2x4, a4-3x7" in problem.hint


def test_a_sheet_of_ones_own(workspace: Workspace) -> None:
    write(workspace)
    stock = load_labels(workspace, "nhan", Where(), Problems())
    assert (stock.each, stock.room) == (10, (94, 44))


@pytest.mark.parametrize(
    ("changed", "code", "line", "words"),
    [
        ({"left": "9"}, "D051", 8, "ends 211 mm"),
        ({"down": "60"}, "D051", 9, "ends 310 mm"),
        ({"columns": "1", "left": "120"}, "D051", 4, "ends 220 mm"),
        ({"across": "99.9"}, "D052", 8, "after 99.9 mm"),
        ({"down": "40"}, "D052", 9, "50 mm long"),
        ({"padding": "20"}, "D053", 10, "60 × 10 mm"),
        ({"padding": "40"}, "D053", 10, "20 × 0 mm"),
    ],
)
def test_lengths_that_cannot_be(
    workspace: Workspace, changed: dict[str, str], code: str, line: int, words: str
) -> None:
    write(workspace, **changed)
    ((found, at, message),) = told(workspace)
    assert (found, at) == (code, line)
    assert words in message


def test_what_makers_round_is_no_error(workspace: Workspace) -> None:
    write(workspace, left="8.04", across="102", down="49.96")
    assert load_labels(workspace, "nhan", Where(), Problems()).each == 10


def test_fields_are_checked_as_everywhere(workspace: Workspace) -> None:
    write(workspace, columns="0", width="wide", colour="red")
    assert len(told(workspace)) == 3
    (workspace.root / "labels/nhan.yaml").write_text("a: [\n", "utf-8")
    assert told(workspace)


def test_a_link_out_of_the_workspace_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text("description: x\n", "utf-8")
    (workspace.root / "labels/nhan.yaml").symlink_to(outside)
    assert [code for code, _, _ in told(workspace)] == ["S012"]


def test_the_next_larger_labels_are_found(workspace: Workspace) -> None:
    small, large = (load_labels(workspace, name, Where(), Problems()) for name in STOCK[::-1])
    assert larger_labels(small, workspace) == "a4-2x4"
    assert larger_labels(large, workspace) == ""
    write(workspace, padding="0")  # 100 × 50: larger, but not as large
    write(workspace, "hỏng", width="x")
    assert larger_labels(small, workspace) == "nhan"


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(1, 21), st.data())
def test_labels_begin_where_the_first_sheet_is_not_used(
    count: int, each: int, data: st.DataObject
) -> None:
    skipped = data.draw(st.integers(0, each - 1))
    sheets = on_sheets(range(count), each, skipped)
    places = [sheet * each + place for sheet, rest in enumerate(sheets) for place, _ in rest]
    assert places == list(range(skipped, skipped + count))
    assert [thing for sheet in sheets for _, thing in sheet] == list(range(count))


@settings(max_examples=40)
@given(st.integers(0, 60))
def test_slips_are_in_order_once_cut_and_stacked(count: int) -> None:
    sheets = cut_and_stack(range(count))
    assert len(sheets) == -(-count // 4), "no sheet more than is needed"
    piles = [[dict(sheet).get(place) for sheet in sheets] for place in range(4)]
    stack = [thing for pile in piles for thing in pile]
    assert [thing for thing in stack if thing is not None] == list(range(count))
    assert None not in stack[:count], "white slips lie at the bottom"


def test_slips_are_quarters_of_a4() -> None:
    assert [(slip_cell(n).left, slip_cell(n).top) for n in range(4)] == [
        (0, 0),
        (105, 0),
        (0, 148.5),
        (105, 148.5),
    ]
