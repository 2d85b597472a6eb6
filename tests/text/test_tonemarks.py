"""The two placements of the tone mark, and marks in an odd order."""

from __future__ import annotations

import unicodedata

import pytest

from printshop.text.tonemarks import misplaced_mark, new_spelling, old_spelling
from printshop.text.typography import tone_style

PAIRS = ["hòa hoà", "khỏe khoẻ", "Thúy Thuý", "ỦY UỶ", "Ủy Uỷ", "ngọa ngoạ", "hóa hoá", "xõa xoã"]


@pytest.mark.parametrize("pair", PAIRS)
def test_each_spelling_gives_the_other(pair: str) -> None:
    old, new = pair.split()
    assert old_spelling(new) == old == old_spelling(old)
    assert new_spelling(old) == new == new_spelling(new)


@pytest.mark.parametrize("word", ["quý", "quỳ", "Quỹ", "ngoài", "hoàn", "a", "", "nghị"])
def test_other_syllables_stay(word: str) -> None:
    assert old_spelling(word) == word == new_spelling(word)


@pytest.mark.parametrize("tone", "\u0300\u0301\u0303\u0309\u0323")
@pytest.mark.parametrize("rhyme", ["oa", "oe", "uy"])
def test_what_is_found_can_be_respelt(rhyme: str, tone: str) -> None:
    """All fifteen rhymes that tell the styles apart, in both."""
    old = unicodedata.normalize("NFC", "th" + rhyme[0] + tone + rhyme[1])
    new = unicodedata.normalize("NFC", "th" + rhyme + tone)
    style = tone_style(f"{old} {new}")
    assert [spot.syllable for spot in (*style.old, *style.new)] == [old, new]
    assert (old_spelling(new), new_spelling(old)) == (old, new)


@pytest.mark.parametrize(
    ("letter", "meant"),
    [
        ("á\u0302", "ấ"),
        ("ạ\u0306", "ặ"),
        ("ó\u031b", "ớ"),
        ("ế\u0301", "ế"),
        ("q\u0303", ""),
        ("a\u0301\u0300", ""),
    ],
)
def test_marks_in_an_odd_order(letter: str, meant: str) -> None:
    assert misplaced_mark(letter) == meant
