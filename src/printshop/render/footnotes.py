"""Notes stay on the page of their call.

Where the last paragraph of a page can be parted only one line further down than there is room,
WeasyPrint 70 makes room by putting off the page's notes to the next page, the last one first,
although the paragraph could as well go on whole. Here it goes on, and the notes stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import block

_lay_out_lines = block._linebox_layout


@contextmanager
def notes_by_their_calls() -> Iterator[None]:
    """Within the block, no note is put off in favour of a line of another paragraph."""
    block._linebox_layout = _linebox_layout
    try:
        yield
    finally:
        block._linebox_layout = _lay_out_lines


def _linebox_layout(context: Any, *rest: Any) -> Any:
    return _lay_out_lines(_Keeping(context) if context.current_page_footnotes else context, *rest)


class _Keeping:
    """A layout context that shows no notes on its page: they are asked for only to be put off."""

    __slots__ = ("_context",)
    current_page_footnotes = ()

    def __init__(self, context: Any) -> None:
        object.__setattr__(self, "_context", context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._context, name, value)
