"""Gradients in the space of what they fill.

WeasyPrint draws a gradient as a tile as large as what it fills, in the gradient's own space. That
goes wrong where this space is small (`objectBoundingBox`) or turned (`gradientTransform`). So
gradients are brought here to the space of the shape, where both agree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from printshop.content.svgvalues import written
from printshop.pdf.matrices import Matrix, times

Point = tuple[float, float]
Extent = tuple[float, float, float, float]
"""Left, top, width, height."""

UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)
_STEPS = 32
_CALL = re.compile(r"(\w+)\(([^)]*)\)")


def matrix_of(transform: str) -> Matrix:
    """The matrix of a list of transformations, as `svgvalues.transform` writes it."""
    result = UNMOVED
    for name, inside in _CALL.findall(transform):
        result = times(_matrix(name, [float(n) for n in inside.split()]), result)
    return result


def _matrix(name: str, n: list[float]) -> Matrix:
    if name == "translate":
        return 1, 0, 0, 1, n[0], n[1] if len(n) > 1 else 0
    if name == "scale":
        return n[0], 0, 0, n[-1], 0, 0
    if name == "skewX":
        return 1, 0, math.tan(math.radians(n[0])), 1, 0, 0
    if name == "skewY":
        return 1, math.tan(math.radians(n[0])), 0, 1, 0, 0
    if name == "rotate":
        cos, sin = math.cos(math.radians(n[0])), math.sin(math.radians(n[0]))
        x, y = n[1:] or (0.0, 0.0)
        return cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y
    return n[0], n[1], n[2], n[3], n[4], n[5]


def moved(m: Matrix, point: Point) -> Point:
    """Where `m` brings a point."""
    x, y = point
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def linear(start: Point, end: Point, m: Matrix) -> tuple[Point, Point] | None:
    """The ends of a linear gradient moved by `m`; its bands may be no longer square to its line.

    None where nothing is left of it.
    """
    determinant = m[0] * m[3] - m[1] * m[2]
    across = end[0] - start[0], end[1] - start[1]
    first, last = moved(m, start), moved(m, end)
    # square to the moved bands: the inverse transposed
    x = (m[3] * across[0] - m[1] * across[1]) / determinant if determinant else 0.0
    y = (m[0] * across[1] - m[2] * across[0]) / determinant if determinant else 0.0
    square = x * x + y * y
    if not square or not math.isfinite(square):
        return None
    part = ((last[0] - first[0]) * x + (last[1] - first[1]) * y) / square
    return first, (first[0] + part * x, first[1] + part * y)


def radial(
    circles: tuple[float, float, float, float, float, float], m: Matrix
) -> tuple[tuple[float, ...], Matrix | None] | None:
    """A radial gradient moved by `m`.

    Args:
        circles: middle and radius of the outer circle, middle and radius of the inner.
        m: what moves it.

    Returns:
        The circles, and the matrix that still is needed to make ellipses of them; None where
        they would lie askew.
    """
    cx, cy, r, fx, fy, fr = circles
    size = similar(m)
    if size is not None:
        return (*moved(m, (cx, cy)), r * size, *moved(m, (fx, fy)), fr * size), None
    if not upright(m):
        return None
    # the gradient's own space about as large as the shape's
    size = max(abs(m[0]), abs(m[3]))
    return tuple(size * n for n in circles), (m[0] / size, 0, 0, m[3] / size, m[4], m[5])


def upright(m: Matrix) -> bool:
    """Whether a matrix only moves and stretches along the axes."""
    return abs(m[1]) + abs(m[2]) < 1e-9 * (abs(m[0]) + abs(m[3]))


def similar(m: Matrix) -> float | None:
    """By how much a matrix enlarges, where it leaves circles round."""
    size = math.hypot(m[0], m[1])
    even = math.isclose(m[0], m[3], abs_tol=1e-9 * size) and math.isclose(
        m[1], -m[2], abs_tol=1e-9 * size
    )
    mirrored = math.isclose(m[0], -m[3], abs_tol=1e-9 * size) and math.isclose(
        m[1], m[2], abs_tol=1e-9 * size
    )
    return size if size and (even or mirrored) else None


def outline(tag: str, made: Mapping[str, str]) -> str | None:
    """A shape as a path; None for one whose measures are relative."""
    if tag in ("path", "polygon", "polyline"):
        return made.get("d", "")
    path = _outline(tag, made)
    return None if path is None else without_arcs(path)


def _outline(tag: str, made: Mapping[str, str]) -> str | None:
    try:
        n = {name: float(made.get(name, 0)) for name in ("x", "y", "width", "height", "cx", "cy")}
        radii = {name: float(made[name]) for name in ("r", "rx", "ry") if name in made}
    except ValueError:
        return None
    if tag == "rect":
        rx = min(radii.get("rx", radii.get("ry", 0.0)), n["width"] / 2)
        ry = min(radii.get("ry", radii.get("rx", 0.0)), n["height"] / 2)
        return _rectangle(n["x"], n["y"], n["width"], n["height"], rx, ry)
    rx, ry = radii.get("r", radii.get("rx", 0.0)), radii.get("r", radii.get("ry", 0.0))
    if tag not in ("circle", "ellipse") or rx <= 0 or ry <= 0:
        return ""
    left, right = n["cx"] - rx, n["cx"] + rx
    arc = f"A {written(rx)} {written(ry)} 0 0 1"
    y = written(n["cy"])
    return f"M {written(left)} {y} {arc} {written(right)} {y} {arc} {written(left)} {y} Z"


def _rectangle(x: float, y: float, width: float, height: float, rx: float, ry: float) -> str:
    if width <= 0 or height <= 0:
        return ""
    right, bottom = x + width, y + height
    if rx <= 0 or ry <= 0:
        corners = ((x, y), (right, y), (right, bottom), (x, bottom))
        return "M " + " L ".join(f"{written(a)} {written(b)}" for a, b in corners) + " Z"
    arc = f"A {written(rx)} {written(ry)} 0 0 1"
    parts = [
        ("M", x + rx, y),
        ("L", right - rx, y),
        (arc, right, y + ry),
        ("L", right, bottom - ry),
        (arc, right - rx, bottom),
        ("L", x + rx, bottom),
        (arc, x, bottom - ry),
        ("L", x, y + ry),
        (arc, x + rx, y),
    ]
    return " ".join(f"{verb} {written(a)} {written(b)}" for verb, a, b in parts) + " Z"


def extent(path: str) -> Extent | None:
    """The box around a path, as `svgvalues.path` writes it; curves to a few thousandths."""
    points = list(_points(path))
    if not points:
        return None
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def without_arcs(path: str) -> str:
    """A path with Bézier curves for its arcs: WeasyPrint divides by the length of an arc."""
    made: list[str] = []
    for step in _steps(path):
        if step.verb == "A":
            for curve in _arc(step.here, step.numbers[:5], step.end):
                made.append("C " + _pairs(curve))
        elif step.verb in "ST":  # they go on from the curve before, which may have been an arc
            made.append(("C " if step.verb == "S" else "Q ") + _pairs([*step.controls, step.end]))
        else:
            made.append(" ".join([step.letter, *map(written, step.numbers)]))
    return " ".join(made)


def _pairs(points: Iterable[Point]) -> str:
    return " ".join(f"{written(float(f'{x:.9g}'))} {written(float(f'{y:.9g}'))}" for x, y in points)


def _points(path: str) -> Iterator[Point]:
    """Points of a path, many of each curve."""
    for step in _steps(path):
        if step.verb == "A":
            here = step.here
            for curve in _arc(step.here, step.numbers[:5], step.end):
                yield from _curve([here, *curve])
                here = curve[-1]
        elif step.verb in "CSQT":
            yield from _curve([step.here, *step.controls, step.end])
        if step.verb != "Z":
            yield step.end


@dataclass(frozen=True)
class _Step:
    """One segment of a path."""

    letter: str
    numbers: list[float]
    here: Point
    controls: list[Point]
    end: Point

    @property
    def verb(self) -> str:
        return self.letter.upper()


def _steps(path: str) -> Iterator[_Step]:
    """The segments of a path, with the places they lead from and to."""
    here: Point = (0.0, 0.0)
    begun: Point = here
    handle: Point | None = None
    before = ""
    for found in re.finditer(r"([A-Za-z])([^A-DF-Za-df-z]*)", path):
        letter, n = found[1], [float(part) for part in found[2].split()]
        verb = letter.upper()
        base = here if letter.islower() else (0.0, 0.0)
        end = begun if verb == "Z" else _end(verb, n, here, base)
        controls: list[Point] = []
        if verb in "CSQ":
            pairs = zip(n[:-2:2], n[1:-2:2], strict=True)
            controls = [(base[0] + x, base[1] + y) for x, y in pairs]
        if verb in "ST":
            goes_on = handle is not None and before in ("CS" if verb == "S" else "QT")
            mirrored = here
            if goes_on and handle is not None:
                mirrored = 2 * here[0] - handle[0], 2 * here[1] - handle[1]
            controls = [mirrored, *controls]
        yield _Step(letter, n, here, controls, end)
        handle, before = (controls[-1] if controls else None), verb
        if verb == "M":
            begun = end
        here = end


def _end(verb: str, n: list[float], here: Point, base: Point) -> Point:
    if verb == "H":
        return base[0] + n[0], here[1]
    if verb == "V":
        return here[0], base[1] + n[0]
    return base[0] + n[-2], base[1] + n[-1]


def _curve(points: list[Point]) -> Iterator[Point]:
    """Points of a Bézier curve, by de Casteljau's way."""
    for step in range(_STEPS + 1):
        t, left = step / _STEPS, points
        while len(left) > 1:
            left = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(left)]
        yield left[0]


def _arc(start: Point, n: list[float], end: Point) -> Iterator[list[Point]]:
    """An elliptical arc (SVG 1.1, F.6.5) as curves: two handles and an end each."""
    rx, ry, turn, large, sweep = n
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, cos * dy - sin * dx
    if not (rx and ry):
        return
    size = math.hypot(x / rx, y / ry)
    if not size:
        return
    rx, ry, size = rx * max(1.0, size), ry * max(1.0, size), min(1.0, size)
    part = math.sqrt(max(0.0, 1 / size**2 - 1)) * (1 if large != sweep else -1)
    cx, cy = part * rx * y / ry, -part * ry * x / rx
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    last = math.atan2((-y - cy) / ry, (-x - cx) / rx)
    if sweep and last < first:
        last += 2 * math.pi
    elif not sweep and last > first:
        last -= 2 * math.pi
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2

    def placed(a: float, b: float) -> Point:
        a, b = cx + rx * a, cy + ry * b
        return middle[0] + cos * a - sin * b, middle[1] + sin * a + cos * b

    count = max(1, math.ceil(abs(last - first) / (math.pi / 2) - 1e-9))
    step = (last - first) / count
    reach = 4 / 3 * math.tan(step / 4)
    for i in range(count):
        a, b = first + i * step, first + (i + 1) * step
        yield [
            placed(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a)),
            placed(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b)),
            end if i == count - 1 else placed(math.cos(b), math.sin(b)),
        ]
