"""`printshop archive index`: the index of a year as a PDF."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from printshop.cli.archive_add import shown
from printshop.cli.archive_export import names_a_folder
from printshop.cli.options import FormatOption, QuietOption, WorkspaceOption
from printshop.cli.session import Format, Session
from printshop.i18n import _, ngettext


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command(
        "index",
        help=_("Make the index of a year, by section and by author, as a PDF to print."),
        epilog=_("Example: printshop archive index --year 2017"),
    )(index)


def index(
    year: Annotated[
        int, typer.Option(metavar="YEAR", min=1, max=9999, help=_("the year of publication"))
    ],
    out: Annotated[
        str | None,  # a path would lose the slash at its end
        typer.Option(
            metavar="FILE",
            help=_("the PDF file, or a folder for it; by default dist/muc-luc-YEAR.pdf"),
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    session = Session(format, quiet=quiet)
    session.run(lambda: _index(session, year, out, workspace))


def _index(
    session: Session, year: int, out: str | None, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.cli.bars import progress_for
    from printshop.settings import Settings
    from printshop.yearindex import index_year

    found = session.find_workspace(workspace, "")
    settings = Settings(jobs=min(8, os.cpu_count() or 1))
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        made = index_year(
            found,
            year,
            settings,
            session.problems,
            progress,
            out=Path(out).resolve() if out else None,
            into=out is not None and names_a_folder(out),
        )
    finally:
        progress.finish()
    if made is None:
        return None
    data = {
        "file": str(made.file),
        "pages": made.pages,
        "editions": made.editions,
        "articles": made.entries,
        "authors": made.authors,
    }
    counts = (
        ngettext("{n} edition", "{n} editions", made.editions).format(n=made.editions),
        ngettext("{n} article", "{n} articles", made.entries).format(n=made.entries),
        ngettext("{n} author", "{n} authors", made.authors).format(n=made.authors),
        ngettext("{n} page", "{n} pages", made.pages).format(n=made.pages),
    )
    return data, [", ".join(counts), str(shown(made.file))]
