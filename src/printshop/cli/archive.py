"""`printshop archive`: the group, and the list of its commands, one module each."""

from __future__ import annotations

import typer

from printshop.cli import (
    archive_add,
    archive_add_pdf,
    archive_export,
    archive_index,
    archive_list,
    archive_search,
    archive_verify,
)
from printshop.cli.groups import ListsByDefault
from printshop.i18n import _

COMMANDS = (
    archive_add,
    archive_add_pdf,
    archive_list,
    archive_search,
    archive_verify,
    archive_export,
    archive_index,
)
"""In the order of the help; each has `register(group)`."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=ListsByDefault,
        help=_("Keep editions for decades: put them into the archive, find them, prove them."),
        rich_markup_mode=None,
        epilog=_("Example: printshop archive add 2017-09"),
    )
    for module in COMMANDS:
        module.register(group)
    app.add_typer(group, name="archive")
