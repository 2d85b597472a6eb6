"""Read an office printer's file: the workspace's own, else the one that printshop brings along."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from printshop.imposition.printer import PrinterSpec
from printshop.problems import Problems, StopBuild, Where
from printshop.sources import Workspace, read_yaml, validate
from printshop.sources.named import find_named, named_files

DEFAULT_PRINTER = "a3-hai-mat"
"""Where none is named."""
PRINTERS = "printers"
"""The folder of office printers, of a workspace and of the stock."""


@dataclass(frozen=True)
class Printer:
    """An office printer, ready to be sent jobs."""

    name: str
    path: Path
    """Its file."""
    spec: PrinterSpec


def known_printers(workspace: Workspace) -> list[str]:
    """The printers that can be named: the workspace's own and the stock ones."""
    return sorted(named_files(workspace, PRINTERS))


def printer_file(workspace: Workspace, name: str, where: Where, problems: Problems) -> Path:
    """The file of the printer called `name`; one of the workspace goes before a stock one.

    Raises:
        StopBuild: it is not there (B020), or a link leads out of the workspace (S012).
    """
    path = find_named(workspace, PRINTERS, name, where, problems, missing="B020")
    if path is None:
        raise StopBuild
    return path


def load_printer(workspace: Workspace, name: str, where: Where, problems: Problems) -> Printer:
    """Read and check the printer called `name`.

    Args:
        workspace: its `printers/` is looked into before the stock's.
        name: as named on the command line.
        where: the place it is named at.
        problems: B020, and those of YAML and of fields, are noted here.

    Raises:
        StopBuild: it is not there or has errors.
    """
    before = problems.errors
    path = printer_file(workspace, name, where, problems)
    document = read_yaml(workspace, path, problems)
    spec = validate(PrinterSpec, document, problems) if document is not None else None
    if spec is None or problems.errors > before:
        raise StopBuild
    return Printer(unicodedata.normalize("NFC", name), path, spec)
