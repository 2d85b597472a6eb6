"""The workspace and its files: found by the name a source gives, never outside.

Light: a command that finds nothing to do imports nothing heavier.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from printshop.i18n import _
from printshop.problems import Problems, StopBuild, Where
from printshop.problems.model import nearest

WORKSPACE_FILE = "printshop.yaml"
ISSUE_FILE = "issue.yaml"

MAX_TEXT_BYTES = 2_000_000
"""A text file larger than this is refused (S004): a long bulletin has 200 kB of text in all."""
_CONTROL = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML refuses or takes for the end of a line, and no text needs."""
_MAX_NOTED = 10
_FOLDERS_TO_SEARCH = 40
_PICTURES = frozenset(
    (".avif", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp")
)


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


def first_control(text: str) -> str:
    """The first control character in `text`, as S027 names it; empty where there is none."""
    found = _CONTROL.search(text)
    return f"{ord(found.group()):04X}" if found else ""


def check_characters(text: str, first: Where, problems: Problems) -> bool:
    """Note the control characters in `text` (S027), each line's first, some lines at most.

    Args:
        text: what was read.
        first: the file, and the line of it that the text's first line is.
        problems: S027 is noted here.

    Returns:
        Whether there are none.
    """
    found = _CONTROL.search(text)
    if found is None:
        return True
    noted = 0
    for i, line in enumerate(text.split("\n")):
        match = _CONTROL.search(line)
        if match and noted < _MAX_NOTED:
            where = Where(first.file, first.line + i, match.start() + 1)
            problems.add("S027", where, codepoint=f"{ord(match.group()):04X}")
            noted += 1
    return False


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
        backslashes, folders, ways out of the workspace and links that leave it are refused.

        Args:
            base: the folder of the source that names the file.
            named: the name as written.
            where: the place it is written at.
            problems: S002, S011 to S014, or `missing`, are noted here.
            missing: the code for a file that is not there (S001, P001).
        """
        shown_base = self.name(base) + "/"
        if _is_foreign(named):
            near = self._near_foreign(base, named)
            shown = named.replace("\0", "\\0")
            problems.add("S013", where, near=near, path=shown, base=shown_base)
            return None
        lexical = _lexically(base, named)
        if not lexical.is_relative_to(self.root):
            problems.add("S011", where, path=named, base=shown_base)
            return None
        try:
            found = _on_disk(self.root, lexical.relative_to(self.root))
            if found is None:
                near = self._near(lexical, base)
                problems.add(missing, where, near=near, path=unicodedata.normalize("NFC", named))
                return None
            if not found.resolve().is_relative_to(self.root.resolve()):
                problems.add("S012", where, path=named)
                return None
            if not found.is_file():
                problems.add("S002", where, path=named, reason=_what_it_is(found))
                return None
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
            reason = getattr(error, "strerror", None) or str(error)
            problems.add("S002", where, path=named, reason=reason)
            return None
        if not unicodedata.is_normalized("NFC", found.name):
            problems.add("S014", where, path=unicodedata.normalize("NFC", found.name))
        return found

    def check_inside(self, path: Path, problems: Problems) -> bool:
        """Whether `path` itself is in the workspace; S012 is noted for a link that leaves it."""
        if path.resolve().is_relative_to(self.root.resolve()):
            return True
        problems.add("S012", Where(self.name(path)), path=self.name(path))
        return False

    def _near(self, lexical: Path, base: Path) -> str:
        """A file of its kind with nearly this name: in its folder, else in those of `base`."""
        is_picture = _is_picture(lexical.name)
        near = ""
        for folder in (lexical.parent, base, *_folders(base)):
            names = [n for n in _file_names(folder) if _is_picture(n) == is_picture]
            stems = {Path(name).stem: name for name in names}
            close = nearest(lexical.stem, stems)
            if close and close.casefold() == lexical.stem.casefold():
                return _relative(folder, stems[close], base)
            if close and not near:
                near = _relative(folder, stems[close], base)
        return near

    def _near_foreign(self, base: Path, named: str) -> str:
        """The path as printshop writes it, where such a file is there."""
        parts = [part for part in re.split(r"[\\/]", named) if part not in ("", "~")]
        for start in range(len(parts)):
            path = base.joinpath(*parts[start:])
            tail = "/".join(parts[start:])
            if "\0" not in tail and ".." not in parts[start:] and path.is_file():
                return tail
        return self._near(base / parts[-1], base) if parts and "\0" not in parts[-1] else ""


def _is_foreign(named: str) -> bool:
    """Whether `named` is an absolute path, one of Windows, or no path at all."""
    drive = ":" in named.split("/")[0]
    return not named or named.startswith(("/", "~")) or "\\" in named or "\0" in named or drive


def _what_it_is(path: Path) -> str:
    if path.is_dir():
        return _("it is a folder")
    return _("it is a link to nothing") if path.is_symlink() else _("it is no ordinary file")


def _folders(base: Path) -> list[Path]:
    """The folders in `base`, some at most."""
    if not base.is_dir():
        return []
    return sorted(p for p in base.iterdir() if p.is_dir())[:_FOLDERS_TO_SEARCH]


def _file_names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.is_file()) if folder.is_dir() else []


def _is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in _PICTURES


def _relative(folder: Path, name: str, base: Path) -> str:
    path = folder / name
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
    """What under `root` has the path `relative`, names compared in NFC."""
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
    return here


def find_workspace(start: Path, problems: Problems) -> Workspace:
    """The workspace that `start` is in.

    Raises:
        StopBuild: there is none; M001 is noted.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / WORKSPACE_FILE).is_file():
            return Workspace(folder)
    problems.add("M001", path=str(start))
    raise StopBuild


def issue_folder(workspace: Workspace, wanted: str, cwd: Path, problems: Problems) -> Path:
    """The folder of the issue called `wanted`: an id, or a path of it or of its manifest.

    Raises:
        StopBuild: there is none; M002 is noted.
    """
    by_path = Path(wanted) if Path(wanted).is_absolute() else cwd / wanted
    for folder in (workspace.root / "issues" / wanted, by_path, by_path.parent):
        inside = folder.resolve().is_relative_to(workspace.root.resolve())
        if inside and (folder / ISSUE_FILE).is_file():
            return folder.resolve()
    known = sorted(p.parent.name for p in workspace.root.glob(f"issues/*/{ISSUE_FILE}"))
    problems.add("M002", issue=wanted, near=nearest(wanted, known), known=", ".join(known) or "–")
    raise StopBuild
