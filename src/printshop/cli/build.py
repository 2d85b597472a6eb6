"""`printshop build ISSUE`."""

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
        "build",
        help=_("Build an issue: its finished PDF goes to dist/ISSUE/."),
        epilog=_("Example: printshop build 2017-09 --strict"),
    )(build)


def build(
    issue: Annotated[
        str,
        typer.Argument(
            help=_("the issue: its folder's name under issues/, or a path"),
            autocompletion=complete_issue,
        ),
    ],
    target: Annotated[
        list[str] | None, typer.Option(help=_("what to make; may be given several times (screen)"))
    ] = None,
    out: Annotated[Path | None, typer.Option(help=_("folder of the files"))] = None,
    jobs: Annotated[
        int, typer.Option(min=1, max=64, help=_("worker processes; 1 renders in this process"))
    ] = 1,
    strict: Annotated[
        bool, typer.Option("--strict", help=_("Warnings forbid a result too."))
    ] = False,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    session = Session(format, strict, quiet)
    session.run(lambda: _build(session, issue, target or ["screen"], out, jobs, workspace))


def _build(
    session: Session,
    issue: str,
    targets: list[str],
    out: Path | None,
    jobs: int,
    workspace: Path | None,
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.cli.bars import progress_for
    from printshop.environment import require_engine
    from printshop.manifest.load import issue_folder
    from printshop.targets.names import TARGET_NAMES

    unknown = [name for name in targets if name not in TARGET_NAMES]
    if unknown:
        known = ", ".join(TARGET_NAMES)
        raise typer.BadParameter(
            _("there is no target `{name}`; targets: {known}").format(name=unknown[0], known=known)
        )
    found = session.find_workspace(workspace, issue)
    folder = issue_folder(found, issue, Path.cwd(), session.problems)
    require_engine(session.problems)
    from printshop.build import Settings
    from printshop.build import build as build_issue

    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    settings = Settings(
        tuple(dict.fromkeys(targets)), out.resolve() if out else None, jobs, session.strict
    )
    built = build_issue(found, folder, settings, session.problems, progress)
    if built is None:
        return None
    data = {
        "files": [str(file) for file in built.files],
        "pages": built.pages,
        "words": built.words,
        "pictures": built.pictures,
        "bytes": built.size,
        "seconds": {name: round(s, 3) for name, s in built.seconds.items()},
    }
    return data, _summary(built, Path.cwd())


def _summary(built: Any, here: Path) -> list[str]:
    from printshop.cli.bars import stage_name

    size = (
        f"{built.size / 1_000_000:.1f} MB"
        if built.size >= 1_000_000
        else f"{built.size / 1000:.0f} kB"
    )
    lines = [
        _("{pages} pages, {words} words, {pictures} pictures, {size}").format(
            pages=built.pages, words=built.words, pictures=built.pictures, size=size
        ),
        _("time: ")
        + ", ".join(f"{stage_name(name)} {s:.1f} s" for name, s in built.seconds.items()),
    ]
    for file in built.files:
        shown = file.relative_to(here) if file.is_relative_to(here) else file
        lines.append(str(shown))
    return lines
