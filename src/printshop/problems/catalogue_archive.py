"""V: the archive (`printshop archive …`): bags, the catalogue of them, verification, export."""

from __future__ import annotations

from printshop.i18n import N_
from printshop.problems.entry import Entry, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

ARCHIVE: dict[str, Entry] = {
    # V001–V029: bags, and what is put into them
    "V001": Entry(
        _E,
        N_("nothing can be written into the archive `{path}`: {reason}"),
        N_(
            "The archive is as it was. Ask who may write there, and whether the disk is connected "
            "and not read-only."
        ),
    ),
    "V002": Entry(
        _E,
        N_("somebody else is writing into the archive: {who}, since {since}"),
        N_("Try again when that is done. Nothing needs to be removed if that program has stopped."),
    ),
    "V003": Entry(
        _E,
        N_("the disk of the archive is full: {need} MB are needed for `{edition}`"),
        N_("The archive is as it was. Make room on that disk, then do the same again."),
    ),
    "V004": Entry(
        _E,
        N_("`{version}` is in the archive already and is not the same: {changes}"),
        N_(
            "If this is a correction, say why: `--reason TEXT`. It becomes `{next}`, and "
            "`{version}` stays as it is."
        ),
    ),
    "V005": Entry(
        _E,
        N_("there is no edition `{name}` in the archive"),
        N_("Editions there: {known}."),
        near=N_("Did you mean `{near}`?"),
        near_suffices=False,
    ),
    "V006": Entry(
        _E,
        N_("the bag `{name}` cannot be read: {reason}"),
        N_("See what else is wrong with it: `printshop archive verify`. Replace it from a copy."),
    ),
    "V007": Entry(
        _E,
        N_("the name `{path}` cannot be kept: {reason}"),
        N_("Give it a name of letters, digits, spaces, hyphens and points."),
    ),
    "V008": Entry(
        _E,
        N_("many computers take `{path}` and `{other}` for the same name"),
        N_("Rename one of them: names must differ by more than capitals or the form of accents."),
    ),
    "V009": Entry(
        _E,
        N_("`{path}` is a symbolic link; the archive keeps its bags in folders of its own"),
        N_("Put the folder itself in place of the link."),
    ),
    "V010": Entry(
        _E,
        N_("`{path}` was read back from the disk with other bytes than were written"),
        N_("The archive is as it was. Have the disk and the memory of this computer tested."),
    ),
    "V011": Entry(
        _E,
        N_("`{path}` changed while it was being copied"),
        N_("Close it in other programs, then do the same again."),
    ),
    "V012": Entry(
        _W,
        N_("`{path}` is not what the sources give now; it is kept as it lies there"),
        N_(
            "If it is what was delivered, all is well. If it is an old draft, build it again: "
            "`printshop build {issue} --target {target}`."
        ),
    ),
    "V013": Entry(
        _W,
        N_("the check of the press file finds: errors {errors}, warnings {warnings}"),
        N_("It is kept with what was found. To see it: `printshop check {issue}`."),
    ),
    "V014": Entry(
        _W,
        N_("not all of the press file could be checked: {what}"),
        N_("It is kept with that remark. To see more: `printshop check {issue}`."),
    ),
    "V015": Entry(
        _E,
        N_("`{path}` cannot be read as a PDF: {reason}"),
        N_("Does a PDF viewer open it? Copy it anew from where it came."),
    ),
    "V016": Entry(
        _E,
        N_("`{path}` is locked with a password"),
        N_("Nobody may know it in fifty years: save a copy without a password, and give that."),
    ),
    "V017": Entry(
        _E,
        N_("`{path}` has no pages"),
        N_("Copy the file anew; there is nothing to keep."),
    ),
    "V018": Entry(
        _W,
        N_("`{path}` is damaged ({reason}); it is kept as it is"),
        N_("Look at every page. If there is a better copy, add that."),
    ),
    "V019": Entry(
        _W,
        N_("`{path}` is encrypted, though it opens without a password; it is kept as it is"),
        N_("Later programs may not open it. A copy without restrictions would be better kept."),
    ),
    "V020": Entry(
        _N,
        N_("no text on {empty} of {pages} pages of `{path}`: they may be scanned pictures"),
        N_(
            "Words on them will not be found by a search; titles and authors given with "
            "`--metadata` will. A program for text recognition can add the text."
        ),
    ),
    "V021": Entry(
        _E,
        N_("not known of the edition: {field}"),
        N_("Add `{option}`, or a line `{example}` in the file of `--metadata`."),
    ),
    "V022": Entry(
        _E,
        N_("“{title}” cannot stand on pages {first}–{last}: the file has {pages} pages"),
        N_("Count pages from 1, the first page of the file, whatever is printed on it."),
    ),
    "V023": Entry(
        _E,
        N_("there is no archive yet: no folder `{path}`"),
        N_(
            "Put an edition in: `printshop archive add ISSUE`. If there is one on a disk that is "
            "not connected, connect it; if it is elsewhere, name it: `--archive DIR`."
        ),
    ),
    "V024": Entry(
        _E,
        N_("`{path}` is no archive: there is no edition in it"),
        N_(
            "Name the folder in which the editions' folders lie. See whether the disk that it is "
            "on is connected."
        ),
    ),
    "V025": Entry(
        _W,
        N_("the same PDF file is in the archive already, as `{edition}`"),
        N_(
            "A search will find it twice. If one of the two is a mistake, move that one's folder "
            "out of the archive, and say so in `register.txt`."
        ),
    ),
    "V026": Entry(
        _E,
        N_("`{path}` is a file, and the archive is a folder"),
        N_("Move that file away. If there was an archive, put its folder back from a copy."),
    ),
    "V027": Entry(
        _E,
        N_("`{version}` is in the archive already, and is another edition: {there}"),
        N_(
            "Give this one a name of its own: `--id {example}`. If it is a correction of that one, "
            "say why: `--reason TEXT`."
        ),
    ),
    "V028": Entry(
        _W,
        N_("the day of publication is yet to come: {day}"),
        N_(
            "If the year or the month is wrong, add the edition with the right day, and take out "
            "what was put in by mistake: move its folder out, and say so in `register.txt`."
        ),
    ),
    # V030–V049: the catalogue and searching in it
    "V030": Entry(
        _N,
        N_("the catalogue `{path}` was damaged, or of another version; it was made again"),
        N_("Nothing is lost: the bags are the truth, and all of it comes from them."),
    ),
    "V031": Entry(
        _N,
        N_("the catalogue `{path}` cannot be written; one in memory is used"),
        N_(
            "The search is complete, it only takes longer to begin. With leave to write into the "
            "archive's folder it is kept."
        ),
    ),
    "V032": Entry(
        _W,
        N_("the bag `{name}` is not in the catalogue, so nothing is found in it: {reason}"),
        N_("See what is wrong with it: `printshop archive verify`. Replace it from a copy."),
    ),
    "V033": Entry(
        _E,
        N_("`{query}` has no word to look for"),
        N_("Write letters or digits, or choose by `--author`, `--section` or `--year`."),
    ),
    "V034": Entry(
        _N,
        N_("nothing has all of these words; what has some of them is shown"),
        N_("Check how they are written, or leave out those that matter least."),
    ),
    "V035": Entry(
        _W,
        N_("nobody and nothing in the archive is called `{name}` (`{option}`)"),
        N_("A part of the name is enough, with or without diacritics. There are: {known}."),
        near=N_("Did you mean `{near}`?"),
        near_suffices=False,
    ),
    "V036": Entry(
        _E,
        N_("the years from {since} to {until} are none"),
        N_("Write the earlier year behind `--from`, the later one behind `--to`."),
    ),
    "V037": Entry(
        _N,
        N_("the query is very long: its first {count} words were looked for"),
        N_("A few words find more: those that are in the text for certain."),
    ),
    "V038": Entry(
        _E,
        N_("the SQLite of this Python has no full-text search (FTS5)"),
        N_("Install Python from python.org or from your system's packages."),
    ),
    "V039": Entry(
        _E,
        N_("nothing to look for was given"),
        N_("Write some words, or choose by `--author`, `--section` or `--year`."),
    ),
    "V040": Entry(
        _W,
        N_("the bag `{name}` was in the archive and is there no more; `{file}` forgets it now"),
        N_("If nobody took it out on purpose, put it back from another copy of the archive."),
    ),
    # V050–V069: verification
    "V050": Entry(
        _E,
        N_("the file has other bytes than when it was put into the archive"),
        N_(
            "Put this file in from another copy of the archive, and leave the bag's lists as they "
            "are. Files that change by themselves mean a failing disk: copy the archive off it."
        ),
    ),
    "V051": Entry(
        _E,
        N_("missing: {path}"),
        N_(
            "Put it back from another copy of the archive. If much is missing, see whether the "
            "disk is connected."
        ),
    ),
    "V052": Entry(
        _E,
        N_("the file is not in the list `{manifest}`: it was put there later"),
        N_("Move it out of the archive; a bag is never changed. A correction is a new version."),
    ),
    "V053": Entry(
        _E,
        N_("the list is damaged where it speaks of `{path}`; that file itself is sound"),
        N_("Put the list in from another copy of the archive; all else in the bag may stay."),
    ),
    "V054": Entry(
        _E,
        N_("this is not as RFC 8493 has it: {reason}"),
        N_("Put this file in from another copy of the archive."),
    ),
    "V055": Entry(
        _E,
        N_("`Payload-Oxum` says {said} for bytes and files, and there are {found}"),
        N_("Put `bag-info.txt` in from another copy of the archive."),
    ),
    "V056": Entry(
        _E,
        N_("{what} lies where the archive has files and folders of its own only"),
        N_("Remove it; if it took the place of a file, put that back from another copy."),
    ),
    "V057": Entry(
        _N,
        N_("`{name}` is an old PDF file: there is nothing to build it again from"),
        N_("Its bytes and pages were checked all the same."),
    ),
    "V058": Entry(
        _E,
        N_("it cannot be read: {reason}"),
        N_(
            "If nobody forbids it, the disk may be failing: copy the archive off it, and take what "
            "cannot be read from another copy."
        ),
    ),
    "V059": Entry(
        _E,
        N_("the record is not that of this edition: {reason}"),
        N_("Put the whole bag in from another copy of the archive."),
    ),
    "V060": Entry(
        _E,
        N_("the PDF cannot be read: {reason}"),
        N_("If its bytes are sound, have it looked at with another program before it is replaced."),
    ),
    "V061": Entry(
        _E,
        N_("the PDF has pages: {found}; by the record it should have {said}"),
        N_("Put both files in from another copy of the archive."),
    ),
    "V062": Entry(
        _W,
        N_("this belongs to no bag"),
        N_("Move it out of the archive, so that nobody takes it for a part of it."),
    ),
    "V063": Entry(
        _N,
        N_("something that was to be added is unfinished here"),
        N_(
            "If nobody is adding an edition now, a program was stopped: the archive is sound, and "
            "the next `printshop archive add` clears this away. Add that edition again."
        ),
    ),
    "V064": Entry(
        _E,
        N_("the bag lists this file as `{name}`: {how}"),
        N_("Give it that name again."),
    ),
    "V065": Entry(
        _N,
        N_("the catalogue is behind: {what}"),
        N_("It is brought up to date by the next `printshop archive search`."),
    ),
    "V066": Entry(
        _E,
        N_("the catalogue does not agree with the bags: {what}"),
        N_(
            "If the bags are sound, delete `catalogue.sqlite`: the next `printshop archive search` "
            "makes it again from them."
        ),
    ),
    "V067": Entry(
        _E,
        N_("`{name}`, built again by the same versions, is not the same: {what}"),
        N_(
            "Compare `data/sources` with another copy of the archive. The PDF that is kept stays "
            "the one that holds."
        ),
    ),
    "V068": Entry(
        _W,
        N_("`{name}`, built again by other versions, differs: {what}"),
        N_("Look at these pages, with `--report` beside one another. The PDF that is kept holds."),
    ),
    "V069": Entry(
        _E,
        N_("`{name}` cannot be built again from its own sources: {reason}"),
        N_(
            "The PDF that is kept was checked all the same. Look for the reason with the copy of "
            "the sources in `data/sources`, or with the versions in `record/versions.json`."
        ),
    ),
    # V070–V089: what goes out of the archive
    "V070": Entry(
        _E,
        N_("`{path}` holds something else than an earlier website of the archive"),
        N_("Name a folder that is not there yet, or an empty one: its contents are replaced."),
    ),
    "V071": Entry(
        _E,
        N_("there is no edition in the archive"),
        N_("Put one in first: `printshop archive add ISSUE`."),
    ),
    "V072": Entry(
        _E,
        N_("`{link}` is no address that a website can point to"),
        N_("Give the address of the folder `archive/` on a server: `https://example.vn/archive`."),
    ),
    "V073": Entry(
        _E,
        N_("`{path}` cannot be read: {reason}"),
        N_("See what else is wrong with that bag: `printshop archive verify`."),
    ),
    "V074": Entry(
        _W,
        N_("the cover of `{edition}` cannot be drawn: {reason}"),
        N_(
            "The website shows its number instead. "
            "See whether the first page of the PDF is damaged."
        ),
    ),
    "V075": Entry(
        _E,
        N_("`{path}` lies in the archive itself, where only bags belong"),
        N_("Choose another folder."),
    ),
    "V076": Entry(
        _E,
        N_("there is no profile `{name}`"),
        N_("Profiles there are: {known}. One of your own goes into `profiles/`."),
        near=N_("Did you mean `{near}`?"),
        near_suffices=False,
    ),
    "V077": Entry(
        _E,
        N_("the profile `{profile}` asks for {field}, which `{edition}` does not have"),
        N_(
            "Give it in the bulletin's file and add the edition anew, or say in the profile "
            "under `info:` what it shall be."
        ),
    ),
    "V078": Entry(
        _E,
        N_("the profile `{profile}` takes nothing of `{edition}`: no file is like {patterns}"),
        N_("Put right its `parts:`; paths are those within `data/` of the bag."),
    ),
    "V079": Entry(
        _E,
        N_("the file `{path}` in the bag `{edition}` is not what its manifest says: {reason}"),
        N_(
            "Nothing damaged is handed on. Replace the bag from a copy: `printshop archive verify`."
        ),
    ),
    "V080": Entry(
        _E,
        N_("no edition in the archive is of the year {year}"),
        N_("Years there are: {known}."),
    ),
    "V081": Entry(
        _N,
        N_("nothing is known of the articles in `{edition}`; the index names it without them"),
        N_("It is an old PDF file. Its articles can be given with `--metadata` when it is added."),
    ),
    # V090–V099: verification, further: the register
    "V090": Entry(
        _E,
        N_(
            "`{name}` is not the bag that was entered in the register on {day}: its list is another"
        ),
        N_(
            "Somebody made the bag anew, or changed its lists. Compare it with another copy of the "
            "archive, and put the whole bag in from there."
        ),
    ),
    "V091": Entry(
        _N,
        N_("`{name}` is not in the register"),
        N_("The next `printshop archive add` enters it."),
    ),
    "V092": Entry(
        _W,
        N_("the register is missing: nothing tells whether an edition is gone"),
        N_(
            "Put it in from another copy of the archive. If this archive never had one, the next "
            "`printshop archive add` makes it."
        ),
    ),
    "V093": Entry(
        _E,
        N_("this line of the register is damaged: {reason}"),
        N_(
            "Put `register.txt` in from another copy of the archive; if you wrote the line "
            "yourself, put it right."
        ),
    ),
    "V094": Entry(
        _N,
        N_("`{name}` was withdrawn on {day}: {reason}"),
        N_("So the register says. If nobody did that, put it back from another copy."),
    ),
    "V095": Entry(
        _W,
        N_("the register and the archive do not agree about `{name}`: {what}"),
        N_(
            "If it was withdrawn, the register says so in a line before the new one; if it was "
            "not, compare it with another copy of the archive."
        ),
    ),
    "V096": Entry(
        _E,
        N_("the folder is called `{found}`, and what is in it is `{name}`"),
        N_(
            "Rename the folder `{found}` back to `{name}`. If `{name}` is there as well, this is a "
            "copy of it: move it out of the archive."
        ),
    ),
    "V097": Entry(
        _W,
        N_("nothing is in the archive yet"),
        N_("Put an edition in: `printshop archive add ISSUE`."),
    ),
    "V098": Entry(
        _E,
        N_("the list `{manifest}` is damaged, and this file is not in it any more"),
        N_("Move nothing. Put the list in from another copy of the archive, and verify again."),
    ),
}
