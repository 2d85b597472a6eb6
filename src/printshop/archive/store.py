"""Bags in the archive's folder: found, read, and put there whole or not at all.

What is put there is written under `.incoming/`, waited for until the disk has it, read back, and
moved to its place by one rename. Nothing that is there is ever changed.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from printshop.archive import bags
from printshop.archive.hashing import BLOCK, Digest, digest_of, digests_of
from printshop.archive.locking import PATIENCE, writers_lock
from printshop.archive.model import CATALOGUE, RECORD, BagPlace, InArchive
from printshop.archive.recordfile import read_kept
from printshop.archive.register import REGISTER, Entry, extended, read_register
from printshop.i18n import N_, _, ngettext
from printshop.output import write_whole
from printshop.problems import Problems, StopBuild, Where
from printshop.problems.model import nearest
from printshop.progress import Progress, Silent

INCOMING = ".incoming"
"""In the archive: what is not finished. Its contents may be removed whenever nobody writes."""
HASHING = N_("reading what is to be kept")
COPYING = N_("writing into the archive")
READING_BACK = N_("reading back what was written")

_VERSION = re.compile(r"v([1-9]\d{0,5})")
_FULL = (errno.ENOSPC, errno.EDQUOT)
_SPARE = 1_000_000
"""Bytes that folders and manifests may take beside the files."""
_MOST_NAMED = 6

Payload = Mapping[str, "bytes | Path"]
"""What a bag is to hold: bytes, or files to copy, by the path in `data/`."""


@dataclass(frozen=True)
class Changes:
    """How a payload differs from that of an earlier version: paths in it."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)

    def __str__(self) -> str:
        """For people; of many, some are named: sources first, for all else comes from them."""
        parts, room = [], _MOST_NAMED
        for said, paths in (
            (_("changed: {paths}"), self.changed),
            (_("new: {paths}"), self.added),
            (_("gone: {paths}"), self.gone),
        ):
            if paths:
                parts.append(said.format(paths=_some(paths, room)))
                room = max(0, room - len(paths))
        return "; ".join(parts)


def _some(paths: tuple[str, ...], room: int) -> str:
    if not room:
        return ngettext("{n} file", "{n} files", len(paths)).format(n=len(paths))
    sources_first = sorted(paths, key=lambda path: not path.startswith("sources/"))
    shown = ", ".join(sources_first[:room])
    more = len(paths) - room
    return shown if more <= 0 else _("{paths} and {n} more").format(paths=shown, n=more)


@dataclass(frozen=True)
class Put:
    """What became of it."""

    place: BagPlace
    """The bag that holds it now."""
    unchanged: bool = False
    """Whether it was there already: then nothing was written."""
    changes: Changes = Changes()
    """Since the version before."""


# -- what is there


def places(root: Path) -> list[BagPlace]:
    """Every bag in the archive `root`, sorted; damaged ones too. None where there is no archive."""
    if not root.is_dir():
        return []
    return sorted(
        place for folder in root.iterdir() if _is_own(folder) for place in _versions(folder)
    )


def latest(root: Path) -> list[BagPlace]:
    """The last version of every edition, sorted."""
    return list({place.edition: place for place in places(root)}.values())


def _is_own(folder: Path) -> bool:
    return not folder.name.startswith(".") and folder.is_dir() and not folder.is_symlink()


def _versions(folder: Path) -> Iterator[BagPlace]:
    edition = unicodedata.normalize("NFC", folder.name)
    for path in folder.iterdir():
        match = _VERSION.fullmatch(path.name)
        if match and _is_own(path):
            yield BagPlace(edition, int(match[1]), path)


def find_place(root: Path, name: str, problems: Problems) -> BagPlace:
    """The bag called `name`: `2017-09` is the latest version, `2017-09/v1` that one.

    Raises:
        StopBuild: there is none (V005).
    """
    wanted = bags.folded(name.strip().strip("/"))
    there = places(root)
    by_name = {bags.folded(place.edition): place for place in there}
    by_name |= {bags.folded(place.name): place for place in there}
    if wanted not in by_name:
        known = list(dict.fromkeys(place.edition for place in there))
        near = nearest(name, [*known, *(place.name for place in there)])
        shown = ", ".join(known) if len(known) <= 12 else ", ".join(["…", *known[-12:]])
        problems.add("V005", near=near, name=name, known=shown or "–")
        raise StopBuild
    return by_name[wanted]


def read_bag(place: BagPlace, problems: Problems) -> InArchive | None:
    """What a bag tells of its edition; None where it cannot be read (V006)."""
    try:
        kept = read_kept((place.payload / RECORD).read_bytes())
        return InArchive(place, kept, bags.info_of(place.path))
    except (OSError, ValueError) as error:
        problems.add("V006", name=place.name, reason=_reason(error))
        return None


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        named = Path(str(error.filename)).name if error.filename else ""
        return ": ".join(filter(None, (named, error.strerror or str(error))))
    return f"{type(error).__name__}: {error}"


# -- writing


@contextmanager
def writing(root: Path, problems: Problems, patience: float = PATIENCE) -> Iterator[None]:
    """Be the one writer into the archive `root`; it is made where it is missing.

    What a writer that died left behind is removed. `put` does this itself: do not call it within.

    Args:
        root: the archive.
        problems: V001, V002 and V009 are noted here.
        patience: seconds to wait for another writer.

    Raises:
        StopBuild: nothing can be written.
    """
    for path in (root, root / INCOMING, root / REGISTER):
        if path.is_symlink():
            problems.add("V009", path=path.name)
            raise StopBuild
    try:
        if not root.is_dir():
            root.mkdir(parents=True, exist_ok=True)  # another may be first
            _sync_folder(root.parent)
    except OSError as error:
        raise _stopped(error, root, problems) from None
    with writers_lock(root, problems, patience):
        try:
            _clear(root / INCOMING)
        except OSError as error:
            raise _stopped(error, root, problems) from None
        yield


def _clear(incoming: Path) -> None:
    if incoming.is_dir():
        shutil.rmtree(incoming)


def _stopped(
    error: OSError, root: Path, problems: Problems, edition: str = "", need: int = 0
) -> StopBuild:
    """The problem that an error of the disk is, noted."""
    if error.errno in _FULL:
        problems.add("V003", edition=edition or root.name, need=_megabytes(need))
    else:
        problems.add("V001", path=root.name, reason=error.strerror or str(error))
    return StopBuild()


def _megabytes(size: int) -> str:
    return f"{max(size, 100_000) / 1_000_000:.1f}"


def put(
    root: Path,
    edition: str,
    payload: Payload,
    info: Mapping[str, str],
    problems: Problems,
    progress: Progress | None = None,
    *,
    patience: float = PATIENCE,
) -> Put:
    """Put an edition into the archive `root`, as its first version or as a correction.

    Nothing is done where the latest version has the same payload.

    Args:
        root: the archive.
        edition: what it is called there.
        payload: what is kept.
        info: further lines of `bag-info.txt`; `Correction-Reason` allows a new version.
        problems: V001 to V011 and S002 are noted here.
        progress: told of stages and steps.
        patience: seconds to wait for another writer.

    Raises:
        StopBuild: the problems say why; the archive is as it was.
    """
    progress = progress or Silent()
    edition = unicodedata.normalize("NFC", edition)
    files = {unicodedata.normalize("NFC", path): payload[path] for path in payload}
    _check_names(edition, payload, problems)
    wanted = _digests(files, problems, progress)
    with writing(root, problems, patience):
        _check_edition(root, edition, problems)
        versions = sorted(_versions(root / edition)) if (root / edition).is_dir() else []
        changes = Changes()
        if versions:
            last, reason = versions[-1], info.get(bags.REASON, "").strip()
            next_one = BagPlace(edition, last.version + 1, root)
            changes = _changes(last, wanted, problems, corrected=bool(reason))
            if not changes:
                _enter_others(root, problems)
                return Put(last, unchanged=True)
            if not reason:
                problems.add("V004", version=last.name, changes=str(changes), next=next_one.name)
                raise StopBuild
        version = versions[-1].version + 1 if versions else 1
        name = f"v{version}"
        place = BagPlace(edition, version, root / edition / name)
        lines = _info(place, info, wanted)
        _Writer(place, root, problems, progress).write(files, wanted, lines)
        return Put(place, changes=changes)


def _check_names(edition: str, payload: Payload, problems: Problems) -> None:
    """V007 and V008: names that not every computer takes, or takes for one."""
    before = problems.errors
    for path in (edition, *payload):
        fault = bags.name_fault(path)
        if path == edition and ("/" in path or path.startswith(".")):
            fault = _("it is to be the name of one folder that is seen")
        if path == edition and bags.folded(path).startswith(CATALOGUE):
            fault = _("the catalogue of the archive is called so")
        if path == edition and bags.folded(path) == REGISTER:
            fault = _("the register of the archive is called so")
        if fault:
            problems.add("V007", path=_printable(path), reason=fault)
    for path, other in bags.clashes(payload):
        problems.add("V008", path=path, other=other)
    if problems.errors > before:
        raise StopBuild


def _printable(path: str) -> str:
    """A name with anything in it, as messages can show it."""
    shown = path.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "\ufffd" for c in shown)


def _check_edition(root: Path, edition: str, problems: Problems) -> None:
    """V008 for a folder that only some computers tell from this edition's; V009 for a link."""
    for there in root.iterdir():
        if there.name == edition and there.is_symlink():
            problems.add("V009", path=f"{root.name}/{edition}")
            raise StopBuild
        if there.name != edition and bags.folded(there.name) == bags.folded(edition):
            problems.add("V008", path=edition, other=there.name)
            raise StopBuild


def _digests(files: Payload, problems: Problems, progress: Progress) -> dict[str, Digest]:
    """The digest of everything that is to be kept; S002 for what cannot be read."""
    progress.stage(HASHING, len(files))
    found: dict[str, Digest] = {}
    paths = {name: source for name, source in files.items() if isinstance(source, Path)}
    for name, digest in zip(paths, digests_of(paths.values()), strict=True):
        progress.step(name)
        if isinstance(digest, OSError):
            reason = digest.strerror or str(digest)
            problems.add("S002", Where(paths[name].name), path=paths[name].name, reason=reason)
        else:
            found[name] = digest
    if len(found) < len(paths):
        raise StopBuild
    given = {name: source for name, source in files.items() if isinstance(source, bytes)}
    return {**found, **{name: digest_of(source) for name, source in given.items()}}


def _changes(
    last: BagPlace, wanted: Mapping[str, Digest], problems: Problems, *, corrected: bool
) -> Changes:
    """How the payload differs from that of the latest version, by its manifest."""
    try:
        there = bags.payload_digests(last.path)
    except (OSError, ValueError) as error:
        if corrected:  # a damaged bag is no reason not to keep a sound one
            return Changes(added=tuple(sorted(wanted)))
        problems.add("V006", name=last.name, reason=_reason(error))
        raise StopBuild from None
    both = wanted.keys() & there.keys()
    return Changes(
        tuple(sorted(wanted.keys() - both)),
        tuple(sorted(there.keys() - both)),
        tuple(sorted(path for path in both if wanted[path].sha512 != there[path])),
    )


def _info(place: BagPlace, info: Mapping[str, str], wanted: Mapping[str, Digest]) -> dict[str, str]:
    """`bag-info.txt` (RFC 8493, 2.2.2): what was given, and what follows from the place."""
    size = sum(digest.size for digest in wanted.values())
    given = {name: value for name, value in info.items() if name != bags.REASON}
    reason = info.get(bags.REASON, "") if place.version > 1 else ""
    return {
        **given,
        "External-Identifier": place.name,
        "Bag-Group-Identifier": place.edition,
        "Version": str(place.version),
        bags.REASON: reason,
        "Bagging-Date": given.get("Bagging-Date") or dt.date.today().isoformat(),
        "Bag-Software-Agent": f"printshop {metadata.version('printshop')}",
        "Payload-Oxum": f"{size}.{len(wanted)}",
    }


# -- the register


def _registered(root: Path, new: Entry | None = None) -> bytes | None:
    """The register with the bags that are not in it yet, and `new`; None where all are in it.

    A writer may have died before it entered its bag, and an older archive has no register.

    Raises:
        OSError: it cannot be read.
    """
    try:
        data = (root / REGISTER).read_bytes()
    except FileNotFoundError:
        data = b""
    known = read_register(data)
    lines = [_entry(place) for place in places(root) if known.of(place.name) is None]
    more = [one for one in lines if one is not None]
    before = known.of(new.name) if new else None
    if new and not (isinstance(before, Entry) and before.digest == new.digest):
        more.append(new)
    return extended(data, more) if more else None


def _entry(place: BagPlace, bag: Path | None = None) -> Entry | None:
    """The line about a bag, which lies in the folder `bag` as yet; None for a damaged one."""
    bag = bag or place.path
    try:
        digest = digest_of(bag / bags.TAG_MANIFEST).sha512
        day = bags.info_of(bag).get("Bagging-Date", "")
    except (OSError, ValueError):
        return None
    known = re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    return Entry(place.name, digest, day if known else dt.date.today().isoformat())


def _enter_others(root: Path, problems: Problems) -> None:
    """Enter what is not in the register; the lock is held."""
    try:
        data = _registered(root)
        if data is not None:
            write_whole(root / REGISTER, data)
    except OSError as error:
        raise _stopped(error, root, problems) from None


# -- a bag on its way


@dataclass(frozen=True)
class _Writer:
    """Writes one bag; the lock is held."""

    place: BagPlace
    root: Path
    problems: Problems
    progress: Progress

    def write(self, files: Payload, wanted: Mapping[str, Digest], info: Mapping[str, str]) -> None:
        """The bag at its place, on the disk.

        Raises:
            StopBuild: it cannot be; nothing of it is left.
        """
        need = sum(digest.size for digest in wanted.values()) + _SPARE
        incoming = self.root / INCOMING
        try:
            if shutil.disk_usage(self.root).free < need:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            incoming.mkdir()
            stage = Path(tempfile.mkdtemp(dir=incoming)) / self.place.edition
            bag = stage / self.place.path.name
            self._write_bag(bag, files, wanted, info)
            _sync_folders(stage)
            register = _registered(self.root, _entry(self.place, bag))
            if register is not None:
                _write_file(incoming / REGISTER, [register])
            self._move(stage, bag, incoming / REGISTER if register is not None else None)
        except OSError as error:
            raise _stopped(error, self.root, self.problems, self.place.name, need) from None
        finally:
            with suppress(OSError):
                _clear(incoming)

    def _write_bag(
        self,
        bag: Path,
        files: Payload,
        wanted: Mapping[str, Digest],
        info: Mapping[str, str],
    ) -> None:
        self.progress.stage(COPYING, len(files))
        payload = bag / bags.PAYLOAD
        payload.mkdir(parents=True)
        for name in sorted(files):
            self._copy(payload / name, files[name], wanted[name])
            self.progress.step(name)
        manifest = {f"{bags.PAYLOAD}/{name}": digest.sha512 for name, digest in wanted.items()}
        tags = {
            bags.DECLARATION: bags.DECLARED,
            bags.INFO: bags.write_info(info),
            bags.MANIFEST: bags.write_manifest(manifest),
        }
        of_tags = {name: digest_of(data).sha512 for name, data in tags.items()}
        tags[bags.TAG_MANIFEST] = bags.write_manifest(of_tags)
        for name, data in tags.items():
            _write_file(bag / name, [data])
        of_tags[bags.TAG_MANIFEST] = digest_of(tags[bags.TAG_MANIFEST]).sha512
        self._read_back(bag, {**manifest, **of_tags})

    def _copy(self, path: Path, source: bytes | Path, wanted: Digest) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(source, bytes):
            _write_file(path, [source])
            return
        if _write_file(path, _blocks(source, self.problems)) != wanted:
            self.problems.add("V011", path=source.name)
            raise StopBuild

    def _read_back(self, bag: Path, digests: Mapping[str, str]) -> None:
        """V010 where the disk gives back other bytes."""
        self.progress.stage(READING_BACK, len(digests))
        found = digests_of((bag / name for name in digests), from_disk=True)
        wrong = []
        for name, digest in zip(digests, found, strict=True):
            self.progress.step(name)
            if isinstance(digest, OSError):
                raise digest
            if digest.sha512 != digests[name]:
                wrong.append(name)
        for name in wrong:
            self.problems.add("V010", path=f"{self.place.name}/{name}")
        if wrong:
            raise StopBuild

    def _move(self, stage: Path, bag: Path, register: Path | None) -> None:
        """One rename: the edition's folder with its first bag, or the bag into that folder.

        The new register follows. Should the computer stop in between, the next writer enters it.
        """
        target = self.place.path
        source, target = (bag, target) if target.parent.is_dir() else (stage, target.parent)
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        source.rename(target)
        try:
            _sync_folder(target.parent)
            if register:
                register.replace(self.root / REGISTER)
        except OSError:
            target.rename(source)
            raise
        with suppress(OSError):  # the bag is safe: at worst it is entered by the next writer
            _sync_folder(self.root)


def _blocks(source: Path, problems: Problems) -> Iterator[bytes]:
    try:
        with source.open("rb", buffering=0) as stream:
            while block := stream.read(BLOCK):
                yield block
    except OSError as error:
        reason = error.strerror or str(error)
        problems.add("S002", Where(source.name), path=source.name, reason=reason)
        raise StopBuild from None


def _write_file(path: Path, blocks: Iterable[bytes]) -> Digest:
    """A new file, on the disk when this returns; what was written."""
    hashed, size = hashlib.sha512(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        for block in blocks:
            left = memoryview(block)
            while left:
                left = left[os.write(handle, left) :]
            hashed.update(block)
            size += len(block)
        os.fsync(handle)
    finally:
        os.close(handle)
    return Digest(hashed.hexdigest(), size)


def _sync_folders(top: Path) -> None:
    """Wait until the disk has the names in `top` and in every folder below it."""
    for folder, _folders, _files in os.walk(top, topdown=False):
        _sync_folder(Path(folder))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
