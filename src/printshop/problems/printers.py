"""One printer of problems for people, one for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from printshop.i18n import N_, _
from printshop.problems.catalogue import Severity
from printshop.problems.model import Problem, Where

_WORDS = {
    Severity.ERROR: N_("error"),
    Severity.WARNING: N_("warning"),
    Severity.NOTE: N_("note"),
}


def as_text(problems: Iterable[Problem], root: Path | None = None) -> str:
    """Problems for people: place, code, message, the line in question, what to do.

    `root` is the workspace, from which the lines are read; without it they are left out.
    """
    return "\n".join(_one(problem, root) for problem in problems)


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
        }
        for p in problems
    ]


def dump_json(value: object) -> str:
    """JSON as every command prints it: readable, Vietnamese unescaped."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _one(problem: Problem, root: Path | None) -> str:
    place = f"{problem.where}: " if problem.where.file else ""
    lines = [f"{place}{_(_WORDS[problem.severity])} {problem.code}: {problem.message}"]
    lines += _frame(problem.where, root)
    if problem.hint:
        lines.append(f"    → {problem.hint}")
    return "\n".join(lines)


def _frame(where: Where, root: Path | None) -> list[str]:
    """The line that `where` points at, with a caret under the column."""
    if root is None or not where.line:
        return []
    try:
        lines = (root / where.file).read_text("utf-8", errors="replace").splitlines()
        text = lines[where.line - 1]
    except (OSError, IndexError):
        return []
    column = max(where.column, 1)
    start = max(0, column - 60)
    shown = text[start : start + 100].replace("\t", " ")
    gutter = f"{where.line:>6} | "
    return [f"{gutter}{shown}", f"{'':>6} | {'':>{column - 1 - start}}^"]
