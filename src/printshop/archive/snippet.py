"""Where in a text the words of a query are: a piece of it to show, and the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from printshop.archive.folding import canonical, fold, words
from printshop.archive.query import Rigour, Unit

WIDTH = 180
"""Characters of a snippet, about."""
_LEAD = 50
"""Of these, before the first hit."""
_MOST = 100
"""Places that are looked at in one text."""


_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA1), 0x2028, 0x2029), " ")
"""Line ends, and what a terminal would obey; one character for one."""


@dataclass(frozen=True)
class Snippet:
    """A piece of an original text."""

    text: str
    """In one line; cut ends show as …"""
    marks: tuple[tuple[int, int], ...] = ()
    """Where in `text` hits begin and end; words side by side are one."""


@dataclass(frozen=True)
class _Place:
    start: int
    end: int
    unit: int
    exact: bool


def snippet(text: str, units: Sequence[Unit], rigour: Rigour, skip: int = 0) -> Snippet:
    """The piece of a text where most of the units are close to one another.

    Args:
        text: in NFC.
        units: what was looked for.
        rigour: how words were compared; where they are not so, they are not marked.
        skip: characters at the beginning that are shown elsewhere: the title.
    """
    places = _places(text, units, rigour)
    later = [place for place in places if place.start >= skip]
    best, best_later = _best(places, len(units)), _best(later, len(units))
    if best_later and _worth(best_later) >= _worth(best):
        best = best_later
    start, end = _cut(text, best[0].start if best else skip, _LEAD if best else 0)
    inside = [place for place in places if start <= place.start and place.end <= end]
    return _shown(text, start, end, inside)


def page_of(
    pages: Sequence[tuple[int, str, str]], units: Sequence[Unit], rigour: Rigour
) -> int | None:
    """The first page that holds most of the units.

    Args:
        pages: those of the item: number, folio, text; in order.
        units: what was looked for.
        rigour: how words were compared.

    Returns:
        Its place among `pages`; None where no page has any.
    """
    best, most = None, (0, 0)
    for i, (_, _, text) in enumerate(pages):
        found = _worth(_best(_places(text, units, rigour), len(units)))
        if found > most:
            best, most = i, found
        if _is_all(found, len(units)):
            break
    return best


def _places(text: str, units: Sequence[Unit], rigour: Rigour) -> list[_Place]:
    """Where units are, in order."""
    folded = fold(text)
    if not units or len(folded) != len(text):  # it was not NFC
        return []
    matches = islice(_pattern(tuple(units)).finditer(folded), _MOST)
    found = []
    for match in matches:
        number = next(i for i, group in enumerate(match.groups()) if group is not None)
        spelt = text[match.start() : match.end()]
        exact = rigour is not Rigour.FOLDED and _is_exact(spelt, units[number], rigour)
        found.append(_Place(match.start(), match.end(), number, exact))
    return [place for place in found if place.exact] or found


@lru_cache(maxsize=64)
def _pattern(units: tuple[Unit, ...]) -> re.Pattern[str]:
    """Any of the units in folded text; a group for each."""
    bodies = []
    for unit in units:
        body = r"[\W_]+".join(unit.folded)
        bodies.append(f"({body})" + ("" if unit.prefix else r"(?![^\W_])"))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(bodies)})")


def _is_exact(spelt: str, unit: Unit, rigour: Rigour) -> bool:
    """Whether words are spelt as typed; those without diacritics, where that counts."""
    return all(
        not (mark or (rigour is Rigour.LITERAL and not unit.open_ended))
        or (there.startswith(word) if unit.prefix else there == word)
        for there, word, mark in zip(words(canonical(spelt)), unit.words, unit.marked, strict=False)
    )


def _best(places: Sequence[_Place], units: int) -> list[_Place]:
    """The places of a snippet that has most units, and of such ones the first."""
    best: list[_Place] = []
    most = (0, 0)
    for window in _windows(places):
        worth = _worth(window)
        if worth > most:
            best, most = window, worth
        if _is_all(worth, units):
            break
    return best


def _windows(places: Sequence[_Place]) -> Iterator[list[_Place]]:
    """For each place, those that a snippet beginning there has room for."""
    room = WIDTH - _LEAD
    for i, first in enumerate(places):
        window: list[_Place] = []
        for place in places[i:]:
            if place.end - first.start > room and window:
                break
            window.append(place)
        yield window


def _worth(window: Sequence[_Place]) -> tuple[int, int]:
    """How many different units, then how many pairs of them side by side."""
    pairs = {
        one.unit
        for one, other in pairwise(window)
        if one.unit + 1 == other.unit and other.start - one.end <= 2
    }
    return len({place.unit for place in window}), len(pairs)


def _is_all(worth: tuple[int, int], units: int) -> bool:
    """Whether nothing can be better: all units, in a row."""
    return worth >= (units, units - 1)


def _cut(text: str, at: int, lead: int) -> tuple[int, int]:
    """Where a snippet around `at` begins and ends: between words, at a paragraph if one is near."""
    start = max(0, at - lead)
    if not lead:  # nothing stands before it that belongs to it
        start += len(text[at:]) - len(text[at:].lstrip())
    paragraph = text.rfind("\n", start, at)
    if paragraph >= 0:
        start = paragraph + 1
    elif start > 0:
        space = text.find(" ", start, at)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + WIDTH)
    if end < len(text):
        space = text.rfind(" ", at + 1, end)
        end = space if space > start + WIDTH // 2 else end
    return start, end


def _shown(text: str, start: int, end: int, places: Sequence[_Place]) -> Snippet:
    before, after = "… " if start > 0 else "", " …" if end < len(text) else ""
    shift = len(before) - start
    marks: list[tuple[int, int]] = []
    for place in places:
        first, last = place.start + shift, place.end + shift
        if marks and text[marks[-1][1] - shift : place.start] in ("", " "):
            first = marks.pop()[0]
        if not marks or first >= marks[-1][1]:
            marks.append((first, last))
    body = text[start:end].translate(_CONTROL)
    return Snippet(f"{before}{body}{after}", tuple(marks))
