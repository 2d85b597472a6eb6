"""Gradients in other colours."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf

from printshop.prepress.functions import ends, floats, mapped
from printshop.prepress.schemes import Gradient, Scheme
from printshop.prepress.spaces import Space, space_of

_ALONG_A_LINE = (2, 3)
"""Axial and radial (ISO 32000-1, table 78): functions of one argument. Meshes are left."""


def recolour_shading(
    pdf: Pdf, shading: Object, resources: Object, scheme: Scheme
) -> Gradient | None:
    """Change a gradient in place; what was done, or None where it stays.

    Raises:
        ValueError: its colours should change, but it is of a kind that is not understood.
    """
    space = space_of(shading["/ColorSpace"], resources)
    function = shading.get("/Function")
    if shading.get("/ShadingType") not in _ALONG_A_LINE or function is None:
        if _stays(space, scheme):
            return None
        raise ValueError("mesh")
    gradient = scheme.gradient(space, ends_of(function))
    if gradient is None:
        return None
    shading.Function = mapped(pdf, function, gradient.change, gradient.steps)
    if "/Background" in shading:
        background = gradient.change(floats(shading.Background))
        shading.Background = Array([round(value, 4) for value in background])
    shading.ColorSpace = gradient.space
    return gradient


def _stays(space: Space, scheme: Scheme) -> bool:
    return scheme.gradient(space, ()) is None


def ends_of(function: Object) -> list[tuple[float, ...]]:
    """The colours that a gradient's function, or list of functions, is made of."""
    if isinstance(function, Array):
        parts = [ends(part) for part in function]
        return [tuple(part[at][0] for part in parts) for at in (0, -1)]
    if isinstance(function, (Dictionary, pikepdf.Stream)):
        return ends(function)
    raise ValueError("no function")
