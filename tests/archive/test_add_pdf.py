"""Old PDF files in the archive: byte for byte, with their text and what is known of them."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import bagit
import pikepdf
import pytest
from PIL import Image
from pypdf import PdfWriter

from printshop.archive.oldedition import OldEdition, completed, read_details
from printshop.archive.store import places, read_bag
from printshop.archiving import add_pdf
from printshop.problems import Problem, Problems, StopBuild
from printshop.sources.fields import as_date
from printshop.workspace import Workspace

DETAILS = """
number: 5
date: 12/05/2009
title: Kỷ niệm
sections: [Tin tức, Văn nghệ]
articles:
  - title: Thơ tháng Năm
    page: 3
    section: Văn nghệ
    authors: [Tổ ảnh]
  - title: Ruộng đồng
    page: 1
    last: 2
    section: Tin tức
    authors: [Tổ biên tập]
    photographers: [Tổ biên tập]
    places: [Cần Thơ]
  - title: Ruộng đồng
    page: 2
"""


def pdf_of(*texts: str, labels: bool = False, **saved: Any) -> bytes:
    """A PDF with a text on each page; an empty text is a page without any."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for text in texts:
        page = pdf.add_blank_page(page_size=(300, 400))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        shown = f"BT /F 12 Tf 20 300 Td ({text}) Tj ET" if text else "0 0 100 100 re f"
        page.Contents = pdf.make_stream(shown.encode())
    if labels:
        roman = pikepdf.Dictionary(S=pikepdf.Name.r)
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, roman]))
    buffer = io.BytesIO()
    pdf.save(buffer, **saved)
    return buffer.getvalue()


OLD = pdf_of("Rice fields", "More rice", "A poem")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "w"
    root.mkdir()
    (root / "printshop.yaml").write_text("name: Thông tin\npublisher: Ban biên tập\n", "utf-8")
    return Workspace(root)


def details_of(tmp_path: Path, text: str = DETAILS) -> tuple[Path, OldEdition]:
    path = tmp_path / "details.yaml"
    path.write_text(text, "utf-8")
    return path, read_details(path, Problems())


def refused(workspace: Workspace, data: bytes, details: OldEdition) -> list[Problem]:
    path = workspace.root.parent / "old.pdf"
    path.write_bytes(data)
    problems = Problems()
    with pytest.raises(StopBuild):
        add_pdf(workspace, path, details, "", problems)
    assert places(workspace.root / "archive") == []
    return [problem for problem in problems if problem.severity.rank == 0]


def known() -> OldEdition:
    return completed(OldEdition(), {"date": as_date("2009-05-12").date(), "number": "5"})


def test_kept_byte_for_byte_with_text_and_contents(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "bản quét.pdf").write_bytes(OLD)
    metadata, details = details_of(tmp_path)
    problems = Problems()
    file = tmp_path / "bản quét.pdf"
    added = add_pdf(workspace, file, details, "", problems, metadata=metadata)
    assert list(problems) == []
    assert added.place.name == "2009-05/v1"
    bagit.Bag(str(added.place.path)).validate()
    found = read_bag(added.place, Problems())
    assert found is not None
    assert found.pdf.read_bytes() == OLD
    assert found.kept.origin == "pdf"
    assert found.kept.pages == ("Rice fields", "More rice", "A poem")
    assert found.info["Original-File-Name"] == "bản quét.pdf"
    record = found.kept.record
    assert (record.bulletin, record.publisher) == ("Thông tin", "Ban biên tập")
    assert (record.number, record.date.isoformat()) == ("5", "2009-05-12")
    assert record.sections == ("Tin tức", "Văn nghệ")
    assert [(item.id, item.first, item.last, item.folio) for item in record.items] == [
        ("ruong-dong", 1, 2, "1"),
        ("ruong-dong-2", 2, 2, "2"),
        ("tho-thang-nam", 3, 3, "3"),
    ]
    assert record.items[0].text == "Rice fields\nMore rice"
    assert record.items[0].photographers == ("Tổ biên tập",)
    payload = added.place.payload
    assert (payload / "sources/metadata.yaml").read_bytes() == metadata.read_bytes()
    text = (payload / "README.txt").read_bytes().decode()
    assert "PDF/A" not in text
    assert "byte for byte" in text
    issue = json.loads((payload / "metadata/schema-org.jsonld").read_bytes())
    assert [part["headline"] for part in issue["hasPart"]][2] == "Thơ tháng Năm"


def test_the_same_again_and_a_better_scan(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes(OLD)
    assert not add_pdf(workspace, path, known(), "", Problems()).unchanged
    moved = path.rename(tmp_path / "renamed.pdf")
    assert add_pdf(workspace, moved, known(), "", Problems()).unchanged
    moved.write_bytes(pdf_of("Rice fields", "More rice", "A poem", "Back"))
    problems = Problems()
    with pytest.raises(StopBuild):
        add_pdf(workspace, moved, known(), "", problems)
    assert [problem.code for problem in problems] == ["V004"]
    added = add_pdf(workspace, moved, known(), "Quét lại", Problems())
    assert added.place.name == "2009-05/v2"
    assert added.place.path.parent.name == "2009-05"


def test_pages_are_called_as_the_file_calls_them(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes(pdf_of("a", "b", "c", labels=True))
    added = add_pdf(workspace, path, known(), "", Problems())
    assert added.record.folios == ("i", "ii", "iii")


def test_what_a_file_calls_its_pages_is_one_line_and_never_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "old.pdf"
    with pikepdf.open(io.BytesIO(OLD)) as pdf:
        odd = [0, pikepdf.Dictionary(P=pikepdf.String("a\x1b\n b")), 1, pikepdf.Dictionary()]
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(odd))
        pdf.save(path)
    added = add_pdf(workspace, path, known(), "", Problems())
    assert added.record.folios == ("a b", "2", "3")


def test_control_characters_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    """XML has no way to write them: metadata that nobody can read would be kept for ever."""
    found = refused(workspace, OLD, completed(known(), {"title": "a\x0bb"}))
    assert [(problem.code, str(problem.where)) for problem in found] == [("S027", "--title")]
    problems = Problems()
    path = tmp_path / "details.yaml"
    path.write_text('number: "5"\ntitle: "a\\x0bb"\n', "utf-8")
    with pytest.raises(StopBuild):
        read_details(path, problems)
    assert [(problem.code, problem.where.line) for problem in problems] == [("S027", 2)]


def test_a_scan_is_kept_and_said_to_be_one(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of("", "words", ""))
    problems = Problems()
    assert add_pdf(workspace, path, known(), "", problems).place.version == 1
    (problem,) = problems
    assert (problem.code, problem.severity) == ("V020", "note")
    assert "no text on 2 of 3 pages" in problem.message


def test_a_damaged_file_that_still_opens_is_kept_as_it_is(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "cut.pdf"
    at = OLD.rindex(b"startxref")
    path.write_bytes(OLD[:at])
    problems = Problems()
    added = add_pdf(workspace, path, known(), "", problems)
    assert [problem.code for problem in problems] == ["V018"]
    assert (added.place.payload / "2009-05-archive.pdf").read_bytes() == OLD[:at]


def test_a_file_that_only_forbids_things_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes(pdf_of("words", encryption=pikepdf.Encryption(owner="secret", user="")))
    problems = Problems()
    assert add_pdf(workspace, path, known(), "", problems).place.version == 1
    assert [problem.code for problem in problems] == ["V019"]


def empty_pdf() -> bytes:
    buffer = io.BytesIO()
    PdfWriter().write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "V015"),
        (b"not a PDF at all", "V015"),
        (OLD[:200], "V015"),
        (b"%PDF-1.7\n" + bytes(500), "V015"),
        (pdf_of("a", encryption=pikepdf.Encryption(owner="o", user="u")), "V016"),
        (empty_pdf(), "V017"),
    ],
    ids=["empty", "text", "cut off", "zeros", "locked", "no pages"],
)
def test_files_that_cannot_be_kept(workspace: Workspace, data: bytes, code: str) -> None:
    (problem,) = refused(workspace, data, known())
    assert problem.code == code
    assert "BytesIO" not in problem.message


def test_a_page_that_cannot_be_decoded(workspace: Workspace) -> None:
    pdf = pikepdf.open(io.BytesIO(OLD))
    pdf.pages[1].Contents = pdf.make_stream(b"not deflated", Filter=pikepdf.Name.FlateDecode)
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    path = workspace.root.parent / "old.pdf"
    path.write_bytes(buffer.getvalue())
    problems = Problems()
    assert add_pdf(workspace, path, known(), "", problems).record.folios == ("1", "2", "3")
    damaged, empty = problems
    assert (damaged.code, empty.code) == ("V018", "V020")
    assert "page 2: " in damaged.message


def damaged(picture: dict[str, Any], data: bytes) -> bytes:
    """A PDF whose second page draws a picture that cannot be."""
    pdf = pikepdf.open(io.BytesIO(OLD))
    made = pdf.make_stream(data, Subtype=pikepdf.Name.Image, Width=8, Height=8, **picture)
    pdf.pages[1].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=made))
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((8, 8), 90).save(buffer, "JPEG")
    return buffer.getvalue()


GREY = {"ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 8}
FLATE = GREY | {"Filter": pikepdf.Name.FlateDecode}
DCT = GREY | {"Filter": pikepdf.Name.DCTDecode}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (damaged(FLATE, b"not deflated"), "page 2: "),
        (damaged(DCT, b"no JPEG"), "page 2: "),
        (damaged(DCT, jpeg()[:-20]), "a photograph is cut off"),
        (damaged(DCT, jpeg()), ""),
    ],
    ids=["flate", "no JPEG", "cut off", "sound"],
)
def test_a_picture_that_cannot_be_decoded(workspace: Workspace, data: bytes, said: str) -> None:
    path = workspace.root.parent / "old.pdf"
    path.write_bytes(data)
    problems = Problems()
    add_pdf(workspace, path, known(), "", problems)
    found = [problem.message for problem in problems if problem.code == "V018"]
    assert [said in message for message in found] == [True] * bool(said)


def test_another_edition_of_that_name(workspace: Workspace, tmp_path: Path) -> None:
    """A special number of the same month: no reason makes it a version of the other one."""
    path = tmp_path / "old.pdf"
    path.write_bytes(OLD)
    add_pdf(workspace, path, known(), "", Problems())
    path.write_bytes(pdf_of("Another"))
    problems = Problems()
    with pytest.raises(StopBuild):
        add_pdf(workspace, path, completed(known(), {"number": "6"}), "", problems)
    (problem,) = problems
    assert problem.code == "V027"
    assert "Thông tin – số 5 (05/2009)" in problem.message
    assert problem.hint.startswith("Give this one a name of its own: `--id 2009-05-so-6`.")
    other = completed(known(), {"number": "6", "id": "2009-05-so-6"})
    assert add_pdf(workspace, path, other, "", Problems()).place.version == 1
    corrected = completed(known(), {"number": "5b"})
    assert add_pdf(workspace, path, corrected, "Sai số", Problems()).place.name == "2009-05/v2"


def test_the_same_file_under_another_name(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes(OLD)
    add_pdf(workspace, path, known(), "", Problems())
    other = completed(known(), {"date": as_date("2009-06-12").date()})
    problems = Problems()
    assert add_pdf(workspace, path, other, "", problems).place.name == "2009-06/v1"
    assert [(p.code, dict(p.params)["edition"]) for p in problems] == [("V025", "2009-05")]
    path.write_bytes(pdf_of("Another"))
    problems = Problems()
    add_pdf(workspace, path, other, "Nhầm tệp", problems)
    assert list(problems) == []


def test_a_day_that_is_yet_to_come(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "old.pdf"
    path.write_bytes(OLD)
    for day, codes in ((dt.date.today(), []), (dt.date(9009, 5, 12), ["V028"])):
        problems = Problems()
        add_pdf(workspace, path, completed(known(), {"date": day}), "", problems)
        assert [problem.code for problem in problems if problem.code != "V025"] == codes


def test_what_is_missing_is_all_said(workspace: Workspace) -> None:
    found = refused(workspace, OLD, OldEdition())
    assert [problem.code for problem in found] == ["V021", "V021"]
    said = {dict(problem.params)["field"] for problem in found}
    assert said == {"the day of publication", "its number"}
    assert {dict(problem.params)["option"] for problem in found} == {"--date", "--number"}


def test_pages_that_the_file_does_not_have(workspace: Workspace, tmp_path: Path) -> None:
    _path, details = details_of(
        tmp_path,
        "number: 5\ndate: 2009-05-12\narticles:\n"
        "  - { title: A, page: 4 }\n  - { title: B, page: 2, last: 1 }\n"
        "  - { title: C, page: 3, last: 3 }\n",
    )
    found = refused(workspace, OLD, details)
    assert [(p.code, dict(p.params)["title"]) for p in found] == [("V022", "A"), ("V022", "B")]


def test_details_with_errors(tmp_path: Path) -> None:
    path = tmp_path / "details.yaml"
    path.write_text("numbr: 5\ndate: 31/02/2009\narticles:\n  - titel: A\n", "utf-8")
    problems = Problems()
    with pytest.raises(StopBuild):
        read_details(path, problems)
    assert sorted(problem.code for problem in problems) == ["S017", "S018", "S018", "S022"]
    assert {problem.where.file for problem in problems} == {"details.yaml"}


def test_options_go_before_the_file(tmp_path: Path) -> None:
    _path, details = details_of(tmp_path)
    merged = completed(details, {"number": "6", "title": None, "id": "2009-05-dac-biet"})
    assert (merged.number, merged.title, merged.id) == ("6", "Kỷ niệm", "2009-05-dac-biet")


def test_no_such_file(workspace: Workspace, tmp_path: Path) -> None:
    for path, code in ((tmp_path / "gone.pdf", "S001"), (tmp_path, "S002")):
        problems = Problems()
        with pytest.raises(StopBuild):
            add_pdf(workspace, path, known(), "", problems)
        assert [problem.code for problem in problems] == [code]
