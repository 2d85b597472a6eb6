"""A bag judged from what was read of it: everything that is wrong, each thing once, by its path.

What follows from a fault that is told is not told again: a truncated file changes the sum of all
sizes, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from printshop.archive import bags
from printshop.archive.baglook import Look
from printshop.archive.hashing import Digest
from printshop.archive.manifestlines import Listed, ManifestText, nearly, read_lines
from printshop.archive.model import RECORD, Kept
from printshop.archive.pagereading import PagesRead
from printshop.i18n import N_, _
from printshop.problems import OnPage, Problem, Problems, Where

TAG_FILES = (bags.DECLARATION, bags.INFO, bags.MANIFEST, bags.TAG_MANIFEST)
"""What every bag of the archive has beside its payload."""
_PAYLOAD = f"{bags.PAYLOAD}/"
_DECLARED = re.compile(
    rb"BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: [A-Za-z0-9-]+(\r?\n)?"
)
_HOW = (
    N_("they differ in capitals"),
    N_("they differ in the form of their accents"),
    N_("the bytes are the same"),
)


@dataclass(frozen=True)
class Matter:
    """All that was read of a bag; paths from its folder."""

    shown: str
    """What problems call the bag's folder: `archive/2017-09/v1`."""
    edition: str
    look: Look
    digests: Mapping[str, Digest | OSError]
    """Of every file."""
    texts: Mapping[str, bytes]
    """Of `TAG_FILES`, those that could be read."""
    kept: Kept | ValueError | None
    """The record, or why it is none; None where the file could not be read."""
    pdf: str = ""
    """The PDF that was read."""
    pages: PagesRead = field(default_factory=PagesRead)


def judge(matter: Matter) -> list[Problem]:
    """Everything that is wrong with a bag."""
    judging = _Judging(matter)
    judging.things()
    sure = judging.tags()
    judging.payload(sure)
    judging.empty_folders()
    judging.forms()
    judging.record()
    judging.pdf()
    return list(judging.problems)


@dataclass
class _Judging:
    matter: Matter
    problems: Problems = field(default_factory=Problems)
    told: set[str] = field(default_factory=set)
    """Paths of which it is said already what is wrong with them."""

    def tell(self, code: str, path: str, line: int = 0, /, **params: str | int) -> None:
        """Note a problem at a path of the bag."""
        self.told.add(path)
        shown = f"{self.matter.shown}/{path}" if path else self.matter.shown
        items = tuple(sorted(params.items()))
        self.problems.extend([Problem(code, Where(shown, line), items)])

    # -- what is there

    def things(self) -> None:
        """What is no file, and what cannot be read."""
        look = self.matter.look
        for path in look.links:
            self.tell("V056", path, what=_("a symbolic link"))
        for path in look.others:
            self.tell("V056", path, what=_("a pipe, a device or a socket"))
        for path, error in (look.unreadable or {}).items():
            self.tell("V058", path, reason=error.strerror or str(error))
        for path, digest in self.matter.digests.items():
            if isinstance(digest, OSError):
                self.tell("V058", path, reason=digest.strerror or str(digest))

    def empty_folders(self) -> None:
        """Folders in which nothing is, and nothing should be."""
        for folder in self.matter.look.empty:
            if not any(path.startswith(f"{folder}/") for path in self.told):
                self.tell("V056", folder, what=_("an empty folder"))

    def hidden(self, path: str) -> bool:
        """Whether a file may be there and be out of reach, or something else has its name."""
        look = self.matter.look
        folders = [*(look.unreadable or {}), *look.links, *look.others]
        return path in folders or any(path.startswith(f"{f}/") or not f for f in folders)

    # -- the lists

    def tags(self) -> bool | None:
        """The files beside the payload; whether the payload's manifest is the one of old.

        None where nothing tells.
        """
        there = {p for p in self.matter.look.files if not p.startswith(_PAYLOAD)}
        there.discard(bags.TAG_MANIFEST)
        text = self.matter.texts.get(bags.TAG_MANIFEST)
        sure = None
        if text is not None:
            listing = read_lines(text)
            _Comparing(self, bags.TAG_MANIFEST, listing, there).run()
            listed = listing.files.get(bags.MANIFEST)
            found = self.matter.digests.get(bags.MANIFEST)
            if listed and isinstance(found, Digest):
                sure = nearly(listed.digest, found.sha512)
        for name in TAG_FILES:
            if not (name in self.matter.look.files or name in self.told or self.hidden(name)):
                self.tell("V051", name, path=name)
        return sure

    def payload(self, sure: bool | None) -> None:
        """The files of the payload. `sure`: the manifest is as it was, as `tags` says."""
        there = {p for p in self.matter.look.files if p.startswith(_PAYLOAD)}
        text = self.matter.texts.get(bags.MANIFEST)
        if text is None:
            return
        listing = read_lines(text)
        _Comparing(self, bags.MANIFEST, listing, there, sure=sure).run()
        if not any(path == bags.INFO or f"{path}/".startswith(_PAYLOAD) for path in self.told):
            self.oxum(there)

    def oxum(self, there: set[str]) -> None:
        """The sum of the payload as `bag-info.txt` has it (2.2.2)."""
        try:
            said = bags.read_info(self.matter.texts[bags.INFO]).get("Payload-Oxum", "")
        except (KeyError, ValueError):
            return
        found = f"{sum(self.matter.look.files[p] for p in there)}.{len(there)}"
        if said and said != found:
            self.tell("V055", bags.INFO, said=said, found=found)

    # -- how they are written

    def forms(self) -> None:
        """The form of the bag's own files, of those with the right bytes."""
        texts = {p: t for p, t in self.matter.texts.items() if p not in self.told}
        declared = texts.get(bags.DECLARATION)
        if declared is not None and not _DECLARED.fullmatch(declared):
            self.tell("V054", bags.DECLARATION, reason=_("two lines are wanted"))
        info = texts.get(bags.INFO)
        if info is not None:
            line = _odd_line(info)
            if line:
                self.tell("V054", bags.INFO, line, reason=_("a name and a colon are wanted"))
        for name in (bags.MANIFEST, bags.TAG_MANIFEST):
            if name in texts:
                self.canonical(name, texts[name])

    def canonical(self, name: str, text: bytes) -> None:
        """What printshop wrote is written so: a bit may change a digit's size and not its value."""
        listing = read_lines(text)
        for line in listing.faults:
            self.tell("V054", name, line, reason=_("a digest and a path are wanted"))
        agent = self.matter.texts.get(bags.INFO, b"")
        if name in self.told or b"Bag-Software-Agent: printshop" not in agent:
            return
        wanted = bags.write_manifest({path: one.digest for path, one in listing.files.items()})
        if wanted != text:
            lines = zip(wanted.split(b"\n"), text.split(b"\n"), strict=False)
            line = next((n for n, (a, b) in enumerate(lines, 1) if a != b), 0)
            self.tell("V054", name, line, reason=_("printshop writes it otherwise"))

    # -- the edition

    def record(self) -> None:
        """The record: readable, and about this edition."""
        path, kept = f"{_PAYLOAD}{RECORD}", self.matter.kept
        if path in self.told:
            return
        if path not in self.matter.look.files:
            self.tell("V051", path, path=path)
        elif isinstance(kept, ValueError):
            self.tell("V059", path, reason=str(kept)[:200] or type(kept).__name__)
        elif kept is not None:
            named = unicodedata.normalize("NFC", kept.record.id)
            if named != self.matter.edition:
                self.tell("V096", "", name=named, found=self.matter.edition)
            elif f"{_PAYLOAD}{kept.file}" not in {*self.matter.look.files, *self.told}:
                reason = _("`{file}` is not in the bag").format(file=kept.file)
                self.tell("V059", path, reason=reason)

    def pdf(self) -> None:
        """The PDF: opened, page by page, as many as the record has."""
        path, read, kept = self.matter.pdf, self.matter.pages, self.matter.kept
        if not path or isinstance(self.matter.digests.get(path), OSError):
            return
        shown = f"{self.matter.shown}/{path}"
        if read.trouble:
            self.tell("V060", path, reason=read.trouble)
            return
        self.problems.extend(
            Problem("V060", Where(shown), (("reason", reason),), on=OnPage(path, page))
            for page, reason in read.faults
        )
        if isinstance(kept, Kept) and len(kept.pages) != read.pages:
            self.tell("V061", path, found=read.pages, said=len(kept.pages))


def _odd_line(info: bytes) -> int:
    """The first line of `bag-info.txt` that is none (RFC 8493, 2.2.2); 0 where all are."""
    for number, line in enumerate(info.split(b"\n"), 1):
        try:
            text = line.decode("utf-8").removesuffix("\r")
        except UnicodeDecodeError:
            return number
        label, colon, _value = text.partition(":")
        goes_on = text[:1] in (" ", "\t") and number > 1
        if text.strip() and not goes_on and not (colon and label.strip()):
            return number
    return 0


@dataclass
class _Comparing:
    """A manifest held against the files that it is to list.

    The manifest itself may be what is damaged. That is so where a digest differs from the file's
    in a few digits only, and where lines no longer name a file whose digest they have.
    """

    judging: _Judging
    manifest: str
    listing: ManifestText
    there: set[str]
    sure: bool | None = None
    """Of the payload's manifest: whether the tag manifest says that it is as it was."""
    damaged: set[int] = field(default_factory=set)
    """Lines that are told."""

    def run(self) -> None:
        listed = self.listing.files
        missing = {path: one for path, one in listed.items() if path not in self.there}
        extra = sorted(self.there - listed.keys())
        for path in sorted(self.there & listed.keys()):
            self.compare(path, listed[path])
        for found in list(extra):
            wanted = self.same(found, missing)
            if wanted:
                self.renamed(wanted, found)
                del missing[wanted.path]
                extra.remove(found)
        for path in extra:
            self.unlisted(path)
        for path, one in missing.items():
            hidden = path in self.judging.told or self.judging.hidden(path)
            if not hidden and one.line not in self.damaged:
                self.judging.tell("V051", path, path=path)

    def compare(self, path: str, listed: Listed) -> None:
        digest = self.digest(path)
        if digest is None or digest == listed.digest:
            return
        if nearly(digest, listed.digest):
            self.line_damaged(listed.line, path)
        else:
            self.judging.tell("V050", path)

    def digest(self, path: str) -> str | None:
        found = self.judging.matter.digests.get(path)
        return found.sha512 if isinstance(found, Digest) else None

    def same(self, found: str, missing: Mapping[str, Listed]) -> Listed | None:
        """What an unlisted file is, under another name."""
        digest, name = self.digest(found), bags.folded(found)
        alike = [one for one in missing.values() if bags.folded(one.path) == name]
        equal = [one for one in missing.values() if one.digest == digest]
        return next(iter([*(one for one in equal if one in alike), *equal, *alike]), None)

    def renamed(self, wanted: Listed, found: str) -> None:
        """The file has another name than its line; or the line is damaged."""
        if self.may_be_damaged(found) and wanted.digest == self.digest(found):
            self.line_damaged(wanted.line, found)
            return
        capitals, accents, bytes_same = map(_, _HOW)
        how = bytes_same
        if bags.folded(wanted.path) == bags.folded(found):
            forms = {unicodedata.normalize("NFC", p) for p in (wanted.path, found)}
            how = accents if len(forms) == 1 else capitals
        self.judging.tell("V064", found, name=wanted.path, how=how)
        self.judging.told.add(wanted.path)
        self.compare(found, wanted)

    def may_be_damaged(self, path: str) -> bool:
        """Whether it is rather the manifest than the file that is wrong about a name."""
        return path in TAG_FILES or self.sure is False

    def unlisted(self, path: str) -> None:
        """A file in no line, or in a line that cannot be read."""
        digest = self.digest(path)
        if digest and self.may_be_damaged(path):
            line = self.listing.line_about(path, digest)
            if line:
                self.line_damaged(line, path)
                return
        if path not in self.judging.told:
            lost = self.may_be_damaged(path)
            self.judging.tell("V098" if lost else "V052", path, manifest=self.manifest)

    def line_damaged(self, line: int, path: str) -> None:
        self.damaged.add(line)
        if self.sure is not None or self.manifest == bags.TAG_MANIFEST:
            self.judging.problems = _without(self.judging, "V050", self.manifest)
        self.judging.tell("V053", self.manifest, line, path=path)


def _without(judging: _Judging, code: str, path: str) -> Problems:
    """The problems but this one, of which more is known now."""
    where = Where(f"{judging.matter.shown}/{path}")
    kept = Problems()
    kept.extend(p for p in judging.problems if not (p.code == code and p.where == where))
    return kept
