"""`printshop proof`: the press file as it will look, and its plates."""

from __future__ import annotations

import io
import json
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from printshop.cli.app import main
from printshop.geometry import pt
from printshop.preflight.model import Document
from printshop.preflight.reading.read import read_pdf
from printshop.prepress.reducing import reduce_pictures
from printshop.press.load import load_press
from printshop.problems import Problems, Where
from printshop.proofing import PROOF_PPI
from printshop.workspace import Workspace
from support import bare_workspace, tool, write_issue

MANIFEST = """
number: 9
date: 2017-09-12
cover: { headlines: [mot] }
sections:
  - title: Phần một
    items: [articles/mot.md]
"""
ARTICLE = """\
---
title: Bài một
pictures:
  - file: images/cau.jpg
    alt: Một cây cầu
---

Một đoạn văn.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an issue whose press file is built, with a picture of many pixels."""
    root = bare_workspace(tmp_path_factory.mktemp("proof") / "w")
    folder = write_issue(root, MANIFEST, {"mot.md": ARTICLE})
    (folder / "images").mkdir()
    Image.effect_noise((2400, 1500), 40).convert("RGB").save(folder / "images/cau.jpg", quality=80)
    assert main(["build", "i", "-C", str(root), "--target", "press", "-q"]) == 0
    return root


@pytest.fixture
def shop(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "w", symlinks=True)
    return tmp_path / "w"


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    def run(*arguments: str | Path) -> dict[str, Any]:
        capsys.readouterr()
        code = main(["proof", *map(str, arguments), "--format", "json"])
        said = json.loads(capsys.readouterr().out)
        assert isinstance(said, dict)
        assert said["exit"] == code
        return said

    return run


Report = Callable[..., dict[str, Any]]


def proof_of(report: Report, shop: Path) -> Document:
    made = report("i", "-C", shop)
    assert made["exit"] == 0
    assert Path(made["result"]["file"]) == shop / "dist/i/i-proof.pdf"
    return read_pdf(shop / "dist/i/i-proof.pdf")


def test_trimmed_pages_and_a_sheet_to_sign(shop: Path, report: Report) -> None:
    document = proof_of(report, shop)
    press = read_pdf(shop / "dist/i/i-press.pdf")
    assert len(document.pages) == len(press.pages) + 1
    for page in document.pages[:-1]:
        assert page.media.width == pytest.approx(pt(190), abs=0.01)
        assert page.media.height == pytest.approx(pt(270), abs=0.01)
    assert document.intents == ()
    assert document.xmp == {}
    assert "GTS_PDFXVersion" not in document.info


def test_its_text_is_that_of_the_press_file(shop: Path, report: Report) -> None:
    proof_of(report, shop)
    press, proof = (PdfReader(shop / f"dist/i/i-{name}.pdf") for name in ("press", "proof"))
    for before, after in zip(press.pages, proof.pages[:-1], strict=True):
        wanted = before.extract_text().split()
        assert after.extract_text().split() == wanted
    assert "Bài một" in " ".join(proof.pages[2].extract_text().split())


def test_colours_are_those_of_the_screen(shop: Path, report: Report) -> None:
    document = proof_of(report, shop)
    spaces = {m.paint.space for page in document.pages for m in page.marks if m.paint}
    assert spaces <= {"DeviceRGB", "DeviceGray"}
    assert {picture.space for picture in document.pictures} <= {"DeviceRGB", "DeviceGray"}
    press = load_press(Workspace(shop), "offset-to-roi", Where(), Problems())
    before = {
        press.ink_space.to_srgb(m.paint.inks)
        for page in read_pdf(shop / "dist/i/i-press.pdf").pages
        for m in page.marks
        if m.paint and m.paint.space == "DeviceCMYK" and m.paint.inks
    }
    after = {
        tuple(round(255 * v) for v in m.paint.values)
        for page in document.pages
        for m in page.marks
        if m.paint and m.paint.space == "DeviceRGB"
    }
    assert len(before & after) >= 2
    assert any(red > 150 and blue < 60 for red, _green, blue in after), "the layout's red"


def test_pictures_are_made_smaller_once(shop: Path, report: Report) -> None:
    def finest(document: Document) -> float:
        images = (m for page in document.pages for m in page.marks if m.kind == "image")
        return max(max(mark.ppi) for mark in images)

    assert finest(read_pdf(shop / "dist/i/i-press.pdf")) > 250
    assert finest(proof_of(report, shop)) == pytest.approx(PROOF_PPI, abs=2)
    assert (shop / "dist/i/i-proof.pdf").stat().st_size < 2_000_000


def test_the_same_proof_has_the_same_bytes(shop: Path, report: Report) -> None:
    proof_of(report, shop)
    file, other = shop / "dist/i/i-proof.pdf", shop / "a b/duyệt.pdf"
    assert report("i", "-C", shop, "--out", other)["result"]["file"] == str(other)
    assert other.read_bytes() == file.read_bytes()


def test_a_broken_issue_has_no_proof(shop: Path, report: Report) -> None:
    (shop / "issues/i/articles/mot.md").unlink()
    made = report("i", "-C", shop)
    assert made["exit"] == 1
    assert made["result"] is None
    assert "S001" in {p["code"] for p in made["problems"]}
    assert not (shop / "dist/i/i-proof.pdf").exists()


def test_faults_of_the_file_do_not_forbid_a_proof(shop: Path, report: Report) -> None:
    Image.new("RGB", (200, 125), "teal").save(shop / "issues/i/images/cau.jpg")
    made = report("i", "-C", shop)
    assert made["exit"] == 0
    assert made["result"]["check"]["error"] > 0


def test_in_words(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["proof", "i", "-C", str(shop)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].endswith("i-proof.pdf")
    assert "`printshop check i`" in lines[0]
    assert main(["proof", "i", "-C", str(shop), "-q"]) == 0
    assert capsys.readouterr().out == ""


# -- plates


def test_the_plates(shop: Path, report: Report) -> None:
    tool("gs")
    old = shop / "dist/i/separations/page-077-cyan.png"
    old.parent.mkdir()
    old.write_bytes(b"of an earlier proof")
    made = report("i", "-C", shop, "--separations")["result"]
    assert not old.exists()
    names = [Path(path).name for path in made["plates"]]
    inks = ("cyan", "magenta", "yellow", "black")
    assert names == [f"page-{n:03d}-{ink}.png" for n in (1, 2, 3, 4) for ink in inks]
    assert made["empty_plates"] == []
    media = read_pdf(shop / "dist/i/i-press.pdf").pages[0].media
    sizes = set()
    for path in made["plates"]:
        with Image.open(path) as plate:
            assert plate.mode == "L"
            sizes.add(plate.size)
    assert sizes == {(round(media.width * 96 / 72), round(media.height * 96 / 72))}


def test_one_ink_has_one_plate(shop: Path, report: Report) -> None:
    tool("gs")
    made = report("i", "-C", shop, "--separations", "--press", "mot-muc")["result"]
    assert {Path(path).stem.split("-")[-1] for path in made["plates"]} == {"black"}
    assert made["empty_plates"] == ["Cyan", "Magenta", "Yellow"]


def test_without_ghostscript(shop: Path, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    made = report("i", "-C", shop, "--separations")
    assert made["exit"] == 3
    (problem,) = made["problems"]
    assert problem["code"] == "E005"
    assert "ghostscript" in problem["hint"]
    assert not (shop / "dist/i/i-proof.pdf").exists()
    assert report("i", "-C", shop)["exit"] == 0, "the proof alone does not need it"


# -- pictures made smaller


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("jpeg", [True, False])
def test_samples_keep_their_meaning(mode: str, jpeg: bool) -> None:
    colour = {"L": 40, "RGB": (200, 30, 60), "CMYK": (10, 200, 150, 30)}[mode]
    source = Image.new(mode, (300, 200), colour)
    space = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}[mode]
    pdf = pikepdf.Pdf.new()
    image = pdf.make_stream(b"")
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 300, 200, 8
    image.ColorSpace = pikepdf.Name(space)
    if jpeg:
        buffer = io.BytesIO()
        source.save(buffer, "JPEG", quality=95)
        image.write(buffer.getvalue(), filter=pikepdf.Name.DCTDecode)
        if mode == "CMYK":
            image.Decode = pikepdf.Array([1, 0] * 4)
    else:
        image.write(zlib.compress(source.tobytes()), filter=pikepdf.Name.FlateDecode)
    assert reduce_pictures(pdf, {image.objgen: 0.9}) == 0, "not worth it"
    assert reduce_pictures(pdf, {image.objgen: 0.5, (99, 0): 0.5}) == 1
    assert (image.Width, image.Height) == (150, 100)
    if jpeg:
        with Image.open(io.BytesIO(image.read_raw_bytes())) as small:
            assert small.size == (150, 100)
            found = small.convert(mode).getpixel((70, 50))
    else:
        found = Image.frombytes(mode, (150, 100), image.read_bytes()).getpixel((70, 50))
    assert found == pytest.approx(colour, abs=4)
