"""Progress: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

from printshop.i18n import N_, _
from printshop.progress import Progress, Silent

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_STAGES = {
    "check": N_("looking for changes"),
    "read": N_("reading manifest and articles"),
    "plan": N_("laying out and preparing pictures"),
    "fit pages": N_("fitting items to their budgets"),
    "render": N_("rendering"),
    "fill pages": N_("filling last pages"),
    "make up": N_("making up the pages"),
    "separate": N_("putting pictures into inks"),
    "write": N_("writing"),
}


def stage_name(name: str) -> str:
    """A stage's name for people."""
    return _(_STAGES.get(name, name))


def progress_for(*, quiet: bool, json: bool) -> Progress:
    """The progress that suits where the output goes."""
    if quiet or json:
        return Attentive(Silent())
    return Attentive(Bar() if sys.stderr.isatty() else Lines())


class Attentive:
    """Progress that stops the run where a Ctrl-C was lost on the way.

    Some libraries swallow any exception while they are imported, and `KeyboardInterrupt` with it.
    The handler remembers it, and the next step or stage raises it again.
    """

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._interrupted = False
        self._before = signal.getsignal(signal.SIGINT)
        if self._before is signal.default_int_handler and _in_main_thread():
            signal.signal(signal.SIGINT, self._remember)

    def stage(self, name: str, total: int = 0) -> None:
        """A stage begins."""
        self._look()
        self._shown.stage(name, total)

    def step(self, what: str) -> None:
        """A step is done."""
        self._look()
        self._shown.step(what)

    def finish(self) -> None:
        """The run is over: Ctrl-C is the system's again."""
        self._shown.finish()
        if signal.getsignal(signal.SIGINT) == self._remember:
            signal.signal(signal.SIGINT, self._before)

    def _remember(self, _number: int, _frame: object) -> None:
        self._interrupted = True
        raise KeyboardInterrupt

    def _look(self) -> None:
        if self._interrupted:
            raise KeyboardInterrupt


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


class Lines:
    """A line for each stage."""

    def stage(self, name: str, total: int = 0) -> None:
        """Say that the stage begins."""
        count = f" ({total})" if total else ""
        print(f"{stage_name(name)}{count} …", file=sys.stderr, flush=True)

    def step(self, what: str) -> None:
        """Steps are not said."""

    def finish(self) -> None:
        """Nothing more."""


class Bar:
    """A bar that shows the stage and its steps."""

    def __init__(self) -> None:
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def stage(self, name: str, total: int = 0) -> None:
        """Begin the stage's bar; it pulses where steps cannot be counted."""
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        if self._bar is None:
            self._bar = RichProgress(console=Console(stderr=True), transient=True)
            self._bar.start()
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(stage_name(name), total=total or None)

    def step(self, what: str) -> None:
        """Move the bar."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task)

    def finish(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._task = None
