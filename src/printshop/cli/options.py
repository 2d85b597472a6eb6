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


def complete_issue(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the issues of the workspace, found without reading them."""
    here = Path(context.params.get("workspace") or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "printshop.yaml").is_file():
            names = (path.parent.name for path in folder.glob("issues/*/issue.yaml"))
            return sorted(name for name in names if name.startswith(incomplete))
    return []


def complete_press(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the workspace's print houses and those in stock."""
    from printshop.press import known_presses
    from printshop.workspace import Workspace

    here = Path(context.params.get("workspace") or Path.cwd()).resolve()
    folders = (f for f in (here, *here.parents) if (f / "printshop.yaml").is_file())
    names = known_presses(Workspace(next(folders, here)))
    return [name for name in names if name.startswith(incomplete)]


def complete_printer(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the workspace's printers and those in stock."""
    from printshop.imposition.load import known_printers
    from printshop.workspace import Workspace

    here = Path(context.params.get("workspace") or Path.cwd()).resolve()
    folders = (f for f in (here, *here.parents) if (f / "printshop.yaml").is_file())
    names = known_printers(Workspace(next(folders, here)))
    return [name for name in names if name.startswith(incomplete)]


PressOption = Annotated[
    str | None,
    typer.Option(
        "--press",
        help=_("the print house, as `printshop presses` lists them; by default the issue's"),
        autocompletion=complete_press,
    ),
]
