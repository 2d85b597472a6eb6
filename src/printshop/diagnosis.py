"""What printshop finds on this machine and in this workspace, and what it lacks."""

from __future__ import annotations

import ctypes
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata

from printshop import __version__
from printshop.environment import note_engine, start_engine
from printshop.external import Packages, ghostscript
from printshop.problems import Exit, Problems, StopBuild, Where
from printshop.sources import Workspace

PACKAGES = ("WeasyPrint", "pikepdf", "pypdf", "Pillow")
_SPARE = "HarfBuzz-Subset"
"""WeasyPrint 70 runs without it, by way of fontTools, and warns that it will not for ever."""
_SECONDS = 20
"""How long a program may take to tell its version: a Java program takes its time."""


@dataclass(frozen=True)
class _Program:
    version: tuple[str, ...]
    """The arguments that make it tell its version."""
    get: Packages | str
    """How to get it: packages, or an address."""


PROGRAMS = {
    "qpdf": _Program(("--version",), Packages("qpdf", "qpdf", "qpdf")),
    "pdftoppm": _Program(("-v",), Packages("poppler-utils", "poppler-utils", "poppler")),
    ghostscript.PROGRAM: _Program(("--version",), ghostscript.PACKAGES),
    "java": _Program(
        ("-version",),
        Packages("default-jre-headless", "java-latest-openjdk-headless", "openjdk"),
    ),
    "verapdf": _Program(("--version",), "https://verapdf.org/software/"),
}
"""Programs that check results. None is needed to build."""


@dataclass(frozen=True)
class Part:
    """Something that printshop uses."""

    name: str
    found: bool
    version: str = ""
    get: str = ""
    """Where it is missing: how to get it."""


@dataclass(frozen=True)
class LayoutFonts:
    """The font families that a layout names, and those of them that `fonts/` lacks."""

    layout: str
    families: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class WorkspaceReport:
    """The workspace's fonts and layouts."""

    root: str
    fonts: dict[str, int]
    """How many files there are of each family."""
    layouts: tuple[LayoutFonts, ...]


@dataclass(frozen=True)
class Diagnosis:
    """All that was looked at."""

    printshop: str
    python: str
    system: str
    packages: tuple[Part, ...]
    libraries: tuple[Part, ...]
    programs: tuple[Part, ...]
    workspace: WorkspaceReport | None


def examine(
    workspace: Workspace | None,
    libraries: Mapping[str, str | None],
    libraries_command: str,
    problems: Problems,
) -> Diagnosis:
    """Look at everything; what is needed and missing becomes a problem.

    Args:
        workspace: whose fonts and layouts to look at.
        libraries: the system libraries that the engine needs, and the file of each, if found.
        libraries_command: the command that installs them.
        problems: E001 to E004, L006 and what is wrong in layouts.
    """
    engine = start_engine()
    return Diagnosis(
        printshop=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        packages=tuple(_package(name, problems) for name in PACKAGES),
        libraries=_libraries(libraries, libraries_command, engine, problems),
        programs=tuple(_program(name, program) for name, program in PROGRAMS.items()),
        workspace=_workspace(workspace, problems) if workspace else None,
    )


def verdict(problems: Problems) -> Exit:
    """The exit code that the problems ask for: what is missing weighs more than what is wrong."""
    codes = {problem.code for problem in problems}
    if any(code.startswith("E") or code == "L006" for code in codes):
        return Exit.ENVIRONMENT
    return Exit.PROBLEMS if problems.errors else Exit.OK


def _package(name: str, problems: Problems) -> Part:
    try:
        return Part(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        problems.add("E003", item=name)
        return Part(name, False, get=f"pip install {name.lower()}")


def _libraries(
    files: Mapping[str, str | None], command: str, engine: str | None, problems: Problems
) -> tuple[Part, ...]:
    """The libraries. Where the engine runs, one that was not found is in an unusual place."""
    missing = [name for name, file in files.items() if file is None]
    if engine is not None:
        note_engine(engine, missing, command, problems)
    return tuple(
        Part(name, True, _library_version(name, file) if file else "")
        if file or (engine is None and name != _SPARE)
        else Part(name, False, get=command)
        for name, file in files.items()
    )


def _library_version(name: str, file: str) -> str:
    try:
        library = ctypes.CDLL(file)
        if name == "Fontconfig":
            number = int(library.FcGetVersion())
            return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
        tell = {"Pango": "pango_version_string", "HarfBuzz": "hb_version_string"}.get(name)
        if tell is None:
            return ""
        function = getattr(library, tell)
        function.restype = ctypes.c_char_p
        return str(function().decode("ascii"))
    except (OSError, AttributeError):
        return ""


def _program(name: str, program: _Program) -> Part:
    file = shutil.which(name)
    if file is None:
        get = program.get if isinstance(program.get, str) else program.get.command()
        return Part(name, False, get=get)
    try:
        told = subprocess.run(
            [file, *program.version],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return Part(name, True)
    number = re.search(r"\d+(?:\.\d+)*", told.stdout + told.stderr)
    return Part(name, True, number[0] if number else "")


def _workspace(workspace: Workspace, problems: Problems) -> WorkspaceReport:
    from printshop.layout.load import known_layouts

    fonts = _families(workspace, problems)
    layouts = (_layout(workspace, name, fonts, problems) for name in known_layouts(workspace))
    return WorkspaceReport(
        str(workspace.root), fonts, tuple(layout for layout in layouts if layout is not None)
    )


def _families(workspace: Workspace, problems: Problems) -> dict[str, int]:
    """The families of `fonts/`, by the shortest name of each face, with their number of files."""
    from printshop.layout.fonts import read_faces

    faces = read_faces(workspace, problems).values()
    names = [min(face.families, key=len) for face in faces if face.families]
    return {name: names.count(name) for name in sorted(set(names))}


def _layout(
    workspace: Workspace, name: str, fonts: Mapping[str, int], problems: Problems
) -> LayoutFonts | None:
    from printshop.layout.load import load_layout

    try:
        layout = load_layout(workspace, name, Where(), problems)
    except StopBuild:
        return None
    wanted = layout.spec.fonts
    families = sorted({wanted.body, wanted.heading, wanted.display, wanted.furniture})
    missing = [family for family in families if family not in fonts]
    where = Where(workspace.name(layout.folder / "layout.yaml"))
    for family in missing:
        problems.add("L006", where, family=family)
    return LayoutFonts(name, tuple(families), tuple(missing))
