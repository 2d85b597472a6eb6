"""`printshop doctor`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from printshop.cli.options import FormatOption, WorkspaceOption
from printshop.cli.session import Format
from printshop.i18n import _

if TYPE_CHECKING:
    from printshop.diagnosis import Diagnosis, Part
    from printshop.problems import Problems
    from printshop.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "doctor",
        help=_("Say which versions and fonts are here, what is missing and how to get it."),
        epilog=_("Example: printshop doctor --format json"),
    )(doctor)


def doctor(format: FormatOption = Format.TEXT, workspace: WorkspaceOption = None) -> None:
    from printshop.diagnosis import examine, verdict
    from printshop.environment import install_command, libraries
    from printshop.problems import Problems
    from printshop.stockroom import check_stock

    problems = Problems()
    check_stock(problems)
    found = _workspace(workspace, problems)
    files = {library.name: library.file for library in libraries()}
    diagnosis = examine(found, files, install_command(), problems)
    code = verdict(problems)
    if format is Format.JSON:
        _print_json(diagnosis, problems, code)
    else:
        _print_text(diagnosis, problems, found.root if found else None)
    raise typer.Exit(code)


def _workspace(wanted: Path | None, problems: Problems) -> Workspace | None:
    """The workspace; that there is none is a problem only where one was asked for."""
    from printshop.problems import Problems, StopBuild
    from printshop.workspace import find_workspace

    try:
        return find_workspace(wanted or Path.cwd(), problems if wanted else Problems())
    except StopBuild:
        return None


def _print_json(diagnosis: Diagnosis, problems: Problems, code: int) -> None:
    from dataclasses import asdict

    from printshop.problems.printers import as_json, dump_json

    result = asdict(diagnosis)
    print(dump_json({"exit": int(code), "problems": as_json(problems), "result": result}))


def _print_text(diagnosis: Diagnosis, problems: Problems, root: Path | None) -> None:
    from printshop.problems.printers import as_text

    for line in _lines(diagnosis):
        print(line)
    if len(problems):
        sys.stdout.flush()
        print("\n" + as_text(problems, root), file=sys.stderr)
    else:
        print("\n" + _("Nothing that printshop needs is missing."))


def _lines(diagnosis: Diagnosis) -> Iterator[str]:
    yield f"printshop {diagnosis.printshop}, Python {diagnosis.python}, {diagnosis.system}"
    yield from ("", _("Python packages"), *_parts(diagnosis.packages))
    yield from ("", _("System libraries"), *_parts(diagnosis.libraries))
    yield from ("", _("Programs that check results; not needed to build"))
    yield from _parts(diagnosis.programs)
    yield ""
    workspace = diagnosis.workspace
    if workspace is None:
        yield _("No workspace here: fonts and layouts were not looked at.")
        return
    yield _("Workspace {folder}").format(folder=workspace.root)
    fonts = ", ".join(f"{name} ({n})" for name, n in workspace.fonts.items())
    yield "  " + _("font families and their files: {fonts}").format(fonts=fonts or "–")
    for layout in workspace.layouts:
        if layout.missing:
            text = _("layout {layout} lacks the fonts {fonts}")
        else:
            text = _("layout {layout} has its fonts: {fonts}")
        names = ", ".join(layout.missing or layout.families)
        yield "  " + text.format(layout=layout.layout, fonts=names)


def _parts(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if part.found:
            found = part.version or _("found")
            yield f"  {part.name:<16} {found}"
        else:
            yield f"  {part.name:<16} " + _("not found; to get it: {how}").format(how=part.get)
