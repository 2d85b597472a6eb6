"""C010 to C016: spaces too many, missing, or of an odd kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from printshop.preflight.copy.matter import CopyMatter
from printshop.preflight.copy.prose import OPAQUE, CopyText, Line
from printshop.problems import Problems
from printshop.text.syllables import is_syllable

_Found = tuple[str, int, dict[str, str]]
"""A code, a column from 0, and what fills the code's texts."""


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note each place; ordinary spaces in a row and tabs print as one space, the others do not."""
    for text in matter.texts:
        for line in text.sound:
            for code, column, params in _found(line):
                problems.add(code, text.at(line, column), near="", **params)
            _check_glued(text, line, problems)


_DOUBLED = re.compile(r"(?<=[^\s\ufffc]) {2,}(?=[^\s\ufffc])")
_TAB = re.compile(r"(?<=[^\s\ufffc])\s*\t\s*(?=[^\s\ufffc])")
_WIDE = re.compile(
    "[ \u00a0\u202f]*(?:\u00a0[ \u00a0]|[ ]\u00a0|[\u2000-\u2008\u200a\u205f\u3000])[ \u00a0]*"
)
_AFTER_SIGN = '(?=$|[\\s\ufffc”"’)\\]*_!?])'
_CLOSES = rf"(?!\?{{3}})[,;!?]{_AFTER_SIGN}|\.{_AFTER_SIGN}(?! ?\.)|[)\]”]"
_BEFORE = re.compile(rf"(?<=[^\s.…_(\[–—-]) +(?=(?P<sign>{_CLOSES}))")
_AFTER = re.compile(r"(?P<sign>[(\[]|(?:^|(?<=[\s\ufffc(]))[“‘]) +(?=[^\s.…_)\]–—-])")
_LETTERS = r"[^\W\d_]{2,}"
_JOINED = re.compile(
    rf"(?<![\w.@/&])(?P<left>{_LETTERS})(?P<sign>[,;:!?.])\**(?=(?P<right>{_LETTERS}))"
)
_CLOSED = re.compile(rf"(?<=\w\w)(?P<sign>[)”])(?=(?P<right>{_LETTERS}))")
_MANY = 6


def _found(line: Line) -> Iterator[_Found]:
    text = line.text
    yield from (("C010", m.start(), {}) for m in _DOUBLED.finditer(text))
    if "\t" in text:
        yield from (("C012", m.start(), {}) for m in _TAB.finditer(text))
    if not text.isascii():
        yield from (("C011", m.start(), {}) for m in _WIDE.finditer(text) if m[0] != " ")
    yield from _at(_BEFORE, "C013", text)
    yield from _at(_AFTER, "C015", text)
    yield from _at(_JOINED, "C014", text, _is_joined)
    yield from _at(_CLOSED, "C014", text, lambda m: is_syllable(m["right"]))


def _at(
    pattern: re.Pattern[str],
    code: str,
    text: str,
    counts: Callable[[re.Match[str]], bool] = lambda _match: True,
) -> Iterator[_Found]:
    for match in pattern.finditer(text):
        if counts(match):
            column = match.start("sign") if code == "C014" else match.start()
            yield code, column, {"sign": match["sign"], "sample": _sample(text, column)}


def _is_joined(match: re.Match[str]) -> bool:
    """Whether two words are joined by a sign, and are no abbreviation, name of a file or code."""
    left, sign, right = match["left"], match["sign"], match["right"]
    if sign != ".":
        return sign != ":" or is_syllable(left)
    rest = match.string[match.end() + len(right) :]
    sentence = right[0].isupper() and right[1:].islower()
    return sentence and left[-1].islower() and is_syllable(left) and not re.match(r"\.\w", rest)


def _check_glued(text: CopyText, line: Line, problems: Problems) -> None:
    """C016 for a line of which most spaces are no-break ones: it came so from a web page."""
    count = line.text.count("\u00a0")
    if count >= _MANY and count > line.text.count(" "):
        problems.add("C016", text.at(line, line.text.index("\u00a0")), count=count)


def _sample(text: str, at: int) -> str:
    """The words round a place."""
    start = max(text.rfind(" ", 0, max(at - 1, 0)) + 1, at - 20)
    end = text.find(" ", at + 2)
    end = min(end if end >= 0 else len(text), at + 25)
    return text[start:end].replace(OPAQUE, "…").strip()
