"""Worker processes that may die: an `Executor` that limits, kills, replaces and retries.

Each worker has a thread in the parent that feeds it. A call that takes too long is ended with its
process; a process that dies is replaced, and its call tried once more. Workers keep nothing: their
temporary folder is the parent's, which removes it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

PRELOAD = "printshop.render.engine"
"""What the forkserver imports once for all workers."""


class TimeLimitError(Exception):
    """A call took longer than it may."""


class MemoryLimitError(Exception):
    """A call wanted more memory than it may have."""


class WorkerDiedError(Exception):
    """A worker died during the call, and its replacement too."""


@dataclass(frozen=True)
class Limits:
    """What one call may take."""

    seconds: float = 120.0
    megabytes: int = 4096
    """Address space of a worker, where the system can limit it."""


@dataclass(frozen=True)
class _Call:
    future: Future[Any]
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class Workers(Executor):
    """At most `count` processes, started when there is work for them."""

    def __init__(
        self,
        count: int,
        limits: Limits,
        initializer: Callable[..., None],
        initargs: tuple[Any, ...],
    ) -> None:
        self._count = count
        self._limits = limits
        self._initializer = (initializer, initargs)
        self._calls: queue.Queue[_Call | None] = queue.Queue()
        self._threads: list[threading.Thread] = []
        self._processes: set[multiprocessing.process.BaseProcess] = set()
        self._lock = threading.Lock()
        self._idle = 0
        self._closed = False
        self._folder = Path(tempfile.mkdtemp(prefix="printshop-workers-"))
        self._context = start_server()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call `fn(*args)` in a worker; the future may hold one of the errors of this module."""
        if kwargs:
            raise TypeError("keyword arguments are not passed to workers")
        future: Future[Any] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the workers are gone")
            self._calls.put(_Call(future, fn, args))
            waiting = self._calls.qsize()
            if waiting > self._idle and len(self._threads) < self._count:
                thread = threading.Thread(target=self._serve, daemon=True)
                self._threads.append(thread)
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers; with `cancel_futures` at once, in the middle of their calls."""
        with self._lock:
            self._closed = True
        if cancel_futures:
            with contextlib.suppress(queue.Empty):
                while True:
                    call = self._calls.get_nowait()
                    if call:
                        call.future.cancel()
            for process in list(self._processes):
                process.kill()
        for _ in self._threads:
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            shutil.rmtree(self._folder, ignore_errors=True)

    def __exit__(self, kind: object, *_: object) -> None:
        """Leave; after an exception (Ctrl-C is one) without waiting for calls under way."""
        self.shutdown(cancel_futures=kind is not None)

    # -- one thread a worker

    def _serve(self) -> None:
        worker: _Worker | None = None
        try:
            while True:
                with self._lock:
                    self._idle += 1
                call = self._calls.get()
                with self._lock:
                    self._idle -= 1
                if call is None:
                    return
                if call.future.set_running_or_notify_cancel():
                    worker = self._answer(call, worker)
        finally:
            if worker:
                self._dismiss(worker)

    def _answer(self, call: _Call, worker: _Worker | None) -> _Worker | None:
        """Have a call done, by a fresh worker once more if the first one dies."""
        for _ in range(2):
            try:
                worker = worker or self._hire()
                succeeded, value = worker.call(call, self._limits.seconds)
            except TimeLimitError as error:
                if worker:
                    self._dismiss(worker)
                call.future.set_exception(error)
                return None
            except (EOFError, OSError):
                if worker:
                    self._dismiss(worker)
                worker = None
                if self._closed:
                    break
                continue
            if succeeded:
                call.future.set_result(value)
            else:
                call.future.set_exception(value)
            return worker
        call.future.set_exception(WorkerDiedError("a worker process died twice"))
        return None

    def _hire(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        folder = tempfile.mkdtemp(dir=self._folder)
        process = self._context.Process(
            target=_work, args=(theirs, folder, self._limits.megabytes, *self._initializer)
        )
        process.daemon = True
        with _deaf_to_ctrl_c():
            process.start()
        theirs.close()
        with self._lock:
            self._processes.add(process)
        return _Worker(process, ours)

    def _dismiss(self, worker: _Worker) -> None:
        with self._lock:
            self._processes.discard(worker.process)
        worker.end()


@dataclass(frozen=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    connection: Connection

    def call(self, call: _Call, seconds: float) -> tuple[bool, Any]:
        """Whether the call succeeded, and its result or exception."""
        self.connection.send((call.function, call.arguments))
        ready = wait([self.connection, self.process.sentinel], timeout=seconds)
        if not ready:
            raise TimeLimitError(f"{seconds:g} s")
        answer: tuple[bool, Any] = self.connection.recv()
        return answer

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def start_server() -> Any:
    """The way worker processes are made; a forkserver begins at once to load the engine."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    try:
        resource_tracker.ensure_running()  # first, for it unblocks SIGINT when it starts
        with _deaf_to_ctrl_c():
            forkserver.ensure_running()
    except OSError:  # the path of its socket, in the temporary folder, may be too long
        return multiprocessing.get_context("spawn")
    return context


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started in the block by this thread do not hear Ctrl-C: the parent ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(
    connection: Connection,
    folder: str,
    megabytes: int,
    initializer: Callable[..., None],
    initargs: tuple[Any, ...],
) -> None:
    """A worker's life: calls come in, answers go out, until the parent is gone."""
    tempfile.tempdir = folder
    os.environ["TMPDIR"] = folder
    _limit_memory(megabytes)
    initializer(*initargs)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            function, arguments = connection.recv()
            try:
                answer: tuple[bool, Any] = True, function(*arguments)
            except MemoryError:
                answer = False, MemoryLimitError(f"{megabytes} MB")
            except Exception as error:
                answer = False, error
            connection.send(answer)


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        limit = megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))
