"""Copies, print runs and parcels add up; the table for spreadsheets says the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printshop import distributing, i18n
from printshop.distribution import figures
from printshop.distribution.contract import DistributionSpec, Paper, ParcelRule
from printshop.distribution.figures import as_csv, copy_of, figures_of, most_copies, pack, print_run
from printshop.distribution.model import (
    Copy,
    Delivery,
    Distribution,
    Figures,
    IssueName,
    Parcel,
    Recipient,
    Route,
)
from printshop.distribution.recipients import same_unit
from printshop.distribution.wording import (
    decimal_in_force,
    in_force,
    weight_of,
    whole_in_force,
)
from printshop.problems import Problems, StopBuild, Where

ISSUE = IssueName("2017-10", "Thông tin công tác", "10", dt.date(2017, 10, 2))
COPY = Copy(36, 18, 100.0)


def listed(*units: Recipient, **settings: object) -> Distribution:
    spec = DistributionSpec.model_validate(settings)
    return Distribution(spec, units, (), Where("distribution.csv"))


def reckoned(source: Distribution, copy: Copy = COPY) -> Figures:
    problems = Problems()
    figures = figures_of(source, ISSUE, copy, problems)
    assert not len(problems)
    return figures


# -- a copy


def test_a_copy_of_one_paper() -> None:
    copy = copy_of(36, (190, 270), Paper(inner=80))
    assert (copy.pages, copy.leaves) == (36, 18)
    assert copy.grams == pytest.approx(0.19 * 0.27 * 80 * 18, abs=0.001)


@pytest.mark.parametrize(("pages", "leaves"), [(1, 2), (4, 2), (5, 4), (33, 18), (36, 18)])
def test_pages_are_filled_up_to_four(pages: int, leaves: int) -> None:
    assert copy_of(pages, (210, 297), Paper()).leaves == leaves


def test_the_cover_is_of_its_own_paper() -> None:
    copy = copy_of(36, (200, 250), Paper(inner=80, cover=250))
    assert copy.grams == pytest.approx(0.05 * (16 * 80 + 2 * 250))
    assert copy_of(4, (200, 250), Paper(inner=80, cover=250)).grams == pytest.approx(25)


# -- the print run


@pytest.mark.parametrize(
    ("spares", "copies", "wanted"),
    [("3%", 100, 3), ("3%", 101, 4), ("2,5 %", 40, 1), ("0.1%", 1, 1), ("0%", 9, 0), ("70", 9, 70)],
)
def test_spares(spares: str, copies: int, wanted: int) -> None:
    assert print_run(DistributionSpec(spares=spares), copies).spares == wanted


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 100_000),
    st.integers(0, 50),
    st.integers(0, 50),
    st.integers(1, 1000),
    st.one_of(st.integers(0, 99).map("{}%".format), st.integers(0, 999).map(str)),
)
def test_the_print_run_is_a_round_number_that_is_enough(
    copies: int, deposit: int, archive: int, round_to: int, spares: str
) -> None:
    spec = DistributionSpec(
        spares=spares, legal_deposit=deposit, archive=archive, round_to=round_to
    )
    run = print_run(spec, copies)
    assert run.total % round_to == 0
    assert 0 <= run.rounding < round_to
    assert (run.recipients, run.legal_deposit, run.archive) == (copies, deposit, archive)
    if spares.endswith("%"):
        assert 0 <= run.spares - Fraction(spares[:-1]) * copies / 100 < 1


# -- parcels


@st.composite
def packings(draw: st.DrawFn) -> tuple[int, Copy, int, ParcelRule]:
    grams = draw(st.integers(5_000, 900_000)) / 1000
    rule = ParcelRule(
        weight=draw(st.integers(10, 200)) / 10, wrapping=draw(st.integers(0, 50)) * 1.0
    )
    return draw(st.integers(0, 3000)), Copy(8, 4, grams), draw(st.integers(1, 120)), rule


@settings(max_examples=200, deadline=None)
@given(packings())
def test_parcels(packing: tuple[int, Copy, int, ParcelRule]) -> None:
    copies, copy, bundle, rule = packing
    room = most_copies(copy, rule)
    assert room >= 1  # 0.9 kg and 50 g of wrapping in 1 kg
    assert room * copy.grams + rule.wrapping <= rule.weight * 1000 + 1e-6
    assert (room + 1) * copy.grams + rule.wrapping > rule.weight * 1000 - 1e-6

    parcels = pack(copies, copy, bundle, rule)

    assert sum(parcel.copies for parcel in parcels) == copies
    assert [(parcel.number, parcel.of) for parcel in parcels] == [
        (n + 1, len(parcels)) for n in range(len(parcels))
    ]
    for parcel in parcels:
        assert 0 < parcel.copies <= room
        assert parcel.bundles * bundle + parcel.loose == parcel.copies
        assert parcel.grams == pytest.approx(parcel.copies * copy.grams + rule.wrapping, abs=0.001)
        assert parcel.grams <= rule.weight * 1000 + 1e-6
    each = room // bundle
    if each:  # bundles stay whole, and a parcel less would not hold them, or not the copies
        assert sum(parcel.bundles for parcel in parcels) == copies // bundle
        fewer = len(parcels) - 1
        assert fewer < 0 or fewer * each < copies // bundle or fewer * room < copies
        assert all(parcel.bundles == each for parcel in parcels[:-2])
    else:
        assert len(parcels) == math.ceil(copies / room)
        assert not any(parcel.bundles for parcel in parcels)


def in_parcels(copies: int, bundle: int, room: int) -> list[tuple[int, int]]:
    """Bundles and loose copies of each parcel that holds at most `room` copies of 100 g."""
    rule = ParcelRule(weight=room / 10, wrapping=0)
    return [(parcel.bundles, parcel.loose) for parcel in pack(copies, COPY, bundle, rule)]


def test_parcels_are_filled_with_bundles_and_the_last_takes_the_rest() -> None:
    assert in_parcels(370, 50, 110) == [(2, 0), (2, 0), (2, 0), (1, 20)]
    assert in_parcels(210, 50, 110) == [(2, 0), (2, 10)]


def test_loose_copies_find_room_in_earlier_parcels_before_they_make_one_more() -> None:
    assert in_parcels(120, 50, 60) == [(1, 10), (1, 10)]
    assert in_parcels(115, 50, 60) == [(1, 5), (1, 10)]
    assert in_parcels(121, 50, 60) == [(1, 0), (1, 0), (0, 21)]


def test_bundles_too_heavy_for_a_parcel_are_not_tied() -> None:
    assert in_parcels(100, 50, 40) == [(0, 40), (0, 40), (0, 20)]


def test_nothing_to_pack() -> None:
    assert in_parcels(0, 50, 60) == []


def test_a_parcel_may_weigh_just_its_limit() -> None:
    assert most_copies(Copy(4, 2, 98.5), ParcelRule(weight=10, wrapping=150)) == 100
    assert most_copies(Copy(4, 2, 98.501), ParcelRule(weight=10, wrapping=150)) == 99
    assert most_copies(Copy(4, 2, 98.5), ParcelRule(weight=0.1, wrapping=150)) == 0


def test_a_copy_too_heavy_for_any_parcel() -> None:
    problems = Problems()
    source = listed(Recipient("A", "a", 3), parcel={"weight": 0.5, "wrapping": 100})
    with pytest.raises(StopBuild):
        figures_of(source, ISSUE, Copy(400, 200, 450.0), problems)
    (problem,) = problems
    assert problem.code == "D030"
    assert problem.where.file == "distribution.csv"
    assert "550 g" in problem.message
    assert "0.5 kg" in problem.message


def test_a_list_without_copies() -> None:
    problems = Problems()
    with pytest.raises(StopBuild):
        figures_of(listed(Recipient("A", "a", 0)), ISSUE, COPY, problems)
    assert [problem.code for problem in problems] == ["D031"]


def test_too_many_parcels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "pack", lambda *_: pytest.fail("packed before it is known"))
    source = listed(*(Recipient(f"A{n}", "a", 1_000_000) for n in range(3)))
    problems = Problems()
    with pytest.raises(StopBuild):
        figures_of(source, ISSUE, COPY, problems)
    (problem,) = problems
    assert problem.code == "D038"
    assert "60000 parcels" in problem.message
    assert problem.where.file == "distribution.csv"


def test_the_limit_of_time_is_enough_for_as_many_parcels_as_there_may_be() -> None:
    assert distributing._SECONDS >= figures.MOST_PARCELS * 0.06


def test_a_limit_in_the_language_of_the_reader() -> None:
    i18n.set_language("vi")
    try:
        assert in_force("0.5") == "0,5"
        assert (whole_in_force(1925), decimal_in_force("1.016,4")) == ("1.925", "1.016,4")
    finally:
        i18n.set_language("en")
    assert (whole_in_force(1925), decimal_in_force("1.016,4"), in_force("0.5")) == (
        *("1925", "1016.4", "0.5"),
    )


@pytest.mark.parametrize(
    ("asked", "listed_with", "wanted"),
    [(None, ";", ";"), (None, ",", ","), (None, "\t", ","), (None, "", ","), (",", ";", ",")],
)
def test_the_table_is_separated_as_the_list(
    asked: str | None, listed_with: str, wanted: str
) -> None:
    spec = DistributionSpec.model_validate({"separator": asked} if asked else {})
    assert Distribution(spec, (), (), separator=listed_with).table_separator == wanted


def test_sums_of_weights_are_those_of_what_is_printed() -> None:
    routes = [Route("", (Delivery(Recipient("A", "a", 1), (Parcel(1, 1, 1, 0, 1, 140.0),)),))] * 3
    assert [weight_of([route]) for route in routes] == ["0,1"] * 3
    assert weight_of(routes) == "0,3", "not 0.42"


# -- routes


def test_routes_in_the_order_of_the_list() -> None:
    figures = reckoned(
        listed(
            Recipient("A", "a", 5, "Tuyến 2"),
            Recipient("B", "b", 6),
            Recipient("C", "c", 0, "Tuyến 3"),
            Recipient("D", "d", 7, "Tuyến 1"),
            Recipient("E", "e", 8, "tuyến  2"),
            Recipient("F", "f", 0, "Tuyến 1"),
        )
    )
    units = {route.name: [d.recipient.unit for d in route.deliveries] for route in figures.routes}
    assert list(units.items()) == [("Tuyến 2", ["A", "E"]), ("", ["B"]), ("Tuyến 1", ["D"])]
    assert [(route.copies, route.parcels) for route in figures.routes] == [(13, 2), (6, 1), (7, 1)]
    assert figures.run.recipients == 26


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Đảng ủy xã Hòa An", "đảng uỷ  xã Hoà An ", True),
        ("Thủy", "Thu\u0309y", True),
        ("Quý", "Qúy", False),
        ("Chi bộ 1", "Chi bộ 2", False),
        ("Hoà", "Hoa", False),
    ],
)
def test_spellings_of_one_name(one: str, other: str, same: bool) -> None:
    assert (same_unit(one) == same_unit(other)) is same


# -- the table


def rows(data: bytes, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def sample(**settings: object) -> Figures:
    return reckoned(
        listed(
            Recipient('Chi bộ "Một", khu 2', "(mẫu) số 1, đường …", 120, "Tuyến 1"),
            Recipient("Chi bộ Hai", "(mẫu) số 2; đường …", 2180, "Tuyến 1"),
            legal_deposit=5,
            archive=10,
            round_to=100,
            **settings,
        )
    )


def test_the_table_adds_up_to_the_print_run() -> None:
    figures = sample()
    head, *body = rows(as_csv(figures, ",", "vi"))
    assert "|".join(head) == "Loại|Nơi nhận|Địa chỉ|Tuyến|Số lượng|Số kiện|Bó|Lẻ|Khối lượng (kg)"
    assert sum(int(row[4]) for row in body) == figures.run.total == 2400
    assert [row[0] for row in body] == [
        *("Nơi nhận", "Nơi nhận", "Dự phòng", "Lưu chiểu", "Lưu tại cơ quan", "Làm tròn"),
    ]
    assert body[0] == [
        *("Nơi nhận", 'Chi bộ "Một", khu 2', "(mẫu) số 1, đường …", "Tuyến 1"),
        *("120", "2", "2", "20", "12.300"),
    ]
    for row in body[:2]:
        assert int(row[6]) * figures.bundle + int(row[7]) == int(row[4])


def test_the_table_as_bytes() -> None:
    data = as_csv(sample(), ",", "en")
    assert data.startswith(b"\xef\xbb\xbfKind,Recipient,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 7
    assert b'"Chi b\xe1\xbb\x99 ""M\xe1\xbb\x99t"", khu 2"' in data
    assert b"Legal deposit,,,,5,,,,\r\n" in data


def test_the_table_for_excel_in_vietnamese_settings() -> None:
    """Where `;` divides columns, a point in a number divides thousands."""
    head, first, *_rest = rows(as_csv(sample(), ";", "vi"), ";")
    assert len(head) == 9
    assert first[8] == "12,300"


def test_no_cell_is_a_formula() -> None:
    """The list's reader refuses formulas, and lets in what looks like a number."""
    units = [Recipient(f"{sign}12", f"{sign}84 …", 9, "Tuyến 1") for sign in "=+-@"]
    data = as_csv(reckoned(listed(*units)), ",", "vi")
    assert not [cell for row in rows(data) for cell in row if cell[:1] in tuple("=+-@\t\r")]
    assert rows(data)[1][1:3] == ["'=12", "'=84 …"]
