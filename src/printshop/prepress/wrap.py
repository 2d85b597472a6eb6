"""The cover as a wrap: four pages on the two sides of one sheet, with the spine between them.

Outer side: last page, spine, first page. Inner side: second page, spine, last but one.
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, String

from printshop.geometry import Box, pt
from printshop.prepress.edition import Edition
from printshop.prepress.sheets import Furnisher, Shown, bleed_of, box_of, contents_as_form
from printshop.press import Press
from printshop.press.contract import Bleed, CoverRules

FEWEST_PAGES = 8
"""A cover, and a body of one folded sheet."""


def can_be_wrapped(pages: int) -> bool:
    """Whether an issue of so many pages can have its cover apart."""
    return pages >= FEWEST_PAGES and pages % 2 == 0


def cover_pages(pages: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The pages of the wrap, from 0: left and right of its outer side, then of its inner side."""
    return (pages - 1, 0), (1, pages - 2)


def body_pages(pages: int) -> range:
    """The pages between the covers, from 0."""
    return range(2, pages - 2)


def spine_width(inner_pages: int, cover: CoverRules) -> float:
    """The width of the spine, in mm: a leaf has two pages. A stapled cover has none."""
    return inner_pages / 2 * cover.caliper if cover.binding == "perfect" else 0.0


def seen_of(trim: Box, own: Box, bleed: Bleed, *, right: bool, spine: float) -> Box:
    """What is seen of a page in a wrap, in the page's own space.

    Args:
        trim: where the page is cut.
        own: how far it is drawn at all: its own bleed.
        bleed: what the press wants.
        right: whether the page stands right of the spine; its outside is at the right then.
        spine: width of the spine, in pt; over it the page reaches as far as it is drawn, and no
            farther than the middle.
    """
    bled = bleed_of(trim, bleed, verso=not right)
    if right:
        return Box(max(own.left, trim.left - spine / 2), bled.bottom, bled.right, bled.top)
    return Box(bled.left, bled.bottom, min(own.right, trim.right + spine / 2), bled.top)


def take_cover(pdf: Pdf, press: Press, edition: Edition) -> Pdf:
    """Take the cover's pages out of an issue; make a wrap of them, with boxes and marks.

    Args:
        pdf: all pages of the issue, each with TrimBox and BleedBox, colours in inks; the body's
            pages stay in it, as they are.
        press: for whom: bleed, marks, spine.
        edition: what the slug line says.

    Returns:
        Two pages: the outer side, then the inner one. Fonts, pictures and other resources that
        several of the four pages use are in it once; those that none uses are not.

    Raises:
        ValueError: `can_be_wrapped` does not hold.
    """
    count = len(pdf.pages)
    if not can_be_wrapped(count):
        raise ValueError(f"no wrap of {count} pages")
    # pages of a fragment share their resources: each is to keep what it uses
    pdf.remove_unreferenced_resources()
    spine = pt(spine_width(len(body_pages(count)), press.spec.cover))
    wrap = _empty_like(pdf)
    sides = cover_pages(count)
    panels = {number: _panel(pdf, wrap, number) for side in sides for number in side}
    furnisher = Furnisher(wrap, press, edition)  # now that the wrap has the pages' spot colours
    words = _side_words(edition.lettered.language)
    for (left, right), side_words in zip(sides, words, strict=True):
        sheet = _new_page(wrap)
        for number in (left, right):
            if "/Group" in pdf.pages[number].obj:
                group = pdf.make_indirect(pdf.pages[number].obj.Group)
                sheet["/Group"] = wrap.copy_foreign(group)
        _draw_side(
            furnisher, sheet, panels[left], panels[right], press.spec.bleed, spine, side_words
        )
    for number in sorted(panels, reverse=True):
        del pdf.pages[number]
    return wrap


@dataclass(frozen=True)
class _Panel:
    """A page on its way into the wrap; boxes in its own space."""

    form: Object
    trim: Box
    own: Box
    """How far it is drawn."""


def _panel(pdf: Pdf, wrap: Pdf, number: int) -> _Panel:
    page = pdf.pages[number]
    form = wrap.copy_foreign(contents_as_form(pdf, page.obj))
    return _Panel(form, box_of(page.trimbox), box_of(page.bleedbox))


def _draw_side(
    furnisher: Furnisher,
    sheet: Object,
    left: _Panel,
    right: _Panel,
    bleed: Bleed,
    spine: float,
    words: str,
) -> None:
    """Draw a side of the cover; the spine's width is in pt."""
    folds = (left.trim.width, left.trim.width + spine)
    trim = Box(0, 0, folds[1] + right.trim.width, left.trim.height)
    shown = [
        Shown(
            panel.form,
            seen_of(panel.trim, panel.own, bleed, right=panel is right, spine=spine),
            at - panel.trim.left,
            -panel.trim.bottom,
        )
        for panel, at in ((left, 0.0), (right, folds[1]))
    ]
    bled = trim.spread(pt(bleed.outside), pt(bleed.foot), pt(bleed.outside), pt(bleed.head))
    furnisher.dress(sheet, shown, trim, bled, words, folds)


def _empty_like(pdf: Pdf) -> Pdf:
    """A file without pages, with the same title, dates and language."""
    new = Pdf.new()
    if "/Info" in pdf.trailer:
        new.trailer.Info = new.copy_foreign(pdf.make_indirect(pdf.docinfo))
    if "/Lang" in pdf.Root:
        new.Root.Lang = String(str(pdf.Root.Lang))
    return new


def _new_page(pdf: Pdf) -> Object:
    page: Object = pdf.make_indirect(Dictionary(Type=Name.Page))
    pdf.pages.append(pikepdf.Page(page))
    return pdf.pages[-1].obj


_SIDES = {
    "vi": ("bìa · mặt ngoài", "bìa · mặt trong"),
    "en": ("cover · outer side", "cover · inner side"),
}


def _side_words(language: str) -> tuple[str, str]:
    return _SIDES["en" if language.startswith("en") else "vi"]
