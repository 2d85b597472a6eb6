"""Lists of recipients for tests: written as CSV, workbook or YAML, and read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from printshop.distribution.load import load_distribution
from printshop.distribution.model import Distribution
from printshop.problems import Problems, StopBuild
from printshop.workspace import Workspace

HEAD = "Nơi nhận,Địa chỉ,Số lượng\n"


def issue(root: Path) -> Path:
    """The folder of an issue in a workspace at `root`."""
    folder = root / "issues/i"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def book(
    rows: Sequence[Sequence[Any]], change: Callable[[Workbook], object] | None = None
) -> bytes:
    """A workbook with one sheet of these rows, changed by `change`."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part, content if part.filename == name else old.read(part))
    return stream.getvalue()


def read(root: Path, list_file: Path | None = None) -> tuple[Distribution | None, Problems]:
    """What is read of the workspace at `root`, None if nothing; and what is said."""
    problems = Problems()
    folder = issue(root)
    try:
        found = load_distribution(Workspace(root), folder, problems, list_file=list_file)
    except StopBuild:
        assert problems.errors, "stopped without a word"
        return None, problems
    assert not problems.errors
    return found, problems


def told(problems: Problems) -> list[str]:
    """Each problem as `place code`."""
    return [f"{problem.where} {problem.code}" for problem in problems]


def units(found: Distribution | None) -> list[tuple[str, str, int, str]]:
    assert found
    return [(r.unit, r.address, r.copies, r.route) for r in found.recipients]
