"""What can be chosen of a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from printshop.imposition.sequence import NO_CHOICE, Blanks

Direction = Literal["across", "down"]
"""Which way cells are filled: row by row, or column by column."""


@dataclass(frozen=True)
class Options:
    """Each scheme looks at those that its own docstring names."""

    signature: int = 16
    """Pages of a signature: a multiple of 4, from 4 to 32."""
    wraps: int = 1
    """Outer sheets that are of other paper."""
    columns: int = 2
    """Cells side by side."""
    rows: int = 1
    """Cells one below the other."""
    order: Direction = "across"
    two_sided: bool = True
    mixed: bool = False
    """Several labels share a sheet, instead of a sheet for each."""
    blanks: Blanks = NO_CHOICE


DEFAULTS = Options()
