"""For each code of a finished file: a bad file with that code and no other, and a good twin."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
import test_file_checks
import test_page_checks
from presspdf import rules, save, sound

from printshop.preflight.checks import checks_with
from printshop.preflight.reading.pixels import PixelsOf
from printshop.preflight.reading.read import read_pdf
from printshop.press.contract import PressSpec
from printshop.problems import CATALOGUE, Problem

BAD: dict[str, Callable[[], bytes]] = {**test_page_checks.BAD, **test_file_checks.BAD}
GOOD: dict[str, Callable[[], bytes]] = {**test_page_checks.GOOD, **test_file_checks.GOOD}
RULES: dict[str, PressSpec] = test_page_checks.RULES
"""What else the press asks for where a code needs it."""
CODES = sorted(code for code in CATALOGUE if code.startswith("F"))


def codes(data: bytes, press: PressSpec | None = None) -> dict[str, int]:
    """What all checks find, by code. Every finding must fill the texts of its entry."""
    document = read_pdf(data, "x.pdf")
    counted: Counter[str] = Counter()
    with PixelsOf(data) as pixels:
        for check in checks_with(pixels).values():
            for finding in check(document, press or rules()):
                problem = Problem(finding.code, params=finding.params)
                assert problem.message
                assert problem.hint
                assert 0 <= finding.page <= len(document.pages)
                counted[finding.code] += 1
    return dict(counted)


def test_every_code_has_a_case() -> None:
    assert sorted(BAD) == CODES
    assert set(GOOD) <= set(BAD)


@pytest.mark.parametrize("code", CODES)
def test_the_bad_file_has_it_alone(code: str) -> None:
    assert set(codes(BAD[code](), RULES.get(code))) == {code}


@pytest.mark.parametrize("code", CODES)
def test_the_good_twin_has_nothing(code: str) -> None:
    assert codes(GOOD.get(code, lambda: save(sound()))(), RULES.get(code)) == {}


@pytest.mark.parametrize("standard", ["PDF/X-4", "PDF/X-1a", "none"])
@pytest.mark.parametrize("pages", [4, 8])
def test_sound_files_have_nothing(standard: str, pages: int) -> None:
    assert codes(save(sound(pages, standard)), rules(standard=standard)) == {}


@pytest.mark.parametrize("seed", range(40))
def test_spoilt_files_are_judged(seed: int) -> None:
    """Bytes changed, dropped and doubled anywhere: there may be findings, and nothing is raised."""
    chance = random.Random(seed)
    data = bytearray(BAD[chance.choice(CODES)]())
    for _change in range(chance.choice((1, 5, 40))):
        at, length = chance.randrange(len(data)), chance.randrange(1, 40)
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at // 2 : at // 2 + length]
            case _:
                number = re.compile(rb"\d+").search(data, at)
                if number:
                    data[slice(*number.span())] = chance.choice((b"0", b"-1", b"99999999999"))
    codes(bytes(data))


def test_a_file_may_end_anywhere() -> None:
    data = save(sound(1))
    for end in range(0, len(data), len(data) // 24):
        assert "F030" in codes(data[:end])
