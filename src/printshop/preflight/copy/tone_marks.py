"""C020, C021: the tone mark in oa, oe, uy placed in the old and the new way in one issue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from printshop.preflight.copy.matter import CopyMatter
from printshop.problems import Problems, Where
from printshop.text.tonemarks import new_spelling, old_spelling
from printshop.text.typography import tone_style

_NAME_BEFORE = re.compile(r"([^\W\d_]+) $")
_NAME_AFTER = re.compile(r" ([^\W\d_]+)")


_SHOWS = re.compile("[òỏõóọ][ae]|[ùủũúụ]y|o[àảãáạèẻẽéẹ]|u[ỳỷỹýỵ]", re.IGNORECASE)
"""What every line with such a syllable has: looked for first, because that is quick."""


@dataclass(frozen=True)
class _Found:
    """A syllable that shows one of the two ways."""

    where: Where
    word: str
    is_old: bool
    name: str
    """The words with capitals that it stands among, in the old way; empty outside names."""

    @property
    def other(self) -> str:
        """Its other spelling."""
        return new_spelling(self.word) if self.is_old else old_spelling(self.word)


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note each syllable written in the way that fewer of the issue's are.

    Words with a capital beside another capital are taken for names: whoever bears a name spells
    it. They count only against the same name in its other spelling.
    """
    found = sorted(_all(matter), key=lambda one: one.where)
    _note("C020", [one for one in found if not one.name], problems)
    for name in dict.fromkeys(one.name for one in found if one.name):
        _note("C021", [one for one in found if one.name == name], problems)


def _note(code: str, found: list[_Found], problems: Problems) -> None:
    old = [one for one in found if one.is_old]
    new = [one for one in found if not one.is_old]
    if not (old and new):
        return
    # Where both are as many, what the issue begins with is right.
    fewer, more = (old, new) if len(old) < len(new) or found[0] in new else (new, old)
    if len(fewer) > len(more):
        fewer, more = more, fewer
    for one in fewer:
        problems.add(
            code, one.where, word=one.word, other=one.other, fewer=len(fewer), more=len(more)
        )


def _all(matter: CopyMatter) -> Iterator[_Found]:
    for text in matter.texts:
        for line in text.sound:
            if not _SHOWS.search(line.text):
                continue
            style = tone_style(line.text)
            for spots, is_old in ((style.old, True), (style.new, False)):
                for spot in spots:
                    name = _name(line.text, spot.start, spot.syllable)
                    yield _Found(text.at(line, spot.start), spot.syllable, is_old, name)


def _name(line: str, start: int, syllable: str) -> str:
    """The name that a syllable is part of, its neighbours with it; empty where it is none."""
    if not syllable[0].isupper() or (len(syllable) > 1 and syllable.isupper()):
        return ""
    before = _NAME_BEFORE.search(line, max(0, start - 12), start)
    after = _NAME_AFTER.match(line, start + len(syllable))
    parts = [old_spelling(syllable)]
    if before and before[1].istitle():
        parts.insert(0, before[1])
    if after and after[1].istitle():
        parts.append(after[1])
    return " ".join(parts) if len(parts) > 1 else ""
