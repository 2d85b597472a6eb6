"""Whether fonts travel with the file (F040), and how (F041 to F043).

Only fonts that something is set in. Text that is not painted (render mode 3: the words under a
scanned page) needs no glyphs, but should be readable back.
"""

from __future__ import annotations

from collections.abc import Iterator

from printshop.geometry import Box
from printshop.i18n import _
from printshop.preflight.model import MOST_BOXES, Document, Finding, Font, finding
from printshop.press.contract import PressSpec

INVISIBLE = 3
"""Render mode of text that is not painted (ISO 32000-1, table 106)."""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F040 to F043, once for each font, on the first page that shows it."""
    strict = rules.standard != "none"
    nameless = _("(without a name)")
    for font, (page, boxes) in _used(document, painted=True).items():
        name = font.name or nameless
        if font.kind == "Type3":
            if strict:
                yield finding("F042", page, boxes, name=name)
        elif not font.embedded:
            yield finding("F040", page, boxes, name=name)
        elif strict and not font.subset:
            yield finding("F041", page, boxes, name=name)
    if strict:
        for font, (page, boxes) in _used(document, painted=False).items():
            if not font.unicode:
                yield finding("F043", page, boxes, name=font.name or nameless)


def _used(document: Document, *, painted: bool) -> dict[Font, tuple[int, list[Box]]]:
    """Fonts in the order of their names, each with the first page that has it and where."""
    used: dict[Font, tuple[int, list[Box]]] = {}
    for page in document.pages:
        for mark in page.marks:
            if mark.font is None or (painted and mark.render_mode == INVISIBLE):
                continue
            first, boxes = used.setdefault(mark.font, (page.number, []))
            if first == page.number and len(boxes) < MOST_BOXES:
                boxes.append(mark.box)
    return dict(sorted(used.items(), key=lambda item: (item[0].name, item[1][0], item[0].kind)))
