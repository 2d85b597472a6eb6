"""F: the finished file, as `printshop check` judges it."""

from __future__ import annotations

from printshop.problems.entry import Entry

FILE: dict[str, Entry] = {}
