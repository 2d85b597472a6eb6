"""Records of past distributions: written once, read back, compared; never spoilt."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from printshop.distribution.contract import DistributionSpec
from printshop.distribution.figures import figures_of
from printshop.distribution.history import (
    changes_between,
    changes_since,
    read_history,
    record_path,
    recorded,
)
from printshop.distribution.model import Change, Copy, Distribution, Figures, IssueName, Recipient
from printshop.distribution.renamed import perhaps_same
from printshop.problems import Problems
from printshop.sources import Workspace

DAY = dt.date(2017, 9, 28)
LATER = dt.date(2017, 9, 30)
SPEC = DistributionSpec(spares="2%", legal_deposit=5)
SEPTEMBER = IssueName("2017-09", "Thông tin công tác", "9", dt.date(2017, 9, 1))
OCTOBER = IssueName("2017-10", "Thông tin công tác", "10", dt.date(2017, 10, 1))


def figures(
    issue: IssueName, *units: tuple[str, str, int], spec: DistributionSpec = SPEC
) -> Figures:
    recipients = tuple(
        Recipient(unit, address, copies, "Tuyến 1", phone="0292 …")
        for unit, address, copies in units
    )
    copy = Copy(36, 18, 73.872)
    return figures_of(Distribution(spec, recipients, ()), issue, copy, Problems())


A, B, C = ("Đảng ủy xã Hòa An", "(mẫu) số 1", 120), ("Chi bộ B", "(mẫu) số 2", 40), ("C", "c", 7)


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    (tmp_path / "distribution").mkdir()
    return Workspace(tmp_path)


def keep(shop: Workspace, made: Figures, day: dt.date = DAY) -> bytes:
    path = record_path(shop, made.issue.id)
    data = recorded(made, SPEC, path.read_bytes() if path.exists() else None, day)
    path.write_bytes(data)
    return data


def read(shop: Workspace) -> list[str]:
    problems = Problems()
    records = read_history(shop, problems)
    assert not len(problems)
    return [record.issue.id for record in records]


# -- writing


def test_a_record_can_be_read_without_printshop() -> None:
    data = recorded(figures(SEPTEMBER, A, B), SPEC, None, DAY)
    assert data.endswith(b"}\n")
    assert "Đảng ủy xã Hòa An".encode() in data
    record = json.loads(data)
    assert record["format"] == 1
    (version,) = record["versions"]
    assert version["made"] == "2017-09-28"
    assert version["issue"] == {
        "bulletin": "Thông tin công tác",
        "date": "2017-09-01",
        "id": "2017-09",
        "number": "9",
    }
    assert version["print_run"]["total"] == 160 + 4 + 5
    assert version["settings"]["spares"] == "2%"
    assert [one["unit"] for one in version["recipients"]] == [A[0], B[0]]
    assert version["recipients"][0]["phone"] == "0292 …"
    assert [parcel["copies"] for parcel in version["recipients"][0]["parcels"]] == [120]
    assert list(version) == sorted(version)


def test_the_same_figures_are_recorded_once() -> None:
    first = recorded(figures(SEPTEMBER, A, B), SPEC, None, DAY)
    assert recorded(figures(SEPTEMBER, A, B), SPEC, first, LATER) == first
    same = DistributionSpec(spares="4", legal_deposit=5, separator=";")
    assert recorded(figures(SEPTEMBER, A, B, spec=same), same, first, LATER) == first


def test_more_copies_than_a_unit_may_get_are_recorded() -> None:
    made = figures(SEPTEMBER, ("A", "a", 1_000_000), ("B", "b", 1_000_000))
    (version,) = json.loads(recorded(made, SPEC, None, DAY))["versions"]
    assert version["print_run"]["recipients"] == 2_000_000


@pytest.mark.parametrize(
    "changed",
    [
        figures(SEPTEMBER, A),
        figures(SEPTEMBER, B, A),
        figures(SEPTEMBER, A, (B[0], "(mẫu) số 3", 40)),
        figures(SEPTEMBER, A, B, spec=DistributionSpec(spares="2%", legal_deposit=6)),
        figures(SEPTEMBER, A, B, spec=DistributionSpec(legal_deposit=5, bundle=30)),
    ],
)
def test_other_figures_are_another_version(changed: Figures) -> None:
    first = recorded(figures(SEPTEMBER, A, B), SPEC, None, DAY)
    second = recorded(changed, SPEC, first, LATER)
    versions = json.loads(second)["versions"]
    assert [version["made"] for version in versions] == ["2017-09-28", "2017-09-30"]
    assert versions[0] == json.loads(first)["versions"][0]
    assert recorded(changed, SPEC, second, LATER) == second
    back = recorded(figures(SEPTEMBER, A, B), SPEC, second, LATER)
    assert len(json.loads(back)["versions"]) == 3


# -- reading


def test_an_issue_is_not_compared_with_itself(shop: Workspace) -> None:
    """Its date was another one when it was recorded."""
    keep(shop, figures(SEPTEMBER, A))
    later = replace(SEPTEMBER, date=dt.date(2017, 9, 12))
    assert changes_since(figures(later, A, B), read_history(shop, Problems())) is None


def test_issues_are_read_in_the_order_they_appeared(shop: Workspace) -> None:
    assert read(shop) == []
    second = IssueName("2017-09-b", "Số riêng", "9b", SEPTEMBER.date)
    for issue in (OCTOBER, second, SEPTEMBER):
        keep(shop, figures(issue, A))
    (shop.root / "distribution/.x.json").write_text("no")
    (shop.root / "distribution/ghi-chu.txt").write_text("no")
    assert read(shop) == ["2017-09", "2017-09-b", "2017-10"]


def test_a_workspace_without_records(tmp_path: Path) -> None:
    assert read_history(Workspace(tmp_path), Problems()) == []


def spoilt(kind: str, sound: str) -> bytes:
    data = json.loads(sound)
    if kind == "newer":
        data["format"] = 2
    elif kind == "field":
        data["versions"][0]["recipients"][0]["copies"] = "nhiều"
    elif kind == "more":
        data["versions"][0]["colour"] = "đỏ"
    elif kind == "empty list":
        data["versions"] = []
    elif kind == "of another":
        data["versions"][0]["issue"]["id"] = "2017-08"
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("kind", "code", "told"),
    [
        ("newer", "D034", "format 2, not 1"),
        ("field", "D033", "versions.0.recipients.0.copies"),
        ("more", "D033", "versions.0.colour"),
        ("empty list", "D033", "versions"),
        ("of another", "D033", "2017-08"),
    ],
)
def test_a_record_of_another_kind(shop: Workspace, kind: str, code: str, told: str) -> None:
    sound = keep(shop, figures(SEPTEMBER, A)).decode()
    record_path(shop, "2017-09").write_bytes(spoilt(kind, sound))
    keep(shop, figures(OCTOBER, A))
    problems = Problems()
    assert [record.issue.id for record in read_history(shop, problems)] == ["2017-10"]
    (problem,) = problems
    assert problem.code == code
    assert problem.where.file == "distribution/2017-09.json"
    assert told in problem.message


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b'{\n  "format": 1,\n  oops\n}', "D032", 3),
        (b"", "D032", 1),
        (b"<<<<<<< HEAD\n{}", "D032", 1),
        (b"[1]", "D033", 0),
        (b"{}", "D033", 0),
        (b'{"format": "1.0", "versions": 3}', "D033", 0),
        (b"\xff\xfe{", "D033", 0),
        (b"[" * 100_000, "D033", 0),
        (b'{"format": ' + b"9" * 5000 + b"}", "D033", 0),
    ],
)
def test_no_record_at_all(shop: Workspace, data: bytes, code: str, line: int) -> None:
    (shop.root / "distribution/2017-09.json").write_bytes(data)
    problems = Problems()
    assert read_history(shop, problems) == []
    assert [(problem.code, problem.where.line) for problem in problems] == [(code, line)]


def test_a_folder_and_a_link_out_in_place_of_records(shop: Workspace, tmp_path: Path) -> None:
    (shop.root / "distribution/a.json").mkdir()
    outside = tmp_path.parent / f"{tmp_path.name}-outside.json"
    outside.write_text("{}")
    (shop.root / "distribution/b.json").symlink_to(outside)
    problems = Problems()
    assert read_history(shop, problems) == []
    assert {problem.code for problem in problems} == {"S002", "S012"}


# -- comparing


def test_changes_since_the_issue_before(shop: Workspace) -> None:
    keep(shop, figures(IssueName("2017-08", "–", "8", dt.date(2017, 8, 1)), A))
    keep(shop, figures(SEPTEMBER, A, B, C))
    keep(shop, figures(IssueName("2017-11", "–", "11", dt.date(2017, 11, 1)), B))
    now = figures(
        OCTOBER,
        ("Trường mới", "(mẫu) số 9", 25),
        ("đảng uỷ  xã Hoà An", "(mẫu)  Số 1", 150),
        ("Chi bộ B", "(mẫu) số 22", 40),
        ("Một nơi nữa", "x", 1),
    )
    changes = changes_since(now, read_history(shop, Problems()))
    assert changes is not None
    assert changes.since == SEPTEMBER
    assert changes.run_before == 167 + 4 + 5
    assert changes.changes == (
        Change("Trường mới", None, 25),
        Change("Một nơi nữa", None, 1),
        Change("đảng uỷ  xã Hoà An", 120, 150),
        Change("Chi bộ B", 40, 40, "(mẫu) số 2"),
        Change("C", 7, None),
    )


def test_the_last_version_counts(shop: Workspace) -> None:
    keep(shop, figures(SEPTEMBER, A, B))
    keep(shop, figures(SEPTEMBER, A, C))
    changes = changes_since(figures(OCTOBER, A, C), read_history(shop, Problems()))
    assert changes is not None
    assert changes.changes == ()


def test_a_unit_that_gets_none_this_month_is_not_gone(shop: Workspace) -> None:
    none = (B[0], B[1], 0)
    keep(shop, figures(SEPTEMBER, A, B))
    changes = changes_since(figures(OCTOBER, A, none, (*C[:2], 0)), read_history(shop, Problems()))
    assert changes is not None
    assert changes.changes == (Change("Chi bộ B", 40, 0),), "and C gets nothing yet"
    keep(shop, figures(OCTOBER, A, none))
    (record,) = [one for one in read_history(shop, Problems()) if one.issue == OCTOBER]
    assert (record.last.served, len(record.last.recipients)) == (1, 2)
    november = IssueName("2017-11", "–", "11", dt.date(2017, 11, 1))
    for later, wanted in ((B, (Change("Chi bộ B", 0, 40),)), (none, ()), (A, ())):
        changes = changes_since(figures(november, A, later), read_history(shop, Problems()))
        assert changes is not None
        assert changes.changes == wanted


@pytest.mark.parametrize(
    ("gone", "new", "wanted"),
    [
        # the same address, which nobody else has
        ([("Đảng ủy Sở A", "số 1", "T")], [("Văn phòng A", "Số  1", "")], [0]),
        ([("Một nơi", "số 1", "T")], [("Hai", "số 1", "T"), ("Ba", "số 1", "T")], []),
        ([("Một nơi", "số 1", "T"), ("Nơi hai", "số 1", "T")], [("Ba", "số 1", "T")], []),
        # names that differ by a letter or two, on the same route
        ([("Chi bộ Trương Định", "a", "T")], [("Chi bộ Trường Đinh", "b", "t")], [0]),
        ([("Chi bộ Trương Định", "a", "T")], [("Chi bộ Trường Đinh", "b", "V")], []),
        ([("Chi bộ Trương Định", "a", "T")], [("Chi bộ Nguyễn Du", "b", "T")], []),
        ([("Chi bộ mẫu số 3", "a", "T")], [("Chi bộ mẫu số 4", "b", "T")], []),
        ([("Chi bộ Ao", "a", "T")], [("Chi bộ Ba", "b", "T"), ("Chi bộ Bo", "c", "T")], []),
    ],
)
def test_a_new_unit_is_perhaps_one_that_is_gone(
    gone: list[tuple[str, str, str]], new: list[tuple[str, str, str]], wanted: list[int]
) -> None:
    assert perhaps_same(gone, new) == tuple((gone[n][0], new[n][0]) for n in wanted)


def test_a_list_that_is_wholly_another_is_compared_at_once() -> None:
    gone = [(f"Đảng ủy phường mẫu {'a' * (n % 9)} {n}", f"a{n}", "T") for n in range(5000)]
    new = [(f"Chi bộ phường mẫu {'b' * (n % 9)} {n}", f"b{n}", "T") for n in range(5000)]
    assert perhaps_same(gone, new) == ()


def test_what_is_perhaps_the_same_unit_is_both_gone_and_new(shop: Workspace) -> None:
    keep(shop, figures(SEPTEMBER, A, B))
    changes = changes_since(
        figures(OCTOBER, A, ("Đảng ủy B", B[1], 45)), read_history(shop, Problems())
    )
    assert changes is not None
    assert changes.changes == (Change("Đảng ủy B", None, 45), Change("Chi bộ B", 40, None))
    assert changes.alike == (("Chi bộ B", "Đảng ủy B"),)


def test_an_issue_is_not_compared_with_itself_or_a_later_one(shop: Workspace) -> None:
    keep(shop, figures(SEPTEMBER, A))
    keep(shop, figures(OCTOBER, A))
    assert changes_since(figures(SEPTEMBER, B), read_history(shop, Problems())) is None


def test_two_issues_of_one_day_follow_by_their_ids(shop: Workspace) -> None:
    special = IssueName("2017-09-b", "Số riêng", "9b", SEPTEMBER.date)
    keep(shop, figures(SEPTEMBER, A))
    keep(shop, figures(special, B))
    history = read_history(shop, Problems())
    changes = changes_since(figures(special, B), history)
    assert changes is not None
    assert changes.since == SEPTEMBER
    between = changes_between(history[0].last, history[1].last)
    assert between.changes == (Change(B[0], None, 40), Change(A[0], 120, None))
