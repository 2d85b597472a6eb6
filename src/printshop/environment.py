"""The system libraries that WeasyPrint needs: are they here, and how to get them."""

from __future__ import annotations

import ctypes.util
import importlib
import io
import platform
import shutil
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass

from printshop.problems import Problems, StopBuild

LIBRARIES = {
    "Pango": ("pango-1.0-0", "pango-1.0", "libpango-1.0"),
    "PangoFT2": ("pangoft2-1.0-0", "pangoft2-1.0", "libpangoft2-1.0"),
    "HarfBuzz": ("harfbuzz", "harfbuzz-0", "libharfbuzz"),
    "HarfBuzz-Subset": ("harfbuzz-subset", "harfbuzz-subset-0", "libharfbuzz-subset"),
    "Fontconfig": ("fontconfig", "fontconfig-1", "libfontconfig"),
    "GObject": ("gobject-2.0-0", "gobject-2.0", "libgobject-2.0"),
}
DEBIAN = (
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 "
    "libfontconfig1"
)
FEDORA = "dnf install pango harfbuzz fontconfig"
MACOS = "brew install pango"


@dataclass(frozen=True)
class Library:
    """A system library and the file it was found in."""

    name: str
    file: str | None


def libraries() -> list[Library]:
    """What is here of `LIBRARIES`."""
    return [
        Library(name, next((f for c in candidates if (f := ctypes.util.find_library(c))), None))
        for name, candidates in LIBRARIES.items()
    ]


def install_command() -> str:
    """The command that installs the libraries on this system."""
    if platform.system() == "Darwin":
        return MACOS
    if shutil.which("dnf"):
        return f"sudo {FEDORA}"
    return f"sudo {DEBIAN}"


def start_engine() -> str | None:
    """None where WeasyPrint can be imported, otherwise the reason why not."""
    try:
        with redirect_stdout(io.StringIO()):  # it prints advice of its own
            importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        return str(error).split("\n")[0].split(".  ")[0]
    return None


def note_engine(reason: str, missing: Sequence[str], command: str, problems: Problems) -> None:
    """Say why the engine does not start: each missing library (E001), or its own words (E002)."""
    for name in missing:
        problems.add("E001", library=name, command=command)
    if not missing:
        problems.add("E002", reason=reason, command=command)


def require_engine(problems: Problems) -> None:
    """Go on only where the engine starts.

    Raises:
        StopBuild: it does not; E001 or E002 says why.
    """
    reason = start_engine()
    if reason is not None:
        missing = [library.name for library in libraries() if library.file is None]
        note_engine(reason, missing, install_command(), problems)
        raise StopBuild
