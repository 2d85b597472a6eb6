"""Every problem printshop can report: code, severity, message, hint.

Codes are stable; a code is never given a second meaning. Letters name the room that finds it:
S sources (files, YAML), M manifest, A articles, P pictures, L layout, R render and make-up,
O output, E environment, I import. In files of their own: K print houses and the press file, C the
copy (what was written) and F the finished file, both judged by `printshop check`, B booklets,
D distribution, V the archive.
`docs/reference/problems.md` is generated from this file.
"""

from __future__ import annotations

from printshop.i18n import N_
from printshop.problems.catalogue_archive import ARCHIVE
from printshop.problems.catalogue_copy import COPY
from printshop.problems.catalogue_distribution import DISTRIBUTION
from printshop.problems.catalogue_file import FILE
from printshop.problems.catalogue_imposition import IMPOSITION
from printshop.problems.catalogue_page import PAGE
from printshop.problems.catalogue_press import PRESS
from printshop.problems.entry import Entry, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_NEAR_FIELD = N_("There is a field `{near}`.")
_NEAR_FILE = N_("There is `{near}`.")
_NEAR_WORD = N_("Did you mean `{near}`?")

CATALOGUE: dict[str, Entry] = {
    # S: sources
    "S001": Entry(
        _E,
        N_("there is no file `{path}`"),
        N_("Check the name, or put the file there."),
        near=_NEAR_FILE,
    ),
    "S002": Entry(
        _E,
        N_("`{path}` cannot be read: {reason}"),
        N_("Name a file that can be opened; close it in other programs, check who may read it."),
    ),
    "S003": Entry(
        _E,
        N_("the file is not UTF-8 (byte 0x{byte:02X})"),
        N_(
            "Save it as plain text: in Word “Save as”, “Plain text”, then encoding “UTF-8”; "
            "in Notepad “Save as”, encoding “UTF-8”."
        ),
    ),
    "S004": Entry(
        _E,
        N_("the file is too large: {size} bytes, at most {limit}"),
        N_("Text is never that large: this is another kind of file, or something was pasted in."),
    ),
    "S005": Entry(
        _E,
        N_("the YAML cannot be read: {reason}"),
        N_(
            "Look at the line shown and the one before it: "
            "a colon, a quote or a space is missing or too many."
        ),
    ),
    "S006": Entry(
        _E,
        N_("a tab stands where spaces must indent"),
        N_("Delete the tab and type spaces: two for each step."),
    ),
    "S007": Entry(
        _E,
        N_("`{key}` is given twice"),
        N_("Keep one of them; the first stands in line {first}."),
    ),
    "S008": Entry(
        _E,
        N_("`*{alias}` refers to the block that contains it"),
        N_("Write the value out in place of `*{alias}`."),
    ),
    "S009": Entry(
        _E,
        N_("the YAML unfolds to more than {limit} values"),
        N_("Aliases (`*name`) repeat whole blocks: write values out in place of them."),
    ),
    "S010": Entry(
        _E,
        N_("the YAML is nested more than {limit} levels deep"),
        N_("Nothing printshop reads needs such depth; look for stray brackets."),
    ),
    "S011": Entry(
        _E,
        N_("`{path}` leads out of the workspace"),
        N_("Copy the file into {base} and name it from there."),
    ),
    "S012": Entry(
        _E,
        N_("`{path}` is a symbolic link that leads out of the workspace"),
        N_("Copy the file into the workspace in place of the link."),
    ),
    "S013": Entry(
        _E,
        N_("`{path}` is not a path printshop takes"),
        N_("Write it from the folder {base} on, with `/` between folders: `images/cover.jpg`."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "S014": Entry(
        _W,
        N_("the file name `{path}` has its accents as separate characters"),
        N_("Other computers may not find it: rename the file, typing its name anew."),
    ),
    "S015": Entry(
        _E,
        N_("a value cannot begin with `{tag}`"),
        N_('Put the value in quotes `"…"`, or delete `{tag}`.'),
    ),
    "S016": Entry(
        _E,
        N_("the file is empty"),
        N_("Start from a sample: `printshop new ISSUE` writes one in the folder ISSUE."),
    ),
    "S017": Entry(
        _E,
        N_("field `{field}` is missing"),
        N_("Add a line `{field}: …`."),
    ),
    "S018": Entry(
        _E,
        N_("no field is called `{field}` here"),
        N_("Fields that can stand here: {known}."),
        near=_NEAR_FIELD,
    ),
    "S019": Entry(
        _E,
        N_("`{field}` should be {expected}, not {got}"),
        N_("Write it as {example}."),
    ),
    "S020": Entry(
        _E,
        N_("`{value}` is not allowed for `{field}`"),
        N_("Choose one of: {choices}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "S021": Entry(
        _E,
        N_("`{field}` is out of range: {value}"),
        N_("It must be {limit}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "S022": Entry(
        _E,
        N_("`{value}` is not a date"),
        N_("Write a day that the calendar has as 2017-09-12 or 12/09/2017."),
    ),
    "S023": Entry(
        _E,
        N_("`{field}` is empty"),
        N_("Give it a value or delete the line; a value that begins with `#` needs quotes."),
    ),
    "S024": Entry(
        _E,
        N_("this item is of no kind printshop knows"),
        N_("An item is a path of an article, or has one of the fields: {known}."),
        near=_NEAR_FIELD,
    ),
    "S025": Entry(
        _E,
        N_("this item is of two kinds at once: {kinds}"),
        N_("Make two items of it, each with its own `-`."),
    ),
    "S026": Entry(
        _E,
        N_("the file holds more than one YAML document"),
        N_("Delete the line `---` that stands inside the file."),
    ),
    "S027": Entry(
        _E,
        N_("an invisible control character (U+{codepoint}) stands in the text"),
        N_("It came with copied text: delete the words around it and type them anew."),
    ),
    "S028": Entry(
        _E,
        N_("a space is missing after `{field}:`"),
        N_("Write `{field}: {value}`."),
    ),
    "S029": Entry(
        _E,
        N_("the value of `{field}` must stand in quotes"),
        N_("Write `{example}` with straight quotes: YAML reads a sign in it otherwise."),
    ),
    "S030": Entry(
        _E,
        N_("`{sign}` opens here and is never closed"),
        N_("Put `{closing}` where the value ends."),
    ),
    "S031": Entry(
        _E,
        N_("this line does not begin in the column where it should"),
        N_(
            "Fields of one group begin in the same column; what belongs to a field stands "
            "two spaces further in. Compare with the lines above."
        ),
    ),
    "S032": Entry(
        _E,
        N_("`{text}` is no field: it has no colon"),
        N_("Write `field: value`; text that goes on from the line above is indented further."),
    ),
    "S033": Entry(
        _E,
        N_("the file should have {expected} at its top, not {got}"),
        N_("Write its fields, one to a line: `field: value`."),
    ),
    "S034": Entry(
        _W,
        N_("the text from `#` on is taken for a comment: `{text}`"),
        N_(
            "To print it, put the whole value in quotes: `{example}`. "
            "In a real comment, type a space after `#`."
        ),
    ),
    "S035": Entry(
        _E,
        N_("a space is missing after `-`"),
        N_("Write `- {value}`."),
    ),
    "S036": Entry(
        _E,
        N_("a line of a list begins with `- `, not with `{text}`"),
        N_("Type a hyphen and a space before it, in the column of the lines above."),
    ),
    # M: manifest and workspace
    "M001": Entry(
        _E,
        N_("no workspace here: neither `{path}` nor a folder above it has a `printshop.yaml`"),
        N_("Change into the workspace's folder, or make one: `printshop init FOLDER`."),
    ),
    "M002": Entry(
        _E,
        N_("there is no issue `{issue}`"),
        N_("Issues here: {known}. A new one: `printshop new {issue}`."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "M003": Entry(
        _E,
        N_("two articles have the id `{id}`"),
        N_("Rename one file, or give the item an `id:` of its own; the other is in line {first}."),
    ),
    "M004": Entry(
        _E,
        N_("`{id}` is no article of this issue"),
        N_("Articles: {known}."),
        near=_NEAR_WORD,
    ),
    "M005": Entry(
        _E,
        N_("`{id}` cannot be an id"),
        N_("An id has lower-case letters a–z, digits and hyphens, for example `{example}`."),
    ),
    "M006": Entry(
        _E,
        N_("the issue has no articles"),
        N_("List at least one article under `sections:`."),
    ),
    "M007": Entry(
        _W,
        N_("`{path}` is in the issue's folder but not in the manifest"),
        N_("Add it to a section, or move it away."),
    ),
    "M008": Entry(
        _E,
        N_("`{number}` cannot name an issue's folder"),
        N_("Use letters a–z, digits, hyphens and points, for example `2017-09`."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "M009": Entry(
        _E,
        N_("`{path}` is already there"),
        N_("Nothing was changed. Choose another name, or remove it first."),
        near=N_("Nothing was changed. To import this article beside it: `--name {near}`."),
    ),
    "M010": Entry(
        _W,
        N_("the imprint lacks {fields}"),
        N_(
            "{rule} asks for it on the last page: add it under `imprint:`, in printshop.yaml for "
            "every issue or in issue.yaml for this one."
        ),
    ),
    "M011": Entry(
        _W,
        N_("the issue has {pages} pages; at most {limit} are meant to be"),
        N_("The limit is that of {rule}: drop or shorten articles."),
    ),
    "M012": Entry(
        _E,
        N_("the article `{path}` is listed twice"),
        N_("Delete one of the two lines; the other is line {first}."),
    ),
    "M013": Entry(
        _E,
        N_("`{path}` is a file of {program}, not an article"),
        N_("Save its text as plain text (UTF-8), then `printshop import` makes an article of it."),
    ),
    "M014": Entry(
        _E,
        N_("`{number}` looks like a date, but the calendar has none such"),
        N_(
            "Check the month and the day: year and month as `2017-09`, or with the day "
            "`2017-09-15`. Any other name should not look like a date, for example `so-13`."
        ),
    ),
    "M015": Entry(
        _E,
        N_("`{value}` is no ISSN"),
        N_("An ISSN has eight digits, the last of which checks the others, such as `0378-5955`."),
    ),
    # A: articles
    "A001": Entry(
        _E,
        N_("the article has no front matter"),
        N_(
            "Begin the file with a line of three hyphens `---`, then `title: …`, then `---`; "
            "Word turns hyphens into dashes: type them anew."
        ),
    ),
    "A002": Entry(
        _E,
        N_("the front matter is not closed"),
        N_("Put a line `---` between the front matter and the text."),
    ),
    "A003": Entry(
        _W,
        N_("the article has no text"),
        N_("Write the text under the second `---`."),
    ),
    "A004": Entry(
        _W,
        N_("HTML is printed as it stands: `{tag}`"),
        N_("Use Markdown; to print the sign itself, write `\\<`."),
    ),
    "A005": Entry(
        _E,
        N_("there is no article `{id}` to link to"),
        N_("Articles: {known}."),
        near=_NEAR_WORD,
    ),
    "A006": Entry(
        _E,
        N_("the link `{target}` leads nowhere printshop can reach"),
        N_("A link is `https://…`, `mailto:…` or `article:ID`, the name of an article's file."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "A007": Entry(
        _E,
        N_("footnote `[^{label}]` has no text"),
        N_("Add a line `[^{label}]: …` at the end of the article."),
    ),
    "A008": Entry(
        _E,
        N_("the box `:::` is not closed"),
        N_("Put a line `:::` where it ends."),
    ),
    "A009": Entry(
        _E,
        N_("there is no box of the kind `{kind}`"),
        N_("Kinds: {known}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "A010": Entry(
        _W,
        N_("`#` makes a heading of the title's rank"),
        N_("Use `##`; the title stands in the front matter."),
    ),
    "A011": Entry(
        _W,
        N_("a row of the table has {cells} cells, its header {columns}"),
        N_("Give every row as many `|` as the header has."),
    ),
    "A012": Entry(
        _W,
        N_("the picture stands inside a line of text"),
        N_("Put `![](…)` in a paragraph of its own, with an empty line before and after."),
    ),
    "A013": Entry(
        _W,
        N_("footnote `[^{label}]` is never used"),
        N_("Put `[^{label}]` where the note belongs, or remove the note."),
    ),
    "A014": Entry(
        _E,
        N_("this line `:::` closes no box"),
        N_("Open the box with `::: box Title` or `::: pull`, or delete the line."),
    ),
    # P: pictures
    "P001": Entry(
        _E,
        N_("there is no picture `{path}`"),
        N_("Check the name, or put the picture there."),
        near=_NEAR_FILE,
    ),
    "P002": Entry(
        _E,
        N_("`{path}` is no picture that printshop can read"),
        N_("Use JPEG, PNG, WebP, TIFF or SVG; open the file and export it again."),
    ),
    "P003": Entry(
        _E,
        N_("the picture `{path}` is damaged: {reason}"),
        N_("Copy it again from the phone or camera; the file was probably cut off."),
    ),
    "P004": Entry(
        _E,
        N_("the picture `{path}` is too large: {megapixels} megapixels, at most {limit}"),
        N_("Export it smaller: 12 megapixels are enough for a full page."),
    ),
    "P005": Entry(
        _E,
        N_("`{path}` is in a phone's format ({format}) that printshop cannot read"),
        N_("Export it as JPEG; on an iPhone: Settings, Camera, Formats, “Most compatible”."),
    ),
    "P006": Entry(
        _W,
        N_("the picture `{path}` has no alternative text"),
        N_(
            "Say in one sentence what it shows, for readers who cannot see it: `alt: …`, "
            "or `![…](…)` in the text."
        ),
    ),
    "P007": Entry(
        _W,
        N_("the picture `{path}` has too few pixels: {ppi} ppi at {full} mm, as wide as it is set"),
        N_("Ask for the original file; below {floor} ppi print looks coarse."),
    ),
    "P008": Entry(
        _W,
        N_("the picture `{path}` is listed twice"),
        N_("It is printed once: delete one of the two; the other is in line {first}."),
    ),
    "P009": Entry(
        _E,
        N_("the drawing `{path}` cannot be read: {reason}"),
        N_(
            "Open it in the program it was drawn with and save it again: in Inkscape as "
            "“Plain SVG”, in Illustrator with “SVG 1.1” and no editing capabilities."
        ),
    ),
    "P010": Entry(
        _E,
        N_("the drawing `{path}` is too large: {what}"),
        N_("Simplify it: fewer points, fewer groups; what is that fine is better a picture."),
    ),
    "P011": Entry(
        _E,
        N_("the drawing `{path}` has no size that can be used"),
        N_(
            'Give the tag `<svg …>` a `viewBox="0 0 width height"`; in Inkscape: File, '
            "Document Properties, “Resize to content”. No side may be a hundred times the other."
        ),
    ),
    "P012": Entry(
        _E,
        N_("`{what}` cannot stand in a drawing: it acts, or holds what is no drawing"),
        N_("Delete it; in the program the drawing comes from, export as plain SVG 1.1."),
    ),
    "P013": Entry(
        _E,
        N_("the drawing reaches outside itself: `{target}`"),
        N_("Delete the reference, or put what it names into the drawing: only `#id` can be used."),
    ),
    "P014": Entry(
        _E,
        N_("a picture made of pixels stands in the drawing"),
        N_("Delete it from the drawing; set it as a picture of its own, or trace it into paths."),
    ),
    "P015": Entry(
        _E,
        N_("the drawing asks for what would not be printed as it looks: `{what}`"),
        N_(
            "In the drawing program, turn that object into plain paths and flat colours "
            "(in Inkscape: Path, “Object to Path” or “Stroke to Path”), or remove the effect."
        ),
    ),
    "P016": Entry(
        _E,
        N_("the drawing sets text in `{family}`, which is no font of `fonts/`"),
        N_("Fonts: {known}. Choose one of them, or turn the text into paths."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "P017": Entry(
        _E,
        N_("the colour {colour} is not in the layout's palette"),
        N_("The nearest is `{name}`: write `{value}` wherever it stands. The palette: {known}."),
    ),
    "P018": Entry(
        _E,
        N_(
            "shapes without a colour ({count}, the first in line {line}) are black, which is not "
            "in the layout's palette"
        ),
        N_(
            'Write `fill="{value}"`, the palette\'s `{name}`, in the tag `<svg …>`: '
            "it is for all that have none of their own."
        ),
    ),
    "P019": Entry(
        _E,
        N_("`{value}` cannot be drawn as the value of `{attribute}`"),
        N_("Correct it, or open the drawing in its program and save it again."),
    ),
    "P020": Entry(
        _E,
        N_("the drawing refers to `#{id}`, but {reason}"),
        N_("Delete the reference, or draw the thing again; undo clones before you save."),
    ),
    "P021": Entry(
        _W,
        N_(
            "the picture `{path}` has too few pixels for its place: it is set smaller, at {width} "
            "mm of {full} mm"
        ),
        N_("Ask for the original file; below {floor} ppi print looks coarse."),
    ),
    "P022": Entry(
        _W,
        N_(
            "the picture `{path}` has far too few pixels: it is set smaller, at {width} mm of "
            "{full} mm, and has {ppi} ppi even so"
        ),
        N_("Ask for the original file; below {floor} ppi print looks coarse."),
    ),
    # L: layout
    "L001": Entry(
        _E,
        N_("there is no layout `{name}`"),
        N_("Layouts here: {known}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "L002": Entry(
        _E,
        N_("layout `{layout}` cannot set `{kind}`"),
        N_("It offers: {known}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "L003": Entry(
        _E,
        N_("the template fails: {reason}"),
        N_("This is for the designer of the layout; the template was setting `{item}`."),
    ),
    "L004": Entry(
        _E,
        N_("layout `{layout}` has no variant `{variant}` for `{kind}`"),
        N_("Variants: {known}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "L005": Entry(
        _E,
        N_("layout `{layout}` has no file `{path}`"),
        N_("`layout.yaml` names it: add the file or change the name."),
        near=_NEAR_FILE,
    ),
    "L006": Entry(
        _E,
        N_("no font of the family `{family}` in `fonts/`"),
        N_("Put the family's files there; the stock fonts come with `printshop init FOLDER`."),
    ),
    "L007": Entry(
        _E,
        N_("layouts extend one another in a circle, or too many in a row, at `{name}`"),
        N_("This is for the designer of the layout: change `extends` in one of them."),
    ),
    "L008": Entry(
        _W,
        N_("the layout's style sheet troubles the engine (`{item}`): {reason}"),
        N_("This is for the designer of the layout."),
    ),
    "L009": Entry(
        _E,
        N_("the template of folios and heads makes {made} pages for an issue of {pages}"),
        N_("This is for the designer of the layout: one page for each of `pages`."),
    ),
    "L010": Entry(
        _E,
        N_("`{word}` means nothing here"),
        N_("Known: {known}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "L011": Entry(
        _E,
        N_("layout `{layout}` has no option `{option}`"),
        N_("It offers: {known}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "L012": Entry(
        _E,
        N_("layout `{layout}` cannot set `{item}` without its {field}"),
        N_("Every {kind} in this layout needs it: add `{field}`."),
    ),
    "L013": Entry(
        _W,
        N_(
            "`{field}` of `{item}` is {found} characters long; "
            "layout `{layout}` has room for {least} to {most}"
        ),
        N_("It is set all the same: look at the page, or change the text."),
    ),
    "L014": Entry(
        _E,
        N_("`{value}` is no value for the option `{option}` of layout `{layout}`"),
        N_("It may be: {known}."),
        near=_NEAR_WORD,
        near_suffices=False,
    ),
    "L015": Entry(
        _W,
        N_("`{item}` has {found} of `{field}`; layout `{layout}` is made for {least} to {most}"),
        N_("It is set all the same: look at the page, or add and take away."),
    ),
    "L016": Entry(
        _E,
        N_("layout `{layout}` has no cover: its issues begin with a front page"),
        N_("Write `front:` with its `articles:`, or `cover: null` for neither."),
    ),
    "L017": Entry(
        _E,
        N_("layout `{layout}` has no front page: its issues begin with a cover"),
        N_("Put the articles of `front:` into sections, and write `cover:` in its place."),
    ),
    # R: render and make-up
    "R001": Entry(
        _E,
        N_("`{item}` could not be rendered: {reason}"),
        N_("This is a defect of the layout or of printshop: please report it."),
    ),
    "R002": Entry(
        _W,
        N_("no font has the character {char} (U+{codepoint}); `{item}` shows an empty box"),
        N_("Replace the character, or add a font that has it to `fonts/`."),
    ),
    "R003": Entry(
        _E,
        N_("`{item}` asks for something outside its job: {url}"),
        N_(
            "Layouts use pictures of the issue and, by `assets.file()` in a template, "
            "files of their folder."
        ),
    ),
    "R004": Entry(
        _E,
        N_("page numbers do not settle: `{item}` changes its length each time"),
        N_("Shorten the contents page, or leave out `{{page}}` in some links."),
    ),
    "R005": Entry(
        _W,
        N_("`{item}` runs to {pages} pages, over its budget of {budget}; lines too many: {lines}"),
        N_("Cut as many, change `pages:`, or let the layout tighten it with `fit: true`."),
    ),
    "R007": Entry(
        _E,
        N_("`{item}` takes too long to set: more than {limit}"),
        N_(
            "Something in it goes round in circles: a table too wide, a word without end. "
            "Split the article to find it."
        ),
    ),
    "R008": Entry(
        _E,
        N_("`{item}` wants more memory than a worker may have: {limit}"),
        N_("Split the article, or make its pictures smaller."),
    ),
    "R009": Entry(
        _E,
        N_("the process that set `{item}` died, twice"),
        N_("Is the machine short of memory? Try again with `--jobs 1`."),
    ),
    "R010": Entry(
        _W,
        N_("the filler `{item}` is not used: it takes {pages} pages, a blank one has room for 1"),
        N_("Shorten it, or set it in a section."),
    ),
    "R011": Entry(
        _N,
        N_("the parts of the font {font} could not be made one: the file is larger than need be"),
        N_(
            "The result is right. See whether the font's file in `fonts/` is whole, "
            "and there only once."
        ),
    ),
    "R012": Entry(
        _N,
        N_("{percent} % of the last page of `{item}` stays white ({mm} mm)"),
        N_("Add text or a picture, or under `fillers:` something at most {room} mm high."),
    ),
    "R013": Entry(
        _N,
        N_(
            "`{item}` meets its page budget of {pages} by `fit: true`: "
            "height of pictures {pictures} %, leading {leading} %, size of type {type} %"
        ),
        N_("As the layout has it, its number of pages would be {before}."),
    ),
    "R014": Entry(
        _W,
        N_(
            "`{item}` does not reach the last page of its budget, it takes {pages} of {budget}; "
            "lines missing: {lines}"
        ),
        N_("Add at least as many, change `pages:`, or let the layout loosen it with `fit: true`."),
    ),
    "R015": Entry(
        _W,
        N_(
            "`{item}` runs to {pages} pages, over its budget of {budget}; "
            "set as tightly as the layout permits, lines too many: {lines}"
        ),
        N_("Cut as many, or change `pages:`."),
    ),
    "R016": Entry(
        _W,
        N_(
            "`{item}` does not reach the last page of its budget, it takes {pages} of {budget}; "
            "set as loosely as the layout permits, lines missing: {lines}"
        ),
        N_("Add at least as many, or change `pages:`."),
    ),
    "R017": Entry(
        _N,
        N_("the last page of `{item}` is almost empty; lines on it: {lines}"),
        N_("Cut as many, and the page is saved; or add text, a picture, something to `fillers:`."),
    ),
    "R018": Entry(
        _N,
        N_(
            "the font {family} lacks the character {char} (U+{codepoint}); another font lends it "
            "to `{item}`"
        ),
        N_("Look at it on the page, or use a character that the font has."),
    ),
    "R006": Entry(
        _E,
        N_("a link to `{target}` leads nowhere"),
        N_("A template of the layout makes it: this is for the designer of the layout."),
    ),
    # O: output
    "O001": Entry(
        _E,
        N_("`{path}` cannot be written: {reason}"),
        N_("An earlier file is untouched. {advice}"),
    ),
    "O002": Entry(
        _W,
        N_("rendered pages could not be kept for the next build: {reason}"),
        N_("The result is right, the next build will be slower. Make room on the disk."),
    ),
    # E: environment
    "E001": Entry(
        _E,
        N_("the system library {library} is missing"),
        N_("Install it: {command}"),
    ),
    "E002": Entry(
        _E,
        N_("WeasyPrint cannot start: {reason}"),
        N_("Install it and its libraries anew: {command}"),
    ),
    "E003": Entry(
        _E,
        N_("the installation is incomplete: there is no {item}"),
        N_("Install printshop again: `pip install --force-reinstall printshop`."),
    ),
    "E004": Entry(
        _E,
        N_("the font `{path}` cannot be read: {reason}"),
        N_("Copy the file again, or remove it from `fonts/`."),
    ),
    "E005": Entry(
        _E,
        N_("{program} is missing, which this needs"),
        N_("Install it: {command}"),
    ),
    "E006": Entry(
        _E,
        N_("{program} failed with `{file}`: {reason}"),
        N_("Check whether other programs can open the file; install {program} anew."),
    ),
    # I: import
    "I001": Entry(
        _E,
        N_("the text has no title"),
        N_("Put the title on the first line of the file."),
    ),
    "I002": Entry(
        _E,
        N_("the text has no paragraphs after its title"),
        N_("Copy the whole article, not only its headline."),
    ),
    "I003": Entry(
        _W,
        N_("guessed: {field} = {value}"),
        N_("Check it in the article's front matter."),
    ),
    "I004": Entry(
        _E,
        N_("`{entry}` cannot be added to the manifest: {reason}"),
        N_("Add it by hand, under `items:` of a section."),
    ),
    **PRESS,
    **COPY,
    **PAGE,
    **FILE,
    **IMPOSITION,
    **ARCHIVE,
    **DISTRIBUTION,
}
