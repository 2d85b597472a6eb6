"""What a report tells: plain data that the recipe gathers (`checkup.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from printshop.preflight.model import Document
from printshop.press.load import Press
from printshop.problems import Problem, Severity


@dataclass(frozen=True)
class NotChecked:
    """Something that was to be judged and could not be: never to be read as passed."""

    name: str
    """A check of the registry, `file`, or `copy`."""
    reason: str
    """In the language in force."""
    defect: bool = False
    """Whether printshop is to blame."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that was judged."""

    path: Path
    document: Document
    problems: tuple[Problem, ...] = ()
    """In the order of pages; the file as a whole first."""
    checks: tuple[str, ...] = ()
    """Those that ran."""
    folios: tuple[str, ...] = ()
    """What is printed on each page as its number, where that is known."""
    titles: tuple[str, ...] = ()
    """What stands on each page, where that is known."""


@dataclass(frozen=True)
class Checked:
    """All that `printshop check` found."""

    title: str
    """The issue's id, or the file's name."""
    press: Press
    files: tuple[CheckedFile, ...] = ()
    copy: tuple[Problem, ...] = ()
    """What is wrong in the sources, and what stopped the build."""
    copy_checked: bool = False
    not_checked: tuple[NotChecked, ...] = ()

    @property
    def problems(self) -> Iterator[Problem]:
        """All of them: files first, then copy."""
        for file in self.files:
            yield from file.problems
        yield from self.copy

    @property
    def pages(self) -> int:
        """Of all files."""
        return sum(len(file.document.pages) for file in self.files)

    @property
    def checks(self) -> tuple[str, ...]:
        """Names of all that ran, each once."""
        names = [name for file in self.files for name in file.checks]
        return tuple(dict.fromkeys([*names, *(["copy"] if self.copy_checked else [])]))

    def count(self, severity: Severity) -> int:
        """How many problems are of this severity."""
        return sum(problem.severity is severity for problem in self.problems)
