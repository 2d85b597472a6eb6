"""Options that several commands take, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from printshop.cli.session import Format
from printshop.i18n import _

FormatOption = Annotated[
    Format, typer.Option("--format", help=_("text for people, json for programs"))
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=_("Say nothing but problems."))]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-C", help=_("The workspace's folder; by default the one you are in.")
    ),
]
ArchiveOption = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="DIR",
        help=_(
            "the archive's folder, such as a copy on another disk; by default archive/ of the "
            "workspace"
        ),
    ),
]
"""Of commands that read: `Session.find_archive` makes the folder of it."""


def workspace_of(context: typer.Context) -> Path | None:
    """For the shell's completion: the root of the workspace that is meant, found by its file."""
    here = Path(context.params.get("workspace") or Path.cwd()).resolve()
    folders = (f for f in (here, *here.parents) if (f / "printshop.yaml").is_file())
    return next(folders, None)


def complete_issue(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the issues of the workspace, found without reading them."""
    root = workspace_of(context)
    names = (path.parent.name for path in root.glob("issues/*/issue.yaml")) if root else ()
    return sorted(name for name in names if name.startswith(incomplete))


def complete_press(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the workspace's print houses and those in stock."""
    return _complete_named("presses", context, incomplete)


def complete_printer(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the workspace's printers and those in stock."""
    return _complete_named("printers", context, incomplete)


def complete_labels(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the workspace's label sheets and those in stock."""
    return _complete_named("labels", context, incomplete)


def _complete_named(folder: str, context: typer.Context, incomplete: str) -> list[str]:
    from printshop.sources.named import named_files
    from printshop.workspace import Workspace

    names = named_files(Workspace(workspace_of(context) or Path.cwd()), folder)
    return sorted(name for name in names if name.startswith(incomplete))


PressOption = Annotated[
    str | None,
    typer.Option(
        "--press",
        help=_("the print house, as `printshop presses` lists them; by default the issue's"),
        autocompletion=complete_press,
    ),
]
