"""What a workspace keeps between builds, and how to be rid of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from printshop.render.cache import DEFAULT_LIMIT, CacheInfo, FragmentCache
from printshop.settings import STATE
from printshop.workspace import Workspace


@dataclass(frozen=True)
class Kept:
    """How much is kept of what."""

    fragments: CacheInfo
    pictures: CacheInfo
    limit: int
    """Bytes that fragments may take."""


def kept(workspace: Workspace) -> Kept:
    """How much `workspace` keeps."""
    state = workspace.root / STATE
    files = [p.stat().st_size for p in (state / "pictures").glob("*") if p.is_file()]
    pictures = CacheInfo(sum(1 for _ in (state / "pictures").glob("*.json")), sum(files))
    return Kept(FragmentCache(state / "fragments").info(), pictures, DEFAULT_LIMIT)


def clear_kept(workspace: Workspace) -> Kept:
    """Remove all that is kept and the records of builds; what there was.

    Raises:
        OSError: something cannot be removed.
    """
    before = kept(workspace)
    state = workspace.root / STATE
    FragmentCache(state / "fragments").clear()
    for folder in ("pictures", "builds", "explain"):
        for path in (state / folder).glob("*"):
            path.unlink(missing_ok=True)
    for folder in ("archive", "year-index"):
        shutil.rmtree(state / folder, ignore_errors=True)
    return before
