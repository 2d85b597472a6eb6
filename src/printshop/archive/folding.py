"""Words made comparable: in one case, with tone marks in one place, with and without diacritics.

Both functions give a text as long as its NFC form, character for character, so that a place in
the one is the same place in the other. How they look is no matter: they are compared, not shown.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["canonical", "fold", "is_marked", "words"]

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_BARE = "aăâeêioôơuưy"
"""Vowels without a tone."""
_COMPOSED = {
    (vowel, tone): unicodedata.normalize("NFC", vowel + tone) for vowel in _BARE for tone in _TONES
}
_SPLIT = {toned: pair for pair, toned in _COMPOSED.items()}
_LATE_TONE = re.compile(f"[{_BARE}]+[{''.join(_SPLIT)}]")
_WORD = re.compile(r"[^\W_]+")


def canonical(text: str) -> str:
    """NFC in small letters, each tone on the first vowel in a row: hoà and hòa are one.

    Wherever people put it in a syllable (`tòan`, `toàn`), it is the same tone of the same word.
    """
    return _LATE_TONE.sub(lambda row: _TONE_FIRST[row[0]], _lower(text))


def fold(text: str) -> str:
    """NFC in small letters, without any diacritics; đ is d."""
    return _lower(text).translate(_BASES)


def is_marked(text: str) -> bool:
    """Whether there are diacritics in it; the stroke of đ is one."""
    return fold(text) != _lower(text)


def words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, as the catalogue's index has them."""
    return _WORD.findall(text)


def _lower(text: str) -> str:
    # İ is the one letter that lower() makes two of
    return unicodedata.normalize("NFC", text).replace("İ", "I").lower()


class _ToneFirst(dict[str, str]):
    """Vowels in a row that end in one with a tone, with the tone on the first; made once each."""

    def __missing__(self, row: str) -> str:
        bare, tone = _SPLIT[row[-1]]
        self[row] = _COMPOSED[row[0], tone] + row[1:-1] + bare
        return self[row]


class _Bases(dict[int, str]):
    """The base letter of every character, found when it is first met."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        self[point] = unicodedata.normalize("NFD", character)[0]
        return self[point]


_BASES = _Bases({ord("đ"): "d"})
_TONE_FIRST = _ToneFirst()
