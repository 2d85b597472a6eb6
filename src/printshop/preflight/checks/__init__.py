"""Checks of a finished file: one module each, and this registry.

A check takes the document and the print house's rules and gives findings. It never fails for bad
input: what it cannot judge it says in a finding, or leaves to the check that reports damage.
"""

from collections.abc import Callable, Iterable
from functools import partial

from printshop.preflight.checks import (
    actions,
    annotations,
    bleed,
    boxes,
    colour_spaces,
    damage,
    encryption,
    fonts,
    hairlines,
    ink_sum,
    metadata,
    output_intent,
    overprint,
    page_count,
    resolution,
    safety,
    small_text,
    standard,
    transparency,
)
from printshop.preflight.model import Document, Finding
from printshop.preflight.reading.pixels import Pixels
from printshop.press.contract import PressSpec

Check = Callable[[Document, PressSpec], Iterable[Finding]]

CHECKS: dict[str, Check] = {
    "damage": damage.check,
    "encryption": encryption.check,
    "standard": standard.check,
    "boxes": boxes.check,
    "page_count": page_count.check,
    "fonts": fonts.check,
    "output_intent": output_intent.check,
    "metadata": metadata.check,
    "annotations": annotations.check,
    "actions": actions.check,
    "resolution": resolution.check,
    "colour_spaces": colour_spaces.check,
    "ink_sum": ink_sum.check,
    "hairlines": hairlines.check,
    "small_text": small_text.check,
    "overprint": overprint.check,
    "transparency": transparency.check,
    "bleed": bleed.check,
    "safety": safety.check,
}
"""By the module's name, in the order of reports."""


def checks_with(pixels: Pixels) -> dict[str, Check]:
    """`CHECKS`, with those that look into pictures given the file's (`pixels.PixelsOf`)."""
    return {**CHECKS, "ink_sum": partial(ink_sum.check, pixels=pixels)}
