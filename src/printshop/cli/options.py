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
