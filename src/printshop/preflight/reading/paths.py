"""Places, paths and clips of a page, as plain numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from printshop.geometry import Box
from printshop.pdf.matrices import Matrix

Point = tuple[float, float]
Polygon = tuple[Point, ...]
Rect = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_NEAR = 1e-4
_MOST_POINTS = 50_000
_HUGE = 1e9


def _weights(steps: int) -> list[tuple[float, float, float, float]]:
    """How much the four points of a Bézier curve weigh at each step, the first point left out."""
    shares = [step / steps for step in range(1, steps + 1)]
    return [((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3) for t in shares]


_WEIGHTS = {steps: _weights(steps) for steps in (2, 4, 8, 16)}


def sane(made: Matrix) -> bool:
    """Whether a matrix can be reckoned with."""
    return all(-_HUGE < v < _HUGE for v in made)


def applied(made: Matrix, x: float, y: float) -> Point:
    """Where a point comes to lie."""
    return made[0] * x + made[2] * y + made[4], made[1] * x + made[3] * y + made[5]


def rect_of(points: Iterable[Point]) -> Rect:
    """What holds all the points, of which there is one at least."""
    xs, ys = zip(*points, strict=False)  # pairs
    return min(xs), min(ys), max(xs), max(ys)


def placed(made: Matrix, rect: Rect) -> Rect:
    """What holds a rectangle once it is moved."""
    left, bottom, right, top = rect
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return rect_of([applied(made, x, y) for x, y in corners])


def corners_of(made: Matrix, rect: Rect) -> Polygon:
    """A rectangle's corners once it is moved."""
    left, bottom, right, top = rect
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return tuple(applied(made, x, y) for x, y in corners)


def common(a: Rect, b: Rect) -> Rect | None:
    """What two rectangles have in common; None where that is nothing.

    A line without breadth is something.
    """
    left, bottom = max(a[0], b[0]), max(a[1], b[1])
    right, top = min(a[2], b[2]), min(a[3], b[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None


def as_box(rect: Rect) -> Box:
    """A rectangle as the model has it."""
    return Box(*rect)


def is_rectangle(polygon: Polygon) -> bool:
    """Whether a polygon is a rectangle that stands straight."""
    points = polygon[:-1] if len(polygon) == 5 and _same(polygon[0], polygon[4]) else polygon
    if len(points) != 4:
        return False
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    along = _close(ay, by) and _close(bx, cx) and _close(cy, dy) and _close(dx, ax)
    across = _close(ax, bx) and _close(by, cy) and _close(cx, dx) and _close(dy, ay)
    return along or across


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= _NEAR


def _same(a: Point, b: Point) -> bool:
    return _close(a[0], b[0]) and _close(a[1], b[1])


def scales(made: Matrix) -> tuple[float, float]:
    """How much longer a matrix makes what lies along each axis."""
    return math.hypot(made[0], made[1]), math.hypot(made[2], made[3])


def upright_scale(made: Matrix) -> float:
    """How much a matrix stretches across the first axis: type, across its baseline."""
    along = math.hypot(made[0], made[1])
    area = abs(made[0] * made[3] - made[1] * made[2])
    return area / along if along else 0.0


@dataclass
class Path:
    """A path while it is being built, in the page's space."""

    parts: list[list[Point]] = field(default_factory=list)
    at: Point = (0.0, 0.0)
    """Where the pen is, in the page's space."""
    points: int = 0

    def move(self, point: Point) -> None:
        """Begin a part."""
        if self.parts and len(self.parts[-1]) == 1:
            self.parts[-1][0] = point
        elif self._has_room():
            self.parts.append([point])
        self.at = point

    def line(self, point: Point) -> None:
        """Go straight to a point."""
        if not self.parts:
            self.parts.append([point])
        elif self._has_room():
            self.parts[-1].append(point)
        self.at = point

    def curve(self, b: Point, c: Point, d: Point) -> None:
        """Go by a Bézier curve, made of straight pieces: few where it is small."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = self.at, b, c, d
        size = (
            abs(bx - ax) + abs(cx - bx) + abs(dx - cx) + abs(by - ay) + abs(cy - by) + abs(dy - cy)
        )
        weights = _WEIGHTS[2 if size < 4 else 4 if size < 20 else 8 if size < 200 else 16]
        self.points += len(weights)
        if self.points <= _MOST_POINTS:
            if not self.parts:
                self.parts.append([self.at])
            self.parts[-1] += [
                (p * ax + q * bx + r * cx + s * dx, p * ay + q * by + r * cy + s * dy)
                for p, q, r, s in weights
            ]
        self.at = d

    def close(self) -> None:
        """Go back to where the part began, and begin another there."""
        if self.parts and len(self.parts[-1]) > 1:
            first = self.parts[-1][0]
            self.line(first)
            self.parts.append([first])
            self.at = first

    def rectangle(self, corners: Polygon) -> None:
        """A part of its own."""
        if self.parts and len(self.parts[-1]) == 1:
            self.parts.pop()
        if self._has_room():
            self.points += 3
            self.parts.append([*corners, corners[0]])
            self.parts.append([corners[0]])
        self.at = corners[0]

    def polygons(self) -> tuple[Polygon, ...]:
        """Its parts; points on their own are left out."""
        return tuple(tuple(part) for part in self.parts if len(part) > 1)

    def _has_room(self) -> bool:
        self.points += 1
        return self.points <= _MOST_POINTS


def stroke_width(width: float, made: Matrix, polygons: Sequence[Polygon]) -> float:
    """How thick a line is on the page, where it is thinnest.

    A matrix that stretches one way only makes lines thicker across it.
    """
    along, across = scales(made)
    area = abs(made[0] * made[3] - made[1] * made[2])
    if abs(along - across) <= 0.01 * max(along, across) or not area:
        return width * math.sqrt(area)
    thinnest = math.inf
    for polygon in polygons[:50]:
        for (ax, ay), (bx, by) in list(pairwise(polygon))[:50]:
            length = math.hypot(bx - ax, by - ay)
            if length > _NEAR:
                # back into the space in which the line has one width
                u = (made[3] * (bx - ax) - made[2] * (by - ay)) / area
                v = (made[0] * (by - ay) - made[1] * (bx - ax)) / area
                thinnest = min(thinnest, area * math.hypot(u, v) / length)
    return width * (thinnest if math.isfinite(thinnest) else math.sqrt(area))


def stroked(polygons: Sequence[Polygon], width: float, cap: int) -> Rect:
    """What a stroke covers. A straight line that ends bluntly has nothing beyond its ends."""
    left, bottom, right, top = rect_of([p for polygon in polygons for p in polygon])
    half = width / 2
    if cap == 0 and all(len(p) == 2 for p in polygons):
        flat = all(_close(p[0][1], p[1][1]) for p in polygons)
        steep = all(_close(p[0][0], p[1][0]) for p in polygons)
        if flat or steep:
            x, y = (0.0, half) if flat else (half, 0.0)
            return left - x, bottom - y, right + x, top + y
    return left - half, bottom - half, right + half, top + half
