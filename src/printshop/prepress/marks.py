"""What is drawn round a page, outside its bleed: marks for cutting, folding and setting plates.

Where everything goes is computed first (`place_marks`), as plain boxes; drawing them comes after.
All lines and words are in every ink of the job, so that each plate has them and no other plate
comes to be: where it has the four process inks in `/Separation /All`, where it has black and inks
of their own in a `/DeviceN` of these, where it has black alone in plain black.

Round the bleed lies a white gap (`Marks.offset`), then a band that holds all marks, then the edge
of the sheet. Head: colour bars. Foot: slug line. Middle of each side: a cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from printshop.geometry import Box, pt
from printshop.lettering import Lettering
from printshop.prepress.edition import Inks
from printshop.prepress.functions import separation
from printshop.press.contract import Marks

Printed = Literal["process", "black"]
Kind = Literal["crop", "fold", "cross", "bar", "slug"]

ALL_INKS = "/All"
"""The name that contents have for the colour space of every ink."""
JOB_INKS = "/Inks"
"""The name that they have for that of black and the inks of their own."""
SPOT = "/Spot%d"
"""The names of the colour spaces of inks of their own, from 0."""

CROSS = 5.0
"""Registration crosses, across, in mm."""
PATCH = 5.0
"""A patch of a colour bar, at most, in mm."""
SMALLEST_PATCH = 2.0
"""A patch below that cannot be measured and is left out, in mm."""
SLUG_SIZE = 6.5
"""Type of the slug line, in pt."""
SLUG_RISE = SLUG_SIZE * 1.1
"""From its baseline to the top of capitals with marks, in pt."""
SMALLEST_SLUG = 0.5
"""On narrow pages the slug is set smaller, down to that part of its size; below it is left out."""
LEAST_OFFSET = 0.1
"""From the bleed to the marks at least, in pt: they never touch."""
CLEAR = 2.0
"""Between marks of one band, in mm."""
EDGE = 2.0
"""From the band to the edge of the sheet, in mm."""


@dataclass(frozen=True)
class Slug:
    """The words at the foot of a sheet."""

    left: Lettering | None = None
    right: Lettering | None = None


@dataclass(frozen=True)
class Placed:
    """A mark, and all the room it takes."""

    kind: Kind
    box: Box
    content: bytes
    """Operators; lines and words take the colour in force, patches bring their own."""


def margin_for(spec: Marks) -> float:
    """Room that the marks need round the bleed, in mm."""
    return spec.offset + _band(spec) + EDGE if spec.any else 0.0


def page_marks(
    trim: Box,
    bleed: Box,
    spec: Marks,
    slug: Slug,
    inks: Printed,
    spots: int = 0,
    folds: Sequence[float] = (),
) -> bytes:
    """The marks as a content stream.

    It names the colour spaces that `mark_spaces` gives.

    Args:
        trim: where the page is cut, in pt.
        bleed: how far its contents reach; `trim` or more on each side.
        spec: what is wanted.
        slug: words at the foot.
        inks: those of the job.
        spots: how many inks there are besides.
        folds: where it is folded, x in pt.
    """
    return draw_marks(place_marks(trim, bleed, spec, slug, inks, spots, folds), spec, inks, spots)


def place_marks(
    trim: Box,
    bleed: Box,
    spec: Marks,
    slug: Slug,
    inks: Printed,
    spots: int = 0,
    folds: Sequence[float] = (),
) -> tuple[Placed, ...]:
    """Each mark and its box; no box reaches into the bleed or another's. As `page_marks`."""
    return tuple(_placed(_Round(trim, bleed, spec, folds), slug, inks, spots))


def draw_marks(placed: Iterable[Placed], spec: Marks, inks: Printed, spots: int = 0) -> bytes:
    """Marks as a content stream, in the order given."""
    content = b"\n".join(mark.content for mark in placed)
    if not content:
        return b""
    return b"q %s %s w\n%s\nQ" % (_every_ink(inks, spots), _number(spec.weight), content)


def _every_ink(inks: Printed, spots: int) -> bytes:
    """Operators that have lines and areas in each ink of the job."""
    if inks == "process":
        return b"/All CS 1 SCN /All cs 1 scn"
    if not spots:
        return b"0 0 0 1 K 0 0 0 1 k"
    full = b" ".join([b"1"] * (1 + spots))
    return b"/Inks CS %s SCN /Inks cs %s scn" % (full, full)


def mark_spaces(pdf: Pdf, inks: Printed, spots: Sequence[tuple[str, Inks]]) -> dict[str, Object]:
    """The colour spaces that marks name, as objects of the file.

    Args:
        pdf: the file.
        inks: those of the job.
        spots: inks besides, each with what stands for it, full.
    """
    spaces = {SPOT % i: space for i, space in enumerate(spot_spaces(pdf, spots))}
    if inks == "process":
        return {ALL_INKS: all_inks(pdf), **spaces}
    return {JOB_INKS: _job_inks(pdf, spots, list(spaces.values())), **spaces} if spots else {}


def _job_inks(pdf: Pdf, spots: Sequence[tuple[str, Inks]], spaces: Sequence[Object]) -> Object:
    """The space of black and inks of their own; it says what each of these is for itself."""
    names, parts = zip(*spots, strict=True)
    space = separation(pdf, ["Black", *names], [(0.0, 0.0, 0.0, 1.0), *parts])
    own = {f"/{name}": one for name, one in zip(names, spaces, strict=True)}
    space.append(Dictionary(Colorants=Dictionary(own)))
    return space


def all_inks(pdf: Pdf) -> Object:
    """The colour space of every ink (ISO 32000-1, 8.6.6.4); a program that has none mixes them."""
    return separation(pdf, ["All"], [(1.0, 1.0, 1.0, 1.0)])


def spot_spaces(pdf: Pdf, spots: Sequence[tuple[str, Inks]]) -> list[Object]:
    """The colour spaces of inks of their own: those that the file has already, else new ones.

    PDF/X wants all spaces of one ink to be the same.
    """
    found = _separations(pdf) if spots else {}
    spaces = [
        found[name] if name in found else separation(pdf, [name], [inks]) for name, inks in spots
    ]
    return [space if space.is_indirect else pdf.make_indirect(space) for space in spaces]


def colours_of(inks: Printed, spots: Sequence[str]) -> str:
    """The names of a job's inks, as a slug line has them."""
    return " + ".join(("C M Y K" if inks == "process" else "K", *spots))


@dataclass(frozen=True)
class _Round:
    """A page with its bleed, and the band of marks round it. Methods give lengths in pt."""

    trim: Box
    bleed: Box
    spec: Marks
    folds: Sequence[float]

    @property
    def offset(self) -> float:
        return max(pt(self.spec.offset), LEAST_OFFSET)

    @property
    def band(self) -> float:
        return pt(_band(self.spec))

    @property
    def seams(self) -> list[float]:
        """Where it is cut or folded, from the left."""
        inside = sorted(x for x in set(self.folds) if self.trim.left < x < self.trim.right)
        return [self.trim.left, *inside, self.trim.right]

    def crosses(self) -> list[float]:
        """The middles of the outer panels, where there is room: one of a page without folds."""
        if not self.spec.registration:
            return []
        room = pt(CROSS + 2 * CLEAR)
        panels = list(pairwise(self.seams))
        outer = dict.fromkeys((panels[0], panels[-1]))
        return [(left + right) / 2 for left, right in outer if right - left >= room]

    def free(self) -> list[tuple[float, float]]:
        """What is free at head and foot, from the left: between cuts, folds and crosses."""
        half = self.spec.weight / 2
        taken = [(x - half, x + half) for x in self.seams]
        taken += [(x - pt(CROSS) / 2, x + pt(CROSS) / 2) for x in self.crosses()]
        taken.sort()
        spaces = ((a[1] + pt(CLEAR), b[0] - pt(CLEAR)) for a, b in pairwise(taken))
        return [space for space in spaces if space[1] > space[0]]


def _placed(sheet: _Round, slug: Slug, inks: Printed, spots: int) -> Iterator[Placed]:
    if sheet.spec.crop:
        yield from _crops(sheet)
        yield from _folds(sheet)
    yield from _crosses(sheet)
    free = sheet.free()
    if sheet.spec.colour_bars and free:
        yield from _bar(sheet, free[0], _process_patches(inks))
        if len(free) > 1:
            yield from _bar(sheet, free[-1], _spot_patches(spots))
    if sheet.spec.slug and free:
        left, right = free[0], free[-1]
        if slug.left:
            yield from _words(sheet, slug.left, left)
        if slug.right and len(free) > 1:
            yield from _words(sheet, slug.right, right)


def _crops(sheet: _Round) -> Iterator[Placed]:
    """Two lines at each corner, in line with the trim."""
    trim, bleed = sheet.trim, sheet.bleed
    half, length = sheet.spec.weight / 2, pt(sheet.spec.length)
    for y in (trim.bottom, trim.top):
        for x in (bleed.left - sheet.offset - length, bleed.right + sheet.offset):
            yield _line("crop", Box(x, y - half, x + length, y + half))
    for x in (trim.left, trim.right):
        for y in (bleed.bottom - sheet.offset - length, bleed.top + sheet.offset):
            yield _line("crop", Box(x - half, y, x + half, y + length))


def _folds(sheet: _Round) -> Iterator[Placed]:
    """Dashed lines at head and foot."""
    half, length = sheet.spec.weight / 2, pt(sheet.spec.length)
    for x in sheet.seams[1:-1]:
        for y in (sheet.bleed.bottom - sheet.offset - length, sheet.bleed.top + sheet.offset):
            yield _line("fold", Box(x - half, y, x + half, y + length), b"[2 1.5] 0 d ")


def _line(kind: Kind, box: Box, dash: bytes = b"") -> Placed:
    """A line along the middle of a box, in the weight in force."""
    if box.width > box.height:
        middle = (box.bottom + box.top) / 2
        ends = (box.left, middle, box.right, middle)
    else:
        middle = (box.left + box.right) / 2
        ends = (middle, box.bottom, middle, box.top)
    path = b"%s %s m %s %s l S" % tuple(map(_number, ends))
    return Placed(kind, box, b"q %s%s Q" % (dash, path) if dash else path)


def _crosses(sheet: _Round) -> Iterator[Placed]:
    half = pt(CROSS) / 2
    away = sheet.offset + half
    for x in sheet.crosses():
        yield _cross(x, sheet.bleed.top + away)
        yield _cross(x, sheet.bleed.bottom - away)
    if sheet.spec.registration and sheet.trim.height >= pt(CROSS + 2 * CLEAR):
        middle = (sheet.trim.bottom + sheet.trim.top) / 2
        yield _cross(sheet.bleed.left - away, middle)
        yield _cross(sheet.bleed.right + away, middle)


def _cross(x: float, y: float) -> Placed:
    """A cross with a circle round its middle."""
    half, radius = pt(CROSS) / 2, pt(CROSS) * 0.3
    bow = radius * 0.5523  # of a cubic curve that is a quarter of a circle
    lines = f"{x - half:.3f} {y:.3f} m {x + half:.3f} {y:.3f} l "
    lines += f"{x:.3f} {y - half:.3f} m {x:.3f} {y + half:.3f} l "
    circle = f"{x + radius:.3f} {y:.3f} m"
    for a, b, c, d, e, f in (
        (radius, bow, bow, radius, 0, radius),
        (-bow, radius, -radius, bow, -radius, 0),
        (-radius, -bow, -bow, -radius, 0, -radius),
        (bow, -radius, radius, -bow, radius, 0),
    ):
        circle += f" {x + a:.3f} {y + b:.3f} {x + c:.3f} {y + d:.3f} {x + e:.3f} {y + f:.3f} c"
    box = Box(x - half, y - half, x + half, y + half)
    return Placed("cross", box, (lines + circle + " h S").encode())


def _process_patches(inks: Printed) -> list[bytes]:
    """Each ink full and half; two inks on each other; all but black. Of one ink, steps."""
    if inks == "black":
        return [b"0 0 0 %s k" % _number(tint / 100) for tint in (100, 80, 60, 40, 20)]
    solid = [b"1 0 0 0", b"0 1 0 0", b"0 0 1 0", b"0 0 0 1"]
    half = [mix.replace(b"1", b"0.5") for mix in solid]
    mixed = [b"0 1 1 0", b"1 0 1 0", b"1 1 0 0", b"1 1 1 0"]
    return [mix + b" k" for mix in (*solid, *half, *mixed)]


def _spot_patches(spots: int) -> list[bytes]:
    return [b"/Spot%d cs %s scn" % (i, tint) for i in range(spots) for tint in (b"1", b"0.5")]


def _bar(sheet: _Round, space: tuple[float, float], patches: Sequence[bytes]) -> Iterator[Placed]:
    """Patches side by side at the head."""
    left, right = space
    size = min(pt(PATCH), sheet.band, (right - left) / max(1, len(patches)))
    if size < pt(SMALLEST_PATCH):
        return
    bottom = sheet.bleed.top + sheet.offset
    for i, colour in enumerate(patches):
        box = Box(left + i * size, bottom, left + (i + 1) * size, bottom + size)
        corner = b" ".join(map(_number, (box.left, box.bottom, box.width, box.height)))
        yield Placed("bar", box, b"q %s %s re f Q" % (colour, corner))


def _words(sheet: _Round, words: Lettering, space: tuple[float, float]) -> Iterator[Placed]:
    """A line of text at the foot, no wider than its space nor higher than the band."""
    ink = words.ink
    if ink.width <= 0 or ink.height <= 0:
        return
    rise = max(ink.top, SLUG_RISE)  # the same for both halves, so that they stand on one line
    scale = min(1.0, (space[1] - space[0]) / ink.width, sheet.band / (rise - ink.bottom))
    if scale < SMALLEST_SLUG:
        return
    x = space[0] - ink.left * scale
    y = sheet.bleed.bottom - sheet.offset - rise * scale
    box = Box(ink.left * scale, ink.bottom * scale, ink.right * scale, ink.top * scale)
    yield Placed("slug", box.moved(x, y), words.drawn(x, y, scale))


def _band(spec: Marks) -> float:
    """The height of the band of marks, in mm."""
    heights = (
        (spec.crop, spec.length),
        (spec.registration, CROSS),
        (spec.colour_bars, PATCH),
        (spec.slug, SLUG_SIZE * 25.4 / 72 * 1.5),
    )
    return max((height for wanted, height in heights if wanted), default=0.0)


def _number(value: float) -> bytes:
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()


def _separations(pdf: Pdf) -> dict[str, Object]:
    """The spaces of single inks in the file's resources, by the ink's name; the first of each."""
    found: dict[str, Object] = {}
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, Stream)):
            continue
        for resources in (thing, thing.get("/Resources")):
            for space in _spaces_in(resources):
                if isinstance(space, Array) and len(space) == 4 and space[0] == Name.Separation:
                    found.setdefault(str(space[1])[1:], space)
    return found


def _spaces_in(resources: Object | None) -> list[Object]:
    if not isinstance(resources, (Dictionary, Stream)):
        return []
    spaces = resources.get("/ColorSpace")
    return list(spaces.values()) if isinstance(spaces, Dictionary) else []
