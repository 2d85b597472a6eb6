"""C: the copy, that is articles, pictures and manifest, as `printshop check` judges it.

C001 pictures at hand, C002 to C007 letters, C010 to C016 spaces, C020 and C021 tone marks, C030 to
C034 typing, C040 to C045 pictures, C050 and C051 dates, C060 what was left out.
"""

from __future__ import annotations

from printshop.i18n import N_
from printshop.problems.entry import Entry, Severity

_W, _N = Severity.WARNING, Severity.NOTE

COPY: dict[str, Entry] = {
    "C001": Entry(
        _N,
        N_("nothing names the picture `{path}`"),
        N_("Name it where it belongs, or move it out of the issue's folder."),
    ),
    "C002": Entry(
        _N,
        N_("the accents are separate characters, as in “{word}”; such words in this file: {count}"),
        N_(
            "It prints right, for printshop joins them. Searching in the file may fail: in the "
            "editor or in Unikey, convert the text to “Unicode” (composed)."
        ),
    ),
    "C003": Entry(
        _W,
        N_("in “{word}” an accent (U+{codepoint}) does not join its letter"),
        N_("It prints beside or over the letter: delete the word and type it anew."),
        near=N_("Type `{near}` in its place."),
    ),
    "C004": Entry(
        _W,
        N_("“{word}” is probably “{meant}”, read in a wrong encoding"),
        N_(
            "Take the text from its source again and save it as UTF-8; "
            "a few words are typed anew faster."
        ),
    ),
    "C005": Entry(
        _W,
        N_("“{word}” is text in {encoding}, probably “{meant}”"),
        N_(
            "Convert the text to Unicode before it is pasted: in Unikey, Ctrl+Shift+F6, "
            "from {encoding} to “Unicode”."
        ),
    ),
    "C006": Entry(
        _W,
        N_("in “{word}” a letter only looks right; probably “{meant}” is meant"),
        N_("It is a letter of another language, which no search finds: type the word anew."),
    ),
    "C007": Entry(
        _W,
        N_("letters were lost: the sign U+FFFD stands in their place; in this line: {count}"),
        N_("Look into the source of the text and type the words anew."),
    ),
    "C010": Entry(
        _N,
        N_("more than one space stands between two words"),
        N_(
            "They print as one; but words that belong together, such as `số 62`, "
            "are no longer kept on one line. Leave one."
        ),
    ),
    "C011": Entry(
        _W,
        N_("a space of another kind leaves a gap that is too wide"),
        N_("It came with copied text: delete the gap and type one space."),
    ),
    "C012": Entry(
        _N,
        N_("a tab stands in the text"),
        N_("It prints as one space and lines nothing up: type a space, or make a table."),
    ),
    "C013": Entry(
        _W,
        N_("a space stands before `{sign}`: “{sample}”"),
        N_("Delete it: the gap prints."),
    ),
    "C014": Entry(
        _W,
        N_("a space is missing after `{sign}`: “{sample}”"),
        N_("Type one."),
    ),
    "C015": Entry(
        _W,
        N_("a space stands after `{sign}`: “{sample}”"),
        N_("Delete it: the gap prints."),
    ),
    "C016": Entry(
        _W,
        N_("most spaces of this line are no-break ones: {count}"),
        N_(
            "Lines cannot end at them, so the text is set badly: replace them with ordinary "
            "spaces, or paste the text without formatting."
        ),
    ),
    "C020": Entry(
        _W,
        N_("“{word}” has its tone mark placed otherwise than most: {fewer} against {more}"),
        N_("Write “{other}”, or change the others: one issue, one way. Leave names as they are."),
    ),
    "C021": Entry(
        _W,
        N_("the name with “{word}” is also written with “{other}”: {fewer} against {more}"),
        N_("Find out which is right, and write it so everywhere."),
    ),
    "C030": Entry(
        _W,
        N_("the word “{word}” stands twice"),
        N_("Delete one of the two."),
    ),
    "C031": Entry(
        _W,
        N_("“{text}” looks like a place kept free for later"),
        N_("Write what belongs there, or delete it."),
    ),
    "C032": Entry(
        _N,
        N_("a sign that cannot be seen (U+{codepoint}) stands in the text; in this line: {count}"),
        N_(
            "The page is right, but no search in the sources finds the word: "
            "delete the words around it and type them anew."
        ),
    ),
    "C034": Entry(
        _W,
        N_("the line begins with a bullet typed by hand: `{sign}`"),
        N_(
            "It prints as it stands, and lines in a row run together: begin each with `- ` in "
            "its place."
        ),
    ),
    "C040": Entry(
        _W,
        N_("the picture `{path}` is in CMYK without a profile: its colours are guessed"),
        N_("Ask for the original in RGB, or for the file with its profile embedded."),
    ),
    "C041": Entry(
        _N,
        N_("the picture `{path}` has the profile “{profile}”"),
        N_("Its colours are converted; those that print cannot show become duller."),
    ),
    "C042": Entry(
        _N,
        N_("the picture `{path}` is the same as `{other}`"),
        N_("Name one file in both places, or look whether the right picture was saved."),
    ),
    "C045": Entry(
        _N,
        N_("nothing says who made the picture `{path}`"),
        N_(
            "Add `credit: …` to it; for a picture that stands only in the text, list it under "
            "`pictures:` of the article."
        ),
    ),
    "C050": Entry(
        _N,
        N_("the issue's date is {date}, but its folder is called `{folder}`"),
        N_("Check the date: it may be that of the issue this one was copied from."),
    ),
    "C051": Entry(
        _N,
        N_("the issue has the number {number}, but its date is {date}"),
        N_("Check both: one may be that of the issue this one was copied from."),
    ),
    "C060": Entry(
        _N,
        N_("problems of the kind {kind} that are not listed: {count}"),
        N_("Mend those above and check again."),
    ),
}
