"""What every command does around its call: collect problems, print them, choose the exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from printshop.i18n import _
from printshop.problems import Exit, Problems, Severity, StopBuild
from printshop.problems.printers import as_json, as_text, counted, dump_json

if TYPE_CHECKING:
    from printshop.workspace import Workspace


def drop_output() -> None:
    """What is still to be printed goes nowhere: nobody reads it any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_TEMPORARY = re.compile(r"\.(?P<name>.+)\.\w{8}\.tmp")
_TEMPORARY_FOLDER = re.compile(r"\.printshop-\w{8}")
_REFUSALS = (errno.EACCES, errno.EPERM, errno.EROFS)


def note_unwritable(error: OSError, problems: Problems) -> None:
    """Note O001: what cannot be written, and what to do about such an error."""
    path = _wanted_path(error)
    reason = error.strerror or str(error)
    advice = _("Free some space or choose another folder with `--out`.")
    in_the_way = next((p for p in (path, *path.parents) if p.is_file()), None)
    if error.errno in (errno.ENOTDIR, errno.EEXIST) and in_the_way:
        path, reason = in_the_way, _("a file stands where a folder is needed")
        advice = _("Rename that file, move it away, or choose another folder with `--out`.")
    elif error.errno in (errno.EISDIR, *_REFUSALS) and path.is_dir() and error.filename2:
        reason = _("a folder of that name is there")
        advice = _("Rename that folder, move it away, or choose another one with `--out`.")
    elif error.errno in _REFUSALS:
        reason = _("the computer does not permit it")
        advice = _(
            "Close the file in other programs, ask who may write in this folder, or choose "
            "another one with `--out`."
        )
    shown = str(path) if error.filename else ""
    problems.add("O001", path=shown, reason=reason, advice=advice)


def _wanted_path(error: OSError) -> Path:
    """The file or folder that was to be written, not what printshop calls it meanwhile."""
    path = Path(str(error.filename2 or error.filename or ""))
    for i, part in enumerate(path.parts):
        if _TEMPORARY_FOLDER.fullmatch(part):
            return Path(*path.parts[:i])
    temporary = _TEMPORARY.fullmatch(path.name)
    return path.with_name(temporary["name"]) if temporary else path


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


@dataclass
class Session:
    """One run of a command."""

    format: Format = Format.TEXT
    strict: bool = False
    quiet: bool = False
    root: Path | None = None
    """The workspace, once it is known: lines of sources are shown from it."""
    problems: Problems = field(default_factory=Problems)
    writes: bool = True
    """Whether it makes files: then it says that none was written where problems forbid it."""

    def run(self, work: Callable[[], tuple[Mapping[str, Any], Sequence[str]] | None]) -> NoReturn:
        """Do `work`, report, and leave with the right code.

        `work` returns its result as plain data and as lines for people; None where problems
        forbid a result.
        """
        result: tuple[Mapping[str, Any], Sequence[str]] | None = None
        code: Exit | None = None
        try:
            result = work()
        except KeyboardInterrupt:
            from printshop.cli.app import say_stopped

            raise typer.Exit(say_stopped()) from None
        except StopBuild:
            lacking = any(problem.code.startswith("E") for problem in self.problems)
            code = Exit.ENVIRONMENT if lacking else Exit.PROBLEMS
        except OSError as error:
            note_unwritable(error, self.problems)
            code = Exit.OUTPUT
        if code is None:
            fatal = result is None or self.problems.fatal(strict=self.strict)
            code = Exit.PROBLEMS if fatal else Exit.OK
        try:
            self._report(result if code is Exit.OK else None, code)
            sys.stdout.flush()
        except BrokenPipeError:  # `| head` has read enough
            drop_output()
        raise typer.Exit(code)

    def find_workspace(self, wanted: Path | None, issue: str) -> Workspace:
        """The workspace: the one wanted, else that of the issue's path, else the one we are in.

        Raises:
            StopBuild: there is none; M001 is noted.
        """
        from printshop.workspace import find_workspace

        by_path = Path(issue)
        start = wanted or Path.cwd()
        if wanted is None and by_path.exists():
            start = by_path if by_path.is_dir() else by_path.parent
        found = find_workspace(start, self.problems)
        self.root = found.root
        return found

    def find_archive(self, wanted: Path | None, workspace: Path | None) -> Path:
        """The archive's folder: the one wanted, which needs no workspace, else the workspace's.

        Raises:
            StopBuild: there is none; M001, V023, V024 or V026 is noted.
        """
        from printshop.archive.model import ARCHIVE
        from printshop.archive.store import places

        if wanted is None:
            root = self.find_workspace(workspace, "").root / ARCHIVE
            if not root.is_dir():
                self.problems.add("V026" if root.exists() else "V023", path=str(root))
                raise StopBuild
            return root
        root = wanted.resolve()
        if not places(root):
            self.problems.add("V024", path=str(wanted))
            raise StopBuild
        return root

    def workspace_or_here(self, wanted: Path | None) -> Workspace:
        """The workspace; outside of any this folder, where the stock is to be had.

        Raises:
            StopBuild: there is none where one was wanted; M001 is noted.
        """
        from printshop.workspace import Workspace, find_workspace

        if wanted:
            return self.find_workspace(wanted, "")
        try:
            found = find_workspace(Path.cwd(), Problems())
        except StopBuild:
            return Workspace(Path.cwd())
        self.root = found.root
        return found

    def _report(self, result: tuple[Mapping[str, Any], Sequence[str]] | None, code: Exit) -> None:
        data, lines = result if result else ({}, ())
        if self.format is Format.JSON:
            report = {"exit": int(code), "problems": as_json(self.problems), "result": data or None}
            print(dump_json(report))
            return
        if len(self.problems):
            print(as_text(self.problems, self.root), file=sys.stderr)
            if not self.quiet or code is not Exit.OK:
                print(self._count(), file=sys.stderr)
        if not self.quiet:
            for line in lines:
                print(line)

    def _count(self) -> str:
        problems = self.problems
        count = counted(problems.errors, problems.warnings, problems.count(Severity.NOTE))
        ending = ""
        if self.writes and self.problems.fatal(strict=self.strict):
            ending = " " + _("Nothing was written.")
        return count + "." + ending
