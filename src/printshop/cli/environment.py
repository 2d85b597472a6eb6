"""The system libraries that WeasyPrint needs: are they here, and how to get them."""

from __future__ import annotations

import ctypes.util
import platform
import shutil
import sys
from dataclasses import dataclass

import typer

from printshop.i18n import _
from printshop.problems import Exit

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


def require_engine() -> None:
    """Leave with one clear message where the engine cannot start."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        missing = [lib.name for lib in libraries() if lib.file is None] or ["Pango"]
        print(
            _("E001: system libraries are missing: {names}").format(names=", ".join(missing)),
            file=sys.stderr,
        )
        print(
            "    → " + _("Install them: {command}").format(command=install_command()),
            file=sys.stderr,
        )
        raise typer.Exit(Exit.ENVIRONMENT) from None
