"""`printshop presses list`, which `printshop presses` alone does too, and `presses show NAME`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.groups import ListsByDefault
from printshop.cli.options import FormatOption, WorkspaceOption, complete_press
from printshop.cli.session import Format, Session
from printshop.i18n import _

if TYPE_CHECKING:
    from printshop.press import Press, PressSpec
    from printshop.press.contract import Resolution
    from printshop.problems import Problems
    from printshop.workspace import Workspace


def register(app: typer.Typer) -> None:
    """Add the commands."""
    presses = typer.Typer(
        cls=ListsByDefault,
        help=_("The print houses that a press file can be made for, and what each takes."),
        rich_markup_mode=None,
        epilog=_("Example: printshop presses"),
    )
    presses.command(
        "list",
        help=_("List the print houses: the workspace's own, and those that come with printshop."),
        epilog=_("Example: printshop presses list"),
    )(list_presses)
    presses.command(
        "show",
        help=_("Show all that a print house takes: its file, with what that leaves unsaid."),
        epilog=_("Example: printshop presses show offset-to-roi"),
    )(show)
    app.add_typer(presses, name="presses")


def list_presses(format: FormatOption = Format.TEXT, workspace: WorkspaceOption = None) -> None:
    """A print house with errors hides no other: what is sound is listed all the same."""
    from printshop.problems import Exit, Problems, StopBuild
    from printshop.workspace import find_workspace

    problems, found, presses = Problems(), None, []
    try:
        found = find_workspace(workspace or Path.cwd(), problems)
        presses = _sound(found, problems)
    except StopBuild:
        pass  # it is noted
    code = Exit.PROBLEMS if problems.errors else Exit.OK
    if format is Format.JSON:
        from printshop.problems.printers import as_json, dump_json

        result = {"presses": [_as_data(press, found) for press in presses]} if found else None
        print(dump_json({"exit": int(code), "problems": as_json(problems), "result": result}))
    else:
        _print_text(presses, found, problems)
    raise typer.Exit(code)


def show(
    name: Annotated[
        str,
        typer.Argument(
            help=_("the print house: its file's name without .yaml"), autocompletion=complete_press
        ),
    ],
    format: FormatOption = Format.TEXT,
    workspace: WorkspaceOption = None,
) -> None:
    session = Session(format)
    session.run(lambda: _show(session, name, workspace))


# -- the list


def _sound(workspace: Workspace, problems: Problems) -> list[Press]:
    """The print houses there are, save those with errors."""
    from printshop.press import known_presses, load_press
    from printshop.problems import StopBuild, Where

    presses = []
    for name in known_presses(workspace):
        with suppress(StopBuild):
            presses.append(load_press(workspace, name, Where(), problems))
    return presses


def _print_text(presses: Sequence[Press], found: Workspace | None, problems: Problems) -> None:
    from printshop.problems.printers import as_text

    for press in presses:
        spec = press.spec
        print(f"{press.name}: {spec.description}")
        said = (_standard(spec), _inks(spec), spec.condition.identifier)
        print("  " + "; ".join(said))
    if found and not presses and not problems.errors:
        print(_("There are no print houses in {folder}.").format(folder=found.root / "presses"))
    if len(problems):
        sys.stdout.flush()
        print(as_text(problems, found.root if found else None), file=sys.stderr)


def _as_data(press: Press, workspace: Workspace | None) -> dict[str, Any]:
    """All of a print house, for programs."""
    from hashlib import sha256

    def name(path: Path) -> str:
        return workspace.name(path) if workspace else path.as_posix()

    return {
        "name": press.name,
        "file": name(press.path),
        "profile": {
            "file": name(press.profile),
            "sha256": sha256(press.profile_bytes).hexdigest(),
        },
        **press.spec.model_dump(mode="json"),
    }


# -- one print house


def _show(
    session: Session, name: str, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.press import load_press
    from printshop.problems import Where
    from printshop.workspace import find_workspace

    found = find_workspace(workspace or Path.cwd(), session.problems)
    session.root = found.root
    press = load_press(found, name, Where(), session.problems)
    data = _as_data(press, found)
    lines = [
        f"{press.name}: {press.spec.description}",
        *(f"  {row}" for row in _rules(press, data)),
    ]
    return {"press": data}, lines


def _rules(press: Press, data: Mapping[str, Any]) -> Iterator[str]:
    """What it takes, one rule a line."""
    spec = press.spec
    condition, limit, images = spec.condition, spec.ink_limit, spec.images
    yield _("file: {path}").format(path=data["file"])
    yield _("standard: {standard}").format(standard=_standard(spec))
    yield _("printing condition: {identifier}, {description}").format(
        identifier=condition.identifier, description=condition.description
    )
    yield _("profile: {path}").format(path=data["profile"]["file"])
    yield _("inks: {inks}").format(inks=_inks(spec))
    if spec.palette:
        yield _("palette, where the issue chose none: {palette}").format(palette=spec.palette)
    yield _("bleed: {bleed}").format(bleed=_bleed(spec))
    yield _("marks: {marks}").format(marks=_marks(spec))
    yield _("ink on one spot: at most {total} %, measured over {window} mm²").format(
        total=f"{limit.total:g}", window=f"{limit.window:g}"
    )
    yield _("photographs: prepared for {target} ppi; {limits}").format(
        target=images.target, limits=_resolution(images.photo)
    )
    yield _("black-and-white line art: {limits}").format(limits=_resolution(images.line_art))
    yield from _sizes(spec)
    yield _cover(spec)
    yield _("names of files: {pattern}").format(pattern=spec.file_name)


def _standard(spec: PressSpec) -> str:
    return _("ordinary PDF") if spec.standard == "none" else spec.standard


def _inks(spec: PressSpec) -> str:
    process = spec.inks == "process"
    inks = _("cyan, magenta, yellow, black") if process else _("black alone")
    if not spec.spots:
        return inks
    return _("{inks}, and at most {spots} besides").format(inks=inks, spots=spec.spots)


def _bleed(spec: PressSpec) -> str:
    bleed = spec.bleed
    edges = [f"{edge:g}" for edge in (bleed.head, bleed.foot, bleed.inside, bleed.outside)]
    if not bleed.most:
        return _("none")
    if len(set(edges)) == 1:
        return _("{edge} mm on every edge").format(edge=edges[0])
    return _("head {head} mm, foot {foot} mm, inside {inside} mm, outside {outside} mm").format(
        head=edges[0], foot=edges[1], inside=edges[2], outside=edges[3]
    )


def _marks(spec: PressSpec) -> str:
    marks = spec.marks
    drawn = [
        name
        for wanted, name in (
            (marks.crop, _("crop marks")),
            (marks.registration, _("registration crosses")),
            (marks.colour_bars, _("colour bars")),
            (marks.slug, _("slug line")),
        )
        if wanted
    ]
    if not drawn:
        return _("none")
    return _("{drawn}, {offset} mm from the bleed").format(
        drawn=", ".join(drawn), offset=f"{marks.offset:g}"
    )


def _resolution(rule: Resolution) -> str:
    return _("an error below {error} ppi, a warning below {warning}").format(
        error=rule.error, warning=rule.warning
    )


def _sizes(spec: PressSpec) -> Iterator[str]:
    strokes, text, pages = spec.strokes, spec.text, spec.pages
    yield _("lines: thicker than {error} pt; white in colour, {reversed} pt at least").format(
        error=f"{strokes.error:g}", reversed=f"{strokes.reversed:g}"
    )
    yield _(
        "text: {smallest} pt at least, {several} pt in several inks, {reversed} pt white in "
        "colour, {rich} pt in black of several inks"
    ).format(
        smallest=f"{text.smallest:g}",
        several=f"{text.several_inks:g}",
        reversed=f"{text.reversed:g}",
        rich=f"{text.rich_black:g}",
    )
    yield _("pages: a multiple of {multiple}; text {safety} mm from the trim at least").format(
        multiple=pages.multiple, safety=f"{pages.safety:g}"
    )


def _cover(spec: PressSpec) -> str:
    if not spec.cover.apart:
        return _("cover: in the same file")
    if spec.cover.binding == "saddle":
        return _("cover: a file of its own, stapled")
    return _("cover: a file of its own, glued; a leaf inside is {caliper} mm thick").format(
        caliper=f"{spec.cover.caliper:g}"
    )
