"""Units that are gone, and new ones that perhaps are the same under another name. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from printshop.distribution.recipients import same_unit

_MOST_PAIRS = 5_000
"""Names that are compared, at most: a list that is wholly another one tells nothing."""
_LETTERS = 2
"""By so many letters names may differ; shorter ones than `_SHORTEST` may not."""
_SHORTEST = 8

Unit = tuple[str, str, str]
"""Name, address, route."""


def perhaps_same(gone: Sequence[Unit], new: Sequence[Unit]) -> tuple[tuple[str, str], ...]:
    """Pairs of names: of a unit that is gone, and of the one new unit that may be it.

    They have the same address, or names that differ by a letter or two and the same route; where
    several could be meant, none is taken.
    """
    found = _single(_by_address(gone, new))
    rest = [unit for unit in gone if unit[0] not in found]
    free = [unit for unit in new if unit[0] not in found.values()]
    if len(rest) * len(free) <= _MOST_PAIRS:
        found |= _single(
            (one[0], other[0])
            for one in rest
            for other in free
            if same_unit(one[2]) == same_unit(other[2]) and _nearly_the_same(one[0], other[0])
        )
    return tuple((unit[0], found[unit[0]]) for unit in gone if unit[0] in found)


def _by_address(gone: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[str, str]]:
    """Pairs with an address that no other unit of the two lists has."""
    there: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, units in enumerate((gone, new)):
        for name, address, _route in units:
            there[same_unit(address)][side].append(name)
    for before, now in there.values():
        if len(before) == len(now) == 1:
            yield before[0], now[0]


def _single(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The pairs of which both have no other."""
    one, other = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for before, now in pairs:
        one[before].append(now)
        other[now].append(before)
    return {
        before: now[0] for before, now in one.items() if len(now) == 1 and len(other[now[0]]) == 1
    }


def _nearly_the_same(one: str, other: str) -> bool:
    """Whether names differ by a letter or two; `Chi bộ 3` and `Chi bộ 4` are two units."""
    a, b = same_unit(one), same_unit(other)
    if abs(len(a) - len(b)) > _LETTERS or min(len(a), len(b)) < _SHORTEST:
        return False
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    changed = (max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in steps if tag != "equal")
    return sum(changed) <= _LETTERS
