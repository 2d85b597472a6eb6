"""The catalogue's file kept as its bags are: compared, brought up to date, made again.

Bags are known by their tag manifests: what differs is read anew, what has gone is dropped. A new
file is written beside the old one and takes its place. Where nothing can be written, a copy that
goes away with the program serves as well.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.archive.bags import TAG_MANIFEST
from printshop.archive.filling import Stamp, empty, fill, tidy
from printshop.archive.model import CATALOGUE, BagPlace
from printshop.archive.schema import Unusable, can_search, connect, in_memory
from printshop.archive.store import places, read_bag
from printshop.i18n import N_
from printshop.output import umask
from printshop.problems import Problems, StopBuild
from printshop.progress import Progress

if TYPE_CHECKING:
    import sqlite3

READING = N_("reading the bags into the catalogue")


def damages() -> tuple[type[Exception], ...]:
    """What is raised where a catalogue is damaged."""
    import sqlite3

    return (sqlite3.DatabaseError, zlib.error, ValueError, TypeError, IndexError)


def unusable() -> tuple[type[Exception], ...]:
    """What is raised where it must be made again."""
    return (Unusable, *damages())


def check_engine(problems: Problems) -> None:
    """See that this Python can search.

    Raises:
        StopBuild: it cannot (V038).
    """
    if not can_search():
        problems.add("V038")
        raise StopBuild


def current(root: Path, problems: Problems, progress: Progress) -> sqlite3.Connection:
    """The file that is there, brought up to date.

    Raises:
        Unusable, sqlite3.DatabaseError, zlib.error, ValueError: it must be made again.
    """
    import sqlite3

    path, readonly = root / CATALOGUE, False
    try:
        connection = connect(path)
    except sqlite3.OperationalError:
        connection, readonly = connect(path, readonly=True), True
    try:
        changes = _changes(connection, root)
        if not changes:
            return connection
        for name in changes.lost:  # once it is dropped here, nothing knows of it
            problems.add("V040", name=name, file=CATALOGUE)
        if not readonly and os.access(path, os.W_OK):
            with suppress(sqlite3.OperationalError):  # nobody may write there, or another does
                _update(connection, changes, problems, progress)
                return connection
        copy = in_memory()
        connection.backup(copy)
        connection.close()
        _note_unwritten(problems)
        connection = copy
        _update(connection, changes, problems, progress)
    except BaseException:
        connection.close()
        raise
    return connection


def made(root: Path, problems: Problems, progress: Progress) -> sqlite3.Connection:
    """The catalogue, made from the bags; in the archive's folder, or else nowhere."""
    import sqlite3

    there = places(root)
    if not root.is_dir():
        return in_memory()
    try:
        with _new_file(root) as temporary:
            connection = in_memory(temporary)
            try:
                _fill_all(connection, there, problems, progress)
            finally:
                connection.close()
        return connect(root / CATALOGUE)
    except (OSError, sqlite3.OperationalError, Unusable):
        _note_unwritten(problems)
    connection = in_memory()
    _fill_all(connection, there, problems, progress)
    return connection


@contextmanager
def _new_file(root: Path) -> Iterator[Path]:
    """An empty file that takes the catalogue's place when all went well."""
    handle, name = tempfile.mkstemp(dir=root, prefix=f".{CATALOGUE}.", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~umask())
        (root / f"{CATALOGUE}-journal").unlink(missing_ok=True)  # an older file's, of a crash
        temporary.replace(root / CATALOGUE)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def note_damage(problems: Problems) -> None:
    """Note that the catalogue is made again."""
    problems.add("V030", path=CATALOGUE)


def _note_unwritten(problems: Problems) -> None:
    problems.add("V031", path=CATALOGUE)


# -- what differs


@dataclass
class _Changes:
    """What the catalogue lacks of the bags, and has too much."""

    gone: list[int] = field(default_factory=list)
    """Numbers of bags in the catalogue."""
    new: list[tuple[BagPlace, Stamp, bool]] = field(default_factory=list)
    """Bags, with whether they are the latest of their edition."""
    touched: list[tuple[int, Stamp]] = field(default_factory=list)
    """Bags whose files were copied anew, with the same bytes."""
    lost: list[str] = field(default_factory=list)
    """Names of bags that are nowhere any more: they are among `gone`, too."""

    def __bool__(self) -> bool:
        return bool(self.gone or self.new or self.touched)


def _changes(connection: sqlite3.Connection, root: Path) -> _Changes:
    """Compare tag manifests, not bags: by size and time first."""
    known = {
        (edition, version): (number, bool(latest), Stamp(digest, size, changed))
        for number, edition, version, latest, digest, size, changed in connection.execute(
            "select number, edition, version, latest, digest, size, changed from bags"
        )
    }
    found = _Changes()
    for place, latest in with_latest(places(root)):
        number, was_latest, before = known.pop((place.edition, place.version), (0, False, Stamp()))
        stamp = _stamp(place, before)
        if number and latest == was_latest and stamp.digest == before.digest:
            if stamp != before:
                found.touched.append((number, stamp))
            continue
        if number:
            found.gone.append(number)
        found.new.append((place, stamp, latest))
    found.gone += [number for number, _, _ in known.values()]
    found.lost = sorted(f"{edition}/v{version}" for edition, version in known)
    return found


def with_latest(there: Sequence[BagPlace]) -> list[tuple[BagPlace, bool]]:
    """Bags, with whether each is the latest of its edition; they come sorted."""
    latest = {place.edition: place.version for place in there}
    return [(place, latest[place.edition] == place.version) for place in there]


def _stamp(place: BagPlace, before: Stamp) -> Stamp:
    """What a bag is known by now; one that cannot be read is known by nothing."""
    try:
        path = place.path / TAG_MANIFEST
        status = path.stat()
        if (status.st_size, status.st_mtime_ns) == (before.size, before.changed):
            return before
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Stamp(digest, status.st_size, status.st_mtime_ns)
    except OSError:
        return Stamp()


def _update(
    connection: sqlite3.Connection, changes: _Changes, problems: Problems, progress: Progress
) -> None:
    """Make the changes in one transaction.

    Raises:
        sqlite3.OperationalError: nothing can be written; nothing was.
        ValueError, zlib.error, sqlite3.DatabaseError: the catalogue is damaged.
    """
    connection.execute("begin immediate")
    try:
        for number in changes.gone:
            empty(connection, number)
        for number, stamp in changes.touched:
            connection.execute(
                "update bags set digest = ?, size = ?, changed = ? where number = ?",
                (*astuple(stamp), number),
            )
        _fill(connection, changes.new, problems, progress)
        tidy(connection)
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def _fill_all(
    connection: sqlite3.Connection,
    there: Sequence[BagPlace],
    problems: Problems,
    progress: Progress,
) -> None:
    stamped = [(place, _stamp(place, Stamp()), latest) for place, latest in with_latest(there)]
    connection.execute("begin")
    _fill(connection, stamped, problems, progress)
    connection.execute("commit")
    for table in ("heads", "words"):
        connection.execute(f"insert into {table} ({table}) values ('optimize')")


def _fill(
    connection: sqlite3.Connection,
    new: Sequence[tuple[BagPlace, Stamp, bool]],
    problems: Problems,
    progress: Progress,
) -> None:
    """Read bags and put them in; what cannot be read is noted, and left out."""
    if new:
        progress.stage(READING, len(new))
    for place, stamp, latest in new:
        with problems.holding("V006") as unread:
            found = read_bag(place, problems)
        try:
            if found:
                fill(connection, found, stamp, latest=latest)
        except (ValueError, TypeError) as error:
            problems.add("V032", name=place.name, reason=str(error))
        for problem in unread:
            reason = dict(problem.params).get("reason", "")
            problems.add("V032", name=place.name, reason=reason)
        progress.step(place.name)
