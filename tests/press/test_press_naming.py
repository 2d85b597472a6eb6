"""Names of press files."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.press import Press, PressSpec, press_file_name
from printshop.press.contract import Condition, CoverRules
from printshop.press.naming import MAX_LENGTH
from printshop.press.pattern import pattern_fault

DAY = dt.date(2017, 9, 12)
CONDITION = Condition(identifier="FOGRA39", description="C", profile="a.icc")


def press(pattern: str, name: str = "nhà-in", *, apart: bool = False) -> Press:
    spec = PressSpec(
        description="P",
        condition=CONDITION,
        cover=CoverRules(apart=apart),
        file_name=pattern,
    )
    return Press(name, Path("presses/p.yaml"), spec, Path("presses/a.icc"), b"")


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{issue}-{part}", "2017-09-press.pdf"),
        ("{number}_{month}-{year}", "09-2017_09-2017.pdf"),
        ("{press}.{part}.pdf", "nha-in.press.pdf"),
        ("{issue}.PDF", "2017-09.pdf"),
        ("Bản tin Đảng bộ – số {number}", "Ban-tin-Dang-bo-so-09-2017.pdf"),
        ("{{{issue}}}", "2017-09.pdf"),
        ("…", "press.pdf"),
        (".pdf", "press.pdf"),
    ],
)
def test_names(pattern: str, name: str) -> None:
    assert press_file_name(press(pattern), "2017-09", "09/2017", DAY, "press") == name


def test_a_number_without_a_letter_we_have_is_the_issues_id() -> None:
    assert press_file_name(press("{number}"), "tet", "第", DAY, "press") == "tet.pdf"


@given(
    st.text(max_size=200).filter(lambda text: "{" not in text and "}" not in text),
    st.text(max_size=200),
    st.text(max_size=200),
)
def test_body_and_cover_have_safe_names_of_their_own(rest: str, issue: str, number: str) -> None:
    pattern = (rest + "{number}{part}{issue}{press}").replace("/", "").replace("\\", "")
    house = press(pattern, name=number, apart=True)
    body, cover = (press_file_name(house, issue, number, DAY, part) for part in ("body", "cover"))
    assert body != cover
    for name in (body, cover):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*\.pdf", name)
        assert len(name) <= MAX_LENGTH + 4


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("{issue", "a brace is not closed"),
        ("issue}", "a brace is not closed"),
        ("{so}", "it cannot fill `{so}`"),
        ("{}", "it cannot fill `{}`"),
        ("{issue.__class__}", "it cannot fill `{issue.__class__}`"),
        ("{number:>99999999}", "it cannot fill `{number:>99999999}`"),
        ("{number!r}", "it cannot fill `{number!r}`"),
        ("{year}/{issue}", "it names a folder"),
        ("..\\{issue}", "it names a folder"),
    ],
)
def test_patterns_that_name_nothing(pattern: str, reason: str) -> None:
    assert pattern_fault(pattern, apart=False).startswith(reason)


def test_a_cover_apart_has_its_part_in_the_name() -> None:
    assert pattern_fault("{issue}", apart=False) == ""
    assert "`{part}`" in pattern_fault("{issue}", apart=True)
    assert "`{part}`" in pattern_fault("{{part}}{issue}", apart=True)
    assert pattern_fault("{issue}-{part}", apart=True) == ""
