"""What targets need beside the book: plain data that the recipe gathers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from printshop.geometry import PageGeometry
from printshop.press.load import Press
from printshop.record import EditionRecord

Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow, black, each 0 to 1."""


@dataclass(frozen=True)
class PaletteColour:
    """A colour of the layout: what it is on the screen, and on paper."""

    name: str
    srgb: tuple[int, int, int]
    """0 to 255 each."""
    inks: Inks
    spot: str = ""
    """An ink of its own, such as `PANTONE 485 C`; `inks` then are what stands for its full tone."""
    tint: float = 1.0
    """Of the spot ink, 0 to 1."""


@dataclass(frozen=True)
class PressPicture:
    """A picture in the inks of a press, as it is embedded."""

    path: Path
    sha256: str
    width: int
    """px"""
    height: int
    """px"""
    grey: bool
    """One channel, `/DeviceGray`; else four, `/DeviceCMYK`, inverted in a JPEG as Adobe has it."""
    packing: Literal["jpeg", "flate"] = "jpeg"
    """A baseline JPEG; or samples of 8 bits, deflated."""
    alpha: Path | None = None
    """What shows of it: deflated samples of one channel, as many; None where all does."""


@dataclass(frozen=True)
class Lettered:
    """What stands in the slug line of each page."""

    bulletin: str
    number: str
    date: dt.date
    font: Path
    """A font file of the workspace."""
    language: str = "vi"


@dataclass(frozen=True)
class SourceFile:
    """Something that the issue was made from, to be embedded in the file that is kept."""

    name: str
    """As the file is called there; no folders."""
    media_type: str
    data: bytes
    description: str
    relationship: Literal["Source", "Data"] = "Source"
    """To the pages (ISO 32000-2, 14.13)."""


@dataclass(frozen=True)
class Edition:
    """An issue on its way to files; what a target needs beside the `Book`."""

    issue_id: str
    lettered: Lettered
    geometry: PageGeometry
    layout: str = ""
    """Its name, for problems."""
    press: Press | None = None
    """None where no file is for a print house."""
    colours: tuple[PaletteColour, ...] = ()
    """The palette in force, with the inks that the press takes."""
    pictures: Mapping[str, PressPicture] = field(default_factory=dict)
    """By the name that page resources have for it, without the slash."""
    grey_pictures: bool = False
    """Whether photographs are printed in black alone."""
    record: EditionRecord | None = None
    """What the issue is; None where no file is kept."""
    sources: tuple[SourceFile, ...] = ()
    """What it was made from, for the file that is kept."""

    @property
    def in_black(self) -> bool:
        """Whether it takes no cyan, magenta or yellow: only black, and inks of their own."""
        return self.grey_pictures and not any(
            any(colour.inks[:3]) for colour in self.colours if not colour.spot
        )


@dataclass(frozen=True)
class Made:
    """A finished file, still in memory."""

    name: str
    data: bytes
    pages: tuple[tuple[int, ...], ...]
    """For each of its pages, the pages of the issue on it, from 0."""
