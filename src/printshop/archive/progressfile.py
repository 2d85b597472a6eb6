"""How far a verification has come, so that it can be taken up again: a line a bag, written at once.

The first line says what was asked; each other one holds what was found in a bag and what that
bag looked like then. A line that was cut off by a crash is left out, so one bag is lost at most.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from printshop.archive.model import BagPlace
from printshop.archive.soundness import BagResult, PageDifference, Rebuilt
from printshop.problems import CATALOGUE, OnPage, Problem, Where

NAME = ".verify.jsonl"
"""In the archive; where nobody may write there, in the workspace's `.printshop` as `archive…`."""
FORMAT = 1


@dataclass
class ProgressFile:
    """What is noted of a run, and what an earlier one noted."""

    places: Sequence[Path]
    """Where the file may be; the first that can be written to is taken."""
    header: Mapping[str, Any]
    """What must be the same for a run to be taken up."""
    _stream: IO[str] | None = None
    _earlier: dict[str, tuple[str, BagResult]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path, state: Path, asked: Sequence[str]) -> ProgressFile:
        """The file of the archive `root`; `asked` is whatever makes one run another than others."""
        try:
            inode = root.stat().st_ino
        except OSError:
            inode = 0
        header = {
            "format": FORMAT,
            "archive": str(root.resolve()),
            "inode": inode,
            "asked": list(asked),
        }
        return cls([root / NAME, state / f"archive{NAME}"], header)

    def begin(self, *, resume: bool) -> None:
        """Read what an interrupted run left, and begin the file anew with that."""
        if resume:
            found = (_read(path, self.header) for path in self.places)
            self._earlier = next((earlier for earlier in found if earlier), {})
        for path in self.places:
            with suppress(OSError):
                if path.name != NAME:
                    path.parent.mkdir(exist_ok=True)
                self._stream = path.open("w", encoding="utf-8")
                self._line(dict(self.header))
                for stamp, result in self._earlier.values():
                    self._line({"stamp": stamp, "bag": _as_data(result)})
                return

    def knows(self, place: BagPlace) -> bool:
        """Whether an interrupted run looked at this bag."""
        return place.name in self._earlier

    def earlier(self, place: BagPlace, stamp: str) -> BagResult | None:
        """What an interrupted run found in a bag that looks the same now."""
        was, result = self._earlier.get(place.name, ("", None))
        return result if was == stamp else None

    def note(self, result: BagResult, stamp: str) -> None:
        """A bag is done. Where that cannot be noted, the run goes on without."""
        try:
            self._line({"stamp": stamp, "bag": _as_data(result)})
        except OSError:
            self.close()

    def close(self) -> None:
        """Stop here; the file stays."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()
            self._stream = None

    def done(self) -> None:
        """The run came to its end: nothing is left to take up."""
        self.close()
        for path in self.places:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _line(self, data: Mapping[str, Any]) -> None:
        if self._stream is not None:
            self._stream.write(json.dumps(data) + "\n")
            self._stream.flush()


def _read(path: Path, header: Mapping[str, Any]) -> dict[str, tuple[str, BagResult]]:
    """What a file notes, where it is of the same archive and the same question."""
    found: dict[str, tuple[str, BagResult]] = {}
    try:
        first, *lines = path.read_text("utf-8").split("\n")
        if json.loads(first) != dict(header):
            return {}
        for line in lines:
            noted = json.loads(line)
            result = _from_data(noted["bag"])
            found[result.name] = (str(noted["stamp"]), result)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass  # up to here
    return found


def _as_data(result: BagResult) -> dict[str, Any]:
    return {
        "name": result.name,
        "files": result.files,
        "size": result.size,
        "pages": result.pages,
        "day": result.day.isoformat(),
        "problems": [
            {
                "code": p.code,
                "where": [p.where.file, p.where.line, p.where.column],
                "params": dict(p.params),
                "near": p.near,
                "on": [p.on.file, p.on.page],
            }
            for p in result.problems
        ],
        "rebuilt": result.rebuilt.value,
        "differences": [[d.page, d.share, d.text, d.picture] for d in result.differences],
    }


def _from_data(data: Mapping[str, Any]) -> BagResult:
    problems = tuple(
        Problem(
            p["code"],
            Where(*p["where"]),
            tuple(sorted(p["params"].items())),
            p["near"],
            OnPage(*p["on"]),
        )
        for p in data["problems"]
    )
    if any(problem.code not in CATALOGUE for problem in problems):
        raise ValueError
    return BagResult(
        str(data["name"]),
        int(data["files"]),
        int(data["size"]),
        int(data["pages"]),
        dt.date.fromisoformat(data["day"]),
        problems,
        Rebuilt(data["rebuilt"]),
        tuple(PageDifference(*d) for d in data["differences"]),
    )
