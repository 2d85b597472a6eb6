"""What stands on labels and parcel slips: one a parcel, in the largest type that has room."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from printshop.distribution.fitting import BOLD, STEPS, Fit, Fitter, Lines, Words
from printshop.distribution.measuring import Ruler, Run
from printshop.distribution.model import Delivery, Figures, Parcel
from printshop.distribution.places import cut_and_stack, label_cell, on_sheets, slip_cell
from printshop.distribution.stocks import LabelStock
from printshop.distribution.wording import (
    contact_of,
    counted,
    issue_title,
    kilograms,
    packed,
    parcel_of,
    unit_name,
)
from printshop.geometry import pt
from printshop.problems import Where
from printshop.text.typography import NO_BREAK_SPACE as NBSP
from printshop.text.typography import typeset

_TO = "Kính gửi: "
"""Before a recipient's name, as the templates have it."""
_FROM, _BEFORE = "Người gửi: ", {"note": "Lưu ý: "}
"""Before other texts of a slip."""
_SLIP_PADDING = 9.0
"""White inside a slip's edges, in mm: what printers leave white, and what cutting takes."""
_SLIP_WIDTH, _SLIP_UPPER = 105 - 2 * _SLIP_PADDING, 55.0
"""Of the part of a slip that says to whom, in mm; `office/style.css` says where it is."""
_FACTS_WIDTH, _FACTS_HEIGHT = _SLIP_WIDTH - 24, 39.0
_FACTS_SIZE, _FACTS_LEADING = 10.0, 13.5
_FACT = 2.6
"""White and rule of each of a slip's facts, in mm; type in pt. All as in `office/style.css`."""
_WHOLE_SENDER = 50.0
"""A label of this height, in mm, says where the sender is, too."""


@dataclass(frozen=True)
class CutOff:
    """A recipient whose texts have no room, even in the smallest type."""

    unit: str
    where: Where


@dataclass(frozen=True)
class Cards:
    """What the template of labels or slips gets, and whose texts have no room."""

    context: Mapping[str, Any]
    cut_off: tuple[CutOff, ...]


def labels(
    figures: Figures, sender: tuple[str, str], stock: LabelStock, first: int, ruler: Ruler
) -> Cards:
    """The labels, by route and in the order of the list.

    Args:
        figures: the parcels.
        sender: who sends them, and where that is; typeset.
        stock: the sheet of labels.
        first: the first label to print on, from 1.
        ruler: measures the fonts that labels are set in.
    """
    issue = issue_title(figures.issue)
    place = sender[1] if stock.spec.height >= _WHOLE_SENDER else ""
    width, height = (pt(mm) for mm in stock.room)
    parcels = list(_parcels(figures))

    def words_of(sent: _Sent, name: str) -> Words:
        route, delivery, parcel = sent
        return Words(
            head=(_small(sender[0]), _small(place)),
            main=_main(delivery, name, ("address", "contact")),
            foot=(_small(issue),),
            pair=(Run(parcel_of(parcel), BOLD), Run(route)),
        )

    names, fits = _fitted(parcels, Fitter(ruler, width, height), words_of)
    made = [
        _addressed(delivery, name)
        | {
            "style": f"{fit.style}; --foot: {fit.foot:g}pt",
            "stacked": fit.stacked,
            "place": place,
            "parcel": parcel_of(parcel),
            "route": route,
        }
        for (route, delivery, parcel), name, fit in zip(parcels, names, fits, strict=True)
    ]
    sheets = [
        [label | {"cell": label_cell(stock.spec, at)} for at, label in sheet]
        for sheet in on_sheets(made, stock.each, first - 1)
    ]
    context = {"sheets": sheets, "padding": stock.spec.padding}
    return Cards(context, _cut_off(parcels, [fit.fits for fit in fits]))


def slips(figures: Figures, sender: tuple[str, str], ruler: Ruler) -> Cards:
    """The slips: in order when the sheets are cut and stacked; arguments as for `labels`."""
    parcels = list(_parcels(figures))
    head = (_small(f"{_FROM}{sender[0]}"), _small(sender[1]))

    def words_of(sent: _Sent, name: str) -> Words:
        return Words(head, _main(sent[1], name, ("address", "contact", "note")), foot=())

    fitter = Fitter(ruler, pt(_SLIP_WIDTH), pt(_SLIP_UPPER), STEPS[1:])
    names, fits = _fitted(parcels, fitter, words_of)
    made = [
        _addressed(delivery, name)
        | {
            "style": fit.style,
            "number": parcel.number,
            "of": parcel.of,
            "contents": packed(parcel, figures.bundle),
            "weight": kilograms(parcel.grams, 2),
            "all": _all_parcels(delivery) if parcel.of > 1 else "",
            "route": route,
        }
        for (route, delivery, parcel), name, fit in zip(parcels, names, fits, strict=True)
    ]
    sheets = [
        [slip | {"cell": slip_cell(at)} for at, slip in sheet] for sheet in cut_and_stack(made)
    ]
    context = {"sheets": sheets, "padding": _SLIP_PADDING, "upper": _SLIP_UPPER}
    issue = issue_title(figures.issue)
    whole = [
        fit.fits and _facts_fit(issue, slip, ruler) for slip, fit in zip(made, fits, strict=True)
    ]
    return Cards(context, _cut_off(parcels, whole))


def _facts_fit(issue: str, slip: Mapping[str, Any], ruler: Ruler) -> bool:
    """Whether what is said of a parcel has room on its slip."""
    weight = f"{slip['weight']}{NBSP}kg" + (f"; cả {slip['all']}" if slip["all"] else "")
    facts = [[Run(f"{issue}:")], [Run(slip["contents"], BOLD)], [Run(weight)], [Run(slip["route"])]]
    width, height = pt(_FACTS_WIDTH), pt(_FACTS_HEIGHT - _FACT * (3 if slip["route"] else 2))
    lines = [ruler.lines(fact, _FACTS_SIZE, width) for fact in facts if fact[0].text]
    told = [count for count in lines if count is not None]
    return len(told) == len(lines) and sum(told) * _FACTS_LEADING <= height


_Sent = tuple[str, Delivery, Parcel]
"""A route's name, a delivery on it, and a parcel of that."""


def _parcels(figures: Figures) -> Iterator[_Sent]:
    """Every parcel with its route's name and its delivery, in the order they are brought."""
    for route in figures.routes:
        for delivery in route.deliveries:
            for parcel in delivery.parcels:
                yield typeset(route.name), delivery, parcel


def _fitted(
    parcels: Sequence[_Sent], fitter: Fitter, words_of: Callable[[_Sent, str], Words]
) -> tuple[list[str], list[Fit]]:
    """Each recipient's name, and how its texts are set.

    Lines of a name end where its sense allows; where that takes more room than there is, at any
    space.
    """
    names = []
    for sent in parcels:
        recipient = sent[1].recipient
        name = unit_name(recipient)
        fits = fitter.fit(words_of(sent, name)).fits
        names.append(name if fits else typeset(recipient.unit))
    words = [words_of(sent, name) for sent, name in zip(parcels, names, strict=True)]
    return names, fitter.fit_all(words)


def _addressed(delivery: Delivery, name: str) -> dict[str, Any]:
    """To whom, in words ready to be set."""
    recipient = delivery.recipient
    return {
        "unit": name,
        "address": typeset(recipient.address),
        "contact": contact_of(recipient),
        "note": typeset(recipient.note),
    }


def _main(delivery: Delivery, name: str, parts: tuple[str, ...]) -> list[Lines]:
    """The lines that say to whom, as they are measured."""
    said = _addressed(delivery, name)
    return [
        Lines((Run(_TO), Run(name, BOLD)), "name"),
        *(
            Lines((Run(_BEFORE.get(part, "") + said[part]),), "text")
            for part in parts
            if said[part]
        ),
    ]


def _small(text: str) -> Lines:
    return Lines((Run(text),), "small")


def _all_parcels(delivery: Delivery) -> str:
    """`3 kiện: 120 bản`."""
    parcels = counted(len(delivery.parcels), "kiện")
    return f"{parcels}: {counted(delivery.recipient.copies, 'bản')}"


def _cut_off(parcels: Sequence[_Sent], whole: Sequence[bool]) -> tuple[CutOff, ...]:
    """The recipients whose texts have no room, each once."""
    cut = [
        CutOff(delivery.recipient.unit, delivery.recipient.where)
        for (_, delivery, _), fits in zip(parcels, whole, strict=True)
        if not fits
    ]
    return tuple(dict.fromkeys(cut))
