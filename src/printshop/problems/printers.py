"""One printer of problems for people, one for machines."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from printshop.i18n import N_, _, ngettext
from printshop.problems.entry import Severity
from printshop.problems.model import Problem, Where

_WORDS = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.NOTE: N_("note"),
}


def as_text(problems: Iterable[Problem], root: Path | None = None) -> str:
    """Problems for people: place, code, message, the line in question, what to do.

    `root` is the workspace, from which the lines are read; without it they are left out. Control
    characters from the input never reach the terminal.
    """
    lines_of = cache(lambda file: _lines(root / file) if root else [])
    text = "\n".join(_one(problem, lines_of) for problem in problems)
    return _CONTROL.sub("\ufffd", text)


def counted(errors: int, warnings: int, notes: int) -> str:
    """How many there are of each severity, in words; nothing of what there is none of."""
    parts = []
    if errors:
        parts.append(ngettext("{n} error", "{n} errors", errors).format(n=errors))
    if warnings:
        parts.append(ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings))
    if notes:
        parts.append(ngettext("{n} note", "{n} notes", notes).format(n=notes))
    return ", ".join(parts)


def as_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Problems as plain data, in the order given."""
    return [
        {
            "code": p.code,
            "severity": p.severity.value,
            "file": p.where.file or None,
            "line": p.where.line or None,
            "column": p.where.column or None,
            "message": p.message,
            "hint": p.hint,
            "near": p.near or None,
            "params": dict(p.params),
            "page": p.on.page or None,
            "boxes": [list(box) for box in p.on.boxes],
        }
        for p in problems
    ]


def dump_json(value: object) -> str:
    """JSON as every command prints it: readable, Vietnamese unescaped.

    Bytes of file names that are no UTF-8 become `?`.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.encode("utf-8", errors="replace").decode()


def _one(problem: Problem, lines_of: Callable[[str], list[str]]) -> str:
    place = f"{problem.where}: " if problem.where.file else ""
    if problem.on.page:
        place += _("page {n}").format(n=problem.on.page) + ": "
    message = f"{_(_WORDS[problem.severity])} {problem.code}: {problem.message}"
    lines = [f"{place}{message}".replace("\n", " ")]
    lines += _frame(problem.where, lines_of)
    if problem.hint:
        lines.append(f"    → {problem.hint}".replace("\n", " "))
    return "\n".join(lines)


_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _lines(path: Path) -> list[str]:
    """The lines of a source, counted as `sources.read_text` gives them."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MOST_SHOWN)
    except OSError:
        return []
    if b"\0" in raw[:1000]:  # a workbook, or UTF-16: no lines to show
        return []
    text = raw.decode("utf-8-sig", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).split("\n")


_MOST_SHOWN = 4_000_000


def _frame(where: Where, lines_of: Callable[[str], list[str]]) -> list[str]:
    """The line that `where` points at, with a caret under the column."""
    lines = lines_of(where.file) if where.line else []
    if not 0 < where.line <= len(lines):
        return []
    column = max(where.column, 1)
    start = max(0, column - 60)
    shown = lines[where.line - 1][start : start + 100].replace("\t", " ")
    gutter = f"{where.line:>6} | "
    return [f"{gutter}{shown}".rstrip(), f"{'':>6} | {'':>{column - 1 - start}}^"]
