"""The arrangement of a photo page: rows of pictures that together fill it, chosen by their shapes.

Pictures keep the order that the editor gave, those of a row are equally high, and all of a page
lose the same share as far as each may, except that one too narrow for its caption gains width from
its neighbours. What is left to choose is where the rows break: every partition into rows is laid
out, and the one of least cost is taken. `_Layout.cost` says what counts.

Captions are reckoned, not set: `text_height` says how high so many letters are at a width.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

_LARGEST_ROW = 3
_POINTS = 72 / 25.4
"""In a mm."""
_CAPTION = 38.0
"""Width in mm that a caption needs: narrower slots gain from their neighbours, and cost."""
_NARROWEST = 32.0
"""Width in mm below which a slot costs much more."""
_WIDEST_UPRIGHT = 4 / 3
"""An upright picture's slot is not wider than this by height, however much may be cropped."""
_LONGEST = 10.0
"""A picture longer than this by its width counts as this long: its slot must not vanish."""
_SMALLEST = 0.1
"""Sides of a slot in mm below which there is no room."""
_MOST_WORDS = 0.5
"""The share of the height that captions get at most: beyond it, they run over the page's foot."""
_ROUNDS = 10
"""How often captions are reckoned anew for slots that they made smaller, at most."""
_KEPT_BACK = 0.001
"""Of the share that may be cropped, so that rounding does not go beyond it."""
_STEPS = 8
"""How many crops are tried where none fills the page."""
_NARROWEST_ALONE = 0.4
"""The share of the page's width that a row of one picture has at least."""
_OUT_OF_LINE = 0.15
"""What it costs besides the white beside them that such rows are not in line with the others."""
_HALVINGS = 30
"""How exactly the crop that fills the page is found."""

_CROP, _CROP_SQUARED = 0.6, 1.8
_HEADS = 0.75
"""How much more it costs to take from the height of an upright picture: mostly people."""
_UNEVEN = 0.25
_FIRST_LARGER = 0.03
_MUCH_LARGER = math.log(4.5)
"""One over the whole width is so much larger than those of a pair below it."""
_NARROW, _VERY_NARROW = 0.02, 0.1
"""For each mm that the narrowest slot lacks of what captions need, and of what is seen at all."""
_WORDS, _WORDS_OVER = 0.5, 4.0
"""For the share of the page's height that captions take; and for what runs over the page's foot."""
_BESIDE, _BELOW = 1.5, 1.0
"""White below the last row ends a page; white beside the rows puts them out of line with it."""

_EM = 0.5
"""Width of a letter, spaces included, by the type size: a little more than Vietnamese text has."""
_BREAK = 1.0
"""Letters that a line loses at its end, less than the half word that it does on average: `_EM`
makes up for the rest. Of 1400 captions at six widths, four were a line longer than reckoned."""
_WIDER = 1.5
"""White between rows may grow to this many gutters more where the page has white to give."""
_ABOVE = 0.4
"""The share of the white that stands above the rows: the optical centre."""
_LEFT_BELOW = 0.12
"""White of less than this share of the page is left at its foot."""


def text_height(letters: int, width: float, size: float, leading: float) -> float:
    """How high a text of so many letters is in mm, set `width` mm wide; reckoned, at least a line.

    Args:
        letters: the characters of the text; with none it has no height.
        width: of its lines, in mm.
        size: of its type, in pt.
        leading: from line to line, in pt.
    """
    if not letters:
        return 0.0
    line = max(width * _POINTS / (size * _EM) - _BREAK, 1.0)
    return math.ceil(letters / line) * leading / _POINTS


@dataclass(frozen=True)
class PhotoSlot:
    """Where a photograph goes, cropped to fill it; sizes in mm."""

    row: int
    """From 0, top to bottom. The slots of a row stand left to right in reading order."""
    width: float
    height: float
    above: float = 0.0
    """White above the slot's row, besides what stands between all rows."""

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height


def photo_rows(
    shapes: Sequence[float],
    width: float,
    height: float,
    gutter: float,
    between: float,
    *,
    captions: Callable[[int, float], float] | None = None,
    most_cropped: float = 0.25,
) -> list[PhotoSlot]:
    """Arrange photographs, made for 1 to 8, in rows of one to three that fill a page.

    Each row is as wide as the page, and the rows with what is between them as high as the page,
    where crops within `most_cropped` allow it. Where they do not, the rows together are lower
    than the page, or all narrower than it, or only those of one picture; never larger. Slots are
    about 38 mm wide at least; one narrower than 32 mm is rare. White that rows leave goes between
    them first, and if there is much of it, above them too (`PhotoSlot.above`).

    Args:
        shapes: width by height of each picture, in reading order; beyond 10:1 counts as 10:1.
        width: of the area for photographs and captions, in mm.
        height: of that area, in mm.
        gutter: the space between two in a row, in mm.
        between: what each row needs below it besides pictures and captions, in mm.
        captions: the height of a picture's caption in mm, from the picture's place and the width
            of its slot; the tallest of a row counts. All together get half the height at most.
        most_cropped: the share of its area that a picture may lose, from 0 to less than 1.

    Returns:
        A slot for each picture, in their order; sizes in whole hundredths of a mm.

    Raises:
        ValueError: no pictures; a shape, the width or the height that is not positive; a
            negative gutter or `between`; `most_cropped` out of range; or an area without room
            for so many rows: with up to 8 pictures, 150 mm of width and height besides
            `between` are always enough.
    """
    if not shapes:
        raise ValueError("no pictures")
    if not all(0 < size < math.inf for size in (*shapes, width, height)):
        raise ValueError("shapes, width and height must be positive")
    if not (0 <= gutter < math.inf and 0 <= between < math.inf and 0 <= most_cropped < 1):
        raise ValueError("gutter, between or most_cropped out of range")
    pictures = tuple(min(max(shape, 1 / _LONGEST), _LONGEST) for shape in shapes)
    page = _Page(
        pictures,
        width,
        height,
        gutter,
        between,
        max(0.0, most_cropped - _KEPT_BACK),
        captions or _no_caption,
    )
    layouts = [
        layout
        for rows in _partitions(len(pictures))
        for layout in page.layouts(rows)
        if layout.smallest >= _SMALLEST
    ]
    if not layouts:
        raise ValueError(f"no room for {len(pictures)} pictures on {width} × {height} mm")
    # `min` keeps the first of equals, and those with smaller rows above come first.
    return min(layouts, key=lambda it: round(it.cost, 6)).slots()


def _no_caption(_picture: int, _width: float) -> float:
    return 0.0


def _partitions(count: int) -> Iterator[tuple[int, ...]]:
    """All ways to break `count` pictures into rows; rows of one, above all early ones, first."""
    if count == 0:
        yield ()
    for first in range(1, min(count, _LARGEST_ROW) + 1):
        for rest in _partitions(count - first):
            yield (first, *rest)


@dataclass(frozen=True)
class _Page:
    """What is asked for."""

    shapes: tuple[float, ...]
    width: float
    height: float
    gutter: float
    between: float
    most_cropped: float
    captions: Callable[[int, float], float]

    def layouts(self, rows: tuple[int, ...]) -> Iterator[_Layout]:
        """The pictures broken into these rows: filling the page if they can, else several tries."""
        broken = _Broken(self, rows)
        if self.height <= self.between * len(rows) or self.width <= max(broken.gutters):
            return
        words = broken.words(self.width, 1.0)
        least, most = min(broken.least), max(broken.most)
        for_pictures = self.height - self.between * len(rows) - sum(words)
        if broken.height(self.width, most) > for_pictures:
            tries = _between(1.0, most)
        elif broken.height(self.width, least) < for_pictures:
            tries = _between(1.0, least)
        else:
            tries = [None]
        for stretch in tries:
            made = broken.layout(stretch)
            if made:
                yield made
            if stretch is not None and stretch >= 1 and 1 in rows and max(rows) > 1:
                made = broken.layout(stretch, with_narrow=True)
                if made:
                    yield made

    def slot_shapes(
        self, shapes: tuple[float, ...], stretch: float, height: float
    ) -> Iterator[float]:
        """Width by height of a row's slots, the narrow ones widened at the others' cost."""
        enough = _CAPTION / height
        wishes, spares = [], []
        for shape in shapes:
            slot = shape * stretch
            least, most = self.limits(shape)
            wishes.append(max(0.0, min(enough, most) - slot))
            spares.append(max(0.0, slot - max(least, enough)))
        moved = min(sum(wishes), sum(spares))
        for shape, wish, spare in zip(shapes, wishes, spares, strict=True):
            slot = shape * stretch
            if moved:
                slot += moved * (wish / sum(wishes) - spare / sum(spares))
            yield slot

    def limits(self, shape: float) -> tuple[float, float]:
        """The narrowest and the widest shape that a picture may be cropped to."""
        kept = 1 - self.most_cropped
        widest = shape / kept
        return shape * kept, min(widest, _WIDEST_UPRIGHT) if shape < 1 else widest


def _between(start: float, end: float) -> list[float | None]:
    """Crops to try, from one to the other."""
    return [start + (end - start) * step / _STEPS for step in range(_STEPS + 1)]


class _Broken:
    """The pictures of a page broken into rows, to be laid out.

    With every slot of a row `stretch` times as wide by height as its picture, the row is
    `(block - gutters) / shapes / stretch` high. Each row is stretched as asked, as far as its
    pictures may be cropped.
    """

    def __init__(self, page: _Page, rows: tuple[int, ...]) -> None:
        ends = tuple(accumulate(rows))
        self.page, self.rows = page, rows
        self.members = [
            page.shapes[end - count : end] for count, end in zip(rows, ends, strict=True)
        ]
        self.firsts = [end - count for count, end in zip(rows, ends, strict=True)]
        self.shapes = [sum(members) for members in self.members]
        self.gutters = [page.gutter * (count - 1) for count in rows]
        limits = [[(shape, *page.limits(shape)) for shape in members] for members in self.members]
        self.least = [max(least / shape for shape, least, _ in row) for row in limits]
        """How much narrower by its height the slots of a row may be than its pictures."""
        self.most = [min(most / shape for shape, _, most in row) for row in limits]
        """And how much wider."""
        self.alone = 1.0
        """The width of rows of one picture, as a share of the others'."""

    def stretches(self, stretch: float) -> list[float]:
        """Of each row, as far as it may be."""
        return [
            min(max(stretch, least), most)
            for least, most in zip(self.least, self.most, strict=True)
        ]

    def heights(self, block: float, stretch: float) -> list[float]:
        """Of the rows, in mm, `block` wide."""
        return [
            (block - gap) / shape / stretched * (self.alone if count == 1 else 1.0)
            for count, gap, shape, stretched in zip(
                self.rows, self.gutters, self.shapes, self.stretches(stretch), strict=True
            )
        ]

    def height(self, block: float, stretch: float) -> float:
        """Of all rows, in mm."""
        return sum(self.heights(block, stretch))

    def slots(self, block: float, stretch: float) -> list[list[float]]:
        """Width by height of the slots, row by row."""
        return [
            list(self.page.slot_shapes(members, stretched, height))
            for members, stretched, height in zip(
                self.members, self.stretches(stretch), self.heights(block, stretch), strict=True
            )
        ]

    def words(self, block: float, stretch: float) -> list[float]:
        """The height of each row's tallest caption."""
        heights = self.heights(block, stretch)
        return [
            max(self.page.captions(first + i, shape * height) for i, shape in enumerate(slots))
            for first, slots, height in zip(
                self.firsts, self.slots(block, stretch), heights, strict=True
            )
        ]

    def layout(self, stretch: float | None, *, with_narrow: bool = False) -> _Layout | None:
        """As wide as there is room for at this stretch; None: with the one that fills the page.

        What captions need follows from the slots' widths, and the slots from what captions
        leave: reckoned until the captions have room.

        Args:
            stretch: how much wider by height than its picture a slot is.
            with_narrow: rows of one picture alone are narrower, so that the others need not be.
        """
        page = self.page
        self.alone = 1.0
        for_all = page.height - page.between * len(self.rows)
        words = [0.0] * len(self.rows)
        for _ in range(_ROUNDS):
            for_pictures = for_all - min(sum(words), for_all * _MOST_WORDS)
            chosen = self.filling(for_pictures) if stretch is None else stretch
            if with_narrow:
                block = page.width
                self.alone = self.narrowed(for_pictures, chosen)
                if not _NARROWEST_ALONE <= self.alone <= 1:
                    return None
            else:
                block = self.block(for_pictures, chosen)
            if block <= max(self.gutters):
                return None
            needed = self.words(block, chosen)
            if all(need <= word for need, word in zip(needed, words, strict=True)):
                break
            words = [max(pair) for pair in zip(needed, words, strict=True)]
        slots = tuple(shape for row in self.slots(block, chosen) for shape in row)
        heights = tuple(self.heights(block, chosen))
        return _Layout(page, self.rows, heights, block, self.alone, slots, sum(words))

    def narrowed(self, height: float, stretch: float) -> float:
        """How wide rows of one may be for all rows to be as high as this; a share of the page's."""
        self.alone = 1.0
        heights = self.heights(self.page.width, stretch)
        ones = sum(h for h, count in zip(heights, self.rows, strict=True) if count == 1)
        return (height - (sum(heights) - ones)) / ones if ones else 1.0

    def filling(self, height: float) -> float:
        """The stretch at which rows as wide as the page are as high as this, or come close."""
        least, most = min(self.least), max(self.most)
        for _ in range(_HALVINGS):
            middle = (least + most) / 2
            if self.height(self.page.width, middle) > height:
                least = middle
            else:
                most = middle
        return most

    def block(self, height: float, stretch: float) -> float:
        """The width at which the rows are as high as this; not more than the page's."""
        parts = [
            1 / shape / stretched
            for shape, stretched in zip(self.shapes, self.stretches(stretch), strict=True)
        ]
        lost = sum(gap * part for gap, part in zip(self.gutters, parts, strict=True))
        return min(self.page.width, (height + lost) / sum(parts))


@dataclass(frozen=True)
class _Layout:
    """The pictures of a page broken into rows; not yet rounded."""

    page: _Page
    rows: tuple[int, ...]
    heights: tuple[float, ...]
    """Of the rows, in mm."""
    block: float
    """Width of all rows, in mm."""
    alone: float
    """Except that rows of one picture have this share of it."""
    shapes: tuple[float, ...]
    """Width by height of the slots."""
    words: float
    """Height of the captions, the tallest of each row; may be more than there is room for."""

    @property
    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of the slots."""
        heights = [h for n, h in zip(self.rows, self.heights, strict=True) for _ in range(n)]
        return [(h * shape, h) for h, shape in zip(heights, self.shapes, strict=True)]

    @property
    def smallest(self) -> float:
        """The shortest side of a slot."""
        return min(min(size) for size in self.sizes)

    def lacks(self, least: float) -> float:
        """What the narrowest slot lacks of this width, in mm."""
        return max(0.0, least - min(width for width, _ in self.sizes))

    @property
    def cost(self) -> float:
        """How far this is from what an editor wants; only differences mean something."""
        narrow = _NARROW * self.lacks(_CAPTION) + _VERY_NARROW * self.lacks(_NARROWEST)
        words = self.words / self.page.height
        narrow += _WORDS * words + _WORDS_OVER * max(0.0, words - _MOST_WORDS)
        return self._cropped() + self._uneven() + self._unused() + narrow

    def _cropped(self) -> float:
        """Of all and of the worst; grows faster than the share lost, and for heads maybe cut."""
        costs = []
        for shape, slot in zip(self.page.shapes, self.shapes, strict=True):
            share = 1 - min(shape / slot, slot / shape)
            heads = _HEADS if shape < 1 and slot > shape else 0.0
            costs.append((_CROP * share + _CROP_SQUARED * share**2) * (1 + heads))
        return (max(costs) + sum(costs) / len(costs)) / 2

    def _uneven(self) -> float:
        """Spread of the sizes, as factors; the first picture may be larger, and gains by it.

        Of what is longer than 2:1 no more than that counts: a panorama needs its width.
        """
        first, *others = (
            math.log(min(width, 2 * height) * min(height, 2 * width))
            for width, height in self.sizes
        )
        if not others:
            return 0.0
        mean = sum(others) / len(others)
        larger = first - mean
        free = min(max(larger, 0.0), _MUCH_LARGER)
        squares = (larger - free) ** 2 + sum((size - mean) ** 2 for size in others)
        spread = math.sqrt(squares / len(self.page.shapes))
        return _UNEVEN * spread - _FIRST_LARGER * free

    def _unused(self) -> float:
        """The shares of the page's width and height that stay white."""
        page = self.page
        beside = 1 - self.block / page.width
        if self.alone < 1:
            ones = sum(h for n, h in zip(self.rows, self.heights, strict=True) if n == 1)
            beside = (1 - self.alone) * ones / sum(self.heights) + _OUT_OF_LINE
        return _BESIDE * beside + _BELOW * self.white / page.height

    @property
    def white(self) -> float:
        """The height that stays white, in mm."""
        page = self.page
        used = sum(self.heights) + self.words + page.between * len(self.rows)
        return max(0.0, page.height - used)

    def spaces(self) -> list[float]:
        """White above each row, out of what the page has left: between the rows first."""
        gaps = len(self.rows) - 1
        wider = min(_WIDER * self.page.gutter, self.white / (gaps + 1)) if gaps else 0.0
        left = self.white - wider * gaps
        above = left * _ABOVE if left > _LEFT_BELOW * self.page.height else 0.0
        return [math.floor(space * 100) / 100 for space in (above, *[wider] * gaps)]

    def slots(self) -> list[PhotoSlot]:
        """Rounded: edges go to the nearest 0.01 mm, so sums stay exact and within the page."""
        result: list[PhotoSlot] = []
        pictures = iter(self.shapes)
        heights = _hundredths(self.heights, sum(self.heights))
        for row, (count, height, above) in enumerate(
            zip(self.rows, heights, self.spaces(), strict=True)
        ):
            inner = self.block * (self.alone if count == 1 else 1.0)
            inner -= self.page.gutter * (count - 1)
            shapes = [next(pictures) for _ in range(count)]
            result += [PhotoSlot(row, width, height, above) for width in _hundredths(shapes, inner)]
        return result


def _hundredths(parts: Sequence[float], total: float) -> list[float]:
    """Divide `total`, rounded down to 0.01, in these proportions."""
    units = math.floor(total * 100 + 1e-6)
    edges = [round(units * part / sum(parts)) for part in accumulate(parts, initial=0.0)]
    return [(end - start) / 100 for start, end in pairwise(edges)]
