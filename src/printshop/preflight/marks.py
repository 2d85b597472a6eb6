"""Questions that several checks ask of the marks on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from printshop.geometry import PT_PER_MM, Box
from printshop.preflight.model import Mark, Paint, PdfPage

_TRACE = 0.004
"""Of an ink, less is none."""
_BANDS = 64
"""Strips of a page, in which areas are looked for: a map has many thousands of them."""
_MOST_POINTS = 2_000
"""Of an outline: of a longer one the box is taken."""
_COVERS = ("fill", "image", "mask", "shading")


def shown(page: PdfPage) -> Iterator[tuple[int, Mark]]:
    """What is seen on the trimmed page, with its place in the order of painting.

    Marks of the printer beside the page, invisible text and spaces are left out.
    """
    paper = page.ends_at
    for order, mark in enumerate(page.marks):
        if mark.alpha > 0 and overlap(mark.box, paper) and not _is_nothing(mark):
            yield order, mark


def _is_nothing(mark: Mark) -> bool:
    return mark.kind == "text" and (mark.render_mode == 3 or not mark.text.strip())


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes have more than an edge in common."""
    return a.left < b.right and b.left < a.right and a.bottom < b.top and b.bottom < a.top


def millimetres(points: float, page: PdfPage) -> float:
    """A length on the page in mm."""
    return points * page.user_unit / PT_PER_MM


def is_white(paint: Paint | None) -> bool:
    """Whether a colour leaves the paper as it is."""
    if paint is None:
        return False
    if paint.is_rgb:
        return bool(paint.values) and min(paint.values) >= 1 - _TRACE
    return paint.inks is not None and max(paint.inks) <= _TRACE


def is_black(paint: Paint | None) -> bool:
    """Whether a colour is full black ink and nothing else."""
    if paint is None or paint.inks is None or paint.is_spot:
        return False
    *others, black = paint.inks
    return black >= 1 - _TRACE and max(others) <= _TRACE


def ink_count(paint: Paint | None) -> int:
    """How many inks a colour is printed in; 0 where that is not known."""
    if paint is None:
        return 0
    if paint.is_spot:
        return sum(value > _TRACE for value in paint.values)
    return sum(ink > _TRACE for ink in paint.inks or ())


def overprints(mark: Mark) -> bool:
    """Whether what lies below shows through: process colours need the mode that skips zeros."""
    if not mark.overprint or mark.paint is None:
        return False
    return mark.overprint_mode == 1 or mark.paint.space in ("Separation", "DeviceN")


class Areas:
    """What else may lie on or below on a page: areas, white ones too; lines and text are none."""

    def __init__(self, page: PdfPage) -> None:
        self.marks = [(order, mark) for order, mark in shown(page) if mark.kind in _COVERS]
        self._bottom = page.ends_at.bottom
        self._height = page.ends_at.height / _BANDS or 1.0
        self._bands: list[list[tuple[int, Mark]]] = [[] for _band in range(_BANDS)]
        for order, mark in self.marks:
            for band in range(self._band(mark.box.bottom), self._band(mark.box.top) + 1):
                self._bands[band].append((order, mark))

    def _band(self, y: float) -> int:
        return min(max(int((y - self._bottom) / self._height), 0), _BANDS - 1)

    def below(self, order: int, mark: Mark) -> Mark | None:
        """The topmost area below the middle of a mark."""
        x, y = (mark.box.left + mark.box.right) / 2, (mark.box.bottom + mark.box.top) / 2
        for other, area in reversed(self._bands[self._band(y)]):
            if other < order and covers(area, x, y):
                return area
        return None

    def colour_below(self, order: int, mark: Mark) -> bool:
        """Whether a mark lies on anything but paper and white."""
        area = self.below(order, mark)
        return area is not None and not is_white(area.paint)

    def is_seen(self, order: int, x: float, y: float) -> bool:
        """Whether nothing painted later hides a mark at a point."""
        return not any(
            other > order and hides(area) and covers(area, x, y)
            for other, area in self._bands[self._band(y)]
        )


def hides(area: Mark) -> bool:
    """Whether nothing below shows through."""
    if area.alpha < 1 or area.blend != "Normal" or area.soft_mask or area.kind == "mask":
        return False
    if area.paint is not None and (area.overprint or area.paint.space == "Pattern"):
        return False
    return not (area.picture and area.picture.soft_mask)


def covers(area: Mark, x: float, y: float) -> bool:
    """Whether a point lies in what an area paints."""
    box = area.box
    if not (box.left <= x <= box.right and box.bottom <= y <= box.top):
        return False
    if area.outline and not _inside(area.outline, x, y, even_odd=area.even_odd):
        return False
    return all(_inside(clip, x, y, even_odd=False) for clip in area.clips)


def _inside(
    polygons: Sequence[Sequence[tuple[float, float]]], x: float, y: float, *, even_odd: bool
) -> bool:
    if sum(map(len, polygons)) > _MOST_POINTS:
        return True
    winding = crossings = 0
    for polygon in polygons:
        ax, ay = polygon[-1]
        for bx, by in polygon:
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossings += 1
                winding += 1 if by > ay else -1
            ax, ay = bx, by
    return crossings % 2 == 1 if even_odd else winding != 0


def rounded(value: float, digits: int = 1) -> str:
    """A number as people write it: without zeros at its end."""
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
