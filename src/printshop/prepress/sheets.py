"""Pages as the printer gets them: contents up to the bleed, marks round it, boxes that agree.

The contents of a page become a form XObject that is clipped to the bleed and moved, so that the
sheet begins at 0 0. Patterns and gradients move with a form; with a plain `cm` they would not
(ISO 32000-1, 8.7.2: a pattern belongs to its content stream, not to the matrix in force).
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from printshop.geometry import Box, PageGeometry, pt
from printshop.lettering import Lettering, lettering
from printshop.prepress.edition import Edition, Inks
from printshop.prepress.marks import (
    SLUG_SIZE,
    Printed,
    Slug,
    colours_of,
    draw_marks,
    margin_for,
    mark_spaces,
    page_marks,
    place_marks,
)
from printshop.press import Press, PressSpec
from printshop.press.contract import Bleed

_KEPT = frozenset(("/Type", "/Parent", "/Group", "/Rotate", "/UserUnit"))
"""What a page keeps. The rest is written anew or goes: annotations, actions, tags, CropBox."""


@dataclass(frozen=True)
class SheetBoxes:
    """The boxes of a finished page, in pt; the media begins at 0 0."""

    media: Box
    bleed: Box
    trim: Box

    @classmethod
    def around(cls, trim: Box, bleed: Box, margin: float) -> SheetBoxes:
        """The boxes of a page with `margin` pt round its bleed, moved to 0 0."""
        media = bleed.grown(margin)
        dx, dy = -media.left, -media.bottom
        return cls(media.moved(dx, dy), bleed.moved(dx, dy), trim.moved(dx, dy))


def is_verso(index: int) -> bool:
    """Whether the page with this index in the issue, from 0, is a left-hand one."""
    return index % 2 == 1


def bleed_of(trim: Box, bleed: Bleed, *, verso: bool) -> Box:
    """How far the contents of a page reach; the spine is at the left of a recto."""
    left, right = bleed.inside, bleed.outside
    if verso:
        left, right = right, left
    return trim.spread(pt(left), pt(bleed.foot), pt(right), pt(bleed.head))


def bleed_is_there(spec: PressSpec, geometry: PageGeometry) -> bool:
    """Whether the layout draws as far beyond the trim as the press wants."""
    return spec.bleed.most <= geometry.bleed + 0.001


def spots_of(edition: Edition, spec: PressSpec) -> list[tuple[str, Inks]]:
    """The inks of their own that the palette has, each with what stands for it, full."""
    if not spec.spots:
        return []
    return list({colour.spot: colour.inks for colour in edition.colours if colour.spot}.items())


def inks_of(edition: Edition, spec: PressSpec) -> Printed:
    """The inks of the job besides its spots: of the press's, those that it uses."""
    return "black" if spec.inks == "black" or edition.in_black else "process"


def dress_pages(
    pdf: Pdf,
    press: Press,
    edition: Edition,
    pages: Sequence[int],
    folios: Sequence[str],
) -> None:
    """Give each page its boxes and marks, and a label.

    Args:
        pdf: pages with a TrimBox, colours in inks; changed in place.
        press: for whom.
        edition: what the slug line says.
        pages: for each page of `pdf`, which of the issue it is, from 0.
        folios: of all pages of the issue, in order, as printed.
    """
    furnisher = Furnisher(pdf, press, edition)
    for page, index in zip(pdf.pages, pages, strict=True):
        trim = box_of(page.trimbox)
        verso = is_verso(index)
        bleed = bleed_of(trim, press.spec.bleed, verso=verso)
        words = page_words(index, folios, edition.lettered.language)
        shown = Shown(contents_as_form(pdf, page.obj), bleed)
        furnisher.dress(page.obj, [shown], trim, bleed, words)
    pdf.Root.PageLabels = labels([folios[index] for index in pages])


@dataclass(frozen=True)
class Shown:
    """The contents of a page on a sheet."""

    form: Object
    seen: Box
    """What is seen of it, in its own space, in pt."""
    dx: float = 0.0
    """How far it is moved to the right, in pt."""
    dy: float = 0.0


class Furnisher:
    """Sheets of one file: what they have in common is kept once."""

    def __init__(self, pdf: Pdf, press: Press, edition: Edition) -> None:
        self._pdf = pdf
        self._press = press
        self._edition = edition
        marks = press.spec.marks
        self._spots = spots_of(edition, press.spec) if marks.any else []
        self._left = self._line(issue_words(edition)) if marks.slug else None
        self._shared: dict[tuple[Box, Box, tuple[float, ...]], Stream | None] = {}
        self._inks = inks_of(edition, press.spec)
        self._spaces = mark_spaces(pdf, self._inks, self._spots) if marks.any else {}

    def dress(
        self,
        page: Object,
        contents: Sequence[Shown],
        trim: Box,
        bleed: Box,
        words: str,
        folds: Sequence[float] = (),
    ) -> SheetBoxes:
        """Draw a sheet: contents, and marks round them.

        Args:
            page: gets the sheet; of what it had, `_KEPT` stays.
            contents: of one page or several; a form can stand on one sheet only.
            trim: of the sheet, in the space of the moved contents, in pt.
            bleed: of the sheet, likewise.
            words: which sheet it is, for the slug line.
            folds: where it is folded, x in pt, likewise.
        """
        spec = self._press.spec
        boxes = SheetBoxes.around(trim, bleed, pt(margin_for(spec.marks)))
        dx, dy = boxes.trim.left - trim.left, boxes.trim.bottom - trim.bottom
        moved = tuple(x + dx for x in folds)
        # marks first: readers that go through forms then find the page's text and nothing after it
        drawn, names = [self._words(boxes, moved, words)], Dictionary()
        shared = self._marks(boxes, moved)
        if shared is not None:
            names["/Marks"] = shared
            drawn.append(b"/Marks Do")
        for i, shown in enumerate(contents):
            name = f"/Page{i}"
            names[name] = placed_form(shown.form, shown.seen, shown.dx + dx, shown.dy + dy)
            drawn.append(b"q %s Do Q" % name.encode())
        resources = Dictionary(XObject=names)
        if self._spaces:
            resources.ColorSpace = Dictionary(self._spaces)
        for key in set(page.keys()) - _KEPT:
            del page[key]
        page.MediaBox = Array(boxes.media.as_list())
        page.BleedBox = Array(boxes.bleed.as_list())
        page.TrimBox = Array(boxes.trim.as_list())
        page.Resources = resources
        page.Contents = compressed(self._pdf, b"\n".join(filter(None, drawn)))
        return boxes

    def _marks(self, boxes: SheetBoxes, folds: tuple[float, ...]) -> Stream | None:
        """What stands round all pages with these boxes, as one form."""
        key = (boxes.trim, boxes.bleed, folds)
        if key not in self._shared:
            spec = self._press.spec
            content = page_marks(
                boxes.trim,
                boxes.bleed,
                spec.marks,
                Slug(left=self._left),
                self._inks,
                len(self._spots),
                folds,
            )
            form = compressed(self._pdf, content) if content else None
            if form is not None:
                form.Type, form.Subtype = Name.XObject, Name.Form
                form.BBox = Array(boxes.media.as_list())
                form.Resources = Dictionary(ColorSpace=Dictionary(self._spaces))
            self._shared[key] = form
        return self._shared[key]

    def _line(self, words: str) -> Lettering:
        return lettering(words, self._edition.lettered.font, SLUG_SIZE)

    def _words(self, boxes: SheetBoxes, folds: tuple[float, ...], words: str) -> bytes:
        """What the slug line says of this sheet alone."""
        spec = self._press.spec
        if not spec.marks.slug:
            return b""
        inks = colours_of(self._inks, [name for name, _ in self._spots])
        line = self._line(f"{words} · {inks} · {self._press.name}")
        only = place_marks(
            boxes.trim, boxes.bleed, spec.marks, Slug(right=line), self._inks, 0, folds
        )
        words_only = [mark for mark in only if mark.kind == "slug"]
        return draw_marks(words_only, spec.marks, self._inks, len(self._spots))


def contents_as_form(pdf: Pdf, page: Object) -> Stream:
    """The contents of a page as a form XObject that shares its resources; without a BBox yet."""
    contents = page.get("/Contents")
    if isinstance(contents, Stream):
        packing = {key: contents[key] for key in ("/Filter", "/DecodeParms") if key in contents}
        form = pdf.make_stream(contents.read_raw_bytes(), packing)
    else:
        parts = contents if isinstance(contents, Array) else Array()
        form = compressed(pdf, b"\n".join(part.read_bytes() for part in parts))
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.Resources = page.get("/Resources", Dictionary())
    return form


def placed_form(form: Object, seen: Box, dx: float, dy: float) -> Object:
    """A form clipped to what is to be seen of it, in its own space, and moved."""
    form.BBox = Array(seen.as_list())
    form.Matrix = Array([1, 0, 0, 1, round(dx, 3), round(dy, 3)])
    return form


def box_of(numbers: Object) -> Box:
    """A PDF rectangle; its corners may be given in any order (ISO 32000-1, 7.9.5)."""
    x, y, u, v = (float(number) for number in numbers)
    return Box(min(x, u), min(y, v), max(x, u), max(y, v))


def labels(folios: Sequence[str]) -> Dictionary:
    """Page labels that are these words, one for each page."""
    numbers = Array()
    for i, folio in enumerate(folios):
        numbers.append(i)
        numbers.append(Dictionary(P=String(folio)))
    return Dictionary(Nums=numbers)


def compressed(pdf: Pdf, content: bytes) -> Stream:
    """A new content stream."""
    return pdf.make_stream(zlib.compress(content, 7), Filter=Name.FlateDecode)


_WORDS = {
    "vi": {"issue": "số {number}", "page": "trang {page}/{pages}", "recto": "bên phải",
           "verso": "bên trái"},
    "en": {"issue": "no. {number}", "page": "page {page}/{pages}", "recto": "right-hand",
           "verso": "left-hand"},
}  # fmt: skip
"""What slug lines say: in the bulletin's language, whatever the editor's messages are in."""


def issue_words(edition: Edition) -> str:
    """Which issue it is."""
    lettered = edition.lettered
    number = _words(lettered.language)["issue"].format(number=lettered.number)
    return f"{lettered.bulletin} · {number} · {day(lettered.date, lettered.language)}"


def page_words(index: int, folios: Sequence[str], language: str = "vi") -> str:
    """Which page it is: its place, its folio where that is another, its side."""
    words = _words(language)
    place = words["page"].format(page=index + 1, pages=len(folios))
    folio = f" ({folios[index]})" if folios[index] != str(index + 1) else ""
    return f"{place}{folio} · {words['verso' if is_verso(index) else 'recto']}"


def day(date: dt.date, language: str = "vi") -> str:
    """A date in figures."""
    return date.isoformat() if language.startswith("en") else f"{date.day}/{date.month}/{date.year}"


def _words(language: str) -> Mapping[str, str]:
    return _WORDS["en" if language.startswith("en") else "vi"]
