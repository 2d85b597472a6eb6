"""Vietnamese alphabetical order, as CLDR has it, without ICU.

Letters decide first, over the whole text; then tones (none, huyền, hỏi, ngã, sắc, nặng); then
case, small before capital.
"""

import unicodedata
from typing import NamedTuple

from printshop.text.typography import plain

__all__ = ["CollationKey", "NameKey", "collation_key", "name_key"]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"

_RANK_OF_LETTER = {letter: rank for rank, letter in enumerate(_ALPHABET)}
_RANK_OF_TONE = {tone: rank for rank, tone in enumerate(_TONES, start=1)}
_RANK_OF_OTHER_MARK = len(_TONES) + 1

_SPACE, _SIGN, _DIGIT, _LETTER, _OTHER = range(5)


class CollationKey(NamedTuple):
    """What a text sorts by, in order of weight."""

    letters: tuple[tuple[int, int], ...]
    marks: tuple[int, ...]
    capitals: tuple[bool, ...]
    text: str


class NameKey(NamedTuple):
    """What a personal name sorts by: given name, family name, what stands between."""

    given: CollationKey
    family: CollationKey
    middle: CollationKey


def collation_key(text: str) -> CollationKey:
    """Return the key that sorts texts in Vietnamese order; glue does not count."""
    composed = unicodedata.normalize("NFC", plain(text))
    parts = [_part(character) for character in composed]
    return CollationKey(
        tuple(letter for letter, _ in parts),
        tuple(mark for _, mark in parts),
        tuple(character.isupper() for character in composed),
        composed,
    )


def name_key(name: str) -> NameKey:
    """Return the key that sorts personal names by last word, then first, then those between."""
    *others, given = plain(name).split() or [""]
    family, middle = others[:1], others[1:]
    return NameKey(
        collation_key(given), collation_key(" ".join(family)), collation_key(" ".join(middle))
    )


def _part(character: str) -> tuple[tuple[int, int], int]:
    """Split a character into the rank of its letter and the rank of its mark."""
    base, *marks = list(unicodedata.normalize("NFD", character.lower()))
    mark = max((_RANK_OF_TONE.get(mark, 0) for mark in marks), default=0)
    letter = unicodedata.normalize(
        "NFC", base + "".join(mark for mark in marks if mark not in _RANK_OF_TONE)
    )
    if letter in _RANK_OF_LETTER:
        return (_LETTER, _RANK_OF_LETTER[letter]), mark
    return _foreign(base), _RANK_OF_OTHER_MARK if marks else 0


def _foreign(base: str) -> tuple[int, int]:
    if base in _RANK_OF_LETTER:
        return _LETTER, _RANK_OF_LETTER[base]
    if base.isspace():
        return _SPACE, 0
    if base.isdecimal():
        return _DIGIT, unicodedata.decimal(base)
    return (_OTHER if base.isalpha() else _SIGN), ord(base)
