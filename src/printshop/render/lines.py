"""Three things of CSS that WeasyPrint 70 lacks, for lines of text.

They hang on two functions of the engine, `iter_line_boxes` as `weasyprint.layout.block` calls it,
and `weasyprint.layout.inline.justify_line`. A style sheet asks for them by custom properties, which
inherit:

- `--line-snap: baseline` puts each first line of a block on the page's grid (CSS Line Grid, level
  1, `line-snap`); the lines after it follow, where the line height is the grid's step;
- `--text-wrap: balance` makes the lines of a block about equally long without adding one (CSS Text,
  level 4, `text-wrap-style`);
- `--justify-limit: 0.5` leaves a line ragged whose word spaces would grow by more than half an em.

What stands between two paragraphs may have any height: a picture, a heading, a box. The next line
of text takes the next line of the grid, so that columns and facing pages agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from weasyprint.layout import block, inline

from printshop.render.job import Grid
from printshop.render.linememory import is_plain, place_lines

PX_PER_MM = 96 / 25.4
"""Pixels of CSS, the engine's unit, in a millimetre."""
PX_PER_PT = 96 / 72

_NEAR = 0.01
"""How far over a line of the grid, in steps, a position is still taken to be on it."""
_BALANCING_STEPS = 6
_LONGEST_BALANCED = 6
"""Blocks of more lines than these are running text, not titles."""

_grid: ContextVar[Grid | None] = ContextVar("grid", default=None)
_break_lines = block.iter_line_boxes
_justify = inline.justify_line


@contextmanager
def on_grid(grid: Grid | None) -> Iterator[None]:
    """Within the block, lines that ask for it are set on `grid`."""
    token = _grid.set(grid)
    block.iter_line_boxes = _iter_line_boxes
    inline.justify_line = _justify_line
    try:
        yield
    finally:
        block.iter_line_boxes = _break_lines
        inline.justify_line = _justify
        _grid.reset(token)


def snapped(position: float, grid: Grid) -> float:
    """The first line of the grid at or under `position`; both in px from the sheet's top."""
    step, origin = grid.step * PX_PER_PT, grid.origin * PX_PER_MM
    return origin + math.ceil((position - origin) / step - _NEAR) * step


def _asks(style: Any, name: str, value: str) -> bool:
    """Whether the custom property `--<name>` has the keyword `value`."""
    tokens = style["__" + name.replace("-", "_")]
    return bool(tokens) and any(
        getattr(token, "lower_value", None) == value for token in tokens if token.type == "ident"
    )


def _justify_line(context: Any, line: Any, extra: float) -> None:
    """Widen the spaces of a line by `extra` px in all, unless that is more than it allows."""
    limit = next((t.value for t in line.style["__justify_limit"] or () if t.type == "number"), None)
    if limit is not None:
        spaces = inline.count_expandable_spaces(line)
        if extra > spaces * limit * line.style["font_size"]:
            return
    _justify(context, line, extra)


def _iter_line_boxes(
    context: Any,
    line_box: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
) -> Iterator[tuple[Any, Any]]:
    style = containing_block.style
    grid = _grid.get()
    if grid and _asks(style, "line-snap", "baseline"):
        position_y = snapped(position_y, grid)

    def place() -> Iterator[tuple[Any, Any]]:
        return place_lines(
            context, line_box, position_y, bottom_space, skip_stack, containing_block, *rest
        )

    if skip_stack is None and _asks(style, "text-wrap", "balance") and is_plain(line_box):
        return _balanced(place, containing_block)
    return place()


def _balanced(place: Any, containing_block: Any) -> Iterator[tuple[Any, Any]]:
    """The lines in the narrowest measure that needs no more of them than the full one."""
    full = containing_block.width
    lines = list(place())
    if not 1 < len(lines) <= _LONGEST_BALANCED:
        yield from lines
        return
    narrow, wide = full / len(lines) * 0.8, full
    try:
        for _ in range(_BALANCING_STEPS):
            containing_block.width = (narrow + wide) / 2
            tried = list(place())
            if len(tried) > len(lines) or _overflows(tried, containing_block):
                narrow = containing_block.width
            else:
                wide, best = containing_block.width, tried
                lines = best
    finally:
        containing_block.width = full
    if containing_block.style["text_align_all"] == "center":
        for line, _ in lines:
            line.translate((full - wide) / 2, 0)
    yield from lines


def _overflows(lines: list[tuple[Any, Any]], containing_block: Any) -> bool:
    return any(line.width > containing_block.width + 0.1 for line, _ in lines)
