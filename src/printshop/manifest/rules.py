"""Rules that change with the law: data with dates (`imprint_rules.yaml`), chosen by the day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

_RULES = "imprint_rules.yaml"


@dataclass(frozen=True)
class ImprintRule:
    """What an imprint must say from `begins` until the day before `ends`."""

    rule: str
    begins: dt.date
    ends: dt.date | None
    lines: tuple[str, ...]
    source: str

    def in_force(self, day: dt.date) -> bool:
        """Whether the rule holds on `day`."""
        return self.begins <= day and (self.ends is None or day < self.ends)


@cache
def imprint_rules() -> tuple[ImprintRule, ...]:
    """All rules of the data file, in its order."""
    text = resources.files("printshop.manifest").joinpath(_RULES).read_text("utf-8")
    return tuple(
        ImprintRule(e["rule"], e["from"], e["until"], tuple(e["lines"]), e["source"])
        for e in yaml.safe_load(text)
    )


def imprint_rule(day: dt.date) -> ImprintRule:
    """The rule in force on `day`; before the first of the file, the first."""
    return next((rule for rule in imprint_rules() if rule.in_force(day)), imprint_rules()[0])
