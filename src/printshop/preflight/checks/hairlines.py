"""Lines are thick enough to print."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.preflight import marks
from printshop.preflight.model import Document, Finding, Mark, PdfPage, finding
from printshop.preflight.reading.paths import is_rectangle, rect_of
from printshop.press.contract import PressSpec

_ROUNDING = 0.001
"""pt"""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F010 lines too thin; F011 thin white lines in colour."""
    for page in document.pages:
        yield from _on_page(page, rules)


def _on_page(page: PdfPage, rules: PressSpec) -> Iterator[Finding]:
    thin, white = list[tuple[Mark, float]](), list[tuple[Mark, float]]()
    areas = marks.Areas(page)
    for order, mark in marks.shown(page):
        width = _width(mark, page)
        if width is None:
            continue
        if width <= rules.strokes.error + _ROUNDING:
            thin.append((mark, width))
        elif (
            width < rules.strokes.reversed - _ROUNDING
            and marks.is_white(mark.paint)
            and areas.colour_below(order, mark)
        ):
            white.append((mark, width))
    for code, found, limit in (
        ("F010", thin, rules.strokes.error),
        ("F011", white, rules.strokes.reversed),
    ):
        if found:
            yield finding(
                code,
                page.number,
                [mark.box for mark, _width in found],
                pt=marks.rounded(min(width for _mark, width in found), 3),
                count=len(found),
                limit=marks.rounded(limit, 3),
            )


def _width(mark: Mark, page: PdfPage) -> float | None:
    """How thick a line is, in pt; None of what is no line."""
    if mark.kind == "stroke":
        return mark.width
    if mark.kind != "fill" or not mark.outline or not all(map(is_rectangle, mark.outline)):
        return None
    if len(mark.outline) == 1:
        return min(mark.box.width, mark.box.height) * page.user_unit
    if len(mark.outline) == 2 and mark.even_odd:
        return _frame_width(mark) * page.user_unit
    return None


def _frame_width(mark: Mark) -> float:
    """How thick a frame is, drawn as a box in a box; of a clipped one the part that shows."""
    outer, inner = (rect_of(polygon) for polygon in mark.outline)
    sides = [abs(a - b) for a, b in zip(outer, inner, strict=True)]
    thinnest = min((side for side in sides if side > _ROUNDING), default=mark.box.width)
    shown = min(mark.box.width, mark.box.height)
    return min(thinnest, shown) if shown > _ROUNDING else thinnest
