"""What the stages of distribution hand on: plain data. Weights in g."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from printshop.distribution.contract import DistributionSpec
from printshop.problems import Where


@dataclass(frozen=True)
class Recipient:
    """A unit that gets copies. Texts are NFC, with single spaces, as they were written."""

    unit: str
    address: str
    copies: int
    route: str = ""
    contact: str = ""
    phone: str = ""
    note: str = ""
    where: Where = field(default_factory=Where, compare=False)
    """Its line; not compared with anything."""


@dataclass(frozen=True)
class Distribution:
    """A list of recipients with its settings, checked."""

    spec: DistributionSpec
    recipients: tuple[Recipient, ...]
    """In the order of the list, those with 0 copies too."""
    files: tuple[Path, ...]
    """What was read."""
    where: Where = field(default_factory=Where)
    """The list's file."""
    separator: str = ""
    """Between the cells of the list, where that is a text file."""

    @property
    def table_separator(self) -> str:
        """Between the columns of the table that is written."""
        return self.spec.separator or (";" if self.separator == ";" else ",")


@dataclass(frozen=True)
class Copy:
    """One copy of the issue."""

    pages: int
    """Of the issue."""
    leaves: int
    """Of paper: pages are filled up to a multiple of four, as booklets are."""
    grams: float

    @property
    def sides(self) -> int:
        """Pages with the white ones."""
        return 2 * self.leaves


@dataclass(frozen=True)
class PrintRun:
    """How many copies are printed, and what for."""

    recipients: int
    spares: int
    legal_deposit: int
    archive: int
    rounding: int
    """Added to come to a round number."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.recipients + self.spares + self.legal_deposit + self.archive + self.rounding


@dataclass(frozen=True)
class Parcel:
    """One of a recipient's parcels."""

    number: int
    """From 1."""
    of: int
    copies: int
    bundles: int
    """Full ones."""
    loose: int
    """Copies that fill no bundle."""
    grams: float
    """With wrapping."""


@dataclass(frozen=True)
class Delivery:
    """What a recipient gets."""

    recipient: Recipient
    parcels: tuple[Parcel, ...]


@dataclass(frozen=True)
class Route:
    """Deliveries that are brought together, in the order of the list."""

    name: str
    """Empty where the list names no route."""
    deliveries: tuple[Delivery, ...]

    @property
    def copies(self) -> int:
        """All copies on it."""
        return sum(delivery.recipient.copies for delivery in self.deliveries)

    @property
    def parcels(self) -> int:
        """All parcels on it."""
        return sum(len(delivery.parcels) for delivery in self.deliveries)

    @property
    def grams(self) -> float:
        """What they weigh together."""
        return sum(parcel.grams for delivery in self.deliveries for parcel in delivery.parcels)


@dataclass(frozen=True)
class IssueName:
    """The issue, as documents and records call it."""

    id: str
    """Its folder."""
    bulletin: str
    number: str
    date: dt.date


@dataclass(frozen=True)
class Figures:
    """The distribution of one issue."""

    issue: IssueName
    copy: Copy
    run: PrintRun
    routes: tuple[Route, ...]
    """In the order in which the list first names them."""
    bundle: int
    """Copies that are tied together."""
    idle: tuple[Recipient, ...] = ()
    """Units of the list that get no copies of this issue."""

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """Of all routes, in their order."""
        return tuple(delivery for route in self.routes for delivery in route.deliveries)


@dataclass(frozen=True)
class Change:
    """How a recipient differs from the issue before. At least one thing does."""

    unit: str
    before: int | None
    """Copies; None for a unit that is new."""
    now: int | None
    """Copies, 0 for one that gets none this time; None for one that is no longer listed."""
    address_before: str = ""
    """Where parcels went, if they go elsewhere now."""


@dataclass(frozen=True)
class Changes:
    """What is different since the issue before."""

    since: IssueName
    run_before: int
    """The print run then."""
    changes: tuple[Change, ...]
    """New units in the list's order, then changed ones, then those that are gone."""
    alike: tuple[tuple[str, str], ...] = ()
    """Units that are gone, each with the new one that it perhaps is under another name."""


@dataclass(frozen=True)
class Sender:
    """Who sends the parcels."""

    publisher: str
    place: str = ""
    address: str = ""
    phone: str = ""
