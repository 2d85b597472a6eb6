"""The types of `distribution/<issue>.json`: who got how many copies of an issue.

The file is kept with the sources of the bulletin, so it can be read without printshop, and by
those that come after: fields are never given another meaning; another `format` may have others.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from printshop.sources.fields import Strict

FORMAT = 1
"""Of the files that are written here."""

Count = Annotated[int, Field(ge=0)]
"""Unlike that of a list, without a limit: it may be the sum of many."""


class RecordedIssue(Strict):
    """The issue, as it was called on that day."""

    id: str
    bulletin: str
    number: str
    date: dt.date


class RecordedCopy(Strict):
    """One copy of it."""

    pages: int
    leaves: int
    grams: float


class RecordedRun(Strict):
    """The print run with its parts."""

    recipients: Count
    spares: Count
    legal_deposit: Count
    archive: Count
    rounding: Count
    total: Count


class RecordedSettings(Strict):
    """What the figures follow from, beside the list."""

    spares: str
    round_to: int
    bundle: int
    parcel_kilograms: float
    wrapping_grams: float
    paper: float
    """Of inner pages, in g/m²; of the cover, too, where it has none of its own."""
    cover_paper: float | None


class RecordedParcel(Strict):
    """What is in a parcel, and its weight with wrapping."""

    copies: Count
    bundles: Count
    loose: Count
    grams: float


class RecordedRecipient(Strict):
    """A unit of the list; one that got no copies has no parcels."""

    unit: str
    address: str
    copies: Count
    route: str
    contact: str
    phone: str
    note: str
    parcels: list[RecordedParcel]


class Version(Strict):
    """The distribution as it was on a day."""

    made: dt.date
    issue: RecordedIssue
    copy_of_issue: RecordedCopy
    print_run: RecordedRun
    settings: RecordedSettings
    recipients: list[RecordedRecipient]
    """In the order of the delivery list, then those that got none."""

    @property
    def served(self) -> int:
        """Units that got copies."""
        return sum(bool(one.copies) for one in self.recipients)


class RecordFile(Strict):
    """`distribution/<issue>.json`."""

    format: Literal[1]
    versions: list[Version] = Field(min_length=1)
    """The oldest first; the last one counts."""
