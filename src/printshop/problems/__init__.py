"""Problems as values: what is wrong, where, how bad, what to do.

A stage never prints and never raises for bad input: it adds to a `Problems` list and goes on as
far as it can, so that a run reports all it found. Texts live in `catalogue`, by code, and are put
into the reader's language when they are printed.
"""

from __future__ import annotations

from printshop.problems.catalogue import CATALOGUE
from printshop.problems.entry import Entry, Severity
from printshop.problems.exits import Exit
from printshop.problems.model import OnPage, Problem, Problems, StopBuild, Where

__all__ = [
    "CATALOGUE",
    "Entry",
    "Exit",
    "OnPage",
    "Problem",
    "Problems",
    "Severity",
    "StopBuild",
    "Where",
]
