"""`printshop check [ISSUE]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.options import PressOption, QuietOption, WorkspaceOption, complete_issue
from printshop.cli.session import Format, Session
from printshop.i18n import _
from printshop.problems import Exit, Problems, Severity, StopBuild

if TYPE_CHECKING:
    from printshop.preflight.reports.model import Checked
    from printshop.progress import Progress
    from printshop.workspace import Workspace


class ReportFormat(StrEnum):
    """How a report is told."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "check",
        help=_(
            "Say before the printer does what is wrong with an issue: its press file, which is "
            "brought up to date first, and its articles and pictures.\n\n"
            "Exit code: 0 ready to send (with --strict: no warnings either), 1 problems, or "
            "something could not be checked, 2 wrong command line, 3 this computer lacks "
            "something, 4 a file cannot be written."
        ),
        epilog=_("Example: printshop check 2017-09 --format html"),
    )(check)


def check(
    issue: Annotated[
        str | None,
        typer.Argument(
            help=_("the issue: its folder's name under issues/, or a path"),
            autocompletion=complete_issue,
        ),
    ] = None,
    press: PressOption = None,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="PDF", help=_("check this PDF file, of any program; with or without an issue")
        ),
    ] = None,
    format: Annotated[
        ReportFormat,
        typer.Option(
            "--format",
            help=_("text for people, json for programs, html for a report with drawn pages"),
        ),
    ] = ReportFormat.TEXT,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_("the report's file; by default html goes beside the PDF, all else is printed"),
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Warnings count as errors."))] = False,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    if issue is None and file is None:
        raise typer.BadParameter(_("name an issue, a PDF file with `--file`, or both"))
    shown = Format.JSON if format is ReportFormat.JSON else Format.TEXT
    session = _Checking(shown, strict, quiet, told=format, out=out.resolve() if out else None)
    session.run(lambda: _check(session, issue, file, press or "", workspace))


@dataclass
class _Checking(Session):
    """A report is the result of a check: it is told whatever was found."""

    told: ReportFormat = ReportFormat.TEXT
    out: Path | None = None
    verdict: Exit | None = None
    """What the shell is told, once the report is out."""

    def _report(self, result: tuple[Mapping[str, Any], Sequence[str]] | None, code: Exit) -> None:
        if self.verdict is not None:
            raise typer.Exit(self.verdict)
        super()._report(result, code)  # nothing could be judged or told: the problems say why


def _check(
    session: _Checking, issue: str | None, file: Path | None, press: str, workspace: Path | None
) -> None:
    """Judge, tell, and settle the exit code; where that cannot be done, the session says why."""
    from printshop.checkup import check as check_issue
    from printshop.checkup import check_file
    from printshop.cli.bars import progress_for
    from printshop.settings import Settings
    from printshop.workspace import issue_folder

    settings = Settings(press=press, jobs=min(8, os.cpu_count() or 1))
    pdf = _existing(file, session.problems) if file else None
    found = _workspace(session, workspace, issue)
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        if pdf and not issue:
            checked = check_file(found, pdf, settings, session.problems, progress)
        else:
            folder = issue_folder(found, issue or "", Path.cwd(), session.problems)
            checked = check_issue(found, folder, settings, session.problems, progress, file=pdf)
        verdict = _verdict(checked, strict=session.strict)
        report = _report_on(checked, session, verdict, progress)
    finally:
        progress.finish()
    if session.told is ReportFormat.HTML and session.out is None:
        beside = pdf.parent if pdf else settings.folder(found.root, checked.title)
        session.out = beside / f"{pdf.stem if pdf else checked.title}-check.html"
    _tell(report, session.out)
    if session.told is ReportFormat.HTML and not session.quiet:
        _say_where(checked, session.out)
    session.verdict = verdict


def _existing(file: Path, problems: Problems) -> Path:
    """The file that was named.

    Raises:
        StopBuild: it is not there, or no file; S001 or S002 is noted.
    """
    path = file.resolve()
    if not path.exists():
        problems.add("S001", path=str(file))
        raise StopBuild
    if not path.is_file() or not os.access(path, os.R_OK):
        reason = _("it is a folder") if path.is_dir() else _("the computer does not permit it")
        problems.add("S002", path=str(file), reason=reason)
        raise StopBuild
    return path


def _workspace(session: Session, wanted: Path | None, issue: str | None) -> Workspace:
    """The workspace; a file without an issue is judged outside of any, too."""
    from printshop.workspace import Workspace, find_workspace

    if wanted or issue:
        return session.find_workspace(wanted, issue or "")
    try:
        return find_workspace(Path.cwd(), Problems())
    except StopBuild:
        return Workspace(Path.cwd())


def _verdict(checked: Checked, *, strict: bool) -> Exit:
    """What the shell is told: what was not checked is not in order."""
    if any(missing.defect for missing in checked.not_checked):
        return Exit.INTERNAL
    if any(p.code.startswith("E") and p.severity is Severity.ERROR for p in checked.problems):
        return Exit.ENVIRONMENT
    warned = strict and checked.count(Severity.WARNING)
    if checked.not_checked or warned or checked.count(Severity.ERROR):
        return Exit.PROBLEMS
    return Exit.OK


# -- the report


def _report_on(checked: Checked, session: _Checking, verdict: Exit, progress: Progress) -> str:
    """The report, in the format wanted."""
    if session.told is ReportFormat.JSON:
        return _json(checked, verdict)
    if session.told is ReportFormat.HTML:
        from printshop.checkup import DRAWING
        from printshop.preflight.reports.html import as_html

        progress.stage(DRAWING)
        return as_html(checked)
    from printshop.preflight.reports.text import as_lines

    return "\n".join(as_lines(checked, quiet=session.quiet))


def _json(checked: Checked, verdict: Exit) -> str:
    from printshop.preflight.reports.data import as_data
    from printshop.problems.printers import dump_json

    return dump_json({"exit": int(verdict), **as_data(checked)})


def _tell(report: str, out: Path | None) -> None:
    """The report into its file, else to standard output."""
    if out is None:
        sys.stdout.write(f"{report}\n" if report else "")
        return
    from printshop.output import write_whole

    write_whole(out, f"{report}\n".encode("utf-8", errors="replace"))


def _say_where(checked: Checked, out: Path | None) -> None:
    from printshop.preflight.reports.text import clean, summary

    print(clean(summary(checked)))
    if out is not None:
        here = Path.cwd()
        print(out.relative_to(here) if out.is_relative_to(here) else out)
