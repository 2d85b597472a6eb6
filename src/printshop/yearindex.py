"""The recipe of `printshop archive index`: the index of a year, as the bulletin looks.

It is an issue like any other. It is written into a workspace of its own, in
`.printshop/year-index/<year>/`, which has the bulletin's layouts and fonts and one layout more, and
goes through the ordinary recipe: folios, running heads, tags and bookmarks come by themselves.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from printshop.archive.model import ARCHIVE, InArchive
from printshop.archive.store import latest, read_bag
from printshop.archive.yearbook import LAYOUT, TEMPLATE, YearIndex, style, year_index
from printshop.build import build
from printshop.layout import load_layout
from printshop.manifest import load_bulletin
from printshop.output import write_whole
from printshop.problems import Problems, StopBuild, Where
from printshop.progress import Progress
from printshop.settings import STATE, Built, Settings
from printshop.workspace import ISSUE_FILE, WORKSPACE_FILE, Workspace

_BORROWED = ("layouts", "fonts")
"""Folders of the workspace that an issue is built with."""
_NOT_MEANT = ("M010", "M011", "R012", "R017")
"""What is not told of an index: its imprint, how many pages it has, white space at its end."""


@dataclass(frozen=True)
class Indexed:
    """What was made."""

    file: Path
    pages: int
    editions: int
    entries: int
    authors: int


def index_year(
    workspace: Workspace,
    year: int,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
    *,
    out: Path | None = None,
    into: bool = False,
) -> Indexed | None:
    """Make the index of a year as a PDF.

    Args:
        workspace: whose archive it is.
        year: of publication.
        settings: resolved options; `targets` and `out` are the index's own.
        problems: V080 for a year without editions; V081 (a note) for those whose articles are not
            known; all that building finds.
        progress: told of stages and steps.
        out: the file, or the folder for it; `dist/muc-luc-<year>.pdf` by default.
        into: `out` is a folder, even if it is not there yet.

    Returns:
        What was made; None where problems forbid it: then no finished file was touched.

    Raises:
        StopBuild: there is nothing to index, or a bag or the bulletin's file cannot be read.
        OSError: a file cannot be written.
    """
    bags = _editions(workspace, year, problems)
    for bag in bags:
        if not bag.kept.record.items:
            problems.add("V081", edition=bag.place.name)
    index = year_index(bags, year)
    place = workspace.root / STATE / "year-index" / str(year)
    folder = _write(workspace, place, index, problems)
    told = Problems()
    settings = replace(settings, targets=("screen",), out=place / "_built", strict=False)
    built: Built | None = build(Workspace(place), folder, settings, told, progress)
    problems.extend(problem for problem in told if problem.code not in _NOT_MEANT)
    if built is None:
        return None
    file = out or workspace.root / "dist" / f"muc-luc-{year}.pdf"
    if out and (into or file.is_dir()):
        file = file / f"muc-luc-{year}.pdf"
    write_whole(file, built.files[0].read_bytes())
    return Indexed(file, built.pages, len(bags), index.entries, index.authors)


def _editions(workspace: Workspace, year: int, problems: Problems) -> list[InArchive]:
    """The newest version of each edition of that year.

    Raises:
        StopBuild: there is none (V080), or a bag cannot be read.
    """
    before = problems.errors
    places = latest(workspace.root / ARCHIVE)
    bags = [bag for place in places if (bag := read_bag(place, problems)) is not None]
    of_year = [bag for bag in bags if bag.kept.record.date.year == year]
    if problems.errors > before:
        raise StopBuild
    if not of_year:
        years = sorted({bag.kept.record.date.year for bag in bags})
        problems.add("V080", year=year, known=", ".join(map(str, years)) or "–")
        raise StopBuild
    return of_year


def _write(workspace: Workspace, place: Path, index: YearIndex, problems: Problems) -> Path:
    """The workspace of the index; the folder of its issue.

    Raises:
        StopBuild: the bulletin's file or its layout has errors.
    """
    loaded = load_bulletin(workspace, problems)
    if loaded is None:
        raise StopBuild
    own = load_layout(workspace, loaded.bulletin.layout, Where(WORKSPACE_FILE), problems)
    sheet = style(own.spec.geometry.text_width, index.longest)
    for name in _BORROWED:
        _mirror(workspace.root / name, place / name, kept=LAYOUT if name == "layouts" else "")
    layout = {
        "description": "Mục lục năm",
        "extends": own.name,
        "flow": "issue",
        "imprint": "closing",
        "white_space": 100,
        "stylesheet": "style.css",
        "kinds": {"section": {"template": "section.html.j2"}},
    }
    _put(place / "layouts" / LAYOUT / "layout.yaml", _yaml(layout))
    _put(place / "layouts" / LAYOUT / "section.html.j2", TEMPLATE.encode())
    _put(place / "layouts" / LAYOUT / "style.css", sheet.encode())
    _put(place / WORKSPACE_FILE, (workspace.root / WORKSPACE_FILE).read_bytes())
    folder = place / "issues" / f"muc-luc-{place.name}"
    shutil.rmtree(folder, ignore_errors=True)
    _put(folder / ISSUE_FILE, _yaml(index.manifest))
    for name, text in index.articles.items():
        _put(folder / "articles" / name, text.encode())
    return folder


def _mirror(source: Path, target: Path, *, kept: str) -> None:
    """Make `target` a copy of the folder `source`, but for what is called `kept` in it."""
    wanted = {
        path.relative_to(source): path
        for path in sorted(source.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.parts[-2:])
    }
    for path in sorted(target.rglob("*"), reverse=True) if target.is_dir() else ():
        inside = path.relative_to(target)
        if path.is_file() and inside not in wanted and inside.parts[0] != kept:
            path.unlink()
    for inside, path in wanted.items():
        there = target / inside
        if not (there.is_file() and _same(path, there)):
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, there)


def _same(one: Path, other: Path) -> bool:
    """Whether size and time of change are the same, as a copy has them."""
    first, second = one.stat(), other.stat()
    return (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)


def _yaml(data: object) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6).encode()


def _put(path: Path, data: bytes) -> None:
    if not (path.is_file() and path.read_bytes() == data):
        write_whole(path, data, durable=False)
