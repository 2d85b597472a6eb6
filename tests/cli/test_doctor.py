"""`printshop doctor`."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from printshop import diagnosis, environment
from printshop.cli.app import main
from printshop.problems import Problems
from printshop.stockroom import copy_tree, stock


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs need not be here, and Java is slow to start."""
    monkeypatch.setattr(diagnosis, "PROGRAMS", {})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    for name in ("layouts", "fonts"):
        copy_tree(stock(name, Problems()), tmp_path / name)
    return tmp_path


class _NoPango:
    """An importer for a machine without Pango."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "weasyprint":
            print("WeasyPrint could not import some external libraries.")
            raise OSError("cannot load library 'libpango-1.0-0': no such file.  Additionally, …")


@pytest.fixture
def broken_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["doctor", "--format", "json", *arguments])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["exit"] == code
    return code, report


def test_all_well(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = run(capsys, "-C", str(root))
    assert code == 0
    assert report["problems"] == []
    result = report["result"]
    assert {p["name"] for p in result["packages"]} == {"WeasyPrint", "pikepdf", "pypdf", "Pillow"}
    versions = {p["name"]: p["version"] for p in result["libraries"]}
    assert all(versions[name][0].isdigit() for name in ("Pango", "HarfBuzz", "Fontconfig"))
    fonts = result["workspace"]["fonts"]
    assert {"Source Serif 4", "IBM Plex Sans", "Alegreya"} == set(fonts)
    layouts = result["workspace"]["layouts"]
    assert [layout["layout"] for layout in layouts] == ["ban-tin", "so-tay", "to-tin"]
    for layout in layouts:
        assert layout["missing"] == []
        assert set(layout["families"]) <= set(fonts)


def test_outside_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["doctor", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "No workspace here" in out
    assert "Nothing that printshop needs is missing." in out


def test_a_folder_that_is_no_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = run(capsys, "-C", str(tmp_path))
    assert code == 1
    assert [p["code"] for p in report["problems"]] == ["M001"]


def test_missing_fonts(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(root / "fonts/alegreya")
    code, report = run(capsys, "-C", str(root))
    assert code == 3
    assert {p["code"] for p in report["problems"]} == {"L006"}
    assert report["result"]["workspace"]["layouts"][0]["missing"] == ["Alegreya"]
    assert main(["doctor", "-C", str(root), "--lang", "en"]) == 3
    said = capsys.readouterr()
    assert "layout ban-tin lacks the fonts Alegreya" in said.out
    assert "printshop init" in said.err


def test_no_fonts_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(root / "fonts")
    code, report = run(capsys, "-C", str(root))
    assert code == 3
    assert report["result"]["workspace"]["fonts"] == {}


def test_a_damaged_font(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "fonts/mine.ttf").write_bytes(b"no font")
    code, report = run(capsys, "-C", str(root))
    assert code == 3
    assert report["problems"][0]["code"] == "E004"
    assert report["problems"][0]["params"]["path"] == "fonts/mine.ttf"


def test_a_broken_layout(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "layouts/ban-tin/layout.yaml").write_text("trim: [1]\n", "utf-8")
    code, report = run(capsys, "-C", str(root))
    assert code == 1
    layouts = report["result"]["workspace"]["layouts"]
    assert [layout["layout"] for layout in layouts] == ["so-tay", "to-tin"]


@pytest.mark.usefixtures("broken_engine")
def test_libraries_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    here = [environment.Library("Pango", None), environment.Library("HarfBuzz", None)]
    monkeypatch.setattr(environment, "libraries", lambda: here)
    code, report = run(capsys)
    assert code == 3
    assert [p["code"] for p in report["problems"]] == ["E001", "E001"]
    assert "install" in report["problems"][0]["hint"]
    assert [p["found"] for p in report["result"]["libraries"]] == [False, False]
    assert main(["doctor", "--lang", "en"]) == 3
    assert "not found; to get it:" in capsys.readouterr().out


@pytest.mark.usefixtures("broken_engine")
def test_the_engine_cannot_start(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every library is found, yet WeasyPrint fails; fonts are looked at all the same."""
    code, report = run(capsys, "-C", str(root))
    assert code == 3
    (problem,) = report["problems"]
    assert problem["code"] == "E002"
    assert problem["params"]["reason"] == "cannot load library 'libpango-1.0-0': no such file"
    assert report["result"]["workspace"]["fonts"]


def test_libraries_in_an_unusual_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    here = [environment.Library("Pango", None), environment.Library("HarfBuzz-Subset", None)]
    monkeypatch.setattr(environment, "libraries", lambda: here)
    code, report = run(capsys)
    assert code == 0
    assert [p["found"] for p in report["result"]["libraries"]] == [True, False]


def test_a_missing_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    version = importlib.metadata.version

    def without_pikepdf(name: str) -> str:
        if name == "pikepdf":
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(importlib.metadata, "version", without_pikepdf)
    code, report = run(capsys)
    assert code == 3
    assert [p["code"] for p in report["problems"]] == ["E003"]


def test_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    old = folder / "old"
    old.write_text("#!/bin/sh\necho 'old version 1.22.3 (of 1999)' >&2\nexit 99\n", "utf-8")
    old.chmod(0o755)
    packages = diagnosis.Packages("deb-gone", "rpm-gone", "brew-gone")
    programs = {
        "old": diagnosis._Program(("-v",), packages),
        "gone": diagnosis._Program(("-v",), packages),
        "far": diagnosis._Program(("-v",), "https://example.org/"),
    }
    monkeypatch.setattr(diagnosis, "PROGRAMS", programs)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    monkeypatch.chdir(tmp_path)
    code, report = run(capsys)
    assert code == 0, "programs are not needed"
    found, gone, far = report["result"]["programs"]
    assert (found["found"], found["version"]) == (True, "1.22.3")
    assert gone["get"].endswith("-gone")
    assert far["get"] == "https://example.org/"


@pytest.mark.parametrize(
    ("system", "dnf", "command"),
    [
        ("Darwin", None, "brew install c"),
        ("Linux", "/usr/bin/dnf", "sudo dnf install b"),
        ("Linux", None, "sudo apt-get install a"),
    ],
)
def test_the_command_suits_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, dnf: str | None, command: str
) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("shutil.which", lambda _: dnf)
    assert diagnosis.Packages("a", "b", "c").command() == command
