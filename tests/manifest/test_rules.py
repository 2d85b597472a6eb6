from __future__ import annotations

import datetime as dt
import itertools

import pytest

from printshop.manifest.bulletin import Imprint
from printshop.manifest.rules import imprint_rule, imprint_rules


@pytest.mark.parametrize(
    ("day", "law"),
    [("2017-09-12", "103/2016/QH13"), ("2026-06-30", "103/2016/QH13"), ("2026-07-01", "126/2025")],
)
def test_the_rule_of_the_day(day: str, law: str) -> None:
    rule = imprint_rule(dt.date.fromisoformat(day))
    assert law in rule.rule


def test_before_the_first_rule_the_first_is_asked() -> None:
    assert imprint_rule(dt.date(2010, 1, 1)) == imprint_rules()[0]


def test_rules_name_fields_there_are_and_their_source() -> None:
    for rule in imprint_rules():
        assert set(rule.lines) <= set(Imprint.model_fields)
        assert rule.source


def test_one_rule_at_a_time() -> None:
    rules = sorted(imprint_rules(), key=lambda rule: rule.begins)
    for earlier, later in itertools.pairwise(rules):
        assert earlier.ends == later.begins
