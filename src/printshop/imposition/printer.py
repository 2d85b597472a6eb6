"""The types of `printers/<name>.yaml`: an office printer and how jobs are sent to it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from printshop.sources.fields import Strict, Text

Millimetres = Annotated[float, Field(ge=0, le=200)]
Offset = Annotated[float, Field(ge=-20, le=20)]
SheetSize = Literal["A5", "A4", "A3", "SRA3", "B4", "B5", "Letter", "Tabloid"]

SHEETS: dict[str, tuple[float, float]] = {
    "A5": (148, 210),
    "A4": (210, 297),
    "A3": (297, 420),
    "SRA3": (320, 450),
    "B5": (176, 250),
    "B4": (250, 353),
    "Letter": (215.9, 279.4),
    "Tabloid": (279.4, 431.8),
}
"""Width and height in mm, upright (ISO 216, ISO 217, ANSI/ASME Y14.1)."""


class Edges(Strict):
    """What the printer cannot print on, in mm."""

    top: Millimetres = Field(4, description="at the top of the sheet as it is fed, upright")
    bottom: Millimetres = Field(4, description="at its bottom")
    left: Millimetres = Field(4, description="at its left")
    right: Millimetres = Field(4, description="at its right")


class Back(Strict):
    """How the back lies against the front, in mm, as the test sheet in landscape shows it.

    Sheets in portrait go through the printer the same way, so their backs are moved along
    the same edges of the paper: by `up` to the right, and by `right` downwards.
    """

    right: Offset = Field(
        0, description="backs are moved so far to the right; those in portrait downwards"
    )
    up: Offset = Field(
        0, description="backs are moved so far upwards; those in portrait to the right"
    )


class PrinterSpec(Strict):
    """`printers/<name>.yaml`."""

    description: Text = Field(description="what it is, in one line")
    sheet: SheetSize = Field("A3", description="the paper that booklets are printed on")
    duplex: Literal["long-edge", "short-edge", "manual", "none"] = Field(
        "short-edge",
        description="how it turns the sheet; `manual`: two files, fronts and backs, and the stack "
        "is put in again",
    )
    stack: Literal["as-is", "reversed"] = Field(
        "reversed",
        description="for `manual`: whether the backs come in the order of the fronts or the other "
        "way round",
    )
    turned: bool = Field(
        False,
        description="for `manual`: whether the stack is turned over its long edge, so that sheets "
        "in landscape go head over heels; else over its short edge, like the page of a book",
    )
    unprintable: Edges = Field(
        default_factory=lambda: Edges(), description="edges that stay white, in mm"
    )
    back: Back = Field(default_factory=lambda: Back(), description="register of the back, in mm")
    caliper: Annotated[float, Field(ge=0, le=2)] = Field(
        0.1, description="thickness of a sheet of the usual paper, in mm: creep follows from it"
    )
    creep: Annotated[float, Field(ge=0, le=5)] = Field(
        1, description="a factor on the computed creep; 0 for none"
    )
