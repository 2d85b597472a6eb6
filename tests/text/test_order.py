"""Vietnamese alphabetical order."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.text.order import collation_key, name_key


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ầ", "b"],
        ["c", "d", "đ", "e", "ê", "f", "g", "h", "i", "k"],
        ["n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"],
        ["anh", "ăn", "ân", "bà"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mài", "mái"],
        ["da", "đa", "e"],
        ["", " ", "-", "1", "2", "a", "z", "я"],
        ["Ba", "bà", "Bà"],
        ["an", "An", "AN"],
        ["o", "ö", "ô"],
        ["Cần Thơ", "Cân Thơm"],
    ],
)
def test_collation(ordered: list[str]) -> None:
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled, key=collation_key) == ordered


def test_letters_decide_over_the_whole_text_before_tones() -> None:
    assert sorted(["hạ an", "ha bình", "hà an"], key=collation_key) == [
        "hà an",
        "hạ an",
        "ha bình",
    ]


def test_names_sort_by_last_word_then_first_then_middle() -> None:
    names = [
        "Trần Thanh Cần",
        "Lê Văn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Bùi Ánh",
        "Minh Hải",
        "Đỗ Hải",
        "Ba",
    ]
    assert sorted(names, key=name_key) == [
        "Lê Văn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Bùi Ánh",
        "Ba",
        "Trần Thanh Cần",
        "Đỗ Hải",
        "Minh Hải",
    ]


@pytest.mark.parametrize("name", ["", " ", "\u00a0"])
def test_a_name_without_words_comes_first(name: str) -> None:
    assert name_key(name) < name_key("An")


def test_glue_does_not_count() -> None:
    assert collation_key("TP.\u00a0Cần\u00a0Thơ") == collation_key("TP. Cần Thơ")
    assert name_key("Trần Thanh\u00a0Cần") == name_key("Trần Thanh Cần")


@given(st.text())
def test_normal_form_does_not_count(text: str) -> None:
    forms = {collation_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@given(st.text(), st.text())
def test_only_equal_texts_have_equal_keys(one: str, other: str) -> None:
    one, other = (unicodedata.normalize("NFC", text) for text in (one, other))
    if one != other and not set("\u2060\u00a0\u202f") & set(one + other):
        assert collation_key(one) != collation_key(other)
