"""Lines of plain text are broken once for each measure.

WeasyPrint 70 lays a set of columns out again and again while it balances them, and breaks the same
lines at the same places each time: about five times as many lines as stand on the pages. Here a
line is broken once, for its place in the text and the measure, and copied to where it is wanted
next.

What depends on more than text and measure is left to the engine: lines with floats, notes, pictures
or anything positioned in them, lines beside a float, first letters and first lines of their own
style.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages

_break_lines = block.iter_line_boxes
_NAME = "_printshop_lines"
"""The attribute of a layout context that keeps its lines."""


def place_lines(
    context: Any,
    line_box: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
) -> Iterator[tuple[Any, Any]]:
    """As the engine's `iter_line_boxes`: each line with where the next one begins.

    `rest` ends with the styles of the first letter and of the first line.
    """
    known = _lines_of(context, line_box)
    if known is None or context.excluded_shapes or any(rest[-2:]):
        yield from _break_lines(
            context, line_box, position_y, bottom_space, skip_stack, containing_block, *rest
        )
        return
    resolve_percentages(line_box, containing_block)
    if skip_stack is None:
        resolve_one_percentage(line_box, "text_indent", containing_block.width)
    else:
        line_box.text_indent = 0
    left = containing_block.content_box_x()
    while True:
        key = (_frozen(skip_stack), containing_block.width, line_box.text_indent)
        if key not in known:
            line, resume_at = inline.get_next_linebox(
                context, line_box, position_y, bottom_space, skip_stack, containing_block, *rest
            )
            if line:
                inline.handle_leader(context, line, containing_block)
            known[key] = (line and _copy(line), resume_at, left, position_y)
        else:
            kept, resume_at, kept_left, kept_y = known[key]
            line = kept and _copy(kept)
            if line:
                line.translate(left - kept_left, position_y - kept_y)
        if line is None:
            return
        position_y = line.position_y + line.height
        yield line, resume_at
        if resume_at is None:
            return
        skip_stack = resume_at
        line_box.text_indent = 0


def _lines_of(context: Any, line_box: Any) -> dict[Any, Any] | None:
    """The lines of a text that are known; None for a text of which none may be kept.

    The text itself is kept with them, so that nothing else can come to have its `id`.
    """
    memory = context.__dict__.setdefault(_NAME, {})
    if id(line_box) not in memory:
        calls_notes = any(child.footnote is not None for child in line_box.descendants())
        memory[id(line_box)] = line_box, {} if is_plain(line_box) and not calls_notes else None
    lines: dict[Any, Any] | None = memory[id(line_box)][1]
    return lines


def is_plain(line_box: Any) -> bool:
    """Whether a text holds nothing that leaves its line: it may be set more than once."""
    return all(
        child.is_in_normal_flow() and not isinstance(child, boxes.AtomicInlineLevelBox)
        for child in line_box.descendants()
    )


def _frozen(skip_stack: Any) -> Any:
    """A place in a text, as part of a key."""
    if skip_stack is None:
        return None
    return tuple((index, _frozen(rest)) for index, rest in skip_stack.items())


def _copy(box: Any) -> Any:
    """A box, with all in it: what is done to one copy is not done to another."""
    copied = box.copy()
    if isinstance(box, boxes.ParentBox):
        copied.children = [_copy(child) for child in box.children]
    return copied
