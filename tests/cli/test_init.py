"""`printshop init`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from printshop import stockroom
from printshop.cli.app import main
from printshop.distribution.figures import print_run
from printshop.distribution.load import load_distribution
from printshop.distribution.stocks import load_labels
from printshop.manifest import load_bulletin, load_issue
from printshop.problems import Problems, Where
from printshop.schemas import json_schema
from printshop.sources import Workspace
from support import REPOSITORY


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_makes_a_whole_workspace(tmp_path: Path) -> None:
    root = tmp_path / "some" / "where"
    assert main(["init", str(root), "--quiet"]) == 0
    made = tree(root)
    assert {"printshop.yaml", ".gitignore", "issues/mau/issue.yaml"} <= set(made)
    assert "layouts/ban-tin/layout.yaml" in made
    assert any(name.startswith("fonts/") and name.endswith(".ttf") for name in made)
    assert any(name.startswith("fonts/") and "LICENSE" in name for name in made)
    assert json.loads(made["schemas/issue.schema.json"]) == json_schema("issue")
    presses = {f"presses/{p.name}": p.read_bytes() for p in (REPOSITORY / "presses").iterdir()}
    assert presses.items() <= made.items()
    assert {"presses/FOGRA39L_coated.icc", "presses/LICENSE_FOGRA39L_coated"} <= set(presses)
    assert json.loads(made["schemas/press.schema.json"]) == json_schema("press")
    assert not [name for name in made if "gitignore" in name and name != ".gitignore"]
    assert (root / "issues/mau/images").is_dir()
    assert [p.name for p in (tmp_path / "some").iterdir()] == ["where"]


def test_the_sample_issue_has_no_errors(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    assert main(["init", str(root), "--quiet"]) == 0
    workspace, problems = Workspace(root), Problems()
    bulletin = load_bulletin(workspace, problems)
    assert bulletin is not None
    assert load_issue(workspace, root / "issues/mau", bulletin, problems) is not None
    assert [p.code for p in problems] == ["M010"], "the imprint is the editor's to fill"


def test_the_sample_list_makes_the_print_run_of_the_imprint(tmp_path: Path) -> None:
    """So `printshop distribute mau` has nothing to say (D035) once the imprint is filled in."""
    root = tmp_path / "ws"
    assert main(["init", str(root), "--quiet"]) == 0
    problems = Problems()
    found = load_distribution(Workspace(root), root / "issues/mau", problems)
    assert list(problems) == []
    assert len(found.recipients) == 2
    run = print_run(found.spec, sum(one.copies for one in found.recipients))
    assert f"# copies: {run.total}\n" in (root / "printshop.yaml").read_text("utf-8")
    assert load_labels(Workspace(root), found.spec.labels, Where(), problems)
    assert found.table_separator == ";"


@pytest.mark.slow
def test_the_sample_issue_and_a_new_one_build(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    assert main(["init", str(root), "--quiet"]) == 0
    assert main(["new", "2017-10", "-C", str(root), "--quiet"]) == 0
    for issue in ("mau", "2017-10"):
        assert main(["build", issue, "-C", str(root), "--quiet"]) == 0
        assert (root / f"dist/{issue}/{issue}-screen.pdf").read_bytes().startswith(b"%PDF")


def test_the_sample_builds_without_warnings_once_the_imprint_is_filled(tmp_path: Path) -> None:
    root = tmp_path / "ws"
    assert main(["init", str(root), "--quiet"]) == 0
    config = root / "printshop.yaml"
    text = re.sub(r"^  # ", "  ", config.read_text("utf-8"), flags=re.MULTILINE)
    config.write_text(text, "utf-8")
    workspace, problems = Workspace(root), Problems()
    bulletin = load_bulletin(workspace, problems)
    assert bulletin is not None
    assert load_issue(workspace, root / "issues/mau", bulletin, problems) is not None
    assert list(problems) == []


def test_refuses_a_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "printshop.yaml").write_text("name: mine\n", "utf-8")
    before = tree(tmp_path)
    assert main(["init", str(tmp_path), "--format", "json"]) == 1
    assert [p["code"] for p in json.loads(capsys.readouterr().out)["problems"]] == ["M009"]
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", ["layouts", "issues"])
def test_refuses_what_is_in_the_way(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine.txt").write_text("mine", "utf-8")
    assert main(["init", str(tmp_path)]) == 1
    assert tree(tmp_path) == {f"{name}/mine.txt": b"mine"}
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_refuses_a_file(tmp_path: Path) -> None:
    file = tmp_path / "ws"
    file.write_text("mine", "utf-8")
    assert main(["init", str(file)]) == 1
    assert file.read_text("utf-8") == "mine"


def test_a_folder_with_other_files_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", "utf-8")
    (tmp_path / "README.md").write_text("mine\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["init", ".", "--lang", "en"]) == 0
    assert ".gitignore was there" in capsys.readouterr().out
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine\n"
    assert (tmp_path / "README.md").read_text("utf-8") == "mine\n"
    assert (tmp_path / "issues/mau/issue.yaml").is_file()


@pytest.mark.parametrize("there", [True, False])
def test_nothing_is_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    root = tmp_path / "ws"
    if there:
        root.mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(stockroom, "copy_tree", full)
    assert main(["init", str(root)]) == 4
    assert [p.name for p in tmp_path.rglob("*")] == (["ws"] if there else [])


def test_a_move_that_fails_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def rename_but_layouts(self: Path, target: Path) -> Path:
        if self.name == "layouts":
            raise PermissionError(13, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename_but_layouts)
    assert main(["init", str(tmp_path)]) == 4
    assert list(tmp_path.iterdir()) == []


def test_an_installation_without_stock_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "site-packages" / "printshop"
    stockroom.copy_tree(stockroom.skeleton("workspace"), package / "skeleton" / "workspace")
    monkeypatch.setattr(stockroom, "_PACKAGE", package)
    assert main(["init", str(tmp_path / "ws")]) == 3
    assert "E003" in capsys.readouterr().err
    assert not (tmp_path / "ws").exists()


def test_doctor_asks_for_each_part_of_the_stock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "printshop"
    (package / "stock" / "fonts").mkdir(parents=True)
    monkeypatch.setattr(stockroom, "_PACKAGE", package)
    problems = Problems()
    stockroom.check_stock(problems)
    lacking = [dict(problem.params)["item"] for problem in problems]
    assert sorted(map(str, lacking)) == [
        "stock/labels",
        "stock/layouts",
        "stock/presses",
        "stock/printers",
    ]


def test_an_installed_wheel_has_its_own_stock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "printshop"
    (package / "stock" / "fonts").mkdir(parents=True)
    monkeypatch.setattr(stockroom, "_PACKAGE", package)
    assert stockroom.stock("fonts", Problems()) == package / "stock" / "fonts"
