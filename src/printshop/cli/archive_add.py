"""`printshop archive add ISSUE`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.options import (
    FormatOption,
    PressOption,
    QuietOption,
    WorkspaceOption,
    complete_issue,
)
from printshop.cli.session import Format, Session
from printshop.i18n import _, decimal, ngettext

if TYPE_CHECKING:
    from printshop.archiving import Added
    from printshop.settings import Settings
    from printshop.workspace import Workspace

ReasonOption = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help=_("why an edition that is in the archive already is corrected: a new version of it"),
    ),
]


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command(
        "add",
        help=_(
            "Put an issue into the archive: the file to keep, made anew, press and screen file as "
            "delivered, and all that it was made from."
        ),
        epilog=_("Example: printshop archive add 2017-09"),
    )(add)


def add(
    issue: Annotated[
        str,
        typer.Argument(
            help=_("the issue: its folder's name under issues/, or a path"),
            autocompletion=complete_issue,
        ),
    ],
    reason: ReasonOption = None,
    press: PressOption = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=_("Keep nothing where there are warnings."))
    ] = False,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    from printshop.settings import Settings

    session = Session(format, strict, quiet)
    settings = Settings(press=press or "", jobs=min(8, os.cpu_count() or 1), strict=strict)
    session.run(lambda: _add(session, issue, reason or "", settings, workspace))


def _add(
    session: Session, issue: str, reason: str, settings: Settings, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.archiving import add as put_into_archive
    from printshop.cli.bars import progress_for
    from printshop.workspace import issue_folder

    found = session.find_workspace(workspace, issue)
    folder = issue_folder(found, issue, Path.cwd(), session.problems)
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        added = put_into_archive(found, folder, reason, settings, session.problems, progress)
    finally:
        progress.finish()
    return (as_data(added, found), list(lines(added))) if added else None


def as_data(added: Added, workspace: Workspace) -> dict[str, Any]:
    """What was added, for programs."""
    changes = added.changes
    return {
        "edition": added.place.edition,
        "version": added.place.version,
        "folder": workspace.name(added.place.path),
        "unchanged": added.unchanged,
        "pages": len(added.record.folios),
        "items": len(added.record.items),
        "files": added.files,
        "bytes": added.size,
        "changes": {
            "added": list(changes.added),
            "gone": list(changes.gone),
            "changed": list(changes.changed),
        },
    }


def lines(added: Added) -> Iterator[str]:
    """What was added, for people."""
    name = added.place.name
    if added.unchanged:
        yield _("{name} is in the archive already, with the same contents: nothing to do.").format(
            name=name
        )
        return
    yield _("{name} is in the archive: {edition}").format(name=name, edition=added.record.name)
    if added.changes:
        yield str(added.changes)
    pages, files = len(added.record.folios), added.files
    yield ", ".join(
        [
            ngettext("{n} page", "{n} pages", pages).format(n=pages),
            ngettext("{n} file", "{n} files", files).format(n=files),
            megabytes(added.size),
        ]
    )
    yield str(shown(added.place.path))


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{decimal(size / 1_000_000)} MB"


def shown(path: Path) -> Path:
    """A path from where one is."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
