"""What printshop brings along, and a new workspace made of it.

Layouts and fonts are in `printshop/stock/` of an installed package and at the root of a source
checkout; the skeletons of a workspace and of an issue are in `printshop/skeleton/`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from printshop.problems import Problems, StopBuild

STOCK = ("layouts", "fonts")
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
    """The folder of the stock `layouts` or `fonts`.

    Raises:
        StopBuild: the installation lacks it; E003 is noted.
    """
    for folder in (_PACKAGE / "stock" / name, _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    problems.add("E003", item=f"stock/{name}")
    raise StopBuild


def skeleton(name: str) -> Path:
    """The skeleton of a `workspace` or an `issue`."""
    return _PACKAGE / "skeleton" / name


def make_workspace(root: Path, problems: Problems) -> NewWorkspace:
    """Make a workspace of the stock one, with a sample issue that can be built.

    Args:
        root: a folder that is not there yet, or one in which nothing of a workspace is.
        problems: M009 for each thing that is already there, E003.

    Raises:
        StopBuild: nothing was made.
        OSError: it cannot be written; nothing is left half-made.
    """
    with whole_folder(root, problems, keep=(_KEPT,)) as (made, kept):
        _fill_workspace(made, problems)
        files = [p.relative_to(made).as_posix() for p in sorted(made.rglob("*")) if p.is_file()]
    return NewWorkspace(root, tuple(f for f in files if f not in kept), tuple(kept))


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
def whole_folder(
    target: Path, problems: Problems, *, keep: tuple[str, ...] = ()
) -> Iterator[tuple[Path, list[str]]]:
    """A folder to fill, which becomes `target` where all goes well and vanishes where not.

    An existing `target` receives what was made beside what it has; nothing there is replaced.

    Args:
        target: the folder in the end.
        problems: M009 is noted for each thing that is already there.
        keep: names that may be there already; they stay as they are.

    Yields:
        The folder to fill, and a list that in the end names what was kept.

    Raises:
        StopBuild: something is already there.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        _refuse([target], problems)
    kept: list[str] = []
    place = target if target.is_dir() else target.parent
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".printshop-", dir=place) as temporary:
        made = Path(temporary) / "made"
        made.mkdir()
        yield made, kept
        if not target.is_dir():
            made.rename(target)
            return
        pieces = sorted(made.iterdir())
        there = [target / piece.name for piece in pieces if (target / piece.name).exists()]
        kept += [path.name for path in there if path.name in keep]
        if clashes := [path for path in there if path.name not in keep]:
            _refuse(clashes, problems)
        _move([piece for piece in pieces if piece.name not in kept], target)


def _move(pieces: list[Path], target: Path) -> None:
    """Move all pieces into `target`, or none."""
    moved: list[Path] = []
    try:
        for piece in pieces:
            piece.rename(target / piece.name)
            moved.append(piece)
    except BaseException:
        for piece in moved:
            (target / piece.name).rename(piece)
        raise


def _refuse(paths: list[Path], problems: Problems) -> None:
    for path in paths:
        problems.add("M009", path=str(path))
    raise StopBuild
