"""The report as plain data, for programs."""

from __future__ import annotations

from typing import Any

from printshop.preflight.reports.model import Checked, CheckedFile
from printshop.problems import Severity
from printshop.problems.printers import as_json


def as_data(checked: Checked) -> dict[str, Any]:
    """`problems` as every command gives them, with file and printed number; and `result`."""
    problems = list(checked.problems)
    entries = as_json(problems)
    for entry, problem in zip(entries, problems, strict=True):
        entry["pdf"] = problem.on.file or None
        entry["folio"] = problem.on.folio or None
    result = {
        "files": [_file(file) for file in checked.files],
        "press": checked.press.name,
        "pages": checked.pages,
        "checks": list(checked.checks),
        "not_checked": [
            {"name": missing.name, "reason": missing.reason} for missing in checked.not_checked
        ],
        "counts": {str(severity): checked.count(severity) for severity in Severity},
    }
    return {"problems": entries, "result": result}


def _file(file: CheckedFile) -> dict[str, Any]:
    document = file.document
    return {
        "path": str(file.path),
        "name": file.path.name,
        "bytes": document.size,
        "version": document.version,
        "pages": len(document.pages),
        "fonts": len(document.fonts),
        "pictures": len(document.pictures),
        "checks": list(file.checks),
        "counts": {
            str(severity): sum(p.severity is severity for p in file.problems)
            for severity in Severity
        },
    }
