"""F001 to F029: what stands on the pages of a finished file, as `printshop check` judges it."""

from __future__ import annotations

from printshop.problems.entry import Entry

PAGE: dict[str, Entry] = {}
