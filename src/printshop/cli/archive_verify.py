"""`printshop archive verify [EDITION…]`."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.archive_list import complete_edition
from printshop.cli.options import ArchiveOption, FormatOption, QuietOption, WorkspaceOption
from printshop.cli.session import Format, Session
from printshop.i18n import _
from printshop.problems import Exit, Severity

if TYPE_CHECKING:
    from printshop.archive.soundness import Audit

_PART = re.compile(r"(today|[1-9]\d{0,3})/([1-9]\d{0,3})")
_REPORTS = (".txt", ".json", ".html")


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command(
        "verify",
        help=_(
            "Prove that nothing in the archive was lost or changed: every byte, every page, the "
            "lists and the catalogue. Nothing is written into the bags.\n\n"
            "Exit code: 0 sound, 1 errors (with --strict: or warnings), 2 wrong command line, "
            "4 the report cannot be written."
        ),
        epilog=_("Example: printshop archive verify --part today/30 --brief"),
    )(verify)


def verify(
    editions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[EDITION]...",
            help=_("the editions, `2017-09` or `2017-09/v1`; all by default"),
            autocompletion=complete_edition,
        ),
    ] = None,
    part: Annotated[
        str,
        typer.Option(
            metavar="N/PARTS",
            help=_(
                "look at this part of the archive only: `3/30`; with `today/30` every day at "
                "another one, so that thirty days cover all"
            ),
        ),
    ] = "1/1",
    resume: Annotated[
        bool, typer.Option("--resume", help=_("Go on where an interrupted run stopped."))
    ] = False,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild",
            help=_("Build each edition again from the bag's own sources, too, and compare."),
        ),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=_("write a report to be filed: .txt, .json or .html by its name")
        ),
    ] = None,
    brief: Annotated[
        bool, typer.Option("--brief", help=_("Print one line, and errors if there are any."))
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("Warnings count as errors."))] = False,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    archive: ArchiveOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    if report is not None and report.suffix.lower() not in _REPORTS:
        raise typer.BadParameter(
            _("the name of a report ends with {known}").format(known=", ".join(_REPORTS))
        )
    if report is not None and not report.resolve().parent.is_dir():
        folder = report.resolve().parent
        raise typer.BadParameter(
            _("there is no folder `{folder}` for the report").format(folder=folder)
        )
    today = dt.date.today()
    asked = _Asked(
        tuple(editions or ()),
        _part(part, today),
        resume,
        rebuild,
        report,
        today,
        archive,
        workspace,
    )
    session = _Verifying(format, strict, quiet, brief=brief)
    session.run(lambda: _verify(session, asked))


@dataclass(frozen=True)
class _Asked:
    editions: tuple[str, ...]
    part: tuple[int, int]
    resume: bool
    rebuild: bool
    report: Path | None
    day: dt.date
    archive: Path | None
    workspace: Path | None


def _part(text: str, today: dt.date) -> tuple[int, int]:
    match = _PART.fullmatch(text.strip())
    if match:
        parts = int(match[2])
        number = today.toordinal() % parts + 1 if match[1] == "today" else int(match[1])
        if number <= parts:
            return number, parts
    raise typer.BadParameter(
        _("`{text}` names no part; write `3/30` or `today/30`").format(text=text)
    )


@dataclass
class _Verifying(Session):
    """What was found is told whatever it is."""

    brief: bool = False
    told: tuple[Mapping[str, Any], Sequence[str]] | None = None

    def _report(self, result: tuple[Mapping[str, Any], Sequence[str]] | None, code: Exit) -> None:
        if self.brief and self.told and code is Exit.OK and self.format is Format.TEXT:
            for line in self.told[1]:
                print(line)
            return
        super()._report(result or self.told, code)

    def _count(self) -> str:
        from printshop.problems.printers import counted

        problems = self.problems
        return counted(problems.errors, problems.warnings, problems.count(Severity.NOTE)) + "."


def _verify(session: _Verifying, asked: _Asked) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.archive import report
    from printshop.archive.model import ARCHIVE
    from printshop.archive.register import REGISTER
    from printshop.auditing import Wanted, audit
    from printshop.cli.bars import progress_for
    from printshop.output import write_whole

    if asked.archive is None:
        root = session.find_workspace(asked.workspace, "").root / ARCHIVE
    elif (asked.archive / REGISTER).exists():  # its bags may be gone
        root = asked.archive.resolve()
    else:
        root = session.find_archive(asked.archive, None)
    target = asked.report.resolve() if asked.report else None
    wanted = Wanted(
        asked.day,
        asked.editions,
        asked.part,
        asked.resume,
        asked.rebuild,
        target,
        min(8, os.cpu_count() or 1),
    )
    silent = session.quiet or session.brief
    progress = progress_for(quiet=silent, json=session.format is Format.JSON)
    try:
        found = audit(root, wanted, session.problems, progress)
    finally:
        progress.finish()
    session.told = report.as_data(found), _lines(found, session, target)
    if target is not None:
        text = report.FORMATS[target.suffix.lower()](found)
        write_whole(target, text.encode("utf-8", errors="replace"))
    return session.told


def _lines(found: Audit, session: _Verifying, target: Path | None) -> list[str]:
    from printshop.archive.report import bag_rows, brief, summary

    if session.brief:
        return [brief(found)]
    rows = [row[:2] + row[6:] for row in bag_rows(found)] if found.rebuilt else []
    lines = ["  ".join(filter(None, row)) for row in rows]
    lines.append(summary(found))
    if found.resumed:
        said = _("An earlier run that was interrupted had looked at {n} of these bags.")
        lines.append(said.format(n=found.resumed))
    if target is not None:
        here = Path.cwd()
        lines.append(str(target.relative_to(here) if target.is_relative_to(here) else target))
    return lines
