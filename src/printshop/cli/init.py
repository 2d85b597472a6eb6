"""`printshop init DIR`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from printshop.cli.options import FormatOption, QuietOption
from printshop.cli.session import Format, Session
from printshop.i18n import _


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "init",
        help=_("Make a workspace: layouts, fonts, schemas, and a sample issue to build."),
        epilog=_("Example: printshop init ban-tin"),
    )(init)


def init(
    folder: Annotated[
        Path, typer.Argument(help=_("the workspace's folder; nothing in it is overwritten"))
    ],
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
) -> None:
    session = Session(format, quiet=quiet)
    session.run(lambda: _init(session, folder))


def _init(session: Session, folder: Path) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.stockroom import SAMPLE_ISSUE, make_workspace

    made = make_workspace(folder, session.problems)
    data = {
        "workspace": str(made.root.resolve()),
        "files": list(made.files),
        "kept": list(made.kept),
        "issue": SAMPLE_ISSUE,
    }
    lines = [_("Made the workspace {folder}.").format(folder=made.root)]
    lines += [_("{file} was there and stays as it was.").format(file=name) for name in made.kept]
    build = f"printshop build {SAMPLE_ISSUE}"
    if made.root.resolve() != Path.cwd():
        build += f" -C {_shell_word(made.root)}"
    lines += [
        _("See the sample issue: {command}").format(command=build),
        _("Then put the bulletin's name and imprint into {file}.").format(
            file=made.root / "printshop.yaml"
        ),
    ]
    return data, lines


def _shell_word(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))
