"""What a catalogue says otherwise than the bags: for verification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from printshop.archive.filling import rows_in, rows_of
from printshop.archive.model import CATALOGUE, BagPlace
from printshop.archive.schema import connect
from printshop.archive.store import places, read_bag
from printshop.archive.upkeep import damages, unusable, with_latest
from printshop.i18n import N_, _
from printshop.problems import Problems
from printshop.progress import Progress, Silent

if TYPE_CHECKING:
    import sqlite3

COMPARING = N_("comparing the catalogue with the bags")


@dataclass(frozen=True)
class Disagreement:
    """Something that the catalogue says otherwise than the bags."""

    kind: Literal["absent", "damaged", "missing", "gone", "differs"]
    name: str = ""
    """The bag; empty for the catalogue as a whole."""

    @property
    def message(self) -> str:
        """The same in words, in the language in force."""
        texts = {
            "absent": _("there is no catalogue yet"),
            "damaged": _("the catalogue is damaged, or was made by another version of printshop"),
            "missing": _("{name} is not in the catalogue"),
            "gone": _("the catalogue has {name}, which is not in the archive"),
            "differs": _("the catalogue says otherwise of {name} than its bag"),
        }
        return texts[self.kind].format(name=self.name)


def disagreements(root: Path, progress: Progress | None = None) -> list[Disagreement]:
    """What the catalogue says otherwise than the bags; nothing is changed.

    A bag that cannot be read is passed over: it is found wanting by itself.
    """
    path = root / CATALOGUE
    there = places(root)
    if not path.exists():
        return [Disagreement("absent")] if there else []
    try:
        connection = connect(path, readonly=True)
    except unusable():
        return [Disagreement("damaged")]
    try:
        return _compared(connection, there, progress or Silent())
    except damages():
        return [Disagreement("damaged")]
    finally:
        connection.close()


def _compared(
    connection: sqlite3.Connection, there: Sequence[BagPlace], progress: Progress
) -> list[Disagreement]:
    checks = [row[0] for row in connection.execute("pragma integrity_check")]
    counts = connection.execute(
        "select (select count(*) from items), (select count(*) from heads_docsize),"
        " (select count(*) from words_docsize)"
    ).fetchone()
    if checks != ["ok"] or len(set(counts)) != 1:
        return [Disagreement("damaged")]
    known = {
        (edition, version): (number, bool(latest))
        for number, edition, version, latest in connection.execute(
            "select number, edition, version, latest from bags"
        )
    }
    found = []
    progress.stage(COMPARING, len(there))
    for place, latest in with_latest(there):
        number, was_latest = known.pop((place.edition, place.version), (0, latest))
        in_archive = read_bag(place, Problems())
        if in_archive and not number:
            found.append(Disagreement("missing", place.name))
        elif in_archive:
            same = rows_in(connection, number) == rows_of(in_archive, latest=latest)
            if not same or latest != was_latest:
                found.append(Disagreement("differs", place.name))
        progress.step(place.name)
    gone = [Disagreement("gone", f"{edition}/v{version}") for edition, version in known]
    return [*found, *gone]
