"""What stands in the delivery lists and in the plan of a distribution, as the templates get it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from printshop.distribution.model import (
    Change,
    Changes,
    Copy,
    Delivery,
    Figures,
    PrintRun,
    Route,
)
from printshop.distribution.wording import (
    contact_of,
    counted,
    decimal,
    issue_number,
    kilograms,
    route_name,
    signed,
    unit_name,
    weight_of,
    whole,
)
from printshop.text.typography import typeset

_PARTS = (
    ("recipients", "Phát hành theo danh sách"),
    ("spares", "Dự phòng"),
    ("legal_deposit", "Lưu chiểu"),
    ("archive", "Lưu tại cơ quan"),
    ("rounding", "Làm tròn"),
)
"""The parts of a print run, and what they are called."""
_NONE = "–"


def delivery_lists(figures: Figures) -> dict[str, Any]:
    """The routes, each a list to sign: those who get a parcel."""
    return {
        "routes": [
            _sums(deliveries)
            | {
                "name": route_name(route, len(figures.routes)),
                "rows": [_row(delivery) for delivery in deliveries],
            }
            for route in figures.routes
            if (deliveries := [delivery for delivery in route.deliveries if delivery.parcels])
        ]
    }


def distribution_plan(figures: Figures, changes: Changes | None) -> dict[str, Any]:
    """Print run, packing, changes, everybody."""
    copy, run = figures.copy, figures.run
    return {
        "run": _parts(run),
        "total": whole(run.total),
        "copy": {
            "pages": _pages(copy),
            "leaves": copy.leaves,
            "weight": decimal(copy.grams, 1),
            "all": kilograms(copy.grams * run.total),
        },
        "bundle": whole(figures.bundle),
        "routed": any(route.name for route in figures.routes),
        "routes": _routes(figures.routes),
        "whole": _sums(figures.deliveries) | {"weight": weight_of(figures.routes)},
        "changes": _changes(changes, figures) if changes else None,
    }


def _pages(copy: Copy) -> str:
    """`36`; `5 (8 kể cả trang trắng)`."""
    pages = whole(copy.pages)
    return pages if copy.sides == copy.pages else f"{pages} ({whole(copy.sides)} kể cả trang trắng)"


def _parts(run: PrintRun) -> list[dict[str, str]]:
    """The parts of a print run that are not nothing; the first one always."""
    parts = [(what, getattr(run, name)) for name, what in _PARTS]
    return [
        {"what": what, "copies": whole(copies)}
        for place, (what, copies) in enumerate(parts)
        if copies or not place
    ]


def _routes(routes: tuple[Route, ...]) -> list[dict[str, Any]]:
    """Every route with its recipients, numbered through."""
    listed: list[dict[str, Any]] = []
    numbers = itertools.count(1)
    for route in routes:
        rows = [_row(one) | {"ordinal": whole(next(numbers))} for one in route.deliveries]
        name = route_name(route, len(routes))
        listed.append(_sums(route.deliveries) | {"name": name, "rows": rows})
    return listed


def _row(delivery: Delivery) -> dict[str, str]:
    """A recipient, and what it gets."""
    recipient, parcels = delivery.recipient, delivery.parcels
    note = f"Lưu ý: {typeset(recipient.note)}" if recipient.note else ""
    return {
        "unit": unit_name(recipient),
        "address": typeset(recipient.address),
        "contact": contact_of(recipient),
        "note": note,
        "copies": _or_none(recipient.copies),
        "parcels": _or_none(len(parcels)),
        "bundles": _or_none(sum(parcel.bundles for parcel in parcels)),
        "loose": _or_none(sum(parcel.loose for parcel in parcels)),
    }


def _or_none(number: int) -> str:
    """A dash for nothing: it is seen, and no figure that is read wrongly."""
    return whole(number) if number else _NONE


def _sums(deliveries: Iterable[Delivery]) -> dict[str, str]:
    """What deliveries come to together."""
    some = list(deliveries)
    parcels = [parcel for delivery in some for parcel in delivery.parcels]
    return {
        "recipients": whole(sum(bool(delivery.parcels) for delivery in some)),
        "copies": whole(sum(delivery.recipient.copies for delivery in some)),
        "parcels": whole(len(parcels)),
        "bundles": _or_none(sum(parcel.bundles for parcel in parcels)),
        "loose": _or_none(sum(parcel.loose for parcel in parcels)),
        "weight": kilograms(sum(parcel.grams for parcel in parcels)),
    }


def _changes(changes: Changes, figures: Figures) -> dict[str, Any]:
    """What is different since the issue before."""
    listed = (*(delivery.recipient for delivery in figures.deliveries), *figures.idle)
    addresses = {recipient.unit: recipient.address for recipient in listed}
    perhaps = {now: f"Có thể là {typeset(before)} đổi tên" for before, now in changes.alike}
    perhaps |= {before: f"Có thể đổi tên thành {typeset(now)}" for before, now in changes.alike}
    more = figures.run.total - changes.run_before
    return {
        "since": issue_number(changes.since),
        "run_before": whole(changes.run_before),
        "difference": f"{'tăng' if more > 0 else 'giảm'} {counted(abs(more), 'bản')}"
        if more
        else "",
        "rows": [
            _change(change, addresses.get(change.unit, ""), perhaps) for change in changes.changes
        ],
    }


def _change(change: Change, address: str, perhaps: Mapping[str, str]) -> dict[str, str]:
    before, now = change.before, change.now
    difference = (now or 0) - (before or 0)
    kind = "Mới" if before is None else "Thôi nhận" if now is None else ""
    kind = "Kỳ này không nhận" if now == 0 else kind
    return {
        "unit": typeset(change.unit),
        "before": _NONE if before is None else whole(before),
        "now": _NONE if now is None else whole(now),
        "difference": signed(difference) if difference else _NONE,
        "kind": kind,
        "perhaps": perhaps.get(change.unit, "") if None in (before, now) else "",
        "moved": typeset(change.address_before),
        "address": typeset(address),
    }
