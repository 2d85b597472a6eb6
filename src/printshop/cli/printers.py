"""`printshop printers list` (which `printers` alone does too), `show NAME` and `register NAME`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.groups import ListsByDefault
from printshop.cli.options import FormatOption, WorkspaceOption, complete_printer
from printshop.cli.session import Format, Session
from printshop.i18n import _

if TYPE_CHECKING:
    from printshop.imposition.load import Printer
    from printshop.problems import Problems
    from printshop.workspace import Workspace


class Duplex(StrEnum):
    """How a printer turns the sheet."""

    LONG_EDGE = "long-edge"
    SHORT_EDGE = "short-edge"
    MANUAL = "manual"
    NONE = "none"


class Stack(StrEnum):
    """In what order backs are printed by hand."""

    AS_IS = "as-is"
    REVERSED = "reversed"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    printers = typer.Typer(
        cls=ListsByDefault,
        help=_("The office printers that booklets can be made for, and how each turns sheets."),
        rich_markup_mode=None,
        epilog=_("Example: printshop printers"),
    )
    printers.command(
        "list",
        help=_("List the printers: the workspace's own, and those that come with printshop."),
        epilog=_("Example: printshop printers list"),
    )(list_printers)
    printers.command(
        "show",
        help=_("Show all that is known of a printer: its file, with what that leaves unsaid."),
        epilog=_("Example: printshop printers show a3-hai-mat"),
    )(show)
    printers.command(
        "register",
        help=_(
            "Write into a printer's file what the test sheet showed (`printshop impose --test`). A "
            "printer that comes with printshop is copied into the workspace first."
        ),
        epilog=_("Example: printshop printers register a3-hai-mat --back-right 1.5 --back-up=-0.5"),
    )(register_printer)
    app.add_typer(printers, name="printers")


NameArgument = Annotated[
    str,
    typer.Argument(
        help=_("the printer: its file's name without .yaml"), autocompletion=complete_printer
    ),
]


def list_printers(format: FormatOption = Format.TEXT, workspace: WorkspaceOption = None) -> None:
    """A printer with errors hides no other: what is sound is listed all the same."""
    from printshop.problems import Exit, StopBuild

    session, found, printers = Session(format), None, []
    problems = session.problems
    try:
        found = session.workspace_or_here(workspace)
        printers = _sound(found, problems)
    except StopBuild:
        pass  # it is noted
    code = Exit.PROBLEMS if problems.errors else Exit.OK
    if format is Format.JSON:
        from printshop.problems.printers import as_json, dump_json

        result = {"printers": [_as_data(one, found) for one in printers]} if found else None
        print(dump_json({"exit": int(code), "problems": as_json(problems), "result": result}))
    else:
        _print_text(printers, found, problems)
    raise typer.Exit(code)


def show(
    name: NameArgument, format: FormatOption = Format.TEXT, workspace: WorkspaceOption = None
) -> None:
    session = Session(format)
    session.run(lambda: _show(session, name, workspace))


def register_printer(
    name: NameArgument,
    back_right: Annotated[
        str | None,
        typer.Option(
            metavar="MM", help=_("backs are moved so far to the right, as the level scale says")
        ),
    ] = None,
    back_up: Annotated[
        str | None,
        typer.Option(
            metavar="MM", help=_("backs are moved so far upwards, as the upright scale says")
        ),
    ] = None,
    duplex: Annotated[
        Duplex | None,
        typer.Option(help=_("how it turns the sheet, as the field with the cross says")),
    ] = None,
    stack: Annotated[
        Stack | None,
        typer.Option(help=_("where the stack is turned by hand: in which order backs are printed")),
    ] = None,
    turned: Annotated[
        bool | None,
        typer.Option(
            "--turned/--not-turned",
            help=_(
                "where the stack is turned by hand: over its long edge, or over its short one, as "
                "the field with the cross says"
            ),
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
    workspace: WorkspaceOption = None,
) -> None:
    values: dict[tuple[str, ...], str | float] = {}
    for path, given, option in (
        (("back", "right"), back_right, "--back-right"),
        (("back", "up"), back_up, "--back-up"),
    ):
        if given is not None:
            values[path] = _millimetres(given, option)
    if duplex is not None:
        values["duplex",] = duplex.value
    if stack is not None:
        values["stack",] = stack.value
    if turned is not None:
        values["turned",] = "true" if turned else "false"
    if not values:
        raise typer.BadParameter(
            _(
                "say what the test sheet showed: --back-right, --back-up, --duplex, --stack or "
                "--turned"
            )
        )
    session = Session(format)
    session.run(lambda: _register(session, name, values, workspace))


def _millimetres(given: str, option: str) -> float:
    """A length as people write it: `-0.5`, `1,5`, with the minus sign of the test sheet too."""
    try:
        return round(float(given.strip().replace(",", ".").replace("−", "-")), 3)
    except ValueError:
        said = _("`{given}` is no number of millimetres").format(given=given)
        raise typer.BadParameter(said, param_hint=option) from None


# -- the list


def _sound(workspace: Workspace, problems: Problems) -> list[Printer]:
    """The printers there are, save those with errors."""
    from printshop.imposition.load import known_printers, load_printer
    from printshop.problems import StopBuild, Where

    printers = []
    for name in known_printers(workspace):
        with suppress(StopBuild):
            printers.append(load_printer(workspace, name, Where(), problems))
    return printers


def _print_text(printers: Sequence[Printer], found: Workspace | None, problems: Problems) -> None:
    from printshop.problems.printers import as_text

    for printer in printers:
        print(f"{printer.name}: {printer.spec.description}")
        print(f"  {printer.spec.sheet}; {_turning(printer)}")
    if found and not printers and not problems.errors:
        print(_("There are no printers in {folder}.").format(folder=found.root / "printers"))
    if len(problems):
        sys.stdout.flush()
        print(as_text(problems, found.root if found else None), file=sys.stderr)


def _as_data(printer: Printer, workspace: Workspace | None) -> dict[str, Any]:
    """All of a printer, for programs."""
    path = printer.path
    return {
        "name": printer.name,
        "file": workspace.name(path) if workspace else path.as_posix(),
        **printer.spec.model_dump(mode="json"),
    }


# -- one printer


def _show(
    session: Session, name: str, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.imposition.load import load_printer
    from printshop.problems import Where

    found = session.workspace_or_here(workspace)
    printer = load_printer(found, name, Where(), session.problems)
    return _shown(printer, found)


def _shown(printer: Printer, workspace: Workspace) -> tuple[dict[str, Any], list[str]]:
    data = _as_data(printer, workspace)
    lines = [f"{printer.name}: {printer.spec.description}"]
    lines += [f"  {row}" for row in _rules(printer, data)]
    return {"printer": data}, lines


def _rules(printer: Printer, data: Mapping[str, Any]) -> Iterator[str]:
    """What is known of it, a line each."""
    spec = printer.spec
    edges = spec.unprintable
    yield _("file: {path}").format(path=data["file"])
    yield _("paper: {sheet}").format(sheet=spec.sheet)
    yield _("both sides: {turning}").format(turning=_turning(printer))
    yield _(
        "edges that stay white: top {top} mm, bottom {bottom} mm, left {left} mm, right {right} mm"
    ).format(
        top=f"{edges.top:g}",
        bottom=f"{edges.bottom:g}",
        left=f"{edges.left:g}",
        right=f"{edges.right:g}",
    )
    yield _("backs are moved: {right} mm to the right, {up} mm upwards").format(
        right=f"{spec.back.right:g}", up=f"{spec.back.up:g}"
    )
    yield _("a sheet is {caliper} mm thick; creep is multiplied by {factor}").format(
        caliper=f"{spec.caliper:g}", factor=f"{spec.creep:g}"
    )


def _turning(printer: Printer) -> str:
    spec = printer.spec
    if spec.duplex == "manual":
        if spec.turned and spec.stack == "as-is":
            return _("turned by hand over the long edge; backs in the order of the fronts")
        if spec.turned:
            return _("turned by hand over the long edge; backs in reverse order")
        if spec.stack == "as-is":
            return _("turned by hand over the short edge; backs in the order of the fronts")
        return _("turned by hand over the short edge; backs in reverse order")
    return {
        "long-edge": _("it turns the sheet on its long edge"),
        "short-edge": _("it turns the sheet on its short edge"),
        "none": _("it prints one side only"),
    }[spec.duplex]


def _register(
    session: Session,
    name: str,
    values: Mapping[tuple[str, ...], str | float],
    workspace: Path | None,
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.imposition.registering import register_values
    from printshop.workspace import find_workspace

    found = find_workspace(workspace or Path.cwd(), session.problems)
    session.root = found.root
    return _shown(register_values(found, name, values, session.problems), found)
