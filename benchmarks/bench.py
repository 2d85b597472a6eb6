"""Time printshop and other programs on generated issues, as whole processes, and print a table.

make bench                                 24 to 1,280 pages; half an hour or more
make bench ARGS="--quick"                  24 and 80 pages of text, once, without other programs
make bench ARGS="--full"                   everything on every issue; hours
make bench ARGS="--pages 80 --repeat 5"
"""

from __future__ import annotations

import argparse
import ctypes
import datetime as dt
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import one_document
import pikepdf
from generate import ISSUE, ROOT, Bench, edit_article, lengthen_article, make_workspace, undone
from measure import measure
from peers import TOOLS, Peer, find_peers
from report import (
    COLD,
    EDITED,
    LONGER,
    NOTHING,
    ONE,
    SERIAL,
    Report,
    Row,
    Sample,
    as_document,
    as_markdown,
)

SIZES = (24, 80, 320, 1280)
MANY_PAGES = 100
"""Issues of more pages are, unless asked for, measured once, as text, without other programs."""
DOCUMENT = ROOT / "docs" / "benchmarks.md"
STATE = (".printshop", "dist")
"""What a build leaves in a workspace."""


@dataclass(frozen=True)
class Case:
    """An issue to measure, and what on it."""

    pages: int
    photographs: bool
    repeat: int
    peers: tuple[Peer, ...]

    def __str__(self) -> str:
        return f"{self.pages:,} pages, {'photographs' if self.photographs else 'text'}"


class FailedError(Exception):
    """A program ended with an error or took too long."""


@dataclass(frozen=True)
class Bencher:
    """Measures all programs on one issue."""

    case: Case
    bench: Bench
    folder: Path
    """Beside the workspace: the one document, and the files of other programs."""
    jobs: int | None
    seconds: float

    def rows(self) -> list[Row]:
        """Every program, `case.repeat` times, taking turns."""
        rows = {name: Row(self.case.pages, self.case.photographs, name) for name in self._names()}
        one_document.prepare(self.bench.root, ISSUE, self.document)
        for turn in range(self.case.repeat):
            for name, run in self._runs(turn):
                row = rows[name]
                if row.note:
                    continue
                say(f"{self.case}, {turn + 1} of {self.case.repeat}: {name}")
                try:
                    row.samples.append(run())
                except FailedError as failure:
                    if name.startswith("printshop"):
                        raise
                    row.note, row.samples = str(failure), []
        check_pages(rows)
        return list(rows.values())

    @property
    def document(self) -> Path:
        """The folder of the one document."""
        return self.folder / "document"

    def _names(self) -> list[str]:
        serial = [SERIAL] if self.case.peers else []
        peers = [peer_name(peer) for peer in self.case.peers]
        return [COLD, *serial, NOTHING, EDITED, LONGER, ONE, *peers]

    def _runs(self, turn: int) -> Iterator[tuple[str, Callable[[], Sample]]]:
        """The programs of one turn, in their order: after a cold build, what it left is used."""
        if self.case.peers:
            self._clear()
            yield SERIAL, lambda: self.build(jobs=1)
        self._clear()
        yield COLD, self.build
        yield NOTHING, self.build
        with undone(edit_article(self.bench, turn)):
            yield EDITED, self.build
        with undone(lengthen_article(self.bench, turn)):
            yield LONGER, self.build
        yield ONE, self.set_one_document
        for peer in self.case.peers:
            yield peer_name(peer), lambda peer=peer: self.set_with(peer)  # type: ignore[misc]

    def _clear(self) -> None:
        for name in STATE:
            shutil.rmtree(self.bench.root / name, ignore_errors=True)
        shutil.rmtree(self.folder / "user-cache", ignore_errors=True)

    def build(self, jobs: int | None = None) -> Sample:
        """Build with printshop's command line."""
        program = str(Path(sys.executable).parent / "printshop")
        command = [program, "build", ISSUE, "-C", str(self.bench.root), "-q"]
        jobs = jobs or self.jobs
        if jobs:
            command += ["--jobs", str(jobs)]
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "user-cache")}
        target = self.bench.root / "dist" / ISSUE / f"{ISSUE}-screen.pdf"
        return self._run(command, environment, target)

    def set_one_document(self) -> Sample:
        """Set the issue as one document, with WeasyPrint."""
        target = self.folder / "one.pdf"
        target.unlink(missing_ok=True)
        command = one_document.render_command(self.document, target)
        return self._run(command, one_document.environment(self.document), target)

    def set_with(self, peer: Peer) -> Sample:
        """Set the issue as one document, with another program."""
        if not peer.installed:
            raise FailedError("not installed")
        target = self.folder / "peer.pdf"
        target.unlink(missing_ok=True)
        environment = {**one_document.environment(self.document), **peer.environment}
        return self._run(peer.command(self.document, target), environment, target)

    def _run(self, command: Sequence[str], environment: dict[str, str], target: Path) -> Sample:
        taken, printed = measure(
            command, environment=environment, folder=self.folder, seconds=self.seconds
        )
        if taken.status == -1:
            raise FailedError(f"stopped after {self.seconds:.0f} s")
        if taken.status or not target.exists():
            print(f"{' '.join(command)}\n{printed[-3000:]}", file=sys.stderr)
            raise FailedError(f"failed (exit status {taken.status})")
        with pikepdf.open(target) as pdf:
            pages = len(pdf.pages)
        size = target.stat().st_size
        return Sample(taken.wall, taken.cpu, taken.peak, taken.together, size, pages)


def peer_name(peer: Peer) -> str:
    """How the tables call it: with its version, for there may be several runs to compare."""
    return f"{peer.name} {peer.version}".strip()


def check_pages(rows: dict[str, Row]) -> None:
    """Make sure that the builds made what they were measured for."""
    pages = {name: int(row.median("pages")) for name, row in rows.items() if row.samples}
    expected = {NOTHING: pages[COLD], EDITED: pages[COLD], LONGER: pages[COLD] + 1}
    wrong = {name: pages[name] for name, count in expected.items() if pages[name] != count}
    if wrong:
        raise FailedError(f"cold {pages[COLD]} pages, but {wrong}")


def say(text: str) -> None:
    """Tell how far it is, beside the result."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


# What is to be measured


def cases(options: argparse.Namespace, peers: tuple[Peer, ...]) -> list[Case]:
    """All issues, in the order of the table."""
    found = []
    for pages in options.pages:
        large = pages > MANY_PAGES and not options.full
        photos = {"both": (False, True), "with": (True,), "without": (False,)}[options.photos]
        if large and not options.photos_asked:
            photos = (False,)
        repeat = options.repeat if options.repeat_asked or not large else 1
        compared = peers if options.full or pages in options.peers else ()
        found += [Case(pages, shown, repeat, compared) for shown in photos]
    return found


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of this script, resolved."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--pages", type=_numbers, help="sizes of the issues (24,80,320,1280)")
    add("--photos", choices=("both", "with", "without"), help="both up to 100 pages, else without")
    add("--repeat", type=int, help="runs of each (3 up to 100 pages, else 1)")
    add("--peers", type=_numbers, help="sizes on which other programs are compared (80)")
    add("--no-peers", action="store_true", help="no other programs")
    add("--jobs", type=int, help="printshop's worker processes (its own default)")
    add("--limit", type=float, default=900.0, help="seconds after which a program is stopped (900)")
    add("--quick", action="store_true", help="24 and 80 pages of text, once, no other programs")
    add("--full", action="store_true", help="everything on every issue")
    add("--tools", type=Path, default=TOOLS, help="where `make bench-peers` put its programs")
    add("--work", type=Path, help="a folder for the generated files (a temporary one)")
    add("--json", type=Path, help="write all figures to this file")
    add(
        "--from",
        type=Path,
        dest="sources",
        action="append",
        help="take the figures of such files, of a run each; run nothing",
    )
    add("--docs", action="store_true", help=f"write {DOCUMENT.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    options.photos_asked = options.photos is not None
    options.repeat_asked = options.repeat is not None
    if options.quick:
        options.pages = options.pages or (24, 80)
        options.photos = options.photos or "without"
        options.repeat = options.repeat or 1
    options.pages = options.pages or SIZES
    options.photos = options.photos or "both"
    options.repeat = 3 if options.repeat is None else options.repeat
    silent = options.no_peers or (options.quick and options.peers is None)
    options.peers = () if silent else options.peers or (80,)
    if options.repeat < 1 or min(options.pages) < 8:
        parser.error("--repeat must be 1 or more, --pages 8 or more")
    return options


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part.replace("_", "")) for part in text.split(","))


# On what


def about(peers: Sequence[Peer], options: argparse.Namespace) -> dict[str, str]:
    """The machine, the day and the versions."""
    jobs = options.jobs or "printshop's default"
    found = {
        "day": f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} cores, {_processor()}, {_memory()}; {platform.system()}",
        "load before the first run": f"{os.getloadavg()[0]:.2f} processes",
        "printshop": f"{version('printshop')}, workers: {jobs}",
        "WeasyPrint": f"{version('weasyprint')}, Pango {_pango()}, pikepdf {version('pikepdf')}, "
        f"Python {platform.python_version()}",
    }
    if peers:
        found["other programs"] = ", ".join(
            f"{peer.name} {peer.version or '(not installed)'}" for peer in peers
        )
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{pages / 2**30:.0f} GiB of memory"


def _pango() -> str:
    for name in ("libpango-1.0.so.0", "libpango-1.0.dylib"):
        try:
            tell = ctypes.CDLL(name).pango_version_string
        except OSError:
            continue
        tell.restype = ctypes.c_char_p
        return str(tell().decode())
    return "?"


# Running


def run(options: argparse.Namespace) -> Report:
    """Measure everything."""
    wanted = bool(options.peers) or (options.full and not options.no_peers)
    peers = tuple(find_peers(options.tools.resolve())) if wanted else ()
    report = Report(about(peers, options), [])
    with _work(options.work) as work:
        album = work / "album"
        warm_up(work, options, peers)
        for case in cases(options, peers):
            say(f"{case}: made")
            with _work(work) as folder:
                bench = make_workspace(
                    folder / "workspace", case.pages, photographs=case.photographs, album=album
                )
                rows = Bencher(case, bench, folder, options.jobs, options.limit).rows()
                report.rows += rows
                if options.json:
                    report.save(options.json)  # what is done is kept
    return report


def warm_up(work: Path, options: argparse.Namespace, peers: tuple[Peer, ...]) -> None:
    """Have every program run once, not counted: its files are in the system's cache then."""
    case = Case(8, False, 1, peers)
    with _work(work) as folder:
        bench = make_workspace(folder / "workspace", case.pages)
        Bencher(case, bench, folder, options.jobs, options.limit).rows()


@contextmanager
def _work(folder: Path | None) -> Iterator[Path]:
    """A temporary folder, inside `folder` if there is one."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="printshop-bench-", dir=folder, ignore_cleanup_errors=True
    ) as name:
        yield Path(name).resolve()


def main() -> None:
    """Measure, or read what was measured, and print it."""
    options = parse_arguments()
    try:
        reports = [Report.load(p) for p in options.sources or ()] or [run(options)]
    except FailedError as failure:
        sys.exit(f"benchmarks: {failure}")
    if options.json:
        reports[0].save(options.json)
    if options.docs:
        DOCUMENT.write_text(as_document(*reports), "utf-8")
    for report in reports:
        print(as_markdown(report))


if __name__ == "__main__":
    main()
