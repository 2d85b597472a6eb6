"""What the archive holds: bags in plain folders, `archive/<edition>/v<version>`.

A bag's payload (`data/`) is:

```
README.txt                      what is here, for somebody without printshop
<edition>-archive.pdf           the file to keep (of old files: the PDF as it was given)
delivered/                      screen and press files as they were delivered
sources/                        a workspace with this issue alone: it can be built again
record/edition.json             the record, and the text of each page
record/versions.json            programs and fonts, with versions
record/preflight.json           what the check of the press file found
record/distribution.json        who got how many copies, where that was recorded
metadata/schema-org.jsonld
metadata/dublin-core.xml
```

It depends on the edition alone: who put it there, when and why is in `bag-info.txt`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from printshop.record import EditionRecord

ARCHIVE = "archive"
"""The archive's folder in a workspace."""
CATALOGUE = "catalogue.sqlite"
"""In it; made again from the bags at any time."""
RECORD = "record/edition.json"
"""The record's file in a payload."""


@dataclass(frozen=True, order=True)
class BagPlace:
    """Where a bag is."""

    edition: str
    version: int
    """From 1."""
    path: Path
    """The bag's folder."""

    @property
    def name(self) -> str:
        """What people call it: `2017-09/v1`."""
        return f"{self.edition}/v{self.version}"

    @property
    def payload(self) -> Path:
        """What is kept."""
        return self.path / "data"


@dataclass(frozen=True)
class Kept:
    """An edition as its bag tells of it."""

    record: EditionRecord
    pages: tuple[str, ...]
    """The text of each page."""
    origin: Literal["printshop", "pdf"]
    """Whether printshop made it, or it is an old file."""
    file: str
    """The PDF, as the payload calls it."""


@dataclass(frozen=True)
class InArchive:
    """An edition and the bag it is in."""

    place: BagPlace
    kept: Kept
    info: Mapping[str, str]
    """`bag-info.txt`."""

    @property
    def pdf(self) -> Path:
        """The file to open."""
        return self.place.payload / self.kept.file
