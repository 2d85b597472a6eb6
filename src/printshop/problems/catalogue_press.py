"""K: print houses (`presses/`) and what the press file asks of the layout."""

from __future__ import annotations

from printshop.problems.entry import Entry

PRESS: dict[str, Entry] = {}
