"""Text keeps away from where the page is cut."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.geometry import Box
from printshop.preflight import marks
from printshop.preflight.model import Document, Finding, Mark, PdfPage, finding
from printshop.press.contract import PressSpec

_SLACK = 0.1
"""Of a text's size: its box is a little larger than its letters."""
_ROUNDING = 0.05
"""mm"""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F021 text too near to the edge; F022 text that is cut."""
    for page in document.pages:
        near, cut, nearest = list[Box](), list[Box](), rules.pages.safety
        for _order, mark in marks.shown(page):
            if mark.kind != "text":
                continue
            distance = _distance(mark, page)
            if distance < 0:
                cut.append(mark.box)
            elif distance < rules.pages.safety - _ROUNDING:
                near.append(mark.box)
                nearest = min(nearest, distance)
        if near:
            yield finding(
                "F021",
                page.number,
                near,
                mm=marks.rounded(nearest),
                count=len(near),
                limit=marks.rounded(rules.pages.safety),
            )
        if cut:
            yield finding("F022", page.number, cut, count=len(cut))


def _distance(mark: Mark, page: PdfPage) -> float:
    """From a text to the nearest edge, in mm; below 0 where it goes over it."""
    trim, box = page.ends_at, _extent(mark, page)
    slack = _SLACK * mark.size / page.user_unit
    return marks.millimetres(
        slack
        + min(
            box.left - trim.left,
            trim.right - box.right,
            box.bottom - trim.bottom,
            trim.top - box.top,
        ),
        page,
    )


def _extent(mark: Mark, page: PdfPage) -> Box:
    """A text's box; where the sheet's edge cuts it, as it would go on."""
    box, media, whole = mark.box, page.media, mark.whole
    if whole is None:
        return box
    return Box(
        whole.left if box.left <= media.left else box.left,
        whole.bottom if box.bottom <= media.bottom else box.bottom,
        whole.right if box.right >= media.right else box.right,
        whole.top if box.top >= media.top else box.top,
    )
