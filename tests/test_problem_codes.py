"""The catalogue, the code and the documentation name the same problems."""

from __future__ import annotations

import re
import runpy
import string
from pathlib import Path

import pytest

from printshop.problems import CATALOGUE
from printshop.problems.entry import Entry

REPOSITORY = Path(__file__).parents[1]
SOURCE = REPOSITORY / "src/printshop"
_CODE = re.compile(r"""["']([A-Z]\d{3})\b""")


def used() -> set[str]:
    """Codes in quotation marks anywhere but in the catalogue itself."""
    files = [p for p in SOURCE.rglob("*.py") if p.parent.name != "problems"]
    return {code for path in files for code in _CODE.findall(path.read_text("utf-8"))}


def test_every_code_is_in_the_catalogue_and_every_entry_is_used() -> None:
    assert used() == set(CATALOGUE)


def test_documentation_is_up_to_date() -> None:
    written = runpy.run_path(str(REPOSITORY / "scripts/write_problem_docs.py"))
    page = (REPOSITORY / "docs/reference/problems.md").read_text("utf-8")
    assert page == written["page"](), "run scripts/write_problem_docs.py"


@pytest.mark.parametrize("code", CATALOGUE)
def test_texts(code: str) -> None:
    entry: Entry = CATALOGUE[code]
    for text in (entry.message, entry.hint, entry.near):
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert all(name.isidentifier() for name in names)
    assert not entry.message.endswith(".")
    assert entry.hint, "say what to do"
    assert entry.hint.rstrip("`…")[-1] in ".}:", "a hint is a sentence"
