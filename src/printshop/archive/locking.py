"""One writer at a time: a lock that the system takes away from a program that dies."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from printshop.i18n import _
from printshop.problems import Problems, StopBuild

LOCK = ".lock"
"""The lock's file in the archive; it stays, and says nothing where nobody holds it."""
PATIENCE = 3.0
"""Seconds that a second writer waits."""
_STEP = 0.1


@contextmanager
def writers_lock(root: Path, problems: Problems, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of the archive `root`, a folder that is there.

    Raises:
        StopBuild: another holds it (V002), or it cannot be had (V001).
    """
    path = root / LOCK
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        problems.add("V001", path=root.name, reason=error.strerror or str(error))
        raise StopBuild from None
    try:
        _acquire(handle, path, problems, patience)
        _say_who(handle)
        yield
        with suppress(OSError):
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)  # which frees it


def _acquire(handle: int, path: Path, problems: Problems, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        try:
            if _try(handle):
                return
        except OSError as error:  # a network disk without locks
            problems.add("V001", path=path.parent.name, reason=error.strerror or str(error))
            raise StopBuild from None
        if time.monotonic() >= until:
            who, since = _holder(path)
            problems.add("V002", who=who, since=since)
            raise StopBuild
        time.sleep(_STEP)


def _try(handle: int) -> bool:
    """Whether the lock is ours now.

    Raises:
        OSError: the file system has no locks.
    """
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _say_who(handle: int) -> None:
    """For whoever comes second; that it cannot be said is no reason to stop."""
    since = dt.datetime.now().astimezone().isoformat(" ", "seconds")
    said = {"who": f"{_user()}@{platform.node()}", "process": os.getpid(), "since": since}
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(said, ensure_ascii=False).encode(), 0)


def _user() -> str:
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _holder(path: Path) -> tuple[str, str]:
    """Who holds the lock, and since when, as far as it is said."""
    try:
        said = json.loads(path.read_text("utf-8"))
        since = dt.datetime.fromisoformat(said["since"]).astimezone()  # the reader's own time
        return f"{said['who']} ({said['process']})", f"{since:%d/%m/%Y %H:%M:%S %Z}"
    except (OSError, ValueError, KeyError, TypeError):
        return _("unknown"), _("unknown")
