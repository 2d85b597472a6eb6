"""An issue on its way to a print house: the press it goes to, its palette in inks, its pictures."""

from __future__ import annotations

from dataclasses import replace

from printshop.content.pictures import PictureStore
from printshop.i18n import _
from printshop.layout import Layout, Plan
from printshop.layout.contract import Colour, Palette
from printshop.layout.fonts import furniture_face
from printshop.makeup import Book
from printshop.manifest import LoadedIssue
from printshop.prepress.drawn import finer_for
from printshop.prepress.edition import Edition, Lettered, PaletteColour
from printshop.prepress.images import press_pictures
from printshop.prepress.inks import InkTable
from printshop.press import DEFAULT_PRESS, Press, load_press, press_file_name
from printshop.problems import Problems, StopBuild, Where
from printshop.progress import Progress
from printshop.settings import STATE, Settings, reserved_names
from printshop.text.typography import plain


def press_of(
    loaded: LoadedIssue, layout: Layout, settings: Settings, problems: Problems
) -> Press | None:
    """The print house: the one asked for, else the issue's, the bulletin's, the first in stock.

    None where no press file is made.

    Raises:
        StopBuild: there is none such, or the layout cannot be printed there (K001 to K005, K007,
            K008, K011, K012).
    """
    if "press" not in settings.targets:
        return None
    name, where = (settings.press, Where()) if settings.press else loaded.press
    press = load_press(loaded.workspace, name or DEFAULT_PRESS, where, problems)
    if press.name != (loaded.press[0] or DEFAULT_PRESS):
        press = under_its_name(press)
    before = problems.errors
    bleed = layout.spec.bleed
    if press.spec.bleed.most > bleed:
        asked = f"{press.spec.bleed.most:g}"
        problems.add("K005", where, asked=asked, given=f"{bleed:g}", press=press.name)
    wanted_palette = press.spec.palette
    if wanted_palette and not layout.palette and wanted_palette not in layout.spec.palettes:
        known = ", ".join(layout.spec.palettes) or "–"
        problems.add("K004", where, palette=wanted_palette, layout=layout.name, known=known)
    ink_table(layout, press, problems)
    if any(name in reserved_names(loaded.id) for name in press_names(loaded, press)):
        path = loaded.workspace.name(press.path)
        reason = _("another file of the issue has that name")
        problems.add("K003", Where(path), pattern=press.spec.file_name, reason=reason)
    if problems.errors > before:
        raise StopBuild
    return press


def under_its_name(press: Press) -> Press:
    """A press that is not the issue's own: its files must not replace those that are sent."""
    pattern = press.spec.file_name.removesuffix(".pdf")
    if "{press}" in pattern:
        return press
    return replace(press, spec=press.spec.model_copy(update={"file_name": pattern + "-{press}"}))


def press_names(loaded: LoadedIssue, press: Press) -> list[str]:
    """Names of the files for a press."""
    number, date = loaded.issue.number, loaded.issue.date
    parts = ("body", "cover") if press.spec.cover.apart else ("press",)
    return [press_file_name(press, loaded.id, number, date, part) for part in parts]


def ink_table(layout: Layout, press: Press, problems: Problems) -> InkTable:
    """The layout's palette as the press prints it."""
    return InkTable(palette_colours(layout, press), layout.name, press, problems)


def _printed_palette(layout: Layout, press: Press) -> Palette | None:
    """The palette whose inks are taken: the issue's choice, else the press's."""
    return layout.spec.palettes.get(layout.palette or press.spec.palette or "")


def greyed(layout: Layout, press: Press) -> bool:
    """Whether photographs are printed without colour."""
    palette = _printed_palette(layout, press)
    return press.spec.inks == "black" or (palette is not None and palette.pictures == "grey")


def palette_colours(layout: Layout, press: Press) -> tuple[PaletteColour, ...]:
    """Each colour of the palette in force, with its inks on this press."""
    palette = _printed_palette(layout, press)
    printed = {**layout.spec.palette, **(palette.colours if palette else {})}
    return tuple(
        _palette_colour(name, colour, printed.get(name, colour))
        for name, colour in layout.colours.items()
    )


def _palette_colour(name: str, shown: Colour, printed: Colour) -> PaletteColour:
    red, green, blue = (int(shown.srgb[at : at + 2], 16) for at in (1, 3, 5))
    cyan, magenta, yellow, black = (ink / 100 for ink in printed.inks)
    inks = cyan, magenta, yellow, black
    return PaletteColour(name, (red, green, blue), inks, printed.spot or "", printed.tint / 100)


def edition_of(
    loaded: LoadedIssue,
    plan: Plan,
    layout: Layout,
    book: Book,
    press: Press | None,
    problems: Problems,
    progress: Progress,
) -> Edition:
    """What the targets need beside the book; photographs in inks where there is a press."""
    issue, bulletin = loaded.issue, loaded.bulletin
    font = furniture_face(layout, loaded.workspace, problems)
    lettered = Lettered(plain(loaded.name), issue.number, issue.date, font, bulletin.language)
    geometry = layout.spec.geometry
    if press is None:
        return Edition(loaded.id, lettered, geometry)
    grey = greyed(layout, press)
    finer = finer_for(book.pdf, press.spec.images.target)
    progress.stage("separate", len(finer))
    pictures = press_pictures(
        plan.sources,
        finer,
        PictureStore(loaded.workspace.root / STATE / "pictures"),
        press,
        grey,
        problems,
        progress,
    )
    colours = palette_colours(layout, press)
    return Edition(
        loaded.id, lettered, geometry, layout.name, press, colours, pictures, grey_pictures=grey
    )
