"""A bag handed over as a zip file: valid when unzipped, the same each time, nothing damaged."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import bagit
import pytest
from smallarchive import add, item, record

from printshop.archive import bags
from printshop.archive.deposit import find_profile, known_profiles, name_of, write_deposit
from printshop.archive.model import InArchive
from printshop.cli.app import main
from printshop.exporting import export_edition
from printshop.problems import Exit, Problems, StopBuild
from printshop.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "printshop.yaml").write_text("name: Bản tin\npublisher: Ban\n", "utf-8")
    return Workspace(tmp_path)


@pytest.fixture
def bag(workspace: Workspace) -> InArchive:
    return add(workspace.root / "archive", record("2017-09", [item("Một", 1)]))


def unzipped(path: Path) -> Path:
    """What is in the zip file, as a folder; every file is in one."""
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        tops = {name.split("/")[0] for name in packed.namelist()}
        assert tops == {path.stem}
        packed.extractall(path.parent / "unzipped")
    return path.parent / "unzipped" / path.stem


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def codes(problems: Problems) -> list[str]:
    return [problem.code for problem in problems]


def test_the_whole_bag_goes_out_as_it_is(
    workspace: Workspace, bag: InArchive, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    made = export_edition(workspace, "2017-09", Problems())
    assert made.file == workspace.root / "dist" / "2017-09-v1.zip"
    assert (made.files, made.size) == (5, made.file.stat().st_size)
    folder = unzipped(made.file)
    assert contents(folder) == contents(bag.place.path)
    assert bagit.Bag(str(folder)).is_valid()


def test_for_legal_deposit_without_the_sources(workspace: Workspace, bag: InArchive) -> None:
    known = replace(bag.kept.record, issn="1234-5679")
    bag = replace(bag, kept=replace(bag.kept, record=known))
    profile = find_profile(workspace, "legal-deposit", Problems())
    out = workspace.root / f"{name_of(bag, profile)}.zip"
    write_deposit(bag, profile, out, Problems())
    folder = unzipped(out)
    assert out.stem == "2017-09-v1-legal-deposit"
    assert sorted(contents(folder / "data")) == [
        "2017-09-archive.pdf",
        "README.txt",
        "metadata/dublin-core.xml",
        "record/edition.json",
    ]
    packed = bagit.Bag(str(folder))
    packed.validate()
    assert packed.version_info == (1, 0)
    assert packed.info["External-Identifier"] == "2017-09/v1"
    assert packed.info["Internal-Sender-Identifier"] == "1234-5679"
    assert packed.info["Bagging-Date"] == "2017-09-20"
    size = sum(map(len, contents(folder / "data").values()))
    assert packed.info["Payload-Oxum"] == f"{size}.4"


def test_the_readme_is_about_what_goes_along(workspace: Workspace, bag: InArchive) -> None:
    made = export_edition(workspace, "2017-09", Problems(), profile="legal-deposit")
    text = (unzipped(made.file) / "data/README.txt").read_bytes().decode()
    assert "sources/" not in text
    assert "printshop build" not in text
    assert "metadata/ " in text
    assert 'certutil -hashfile "data\\2017-09-archive.pdf" SHA512' in text
    own(workspace, OWN.replace('"*.pdf"', '"*.pdf", README.txt'))
    made = export_edition(workspace, "2017-09", Problems(), profile="thu-vien")
    text = (unzipped(made.file) / "data/README.txt").read_bytes().decode()
    assert "printshop build x --target archive" in text
    assert "metadata/ " not in text


def test_a_folder_is_meant(
    workspace: Workspace, bag: InArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.root)
    (workspace.root / "there").mkdir()
    for out in ("nop/luu-chieu/", "there", "there/"):
        assert main(["archive", "export", "2017-09", "-q", "--out", out]) == Exit.OK
        assert (workspace.root / out / "2017-09-v1.zip").is_file()
    assert main(["archive", "export", "2017-09", "-q", "--out", "nop/x"]) == Exit.OK
    assert (workspace.root / "nop/x").is_file()


def test_what_killed_exports_left_is_removed(workspace: Workspace, bag: InArchive) -> None:
    folder = workspace.root / "dist"
    folder.mkdir()
    names = [
        ".2017-09-v1.zip.abcd_123.tmp",
        ".2017-08-v1.zip.abcd_123.tmp",
        ".2017-09-v1.zip.x.tmp",
    ]
    for name in names:
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (1e9, 1e9))
    young = folder / ".2017-09-v1.zip.00000000.tmp"
    young.write_bytes(b"half")
    export_edition(workspace, "2017-09", Problems())
    left = sorted(path.name for path in folder.iterdir())
    assert left == sorted([*names[1:], young.name, "2017-09-v1.zip"])


def test_the_same_bag_gives_the_same_bytes(workspace: Workspace, bag: InArchive) -> None:
    one = export_edition(workspace, "2017-09", Problems(), profile="legal-deposit")
    (bag.place.payload / "README.txt").touch()
    other = export_edition(
        workspace, "2017-09/v1", Problems(), profile="legal-deposit", out=workspace.root
    )
    assert one.file.read_bytes() == other.file.read_bytes()
    assert other.file.parent == workspace.root
    with zipfile.ZipFile(one.file) as packed:
        assert {entry.date_time[:3] for entry in packed.infolist()} == {(2017, 9, 12)}
        assert {entry.compress_type for entry in packed.infolist()} == {zipfile.ZIP_STORED}
        names = [n for n in packed.namelist() if "/data/" in n]
        assert names == sorted(names)


def test_an_edition_older_than_zip_files(workspace: Workspace) -> None:
    add(workspace.root / "archive", record("1943-01", [item("Một", 1)]))
    made = export_edition(workspace, "1943-01", Problems())
    with zipfile.ZipFile(made.file) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}


OWN = """\
description: Cho thư viện tỉnh
name: "ban-tin {edition} {issn} Số {number}"
identifier: https://example.vn/profile.json
parts: ["*.pdf", "sources/**"]
info:
  Contact-Email: {value: thu-vien@example.vn, required: true}
  ISSN: {from: issn}
"""


def own(workspace: Workspace, text: str, name: str = "thu-vien") -> None:
    path = workspace.root / "profiles" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def test_a_profile_of_ones_own(workspace: Workspace, bag: InArchive) -> None:
    own(workspace, OWN)
    own(workspace, OWN.replace("Cho thư viện tỉnh", "Khác"), "full")
    assert sorted(known_profiles(workspace)) == ["full", "legal-deposit", "thu-vien"]
    made = export_edition(workspace, "2017-09", Problems(), profile="thu-vien")
    assert made.file.name == "ban-tin-2017-09-so-9.zip"
    folder = unzipped(made.file)
    packed = bagit.Bag(str(folder))
    packed.validate()
    assert packed.info["BagIt-Profile-Identifier"] == "https://example.vn/profile.json"
    assert packed.info["Contact-Email"] == "thu-vien@example.vn"
    assert "ISSN" not in packed.info
    assert sorted(contents(folder / "data")) == [
        "2017-09-archive.pdf",
        "sources/issues/x/issue.yaml",
    ]
    assert find_profile(workspace, "full", Problems()).spec.description == "Khác"


def refused(workspace: Workspace, **wanted: object) -> list[str]:
    problems = Problems()
    with pytest.raises(StopBuild):
        export_edition(workspace, "2017-09", problems, **wanted)  # type: ignore[arg-type]
    assert not list(workspace.root.glob("dist/*"))
    assert not list(workspace.root.glob("dist/.*"))
    assert all(problem.message and problem.hint for problem in problems)
    return codes(problems)


def test_what_forbids_it(workspace: Workspace, bag: InArchive) -> None:
    assert refused(workspace, profile="legal") == ["V076"]
    own(workspace, OWN.replace("ISSN: {from: issn}", "ISSN: {from: issn, required: true}"))
    assert refused(workspace, profile="thu-vien") == ["V077"]
    own(workspace, OWN.replace('["*.pdf", "sources/**"]', '["*.tiff"]'))
    assert refused(workspace, profile="thu-vien") == ["V078"]
    own(workspace, OWN.replace("parts:", "part:"))
    assert refused(workspace, profile="thu-vien") == ["S018"]
    own(workspace, "description: [\n")
    assert refused(workspace, profile="thu-vien") == ["S005"]
    assert refused(workspace, out=workspace.root / "archive" / "x.zip") == ["V075"]


def test_nothing_damaged_is_handed_on(workspace: Workspace, bag: InArchive) -> None:
    known = bag.place.payload / "metadata/dublin-core.xml"
    source = bag.place.payload / "sources/issues/x/issue.yaml"
    known.write_bytes(b"<metadata></metadata>\n")
    source.unlink()
    assert refused(workspace) == ["V079", "V079"]
    assert refused(workspace, profile="legal-deposit") == ["V079"]
    known.write_bytes(b"<metadata/>\n")
    source.write_bytes("number: 9 # số\n".encode())
    export_edition(workspace, "2017-09", Problems(), out=workspace.root / "x.zip")
    before = (workspace.root / "x.zip").read_bytes()
    info = bag.place.path / "bag-info.txt"
    info.write_bytes(info.read_bytes() + b"Contact-Name: X\n")
    assert refused(workspace, out=workspace.root / "x.zip") == ["V079"]
    (bag.place.path / "manifest-sha512.txt").unlink()
    assert refused(workspace, out=workspace.root / "x.zip") == ["V079"]
    assert (workspace.root / "x.zip").read_bytes() == before


def test_the_command(
    workspace: Workspace,
    bag: InArchive,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(workspace.root)
    assert main(["--lang", "en", "archive", "export", "2017-09", "--quiet"]) == Exit.OK
    assert main(["archive", "export", "2017-09", "--format", "json", "--out", "x.zip"]) == Exit.OK
    told = json.loads(capsys.readouterr().out)["result"]
    assert Path(told["file"]).read_bytes() == (workspace.root / "dist/2017-09-v1.zip").read_bytes()
    assert main(["--lang", "en", "archive", "export", "2017-09"]) == Exit.OK
    assert capsys.readouterr().out == f"full: 5 files, 0.0 MB\n{Path('dist/2017-09-v1.zip')}\n"
    assert main(["--lang", "en", "archive", "export", "--site", "site"]) == Exit.OK
    assert capsys.readouterr().out.splitlines()[1] == str(Path("site/index.html"))
    assert main(["--lang", "en", "archive", "export"]) == Exit.USAGE
    assert main(["--lang", "en", "archive", "export", "2017-09", "--site", "site"]) == Exit.USAGE
    assert main(["--lang", "en", "archive", "export", "2017-08"]) == Exit.PROBLEMS
    assert "V005" in capsys.readouterr().err


def test_an_archive_elsewhere_needs_no_workspace(
    workspace: Workspace, bag: InArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace.root / "archive").rename(workspace.root / "copy")
    (workspace.root / "printshop.yaml").unlink()
    monkeypatch.chdir(workspace.root)
    export = ["archive", "export", "-q", "--archive", "copy"]
    assert main([*export, "2017-09", "--profile", "legal-deposit"]) == Exit.OK
    assert (workspace.root / "dist/2017-09-v1-legal-deposit.zip").is_file()
    assert main([*export, "--site", "site"]) == Exit.OK
    assert "Thông tin công tác" in (workspace.root / "site/index.html").read_text("utf-8")
    assert main([*export, "--site", "copy/site"]) == Exit.PROBLEMS


def test_a_manifest_takes_nothing_from_elsewhere(workspace: Workspace, bag: InArchive) -> None:
    """Nor does the zip file lead elsewhere where it is unpacked."""
    secret = workspace.root / "secret.txt"
    secret.write_bytes(b"secret")
    manifest = bag.place.path / bags.MANIFEST
    lines = bags.read_manifest(manifest.read_bytes())
    lines["data/../../../../secret.txt"] = hashlib.sha512(b"secret").hexdigest()
    manifest.write_bytes(bags.write_manifest(lines))
    tags = {
        name: hashlib.sha512((bag.place.path / name).read_bytes()).hexdigest()
        for name in (bags.DECLARATION, bags.INFO, bags.MANIFEST)
    }
    (bag.place.path / bags.TAG_MANIFEST).write_bytes(bags.write_manifest(tags))
    problems = Problems()
    with pytest.raises(StopBuild):
        export_edition(workspace, "2017-09", problems)
    assert codes(problems) == ["V079"]
    assert not list((workspace.root / "dist").glob("*"))
