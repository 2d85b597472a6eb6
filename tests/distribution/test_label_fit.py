"""Texts are measured with the fonts' own widths, and set as large as they have room."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distribution.parcels import WORKSPACE
from printshop.distribution.cards import _fitted
from printshop.distribution.fitting import BOLD, STEPS, Fitter, Lines, Words
from printshop.distribution.measuring import Ruler, Run, ruler
from printshop.distribution.model import Delivery, Parcel, Recipient
from printshop.distribution.wording import unit_name
from printshop.lettering import lettering
from printshop.problems import Problems, StopBuild
from printshop.text.typography import NO_BREAK_SPACE as NBSP
from printshop.text.typography import typeset
from printshop.workspace import Workspace
from support import REPOSITORY

PLEX = REPOSITORY / "fonts/ibm-plex-sans"
REGULAR, SEMIBOLD, BOLD_FACE = (
    PLEX / f"IBMPlexSans_{name}.ttf" for name in ("400Regular", "600SemiBold", "700Bold")
)


@pytest.fixture(scope="module")
def plex() -> Ruler:
    return ruler("IBM Plex Sans", WORKSPACE, Problems())


def test_each_weight_is_measured_with_its_own_face(plex: Ruler) -> None:
    assert plex.files == {400: REGULAR, 600: SEMIBOLD, 700: BOLD_FACE}, "and none that is slanted"
    for weight, face in plex.files.items():
        words = "Đảng ủy phường Bình Thủy"
        expected = lettering(words, face, 12).width
        assert plex.width([Run(words, weight)], 12) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("wanted", "known", "taken"),
    [
        (700, (400, 800), 800),
        (700, (400, 600), 600),
        (400, (500, 300), 500),
        (400, (300, 700), 300),
        (400, (600, 700), 600),
        (600, (400, 500), 500),
        (300, (400, 200), 200),
    ],
)
def test_a_weight_that_is_not_there_is_taken_as_css_does(
    wanted: int, known: tuple[int, ...], taken: int
) -> None:
    faces = {weight: Path(f"{weight}") for weight in known}
    faces[taken] = REGULAR  # the only one that can be read
    assert Ruler(faces).width([Run("a", wanted)], 10) > 0


def test_a_family_that_is_not_there_is_measured_all_the_same() -> None:
    assert ruler("No Such Sans", WORKSPACE, Problems()).width([Run("a")], 10) > 0


def test_a_workspace_without_fonts_is_told(tmp_path: Path) -> None:
    problems = Problems()
    with pytest.raises(StopBuild):
        ruler("IBM Plex Sans", Workspace(tmp_path), problems)
    assert [problem.code for problem in problems] == ["L006"]


def test_lines_end_at_spaces_that_are_no_glue(plex: Ruler) -> None:
    width = plex.width([Run("Tuyến 1")], 10)
    assert plex.lines([Run("Tuyến 1")], 10, width + 0.3) == 1
    assert plex.lines([Run("Tuyến 1")], 10, width - 0.3) == 2
    assert plex.lines([Run(f"Tuyến{NBSP}1")], 10, width - 0.3) is None, "one word, and too wide"
    assert plex.lines([Run("Tuyến "), Run("1", BOLD)], 10, width * 2) == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["Đảng", "ủy", "phường", "số", "12", "–", "Trung"]), min_size=1))
def test_larger_type_never_takes_fewer_lines(words: list[str]) -> None:
    plex = Ruler({400: REGULAR})
    counts = [plex.lines([Run(" ".join(words))], size, 90) for size in (7, 9, 11, 13)]
    assert counts == sorted(count for count in counts if count is not None)
    narrow = plex.lines([Run(" ".join(words))], 9, 60)
    assert narrow is not None
    assert narrow >= (counts[1] or 0)


def words(name: str, address: str = "Số 1 đường Mẫu", route: str = "Tuyến 1") -> Words:
    return Words(
        head=(Lines((Run("Ban Tuyên giáo mẫu"),), "small"),),
        main=(Lines((Run(name, BOLD),), "name"), Lines((Run(address),), "text")),
        foot=(Lines((Run("Thông tin công tác số 9"),), "small"),),
        pair=(Run("50 bản", BOLD), Run(route)),
    )


def test_the_largest_step_with_room_is_taken(plex: Ruler) -> None:
    label = Fitter(plex, 160, 91)
    short, long = label.fit(words("Chi bộ 1")), label.fit(words("Đảng ủy " * 10))
    assert short.fits
    assert long.fits
    assert short.step.name > long.step.name
    larger = STEPS[STEPS.index(long.step) - 1]
    assert not Fitter(plex, 160, 91, [larger]).fit(words("Đảng ủy " * 10)).fits
    assert Fitter(plex, 280, 170).fit(words("Chi bộ 1")).step == STEPS[0]


def test_what_has_no_room_at_all_is_set_smallest_and_told(plex: Ruler) -> None:
    label = Fitter(plex, 160, 91)
    for name in ("Đảng ủy " * 60, "Đ" * 200):
        fit = label.fit(words(name))
        assert (fit.fits, fit.step) == (False, STEPS[-1])


def test_three_of_four_are_alike_and_none_is_larger(plex: Ruler) -> None:
    label = Fitter(plex, 160, 91)
    several = [words("Đảng ủy phường mẫu số 1")] * 5 + [words("A"), words("Đảng ủy " * 12)]
    fits = label.fit_all(several)
    steps = [fit.step for fit in fits]
    assert set(steps[:6]) == {steps[0]}
    assert steps[0] == label.fit(several[0]).step
    assert label.fit(words("A")).step.name > steps[5].name
    assert steps[6].name < steps[0].name
    assert all(fit.fits for fit in fits)
    assert label.fit_all([]) == []


def test_a_long_route_goes_under_the_parcel(plex: Ruler) -> None:
    label = Fitter(plex, 160, 91)
    beside, under = (label.fit(words("A", route=route)) for route in ("Tuyến 1", "Tuyến 1 " * 6))
    assert (beside.stacked, under.stacked) == (False, True)
    assert label.fit(words("A", route="")).stacked is False
    assert under.foot > beside.foot * 0.9


def test_a_name_is_broken_anywhere_before_it_is_cut_off(plex: Ruler) -> None:
    """Lines that end where the sense allows may be more than there is room for."""
    long = "Ban Quản lý Dự án đầu tư xây dựng công trình giao thông và đô thị mẫu"
    recipients = [Recipient(unit, "", 1) for unit in (long, "Đảng ủy phường mẫu số 1")]
    sent = [("", Delivery(one, ()), Parcel(1, 1, 1, 0, 1, 1.0)) for one in recipients]
    by_sense, plainly = unit_name(recipients[0]), typeset(long)
    size = STEPS[-1].name
    width = next(
        w
        for w in range(90, 240)
        if (plex.lines([Run(by_sense, BOLD)], size, w) or 9)
        > (plex.lines([Run(plainly, BOLD)], size, w) or 9)
    )
    height = next(h for h in range(40, 200) if Fitter(plex, width, h).fit(words(plainly)).fits)
    fitter = Fitter(plex, width, height)
    assert not fitter.fit(words(by_sense)).fits
    names, fits = _fitted(sent, fitter, lambda _sent, name: words(name))
    assert [fit.fits for fit in fits] == [True, True]
    assert names == [plainly, unit_name(recipients[1])]
