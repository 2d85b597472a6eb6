"""Files that are named by a word, print houses or printers: the workspace's, else the stock's."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath

from printshop.problems import Problems, Where
from printshop.problems.model import nearest
from printshop.stockplace import stock_folder
from printshop.workspace import Workspace


def named_files(workspace: Workspace, folder: str) -> dict[str, Path]:
    """The YAML files of `folder` by name, in NFC; the workspace's go before those in stock."""
    found: dict[str, Path] = {}
    for place in (workspace.root / folder, stock_folder(folder)):
        for path in sorted(place.glob("*.yaml")) if place else ():
            if not path.name.startswith("."):
                found.setdefault(unicodedata.normalize("NFC", path.stem), path)
    return found


def find_named(
    workspace: Workspace, folder: str, name: str, where: Where, problems: Problems, *, missing: str
) -> Path | None:
    """The file of `folder` called `name`.

    Args:
        workspace: its folder is looked into before the stock's.
        folder: `presses`, `printers`.
        name: as named, without the suffix.
        where: the place it is named at.
        problems: `missing` is noted here where there is none, with E003 where the installation
            lacks its stock; S012 for a link that leaves the workspace.
        missing: the code for a name that is not known (K001, B020).
    """
    files = named_files(workspace, folder)
    path = files.get(unicodedata.normalize("NFC", name))
    if path is None:
        if stock_folder(folder) is None:
            problems.add("E003", item=f"stock/{folder}")
        name, known = unicodedata.normalize("NFC", name), sorted(files)
        near = nearest(name, known) or nearest(PurePosixPath(name).stem, known)
        problems.add(missing, where, near=near, name=name, known=", ".join(known) or "–")
        return None
    if path.is_relative_to(workspace.root) and not workspace.check_inside(path, problems):
        return None
    return path
