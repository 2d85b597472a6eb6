"""Time `printshop archive verify` beside `sha512sum` on all processors.

    python benchmarks/archive_verify.py [--bags 60] [--repeat 3] [--folder DIR] PAYLOAD...

Bags of real size: each holds the files and folders named PAYLOAD, one of them a PDF whose name ends
with `-archive.pdf`. All files are read once before anything is timed. Issue 7 asks for checksums at
0.7 of the speed of `find … -print0 | xargs -0 -P2 sha512sum`, in the same run; reading pages is
timed apart.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from printshop.archive.model import RECORD, Kept
from printshop.archive.pagereading import read_pages
from printshop.archive.recordfile import write_kept
from printshop.archive.store import Payload, places, put
from printshop.archive.verify import verify_bags
from printshop.problems import Problems
from printshop.record import EditionRecord

LIMIT = 0.7
DAY = dt.date(2026, 1, 1)
_ENDING = "-archive.pdf"


def payload_of(sources: list[Path]) -> dict[str, bytes | Path]:
    """All files, by their path in the payload."""
    found: dict[str, bytes | Path] = {}
    for source in sources:
        if source.is_file():
            found[source.name if source.name.endswith(_ENDING) else f"delivered/{source.name}"] = (
                source
            )
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                found[f"sources/{source.name}/{path.relative_to(source).as_posix()}"] = path
    return found


def make_archive(root: Path, payload: Payload, bags: int) -> None:
    """So many editions with the same files, each with a record of its own."""
    name = next((name for name in payload if name.endswith(_ENDING)), "")
    if not name:
        raise SystemExit(f"name a PDF that ends with {_ENDING}")
    source = payload[name]
    pages = read_pages(source).pages if isinstance(source, Path) else 0
    record = EditionRecord("", "B", "P", "1", DAY)
    for number in range(bags):
        edition = f"{1900 + number // 12}-{number % 12 + 1:02d}"
        kept = Kept(replace(record, id=edition), ("",) * pages, "pdf", name)
        files = {**payload, RECORD: write_kept(kept)}
        put(root, edition, files, {"Bagging-Date": "2026-01-01"}, Problems())


def sha512sum(root: Path) -> None:
    """The peer, on two processors."""
    command = f"find '{root}' -type f -print0 | xargs -0 -P{os.cpu_count() or 1} sha512sum"
    subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL)


def verified(root: Path, *, pages: bool) -> int:
    """Bytes that were hashed; anything found wrong ends the run."""
    size = 0
    for result, _stamp in verify_bags(root, places(root), DAY, pages=pages):
        if result.problems:
            raise SystemExit(f"{result.name}: {[p.message for p in result.problems]}")
        size += result.size
    return size


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("payload", nargs="+", type=Path)
    parser.add_argument("--bags", type=int, default=60)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the bags are made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="printshop-bench-", dir=options.folder) as name:
        root = Path(name) / "archive"
        make_archive(root, payload_of(options.payload), options.bags)
        size, files = verified(root, pages=False), sum(p.is_file() for p in root.rglob("*"))
        ways: dict[str, Callable[[], object]] = {
            "sha512sum": lambda: sha512sum(root),
            "checksums": lambda: verified(root, pages=False),
            "checksums and pages": lambda: verified(root, pages=True),
        }
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(options.repeat):
            for way, run in ways.items():
                begun = time.perf_counter()
                run()
                taken[way].append(time.perf_counter() - begun)
    print(f"{options.bags} bags, {files} files, {size / 1e6:.0f} MB; medians of {options.repeat}")
    peer = statistics.median(taken["sha512sum"])
    for way, seconds in taken.items():
        middle = statistics.median(seconds)
        limit = f" (at least {LIMIT})" if way == "checksums" else ""
        speed = size / middle / 1e6
        print(f"  {way:20} {middle:6.2f} s  {speed:6.0f} MB/s  {peer / middle:5.2f}{limit}")
    if peer / statistics.median(taken["checksums"]) < LIMIT:
        sys.exit(1)


if __name__ == "__main__":
    main()
