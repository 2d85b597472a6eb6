"""The files of the sample issues to be kept: PDF/A-3a and PDF/UA-1 as veraPDF checks them."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Name
from pypdf import PdfReader

from printshop import targets
from printshop.archive.model import Kept
from printshop.archive.recordfile import read_kept, write_kept
from printshop.build import Settings, build
from printshop.makeup import Book
from printshop.prepress.edition import Edition, Made
from printshop.problems import Problems
from printshop.record import EditionRecord
from printshop.sources import Workspace
from support import REPOSITORY, SAMPLE, bare_workspace, failed_rules_of, verapdf, write_issue

pytestmark = pytest.mark.slow

SAMPLES = ("2017-09", "2017-10-to-tin", "2017-11-so-tay")
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "edition": "urn:printshop:edition:1:",
}


def built(folder: Path, root: Path, out: Path, *targets: str) -> list[Path]:
    problems = Problems()
    made = build(Workspace(root), folder, Settings(targets=targets, out=out), problems)
    assert made is not None, [p.message for p in problems]
    return list(made.files)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Screen and archive file of each sample."""
    out = tmp_path_factory.mktemp("dist")
    made = {}
    for issue in SAMPLES:
        folder = REPOSITORY / "issues" / issue
        screen, archive = built(folder, REPOSITORY, out, "screen", "archive")
        made[issue] = (screen, archive)
    return made


def test_verapdf_finds_no_rule_broken(files: dict[str, tuple[Path, Path]], tmp_path: Path) -> None:
    """PDF/UA-1 of both files, PDF/A-3a of the one to keep; what is spoilt on purpose is found."""
    verapdf()
    screens = [screen for screen, _archive in files.values()]
    archives = [archive for _screen, archive in files.values()]
    stray, uncoloured = tmp_path / "stray-link.pdf", tmp_path / "no-intent.pdf"
    unrelated = tmp_path / "no-relationship.pdf"
    with pikepdf.open(archives[0]) as pdf:
        page = next(page for page in pdf.pages if "/Annots" in page.obj)
        del page.obj.Annots[0].StructParent
        pdf.save(stray)
    with pikepdf.open(archives[1]) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(uncoloured)
    with pikepdf.open(archives[1]) as pdf:
        del pdf.Root.AF
        pdf.save(unrelated)
    tagged = failed_rules_of([*screens, *archives, stray], "ua1")
    assert {path: rules for path, rules in tagged.items() if rules}.keys() == {stray}
    assert tagged[stray][0].startswith("7.18.5-1")
    lasting = failed_rules_of([*archives, uncoloured, unrelated], "3a")
    assert {path: rules for path, rules in lasting.items() if rules}.keys() == {
        uncoloured,
        unrelated,
    }
    assert any(rule.startswith("6.2.4.3") for rule in lasting[uncoloured])
    assert any(rule.startswith("6.8-") for rule in lasting[unrelated])


def test_the_pages_are_those_of_the_screen_file(files: dict[str, tuple[Path, Path]]) -> None:
    for screen, archive in files.values():
        with pikepdf.open(screen) as one, pikepdf.open(archive) as other:
            assert len(one.pages) == len(other.pages)
            for left, right in zip(one.pages, other.pages, strict=True):
                assert left.obj.Contents.read_bytes() == right.obj.Contents.read_bytes()
                assert list(left.mediabox) == list(right.mediabox)
            with one.open_outline() as left_outline, other.open_outline() as right_outline:
                titles = [item.title for item in left_outline.root]
                assert titles == [item.title for item in right_outline.root]
                assert titles
            assert one.Root.PageLabels.Nums[0] == other.Root.PageLabels.Nums[0]


def test_the_book_is_as_it_was_for_other_targets(tmp_path: Path) -> None:
    """Each target's bytes are the same, whichever others are made from the same book."""
    folder = REPOSITORY / "issues/2017-10-to-tin"
    together = built(folder, REPOSITORY, tmp_path / "a", "archive", "screen", "press")
    again = built(folder, REPOSITORY, tmp_path / "b", "press", "screen", "archive")
    by_name = {path.name: path.read_bytes() for path in together}
    assert by_name == {path.name: path.read_bytes() for path in again}
    alone = built(folder, REPOSITORY, tmp_path / "c", "screen")
    assert alone[0].read_bytes() == by_name["2017-10-to-tin-screen.pdf"]


# -- what is inside


def test_the_sources_are_embedded(files: dict[str, tuple[Path, Path]]) -> None:
    reader = PdfReader(files["2017-09"][1])
    inside = {name: data[0] for name, data in reader.attachments.items()}
    assert inside["issue.yaml"] == (SAMPLE / "issue.yaml").read_bytes()
    assert inside["printshop.yaml"] == (REPOSITORY / "printshop.yaml").read_bytes()
    articles = {f"article-{path.stem}.md" for path in (SAMPLE / "articles").glob("*.md")}
    assert articles <= inside.keys()
    assert len(articles) > 15
    style = REPOSITORY / "layouts/ban-tin/style.css"
    assert inside["layout-ban-tin-style.css"] == style.read_bytes()
    versions = json.loads(inside["versions.json"])
    assert versions["engine"]["weasyprint"].startswith("70")
    assert "pikepdf" in versions["packages"]
    assert {family for font in versions["fonts"].values() for family in font["families"]} >= {
        "Source Serif 4",
        "IBM Plex Sans",
        "Alegreya",
    }
    with pikepdf.open(files["2017-09"][1]) as pdf:
        related = {str(spec.UF): spec.AFRelationship for spec in pdf.Root.AF}
        assert related.keys() == inside.keys()
        assert related["issue.yaml"] == Name.Source
        assert related["versions.json"] == Name.Data


def texts(xmp: ET.Element, path: str) -> list[str]:
    prefix, name = path.split(":")
    (found,) = xmp.iter(f"{{{NAMES[prefix]}}}{name}")
    items = found.iter(f"{{{NAMES['rdf']}}}li")
    return [item.text or "" for item in items] or [found.text or ""]


def test_the_metadata_say_what_it_is(files: dict[str, tuple[Path, Path]]) -> None:
    with pikepdf.open(files["2017-09"][1]) as pdf:
        data = pdf.Root.Metadata.read_bytes()
        assert "/Filter" not in pdf.Root.Metadata  # it can be found without a PDF reader
        info = {key: str(value) for key, value in pdf.docinfo.items()}
    xmp = ET.fromstring(data.decode().split("?>", 1)[1].rsplit("<?xpacket", 1)[0])
    assert texts(xmp, "prism:publicationName") == ["Thông tin công tác"]
    assert texts(xmp, "prism:number") == ["9"]
    assert texts(xmp, "prism:publicationDate") == ["2017-09-12"]
    assert texts(xmp, "dc:title") == [info["/Title"]]
    assert texts(xmp, "dc:creator") == [info["/Author"]]
    assert texts(xmp, "dc:description") == [info["/Subject"]]
    assert texts(xmp, "pdf:Producer") == [info["/Producer"]]
    assert texts(xmp, "xmp:CreateDate") == ["2017-09-12T00:00:00+00:00"]
    assert "Minh Hải" in texts(xmp, "dc:contributor")
    assert len(texts(xmp, "edition:sections")) == 6
    articles = texts(xmp, "edition:articles")
    assert articles[0].endswith("tại huyện Vĩnh Thạnh – Minh Hải, tr. 3")
    assert len(articles) == 21


ISSUE = """number: 7
date: 2017-07-05
title: Chủ đề <&>
contents: null
back_cover: null
sections:
  - title: Tin tức
    items:
      - articles/mot.md
      - group: Tin vắn
        articles: [articles/hai.md, articles/ba.md]
"""
ARTICLES = {
    "mot.md": "---\ntitle: Đường làng thắp sáng\nlead: Mở đầu.\nauthors: [Tổ biên tập]\n"
    "place: TGCT\n"
    'credit: "Tin, ảnh: Tổ ảnh"\n---\nThân bài “một” với 62-KL/TW.\n\n- việc thứ nhất\n\n'
    "::: box Hộp\nTrong hộp.\n:::\n\n| A | B |\n|---|---|\n| ô một | ô hai |\n",
    "hai.md": "---\ntitle: Tin hai\n---\nHai.\n",
    "ba.md": '---\ntitle: Tin ba\nplace: Cần Thơ\ncredit: "Bài: Tổ tin; Ảnh: Tổ ảnh"\n---\nBa.\n',
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = bare_workspace(tmp_path_factory.mktemp("small") / "w")
    text = (root / "printshop.yaml").read_text("utf-8")
    (root / "printshop.yaml").write_text(f"{text}issn: 0378-5955\nplace: Cần Thơ\n", "utf-8")
    return write_issue(root, ISSUE, ARTICLES)


def test_the_issn_stands_in_the_metadata(small: Path, tmp_path: Path) -> None:
    (file,) = built(small, small.parents[1], tmp_path, "archive")
    with pikepdf.open(file) as pdf:
        data = pdf.Root.Metadata.read_bytes().decode()
    assert "<prism:issn>0378-5955</prism:issn>" in data
    assert "<dc:identifier>ISSN 0378-5955</dc:identifier>" in data
    assert "Chủ đề &lt;&amp;&gt;" in data


def test_same_bytes_in_another_folder(small: Path, tmp_path: Path) -> None:
    (one,) = built(small, small.parents[1], tmp_path / "a", "archive")
    elsewhere = tmp_path / "ở nơi khác"
    shutil.copytree(small.parents[1], elsewhere, ignore=shutil.ignore_patterns(".printshop"))
    (other,) = built(elsewhere / "issues/i", elsewhere, tmp_path / "b", "archive")
    assert one.read_bytes() == other.read_bytes()


# -- the record


@pytest.fixture(scope="module")
def record(small: Path, tmp_path_factory: pytest.TempPathFactory) -> EditionRecord:
    """The record that the target is given, caught on its way."""
    caught: list[EditionRecord] = []
    before = targets.TARGETS["archive"]

    def catch(book: Book, edition: Edition, problems: Problems) -> tuple[Made, ...]:
        assert edition.record is not None
        caught.append(edition.record)
        return before(book, edition, problems)

    targets.TARGETS["archive"] = catch
    try:
        built(small, small.parents[1], tmp_path_factory.mktemp("out"), "archive")
    finally:
        targets.TARGETS["archive"] = before
    return caught[0]


def test_the_record_has_items_with_people_and_pages(record: EditionRecord) -> None:
    assert (record.id, record.number, record.issn, record.place) == (
        "i",
        "7",
        "0378-5955",
        "Cần Thơ",
    )
    assert record.sections == ("Tin tức",)
    first, group, second, third = record.items
    assert (first.id, first.kind, first.section) == ("mot", "article", "Tin tức")
    assert first.authors == ("Tổ biên tập",)  # the front matter goes before the credit line
    assert first.photographers == ("Tổ ảnh",)
    assert first.places == ()  # TGCT is the code of a source
    assert first.lead == "Mở đầu."
    assert (group.kind, group.title, group.group) == ("group", "Tin vắn", "")
    assert [item.group for item in (second, third)] == [group.id, group.id]
    assert third.places == ("Cần Thơ",)
    assert third.authors == ("Tổ tin",)
    assert third.photographers == ("Tổ ảnh",)
    assert first.first < group.first == second.first
    assert record.folios[first.first - 1] == first.folio


def test_the_record_has_all_words(record: EditionRecord) -> None:
    text = record.items[0].text
    for words in (
        "Đường làng thắp sáng",
        "Mở đầu.",
        "Thân bài “một” với 62-KL/TW.",  # without the glue of typesetting
        "việc thứ nhất",
        "Hộp",
        "Trong hộp.",
        "ô một",
        "Tin, ảnh: Tổ ảnh",
    ):
        assert words in text.replace("\n", " "), words
    assert "<" not in text


def test_a_record_is_read_as_it_was_written(record: EditionRecord) -> None:
    kept = Kept(record, ("trang một", "trang hai"), "printshop", "i-archive.pdf")
    data = write_kept(kept)
    assert read_kept(data) == kept
    grown = json.loads(data)
    grown["edition"]["later"] = 1
    assert read_kept(json.dumps(grown).encode()) == kept
    for spoilt in (b"{}", b"[]", b"{", data.replace(b'"format": 1', b'"format": 99')):
        with pytest.raises(ValueError, match=r"[a-z]"):
            read_kept(spoilt)


def test_arrays_of_files_are_whole(files: dict[str, tuple[Path, Path]]) -> None:
    """Each page of the record is a page of the file, each item on pages that are there."""
    for _screen, archive in files.values():
        with pikepdf.open(archive) as pdf:
            assert isinstance(pdf.Root.AF, Array)
            assert len(pdf.Root.AF) == len(pdf.attachments)
