"""Words made comparable: diacritics, đ, case, tone placement; and lengths are kept."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printshop.archive.folding import canonical, fold, is_marked, words

LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Điện Biên", "duong dien bien"),
        ("KHỎE, khoẻ", "khoe, khoe"),
        ("30/2020/NĐ-CP", "30/2020/nd-cp"),
        ("T.Ư", "t.u"),
        ("Fédèle Azari", "fedele azari"),
        ("ﬁ ß 😀", "ﬁ ß 😀"),
    ],
)
def test_folded(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "hòa"),
        ("khoẻ", "khỏe"),
        ("Thuý", "thúy"),
        ("tòan", "toàn"),
        ("qúy", "quý"),
        ("gìa", "già"),
        ("cuả", "của"),
        ("Nguyễn", "ngũyên"),
    ],
)
def test_one_tone_in_two_places_is_one_word(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)
    assert canonical(one) == canonical(unicodedata.normalize("NFD", other))


@pytest.mark.parametrize(
    ("one", "other"), [("ma", "má"), ("má", "mà"), ("hòa", "hoa"), ("dân", "dần"), ("đo", "do")]
)
def test_other_diacritics_are_another_word(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
    assert fold(one) == fold(other)


def test_no_two_syllables_of_the_language_become_one() -> None:
    """Each vowel with each tone in each place: only spellings of one syllable meet."""
    rhymes = ["oa", "oe", "uy", "ia", "ua", "ưa", "ai", "oai", "uyê", "iê", "yê", "uô", "ươ", "ươi"]
    tones = "\u0300\u0301\u0303\u0309\u0323"
    for rhyme in rhymes:
        spelt = {
            tone: {
                canonical(unicodedata.normalize("NFC", f"h{rhyme[:i]}{tone}{rhyme[i:]}n"))
                for i in range(1, len(rhyme) + 1)
            }
            for tone in tones
        }
        assert all(len(forms) == 1 for forms in spelt.values()), rhyme
        assert len(set.union(*spelt.values())) == len(tones)


@settings(max_examples=200, deadline=None)
@given(st.text() | st.text(LETTERS + LETTERS.upper() + " -/.\u0301İ"))
def test_lengths_are_kept_and_folding_twice_is_folding_once(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(fold(text)) == len(canonical(text)) == len(composed)
    if not any(map(unicodedata.combining, composed)):
        assert fold(fold(text)) == fold(text) == fold(canonical(text))


def test_marked() -> None:
    assert [is_marked(word) for word in ("đo", "do", "À", "62", "DAN")] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_words() -> None:
    assert words("số 62-KL/TW, T.Ư; a_b") == ["số", "62", "KL", "TW", "T", "Ư", "a", "b"]
