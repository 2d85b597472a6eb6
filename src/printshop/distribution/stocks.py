"""Read a sheet of labels: the workspace's own, else one that printshop brings along."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from printshop.distribution.labelstock import LabelSpec
from printshop.layout.prelude import OFFICE_HEIGHT, OFFICE_WIDTH
from printshop.problems import Problems, StopBuild, Where
from printshop.sources import Document, Workspace, read_yaml, validate
from printshop.sources.named import find_named, named_files

LABELS = "labels"
"""The folder of label sheets, of a workspace and of the stock."""

_ROUNDING = 0.05
"""Makers round to tenths of a millimetre: by so much a grid may be larger than its sheet."""
_LEAST_WIDTH, _LEAST_HEIGHT = 30.0, 18.0
"""Room for text on a label, in mm: with less, no address can be read."""


@dataclass(frozen=True)
class LabelStock:
    """A sheet of labels, ready to be printed on."""

    name: str
    path: Path
    """Its file."""
    spec: LabelSpec

    @property
    def each(self) -> int:
        """Labels on a sheet."""
        return self.spec.columns * self.spec.rows

    @property
    def room(self) -> tuple[float, float]:
        """Width and height for text on a label, in mm."""
        return _room(self.spec)


def known_labels(workspace: Workspace) -> list[str]:
    """The label sheets that can be named: the workspace's own and the stock ones."""
    return sorted(named_files(workspace, LABELS))


def load_labels(workspace: Workspace, name: str, where: Where, problems: Problems) -> LabelStock:
    """Read and check the label sheet called `name`.

    Args:
        workspace: its `labels/` is looked into before the stock's.
        name: as named in the list of recipients or on the command line.
        where: the place it is named at.
        problems: D050 to D053, and those of YAML and of fields, are noted here.

    Raises:
        StopBuild: it is not there or has errors.
    """
    before = problems.errors
    path = find_named(workspace, LABELS, name, where, problems, missing="D050")
    if path is None:
        raise StopBuild
    document = read_yaml(workspace, path, problems)
    spec = validate(LabelSpec, document, problems) if document is not None else None
    if spec is not None and document is not None:
        _check(spec, document, problems)
    if spec is None or problems.errors > before:
        raise StopBuild
    return LabelStock(unicodedata.normalize("NFC", name), path, spec)


def larger_labels(stock: LabelStock, workspace: Workspace) -> str:
    """The sheet whose labels are the next larger ones; empty where there is none."""
    found = []
    for name in known_labels(workspace):
        try:
            other = load_labels(workspace, name, Where(), Problems())
        except StopBuild:  # another sheet's errors are told when it is asked for
            continue
        if all(a > b for a, b in zip(other.room, stock.room, strict=True)):
            found.append((other.room[0] * other.room[1], name))
    return min(found)[1] if found else ""


def _room(spec: LabelSpec) -> tuple[float, float]:
    return spec.width - 2 * spec.padding, spec.height - 2 * spec.padding


def _check(spec: LabelSpec, document: Document, problems: Problems) -> None:
    """D051 to D053: labels that are not on the sheet, lie on one another, or hold no text."""
    ways = (
        ("width", "across", spec.columns, spec.left, spec.width, spec.across, OFFICE_WIDTH),
        ("height", "down", spec.rows, spec.top, spec.height, spec.down, OFFICE_HEIGHT),
    )
    for size, step, count, start, label, pitch, sheet in ways:
        end = start + (count - 1) * pitch + label
        if end > sheet + _ROUNDING:
            where = document.where((step if count > 1 else size,))
            problems.add("D051", where, end=f"{end:.5g}", sheet=f"{sheet:g}")
        if count > 1 and pitch < label - _ROUNDING:
            problems.add("D052", document.where((step,)), step=f"{pitch:g}", size=f"{label:g}")
    width, height = _room(spec)
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        problems.add(
            "D053",
            document.where(("padding",)),
            room=f"{max(width, 0):.4g} × {max(height, 0):.4g}",
            least=f"{_LEAST_WIDTH:g} × {_LEAST_HEIGHT:g}",
        )
