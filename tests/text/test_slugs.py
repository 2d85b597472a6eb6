"""Texts reduced to plain letters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.text.slugs import fold, slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Thành phố Cần Thơ", "thanh pho can tho"),
        ("ĐƯỜNG Đường đường", "duong duong duong"),
        ("Ca\u0302\u0300n", "can"),
        ("số\u00a062-\u2060KL/\u2060TW", "so 62-kl/tw"),
        ("Москва 東京 2²", "москва 東京 2²"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_once_is_enough(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giám sát Kết luận số 62-KL/TW", "giam-sat-ket-luan-so-62-kl-tw"),
        ("  “Dân vận khéo”… ", "dan-van-kheo"),
        ("số\u00a062-\u2060KL", "so-62-kl"),
        ("東京", ""),
        ("", ""),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("max_length", "expected"),
    [
        (11, "giam-sat-ky"),
        (10, "giam-sat"),
        (9, "giam-sat"),
        (8, "giam-sat"),
        (3, "gia"),
        (4, "giam"),
    ],
)
def test_slug_is_cut_at_a_word_where_possible(max_length: int, expected: str) -> None:
    assert slug("Giám sát kỳ", max_length=max_length) == expected


@given(st.text(), st.integers(1, 80))
def test_slug_is_always_an_id(text: str, max_length: int) -> None:
    made = slug(text, max_length=max_length)
    assert len(made) <= max_length
    assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", made)
    assert slug(made, max_length=max_length) == made
