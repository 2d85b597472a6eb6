"""The types of `layout.yaml`: what a layout is and what it can set."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from printshop.geometry import PageGeometry
from printshop.render import Grid
from printshop.sources.fields import Strict, Text

Millimetres = Annotated[float, Field(ge=0, le=2000)]
Percent = Annotated[float, Field(ge=0, le=100)]
Points = Annotated[float, Field(gt=0, le=300)]
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
    spot: Text | None = Field(
        None,
        description="an ink of its own in place of the four: `PANTONE 186 C`; `inks` are then what "
        "its full tone is in the four, where it is lacking",
    )
    tint: Percent = Field(
        100, description="how much of that ink, in percent; `inks` stay as they are"
    )


class Palette(Strict):
    """Another set of values for the colours: one ink, for a black-only print run."""

    description: Text = Field(description="what it is for, in one line")
    pictures: Literal["colour", "grey"] = Field(
        "colour", description="`grey`: photographs lose their colours"
    )
    colours: dict[str, Colour] = Field(
        description="values in place of those of `palette`, by the same names"
    )


class TypeSize(Strict):
    """A step of the type scale, in pt."""

    size: Points = Field(description="height of the type; `--size-<name>`")
    leading: Points = Field(description="from one baseline to the next; `--leading-<name>`")


class FitLimits(Strict):
    """How far `fit: true` may go to meet a page budget, in percent either way."""

    leading: Annotated[float, Field(ge=0, le=10)] = Field(3, description="the baseline's step")
    type: Annotated[float, Field(ge=0, le=10)] = Field(2, description="the size of running text")
    pictures: Annotated[float, Field(ge=0, le=50)] = Field(
        15, description="the greatest height of pictures"
    )


class Option(Strict):
    """Something that an issue may set about the layout."""

    type: Literal["choice", "colour", "artwork", "text", "switch"] = Field(
        description="`choice` and `colour` take one of `choices` (for a colour, names of the "
        "palette), `artwork` the path of a picture, `text` words, `switch` yes or no"
    )
    description: Text = Field(description="what it changes, in one line")
    default: Text | None = Field(None, description="its value where nobody sets it")
    choices: tuple[Text, ...] = Field((), description="what a `choice` or `colour` may be")
    max: int | None = Field(None, gt=0, description="characters of a `text`, at most")


class FieldRule(Strict):
    """What a kind of item asks of one of its fields."""

    required: bool = Field(False, description="L012 is reported where it is missing")
    min: int | None = Field(
        None, ge=0, description="least characters of a text (L013), things of a list (L015)"
    )
    max: int | None = Field(
        None, ge=0, description="most characters of a text (L013), things of a list (L015)"
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
    floor_ppi: int = Field(
        150, ge=36, description="resolution below which P007, P021 or P022 is reported"
    )
    least_width: Millimetres = Field(
        40, description="width in mm under which a picture of few pixels is not set smaller still"
    )
    max_height: Percent = Field(
        62, description="tallest picture in an article, in percent of the type area's height"
    )


class PhotoPageRules(Strict):
    """Heights that a photo page's pictures leave to other things, in mm."""

    band: Millimetres = Field(12, description="the section's band, where there is one")
    heading: Millimetres = Field(
        20, description="a heading of one line; further lines are reckoned from the step `title`"
    )
    text: Millimetres = Field(
        12, description="a text of one line under it; further lines: from the step `lead`"
    )
    caption: Millimetres = Field(
        1.5,
        description="between a picture and its caption, whose lines are reckoned from `caption`",
    )
    between: Millimetres = Field(4, description="between two rows")
    imprint: Millimetres = Field(
        20, description="the imprint, where it stands under the last item (`imprint: closing`)"
    )


class Kind(Strict):
    """A kind of item that the layout sets."""

    template: Text = Field(description="the template's file")
    variants: dict[str, Text] = Field(default_factory=dict, description="other templates, by name")
    page: Literal["text", "bleed"] = Field(
        "text", description="`text`: within the margins; `bleed`: the whole page with its bleed"
    )
    furniture: bool | Literal["later"] = Field(
        True,
        description="whether its pages carry folios and running heads; `later`: all but its first",
    )
    part: Text | None = Field(
        None, description="the template of a filler that stands under other text"
    )
    fields: dict[str, FieldRule] = Field(
        default_factory=dict, description="what it asks of the fields of such an item"
    )


KindName = Literal[
    "cover",
    "front",
    "contents",
    "opener",
    "section",
    "article",
    "group",
    "photos",
    "filler",
    "imprint",
    "back-cover",
]
"""Kinds of item there are; a layout names those it sets."""

FIELDS: dict[str, tuple[str, ...]] = {
    "cover": ("image", "caption", "headlines", "theme"),
    "front": ("stories", "briefs", "headlines"),
    "contents": ("lines",),
    "opener": ("title", "text", "image"),
    "section": ("items",),
    "article": ("title", "kicker", "lead", "credit", "picture", "pictures", "words", "notes"),
    "group": ("title", "articles"),
    "photos": ("title", "text", "pictures"),
    "filler": ("title", "text", "image"),
    "imprint": (),
    "back-cover": ("title", "text", "image"),
}
"""The fields that a layout may say something about, by kind; `picture` is the one under the title,
`words`, `lines`, `items` and the plurals are counted."""


class LayoutSpec(Strict):
    """`layout.yaml`."""

    extends: Text | None = Field(
        None, description="another layout's folder: what is not said or not there is taken from it"
    )
    description: Text = Field(description="what the layout is, in one line")
    trim: tuple[Millimetres, Millimetres] = Field(
        description="width and height of the trimmed page, in mm"
    )
    bleed: Millimetres = Field(
        3.0, description="how far pictures reach beyond the trimmed page, in mm"
    )
    margins: Margins = Field(description="margins of a right-hand page, in mm")
    baseline: Points = Field(
        14, description="the step of the baseline grid, in pt; `--baseline` in the stylesheet"
    )
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
    flow: Literal["item", "section", "issue"] = Field(
        "item",
        description="what begins on a new page: each `item`, each `section`, or only what must",
    )
    notes: Literal["end", "foot"] = Field(
        "end", description="where footnotes stand: at the article's end or at the page's foot"
    )
    imprint: Literal["page", "closing"] = Field(
        "page",
        description="where the imprint stands without a back cover: on a page of its own, or under "
        "the last item, whose template gets `closes`",
    )
    fonts: Fonts = Field(description="font families by their role")
    type: dict[str, TypeSize] = Field(
        default_factory=dict,
        description="the type scale, in pt; `body` is `--size-body` and `--leading-body`",
    )
    palette: dict[str, Colour] = Field(
        description="colours by name; `red` is `--red` in the stylesheet"
    )
    palettes: dict[str, Palette] = Field(
        default_factory=dict,
        description="other palettes by name; an issue chooses one with the option `palette`",
    )
    options: dict[str, Option] = Field(
        default_factory=dict, description="what an issue may set, by name"
    )
    fit: FitLimits = Field(default_factory=lambda: FitLimits(), description="limits of `fit: true`")
    white_space: Percent = Field(
        33,
        description="white space at an item's end, in percent of the type area's height, that "
        "is filled with a filler, or reported (R012, R017)",
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
    def grid(self) -> Grid:
        """The baseline grid, from the type area's top."""
        return Grid(self.geometry.pad + self.margins.head, self.baseline)

    @property
    def column_width(self) -> float:
        """Width of one column, in mm."""
        return (self.geometry.text_width - self.gutter * (self.columns - 1)) / self.columns
