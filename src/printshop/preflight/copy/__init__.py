"""Checks of the copy, that is what was written and given: one module each, and this registry.

What the build finds anyway (missing pictures, alternative texts, pixels, imprint, fonts, budgets)
is not looked for again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from printshop.preflight.copy import (
    captions,
    dates_numbers,
    legacy_encoding,
    normal_form,
    picture_colour,
    spaces,
    tone_marks,
    typing,
    unused_pictures,
)
from printshop.preflight.copy.matter import CopyMatter
from printshop.problems import Problems

__all__ = ["COPY_CHECKS", "MOST", "CopyMatter", "check_copy"]

COPY_CHECKS: dict[str, Callable[[CopyMatter, Problems], None]] = {
    "unused_pictures": unused_pictures.check,
    "normal_form": normal_form.check,
    "legacy_encoding": legacy_encoding.check,
    "spaces": spaces.check,
    "tone_marks": tone_marks.check,
    "typing": typing.check,
    "picture_colour": picture_colour.check,
    "captions": captions.check,
    "dates_numbers": dates_numbers.check,
}
"""By name, in the order in which they run."""

MOST = 12
"""Of each code, so many are told; then how many more there are."""


def check_copy(matter: CopyMatter, problems: Problems) -> None:
    """Run all checks of the copy; at most `MOST` problems of a code are noted, then C060."""
    found = Problems()
    for check in COPY_CHECKS.values():
        check(matter, found)
    counts: Counter[str] = Counter()
    left = Counter(problem.code for problem in found)
    for problem in found:
        counts[problem.code] += 1
        if counts[problem.code] <= MOST:
            problems.extend([problem])
        elif counts[problem.code] == MOST + 1:
            more = left[problem.code] - MOST
            problems.add("C060", problem.where, kind=problem.code, count=more)
