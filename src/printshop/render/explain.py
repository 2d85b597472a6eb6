"""Why each fragment was rendered: its inputs now against those of the last build."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from printshop.output import write_whole
from printshop.render.pool import Told

KEPT = "kept"
NEW = "new"
LOST = "not in the cache any more"


def explain(told: Sequence[Told], record: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each fragment's name and the inputs that changed since the build that `record` tells of.

    `KEPT` for one from the cache, `NEW` for one the last build did not have, `LOST` for one whose
    inputs are the same. The record is brought up to date; it is a help only, so where it cannot be
    read or written nothing is said.
    """
    try:
        earlier = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        earlier = {}
    now: dict[str, list[dict[str, str]]] = {}
    reasons = []
    for entry in told:
        rounds = now.setdefault(entry.name, [])
        before = earlier.get(entry.name, [])
        reasons.append((entry.name, _reasons(entry, before, len(rounds))))
        rounds.append(asdict(entry.inputs))
    try:
        write_whole(record, json.dumps(now).encode(), durable=False)
    except OSError:
        return tuple(reasons)
    return tuple(reasons)


def _reasons(entry: Told, before: Sequence[dict[str, str]], number: int) -> tuple[str, ...]:
    """A piece that prints page numbers is rendered twice a build: rounds are compared in turn."""
    if entry.kept:
        return (KEPT,)
    if not before:
        return (NEW,)
    changed = entry.inputs.changed_since(before[min(number, len(before) - 1)])
    return tuple(changed) or (LOST,)
