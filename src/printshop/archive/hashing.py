"""Digests of files: SHA-512, read in blocks, several files at once.

`hashlib` works outside the interpreter's lock, so threads use all processors.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ALGORITHM = "sha512"
BLOCK = 1 << 20
"""Bytes that are read at once."""


@dataclass(frozen=True)
class Digest:
    """What a file's bytes come to."""

    sha512: str
    """In hexadecimal, small letters."""
    size: int
    """bytes"""


def digest_of(source: bytes | Path, *, from_disk: bool = False) -> Digest:
    """The digest of bytes, or of a file.

    Args:
        source: what is read.
        from_disk: ask the system to read the disk, not its memory of what was written.

    Raises:
        OSError: the file cannot be read.
    """
    if isinstance(source, bytes):
        return Digest(hashlib.sha512(source).hexdigest(), len(source))
    with source.open("rb", buffering=0) as stream:
        if from_disk and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return copied(stream)


def copied(source: IO[bytes], write: Callable[[bytes], object] | None = None) -> Digest:
    """The digest of what is read, handed on block by block as it was hashed.

    Raises:
        OSError: it cannot be read, or not be written.
    """
    hashed, size = hashlib.sha512(), 0
    while block := source.read(BLOCK):
        hashed.update(block)
        size += len(block)
        if write:
            write(block)
    return Digest(hashed.hexdigest(), size)


def digests_of(
    paths: Iterable[Path], *, from_disk: bool = False, workers: int = 0
) -> Iterator[Digest | OSError]:
    """The digests of files in their order; in place of one that cannot be read, the reason.

    Args:
        paths: the files.
        from_disk: as for `digest_of`.
        workers: threads; as many as there are processors by default.
    """

    def read(path: Path) -> Digest | OSError:
        try:
            return digest_of(path, from_disk=from_disk)
        except OSError as error:
            return error

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        yield from pool.map(read, paths)
