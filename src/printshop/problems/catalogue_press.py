"""K: print houses (`presses/`) and what the press file asks of the layout."""

from __future__ import annotations

from printshop.i18n import N_
from printshop.problems.entry import Entry, Severity

_E, _W = Severity.ERROR, Severity.WARNING

PRESS: dict[str, Entry] = {
    "K001": Entry(
        _E,
        N_("there is no print house `{name}`"),
        N_("Print houses here: {known}. A new one is a file in `presses/`."),
        near=N_("Did you mean `{near}`?"),
        near_suffices=False,
    ),
    "K002": Entry(
        _E,
        N_("the ICC profile `{path}` cannot be used: {reason}"),
        N_(
            "Ask the print house for its output profile (CMYK), put the file beside this one and "
            "name it here; `FOGRA39L_coated.icc` comes with printshop."
        ),
        near=N_("There is `{near}`."),
    ),
    "K003": Entry(
        _E,
        N_("`{pattern}` cannot name files: {reason}"),
        N_(
            "In braces may stand: {{issue}}, {{number}}, {{year}}, {{month}}, {{press}}, {{part}}; "
            "for example `{{issue}}-{{part}}`."
        ),
    ),
    "K004": Entry(
        _E,
        N_("the print house asks for the palette `{palette}`, and layout `{layout}` has none such"),
        N_(
            "Name another under `palette:` in the print house's file (the layout has: {known}), "
            "or add this one to the layout."
        ),
    ),
    "K005": Entry(
        _E,
        N_("print house `{press}` asks for {asked} mm of bleed, and the layout gives {given} mm"),
        N_(
            "Set `bleed: {asked}` in the layout's `layout.yaml`, or ask the print house whether "
            "{given} mm are enough and write that in its file."
        ),
    ),
    "K006": Entry(
        _W,
        N_(
            "colour {colour} is not in the palette of layout `{layout}`; the profile made {inks} "
            "of it (pages: {pages})"
        ),
        N_(
            "Use a colour of the palette, or add this one with its inks under `palette:` in "
            "`layout.yaml`: only so are its inks what you mean."
        ),
    ),
    "K007": Entry(
        _E,
        N_(
            "the palette's colours `{first}` and `{second}` are both {colour} on the screen, but "
            "have different inks"
        ),
        N_(
            "The inks are found by the colour on the screen: change one `srgb:` a little, or give "
            "both the same inks."
        ),
    ),
    "K008": Entry(
        _E,
        N_(
            "the palette has inks of its own ({found}: {names}); print house `{press}` takes at "
            "most {most}"
        ),
        N_(
            "Choose a palette with fewer, or ask the print house: what it takes stands under "
            "`spots:` in its file."
        ),
    ),
    "K009": Entry(
        _E,
        N_("PDF/X-1a forbids transparency, and there is some: {what} (pages: {page})"),
        N_(
            "Take it out of the drawing or the style sheet, or ask the print house whether it "
            "takes PDF/X-4 and write that under `standard:` in its file."
        ),
    ),
    "K010": Entry(
        _E,
        N_("the cover cannot be a file of its own: the issue has {pages} pages"),
        N_(
            "It takes an even number of pages, 8 at least: four of the cover, the rest inside. "
            "Add or drop pages, or set `apart: no` under `cover:` in the print house's file."
        ),
    ),
    "K011": Entry(
        _E,
        N_("print house `{press}` prints black only, but colour `{colour}` has other inks"),
        N_(
            "Choose a palette of black, such as `one-ink`: `palette:` under `options:` of the "
            "issue, or in the print house's file."
        ),
    ),
    "K012": Entry(
        _E,
        N_("the ink `{spot}` is something else in colour `{first}` than in colour `{second}`"),
        N_(
            "Give it the same cyan, magenta, yellow and black in both: they stand for the full "
            "ink where a machine lacks it."
        ),
    ),
    "K013": Entry(
        _E,
        N_("this cannot be put into inks: {what} (pages: {pages})"),
        N_(
            "Take it out of the drawing or the style sheet; where it comes from printshop itself, "
            "please report it."
        ),
    ),
}
