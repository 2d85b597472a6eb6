"""B: booklets, that is pages put on sheets (`printshop impose`), and office printers."""

from __future__ import annotations

from printshop.i18n import N_
from printshop.problems.entry import Entry, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

IMPOSITION: dict[str, Entry] = {
    # B001–B019: the file that is imposed, and how its pages lie on sheets
    "B001": Entry(
        _E,
        N_("`{path}` cannot be read as a PDF: {reason}"),
        N_("Does a PDF viewer open it? Make it or copy it anew."),
    ),
    "B002": Entry(
        _E,
        N_("`{path}` is locked with a password"),
        N_("Save a copy without a password, and give that."),
    ),
    "B003": Entry(
        _E,
        N_("`{path}` has no pages"),
        N_("Make the file anew; there is nothing to print."),
    ),
    "B004": Entry(
        _E,
        N_("page {page} of `{path}` is {size} mm, larger than {limit} mm"),
        N_("Give the page its true size in the program that made it."),
    ),
    "B005": Entry(
        _E,
        N_("the pages of `{path}` have different sizes: {sizes}"),
        N_("Make them equal, or have all scaled to the most frequent size with `--mixed`."),
    ),
    "B006": Entry(
        _N,
        N_(
            "something stands in the outer {mm} mm of pages, where the printer cannot print: "
            "page {pages}"
        ),
        N_(
            "Edges of pictures may stay white. Where words are lost, `--scale printable` makes "
            "pages small enough, and a larger sheet holds them as they are."
        ),
    ),
    "B007": Entry(
        _W,
        N_("`{path}` is damaged; what could be saved of it was used"),
        N_("Look at every page, or make the file anew."),
    ),
    "B008": Entry(
        _E,
        N_("the pages do not fit the sheet: together {needed} mm, the sheet {sheet} mm"),
        N_("Take a larger sheet, fewer pages on it, or `--scale fit`."),
    ),
    "B009": Entry(
        _W,
        N_("notes, stamps or form fields are not printed (pages of `{path}` with any: {count})"),
        N_("To have them printed, save the file as a print: “Print to PDF”."),
    ),
    # B020–B039: office printers, and what was asked of `printshop impose`
    "B020": Entry(
        _E,
        N_("there is no printer `{name}`"),
        N_("Printers here: {known}. A new one is a file in `printers/`."),
        near=N_("Did you mean `{near}`?"),
        near_suffices=False,
    ),
    "B021": Entry(
        _E,
        N_("`{path}` is written in a way that cannot be edited without a loss"),
        N_("Write the numbers into the file by hand."),
    ),
    "B022": Entry(
        _E,
        N_("a signature cannot have {pages} pages"),
        N_("Take a multiple of 4 from 4 to 32; 16 is usual."),
    ),
    "B023": Entry(
        _E,
        N_("`{up}` does not say how many pages go on a side"),
        N_("Write 2, 4, 6 or 8, or columns and rows such as `3x7`."),
    ),
    "B024": Entry(
        _E,
        N_("`{blanks}` does not say where white pages go: {reason}"),
        N_(
            "Write the numbers of the pages that a white one comes after, 0 for before the first, "
            "such as `2,10`; and `before-back` or `at-end` for those that are missing still."
        ),
    ),
    "B025": Entry(
        _N,
        N_("{option} says nothing to the scheme {scheme} and was passed over"),
        N_("Leave it out, or choose another scheme."),
    ),
    "B026": Entry(
        _E,
        N_("the result would take the place of its own source, `{path}`"),
        N_("Give the result another name with `--out`."),
    ),
    "B027": Entry(
        _W,
        N_(
            "page {page} is moved {shift} mm towards the spine for creep, and only {margin} mm are "
            "white there"
        ),
        N_("Look at the innermost sheet; a smaller `--creep` or signature moves it less."),
    ),
    "B028": Entry(
        _E,
        N_("no page of {page} mm has room on a sheet of {sheet} mm"),
        N_("Take a larger sheet, or say how many go on a side with `--up` and `--scale fit`."),
    ),
    "B029": Entry(
        _E,
        N_("`{value}` cannot be taken for {option}: {reason}"),
        N_("Write {wanted}."),
    ),
    "B030": Entry(
        _E,
        N_("`{item}` names no page that a white one could come after"),
        N_("Write the number of a page, or one of these: {known}."),
        near=N_("Did you mean `{near}`?"),
    ),
    "B031": Entry(
        _E,
        N_("there is no page {page} for a white one to come after; the last is {last}"),
        N_("Count the pages of the finished file from 1; 0 is before the first."),
    ),
    "B032": Entry(
        _N,
        N_("the outer {mm} mm of pages lie where the printer cannot print"),
        N_(
            "The file has too many pages to look at them all: does anything stand there? "
            "`--scale printable` makes pages small enough."
        ),
    ),
}
