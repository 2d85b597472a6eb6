"""F030 to F059: the finished file as a whole, as `printshop check` judges it."""

from __future__ import annotations

from printshop.problems.entry import Entry

FILE: dict[str, Entry] = {}
