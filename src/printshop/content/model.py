"""The types of `content`: an article as data, ready for a layout's templates.

HTML in these types is made by `content.markdown` from Markdown with raw HTML off, typeset and
escaped; templates print it as it is. Everything else is plain text, typeset, not escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from pydantic import Field

from printshop.content.pictures import PictureFile
from printshop.problems import Where
from printshop.sources.fields import Picture, Strict, Text, WhenWritten


class FrontMatter(Strict):
    """What stands between the two lines `---` of an article."""

    title: Text = Field(description="the title as printed")
    kicker: Text | None = Field(None, description="a few words over the title")
    lead: Text | None = Field(None, description="the opening paragraph, set larger")
    authors: list[Text] = Field(default_factory=list, description="names, for the index")
    credit: Text | None = Field(None, description="the line at the end: `Tin, ảnh: …`")
    place: Text | None = Field(None, description="place or source code, without brackets: `TGCT`")
    date: WhenWritten | None = Field(None, description="when it was written")
    sample: bool = Field(False, description="marks a text written as a sample")
    pictures: list[Picture] = Field(default_factory=list, description="the article's pictures")


@dataclass(frozen=True)
class Html:
    """Ordinary text: paragraphs, headings, lists, quotations."""

    kind: ClassVar[str] = "html"
    html: str


@dataclass(frozen=True)
class Figure:
    """A picture of the article, at its place."""

    kind: ClassVar[str] = "figure"
    picture: ArticlePicture


@dataclass(frozen=True)
class Pull:
    """A pull quotation."""

    kind: ClassVar[str] = "pull"
    html: str


@dataclass(frozen=True)
class Table:
    """A table with its caption; `columns` lets a layout choose its width."""

    kind: ClassVar[str] = "table"
    html: str
    columns: int


@dataclass(frozen=True)
class Box:
    """A box with a title and blocks of its own; `style` is what was written after `:::`."""

    kind: ClassVar[str] = "box"
    title: str
    blocks: tuple[Block, ...]
    style: str = "box"


Block = Html | Figure | Pull | Table | Box


@dataclass(frozen=True)
class Note:
    """A footnote: its number, the id of its text and of its call."""

    number: int
    id: str
    back: str
    html: str


@dataclass(frozen=True)
class ArticlePicture:
    """A picture with its words typeset; `lead` is the one under the title."""

    file: PictureFile
    spec: Picture
    caption: str
    credit: str
    alt: str
    lead: bool = False

    @property
    def width(self) -> str:
        """`column`, `span` or `bleed`; over all columns for the lead picture by default."""
        return self.spec.width or ("span" if self.lead else "column")


@dataclass(frozen=True)
class Article:
    """An article, checked and typeset."""

    id: str
    where: Where
    title: str
    kicker: str
    lead: str
    """HTML, or nothing."""
    place: str
    credit: str
    authors: tuple[str, ...]
    date: dt.datetime | None
    sample: bool
    lead_picture: ArticlePicture | None
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    words: int

    @property
    def pictures(self) -> Iterator[ArticlePicture]:
        """All its pictures, in reading order."""
        if self.lead_picture:
            yield self.lead_picture
        yield from _pictures_in(self.blocks)


def _pictures_in(blocks: tuple[Block, ...]) -> Iterator[ArticlePicture]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block.picture
        elif isinstance(block, Box):
            yield from _pictures_in(block.blocks)
