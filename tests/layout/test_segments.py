from __future__ import annotations

from printshop.content.model import Box, Html, Pull, Table
from printshop.layout.segments import segmenter

TEXT = Html("<p>x</p>")
BOX = Box("t", (TEXT,))
NARROW, WIDE = Table("", 2), Table("", 3)


def shape(columns: int, blocks: list[object]) -> list[tuple[bool, int]]:
    return [(s.wide, len(s.blocks)) for s in segmenter(columns)(blocks)]  # type: ignore[arg-type]


def test_blocks_that_span_part_the_columns() -> None:
    assert shape(2, [TEXT, Pull("q"), BOX, TEXT, WIDE]) == [
        (False, 2),
        (True, 1),
        (False, 1),
        (True, 1),
    ]


def test_a_narrow_table_stays_in_its_column() -> None:
    assert shape(2, [TEXT, NARROW, TEXT]) == [(False, 3)]


def test_one_column_has_nothing_to_span() -> None:
    assert shape(1, [TEXT, BOX, WIDE, TEXT]) == [(False, 4)]


def test_no_block_is_lost() -> None:
    blocks = [BOX, TEXT, TEXT, WIDE, BOX]
    assert [b for s in segmenter(2)(blocks) for b in s.blocks] == blocks
