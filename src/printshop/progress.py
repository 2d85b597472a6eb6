"""Progress and timing: a protocol that the recipe calls and the command line draws."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """What a long run tells its user; only the parent process calls it."""

    def stage(self, name: str, total: int = 0) -> None:
        """A stage begins; `total` steps when they can be counted."""

    def step(self, what: str) -> None:
        """One step of the stage is done."""

    def finish(self) -> None:
        """Nothing more follows."""


class Silent:
    """Progress that says nothing."""

    def stage(self, name: str, total: int = 0) -> None:
        """Nothing."""

    def step(self, what: str) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""


class Stopwatch:
    """Seconds by stage, in the order the stages came."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what runs inside, under `name`."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun
