"""Debris of other encodings in text that is Unicode by now: found, and read as it was meant.

Four legacy encodings (TCVN3 of the fonts `.Vn…`, VNI of the fonts `VNI-…`, VIQR, Windows-1258)
reach a Unicode file as letters of Western Europe; and UTF-8 that a program took for Western text
gives two or three signs for a letter. Pure functions on strings; nothing is changed here.

A word is taken for debris only where it is no Vietnamese syllable as it stands and is one as it
would be decoded; that a text is in a legacy encoding, only where several such words say so. French
and Spanish words hardly ever pass the first test and never the second.

Tables: TCVN3 as `TCVN5712-1` of glibc's iconv, without what the fonts do not have; Windows-1258 is
Python's codec; VNI and VIQR (RFC 1456) are rules, written out below.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from printshop.text.syllables import is_syllable

__all__ = ["Debris", "Spot", "find_debris", "find_mojibake"]


class Spot(NamedTuple):
    """A word that came out of a wrong encoding."""

    start: int
    word: str
    meant: str


class Debris(NamedTuple):
    """Words of one encoding: where the first of each line stands, by line (from 0)."""

    encoding: str
    lines: dict[int, Spot]


# --- UTF-8 taken for Windows-1252 -------------------------------------------------------------


def _in_western(byte: int) -> str:
    """A byte as Windows-1252 has it; the five it leaves free as Latin-1 does."""
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


_BYTE = {chr(byte): byte for byte in range(0x80, 0x100)}  # Latin-1
_BYTE |= {_in_western(byte): byte for byte in range(0x80, 0x100)}
_TAIL = re.escape("".join(sign for sign, byte in _BYTE.items() if byte < 0xC0))
_TWO = re.escape("".join(_in_western(byte) for byte in range(0xC2, 0xE0)))
_THREE = re.escape("".join(_in_western(byte) for byte in range(0xE0, 0xF0)))
_SEQUENCE = re.compile(f"[{_TWO}][{_TAIL}]|[{_THREE}][{_TAIL}]{{2}}")
_ACCENTED = frozenset("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ")
_SIGNS = frozenset("–—‘’“”…•₫°±²³·½×«»\u00a0\ufeff")
_WEAK = re.compile("[ÃÂÊÔ][\u00a0’”“‘–—…»«°]")
"""A capital of Vietnamese that ends a word, and a sign after it: no debris by itself."""


def find_mojibake(line: str) -> Spot | None:
    """The first word of a line whose letters are UTF-8 read as Western text; None without one.

    `Ä‘á»“ng` is `đồng`. What may as well be a capital before a quotation mark counts only beside
    others.
    """
    strong = next((m for m in _sequences(line) if not _WEAK.fullmatch(m[0])), None)
    if strong is None:
        return None
    start = line.rfind(" ", 0, strong.start()) + 1
    end = line.find(" ", strong.end())
    word = line[start : end if end >= 0 else len(line)]
    return Spot(start, word, _SEQUENCE.sub(_as_utf8, word))


def _sequences(line: str) -> Iterator[re.Match[str]]:
    for match in _SEQUENCE.finditer(line):
        letter = _as_utf8(match)
        if letter.lower() in _ACCENTED or letter in _SIGNS:
            yield match


def _as_utf8(match: re.Match[str]) -> str:
    return bytes(_BYTE[c] for c in match[0]).decode("utf-8", errors="ignore") or match[0]


# --- Legacy encodings -------------------------------------------------------------------------

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

_TONE_NAMES = {"acute": "\u0301", "grave": "\u0300", "hook": "\u0309", "tilde": "\u0303",
               "dot": "\u0323", "": ""}  # fmt: skip


def _letter(base: str, shape: str, tone: str) -> str:
    return unicodedata.normalize("NFC", base + shape + _TONE_NAMES[tone])


def _vni_table() -> dict[str, str]:
    """VNI: a base letter and one sign for its marks; đ, ơ, ư and some of i and y are one sign."""
    plain = {"ù": "acute", "ø": "grave", "û": "hook", "õ": "tilde", "ï": "dot"}
    table = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    for sign, tone in plain.items():
        table |= {base + sign: _letter(base, "", tone) for base in "aeiouy"}
        table |= {"ô" + sign: _letter("ơ", "", tone), "ö" + sign: _letter("ư", "", tone)}
    for sign, tone in zip("âáàåãä", ("", "acute", "grave", "hook", "tilde", "dot"), strict=True):
        table |= {base + sign: _letter(base, "\u0302", tone) for base in "aeo"}
    for sign, tone in zip("êéèúüë", ("", "acute", "grave", "hook", "tilde", "dot"), strict=True):
        table["a" + sign] = _letter("a", "\u0306", tone)
    return table


def _viqr_table() -> dict[str, str]:
    """VIQR: a letter, then `^`, `(` or `+` for its shape, then a sign for its tone; dd is đ."""
    tones = {"": "", "'": "acute", "`": "grave", "?": "hook", "~": "tilde", ".": "dot"}
    shapes = {
        "": ("aeiouy", ""),
        "^": ("aeo", "\u0302"),
        "(": ("a", "\u0306"),
        "+": ("ou", "\u031b"),
    }
    return {"dd": "đ"} | {
        base + shape_sign + tone_sign: _letter(base, shape, tone)
        for shape_sign, (bases, shape) in shapes.items()
        for tone_sign, tone in tones.items()
        for base in bases
        if shape_sign or tone_sign
    }


def _by_table(table: dict[str, str]) -> Callable[[str], str]:
    """A decoder by a table for small letters, the longest entry first."""
    pattern = re.compile(
        "|".join(map(re.escape, sorted(table, key=len, reverse=True))), re.IGNORECASE
    )

    def decoded(word: str) -> str:
        return pattern.sub(_cased, word)

    def _cased(match: re.Match[str]) -> str:
        found = table[match[0].lower()]
        return found.upper() if match[0][0].isupper() else found

    return decoded


def _windows_1258(word: str) -> str:
    try:
        text = word.encode("cp1252").decode("cp1258")
    except UnicodeError:
        return word
    return unicodedata.normalize("NFC", text)


_DECODERS: dict[str, Callable[[str], str]] = {
    "VNI": _by_table(_vni_table()),
    "TCVN3": lambda word: word.translate(_TCVN3),
    "Windows-1258": _windows_1258,
}
_VIQR = _by_table(_viqr_table())

_WESTERN_WORD = re.compile("(?<![^\\W_])[A-Za-z\u00a1-\u00ff]{2,14}(?![^\\W_]|[\u0300-\u036f])")
_HIGH = re.compile("[\u00a1-\u00ff]")
_VIQR_WORD = re.compile(r"(?<![\w^+(`'?~.])[A-Za-z^+(`'?~.]{2,14}(?!\w)")
_VIQR_SHAPE = re.compile(r"[aeo]\^|a\([a-z`'?~.]|[ou]\+[a-z`'?~.]|dd[aeiouy]", re.IGNORECASE)
_END = ".?'"

_ENOUGH_IN_LINE = 2
_ENOUGH_IN_TEXT = 3
_SHARE = 0.7
"""Of the words that are not Vietnamese as they stand, how many must make sense when decoded."""
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


class _Line(NamedTuple):
    """What one line shows."""

    spots: dict[str, list[Spot]]
    """By encoding."""
    odd: int
    """How many of its words have letters of Western Europe and are not Vietnamese."""
    vietnamese: bool
    """Whether it has letters that only Unicode's Vietnamese has."""

    def distinct(self, encoding: str) -> set[str]:
        """The different words that this encoding reads, in small letters."""
        return {spot.word.lower() for spot in self.spots.get(encoding, ())}

    def speaks_for(self, encoding: str) -> bool:
        """Whether this line alone is enough."""
        enough = len(self.distinct(encoding)) >= _ENOUGH_IN_LINE
        return enough and len(self.spots[encoding]) >= _SHARE * self.odd


def find_debris(lines: Iterable[str]) -> list[Debris]:
    """The legacy encodings that a text shows: two different words in a line, or three in all.

    Most of the words that are not Vietnamese must become so by the same encoding; for three words
    in all, only lines count that have no proper Vietnamese in them.

    Args:
        lines: in NFC, without code and addresses.
    """
    read = {i: line for i, text in enumerate(lines) if (line := _read(text)).spots}
    result = []
    for encoding in _clearest_first(read.values()):
        chosen = {i for i, line in read.items() if line.speaks_for(encoding)}
        chosen |= _together(read, encoding)
        if chosen:
            result.append(Debris(encoding, {i: read[i].spots[encoding][0] for i in sorted(chosen)}))
            read = {i: line for i, line in read.items() if i not in chosen}
    return result


def _together(read: dict[int, _Line], encoding: str) -> set[int]:
    """The lines that only together speak for an encoding."""
    bare = {i: line for i, line in read.items() if not line.vietnamese}
    some = {i for i, line in bare.items() if encoding in line.spots}
    words = {word for i in some for word in bare[i].distinct(encoding)}
    found = sum(len(bare[i].spots[encoding]) for i in some)
    odd = sum(line.odd for line in bare.values())
    return some if len(words) >= _ENOUGH_IN_TEXT and found >= _SHARE * odd else set()


def _clearest_first(lines: Iterable[_Line]) -> list[str]:
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update({encoding: len(spots) for encoding, spots in line.spots.items()})
    return sorted(counts, key=lambda encoding: (-counts[encoding], encoding))


def _read(text: str) -> _Line:
    spots: dict[str, list[Spot]] = {}
    odd = 0
    if _HIGH.search(text):
        for match in _WESTERN_WORD.finditer(text):
            odd += not match[0].isascii() and not is_syllable(match[0])
            for encoding, meant in _readings(match[0]):
                spots.setdefault(encoding, []).append(Spot(match.start(), match[0], meant))
    if _VIQR_SHAPE.search(text):
        for match in _VIQR_WORD.finditer(text):
            word = match[0].rstrip(_END) if not _VIQR_SHAPE.search(match[0][-3:]) else match[0]
            if meant := _viqr_reading(word):
                spots.setdefault("VIQR", []).append(Spot(match.start(), word, meant))
    return _Line(spots, odd, bool(_VIETNAMESE.search(text)))


@lru_cache(maxsize=20_000)
def _readings(word: str) -> tuple[tuple[str, str], ...]:
    """What a word of Western letters would be, in each encoding in which it is a syllable."""
    if word.isascii() or is_syllable(word):
        return ()
    return tuple(
        (encoding, meant)
        for encoding, decoded in _DECODERS.items()
        if (meant := decoded(word)) != word and is_syllable(meant) and not meant.isascii()
    )


def _viqr_reading(word: str) -> str:
    if not _VIQR_SHAPE.search(word):
        return ""
    for candidate in (word, word.rstrip(_END)):
        meant = _VIQR(candidate)
        if meant.isalpha() and is_syllable(meant):
            return meant
    return ""
