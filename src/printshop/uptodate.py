"""Bring an issue's files up to date: nothing heavy is imported where nothing has changed."""

from __future__ import annotations

from pathlib import Path

from printshop.buildrecord import find_current
from printshop.problems import Problems
from printshop.progress import Progress
from printshop.settings import Built, Settings
from printshop.workspace import Workspace


def bring_up_to_date(
    workspace: Workspace, folder: Path, settings: Settings, problems: Problems, progress: Progress
) -> Built | None:
    """The issue in `folder` built, or found as the last build left it.

    Returns:
        What was made or found; None where problems forbid it.

    Raises:
        OSError: a result cannot be written.
    """
    if not settings.explain:
        current = find_current(workspace, folder, settings, problems)
        if current is not None:
            return None if problems.fatal(strict=settings.strict) else current
    from printshop.build import build

    found = Problems()  # what was told before, of a list or a printer, is not the build's to keep
    try:
        return build(workspace, folder, settings, found, progress)
    finally:
        problems.extend(found)
