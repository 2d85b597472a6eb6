"""Bags verified: every kind of damage is found and named by its path; runs taken up again."""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import os
import random
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from printshop import i18n
from printshop.archive import hashing, pagereading
from printshop.archive.hashing import Digest
from printshop.archive.model import ARCHIVE, Kept
from printshop.archive.pagereading import PagesRead, Readers, read_pages
from printshop.archive.progressfile import NAME
from printshop.archive.recordfile import write_kept
from printshop.archive.register import REGISTER, read_register
from printshop.archive.report import as_data, as_html, as_json, as_text, brief
from printshop.archive.soundness import Audit
from printshop.archive.store import places, put
from printshop.archive.verify import verify_bags
from printshop.auditing import Wanted, audit, part_of
from printshop.problems import Problems, StopBuild
from printshop.problems.printers import as_text as problems_as_text
from printshop.record import EditionRecord

DAY = dt.date(2026, 11, 23)
BAG = "archive/2017-09/v1"
PDF = f"{BAG}/data/2017-09-archive.pdf"
ARTICLE = "data/sources/issues/2017-09/articles/Đường làng.md"
CONTENTS = b"0 0 m 100 100 l S " * 400


def pdf_of(pages: int) -> bytes:
    """Pages with lines, the second with a photograph too."""
    pdf = pikepdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(200, 300))
        page.Contents = pdf.make_stream(CONTENTS + str(number).encode())
        if number == 1:
            noise = Image.frombytes("L", (200, 200), random.Random(1).randbytes(40_000))
            buffer = io.BytesIO()
            noise.save(buffer, "JPEG", quality=90)
            picture = pdf.make_stream(
                buffer.getvalue(),
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=200,
                Height=200,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            )
            page.Resources = Dictionary(XObject=Dictionary(P=picture))
    buffer = io.BytesIO()
    pdf.save(buffer, compress_streams=True, deterministic_id=True)
    return buffer.getvalue()


def payload_of(edition: str, pages: int = 3) -> dict[str, bytes | Path]:
    year, month = int(edition[:4]), int(edition[5:7])
    record = EditionRecord(edition, "Thông tin", "Ban biên tập", "9", dt.date(year, month, 1))
    kept = Kept(record, ("",) * pages, "pdf", f"{edition}-archive.pdf")
    return {
        f"{edition}-archive.pdf": pdf_of(pages),
        "README.txt": b"Read me.\n",
        "record/edition.json": write_kept(kept),
        "delivered/press.pdf": b"%PDF-1.6 for the printer\n" * 10,
        "sources/printshop.yaml": b"name: B\n",
        ARTICLE.removeprefix("data/").replace("2017-09", edition): "Lời mở đầu\n".encode(),
    }


def put_edition(root: Path, edition: str, reason: str = "", pages: int = 3) -> None:
    problems = Problems()
    info = {"Correction-Reason": reason, "Bagging-Date": "2026-11-01"}
    put(root, edition, payload_of(edition, pages), info, problems)
    assert not len(problems)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sound") / ARCHIVE
    put_edition(root, "2017-09")
    put_edition(root, "2017-10")
    put_edition(root, "2017-10", "một trang thiếu", pages=4)
    return root


@pytest.fixture
def archive(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / ARCHIVE, symlinks=True))


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    i18n.set_language("en")


def run(root: Path, **wanted: object) -> Audit:
    return audit(root, Wanted(DAY, **wanted), Problems())  # type: ignore[arg-type]


def found(root: Path) -> list[tuple[str, str]]:
    """Codes and places of all problems but that there is no catalogue."""
    return [(p.code, str(p.where)) for p in run(root).problems if p.code != "V065"]


def test_a_sound_archive(archive: Path) -> None:
    told = run(archive)
    assert [p.code for p in told.problems] == ["V065"]  # nobody has searched yet
    assert [(r.name, r.pages) for r in told.results] == [
        ("2017-09/v1", 3),
        ("2017-10/v1", 3),
        ("2017-10/v2", 4),
    ]
    everything = [path for path in archive.rglob("*/v*/**/*") if path.is_file()]
    assert told.files == len(everything)
    assert told.size == sum(path.stat().st_size for path in everything)
    assert not (archive / NAME).exists()


# -- damage


def flip(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def offset(path: Path, what: bytes) -> int:
    return path.read_bytes().index(what)


def flip_in(name: str, what: bytes = b"", bit: int = 0) -> Callable[[Path], None]:
    def damage(bag: Path) -> None:
        flip(bag / name, offset(bag / name, what), bit)

    return damage


def swap(bag: Path) -> None:
    one, other = bag / "data/README.txt", bag / "data/sources/printshop.yaml"
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def rename(name: str, to: str) -> Callable[[Path], None]:
    return lambda bag: (bag / name).rename(bag / to)


def remove(name: str) -> Callable[[Path], None]:
    return lambda bag: (bag / name).unlink()


def write(name: str, data: bytes = b"new\n") -> Callable[[Path], None]:
    def damage(bag: Path) -> None:
        (bag / name).parent.mkdir(parents=True, exist_ok=True)
        (bag / name).write_bytes(data)

    return damage


def link(bag: Path) -> None:
    outside = bag.parents[2] / "outside.txt"
    outside.write_bytes((bag / "data/README.txt").read_bytes())
    (bag / "data/README.txt").unlink()
    (bag / "data/README.txt").symlink_to(outside)


def truncate(bag: Path) -> None:
    os.truncate(bag / "data/delivered/press.pdf", 100)


def remove_folder(name: str) -> Callable[[Path], None]:
    return lambda bag: shutil.rmtree(bag / name)


def without_line(path: Path, what: bytes) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if what not in line))


def is_false(name: str, data: bytes) -> Callable[[Path], None]:
    """Replaced by somebody who made the lists anew, too: nothing but the contents is wrong."""

    def damage(bag: Path) -> None:
        root = bag.parents[1]
        payload: dict[str, bytes | Path] = {**payload_of("2017-09"), name: data}
        shutil.rmtree(bag.parent)
        (root / REGISTER).unlink()
        put(root, "2017-09", payload, {}, Problems())

    return damage


OTHER_RECORD = write_kept(
    Kept(EditionRecord("2018-01", "B", "P", "1", DAY), ("",) * 3, "pdf", "2017-09-archive.pdf")
)
NO_SUCH_FILE = write_kept(Kept(EditionRecord("2017-09", "B", "P", "1", DAY), (), "pdf", "x.pdf"))
MORE_PAGES = write_kept(
    Kept(EditionRecord("2017-09", "B", "P", "1", DAY), ("",) * 9, "pdf", "2017-09-archive.pdf")
)
NFD = unicodedata.normalize("NFD", ARTICLE)

DAMAGE: dict[str, tuple[Callable[[Path], None], list[tuple[str, str]]]] = {
    # a flipped bit, in each kind of file
    "payload": (flip_in("data/README.txt"), [("V050", "data/README.txt")]),
    "record": (flip_in("data/record/edition.json", b"Ban"), [("V050", "data/record/edition.json")]),
    "record's braces": (
        flip_in("data/record/edition.json"),
        [("V050", "data/record/edition.json")],
    ),
    "declaration": (flip_in("bagit.txt", b"1.0"), [("V050", "bagit.txt")]),
    "info": (flip_in("bag-info.txt", b"2026"), [("V050", "bag-info.txt")]),
    "info's sum": (flip_in("bag-info.txt", b"Oxum: "), [("V050", "bag-info.txt")]),
    "sum": (
        lambda bag: flip(bag / "bag-info.txt", offset(bag / "bag-info.txt", b"Oxum: ") + 6),
        [("V050", "bag-info.txt")],
    ),
    "digest in the manifest": (
        lambda bag: flip(bag / "manifest-sha512.txt", 3),
        [("V053", "manifest-sha512.txt:1")],
    ),
    "path in the manifest": (
        flip_in("manifest-sha512.txt", b"README"),
        [("V053", "manifest-sha512.txt:2")],
    ),
    "line end in the manifest": (
        flip_in("manifest-sha512.txt", b"\n"),
        [("V053", "manifest-sha512.txt:1"), ("V053", "manifest-sha512.txt:1")],
    ),
    "digest in the tag manifest": (
        lambda bag: flip(bag / "tagmanifest-sha512.txt", 3),
        [("V053", "tagmanifest-sha512.txt:1")],
    ),
    "path in the tag manifest": (
        flip_in("tagmanifest-sha512.txt", b"bagit"),
        [("V053", "tagmanifest-sha512.txt:2")],
    ),
    "line lost from the manifest": (
        lambda bag: without_line(bag / "manifest-sha512.txt", b"README"),
        [("V050", "manifest-sha512.txt"), ("V098", "data/README.txt")],
    ),
    "line lost from the tag manifest": (
        lambda bag: without_line(bag / "tagmanifest-sha512.txt", b"  manifest"),
        [("V090", "tagmanifest-sha512.txt"), ("V098", "manifest-sha512.txt")],
    ),
    # missing, extra
    "no file": (remove(ARTICLE), [("V051", ARTICLE)]),
    "no PDF": (
        remove("data/2017-09-archive.pdf"),
        [("V051", "data/2017-09-archive.pdf")],
    ),
    "no record": (remove("data/record/edition.json"), [
        ("V051", "data/record/edition.json"),
    ]),
    "no declaration": (remove("bagit.txt"), [("V051", "bagit.txt")]),
    "no info": (remove("bag-info.txt"), [("V051", "bag-info.txt")]),
    "no manifest": (remove("manifest-sha512.txt"), [("V051", "manifest-sha512.txt")]),
    "no tag manifest": (remove("tagmanifest-sha512.txt"), [("V051", "tagmanifest-sha512.txt")]),
    "no payload": (
        remove_folder("data/delivered"),
        [("V051", "data/delivered/press.pdf")],
    ),
    "new file": (write("data/Thumbs.db"), [("V052", "data/Thumbs.db")]),
    "new hidden file": (write("data/sources/.DS_Store"), [("V052", "data/sources/.DS_Store")]),
    "new list": (write("manifest-md5.txt"), [("V052", "manifest-md5.txt")]),
    "new tag list": (write("tagmanifest-md5.txt"), [("V052", "tagmanifest-md5.txt")]),
    "new folder": (
        lambda bag: (bag / "data/nháp").mkdir(),
        [("V056", "data/nháp")],
    ),
    # other changes
    "swapped": (swap, [("V050", "data/README.txt"), ("V050", "data/sources/printshop.yaml")]),
    "truncated": (truncate, [("V050", "data/delivered/press.pdf")]),
    "emptied": (write("data/README.txt", b""), [("V050", "data/README.txt")]),
    "capitals": (rename("data/README.txt", "data/Readme.txt"), [("V064", "data/Readme.txt")]),
    "decomposed": (rename(ARTICLE, NFD), [("V064", NFD)]),
    "moved": (rename("data/README.txt", "data/sources/r.txt"), [("V064", "data/sources/r.txt")]),
    "renamed list": (rename("bag-info.txt", "bag-info2.txt"), [("V064", "bag-info2.txt")]),
    "link": (link, [("V056", "data/README.txt")]),
    "pipe": (lambda bag: os.mkfifo(bag / "data/pipe"), [("V056", "data/pipe")]),
    # what lists cannot show
    "another edition's record": (
        is_false("record/edition.json", OTHER_RECORD),
        [("V096", "")],
    ),
    "no record at all": (
        is_false("record/edition.json", b"[1, 2]"),
        [("V059", "data/record/edition.json")],
    ),
    "a record of another file": (
        is_false("record/edition.json", NO_SUCH_FILE),
        [("V059", "data/record/edition.json"), ("V061", "data/2017-09-archive.pdf")],
    ),
    "too few pages": (
        is_false("record/edition.json", MORE_PAGES),
        [("V061", "data/2017-09-archive.pdf")],
    ),
    "no PDF in the PDF": (
        is_false("2017-09-archive.pdf", b"%PDF-1.7\nnothing\n"),
        [("V060", "data/2017-09-archive.pdf")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found_and_named(kind: str, archive: Path) -> None:
    damage, expected = DAMAGE[kind]
    damage(archive / "2017-09/v1")
    wanted = sorted((code, f"{BAG}/{path}".rstrip("/")) for code, path in expected)
    told = run(archive)
    codes = sorted((p.code, str(p.where)) for p in told.problems if p.code != "V065")
    assert codes == wanted
    assert told.results[0].errors == len([code for code, _where in wanted if code != "V090"])
    text = problems_as_text(told.problems)
    for _code, path in wanted:
        assert path in text


def test_any_flipped_bit_is_found_in_its_file(archive: Path) -> None:
    """In the bag's own files every byte counts, and what is told leads to the right file."""
    bag = archive / "2017-09/v1"
    draw = random.Random(20261123)
    for name in ("bagit.txt", "bag-info.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt"):
        data = (bag / name).read_bytes()
        for _try in range(60):
            at, bit = draw.randrange(len(data)), draw.randrange(8)
            flip(bag / name, at, bit)
            ((result, _stamp),) = verify_bags(archive, places(archive)[:1], DAY, pages=False)
            where = {p.where.file for p in result.problems}
            assert where == {f"{BAG}/{name}"}, (at, bit, [p.message for p in result.problems])
            (bag / name).write_bytes(data)


def test_a_damaged_list_beside_a_damaged_file(archive: Path) -> None:
    bag = archive / "2017-09/v1"
    flip(bag / "manifest-sha512.txt", 3)
    flip(bag / "data/sources/printshop.yaml", 2)
    assert sorted(found(archive)) == [
        ("V050", f"{BAG}/data/sources/printshop.yaml"),
        ("V053", f"{BAG}/manifest-sha512.txt:1"),
    ]


def test_lists_that_printshop_would_not_write(archive: Path) -> None:
    """Forms that RFC 8493 asks for, where no digest tells of them."""
    for name, data in (
        ("bagit.txt", b"BagIt-Version 1.0\n"),
        ("bag-info.txt", b"no colon\n"),
        ("bag-info.txt", b"Payload-Oxum: 1.1\n"),
    ):
        bag = archive / "2017-09/v1"
        before = {path: path.read_bytes() for path in bag.glob("*.txt")}
        (bag / name).write_bytes(data)
        tags = bag / "tagmanifest-sha512.txt"
        lines = tags.read_text().splitlines()
        digest = hashing.digest_of(data).sha512
        tags.write_text("".join(
            f"{digest if line.endswith(f'  {name}') else line.split()[0]}  {line.split()[1]}\n"
            for line in lines
        ))  # fmt: skip
        ((code, where),) = (one for one in found(archive) if one[0] != "V090")
        assert code == ("V055" if b"Oxum" in data else "V054")
        assert where.startswith(f"{BAG}/{name}")
        for path, old in before.items():
            path.write_bytes(old)


def test_which_page_is_damaged(archive: Path) -> None:
    path = archive / "2017-09/v1/data/2017-09-archive.pdf"
    with pikepdf.open(path) as pdf:
        second = pdf.pages[1].Contents.read_raw_bytes()
        photograph = pdf.pages[1].Resources.XObject.P.read_raw_bytes()
    data = path.read_bytes()
    for at in (data.index(second) + len(second) // 2, data.index(photograph)):
        path.write_bytes(data[:at] + b"\xff" + bytes(15) + data[at + 16 :])
        told = [p for p in run(archive).problems if p.code != "V065"]
        assert [p.code for p in told] == ["V050", "V060"]
        assert told[1].on.page == 2
        assert "page 2: error V060" in problems_as_text(told)


def test_what_the_disk_does_not_give(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = hashing.digest_of

    def failing(source: bytes | Path, **named: bool) -> Digest:
        if isinstance(source, Path) and source.name == "README.txt":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(source, **named)

    monkeypatch.setattr(hashing, "digest_of", failing)
    told = run(archive)
    assert [(p.code, str(p.where)) for p in told.problems if p.code != "V065"] == [
        ("V058", f"archive/{r.name}/data/README.txt") for r in told.results
    ]  # and the run went on


def test_a_folder_that_cannot_be_listed(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refusing(path: Path) -> object:
        if str(path).endswith("2017-09/v1/data/sources"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert found(archive) == [("V058", f"{BAG}/data/sources")]


def test_around_the_bags(archive: Path) -> None:
    (archive / "notes.docx").write_bytes(b"x")
    (archive / "2018-01").mkdir()
    (archive / "2017-09/v1 (copy)").mkdir()
    (archive / "old").symlink_to(archive / "2017-09")
    (archive / ".incoming/tmp").mkdir(parents=True)
    shutil.rmtree(archive / "2017-10/v1")
    assert found(archive) == [
        ("V063", "archive/.incoming"),
        ("V062", "archive/2017-09/v1 (copy)"),
        ("V051", "archive/2017-10/v1"),
        ("V062", "archive/2018-01"),
        ("V062", "archive/notes.docx"),
        ("V056", "archive/old"),
    ]


def test_an_archive_that_is_not_there_is_not_sound(tmp_path: Path) -> None:
    assert found(tmp_path / ARCHIVE) == [("V051", "archive")]
    (tmp_path / ARCHIVE).mkdir()  # a disk that is not connected
    assert found(tmp_path / ARCHIVE) == [("V051", "archive")]


# -- the register


def searched(root: Path) -> None:
    from printshop.archive.catalogue import open_catalogue

    with open_catalogue(root, Problems()):
        pass


def add_line(root: Path, line: str) -> None:
    with (root / REGISTER).open("ab") as stream:
        stream.write(line.encode())


def test_a_deleted_edition_is_missed_whoever_searches(archive: Path) -> None:
    shutil.rmtree(archive / "2017-09")
    searched(archive)
    told = list(run(archive).problems)
    assert [(p.code, str(p.where)) for p in told] == [("V051", BAG)]
    assert "2017-09/v1" in told[0].message
    shutil.rmtree(archive / "2017-10")
    codes = {(code, where) for code, where in found(archive) if code == "V051"}
    assert codes == {("V051", f"archive/{n}") for n in ("2017-09/v1", "2017-10/v1", "2017-10/v2")}


def test_every_bag_has_a_line_in_the_register(archive: Path) -> None:
    lines = [
        f"{place.name} {hashing.digest_of(place.path / 'tagmanifest-sha512.txt').sha512} 2026-11-01"
        for place in places(archive)
    ]
    text = (archive / REGISTER).read_text("utf-8")
    assert [line for line in text.splitlines() if not line.startswith("#")] == lines


def found_in(root: Path, edition: str) -> list[str]:
    return [p.code for p in run(root, editions=(edition,)).problems if p.code != "V065"]


def test_a_bag_made_anew_is_another_one(archive: Path) -> None:
    register = (archive / REGISTER).read_bytes()
    is_false("README.txt", b"Read something else.\n")(archive / "2017-09/v1")
    assert found(archive) == []
    (archive / REGISTER).write_bytes(register)
    searched(archive)
    assert found(archive) == [("V090", f"{BAG}/tagmanifest-sha512.txt")]
    assert found_in(archive, "2017-10") == []


def test_what_is_not_in_the_register_is_entered_by_the_next_writer(archive: Path) -> None:
    kept = (archive / REGISTER).read_bytes().splitlines(keepends=True)
    (archive / REGISTER).write_bytes(b"".join(kept[:-1]))
    assert found(archive) == [("V091", "archive/2017-10/v2")]
    put_edition(archive, "2017-12")
    assert found(archive) == []
    (archive / REGISTER).unlink()
    assert found(archive) == [("V092", f"archive/{REGISTER}")]
    put_edition(archive, "2017-12")  # it is there already
    assert found(archive) == []


def test_damaged_lines_of_the_register(archive: Path) -> None:
    whole = (archive / REGISTER).read_bytes()
    line = whole.count(b"\n", 0, whole.index(b"2017-09/v1")) + 1
    where = f"archive/{REGISTER}:{line}"
    flip(archive / REGISTER, whole.index(b"2017-09/v1") + 20)
    assert ("V093", where) in found(archive)
    (archive / REGISTER).write_bytes(whole.replace(b"2017-09/v1", b"2017-08/v1"))
    assert found(archive) == [("V093", where)]
    (archive / REGISTER).write_bytes(whole.replace(b"2017-09/v1 ", b"2017-09/v1 x"))
    assert sorted(found(archive)) == [("V091", BAG), ("V093", where)]
    put_edition(archive, "2017-12")  # whatever stands there is left as it is
    assert found(archive) == [("V093", where)]
    (archive / REGISTER).unlink()
    (archive / REGISTER).mkdir()
    assert ("V058", f"archive/{REGISTER}") in found(archive)


def test_what_was_withdrawn_by_hand(archive: Path) -> None:
    searched(archive)
    add_line(archive, "withdrawn 2017-10/v1 2026-11-23 tên người bị sai\r\n")
    assert [code for code, _where in found(archive)] == ["V095"]
    shutil.rmtree(archive / "2017-10/v1")
    told = [p for p in run(archive).problems if p.code != "V065"]
    assert [p.code for p in told] == ["V094"]
    assert "2026-11-23: tên người bị sai" in told[0].message
    add_line(archive, "withdrawn 2017-09\n")
    assert sorted(code for code, _where in found(archive)) == ["V093", "V094"]
    (archive / REGISTER).write_bytes((archive / REGISTER).read_bytes()[:-1] + b" 2026-11-23 x")
    shutil.rmtree(archive / "2017-09")
    assert [code for code, _where in found(archive)] == ["V094", "V094"]
    put_edition(archive, "2017-09", pages=4)
    searched(archive)
    assert [code for code, _where in found(archive)] == ["V094"]


def test_removed_and_put_in_anew_without_a_word(archive: Path) -> None:
    shutil.rmtree(archive / "2017-09")
    put_edition(archive, "2017-09", pages=4)
    assert [code for code, _where in found(archive)] == ["V095"]


def test_a_renamed_folder_is_to_be_renamed_back(archive: Path) -> None:
    (archive / "2017-09").rename(archive / "2017-08")
    (problem,) = (p for p in run(archive).problems if p.code != "V065")
    assert (problem.code, str(problem.where)) == ("V096", "archive/2017-08/v1")
    assert "`2017-08` back to `2017-09`" in problem.hint
    (archive / "2017-08").rename(archive / "2017-09")
    (archive / "2017-10/v2").rename(archive / "2017-10/v3")
    told = [p for p in run(archive).problems if p.code != "V065"]
    assert [p.code for p in told] == ["V096"]
    assert "`2017-10/v3` back to `2017-10/v2`" in told[0].hint


def test_nothing_has_come_into_the_archive_yet(tmp_path: Path) -> None:
    (tmp_path / ARCHIVE / ".incoming").mkdir(parents=True)
    assert [code for code, _where in found(tmp_path / ARCHIVE)] == ["V097"]


def test_the_register_reads_names_with_spaces_and_other_line_ends() -> None:
    digest = "AB" * 64
    data = f"\ufeff# x\r\nXuân 2017/v1 {digest} 2017-01-20\r\n\r\n".encode()
    register = read_register(data)
    assert list(register.bags) == ["Xuân 2017/v1"]
    assert (register.faults, register.twice) == ((), ())


# -- the catalogue


def test_the_catalogue_agrees(archive: Path) -> None:
    from printshop.archive.catalogue import open_catalogue

    with open_catalogue(archive, Problems()):
        pass
    assert [p.code for p in run(archive).problems] == []
    put_edition(archive, "2017-09", "thiếu trang", pages=5)
    told = run(archive)  # nobody has searched since
    assert {p.code for p in told.problems} == {"V065"}
    with open_catalogue(archive, Problems()):
        pass
    shutil.rmtree(archive / "2017-10/v2")
    (archive / ".verify.jsonl").unlink(missing_ok=True)
    assert ("V051", "archive/2017-10/v2") in found(archive)


def test_a_damaged_catalogue(archive: Path) -> None:
    from printshop.archive.catalogue import open_catalogue

    with open_catalogue(archive, Problems()):
        pass
    path = archive / "catalogue.sqlite"
    flip(path, path.read_bytes().rindex(b"2017-09-archive.pdf"))
    assert [code for code, _where in found(archive)] == ["V066"]
    flip(path, 3)
    assert found(archive) == [("V066", "archive/catalogue.sqlite")]


# -- which bags


def test_parts_cover_every_bag_once(tmp_path: Path) -> None:
    names = [f"{year}-{month:02d}" for year in range(1990, 2026) for month in range(1, 13)]
    counts = [[name for name in names if part_of(name, 30) == part] for part in range(1, 31)]
    assert sorted(name for part in counts for name in part) == names
    assert all(4 <= len(part) <= 30 for part in counts)


def test_one_part(archive: Path) -> None:
    seen = [r.name for part in range(1, 4) for r in run(archive, part=(part, 3)).results]
    assert sorted(seen) == ["2017-09/v1", "2017-10/v1", "2017-10/v2"]


def test_single_editions(archive: Path) -> None:
    assert [r.name for r in run(archive, editions=("2017-10",)).results] == [
        "2017-10/v1",
        "2017-10/v2",
    ]
    assert [r.name for r in run(archive, editions=("2017-10/v1",)).results] == ["2017-10/v1"]
    problems = Problems()
    with pytest.raises(StopBuild):
        audit(archive, Wanted(DAY, ("2017-1", "x", "2017-09")), problems)
    assert [p.code for p in problems] == ["V005", "V005"]


# -- interrupted


class Interrupting:
    """Progress that Ctrl-C is pressed at."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def stage(self, name: str, total: int = 0) -> None: ...

    def step(self, what: str) -> None:  # noqa: ARG002
        self.count += 1
        if self.count == self.at:
            raise KeyboardInterrupt

    def finish(self) -> None: ...


def interrupt(root: Path, at: int, *, resume: bool = False) -> None:
    with pytest.raises(KeyboardInterrupt):
        audit(root, Wanted(DAY, resume=resume), Problems(), Interrupting(at))


def test_taken_up_again(archive: Path) -> None:
    """Bags that were done are not read again; problems found then are told again."""
    flip(archive / "2017-09/v1/data/README.txt", 0)
    interrupt(archive, 1)
    assert (archive / NAME).is_file()
    interrupt(archive, 2, resume=True)
    with (archive / NAME).open("a", encoding="utf-8") as stream:
        stream.write('{"stamp": "cut off by a cra')
    later = dt.date(2026, 11, 24)
    told = audit(archive, Wanted(later, resume=True), Problems())
    assert [(r.name, r.day) for r in told.results] == [
        ("2017-09/v1", DAY),
        ("2017-10/v1", DAY),
        ("2017-10/v2", later),
    ]
    assert told.resumed == 2
    assert [p.code for p in told.problems] == ["V065", "V050"]
    assert not (archive / NAME).exists()


def test_what_changed_meanwhile_is_read_again(archive: Path) -> None:
    interrupt(archive, 2)
    flip(archive / "2017-10/v1/data/README.txt", 0)
    told = run(archive, resume=True)
    assert told.resumed == 1
    assert [p.code for p in told.problems] == ["V065", "V050"]


def test_another_question_is_not_taken_up(archive: Path) -> None:
    interrupt(archive, 2)
    assert run(archive, editions=("2017-09",), resume=True).resumed == 0
    interrupt(archive, 2)
    elsewhere = archive.rename(archive.with_name("moved"))
    assert run(elsewhere, resume=True).resumed == 0
    interrupt(elsewhere, 2)
    assert run(elsewhere).resumed == 0


def test_where_nobody_may_write(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the run is noted in the workspace, or nowhere."""
    real = Path.open

    def refusing(path: Path, mode: str = "r", *more: object, **named: object) -> object:
        if mode == "w" and path.parent.name in refused:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, mode, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refusing)
    refused = {ARCHIVE}
    interrupt(archive, 2)
    noted = archive.parent / ".printshop" / f"archive{NAME}"
    assert noted.is_file()
    assert run(archive, resume=True).resumed == 2
    assert not noted.exists()
    refused = {ARCHIVE, ".printshop"}
    assert len(run(archive).results) == 3


# -- many bags, bad readers


def test_many_bags_with_readers_of_their_own(archive: Path) -> None:
    for month in range(1, 7):
        put_edition(archive, f"2018-{month:02d}")
    flip(archive / "2018-03/v1/data/2018-03-archive.pdf", 12)
    results = [result for result, _stamp in verify_bags(archive, places(archive), DAY)]
    assert [r.name for r in results] == [p.name for p in places(archive)]
    assert [r.pages for r in results] == [3, 3, 4, *[3] * 6]
    assert [(r.name, p.code) for r in results for p in r.problems] == [("2018-03/v1", "V050")]


def fatal(path: Path) -> PagesRead:
    """In place of a reader: one file brings it down."""
    if path.parts[-4] == "2018-02":
        os._exit(1)
    return read_pages(path)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_file_that_brings_its_reader_down(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for month in range(1, 6):
        put_edition(archive, f"2018-{month:02d}")
    monkeypatch.setattr(pagereading, "read_pages", fatal)
    monkeypatch.setattr(pagereading, "_pool", lambda n: ProcessPoolExecutor(n, get_context("fork")))
    results = [result for result, _stamp in verify_bags(archive, places(archive), DAY)]
    assert [(r.name, p.code) for r in results for p in r.problems] == [("2018-02/v1", "V060")]
    assert [r.pages for r in results] == [3, 3, 4, 3, 0, 3, 3, 3]


def test_where_no_process_can_be_started(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(processes: int) -> ProcessPoolExecutor:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    path = archive / "2017-09/v1/data/2017-09-archive.pdf"
    monkeypatch.setattr(pagereading, "_pool", refused)
    assert Readers(1).start(path)() == read_pages(path)


# -- reports


def test_reports(archive: Path) -> None:
    flip(archive / "2017-09/v1/data/README.txt", 0)
    told = run(archive)
    size = f"{told.size / 1e6:.1f}"
    assert brief(told) == f"2026-11-23 verify part 1/1: 3 bags, {size} MB, 1 error"
    text = as_text(told)
    for words in (
        str(archive),
        "2026-11-23",
        "printshop ",
        "Python ",
        "2017-09/v1  1 error",
        "2017-10/v2  sound",
        f"{BAG}/data/README.txt: error V050",
        "→ Put this file in",
    ):
        assert words in text
    data = json.loads(as_json(told))
    assert data == json.loads(json.dumps(as_data(told)))
    assert [bag["sound"] for bag in data["bags"]] == [False, True, True]
    assert data["bags"][0]["problems"][0]["file"] == f"{BAG}/data/README.txt"
    assert data["counts"] == {"error": 1, "warning": 0, "note": 1}
    page = as_html(told)
    assert f'<span class="error">{BAG}/data/README.txt: error V050' in page
    assert page.count("<tr>") == 4
    assert as_text(run(archive)) == text  # the day comes from outside: the same again


def test_reports_hold_what_is_strange_in_names(archive: Path) -> None:
    name = os.fsdecode(b"a\xff<b>\x1b[31m.txt")
    (archive / "2017-09/v1/data" / name).write_bytes(b"x")
    told = run(archive)
    for report in (as_text(told), as_html(told)):
        report.encode("utf-8")
        assert "\x1b" not in report
        assert "a\ufffd" in report
    assert "<b>" not in as_html(told)
    as_json(told).encode("utf-8")
