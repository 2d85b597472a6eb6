"""What a build is asked for, and what it made. Light: no room is imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from printshop.problems import Where

TARGETS = ("screen", "press", "archive")
"""Names of the targets there are."""

STATE = ".printshop"
"""The workspace's folder for what can be made again."""

_FILES = ("screen", "archive", "proof", "labels", "slips", "delivery", "distribution")


def reserved_names(issue_id: str) -> set[str]:
    """Names that no press file may have: of other targets, the proof, and the papers of parcels."""
    return {f"{issue_id}-{kind}.pdf" for kind in _FILES}


@dataclass(frozen=True)
class Settings:
    """The options of a run, resolved once."""

    targets: tuple[str, ...] = ("screen",)
    out: Path | None = None
    """The folder of the files; `dist/<issue>` of the workspace by default."""
    press: str = ""
    """The print house that the press file is for; the issue's or the bulletin's by default."""
    jobs: int = 0
    """Worker processes; 0 renders in this process."""
    strict: bool = False
    explain: bool = False
    """Say of each fragment why it was rendered; nothing is skipped as unchanged."""
    seconds_per_fragment: float = 120.0
    megabytes_per_worker: int = 4096

    def folder(self, root: Path, issue: str) -> Path:
        """Where the files of `issue` go."""
        return self.out or root / "dist" / issue


@dataclass(frozen=True)
class LastPage:
    """How full an item's last page is."""

    item: str
    pages: int
    """All pages of the item."""
    percent: int
    """How much of the type area's height is filled."""
    white_mm: float
    """What is not."""
    filler: str = ""
    """The id of the filler at its foot."""


@dataclass(frozen=True)
class PageTrace:
    """Where a page of the issue comes from."""

    folio: str
    item: str
    """The id of its piece; empty for a blank page."""
    title: str
    where: Where
    """The line of the manifest that places it."""


@dataclass(frozen=True)
class PictureTrace:
    """Where a picture of the finished file comes from."""

    path: str
    """As problems call it."""
    where: Where
    """The line that names it."""


@dataclass(frozen=True)
class Trace:
    """From finished files back to the sources."""

    pages: tuple[PageTrace, ...] = ()
    """Of the issue, in order."""
    pictures: Mapping[str, PictureTrace] = field(default_factory=dict)
    """By the name that page resources have for it, without the slash."""
    files: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    """By a file's name: for each of its pages, the pages of the issue on it, from 0."""


@dataclass(frozen=True)
class Built:
    """What a build made."""

    files: tuple[Path, ...]
    pages: int
    words: int
    pictures: int
    size: int
    """Bytes of all files."""
    seconds: Mapping[str, float]
    last_pages: tuple[LastPage, ...] = ()
    """Of each item of running text, in the order of the pages."""
    trace: Trace = Trace()
    unchanged: bool = False
    """Whether nothing had to be made: the files are those of an earlier build."""
    explanations: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of each fragment, the inputs that changed; `kept` for one from the cache, with `explain`."""
