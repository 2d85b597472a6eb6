"""`printshop archive export`: a website of the archive, or a bag as a zip file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.archive_add import megabytes, shown
from printshop.cli.archive_list import complete_edition
from printshop.cli.options import (
    ArchiveOption,
    FormatOption,
    QuietOption,
    WorkspaceOption,
    workspace_of,
)
from printshop.cli.session import Format, Session
from printshop.i18n import _, ngettext

if TYPE_CHECKING:
    from printshop.archive.deposit import Deposit
    from printshop.archive.site import Site
    from printshop.workspace import Workspace


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command(
        "export",
        help=_(
            "Make a website of the archive, for a web server or a USB stick; or one zip file of "
            "an edition, for legal deposit or another library."
        ),
        epilog=_("Example: printshop archive export --site dist/archive-site"),
    )(export)


def _complete_profile(context: typer.Context, incomplete: str) -> list[str]:
    from printshop.archive.deposit import known_profiles
    from printshop.workspace import Workspace

    names = known_profiles(Workspace(workspace_of(context) or Path.cwd()))
    return sorted(name for name in names if name.startswith(incomplete))


def export(
    edition: Annotated[
        str | None,
        typer.Argument(
            metavar="EDITION",
            help=_("the edition: `2017-09`, or a version of it: `2017-09/v1`"),
            autocompletion=complete_edition,
        ),
    ] = None,
    site: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=_(
                "the website's folder: a new or empty one, or an earlier website of the archive"
            ),
        ),
    ] = None,
    link: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help=_(
                "Leave the PDF files out of the website and point to them here: the address of "
                "the folder archive/ on a server."
            ),
        ),
    ] = None,
    out: Annotated[
        str | None,  # a path would lose the slash at its end
        typer.Option(
            metavar="FILE", help=_("the zip file, or a folder for it; by default in dist/")
        ),
    ] = None,
    profile: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help=_(
                "what of the bag goes into the zip file: full, legal-deposit, or one of your own"
            ),
            autocompletion=_complete_profile,
        ),
    ] = "full",
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    archive: ArchiveOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    if (edition is None) == (site is None):
        raise typer.BadParameter(_("name an edition, or a folder with `--site`"))
    session = Session(format, quiet=quiet)
    if site is not None:
        folder = site.resolve()
        session.run(lambda: _site(session, folder, link or "", archive, workspace))
    session.run(lambda: _edition(session, edition or "", profile, out, archive, workspace))


def _where(
    session: Session, archive: Path | None, workspace: Path | None
) -> tuple[Workspace, Path | None]:
    """The workspace, and the archive where it is elsewhere: then any folder will do for the first.

    Raises:
        StopBuild: one of them is not there.
    """
    if archive is None:
        return session.find_workspace(workspace, ""), None
    return session.workspace_or_here(workspace), session.find_archive(archive, None)


def _site(
    session: Session, folder: Path, link: str, archive: Path | None, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.cli.bars import progress_for
    from printshop.exporting import export_site

    found, root = _where(session, archive, workspace)
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        made = export_site(found, folder, session.problems, progress, link=link, archive=root)
    finally:
        progress.finish()
    data = {
        "folder": str(made.folder),
        "editions": made.editions,
        "articles": made.articles,
        "files": made.files,
        "bytes": made.size,
    }
    return data, _site_lines(made)


def _site_lines(made: Site) -> list[str]:
    editions = ngettext("{n} edition", "{n} editions", made.editions).format(n=made.editions)
    articles = ngettext("{n} article", "{n} articles", made.articles).format(n=made.articles)
    return [
        f"{editions}, {articles}, {megabytes(made.size)}",
        str(shown(made.folder / "index.html")),
    ]


def _edition(
    session: Session,
    edition: str,
    profile: str,
    out: str | None,
    archive: Path | None,
    workspace: Path | None,
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.cli.bars import progress_for
    from printshop.exporting import export_edition

    found, root = _where(session, archive, workspace)
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        made = export_edition(
            found,
            edition,
            session.problems,
            progress,
            profile=profile,
            out=Path(out).resolve() if out else None,
            into=out is not None and names_a_folder(out),
            archive=root,
        )
    finally:
        progress.finish()
    return _as_data(made), _edition_lines(made)


def names_a_folder(out: str) -> bool:
    """Whether a path is meant as a folder, there or not: a slash is at its end."""
    return out.endswith(("/", os.sep))


def _as_data(made: Deposit) -> dict[str, Any]:
    return {
        "file": str(made.file),
        "files": made.files,
        "bytes": made.size,
        "profile": made.profile,
    }


def _edition_lines(made: Deposit) -> list[str]:
    files = ngettext("{n} file", "{n} files", made.files).format(n=made.files)
    return [f"{made.profile}: {files}, {megabytes(made.size)}", str(shown(made.file))]
