"""The types of `layout.yaml`: what a layout is and what it can set."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from printshop.geometry import PageGeometry
from printshop.sources.fields import Strict, Text

Millimetres = Annotated[float, Field(ge=0, le=2000)]
Percent = Annotated[float, Field(ge=0, le=100)]
HexColour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class Margins(Strict):
    """Margins of a recto, in mm."""

    inside: Millimetres = Field(description="on the side of the spine")
    outside: Millimetres = Field(description="on the other side")
    head: Millimetres = Field(description="above the text")
    foot: Millimetres = Field(description="below the text")


class Colour(Strict):
    """A palette colour: its value on screen and its inks on paper."""

    srgb: HexColour = Field(description="the value on screen: `#c8102e`")
    inks: tuple[Percent, Percent, Percent, Percent] = Field(
        description="cyan, magenta, yellow, black, in percent"
    )


class Fonts(Strict):
    """Font families by role; each must be in `fonts/`."""

    body: Text = Field(description="running text; `--font-body` in the stylesheet")
    heading: Text = Field(description="headings, captions, tables; `--font-heading`")
    display: Text = Field(description="large titles; `--font-display`")
    furniture: Text = Field(description="folios and running heads; `--font-furniture`")


class PictureRules(Strict):
    """How pictures are prepared."""

    ppi: int = Field(220, ge=72, le=600, description="resolution that pictures are prepared for")
    floor_ppi: int = Field(120, ge=36, description="resolution below which P007 is reported")
    max_height: Percent = Field(
        62, description="tallest picture in an article, in percent of the type area's height"
    )


class PhotoPageRules(Strict):
    """Heights that a photo page's pictures leave to other things, in mm."""

    band: Millimetres = Field(12, description="the section's band, where there is one")
    heading: Millimetres = Field(20, description="the heading")
    text: Millimetres = Field(18, description="the text under the heading")
    between: Millimetres = Field(15, description="a row's captions and the gap below")


class Kind(Strict):
    """A kind of item that the layout sets."""

    template: Text = Field(description="the template's file")
    variants: dict[str, Text] = Field(default_factory=dict, description="other templates, by name")
    page: Literal["text", "bleed"] = Field(
        "text", description="`text`: within the margins; `bleed`: the whole page with its bleed"
    )
    furniture: bool = Field(True, description="whether its pages carry folios and running heads")


KindName = Literal[
    "cover",
    "contents",
    "opener",
    "article",
    "group",
    "photos",
    "filler",
    "imprint",
    "back-cover",
]
"""Kinds of item there are; a layout names those it sets."""


class LayoutSpec(Strict):
    """`layout.yaml`."""

    description: Text = Field(description="what the layout is, in one line")
    trim: tuple[Millimetres, Millimetres] = Field(
        description="width and height of the trimmed page, in mm"
    )
    bleed: Millimetres = Field(
        3.0, description="how far pictures reach beyond the trimmed page, in mm"
    )
    margins: Margins = Field(description="margins of a right-hand page, in mm")
    columns: int = Field(
        1, ge=1, le=6, description="how many columns of text; the stylesheet must set as many"
    )
    gutter: Millimetres = Field(5.0, description="the space between two columns, in mm")
    numbering: Literal["continuous", "cover-roman"] = Field(
        "continuous",
        description="`continuous`: the cover is page 1; `cover-roman`: cover pages are i, ii …",
    )
    max_pages: int | None = Field(None, gt=0, description="pages beyond which M011 is reported")
    max_pages_rule: Text = Field("", description="the rule that sets `max_pages`")
    fonts: Fonts = Field(description="font families by their role")
    palette: dict[str, Colour] = Field(
        description="colours by name; `red` is `--red` in the stylesheet"
    )
    pictures: PictureRules = Field(
        default_factory=lambda: PictureRules(), description="how pictures are prepared"
    )
    photo_page: PhotoPageRules = Field(
        default_factory=lambda: PhotoPageRules(), description="heights to leave on photo pages"
    )
    stylesheet: Text = Field("style.css", description="the stylesheet's file")
    furniture: Text = Field("furniture.html.j2", description="the template of folios and heads")
    kinds: dict[KindName, Kind] = Field(description="the kinds of item it sets")

    @property
    def geometry(self) -> PageGeometry:
        """The page."""
        width, height = self.trim
        m = self.margins
        return PageGeometry(width, height, m.inside, m.outside, m.head, m.foot, self.bleed)

    @property
    def column_width(self) -> float:
        """Width of one column, in mm."""
        return (self.geometry.text_width - self.gutter * (self.columns - 1)) / self.columns
