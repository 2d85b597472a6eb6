"""Values of SVG attributes, and gradients in the space of what they fill."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from printshop.content import svgshade as shade
from printshop.content import svgvalues as values

SMALL = st.floats(-1000, 1000, allow_nan=False).map(lambda value: round(value, 3))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("M0,0z", "M 0 0 Z"),
        ("m1 2 3 4", "m 1 2 l 3 4"),
        ("M1-2.5.5.5", "M 1 -2.5 L 0.5 0.5"),
        ("M0 0a1 1 0 012 2", "M 0 0 a 1 1 0 0 1 2 2"),
        ("M0 0A-1 1 30 1 0 .5.5", "M 0 0 A 1 1 30 1 0 0.5 0.5"),
        ("M0 0A0 1 0 0 0 5 6", "M 0 0 L 5 6"),
        ("M0 0 1e1 0", "M 0 0 L 10 0"),
        ("M0 0h1 2V3", "M 0 0 h 1 h 2 V 3"),
        ("", ""),
        ("none", ""),
        ("L0 0", None),
        ("M0", None),
        ("M0 0 L1", None),
        ("M0 0 x", None),
        ("M0 0 a1 1 0 2 0 1 1", None),
        ("M1e9 0", None),
        ("M0 0 L", None),
    ],
)
def test_paths(text: str, written: str | None) -> None:
    assert values.path(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1", "1"),
        ("1.50", "1.5"),
        ("-.5px", "-0.5"),
        ("72pt", "96"),
        ("2em", "2em"),
        ("50%", "50%"),
        ("1e-3", "0.001"),
        ("thin", None),
        ("1 px", None),
        ("1vw", None),
        ("", None),
        ("1e400", None),
    ],
)
def test_lengths(text: str, written: str | None) -> None:
    assert values.length(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("translate(1,2)rotate( 9 )", "translate(1 2) rotate(9)"),
        ("translate(10px, 5px) rotate(45deg)", "translate(10 5) rotate(45)"),
        ("none", ""),
        ("matrix(1 0 0 1 0 0)", "matrix(1 0 0 1 0 0)"),
        ("matrix(1 1 1 1 0 0)", None),
        ("scale(1 0)", None),
        ("rotate(1 2)", None),
        ("turn(1)", None),
        ("rotate(1", None),
    ],
)
def test_transformations(text: str, written: str | None) -> None:
    assert values.transform(text) == written


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    for read in (values.path, values.length, values.lengths, values.transform, values.dashes):
        read(text)
    for other in (values.share, values.box, values.angles, values.user_units, values.positive):
        other(text)
    values.points(text, closed=True)


@given(st.lists(st.tuples(st.sampled_from("MLTCSQHVAmltcsqhvaZz"), st.lists(SMALL, max_size=7))))
def test_a_path_once_written_stays(parts: list[tuple[str, list[float]]]) -> None:
    text = "M0 0" + "".join(f"{letter}{','.join(map(repr, n))}" for letter, n in parts)
    written = values.path(text)
    if written is not None:
        assert values.path(written) == written
        extent = shade.extent(written)
        assert extent is not None
        assert all(map(math.isfinite, extent))


def test_arcs_become_curves() -> None:
    assert shade.without_arcs("M 0 0 A 5 5 0 0 1 0 0 l 1 1") == "M 0 0 l 1 1"
    quarter = shade.without_arcs("M 1 0 a 1 1 0 0 1 -1 1")
    assert quarter == "M 1 0 C 1 0.55228475 0.55228475 1 0 1"
    after = shade.without_arcs("M 1 0 A 1 1 0 0 1 0 1 s 1 1 2 0 t 1 1")
    assert after.endswith("C 0 1 1 2 2 1 Q 2 1 3 2")
    assert shade.without_arcs("M 0 0 c 0 1 1 1 1 0 S 3 3 2 0").endswith("C 1 -1 3 3 2 0")


@given(
    st.tuples(SMALL, SMALL),
    st.tuples(SMALL, SMALL),
    st.tuples(st.floats(1, 500), st.floats(1, 500)),
    SMALL,
    st.booleans(),
    st.booleans(),
)
def test_an_arc_lies_on_its_ellipse(
    start: shade.Point,
    end: shade.Point,
    radii: tuple[float, float],
    turn: float,
    large: bool,
    sweep: bool,
) -> None:
    assume(math.dist(start, end) > 1)
    rx, ry = radii
    arc = f"M {start[0]} {start[1]} A {rx} {ry} {turn} {int(large)} {int(sweep)} {end[0]} {end[1]}"
    extent = shade.extent(arc)
    assert extent is not None
    least = max(1.0, math.dist(start, end) / 2 / min(rx, ry))
    assert max(extent[2:]) <= 2.01 * max(rx, ry) * least + 0.01
    assert shade.without_arcs(arc).split()[-2:] == [
        values.written(float(f"{part:.9g}")) for part in end
    ]


def test_extents() -> None:
    circle = shade.outline("circle", {"cx": "5", "cy": "6", "r": "2"})
    assert circle is not None
    assert shade.extent(circle) == pytest.approx((3, 4, 4, 4), abs=0.01)
    turned = shade.extent("M 0 0 A 10 5 90 0 1 10 0")
    assert turned == pytest.approx((0, -10, 10, 10), abs=0.1)
    assert shade.extent("M 0 0 C 0 10 10 10 10 0") == pytest.approx((0, 0, 10, 7.5), abs=0.01)
    assert shade.extent("M 0 0 q 5 10 10 0 t 10 0") == pytest.approx((0, -5, 20, 10), abs=0.05)
    assert shade.extent("M 1 1 h 5 v -2 Z l 1 1") == (1, -1, 5, 3)
    assert shade.extent("") is None
    assert shade.outline("rect", {"width": "5%", "height": "1"}) is None
    rounded = shade.outline("rect", {"width": "10", "height": "4", "rx": "9"})
    assert rounded is not None
    assert shade.extent(rounded) == pytest.approx((0, 0, 10, 4))


MATRICES = st.tuples(SMALL, SMALL, SMALL, SMALL, SMALL, SMALL)


@given(MATRICES, st.tuples(SMALL, SMALL), st.tuples(SMALL, SMALL), st.tuples(SMALL, SMALL))
def test_a_moved_linear_gradient_has_its_colours_where_they_were(
    m: shade.Matrix, start: shade.Point, end: shade.Point, spot: shade.Point
) -> None:
    assume(abs(m[0] * m[3] - m[1] * m[2]) > 1)
    assume(math.dist(start, end) > 1)
    ends = shade.linear(start, end, m)
    assert ends is not None

    def along(a: shade.Point, b: shade.Point, p: shade.Point) -> float:
        x, y = b[0] - a[0], b[1] - a[1]
        return ((p[0] - a[0]) * x + (p[1] - a[1]) * y) / (x * x + y * y)

    there = along(*ends, shade.moved(m, spot))
    assert there == pytest.approx(along(start, end, spot), rel=1e-3, abs=1e-3)


def test_radial_gradients() -> None:
    circles = (0.5, 0.5, 0.5, 0.5, 0.5, 0.0)
    turned = shade.matrix_of("rotate(90 1 1) scale(2)")
    assert shade.radial(circles, turned) == (pytest.approx((1, 1, 1, 1, 1, 0)), None)
    found = shade.radial(circles, (40, 0, 0, 20, 5, 6))
    assert found == ((20, 20, 20, 20, 20, 0), (1, 0, 0, 0.5, 5, 6))
    assert shade.radial(circles, shade.matrix_of("skewX(20)")) is None
