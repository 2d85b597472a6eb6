"""`printshop new ID`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.options import FormatOption, QuietOption, WorkspaceOption
from printshop.cli.session import Format, Session
from printshop.i18n import _

if TYPE_CHECKING:
    from printshop.newissue import NewIssue


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "new",
        help=_("Make a new issue from a skeleton, with the sections of the newest issue."),
        epilog=_("Example: printshop new 2017-10"),
    )(new)


def new(
    issue: Annotated[
        str,
        typer.Argument(
            help=_("the issue's id: year and month, and the day if you like; or any other name")
        ),
    ],
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    session = Session(format, quiet=quiet)
    session.run(lambda: _new(session, issue, workspace))


def _new(
    session: Session, issue: str, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.newissue import make_issue
    from printshop.workspace import find_workspace

    found = find_workspace(workspace or Path.cwd(), session.problems)
    session.root = found.root
    made = make_issue(found, issue, session.problems)
    data = {
        "issue": made.id,
        "folder": str(made.folder),
        "number": made.number,
        "date": made.date.isoformat() if made.date else None,
        "sections": list(made.sections),
        "sections_from": made.sections_from or None,
    }
    return data, _summary(made, found.name(made.folder))


def _summary(made: NewIssue, folder: str) -> list[str]:
    from printshop.newissue import FIRST_ARTICLE

    lines = [_("Made the issue {folder}.").format(folder=folder)]
    if made.date:
        lines.append(
            _("Number {number}, date {date}: change them in issue.yaml if they differ.").format(
                number=made.number, date=f"{made.date:%d/%m/%Y}"
            )
        )
    else:
        lines.append(_("Check number and date in issue.yaml: the id does not give both."))
    if made.sections_from:
        lines.append(_("Its sections are those of {issue}.").format(issue=made.sections_from))
    lines.append(
        _("Write the first article in {file}, then: {command}").format(
            file=f"{folder}/{FIRST_ARTICLE}", command=f"printshop build {made.id}"
        )
    )
    return lines
