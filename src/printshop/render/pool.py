"""Render many jobs: in this process, or over worker processes.

Workers are given by any `concurrent.futures.Executor`; a later issue adds the cache and limits
here. Results come back in the order of the jobs.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.render.job import Fragment, RenderFailure, RenderJob

if TYPE_CHECKING:
    from printshop.render.engine import Engine

Rendered = Fragment | RenderFailure
Done = Callable[[str], None]
"""Called in the parent with the name of each finished job."""

_engine: Engine | None = None


def render_one(job: RenderJob) -> Rendered:
    """Render `job` with this process's engine, started at the first job."""
    global _engine
    from printshop.render.engine import Engine

    if _engine is None:
        _engine = Engine()
    return _engine.render(job)


def fresh_engine() -> None:
    """Forget this process's engine: the fonts are others now."""
    global _engine
    _engine = None


def render_all(
    jobs: Sequence[RenderJob], executor: Executor | None = None, done: Done = lambda _: None
) -> list[Rendered]:
    """Render `jobs`, here when there is no executor. A failed job is a `RenderFailure`."""
    if executor is None:
        results = []
        for job in jobs:
            results.append(render_one(job))
            done(job.name)
        return results
    futures = {executor.submit(render_one, job): i for i, job in enumerate(jobs)}
    found: dict[int, Rendered] = {}
    for future in as_completed(futures):
        i = futures[future]
        try:
            found[i] = future.result()
        except Exception as error:  # a worker that died takes its job along, not the build
            found[i] = RenderFailure(jobs[i].name, f"{type(error).__name__}: {error}")
        done(jobs[i].name)
    return [found[i] for i in range(len(jobs))]


def _start_worker(fonts: Path, state: Path) -> None:
    from printshop.render.fonts import use_fonts

    use_fonts(fonts, state)


@contextmanager
def workers(count: int, fonts: Path, state: Path) -> Iterator[Executor | None]:
    """An executor of `count` processes that render with `fonts`; None for one, which is here."""
    from printshop.render.fonts import use_fonts

    use_fonts(fonts, state)
    fresh_engine()
    if count <= 1:
        yield None
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["printshop.render.engine"])
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=_start_worker, initargs=(fonts, state)
    ) as pool:
        yield pool
