from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.geometry import PageGeometry, dots, pt

MM = st.floats(0, 60)
GEOMETRY = st.builds(
    PageGeometry,
    width=st.floats(100, 300),
    height=st.floats(100, 400),
    inside=MM,
    outside=MM,
    head=MM,
    foot=MM,
    bleed=st.floats(0, 10),
)


@given(GEOMETRY)
def test_trim_and_bleed_lie_on_the_sheet(page: PageGeometry) -> None:
    width, height = page.sheet
    for verso in (False, True):
        box = page.trim(verso=verso).grown(pt(page.bleed))
        assert box.left >= -1e-6
        assert box.bottom >= -1e-6
        assert box.right <= pt(width) + 1e-6
        assert box.top <= pt(height) + 1e-6


@given(GEOMETRY)
def test_margins_are_mirrored_on_versos(page: PageGeometry) -> None:
    """The drawing never moves: its type area begins `inside` right of a recto's trim."""
    text_left = pt(page.pad + page.inside)
    text_right = text_left + pt(page.text_width)
    recto, verso = page.trim(verso=False), page.trim(verso=True)
    assert text_left - recto.left == pytest.approx(pt(page.inside), abs=1e-6)
    assert recto.right - text_right == pytest.approx(pt(page.outside), abs=1e-6)
    assert text_left - verso.left == pytest.approx(pt(page.outside), abs=1e-6)
    assert verso.right - text_right == pytest.approx(pt(page.inside), abs=1e-6)


def test_a_page_that_is_not_mirrored_stays() -> None:
    page = PageGeometry(190, 270, 20, 17, 24, 22)
    assert page.trim(verso=True, mirrored=False) == page.trim(verso=False)


def test_an_inch_is_an_inch() -> None:
    assert pt(25.4) == pytest.approx(72)
    assert dots(25.4, 300) == 300
