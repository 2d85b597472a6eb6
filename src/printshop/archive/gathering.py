"""What an issue was made from, as a workspace of its own: it can be built again from that alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from printshop.layout import Layout
from printshop.layout.fonts import read_faces
from printshop.manifest import LoadedIssue
from printshop.press.load import PRESSES, Press
from printshop.problems import Problems, Where
from printshop.workspace import WORKSPACE_FILE, Workspace

SOURCES = "sources"
"""Its folder in a payload."""
_FONTS = (".ttf", ".otf", ".ttc")
_LISTS = ("distribution.yaml", "distribution.csv", "distribution.xlsx")
"""Who gets the bulletin: in the workspace's folder."""


def gather_sources(
    loaded: LoadedIssue,
    layout: Layout,
    press: Press,
    others: Iterable[Path],
    embedded: frozenset[str],
    problems: Problems,
) -> dict[str, Path]:
    """The files of the workspace that the issue needs, by their path in a payload.

    Args:
        loaded: the issue: all files of its folder are taken, but hidden ones.
        layout: it and what it extends.
        press: its file and its profile, also where they are printshop's own.
        others: files elsewhere in the workspace that the issue names.
        embedded: PostScript names of the fonts in the finished pages: some may have been lent by
            families that the layout does not name.
        problems: S012 is noted for links that leave the workspace.
    """
    workspace = loaded.workspace
    files = [
        workspace.root / WORKSPACE_FILE,
        *_inside(loaded.folder),
        *(path for folder in layout.folders for path in _inside(folder)),
        *_fonts(workspace, layout, embedded),
        *(workspace.root / name for name in _LISTS if (workspace.root / name).is_file()),
        *others,
    ]
    found = {workspace.name(path): path for path in files}
    found |= _of_press(workspace, press)
    for name, path in found.items():
        if not path.is_absolute() or path.is_relative_to(workspace.root):
            _check_link(workspace, name, path, problems)
    return {f"{SOURCES}/{_normal(name)}": path for name, path in found.items()}


def _check_link(workspace: Workspace, name: str, path: Path, problems: Problems) -> None:
    if not path.resolve().is_relative_to(workspace.root.resolve()):
        problems.add("S012", Where(name), path=name)


def _normal(name: str) -> str:
    """In NFC: printshop compares names so, and every other computer keeps them."""
    return unicodedata.normalize("NFC", name)


def _inside(folder: Path) -> Iterator[Path]:
    """All files of a folder but hidden ones, and those that other programs keep there."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.name not in ("Thumbs.db", "desktop.ini"):
            yield path


def _fonts(workspace: Workspace, layout: Layout, embedded: frozenset[str]) -> Iterator[Path]:
    """The families that the layout names or the pages have, with what lies beside them."""
    faces = read_faces(workspace, Problems())
    wanted = set(layout.spec.fonts.model_dump().values())
    for face in faces.values():
        if face.postscript_name in embedded:
            wanted |= face.families
    chosen = [path for path, face in faces.items() if wanted & face.families]
    yield from chosen
    for folder in sorted({path.parent for path in chosen}):
        for path in sorted(folder.iterdir()):  # licences
            if path.is_file() and not path.name.startswith(".") and not _is_font(path):
                yield path


def _is_font(path: Path) -> bool:
    return path.suffix.lower() in _FONTS


def _of_press(workspace: Workspace, press: Press) -> dict[str, Path]:
    """The print house's file and its profile with the licence, where the workspace has them."""
    found = {}
    for path in (press.path, press.profile, *_licences(press.profile)):
        own = path.is_relative_to(workspace.root)
        found[workspace.name(path) if own else f"{PRESSES}/{path.name}"] = path
    return found


def _licences(profile: Path) -> list[Path]:
    return [path for path in sorted(profile.parent.glob("LICENSE*")) if path.is_file()]
