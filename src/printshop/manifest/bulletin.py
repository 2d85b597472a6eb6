"""The types of `printshop.yaml`: what is the same in every issue."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from printshop.sources.fields import Options, Strict, Text


def _check_issn(value: str) -> str:
    """The ISSN with its hyphen, if its check digit is right (ISO 3297, 4.4)."""
    digits = value.upper().removeprefix("ISSN").replace("-", "").strip()
    if re.fullmatch(r"\d{7}[\dX]", digits):
        numbers = [10 if digit == "X" else int(digit) for digit in digits]
        if (
            sum(number * weight for number, weight in zip(numbers, range(8, 0, -1), strict=True))
            % 11
            == 0
        ):
            return f"{digits[:4]}-{digits[4:]}"
    raise PydanticCustomError("M015", "not an ISSN", {"value": value[:40]})


Issn = Annotated[
    Text, AfterValidator(_check_issn), WithJsonSchema({"type": "string", "pattern": "^.{8,14}$"})
]


class Imprint(Strict):
    """What the press law wants on the last page; an issue may override each line."""

    licence: Text | None = Field(
        None, description="number and date of the publishing licence, as printed"
    )
    printed_at: Text | None = Field(None, description="the print house and its address")
    copies: int | None = Field(None, gt=0, description="how many copies are printed")
    frequency: Text | None = Field(None, description="how often it appears: `1 kỳ/tháng`")
    responsible: Text | None = Field(
        None, description="who is responsible for publication, with the office held"
    )
    editors: Text | None = Field(None, description="the editorial board, as printed")
    address: Text | None = Field(None, description="the office's address")
    phone: Text | None = Field(None, description="telephone")
    email: Text | None = Field(None, description="e-mail")
    notes: list[Text] = Field(default_factory=list, description="further lines, in order")

    def over(self, defaults: Imprint) -> Imprint:
        """The imprint, with what it does not say taken from `defaults`."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return defaults.model_copy(update=given)


class Bulletin(Strict):
    """`printshop.yaml`: the bulletin, and the defaults of its issues."""

    name: Text = Field(description="the bulletin's name, as in the masthead")
    genre: Text = Field("Bản tin", description="the word over the name: the press law asks for it")
    publisher: Text = Field(description="the body that publishes it")
    place: Text | None = Field(None, description="the city of publication")
    issn: Issn | None = Field(None, description="its ISSN, where it has one: `1859-1234`")
    language: Literal["vi", "en"] = Field("vi", description="language of the text")
    layout: Text = Field("ban-tin", description="the layout's folder under `layouts/`")
    options: Options = Field(
        default_factory=dict, description="options of the layout, for every issue in it"
    )
    press: Text | None = Field(
        None, description="the print house: a file of `presses/`, or one of the stock ones"
    )
    imprint: Imprint = Field(
        default_factory=lambda: Imprint(), description="imprint lines, printed on the last page"
    )
