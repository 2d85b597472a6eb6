"""The types of `distribution.yaml`: who gets an issue, and how it is packed."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from printshop.i18n import _
from printshop.sources.fields import Strict, Text

MOST_COPIES = 1_000_000
Count = Annotated[int, Field(ge=0, le=MOST_COPIES)]
Grammage = Annotated[float, Field(ge=30, le=500)]
_SPARES = r"^\d{1,6}$|^\d{1,2}([.,]\d+)?\s*%$"


def _spares(text: str) -> str:
    text = text.strip()
    if not re.fullmatch(_SPARES, text, re.ASCII):
        expected = _("a number of copies, or percent of them")
        told = {"field": "spares", "expected": expected, "got": f"`{text[:40]}`", "example": "`2%`"}
        raise PydanticCustomError("S019", "no spares", told)
    return text


Spares = Annotated[
    str,
    AfterValidator(_spares),
    WithJsonSchema({"type": ["string", "integer"], "pattern": _SPARES}),
]


class RecipientSpec(Strict):
    """A unit that gets copies: an entry of `recipients`, or a row of a list."""

    unit: Text = Field(description="its name, as on the label: `Đảng ủy phường …`")
    address: Text = Field(description="where parcels go, on one line")
    copies: Count = Field(description="how many copies it gets; 0 for none this month")
    route: Text | None = Field(None, description="the round that brings them: `Tuyến 1`")
    contact: Text | None = Field(None, description="who receives them")
    phone: Text | None = Field(None, description="telephone")
    note: Text | None = Field(None, description="a line for the carrier")


class Paper(Strict):
    """The paper of a copy: its weight follows from it."""

    inner: Grammage = Field(80, description="inner pages, in g/m²")
    cover: Grammage | None = Field(
        None, description="the cover's four pages, in g/m², where they are on other paper"
    )


class ParcelRule(Strict):
    """What a parcel may be."""

    weight: Annotated[float, Field(gt=0, le=100)] = Field(
        10, description="at most so heavy, in kg, with its wrapping"
    )
    wrapping: Annotated[float, Field(ge=0, le=5000)] = Field(
        150, description="what box, paper and string weigh, in g"
    )


class DistributionSpec(Strict):
    """`distribution.yaml`."""

    spares: Spares = Field(
        "2%", description="copies over, against damage: a number, or percent of the recipients'"
    )
    legal_deposit: Count = Field(0, description="copies for legal deposit (lưu chiểu)")
    archive: Count = Field(0, description="copies that the office keeps")
    round_to: Annotated[int, Field(ge=1, le=1000)] = Field(
        1, description="the print run is rounded up to a multiple of it"
    )
    bundle: Annotated[int, Field(ge=1, le=1000)] = Field(
        50, description="copies that are tied together"
    )
    parcel: ParcelRule = Field(default_factory=lambda: ParcelRule(), description="parcels")
    paper: Paper = Field(default_factory=lambda: Paper(), description="the paper of a copy")
    labels: Text = Field(
        "a4-3x7", description="the label sheet: a file of `labels/`, or a stock one"
    )
    separator: Literal[",", ";"] | None = Field(
        None,
        description="between the columns of the CSV file that is written; by default as in the "
        "list where that is a CSV file with `;`, else `,`; Excel in Vietnamese settings opens `;`",
    )
    recipients: Annotated[list[RecipientSpec], Field(min_length=1)] | Text | None = Field(
        None,
        description="the units in order, or the name of a CSV or XLSX file beside this one; "
        "`distribution.csv` or `distribution.xlsx` by default",
    )
