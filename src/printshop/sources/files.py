"""Files of a workspace: found by the name the manifest gives, never outside the workspace."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from printshop.problems import Problems, Where
from printshop.problems.model import nearest

MAX_TEXT_BYTES = 2_000_000
"""A text file larger than this is refused (S004): a long bulletin has 200 kB of text in all."""


def read_text(path: Path, where: Where, problems: Problems) -> str | None:
    """The UTF-8 text of `path`, line ends as `\\n`, BOM dropped, in NFC.

    Args:
        path: the file.
        where: how problems name it; its line and column are filled in.
        problems: S001, S002, S003 and S004 are noted here.

    Returns:
        The text, or None where it cannot be had.
    """
    try:
        size = path.stat().st_size
        if size > MAX_TEXT_BYTES:
            problems.add("S004", Where(where.file), size=size, limit=MAX_TEXT_BYTES)
            return None
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.add("S001", where, path=where.file)
        return None
    except OSError as error:
        problems.add("S002", where, path=where.file, reason=error.strerror or str(error))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", errors="replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        problems.add("S003", Where(where.file, line, column), byte=raw[error.start])
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Workspace:
    """The folder that holds `printshop.yaml`; every path of a run is inside it."""

    root: Path

    def name(self, path: Path) -> str:
        """`path` as problems and outputs name it: from the root, with `/`."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def find(
        self, base: Path, named: str, where: Where, problems: Problems, *, missing: str = "S001"
    ) -> Path | None:
        """The existing file that a source calls `named`, relative to the folder `base`.

        Names are compared in NFC, so that a file from a Mac (NFD) is found. Absolute paths,
        backslashes, ways out of the workspace and links that leave it are refused.

        Args:
            base: the folder of the source that names the file.
            named: the name as written.
            where: the place it is written at.
            problems: S011 to S014, or `missing`, are noted here.
            missing: the code for a file that is not there (S001, P001).
        """
        shown_base = self.name(base) + "/"
        if not named or named.startswith(("/", "~")) or "\\" in named or "\0" in named:
            problems.add("S013", where, path=named.replace("\0", "\\0"), base=shown_base)
            return None
        if ":" in named.split("/")[0]:
            problems.add("S013", where, path=named, base=shown_base)
            return None
        lexical = _lexically(base, named)
        if not lexical.is_relative_to(self.root):
            problems.add("S011", where, path=named, base=shown_base)
            return None
        if not unicodedata.is_normalized("NFC", named):
            problems.add("S014", where, path=unicodedata.normalize("NFC", named))
        found = _on_disk(self.root, lexical.relative_to(self.root))
        if found is None:
            near = self._near(lexical, base)
            problems.add(missing, where, near=near, path=unicodedata.normalize("NFC", named))
            return None
        if not found.resolve().is_relative_to(self.root.resolve()):
            problems.add("S012", where, path=named)
            return None
        if not unicodedata.is_normalized("NFC", found.name):
            problems.add("S014", where, path=unicodedata.normalize("NFC", found.name))
        return found

    def _near(self, lexical: Path, base: Path) -> str:
        """A file of the same folder (or of the issue) with nearly this name."""
        folder = lexical.parent if lexical.parent.is_dir() else base
        names = {p.name: p for p in folder.iterdir() if p.is_file()} if folder.is_dir() else {}
        same_stem = [n for n in names if Path(n).stem.casefold() == lexical.stem.casefold()]
        close = same_stem[0] if same_stem else nearest(lexical.name, names)
        if not close:
            return ""
        path = names[close]
        return (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()


def _lexically(base: Path, named: str) -> Path:
    """`base / named` with `.` and `..` resolved by text alone: links are judged later."""
    parts = list(base.parts)
    for part in PurePosixPath(named).parts:
        if part == "..":
            if len(parts) > 1:
                parts.pop()
        elif part != ".":
            parts.append(part)
    return Path(*parts)


def _on_disk(root: Path, relative: Path) -> Path | None:
    """The regular file under `root` whose name equals `relative` in NFC."""
    here = root
    for part in relative.parts:
        there = here / part
        if not there.exists():
            wanted = unicodedata.normalize("NFC", part)
            entries = here.iterdir() if here.is_dir() else iter(())
            same = [e for e in entries if unicodedata.normalize("NFC", e.name) == wanted]
            if not same:
                return None
            there = same[0]
        here = there
    return here if here.is_file() else None
