"""C050, C051: the issue's date against its folder and its number."""

from __future__ import annotations

import re

from printshop.preflight.copy.matter import CopyMatter
from printshop.problems import Problems

_FOLDER = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?!\d)")
_NUMBER = re.compile(r"(0?[1-9]|1[0-2])\s*[/-]\s*((?:19|20)\d\d)")


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note where they differ: one of the two was probably left from the last issue.

    In `10/2017`, 10 may be a month or the tenth of the year; it is taken for a month where the
    folder, too, is named by year and month alone.
    """
    issue, document = matter.loaded.issue, matter.loaded.document
    date = issue.date
    folder = _FOLDER.match(matter.loaded.id)
    if folder:
        year, month, day = folder.groups()
        same = (int(year), int(month)) == (date.year, date.month)
        if not same or (day and int(day) != date.day):
            problems.add(
                "C050",
                document.where(("date",)),
                date=date.strftime("%d/%m/%Y"),
                folder=matter.loaded.id,
            )
    number = _NUMBER.fullmatch(issue.number)
    monthly = folder is not None and folder[0] == matter.loaded.id and not folder[3]
    if number and (int(number[2]) != date.year or (monthly and int(number[1]) != date.month)):
        problems.add(
            "C051",
            document.where(("number",)),
            number=issue.number,
            date=date.strftime("%d/%m/%Y"),
        )
