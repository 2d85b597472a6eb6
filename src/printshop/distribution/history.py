"""The records of past distributions: read, compared, written anew.

One file `distribution/<issue>.json` an issue, kept with the sources of the bulletin. It holds every
version that differed from the one before; the last counts.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from printshop.distribution.contract import DistributionSpec
from printshop.distribution.model import (
    Change,
    Changes,
    Figures,
    IssueName,
    Parcel,
    Recipient,
)
from printshop.distribution.recipients import same_unit
from printshop.distribution.record import FORMAT, RecordedIssue, RecordFile, Version
from printshop.distribution.renamed import perhaps_same
from printshop.i18n import _
from printshop.problems import Problems, Where
from printshop.sources import Workspace

RECORDS = "distribution"
"""The workspace's folder of records."""


@dataclass(frozen=True)
class Record:
    """What is kept of an issue."""

    path: Path
    versions: tuple[Version, ...]
    """The oldest first; at least one."""

    @property
    def last(self) -> Version:
        """The one that counts."""
        return self.versions[-1]

    @property
    def issue(self) -> IssueName:
        """What the issue is called."""
        return _name(self.last.issue)

    @property
    def order(self) -> tuple[dt.date, str]:
        """Issues appear in this order."""
        return self.last.issue.date, self.last.issue.id


def record_path(workspace: Workspace, issue_id: str) -> Path:
    """The file in which an issue's distribution is kept."""
    return workspace.root / RECORDS / f"{issue_id}.json"


# -- reading


def read_history(workspace: Workspace, problems: Problems) -> list[Record]:
    """All records of the workspace, in the order of their issues.

    Args:
        workspace: the folder of everything.
        problems: D032, D033, D034 for a file that cannot be taken for a record: it is left out, and
            must not be written over.
    """
    paths = sorted((workspace.root / RECORDS).glob("*.json"))
    records = (_read(workspace, path, problems) for path in paths if path.name[0] != ".")
    return sorted((record for record in records if record), key=lambda record: record.order)


def _read(workspace: Workspace, path: Path, problems: Problems) -> Record | None:
    name = workspace.name(path)
    if not workspace.check_inside(path, problems):
        return None
    try:
        text = _text(path.read_bytes())
    except UnicodeDecodeError:
        problems.add("D033", Where(name), path=name, reason=_("it holds something else"))
        return None
    except OSError as error:
        problems.add("S002", Where(name), path=name, reason=error.strerror or str(error))
        return None
    return _parsed(path, text, name, problems)


def _parsed(path: Path, text: str, name: str, problems: Problems) -> Record | None:
    """The record, where the text is one of a format that is known."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        where = Where(name, error.lineno, error.colno)
        problems.add("D032", where, path=name, reason=error.msg)
        return None
    except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
        problems.add("D033", Where(name), path=name, reason=_("it holds something else"))
        return None
    found = data.get("format") if isinstance(data, dict) else None
    if isinstance(found, int) and found > FORMAT:
        problems.add("D034", Where(name), path=name, format=found, known=FORMAT)
        return None
    try:
        versions = RecordFile.model_validate_json(text).versions
    except ValidationError as errors:
        first = errors.errors(include_url=False)[0]
        reason = ".".join(map(str, first["loc"])) or _("it holds something else")
        problems.add("D033", Where(name), path=name, reason=reason)
        return None
    stem = unicodedata.normalize("NFC", path.stem)
    if any(unicodedata.normalize("NFC", version.issue.id) != stem for version in versions):
        reason = _("it is the record of the issue {id}").format(id=versions[-1].issue.id)
        problems.add("D033", Where(name), path=name, reason=reason)
        return None
    return Record(path, tuple(versions))


def _name(issue: RecordedIssue) -> IssueName:
    return IssueName(issue.id, issue.bulletin, issue.number, issue.date)


# -- comparing


@dataclass(frozen=True)
class _Got:
    """What a unit got."""

    unit: str
    address: str
    copies: int
    route: str


def changes_since(figures: Figures, history: Iterable[Record]) -> Changes | None:
    """What is different since the issue before this one, by date and then by id.

    None where no record of such an issue is kept.
    """
    own, here = figures.issue.id, (figures.issue.date, figures.issue.id)
    # the date of this one may have been another when it was recorded
    earlier = (record for record in history if record.order < here and record.issue.id != own)
    before = max(earlier, key=lambda record: record.order, default=None)
    if before is None:
        return None
    listed = (*(delivery.recipient for delivery in figures.deliveries), *figures.idle)
    now = [_Got(one.unit, one.address, one.copies, one.route) for one in listed]
    return _changes(now, before.last)


def changes_between(before: Version, now: Version) -> Changes:
    """What is different between two issues that are recorded."""
    return _changes(_got(now), before)


def _changes(now: Sequence[_Got], before: Version) -> Changes:
    earlier = _by_name(_got(before))
    later = _by_name(now)
    new = {key: got for key, got in later.items() if key not in earlier and got.copies}
    gone = {key: got for key, got in earlier.items() if key not in later and got.copies}
    found = [
        *(Change(got.unit, None, got.copies) for got in new.values()),
        *_different(earlier, later),
        *(Change(got.unit, got.copies, None) for got in gone.values()),
    ]
    alike = perhaps_same(
        [(got.unit, got.address, got.route) for got in gone.values()],
        [(got.unit, got.address, got.route) for got in new.values()],
    )
    return Changes(_name(before.issue), before.print_run.total, tuple(found), alike)


def _different(earlier: Mapping[str, _Got], later: Mapping[str, _Got]) -> Iterator[Change]:
    """The units in both that get another number of copies, or get them elsewhere."""
    for key, got in later.items():
        had = earlier.get(key)
        if had is None:
            continue
        moved = same_unit(had.address) != same_unit(got.address)
        if moved or had.copies != got.copies:
            yield Change(got.unit, had.copies, got.copies, had.address if moved else "")


def _got(version: Version) -> list[_Got]:
    return [_Got(one.unit, one.address, one.copies, one.route) for one in version.recipients]


def _by_name(units: Iterable[_Got]) -> dict[str, _Got]:
    return {same_unit(got.unit): got for got in units}


# -- writing


def recorded(
    figures: Figures, spec: DistributionSpec, earlier: bytes | None, today: dt.date
) -> bytes:
    """The text of an issue's record, with these figures as its last version.

    Where the last version has the same figures already, the text stays as it is, on whatever day.

    Args:
        figures: of the issue.
        spec: the settings that they follow from.
        earlier: the record so far, which `read_history` read without a problem; None for none.
        today: the day that a new version is dated.
    """
    versions = list(RecordFile.model_validate_json(_text(earlier)).versions) if earlier else []
    new = Version.model_validate(_version(figures, spec, today))
    if earlier and _figures(versions[-1]) == _figures(new):
        return earlier
    data = RecordFile(format=FORMAT, versions=[*versions, new]).model_dump(mode="json")
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _text(raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode("utf-8-sig"))


def _figures(version: Version) -> dict[str, Any]:
    """What must differ for a version to be another."""
    return version.model_dump(exclude={"made", "settings"})


def _version(figures: Figures, spec: DistributionSpec, today: dt.date) -> dict[str, Any]:
    issue, copy, run = figures.issue, figures.copy, figures.run
    return {
        "made": today,
        "issue": {
            "id": issue.id,
            "bulletin": issue.bulletin,
            "number": issue.number,
            "date": issue.date,
        },
        "copy_of_issue": {"pages": copy.pages, "leaves": copy.leaves, "grams": copy.grams},
        "print_run": {
            "recipients": run.recipients,
            "spares": run.spares,
            "legal_deposit": run.legal_deposit,
            "archive": run.archive,
            "rounding": run.rounding,
            "total": run.total,
        },
        "settings": {
            "spares": spec.spares,
            "round_to": spec.round_to,
            "bundle": spec.bundle,
            "parcel_kilograms": spec.parcel.weight,
            "wrapping_grams": spec.parcel.wrapping,
            "paper": spec.paper.inner,
            "cover_paper": spec.paper.cover,
        },
        "recipients": [
            *(_recipient(one.recipient, one.parcels) for one in figures.deliveries),
            *(_recipient(one, ()) for one in figures.idle),
        ],
    }


def _recipient(to: Recipient, parcels: Sequence[Parcel]) -> dict[str, Any]:
    return {
        "unit": to.unit,
        "address": to.address,
        "copies": to.copies,
        "route": to.route,
        "contact": to.contact,
        "phone": to.phone,
        "note": to.note,
        "parcels": [
            {
                "copies": parcel.copies,
                "bundles": parcel.bundles,
                "loose": parcel.loose,
                "grams": parcel.grams,
            }
            for parcel in parcels
        ],
    }
