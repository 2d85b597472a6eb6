"""What lies over the page without being printed matter: links, notes, form fields (F049, F050).

PDF/X: none inside the bleed box, but for printer's marks and trap networks.
"""

from __future__ import annotations

from collections.abc import Iterator

from printshop.geometry import Box
from printshop.preflight.model import Annotation, Document, Finding, PdfPage, finding
from printshop.press.contract import PressSpec

_PERMITTED = ("PrinterMark", "TrapNet", "Popup")
"""A pop-up is part of the note that it belongs to, which is reported."""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F049 once a page and kind, F050 once a page, and once for form fields that are nowhere."""
    fields = False
    for page in document.pages:
        outside: list[Annotation] = []
        inside: dict[str, list[Box]] = {}
        for annotation in page.annotations:
            fields = fields or annotation.kind == "Widget"
            if annotation.kind in _PERMITTED:
                continue
            if rules.standard != "none" and _touches(annotation.box, page.bleed or page.ends_at):
                inside.setdefault(annotation.kind, []).append(annotation.box)
            elif annotation.printed and _shown(annotation, page):
                outside.append(annotation)
        for kind, boxes in sorted(inside.items()):
            yield finding("F049", page.number, boxes, kind=kind or "?")
        if outside:
            kinds = ", ".join(sorted({a.kind or "?" for a in outside}))
            yield finding("F050", page.number, (a.box for a in outside), kinds=kinds)
    if document.forms and document.pages and not fields and rules.standard != "none":
        yield finding("F050", kinds="AcroForm")


def _shown(annotation: Annotation, page: PdfPage) -> bool:
    """Links have no look of their own; what lies off the sheet is not printed."""
    return annotation.kind != "Link" and _touches(annotation.box, page.media)


def _touches(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and one.right > other.left
        and one.bottom < other.top
        and one.top > other.bottom
    )
