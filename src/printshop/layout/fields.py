"""What a layout asks of the fields of an item, checked before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping

from printshop.layout.contract import Kind
from printshop.problems import Problems, Where
from printshop.text.typography import plain

Facts = Mapping[str, str | int]
"""The fields of an item by the names of `contract.FIELDS`: texts, and counts of things."""


def check_fields(
    layout: str,
    kind_name: str,
    kind: Kind,
    facts: Facts,
    item: str,
    where: Where,
    problems: Problems,
) -> None:
    """L012 for what is missing, L013 for texts too long or short, L015 for too many or few.

    Args:
        layout: the layout's name.
        kind_name: the item's kind.
        kind: what the layout asks.
        facts: the item's fields.
        item: its id.
        where: its place in the manifest.
        problems: noted here.
    """
    for field, rule in kind.fields.items():
        value = facts.get(field, 0)
        found = len(plain(value)) if isinstance(value, str) else value
        if rule.required and not found:
            problems.add("L012", where, layout=layout, kind=kind_name, field=field, item=item)
            continue
        too_many = rule.max is not None and found > rule.max
        too_few = rule.min is not None and 0 < found < rule.min
        if too_many or too_few:
            problems.add(
                "L013" if isinstance(value, str) else "L015",
                where,
                layout=layout,
                field=field,
                item=item,
                found=found,
                least=rule.min or 0,
                most="∞" if rule.max is None else rule.max,
            )
