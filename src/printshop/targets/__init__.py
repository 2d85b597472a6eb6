"""What a book is made into: one file a target, and this registry."""

from __future__ import annotations

from collections.abc import Callable

from printshop.makeup import Book
from printshop.targets.screen import screen

TARGETS: dict[str, Callable[[Book], bytes]] = {"screen": screen}
"""Target's name to what makes its file. `press` and `archive` join here."""

__all__ = ["TARGETS", "screen"]
