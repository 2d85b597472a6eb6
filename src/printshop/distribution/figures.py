"""The arithmetic of distribution: a copy's weight, the print run, parcels, routes, the CSV file.

Pure, but for `figures_of`, which notes what cannot be packed. Weights in g.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from fractions import Fraction

from printshop.distribution.contract import DistributionSpec, Paper, ParcelRule
from printshop.distribution.model import (
    Copy,
    Delivery,
    Distribution,
    Figures,
    IssueName,
    Parcel,
    PrintRun,
    Route,
)
from printshop.distribution.recipients import same_unit
from printshop.distribution.wording import in_force
from printshop.problems import Problems, StopBuild

MOST_PARCELS = 20_000
"""Of an issue: more take longer to draw than anybody waits (`distributing._SECONDS`)."""
_COVER_LEAVES = 2
"""A cover is one sheet, folded: four pages."""


def copy_of(pages: int, trim: tuple[float, float], paper: Paper) -> Copy:
    """One copy of an issue.

    Args:
        pages: of the issue; at least one.
        trim: width and height of a page, in mm.
        paper: its weight in g/m²; that of the cover is reckoned for the two outer leaves.

    Returns:
        The copy, its weight to a milligram. Staples and glue weigh nothing.
    """
    leaves = math.ceil(pages / 4) * 2
    cover = _COVER_LEAVES if paper.cover is not None else 0
    per_leaf = trim[0] * trim[1] / 1_000_000
    grams = per_leaf * ((leaves - cover) * paper.inner + cover * (paper.cover or 0))
    return Copy(pages, leaves, round(grams, 3))


def print_run(spec: DistributionSpec, copies: int) -> PrintRun:
    """How many copies are printed.

    Args:
        spec: spares, legal deposit, archive, and the number that is rounded up to.
        copies: what the recipients get, in all.
    """
    spares = _spares(spec.spares, copies)
    needed = copies + spares + spec.legal_deposit + spec.archive
    rounding = -needed % spec.round_to
    return PrintRun(copies, spares, spec.legal_deposit, spec.archive, rounding)


def _spares(asked: str, copies: int) -> int:
    """A number as it is; percent of the copies, rounded up. `asked` is as the contract has it."""
    if not asked.endswith("%"):
        return int(asked)
    percent = Fraction(asked.removesuffix("%").strip().replace(",", "."))
    return math.ceil(copies * percent / 100)


# -- parcels


def most_copies(copy: Copy, rule: ParcelRule) -> int:
    """How many copies a parcel can hold; 0 where one is too heavy."""
    room = Fraction(str(rule.weight)) * 1000 - Fraction(str(rule.wrapping))
    return max(0, math.floor(room / Fraction(str(copy.grams))))


def pack(copies: int, copy: Copy, bundle: int, rule: ParcelRule) -> tuple[Parcel, ...]:
    """The parcels of a recipient: as few as can be with whole bundles.

    Parcels are filled with bundles; the last takes the rest with the loose copies. Where these
    find no room there, the parcels before it take some, from the last to the first, and only
    where there is none at all, they make one more parcel. Where not even one bundle fits, copies
    are packed loose.

    Args:
        copies: what the recipient gets.
        copy: what each of them weighs.
        bundle: copies that are tied together.
        rule: what a parcel may be; it must hold a copy (`most_copies`).
    """
    room = most_copies(copy, rule)
    bundles_each = room // bundle
    bundles = copies // bundle if bundles_each else 0
    loose = copies - bundles * bundle
    count = _parcels(copies, room, bundle)
    tied = [min(bundles_each, max(0, bundles - n * bundles_each)) for n in range(count)]
    if bundles_each:
        single = list(_loose_from_the_last(loose, [room - n * bundle for n in tied]))
    else:
        single = [min(room, loose - n * room) for n in range(count)]
    return tuple(
        Parcel(
            number=n + 1,
            of=count,
            copies=(held := tied[n] * bundle + single[n]),
            bundles=tied[n],
            loose=single[n],
            grams=round(held * copy.grams + rule.wrapping, 3),
        )
        for n in range(count)
    )


def _parcels(copies: int, room: int, bundle: int) -> int:
    """How many parcels of `room` copies there are."""
    each = room // bundle
    return max(math.ceil(copies / room), math.ceil(copies // bundle / each) if each else 0)


def _loose_from_the_last(loose: int, rooms: list[int]) -> Iterator[int]:
    """How many loose copies each parcel takes, the last as many as it can."""
    taken = []
    for room in reversed(rooms):
        taken.append(min(room, loose))
        loose -= taken[-1]
    return reversed(taken)


# -- all together


def figures_of(
    distribution: Distribution, issue: IssueName, copy: Copy, problems: Problems
) -> Figures:
    """The distribution of an issue, reckoned.

    Args:
        distribution: the list with its settings.
        issue: what it is called.
        copy: one copy of it.
        problems: D030, D031, D038 are noted here.

    Raises:
        StopBuild: a copy is heavier than a parcel may be, nobody gets any, or too many parcels.
    """
    spec = distribution.spec
    copies = sum(recipient.copies for recipient in distribution.recipients)
    before = problems.errors
    if not copies:
        problems.add("D031", distribution.where)
    room = most_copies(copy, spec.parcel)
    if not room:
        packed = f"{copy.grams + spec.parcel.wrapping:.0f}"
        limit = in_force(f"{spec.parcel.weight:g}")
        problems.add("D030", distribution.where, grams=packed, limit=limit)
    else:
        each = (_parcels(one.copies, room, spec.bundle) for one in distribution.recipients)
        parcels = sum(each)
        if parcels > MOST_PARCELS:
            problems.add("D038", distribution.where, parcels=parcels, limit=MOST_PARCELS)
    if problems.errors > before:
        raise StopBuild
    run, routes = print_run(spec, copies), _routes(distribution, copy)
    idle = tuple(recipient for recipient in distribution.recipients if not recipient.copies)
    return Figures(issue, copy, run, routes, spec.bundle, idle)


def _routes(distribution: Distribution, copy: Copy) -> tuple[Route, ...]:
    """Deliveries by route, routes in the order in which the list first names them.

    Units without copies get no delivery, and routes without deliveries are left out.
    """
    spec = distribution.spec
    names: dict[str, str] = {}
    routes: dict[str, list[Delivery]] = {}
    for recipient in distribution.recipients:
        key = same_unit(recipient.route)
        names.setdefault(key, recipient.route)
        deliveries = routes.setdefault(key, [])
        if recipient.copies:
            parcels = pack(recipient.copies, copy, spec.bundle, spec.parcel)
            deliveries.append(Delivery(recipient, parcels))
    return tuple(Route(names[key], tuple(found)) for key, found in routes.items() if found)


# -- for spreadsheets

_HEADS = {
    "en": (
        *("Kind", "Recipient", "Address", "Route"),
        *("Copies", "Parcels", "Bundles", "Loose", "Weight (kg)"),
    ),
    "vi": (
        *("Loại", "Nơi nhận", "Địa chỉ", "Tuyến"),
        *("Số lượng", "Số kiện", "Bó", "Lẻ", "Khối lượng (kg)"),
    ),
}
_KINDS = {
    "en": ("Recipient", "Spares", "Legal deposit", "Archive", "Rounding"),
    "vi": ("Nơi nhận", "Dự phòng", "Lưu chiểu", "Lưu tại cơ quan", "Làm tròn"),
}


def as_csv(figures: Figures, separator: str, language: str) -> bytes:
    """The figures as a table for spreadsheets (RFC 4180): the copies add up to the print run.

    Args:
        figures: those of an issue.
        separator: between columns. With `;` weights have a decimal comma: the settings in which
            Excel expects that separator take `12.345` for twelve thousand.
        language: of heads and kinds, `vi` or `en`.

    Returns:
        UTF-8 with a byte order mark, by which Excel knows it.
    """
    recipient, *others = _KINDS[language]
    run, table = figures.run, io.StringIO(newline="")
    writer = csv.writer(table, delimiter=separator, lineterminator="\r\n")
    writer.writerow(_HEADS[language])
    for route in figures.routes:
        for delivery in route.deliveries:
            writer.writerow([recipient, *_cells(delivery, route.name, separator)])
    counts = (run.spares, run.legal_deposit, run.archive, run.rounding)
    for kind, copies in zip(others, counts, strict=True):
        writer.writerow([kind, "", "", "", copies, "", "", "", ""])
    return b"\xef\xbb\xbf" + table.getvalue().encode()


def _cells(delivery: Delivery, route: str, separator: str) -> Iterator[str | int]:
    """What a recipient's row says, after its kind."""
    to, parcels = delivery.recipient, delivery.parcels
    kilograms = f"{sum(parcel.grams for parcel in parcels) / 1000:.3f}"
    yield from map(_no_formula, (to.unit, to.address, route))
    yield from (to.copies, len(parcels))
    yield sum(parcel.bundles for parcel in parcels)
    yield sum(parcel.loose for parcel in parcels)
    yield kilograms.replace(".", ",") if separator == ";" else kilograms


def _no_formula(text: str) -> str:
    """A text that no spreadsheet computes: lists let in `+84 …` and `-12`, which it would."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
