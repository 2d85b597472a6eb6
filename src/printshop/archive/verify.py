"""Bags verified, several files at once: every byte hashed, every page read.

Threads hash: `hashlib` works outside the interpreter's lock. Pages are read in processes, because
their reader does not. The next bags are begun while one is waited for, so that large files and many
small ones keep all processors busy.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from printshop.archive import bags, hashing
from printshop.archive.baglook import Look, look
from printshop.archive.hashing import Digest
from printshop.archive.judging import TAG_FILES, Matter, judge
from printshop.archive.model import RECORD, BagPlace, Kept
from printshop.archive.pagereading import PagesRead, Readers, read_pages
from printshop.archive.recordfile import read_kept
from printshop.archive.soundness import BagResult

_BATCH = 8_000_000
"""Bytes that a thread takes at once, where files are smaller."""
_MOST_FILES = 32
"""That a thread takes at once."""
_AHEAD = 3
"""Bags that are begun while one is waited for."""
_FEW = 6
"""Bags for which it is not worth it to start processes."""

Hashing = Callable[[], dict[str, "Digest | OSError"]]


@dataclass(frozen=True)
class _Begun:
    place: BagPlace
    seen: Look
    digests: Hashing
    kept: Kept | ValueError | None
    pdf: str
    pages: Callable[[], PagesRead]


def verify_bags(
    root: Path,
    places: Sequence[BagPlace],
    day: dt.date,
    *,
    looks: Mapping[BagPlace, Look] | None = None,
    workers: int = 0,
    pages: bool = True,
) -> Iterator[tuple[BagResult, str]]:
    """Verify bags, one after the other; nothing is raised for what is wrong with them.

    With each goes the stamp of what lay in it (`Look.stamp`).

    Args:
        root: the archive.
        places: the bags.
        day: today.
        looks: what lies in them, as far as that is known.
        workers: threads, and processes; as many as there are processors by default.
        pages: read the PDF files page by page, too.
    """
    workers = workers or os.cpu_count() or 1
    readers = Readers(workers) if pages and len(places) > _FEW else None
    begun: deque[_Begun] = deque()
    coming = iter(places)
    pool = ThreadPoolExecutor(workers)
    try:
        while True:
            for place in coming:
                seen = (looks or {}).get(place) or look(place.path)
                begun.append(_begin(place, seen, pool, readers, pages=pages))
                if len(begun) > _AHEAD:
                    break
            if not begun:
                return
            done = begun.popleft()
            yield _finish(root, done, day), done.seen.stamp
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        if readers:
            readers.close()


def _begin(
    place: BagPlace, seen: Look, pool: ThreadPoolExecutor, readers: Readers | None, *, pages: bool
) -> _Begun:
    digests = _hashing(place.path, seen, pool)
    kept = _record(place)
    pdf = _pdf_of(seen, kept) if pages else ""
    reading: Callable[[], PagesRead] = PagesRead
    if pdf and readers:
        reading = readers.start(place.path / pdf)
    elif pdf:
        reading = lambda: read_pages(place.path / pdf)  # noqa: E731 - read when it is waited for
    return _Begun(place, seen, digests, kept, pdf, reading)


def _finish(root: Path, begun: _Begun, day: dt.date) -> BagResult:
    place, digests = begun.place, begun.digests()
    pages = begun.pages()
    texts = {name: data for name in TAG_FILES if (data := _bytes(place.path / name)) is not None}
    matter = Matter(
        f"{root.name}/{place.path.relative_to(root).as_posix()}",
        place.edition,
        begun.seen,
        digests,
        texts,
        begun.kept,
        begun.pdf,
        pages,
    )
    read = [digest for digest in digests.values() if isinstance(digest, Digest)]
    size = sum(digest.size for digest in read)
    return BagResult(place.name, len(read), size, pages.pages, day, tuple(judge(matter)))


def _hashing(bag: Path, seen: Look, pool: ThreadPoolExecutor) -> Hashing:
    """Begin to hash all files of a bag; what is returned waits for the digests."""
    futures: list[Future[list[tuple[str, Digest | OSError]]]] = []
    batch, size = list[str](), 0
    for path, length in seen.files.items():
        batch.append(path)
        size += length
        if size >= _BATCH or len(batch) == _MOST_FILES:
            futures.append(pool.submit(_hash, bag, batch))
            batch, size = [], 0
    if batch:
        futures.append(pool.submit(_hash, bag, batch))
    return lambda: dict(pair for future in futures for pair in future.result())


def _hash(bag: Path, paths: Sequence[str]) -> list[tuple[str, Digest | OSError]]:
    found: list[tuple[str, Digest | OSError]] = []
    for path in paths:
        try:
            found.append((path, hashing.digest_of(bag / path)))
        except OSError as error:
            found.append((path, error))
    return found


def _record(place: BagPlace) -> Kept | ValueError | None:
    data = _bytes(place.payload / RECORD)
    try:
        return read_kept(data) if data is not None else None
    except ValueError as error:
        return error


def _bytes(path: Path) -> bytes | None:
    """A small file's; None where it cannot be read, which is told by its digest."""
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None
    except OSError:
        return None


def _pdf_of(seen: Look, kept: Kept | ValueError | None) -> str:
    """The file to read, as the record has it; where that is damaged, the first PDF there is."""
    if isinstance(kept, Kept) and f"{bags.PAYLOAD}/{kept.file}" in seen.files:
        return f"{bags.PAYLOAD}/{kept.file}"
    there = (path for path in seen.files if path.startswith(f"{bags.PAYLOAD}/"))
    return next((p for p in there if p.count("/") == 1 and p.lower().endswith(".pdf")), "")
