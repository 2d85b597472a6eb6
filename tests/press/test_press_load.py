"""Print houses: found, read, checked; the profile beside them."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import ImageCms

from printshop import stockplace
from printshop.press import DEFAULT_PRESS, Press, known_presses, load_press
from printshop.press import load as loading
from printshop.press.profile import MAX_BYTES
from printshop.problems import Problem, Problems, StopBuild, Where
from printshop.sources import named
from printshop.workspace import Workspace
from support import REPOSITORY

STOCK = REPOSITORY / "presses"
FOGRA39 = (STOCK / "FOGRA39L_coated.icc").read_bytes()
SOUND = """\
description: Của tỉnh
condition:
  identifier: FOGRA39
  description: Coated
  profile: {profile}
"""
NAMED = Where("issue.yaml", 3, 8)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "printshop.yaml").write_text("name: B\npublisher: P\n", "utf-8")
    (tmp_path / "presses").mkdir()
    return Workspace(tmp_path)


def declare(
    workspace: Workspace, more: str = "", name: str = "nha-in", profile: str = "FOGRA39L_coated.icc"
) -> Path:
    path = workspace.root / "presses" / f"{name}.yaml"
    path.write_text(SOUND.format(profile=profile) + more, "utf-8")
    return path


def loaded(workspace: Workspace, name: str = "nha-in") -> Press:
    problems = Problems()
    press = load_press(workspace, name, NAMED, problems)
    assert list(problems) == []
    return press


def refused(workspace: Workspace, name: str = "nha-in") -> list[Problem]:
    problems = Problems()
    with pytest.raises(StopBuild):
        load_press(workspace, name, NAMED, problems)
    for problem in problems:
        assert problem.message
        assert problem.hint
    return list(problems)


def with_header(offset: int, value: bytes) -> bytes:
    """The FOGRA39 profile with other bytes in its header."""
    return FOGRA39[:offset] + value + FOGRA39[offset + len(value) :]


# -- found


def test_the_stock_is_there_without_any_of_the_workspace(workspace: Workspace) -> None:
    shutil.rmtree(workspace.root / "presses")
    assert known_presses(workspace) == [
        "may-in-van-phong",
        "mot-muc",
        "offset-bao",
        "offset-to-roi",
    ]
    press = loaded(workspace, DEFAULT_PRESS)
    assert press.path == STOCK / "offset-to-roi.yaml"
    assert press.profile == STOCK / "FOGRA39L_coated.icc"
    assert press.profile_bytes == FOGRA39


def test_the_workspaces_own_goes_before_the_stock(workspace: Workspace) -> None:
    declare(workspace, "ink_limit: { total: 280 }\n", name="offset-bao")
    assert known_presses(workspace).count("offset-bao") == 1
    press = loaded(workspace, "offset-bao")
    assert press.path == workspace.root / "presses/offset-bao.yaml"
    assert press.spec.ink_limit.total == 280
    assert press.profile == STOCK / "FOGRA39L_coated.icc", "which lies in the stock only"


def test_a_profile_beside_the_press_goes_before_the_stocks(workspace: Workspace) -> None:
    declare(workspace)
    own = workspace.root / "presses/FOGRA39L_coated.icc"
    own.write_bytes(with_header(44, b"\0\0\0\1"))
    press = loaded(workspace)
    assert press.profile == own
    assert press.profile_bytes == own.read_bytes() != FOGRA39


def test_a_profile_in_a_folder_of_the_workspace(workspace: Workspace) -> None:
    (workspace.root / "presses/icc").mkdir()
    (workspace.root / "presses/icc/a.icc").write_bytes(FOGRA39)
    declare(workspace, profile="icc/a.icc")
    assert loaded(workspace).profile == workspace.root / "presses/icc/a.icc"


def test_names_are_compared_in_nfc(workspace: Workspace) -> None:
    declare(workspace, name="nha\u0300-in")
    assert "nhà-in" in known_presses(workspace)
    assert loaded(workspace, "nhà-in").name == "nhà-in"
    assert loaded(workspace, "nha\u0300-in").name == "nhà-in"


def test_what_is_no_press_is_not_listed(workspace: Workspace) -> None:
    for name in ("._nha-in.yaml", "README.md", "x.yml"):
        (workspace.root / "presses" / name).write_text("?", "utf-8")
    assert set(known_presses(workspace)) == {p.stem for p in STOCK.glob("*.yaml")}


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("offset-to-ro", "offset-to-roi"),
        ("MOT-MUC", "mot-muc"),
        ("xyz", ""),
        ("", ""),
        ("../presses/mot-muc", "mot-muc"),
        ("presses/mot-muc.yaml", "mot-muc"),
    ],
)
def test_no_such_press(workspace: Workspace, name: str, near: str) -> None:
    (problem,) = refused(workspace, name)
    assert problem.code == "K001"
    assert problem.where == NAMED
    assert problem.near == near
    assert dict(problem.params) == {
        "name": name,
        "known": "may-in-van-phong, mot-muc, offset-bao, offset-to-roi",
    }


def test_an_installation_without_stock_says_so(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (loading, named):
        monkeypatch.setattr(module, "stock_folder", lambda _name: None)
    assert known_presses(workspace) == []
    assert [p.code for p in refused(workspace, "offset-to-roi")] == ["E003", "K001"]
    (workspace.root / "presses/a.icc").write_bytes(FOGRA39)
    declare(workspace, profile="a.icc")
    assert loaded(workspace).name == "nha-in"


def test_where_stock_lies(tmp_path: Path) -> None:
    package = tmp_path / "src/printshop"
    package.mkdir(parents=True)
    assert stockplace.stock_folder("presses", package) is None
    (tmp_path / "presses").mkdir()
    assert stockplace.stock_folder("presses", package) == tmp_path / "presses"
    (package / "stock/presses").mkdir(parents=True)
    assert stockplace.stock_folder("presses", package) == package / "stock/presses"


# -- read


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", {"S016"}),
        ("description: [a", {"S030"}),
        ("\t- a", {"S006"}),
        ("- a\n- b\n", {"S033"}),
        ("description: A\n", {"S017"}),
        ("description: A\ncondition: FOGRA39\n", {"S019"}),
        (SOUND.format(profile="FOGRA39L_coated.icc") + "description: zweimal\n", {"S007"}),
        (SOUND.format(profile="") + "", {"S023"}),
        (SOUND.format(profile="[a.icc]"), {"S019"}),
    ],
)
def test_a_file_that_cannot_be_read(workspace: Workspace, text: str, codes: set[str]) -> None:
    (workspace.root / "presses/nha-in.yaml").write_text(text, "utf-8")
    problems = refused(workspace)
    assert {p.code for p in problems} == codes
    assert {p.where.file for p in problems} == {"presses/nha-in.yaml"}


def test_bytes_that_are_no_text(workspace: Workspace) -> None:
    (workspace.root / "presses/nha-in.yaml").write_bytes("description: Tỉnh".encode("utf-16"))
    assert [p.code for p in refused(workspace)] == ["S003"]


@pytest.mark.parametrize(
    ("more", "code", "line"),
    [
        ("blead: { head: 3 }\n", "S018", 6),
        ("bleed: { top: 3 }\n", "S018", 6),
        ("bleed: 3\n", "S019", 6),
        ("bleed: { head: -1 }\n", "S021", 6),
        ("bleed: { head: nan }\n", "S021", 6),
        ("bleed:\n  head: inf\n", "S021", 7),
        ("standard: PDF/X-3\n", "S020", 6),
        ("inks: red\n", "S020", 6),
        ("images: { target: 0 }\n", "S021", 6),
        ("images:\n  photo: { error: 200, warning: 100 }\n", "S021", 7),
        ("images: { photo: { error: 200 } }\n", "S017", 6),
        ("pages: { multiple: 0 }\n", "S021", 6),
        ("ink_limit: { total: 3,2 }\n", "S018", 6),
        ("file_name: '{issue}-{ngay}'\n", "K003", 6),
    ],
)
def test_a_field_that_is_wrong(workspace: Workspace, more: str, code: str, line: int) -> None:
    declare(workspace, more)
    problems = refused(workspace)
    assert code in {p.code for p in problems}
    assert {p.where.line for p in problems} == {line}


@pytest.mark.parametrize(
    ("more", "example"),
    [
        ("marks: { offset: '0,25' }\n", "0.25"),
        ("bleed: { head: 3mm }\n", "3"),
        ("ink_limit: { total: 300 % }\n", "300"),
        ("text: { smallest: '5,5 pt' }\n", "5.5"),
        ("images: { target: 300 dpi }\n", "300"),
        ("bleed: { head: 9pt }\n", "0.5"),  # no number of mm
        ("strokes: { error: 0.09 mm }\n", "0.5"),  # no number of pt
        ("bleed: { head: '1,200' }\n", "0.5"),  # 1.2 or 1200
        ("pages: { multiple: '1,5' }\n", "12"),
        ("pages: { multiple: bốn }\n", "12"),
    ],
)
def test_a_number_that_can_be_read_is_shown_as_it_is_written(
    workspace: Workspace, more: str, example: str
) -> None:
    declare(workspace, more)
    (problem,) = refused(workspace)
    assert (problem.code, problem.hint) == ("S019", f"Write it as `{example}`.")


def test_a_warning_below_the_error_says_what_it_must_be(workspace: Workspace) -> None:
    declare(workspace, "images:\n  photo: { error: 200, warning: 100 }\n")
    (problem,) = refused(workspace)
    assert dict(problem.params) == {"field": "warning", "value": 100, "limit": "≥ 200"}
    assert problem.where == Where("presses/nha-in.yaml", 7, 33)


def test_all_is_told_at_once(workspace: Workspace) -> None:
    declare(workspace, "inks: red\nfile_name: '{x}'\n", profile="a.icc")
    assert {p.code for p in refused(workspace)} == {"K002", "S020", "K003"}


def test_a_press_file_that_is_a_link_out(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside.yaml"
    outside.write_text(SOUND.format(profile="FOGRA39L_coated.icc"), "utf-8")
    (workspace.root / "presses/nha-in.yaml").symlink_to(outside)
    assert [p.code for p in refused(workspace)] == ["S012"]


def test_a_folder_in_place_of_a_press_file(workspace: Workspace) -> None:
    (workspace.root / "presses/nha-in.yaml").mkdir()
    assert [p.code for p in refused(workspace)] == ["S002"]


# -- the profile


def test_a_profile_that_is_not_there(workspace: Workspace) -> None:
    (workspace.root / "presses/cua-tinh.icc").write_bytes(FOGRA39)
    declare(workspace, profile="cua-tin.icc")
    (problem,) = refused(workspace)
    assert problem.code == "K002"
    assert problem.near == "cua-tinh.icc"
    assert problem.where == Where("presses/nha-in.yaml", 5, 12)
    assert dict(problem.params) == {"path": "cua-tin.icc", "reason": "it is not there"}


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ("/etc/hostname", "S013"),
        ("C:\\a.icc", "S013"),
        ("../../a.icc", "S011"),
        ("../presses", "S002"),
        ("a" * 300 + ".icc", "S002"),
    ],
)
def test_a_profile_that_cannot_be_named_so(workspace: Workspace, profile: str, code: str) -> None:
    declare(workspace, profile=profile)
    assert [p.code for p in refused(workspace)] == [code]


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is no ICC profile, or a damaged one"),
        (b"no profile at all" * 20, "it is no ICC profile, or a damaged one"),
        (FOGRA39[:60_000], "it is no ICC profile, or a damaged one"),
        (FOGRA39 + b"\0", "it is no ICC profile, or a damaged one"),
        (with_header(36, b"XXXX"), "it is no ICC profile, or a damaged one"),
        (with_header(132, b"\0" * 240), "it is no ICC profile, or a damaged one"),
        (with_header(16, b"CMY\xf8"), "its colours are CMYø, not CMYK"),
        (with_header(12, b"prt\x01"), "it is no ICC profile, or a damaged one"),
        (srgb(), "its colours are RGB, not CMYK"),
        (with_header(16, b"GRAY"), "its colours are GRAY, not CMYK"),
        (with_header(12, b"mntr"), "it describes no output device (`prtr`) but `mntr`"),
        (with_header(12, b"link"), "it describes no output device (`prtr`) but `link`"),
    ],
)
def test_a_profile_of_no_use(workspace: Workspace, data: bytes, reason: str) -> None:
    (workspace.root / "presses/a.icc").write_bytes(data)
    declare(workspace, profile="a.icc")
    (problem,) = refused(workspace)
    assert problem.code == "K002"
    assert dict(problem.params) == {"path": "a.icc", "reason": reason}


def test_a_profile_too_large_is_not_read(workspace: Workspace) -> None:
    path = workspace.root / "presses/a.icc"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    declare(workspace, profile="a.icc")
    (problem,) = refused(workspace)
    assert str(MAX_BYTES) in problem.message


def test_pdf_x_1a_takes_no_profile_of_version_4(workspace: Workspace) -> None:
    (workspace.root / "presses/a.icc").write_bytes(with_header(8, b"\x04\x20\0\0"))
    declare(workspace, profile="a.icc")
    assert loaded(workspace).spec.standard == "PDF/X-4"
    declare(workspace, "standard: PDF/X-1a\n", profile="a.icc")
    (problem,) = refused(workspace)
    assert problem.code == "K002"
    assert "this is 4.2" in problem.message


# -- the stock


def test_the_profile_is_the_one_whose_origin_is_told() -> None:
    readme = (STOCK / "README.md").read_text("utf-8")
    assert hashlib.sha256(FOGRA39).hexdigest() in readme
    assert f"{len(FOGRA39):,} bytes" in readme
    licence = (STOCK / "LICENSE_FOGRA39L_coated").read_text("utf-8")
    assert "Kai-Uwe Behrmann" in licence
    assert "zlib/libpng" in licence
    profile = ImageCms.getOpenProfile(io.BytesIO(FOGRA39)).profile
    assert profile.profile_description == "FOGRA39L Coated"


@pytest.mark.parametrize("path", sorted(STOCK.glob("*.yaml")), ids=lambda p: p.stem)
def test_stock_presses_are_sound_and_name_their_schema(path: Path, workspace: Workspace) -> None:
    press = loaded(workspace, path.stem)
    assert press.path == path
    first = path.read_text("utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../schemas/press.schema.json"


def test_the_stock_presses_are_what_their_names_say(workspace: Workspace) -> None:
    sheet, news, one, office = (
        loaded(workspace, name).spec
        for name in ("offset-to-roi", "offset-bao", "mot-muc", "may-in-van-phong")
    )
    assert (sheet.standard, sheet.ink_limit.total, sheet.bleed.most) == ("PDF/X-4", 320, 3)
    assert (sheet.images.photo.error, sheet.images.photo.warning) == (150, 225)
    assert sheet.marks.any
    assert news.ink_limit.total < sheet.ink_limit.total
    assert (news.images.photo.error, news.images.photo.warning) == (100, 150)
    assert (one.standard, one.inks, one.palette) == ("PDF/X-1a", "black", "one-ink")
    assert (office.standard, office.bleed.most, office.marks.any) == ("none", 0, False)


# -- the how-to

HOW_TO = (REPOSITORY / "docs/how-to/add-a-print-house.md").read_text("utf-8")
_TABLE = HOW_TO.partition("| on the printer's page |")[2].partition("\n\n")[0]
_FIELDS = [
    code
    for row in _TABLE.splitlines()
    for code in re.findall(r"`(\w+: [^`…]+)`", row.rpartition(" | ")[2])
]


def test_the_how_to_names_fields() -> None:
    assert len(_FIELDS) > 9


@pytest.mark.parametrize("field", _FIELDS)
def test_what_the_how_to_has_for_a_requirement(workspace: Workspace, field: str) -> None:
    declare(workspace, f"{field}\n")
    assert len(loaded(workspace).spec.model_fields_set) == 3


def test_the_press_of_the_how_to(workspace: Workspace) -> None:
    (text,) = re.findall(r"(?ms)^```yaml\n(# yaml-language-server.*?)^```", HOW_TO)
    (workspace.root / "presses/nha-in-tinh.yaml").write_text(text, "utf-8")
    assert loaded(workspace, "nha-in-tinh").spec.images.photo.error == 200
