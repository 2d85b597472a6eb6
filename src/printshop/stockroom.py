"""What printshop brings along, and a new workspace made of it.

The stock (layouts, fonts, print houses, printers, label sheets) lies where `stockplace` says; the
skeletons of a workspace and of an issue are in `printshop/skeleton/`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from printshop.problems import Problems, StopBuild
from printshop.stockplace import stock_folder
from printshop.workspace import WORKSPACE_FILE

STOCK = ("layouts", "fonts", "presses", "printers", "labels")
SAMPLE_ISSUE = "mau"
"""The sample issue of a new workspace."""

_PACKAGE = Path(__file__).parent
_KEPT = ".gitignore"
"""A file that a folder may have already: it stays as it is."""


@dataclass(frozen=True)
class NewWorkspace:
    """What `make_workspace` made."""

    root: Path
    files: tuple[str, ...]
    """Paths from the root, with `/`."""
    kept: tuple[str, ...]
    """What was there already and stayed as it was."""


def stock(name: str, problems: Problems) -> Path:
    """The folder of a part of the stock: one of `STOCK`.

    Raises:
        StopBuild: the installation lacks it; E003 is noted.
    """
    folder = stock_folder(name, _PACKAGE)
    if folder is None:
        problems.add("E003", item=f"stock/{name}")
        raise StopBuild
    return folder


def check_stock(problems: Problems) -> None:
    """E003 for each part of the stock that the installation lacks."""
    for name in STOCK:
        with suppress(StopBuild):
            stock(name, problems)


def skeleton(name: str) -> Path:
    """The skeleton of a `workspace` or an `issue`."""
    return _PACKAGE / "skeleton" / name


def make_workspace(root: Path, problems: Problems) -> NewWorkspace:
    """Make a workspace of the stock one, with a sample issue that can be built.

    Args:
        root: a folder that is not there yet, or one that has nothing a workspace has.
        problems: M009 for each thing that is in the way, E003.

    Raises:
        StopBuild: nothing was made.
        OSError: it cannot be written; nothing is left half-made.
    """
    if (root / WORKSPACE_FILE).exists():
        refuse([root / WORKSPACE_FILE], problems)
    if not root.is_dir() and (root.exists() or root.is_symlink()):
        refuse([root], problems)
    with beside(root) as made:
        _fill_workspace(made, problems)
        files = [p.relative_to(made).as_posix() for p in sorted(made.rglob("*")) if p.is_file()]
        kept = _put(made, root, problems)
    return NewWorkspace(root, tuple(f for f in files if f not in kept), kept)


def _fill_workspace(made: Path, problems: Problems) -> None:
    from printshop.problems.printers import dump_json
    from printshop.schemas import KINDS, json_schema

    copy_tree(skeleton("workspace"), made)
    (made / "gitignore").rename(made / ".gitignore")
    (made / "issues" / SAMPLE_ISSUE / "images").mkdir()
    for name in STOCK:
        copy_tree(stock(name, problems), made / name)
    (made / "schemas").mkdir()
    for kind in KINDS:
        text = dump_json(json_schema(kind)) + "\n"
        (made / "schemas" / f"{kind}.schema.json").write_text(text, "utf-8", newline="\n")


def copy_tree(source: Path, target: Path) -> None:
    """Copy files and folders without their permissions: the stock may be read-only."""
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        elif path.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty folder on the same disk as `target`, to be filled and then moved there.

    It vanishes in the end if it was not moved.
    """
    place = target if target.is_dir() else target.parent
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".printshop-", dir=place) as temporary:
        made = Path(temporary) / "made"
        made.mkdir()
        yield made


def refuse(paths: Iterable[Path], problems: Problems) -> NoReturn:
    """Note M009 for each of `paths` and stop."""
    for path in paths:
        problems.add("M009", path=str(path))
    raise StopBuild


def _put(made: Path, root: Path, problems: Problems) -> tuple[str, ...]:
    """Move what was made to `root`, all or nothing; the names that were there and are kept."""
    if not root.is_dir():
        made.rename(root)
        return ()
    there = [piece.name for piece in sorted(made.iterdir()) if (root / piece.name).exists()]
    if clashes := [root / name for name in there if name != _KEPT]:
        refuse(clashes, problems)
    _move([piece for piece in sorted(made.iterdir()) if piece.name not in there], root)
    return tuple(there)


def _move(pieces: Iterable[Path], root: Path) -> None:
    moved: list[Path] = []
    try:
        for piece in pieces:
            piece.rename(root / piece.name)
            moved.append(piece)
    except BaseException:
        for piece in moved:
            (root / piece.name).rename(piece)
        raise
