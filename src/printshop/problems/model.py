"""The types `Where`, `Problem` and `Problems`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from printshop.i18n import _
from printshop.problems.catalogue import CATALOGUE
from printshop.problems.entry import Entry, Severity

Param = str | int | float


@dataclass(frozen=True, order=True)
class Where:
    """A place in a source: path from the workspace, line and column counted from 1."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, order=True)
class OnPage:
    """A place in a finished file."""

    file: str = ""
    """The file's name."""
    page: int = 0
    """Counted from 1; 0 for the file as a whole."""
    folio: str = ""
    """The number printed on that page, where it is known."""
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    """Left, bottom, right, top in pt, in the page's own space."""


@dataclass(frozen=True)
class Problem:
    """One problem. `params` fill the texts of the catalogue's entry for `code`."""

    code: str
    where: Where = Where()
    params: tuple[tuple[str, Param], ...] = ()
    near: str = ""
    """What the user probably meant, when something close exists."""
    on: OnPage = OnPage()
    """Where in a finished file it shows."""

    @property
    def entry(self) -> Entry:
        """The catalogue's entry."""
        return CATALOGUE[self.code]

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.entry.severity

    @property
    def message(self) -> str:
        """What is wrong, in the language in force."""
        return _(self.entry.message).format(**dict(self.params))

    @property
    def hint(self) -> str:
        """What to do about it, in the language in force; the near miss comes first."""
        hints = []
        if self.near and self.entry.near:
            hints.append(_(self.entry.near).format(near=self.near, **dict(self.params)))
        if self.entry.hint and not (hints and self.entry.near_suffices):
            hints.append(_(self.entry.hint).format(**dict(self.params)))
        return " ".join(hints)


@dataclass
class Problems:
    """All problems of a run, each once."""

    _items: dict[Problem, None] = field(default_factory=dict)

    def add(
        self, code: str, where: Where | None = None, *, near: str = "", **params: Param
    ) -> Problem:
        """Note a problem. `code` must be in the catalogue."""
        items = tuple(sorted(params.items()))
        problem = Problem(code, where or Where(), items, near)
        if code not in CATALOGUE:
            raise KeyError(code)
        self._items[problem] = None
        return problem

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note problems found elsewhere."""
        self._items.update(dict.fromkeys(problems))

    def pass_on(self, found: Problems) -> None:
        """Note what was found for somebody else's work, but for its notes: these are theirs."""
        self.extend(one for one in found if one.severity is not Severity.NOTE)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What is noted within the block is forgotten after it: something was only tried."""
        before = dict(self._items)
        try:
            yield
        finally:
            self._items = before

    @contextmanager
    def holding(self, *codes: str) -> Iterator[list[Problem]]:
        """What is noted under `codes` within the block goes into the list that this gives."""
        before, held = dict(self._items), list[Problem]()
        yield held
        held += [p for p in self._items if p.code in codes and p not in before]
        for problem in held:
            del self._items[problem]

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._items, key=lambda p: (p.where, p.on, p.severity.rank, p.code)))

    def __len__(self) -> int:
        return len(self._items)

    def count(self, severity: Severity) -> int:
        """How many are of this severity."""
        return sum(p.severity is severity for p in self._items)

    @property
    def errors(self) -> int:
        """How many forbid a result."""
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many should be looked at."""
        return self.count(Severity.WARNING)

    def fatal(self, *, strict: bool = False) -> bool:
        """Whether these problems forbid a result."""
        return self.errors > 0 or (strict and self.warnings > 0)


class StopBuild(Exception):  # noqa: N818 - it stops a build, it is no error
    """A stage cannot go on: its problems are in the run's `Problems`."""


def nearest(wrong: str, candidates: Iterable[str]) -> str:
    """The candidate that `wrong` most likely stands for; empty where none is close."""
    names = list(candidates)
    folded = {name.casefold(): name for name in names}
    if wrong.casefold() in folded:
        return folded[wrong.casefold()]
    close = difflib.get_close_matches(wrong, names, n=1, cutoff=0.6)
    return close[0] if close else ""
