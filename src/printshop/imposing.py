"""The recipe of `printshop impose`: pages of a PDF or of an issue on sheets for an office printer.

Everything is computed and drawn before the first file is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from printshop.i18n import N_, _, language
from printshop.imposition.atedges import lost_edges, pages_cut
from printshop.imposition.creep import Creep, CreepRow, creep_table, with_creep
from printshop.imposition.duplex import runs
from printshop.imposition.layout import (
    Scale,
    SheetLayout,
    Size,
    Wish,
    lay_out,
    turned_back,
    unprintable,
)
from printshop.imposition.load import DEFAULT_PRINTER, Printer, load_printer
from printshop.imposition.model import Imposition, SchemeName
from printshop.imposition.plan import plan_svg
from printshop.imposition.printer import SHEETS, Edges
from printshop.imposition.schemes import SCHEMES, Options
from printshop.imposition.schemes.nup import UPRIGHT_PAGES, grid_of
from printshop.imposition.schemes.perfect import SIGNATURES
from printshop.imposition.schemes.rollfold import TUCK, panel_widths
from printshop.imposition.sequence import Blanks, Rest, misplaced
from printshop.lettering import Lettering, lettering
from printshop.output import write_all
from printshop.problems import Problems, StopBuild, Where
from printshop.progress import Progress, Silent
from printshop.settings import Built, Settings
from printshop.stockplace import stock_folder
from printshop.workspace import Workspace

if TYPE_CHECKING:
    from printshop.imposition.source import Source

READING = N_("reading pages")
DRAWING = N_("putting pages on sheets")

BOOKLETS = ("saddle", "perfect", "wrap")
GRIDS = ("n-up", "repeat", "cut-stack")
"""Schemes whose cells are the user's to choose."""
_FONT = "ibm-plex-sans/IBMPlexSans_400Regular.ttf"
"""Of labels, dummies and test sheets."""
_LEAST_LOSS = 0.05
"""What lies where the printer cannot print, in mm; less is rounding."""
_MOST_LOOKED_AT, _MOST_NAMED = 64, 8
"""Pages that are drawn to see what stands at their edges; pages in one message."""
_BLEEDS = 0.5
"""White at the spine, in mm: where there is less, a picture runs into it and may be moved."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for, as it was written; lengths in mm."""

    scheme: SchemeName = "saddle"
    printer: str = DEFAULT_PRINTER
    sheet: str = ""
    """The printer's own by default."""
    signature: int = 16
    wraps: int = 1
    up: str = ""
    """Cells of a side: `4`, `3x7`; by default 2, and as many as have room for `repeat`."""
    sides: int = 0
    """1 or 2; 0 for what is usual."""
    share: bool = False
    """Of `repeat`: several labels on a sheet."""
    gap: float = 0.0
    blanks: str = ""
    creep: float | None = None
    """The factor; the printer's by default."""
    creep_out: bool = False
    caliper: float | None = None
    cover_caliper: float | None = None
    scale: str = "fit"
    mixed: bool = False
    bleed: bool = False
    marks: bool = True
    out: Path | None = None
    plan: bool = False
    dummy: bool = False


@dataclass(frozen=True)
class Imposed:
    """What was made."""

    files: tuple[Path, ...]
    """One, or fronts and backs."""
    size: int
    """Bytes of all of them."""
    pages: int
    """Of the input."""
    imposition: Imposition
    layout: SheetLayout
    printer: Printer
    creep: tuple[CreepRow, ...]
    """Empty where nothing is moved."""
    plan: Path | None = None
    """The picture of the plan."""


@dataclass(frozen=True)
class Tested:
    """The test sheet of a printer."""

    files: tuple[Path, ...]
    printer: Printer
    sheet: str


def impose_issue(
    workspace: Workspace,
    folder: Path,
    wanted: Wanted,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
) -> Imposed | None:
    """Put the pages of the issue in `folder` on sheets; its screen file is made first.

    Args:
        workspace: the folder of everything.
        folder: the issue's.
        wanted: how.
        settings: as for a build.
        problems: what forbids it.
        progress: told of stages and steps.

    Returns:
        What was made; None where the issue cannot be built.

    Raises:
        StopBuild: the problems say why; nothing was written but the screen file.
        OSError: a file cannot be written.
    """
    from printshop.uptodate import bring_up_to_date

    load_printer(workspace, wanted.printer, Where(), problems)  # before minutes are spent
    wishes = replace(settings, targets=("screen",), strict=False, explain=False)
    found = Problems()
    try:
        built = bring_up_to_date(workspace, folder, wishes, found, progress or Silent())
    finally:  # notes on pages are the editor's business, not the printer's
        problems.pass_on(found)
    if built is None:
        return None
    out = wanted.out or settings.folder(workspace.root, folder.name) / _name(folder.name, wanted)
    blanks = wanted.blanks or _blanks_of(workspace, folder, wanted, built, problems)
    wanted = replace(wanted, out=out, blanks=blanks)
    return impose_file(workspace, built.files[0], wanted, problems, progress)


def _blanks_of(
    workspace: Workspace, folder: Path, wanted: Wanted, built: Built, problems: Problems
) -> str:
    """What the manifest says of white pages in booklets, as `--blanks` has it.

    An unchanged build has not read the manifest; and what is wrong with it the build has told.
    """
    from printshop.imposition.whites import blanks_of
    from printshop.manifest.load import load_issue

    loaded = load_issue(workspace, folder, None, Problems())
    if loaded is None or wanted.scheme not in BOOKLETS:
        return ""
    before = problems.errors
    found = blanks_of(loaded, built.trace, problems)
    if problems.errors > before:
        raise StopBuild
    return ",".join([*map(str, found.after), *([found.rest] if found.rest else [])])


def impose_file(
    workspace: Workspace,
    path: Path,
    wanted: Wanted,
    problems: Problems,
    progress: Progress | None = None,
) -> Imposed:
    """Put the pages of a PDF file of anybody on sheets; as `impose_issue`.

    Args:
        workspace: whose printers may be named; it need hold nothing.
        path: the file.
        wanted: how.
        problems: what forbids it.
        progress: told of stages.
    """
    from printshop.imposition.draw import Drawing, draw
    from printshop.imposition.dummy import dummy_pages
    from printshop.imposition.marks import Labels, MarkWish
    from printshop.imposition.source import read_source, source_of

    progress = progress or Silent()
    printer = load_printer(workspace, wanted.printer, Where(), problems)
    progress.stage(READING)
    source = read_source(
        path,
        problems,
        name=workspace.name(path),
        bleed=wanted.bleed or wanted.scheme in ("repeat", "cut-stack"),
        mixed=wanted.mixed,
    )
    sheet = wanted.sheet or printer.spec.sheet
    options = _options(wanted, source, sheet, printer, problems)
    progress.stage(DRAWING)
    creep = _creep(wanted, printer)
    job = with_creep(SCHEMES[wanted.scheme](len(source.pages), options), creep)
    edges = printer.spec.unprintable
    layout = lay_out(job, source.page_size, edges, (sheet,), _wish(wanted, source.page_size))
    _check_layout(layout, problems)
    if wanted.dummy:
        font = _font(problems)
        pages = dummy_pages(job, source.page_size, lambda text, pt: lettering(text, font, pt))
        source = source_of(pages, problems, name=path.name)
    else:
        _check_margins(path, job, problems)
        _check_edges(path, job, layout, problems)
    spec = printer.spec
    drawing = Drawing(
        MarkWish() if wanted.marks else None,
        Labels(_font(problems), language()) if wanted.marks else None,
        turned_back(spec.back, across=layout.across),
    )
    files = runs(job, spec.duplex, landscape=layout.across, stack=spec.stack, turned=spec.turned)
    drawn = [draw(source, job, layout, run, drawing) for run in files]
    out = wanted.out or path.with_name(_name(path.stem, wanted))
    paths = _paths(out, len(drawn))
    picture = out.with_name(f"{out.stem}-plan.svg") if wanted.plan else None
    if path.resolve() in {target.resolve() for target in (*paths, picture or out)}:
        problems.add("B026", path=workspace.name(path))
        raise StopBuild
    results = dict(zip(paths, drawn, strict=True))
    if picture:
        results[picture] = plan_svg(job, (layout.width, layout.height), out.stem).encode()
    write_all(results)
    return Imposed(
        paths,
        sum(map(len, drawn)),
        len(source.pages),
        job,
        layout,
        printer,
        creep_table(job, creep) if creep.factor and creep.caliper else (),
        picture,
    )


def make_test_sheet(
    workspace: Workspace, wanted: Wanted, folder: Path, problems: Problems
) -> Tested:
    """Write the test sheet of a printer.

    Args:
        workspace: whose printers may be named.
        wanted: the printer, the sheet and the file count.
        folder: where it goes by default.
        problems: what forbids it.

    Raises:
        StopBuild: there is no such printer.
        OSError: it cannot be written.
    """
    from printshop.imposition.testsheet import draw_test

    printer = load_printer(workspace, wanted.printer, Where(), problems)
    sheet = wanted.sheet or printer.spec.sheet
    font = _font(problems)

    def letters(text: str, size: float) -> Lettering:
        return lettering(text, font, size)

    height, width = SHEETS[sheet]  # as booklets lie
    manual = printer.spec.duplex == "manual"
    drawn = draw_test((width, height), letters, printer.name, manual=manual)
    paths = _paths(wanted.out or folder / f"{printer.name}-test.pdf", len(drawn))
    write_all(dict(zip(paths, drawn, strict=True)))
    return Tested(paths, printer, sheet)


def _name(stem: str, wanted: Wanted) -> str:
    kind = "booklet" if wanted.scheme in BOOKLETS else wanted.scheme
    return f"{stem}-{'dummy' if wanted.dummy else kind}.pdf"


def _paths(out: Path, count: int) -> tuple[Path, ...]:
    """The file, or those of fronts and of backs."""
    if count == 1:
        return (out,)
    return tuple(out.with_name(f"{out.stem}-{part}{out.suffix}") for part in ("fronts", "backs"))


def _font(problems: Problems) -> Path:
    folder = stock_folder("fonts")
    font = folder / _FONT if folder else None
    if font is None or not font.is_file():
        problems.add("E003", item=f"stock/fonts/{_FONT}")
        raise StopBuild
    return font


# -- what was asked for


def _options(
    wanted: Wanted, source: Source, sheet: str, printer: Printer, problems: Problems
) -> Options:
    """What the scheme is told; all that is wrong is noted before it stops."""
    before = problems.errors
    pages = len(source.pages)
    if wanted.scheme == "perfect" and wanted.signature not in SIGNATURES:
        problems.add("B022", pages=wanted.signature)
    if wanted.scheme in GRIDS:
        grid = _grid(wanted, source.page_size, SHEETS[sheet], printer.spec.unprintable, problems)
    else:
        grid = (2, 1)
    for option in _passed_over(wanted):
        problems.add("B025", option=option, scheme=wanted.scheme)
    blanks = _blanks(wanted.blanks, pages, problems)
    _scale_of(wanted.scale, problems)
    if problems.errors > before:
        raise StopBuild
    usual = 2 if wanted.scheme != "repeat" or pages % 2 == 0 else 1
    return Options(
        signature=wanted.signature,
        wraps=wanted.wraps,
        columns=grid[0],
        rows=grid[1],
        two_sided=(wanted.sides or usual) == 2,
        mixed=wanted.share,
        blanks=blanks,
    )


def _passed_over(wanted: Wanted) -> list[str]:
    """The options that were given and say nothing to the scheme."""
    given: dict[str, tuple[bool, tuple[str, ...]]] = {
        "--signature": (wanted.signature != Wanted.signature, ("perfect",)),
        "--wraps": (wanted.wraps != Wanted.wraps, ("wrap",)),
        "--cover-caliper": (wanted.cover_caliper is not None, ("wrap",)),
        "--up": (bool(wanted.up), GRIDS),
        "--gap": (bool(wanted.gap), GRIDS),
        "--sides": (bool(wanted.sides), GRIDS),
        "--share": (wanted.share, ("repeat",)),
        "--creep": (wanted.creep is not None, BOOKLETS),
        "--creep-out": (wanted.creep_out, BOOKLETS),
        "--caliper": (wanted.caliper is not None, BOOKLETS),
    }
    return [name for name, (is_given, to) in given.items() if is_given and wanted.scheme not in to]


def _grid(
    wanted: Wanted, page: Size, sheet: Size, edges: Edges, problems: Problems
) -> tuple[int, int]:
    """Columns and rows."""
    if not wanted.up and wanted.scheme == "repeat":
        scale = _scale_of(wanted.scale, Problems())
        part = 1.0 if isinstance(scale, str) else scale / 100
        found = most_cells((page[0] * part, page[1] * part), sheet, edges, wanted.gap)
        if not min(found):
            sizes = [f"{size[0]:.0f} × {size[1]:.0f}" for size in (page, sheet)]
            problems.add("B028", page=sizes[0], sheet=sizes[1])
        return found
    up = (wanted.up or "2").lower().replace("×", "x")
    columns, cross, rows = up.partition("x")
    if cross and columns.isdecimal() and rows.isdecimal() and len(up) <= 5:
        if 1 <= int(columns) <= 50 and 1 <= int(rows) <= 50:
            return int(columns), int(rows)
    elif up.isdecimal() and len(up) == 1 and int(up) in UPRIGHT_PAGES:
        return grid_of(int(up), landscape=page[0] > page[1])
    problems.add("B023", up=wanted.up)
    return 2, 1


def most_cells(page: Size, sheet: Size, edges: Edges, gap: float) -> tuple[int, int]:
    """Columns and rows of as many pages as can be printed on a sheet, whichever way it lies.

    Lengths in mm; the sheet is in portrait. Pages stand in the middle, so opposite edges count
    alike.
    """
    free = (
        sheet[0] - 2 * max(edges.left, edges.right),
        sheet[1] - 2 * max(edges.top, edges.bottom),
    )
    found = [
        (int((wide + gap + 0.05) / (page[0] + gap)), int((high + gap + 0.05) / (page[1] + gap)))
        for wide, high in (free, free[::-1])
    ]
    return max(found, key=lambda grid: grid[0] * grid[1])


def _blanks(text: str, pages: int, problems: Problems) -> Blanks:
    """`2,10,at-end` as data."""
    after, rest = list[int](), None
    for word in filter(None, (part.strip() for part in text.split(","))):
        if word in ("before-back", "at-end"):
            rest = cast(Rest, word)
        elif word.isdecimal() and len(word) <= 6:
            after.append(int(word))
        else:
            reason = _("`{word}` is no number of a page").format(word=word)
            problems.add("B024", blanks=text, reason=reason)
            return Blanks()
    found = Blanks(tuple(after), rest)
    if wrong := misplaced(pages, found):
        reason = _("there is no page {page}; the last is {last}").format(page=wrong[0], last=pages)
        problems.add("B024", blanks=text, reason=reason)
    return found


def _scale_of(text: str, problems: Problems) -> Scale:
    """`fit`, `printable`, `none` or percent."""
    if text in ("fit", "printable", "none"):
        return cast(Literal["fit", "printable", "none"], text)
    with suppress(ValueError):
        percent = float(text.removesuffix("%").strip().replace(",", "."))
        if 1 <= percent <= 1000:
            return percent
    problems.add(
        "B029",
        value=text,
        option="--scale",
        reason=_("it is no scale"),
        wanted=_("`fit`, `printable`, `none` or a percentage such as `95`"),
    )
    return "fit"


def _wish(wanted: Wanted, page: Size) -> Wish:
    widths = None
    if wanted.scheme == "roll-fold" and page[0] > TUCK:
        widths = panel_widths(3 * page[0])
    scale = _scale_of(wanted.scale, Problems())
    return Wish(scale=scale, gutter=wanted.gap, gap=wanted.gap, widths=widths)


def _creep(wanted: Wanted, printer: Printer) -> Creep:
    spec = printer.spec
    return Creep(
        spec.caliper if wanted.caliper is None else wanted.caliper,
        spec.creep if wanted.creep is None else wanted.creep,
        "out" if wanted.creep_out else "in",
        wanted.cover_caliper,
        wanted.wraps,
    )


# -- what the sheets are like


def _check_layout(layout: SheetLayout, problems: Problems) -> None:
    """B008 for pages that do not fit."""
    if not layout.fits:
        block = layout.block
        needed = f"{block.width:.0f} × {block.height:.0f}"
        problems.add("B008", needed=needed, sheet=f"{layout.width:.0f} × {layout.height:.0f}")
        raise StopBuild


def _check_edges(path: Path, job: Imposition, layout: SheetLayout, problems: Problems) -> None:
    """B006 where something stands that cannot be printed, B032 where that was not looked at."""
    if unprintable(layout) < _LEAST_LOSS:
        return
    lost = lost_edges(job, layout)
    most = f"{max(max(edges) for edges in lost.values()):.1f}"
    cut = pages_cut(path, lost) if len(lost) <= _MOST_LOOKED_AT else None
    if cut is None:
        problems.add("B032", mm=most)
    elif cut:
        shown = ", ".join(str(page + 1) for page in cut[:_MOST_NAMED])
        problems.add("B006", mm=most, pages=f"{shown} …" if len(cut) > _MOST_NAMED else shown)


def _check_margins(path: Path, job: Imposition, problems: Problems) -> None:
    """B027 where creep moves words or pictures over the spine: the page that is moved most."""
    found = [
        (shift - white, page, shift, white)
        for page, shift, white in _whites(path, job)
        if _BLEEDS < white < shift
    ]
    if found:
        _over, page, shift, white = max(found)
        problems.add("B027", page=page + 1, shift=f"{shift:.2f}", margin=f"{white:.2f}")


def _whites(path: Path, job: Imposition) -> Iterator[tuple[int, float, float]]:
    """Pages of the sheets that are moved most: how far to the spine, and what is white there."""
    moved: dict[int, tuple[float, bool]] = {}
    for sheet in job.sheets:
        for side in (sheet.front, sheet.back):
            for place in side.places:
                towards = place.shift if place.column == 0 else -place.shift
                if place.page is not None and towards > _BLEEDS:
                    moved[place.page] = (towards, place.column == 0)
    most = max((shift for shift, _left in moved.values()), default=0.0)
    wanted = {page: entry for page, entry in moved.items() if entry[0] > most - 1e-6}
    if not wanted:
        return
    import pypdfium2 as pdfium

    with suppress(pdfium.PdfiumError):  # pypdf could read it; then this is not looked at
        pdf = pdfium.PdfDocument(path)
        try:
            for number, (shift, left) in sorted(wanted.items()):
                page = pdf[number]
                page.set_cropbox(*page.get_trimbox())
                picture = page.render(scale=2, grayscale=True).to_pil()
                ink = picture.point(lambda value: 255 * (value < 250)).getbbox()
                if ink is not None:
                    white = picture.width - ink[2] if left else ink[0]
                    yield number, shift, white / 2 / 72 * 25.4
        finally:
            pdf.close()
