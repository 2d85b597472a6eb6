"""Where pages end (F034 to F037), whether all end alike (F038), which way up they lie (F039).

PDF/X: a trim box on every page; the bleed box round it, inside the media box; a crop box only if it
equals the media box. What bleed is asked is the print house's rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from printshop.geometry import PT_PER_MM, Box
from printshop.i18n import _
from printshop.preflight.model import Document, Finding, PdfPage, finding
from printshop.press.contract import PressSpec

_SLACK = 0.01 * PT_PER_MM
"""Boxes as near as this are equal: a hundredth of a millimetre, as programs round."""
_SHORT = 0.05
"""Bleed may be this much smaller than asked, in mm."""
_SAME_SIZE = 0.2
"""Sizes of pages that differ by less, in mm, are the same."""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F034 to F039, page by page; F038 once."""
    for page in document.pages:
        yield from _page(page, rules)
    yield from _sizes(document)


def _page(page: PdfPage, rules: PressSpec) -> Iterator[Finding]:
    strict = rules.standard != "none"
    if page.trim is None and (strict or rules.bleed.most > 0):
        yield finding("F034", page.number)
    nested = _nests(page)
    if not nested:
        boxes = (box for box in (page.trim, page.bleed) if box is not None)
        yield finding("F035", page.number, boxes)
    if strict and page.crop is not None and not _equal(page.crop, page.media):
        yield finding("F036", page.number, [page.crop])
    if page.trim is not None and nested:
        yield from _bleed(page, page.trim, rules)
    if page.rotate % 360:
        what = _("it is turned by {degrees}°").format(degrees=page.rotate % 360)
        yield finding("F039", page.number, what=what)
    if page.user_unit != 1:
        what = _("its unit is {unit} points").format(unit=f"{page.user_unit:g}")
        yield finding("F039", page.number, what=what)


def _nests(page: PdfPage) -> bool:
    """Trim in bleed in media; a box that is not named cannot be wrong."""
    boxes = [box for box in (page.trim, page.bleed, page.media) if box is not None]
    return all(_inside(inner, outer) for inner, outer in pairwise(boxes)) and all(
        box.width > 0 and box.height > 0 for box in boxes
    )


def _bleed(page: PdfPage, trim: Box, rules: PressSpec) -> Iterator[Finding]:
    """F037 of the edge that lacks most."""
    bleed = page.bleed or page.crop or page.media
    unit = page.user_unit / PT_PER_MM
    asked = rules.bleed
    left = right = asked.outside
    if trim.width <= trim.height:  # else a spread or a wrap, whose spine is in the middle
        recto = page.number % 2 == 1
        left, right = (asked.inside, right) if recto else (left, asked.inside)
    edges = [
        (_("head"), (bleed.top - trim.top) * unit, asked.head),
        (_("foot"), (trim.bottom - bleed.bottom) * unit, asked.foot),
        (_("left"), (trim.left - bleed.left) * unit, left),
        (_("right"), (bleed.right - trim.right) * unit, right),
    ]
    edge, there, wanted = max(edges, key=lambda e: e[2] - e[1])
    if wanted - there > _SHORT:
        there = max(round(there, 1), 0.0)
        yield finding("F037", page.number, [bleed], edge=edge, mm=f"{there:g}", asked=f"{wanted:g}")


def _sizes(document: Document) -> Iterator[Finding]:
    """F038 where pages are trimmed to different sizes."""
    sizes: list[tuple[float, float]] = []
    counted: Counter[tuple[float, float]] = Counter()
    for page in document.pages:
        size = _size(page)
        same = (s for s in sizes if max(abs(s[0] - size[0]), abs(s[1] - size[1])) < _SAME_SIZE)
        known = next(same, None)
        if known is None:
            sizes.append(size)
        counted[known or size] += 1
    if len(counted) > 1:
        shown = [f"{w:.1f} × {h:.1f} mm ({n})" for (w, h), n in counted.most_common(4)]
        yield finding("F038", sizes=", ".join(shown) + (" …" if len(counted) > 4 else ""))


def _size(page: PdfPage) -> tuple[float, float]:
    """Width and height as the page is looked at, in mm."""
    unit = page.user_unit / PT_PER_MM
    size = (page.ends_at.width * unit, page.ends_at.height * unit)
    return size[::-1] if page.rotate % 180 else size


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.left >= outer.left - _SLACK
        and inner.bottom >= outer.bottom - _SLACK
        and inner.right <= outer.right + _SLACK
        and inner.top <= outer.top + _SLACK
    )


def _equal(one: Box, other: Box) -> bool:
    return _inside(one, other) and _inside(other, one)
