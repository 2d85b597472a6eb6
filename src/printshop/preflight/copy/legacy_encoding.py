"""C004 to C007: letters that came out of a wrong encoding."""

from __future__ import annotations

import re

from printshop.preflight.copy.matter import CopyMatter
from printshop.preflight.copy.prose import CopyText, Line
from printshop.problems import Problems
from printshop.text.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_ETH = re.compile("[ÐðƉ]")
_TO_DE = str.maketrans("ÐðƉ", "ĐđĐ")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_FOREIGN = re.compile("[ÐðƉ\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LOST = "\ufffd"


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note the first such word of each line."""
    for text in matter.texts:
        for debris in text.debris:
            for i, spot in debris.lines.items():
                problems.add(
                    "C005",
                    text.at(text.lines[i], spot.start),
                    word=spot.word,
                    meant=spot.meant,
                    encoding=debris.encoding,
                )
        for i, spot in text.mojibake.items():
            where = text.at(text.lines[i], spot.start)
            problems.add("C004", where, word=_short(spot.word), meant=_short(spot.meant))
        for line in text.sound:
            _check_line(text, line, problems)


def _check_line(text: CopyText, line: Line, problems: Problems) -> None:
    if line.text.isascii():
        return
    if _LOST in line.text:
        where = text.at(line, line.text.index(_LOST))
        problems.add("C007", where, count=line.text.count(_LOST))
    if _FOREIGN.search(line.text):
        _check_letters(text, line, problems)


def _check_letters(text: CopyText, line: Line, problems: Problems) -> None:
    """C006 for the first word with a letter of another language."""
    for match in _WORD.finditer(line.text):
        word = match[0]
        meant = ""
        if _ETH.search(word) and is_syllable(word.translate(_TO_DE)):
            meant = word.translate(_TO_DE)
        elif _CYRILLIC.search(word) and _LATIN.search(word):
            meant = word.translate(_ALIKE)
        if meant:
            where = text.at(line, match.start())
            problems.add("C006", where, word=_short(word), meant=_short(meant))
            return


_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсухіјѕ", "ABEKMHOPCTXaeopcyxijs")
"""Cyrillic letters as the Latin ones that they look like."""


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"
