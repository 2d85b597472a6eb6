"""Fields that the manifest and the articles share."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
_VIETNAMESE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ ,-]+(\d{1,2}):(\d{2}))?")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that may not be empty."""


OptionValue = Annotated[
    str,
    Field(max_length=400),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
Options = dict[str, OptionValue]
"""A layout's options by name; the layout says what each may be."""


class Strict(BaseModel):
    """A record of a source: unknown fields are errors, and nothing changes it afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def as_date(text: str) -> dt.datetime:
    """Read `2017-09-12`, `12/09/2017` or either with a time.

    Raises:
        ValueError: it is no such date.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        year, month, day, hour, minute = match.groups()
    elif match := _VIETNAMESE.fullmatch(text):
        day, month, year, hour, minute = match.groups()
    else:
        raise ValueError(text)
    return dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))


def _read_moment(value: Any) -> dt.datetime:
    try:
        return as_date(value) if isinstance(value, str) else as_date("")
    except ValueError:
        shown = " ".join(str(value).split())[:40]
        raise PydanticCustomError("S022", "not a date", {"value": shown}) from None


_DATE_SCHEMA = {"type": "string", "description": "a day: 2017-09-12 or 12/09/2017"}
Day = Annotated[
    dt.date,
    BeforeValidator(lambda value: _read_moment(value).date()),
    WithJsonSchema(_DATE_SCHEMA),
]
"""A day."""
WhenWritten = Annotated[dt.datetime, BeforeValidator(_read_moment), WithJsonSchema(_DATE_SCHEMA)]
"""A day, with the time where one is given."""

Share = Annotated[float, Field(ge=0, le=1)]
Focus = tuple[Share, Share]
"""What a crop must keep: `[x, y]`, each from 0 to 1, from the left and the top."""


class Picture(Strict):
    """A picture and what is said about it."""

    file: Text = Field(description="path from the issue's folder; JPEG, PNG, WebP, TIFF or SVG")
    caption: Text | None = Field(None, description="the text under the picture")
    credit: Text | None = Field(None, description="who made it, and the licence if one asks for it")
    alt: Text | None = Field(None, description="what it shows, for readers who cannot see it")
    focus: Focus = Field((0.5, 0.5), description="[x, y] from 0 to 1: what a crop must keep")
    width: Literal["column", "span", "bleed"] | None = Field(
        None, description="one column, over all columns, or to the edges of the page"
    )
