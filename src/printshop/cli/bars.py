"""Progress: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
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
    "render": N_("rendering"),
    "make up": N_("making up the pages"),
    "write": N_("writing"),
}


def stage_name(name: str) -> str:
    """A stage's name for people."""
    return _(_STAGES.get(name, name))


def progress_for(*, quiet: bool, json: bool) -> Progress:
    """The progress that suits where the output goes."""
    if quiet or json:
        return Silent()
    return Bar() if sys.stderr.isatty() else Lines()


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
