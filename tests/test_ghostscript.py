"""Plates drawn by Ghostscript, read back as pixels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from printshop.external import ghostscript
from printshop.external.ghostscript import require_ghostscript, separate
from printshop.problems import Problems, StopBuild
from support import tool

SPOT = "Đỏ cờ/100%"


def spot_pdf(path: Path) -> Path:
    """Two pages of 100 pt: black in the lower left quarter, half a spot ink in the upper right."""
    pdf = Pdf.new()
    tint = pdf.make_stream(b"{0 exch dup 0.9 mul exch 0.1 mul 0}")
    tint.FunctionType, tint.Domain, tint.Range = 4, Array([0, 1]), Array([0, 1] * 4)
    space = Array([Name.Separation, Name(f"/{SPOT}"), Name.DeviceCMYK, tint])
    for n in range(2):
        page = pdf.add_blank_page(page_size=(100, 100))
        page.Resources = Dictionary(ColorSpace=Dictionary(S=space))
        black = b"0 0 0 1 k 0 0 50 50 re f " if n == 0 else b""
        page.Contents = pdf.make_stream(black + b"/S cs 0.5 scn 50 50 50 50 re f")
    pdf.save(path)
    return path


def codes(problems: Problems) -> list[str]:
    return [problem.code for problem in problems]


def test_the_plates_of_each_page(tmp_path: Path) -> None:
    tool("gs")
    problems, folder = Problems(), tmp_path / "plates"
    folder.mkdir()
    gs = require_ghostscript(problems)
    assert gs.version[0].isdigit()
    plates = separate(gs, spot_pdf(tmp_path / "hai màu.pdf"), folder, problems, ppi=72)
    assert len(problems) == 0
    inks = ["Cyan", "Magenta", "Yellow", "Black", SPOT]
    assert [(plate.page, plate.ink) for plate in plates] == [(n, i) for n in (1, 2) for i in inks]
    drawn = {}
    for plate in plates:
        with Image.open(plate.file) as picture:
            assert picture.size == (100, 100)
            drawn[plate.page, plate.ink] = [picture.getpixel(at) for at in ((25, 75), (75, 25))]
    assert drawn[1, "Black"] == [0, 255]
    assert drawn[2, "Black"] == [255, 255]
    assert drawn[1, "Magenta"] == [255, 255], "the spot ink is a plate of its own"
    paper, tint = drawn[1, SPOT]
    assert paper == 255
    assert tint == pytest.approx(128, abs=2)


def test_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    problems = Problems()
    with pytest.raises(StopBuild):
        require_ghostscript(problems)
    (problem,) = problems
    assert problem.code == "E005"
    assert "ghostscript" in problem.hint


def test_it_does_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: str(tmp_path / "gone"))
    problems = Problems()
    with pytest.raises(StopBuild):
        require_ghostscript(problems)
    assert codes(problems) == ["E006"]


def test_a_file_that_it_cannot_draw(tmp_path: Path) -> None:
    tool("gs")
    bad, folder, problems = tmp_path / "bad.pdf", tmp_path / "plates", Problems()
    bad.write_bytes(b"%PDF-1.6\nnothing\n")
    folder.mkdir()
    with pytest.raises(StopBuild):
        separate(require_ghostscript(problems), bad, folder, problems)
    (problem,) = problems
    assert problem.code == "E006"
    assert "bad.pdf" in problem.message


def test_it_takes_too_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool("gs")
    problems, folder = Problems(), tmp_path / "plates"
    folder.mkdir()
    gs = require_ghostscript(problems)
    monkeypatch.setattr(ghostscript, "_SECONDS", 0.001)
    with pytest.raises(StopBuild):
        separate(gs, spot_pdf(tmp_path / "a.pdf"), folder, problems)
    assert codes(problems) == ["E006"]


def test_it_may_read_nothing_else(tmp_path: Path) -> None:
    """A PDF file cannot make the program write or read beside itself (`-dSAFER`)."""
    tool("gs")
    trap, folder, problems = tmp_path / "trap.ps", tmp_path / "plates", Problems()
    trap.write_text(f"%!PS\n({tmp_path}/stolen) (w) file pop showpage\n", "utf-8")
    folder.mkdir()
    with pytest.raises(StopBuild):
        separate(require_ghostscript(problems), trap, folder, problems)
    assert not (tmp_path / "stolen").exists()
