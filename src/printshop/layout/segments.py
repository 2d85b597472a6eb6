"""Blocks of an article in runs that stand in columns, parted by those that span them.

WeasyPrint sets notes and text over one another around `column-span: all`, so what spans the
columns is a block of its own between two sets of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from printshop.content.model import Block, Box, Figure, Table

MIN_WIDE_COLUMNS = 3
"""A table with this many columns spans the page's columns."""


@dataclass(frozen=True)
class Segment:
    """Blocks in columns, or one block over all of them."""

    wide: bool
    blocks: tuple[Block, ...]


def segmenter(columns: int) -> Callable[[Sequence[Block]], list[Segment]]:
    """How a layout of so many columns parts an article's blocks."""

    def is_wide(block: Block) -> bool:
        if columns == 1:
            return False
        if isinstance(block, Figure):
            return block.picture.width in ("span", "bleed")
        return isinstance(block, Box) or (
            isinstance(block, Table) and block.columns >= MIN_WIDE_COLUMNS
        )

    def segments(blocks: Sequence[Block]) -> list[Segment]:
        result: list[Segment] = []
        run: list[Block] = []
        for block in blocks:
            if is_wide(block):
                if run:
                    result.append(Segment(False, tuple(run)))
                    run = []
                result.append(Segment(True, (block,)))
            else:
                run.append(block)
        if run:
            result.append(Segment(False, tuple(run)))
        return result

    return segments
