"""Pages for approval: trimmed, stamped, still readable, and a sheet to sign."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from pikepdf import Name, Pdf
from PIL import Image
from pypdf import PdfReader

from prepress.smallbook import FONT, GEOMETRY, book, edition, press
from printshop.geometry import pt
from printshop.prepress.proof import A4, ProofOf, proof_pages
from printshop.prepress.sheets import box_of, dress_pages
from support import run

FILES = (("2017-09-body.pdf", 32), ("2017-09-cover.pdf", 2))


def proof_of(language: str = "vi", **more: object) -> ProofOf:
    what = ProofOf("Thông tin", "9", dt.date(2017, 9, 12), FONT, language=language)
    return ProofOf(**{**vars(what), **more})  # type: ignore[arg-type]


def proofed(what: ProofOf, *, painted: bool = False) -> Pdf:
    pdf = book(3, painted=painted)
    dress_pages(pdf, press(), edition(), range(3), ["1", "2", "3"])
    proof_pages(pdf, what, ["1", "2", "3"])
    return pdf


def drawn(pdf: Pdf, page: int, tmp_path: Path) -> Image.Image:
    path = tmp_path / "proof.pdf"
    pdf.save(path)
    run("pdftoppm", "-r", "72", "-f", str(page), "-singlefile", path, tmp_path / "page")
    with Image.open(tmp_path / "page.ppm") as image:
        return image.convert("RGB")


def test_pages_end_at_the_trim_and_a_sheet_to_sign_follows() -> None:
    pdf = proofed(proof_of())
    sizes = [box_of(page.obj.MediaBox) for page in pdf.pages]
    for size in sizes[:3]:
        assert (size.left, size.bottom) == (0, 0)
        assert size.width == pytest.approx(pt(GEOMETRY.width), abs=0.01)
        assert size.height == pytest.approx(pt(GEOMETRY.height), abs=0.01)
    assert len(sizes) == 4
    assert sizes[3].width == pytest.approx(pt(A4[0]), abs=0.01)
    assert [page.label for page in pdf.pages] == ["1", "2", "3", "Phiếu duyệt in"]


def test_the_text_is_still_that_of_the_pages(tmp_path: Path) -> None:
    pdf = proofed(proof_of())
    pdf.save(tmp_path / "proof.pdf")
    pages = PdfReader(tmp_path / "proof.pdf").pages
    assert [page.extract_text().strip() for page in pages] == ["page 1", "page 2", "page 3", ""]
    run("qpdf", "--check", tmp_path / "proof.pdf")


def test_no_mark_of_the_press_is_left(tmp_path: Path) -> None:
    """The strip along each edge, where crop marks and slugs would be, has the page's paint only."""
    image = drawn(proofed(proof_of()), 2, tmp_path)
    foot = image.crop((0, image.height - 6, image.width, image.height))
    assert foot.getextrema() == ((255, 255),) * 3


def test_the_stamp_is_light_and_lies_across_the_page(tmp_path: Path) -> None:
    image = drawn(proofed(proof_of()), 1, tmp_path)
    thirds = [
        image.crop((i * image.width // 3, 30, (i + 1) * image.width // 3, image.height))
        for i in range(3)
    ]
    for third in thirds:
        colours = [colour for colour in _colours(third) if colour[0] > 200]
        reds = [(r, g, b) for r, g, b in colours if r > g + 20 and abs(g - b) < 4]
        assert reds
        assert min(green for _, green, _ in reds) > 180  # of 255: light enough to read through


def test_the_note_at_the_head_can_be_read_on_a_dark_page(tmp_path: Path) -> None:
    image = drawn(proofed(proof_of(), painted=True), 3, tmp_path)
    head = image.crop((0, 0, image.width, 12))
    assert min(g for _, g, _ in _colours(head)) < 120
    assert max(g for _, g, _ in _colours(head)) > 245


def test_the_sheet_to_sign_grows_with_what_it_says() -> None:
    def length(what: ProofOf) -> int:
        with proofed(what) as pdf:
            return len(pdf.pages[-1].obj.Contents.read_bytes())

    bare = length(proof_of())
    assert bare > 5000
    assert length(proof_of(files=FILES)) > bare
    assert length(proof_of(press="offset-to-roi")) > bare
    assert length(proof_of(errors=0, warnings=0)) > bare
    assert length(proof_of(errors=0, warnings=3)) != length(proof_of(errors=0, warnings=0))


def test_it_speaks_the_bulletins_language() -> None:
    with proofed(proof_of("vi")) as vietnamese, proofed(proof_of("en")) as english:
        assert english.pages[-1].label == "Approval for print"
        stamps = [pdf.pages[0].obj.Contents.read_bytes() for pdf in (vietnamese, english)]
        assert stamps[0] != stamps[1]


def test_long_names_stay_on_the_sheet(tmp_path: Path) -> None:
    pdf = proofed(proof_of(press="nhà in " * 40, bulletin="Thông tin " * 30))
    image = drawn(pdf, 4, tmp_path)
    edge = image.crop((image.width - 40, 0, image.width, image.height))
    assert edge.getextrema() == ((255, 255),) * 3


def test_same_proof_same_bytes() -> None:
    def made() -> bytes:
        buffer = io.BytesIO()
        proofed(proof_of(files=FILES)).save(buffer, deterministic_id=True)
        return buffer.getvalue()

    assert made() == made()


def test_pages_are_only_what_is_drawn() -> None:
    pdf = proofed(proof_of())
    wanted = {"/Type", "/Parent", "/MediaBox", "/TrimBox", "/Resources", "/Contents"}
    assert {key for page in pdf.pages for key in page.obj} == wanted
    assert pdf.pages[0].obj.Type == Name.Page


def _colours(image: Image.Image) -> list[tuple[int, int, int]]:
    counted = image.getcolors(image.width * image.height)
    assert counted
    return [colour for _, colour in counted]  # type: ignore[misc]
