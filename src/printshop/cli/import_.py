"""`printshop import FILE --into ISSUE`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from printshop.cli.options import FormatOption, QuietOption, WorkspaceOption, complete_issue
from printshop.cli.session import Format, Session
from printshop.i18n import _


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "import",
        help=_("Make an article of a text pasted from a web page, and add it to an issue."),
        epilog=_('Example: printshop import bai.txt --into issues/2017-09 --section "Thời sự"'),
    )(import_)


def import_(
    file: Annotated[Path, typer.Argument(help=_("the text, in UTF-8"))],
    into: Annotated[
        str, typer.Option(autocompletion=complete_issue, help=_("the issue: its name or folder"))
    ],
    section: Annotated[
        str | None, typer.Option(help=_("title or id of the section; by default the first"))
    ] = None,
    name: Annotated[
        str | None, typer.Option(help=_("the article's id; by default made from its title"))
    ] = None,
    picture: Annotated[
        str | None,
        typer.Option(help=_("the picture of the first caption, from the issue's folder")),
    ] = None,
    first: Annotated[
        bool, typer.Option("--first", help=_("Put it before the section's other items."))
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help=_("Unsure guesses forbid it."))] = False,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    session = Session(format, strict, quiet)
    options = {"section": section, "name": name, "picture": picture, "first": first}
    session.run(lambda: _import(session, file, into, options, workspace))


def _import(
    session: Session,
    file: Path,
    into: str,
    options: Mapping[str, Any],
    workspace: Path | None,
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.importing import import_article, report
    from printshop.workspace import issue_folder

    found = session.find_workspace(workspace, into)
    folder = issue_folder(found, into, Path.cwd(), session.problems)
    imported = import_article(
        found, file.resolve(), folder, session.problems, strict=session.strict, **options
    )
    if imported is None:
        return None
    data = {
        "article": str(imported.article),
        "id": imported.id,
        "section": imported.section,
        "line": imported.line,
        "changed": imported.changed,
    }
    return data, report(imported)
