"""White does not overprint, black text does."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.preflight import marks
from printshop.preflight.model import Document, Finding, PdfPage, finding
from printshop.press.contract import PressSpec


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F016 white that vanishes; F017 black text that leaves a gap in the colour below it."""
    if rules.standard == "none":
        return
    for page in document.pages:
        yield from _on_page(page)


def _on_page(page: PdfPage) -> Iterator[Finding]:
    areas = marks.Areas(page)
    white, black = [], []
    for order, mark in marks.shown(page):
        if mark.kind in ("image", "shading"):
            continue
        is_white = marks.is_white(mark.paint)
        # white on bare paper, black on bare paper: overprinting changes nothing
        if not (is_white or marks.is_black(mark.paint)) or not areas.colour_below(order, mark):
            continue
        if is_white and marks.overprints(mark):
            white.append(mark.box)
        elif not is_white and mark.kind == "text" and not marks.overprints(mark):
            black.append(mark.box)
    for code, boxes in (("F016", white), ("F017", black)):
        if boxes:
            yield finding(code, page.number, boxes, count=len(boxes))
