"""The arrangement of a photo page: rows of pictures that together fill it, chosen by their shapes.

Pictures keep the order that the editor gave, those of a row are equally high, and all of a page
lose the same share, except that one too narrow for its caption gains width from its neighbours.
What is left to choose is where the rows break: every partition into rows is laid out, and the one
of least cost is taken. `_Layout.cost` says what counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

_LARGEST_ROW = 3
_CAPTION = 38.0
"""Width in mm that a caption needs: narrower slots gain from their neighbours, and cost."""
_NARROWEST = 32.0
"""Width in mm below which a slot is only where the page has no other arrangement."""
_WIDEST_UPRIGHT = 4 / 3
"""An upright picture's slot is not wider than this by height, however much may be cropped."""
_LONGEST = 20.0
"""A picture longer than this by its width counts as this long: its slot must not vanish."""
_SMALLEST = 0.1
"""Sides of a slot in mm below which there is no room."""
_KEPT_BACK = 0.001
"""Of the share that may be cropped, so that rounding does not go beyond it."""
_STEPS = 8
"""How many crops are tried where none fills the page."""

_CROP, _CROP_SQUARED = 0.6, 1.8
_HEADS = 0.75
"""How much more it costs to take from the height of an upright picture: mostly people."""
_UNEVEN = 0.25
_FIRST_LARGER = 0.03
_MUCH_LARGER = math.log(4.5)
"""One over the whole width is so much larger than those of a pair below it."""
_NARROW = 0.02
"""For each mm that the narrowest slot lacks."""
_BESIDE, _BELOW = 1.5, 1.0
"""White below the last row ends a page; white beside the rows puts them out of line with it."""


@dataclass(frozen=True)
class PhotoSlot:
    """Where a photograph goes, cropped to fill it; sizes in mm."""

    row: int
    """From 0, top to bottom. The slots of a row stand left to right in reading order."""
    width: float
    height: float

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
    most_cropped: float = 0.25,
) -> list[PhotoSlot]:
    """Arrange photographs, made for 1 to 8, in rows of one to three that fill a page.

    Each row is as wide as the page, and the rows with what is between them as high as the page,
    where crops within `most_cropped` allow it. Where they do not, all rows together are lower
    than the page, or equally narrower than it; never larger. Slots are about 38 mm wide at least;
    none is narrower than 32 mm unless the page has no such arrangement.

    Args:
        shapes: width by height of each picture, in reading order; beyond 20:1 counts as 20:1.
        width: of the area for photographs and captions, in mm.
        height: of that area, in mm.
        gutter: the space between two in a row, in mm.
        between: what each row needs besides its pictures, in mm: captions and the gap below.
        most_cropped: the share of its area that a picture may lose, from 0 to less than 1.

    Returns:
        A slot for each picture, in their order; sizes in whole hundredths of a mm.

    Raises:
        ValueError: no pictures; a shape, the width or the height that is not positive; a
            negative gutter or `between`; `most_cropped` out of range; or an area without room
            for so many rows.
    """
    if not shapes:
        raise ValueError("no pictures")
    if not all(0 < size < math.inf for size in (*shapes, width, height)):
        raise ValueError("shapes, width and height must be positive")
    if not (0 <= gutter < math.inf and 0 <= between < math.inf and 0 <= most_cropped < 1):
        raise ValueError("gutter, between or most_cropped out of range")
    pictures = tuple(min(max(shape, 1 / _LONGEST), _LONGEST) for shape in shapes)
    page = _Page(pictures, width, height, gutter, between, max(0.0, most_cropped - _KEPT_BACK))
    layouts = [
        layout
        for rows in _partitions(len(pictures))
        for layout in page.layouts(rows)
        if layout.smallest >= _SMALLEST
    ]
    if not layouts:
        raise ValueError(f"no room for {len(pictures)} pictures on {width} × {height} mm")
    # `min` keeps the first of equals, and those with smaller rows above come first.
    return min(layouts, key=lambda it: (round(it.lacks(_NARROWEST), 1), round(it.cost, 6))).slots()


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

    def layouts(self, rows: tuple[int, ...]) -> Iterator[_Layout]:
        """The pictures broken into these rows: filling the page if they can, else several tries.

        With every slot `stretch` times as wide by height as its picture, the rows of a block
        are `(block - gutters) / shapes / stretch` high.
        """
        ends = tuple(accumulate(rows))
        shapes = [sum(self.shapes[end - n : end]) for n, end in zip(rows, ends, strict=True)]
        gutters = [self.gutter * (n - 1) for n in rows]
        for_pictures = self.height - self.between * len(rows)
        if for_pictures <= 0 or self.width <= max(gutters):
            return
        by_width = sum(1 / shape for shape in shapes)
        lost = sum(gap / shape for gap, shape in zip(gutters, shapes, strict=True))
        filling = (self.width * by_width - lost) / for_pictures
        least, most = self.stretches()
        if least <= filling <= most:
            stretches = [filling]
        else:
            limit = least if filling < least else most
            stretches = [1 + (limit - 1) * step / _STEPS for step in range(_STEPS + 1)]
        for stretch in stretches:
            block = min(self.width, (for_pictures * stretch + lost) / by_width)
            if block > max(gutters):
                heights = tuple(
                    (block - gap) / shape / stretch
                    for gap, shape in zip(gutters, shapes, strict=True)
                )
                slots = tuple(
                    slot
                    for end, n, row in zip(ends, rows, heights, strict=True)
                    for slot in self.slot_shapes(self.shapes[end - n : end], stretch, row)
                )
                yield _Layout(self, rows, heights, block, slots)

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

    def stretches(self) -> tuple[float, float]:
        """How much narrower and wider than its picture a slot may be, by its height."""
        limits = [(shape, *self.limits(shape)) for shape in self.shapes]
        return (
            max(least / shape for shape, least, _ in limits),
            min(most / shape for shape, _, most in limits),
        )


@dataclass(frozen=True)
class _Layout:
    """The pictures of a page broken into rows; not yet rounded."""

    page: _Page
    rows: tuple[int, ...]
    heights: tuple[float, ...]
    """Of the rows, in mm."""
    block: float
    """Width of all rows, in mm."""
    shapes: tuple[float, ...]
    """Width by height of the slots."""

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
        narrow = _NARROW * self.lacks(_CAPTION)
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
        height = sum(self.heights) + page.between * len(self.rows)
        return _BESIDE * (1 - self.block / page.width) + _BELOW * (1 - height / page.height)

    def slots(self) -> list[PhotoSlot]:
        """Rounded: edges go to the nearest 0.01 mm, so sums stay exact and within the page."""
        result: list[PhotoSlot] = []
        pictures = iter(self.shapes)
        for row, (count, height) in enumerate(
            zip(self.rows, _hundredths(self.heights, sum(self.heights)), strict=True)
        ):
            inner = self.block - self.page.gutter * (count - 1)
            shapes = [next(pictures) for _ in range(count)]
            result += [PhotoSlot(row, width, height) for width in _hundredths(shapes, inner)]
        return result


def _hundredths(parts: Sequence[float], total: float) -> list[float]:
    """Divide `total`, rounded down to 0.01, in these proportions."""
    units = math.floor(total * 100 + 1e-6)
    edges = [round(units * part / sum(parts)) for part in accumulate(parts, initial=0.0)]
    return [(end - start) / 100 for start, end in pairwise(edges)]
