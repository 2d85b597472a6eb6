"""The types of `presses/<name>.yaml`: what a print house takes.

Defaults are those of sheet-fed offset on coated paper. Sources of the thresholds: the Ghent
Workgroup's specifications of 2015 (ink, resolutions) and 2022 (strokes, text) as reported, and
what printers ask on their own pages; each press file says which it follows.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from printshop.press.pattern import pattern_fault
from printshop.sources.fields import Strict, Text

Millimetres = Annotated[float, Field(ge=0, le=200)]
Points = Annotated[float, Field(ge=0, le=72)]
Ppi = Annotated[int, Field(ge=0, le=4800)]

Standard = Literal["PDF/X-4", "PDF/X-1a", "none"]


class Condition(Strict):
    """The printing condition that colours are meant for, and its ICC profile."""

    identifier: Text = Field(
        description="its name in the registry: `FOGRA39`", examples=["FOGRA39"]
    )
    description: Text = Field(description="what it is, in one line")
    registry: Text = Field(
        "http://www.color.org",
        description="the registry that knows the identifier; that of the ICC has nearly all",
    )
    profile: Text = Field(
        description="the ICC profile's file, beside the press's own: CMYK, for output; a stock "
        "one need not be copied",
        examples=["FOGRA39L_coated.icc"],
    )


class Bleed(Strict):
    """How far pictures must reach beyond the trim, in mm."""

    head: Millimetres = Field(3, description="at the top")
    foot: Millimetres = Field(3, description="at the bottom")
    inside: Millimetres = Field(3, description="on the side of the spine")
    outside: Millimetres = Field(3, description="on the other side")

    @property
    def most(self) -> float:
        """The widest."""
        return max(self.head, self.foot, self.inside, self.outside)


class Marks(Strict):
    """What is drawn round the page, outside the bleed."""

    crop: bool = Field(True, description="where to cut")
    registration: bool = Field(True, description="crosses in all inks, to set plates by")
    colour_bars: bool = Field(True, description="patches of each ink, to measure")
    slug: bool = Field(True, description="bulletin, number, page, side and date, in words")
    offset: Millimetres = Field(3, description="from the bleed to the marks, in mm")
    length: Millimetres = Field(5, description="of a crop mark, in mm")
    weight: Points = Field(0.25, description="of lines, in pt")

    @property
    def any(self) -> bool:
        """Whether anything is drawn."""
        return self.crop or self.registration or self.colour_bars or self.slug


class InkLimit(Strict):
    """How much ink may lie on one spot."""

    total: Annotated[float, Field(ge=100, le=400)] = Field(
        320, description="sum of all inks, in percent"
    )
    window: Annotated[float, Field(gt=0, le=400)] = Field(
        15, description="the area over which it is measured, in mm²"
    )


class Resolution(Strict):
    """Pixels an inch at the size at which a picture is set."""

    error: Ppi = Field(description="fewer are an error")
    warning: Ppi = Field(description="fewer are a warning")

    @field_validator("warning")
    @classmethod
    def _not_below_error(cls, warning: int, info: ValidationInfo) -> int:
        error = info.data.get("error")
        if error is not None and warning < error:
            context = {"field": "warning", "value": warning, "limit": f"≥ {error}"}
            raise PydanticCustomError("S021", "below the error's", context)
        return warning


class Images(Strict):
    """What is asked of pictures."""

    target: Annotated[int, Field(ge=72, le=2400)] = Field(
        300, description="photographs are prepared for this resolution, in ppi"
    )
    photo: Resolution = Field(
        default_factory=lambda: Resolution(error=150, warning=225),
        description="of photographs; by default 150 and 225",
    )
    line_art: Resolution = Field(
        default_factory=lambda: Resolution(error=300, warning=600),
        description="of black-and-white pictures of one bit a pixel; by default 300 and 600",
    )


class Strokes(Strict):
    """The thinnest lines, in pt."""

    error: Points = Field(0.125, description="a line this thin or thinner may not print")
    reversed: Points = Field(0.5, description="a white line in colour, at least")


class TextSizes(Strict):
    """The smallest text, in pt."""

    smallest: Points = Field(5, description="in one ink")
    several_inks: Points = Field(8, description="in two inks or more")
    reversed: Points = Field(7, description="white in colour")
    rich_black: Points = Field(12, description="below, black of several inks is reported")


class Pages(Strict):
    """How many pages can be printed."""

    multiple: Annotated[int, Field(ge=1, le=64)] = Field(
        4, description="the number of pages is a multiple of it; without the cover if that is apart"
    )
    safety: Millimetres = Field(3, description="text no nearer to the trim than this, in mm")


class CoverRules(Strict):
    """Whether the cover is a file of its own: a wrap of four pages."""

    apart: bool = Field(False, description="the first two and the last two pages, as one wrap")
    binding: Literal["saddle", "perfect"] = Field(
        "saddle", description="`saddle`: stapled, without a spine; `perfect`: glued, with one"
    )
    caliper: Annotated[float, Field(ge=0, le=2)] = Field(
        0.1, description="thickness of a leaf of the inner pages, in mm: the spine follows from it"
    )


class PressSpec(Strict):
    """`presses/<name>.yaml`."""

    description: Text = Field(description="what it is, in one line")
    standard: Standard = Field(
        "PDF/X-4", description="what the file is to be; `none`: an ordinary PDF"
    )
    condition: Condition = Field(description="the printing condition and its ICC profile")
    inks: Literal["process", "black"] = Field(
        "process", description="`process`: cyan, magenta, yellow, black; `black`: black alone"
    )
    palette: Text | None = Field(
        None,
        description="the layout's palette whose inks are taken where the issue chose none: "
        "`one-ink`",
    )
    spots: Annotated[int, Field(ge=0, le=4)] = Field(
        0, description="how many inks besides it takes, such as `PANTONE 485 C`"
    )
    bleed: Bleed = Field(default_factory=lambda: Bleed(), description="per edge, in mm")
    marks: Marks = Field(default_factory=lambda: Marks(), description="round the page")
    ink_limit: InkLimit = Field(default_factory=lambda: InkLimit(), description="ink on one spot")
    images: Images = Field(default_factory=lambda: Images(), description="asked of pictures")
    strokes: Strokes = Field(default_factory=lambda: Strokes(), description="the thinnest lines")
    text: TextSizes = Field(default_factory=lambda: TextSizes(), description="the smallest text")
    pages: Pages = Field(default_factory=lambda: Pages(), description="how many, how near the edge")
    cover: CoverRules = Field(
        default_factory=lambda: CoverRules(), description="whether it is a file of its own"
    )
    file_name: Text = Field(
        "{issue}-{part}",
        description="names of the files: `{issue}`, `{number}`, `{year}`, `{month}`, `{press}`, "
        "and `{part}`, which is `press`, or `body` and `cover` where the cover is apart; what is "
        "no letter a–z, digit, `.`, `_` or `-` becomes a hyphen; where `--press` names another "
        "print house than the issue's own, `-{press}` is added",
        examples=["{number}-{month}-{year}-{part}"],
    )

    @field_validator("file_name")
    @classmethod
    def _can_be_filled(cls, pattern: str, info: ValidationInfo) -> str:
        cover = info.data.get("cover")
        reason = pattern_fault(pattern, apart=isinstance(cover, CoverRules) and cover.apart)
        if reason:
            raise PydanticCustomError("K003", "no pattern", {"pattern": pattern, "reason": reason})
        return pattern
