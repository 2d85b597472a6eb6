"""Messages exist in Vietnamese, all of them, with the same `{names}` to fill."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from printshop import i18n
from printshop.i18n import language_from_environment, set_language
from printshop.problems import CATALOGUE, Problem
from support import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "scripts"))
from update_messages import extracted

PO = REPOSITORY / "locale" / "vi.po"


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    set_language("en")


def translations() -> dict[object, object]:
    with PO.open("rb") as stream:
        return {message.id: message.string for message in read_po(stream, locale="vi")}


def test_every_message_is_translated() -> None:
    known = translations()
    missing = [m.id for m in extracted() if m.id and not any(known.get(m.id) or ())]
    assert missing == [], "run `make messages` and translate"


def test_no_translation_is_left_of_a_message_that_is_gone() -> None:
    there = {m.id for m in extracted()}
    assert [id_ for id_ in translations() if id_ and id_ not in there] == []


def test_placeholders_are_the_same() -> None:
    for id_, string in translations().items():
        if not id_:
            continue
        ids = id_ if isinstance(id_, tuple) else (id_,)
        strings = string if isinstance(string, tuple) else (string,)
        for text in strings:
            assert names(text) == names(ids[-1]), ids


def names(text: object) -> set[str]:
    return set(re.findall(r"(?<!{){(\w+)(?::\w+)?}(?!})", str(text)))


def test_every_problem_speaks_vietnamese() -> None:
    set_language("vi")
    for code, entry in CATALOGUE.items():
        params = dict.fromkeys(names(entry.message) | names(entry.hint), 1)
        problem = Problem(code, params=tuple(params.items()))
        vietnamese = (problem.message, problem.hint)
        set_language("en")
        assert vietnamese[0] != problem.message, code
        set_language("vi")


def test_a_missing_picture_in_the_editors_words() -> None:
    set_language("vi")
    problem = Problem("P001", params=(("path", "cover.jpeg"),), near="cover.jpg")
    assert "không có" in problem.message
    assert "`cover.jpeg`" in problem.message
    assert "`cover.jpg`" in problem.hint


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}, "en"),
        ({"LANGUAGE": "fr:vi:en", "LANG": "fr_FR.UTF-8"}, "vi"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_environment(environment: dict[str, str], language: str) -> None:
    assert language_from_environment(environment) == language


def test_the_compiled_catalogue_is_there() -> None:
    folder = Path(i18n.__file__).parent / "locale/vi/LC_MESSAGES"
    assert (folder / "printshop.mo").is_file(), "run `make setup`"
