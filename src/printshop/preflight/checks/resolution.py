"""Pictures have pixels enough for the size at which they are set."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.preflight import marks
from printshop.preflight.model import Document, Finding, Mark, PdfPage, Picture, finding
from printshop.preflight.reading.paths import scales
from printshop.press.contract import PressSpec, Resolution

_ROUNDING = 0.5
"""ppi: sizes in a file are rounded."""
_CODES = {False: ("F001", "F002"), True: ("F003", "F004")}
"""Of photographs and of line art: forbidden, and warned of."""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F001, F002 photographs; F003, F004 line art: one finding for each page and picture."""
    for page in document.pages:
        for picture, uses in _pictures(page).items():
            line_art = picture.mask or picture.bits == 1
            limits = rules.images.line_art if line_art else rules.images.photo
            yield from _judged(page, picture, uses, limits, _CODES[line_art])


def _pictures(page: PdfPage) -> dict[Picture, list[Mark]]:
    """The pictures of a page and where it has them; flat colours in a picture's dress are none."""
    found: dict[Picture, list[Mark]] = {}
    for _order, mark in marks.shown(page):
        if mark.picture and min(mark.picture.width, mark.picture.height) > 1:
            found.setdefault(mark.picture, []).append(mark)
    return found


def _judged(
    page: PdfPage, picture: Picture, uses: list[Mark], limits: Resolution, codes: tuple[str, str]
) -> Iterator[Finding]:
    worst = min(uses, key=lambda mark: min(mark.ppi))
    ppi = min(worst.ppi) + _ROUNDING
    for code, limit in zip(codes, (limits.error, limits.warning), strict=True):
        if ppi < limit:
            few = [mark.box for mark in uses if min(mark.ppi) + _ROUNDING < limit]
            yield finding(
                code,
                page.number,
                few,
                picture=picture.name,
                px=f"{picture.width} × {picture.height}",
                ppi=int(min(worst.ppi)),
                mm=marks.rounded(marks.millimetres(scales(worst.matrix)[0], page), 0),
                limit=limit,
            )
            return
