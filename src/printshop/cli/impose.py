"""`printshop impose [SOURCE]`: a PDF file or an issue."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.options import (
    FormatOption,
    QuietOption,
    WorkspaceOption,
    complete_issue,
    complete_printer,
)
from printshop.cli.session import Format, Session
from printshop.i18n import _, ngettext
from printshop.problems import Problems, StopBuild

if TYPE_CHECKING:
    from printshop.imposing import Imposed, Tested, Wanted
    from printshop.imposition.creep import CreepRow

_LONG_TABLE = 12
"""Sheets in a table of creep; of more, the first and the last are shown."""


class SchemeChoice(StrEnum):
    """How pages go on sheets."""

    SADDLE = "saddle"
    PERFECT = "perfect"
    WRAP = "wrap"
    N_UP = "n-up"
    REPEAT = "repeat"
    CUT_STACK = "cut-stack"
    ROLL_FOLD = "roll-fold"
    ZINE = "zine"


class SheetChoice(StrEnum):
    """Paper."""

    A5 = "A5"
    A4 = "A4"
    A3 = "A3"
    SRA3 = "SRA3"
    B4 = "B4"
    B5 = "B5"
    LETTER = "Letter"
    TABLOID = "Tabloid"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "impose",
        help=_(
            "Put the pages of a PDF file or of an issue on sheets for the office printer: booklets "
            "to fold and staple, several pages on a side, labels, leaflets."
        ),
        epilog=_("Example: printshop impose 2017-09 --scheme saddle --sheet A3 --plan"),
    )(impose)


def impose(
    source: Annotated[
        str | None,
        typer.Argument(
            help=_("a PDF file, or an issue: its folder's name under issues/, or a path"),
            autocompletion=complete_issue,
        ),
    ] = None,
    scheme: Annotated[
        SchemeChoice,
        typer.Option(
            help=_(
                "saddle: a stapled booklet; perfect: several, glued; wrap: stapled in a cover of "
                "other paper; n-up: several pages on a side; repeat: labels; cut-stack: cut into "
                "stacks; roll-fold: a leaflet of 6 panels; zine: 8 pages from one sheet"
            )
        ),
    ] = SchemeChoice.SADDLE,
    sheet: Annotated[
        SheetChoice | None,
        typer.Option(case_sensitive=False, help=_("the paper; by default the printer's")),
    ] = None,
    printer: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=_("the printer, as `printshop printers` lists them; by default a3-hai-mat"),
            autocompletion=complete_printer,
        ),
    ] = None,
    signature: Annotated[
        int, typer.Option(help=_("perfect: pages of a signature, a multiple of 4 from 4 to 32"))
    ] = 16,
    wraps: Annotated[
        int, typer.Option(min=1, max=3, help=_("wrap: sheets of the cover's paper"))
    ] = 1,
    up: Annotated[
        str | None,
        typer.Option(
            metavar="N",
            help=_(
                "n-up, repeat, cut-stack: pages on a side, 2, 4, 6 or 8, or columns and rows such "
                "as 3x7; repeat takes as many as there is room for"
            ),
        ),
    ] = None,
    sides: Annotated[
        int | None,
        typer.Option(min=1, max=2, help=_("n-up, repeat, cut-stack: printed sides of a sheet")),
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help=_("repeat: several labels share a sheet."))
    ] = False,
    gap: Annotated[
        float,
        typer.Option(
            metavar="MM", min=0, max=100, help=_("n-up, repeat, cut-stack: between pages, in mm")
        ),
    ] = 0,
    blanks: Annotated[
        str | None,
        typer.Option(
            metavar="PAGES",
            help=_(
                "where white pages go: numbers of pages that one comes after, such as 2,10; and "
                "before-back (before the back cover) or at-end for those that are missing still"
            ),
        ),
    ] = None,
    creep: Annotated[
        float | None,
        typer.Option(
            metavar="FACTOR",
            min=0,
            max=5,
            help=_("on the computed creep; 0 for none; by default the printer's"),
        ),
    ] = None,
    creep_out: Annotated[
        bool,
        typer.Option(
            "--creep-out",
            help=_("Move outer pages outwards, in place of inner pages inwards."),
        ),
    ] = False,
    caliper: Annotated[
        float | None,
        typer.Option(
            metavar="MM",
            min=0,
            max=2,
            help=_("thickness of a sheet, in mm; by default the printer's"),
        ),
    ] = None,
    cover_caliper: Annotated[
        float | None,
        typer.Option(
            metavar="MM", min=0, max=2, help=_("wrap: thickness of the cover's paper, in mm")
        ),
    ] = None,
    scale: Annotated[
        str,
        typer.Option(
            metavar="SCALE",
            help=_(
                "fit: smaller where the sheet demands it; printable: smaller so that all can be "
                "printed; none: as they are; or percent"
            ),
        ),
    ] = "fit",
    mixed: Annotated[
        bool, typer.Option("--mixed", help=_("Scale pages of other sizes to the most frequent."))
    ] = False,
    bleed: Annotated[
        bool, typer.Option("--bleed", help=_("Show the bleed of pages too, to be trimmed off."))
    ] = False,
    marks: Annotated[
        bool,
        typer.Option(
            "--marks/--no-marks", help=_("marks for folding and cutting, and names of sheets")
        ),
    ] = True,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_(
                "the result's file; by default PDF-booklet.pdf beside the PDF file, or "
                "dist/ISSUE/ISSUE-booklet.pdf"
            ),
        ),
    ] = None,
    plan: Annotated[
        bool,
        typer.Option(
            "--plan", help=_("Show which page goes where, and draw it beside the result, as SVG.")
        ),
    ] = False,
    dummy: Annotated[
        bool,
        typer.Option("--dummy", help=_("Numbered pages in place of the true ones, to fold.")),
    ] = False,
    test: Annotated[
        bool,
        typer.Option("--test", help=_("Make the printer's test sheet; needs no PDF and no issue.")),
    ] = False,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    from printshop.imposing import Wanted
    from printshop.imposition.load import DEFAULT_PRINTER

    if source is None and not test:
        raise typer.BadParameter(_("name a PDF file or an issue, or ask for `--test`"))
    wanted = Wanted(
        scheme=scheme.value,
        printer=printer or DEFAULT_PRINTER,
        sheet=sheet.value if sheet else "",
        signature=signature,
        wraps=wraps,
        up=up or "",
        sides=sides or 0,
        share=share,
        gap=gap,
        blanks=blanks or "",
        creep=creep,
        creep_out=creep_out,
        caliper=caliper,
        cover_caliper=cover_caliper,
        scale=scale,
        mixed=mixed,
        bleed=bleed,
        marks=marks,
        out=out.resolve() if out else None,
        plan=plan,
        dummy=dummy,
    )
    session = Session(format, quiet=quiet)
    if test:
        session.run(lambda: _test(session, wanted, workspace))
    session.run(lambda: _impose(session, source or "", wanted, workspace))


def _impose(
    session: Session, source: str, wanted: Wanted, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.cli.bars import progress_for
    from printshop.imposing import impose_file, impose_issue
    from printshop.settings import Settings
    from printshop.workspace import issue_folder

    file = _file(source, session.problems)
    found = (
        session.workspace_or_here(workspace) if file else session.find_workspace(workspace, source)
    )
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        if file:
            made: Imposed | None = impose_file(found, file, wanted, session.problems, progress)
        else:
            folder = issue_folder(found, source, Path.cwd(), session.problems)
            settings = Settings(jobs=min(8, os.cpu_count() or 1))
            made = impose_issue(found, folder, wanted, settings, session.problems, progress)
    finally:
        progress.finish()
    return (_as_data(made), list(_lines(made, plan=wanted.plan))) if made else None


def _test(
    session: Session, wanted: Wanted, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.imposing import make_test_sheet
    from printshop.workspace import WORKSPACE_FILE

    found = session.workspace_or_here(workspace)
    own = (found.root / WORKSPACE_FILE).is_file()
    made = make_test_sheet(
        found, wanted, found.root / "dist" if own else found.root, session.problems
    )
    data = {"files": [str(path) for path in made.files], "printer": made.printer.name}
    return data, list(_test_lines(made))


def _file(source: str, problems: Problems) -> Path | None:
    """The PDF file that was named; None for an issue.

    Raises:
        StopBuild: it is not there, or no file; S001 or S002 is noted.
    """
    path = Path(source).resolve()
    if path.is_dir() or path.name == "issue.yaml" or not (path.suffix or path.exists()):
        return None
    if not path.exists() and path.suffix.lower() != ".pdf":
        return None
    if not path.exists():
        problems.add("S001", path=source)
        raise StopBuild
    if not path.is_file() or not os.access(path, os.R_OK):
        problems.add("S002", path=source, reason=_("the computer does not permit it"))
        raise StopBuild
    return path


# -- what was made, for programs


def _as_data(made: Imposed) -> dict[str, Any]:
    job, layout = made.imposition, made.layout
    return {
        "files": [str(path) for path in made.files],
        "bytes": made.size,
        "plan": str(made.plan) if made.plan else None,
        "scheme": job.scheme,
        "printer": made.printer.name,
        "duplex": made.printer.spec.duplex if job.two_sided else None,
        "sheet": {"name": layout.name, "width": layout.width, "height": layout.height},
        "scale": layout.scale,
        "pages": made.pages,
        "blanks": job.blanks,
        "sheets": [
            {
                "signature": sheet.signature + 1,
                "sheet": sheet.number + 1,
                "front": [_place(place) for place in sheet.front.places],
                "back": [_place(place) for place in sheet.back.places],
            }
            for sheet in job.sheets
        ],
        "creep": [
            {
                "signature": row.signature + 1,
                "sheet": row.sheet + 1,
                "creep": round(row.creep, 4),
                "shift": round(row.shift, 4),
            }
            for row in made.creep
        ],
    }


def _place(place: Any) -> dict[str, Any]:
    return {
        "page": None if place.page is None else place.page + 1,
        "column": place.column,
        "row": place.row,
        "turned": place.turned,
        "shift": round(place.shift, 4),
    }


# -- and for people


def _lines(made: Imposed, *, plan: bool) -> Iterator[str]:
    from printshop.imposition.plan import table

    job = made.imposition
    if plan:
        yield from table(job)
        yield ""
    if any(row.shift for row in made.creep):
        yield from _creep_lines(made.creep)
        yield ""
    number = len(job.sheets)
    sheets = ngettext("{n} sheet", "{n} sheets", number).format(n=number)
    pages = ngettext("{n} page", "{n} pages", made.pages).format(n=made.pages)
    parts = [f"{pages} → {sheets} {made.layout.name}"]
    if job.blanks:
        parts.append(ngettext("{n} white page", "{n} white pages", job.blanks).format(n=job.blanks))
    if abs(made.layout.scale - 1) > 0.0005:
        parts.append(_("pages at {percent} %").format(percent=f"{made.layout.scale * 100:.1f}"))
    yield ", ".join(parts)
    yield from _dialogue(made)
    for path in (*made.files, *([made.plan] if made.plan else [])):
        yield str(_shown(path))


def _creep_lines(rows: Sequence[CreepRow]) -> list[str]:
    from printshop.imposition.plan import BLANK, in_columns

    heads = [_("sheet"), _("pages"), _("sticks out, mm"), _("moved, mm")]
    several = any(row.signature for row in rows)
    cells = [
        [
            f"{row.signature + 1}/{row.sheet + 1}" if several else str(row.sheet + 1),
            " ".join(BLANK if page is None else str(page + 1) for page in row.pages),
            f"{row.creep:.2f}",
            f"{row.shift:.2f}",
        ]
        for row in rows
    ]
    if len(cells) > _LONG_TABLE:
        half = _LONG_TABLE // 2
        cells = [*cells[:half], ["…"] * 4, *cells[-half:]]
    return in_columns([heads, *cells])


def _dialogue(made: Imposed) -> Iterator[str]:
    """What to set in the printer's dialogue."""
    layout, spec = made.layout, made.printer.spec
    lying = _("landscape") if layout.across else _("portrait")
    yield _("In the printer's dialogue:")
    yield "  " + _("paper: {sheet}, {lying}").format(sheet=layout.name, lying=lying)
    yield "  " + _("size: actual size, 100 % (not “fit to page”)")
    if not made.imposition.two_sided or spec.duplex == "none":
        yield "  " + _("print on one side")
    elif spec.duplex == "short-edge":
        yield "  " + _("print on both sides, flip on the short edge")
    elif spec.duplex == "long-edge":
        yield "  " + _("print on both sides, flip on the long edge")
    else:
        fronts, backs = (path.name for path in made.files)
        said = _(
            "print on one side: first {fronts}; turn the stack over on its short edge, put it in "
            "again, and print {backs}"
        )
        if spec.turned:
            said = _(
                "print on one side: first {fronts}; turn the stack over on its long edge, put it "
                "in again, and print {backs}"
            )
        yield "  " + said.format(fronts=fronts, backs=backs)


def _test_lines(made: Tested) -> Iterator[str]:
    yield _(
        "Print it on {sheet}, landscape, at actual size (100 %), and read what it says."
    ).format(sheet=made.sheet)
    if len(made.files) == 1:
        yield _("Set “both sides” with the flip that you are going to use for booklets.")
    else:
        yield _("Put the stack in again for the backs as you are going to do it for booklets.")
    for path in made.files:
        yield str(_shown(path))


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
