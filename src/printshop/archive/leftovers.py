"""What an export that was killed left behind, beside its target."""

from __future__ import annotations

import re
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

OLD_ENOUGH = 24 * 3600
"""Seconds: no export takes that long, so nobody is at work in it."""
_SIGNS = "[a-z0-9_]{8}"
"""What `tempfile` puts into names."""


def remove_leftovers(target: Path) -> None:
    """Remove unfinished files of `target`, and folders of unfinished sites beside it.

    Only what has a name that printshop alone gives, and has not been touched for a day. That it
    cannot be removed is no reason to stop.
    """
    folders = re.compile(rf"\.printshop-{_SIGNS}")
    files = re.compile(rf"\.{re.escape(target.name)}\.{_SIGNS}\.tmp")
    before = time.time() - OLD_ENOUGH
    with suppress(OSError):
        for path in sorted(target.parent.iterdir()):
            status = path.lstat()
            if status.st_mtime > before:
                continue
            if stat.S_ISDIR(status.st_mode) and folders.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)
            elif stat.S_ISREG(status.st_mode) and files.fullmatch(path.name):
                path.unlink()
