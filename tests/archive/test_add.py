"""An issue put into the archive: all of it, such that it can be built again from the bag alone."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import bagit
import pikepdf
import pytest
from PIL import Image

from printshop import archiving
from printshop.archive import bags
from printshop.archive.locking import writers_lock
from printshop.archive.metadata import schema_org
from printshop.archive.model import InArchive
from printshop.archive.store import places, read_bag
from printshop.archiving import Added, add
from printshop.build import build
from printshop.i18n import set_language
from printshop.problems import Problems, StopBuild
from printshop.record import EditionRecord, ItemRecord
from printshop.settings import Settings
from printshop.workspace import Workspace
from support import bare_workspace, write_issue

MANIFEST = """
number: 9
date: 2017-09-12
title: Mùa nước nổi
imprint: { address: Số 1 đường Hòa Bình, email: a@example.org }
cover: { headlines: [mot] }
sections:
  - title: Tin tức
    items: [articles/mot.md, articles/hai.md]
"""
ONE = """\
---
title: Cầu mới qua sông
authors: [Tổ biên tập]
place: Cần Thơ
pictures:
  - file: ../../shared/cau.jpg
    caption: Cây cầu mới.
    credit: "Ảnh: Tổ ảnh"
    alt: Một cây cầu
---

Nghị quyết số 62 về giao thông được thông qua.
"""
TWO = """\
---
title: Dân vận khéo
place: TGCT
---

Một đoạn văn ngắn → ngắn.
"""


def make_workspace(root: Path) -> Path:
    """A workspace with an issue that names a picture of another folder; its issue's folder."""
    bare_workspace(root)
    folder = write_issue(root, MANIFEST, {"mot.md": ONE, "hai.md": TWO}, "2017-09")
    (root / "shared").mkdir()
    Image.linear_gradient("L").convert("RGB").resize((900, 600)).save(root / "shared/cau.jpg")
    (folder / ".hidden").write_text("no")
    (folder / "notes").mkdir()
    (folder / "notes" / unicodedata.normalize("NFD", "ghi chú.txt")).write_text("có")
    (root / "distribution").mkdir()
    (root / "distribution/2017-09.json").write_text('{"copies": 10}')
    (root / "distribution.csv").write_text("unit\n")
    return folder


def put_in(folder: Path, reason: str = "", **settings: Any) -> tuple[Added | None, Problems]:
    problems = Problems()
    workspace = Workspace(folder.parents[1])
    return add(workspace, folder, reason, Settings(**settings), problems), problems


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose issue is in the archive, as `2017-09/v1`; not to be changed."""
    folder = make_workspace(tmp_path_factory.mktemp("add") / "w")
    added, problems = put_in(folder)
    assert added is not None, [problem.message for problem in problems]
    assert not added.unchanged
    return folder.parents[1]


@pytest.fixture
def shop(archived: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed: its issue's folder."""
    shutil.copytree(archived, tmp_path / "w", symlinks=True)
    return tmp_path / "w/issues/2017-09"


@pytest.fixture(scope="module")
def bag(archived: Path) -> InArchive:
    (place,) = places(archived / "archive")
    found = read_bag(place, Problems())
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def test_the_bag_is_valid_and_has_all(bag: InArchive) -> None:
    bagit.Bag(str(bag.place.path)).validate()
    paths = {p.relative_to(bag.place.payload).as_posix() for p in bag.place.payload.rglob("*.*")}
    assert {
        "2017-09-archive.pdf",
        "README.txt",
        "delivered/2017-09-press.pdf",
        "delivered/2017-09-screen.pdf",
        "metadata/dublin-core.xml",
        "metadata/schema-org.jsonld",
        "record/distribution.json",
        "record/edition.json",
        "record/preflight.json",
        "record/versions.json",
        "sources/distribution.csv",
        "sources/issues/2017-09/articles/mot.md",
        "sources/issues/2017-09/issue.yaml",
        "sources/issues/2017-09/notes/ghi chú.txt",
        "sources/layouts/ban-tin/layout.yaml",
        "sources/presses/FOGRA39L_coated.icc",
        "sources/presses/offset-to-roi.yaml",
        "sources/printshop.yaml",
        "sources/shared/cau.jpg",
    } <= paths
    assert (bag.place.payload / "sources/presses/LICENSE_FOGRA39L_coated").is_file()
    assert (bag.place.payload / "sources/fonts/source-serif-4/LICENSE_FONT").is_file()
    assert not any("hidden" in path or "to-tin" in path for path in paths)


def test_the_record_is_that_of_the_pages(bag: InArchive) -> None:
    record, pages = bag.kept.record, bag.kept.pages
    assert (record.id, record.number, record.title) == ("2017-09", "9", "Mùa nước nổi")
    assert [item.title for item in record.items] == ["Cầu mới qua sông", "Dân vận khéo"]
    one = record.items[0]
    assert (one.authors, one.photographers) == (("Tổ biên tập",), ("Tổ ảnh",))
    with pikepdf.open(bag.pdf) as pdf:
        assert len(pages) == len(pdf.pages) == len(record.folios)
    words = " ".join(pages[one.first - 1].split())
    assert "Nghị quyết số 62 về giao thông được thông qua." in words  # without the glue
    assert all(unicodedata.is_normalized("NFC", page) for page in pages)


def test_the_archive_file_tells_the_same(bag: InArchive) -> None:
    with pikepdf.open(bag.pdf) as pdf:
        inside = json.loads(pdf.attachments["edition.json"].get_file().read_bytes())
        versions = pdf.attachments["versions.json"].get_file().read_bytes()
    kept = json.loads((bag.place.payload / "record/edition.json").read_bytes())
    assert inside == {**kept, "pages": []}
    assert (bag.place.payload / "record/versions.json").read_bytes() == versions


def test_built_again_from_the_bag_alone(bag: InArchive, tmp_path: Path) -> None:
    root = tmp_path / "somewhere else"
    shutil.copytree(bag.place.payload / "sources", root)
    settings = Settings(targets=("archive", "press"))
    built = build(Workspace(root), root / "issues/2017-09", settings, Problems())
    assert built is not None
    archive, press = built.files
    assert archive.read_bytes() == bag.pdf.read_bytes()
    delivered = bag.place.payload / "delivered/2017-09-press.pdf"
    assert press.read_bytes() == delivered.read_bytes()


def test_metadata_for_libraries(bag: InArchive) -> None:
    data = json.loads((bag.place.payload / "metadata/schema-org.jsonld").read_bytes())
    assert data["@type"] == "PublicationIssue"
    assert data["isPartOf"]["@type"] == "Periodical"
    assert data["datePublished"] == "2017-09-12"
    assert data["issueNumber"] == "9"
    article = data["hasPart"][0]
    assert article["@type"] == "Article"
    assert article["author"] == [{"@type": "Person", "name": "Tổ biên tập"}]
    assert article["contentLocation"] == [{"@type": "Place", "name": "Cần Thơ"}]
    assert article["isPartOf"] == {"@id": data["@id"]}
    first = bag.kept.record.items[0].first
    assert article["pagination"].split("-")[0] == str(first)
    tree = ET.fromstring((bag.place.payload / "metadata/dublin-core.xml").read_bytes())
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert tree.findtext(f"{dc}date") == "2017-09-12"
    assert tree.findtext(f"{dc}publisher") == "Ban biên tập"
    people = [found.text for found in tree.iter(f"{dc}contributor")]
    assert people == ["Tổ biên tập", "Tổ ảnh"]
    assert "Dân vận khéo" in str(tree.findtext(f"{dc}description"))


def test_an_article_is_never_taken_for_the_issue() -> None:
    items = tuple(ItemRecord(key, "article", key, 1, 1, "1") for key in ("issue", "periodical"))
    record = EditionRecord("2017-09", "B", "P", "9", dt.date(2017, 9, 12), items=items)
    data = json.loads(schema_org(record))
    names = [data["@id"], data["isPartOf"]["@id"], *(part["@id"] for part in data["hasPart"])]
    assert len(set(names)) == 4


def test_the_readme_names_what_is_there(bag: InArchive) -> None:
    text = (bag.place.payload / "README.txt").read_bytes().decode("utf-8")
    assert "\r\n" in text
    assert "sha512sum -c manifest-sha512.txt" in text
    assert "TIẾNG VIỆT" in text
    assert "ENGLISH" in text
    for name in ("2017-09-archive.pdf", "delivered/", "record/distribution.json"):
        assert text.count(f"  {name} ") == 2


def test_who_and_with_what_is_in_bag_info(bag: InArchive) -> None:
    assert bag.info["Source-Organization"] == "Ban biên tập"
    assert bag.info["Organization-Address"] == "Số 1 đường Hòa Bình"
    assert bag.info["Contact-Email"] == "a@example.org"
    assert bag.info["Made-With"].startswith("Python 3.")
    assert bag.info["External-Description"].endswith("(09/2017): Mùa nước nổi")
    assert bag.info["Pages"] == str(len(bag.kept.pages))


def test_the_same_in_another_folder_and_language(bag: InArchive, tmp_path: Path) -> None:
    """The payload depends on the edition alone."""
    folder = make_workspace(tmp_path / "elsewhere")
    set_language("vi")
    added, problems = put_in(folder)
    assert added is not None, [problem.message for problem in problems]
    assert bags.payload_digests(added.place.path) == bags.payload_digests(bag.place.path)


def test_what_the_check_finds_is_kept_and_said(
    bag: InArchive, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Earlier(dt.date):
        @classmethod
        def today(cls) -> Earlier:
            return cls(2017, 9, 11)

    monkeypatch.setattr(archiving.dt, "date", Earlier)
    data = json.loads((bag.place.payload / "record/preflight.json").read_bytes())
    assert data["files"] == ["2017-09-press.pdf"]
    assert "ink_sum" in data["checks"]
    assert "copy" in data["checks"]
    found = data["counts"]
    assert sum(found.values()) == len(data["problems"])
    added, problems = put_in(shop)
    assert added is not None
    assert added.unchanged
    said = [dict(problem.params) for problem in problems if problem.code == "V013"]
    assert [dict(p.params) for p in problems if p.code == "V028"] == [{"day": "12/09/2017"}]
    assert found["error"]  # five pages cannot be stapled
    assert said == [{"errors": found["error"], "warnings": found["warning"], "issue": "2017-09"}]


def test_a_correction_needs_a_reason(shop: Path) -> None:
    text = (shop / "articles/hai.md").read_text("utf-8")
    (shop / "articles/hai.md").write_text(text.replace("ngắn", "dài"), "utf-8")
    problems = Problems()
    workspace = Workspace(shop.parents[1])
    with pytest.raises(StopBuild):
        add(workspace, shop, "", Settings(), problems)
    (problem,) = (problem for problem in problems if problem.code == "V004")
    assert "2017-09-archive.pdf" in problem.message
    assert "notes" not in problem.message
    added, _problems = put_in(shop, "Sửa một chữ")
    assert added is not None
    assert added.place.name == "2017-09/v2"
    assert "sources/issues/2017-09/articles/hai.md" in added.changes.changed
    assert bags.info_of(added.place.path)["Correction-Reason"] == "Sửa một chữ"
    assert [place.name for place in places(workspace.root / "archive")] == [
        "2017-09/v1",
        "2017-09/v2",
    ]


def test_what_was_delivered_is_kept_as_it_is(shop: Path) -> None:
    root = shop.parents[1]
    dist = root / "dist/2017-09"
    dist.mkdir(parents=True)
    (dist / "2017-09-press.pdf").write_bytes(b"%PDF-1.6 as it was sent")
    made = root / "archive/2017-09/v1/data/delivered/2017-09-screen.pdf"
    shutil.copyfile(made, dist / "2017-09-screen.pdf")
    added, problems = put_in(shop, "Bản đã giao")
    assert added is not None
    said = [dict(problem.params)["path"] for problem in problems if problem.code == "V012"]
    assert said == ["dist/2017-09/2017-09-press.pdf"]
    delivered = added.place.payload / "delivered"
    assert (delivered / "2017-09-press.pdf").read_bytes() == b"%PDF-1.6 as it was sent"
    assert (delivered / "2017-09-screen.pdf").read_bytes() == made.read_bytes()
    assert added.changes.changed == ("delivered/2017-09-press.pdf",)
    assert sorted(p.name for p in dist.iterdir()) == ["2017-09-press.pdf", "2017-09-screen.pdf"]
    refused, _problems = put_in(shop, "Một lần nữa", strict=True)
    assert refused is None


def test_a_link_that_leaves_the_workspace(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("not mine")
    (shop / "notes/link.txt").symlink_to(tmp_path / "outside.txt")
    added, problems = put_in(shop, "Thử")
    assert added is None
    assert [p.where.file for p in problems if p.code == "S012"] == ["issues/2017-09/notes/link.txt"]
    assert len(places(shop.parents[1] / "archive")) == 1


def test_an_issue_with_errors(shop: Path) -> None:
    (shop / "articles/hai.md").unlink()
    added, problems = put_in(shop, "Thử")
    assert added is None
    assert "S001" in {problem.code for problem in problems}
    assert len(places(shop.parents[1] / "archive")) == 1


def test_an_issue_whose_press_file_cannot_be_made(shop: Path) -> None:
    manifest = shop / "issue.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "press: nowhere\n", "utf-8")
    problems = Problems()
    with pytest.raises(StopBuild):
        add(Workspace(shop.parents[1]), shop, "Thử", Settings(), problems)
    assert "K001" in {problem.code for problem in problems}


def test_a_check_that_could_not_be_made_is_said(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from printshop.preflight import checks

    def broken(*_given: Any) -> Any:
        raise RuntimeError("broken")

    real = checks.checks_with
    monkeypatch.setattr(checks, "checks_with", lambda pixels: {**real(pixels), "fonts": broken})
    added, problems = put_in(shop, "Thử")
    assert added is not None
    (problem,) = (problem for problem in problems if problem.code == "V014")
    assert "fonts" in problem.message


def test_two_at_once(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is told, before it changes anything that the first one reads."""
    monkeypatch.setattr(archiving, "writers_lock", partial(writers_lock, patience=0.1))
    state = shop.parents[1] / ".printshop/archive"
    other = state / "2017-10"
    other.mkdir()
    problems = Problems()
    with writers_lock(state, Problems()), pytest.raises(StopBuild):
        add(Workspace(shop.parents[1]), shop, "Thử", Settings(), problems)
    assert [problem.code for problem in problems] == ["V002"]
    assert other.is_dir()


def test_a_source_of_news_is_no_place(bag: InArchive) -> None:
    """`TGCT` in front of a text says who sent it."""
    assert [item.places for item in bag.kept.record.items] == [("Cần Thơ",), ()]
    issue = json.loads((bag.place.payload / "metadata/schema-org.jsonld").read_bytes())
    assert ["contentLocation" in part for part in issue["hasPart"]] == [True, False]


def test_a_caption_and_its_credit_are_two_sentences(bag: InArchive) -> None:
    assert "Cây cầu mới. Ảnh: Tổ ảnh" in bag.kept.record.items[0].text
