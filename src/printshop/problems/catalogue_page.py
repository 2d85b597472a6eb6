"""F001 to F029: what stands on the pages of a finished file, as `printshop check` judges it."""

from __future__ import annotations

from printshop.i18n import N_
from printshop.problems.entry import Entry, Severity

_E, _W = Severity.ERROR, Severity.WARNING

PAGE: dict[str, Entry] = {
    "F001": Entry(
        _E,
        N_(
            "a photograph is too coarse for the size it is printed at: {ppi} pixels an inch, "
            "at least {limit}"
        ),
        N_(
            "It has {px} pixels and is set {mm} mm wide. Take the original file from the camera, "
            "not one sent by chat, or set it smaller."
        ),
    ),
    "F002": Entry(
        _W,
        N_(
            "a photograph will look soft at the size it is printed at: {ppi} pixels an inch, "
            "better {limit}"
        ),
        N_("It has {px} pixels and is set {mm} mm wide. Ask for a larger file, or set it smaller."),
    ),
    "F003": Entry(
        _E,
        N_("a black-and-white drawing is too coarse: {ppi} pixels an inch, at least {limit}"),
        N_(
            "It has {px} pixels and is set {mm} mm wide; its edges will show steps. Scan it anew "
            "at 1200 pixels an inch, or use a drawing as SVG."
        ),
    ),
    "F004": Entry(
        _W,
        N_("a black-and-white drawing may show steps: {ppi} pixels an inch, better {limit}"),
        N_(
            "It has {px} pixels and is set {mm} mm wide. Scan it anew at 1200 pixels an inch, or "
            "use a drawing as SVG."
        ),
    ),
    "F005": Entry(
        _E,
        N_("colours are those of screens (RGB), not printing inks: {what}; {count} in all"),
        N_(
            "Export the file as PDF/X, with all colours in CMYK. Where it is an issue of yours, "
            "build it for the press: `printshop build ISSUE --target press`."
        ),
    ),
    "F006": Entry(
        _E,
        N_("a picture is in the colours of screens (RGB), not in printing inks"),
        N_(
            "Export the file as PDF/X, with all pictures in CMYK. Where it is an issue of yours, "
            "build it for the press: `printshop build ISSUE --target press`."
        ),
    ),
    "F007": Entry(
        _W,
        N_("colours are not given in inks but measured ({spaces}): {what}; {count} in all"),
        N_("The print house's program turns them into inks: ask for a proof, look at the colours."),
    ),
    "F008": Entry(
        _E,
        N_("PDF/X-1a takes inks only, but colours are measured ({spaces}): {what}; {count} in all"),
        N_("Have all colours turned into CMYK when the file is made."),
    ),
    "F009": Entry(
        _E,
        N_("inks that this print house does not take for the job: {names}"),
        N_(
            "Inks of their own that are allowed: {spots}. Give these colours in the inks of the "
            "press, or raise `spots:` or `inks:` in its file once the print house agrees."
        ),
    ),
    "F010": Entry(
        _E,
        N_("lines are too thin to print: {pt} pt, more than {limit} is needed; {count} in all"),
        N_("Make them 0.25 pt or more."),
    ),
    "F011": Entry(
        _W,
        N_("white lines in colour are thin: {pt} pt, at least {limit}; {count} in all"),
        N_("Ink runs into them on paper: make them thicker."),
    ),
    "F012": Entry(
        _W,
        N_("text is very small: “{text}” has {size} pt, at least {limit}; {count} in all"),
        N_("Set it larger; older readers will thank you too."),
    ),
    "F013": Entry(
        _W,
        N_(
            "small text is printed in several inks: “{text}” has {size} pt, at least {limit}; "
            "{count} in all"
        ),
        N_("Inks never meet exactly, and small letters blur: make it black, or larger."),
    ),
    "F014": Entry(
        _W,
        N_(
            "small white text stands in colour: “{text}” has {size} pt, at least {limit}; "
            "{count} in all"
        ),
        N_("Ink runs into thin letters: set it larger, or dark on a light ground."),
    ),
    "F015": Entry(
        _W,
        N_(
            "small black text is mixed of several inks: “{text}” has {size} pt, at least {limit}; "
            "{count} in all"
        ),
        N_("Make it pure black: no cyan, magenta or yellow, 100 % black."),
    ),
    "F016": Entry(
        _E,
        N_("white is set to overprint and will not be seen; {count} in all"),
        N_("White is paper: it must knock out what is below. Turn its overprint off."),
    ),
    "F017": Entry(
        _W,
        N_("black text on colour does not overprint; {count} in all"),
        N_("White rims may show round the letters: turn overprint on for pure black text."),
    ),
    "F018": Entry(
        _E,
        N_("PDF/X-1a forbids transparency, and there is some: {what}"),
        N_("Have the file flattened when it is made, or ask whether PDF/X-4 is welcome."),
    ),
    "F019": Entry(
        _E,
        N_("transparent parts are mixed in the colours of screens (RGB); {count} in all"),
        N_("Choose CMYK for mixing transparent parts in the program that made the file."),
    ),
    "F020": Entry(
        _E,
        N_(
            "a picture or colour goes to the edge of the page ({edges}) but not far enough over "
            "it: {mm} mm missing of {asked}"
        ),
        N_(
            "Cutting is never exact, and a white rim would show: let it go over the edge, or end "
            "well inside."
        ),
    ),
    "F021": Entry(
        _W,
        N_("text stands {mm} mm from the edge of the page, at least {limit}; {count} in all"),
        N_("Cutting is never exact: move it inwards."),
    ),
    "F022": Entry(
        _E,
        N_("text goes over the edge of the page and will be cut; {count} in all"),
        N_("Move it inwards, or set it smaller."),
    ),
}
