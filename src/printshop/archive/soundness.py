"""What a verification finds, as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from printshop.problems import Problem, Severity


class Rebuilt(StrEnum):
    """What became of building an edition again from its bag's own sources."""

    NOT_ASKED = ""
    SAME_BYTES = "same bytes"
    SAME_PAGES = "same pages"
    """Other versions of programs or fonts ran; every page looks and reads the same."""
    DIFFERS = "differs"
    PASSED_OVER = "passed over"
    """An old PDF: there is nothing to build it from."""
    FAILED = "failed"
    """It could not be built, so nothing could be compared."""


@dataclass(frozen=True)
class PageDifference:
    """How a page built again differs from the one that is kept."""

    page: int
    """From 1."""
    share: float
    """How much of its area differs, from 0 to 1; 1 for a page that only one of the two has."""
    text: bool
    """Whether its text differs."""
    picture: str = ""
    """The name of the file that shows both beside one another, where one was written."""


@dataclass(frozen=True)
class BagResult:
    """What was found in a bag."""

    name: str
    """`2017-09/v1`."""
    files: int
    """All that were read, the bag's own lists too."""
    size: int
    """Their bytes."""
    pages: int
    """Of the PDF, as it was read; 0 where it could not be."""
    day: dt.date
    """When it was looked at: earlier than today where a run was taken up again."""
    problems: tuple[Problem, ...] = ()
    rebuilt: Rebuilt = Rebuilt.NOT_ASKED
    differences: tuple[PageDifference, ...] = ()

    @property
    def errors(self) -> int:
        """How many."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True)
class Audit:
    """A run of `printshop archive verify`."""

    archive: str
    """The archive's folder."""
    day: dt.date
    results: tuple[BagResult, ...]
    """By edition and version."""
    general: tuple[Problem, ...] = ()
    """What belongs to no bag: the catalogue, strange files, versions that are missing."""
    part: tuple[int, int] = (1, 1)
    """Which part of how many."""
    chosen: tuple[str, ...] = ()
    """The editions asked for; empty for all."""
    resumed: int = 0
    """How many bags an interrupted run had looked at."""
    rebuilt: bool = False
    """Whether editions were to be built again."""
    versions: tuple[tuple[str, str], ...] = ()
    """The programs that looked, with versions."""

    @property
    def problems(self) -> Iterator[Problem]:
        """All, those of no bag first."""
        yield from self.general
        for result in self.results:
            yield from result.problems

    def count(self, severity: Severity) -> int:
        """How many are of this severity."""
        return sum(problem.severity is severity for problem in self.problems)

    @property
    def files(self) -> int:
        """Read in all bags."""
        return sum(result.files for result in self.results)

    @property
    def size(self) -> int:
        """Bytes read in all bags."""
        return sum(result.size for result in self.results)
