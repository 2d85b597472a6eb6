"""`printshop cache info` and `printshop cache clear`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from printshop.cli.options import FormatOption, WorkspaceOption
from printshop.cli.session import Format, Session
from printshop.i18n import _, ngettext


def register(app: typer.Typer) -> None:
    """Add the commands."""
    cache = typer.Typer(
        help=_("What is kept between builds: rendered pages and prepared pictures."),
        no_args_is_help=True,
        rich_markup_mode=None,
        epilog=_("Example: printshop cache info"),
    )
    cache.command(
        "info", help=_("Say how much is kept."), epilog=_("Example: printshop cache info")
    )(info)
    cache.command(
        "clear",
        help=_("Remove what is kept; the next build makes everything anew."),
        epilog=_("Example: printshop cache clear"),
    )(clear)
    app.add_typer(cache, name="cache")


def info(format: FormatOption = Format.TEXT, workspace: WorkspaceOption = None) -> None:
    session = Session(format)
    session.run(lambda: _run(session, workspace, clear=False))


def clear(format: FormatOption = Format.TEXT, workspace: WorkspaceOption = None) -> None:
    session = Session(format)
    session.run(lambda: _run(session, workspace, clear=True))


def _run(
    session: Session, workspace: Path | None, *, clear: bool
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.kept import clear_kept, kept
    from printshop.workspace import find_workspace

    found = find_workspace(workspace or Path.cwd(), session.problems)
    held = clear_kept(found) if clear else kept(found)
    data = {
        "fragments": held.fragments.entries,
        "fragment_bytes": held.fragments.size,
        "pictures": held.pictures.entries,
        "picture_bytes": held.pictures.size,
        "limit_bytes": held.limit,
        "cleared": clear,
    }
    fragments, pictures = held.fragments, held.pictures
    lines = [
        ngettext("{n} rendered part, {size}", "{n} rendered parts, {size}", fragments.entries)
        .format(n=fragments.entries, size=_megabytes(fragments.size)),
        ngettext("{n} prepared picture, {size}", "{n} prepared pictures, {size}", pictures.entries)
        .format(n=pictures.entries, size=_megabytes(pictures.size)),
        _("at most {size} of rendered parts").format(size=_megabytes(held.limit)),
    ]  # fmt: skip
    return data, [*lines, _("All of it was removed.")] if clear else lines


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
