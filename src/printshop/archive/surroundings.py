"""What lies in the archive around its bags, and which versions are missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from printshop.archive.locking import LOCK
from printshop.archive.model import CATALOGUE, BagPlace
from printshop.archive.register import REGISTER
from printshop.archive.store import INCOMING
from printshop.i18n import _
from printshop.problems import Problems, Where

_CATALOGUES = tuple(f"{CATALOGUE}{ending}" for ending in ("", "-journal", "-wal", "-shm"))


def check_surroundings(root: Path, there: Iterable[BagPlace], problems: Problems) -> None:
    """Note what belongs to no bag (V062), what was begun only (V063), versions that are not there.

    Args:
        root: the archive.
        there: its bags.
        problems: V051, V056, V058, V062 and V063 are noted here.
    """
    bags = {place.path: place for place in there}
    versions: dict[Path, list[BagPlace]] = {}
    for place in bags.values():
        versions.setdefault(place.path.parent, []).append(place)
    for path in _listed(root, root, problems):
        if path.is_symlink():
            problems.add("V056", _where(root, path), what=_("a symbolic link"))
        elif path.name == INCOMING and path.is_dir():
            if _listed(root, path, problems):
                problems.add("V063", _where(root, path))
        elif path.name == REGISTER and path.is_file():
            continue
        elif path in versions:
            _check_edition(root, path, versions[path], problems)
        elif path.name not in _CATALOGUES and not path.name.startswith("."):
            problems.add("V062", _where(root, path))


def only_begun(root: Path) -> bool:
    """Whether the archive was made and nothing has come into it: not a disk that is missing."""
    try:
        names = {path.name for path in root.iterdir()}
    except OSError:
        return False
    return bool(names) and names <= {INCOMING, LOCK, REGISTER}


def _check_edition(
    root: Path, folder: Path, versions: Iterable[BagPlace], problems: Problems
) -> None:
    there = {place.path for place in versions}
    for path in _listed(root, folder, problems):
        if path.is_symlink():
            problems.add("V056", _where(root, path), what=_("a symbolic link"))
        elif path not in there:
            problems.add("V062", _where(root, path))
    numbers = {place.version for place in versions}
    for number in range(1, max(numbers)):
        if number not in numbers:
            path = folder / f"v{number}"
            problems.add("V051", _where(root, path), path=f"{folder.name}/{path.name}")


def _listed(root: Path, folder: Path, problems: Problems) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        problems.add("V058", _where(root, folder), reason=error.strerror or str(error))
        return []


def _where(root: Path, path: Path) -> Where:
    return Where(path.relative_to(root.parent).as_posix())
