"""What lies in a bag's folder, before any file is opened."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Look:
    """What is there; paths from the bag's folder, with `/`, as they are on the disk."""

    files: Mapping[str, int]
    """Ordinary files and how many bytes they have."""
    links: tuple[str, ...] = ()
    """Symbolic links; nothing is followed."""
    others: tuple[str, ...] = ()
    """Pipes, devices, sockets."""
    empty: tuple[str, ...] = ()
    """Folders in which nothing is."""
    unreadable: Mapping[str, OSError] | None = None
    """Folders that could not be listed."""
    stamp: str = ""
    """Other after a file was added, removed, changed or moved, as far as the system tells."""


def look(bag: Path) -> Look:
    """All that is in the folder `bag`, sorted."""
    files: dict[str, int] = {}
    links, others, empty = list[str](), list[str](), list[str]()
    unreadable: dict[str, OSError] = {}
    marks: list[tuple[str, int, int, int]] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(bag / folder), key=lambda entry: entry.name)
        except OSError as error:
            unreadable[folder] = error
            continue
        if not entries and folder:
            empty.append(folder)
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_symlink():
                links.append(name)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(name)
            elif entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                files[name] = status.st_size
                marks.append((name, status.st_size, status.st_mtime_ns, status.st_ino))
            else:
                others.append(name)
    told = repr((sorted(marks), sorted(links), sorted(others), sorted(empty), sorted(unreadable)))
    return Look(
        dict(sorted(files.items())),
        tuple(sorted(links)),
        tuple(sorted(others)),
        tuple(sorted(empty)),
        unreadable,
        hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest(),
    )
