"""Whether more ink lies on a spot than dries (F052), and what could not be measured (F054)."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.i18n import _
from printshop.preflight.model import Document, Finding, PdfPage, Picture, finding
from printshop.preflight.reading.pixels import Pixels, Small
from printshop.press.contract import PressSpec


def check(document: Document, rules: PressSpec, pixels: Pixels | None = None) -> Iterator[Finding]:
    """F052 and F054, once a page. Without `pixels` pictures count as not measured."""
    if rules.ink_limit.total >= 400:
        return
    for page in document.pages:
        yield from _page(page, rules, pixels or _unknown)


def _page(page: PdfPage, rules: PressSpec, pixels: Pixels) -> Iterator[Finding]:
    from printshop.preflight.inkmap import TOLERANCE, ink_map, most_ink

    limit = rules.ink_limit.total
    most, troubles = most_ink(page, pixels)
    if most > limit + TOLERANCE:
        inks, troubles = ink_map(page, pixels, window=rules.ink_limit.window)
        boxes = inks.over(limit)
        if boxes:
            yield finding(
                "F052", page.number, boxes, percent=round(inks.highest), limit=f"{limit:g}"
            )
    if troubles and rules.standard != "none":
        yield finding("F054", page.number, reason=", ".join(troubles))


def _unknown(picture: Picture, factor: int) -> Small:  # noqa: ARG001
    return Small(trouble=_("a picture that was not opened"))
