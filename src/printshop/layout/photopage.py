"""Slots of a photo page: rows of two, the first picture over the whole width when they are odd."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PhotoSlot:
    """Where a photograph goes: over the whole type area or half of it, cropped to `ratio`."""

    wide: bool
    ratio: float
    """Width by height."""


def photo_slots(
    count: int, width: float, height: float, gutter: float, between: float
) -> list[PhotoSlot]:
    """Slots for `count` photographs that together fill a page.

    Args:
        count: 1 or more.
        width: of the type area, in mm.
        height: left for photographs and captions, in mm.
        gutter: between two in a row, in mm.
        between: what a row needs besides its pictures: captions and the gap below, in mm.
    """
    paired = count - 1 if count % 2 else count
    rows = paired // 2 + count % 2
    if count == 2:
        rows = 2
    tall = max(20.0, height / rows - between)
    half = PhotoSlot(False, max(0.8, (width - gutter) / 2 / tall))
    wide = PhotoSlot(True, max(1.25, width / tall))
    if count <= 2:
        return [wide] * count
    return ([wide] if count % 2 else []) + [half] * paired
