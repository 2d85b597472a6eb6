"""C002, C003: letters written apart from their accents, and accents that no letter takes."""

from __future__ import annotations

import re
import unicodedata

from printshop.preflight.copy.matter import CopyMatter
from printshop.preflight.copy.prose import CopyText
from printshop.problems import Problems, Where
from printshop.text.tonemarks import misplaced_mark

_MARK = re.compile("[\u0300-\u036f]")
_MARKED = re.compile("\\w[\u0300-\u036f]+")
_LONGEST = 30
_WORD = re.compile(r"\S+")


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note the first decomposed word of each file, and each accent that does not join a letter.

    Sources are put into NFC when they are read, so decomposed text prints right.
    """
    for text in matter.texts:
        _check_form(text, problems)
        _check_marks(text, problems)


def _check_form(text: CopyText, problems: Problems) -> None:
    if unicodedata.is_normalized("NFC", text.raw) or not _MARK.search(text.raw):
        return
    first: tuple[Where, str] | None = None
    count = 0
    for number, line in enumerate(text.raw.split("\n"), start=1):
        if unicodedata.is_normalized("NFC", line):
            continue
        for match in _WORD.finditer(line):
            word = unicodedata.normalize("NFC", match[0])
            if len(word) == len(match[0]):
                continue  # another spelling of one sign, such as Ω
            count += 1
            if first is None:
                # Columns are those of the text in NFC, as in all problems.
                column = len(unicodedata.normalize("NFC", line[: match.start()])) + 1
                first = Where(text.name, number, column), word
    if first:
        problems.add("C002", first[0], word=_shown(first[1]), count=count)


def _check_marks(text: CopyText, problems: Problems) -> None:
    for line in text.lines:
        for match in _MARKED.finditer(line.text) if _MARK.search(line.text) else ():
            start, end = _around(line.text, match.start(), match.end())
            meant = misplaced_mark(match[0])
            near = line.text[start : match.start()] + meant + line.text[match.end() : end]
            mark = next(c for c in match[0] if _MARK.match(c))
            problems.add(
                "C003",
                text.at(line, match.start()),
                near=_shown(near) if meant else "",
                word=_shown(line.text[start:end]),
                codepoint=f"{ord(mark):04X}",
            )


def _around(line: str, start: int, end: int) -> tuple[int, int]:
    """The word that a stretch of a line stands in."""
    first, last = max(0, start - _LONGEST), min(len(line), end + _LONGEST)
    while start > first and (line[start - 1].isalnum() or _MARK.match(line[start - 1])):
        start -= 1
    while end < last and (line[end].isalnum() or _MARK.match(line[end])):
        end += 1
    return start, end


def _shown(word: str) -> str:
    return word if len(word) <= 30 else word[:29] + "…"
