"""`printshop proof ISSUE`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
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
from printshop.i18n import _, ngettext

if TYPE_CHECKING:
    from printshop.proofing import Proofed
    from printshop.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "proof",
        help=_(
            "Make a proof for approval: the press file as it will look, trimmed and stamped, with "
            "a sheet to sign. It goes to dist/ISSUE/."
        ),
        epilog=_("Example: printshop proof 2017-09"),
    )(proof)


def proof(
    issue: Annotated[
        str,
        typer.Argument(
            help=_("the issue: its folder's name under issues/, or a path"),
            autocompletion=complete_issue,
        ),
    ],
    press: PressOption = None,
    separations: Annotated[
        bool,
        typer.Option(
            "--separations",
            help=_("Draw the plate of each ink too, as pictures; this needs Ghostscript."),
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=_("the proof's file; by default dist/ISSUE/ISSUE-proof.pdf")
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    from printshop.settings import Settings

    session = Session(format, quiet=quiet)
    settings = Settings(press=press or "", jobs=min(8, os.cpu_count() or 1))
    file = out.resolve() if out else None
    session.run(lambda: _proof(session, issue, settings, file, separations, workspace))


def _proof(
    session: Session,
    issue: str,
    settings: Settings,
    out: Path | None,
    separations: bool,
    workspace: Path | None,
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.cli.bars import progress_for
    from printshop.proofing import proof as make_proof
    from printshop.workspace import issue_folder

    found = session.find_workspace(workspace, issue)
    folder = issue_folder(found, issue, Path.cwd(), session.problems)
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        made = make_proof(
            found, folder, settings, session.problems, progress, out=out, separations=separations
        )
    finally:
        progress.finish()
    return (_as_data(made), _lines(made, settings.press)) if made else None


def _as_data(made: Proofed) -> dict[str, Any]:
    from printshop.problems import Severity

    return {
        "file": str(made.file),
        "pages": made.pages,
        "bytes": made.size,
        "press": made.checked.press.name,
        "plates": [str(path) for path in made.plates],
        "empty_plates": list(made.empty),
        "check": {str(severity): made.checked.count(severity) for severity in Severity},
    }


def _lines(made: Proofed, press: str) -> list[str]:
    from printshop.preflight.reports.text import clean, counts

    found = _("the check says: {counts} (`printshop check {issue}`)")
    asked = f"{made.checked.title} --press {press}" if press else made.checked.title
    lines = [clean(found.format(counts=counts(made.checked), issue=asked))]
    if made.plates:
        number = len(made.plates)
        plates = ngettext("{n} plate", "{n} plates", number).format(n=number)
        lines.append(f"{_shown(made.plates[0].parent)}: {plates}")
    if made.empty:
        inks = ", ".join(made.empty)
        lines.append(_("no plate, for nothing is printed in: {inks}").format(inks=inks))
    pages = ngettext("{n} page", "{n} pages", made.pages).format(n=made.pages)
    megabytes = f"{made.size / 1_000_000:.1f} MB"
    return [*lines, f"{pages}, {megabytes}", str(_shown(made.file))]


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
