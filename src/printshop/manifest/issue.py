"""The types of `issue.yaml`: one issue, in the order it is printed."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from printshop.manifest.bulletin import Imprint
from printshop.problems.model import nearest
from printshop.sources.fields import Day, Focus, Options, Picture, Strict, Text

JAMMED = re.compile(r"(article|group|photos|filler):(?=[^\s/])(.*)", re.DOTALL)
"""A field and its value without a space between them: to YAML one text."""


def _article_from_text(value: Any) -> Any:
    """A plain text stands for a record whose only field is `article`."""
    if isinstance(value, str) and (jammed := JAMMED.fullmatch(value)):
        field, rest = jammed.groups()
        raise PydanticCustomError("S028", "no space", {"field": field, "value": rest[:40]})
    return {"article": value} if isinstance(value, str) else value


class Headline(Strict):
    """A headline on the cover; it points at an article."""

    article: Text = Field(description="the article's id")
    text: Text | None = Field(None, description="words in place of the article's title")


class Cover(Strict):
    """The first page."""

    image: Text | None = Field(None, description="the picture's path from the issue's folder")
    focus: Focus = Field((0.5, 0.5), description="[x, y] from 0 to 1: what the crop must keep")
    alt: Text | None = Field(None, description="what the picture shows")
    credit: Text | None = Field(None, description="who made the picture")
    caption: Text | None = Field(None, description="a line about the picture")
    headlines: list[
        Annotated[
            Headline, BeforeValidator(_article_from_text, json_schema_input_type=str | Headline)
        ]
    ] = Field(default_factory=list, description="headlines that point at articles")


class Masthead(Strict):
    """What the masthead of this issue says in place of the bulletin's own words."""

    genre: Text | None = Field(None, description="the word over the name: `Sổ tay`")
    name: Text | None = Field(None, description="the name in large letters")
    subtitle: Text | None = Field(None, description="a line under the name")


class Contents(Strict):
    """The contents page."""

    title: Text = Field("Mục lục", description="its heading")
    note: Text | None = Field(None, description="a line under the list")


class BackCover(Strict):
    """The last page; the imprint stands at its foot."""

    image: Text | None = Field(None, description="the picture's path from the issue's folder")
    focus: Focus = Field((0.5, 0.5), description="[x, y] from 0 to 1: what the crop must keep")
    alt: Text | None = Field(None, description="what the picture shows")
    credit: Text | None = Field(None, description="who made the picture")
    title: Text | None = Field(None, description="a line set large")
    text: Text | None = Field(None, description="a short text")


class _Placed(Strict):
    """What any item of a section may say about its pages."""

    start: Literal["any", "recto", "verso"] = Field(
        "any", description="which side the item starts on; a filler or a blank page goes before"
    )
    pages: int | None = Field(
        None, gt=0, description="page budget: R005 or R014 is reported when missed"
    )
    fit: bool = Field(
        False,
        description="let the layout tighten or loosen the item, within its limits, to `pages`",
    )
    variant: Text | None = Field(
        None, description="one of the layout's variants of this kind of item: `feature`"
    )


class ArticleRef(Strict):
    """An article, named."""

    kind: ClassVar[str] = "article"
    article: Text = Field(description="the article's path from the issue's folder")
    id: Text | None = Field(None, description="the article's id; the file's name by default")
    title: Text | None = Field(None, description="a title in place of the article's own")


class ArticleItem(ArticleRef, _Placed):
    """An article on pages of its own."""


_NamedArticle = Annotated[
    ArticleRef,
    BeforeValidator(_article_from_text, json_schema_input_type=str | ArticleRef),
]


class Sidebar(Strict):
    """Short news beside the main stories of the front page."""

    title: Text = Field(description="its heading: `Tin vắn`")
    articles: list[_NamedArticle] = Field(min_length=1, description="the articles, in order")


class Front(_Placed):
    """A front page of several stories, in place of a cover."""

    articles: list[_NamedArticle] = Field(
        min_length=1, description="the stories, the most important first"
    )
    sidebar: Sidebar | None = Field(None, description="short news beside them")
    headlines: list[
        Annotated[
            Headline, BeforeValidator(_article_from_text, json_schema_input_type=str | Headline)
        ]
    ] = Field(default_factory=list, description="headlines that point at articles inside")


class GroupItem(_Placed):
    """Short news that flow on after one another."""

    kind: ClassVar[str] = "group"
    group: Text = Field(description="the group's heading")
    id: Text | None = Field(None, description="the group's id; made from the heading by default")
    articles: list[_NamedArticle] = Field(min_length=1, description="the articles, in order")


class PhotosItem(_Placed):
    """A page of photographs."""

    kind: ClassVar[str] = "photos"
    photos: Text = Field(description="the page's heading")
    id: Text | None = Field(None, description="the page's id; made from the heading by default")
    text: Text | None = Field(None, description="a short text under the heading")
    pictures: list[Picture] = Field(min_length=1, max_length=8, description="1 to 8 pictures")


class Filler(Strict):
    """Something of the house: an advertisement of its own, a notice, a tip, a picture."""

    kind: ClassVar[str] = "filler"
    filler: Text = Field(description="the heading")
    style: Text | None = Field(
        None, description="one of the layout's variants of fillers: `quotation`"
    )
    size: Literal["any", "page", "part"] = Field(
        "any", description="where it may stand: a page of its own, part of a page, or either"
    )
    id: Text | None = Field(None, description="its id; made from the heading by default")
    text: Text | None = Field(None, description="the text; paragraphs are divided by empty lines")
    image: Text | None = Field(None, description="a picture's path")
    alt: Text | None = Field(None, description="what the picture shows")
    credit: Text | None = Field(None, description="who made the picture")


class FillerItem(Filler, _Placed):
    """A page of the house at its place in a section."""


_KINDS = ("article", "group", "photos", "filler")


def _kinds_in(value: Any) -> list[str]:
    """The kinds that an item names as a field."""
    return [kind for kind in _KINDS if isinstance(value, dict) and kind in value]


def _which_kind(value: Any) -> str | None:
    if isinstance(value, Strict):
        return str(getattr(value, "kind", ""))
    kinds = _kinds_in(value)
    return kinds[0] if len(kinds) == 1 else None


def _item_input(value: Any) -> Any:
    """A text stands for an article; an item of no or two kinds is refused with its words."""
    if isinstance(value, str):
        return _article_from_text(value)
    if isinstance(value, dict):
        kinds = _kinds_in(value)
        if len(kinds) > 1:
            shown = ", ".join(f"`{kind}`" for kind in kinds)
            raise PydanticCustomError("S025", "two kinds", {"kinds": shown})
        if not kinds:
            keys = [str(key) for key in value]
            near = next((n for key in keys if (n := nearest(key, _KINDS))), "")
            known = ", ".join(f"`{kind}`" for kind in _KINDS)
            raise PydanticCustomError("S024", "no kind", {"known": known, "near": near})
    return value


Item = Annotated[
    Annotated[
        Annotated[ArticleItem, Tag("article")]
        | Annotated[GroupItem, Tag("group")]
        | Annotated[PhotosItem, Tag("photos")]
        | Annotated[FillerItem, Tag("filler")],
        Discriminator(_which_kind),
    ],
    BeforeValidator(
        _item_input,
        json_schema_input_type=str | ArticleItem | GroupItem | PhotosItem | FillerItem,
    ),
]


class Section(Strict):
    """A section of the issue."""

    title: Text = Field(description="the section's name, as printed")
    id: Text | None = Field(None, description="its id; made from the name by default")
    opener: Literal["band", "page"] = Field(
        "band", description="a band over the first item, or a page of its own"
    )
    start: Literal["any", "recto", "verso"] = Field(
        "any", description="which side the section opens on, with its page or its first item"
    )
    image: Text | None = Field(None, description="a picture's path, for the opening page")
    alt: Text | None = Field(None, description="what the picture shows")
    credit: Text | None = Field(None, description="who made the picture")
    text: Text | None = Field(None, description="a short text, for the opening page")
    items: list[Item] = Field(min_length=1, description="what is printed, in order")


class Booklet(Strict):
    """Where `printshop impose` puts white pages: `saddle`, `perfect` and `wrap` alone."""

    blanks: list[Annotated[Text, WithJsonSchema({"type": ["string", "integer"]})]] = Field(
        default_factory=list,
        description="a white page after each of these: a page's number, counted from 1 in the "
        "finished file (0: before the first), or the id of an item, `cover`, `contents`",
    )
    rest: Literal["before-back", "at-end"] | None = Field(
        None,
        description="where those go that folding needs besides: before the last page, which is "
        "usual, or at the end",
    )


class Issue(Strict):
    """`issue.yaml`: one issue of the bulletin."""

    number: Annotated[Text, WithJsonSchema({"type": ["string", "integer"]})] = Field(
        description="the issue's number, as printed: `9` or `09/2017`"
    )
    date: Day = Field(description="the day of publication")
    title: Text | None = Field(None, description="the issue's theme, printed on the cover")
    layout: Text | None = Field(None, description="a layout other than the bulletin's")
    options: Options = Field(
        default_factory=dict, description="options of the layout; `printshop layouts` lists them"
    )
    press: Text | None = Field(None, description="a print house other than the bulletin's")
    masthead: Masthead = Field(
        default_factory=lambda: Masthead(), description="words in place of the bulletin's own"
    )
    cover: Cover | None = Field(
        default_factory=lambda: Cover(),
        description="the first page; none where there is a `front`",
    )
    front: Front | None = Field(
        None, description="a front page of several stories, in place of a cover"
    )
    contents: Contents | None = Field(
        default_factory=lambda: Contents(),
        description="the contents page; `contents: null` for none",
    )
    sections: list[Section] = Field(min_length=1, description="the sections, in order")
    fillers: list[Filler] = Field(
        default_factory=list,
        description="what may fill a page that would stay blank, or the rest of one",
    )
    imprint: Imprint = Field(
        default_factory=lambda: Imprint(),
        description="imprint lines that differ from the bulletin's in this issue",
    )
    back_cover: BackCover | None = Field(
        default_factory=lambda: BackCover(),
        description="the last page; `back_cover: null` for none",
    )
    booklet: Booklet = Field(
        default_factory=lambda: Booklet(),
        description="white pages of booklets from the office printer",
    )

    @property
    def has_cover(self) -> bool:
        """Whether there is a cover: not where a front page stands in its place."""
        asked = self.front is None or "cover" in self.model_fields_set
        return self.cover is not None and asked
