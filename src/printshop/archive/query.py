"""What is asked of the catalogue, and how it is read.

Whatever a person types is a query: what has no meaning is passed over. Words are letters and
digits; signs within what is written together hold its words together (`62-KL/TW`, `T.Ư`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from printshop.archive.folding import canonical, fold, words

EVERY = "\ue000"
"""The facet that all items have; it also keeps facets and names apart."""
MOST_UNITS, MOST_WORDS = 24, 24
"""Of a query, and of one phrase in it; what is beyond is not looked at."""
_LONGEST = 4000
"""Characters that are looked at."""


@dataclass(frozen=True)
class Query:
    """What somebody looks for."""

    text: str = ""
    """Words; phrases in quotation marks, `word*`, `-word`. Empty: all that the rest permits."""
    author: str = ""
    """Words of a name, with or without diacritics."""
    photographer: str = ""
    section: str = ""
    since: int | None = None
    """The first year."""
    until: int | None = None
    """The last year."""
    limit: int = 20


class Rigour(IntEnum):
    """How a word of the query is compared."""

    LITERAL = 0
    """As it is typed: a word without diacritics means one without, if it does not go on."""
    MARKED = 1
    """Words typed with diacritics as they are; words without mean any."""
    FOLDED = 2
    """No word by its diacritics."""


@dataclass(frozen=True)
class Unit:
    """Words that must stand together: one word, a phrase, a document's number."""

    words: tuple[str, ...]
    """Canonical."""
    prefix: bool = False
    """The last word goes on."""
    excluded: bool = False

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The words without diacritics."""
        return tuple(fold(word) for word in self.words)

    @cached_property
    def marked(self) -> tuple[bool, ...]:
        """Which words have diacritics."""
        return tuple(word != base for word, base in zip(self.words, self.folded, strict=True))

    @cached_property
    def open_ended(self) -> bool:
        """Whether its last word may get diacritics where it goes on."""
        return self.prefix and not self.marked[-1]


@dataclass(frozen=True)
class Asked:
    """A query's text, read."""

    units: tuple[Unit, ...]
    without: tuple[Unit, ...]
    """What a hit must not have."""
    cut: bool = False
    """Whether something was too much to be looked at."""


def rigours(units: Sequence[Unit]) -> tuple[Rigour, ...]:
    """The ways to compare them that differ, the strictest first."""
    marked = [m for unit in units for m in unit.marked[: len(unit.marked) - unit.open_ended]]
    if not any(marked):
        return (Rigour.FOLDED,)
    if all(marked):
        return (Rigour.MARKED, Rigour.FOLDED)
    return tuple(Rigour)


_OPENING = '"“”„«»‟″＂'
_UNIT = re.compile(
    rf"(?P<minus>(?<!\S)[-−–](?=[^\s\-−–]))?"
    rf"(?:[{_OPENING}](?P<phrase>[^{_OPENING}]*)(?:[{_OPENING}]|$)(?P<star>\*)?"
    rf"|(?P<word>[^\s{_OPENING}]+))"
)


def read_query(text: str) -> Asked:
    """Read what was typed; nothing makes it fail."""
    legible = unicodedata.normalize("NFC", text[:_LONGEST])
    found = [unit for match in _UNIT.finditer(legible) if (unit := _unit(match))]
    once = list(dict.fromkeys(found))
    kept = once[:MOST_UNITS]
    return Asked(
        tuple(unit for unit in kept if not unit.excluded),
        tuple(unit for unit in kept if unit.excluded),
        len(once) > len(kept)
        or len(text) > _LONGEST
        or any(len(unit.words) == MOST_WORDS for unit in kept),
    )


def _unit(match: re.Match[str]) -> Unit | None:
    raw = match["word"] if match["word"] is not None else match["phrase"]
    found = words(canonical(raw))[:MOST_WORDS]
    if not found:
        return None
    prefix = bool(match["star"]) or raw.rstrip().endswith("*")
    return Unit(tuple(found), prefix, bool(match["minus"]))


# -- as FTS5 has it


def all_of(units: Sequence[Unit], rigour: Rigour, columns: Sequence[str]) -> str:
    """All units, each in one of the columns; without units, every item.

    Args:
        units: what must be there.
        rigour: how words are compared.
        columns: where; those of folded words have the same names behind `folded_`.
    """
    found = [_expression(unit, rigour, columns) for unit in units] or [facet([EVERY])]
    return f"({' AND '.join(found)})"


def any_of(units: Sequence[Unit], rigour: Rigour, columns: Sequence[str]) -> str:
    """At least one of the units."""
    return f"({' OR '.join(_expression(unit, rigour, columns) for unit in units)})"


def in_a_row(units: Sequence[Unit], rigour: Rigour, columns: Sequence[str]) -> str:
    """The words of all units in a row, in one of the columns."""
    row = Unit(tuple(word for unit in units for word in unit.words), units[-1].prefix)
    return f"({_expression(row, rigour, columns)})"


def near(units: Sequence[Unit], rigour: Rigour, columns: Sequence[str]) -> str:
    """All units within some words of one another, in one of the columns."""
    reach = 3 * len(units) + 4
    if rigour is Rigour.LITERAL and not any(unit.open_ended for unit in units):
        phrases = " ".join(_phrase(unit, unit.words) for unit in units)
        return f"({{{_names(columns)}}} : NEAR({phrases}, {reach}))"
    folded = " ".join(_phrase(unit, unit.folded) for unit in units)
    found = [f"{{{_names(columns, folded=True)}}} : NEAR({folded}, {reach})"]
    if rigour is not Rigour.FOLDED:
        found += filter(None, (_marked(unit, columns) for unit in units))
    return f"({' AND '.join(found)})"


def facet(values: Sequence[str]) -> str:
    """One of the facets."""
    return "facets : (" + " OR ".join(f'"{value}"' for value in values) + ")"


def _expression(unit: Unit, rigour: Rigour, columns: Sequence[str]) -> str:
    literal = rigour is Rigour.LITERAL and not unit.open_ended
    if literal or (rigour is not Rigour.FOLDED and all(unit.marked)):
        return f"{{{_names(columns)}}} : {_phrase(unit, unit.words)}"
    folded = f"{{{_names(columns, folded=True)}}} : {_phrase(unit, unit.folded)}"
    marked = _marked(unit, columns) if rigour is not Rigour.FOLDED else ""
    return f"({folded} AND {marked})" if marked else folded


def _marked(unit: Unit, columns: Sequence[str]) -> str:
    """The words with diacritics, as they are; as a phrase where all have them."""
    if all(unit.marked):
        return f"{{{_names(columns)}}} : {_phrase(unit, unit.words)}"
    last = len(unit.words) - 1
    return " AND ".join(
        f"{{{_names(columns)}}} : {_phrase(Unit((word,), unit.prefix and i == last), (word,))}"
        for i, (word, mark) in enumerate(zip(unit.words, unit.marked, strict=True))
        if mark
    )


def _phrase(unit: Unit, spelt: Sequence[str]) -> str:
    """Words are letters and digits alone: nothing in them has a meaning for FTS5."""
    return f'"{" ".join(spelt)}"' + (" *" if unit.prefix else "")


def _names(columns: Sequence[str], *, folded: bool = False) -> str:
    return " ".join(f"folded_{name}" if folded else name for name in columns)
