"""How large pages draw their images, and how many pixels that asks for.

A layout may draw an image larger than its slot: into the bleed, or filling a box of other
proportions. Only the pages themselves tell.
"""

from __future__ import annotations

from math import hypot

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

from printshop.makeup.resources import resource_dictionaries
from printshop.pdf import matrices
from printshop.pdf.matrices import Matrix
from printshop.prepress.streams import instructions, numbers_of, operands_of

_INCH = 72.0
"""pt"""
_ROUNDING = 0.5
"""px: a picture's sides are rounded to whole pixels, of the screen and of the press."""


def drawn_sizes(pdf: Pdf) -> dict[str, tuple[float, float]]:
    """How large images are drawn: their name in resources, without the slash → width and height.

    In pt, each the largest of all places; what a clip hides counts. Pages, forms and patterns are
    gone through, soft masks are not: what is in them is no picture of the press.

    Raises:
        pikepdf.PdfError: a content stream cannot be read.
    """
    walk, sizes = _Walk(), dict[str, tuple[float, float]]()
    for page in pdf.pages:
        for name, (a, b, c, d, _e, _f) in walk.images_of(page.obj, Dictionary()):
            width, height = sizes.get(name, (0.0, 0.0))
            sizes[name] = max(width, hypot(a, b)), max(height, hypot(c, d))
    return sizes


def finer_for(pdf: Pdf, ppi: float) -> dict[str, float]:
    """How many times as many pixels each way the images of a file need.

    Args:
        pdf: with images as they are now.
        ppi: what each is to have at least where it is drawn largest.

    Returns:
        By names as in `drawn_sizes`. Large enough for pictures whose sides are rounded.
    """
    pixels = _pixels(pdf)
    return {
        name: max(
            (side / _INCH * ppi + _ROUNDING) / max(px - _ROUNDING, _ROUNDING)
            for side, px in zip(drawn, pixels[name], strict=True)
        )
        for name, drawn in drawn_sizes(pdf).items()
        if name in pixels
    }


def _pixels(pdf: Pdf) -> dict[str, tuple[int, int]]:
    """Width and height of each image in px, by its name; of several, the least."""
    found: dict[str, tuple[int, int]] = {}
    for resources in resource_dictionaries(pdf):
        for key, thing in resources.get("/XObject", Dictionary()).items():
            if thing.get("/Subtype") == Name.Image:
                size = int(thing.Width), int(thing.Height)
                found[key[1:]] = min(found.get(key[1:], size), size)
    return found


class _Walk:
    """Content streams of one file, each read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], list[tuple[str, Matrix]]] = {}

    def images_of(self, holder: Object, inherited: Object) -> list[tuple[str, Matrix]]:
        """The images that a page, form or pattern draws, with matrices to its own space.

        Args:
            holder: whose stream it is.
            inherited: the resources of the stream that draws it, for a form without its own.
        """
        key = holder.objgen
        if key not in self._known:
            self._known[key] = []  # of a form that draws itself
            resources = holder.get("/Resources", inherited)
            self._known[key] = list(dict.fromkeys(self._read(holder, resources)))
        return self._known[key]

    def _read(self, holder: Object, resources: Object) -> list[tuple[str, Matrix]]:
        things = dict(resources.get("/XObject", Dictionary()).items())
        patterns = dict(resources.get("/Pattern", Dictionary()).items())
        if not things and not patterns:
            return []
        found: list[tuple[str, Matrix]] = []
        matrix, saved = matrices.IDENTITY, list[Matrix]()
        for operands, operator in instructions(holder):
            if operator == b"q":
                saved.append(matrix)
            elif operator == b"Q" and saved:
                matrix = saved.pop()
            elif operator == b"cm":
                matrix = matrices.times(matrices.matrix(numbers_of(operands)), matrix)
            elif operator == b"Do":
                found += self._drawn(things, operands, resources, matrix)
            elif operator in (b"scn", b"SCN") and patterns:
                # a pattern lies in the space of the stream, whatever the matrix in force
                found += self._drawn(patterns, operands, resources, matrices.IDENTITY)
        return found

    def _drawn(
        self, things: dict[str, Object], operands: bytes, resources: Object, matrix: Matrix
    ) -> list[tuple[str, Matrix]]:
        """The images of what is named last among the operands."""
        names = [name for name in operands_of(operands) if isinstance(name, str)]
        thing = things.get(names[-1]) if names else None
        if not isinstance(thing, pikepdf.Stream):
            return []
        if thing.get("/Subtype") == Name.Image:
            return [(names[-1][1:], matrix)]
        own = matrices.times(matrices.matrix(tuple(map(float, thing.get("/Matrix", ())))), matrix)
        return [(name, matrices.times(m, own)) for name, m in self.images_of(thing, resources)]
