"""What goes to the edge of the page goes over it.

A picture that ends where the page is cut shows a white rim as soon as the knife is a little off.
What ends there on purpose cannot be told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from printshop.geometry import Box, pt
from printshop.i18n import N_, _
from printshop.preflight import marks
from printshop.preflight.model import Document, Finding, Mark, PdfPage, finding
from printshop.press.contract import PressSpec

_TOUCHES = pt(0.5)
"""As near to the edge counts as going to it."""
_ROUNDING = pt(0.1)
_POINTS = 7
"""Along the edge, at which it is asked whether something else hides a mark."""
_MOST_TRIED = 500
"""At each edge: whether more are hidden is not asked."""
_EDGES = {
    "left": N_("left"),
    "right": N_("right"),
    "foot": N_("foot"),
    "head": N_("head"),
}


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F020: one finding for each page. Pages without a trim are another check's."""
    for page in document.pages:
        if page.trim is not None:
            yield from _on_page(page, page.trim, _asked(page, page.trim, rules))


def _asked(page: PdfPage, trim: Box, rules: PressSpec) -> dict[str, float]:
    """Bleed by edge, in pt. The spine of an odd page is at its left; a spread has none."""
    bleed = rules.bleed
    left = right = bleed.outside
    if trim.width <= trim.height:
        left, right = (
            (bleed.inside, bleed.outside) if page.number % 2 else (bleed.outside, bleed.inside)
        )
    asked = {"left": left, "right": right, "foot": bleed.foot, "head": bleed.head}
    return {edge: pt(mm) / page.user_unit for edge, mm in asked.items()}


def _on_page(page: PdfPage, trim: Box, asked: dict[str, float]) -> Iterator[Finding]:
    short: dict[str, list[tuple[float, Box]]] = {}
    areas, tried = marks.Areas(page), Counter[str]()
    for order, mark in areas.marks:
        if marks.is_white(mark.paint):
            continue
        for edge, beyond, depth in _reaches(mark, trim):
            missing = asked[edge] - beyond
            touches = beyond >= -_TOUCHES / page.user_unit and depth > _TOUCHES
            if touches and missing > _ROUNDING:
                tried[edge] += 1
                points = _along(edge, mark.box, trim)
                if tried[edge] > _MOST_TRIED or any(areas.is_seen(order, x, y) for x, y in points):
                    short.setdefault(edge, []).append((missing, mark.box))
    if short:
        worst, edge = max((missing, edge) for edge in short for missing, _box in short[edge])
        yield finding(
            "F020",
            page.number,
            dict.fromkeys(box for found in short.values() for _missing, box in found),
            edges=", ".join(_(words) for edge, words in _EDGES.items() if edge in short),
            mm=marks.rounded(marks.millimetres(min(worst, asked[edge]), page)),
            asked=marks.rounded(marks.millimetres(asked[edge], page)),
        )


def _reaches(mark: Mark, trim: Box) -> Iterator[tuple[str, float, float]]:
    """How far a mark goes beyond each edge (below 0: it ends before), and how far it lies within.

    What lies beside the trim is not asked: it is cut away.
    """
    box = mark.box
    yield "left", trim.left - box.left, box.right - trim.left
    yield "right", box.right - trim.right, trim.right - box.left
    yield "foot", trim.bottom - box.bottom, box.top - trim.bottom
    yield "head", box.top - trim.top, trim.top - box.bottom


def _along(edge: str, box: Box, trim: Box) -> Iterator[tuple[float, float]]:
    """Points of a mark along an edge, as near to the cut as it comes."""
    left, right = max(box.left, trim.left), min(box.right, trim.right)
    bottom, top = max(box.bottom, trim.bottom), min(box.top, trim.top)
    x = {"left": left, "right": right}.get(edge, 0.0)
    y = {"foot": bottom, "head": top}.get(edge, 0.0)
    for i in range(_POINTS):
        share = (i + 0.5) / _POINTS
        if edge in ("left", "right"):
            yield x, bottom + share * (top - bottom)
        else:
            yield left + share * (right - left), y
