"""Workers that hang, eat memory or die take one job down at most."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest

from printshop.render.workers import (
    Limits,
    MemoryLimitError,
    TimeLimitError,
    WorkerDiedError,
    Workers,
)


def nothing() -> None:
    """No preparation."""


def double(number: int) -> int:
    return 2 * number


def sleep_for(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def eat(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def die_once(mark: str) -> str:
    """Killed at the first call, well at the second."""
    path = Path(mark)
    if not path.exists():
        path.write_text("x")
        os.kill(os.getpid(), signal.SIGKILL)
    return "survived"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise ValueError("bad")


def process_and_folder() -> tuple[int, str]:
    return os.getpid(), tempfile.mkdtemp()


def workers(count: int = 1, **limits: float) -> Workers:
    return Workers(count, Limits(**limits), nothing, ())  # type: ignore[arg-type]


def test_results_come_back() -> None:
    with workers(2) as pool:
        assert [f.result() for f in [pool.submit(double, n) for n in range(20)]] == list(
            range(0, 40, 2)
        )


def test_an_exception_is_the_calls_own() -> None:
    with workers() as pool:
        with pytest.raises(ValueError, match="bad"):
            pool.submit(fail).result()
        assert pool.submit(double, 1).result() == 2


def test_a_call_that_hangs_is_ended_and_the_rest_goes_on() -> None:
    with workers(seconds=1.5) as pool:
        hanging, sound = pool.submit(sleep_for, 60), pool.submit(double, 2)
        with pytest.raises(TimeLimitError):
            hanging.result(timeout=20)
        assert sound.result(timeout=20) == 4


def test_a_call_that_eats_memory_is_refused_it() -> None:
    with workers(megabytes=3000) as pool:
        with pytest.raises(MemoryLimitError):
            pool.submit(eat, 4000).result(timeout=20)
        assert pool.submit(double, 3).result(timeout=20) == 6


def test_a_killed_worker_is_replaced_and_its_call_tried_again(tmp_path: Path) -> None:
    with workers() as pool:
        assert pool.submit(die_once, str(tmp_path / "mark")).result(timeout=20) == "survived"


def test_a_call_that_kills_twice_is_given_up() -> None:
    with workers() as pool:
        with pytest.raises(WorkerDiedError):
            pool.submit(die).result(timeout=20)
        assert pool.submit(double, 4).result(timeout=20) == 8


def test_processes_and_folders_are_gone_afterwards() -> None:
    with workers(2) as pool:
        found = [f.result() for f in [pool.submit(process_and_folder) for _ in range(6)]]
    for process, folder in found:
        assert not Path(folder).exists()
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_an_exception_in_the_parent_does_not_wait_for_calls() -> None:
    begun = time.monotonic()

    def interrupted() -> None:
        with workers() as pool:
            future = pool.submit(sleep_for, 60)
            while not future.running():
                time.sleep(0.01)
            time.sleep(0.3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - begun < 20


def test_one_call_needs_one_process() -> None:
    with workers(8) as pool:
        pool.submit(double, 1).result()
        assert len(pool._threads) == 1
