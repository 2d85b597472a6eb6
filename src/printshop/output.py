"""Files are written beside their place and moved into it: whole, or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write `data` to `path`; a reader sees the old file or the new one.

    Args:
        path: its folder is made where it is missing.
        data: all of it.
        durable: wait until the disk has it; not worth it for what can be made again.

    Raises:
        OSError: it cannot be written; an earlier file is untouched and nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            if durable:
                os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_all(results: Mapping[Path, bytes]) -> None:
    """Write several files, each whole; none where a folder stands in the place of one.

    Raises:
        OSError: as `write_whole`; its `filename2` is the path that cannot be written.
    """
    for path in results:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            reason = os.strerror(errno.EISDIR)
            raise IsADirectoryError(errno.EISDIR, reason, str(path), None, str(path))
    for path, data in results.items():
        write_whole(path, data)


def umask() -> int:
    """What the system takes from the permissions of new files."""
    current = os.umask(0)
    os.umask(current)
    return current
