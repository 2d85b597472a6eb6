"""D: distribution, that is lists of recipients, packing and the papers that go with parcels."""

from __future__ import annotations

from printshop.i18n import N_
from printshop.problems.entry import Entry, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

DISTRIBUTION: dict[str, Entry] = {
    # D001–D029: lists of recipients and their files
    "D001": Entry(
        _E,
        N_("there is no list of recipients"),
        N_(
            "Put `distribution.csv` or `distribution.xlsx` beside printshop.yaml, or, for this "
            "issue alone, into {folder}: a first row `Nơi nhận, Địa chỉ, Số lượng`, then a row "
            "for each unit."
        ),
    ),
    "D002": Entry(
        _E,
        N_("two lists lie side by side: `{first}` and `{second}`"),
        N_("Move one of them away, or name the right one in distribution.yaml: `{example}`."),
    ),
    "D003": Entry(
        _E,
        N_("`{path}` is not a list that can be read"),
        N_("In Excel or LibreOffice choose “Save as”, then .xlsx, or .csv in UTF-8."),
    ),
    "D004": Entry(
        _E,
        N_("the list is not UTF-8 (byte 0x{byte:02X})"),
        N_(
            "In Excel choose “Save as”, “CSV UTF-8 (Comma delimited)”, or save it as .xlsx. "
            "Text in an old font (.VnTime, VNI) must be converted to Unicode before."
        ),
    ),
    "D005": Entry(
        _E,
        N_("`{path}` is a workbook of the old kind (.xls)"),
        N_("Open it in Excel, choose “Save as”, “Excel Workbook (.xlsx)”, and give that file."),
    ),
    "D006": Entry(
        _E,
        N_("`{path}` is locked with a password"),
        N_("Open it in Excel and save a copy without a password; give that file."),
    ),
    "D007": Entry(
        _E,
        N_("`{path}` cannot be read as an Excel workbook"),
        N_("Does Excel open it? Save it anew as .xlsx from there, or as “CSV UTF-8”."),
    ),
    "D008": Entry(
        _E,
        N_("`{path}` is too large for a list of recipients"),
        N_(
            "Copy the rows with units into a new workbook: pictures, other sheets and coloured "
            "empty rows make a file large."
        ),
    ),
    "D009": Entry(
        _E,
        N_("no row of the list names its columns"),
        N_(
            "Above the first unit write a row with `Nơi nhận`, `Địa chỉ`, `Số lượng`; "
            "it is looked for in the first {limit} rows.{advice}"
        ),
    ),
    "D010": Entry(
        _E,
        N_("the list has no column `{column}`"),
        N_("Name one so in this row, which has {known}."),
    ),
    "D011": Entry(
        _E,
        N_("the columns `{first}` and `{second}` mean the same"),
        N_("Keep one of the two, or give the other a name of its own."),
    ),
    "D012": Entry(
        _N,
        N_("columns that are not used: {names}"),
        N_("Columns that are used can be called {known}."),
    ),
    "D013": Entry(
        _E,
        N_("`{column}` is empty for “{unit}”"),
        N_("Fill it in{also}."),
    ),
    "D014": Entry(
        _E,
        N_("this row has no name of a unit"),
        N_("Write it under `{column}`, or delete the row."),
    ),
    "D015": Entry(
        _E,
        N_("`{cell}` holds `{text}`, which is not a number of copies"),
        N_("Write a whole number in digits alone, such as 120."),
    ),
    "D016": Entry(
        _E,
        N_("the number of copies is below zero: {text}"),
        N_("Write what the unit gets this month, 0 or more."),
    ),
    "D017": Entry(
        _E,
        N_("“{unit}” is in the list twice"),
        N_(
            "It is in line {first} already: delete one of the two, "
            "or give them names that tell them apart."
        ),
    ),
    "D018": Entry(
        _N,
        N_("“{unit}” gets no copies"),
        N_("It stays in the list; nothing is packed for it."),
    ),
    "D019": Entry(
        _E,
        N_("`{cell}` holds a formula, or text that Excel takes for one: `{text}`"),
        N_("Write the value in its place; a text must not begin with =, +, - or @."),
    ),
    "D020": Entry(
        _E,
        N_("`{cell}` holds {what}"),
        N_("Write text or a number in its place."),
    ),
    "D021": Entry(
        _E,
        N_("the quotation marks of this cell do not match"),
        N_(
            'A cell that begins with `"` ends with `"`; within it each `"` is doubled. '
            "Or write “ and ” in place of them."
        ),
    ),
    "D022": Entry(
        _E,
        N_("`{cell}` has {found} characters, at most {limit} are read"),
        N_("Shorten it: it must fit on a label."),
    ),
    "D023": Entry(
        _W,
        N_("the list says {given} copies in all, its rows come to {found}"),
        N_("Was a row added or changed after the sum was made? Correct whichever is wrong."),
    ),
    "D024": Entry(
        _N,
        N_("only the sheet `{sheet}` is read; there is something in {others} too"),
        N_("The first visible sheet counts: move the one with the list to the front."),
    ),
    "D025": Entry(
        _W,
        N_("rows that are hidden are read too: {rows}"),
        N_("Show them in Excel; delete those of units that get nothing any more."),
    ),
    "D026": Entry(
        _E,
        N_("the list has more than {limit} rows"),
        N_("Is it the right file? Delete what is no unit, or divide the list."),
    ),
    "D027": Entry(
        _E,
        N_("there is no unit below the names of the columns"),
        N_("Write a row for each unit."),
    ),
    "D028": Entry(
        _N,
        N_("not taken for a unit: “{text}”"),
        N_("If it is one, fill in its address and number of copies."),
    ),
    "D029": Entry(
        _W,
        N_("units without a route, though others have one: {count}"),
        N_("Write the route in each row; the first without one is this."),
    ),
    # D030–D049 (lists go on at D070): figures, packing, history
    "D030": Entry(
        _E,
        N_("one copy weighs {grams} g with its wrapping; a parcel may weigh {limit} kg"),
        N_("Give `parcel:` a larger `weight:` in distribution.yaml, or look at `paper:` there."),
    ),
    "D031": Entry(
        _E,
        N_("no unit of the list gets a copy"),
        N_("Fill in how many copies each unit gets."),
    ),
    "D032": Entry(
        _E,
        N_("the record `{path}` cannot be read: {reason}"),
        N_(
            "It was changed by hand, or cut off: fetch its last sound state from the backup, or "
            "move it away; then its issue is no longer compared with."
        ),
    ),
    "D033": Entry(
        _E,
        N_("`{path}` is no record of a distribution ({reason})"),
        N_(
            "Only printshop writes into `distribution/`: move the file away, or fetch its last "
            "sound state from the backup."
        ),
    ),
    "D034": Entry(
        _E,
        N_("the record `{path}` was written by a newer printshop (format {format}, not {known})"),
        N_("Install the newer printshop here too; an older one would lose what is in it."),
    ),
    "D035": Entry(
        _W,
        N_("the print run is {run} copies, and the imprint says {printed}"),
        N_("Correct `copies:` here, or the list and its settings in distribution.yaml."),
    ),
    "D036": Entry(
        _N,
        N_("no copies are kept for legal deposit or for the archive"),
        N_("Say how many in distribution.yaml, `legal_deposit:` and `archive:`; 0 if none."),
    ),
    "D037": Entry(
        _N,
        N_("the figures are not those that were recorded on {day}: both are kept, these count"),
        N_(
            "That is right while an issue is being prepared. For papers of one that was sent long "
            "ago, give the list of that month with `--list`."
        ),
    ),
    "D038": Entry(
        _E,
        N_("{parcels} parcels in all; at most {limit} are made"),
        N_(
            "Is the list the right one, with the right numbers of copies? Else give `parcel:` a "
            "larger `weight:` in distribution.yaml."
        ),
    ),
    # D050–D069: label sheets and papers
    "D050": Entry(
        _E,
        N_("there is no label sheet `{name}`"),
        N_("Label sheets here: {known}. A new one is a file in `labels/`."),
        near=N_("Did you mean `{near}`?"),
        near_suffices=False,
    ),
    "D051": Entry(
        _E,
        N_("the last label ends {end} mm from the sheet's edge, and A4 has only {sheet} mm"),
        N_("Measure a sheet with a ruler, from its left and upper edges, and correct the lengths."),
    ),
    "D052": Entry(
        _E,
        N_("the next label begins after {step} mm, but a label is {size} mm long that way"),
        N_(
            "`across` and `down` go from the edge of one label to the same edge of the next, the "
            "label itself included."
        ),
    ),
    "D053": Entry(
        _E,
        N_("a label has room for {room} mm of text, and an address needs {least} mm"),
        N_("Make `padding` smaller, or take larger labels."),
    ),
    "D054": Entry(
        _W,
        N_("the label of `{unit}` is too small for its text: what has no room is cut off"),
        N_(
            "Shorten the name or the address, or take a sheet with larger labels than `{name}` "
            "(`labels:` in distribution.yaml)."
        ),
        near=N_("Those of `{near}` are larger."),
        near_suffices=False,
    ),
    "D055": Entry(
        _W,
        N_("the parcel slip has no room for all that is said of `{unit}`: the rest is cut off"),
        N_("Shorten the name, the address, the note or the route's name."),
    ),
    "D056": Entry(
        _E,
        N_("there is no label {given} on a sheet of `{name}`"),
        N_("Count from the upper left, row by row: 1 to {each}."),
    ),
    # D070–D089: lists again
    "D070": Entry(
        _E,
        N_("this row has {found} cells, the row of names has {named}"),
        N_(
            'Is there a `{separator}` in the address? Put that cell into quotation marks: `"…"`. '
            "A column of remarks needs a name too."
        ),
    ),
    "D071": Entry(
        _W,
        N_("“{word}” is text in an old font ({encoding}), probably “{meant}”; lines: {lines}"),
        N_(
            "On labels it stands as it stands here. Convert the list to Unicode: in Unikey, "
            "Ctrl+Shift+F6, from {encoding} to “Unicode”."
        ),
    ),
    "D072": Entry(
        _E,
        N_("`{path}` is empty"),
        N_("Is it the right file, and was it saved? Save the list again."),
    ),
    "D073": Entry(
        _E,
        N_("`{cell}` holds {text}, more than the {limit} copies that a unit can get"),
        N_("Write how many copies the unit gets; a telephone number has a column of its own."),
    ),
    "D074": Entry(
        _W,
        N_("“{word}” is probably “{meant}”, read in a wrong encoding; lines: {lines}"),
        N_(
            "Take the list from its source again. In Excel a CSV file is opened by “Data”, “From "
            "Text/CSV”, as 65001: Unicode (UTF-8)."
        ),
    ),
    "D075": Entry(
        _N,
        N_("taken for headings, each the route of the units below it: {names}"),
        N_("If one of them is a unit, fill in its address and number of copies."),
    ),
    "D076": Entry(
        _E,
        N_("`{cell}` is merged with the row above, so “{unit}” has no number of copies"),
        N_("Unmerge the cells, and write into each row what its unit gets."),
    ),
}
