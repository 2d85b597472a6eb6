"""F030 to F059: the finished file as a whole, as `printshop check` judges it."""

from __future__ import annotations

from printshop.i18n import N_
from printshop.problems.entry import Entry, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

FILE: dict[str, Entry] = {
    "F030": Entry(
        _E,
        N_("the file is damaged: {reason}"),
        N_("Make it anew, or fetch it again: mail and download can cut a file short."),
    ),
    "F031": Entry(
        _W,
        N_("the page cannot be read to its end: {reason}"),
        N_("What comes after that was not checked. Make the file anew, with another program."),
    ),
    "F032": Entry(
        _E,
        N_("the file is locked by a password or by rights"),
        N_("Save it again without protection: a print house must be able to work on it."),
    ),
    "F033": Entry(
        _E,
        N_("{standard} does not permit this: {what}"),
        N_("Export the file anew as {standard}; the program's export settings offer it."),
    ),
    "F034": Entry(
        _E,
        N_("the page does not say where it is to be cut: it has no trim box"),
        N_("Export it with a trim box; many programs do so when PDF/X is chosen."),
    ),
    "F035": Entry(
        _E,
        N_("the boxes of the page do not lie in one another: trim in bleed, bleed in the sheet"),
        N_("Correct page size and bleed in the program that made the file."),
    ),
    "F036": Entry(
        _E,
        N_("the page has a crop box that hides part of the sheet"),
        N_("Remove the crop box, or set it to the whole sheet: marks and bleed lie outside it."),
    ),
    "F037": Entry(
        _E,
        N_("the page has {mm} mm of bleed, the print house asks for {asked} mm (edge: {edge})"),
        N_("Export it with that bleed, and let pictures reach over the edge of the page."),
    ),
    "F038": Entry(
        _W,
        N_("pages have different sizes: {sizes}"),
        N_(
            "Numbers of pages are in brackets. One bulletin is cut to one size: see which is wrong."
        ),
    ),
    "F039": Entry(
        _W,
        N_("the page is not as it looks: {what}"),
        N_("Programs of print houses may ignore that. Export the page upright, at its true size."),
    ),
    "F040": Entry(
        _E,
        N_("the font {name} is not in the file"),
        N_("Another would be printed in its place. Export with all fonts embedded."),
    ),
    "F041": Entry(
        _N,
        N_("the font {name} is in the file with all its characters"),
        N_("It prints well; a subset would make the file smaller."),
    ),
    "F042": Entry(
        _W,
        N_("the font {name} is of Type 3: drawings in place of letters"),
        N_("It may print coarsely. Use another font, or look closely at the proof."),
    ),
    "F043": Entry(
        _N,
        N_("text in the font {name} cannot be read back"),
        N_("It prints well, but nobody can search the text or copy it."),
    ),
    "F044": Entry(
        _E,
        N_("the file does not say for which printing it is made: it has no output intent"),
        N_("Export it as {standard}; that writes one."),
    ),
    "F045": Entry(
        _E,
        N_("the profile of the output intent is of no use: {reason}"),
        N_("Export the file with the ICC profile that the print house names."),
    ),
    "F046": Entry(
        _W,
        N_("the file is made for {found}, the press prints {wanted}"),
        N_("Colours will differ. Export for {wanted}, or ask the print house which it wants."),
    ),
    "F047": Entry(
        _E,
        N_("metadata that {standard} asks for are missing or wrong: {fields}"),
        N_("Export the file anew as {standard}, with a title."),
    ),
    "F048": Entry(
        _W,
        N_("the file's two records of itself disagree: {fields}"),
        N_("A program changed one of them only. Export the file anew."),
    ),
    "F049": Entry(
        _E,
        N_("something lies over the page that is not printed matter: {kind}"),
        N_("Remove links, notes and form fields: a press file has none on the page."),
    ),
    "F050": Entry(
        _W,
        N_("what is no part of the page may be printed: {kinds}"),
        N_("Remove notes, stamps and form fields, or make them part of the page."),
    ),
    "F051": Entry(
        _E,
        N_("the file holds commands: {kinds}"),
        N_("Paper cannot follow them. Export without links, scripts and actions."),
    ),
    "F052": Entry(
        _E,
        N_("too much ink lies on one spot: {percent} %, at most {limit} %"),
        N_(
            "It will not dry and marks the next sheet. Lighten the picture or the area, or convert "
            "its colours to the press's profile."
        ),
    ),
    "F053": Entry(
        _E,
        N_("the file has {pages} pages; their number must be a multiple of {multiple}"),
        N_("Pages missing: {missing}. Add as many, or take some away."),
    ),
    "F054": Entry(
        _N,
        N_("the ink on this page could be measured only in part; not measured: {reason}"),
        N_("Look at its dark areas in the proof."),
    ),
    "F055": Entry(
        _W,
        N_("other files are inside this one: {count}"),
        N_("They are not printed. Remove the attachments."),
    ),
}
