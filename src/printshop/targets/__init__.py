"""What a book is made into: one module a target, and this registry."""

from __future__ import annotations

from collections.abc import Callable

from printshop.makeup import Book
from printshop.prepress.edition import Edition, Made
from printshop.problems import Problems
from printshop.targets.archive import archive
from printshop.targets.press import press
from printshop.targets.screen import screen

Target = Callable[[Book, Edition, Problems], tuple[Made, ...]]
"""Makes the files of a book, in memory; what is wrong with them is noted."""

TARGETS: dict[str, Target] = {"screen": screen, "press": press, "archive": archive}
"""By name."""

__all__ = ["TARGETS", "Target", "archive", "press", "screen"]
