"""The recipes of `printshop archive export`: a website of the archive, or one bag as a zip file."""

from __future__ import annotations

from pathlib import Path

from printshop.archive.deposit import (
    DEFAULT_PROFILE,
    Deposit,
    find_profile,
    name_of,
    write_deposit,
)
from printshop.archive.model import ARCHIVE, InArchive
from printshop.archive.site import Site, write_site
from printshop.archive.store import find_place, places, read_bag
from printshop.problems import Problems, StopBuild
from printshop.progress import Progress
from printshop.text.typography import plain
from printshop.workspace import WORKSPACE_FILE, Workspace


def export_site(
    workspace: Workspace,
    folder: Path,
    problems: Problems,
    progress: Progress | None = None,
    *,
    link: str = "",
    archive: Path | None = None,
) -> Site:
    """Write a website of the whole archive into `folder`.

    Args:
        workspace: whose archive it is.
        folder: missing, empty, or an earlier site, which is replaced.
        problems: what forbids it.
        progress: told of stages and steps.
        link: the address of the folder `archive/` on a server: PDFs are not copied then.
        archive: an archive elsewhere, which needs no workspace.

    Raises:
        StopBuild: problems forbid it; nothing was written.
        OSError: a file cannot be written; an earlier site is as it was.
    """
    from printshop.manifest import load_bulletin

    root = archive or workspace.root / ARCHIVE
    _check_outside(root, folder, problems)
    bags = [bag for place in places(root) if (bag := read_bag(place, problems)) is not None]
    if problems.errors:
        raise StopBuild
    name = ""
    if archive is None or (workspace.root / WORKSPACE_FILE).is_file():
        loaded = load_bulletin(workspace, problems)
        if loaded is None:
            raise StopBuild
        name = plain(loaded.bulletin.name)
    return write_site(folder, bags, problems, progress, name=name, link=link)


def export_edition(
    workspace: Workspace,
    edition: str,
    problems: Problems,
    progress: Progress | None = None,
    *,
    profile: str = DEFAULT_PROFILE,
    out: Path | None = None,
    into: bool = False,
    archive: Path | None = None,
) -> Deposit:
    """Write a bag as a zip file.

    Args:
        workspace: whose archive it is.
        edition: `2017-09` is its latest version, `2017-09/v1` that one.
        problems: what forbids it.
        progress: told of stages and steps.
        profile: what of the bag goes out.
        out: the file, or the folder for it; `dist/<name>.zip` by default, as the profile names it.
        into: `out` is a folder, even if it is not there yet.
        archive: an archive elsewhere, which needs no workspace.

    Raises:
        StopBuild: problems forbid it; nothing was written.
        OSError: the file cannot be written.
    """
    root = archive or workspace.root / ARCHIVE
    bag: InArchive | None = read_bag(find_place(root, edition, problems), problems)
    chosen = find_profile(workspace, profile, problems)
    if bag is None:
        raise StopBuild
    file = f"{name_of(bag, chosen)}.zip"
    target = out or workspace.root / "dist" / file
    if out and (into or target.is_dir()):
        target = target / file
    _check_outside(root, target, problems)
    return write_deposit(bag, chosen, target, problems, progress)


def _check_outside(root: Path, path: Path, problems: Problems) -> None:
    """V075: nothing but bags is written into the archive.

    Raises:
        StopBuild: `path` is in it.
    """
    if path.resolve().is_relative_to(root.resolve()):
        problems.add("V075", path=str(path))
        raise StopBuild
