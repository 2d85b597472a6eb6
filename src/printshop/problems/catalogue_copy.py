"""C: the copy, that is articles, pictures and manifest, as `printshop check` judges it."""

from __future__ import annotations

from printshop.problems.entry import Entry

COPY: dict[str, Entry] = {}
