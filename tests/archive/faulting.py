"""A payload to put, and a way to fail or die at a chosen call to the system.

Run as a program it kills a putting process at every call it makes, one after the other, and says
what was found after each: `python faulting.py FOLDER`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from printshop.archive.register import REGISTER, read_register
from printshop.archive.store import INCOMING, latest, places, put
from printshop.problems import Problems, StopBuild

CALLS = ("open", "write", "fsync", "close", "mkdir", "rename", "replace")
"""Functions of `os` by which a bag comes to be."""
FIRST: Mapping[str, bytes | Path] = {
    "README.txt": b"Read me.\n",
    "2017-09-archive.pdf": bytes(range(256)) * 40,
    "sources/issues/2017-09/issue.yaml": b"number: 9\n",
    "record/edition.json": b"{}\n",
}
SECOND: Mapping[str, bytes | Path] = {**FIRST, "README.txt": b"Read me again.\n"}
CORRECTION = {"Correction-Reason": "Sửa tên người viết"}


class Faults:
    """Counts calls and does something at the chosen one."""

    def __init__(self, at: int, act: Callable[[str, tuple[Any, ...]], None]) -> None:
        self.at, self.act, self.count = at, act, 0
        self.real = {name: getattr(os, name) for name in CALLS}

    def __enter__(self) -> Faults:
        for name in CALLS:
            setattr(os, name, self._counting(name))
        return self

    def __exit__(self, *_raised: object) -> None:
        for name, function in self.real.items():
            setattr(os, name, function)

    def _counting(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self.at:
                self.act(name, arguments)
            return self.real[name](*arguments, **named)

        return call


def kill(name: str, arguments: tuple[Any, ...]) -> None:
    """Die here; a write is half done."""
    if name == "write":
        handle, data = arguments
        _real_write(handle, bytes(data)[: len(data) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


_real_write = os.write


def put_next(root: Path) -> None:
    """Put what comes next: the first version, or a correction of it."""
    payload, info = (SECOND, CORRECTION) if places(root) else (FIRST, {})
    put(root, "2017-09", payload, info, Problems())


def take_out(root: Path, version: str) -> None:
    """As if that version had never been put: nor is it in the register."""
    shutil.rmtree(root / "2017-09" / version)
    lines = (root / REGISTER).read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if f"/{version} ".encode() not in line]
    (root / REGISTER).write_bytes(b"".join(kept))


def calls_of_a_put(root: Path) -> int:
    """How many calls a put makes."""
    with Faults(0, kill) as counted:
        put_next(root)
    return counted.count


def validated(root: Path) -> list[str]:
    """Names of all bags, each found valid by LoC's library."""
    import bagit

    for place in places(root):
        bagit.Bag(str(place.path)).validate()
    return [place.name for place in places(root)]


def _in_register(root: Path) -> list[str]:
    """Names of bags in the register, whose lines are all whole."""
    path = root / REGISTER
    register = read_register(path.read_bytes() if path.exists() else b"")
    assert not register.faults
    return list(register.bags)


def _killed_put(root: Path, at: int, delay: float) -> bool:
    """A put in a process of its own that dies at a call, or after a time; whether it did."""
    child = os.fork()
    if child == 0:
        try:
            with Faults(at, kill):
                put_next(root)
        except StopBuild:
            os._exit(3)
        finally:
            os._exit(0)
    if delay:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _run(root: Path, at: int, delay: float = 0.0) -> dict[str, Any]:
    before = validated(root)
    killed = _killed_put(root, at, delay)
    after = validated(root)
    entered = _in_register(root)
    left = (root / INCOMING).is_dir() and any((root / INCOMING).iterdir())
    put_next(root)
    return {
        "at": at,
        "killed": killed,
        "before": before,
        "after": after,
        "entered": entered,
        "left": left,
        "then": validated(root),
        "then entered": _in_register(root),
        "clean": not (root / INCOMING).exists(),
        "latest": [place.name for place in latest(root)],
    }


def main(folder: Path) -> None:
    """Every call of a first version's and of a correction's put; then some random times."""
    random.seed(2017)
    original = folder / "original"
    calls = {"first": calls_of_a_put(original), "correction": calls_of_a_put(folder / "original")}
    take_out(original, "v2")
    results = []
    for at in range(1, calls["first"] + 1):
        results.append(_run(folder / f"first-{at}", at))
    for at in range(1, calls["correction"] + 1):
        shutil.copytree(original, folder / f"correction-{at}")
        results.append(_run(folder / f"correction-{at}", at))
    for i in range(20):
        results.append(_run(folder / f"time-{i}", 0, random.uniform(0.0005, 0.01)))
    print(json.dumps({"calls": calls, "runs": results}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
