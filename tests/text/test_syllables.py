"""What a Vietnamese syllable can be."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.text.syllables import is_syllable
from support import REPOSITORY

_WORD = re.compile(r"[^\W\d_]+")


SYLLABLES = (
    "nghị Đảng quyết giếng gì khuỷu nghiêng thuyền hoà hòa thúy thuý khoẻ ưỡn yểng quốc xoong"
    " boong ngoằn ngoèo huơ khuya quỳnh ý ở à TRƯỜNG nguẩy tuýp huých"
)


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word",
    ["", "hội nghị", "café", "naïve", "où", "ß", "nghịch1", "tràc", "hộỉ", "ăn2", "bcd", "ươngg",
     "señor", "fa", "w", "nghiêngnghiêng", "a" * 40],
)  # fmt: skip
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_the_words_of_the_sample_issues() -> None:
    """Nearly every accented word is a syllable; the rest are foreign, or units."""
    texts = [path.read_text("utf-8") for path in REPOSITORY.glob("issues/*/articles/*.md")]
    words = [w for text in texts for w in _WORD.findall(text) if not w.isascii()]
    odd = [w for w in words if not is_syllable(w)]
    assert len(words) > 20_000
    assert len(odd) < len(words) / 1000, sorted(set(odd))


@given(st.text(max_size=20))
def test_any_text_gives_an_answer(text: str) -> None:
    assert is_syllable(text) in (True, False)
