"""Schemes by which pages go on sheets: one module each, and this registry. Pure functions."""

from __future__ import annotations

from collections.abc import Callable

from printshop.imposition.model import Imposition, SchemeName
from printshop.imposition.schemes.cutstack import cutstack
from printshop.imposition.schemes.nup import nup
from printshop.imposition.schemes.options import Options
from printshop.imposition.schemes.perfect import perfect
from printshop.imposition.schemes.repeat import repeat
from printshop.imposition.schemes.rollfold import rollfold
from printshop.imposition.schemes.saddle import saddle
from printshop.imposition.schemes.wrap import wrap
from printshop.imposition.schemes.zine import zine

Scheme = Callable[[int, Options], Imposition]
"""From how many pages, and what was chosen, to sheets. Raises ValueError for less than one page and
for choices that its docstring rules out; who takes them from a user checks them before."""

SCHEMES: dict[SchemeName, Scheme] = {
    "saddle": saddle,
    "perfect": perfect,
    "wrap": wrap,
    "n-up": nup,
    "repeat": repeat,
    "cut-stack": cutstack,
    "roll-fold": rollfold,
    "zine": zine,
}

__all__ = ["SCHEMES", "Options", "Scheme"]
