"""Colours are in the inks that the print house has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from printshop.geometry import Box
from printshop.i18n import N_, _
from printshop.preflight import marks
from printshop.preflight.model import Document, Finding, Mark, MarkKind, PdfPage, finding
from printshop.press.contract import PressSpec

_WORDS: dict[MarkKind, str] = {
    "text": N_("text"),
    "fill": N_("areas"),
    "stroke": N_("lines"),
    "shading": N_("gradients"),
    "image": N_("pictures"),
    "mask": N_("stencils"),
}
_MEASURED = ("ICCBased", "Lab", "CalGray", "CalRGB")
_INKS = ("Cyan", "Magenta", "Yellow")
_LEAST = 0.004
"""Of an ink that is there: less is rounded away at 8 bits."""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F005, F006 screen colours; F007, F008 measured colours; F009 inks there are not."""
    if rules.standard != "none":
        for page in document.pages:
            yield from _screen_colours(page)
            yield from _measured(page, "F008" if rules.standard == "PDF/X-1a" else "F007")
    yield from _inks(document, rules)


def _screen_colours(page: PdfPage) -> Iterator[Finding]:
    painted, pictures = list[Mark](), dict[str, list[Box]]()
    for mark in page.marks:
        picture = mark.picture
        if mark.kind != "image":
            if mark.paint is not None and mark.paint.space == "DeviceRGB":
                painted.append(mark)
        elif picture and "DeviceRGB" in (picture.space, picture.base):
            if picture.key == (0, 0):
                painted.append(mark)
            else:
                pictures.setdefault(picture.name, []).append(mark.box)
    if painted:
        yield finding("F005", page.number, _boxes(painted), what=_what(painted), count=len(painted))
    for name, boxes in pictures.items():
        yield finding("F006", page.number, boxes, picture=name)


def _measured(page: PdfPage, code: str) -> Iterator[Finding]:
    found = [mark for mark in page.marks if _spaces(mark) & set(_MEASURED)]
    if found:
        spaces = set[str]().union(*map(_spaces, found)) & set(_MEASURED)
        yield finding(
            code,
            page.number,
            _boxes(found),
            what=_what(found),
            spaces=", ".join(sorted(spaces)),
            count=len(found),
        )


def _spaces(mark: Mark) -> set[str]:
    if mark.kind == "image" and mark.picture:
        return {mark.picture.space, mark.picture.base}
    return {mark.paint.space} if mark.paint else set()


def _inks(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """One finding for the file, at the first page: a plate is made for all pages or none."""
    spots, process = dict[str, list[tuple[int, Box]]](), dict[str, list[tuple[int, Box]]]()
    for page in document.pages:
        for _order, mark in marks.shown(page):
            for name in _spots_of(mark):
                spots.setdefault(name, []).append((page.number, mark.box))
            for name in _process_of(mark) if rules.inks == "black" else ():
                process.setdefault(name, []).append((page.number, mark.box))
    wrong = spots if len(spots) > rules.spots else {}
    wrong |= {name: process[name] for name in _INKS if name in process}
    if wrong:
        first = min(number for places in wrong.values() for number, _box in places)
        boxes = [box for places in wrong.values() for number, box in places if number == first]
        names = ", ".join(f"“{name}”" for name in wrong)
        yield finding("F009", first, dict.fromkeys(boxes), names=names, spots=rules.spots)


def _spots_of(mark: Mark) -> Iterable[str]:
    """Inks of their own: of a colour, or those that the samples of a picture are in."""
    process = {"All", "None", "Cyan", "Magenta", "Yellow", "Black"}
    return [name for name in _colorants(mark) if name not in process]


def _colorants(mark: Mark) -> tuple[str, ...]:
    if mark.kind == "image" and mark.picture:
        return mark.picture.colorants
    return mark.paint.colorants if mark.paint else ()


def _process_of(mark: Mark) -> Iterable[str]:
    """Process inks besides black."""
    if mark.kind == "image" and mark.picture:
        four = "DeviceCMYK" in (mark.picture.space, mark.picture.base)
        return _INKS if four else [ink for ink in _INKS if ink in mark.picture.colorants]
    paint = mark.paint
    if paint is None or paint.colorants == ("All",):
        return ()
    if paint.is_spot:  # with process inks beside it, perhaps
        used = dict(zip(paint.colorants, paint.values, strict=False))
        return [name for name in _INKS if used.get(name, 0) > _LEAST]
    return [name for name, ink in zip(_INKS, paint.inks or (), strict=False) if ink > _LEAST]


def _boxes(found: Iterable[Mark]) -> list[Box]:
    return [mark.box for mark in found]


def _what(found: Iterable[Mark]) -> str:
    """Which kinds of marks, most frequent first: `text, areas`."""
    return ", ".join(_(_WORDS[kind]) for kind, _n in Counter(m.kind for m in found).most_common())
