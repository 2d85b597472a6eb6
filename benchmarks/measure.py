"""Run one command as a whole process tree, and say what it took.

    python benchmarks/measure.py REPORT SECONDS COMMAND…     writes REPORT, a JSON file

The command runs under this small process, which adopts every process that the command leaves
behind and waits for all of them (Linux: a *subreaper*). So the kernel's own account is complete,
and nothing is sampled but `together`:

wall        seconds from the start of the command until it has ended, by a monotonic clock
cpu         seconds of processor time, user and system, of every process of the tree
peak        largest resident set, in bytes, that any single process of the tree ever had (the
            kernel's `ru_maxrss`); pages that processes share count in each of them
together    largest sum of the resident sets of all processes at one moment, looked at every 25 ms;
            shared pages count as often as they are shared, so it is an upper bound
status      the command's exit status; -1 when it was stopped after SECONDS
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.025
LEAVING = 10.0
"""Seconds that processes may go on after the command's own end."""
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of <sys/prctl.h>
_PAGE = resource.getpagesize()


@dataclass(frozen=True)
class Measured:
    """What one run of a command took; the fields are described above."""

    wall: float
    cpu: float
    peak: int
    together: int
    status: int


def measure(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path,
    seconds: float = 900.0,
) -> tuple[Measured, str]:
    """Run `command`; what it took, and what it printed.

    Args:
        command: program and arguments.
        environment: all its environment variables.
        folder: where it runs, and where reports are kept for a moment.
        seconds: after so many it is stopped.
    """
    report, output = folder / "measured.json", folder / "measured.txt"
    with output.open("wb") as stream:
        subprocess.run(
            [sys.executable, "-I", "-S", __file__, str(report), str(seconds), *command],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=dict(environment),
            cwd=folder,
            check=True,
        )
    measured = Measured(**json.loads(report.read_text("utf-8")))
    printed = output.read_text("utf-8", errors="replace")
    report.unlink()
    output.unlink()
    return measured, printed


def run(command: Sequence[str], seconds: float) -> Measured:
    """Run `command` under this process, which must have no other children."""
    _adopt_orphans()
    looker = _Looker()
    begin = time.perf_counter()
    child = os.posix_spawnp(command[0], list(command), os.environ)
    looker.start()
    late = threading.Event()
    stopper = threading.Timer(seconds, _stop, [late])
    stopper.start()
    _, status = os.waitpid(child, 0)
    wall = time.perf_counter() - begin
    stopper.cancel()
    _wait_for_rest()
    looker.stop()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss if sys.platform == "darwin" else used.ru_maxrss * 1024
    code = -1 if late.is_set() else os.waitstatus_to_exitcode(status)
    return Measured(wall, used.ru_utime + used.ru_stime, peak, looker.most, code)


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _wait_for_rest() -> None:
    """Wait for what the command left behind; after a while it is killed."""
    timer = threading.Timer(LEAVING, _kill_tree)
    timer.start()
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    timer.cancel()


def _stop(late: threading.Event) -> None:
    late.set()
    _kill_tree()


def _kill_tree() -> None:
    for process in _descendants(os.getpid()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _descendants(process: int) -> list[int]:
    """The processes under `process`, itself left out; none where there is no /proc."""
    found = []
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, children.read_text().split()):
                found += [child, *_descendants(child)]
    return found


class _Looker(threading.Thread):
    """Adds up the resident sets of all processes of the tree, again and again."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(INTERVAL):
            resident = 0
            for process in _descendants(os.getpid()):
                with contextlib.suppress(OSError, IndexError):
                    resident += int(Path(f"/proc/{process}/statm").read_text().split()[1])
            self.most = max(self.most, resident * _PAGE)

    def stop(self) -> None:
        self._done.set()
        self.join()


def main() -> None:
    """Run the command of the command line."""
    report, seconds, *command = sys.argv[1:]
    measured = run(command, float(seconds))
    Path(report).write_text(json.dumps(measured.__dict__), "utf-8")


if __name__ == "__main__":
    main()
