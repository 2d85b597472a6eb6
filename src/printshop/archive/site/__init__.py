"""The archive as a website: plain files that a web server, a shared folder or a USB stick can hold.

Contents are HTML and need no JavaScript; search is done in the browser (`static/tim.js`) over an
index in scripts (`shards.py`), for a page opened from a disk may load nothing else
(docs/decisions/0026-website-without-a-server.md). The same archive gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from printshop.archive import bags
from printshop.archive.hashing import copied
from printshop.archive.leftovers import remove_leftovers
from printshop.archive.model import InArchive
from printshop.archive.site.covers import Cover, draw_cover
from printshop.archive.site.pages import pages_of
from printshop.archive.site.shards import index_files
from printshop.archive.site.shelf import Shelved, file_of, shelve
from printshop.i18n import N_, _
from printshop.output import umask
from printshop.problems import Problems, StopBuild
from printshop.progress import Progress, Silent
from printshop.stockplace import stock_folder

__all__ = ["MARK", "Site", "write_site"]

MARK = "printshop-site.json"
"""In every site of ours: a folder without it is not replaced."""
STATIC = Path(__file__).parent / "static"
FACES = {
    "alegreya/Alegreya_800ExtraBold.ttf": "Alegreya_800ExtraBold.ttf",
    "alegreya/LICENSE_FONT": "LICENSE-Alegreya.txt",
    "ibm-plex-sans/IBMPlexSans_400Regular.ttf": "IBMPlexSans_400Regular.ttf",
    "ibm-plex-sans/IBMPlexSans_600SemiBold.ttf": "IBMPlexSans_600SemiBold.ttf",
    "ibm-plex-sans/LICENSE_FONT": "LICENSE-IBM-Plex-Sans.txt",
}
"""Fonts and their licences in the stock, and their names in `tep/chu/`: unmodified files."""
COVERS = N_("drawing covers")
COPYING = N_("copying PDF files")
INDEXING = N_("indexing words")
PAGES = N_("writing pages")


@dataclass(frozen=True)
class Site:
    """What was written."""

    folder: Path
    editions: int
    articles: int
    files: int
    size: int
    """bytes, of all files"""


def write_site(
    folder: Path,
    kept: Iterable[InArchive],
    problems: Problems,
    progress: Progress | None = None,
    *,
    name: str = "",
    link: str = "",
) -> Site:
    """Write the site into `folder`; an earlier site there is replaced when all is written.

    Args:
        folder: it may be missing, empty, or an earlier site.
        kept: all versions of all editions.
        problems: V070 for a folder that is something else, V071 for an empty archive, V072 for an
            address in `link` that is none, V073 for a PDF that cannot be read, V074 (a warning)
            for a cover that cannot be drawn, V079 for a PDF that is not what its manifest says.
        progress: told of stages and steps.
        name: of the bulletin; where it is empty, what most editions are called.
        link: the address of the archive's folder, on a server or from the site's own folder; PDFs
            are not copied then.

    Raises:
        StopBuild: problems forbid it; nothing was written.
        OSError: a file cannot be written; an earlier site is as it was.
    """
    progress = progress or Silent()
    folder = folder.resolve()
    shelf = shelve(kept, link)
    _check(folder, shelf, link, problems)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".printshop-"))
    try:
        count, size = _write_all(made, shelf, problems, progress, name, linked=bool(link))
        made.chmod(0o777 & ~umask())
        _move_into_place(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    remove_leftovers(folder)
    articles = sum(len(edition.listed) for edition in shelf)
    return Site(folder, len(shelf), articles, count, size)


def _check(folder: Path, shelf: Sequence[Shelved], link: str, problems: Problems) -> None:
    """All that forbids a site.

    Raises:
        StopBuild: something does.
    """
    before = problems.errors
    if not _is_ours(folder):
        problems.add("V070", path=str(folder))
    if not shelf:
        problems.add("V071")
    if link and (urlsplit(link).scheme not in ("", "http", "https", "file") or '"' in link):
        problems.add("V072", link=link)
    for edition in shelf:
        try:
            with file_of(edition).open("rb") as stream:
                stream.read(1)
        except OSError as error:
            reason = error.strerror or str(error)
            problems.add("V073", path=str(file_of(edition)), reason=reason)
    if problems.errors > before:
        raise StopBuild


def _is_ours(folder: Path) -> bool:
    """Whether it may be replaced: it is not there, empty, or a site of ours."""
    if not folder.exists():
        return True
    return folder.is_dir() and ((folder / MARK).is_file() or not any(folder.iterdir()))


def _write_all(
    root: Path,
    shelf: Sequence[Shelved],
    problems: Problems,
    progress: Progress,
    bulletin: str,
    *,
    linked: bool,
) -> tuple[int, int]:
    """Every file of the site; how many, and their bytes."""
    written = _Written(root)
    if not linked:
        _copy_pdfs(written, shelf, problems, progress)
    progress.stage(COVERS, len(shelf))
    covers: dict[str, Cover] = {}
    for edition in shelf:
        try:
            covers[edition.id] = cover = draw_cover(file_of(edition))
            written.add(f"bia/{edition.id}.jpg", cover.data)
        except ValueError as error:
            problems.add("V074", edition=edition.newest.place.name, reason=str(error))
        progress.step(edition.id)
    progress.stage(INDEXING)
    for name, data in index_files(shelf):
        written.add(name, data)
    progress.stage(PAGES)
    sizes = {edition.id: file_of(edition).stat().st_size for edition in shelf}
    for name, data in pages_of(shelf, covers, sizes, bulletin):
        written.add(name, data)
    for name, path in _fixed_files(problems):
        written.copy(name, path)
    written.add(MARK, _mark(shelf))
    return written.count, written.size


def _copy_pdfs(
    written: _Written, shelf: Sequence[Shelved], problems: Problems, progress: Progress
) -> None:
    """The newest PDF of each edition, its bytes held against the bag's manifest.

    Raises:
        StopBuild: one is damaged (V079); all are looked at before.
    """
    before = problems.errors
    progress.stage(COPYING, len(shelf))
    for edition in shelf:
        bag = edition.newest
        try:
            said = bags.payload_digests(bag.place.path).get(bag.kept.file, "")
            path, reason = bag.kept.file, _("its bytes have changed")
        except (OSError, ValueError) as error:
            said, path = "", bags.MANIFEST
            reason = getattr(error, "strerror", None) or str(error)
        if written.copy(f"pdf/{edition.id}.pdf", file_of(edition)) != said:
            problems.add("V079", path=path, edition=bag.place.name, reason=reason)
        progress.step(edition.id)
    if problems.errors > before:
        raise StopBuild


class _Written:
    """Files of a site that nobody sees yet; how many they are."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.count = self.size = 0

    def add(self, name: str, data: bytes) -> None:
        path = self._place(name)
        path.write_bytes(data)
        self.size += len(data)

    def copy(self, name: str, source: Path) -> str:
        """Copy a file; the SHA-512 of what was copied."""
        with source.open("rb") as read, self._place(name).open("wb") as stream:
            found = copied(read, stream.write)
        self.size += found.size
        return found.sha512

    def _place(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.count += 1
        return path


def _fixed_files(problems: Problems) -> Iterator[tuple[str, Path]]:
    for path in sorted(STATIC.iterdir()):
        if path.is_file():
            yield f"tep/{path.name}", path
    fonts = stock_folder("fonts")
    if fonts is None:
        problems.add("E003", item="stock/fonts")
        raise StopBuild
    for source, name in FACES.items():
        yield f"tep/chu/{name}", fonts / source


def _mark(shelf: Sequence[Shelved]) -> bytes:
    data: Mapping[str, object] = {
        "format": 1,
        "made-by": "printshop archive export",
        "editions": [edition.newest.place.name for edition in shelf],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _move_into_place(made: Path, folder: Path) -> None:
    """`made` becomes `folder`; what was there goes when the new one stands."""
    if not folder.exists():
        made.rename(folder)
        return
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".printshop-"))
    try:
        folder.rename(old / "old")
        try:
            made.rename(folder)
        except BaseException:
            (old / "old").rename(folder)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
