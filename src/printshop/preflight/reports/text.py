"""The report in lines: one a problem, the place first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from printshop.i18n import N_, _, ngettext
from printshop.preflight.reports.model import Checked, CheckedFile, NotChecked
from printshop.problems import Problem, Severity
from printshop.problems.printers import counted

SEVERITIES = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.NOTE: N_("note"),
}
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that may stand in no page for a browser."""


def as_lines(checked: Checked, *, quiet: bool = False) -> Iterator[str]:
    """The problems of the files, those of the copy, what could not be judged, and the sum of all.

    What is the same on several pages is one line. Control characters from the input never reach
    the terminal. With `quiet`, nothing is said of what is well.
    """
    for problem, pages in grouped(checked.problems):
        yield clean(f"{place(problem, pages)}: {said(problem)}")
    for missing in checked.not_checked:
        yield clean(not_checked(missing))
    if not quiet:
        yield clean(summary(checked))


def said(problem: Problem) -> str:
    """Severity, code, message and, after an arrow, what to do."""
    hint = f" → {problem.hint}" if problem.hint else ""
    return f"{_(SEVERITIES[problem.severity])} {problem.code}: {problem.message}{hint}"


def grouped(problems: Iterable[Problem]) -> list[tuple[Problem, tuple[int, ...]]]:
    """Problems that say the same of the same file and source, with their pages, in order."""
    same: dict[tuple[object, ...], list[Problem]] = {}
    for problem in dict.fromkeys(problems):
        key = (problem.on.file, problem.where, *alike(problem))
        same.setdefault(key, []).append(problem)
    return [
        (joined(found), tuple(dict.fromkeys(problem.on.page for problem in found)))
        for found in same.values()
    ]


def alike(problem: Problem) -> tuple[object, ...]:
    """What two problems of one file have in common that say the same; on pages, but for counts."""
    on_page = problem.on.page > 0
    params = tuple(p for p in problem.params if not (on_page and p[0] == "count"))
    return on_page, problem.code, params, problem.near


def joined(found: Sequence[Problem]) -> Problem:
    """The first of problems that are alike, with the sum of their counts."""
    numbers = [dict(problem.params).get("count") for problem in found]
    total = sum(number for number in numbers if isinstance(number, int))
    first = found[0]
    if not total or len(found) == 1:
        return first
    params = tuple((name, total if name == "count" else value) for name, value in first.params)
    return replace(first, params=params)


def place(problem: Problem, pages: Sequence[int] = ()) -> str:
    """Where it is: page or pages and file, then the line of the source that leads there."""
    parts = []
    if len(pages) > 1:
        parts.append(_("pages {list}").format(list=ranges(pages)))
    elif problem.on.page:
        parts.append(page_name(problem.on.page, problem.on.folio))
    parts += [problem.on.file] if problem.on.file else []
    parts += [str(problem.where)] if problem.where.file else []
    return " · ".join(parts) or _("in general")


def ranges(pages: Sequence[int]) -> str:
    """Numbers of pages, those in a row shortened: `1–3, 7`."""
    rows: list[list[int]] = []
    for page in sorted(set(pages)):
        if rows and page == rows[-1][1] + 1:
            rows[-1][1] = page
        else:
            rows.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in rows)


def page_name(number: int, folio: str = "") -> str:
    """A page as people look for it: counted in the file, and what is printed on it."""
    if folio and folio != str(number):
        return _("page {n} (printed: {folio})").format(n=number, folio=folio)
    return _("page {n}").format(n=number)


def not_checked(missing: NotChecked) -> str:
    """That something was not judged, and why."""
    return _("NOT CHECKED: {what}: {reason}").format(
        what=subject(missing.name), reason=missing.reason
    )


def subject(name: str) -> str:
    """What could not be judged, in words."""
    if name == "file":
        return _("the press file")
    if name == "copy":
        return _("articles, pictures and manifest")
    return f"`{name}`"


def counts(checked: Checked) -> str:
    """How many problems of each severity there are."""
    if count := counted(*(checked.count(severity) for severity in Severity)):
        return count
    if checked.not_checked:
        return _("No problem found in what could be checked")
    return _("No problem found")


def summary(checked: Checked) -> str:
    """One line: counts, what was looked at, for whom."""
    looked_at = [contents(file) for file in checked.files]
    if checked.copy_checked:
        looked_at.append(_("copy checked"))
    checks = len(checked.checks)
    looked_at.append(ngettext("{n} check", "{n} checks", checks).format(n=checks))
    looked_at.append(_("print house {name}").format(name=checked.press.name))
    return " · ".join([counts(checked), *looked_at])


def contents(file: CheckedFile) -> str:
    """What a file holds, in one phrase."""
    document = file.document
    pages, fonts, pictures = len(document.pages), len(document.fonts), len(document.pictures)
    parts = (
        ngettext("{n} page", "{n} pages", pages).format(n=pages),
        ngettext("{n} font", "{n} fonts", fonts).format(n=fonts),
        ngettext("{n} picture", "{n} pictures", pictures).format(n=pictures),
    )
    return f"{file.path.name}: {', '.join(parts)}"


def clean(text: str) -> str:
    """One line, without what would move the cursor."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\n", " "))
