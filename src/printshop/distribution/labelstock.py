"""The types of `labels/<name>.yaml`: a sheet of labels as it is sold. Lengths in mm."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from printshop.sources.fields import Strict, Text

Millimetres = Annotated[float, Field(ge=0, le=300)]
Length = Annotated[float, Field(gt=0, le=300)]


class LabelSpec(Strict):
    """`labels/<name>.yaml`: one A4 sheet of labels."""

    description: Text = Field(description="what it is, in one line")
    columns: Annotated[int, Field(ge=1, le=10)] = Field(description="labels side by side")
    rows: Annotated[int, Field(ge=1, le=30)] = Field(description="labels one under another")
    width: Length = Field(description="of a label")
    height: Length = Field(description="of a label")
    left: Millimetres = Field(description="from the sheet's left edge to the first label")
    top: Millimetres = Field(description="from the sheet's top edge to the first label")
    across: Length = Field(description="from one label's left edge to the next one's")
    down: Length = Field(description="from one label's top edge to the next one's")
    padding: Millimetres = Field(3, description="white inside a label's edges")
