"""Bags: put once, corrected with a reason, never changed; names that every computer takes."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import unicodedata
from pathlib import Path

import bagit
import pytest

from printshop.archive import bags
from printshop.archive.hashing import digest_of, digests_of
from printshop.archive.model import BagPlace, Kept
from printshop.archive.recordfile import write_kept
from printshop.archive.store import find_place, latest, places, put, read_bag
from printshop.problems import Problem, Problems, StopBuild
from printshop.record import EditionRecord, ItemRecord
from support import run

PAYLOAD: dict[str, bytes | Path] = {
    "README.txt": b"Read me.\n",
    "2017-09-archive.pdf": b"%PDF",
    "sources/issues/2017-09/images/cầu Cần Thơ.jpg": b"\xff\xd8",
}
INFO = {"Source-Organization": "Ban biên tập", "Contact-Email": ""}
REASON = {"Correction-Reason": "Sửa tên\n người viết"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path / "archive", "2017-09", PAYLOAD, INFO, Problems())
    return tmp_path / "archive"


def refused(root: Path, edition: str, payload: dict[str, bytes | Path]) -> list[Problem]:
    problems = Problems()
    with pytest.raises(StopBuild):
        put(root, edition, payload, {}, problems)
    return list(problems)


def codes(found: list[Problem]) -> list[str]:
    return [problem.code for problem in found]


# -- what a bag is


def test_a_bag_of_bagit_1_0(root: Path) -> None:
    bag = bagit.Bag(str(root / "2017-09/v1"))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert bag.algorithms == ["sha512"]
    assert set(bag.payload_entries()) == {f"data/{path}" for path in PAYLOAD}
    assert set(bag.tagfile_entries()) == {"bagit.txt", "bag-info.txt", "manifest-sha512.txt"}


def test_the_library_finds_what_is_damaged(root: Path) -> None:
    """The check above can fail."""
    path = root / "2017-09/v1/data/README.txt"
    path.write_bytes(b"Read mE.\n")
    with pytest.raises(bagit.BagValidationError, match=r"README\.txt"):
        bagit.Bag(str(root / "2017-09/v1")).validate()


def test_sha512sum_reads_the_manifest(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "2017-09/v1")
    assert run("sha512sum", "-c", "manifest-sha512.txt").count(": OK") == len(PAYLOAD)
    assert run("sha512sum", "-c", "tagmanifest-sha512.txt").count(": OK") == 3


def test_what_bag_info_says(root: Path) -> None:
    put(root, "2017-09", {**PAYLOAD, "b.txt": b"b"}, {**INFO, **REASON}, Problems())
    first, second = (bags.info_of(place.path) for place in places(root))
    size = sum(len(data) for data in PAYLOAD.values() if isinstance(data, bytes))
    assert first["Source-Organization"] == "Ban biên tập"
    assert first["Payload-Oxum"] == f"{size}.3"
    assert first["External-Identifier"] == "2017-09/v1"
    assert first["Bag-Group-Identifier"] == "2017-09"
    assert first["Version"] == "1"
    assert "Correction-Reason" not in first
    assert "Contact-Email" not in first
    assert second["Version"] == "2"
    assert second["Correction-Reason"] == "Sửa tên người viết"
    assert second["Payload-Oxum"] == f"{size + 1}.4"
    assert bagit.Bag(str(root / "2017-09/v2")).info == second


def test_files_are_copied_and_names_are_composed(tmp_path: Path) -> None:
    source = tmp_path / "ảnh.jpg"
    source.write_bytes(bytes(3_000_000))
    decomposed = unicodedata.normalize("NFD", "ảnh.jpg")
    done = put(tmp_path / "archive", "i", {decomposed: source}, {}, Problems())
    (kept,) = done.place.payload.iterdir()
    assert kept.name == "ảnh.jpg"
    assert kept.read_bytes() == source.read_bytes()
    bagit.Bag(str(done.place.path)).validate()


# -- once, and corrected


def test_the_same_again_does_nothing(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.name != ".lock"}
    done = put(root, "2017-09", dict(reversed(PAYLOAD.items())), REASON, Problems())
    assert done.unchanged
    assert done.place == BagPlace("2017-09", 1, root / "2017-09/v1")
    after = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.name != ".lock"}
    assert after == before


def test_what_differs_is_named(root: Path) -> None:
    changed = {**PAYLOAD, "README.txt": b"Other.\n", "new.txt": b""}
    del changed["2017-09-archive.pdf"]
    (problem,) = refused(root, "2017-09", changed)
    assert problem.code == "V004"
    assert "changed: README.txt; new: new.txt; gone: 2017-09-archive.pdf" in problem.message
    assert "`2017-09/v2`" in problem.hint
    assert [place.name for place in places(root)] == ["2017-09/v1"]


def test_of_many_differences_some_are_named(root: Path) -> None:
    (problem,) = refused(root, "2017-09", {**PAYLOAD, **{f"{n}.txt": b"" for n in range(20)}})
    assert problem.message.count(".txt") == 6
    assert "and 14 more" in problem.message


def test_of_many_differences_the_sources_are_named_first(root: Path) -> None:
    """What comes of them, such as the PDF files, differs anyway."""
    there = {f"{n}/{name}": b"" for n in ("delivered", "record", "sources") for name in "abc"}
    put(root, "2017-10", {**PAYLOAD, **there}, {}, Problems())
    other = {**PAYLOAD, **dict.fromkeys(there, b"other"), "new.txt": b""}
    (problem,) = refused(root, "2017-10", other)
    said = problem.message.partition("not the same: ")[2]
    assert said.startswith("changed: sources/a, sources/b, sources/c, delivered/a, ")
    assert said.endswith("delivered/c and 3 more; new: 1 file")


def test_a_correction_is_a_version_of_its_own(root: Path) -> None:
    corrected = {**PAYLOAD, "README.txt": b"Corrected.\n"}
    before = (root / "2017-09/v1/tagmanifest-sha512.txt").read_bytes()
    done = put(root, "2017-09", corrected, REASON, Problems())
    assert done.place.name == "2017-09/v2"
    assert done.changes.changed == ("README.txt",)
    assert (root / "2017-09/v1/tagmanifest-sha512.txt").read_bytes() == before
    assert put(root, "2017-09", corrected, {}, Problems()).unchanged
    assert codes(refused(root, "2017-09", PAYLOAD)) == ["V004"]  # the first one is the past


def test_a_version_that_is_gone_is_not_made_again(root: Path) -> None:
    for number in range(2, 12):
        put(root, "2017-09", {"n": b"%d" % number}, REASON, Problems())
    shutil.rmtree(root / "2017-09/v3")
    assert put(root, "2017-09", {"n": b"x"}, REASON, Problems()).place.name == "2017-09/v12"
    assert [place.version for place in places(root)] == [1, 2, *range(4, 13)]
    assert [place.name for place in latest(root)] == ["2017-09/v12"]


def test_a_damaged_version_is_said_and_can_be_followed(root: Path) -> None:
    (root / "2017-09/v1/manifest-sha512.txt").unlink()
    (problem,) = refused(root, "2017-09", PAYLOAD)
    assert problem.code == "V006"
    assert put(root, "2017-09", PAYLOAD, REASON, Problems()).place.version == 2


# -- names


@pytest.mark.parametrize(
    "path",
    [
        "sources/50%.jpg",
        "sources/a:b.jpg",
        "sources/what?.jpg",
        "a\\b.txt",
        "two\nlines.txt",
        "line\u2028end.txt",
        "end ",
        "dir./a",
        " a",
        "a//b",
        "",
        "../a",
        "nul.txt",
        "x" * 256,
        "bad\udcff.jpg",
    ],
)
def test_names_that_some_computer_or_tool_refuses(tmp_path: Path, path: str) -> None:
    (problem,) = refused(tmp_path / "archive", "2017-09", {path: b""})
    assert problem.code == "V007"
    assert problem.message.isprintable()
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize(
    "edition",
    [
        "",
        ".hidden",
        "a/b",
        "con",
        "2017:09",
        "catalogue.sqlite",
        "Catalogue.sqlite-wal",
        "Register.txt",
    ],
)
def test_names_that_an_edition_cannot_have(tmp_path: Path, edition: str) -> None:
    assert "V007" in codes(refused(tmp_path / "archive", edition, {"a": b""}))


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("images/Cau.jpg", "images/cau.jpg"),
        ("Images/a.jpg", "images/b.jpg"),
        ("ảnh.jpg", unicodedata.normalize("NFD", "ảnh.jpg")),
        ("a", "a/b"),
    ],
)
def test_names_that_some_computers_take_for_one(tmp_path: Path, path: str, other: str) -> None:
    found = refused(tmp_path / "archive", "2017-09", {path: b"1", other: b"2", "c.jpg": b"3"})
    assert codes(found) == ["V008"]


@pytest.mark.parametrize("there", ["Tết-2017", unicodedata.normalize("NFD", "tết-2017")])
def test_an_edition_that_differs_by_its_form_alone(tmp_path: Path, there: str) -> None:
    (tmp_path / "archive" / there / "v1").mkdir(parents=True)
    (problem,) = refused(tmp_path / "archive", "tết-2017", {"a": b""})
    assert problem.code == "V008"
    assert sorted(p.name for p in (tmp_path / "archive").iterdir()) == [".lock", there]


def test_links_are_refused(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (root / "2017-10").symlink_to(elsewhere)
    assert codes(refused(root, "2017-10", PAYLOAD)) == ["V009"]
    (root / ".incoming").symlink_to(elsewhere)
    assert codes(refused(root, "2017-11", PAYLOAD)) == ["V009"]
    (tmp_path / "linked").symlink_to(elsewhere)
    assert codes(refused(tmp_path / "linked", "2017-11", PAYLOAD)) == ["V009"]
    (root / ".incoming").unlink()
    (root / "register.txt").unlink()
    (root / "register.txt").symlink_to(elsewhere / "register.txt")
    assert codes(refused(root, "2017-11", PAYLOAD)) == ["V009"]
    assert list(elsewhere.iterdir()) == []
    assert [place.name for place in places(root)] == ["2017-09/v1"]


def test_a_source_that_cannot_be_read(root: Path, tmp_path: Path) -> None:
    gone: dict[str, bytes | Path] = {"a": tmp_path / "gone-1", "b": tmp_path / "gone-2"}
    assert codes(refused(root, "2017-10", gone)) == ["S002", "S002"]


# -- found and read


def test_places_are_found_by_name(root: Path) -> None:
    put(root, "2017-09", {"a": b"2"}, REASON, Problems())
    put(root, "2009-05", {"a": b"1"}, {}, Problems())
    for name, wanted in {
        "2017-09": "2017-09/v2",
        "2017-09/": "2017-09/v2",
        "2017-09/v1": "2017-09/v1",
        "2009-05": "2009-05/v1",
    }.items():
        assert find_place(root, name, Problems()).name == wanted
    problems = Problems()
    with pytest.raises(StopBuild):
        find_place(root, "2017-9", problems)
    (problem,) = problems
    assert problem.code == "V005"
    assert "`2017-09`" in problem.hint
    assert "2009-05, 2017-09" in problem.hint


def test_what_is_no_bag_is_left_alone(root: Path) -> None:
    for name in (".incoming/x/v1", "2017-09/notes", "2017-09/v0", "2017-10"):
        (root / name).mkdir(parents=True)
    (root / "catalogue.sqlite").write_bytes(b"")
    (root / "2017-09/v2").write_bytes(b"")
    assert [place.name for place in places(root)] == ["2017-09/v1"]
    assert places(root / "nowhere") == []


def test_a_bag_is_read(root: Path) -> None:
    record = EditionRecord("2017-10", "Thông tin", "Ban", "10", dt.date(2017, 10, 1))
    kept = Kept(record, ("Trang một",), "pdf", "2017-10-archive.pdf")
    payload = {"2017-10-archive.pdf": b"%PDF", "record/edition.json": write_kept(kept)}
    place = put(root, "2017-10", payload, INFO, Problems()).place
    found = read_bag(place, Problems())
    assert found is not None
    assert found.kept == kept
    assert found.info["Source-Organization"] == "Ban biên tập"
    assert found.pdf.read_bytes() == b"%PDF"


@pytest.mark.parametrize("data", [None, b"{", b'{"format": 99}', b"\xff", b"[]"])
def test_a_bag_that_cannot_be_read(root: Path, data: bytes | None) -> None:
    place = find_place(root, "2017-09", Problems())
    record = place.payload / "record/edition.json"
    if data is not None:
        record.parent.mkdir()
        record.write_bytes(data)
    problems = Problems()
    assert read_bag(place, problems) is None
    assert [problem.code for problem in problems] == ["V006"]
    assert "edition.json" in next(iter(problems)).message or data is not None


RECORDED = json.loads(
    write_kept(
        Kept(
            EditionRecord(
                "2017-09",
                "B",
                "P",
                "9",
                dt.date(2017, 9, 12),
                items=(ItemRecord("a", "article", "A", 1, 1, "1"),),
            ),
            ("",),
            "pdf",
            "2017-09-archive.pdf",
        )
    )
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('"format": 1', '"format": 1e999'),
        ('"origin": "pdf"', '"origin": "post"'),
        ('"2017-09-archive.pdf"', '"../../../../printshop.yaml"'),
        ('"2017-09-archive.pdf"', '"/etc/hostname"'),
        ('"2017-09-archive.pdf"', '"a\\u0000b"'),
        ('"bulletin": "B"', '"bulletin": "\\ud800"'),
        ('"number": "9"', '"number": 9'),
        ('"first": 1', '"first": "one"'),
        ('"title": "A"', '"title": null'),
        ('"authors": []', '"authors": "A"'),
        ('"pages": [""]', '"pages": [null]'),
    ],
)
def test_a_record_that_means_no_good_is_refused(root: Path, old: str, new: str) -> None:
    text = json.dumps(RECORDED)
    assert old in text
    place = find_place(root, "2017-09", Problems())
    (place.payload / "record").mkdir()
    (place.payload / "record/edition.json").write_text(text.replace(old, new) if old else text)
    problems = Problems()
    found = read_bag(place, problems)
    assert [problem.code for problem in problems] == (["V006"] if old else [])
    assert (found is None) == bool(old)


def test_a_record_that_is_too_deep_is_refused(root: Path) -> None:
    place = find_place(root, "2017-09", Problems())
    (place.payload / "record").mkdir()
    (place.payload / "record/edition.json").write_bytes(b"[" * 200_000)
    problems = Problems()
    assert read_bag(place, problems) is None
    assert [problem.code for problem in problems] == ["V006"]


# -- text


def test_manifests_of_other_tools() -> None:
    text = "ABCDEF *data/a b.txt\r\n\nabcd\tdata/100%25%0A.txt\n"
    assert bags.read_manifest(text.encode()) == {
        "data/a b.txt": "abcdef",
        "data/100%\n.txt": "abcd",
    }
    for wrong in (b"no digest\n", b"\xff", b"ab  a\nab  a\n", b"ab  a%0A\nab  a%0a\n"):
        with pytest.raises(ValueError, match=r"."):
            bags.read_manifest(wrong)


@pytest.mark.parametrize("path", ["data/../a", "data//etc/a", "data/./a", "data/..\\a", "data/\0"])
def test_manifests_that_lead_out_of_the_payload(root: Path, path: str) -> None:
    bag = root / "2017-09/v1"
    assert set(bags.payload_digests(bag)) == set(PAYLOAD)
    (bag / bags.MANIFEST).write_bytes(bags.write_manifest({path: "ab"}))
    with pytest.raises(ValueError, match=r"."):
        bags.payload_digests(bag)


def test_bag_info_is_utf_8_whatever_a_file_is_called() -> None:
    assert bags.write_info({"Original-File-Name": "b\udcff.pdf"}) == b"Original-File-Name: b?.pdf\n"


def test_bag_info_of_other_tools() -> None:
    text = "\ufeffContact-Name: A\nExternal-Description: long\n  line\nContact-Name: B\n"
    assert bags.read_info(text.encode()) == {
        "Contact-Name": "A; B",
        "External-Description": "long line",
    }


def test_digests(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc" * 500_000)
    wanted = run("sha512sum", path).split()[0]
    gone = tmp_path / "gone"
    found, missing = digests_of([path, gone], from_disk=True)
    assert found == digest_of(path) == digest_of(path.read_bytes())
    assert not isinstance(found, OSError)
    assert (found.sha512, found.size) == (wanted, 1_500_000)
    assert isinstance(missing, FileNotFoundError)
