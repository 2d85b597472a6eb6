"""How much ink lies on each spot of a page: painted small, ink by ink, with Pillow.

What is on the page is painted in its order on one plane for each ink, about 36 dots an inch: areas
as polygons, pictures small, lines as wide as they are. A colour replaces what is under it, one that
overprints leaves the other inks; transparency mixes. Then each spot is the mean over a window, as
printers measure (Ghent Workgroup: 15 mm²).

Approximations, all told in docs/explanation/preflight.md: text is a box that its strokes cover in
part, more of it the larger it is; a shading has its strongest colours everywhere; colours that are
no inks (RGB, Lab) count as none; what a soft mask fades is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, ceil, floor, hypot, remainder, tau

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath

from printshop.geometry import PT_PER_MM, Box
from printshop.i18n import _
from printshop.preflight.model import Mark, Paint, PdfPage
from printshop.preflight.reading.pixels import PROCESS, Pixels, Small

DPI = 36.0
TOLERANCE = 1.5
"""Percent that a sum may be over a limit: planes have 255 steps, and a JPEG is not exact."""
_MOST_SIDE = 2000
"""px: larger sheets are painted more coarsely."""
_INVISIBLE = (3, 7)
"""Render modes of text that paint nothing (ISO 32000-1, table 106)."""

Inks = Mapping[str, float]
"""Ink by name, 0 to 1."""


@dataclass(frozen=True)
class InkMap:
    """The sum of all inks over an area of a page."""

    area: Box
    """What it covers, in the page's space."""
    scale: float
    """px a pt."""
    sums: Image.Image
    """Mode `I`: means over the window; 255 is one ink in full."""
    window: float
    """px: a side of the window."""

    @property
    def highest(self) -> float:
        """The largest sum, in percent."""
        low_high = self.sums.getextrema()
        return float(low_high[1]) / 2.55  # type: ignore[arg-type]

    def over(self, limit: float) -> tuple[Box, ...]:
        """Where the sum is above `limit` percent: neighbours as one box, the largest first."""
        if self.highest <= limit + TOLERANCE:
            return ()
        least = round((limit + TOLERANCE) * 2.55)
        high = ImageMath.lambda_eval(
            lambda v: v["convert"]((v["sums"] > least) * 255, "L"), sums=self.sums
        )
        found = _joined(_regions(high), max(1, round(self.window)))
        boxes = (self._box(region) for region in found)
        return tuple(sorted(boxes, key=lambda b: (-b.width * b.height, b.left, b.bottom)))

    def picture(self, limit: float) -> Image.Image:
        """The map in colours: paper white, the limit yellow, over it red."""
        steps = ImageMath.lambda_eval(
            lambda v: v["convert"](v["min"](v["sums"] / 4, 255), "L"), sums=self.sums
        )
        shown = steps.convert("P")
        shown.putpalette(_palette(limit))
        coloured: Image.Image = shown.convert("RGB")
        return coloured

    def _box(self, region: tuple[int, int, int, int]) -> Box:
        left, top, right, bottom = (v / self.scale for v in region)
        area = self.area
        return Box(
            area.left + left,
            max(area.top - bottom, area.bottom),
            min(area.left + right, area.right),
            area.top - top,
        )


def ink_map(
    page: PdfPage, pixels: Pixels, *, window: float = 15.0, dpi: float = DPI
) -> tuple[InkMap, tuple[str, ...]]:
    """Paint a page and measure it.

    Args:
        page: the page.
        pixels: gives its pictures.
        window: the area over which is averaged, in mm².
        dpi: dots an inch.

    Returns:
        The map of what lies within the bleed box; and what could not be measured, in words.
    """
    area = _measured(page)
    scale = min(dpi / 72, _MOST_SIDE / max(area.width, area.height))
    sheet = _Sheet(area, scale, pixels)
    for mark in page.marks:
        sheet.paint(mark)
    side = max(window**0.5 * PT_PER_MM * scale, 1.0)
    return InkMap(area, scale, _summed(sheet.planes, side), side), tuple(sorted(sheet.troubles))


def most_ink(page: PdfPage, pixels: Pixels, dpi: float = DPI) -> tuple[float, tuple[str, ...]]:
    """A percentage that no spot of the page can be above, without painting; and what is unknown.

    Where nothing overprints or multiplies, a spot has the inks of one mark, or a mixture of
    several. Inks that are added over others count with the most that any mark has of them.
    """
    area = _measured(page)
    marks: list[tuple[Inks, float]] = []
    added: set[str] = set()
    most: dict[str, float] = {}
    troubles: set[str] = set()
    for mark in page.marks:
        if _empty(mark, area):
            continue
        inks, total, trouble = _strongest(mark, pixels, dpi / 72)
        if trouble:
            troubles.add(trouble)
        blended = mark.blend not in ("Normal", "Compatible")
        for name, value in inks.items():
            most[name] = max(most.get(name, 0.0), 1.0 if blended and value else value)
        if blended:
            added |= {name for name, value in inks.items() if value}
        elif mark.overprint:
            added |= (_replaced(mark, inks) or frozenset()) & inks.keys()
        marks.append((inks, total))
    over = sum(most.get(name, 0.0) for name in added)
    bound = max(
        (total - sum(i.get(name, 0.0) for name in added) for i, total in marks), default=0.0
    )
    return min(100 * (bound + over), 100 * sum(most.values())), tuple(sorted(troubles))


# what a mark is made of


def inks_of(paint: Paint | None) -> Inks | None:
    """The inks of a paint, by name; None where it has none that are known."""
    if paint is None:
        return None
    if paint.colorants:
        if len(paint.values) < len(paint.colorants):
            return None
        if paint.colorants == ("All",):
            return dict.fromkeys(PROCESS, _part(paint.values[0]))
        named = zip(paint.colorants, paint.values, strict=False)
        return {name: _part(value) for name, value in named if name != "None"}
    if paint.inks is None:
        return None
    return dict(zip(PROCESS, map(_part, paint.inks), strict=True))


def coverage(size: float) -> float:
    """How much of its box text of so many points covers, over the window of measuring.

    Two fifths in body type; from about 50 pt on a stroke can be as wide as the window. So the
    darkest spots of a sample issue's pages of text come out as Ghostscript separates them, to 12
    percent of one ink.
    """
    return min(max(0.4, 0.4 + 0.6 * (size - 8) / 42), 1.0)


def _replaced(mark: Mark, inks: Inks) -> frozenset[str] | None:
    """The inks that a mark sets; None for all that there are.

    With overprint: a spot colour sets its own; four inks given as such, with mode 1, those that
    are not zero; any other process colour sets all four (ISO 32000-1, 8.6.7 and 11.7.4).
    """
    if not mark.overprint:
        return None
    paint = mark.paint
    if paint is not None and paint.colorants:
        return frozenset(inks)
    if paint is not None and paint.space == "DeviceCMYK" and mark.overprint_mode == 1:
        return frozenset(name for name, value in inks.items() if value > 0)
    return frozenset(PROCESS) | frozenset(inks)


def _strongest(mark: Mark, pixels: Pixels, scale: float) -> tuple[Inks, float, str]:
    """The most of each ink that a mark has, the largest sum, and why that is unknown."""
    if mark.soft_mask:
        return {}, 0.0, _("something faded by a soft mask")
    if mark.kind == "image":
        small = _small_of(mark, pixels, scale)
        if not small.planes:
            return {}, 0.0, small.trouble
        inks = {name: _highest(plane) / 255 for name, plane in small.planes.items()}
        return inks, _highest(_added(list(small.planes.values()))) / 255, small.trouble
    known = inks_of(mark.paint)
    if known is None:
        return {}, 0.0, _unknown(mark)
    return known, sum(known.values()), ""


def _unknown(mark: Mark) -> str:
    """Why a paint has no inks; empty for colours of light, which other checks report."""
    told = mark.paint is not None and (mark.paint.is_rgb or mark.paint.space == "Lab")
    if mark.kind == "shading":
        return "" if told else _("a shading")
    if mark.paint is None or told:
        return ""
    return _("a pattern") if mark.paint.space == "Pattern" else _("a colour that is no ink")


def _small_of(mark: Mark, pixels: Pixels, scale: float) -> Small:
    if mark.picture is None:
        return Small(trouble=_("a picture that cannot be read"))
    ppi = min((p for p in mark.ppi if p > 0), default=72 * scale)
    return pixels(mark.picture, max(1, floor(ppi / (72 * scale) + 0.01)))


def _empty(mark: Mark, area: Box) -> bool:
    box = mark.box
    return (
        box.left >= area.right
        or box.right <= area.left
        or box.bottom >= area.top
        or box.top <= area.bottom
        or (mark.kind == "text" and mark.render_mode in _INVISIBLE)
        or mark.alpha <= 0
    )


def _measured(page: PdfPage) -> Box:
    """What of the sheet is measured: marks outside the bleed are meant to be dark."""
    box, media = page.bleed or page.ends_at, page.media
    cut = Box(
        max(box.left, media.left), max(box.bottom, media.bottom),
        min(box.right, media.right), min(box.top, media.top),
    )  # fmt: skip
    if cut.width > 0 and cut.height > 0:
        return cut
    return Box(media.left, media.bottom, media.left + max(media.width, 1), media.top + 1)


def _part(value: float) -> float:
    return min(max(value, 0.0), 1.0)


# painting


_Px = tuple[int, int, int, int]
"""Left, top, right, bottom in px."""


@dataclass
class _Sheet:
    """Planes being painted."""

    area: Box
    scale: float
    pixels: Pixels
    planes: dict[str, Image.Image] = field(init=False)
    troubles: set[str] = field(default_factory=set)
    size: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        width, height = self.area.width * self.scale, self.area.height * self.scale
        self.size = (max(1, round(width)), max(1, round(height)))
        self.planes = {name: Image.new("L", self.size) for name in PROCESS}

    def paint(self, mark: Mark) -> None:
        """Lay a mark over what is there."""
        if _empty(mark, self.area):
            return
        if mark.soft_mask:
            self.troubles.add(_("something faded by a soft mask"))
            return
        px, part = self._px(mark.box)
        if mark.kind == "image":
            self._image(mark, px)
            return
        inks = inks_of(mark.paint)
        if inks is None:
            self.troubles.update(filter(None, [_unknown(mark)]))
            inks = {}
        mask = self._mask(mark, px, part)
        setting = _replaced(mark, inks)
        for name in self._plane_names(inks):
            if setting is None or name in setting:
                self._lay(name, round(inks.get(name, 0.0) * 255), px, mask, mark.blend)

    def _plane_names(self, inks: Iterable[str]) -> list[str]:
        for name in inks:
            if name not in self.planes:
                self.planes[name] = Image.new("L", self.size)
        return list(self.planes)

    def _lay(
        self, name: str, ink: int | Image.Image, px: _Px, mask: Image.Image | None, blend: str
    ) -> None:
        """Ink on one plane; `ink` is one value or a plane of the size of `px`."""
        plane = self.planes[name]
        if blend in _BLENDS:
            under = plane.crop(px)
            ink = Image.new("L", under.size, ink) if isinstance(ink, int) else ink
            ink = _BLENDS[blend](under, ink)
        plane.paste(ink, px, mask)

    def _px(self, box: Box) -> tuple[_Px, float]:
        """The pixels of a box within the sheet, one at least; how much of them it covers."""
        area, scale = self.area, self.scale
        left, right = (box.left - area.left) * scale, (box.right - area.left) * scale
        top, bottom = (area.top - box.top) * scale, (area.top - box.bottom) * scale
        x0, x1, across = _whole(left, right, self.size[0])
        y0, y1, down = _whole(top, bottom, self.size[1])
        return (x0, y0, x1, y1), across * down

    def _points(
        self, points: Iterable[tuple[float, float]], px: _Px, zoom: int
    ) -> list[tuple[float, float]]:
        """Points of the page in the px of a piece of the sheet, `zoom` times larger."""
        scale, area = self.scale, self.area
        return [
            (
                _bounded(((x - area.left) * scale - px[0]) * zoom - 0.5),
                _bounded(((area.top - y) * scale - px[1]) * zoom - 0.5),
            )
            for x, y in points
        ]

    def _mask(self, mark: Mark, px: _Px, part: float) -> Image.Image | None:
        """Where within `px` a mark covers the sheet; None for everywhere."""
        size = (px[2] - px[0], px[3] - px[1])
        mask: Image.Image | None = None
        if mark.kind == "fill" and not _is_box(mark):
            mask, part = self._filled(mark.outline, px, even_odd=mark.even_odd), 1.0
        elif mark.kind == "stroke" and mark.outline:
            mask, part = self._stroked(mark, px), 1.0
        elif mark.kind == "mask":
            mask = self._stencil(mark, px)
        elif mark.kind == "text":
            part *= coverage(mark.size)
        for clip in mark.clips:
            inside = self._filled(clip, px, even_odd=False)
            mask = inside if mask is None else ImageChops.multiply(mask, inside)
        return _thinned(mask, part * mark.alpha, size)

    def _filled(
        self, outline: Iterable[Iterable[tuple[float, float]]], px: _Px, *, even_odd: bool
    ) -> Image.Image:
        """Polygons, drawn twice as large so that edges are averages.

        Of several, each point counts how often and which way round it is enclosed.
        """
        size = (2 * (px[2] - px[0]), 2 * (px[3] - px[1]))
        parts = [self._points(part, px, 2) for part in outline]
        parts = [part for part in parts if len(part) > 2]
        if len(parts) == 1:
            drawn = Image.new("L", size)
            if even_odd or not _goes_round_again(parts[0]):
                ImageDraw.Draw(drawn).polygon(parts[0], fill=255)
            else:
                _wind(drawn, parts[0])
            return drawn.reduce(2)
        counted = Image.new("L", size, 128)
        for part in parts:
            _count(counted, part, turned=not even_odd and _area(part) < 0)
        inside = [255 * ((v - 128) % 2 if even_odd else v != 128) for v in range(256)]
        return counted.point(inside).reduce(2)

    def _stroked(self, mark: Mark, px: _Px) -> Image.Image:
        """Lines; one thinner than a pixel is a pixel wide and as much paler."""
        drawn = Image.new("L", (2 * (px[2] - px[0]), 2 * (px[3] - px[1])))
        width = 2 * self.scale * mark.width
        pen = ImageDraw.Draw(drawn)
        ink = round(255 * min(max(width, 0.05), 1.0))
        for part in mark.outline:
            points = self._points(part, px, 2)
            if len(points) > 1:
                pen.line(points, fill=ink, width=max(1, round(width)), joint="curve")
        return drawn.reduce(2)

    def _stencil(self, mark: Mark, px: _Px) -> Image.Image:
        small = _small_of(mark, self.pixels, self.scale)
        if small.mask is None:
            self.troubles.update(filter(None, [small.trouble]))
            return Image.new("L", (px[2] - px[0], px[3] - px[1]))
        return self._placed(small.mask, mark, px)

    def _image(self, mark: Mark, px: _Px) -> None:
        small = _small_of(mark, self.pixels, self.scale)
        if small.trouble:
            self.troubles.add(small.trouble)
        size = (px[2] - px[0], px[3] - px[1])
        mask = None if _upright(mark) else self._placed(None, mark, px)
        if small.mask is not None:
            placed = self._placed(small.mask, mark, px)
            mask = placed if mask is None else ImageChops.multiply(mask, placed)
        for clip in mark.clips:
            inside = self._filled(clip, px, even_odd=False)
            mask = inside if mask is None else ImageChops.multiply(mask, inside)
        mask = _thinned(mask, mark.alpha, size)
        spots = set(small.planes) - set(PROCESS)
        for name in self._plane_names(small.planes):
            if mark.overprint and name not in small.planes and (spots or name not in PROCESS):
                continue
            plane = small.planes.get(name)
            ink = 0 if plane is None else self._placed(plane, mark, px)
            self._lay(name, ink, px, mask, mark.blend)

    def _placed(self, plane: Image.Image | None, mark: Mark, px: _Px) -> Image.Image:
        """A plane of a picture as it lies within `px`; without one, where it lies."""
        plane = plane or Image.new("L", (8, 8), 255)
        size = (px[2] - px[0], px[3] - px[1])
        a, b, c, d, e, f = mark.matrix
        turn = a * d - b * c
        if abs(turn) < 1e-9:
            return Image.new("L", size)
        # from px to the page, to the unit square, to the picture, whose first row is on top
        step, width, height = 1 / self.scale, plane.width, plane.height
        x, y = self.area.left + px[0] * step - e, self.area.top - px[1] * step - f
        across = (d * step / turn, c * step / turn, (d * x - c * y) / turn)
        up = (-b * step / turn, -a * step / turn, (a * y - b * x) / turn)
        data = (
            width * across[0], width * across[1], width * across[2],
            -height * up[0], -height * up[1], height * (1 - up[2]),
        )  # fmt: skip
        if _upright(mark):
            corner = (data[2], data[5], data[2] + data[0] * size[0], data[5] + data[4] * size[1])
            x0, y0 = max(corner[0], 0.0), max(corner[1], 0.0)
            x1, y1 = min(corner[2], float(width)), min(corner[3], float(height))
            if x0 < x1 and y0 < y1:
                return plane.resize(size, Image.Resampling.BOX, (x0, y0, x1, y1))
        return plane.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)


_BLENDS = {
    "Multiply": ImageChops.screen,
    "Darken": ImageChops.lighter,
    "Screen": ImageChops.multiply,
    "Lighten": ImageChops.darker,
}
"""What a blend mode does to inks, which are the reverse of light; others lay ink on plainly."""


def _whole(low: float, high: float, most: int) -> tuple[int, int, float]:
    """Whole pixels of a length within the sheet, at least one; the part of them it covers."""
    low, high = max(low, 0.0), min(high, float(most))
    first = min(round(low), most - 1)
    last = max(min(round(high), most), first + 1)
    return first, last, min(max(high - low, 0.0) / (last - first), 1.0)


def _bounded(value: float) -> float:
    """Far beyond any sheet, and short of what Pillow's whole numbers hold."""
    return min(max(value, -20_000.0), 20_000.0)


def _upright(mark: Mark) -> bool:
    """Whether a picture is neither turned nor turned over."""
    a, b, c, d, _e, _f = mark.matrix
    return a > 0 and d > 0 and hypot(b, c) < 1e-4 * hypot(a, d)


def _is_box(mark: Mark) -> bool:
    """Whether a fill is one upright rectangle, which its box says better."""
    if len(mark.outline) != 1:
        return not mark.outline
    corners = (
        mark.outline[0][:-1] if mark.outline[0][:1] == mark.outline[0][-1:] else mark.outline[0]
    )
    across, up = {round(x, 2) for x, _y in corners}, {round(y, 2) for _x, y in corners}
    return len(corners) == 4 and len(across) <= 2 and len(up) <= 2 and len(set(corners)) == 4


def _thinned(mask: Image.Image | None, part: float, size: tuple[int, int]) -> Image.Image | None:
    """A mask that lets only a part through."""
    if part >= 0.999:
        return mask
    if mask is None:
        return Image.new("L", size, round(255 * part))
    return mask.point([round(v * part) for v in range(256)])


def _area(points: list[tuple[float, float]]) -> float:
    """Twice the area; its sign tells which way round the points go."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)


def _goes_round_again(points: list[tuple[float, float]]) -> bool:
    """Whether a polygon turns more than once in all, so that it crosses itself, as a star does.

    Pillow fills by the even-odd rule; only then does the nonzero rule give something else.
    """
    steps = zip(points, points[1:] + points[:1], strict=True)
    ways = [atan2(y1 - y0, x1 - x0) for (x0, y0), (x1, y1) in steps if (x0, y0) != (x1, y1)]
    turns = zip(ways, ways[1:] + ways[:1], strict=True)
    return abs(sum(remainder(after - before, tau) for before, after in turns)) > 1.5 * tau


def _wind(drawn: Image.Image, points: list[tuple[float, float]]) -> None:
    """Fill a polygon by the nonzero rule, row by row."""
    pen = ImageDraw.Draw(drawn)
    edges = [*zip(points, points[1:] + points[:1], strict=True)]
    rows = range(
        max(floor(min(y for _x, y in points)), 0),
        min(ceil(max(y for _x, y in points)) + 1, drawn.height),
    )
    if len(rows) * len(edges) > _MOST_CROSSINGS:
        pen.polygon(points, fill=255)
        return
    for row in rows:
        crossings = sorted(
            (x0 + (row - y0) / (y1 - y0) * (x1 - x0), 1 if y1 > y0 else -1)
            for (x0, y0), (x1, y1) in edges
            if (y0 <= row) != (y1 <= row)
        )
        wound = 0
        for (x, way), (after, _way) in pairwise(crossings):
            wound += way
            if wound and ceil(x) <= floor(after):
                pen.line((ceil(x), row, floor(after), row), fill=255)


_MOST_CROSSINGS = 500_000


def _count(counted: Image.Image, part: list[tuple[float, float]], *, turned: bool) -> None:
    """Add one where a polygon encloses, or take one off."""
    left = max(floor(min(x for x, _y in part)), 0)
    top = max(floor(min(y for _x, y in part)), 0)
    right = min(ceil(max(x for x, _y in part)) + 1, counted.width)
    bottom = min(ceil(max(y for _x, y in part)) + 1, counted.height)
    if left >= right or top >= bottom:
        return
    drawn = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(drawn).polygon([(x - left, y - top) for x, y in part], fill=1)
    under = counted.crop((left, top, right, bottom))
    change = ImageChops.subtract_modulo if turned else ImageChops.add_modulo
    counted.paste(change(under, drawn), (left, top, right, bottom))


# measuring


def _summed(planes: Mapping[str, Image.Image], side: float) -> Image.Image:
    """The sum of planes, each spot the mean over a square of `side` px."""
    blur = ImageFilter.BoxBlur((side - 1) / 2)
    return _added([plane.filter(blur) for plane in planes.values() if plane.getbbox()] or
                  [next(iter(planes.values()))])  # fmt: skip


def _added(planes: list[Image.Image]) -> Image.Image:
    total = planes[0].convert("I")
    for plane in planes[1:]:
        total = ImageMath.lambda_eval(lambda v: v["a"] + v["b"], a=total, b=plane)
    return total


def _highest(image: Image.Image) -> float:
    return float(image.getextrema()[1])  # type: ignore[arg-type]


def _regions(high: Image.Image) -> list[_Px]:
    """Boxes round the areas of 255 that hang together, found row by row."""
    width, height = high.size
    data = high.tobytes()
    done: list[list[int]] = []
    open_: list[tuple[int, int, list[int]]] = []
    for y in range(height):
        row = data[y * width : (y + 1) * width]
        runs: list[tuple[int, int, list[int]]] = []
        start = row.find(255)
        while start >= 0:
            end = row.find(0, start)
            end = width if end < 0 else end
            touching = [box for s, e, box in open_ if s <= end and e >= start]
            box = [start, y, end, y + 1]
            for other in touching:
                box = [
                    min(box[0], other[0]), min(box[1], other[1]),
                    max(box[2], other[2]), max(box[3], other[3]),
                ]  # fmt: skip
            if touching:
                touching[0][:] = box
                box = touching[0]
                for other in touching[1:]:
                    other[:] = box
            else:
                done.append(box)
            runs.append((start, end, box))
            start = row.find(255, end)
        open_ = runs
    return sorted({(b[0], b[1], b[2], b[3]) for b in done})


def _joined(boxes: list[_Px], near: int) -> list[_Px]:
    """Boxes that overlap or lie nearer than `near` px, as one."""
    joined: list[_Px] = []
    for box in boxes[:_MOST_REGIONS]:
        again = True
        while again:
            again = False
            for other in joined:
                if _apart(box, other) <= near:
                    joined.remove(other)
                    box = (
                        min(box[0], other[0]), min(box[1], other[1]),
                        max(box[2], other[2]), max(box[3], other[3]),
                    )  # fmt: skip
                    again = True
                    break
        joined.append(box)
    return joined


_MOST_REGIONS = 500


def _apart(one: _Px, other: _Px) -> int:
    return max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])


def _palette(limit: float) -> list[int]:
    """256 colours for sums of 0 to 400 percent: white, blue to the limit's yellow, then red."""
    colours: list[int] = []
    for step in range(256):
        percent = step * 4 / 2.55
        if percent > limit + TOLERANCE:
            colours += [200, 0, 0]
        elif percent > 0.85 * limit:
            colours += [250, 210, 60]
        else:
            part = percent / (0.85 * limit)
            colours += [round(255 - 175 * part), round(255 - 125 * part), round(255 - 35 * part)]
    return colours
