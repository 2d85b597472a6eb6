"""C001: pictures in the issue's folder that nothing names."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from printshop.preflight.copy.matter import CopyMatter
from printshop.problems import Problems, Where
from printshop.workspace import ISSUE_FILE

_SUFFIXES = (
    ".ai .arw .avif .bmp .cr2 .cr3 .dng .emf .eps .gif .heic .heif .jp2 .jpe .jpeg .jpg .jxl .nef"
    " .orf .png .psd .raf .rw2 .svg .svgz .tif .tiff .webp .wmf"
)
_LIKE_PICTURES = frozenset(_SUFFIXES.split())
_MOST_FILES = 5000
_MOST_BYTES = 2_000_000


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note each picture's file that is not used.

    Used is what the manifest, an option of the layout or an article names; also what an article
    that is not listed or cannot be read, or another issue, mentions by its file name.
    """
    used = {_real(path) for path in matter.named_files()}
    used |= {_real(path) for path in _options(matter)}
    mentions = cache(lambda: tuple(_other_texts(matter)))
    for path in _pictures_in(matter.folder):
        if _real(path) in used:
            continue
        name = unicodedata.normalize("NFC", path.name)
        if not any(name in text for text in mentions()):
            shown = matter.workspace.name(path).encode("utf-8", "replace").decode()
            inside = path.relative_to(matter.folder).as_posix().encode("utf-8", "replace").decode()
            problems.add("C001", Where(shown), path=inside)


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle
        return path


def _options(matter: CopyMatter) -> Iterator[Path]:
    """What options name, if they name files: paths start from the folder of their own file."""
    for options, base in (
        (matter.loaded.issue.options, matter.folder),
        (matter.loaded.bulletin.options, matter.workspace.root),
    ):
        yield from (base / value for value in options.values() if _is_picture(value))


def _is_picture(name: str) -> bool:
    return "\0" not in name and os.path.splitext(name)[1].lower() in _LIKE_PICTURES  # noqa: PTH122


def _pictures_in(folder: Path) -> list[Path]:
    """The pictures in a folder and in those below it; hidden ones and links left out."""
    found: list[Path] = []
    seen = 0
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        seen += len(files)
        if seen > _MOST_FILES:
            break
        found += [
            Path(here, name)
            for name in sorted(files)
            if not name.startswith((".", "~", "._")) and _is_picture(name)
        ]
    return found


def _other_texts(matter: CopyMatter) -> Iterator[str]:
    """Articles that `matter.articles` does not hold, and whatever other issues say."""
    read = {
        _real(source.path) for id, source in matter.loaded.sources.items() if id in matter.articles
    }
    issues = matter.folder.parent
    for path in sorted((*issues.glob("*/articles/*.md"), *issues.glob(f"*/{ISSUE_FILE}"))):
        ours = path.parent == matter.folder
        if ours or _real(path) in read:
            continue
        try:
            with path.open("rb") as stream:
                text = stream.read(_MOST_BYTES).decode("utf-8", errors="replace")
        except OSError:
            continue
        yield unicodedata.normalize("NFC", text)
