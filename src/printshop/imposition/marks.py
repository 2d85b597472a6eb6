"""What is drawn on a sheet beside its pages: where to fold and cut, in which order, which sheet.

Where everything goes is computed first, as plain boxes in mm; drawing comes after. A mark for which
there is no room between the pages and what the printer can print is left out. Two kinds lie
on pages: steps that show the order of signatures, on the fold that becomes the spine, and the ends
of a slit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from printshop.geometry import Box, pt
from printshop.imposition.layout import SheetLayout, lines
from printshop.imposition.model import Axis, Fold, Imposition, Place
from printshop.lettering import Lettering, lettering

Kind = Literal["fold", "cut", "slit", "collation", "label", "cross"]

WEIGHT = 0.25
"""Of lines, in pt."""
OFFSET = 1.0
"""From pages and their bleed to marks."""
LENGTH = 5.0
"""Of fold and cut marks, at most."""
SHORTEST = 1.5
"""A mark that would be shorter is left out."""
CROSS = 4.0
"""Registration crosses, across."""
TICK = 4.0
"""Of a slit within the sheet, at each end."""
STEP = 5.0
"""Height of the bar on the spine of a signature."""
BAR = 2.0
"""Its width: half on either side of the fold."""
STEPS_FROM = 15.0
"""From the head of the page to the first step."""
LABEL = 7.0
"""Type of labels, in pt."""
SMALLEST_LABEL = 0.6
"""Labels are set smaller where there is less room, down to that part of their size."""
CLEAR = 1.0
"""Between marks."""


@dataclass(frozen=True)
class MarkWish:
    """Which marks are wanted."""

    fold: bool = True
    cut: bool = True
    collation: bool = True
    labels: bool = True
    register: bool = True


@dataclass(frozen=True)
class Placed:
    """A mark, and all the room it takes, in mm."""

    kind: Kind
    box: Box
    content: bytes
    """Operators, in pt; they take the colour in force."""


@dataclass(frozen=True)
class Labels:
    """How sheets are called on paper."""

    font: Path
    """A font file."""
    language: str = "vi"

    def words(self, imposition: Imposition, number: int, *, back: bool) -> str:
        """Which sheet it is, from 0, and which side."""
        vi = not self.language.startswith("en")
        sheet = imposition.sheets[number]
        parts = []
        if imposition.sheets[-1].signature and any(s.of > 1 for s in imposition.sheets):
            parts.append(f"{'tay' if vi else 'signature'} {sheet.signature + 1}")
            number = sheet.number
        parts.append(f"{'tờ' if vi else 'sheet'} {number + 1}")
        if imposition.two_sided:
            sides = ("mặt trước", "mặt sau") if vi else ("front", "back")
            parts.append(sides[back])
        return " · ".join(parts)

    def line(self, words: str) -> Line:
        """The words as outlines. Raises OSError or ValueError for a font that cannot be read."""
        space = (
            lettering("n n", self.font, LABEL).width - 2 * lettering("n", self.font, LABEL).width
        )
        pieces, at = list[Piece](), 0.0
        for word in words.split():
            for text in word if word.isdecimal() else [word]:
                letters = lettering(text, self.font, LABEL)
                pieces.append(Piece("/W" + text.encode().hex(), letters, at))
                at += letters.width
            at += space
        return Line(tuple(pieces))


@dataclass(frozen=True)
class Piece:
    """A word of a label, or a figure of a number: sheets share them."""

    name: str
    """What contents call its form; the same for the same text."""
    letters: Lettering
    at: float
    """pt from the begin of the line."""

    @property
    def content(self) -> bytes:
        """Operators that fill it, from 0 0, in the colour in force."""
        return self.letters.drawn(0, 0)


@dataclass(frozen=True)
class Line:
    """A label. Its contents show a form for each piece."""

    pieces: tuple[Piece, ...]

    @property
    def ink(self) -> Box:
        """What it covers, in pt from its origin; no area where nothing is drawn."""
        inks = [p.letters.ink.moved(p.at, 0) for p in self.pieces if p.letters.content]
        if not inks:
            return Box(0, 0, 0, 0)
        return Box(
            min(ink.left for ink in inks),
            min(ink.bottom for ink in inks),
            max(ink.right for ink in inks),
            max(ink.top for ink in inks),
        )

    def drawn(self, x: float, y: float, scale: float, *, upwards: bool = False) -> bytes:
        """Operators that show it, its origin at `x`, `y` in pt."""
        turned = (0.0, scale, -scale, 0.0) if upwards else (scale, 0.0, 0.0, scale)
        parts = [b"%g %g %g %g %.2f %.2f cm" % (*turned, x, y)]
        at = 0.0
        for piece in self.pieces:
            parts.append(b"1 0 0 1 %.2f 0 cm %s Do" % (piece.at - at, piece.name.encode()))
            at = piece.at
        return b"q %s Q" % b" ".join(parts)


def draw_marks(placed: Iterable[Placed]) -> bytes:
    """Marks as a content stream, in black ink alone."""
    content = b"\n".join(mark.content for mark in placed)
    return b"q 0 0 0 1 K 0 0 0 1 k %g w\n%s\nQ" % (WEIGHT, content) if content else b""


def place_marks(
    layout: SheetLayout,
    imposition: Imposition,
    number: int,
    *,
    back: bool = False,
    wish: MarkWish | None = None,
    label: Line | None = None,
    bleed: float = 0.0,
) -> tuple[Placed, ...]:
    """The marks of a side.

    Args:
        layout: the sheet.
        imposition: folds, cuts and pages.
        number: of the sheet, from 0.
        back: which side; folds and cuts are marked on fronts.
        wish: what is wanted.
        label: what the sheet is called.
        bleed: how far pages are drawn beyond their trim, on paper, in mm.
    """
    wish = wish or MarkWish()
    side = _Side(layout, imposition, bleed)
    found: list[Placed] = []
    if not back:
        found += side.folds(fold=wish.fold, cut=wish.cut)
        found += side.corners() if wish.cut else ()
    if wish.register and imposition.two_sided:
        found += side.crosses()
    if wish.labels and label is not None:
        found += side.label(label)
    if wish.collation:
        found += collation(layout, imposition, number, back=back)
    return tuple(found)


@dataclass(frozen=True)
class _Side:
    layout: SheetLayout
    imposition: Imposition
    bleed: float

    @property
    def inner(self) -> Box:
        """What marks keep clear of."""
        return self.layout.block.grown(self.bleed + OFFSET)

    @property
    def outer(self) -> Box:
        """What they stay within."""
        return self.layout.printable

    def folds(self, *, fold: bool, cut: bool) -> Iterator[Placed]:
        """Lines at both ends of each fold and cut; two for a cut with a gutter."""
        for line in self.imposition.folds:
            if not (fold if line.kind == "fold" else cut):
                continue
            places = lines(self.layout, line.axis).get(line.after)
            for at in dict.fromkeys(places or ()):
                yield from self._ends(line, at)

    def _ends(self, line: Fold, at: float) -> Iterator[Placed]:
        count = self.layout.rows if line.axis == "vertical" else self.layout.columns
        end = len(count) if line.end is None else line.end
        vertical = line.axis == "vertical"
        # rows are counted from the top, columns from the left
        if line.begin == 0:
            yield from self._line(line.kind, line.axis, at, high=vertical)
        if end == len(count):
            yield from self._line(line.kind, line.axis, at, high=not vertical)
        if line.kind == "cut" and line.begin > 0:
            yield from self._slit(line, at, end)

    def _slit(self, line: Fold, at: float, end: int) -> Iterator[Placed]:
        """A cut within the sheet: a tick at each of its ends, where pages meet."""
        if line.axis == "vertical":
            low, high = self.layout.rows[end - 1][0], self.layout.rows[line.begin][1]
        else:
            low, high = self.layout.columns[line.begin][0], self.layout.columns[end - 1][1]
        for begin in (low, high - TICK):
            yield _line("slit", line.axis, at, begin, begin + TICK)

    def corners(self) -> Iterator[Placed]:
        """Where the block is cut out of the sheet."""
        block = self.layout.block
        for at in (block.left, block.right):
            for high in (False, True):
                yield from self._line("cut", "vertical", at, high=high)
        for at in (block.bottom, block.top):
            for high in (False, True):
                yield from self._line("cut", "horizontal", at, high=high)

    def _line(self, kind: Kind, axis: Axis, at: float, *, high: bool) -> Iterator[Placed]:
        """A line from the pages outwards, to the top or right (`high`) or the other way."""
        inner, outer = self.inner, self.outer
        if axis == "vertical":
            begin, end = (inner.top, outer.top) if high else (outer.bottom, inner.bottom)
            there = outer.left <= at <= outer.right
        else:
            begin, end = (inner.right, outer.right) if high else (outer.left, inner.left)
            there = outer.bottom <= at <= outer.top
        if there and end - begin >= SHORTEST:
            length = min(LENGTH, end - begin)
            begin = begin if high else end - length
            yield _line(kind, axis, at, begin, begin + length)

    def crosses(self) -> Iterator[Placed]:
        """In the middle of the first and last column, and of the first row.

        They lie on the same places of fronts and backs, for cells do.
        """
        layout, inner, outer = self.layout, self.inner, self.outer
        half = CROSS / 2
        middles = [sum(span) / 2 for span in (layout.columns[0], layout.columns[-1])]
        # a back is a front mirrored, and so must its crosses be, even if columns are not equal
        middles = sorted({round(x, 3) for m in middles for x in (m, layout.width - m)})
        middles = [middles[0], middles[-1]] if len(middles) > 1 else middles
        for x in middles:
            for y in (inner.top + half, inner.bottom - half):
                yield from _cross(x, y, outer)
        y = sum(layout.rows[0]) / 2
        for x in (inner.left - half, inner.right + half):
            yield from _cross(x, y, outer)

    def label(self, label: Line) -> Iterator[Placed]:
        """Below the first column or above it; else upwards at the left of the last row."""
        layout, inner, outer = self.layout, self.inner, self.outer
        ink = label.ink
        if ink.width <= 0 or ink.height <= 0:
            return
        long, high = ink.width / pt(1), ink.height / pt(1)
        begin = max(layout.block.left, outer.left) + CLEAR
        length = sum(layout.columns[0]) / 2 - CROSS / 2 - CLEAR - begin
        for bottom, top in ((outer.bottom, inner.bottom), (inner.top, outer.top)):
            scale = min(1.0, length / long, (top - bottom) / high)
            if scale >= SMALLEST_LABEL:
                y = top - high * scale if top == inner.bottom else bottom
                box = Box(begin, y, begin + long * scale, y + high * scale)
                x0, y0 = pt(box.left) - ink.left * scale, pt(box.bottom) - ink.bottom * scale
                yield Placed("label", box, label.drawn(x0, y0, scale))
                return
        begin = max(layout.block.bottom, outer.bottom) + CLEAR
        length = sum(layout.rows[-1]) / 2 - CROSS / 2 - CLEAR - begin
        scale = min(1.0, length / long, (inner.left - outer.left) / high)
        if scale >= SMALLEST_LABEL:
            box = Box(inner.left - high * scale, begin, inner.left, begin + long * scale)
            # upwards: what was below the baseline lies to the right of it
            x0, y0 = pt(box.right) + ink.bottom * scale, pt(box.bottom) - ink.left * scale
            yield Placed("label", box, label.drawn(x0, y0, scale, upwards=True))


def collation(
    layout: SheetLayout, imposition: Imposition, number: int, *, back: bool = False
) -> Iterator[Placed]:
    """The bar on the spine of a signature, on its outermost sheet.

    Each signature has it a step lower than the one before; in a pile of them that is a staircase.
    """
    sheet = imposition.sheets[number]
    if imposition.scheme != "perfect" or sheet.number or not imposition.sheets[-1].signature:
        return
    found = _first_page(imposition, number)
    if found is None or found[0] != back:
        return
    place = found[1]
    cell = layout.cell(place.column, place.row, back=back)
    height = cell.height
    steps = max(1, int((height - 2 * STEPS_FROM) // STEP))
    down = min(STEPS_FROM, height / 4) + sheet.signature % steps * STEP
    # the spine is at the left of a first page, which may stand upside down
    if place.turned == 180:
        box = Box(cell.right, cell.bottom + down, cell.right, cell.bottom + down + STEP)
    else:
        box = Box(cell.left, cell.top - down - STEP, cell.left, cell.top - down)
    box = box.spread(BAR / 2, 0, BAR / 2, 0)
    yield Placed("collation", box, b"%s re f" % _numbers(box.left, box.bottom, BAR, STEP))


def _first_page(imposition: Imposition, number: int) -> tuple[bool, Place] | None:
    """On which side of a signature's outermost sheet its first page is, and where."""
    sheet = imposition.sheets[number]
    pages = [
        (place.page, back, place)
        for back, side in ((False, sheet.front), (True, sheet.back))
        for place in side.places
        if place.page is not None
    ]
    return min(pages, key=lambda found: found[0])[1:] if pages else None


def _line(kind: Kind, axis: Axis, at: float, begin: float, end: float) -> Placed:
    half = WEIGHT / pt(1) / 2
    if axis == "vertical":
        box, ends = Box(at - half, begin, at + half, end), (at, begin, at, end)
    else:
        box, ends = Box(begin, at - half, end, at + half), (begin, at, end, at)
    path = b"%s m %s l S" % (_numbers(*ends[:2]), _numbers(*ends[2:]))
    return Placed(kind, box, b"q [2 1.5] 0 d %s Q" % path if kind == "fold" else path)


def _cross(x: float, y: float, outer: Box) -> Iterator[Placed]:
    half = CROSS / 2
    box = Box(x - half, y - half, x + half, y + half)
    if box.within(outer, 0.001):
        level = b"%s m %s l" % (_numbers(x - half, y), _numbers(x + half, y))
        upright = b"%s m %s l S" % (_numbers(x, y - half), _numbers(x, y + half))
        yield Placed("cross", box, level + b" " + upright)


def _numbers(*lengths: float) -> bytes:
    """Lengths in mm as operands in pt."""
    return b" ".join(f"{pt(v):.3f}".rstrip("0").rstrip(".").encode() for v in lengths)
