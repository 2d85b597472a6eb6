"""Names of the files that go to a print house: the pattern of its `file_name`, filled."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from printshop.press.load import Press

MAX_LENGTH = 120
"""Characters of a name without `.pdf`: far below what any file system or upload form takes."""
_SUFFIX = ".pdf"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def press_file_name(press: Press, issue_id: str, number: str, date: dt.date, part: str) -> str:
    """The name of a file for `press`, with `.pdf`: letters a–z, digits, `.`, `_` and `-` only.

    Marks of Vietnamese letters are dropped and all else becomes a hyphen, for names pass through
    upload forms and computers of all kinds.

    Args:
        press: whose pattern it is.
        issue_id: the name of the issue's folder.
        number: the issue's number as printed, such as `09/2017`.
        date: the issue's.
        part: `press`, `body` or `cover`.
    """
    pattern = press.spec.file_name
    if pattern.lower().endswith(_SUFFIX):
        pattern = pattern[: -len(_SUFFIX)]
    name = pattern.format(
        issue=_plain(issue_id),
        number=_plain(number) or _plain(issue_id),
        year=f"{date.year:04d}",
        month=f"{date.month:02d}",
        press=_plain(press.name),
        part=part,
    )
    name = _plain(name) or part
    if len(name) > MAX_LENGTH:
        name = f"{name[: MAX_LENGTH - len(part) - 1].rstrip('-._')}-{part}"
    return name + _SUFFIX


def _plain(text: str) -> str:
    """`text` in letters that every file system has."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return re.sub("-{2,}", "-", _UNSAFE.sub("-", letters)).strip("-._")
