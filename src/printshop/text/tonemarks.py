"""Where the tone mark stands in oa, oe, uy: hòa or hoà, and each spelling in the other."""

import unicodedata

__all__ = ["misplaced_mark", "new_spelling", "old_spelling"]

_PAIRS = (
    ("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"),
    ("òe", "oè"), ("óe", "oé"), ("ỏe", "oẻ"), ("õe", "oẽ"), ("ọe", "oẹ"),
    ("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("ũy", "uỹ"), ("ụy", "uỵ"),
)  # fmt: skip


def _with_capitals(pairs: dict[str, str]) -> dict[str, str]:
    """The table for small letters, for capitals, and for a capital at the beginning."""
    cases = {**pairs}
    for one, other in pairs.items():
        cases[one.upper()] = other.upper()
        cases[one.capitalize()] = other.capitalize()
    return cases


_OLD = _with_capitals({new: old for old, new in _PAIRS})
_NEW = _with_capitals(dict(_PAIRS))


def old_spelling(syllable: str) -> str:
    """`hoà` as `hòa`; for a syllable that `typography.tone_style` found, in NFC."""
    return _respelt(syllable, _OLD)


def new_spelling(syllable: str) -> str:
    """`hòa` as `hoà`; for a syllable that `typography.tone_style` found, in NFC."""
    return _respelt(syllable, _NEW)


def _respelt(syllable: str, table: dict[str, str]) -> str:
    # Only the rhyme, which ends the syllable; uy after q is written one way.
    if len(syllable) > 2 and syllable[-3] in "qQ":
        return syllable
    return syllable[:-2] + table.get(syllable[-2:], syllable[-2:])


_SHAPES = "\u0302\u0306\u031b"
"""Circumflex, breve, horn: the marks that make another letter; they go before the tone."""


def misplaced_mark(letter: str) -> str:
    """The letter that was meant where marks stand in an odd order: `á` + `^` as `ấ`.

    Args:
        letter: a letter and the marks after it.

    Returns:
        One composed letter; empty where the marks make none, in any order.
    """
    base, *marks = list(unicodedata.normalize("NFD", letter))
    once = dict.fromkeys(marks)
    ordered = sorted(once, key=lambda mark: mark not in _SHAPES)
    composed = unicodedata.normalize("NFC", base + "".join(ordered))
    return composed if len(composed) == 1 else ""
