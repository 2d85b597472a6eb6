from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from printshop.layout.photopage import photo_slots

WIDTH, GUTTER, BETWEEN = 153.0, 6.0, 14.0


@given(st.integers(1, 8), st.floats(150, 230))
def test_the_rows_fill_the_page_and_no_more(count: int, height: float) -> None:
    slots = photo_slots(count, WIDTH, height, GUTTER, BETWEEN)
    assert len(slots) == count
    wide = [s for s in slots if s.wide]
    half = [s for s in slots if not s.wide]
    assert len(half) % 2 == 0
    rows = [WIDTH / s.ratio for s in wide] + [(WIDTH - GUTTER) / 2 / s.ratio for s in half[::2]]
    assert sum(row + BETWEEN for row in rows) <= height + 0.01 or min(rows) <= 20.0


def test_odd_numbers_begin_with_a_wide_one() -> None:
    assert [s.wide for s in photo_slots(5, WIDTH, 174, GUTTER, BETWEEN)] == [True] + [False] * 4
