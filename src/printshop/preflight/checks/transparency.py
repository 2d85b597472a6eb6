"""Nothing is see-through where the standard forbids it, and nothing is mixed in screen colours."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.geometry import Box
from printshop.i18n import N_, _
from printshop.preflight.model import Document, Finding, Mark, PdfPage, finding
from printshop.press.contract import PressSpec

_RGB = ("DeviceRGB", "CalRGB", "ICCBased RGB")
_WORDS = {
    "alpha": N_("see-through colour"),
    "blend": N_("blending of colours"),
    "mask": N_("soft edge"),
    "picture": N_("picture with a see-through part"),
    "group": N_("transparency group"),
}


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F018 transparency in PDF/X-1a; F019 a group that blends in RGB."""
    for page in document.pages:
        if rules.standard == "PDF/X-1a":
            yield from _forbidden(page)
        elif rules.standard != "none":
            groups = [group for group in page.groups if group.space in _RGB]
            if groups:
                yield finding("F019", page.number, count=len(groups))


def _forbidden(page: PdfPage) -> Iterator[Finding]:
    found: dict[str, list[Box]] = {}
    for mark in page.marks:
        for what in _kinds(mark):
            found.setdefault(what, []).append(mark.box)
    if page.groups:
        found.setdefault("group", [])
    if found:
        boxes = dict.fromkeys(box for boxes in found.values() for box in boxes)
        what = ", ".join(_(_WORDS[kind]) for kind in _WORDS if kind in found)
        yield finding("F018", page.number, boxes, what=what)


def _kinds(mark: Mark) -> Iterator[str]:
    if mark.alpha < 1:
        yield "alpha"
    if mark.blend != "Normal":
        yield "blend"
    if mark.soft_mask:
        yield "mask"
    if mark.picture and mark.picture.soft_mask:
        yield "picture"
