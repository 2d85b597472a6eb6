"""`printshop archive add-pdf FILE`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.archive_add import ReasonOption, as_data, lines
from printshop.cli.options import FormatOption, QuietOption, WorkspaceOption
from printshop.cli.session import Format, Session
from printshop.i18n import _

if TYPE_CHECKING:
    import datetime as dt

    from printshop.archive.oldedition import OldEdition
    from printshop.problems import Problems


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command(
        "add-pdf",
        help=_(
            "Put an old PDF file, which printshop did not make, into the archive: as it is, with "
            "the text of its pages and what is known of it."
        ),
        epilog=_("Example: printshop archive add-pdf scan.pdf --date 2009-05-12 --number 5"),
    )(add_pdf)


def add_pdf(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("the PDF file"))],
    date: Annotated[
        str | None,
        typer.Option(metavar="DAY", help=_("the day of publication: 2009-05-12 or 12/05/2009")),
    ] = None,
    number: Annotated[
        str | None, typer.Option(metavar="TEXT", help=_("the issue's number, as printed"))
    ] = None,
    id: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=_("what it is called in the archive; by default year and month: 2009-05"),
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help=_("the issue's theme, where it has one"))
    ] = None,
    bulletin: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help=_("the bulletin's name then; by default that of printshop.yaml")
        ),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=_("a YAML file with these and with the list of articles")
        ),
    ] = None,
    reason: ReasonOption = None,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    session = Session(format, quiet=quiet)
    given = {"date": date, "number": number, "id": id, "title": title, "bulletin": bulletin}
    session.run(lambda: _add_pdf(session, file, given, metadata, reason or "", workspace))


def _add_pdf(
    session: Session,
    file: Path,
    given: Mapping[str, str | None],
    metadata: Path | None,
    reason: str,
    workspace: Path | None,
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.archive.oldedition import OldEdition, completed, read_details
    from printshop.archiving import add_pdf as put_into_archive
    from printshop.cli.bars import progress_for

    found = session.find_workspace(workspace, "")
    problems = session.problems
    details = read_details(metadata, problems) if metadata else OldEdition()
    values: dict[str, Any] = {name: value and value.strip() for name, value in given.items()}
    if values["date"]:
        values["date"] = _day(values["date"], problems)
    details = completed(details, values)
    if session.format is Format.TEXT and sys.stdin.isatty():
        details = _asked(details, problems)
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        added = put_into_archive(
            found, file, details, reason, problems, progress, metadata=metadata
        )
    finally:
        progress.finish()
    return as_data(added, found), list(lines(added))


def _day(text: str, problems: Problems) -> dt.date:
    """The day that was written.

    Raises:
        StopBuild: it is none (S022).
    """
    from printshop.problems import StopBuild
    from printshop.sources.fields import as_date

    try:
        return as_date(text).date()
    except ValueError:
        problems.add("S022", value=text[:40])
        raise StopBuild from None


def _asked(details: OldEdition, problems: Problems) -> OldEdition:
    """The details with what its user answers for what an edition cannot do without."""
    from printshop.archive.oldedition import completed, lacking

    questions = {"date": _("Day of publication (12/05/2009)"), "number": _("Number of the issue")}
    answers: dict[str, Any] = {}
    for name in lacking(details):
        answer = str(typer.prompt(questions[name], err=True)).strip()
        answers[name] = _day(answer, problems) if name == "date" else answer
    return completed(details, answers)
