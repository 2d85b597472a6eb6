"""Ghostscript: the plates of a PDF file, one picture an ink.

It is under the AGPL: only ever called as a program, never linked or handed on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from printshop.external import Packages
from printshop.problems import Problems, StopBuild

PROGRAM = "gs"
PACKAGES = Packages("ghostscript", "ghostscript", "ghostscript")
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
PLATE_PPI = 96
"""Of a plate's preview: an A4 page fills a screen."""
_SECONDS = 1800
"""How long a file may take; eighty pages take one minute."""
_PLATE = re.compile(r"page-(?P<page>\d+)\((?P<ink>.*)\)\.tif", re.DOTALL)


@dataclass(frozen=True)
class Ghostscript:
    """The program as it was found."""

    program: str
    version: str


@dataclass(frozen=True)
class Plate:
    """What one ink prints on a page: a grey picture, black where there is full ink."""

    page: int
    """From 1."""
    ink: str
    """`Cyan`, `Black`, `PANTONE 485 C`."""
    file: Path
    """A TIFF of eight bits a pixel."""


def require_ghostscript(problems: Problems) -> Ghostscript:
    """The program.

    Raises:
        StopBuild: it is not installed, or does not run; E005 or E006 is noted.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        problems.add("E005", program="Ghostscript", command=PACKAGES.command())
        raise StopBuild
    told = _run([program, "--version"], None, 20)
    number = re.search(r"\d+(?:\.\d+)+", told.stdout)
    if told.returncode or number is None:
        _failed(told, "", problems)
    return Ghostscript(program, number[0] if number else "")


def separate(
    gs: Ghostscript, pdf: Path, folder: Path, problems: Problems, ppi: int = PLATE_PPI
) -> list[Plate]:
    """Draw the plates of every page of `pdf` into `folder`, which is empty.

    Args:
        gs: the program.
        pdf: the file.
        folder: where the pictures go, whole sheets with all that is outside the trim.
        problems: E006 is noted where the program fails.
        ppi: pixels an inch.

    Returns:
        The plates in the order of pages, process inks first.

    Raises:
        StopBuild: the program failed.
    """
    options = ["-dSAFER", "-dBATCH", "-dNOPAUSE", "-q", "-sDEVICE=tiffsep", f"-r{ppi}"]
    quality = ["-dTextAlphaBits=4", "-dGraphicsAlphaBits=4"]
    command = [gs.program, *options, *quality, "-sOutputFile=page-%04d.tif", str(pdf.resolve())]
    done = _run(command, folder, _SECONDS)
    plates = sorted(_plates(folder), key=lambda plate: (plate.page, _rank(plate.ink), plate.ink))
    if done.returncode or not plates:
        _failed(done, pdf.name, problems)
    return plates


def _plates(folder: Path) -> Iterator[Plate]:
    """Names of inks are in the names of files, as addresses are written (`%C4%90`)."""
    for file in folder.iterdir():
        match = _PLATE.fullmatch(file.name)
        if match:
            yield Plate(int(match["page"]), unquote(match["ink"]), file)


def _rank(ink: str) -> int:
    return PROCESS.index(ink) if ink in PROCESS else len(PROCESS)


def _run(command: list[str], folder: Path | None, seconds: int) -> subprocess.CompletedProcess[str]:
    """Run a command; one that cannot be run, or takes too long, has failed."""
    temporary = folder or Path(tempfile.gettempdir())
    try:
        return subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C.UTF-8", "GS_OPTIONS": "", "TEMP": str(temporary)},
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"stopped after {seconds} s")
    except OSError as error:
        return subprocess.CompletedProcess(command, 1, "", error.strerror or str(error))


def _failed(done: subprocess.CompletedProcess[str], file: str, problems: Problems) -> None:
    """Note what the program said last.

    Raises:
        StopBuild: always.
    """
    said = [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()]
    reason = next((line for line in said if "rror" in line), said[-1] if said else "")
    problems.add(
        "E006",
        program="Ghostscript",
        file=file or PROGRAM,
        reason=reason[:200] or str(done.returncode),
    )
    raise StopBuild
