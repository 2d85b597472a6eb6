"""Printers are read, and written into with care."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.imposition.load import known_printers, load_printer
from printshop.imposition.registering import register_values, with_values
from printshop.problems import Problems, StopBuild, Where
from printshop.workspace import Workspace
from support import REPOSITORY

STOCK = ["a3-hai-mat", "a4-hai-mat", "tay"]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "printers").mkdir()
    return Workspace(tmp_path)


def write(workspace: Workspace, text: str, name: str = "may") -> Path:
    path = workspace.root / "printers" / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return path


def codes(workspace: Workspace, name: str) -> list[str]:
    problems = Problems()
    with pytest.raises(StopBuild):
        load_printer(workspace, name, Where(), problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize("name", STOCK)
def test_stock_printers_are_sound(workspace: Workspace, name: str) -> None:
    problems = Problems()
    printer = load_printer(workspace, name, Where(), problems)
    assert not len(problems)
    assert printer.path == REPOSITORY / "printers" / f"{name}.yaml"
    assert (printer.spec.back.right, printer.spec.back.up) == (0, 0)


def test_those_of_the_workspace_go_first(workspace: Workspace) -> None:
    assert known_printers(workspace) == STOCK
    path = write(workspace, "description: Của phòng\nsheet: A4\n", "tay")
    write(workspace, "description: Mới\n", "mới")
    write(workspace, "?", ".ẩn")
    assert known_printers(workspace) == sorted([*STOCK, "mới"])
    assert load_printer(workspace, "tay", Where(), Problems()).path == path


def test_what_is_wrong_is_told(workspace: Workspace) -> None:
    problems = Problems()
    with pytest.raises(StopBuild):
        load_printer(workspace, "a3-hai-mặt", Where(), problems)
    (problem,) = problems
    assert (problem.code, problem.near) == ("B020", "a3-hai-mat")
    write(workspace, "description: x\nsheet: A2\nback: { right: 21 }\nduplx: manual\n")
    assert len(codes(workspace, "may")) == 3
    write(workspace, "- 1\n")
    assert codes(workspace, "may")
    write(workspace, "a: [\n")
    assert codes(workspace, "may")


def test_a_link_out_of_the_workspace_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text("description: x\n", "utf-8")
    (workspace.root / "printers/may.yaml").symlink_to(outside)
    assert codes(workspace, "may") == ["S012"]


NEW = {("back", "right"): 1.5, ("back", "up"): -0.5, ("duplex",): "long-edge"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "description: x # một\nduplex: short-edge # hai\nback: { right: 0, up: 0 } # ba\n",
            "description: x # một\nduplex: long-edge # hai\nback: { right: 1.5, up: -0.5 } # ba\n",
        ),
        (
            "back:\n  # phải\n  right: 3 # mm\n\n# cuối\ndescription: x\n",
            "back:\n  # phải\n  right: 1.5 # mm\n  up: -0.5\n\n# cuối\ndescription: x\n"
            "duplex: long-edge\n",
        ),
        ("description: x", "description: x\nback: { right: 1.5, up: -0.5 }\nduplex: long-edge"),
        (
            "description: x\r\nback: {}\r\n",
            "description: x\r\nback: { right: 1.5, up: -0.5 }\r\nduplex: long-edge\r\n",
        ),
        (
            "{ description: x }\n",
            "{ description: x, back: { right: 1.5, up: -0.5 }, duplex: long-edge }\n",
        ),
        (
            "description: x\nback:\nduplex: 'manual'\n",
            "description: x\nback: { right: 1.5, up: -0.5 }\nduplex: long-edge\n",
        ),
        (
            "back: { right: 0,\n  up: 0 }\ndescription: >\n  x\n\n",
            "back: { right: 1.5,\n  up: -0.5 }\ndescription: >\n  x\nduplex: long-edge\n\n",
        ),
    ],
)
def test_values_are_put_in_and_nothing_else_changes(before: str, after: str) -> None:
    assert with_values(before, NEW) == after


@pytest.mark.parametrize(
    "text", ["- 1\n", "back: [1]\n", "a: &x { right: 0 }\nback: *x\n", "", "back: 1\n"]
)
def test_what_cannot_be_edited_is_not(text: str) -> None:
    assert with_values(text, {("back", "right"): 1.5}) is None


@given(
    right=st.integers(-20000, 20000).map(lambda n: n / 1000),
    up=st.integers(-20000, 20000).map(lambda n: n / 1000),
)
def test_any_offset_is_read_back(right: float, up: float) -> None:
    import yaml

    text = (REPOSITORY / "printers/tay.yaml").read_text("utf-8")
    edited = with_values(text, {("back", "right"): right, ("back", "up"): up})
    assert edited is not None
    assert yaml.safe_load(edited)["back"] == {"right": right, "up": up}
    kept = [line for line in edited.splitlines() if not line.startswith("back:")]
    assert kept == [line for line in text.splitlines() if not line.startswith("back:")]


def test_a_stock_printer_is_copied_first(workspace: Workspace) -> None:
    stock = (REPOSITORY / "printers/a3-hai-mat.yaml").read_text("utf-8")
    printer = register_values(workspace, "a3-hai-mat", NEW, Problems())
    own = workspace.root / "printers/a3-hai-mat.yaml"
    assert printer.path == own
    assert (printer.spec.back.right, printer.spec.duplex) == (1.5, "long-edge")
    assert (REPOSITORY / "printers/a3-hai-mat.yaml").read_text("utf-8") == stock
    assert stock.splitlines()[:6] == own.read_text("utf-8").splitlines()[:6]
    assert load_printer(workspace, "a3-hai-mat", Where(), Problems()).spec == printer.spec


def test_values_that_no_printer_can_have_are_not_written(workspace: Workspace) -> None:
    path = write(workspace, "description: x\n")
    problems = Problems()
    with pytest.raises(StopBuild):
        register_values(workspace, "may", {("back", "right"): 99.0}, problems)
    assert problems.errors == 1
    assert path.read_text("utf-8") == "description: x\n"


def test_a_file_that_cannot_be_edited_stays(workspace: Workspace) -> None:
    text = "description: &a x\nback: &b { right: 0 }\n"
    path = write(workspace, text)
    register_values(workspace, "may", {("back", "right"): 1.0}, Problems())
    text = "description: x\nback: !!map { right: 0 }\n? duplex\n: manual\n"
    path.write_text(text, "utf-8")
    problems = Problems()
    try:
        register_values(workspace, "may", {("duplex",): "none"}, problems)
    except StopBuild:
        assert path.read_text("utf-8") == text
    else:
        assert load_printer(workspace, "may", Where(), Problems()).spec.duplex == "none"
