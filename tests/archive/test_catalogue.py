"""The catalogue beside its bags: made, brought up to date, made again, read by the command."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelf import edition, item, keep
from typer.testing import CliRunner

from printshop.archive import schema
from printshop.archive import upkeep as module
from printshop.archive.bags import TAG_MANIFEST
from printshop.archive.catalogue import Catalogue, disagreements, open_catalogue, rebuild
from printshop.archive.filling import rows_in, rows_of
from printshop.archive.model import CATALOGUE, RECORD
from printshop.archive.query import Query
from printshop.archive.store import latest, places, read_bag
from printshop.cli.commands import application
from printshop.problems import Problems, StopBuild

SEPTEMBER = edition(
    "2017-09",
    dt.date(2017, 9, 12),
    [
        item("giam-sat", "Dân vận khéo", section="Thời sự", authors=("Minh Hải",)),
        item("an-uong", "Ăn chín, uống sôi", first=2, section="Đời sống"),
    ],
)
OCTOBER = edition("2017-10", dt.date(2017, 10, 2), [item("nuoc", "Con nước", section="Ấp mình")])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two editions with its catalogue; not to be changed."""
    root = tmp_path_factory.mktemp("kept") / "archive"
    for made in (SEPTEMBER, OCTOBER):
        keep(root, made)
    rebuild(root, Problems())
    return root


@pytest.fixture
def root(kept: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    return Path(shutil.copytree(kept, tmp_path / "archive"))


def opened(root: Path, *codes: str) -> Catalogue:
    """The catalogue, where exactly these problems are noted."""
    problems = Problems()
    found = open_catalogue(root, problems)
    assert sorted(problem.code for problem in problems) == sorted(codes)
    return found


def titles(root: Path, text: str, *codes: str) -> list[str]:
    with opened(root, *codes) as catalogue:
        return [hit.title for hit in catalogue.search(Query(text))]


# -- what it holds


def test_editions_items_and_names(root: Path) -> None:
    with opened(root) as catalogue:
        assert [e.id for e in catalogue.editions()] == ["2017-09", "2017-10"]
        september = catalogue.edition("2017-09")
        assert september is not None
        assert september == catalogue.edition("2017-09/v1")
        assert (september.sections, september.pages) == (("Thời sự", "Đời sống"), 2)
        assert (root / september.file).is_file()
        assert catalogue.edition("2017-11") is None
        assert [i.id for i in catalogue.items()] == ["giam-sat", "an-uong", "nuoc"]
        assert [i.id for i in catalogue.items(2016)] == []
        assert [i.id for i in catalogue.items(section="doi song")] == ["an-uong"]
        (item_,) = catalogue.items(author="minh hai")
        assert (item_.authors, catalogue.text(item_)) == (("Minh Hải",), "Dân vận khéo")
        assert catalogue.names("section") == ["Ấp mình", "Đời sống", "Thời sự"]


def test_what_is_read_back_is_what_the_bag_says(root: Path) -> None:
    connection = schema.connect(root / CATALOGUE, readonly=True)
    for number, place in enumerate(latest(root), start=1):
        bag = read_bag(place, Problems())
        assert bag is not None
        assert rows_in(connection, number) == rows_of(bag)
    connection.close()


def test_one_file_and_nothing_beside_it(root: Path) -> None:
    before = {path.name for path in root.iterdir()}
    titles(root, "con nước")
    keep(root, edition("2017-11", dt.date(2017, 11, 1), [item("x", "Mới")]))
    assert titles(root, "mới") == ["Mới"]
    assert {path.name for path in root.iterdir()} == before | {"2017-11"}


def test_an_archive_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert titles(tmp_path / "archive", "nước") == []
    assert not (tmp_path / "archive").exists()


def test_a_journal_that_a_crash_left_spoils_no_new_catalogue(root: Path) -> None:
    """SQLite would play it back into whatever file has the name (howtocorrupt.html, 1.4)."""
    connection = sqlite3.connect(root / CATALOGUE, isolation_level=None)
    connection.execute("pragma cache_size = 1")
    connection.execute("begin immediate")
    connection.execute("update items set title = 'x'")
    connection.execute("update pages set text = zeroblob(100000)")
    journal = (root / f"{CATALOGUE}-journal").read_bytes()
    connection.execute("rollback")
    connection.close()
    assert len(journal) > 512
    keep(root, edition("2017-11", dt.date(2017, 11, 1), [item("x", "Mới", "nước " * 5000)]))
    (root / CATALOGUE).unlink()
    (root / f"{CATALOGUE}-journal").write_bytes(journal)
    with opened(root) as catalogue:
        assert [hit.title for hit in catalogue.search(Query("con nước"))] == ["Con nước"]
    assert disagreements(root) == []
    assert not (root / f"{CATALOGUE}-journal").exists()


# -- brought up to date


def test_a_new_bag_is_read_and_no_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(root, edition("2017-11", dt.date(2017, 11, 1), [item("x", "Sổ tay")]))
    read: list[str] = []

    def reading(place: Any, problems: Problems) -> Any:
        read.append(place.name)
        return read_bag(place, problems)

    monkeypatch.setattr(module, "read_bag", reading)
    assert titles(root, "sổ tay") == ["Sổ tay"]
    assert titles(root, "con nước") == ["Con nước"]
    assert read == ["2017-11/v1"]


def test_a_correction_takes_the_place_of_what_it_corrects(root: Path) -> None:
    corrected = edition("2017-09", dt.date(2017, 9, 12), [item("sua", "Bản sửa")])
    keep(root, corrected, "a mistake")
    assert titles(root, "bản sửa") == ["Bản sửa"]
    assert titles(root, "dân vận") == []
    with opened(root) as catalogue:
        versions = [(e.id, e.version, e.latest) for e in catalogue.editions()]
        assert versions == [("2017-09", 1, False), ("2017-09", 2, True), ("2017-10", 1, True)]
        assert catalogue.names("author") == []
        assert [i.id for i in catalogue.items()] == ["sua", "nuoc"]
    shutil.rmtree(root / "2017-09" / "v2")
    assert titles(root, "dân vận", "V040") == ["Dân vận khéo"]


def test_a_bag_that_has_gone_is_dropped_and_named(root: Path) -> None:
    shutil.rmtree(root / "2017-09")
    problems = Problems()
    open_catalogue(root, problems).close()
    (problem,) = problems
    assert (problem.code, problem.severity) == ("V040", "warning")
    assert "`2017-09/v1`" in problem.message
    assert titles(root, "dân vận") == []
    assert titles(root, "con nước") == ["Con nước"]
    assert disagreements(root) == []


def test_a_bag_with_other_bytes_is_read_anew(root: Path) -> None:
    bag = root / "2017-09" / "v1"
    record = bag / "data" / RECORD
    record.write_bytes(record.read_bytes().replace("Ăn chín".encode(), "Ăn ngon".encode()))
    assert titles(root, "ngon") == []  # its manifests vouch for what was there
    with (bag / TAG_MANIFEST).open("ab") as stream:
        stream.write(b"\n")
    assert titles(root, "ngon") == ["Ăn ngon, uống sôi"]


def test_a_copied_archive_is_not_read_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in places(root):
        (place.path / TAG_MANIFEST).touch()
    monkeypatch.setattr(module, "read_bag", None)
    assert titles(root, "con nước") == ["Con nước"]


def test_brought_up_to_date_is_as_made_anew(root: Path) -> None:
    extra = edition("2016-12", dt.date(2016, 12, 1), [item("cu", "Chuyện cũ", section="Thời sự")])
    keep(root, extra)
    shutil.rmtree(root / "2017-10")
    titles(root, "x", "V040")
    with opened(root) as catalogue:
        updated = catalogue.items(), catalogue.names("section")
    rebuild(root, Problems())
    with opened(root) as catalogue:
        anew = catalogue.items(), catalogue.names("section")
    assert updated == anew


def test_a_bag_that_cannot_be_read_hides_no_other(root: Path) -> None:
    (root / "2017-09" / "v1" / "data" / RECORD).write_text("{}", "utf-8")
    rebuild(root, Problems())
    assert titles(root, "con nước", "V032") == ["Con nước"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"first": 1', b'"first": 0'),
        (b'"first": 1', b'"first": "x"'),
        (b'"number": "9"', b'"number": 9'),
    ],
)
def test_a_record_that_cannot_be_is_named(root: Path, old: bytes, new: bytes) -> None:
    record = root / "2017-09" / "v1" / "data" / RECORD
    assert old in record.read_bytes()
    record.write_bytes(record.read_bytes().replace(old, new))
    problems = Problems()
    rebuild(root, problems)
    assert [problem.code for problem in problems] == ["V032"]
    assert titles(root, "con nước", "V032") == ["Con nước"]


# -- damaged, older, out of reach


def damage(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(change(path.read_bytes())) and None


def old_format(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 0")
    connection.close()


def without_a_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("drop table items")
    connection.close()


@pytest.mark.parametrize(
    "spoil",
    [
        damage(lambda _: b""),
        damage(lambda _: b"not a database" * 100),
        damage(lambda data: data[: len(data) // 2]),
        damage(lambda data: data[:4096] + b"\0" * (len(data) - 4096)),
        old_format,
        without_a_table,
    ],
    ids=["empty", "text", "half", "zeros", "old", "table"],
)
def test_a_damaged_catalogue_is_made_again(root: Path, spoil: Callable[[Path], None]) -> None:
    spoil(root / CATALOGUE)
    assert [found.kind for found in disagreements(root)] == ["damaged"]
    problems = Problems()
    with open_catalogue(root, problems) as catalogue:
        assert [hit.title for hit in catalogue.search(Query("con nước"))] == ["Con nước"]
    assert [problem.code for problem in problems] == ["V030"]
    assert titles(root, "con nước") == ["Con nước"]


def test_damage_that_shows_late_is_mended(root: Path) -> None:
    connection = sqlite3.connect(root / CATALOGUE)
    connection.execute("update items set text = x'00'")
    connection.execute("drop table credits")
    connection.commit()
    connection.close()
    problems = Problems()
    with open_catalogue(root, problems) as catalogue:
        assert [item_.id for item_ in catalogue.items()] == ["giam-sat", "an-uong", "nuoc"]
    assert [problem.code for problem in problems] == ["V030"]


def refuse(*_: object, **__: object) -> None:
    raise OSError(30, "Read-only file system")


def test_a_read_only_archive_is_searched(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.tempfile, "mkstemp", refuse)
    monkeypatch.setattr(module.os, "access", lambda *_: False)
    assert titles(root, "con nước") == ["Con nước"]
    before = (root / CATALOGUE).read_bytes()
    keep_without_lock(root)
    assert titles(root, "chép tay", "V031") == ["Chép tay"]
    assert (root / CATALOGUE).read_bytes() == before
    (root / CATALOGUE).unlink()
    assert titles(root, "con nước", "V031") == ["Con nước"]
    assert not (root / CATALOGUE).exists()


def keep_without_lock(root: Path) -> None:
    shutil.copytree(root / "2017-10", root / "2017-11")
    record = root / "2017-11" / "v1" / "data" / RECORD
    record.write_bytes(record.read_bytes().replace("Con nước".encode(), "Chép tay".encode()))


def test_another_that_writes_is_not_waited_for_for_ever(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_PATIENCE", 0.05)
    keep_without_lock(root)
    other = sqlite3.connect(root / CATALOGUE)
    other.execute("begin exclusive")
    assert titles(root, "chép tay", "V031") == ["Chép tay"]
    other.rollback()
    other.close()
    assert titles(root, "chép tay") == ["Chép tay"]


def test_a_failing_rebuild_leaves_the_older_file(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (root / CATALOGUE).read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "fill", fail)
    with pytest.raises(KeyboardInterrupt):
        rebuild(root, Problems())
    assert (root / CATALOGUE).read_bytes() == before
    assert [path.name for path in root.glob(".*sqlite*")] == []


def test_a_python_without_full_text_search(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "can_search", lambda: False)
    problems = Problems()
    with pytest.raises(StopBuild):
        open_catalogue(root, problems)
    assert [problem.code for problem in problems] == ["V038"]


# -- for verification


def test_a_sound_catalogue_agrees(root: Path) -> None:
    assert disagreements(root) == []


def test_disagreements_are_named(root: Path) -> None:
    keep_without_lock(root)
    shutil.rmtree(root / "2017-10")
    connection = sqlite3.connect(root / CATALOGUE)
    connection.execute("update items set title = 'Dân vận' where key = 'giam-sat'")
    connection.commit()
    connection.close()
    found = {(one.kind, one.name) for one in disagreements(root)}
    assert found == {("differs", "2017-09/v1"), ("gone", "2017-10/v1"), ("missing", "2017-11/v1")}
    (root / CATALOGUE).unlink()
    assert [one.kind for one in disagreements(root)] == ["absent"]
    assert all(one.message for one in disagreements(root))


# -- the command


def called(root: Path, *arguments: str) -> tuple[int, str]:
    command = ["archive", "search", *arguments, "-C", str(root.parent)]
    done = CliRunner().invoke(application(), command)
    return done.exit_code, done.output


def test_the_command_for_people(root: Path) -> None:
    code, said = called(root, "dan van kheo")
    assert code == 0
    assert said.startswith("Dân vận khéo\n  Bản tin – số 9 (09/2017) · p. 1 · Thời sự · Minh Hải\n")
    assert "[Dân vận khéo]" in said
    assert "2017-09/v1/data/2017-09-archive.pdf" in said
    assert "1 place was found." in said
    code, said = called(root, "dần")
    assert "other diacritics" in said
    assert called(root, "xyz") == (0, "Nothing in the archive has that.\n")
    code, said = called(root, "--year", "2017", "--limit", "1")
    assert "3 places were found; the first is shown. " in said
    code, said = called(root, "?!")
    assert code == 1
    assert "Nothing was written" not in said


def test_an_archive_elsewhere_needs_no_workspace(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(root, tmp_path / "disk/copy")
    shutil.rmtree(root)
    monkeypatch.chdir(tmp_path / "disk")
    for command in (["search", "khéo"], ["list"], ["show", "2017-09"]):
        (tmp_path / "printshop.yaml").unlink(missing_ok=True)
        done = CliRunner().invoke(application(), ["archive", *command, "--archive", "copy"])
        assert done.exit_code == 0, done.output
        assert "2017-09" in done.output
    assert copy == tmp_path / "disk/copy"


@pytest.mark.parametrize("command", [["search", "khéo"], ["list"], ["show", "2017-09"], []])
def test_no_archive_is_not_an_empty_one(tmp_path: Path, command: list[str]) -> None:
    def said(*arguments: str) -> str:
        done = CliRunner().invoke(application(), ["archive", *command, *arguments])
        assert done.exit_code == 1
        assert "Nothing was written" not in done.output
        return done.output

    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    here = ("-C", str(tmp_path))
    assert "V023" in said(*here)
    (tmp_path / "archive").write_bytes(b"")
    assert "V026" in said(*here)
    for folder in ("gone", ".", "archive"):
        assert "V024" in said("--archive", str(tmp_path / folder))
    assert not (tmp_path / CATALOGUE).exists()


def test_the_command_for_programs(root: Path) -> None:
    code, said = called(root, "--format", "json", "Dân vận", "--year", "2017", "--section", "thoi")
    report = json.loads(said)
    assert (code, report["exit"], report["problems"]) == (0, 0, [])
    (hit,) = report["result"]["hits"]
    assert (hit["edition"], hit["item"], hit["page"], hit["exact"]) == (
        "2017-09",
        "giam-sat",
        1,
        True,
    )
    text, marks = hit["snippet"]["text"], hit["snippet"]["marks"]
    assert [text[start:end] for start, end in marks] == ["Dân vận"]


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["?!"], "V033", 1),
        ([], "V039", 1),
        ([""], "V039", 1),
        ([" ", "--author", "hai"], "", 0),
        (["nước", "khô"], "V034", 0),
        (["nước", "--author", "Minh Hai Long"], "V035", 0),
        (["nước", "--from", "2018", "--to", "2017"], "V036", 1),
        (["nước " * 30 + " ".join(f"x{n}" for n in range(30))], "V037", 0),
    ],
)
def test_problems_of_a_query(root: Path, arguments: list[str], code: str, exit_code: int) -> None:
    status, said = called(root, "--format", "json", *arguments)
    report = json.loads(said)
    assert code in [problem["code"] for problem in report["problems"]] or not code
    assert status == exit_code


def test_options_alone_list_what_they_choose(root: Path) -> None:
    code, said = called(root, "--author", "hải")
    assert code == 0
    assert "Dân vận khéo" in said
    assert "Con nước" not in said
    code, said = called(root, "--year", "2017", "--from", "2016")
    assert code == 2
