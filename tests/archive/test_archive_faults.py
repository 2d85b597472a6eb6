"""Killed, without room, read-only, two at once: the archive has the old state or the new one."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faulting import (
    CORRECTION,
    FIRST,
    SECOND,
    Faults,
    calls_of_a_put,
    put_next,
    take_out,
    validated,
)

from printshop.archive import store
from printshop.archive.hashing import Digest
from printshop.archive.locking import LOCK, writers_lock
from printshop.archive.store import INCOMING, places, put, writing
from printshop.problems import Problems, StopBuild

HERE = Path(__file__).parent


_MEMORY = Path("/dev/shm")
"""A disk in memory, where there is one: it need not be waited for some thousand times."""


@pytest.fixture(scope="module")
def killed() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        command = [sys.executable, str(HERE / "faulting.py"), folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert isinstance(said, dict)
    return said


def test_killed_at_every_call_to_the_system(killed: dict[str, Any]) -> None:
    runs = [run for run in killed["runs"] if run["at"]]
    assert len(runs) == sum(killed["calls"].values()) >= 60
    assert all(run["killed"] for run in runs)
    for run in runs:
        new = [*run["before"], f"2017-09/v{len(run['before']) + 1}"]
        assert run["after"] in (run["before"], new), run
    assert {tuple(run["after"]) == tuple(run["before"]) for run in runs} == {True, False}
    assert any(run["left"] for run in runs)


def test_killed_at_random_times(killed: dict[str, Any]) -> None:
    runs = [run for run in killed["runs"] if not run["at"]]
    assert len(runs) == 20
    assert all(run["after"] in ([], ["2017-09/v1"]) for run in runs)


def test_the_next_writer_goes_on_and_leaves_nothing_behind(killed: dict[str, Any]) -> None:
    for run in killed["runs"]:
        assert run["clean"], run
        assert run["then entered"] == run["then"]
        assert set(run["entered"]) <= set(run["after"]), run
        assert run["then"][: len(run["after"])] == run["after"]
        assert len(run["then"]) >= 1
        assert run["latest"] == run["then"][-1:]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """In place of pytest's."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with one bag."""
    put(tmp_path / "archive", "2017-09", FIRST, {}, Problems())
    return tmp_path / "archive"


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != LOCK
    }


def refused(root: Path, code: str, **params: Any) -> Problems:
    """A correction is refused with one problem, and the archive is as it was."""
    before, problems = contents(root), Problems()
    with pytest.raises(StopBuild):
        put(root, "2017-09", SECOND, CORRECTION, problems, patience=0.15)
    (problem,) = problems
    assert problem.code == code
    assert params.items() <= dict(problem.params).items()
    assert contents(root) == before
    assert not (root / INCOMING).exists()
    return problems


def failing(number: int) -> Any:
    def act(_name: str, _arguments: tuple[Any, ...]) -> None:
        raise OSError(number, os.strerror(number))

    return act


def test_a_full_disk_at_every_write(tmp_path: Path, root: Path) -> None:
    put(tmp_path / "other", "2017-09", FIRST, {}, Problems())
    tried = 0
    for at in range(1, calls_of_a_put(tmp_path / "other") + 1):
        seen: list[str] = []

        def full(name: str, _arguments: tuple[Any, ...], seen: list[str] = seen) -> None:
            seen.append(name)
            if name in ("write", "mkdir"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        before, problems = contents(root), Problems()
        with Faults(at, full):
            try:
                put(root, "2017-09", SECOND, CORRECTION, problems)
            except StopBuild:
                tried += 1
                assert [p.code for p in problems] == ["V003"]
                assert contents(root) == before
                assert not (root / INCOMING).exists()
                continue
        assert seen[0] != "write"  # a folder that is there already need not be made
        assert validated(root) == ["2017-09/v1", "2017-09/v2"]
        take_out(root, "v2")
    assert tried > 12
    put_next(root)
    assert validated(root) == ["2017-09/v1", "2017-09/v2"]


def test_a_disk_that_fails_at_every_call(root: Path, tmp_path: Path) -> None:
    """Whatever cannot be done, a problem says so, and nothing is half there."""
    put(tmp_path / "other", "2017-09", FIRST, {}, Problems())
    refusals = 0
    for at in range(1, calls_of_a_put(tmp_path / "other") + 1):
        problems = Problems()
        with Faults(at, failing(errno.EIO)):
            try:
                put(root, "2017-09", SECOND, CORRECTION, problems)
            except (StopBuild, OSError):
                refusals += 1
        names = validated(root)
        assert names in (["2017-09/v1"], ["2017-09/v1", "2017-09/v2"])
        if len(names) == 2:
            take_out(root, "v2")
    assert refusals > 40


def test_too_little_room_is_said_before_anything_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 1000

    monkeypatch.setattr(store.shutil, "disk_usage", lambda _path: Usage)
    refused(root, "V003", edition="2017-09/v2")


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_read_only_archive(root: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The user of tests may be root, whom no mode stops: so the system's answer is feigned."""
    real = os.open

    def open_read_only(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
            raise OSError(number, os.strerror(number), path)
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", open_read_only)
    refused(root, "V001", path="archive", reason=os.strerror(number))
    assert [place.name for place in places(root)] == ["2017-09/v1"]


def test_an_archive_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    problems = Problems()
    with pytest.raises(StopBuild):
        put(tmp_path / "file" / "archive", "2017-09", FIRST, {}, problems)
    assert [problem.code for problem in problems] == ["V001"]


def test_other_bytes_on_the_disk_than_were_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = store.digests_of

    def damaged(paths: Any, **named: Any) -> Iterator[Digest | OSError]:
        for digest in real(paths, **named):
            yield Digest("0" * 128, 3) if named.get("from_disk") else digest

    monkeypatch.setattr(store, "digests_of", damaged)
    before, problems = contents(root), Problems()
    with pytest.raises(StopBuild):
        put(root, "2017-09", SECOND, CORRECTION, problems)
    assert {problem.code for problem in problems} == {"V010"}
    assert len(problems) == len(SECOND) + 4
    assert contents(root) == before


def test_a_file_that_changes_while_it_is_copied(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "picture.jpg"
    source.write_bytes(b"before")
    real = store.writers_lock

    def changing(*given: Any) -> Any:
        source.write_bytes(b"after!")
        return real(*given)

    monkeypatch.setattr(store, "writers_lock", changing)
    before, problems = contents(root), Problems()
    with pytest.raises(StopBuild):
        put(root, "2017-09", {**FIRST, "picture.jpg": source}, CORRECTION, problems)
    assert [problem.code for problem in problems] == ["V011"]
    assert contents(root) == before


# -- two writers


def test_a_second_writer_is_told_who_the_first_is(root: Path) -> None:
    with writing(root, Problems()):
        problems = refused(root, "V002")
        (problem,) = problems
        assert f"({os.getpid()})" in str(dict(problem.params)["who"])
        since = str(dict(problem.params)["since"])
        dt.datetime.strptime(since.rsplit(" ", 1)[0], "%d/%m/%Y %H:%M:%S")
    put_next(root)
    assert validated(root) == ["2017-09/v1", "2017-09/v2"]


def test_since_when_is_told_by_ones_own_clock(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(root, Problems()):
        said = {"who": "a@b", "process": 1, "since": "2017-09-12 18:05:00+00:00"}
        (root / ".lock").write_text(json.dumps(said))
        monkeypatch.setenv("TZ", "<+07>-7")
        time.tzset()
        try:
            refused(root, "V002", since="13/09/2017 01:05:00 +07")
        finally:
            monkeypatch.undo()
            time.tzset()


def test_two_writers_at_once(tmp_path: Path) -> None:
    """Each waits a little for the other: all is kept, nothing mixed up."""
    root = tmp_path / "archive"
    problems = [Problems() for _ in range(6)]

    def work(number: int) -> None:
        edition = f"2017-{number // 2 + 1:02}"
        put(
            root,
            edition,
            {**FIRST, "n.txt": b"%d" % (number // 2)},
            {},
            problems[number],
            patience=60,
        )

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [list(found) for found in problems] == [[]] * 6
    assert validated(root) == ["2017-01/v1", "2017-02/v1", "2017-03/v1"]


def test_the_lock_of_a_dead_writer_frees_itself(root: Path) -> None:
    script = (
        "import sys, time, pathlib\n"
        "from printshop.archive.locking import writers_lock\n"
        "from printshop.problems import Problems\n"
        "with writers_lock(pathlib.Path(sys.argv[1]), Problems()):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, str(root)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    with holder.stdout as said:
        assert said.readline() == b"held\n"
        refused(root, "V002")
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    put_next(root)
    assert validated(root) == ["2017-09/v1", "2017-09/v2"]


def test_a_disk_without_locks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def no_locks(_handle: int, _kind: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    refused(root, "V001")


def test_a_lock_of_somebody_who_did_not_say(root: Path) -> None:
    with writers_lock(root, Problems()):
        (root / LOCK).write_bytes(b"{")
        refused(root, "V002", who="unknown")


def test_progress_interrupted_leaves_nothing(root: Path) -> None:
    """Ctrl-C reaches the run at a step of its progress."""

    class Interrupted:
        def __init__(self) -> None:
            self.steps = 0

        def stage(self, name: str, total: int = 0) -> None:
            """Nothing."""

        def step(self, _what: str) -> None:
            self.steps += 1
            if self.steps == len(SECOND) // 2:
                raise KeyboardInterrupt

        def finish(self) -> None:
            """Nothing."""

    before = contents(root)
    with pytest.raises(KeyboardInterrupt):
        put(root, "2017-09", SECOND, CORRECTION, Problems(), Interrupted())
    assert contents(root) == before
    assert not (root / INCOMING).exists()
    put_next(root)
