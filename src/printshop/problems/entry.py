"""What the catalogue holds of each problem: how bad it is, and its texts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    """Nothing is written."""
    WARNING = "warning"
    """The result is written; `--strict` makes it an error."""
    NOTE = "note"
    """Something to know."""

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Entry:
    """Texts of one code, in English, with `{names}` filled from the problem."""

    severity: Severity
    message: str
    hint: str = ""
    near: str = ""
    near_suffices: bool = True
    """Whether the near miss replaces the hint."""
