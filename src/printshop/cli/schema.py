"""`printshop schema`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from printshop.i18n import _


class Kind(StrEnum):
    """What there is a schema of."""

    ISSUE = "issue"
    WORKSPACE = "workspace"
    ARTICLE = "article"
    LAYOUT = "layout"
    PRESS = "press"
    PRINTER = "printer"
    DISTRIBUTION = "distribution"
    LABEL = "label"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "schema",
        help=_("Print the JSON Schema of a kind of file, for editors that complete and check."),
        epilog=_("Example: printshop schema issue > schemas/issue.schema.json"),
    )(schema)


def schema(
    kind: Annotated[Kind, typer.Argument(help=_("which file"))] = Kind.ISSUE,
) -> None:
    from printshop.problems.printers import dump_json
    from printshop.schemas import json_schema

    print(dump_json(json_schema(kind.value)))
