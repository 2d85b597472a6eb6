"""Text is large enough for the inks it is printed in."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.preflight import marks
from printshop.preflight.model import Document, Finding, Mark, PdfPage, finding
from printshop.press.contract import PressSpec

_ROUNDING = 0.05
"""pt"""
_MOSTLY_BLACK = 0.8
"""Black ink of a rich black, at least."""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F012 very small; F013 in several inks; F014 white in colour; F015 rich black."""
    limits = {
        "F012": rules.text.smallest,
        "F013": rules.text.several_inks,
        "F014": rules.text.reversed,
        "F015": rules.text.rich_black,
    }
    for page in document.pages:
        found: dict[str, list[Mark]] = {code: [] for code in limits}
        areas = marks.Areas(page)
        for order, mark in marks.shown(page):
            code = _code(order, mark, areas, limits) if mark.kind == "text" else ""
            if code:
                found[code].append(mark)
        for code, small in found.items():
            if small:
                yield _told(page, code, small, limits[code])


def _code(order: int, mark: Mark, areas: marks.Areas, limits: dict[str, float]) -> str:
    """What is wrong with a text: the gravest alone; empty where nothing is."""

    def below(code: str) -> bool:
        return mark.size < limits[code] - _ROUNDING

    if below("F012"):
        return "F012"
    if marks.is_white(mark.paint):
        reversed_ = below("F014") and areas.colour_below(order, mark)
        return "F014" if reversed_ else ""
    if marks.ink_count(mark.paint) < 2:
        return ""
    inks = mark.paint.inks if mark.paint and not mark.paint.is_spot else None
    code = "F015" if inks and inks[3] >= _MOSTLY_BLACK else "F013"
    return code if below(code) else ""


def _told(page: PdfPage, code: str, small: list[Mark], limit: float) -> Finding:
    smallest = min(small, key=lambda mark: mark.size)
    return finding(
        code,
        page.number,
        [mark.box for mark in small],
        size=marks.rounded(smallest.size),
        text=_sample(smallest.text),
        count=len(small),
        limit=marks.rounded(limit),
    )


def _sample(text: str) -> str:
    words = " ".join(text.replace("\ufffd", "").split())
    return words if len(words) <= 30 else words[:29].rstrip() + "…"
