"""Fragments kept on disk by content key.

An entry is one file: a line of JSON, then the PDF. It is written whole, checked by a checksum when
read (a damaged entry is as good as none), and dropped when the cache is over its bound, the least
recently used first. Two builds at once are safe: the same key always holds the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from printshop.output import write_whole
from printshop.render.job import Fragment

DEFAULT_LIMIT = 2_000_000_000
"""Bytes that a workspace's cache of fragments may take."""
_SUFFIX = ".fragment"


@dataclass(frozen=True)
class CacheInfo:
    """How much a cache holds."""

    entries: int
    size: int
    """Bytes."""


class FragmentCache:
    """Fragments in `folder`, at most `limit` bytes of them after `trim`."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self.limit = limit

    def get(self, key: str, name: str) -> Fragment | None:
        """The fragment of `key`, called `name`; None where there is none that is whole."""
        path = self._path(key)
        try:
            raw = path.read_bytes()
            head, _, body = raw.partition(b"\n")
            checksum, _, facts = head.partition(b" ")
            if hashlib.sha256(facts + b"\n" + body).hexdigest().encode() != checksum:
                return None
            told = json.loads(facts)
            os.utime(path)
        except (OSError, ValueError):
            return None
        return Fragment(
            name,
            body,
            told["pages"],
            told["anchors"],
            tuple(told["warnings"]),
            tuple(told["bottoms"]),
            tuple(told["lines"]),
            told["end"],
        )

    def put(self, key: str, fragment: Fragment) -> None:
        """Keep a fragment.

        Raises:
            OSError: it cannot be kept; nothing half-written stays.
        """
        facts = json.dumps(
            {
                "pages": fragment.pages,
                "anchors": fragment.anchors,
                "warnings": fragment.warnings,
                "bottoms": fragment.bottoms,
                "lines": fragment.lines,
                "end": fragment.end,
            },
            ensure_ascii=False,
        ).encode()
        rest = facts + b"\n" + fragment.pdf
        checksum = hashlib.sha256(rest).hexdigest().encode()
        write_whole(self._path(key), checksum + b" " + rest, durable=False)

    def trim(self) -> int:
        """Drop the least recently used entries over the bound; the number dropped."""
        entries = sorted(self._entries(), key=lambda e: e[1])
        size = sum(entry[2] for entry in entries)
        dropped = 0
        for path, _, length in entries:
            if size <= self.limit:
                break
            path.unlink(missing_ok=True)
            size -= length
            dropped += 1
        return dropped

    def info(self) -> CacheInfo:
        """How much there is."""
        sizes = [length for _, _, length in self._entries()]
        return CacheInfo(len(sizes), sum(sizes))

    def clear(self) -> CacheInfo:
        """Drop everything; what there was."""
        before = self.info()
        for path, _, _ in self._entries():
            path.unlink(missing_ok=True)
        return before

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _entries(self) -> Iterator[tuple[Path, int, int]]:
        """Each entry's path, time of last use in ns, and size in bytes."""
        for path in self.folder.glob(f"*/*{_SUFFIX}"):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # another build has just dropped it
            yield path, status.st_mtime_ns, status.st_size
