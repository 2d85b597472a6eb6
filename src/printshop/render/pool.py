"""Render jobs: from the cache, here, or by workers; ahead of time where that is possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.render.cache import FragmentCache
from printshop.render.fonts import use_fonts
from printshop.render.job import Fragment, Rendered, RenderFailure, RenderJob
from printshop.render.key import Inputs, fonts_digest, inputs_of
from printshop.render.workers import (
    Limits,
    MemoryLimitError,
    TimeLimitError,
    WorkerDiedError,
    Workers,
)

if TYPE_CHECKING:
    from printshop.render.engine import Engine

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


@dataclass(frozen=True)
class Told:
    """Where a fragment came from, for `--explain`."""

    name: str
    kept: bool
    """Whether it was taken from the cache."""
    inputs: Inputs


@dataclass
class Renderer:
    """Renders jobs, each content once.

    `need_engine` runs before the engine is used in this process, and where a worker could not start
    it: a build that finds everything in the cache, or leaves all to workers, never loads it here.
    """

    fonts: str
    """The fonts' digest."""
    executor: Executor | None = None
    """Where jobs are rendered; None for this process."""
    cache: FragmentCache | None = None
    need_engine: Callable[[], None] = lambda: None
    told: list[Told] = field(default_factory=list)
    not_kept: list[OSError] = field(default_factory=list)
    """Why fragments could not be put into the cache."""
    _results: dict[str, Rendered] = field(default_factory=dict)
    _futures: dict[str, Future[Rendered]] = field(default_factory=dict)

    def prefetch(self, job: RenderJob) -> None:
        """Begin to render `job` in a worker, if it has to be and there is one."""
        inputs = inputs_of(job, self.fonts)
        if self.executor is None or inputs.key in self._futures:
            return
        if self._kept(job, inputs) is None:
            self._begin(job, inputs.key)

    def render(self, jobs: Sequence[RenderJob], done: Done = lambda _: None) -> list[Rendered]:
        """Render `jobs`; results in their order. A failed job is a `RenderFailure`."""
        wanted = [(job, inputs_of(job, self.fonts)) for job in jobs]
        for job, inputs in wanted:
            kept = self._kept(job, inputs) is not None and inputs.key not in self._futures
            self.told.append(Told(job.name, kept, inputs))
            if not kept and self.executor is not None and inputs.key not in self._results:
                self._begin(job, inputs.key)
        results = []
        for job, inputs in wanted:
            results.append(self._finish(job, inputs))
            done(job.name)
        return results

    def _kept(self, job: RenderJob, inputs: Inputs) -> Rendered | None:
        """A result of this run, or the cache's."""
        if inputs.key not in self._results and inputs.key not in self._futures:
            found = self.cache.get(inputs.key, job.name) if self.cache else None
            if found is None:
                return None
            self._results[inputs.key] = found
        return self._results.get(inputs.key)

    def _begin(self, job: RenderJob, key: str) -> None:
        if key not in self._futures and self.executor is not None:
            self._futures[key] = self.executor.submit(render_one, job)

    def _finish(self, job: RenderJob, inputs: Inputs) -> Rendered:
        key = inputs.key
        if key not in self._results:
            if key in self._futures:
                result = self._outcome(job, self._futures[key])
            else:
                self.need_engine()
                result = render_one(job)
            self._results[key] = result
            self._keep(key, result)
        return self._results[key]

    def _outcome(self, job: RenderJob, future: Future[Rendered]) -> Rendered:
        """What came of a call in a worker: the job goes down, not the build."""
        try:
            return future.result()
        except TimeLimitError as error:
            return RenderFailure(job.name, str(error), cause="time")
        except MemoryLimitError as error:
            return RenderFailure(job.name, str(error), cause="memory")
        except WorkerDiedError as error:
            return RenderFailure(job.name, str(error), cause="died")
        except Exception as error:
            if isinstance(error, ImportError | OSError):
                self.need_engine()  # says so, and stops, where the engine cannot start
            return RenderFailure(job.name, f"{type(error).__name__}: {error}")

    def _keep(self, key: str, result: Rendered) -> None:
        if self.cache is None or not isinstance(result, Fragment):
            return
        try:
            self.cache.put(key, result)
        except OSError as error:
            self.not_kept.append(error)


@contextmanager
def rendering(
    fonts: Path,
    state: Path,
    jobs: int,
    *,
    cache: FragmentCache | None = None,
    executor: Executor | None = None,
    limits: Limits | None = None,
    need_engine: Callable[[], None] = lambda: None,
) -> Iterator[Renderer]:
    """A renderer with the fonts of one folder.

    Args:
        fonts: the folder of fonts.
        state: where Fontconfig's configuration is kept.
        jobs: worker processes; 0 renders in this process, without limits.
        cache: where fragments are kept.
        executor: in place of our own workers; its processes call `use_fonts` themselves.
        limits: of our own workers.
        need_engine: see `Renderer`.
    """
    use_fonts(fonts, state)
    fresh_engine()
    digest = fonts_digest(fonts)
    if executor is not None or jobs == 0:
        yield Renderer(digest, executor, cache, need_engine)
        return
    with Workers(jobs, limits or Limits(), use_fonts, (fonts, state)) as workers:
        yield Renderer(digest, workers, cache, need_engine)
