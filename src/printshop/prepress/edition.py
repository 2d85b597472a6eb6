"""What a press file needs beside the book: plain data that the recipe gathers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from printshop.geometry import PageGeometry
from printshop.press.load import Press

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
    """An ink of its own, such as `PANTONE 485 C`; `inks` then stand for it where it is lacking."""
    tint: float = 1.0
    """Of the spot ink, 0 to 1."""


@dataclass(frozen=True)
class PressPicture:
    """A photograph in the inks of a press: a JPEG of the pixels as they are embedded."""

    path: Path
    sha256: str
    width: int
    """px"""
    height: int
    """px"""
    grey: bool
    """One channel, `/DeviceGray`; else four, `/DeviceCMYK`, inverted as Adobe writes them."""


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


@dataclass(frozen=True)
class Made:
    """A finished file, still in memory."""

    name: str
    data: bytes
    pages: tuple[tuple[int, ...], ...]
    """For each of its pages, the pages of the issue on it, from 0."""
