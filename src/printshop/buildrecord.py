"""What a finished build was made from, so that an unchanged issue is not built again.

The record holds every file of the issue, the layouts and the fonts, by size, times and SHA-256,
the options, the versions of all that decides the bytes, the problems told, and the files made. It
is believed only where all of that is the same now; in doubt the issue is built.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from printshop.output import write_whole
from printshop.problems import OnPage, Problem, Problems, Where
from printshop.render.key import engine_versions
from printshop.settings import STATE, Built, LastPage, PageTrace, PictureTrace, Settings, Trace
from printshop.workspace import WORKSPACE_FILE, Workspace

_PACKAGES = (
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "pikepdf",
    "pydantic",
    "pyyaml",
)
_RACY_NS = 2_000_000_000
"""A file changed so shortly before the record may change again without its times showing it."""

Stamp = list[Any]
"""Size, time of change and of status in ns, inode, SHA-256."""


def find_current(
    workspace: Workspace, folder: Path, settings: Settings, problems: Problems
) -> Built | None:
    """The result of the last build where nothing has changed since; its problems are noted again.

    None where there is anything to do.
    """
    begun = time.perf_counter()
    path = _record_path(workspace, folder, settings)
    try:
        record = json.loads(path.read_text("utf-8"))
        if record["made_by"] != _made_by(settings):
            return None
        if not _same_inputs(record, workspace, folder) or not _same_outputs(record["files"]):
            return None
        told = [_problem(entry) for entry in record["problems"]]
        made = record["built"]
        last_pages = tuple(LastPage(**page) for page in made["last_pages"])
        trace = _trace(made["trace"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    problems.extend(told)
    files = tuple(Path(file) for file in record["files"])
    seconds = {"check": time.perf_counter() - begun}
    return Built(
        files,
        made["pages"],
        made["words"],
        made["pictures"],
        made["size"],
        seconds,
        last_pages,
        trace,
        unchanged=True,
    )


def remember(
    workspace: Workspace,
    folder: Path,
    settings: Settings,
    built: Built,
    problems: Problems,
    begun_ns: int,
    others: Iterable[Path] = (),
) -> None:
    """Record a finished build.

    Args:
        workspace: the folder of everything.
        folder: the issue's.
        settings: what was asked for.
        built: what was made.
        problems: what was told.
        begun_ns: when the build began: what changed later is not in it.
        others: files that it read outside the folders that are looked through anyway.

    Raises:
        OSError: the record cannot be written.
    """
    watched = {*_watched(workspace, folder), *others}
    inputs = {workspace.name(path): _stamp(path) for path in sorted(watched)}
    record = {
        "made_by": _made_by(settings),
        "recorded_ns": begun_ns,
        "others": [workspace.name(path) for path in others],
        "inputs": inputs,
        "files": {str(f): hashlib.sha256(f.read_bytes()).hexdigest() for f in built.files},
        "built": {
            "pages": built.pages,
            "words": built.words,
            "pictures": built.pictures,
            "size": built.size,
            "last_pages": [asdict(page) for page in built.last_pages],
            "trace": asdict(built.trace),
        },
        "problems": [_entry(problem) for problem in problems],
    }
    data = json.dumps(record, ensure_ascii=False).encode()
    write_whole(_record_path(workspace, folder, settings), data, durable=False)


def forget(workspace: Workspace, folder: Path, settings: Settings) -> None:
    """Drop the record: the files it speaks of are about to be replaced."""
    _record_path(workspace, folder, settings).unlink(missing_ok=True)


def _record_path(workspace: Workspace, folder: Path, settings: Settings) -> Path:
    out = str(settings.folder(workspace.root, folder.name).resolve())
    parts = [out, *settings.targets, settings.press]
    asked = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    return workspace.root / STATE / "builds" / f"{folder.name}-{asked}.json"


def _watched(workspace: Workspace, folder: Path) -> Iterator[Path]:
    """Every file that a build of the issue may read."""
    yield workspace.root / WORKSPACE_FILE
    for place in (folder, *(workspace.root / name for name in ("layouts", "fonts", "presses"))):
        for path in place.rglob("*"):
            if not path.name.startswith(".") and path.is_file():
                yield path


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, digest]


def _same_inputs(record: Mapping[str, Any], workspace: Workspace, folder: Path) -> bool:
    others = {workspace.root / name for name in record["others"]}
    paths = {workspace.name(path): path for path in {*_watched(workspace, folder), *others}}
    stamps: dict[str, Stamp] = record["inputs"]
    if paths.keys() != stamps.keys():
        return False
    safe_before = record["recorded_ns"] - _RACY_NS
    return all(_is_same(path, stamps[name], safe_before) for name, path in paths.items())


def _is_same(path: Path, stamp: Stamp, safe_before: int) -> bool:
    """Whether a file is as it was: by its times where they can be trusted, else by its bytes."""
    status = path.stat()
    if status.st_size != stamp[0]:
        return False
    now = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
    if now == stamp[:4] and max(status.st_mtime_ns, status.st_ctime_ns) < safe_before:
        return True
    return hashlib.sha256(path.read_bytes()).hexdigest() == str(stamp[4])


def _same_outputs(files: Mapping[str, str]) -> bool:
    return all(
        hashlib.sha256(Path(file).read_bytes()).hexdigest() == digest
        for file, digest in files.items()
    )


def _made_by(settings: Settings) -> dict[str, Any]:
    return {"targets": list(settings.targets), "press": settings.press, **_versions()}


@cache
def _versions() -> dict[str, str]:
    """Versions of everything that decides the bytes, and our own code's state on disk."""
    packages = {name: metadata.version(name) for name in _PACKAGES}
    return {**engine_versions(), **packages, "printshop": _code_state()}


def _code_state() -> str:
    """A digest of names, sizes and times of the package's files: quick, and safe to be wrong."""
    root = Path(str(resources.files("printshop")))
    parts = []
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".yaml"):
            status = path.stat()
            parts.append(f"{path.relative_to(root)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _entry(problem: Problem) -> dict[str, Any]:
    where = problem.where
    return {
        "code": problem.code,
        "where": [where.file, where.line, where.column],
        "params": dict(problem.params),
        "near": problem.near,
        "on": asdict(problem.on),
    }


def _problem(entry: Mapping[str, Any]) -> Problem:
    params = tuple(sorted(entry["params"].items()))
    on = entry["on"]
    boxes = tuple((left, bottom, right, top) for left, bottom, right, top in on["boxes"])
    place = OnPage(on["file"], on["page"], on["folio"], boxes)
    return Problem(entry["code"], Where(*entry["where"]), params, entry["near"], place)


def _trace(entry: Mapping[str, Any]) -> Trace:
    return Trace(
        tuple(PageTrace(**{**page, "where": Where(**page["where"])}) for page in entry["pages"]),
        {
            name: PictureTrace(picture["path"], Where(**picture["where"]))
            for name, picture in entry["pictures"].items()
        },
        {name: tuple(map(tuple, pages)) for name, pages in entry["files"].items()},
    )
