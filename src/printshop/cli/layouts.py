"""`printshop layouts list`, which `printshop layouts` alone does too, and `layouts show NAME`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.groups import ListsByDefault
from printshop.cli.options import FormatOption, QuietOption, WorkspaceOption, workspace_of
from printshop.cli.session import Format, Session
from printshop.i18n import _, ngettext

if TYPE_CHECKING:
    from printshop.layout.contract import Option
    from printshop.layout.load import Layout
    from printshop.problems import Problems
    from printshop.settings import Settings
    from printshop.workspace import Workspace


def _complete_layout(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the layouts of the workspace, found without reading them."""
    root = workspace_of(context)
    names = (path.parent.name for path in root.glob("layouts/*/layout.yaml")) if root else ()
    shown = (name for name in names if not name.startswith("_"))
    return sorted(name for name in shown if name.startswith(incomplete))


def register(app: typer.Typer) -> None:
    """Add the commands."""
    layouts = typer.Typer(
        cls=ListsByDefault,
        help=_("The layouts of the workspace: what they offer, and how they look."),
        rich_markup_mode=None,
        epilog=_("Example: printshop layouts"),
    )
    layouts.command(
        "list",
        help=_("List the layouts with their kinds of item and the options an issue may set."),
        epilog=_("Example: printshop layouts list"),
    )(list_layouts)
    layouts.command(
        "show",
        help=_("Build a specimen of a layout: everything it can set, in dummy text."),
        epilog=_("Example: printshop layouts show ban-tin"),
    )(show)
    app.add_typer(layouts, name="layouts")


def list_layouts(format: FormatOption = Format.TEXT, workspace: WorkspaceOption = None) -> None:
    """A layout with errors hides no other: what is sound is listed all the same."""
    from printshop.problems import Exit, Problems, StopBuild
    from printshop.workspace import find_workspace

    problems, found, layouts = Problems(), None, []
    try:
        found = find_workspace(workspace or Path.cwd(), problems)
        layouts = _sound(found, problems)
    except StopBuild:
        pass  # it is noted
    code = Exit.PROBLEMS if problems.errors else Exit.OK
    if format is Format.JSON:
        from printshop.problems.printers import as_json, dump_json

        result = {"layouts": [_as_data(layout) for layout in layouts]} if found else None
        print(dump_json({"exit": int(code), "problems": as_json(problems), "result": result}))
    else:
        _print_text(layouts, found, problems)
    raise typer.Exit(code)


def show(
    name: Annotated[
        str,
        typer.Argument(
            help=_("the layout: its folder's name under layouts/"), autocompletion=_complete_layout
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=_("the specimen's file; by default dist/layouts/NAME.pdf")
        ),
    ] = None,
    palette: Annotated[
        str | None, typer.Option(help=_("one of the layout's palettes; by default its own"))
    ] = None,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    from printshop.settings import Settings

    session = Session(format, quiet=quiet)
    settings = Settings(jobs=min(8, os.cpu_count() or 1))
    file = out.resolve() if out else None
    session.run(lambda: _show(session, name, file, palette or "", settings, workspace))


# -- the list


def _sound(workspace: Workspace, problems: Problems) -> list[Layout]:
    """The workspace's layouts, save those with errors."""
    from printshop.layout.load import known_layouts, load_layout
    from printshop.problems import StopBuild, Where

    layouts = []
    for name in known_layouts(workspace):
        with suppress(StopBuild):
            layouts.append(load_layout(workspace, name, Where(), problems))
    return layouts


def _print_text(layouts: Sequence[Layout], found: Workspace | None, problems: Problems) -> None:
    from printshop.problems.printers import as_text

    print("\n\n".join("\n".join(_lines(layout)) for layout in layouts), end="\n" * bool(layouts))
    if found and not layouts and not problems.errors:
        print(_("There are no layouts in {folder}.").format(folder=found.root / "layouts"))
    if len(problems):
        sys.stdout.flush()
        print(as_text(problems, found.root if found else None), file=sys.stderr)


def _as_data(layout: Layout) -> dict[str, Any]:
    from printshop.layout.options import offered

    spec = layout.spec
    return {
        "name": layout.name,
        "description": spec.description,
        "extends": spec.extends,
        "trim": list(spec.trim),
        "columns": spec.columns,
        "max_pages": spec.max_pages,
        "kinds": {name: list(kind.variants) for name, kind in spec.kinds.items()},
        "options": [
            {"name": name, **option.model_dump(mode="json")}
            for name, option in offered(layout).items()
        ],
        "palettes": {name: palette.description for name, palette in spec.palettes.items()},
    }


def _lines(layout: Layout) -> Iterator[str]:
    from printshop.layout.options import offered

    spec = layout.spec
    yield f"{layout.name}: {spec.description}"
    width, height = (f"{side:g}" for side in spec.trim)
    columns = ngettext("{n} column", "{n} columns", spec.columns).format(n=spec.columns)
    yield f"  {width} × {height} mm, {columns}"
    kinds = (
        f"{name} ({', '.join(kind.variants)})" if kind.variants else name
        for name, kind in spec.kinds.items()
    )
    yield "  " + _("kinds of item, with their variants: {kinds}").format(kinds=", ".join(kinds))
    options = offered(layout)
    if options:
        yield "  " + _("options:")
    for name, option in options.items():
        yield f"    {name}: {_values(option)}"
        yield f"      {option.description}"


def _values(option: Option) -> str:
    """What an option may be, and what it is where nobody sets it."""
    if option.choices:
        text = ", ".join(option.choices)
    elif option.type == "text" and option.max is not None:
        text = _("words, at most {n} characters").format(n=option.max)
    else:
        text = {
            "artwork": _("the path of a picture"),
            "switch": _("yes or no"),
            "text": _("words"),
        }.get(option.type, option.type)
    if option.type == "switch" or option.default:
        default = option.default or "no"
        return _("{values}; default: {default}").format(values=text, default=default)
    return text


# -- the specimen


def _show(
    session: Session,
    name: str,
    out: Path | None,
    palette: str,
    settings: Settings,
    workspace: Path | None,
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.cli.bars import progress_for
    from printshop.specimen import build_specimen
    from printshop.workspace import find_workspace

    found = find_workspace(workspace or Path.cwd(), session.problems)
    session.root = found.root
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        made = build_specimen(
            found, name, settings, session.problems, progress, palette=palette, out=out
        )
    finally:
        progress.finish()
    if made is None:
        return None
    data = {
        "files": [str(file) for file in made.files],
        "pages": [built.pages for built in made.built],
        "bytes": [built.size for built in made.built],
    }
    here, lines = Path.cwd(), []
    for built in made.built:
        pages = ngettext("{n} page", "{n} pages", built.pages).format(n=built.pages)
        for file in built.files:
            shown = file.relative_to(here) if file.is_relative_to(here) else file
            lines.append(f"{shown}: {pages}")
    return data, lines
