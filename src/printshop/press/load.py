"""Read a print house's file: the workspace's own, else the one that printshop brings along."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from printshop.colour import InkSpace
from printshop.i18n import _
from printshop.press.contract import PressSpec
from printshop.press.profile import MAX_BYTES, profile_fault
from printshop.problems import Problems, StopBuild, Where
from printshop.sources import Document, Workspace, read_yaml, validate
from printshop.sources.named import find_named, named_files
from printshop.sources.yamltext import Loc
from printshop.stockplace import stock_folder

DEFAULT_PRESS = "offset-to-roi"
"""Where neither bulletin nor issue names one."""
PRESSES = "presses"
"""The folder of print houses, of a workspace and of the stock."""
_PROFILE: Loc = ("condition", "profile")


@dataclass(frozen=True)
class Press:
    """A print house, ready to be worked for."""

    name: str
    path: Path
    """Its file."""
    spec: PressSpec
    profile: Path
    """The ICC profile of its printing condition: output, CMYK."""
    profile_bytes: bytes

    @cached_property
    def ink_space(self) -> InkSpace:
        """Conversions to its inks, within its limit, and back."""
        spec = self.spec
        black_only = spec.inks == "black"
        return InkSpace(self.profile_bytes, spec.ink_limit.total, black_only=black_only)


def known_presses(workspace: Workspace) -> list[str]:
    """The print houses that can be named: the workspace's own and the stock ones."""
    return sorted(named_files(workspace, PRESSES))


def load_press(workspace: Workspace, name: str, where: Where, problems: Problems) -> Press:
    """Read and check the print house called `name`.

    Args:
        workspace: its `presses/` is looked into before the stock's.
        name: as named by bulletin, issue or command line.
        where: the place it is named at.
        problems: K001, K002, K003, and those of YAML and of fields, are noted here.

    Raises:
        StopBuild: it is not there or has errors.
    """
    before = problems.errors
    path = find_named(workspace, PRESSES, name, where, problems, missing="K001")
    if path is None:
        raise StopBuild
    document = read_yaml(workspace, path, problems)
    if document is None:
        raise StopBuild
    spec = validate(PressSpec, document, problems)
    profile = _profile(workspace, path, document, problems)
    if spec is None or profile is None or problems.errors > before:
        raise StopBuild
    return Press(unicodedata.normalize("NFC", name), path, spec, *profile)


def _profile(
    workspace: Workspace, path: Path, document: Document, problems: Problems
) -> tuple[Path, bytes] | None:
    """The profile that the press file at `path` names, and its bytes; K002 where it is no use.

    It is looked at even where other fields are wrong, so that all is told at once.
    """
    data = document.data if isinstance(document.data, dict) else {}
    condition = data.get("condition")
    named = condition.get("profile") if isinstance(condition, dict) else None
    if not isinstance(named, str) or not named.strip():
        return None  # the types say so
    named, where = named.strip(), document.where(_PROFILE)
    before = problems.errors
    found, near = _find_profile(workspace, path.parent, named, where, problems)
    if problems.errors > before:
        return None
    raw, reason = _read(found) if found else (b"", _("it is not there"))
    reason = reason or profile_fault(raw, str(data.get("standard")))
    if found is None or reason:
        problems.add("K002", where, near=near, path=named, reason=reason)
        return None
    return found, raw


def _find_profile(
    workspace: Workspace, folder: Path, named: str, where: Where, problems: Problems
) -> tuple[Path | None, str]:
    """The profile `named` beside its press, else in the stock; and the nearest name to it."""
    near = ""
    if folder.is_relative_to(workspace.root):
        tried = Problems()
        found = workspace.find(folder, named, where, tried)
        missing = [problem for problem in tried if problem.code == "S001"]
        if not missing:
            problems.extend(tried)
            return found, ""
        near = missing[0].near
    for there in (folder, stock_folder(PRESSES)):
        if there and Path(named).name == named and (there / named).is_file():
            return there / named, ""
    return None, near


def _read(path: Path) -> tuple[bytes, str]:
    """The bytes of a profile, or why they cannot be had."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            shown = _("it is too large: {size} bytes, at most {limit}")
            return b"", shown.format(size=size, limit=MAX_BYTES)
        return path.read_bytes(), ""
    except OSError as error:
        return b"", error.strerror or str(error)
