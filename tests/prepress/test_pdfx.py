"""What makes a file a PDF/X: its head, its output intent, its metadata, what is not in it."""

from __future__ import annotations

import datetime as dt
import importlib.util
import io
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from prepress.smallbook import PROFILE, book, edition, press
from printshop.prepress.pdfx import VERSIONS, document_id, dress, write
from printshop.prepress.sheets import dress_pages
from support import REPOSITORY, tool

STANDARDS = ["PDF/X-4", "PDF/X-1a", "none"]
XMP_DATES = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate")


@cache
def made(standard: str, pages: int = 2, title: str = "") -> bytes:
    pdf = book(pages)
    who = press(standard=standard)
    dress_pages(pdf, who, edition(), range(pages), [str(n + 1) for n in range(pages)])
    dress(pdf, who, edition(), title=title)
    return write(pdf, who.spec)


def opened(standard: str = "PDF/X-4") -> Pdf:
    return Pdf.open(io.BytesIO(made(standard)))


def things(pdf: Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those inside others too."""
    waiting: list[Any] = list(pdf.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (Dictionary, pikepdf.Stream)):
            yield thing
            waiting += [part for part in thing.values() if not part_is_apart(part)]
        elif isinstance(thing, Array):
            waiting += [part for part in thing if not part_is_apart(part)]


def part_is_apart(part: Any) -> bool:
    """Whether it is an object of its own, or nothing that holds others."""
    return not isinstance(part, (Dictionary, Array)) or part.is_indirect


# -- the file


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_header_says_the_version(standard: str) -> None:
    data = made(standard)
    assert data.startswith(f"%PDF-{VERSIONS[standard]}\n".encode())
    with opened(standard) as pdf:
        assert "/Version" not in pdf.Root


def test_old_standards_have_no_compressed_objects() -> None:
    assert b"/ObjStm" not in made("PDF/X-1a")
    assert b"/XRef" not in made("PDF/X-1a")


@pytest.mark.parametrize("standard", STANDARDS)
def test_there_is_an_id_and_it_repeats(standard: str) -> None:
    with opened(standard) as pdf:
        first, second = pdf.trailer.ID
        assert len(bytes(first)) == 16
        assert bytes(first) == bytes(second)
        assert not pdf.is_encrypted
    made.cache_clear()
    again = made(standard)
    made.cache_clear()
    assert made(standard) == again


@pytest.mark.parametrize("standard", STANDARDS)
def test_other_programs_read_it(standard: str, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(made(standard))
    commands: list[list[str]] = [
        [tool("qpdf"), "--check", str(path)],
        [tool("gs"), "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage", str(path)],
    ]
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "warning" not in (done.stdout + done.stderr).lower()


# -- the output intent


@pytest.mark.parametrize("standard", ["PDF/X-4", "PDF/X-1a"])
def test_the_output_intent_has_all_its_parts(standard: str) -> None:
    with opened(standard) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.Type == Name.OutputIntent
        assert intent.S == Name.GTS_PDFX
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.OutputCondition) == str(intent.Info) == "Offset, coated paper"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.N == 4


def test_the_profile_is_the_presss_own_and_there_once() -> None:
    with opened() as pdf:
        profile = pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert profile == PROFILE.read_bytes()
        assert (profile[12:16], profile[16:20]) == (b"prtr", b"CMYK")
        streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        assert sum(stream.read_bytes() == profile for stream in streams) == 1


def test_an_ordinary_file_promises_nothing() -> None:
    with opened("none") as pdf:
        assert "/OutputIntents" not in pdf.Root
        assert "/GTS_PDFXVersion" not in pdf.docinfo
        with pdf.open_metadata() as xmp:
            assert xmp.pdfx_status == ""
    assert PROFILE.read_bytes()[:100] not in made("none")


# -- metadata


def test_the_xmp_names_the_standard() -> None:
    with opened() as pdf, pdf.open_metadata() as xmp:
        assert xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        assert xmp["pdf:Trapped"] == "False"
        assert "pdfuaid:part" not in xmp
        assert pdf.docinfo.Trapped == Name("/False")
        assert "/GTS_PDFXVersion" not in pdf.docinfo


def test_pdf_x_1a_is_named_in_the_info() -> None:
    with opened("PDF/X-1a") as pdf, pdf.open_metadata() as xmp:
        assert str(pdf.docinfo.GTS_PDFXVersion) == "PDF/X-1a:2003"
        assert "/GTS_PDFXConformance" not in pdf.docinfo
        assert pdf.docinfo.Trapped == Name("/False")
        assert "pdfxid:GTS_PDFXVersion" not in xmp


@pytest.mark.parametrize("standard", STANDARDS)
def test_xmp_and_info_agree(standard: str) -> None:
    with opened(standard) as pdf, pdf.open_metadata() as xmp:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        assert xmp["dc:title"] == info["/Title"] == "Thông tin – số 9"
        assert xmp["dc:creator"] == [info["/Author"]] == ["Ban biên tập"]
        assert xmp["dc:description"] == info["/Subject"] == "Mùa thu"
        assert xmp["xmp:CreatorTool"] == info["/Creator"] == "printshop"
        assert xmp["pdf:Producer"] == info["/Producer"] == "printshop"
        assert xmp["dc:language"] == {"vi"}


@pytest.mark.parametrize("standard", STANDARDS)
def test_all_dates_are_the_issues(standard: str) -> None:
    day = dt.datetime(2017, 9, 12, tzinfo=dt.UTC)
    with opened(standard) as pdf, pdf.open_metadata() as xmp:
        dates = [str(pdf.docinfo.CreationDate), str(pdf.docinfo.ModDate)]
        assert dates == [day.strftime("D:%Y%m%d%H%M%SZ")] * 2
        assert [dt.datetime.fromisoformat(xmp[key]) for key in XMP_DATES] == [day] * 3


def test_the_document_has_an_id_a_version_and_a_rendition() -> None:
    with opened() as pdf, pdf.open_metadata() as xmp:
        assert UUID(xmp["xmpMM:DocumentID"].removeprefix("uuid:")).version == 5
        assert xmp["xmpMM:VersionID"] == "1"
        assert xmp["xmpMM:RenditionClass"] == "default"


def test_other_pages_have_another_document_id() -> None:
    def identity(pages: int, title: str = "a") -> UUID:
        return document_id(book(pages), title, "PDF/X-4")

    assert identity(2) == identity(2)
    assert len({identity(2), identity(3), identity(2, "b")}) == 3
    moved = book(2)
    moved.pages[0].obj.TrimBox = Array([1, 2, 3, 4])
    assert document_id(moved, "a", "PDF/X-4") != identity(2)


def test_a_title_can_be_given_and_is_never_missing() -> None:
    with Pdf.open(io.BytesIO(made("PDF/X-4", title="Bìa"))) as pdf, pdf.open_metadata() as xmp:
        assert str(pdf.docinfo.Title) == xmp["dc:title"] == "Bìa"
    bare = Pdf.new()
    bare.add_blank_page()
    dress(bare, press(), edition())
    assert str(bare.docinfo.Title) == "Thông tin 9"
    assert str(bare.docinfo.Author) == "Thông tin"
    assert "/Subject" not in bare.docinfo


# -- what is not there


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_catalogue_has_nothing_for_the_screen(standard: str) -> None:
    kept = {"/Type", "/Pages", "/Lang", "/PageLabels", "/Metadata", "/ViewerPreferences"}
    with opened(standard) as pdf:
        assert set(pdf.Root) - {"/OutputIntents"} == kept
        assert dict(pdf.Root.ViewerPreferences.items()) == {"/DisplayDocTitle": True}


@pytest.mark.parametrize("standard", STANDARDS)
def test_no_annotation_action_script_form_or_tag_is_left_anywhere(standard: str) -> None:
    gone = {
        *("/Annots", "/A", "/AA", "/OpenAction", "/JS", "/URI", "/Dest", "/AcroForm", "/Names"),
        *("/StructTreeRoot", "/StructParents", "/StructParent", "/MarkInfo", "/Tabs"),
        *("/PieceInfo", "/CropBox", "/ArtBox", "/Encrypt", "/EmbeddedFiles", "/Outlines"),
    }
    with opened(standard) as pdf:
        found = {key for thing in things(pdf) for key in thing}
        assert "/TrimBox" in found
        assert found & gone == set()
        assert b"example.org" not in made(standard)


def test_objects_lose_what_belongs_to_other_programs() -> None:
    pdf = book(1)
    picture = pdf.make_stream(b"x", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    picture.Metadata = pdf.make_stream(b"<x/>")
    picture.PieceInfo = Dictionary()
    picture.StructParent = 4
    picture.Alternates = Array()
    picture.OPI = Dictionary()
    pdf.pages[0].obj.Resources.XObject = Dictionary(P=picture)
    dress(pdf, press(), edition())
    assert set(picture) == {"/Type", "/Subtype", "/Width", "/Height"}
    assert pdf.Root.Metadata.Subtype == Name.XML


def test_a_proof_can_take_back_what_a_press_file_promised() -> None:
    with opened() as pdf:
        dress(pdf, press(standard="none"), edition(), title="Bản duyệt")
        with Pdf.open(io.BytesIO(write(pdf, press(standard="none").spec))) as again:
            assert "/OutputIntents" not in again.Root
            with again.open_metadata() as xmp:
                assert xmp.pdfx_status == ""
                assert xmp["dc:title"] == "Bản duyệt"


def test_an_odd_info_does_no_harm() -> None:
    pdf = book(1)
    pdf.docinfo.Title = Name.Odd
    pdf.docinfo.Author = String("")
    dress(pdf, press(), edition())
    assert str(pdf.docinfo.Title) == "Thông tin 9"


# -- the table in the documentation


def _named_tests() -> list[tuple[str, str]]:
    text = (REPOSITORY / "docs" / "reference" / "pdfx.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [found for row in rows for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)]


def test_the_table_of_requirements_names_tests_that_exist() -> None:
    named = _named_tests()
    assert len(named) > 20
    for file, name in named:
        path = REPOSITORY / file
        assert path.exists(), file
        assert re.search(rf"(?m)^def {name}\(", path.read_text("utf-8")), f"{file}::{name}"


def test_every_row_of_the_table_has_a_module_and_a_test() -> None:
    text = (REPOSITORY / "docs" / "reference" / "pdfx.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    rows = [row for row in rows if not set(row) <= set("|- ")]
    for row in rows:
        if row.startswith("| what is asked"):
            continue
        _, asked, how, shown, _ = (cell.strip() for cell in row.split("|"))
        assert asked
        modules = re.findall(r"`((?:prepress|press|render|makeup)/\w+\.py)`", how)
        assert modules, asked
        assert all((REPOSITORY / "src/printshop" / module).exists() for module in modules), how
        assert "`tests/" in shown, asked
    assert importlib.util.find_spec("printshop.prepress.pdfx")
