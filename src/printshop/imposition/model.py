"""What a scheme gives: sheets with pages on them. Plain data; lengths in mm.

Places are those of a reader who holds the sheet with its front up, and then turns it over like
the page of a book (round its vertical middle). What the printer must be given for the backs, so
that they come to lie so, is for `duplex` to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SchemeName = Literal[
    "saddle", "perfect", "wrap", "n-up", "repeat", "cut-stack", "roll-fold", "zine"
]
Axis = Literal["vertical", "horizontal"]


@dataclass(frozen=True)
class Place:
    """A page on one side of a sheet."""

    page: int | None
    """Of the input, from 0; None for a blank."""
    column: int
    """Of the grid of cells, from the left, from 0."""
    row: int
    """From the top, from 0."""
    turned: Literal[0, 90, 180, 270] = 0
    """Clockwise."""
    shift: float = 0.0
    """How far it is moved to the right for creep, in mm, as the side is looked at; to the left is
    negative."""


@dataclass(frozen=True)
class Side:
    """One side of a sheet."""

    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Fold:
    """Where a sheet is folded, cut, or both, between two columns or rows of cells."""

    axis: Axis
    """A vertical fold lies between columns."""
    after: int
    """The column or row before it, from 0."""
    kind: Literal["fold", "cut"] = "fold"
    begin: int = 0
    """Its first row (of a vertical one) or column, from 0."""
    end: int | None = None
    """The row or column behind its last; None for the whole sheet."""


@dataclass(frozen=True)
class PrintSheet:
    """A sheet of paper."""

    front: Side
    back: Side = Side()
    signature: int = 0
    """From 0; sheets of a signature are folded together."""
    number: int = 0
    """In its signature, from 0, the outermost first."""
    of: int = 1
    """How many sheets its signature has."""


@dataclass(frozen=True)
class Imposition:
    """All sheets of a job."""

    scheme: SchemeName
    columns: int
    rows: int
    sheets: tuple[PrintSheet, ...]
    sequence: tuple[int | None, ...]
    """The pages in reading order, blanks among them."""
    folds: tuple[Fold, ...] = ()
    """The same on every sheet."""
    two_sided: bool = True

    @property
    def blanks(self) -> int:
        """Pages that stay white."""
        return sum(page is None for page in self.sequence)
