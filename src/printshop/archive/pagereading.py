"""The PDF of an edition, read page by page: contents, and whatever they draw with, unpacked."""

from __future__ import annotations

import io
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.i18n import _

if TYPE_CHECKING:
    import pikepdf

_PICTURES = {"/DCTDecode": "JPEG", "/JPXDecode": "JPEG2000"}
"""Packed by what qpdf does not unpack."""


@dataclass(frozen=True)
class PagesRead:
    """What became of reading a file."""

    pages: int = 0
    trouble: str = ""
    """Why it could not be opened."""
    faults: tuple[tuple[int, str], ...] = ()
    """Pages from 1, and what of them could not be read."""


def read_pages(path: Path) -> PagesRead:
    """Read the PDF file at `path`. Nothing is raised, whatever it is.

    Of JPEG pictures the head is read: the rest would take most of the time and show nothing, for
    every decoder draws damaged ones without complaint. Their bytes are proved by the digest.
    """
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            return PagesRead(len(pdf.pages), "", tuple(page_faults(pdf)))
    except Exception as error:  # whatever a damaged file does to its reader
        return PagesRead(trouble=_said(error))


def page_faults(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Pages from 1 that cannot be read as a whole, and what of them cannot be."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, 1):
        fault = _fault(page, seen)
        if fault:
            yield number, fault


def _fault(page: pikepdf.Page, seen: set[tuple[int, int]]) -> str:
    """The first thing that cannot be read; empty where all can be."""
    import pikepdf

    try:
        found = list(_painted(page))
        while found:
            thing = found.pop()
            if not isinstance(thing, pikepdf.Object) or _was_seen(thing, seen):
                continue
            if isinstance(thing, pikepdf.Stream):
                _unpack(thing)
            if isinstance(thing, pikepdf.Array):
                found.extend(thing)
            elif isinstance(thing, (pikepdf.Stream, pikepdf.Dictionary)) and not _is_page(thing):
                found += [value for _key, value in thing.items()]
    except Exception as error:  # as above
        return _said(error)
    return ""


def _painted(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    """All that a page is painted with. Bookmarks, tags and embedded files are in no page."""
    yield from (page.obj[key] for key in ("/Contents", "/Resources") if key in page.obj)
    for annotation in page.obj.get("/Annots", ()):
        if "/AP" in annotation:
            yield annotation["/AP"]


def _is_page(thing: pikepdf.Object) -> bool:
    """Whether a way leads to another page, which is read by itself."""
    return bool(thing.get("/Type") == "/Page")


def _was_seen(thing: pikepdf.Object, seen: set[tuple[int, int]]) -> bool:
    if not thing.is_indirect:
        return False
    if thing.objgen in seen:
        return True
    seen.add(thing.objgen)
    return False


def _unpack(stream: pikepdf.Stream) -> None:
    """Raises whatever the library does where it cannot."""
    given = stream.get("/Filter")
    names = (
        [str(given)] if given is not None and not _is_list(given) else list(map(str, given or ()))
    )
    if names and names[-1] in _PICTURES:
        _picture(stream, names)
    elif any(name in ("/CCITTFaxDecode", "/JBIG2Decode", "/Crypt") for name in names):
        stream.read_raw_bytes()
    else:
        stream.read_bytes()


def _is_list(given: object) -> bool:
    import pikepdf

    return isinstance(given, pikepdf.Array)


def _picture(stream: pikepdf.Stream, names: list[str]) -> None:
    import warnings
    import zlib

    from PIL import Image

    data = stream.read_raw_bytes()
    if names[:-1] == ["/FlateDecode"]:
        data = zlib.decompress(data)
    elif len(names) > 1:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of size and odd metadata
        with Image.open(io.BytesIO(data), formats=[_PICTURES[names[-1]]]) as picture:
            size = (int(stream.Width), int(stream.Height))
            if picture.size != size:
                raise ValueError(f"{picture.size} ≠ {size}")


def _said(error: Exception) -> str:
    """The library's own words, in one line, without the file's path."""
    text = " ".join(str(error).split()) or type(error).__name__
    return text[-200:].rsplit(": ", 1)[-1] if text.startswith("/") else text[:200]


# -- several files at once


class Readers:
    """Reads files in processes of their own: a file can bring down no more than its reader.

    Where no process can be started, files are read in this one.
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._works: Future[int] | None = None  # whether a process could be started at all

    def start(self, path: Path) -> Callable[[], PagesRead]:
        """Begin to read; what is returned waits for the result."""
        future: Future[PagesRead] | None = None
        try:
            if self._pool is None:
                self._pool = _pool(self._processes)
                self._works = self._pool.submit(int)
            future = self._pool.submit(read_pages, path)
        except (BrokenExecutor, OSError):  # broken down, or about to
            self._pool = None

        def result() -> PagesRead:
            try:
                if future is not None:
                    return future.result()
            except BrokenExecutor:  # by this file, or by another one
                pass
            return self._alone(path)

        return result

    def _alone(self, path: Path) -> PagesRead:
        """Read a file in a process that reads nothing else."""
        if self._works is None or self._works.exception() is not None:
            return read_pages(path)
        with _pool(1) as pool:
            try:
                return pool.submit(read_pages, path).result()
            except (BrokenExecutor, OSError):
                return PagesRead(trouble=_("the program that reads it broke down"))

    def close(self) -> None:
        """Let go of the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    import multiprocessing

    ways = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
    return ProcessPoolExecutor(processes, context, initializer=_without_interrupts)


def _without_interrupts() -> None:
    """Ctrl-C reaches every process of the terminal; the parent alone answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
