"""Photo pages of 153 mm; 202 mm high without a text, 174 mm with a text and a section's band."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printshop.layout.photopage import PhotoSlot, photo_rows, text_height

unhurried = settings(
    max_examples=40, deadline=None
)  # eight pictures may be laid out in hundreds of ways

WIDTH, GUTTER, BETWEEN = 153.0, 6.0, 14.0
LANDSCAPE, UPRIGHT, PANORAMA = 3 / 2, 2 / 3, 3.0

usual_shapes = st.lists(st.floats(0.4, 4), min_size=1, max_size=8)
any_shapes = st.lists(st.floats(0.01, 100), min_size=1, max_size=8)
heights = st.floats(150, 230)


def arranged(shapes: Sequence[float], height: float = 202) -> list[PhotoSlot]:
    return photo_rows(shapes, WIDTH, height, GUTTER, BETWEEN)


def rows_of(slots: Sequence[PhotoSlot]) -> list[list[PhotoSlot]]:
    return [list(row) for _, row in groupby(slots, key=lambda slot: slot.row)]


def breaks(slots: Sequence[PhotoSlot]) -> list[int]:
    return [len(row) for row in rows_of(slots)]


def row_widths(slots: Sequence[PhotoSlot]) -> list[float]:
    return [sum(s.width for s in row) + GUTTER * (len(row) - 1) for row in rows_of(slots)]


def block_height(slots: Sequence[PhotoSlot]) -> float:
    return sum(row[0].height + BETWEEN for row in rows_of(slots))


def worst_crop(slots: Sequence[PhotoSlot], shapes: Sequence[float]) -> float:
    return max(
        1 - min(s.ratio / shape, shape / s.ratio) for s, shape in zip(slots, shapes, strict=True)
    )


def fills_the_page(slots: Sequence[PhotoSlot], height: float = 202) -> bool:
    return block_height(slots) == pytest.approx(height, abs=0.02) and all(
        width == pytest.approx(WIDTH, abs=0.02) for width in row_widths(slots)
    )


@unhurried
@given(any_shapes, heights)
def test_every_picture_has_one_slot_in_order(shapes: list[float], height: float) -> None:
    slots = arranged(shapes, height)
    assert len(slots) == len(shapes)
    rows = [slot.row for slot in slots]
    assert rows == sorted(rows)
    assert set(rows) == set(range(max(rows) + 1))
    assert all(1 <= count <= 3 for count in breaks(slots))


@unhurried
@given(any_shapes, heights)
def test_rows_are_equally_high_and_wide_and_within_the_page(
    shapes: list[float], height: float
) -> None:
    """Only rows of one picture may be narrower, all alike by as much."""
    slots = arranged(shapes, height)
    assert all(len({slot.height for slot in row}) == 1 for row in rows_of(slots))
    widths = row_widths(slots)
    assert max(widths) <= WIDTH + 1e-6
    assert block_height(slots) <= height + 1e-6
    counts = breaks(slots)
    for ones in (True, False):
        alike = [w for w, n in zip(widths, counts, strict=True) if (n == 1) == ones]
        assert not alike or max(alike) - min(alike) < 0.02
    shared = [width for width, count in zip(widths, counts, strict=True) if count > 1]
    assert not shared or max(widths) <= max(shared) + 0.02


@unhurried
@given(usual_shapes, heights, st.lists(st.integers(0, 160), min_size=8, max_size=8))
def test_pictures_captions_and_white_stay_within_the_page(
    shapes: list[float], height: float, letters: list[int]
) -> None:
    def caption(picture: int, width: float) -> float:
        return text_height(letters[picture], width, 8, 10.5)

    slots = photo_rows(shapes, WIDTH, height, GUTTER, 4, captions=caption)
    used, words = 0.0, 0.0
    numbers = iter(range(len(slots)))
    for row in rows_of(slots):
        words += max(caption(next(numbers), slot.width) for slot in row)
        used += row[0].above + row[0].height + 4
    # The rounding of a slot may cost a line; captions of more than half the page run over it.
    assert used + words <= height + 3.8 or words > height / 2.2


@unhurried
@given(any_shapes, heights)
def test_the_page_is_filled_in_one_direction_at_least(shapes: list[float], height: float) -> None:
    slots = arranged(shapes, height)
    wide = min(row_widths(slots)) == pytest.approx(WIDTH, abs=0.02)
    high = block_height(slots) == pytest.approx(height, abs=0.02)
    assert wide or high


@unhurried
@given(usual_shapes, heights, st.sampled_from([0.05, 0.15, 0.25, 0.6]))
def test_nothing_is_cropped_beyond_the_limit(
    shapes: list[float], height: float, most: float
) -> None:
    slots = photo_rows(shapes, WIDTH, height, GUTTER, BETWEEN, most_cropped=most)
    # A slot of a few mm loses more than a rounded edge should; a page without room has some.
    if min(min(slot.width, slot.height) for slot in slots) >= 10:
        assert worst_crop(slots, shapes) <= most


@unhurried
@given(usual_shapes, heights)
def test_an_upright_picture_never_gets_a_panorama_slot(shapes: list[float], height: float) -> None:
    slots = photo_rows(shapes, WIDTH, height, GUTTER, BETWEEN, most_cropped=0.7)
    for slot, shape in zip(slots, shapes, strict=True):
        if shape < 1 and slot.height >= 10:
            assert slot.ratio <= 4 / 3 + 0.002


@unhurried
@given(
    st.lists(st.sampled_from([2 / 3, 3 / 4, 4 / 3, 3 / 2]), min_size=1, max_size=4),
    st.sampled_from([174.0, 186.0, 202.0]),
)
def test_up_to_four_ordinary_pictures_have_room_for_captions(
    shapes: list[float], height: float
) -> None:
    assert min(slot.width for slot in arranged(shapes, height)) >= 35


@unhurried
@given(usual_shapes, heights)
def test_sizes_are_whole_hundredths_and_always_the_same(shapes: list[float], height: float) -> None:
    slots = arranged(shapes, height)
    assert slots == arranged(tuple(shapes), height)
    assert all(round(size, 2) == size for slot in slots for size in (slot.width, slot.height))


def test_one_panorama_is_shown_whole_because_no_crop_would_fill_the_page() -> None:
    (slot,) = arranged([PANORAMA])
    assert (slot.width, slot.height) == (153, 51)


def test_one_upright_picture_on_a_low_page_is_narrower_rather_than_cut() -> None:
    (slot,) = arranged([UPRIGHT], 174)
    assert slot.height == 160
    assert slot.ratio == pytest.approx(UPRIGHT, rel=0.001)


def test_two_landscapes_are_stacked_because_side_by_side_leaves_most_of_the_page_white() -> None:
    slots = arranged([LANDSCAPE] * 2)
    assert breaks(slots) == [1, 1]
    assert fills_the_page(slots)


def test_two_upright_pictures_stand_side_by_side_because_stacked_they_would_be_narrow() -> None:
    assert breaks(arranged([UPRIGHT] * 2)) == [2]


def test_three_landscapes_open_with_the_first_because_it_may_be_the_largest() -> None:
    slots = arranged([LANDSCAPE] * 3)
    assert breaks(slots) == [1, 2]
    assert fills_the_page(slots)


def test_an_upright_second_picture_stands_beside_a_landscape_which_gives_it_height() -> None:
    shapes = [LANDSCAPE, UPRIGHT, LANDSCAPE]
    slots = arranged(shapes)
    assert breaks(slots) == [1, 2]
    assert fills_the_page(slots)
    assert worst_crop(slots, shapes) < 0.05


def test_an_upright_first_picture_is_not_alone_because_it_would_need_the_whole_page() -> None:
    slots = arranged([UPRIGHT, LANDSCAPE, LANDSCAPE])
    assert breaks(slots) == [2, 1]
    assert fills_the_page(slots)


def test_a_panorama_goes_over_the_whole_width_above_two_upright_pictures() -> None:
    slots = arranged([PANORAMA, UPRIGHT, UPRIGHT])
    assert breaks(slots) == [1, 2]
    assert fills_the_page(slots)


def test_a_panorama_in_the_middle_parts_two_pairs_because_in_a_row_it_would_be_low() -> None:
    slots = arranged([LANDSCAPE, LANDSCAPE, PANORAMA, LANDSCAPE, LANDSCAPE])
    assert breaks(slots) == [2, 1, 2]
    assert fills_the_page(slots)


def test_four_upright_pictures_are_two_by_two_because_that_fills_the_page_evenly() -> None:
    slots = arranged([UPRIGHT] * 4)
    assert breaks(slots) == [2, 2]
    assert fills_the_page(slots)


def test_four_landscapes_open_with_the_first_because_two_by_two_leaves_a_third_white() -> None:
    slots = arranged([LANDSCAPE] * 4)
    assert breaks(slots) == [1, 3]
    assert fills_the_page(slots)


def test_five_mixed_are_a_pair_above_three_where_landscapes_give_width_to_the_upright() -> None:
    shapes = [LANDSCAPE, UPRIGHT, LANDSCAPE, 3 / 4, 4 / 3]
    slots = arranged(shapes, 174)
    assert breaks(slots) == [2, 3]
    assert row_widths(slots) == pytest.approx([WIDTH] * 2)
    assert slots[3].width >= 37.9


def test_five_upright_pictures_begin_with_the_two_larger_ones() -> None:
    slots = arranged([UPRIGHT] * 5)
    assert breaks(slots) == [2, 3]
    assert fills_the_page(slots)


def test_six_landscapes_are_three_pairs_because_that_needs_the_least_crop() -> None:
    assert breaks(arranged([LANDSCAPE] * 6)) == [2, 2, 2]


def test_eight_mixed_are_three_rows_because_four_rows_of_captions_leave_too_little() -> None:
    shapes = [LANDSCAPE, UPRIGHT, LANDSCAPE, 4 / 3, 3 / 4, LANDSCAPE, LANDSCAPE, UPRIGHT]
    slots = arranged(shapes)
    assert breaks(slots) == [2, 3, 3]
    assert fills_the_page(slots)


def test_a_lone_picture_too_high_for_the_page_is_narrower_so_that_the_others_are_not() -> None:
    slots = arranged([UPRIGHT, PANORAMA, 1.0])
    assert breaks(slots) == [1, 2]
    alone, shared = row_widths(slots)
    assert shared == pytest.approx(WIDTH, abs=0.02)
    assert 0.4 * WIDTH < alone < shared


def test_a_long_caption_takes_its_lines_from_the_pictures() -> None:
    def caption(picture: int, width: float) -> float:
        return text_height((0, 400)[picture], width, 8, 10.5)

    slots = photo_rows([LANDSCAPE] * 2, WIDTH, 202, GUTTER, 4, captions=caption)
    assert slots[0].height == slots[1].height
    used = sum(slot.height + 4 for slot in slots) + caption(1, WIDTH)
    assert used == pytest.approx(202, abs=0.05)


def test_much_white_stands_mostly_below_but_some_of_it_above() -> None:
    slots = arranged([LANDSCAPE, UPRIGHT])
    white = 202 - block_height(slots)
    assert breaks(slots) == [2]
    assert slots[0].above == slots[1].above == pytest.approx(0.4 * white, abs=0.02)


def test_white_goes_between_the_rows_before_it_goes_above() -> None:
    slots = arranged([PANORAMA, PANORAMA])
    assert breaks(slots) == [1, 1]
    assert slots[1].above == pytest.approx(1.5 * GUTTER)
    assert slots[0].above > 0


def test_a_filled_page_has_no_white_to_give() -> None:
    assert {slot.above for slot in arranged([LANDSCAPE] * 3)} == {0}


def test_text_height_is_none_without_letters_and_a_line_with_one() -> None:
    assert text_height(0, 50, 8, 10.5) == 0
    assert text_height(1, 50, 8, 10.5) == pytest.approx(10.5 / 72 * 25.4)
    assert text_height(200, 50, 8, 10.5) == pytest.approx(6 * 10.5 / 72 * 25.4)


@pytest.mark.parametrize(
    ("shapes", "width", "height", "gutter", "between", "most"),
    [
        ([], 153, 202, 6, 14, 0.25),
        ([0.0], 153, 202, 6, 14, 0.25),
        ([1.5, -1], 153, 202, 6, 14, 0.25),
        ([float("nan")], 153, 202, 6, 14, 0.25),
        ([1.5], 0, 202, 6, 14, 0.25),
        ([1.5], 153, -1, 6, 14, 0.25),
        ([1.5], 153, 202, -6, 14, 0.25),
        ([1.5], 153, 202, 6, -14, 0.25),
        ([1.5], 153, 202, 6, 14, 1.0),
        ([1.5] * 8, 153, 42, 6, 14, 0.25),
    ],
)
def test_impossible_pages_are_refused(
    shapes: list[float], width: float, height: float, gutter: float, between: float, most: float
) -> None:
    with pytest.raises(ValueError, match=r"pictures|positive|range"):
        photo_rows(shapes, width, height, gutter, between, most_cropped=most)
