"""How full a laid-out page is."""

from __future__ import annotations

import math
from typing import Any

from weasyprint.formatting_structure import boxes

from printshop.render.lines import PX_PER_MM, PX_PER_PT


def bottom_of(page: Any) -> float:
    """How far down the contents of a WeasyPrint page reach, in mm from the sheet's top.

    Lines, pictures, backgrounds and borders count; what is positioned absolutely does not. Notes
    at the page's foot count as if they stood right below the rest.

    Returns:
        0 for an empty page.
    """
    lowest = 0.0
    waiting = list(page._page_box.children[:1])  # the root element; margin boxes follow it
    while waiting:
        box = waiting.pop()
        if not box.is_in_normal_flow() and not box.is_floated():
            continue
        if isinstance(box, boxes.LineBox | boxes.ReplacedBox) or _is_drawn(box):
            lowest = max(lowest, box.position_y + box.margin_height() - box.margin_bottom)
        elif isinstance(box, boxes.ParentBox):
            waiting += box.children
    return (lowest + _notes(page)) / PX_PER_MM


def _notes(page: Any) -> float:
    """The height of the notes at a page's foot, in px."""
    areas = (box for box in page._page_box.children[1:] if isinstance(box, boxes.FootnoteAreaBox))
    return float(sum(box.margin_height() for box in areas))


def lines_of(page: Any, step: float) -> int:
    """How many lines a page holds; a picture counts as the lines that its height would take.

    Args:
        page: of WeasyPrint.
        step: from one line to the next, in pt.
    """
    lines = 0
    waiting = list(page._page_box.children[:1])
    while waiting:
        box = waiting.pop()
        if not box.is_in_normal_flow() and not box.is_floated():
            continue
        if isinstance(box, boxes.LineBox):
            lines += 1
        elif isinstance(box, boxes.ReplacedBox):
            lines += math.ceil(box.height / (step * PX_PER_PT))
        elif isinstance(box, boxes.ParentBox):
            waiting += box.children
    return lines


def end_of(page: Any) -> float:
    """Where the next block of the body would begin on a page, in mm from the sheet's top.

    That may be under the last line: balanced columns can be higher than what they hold. Notes
    count as in `bottom_of`.
    """
    body = next((box for box in page._page_box.children[0].children), page._page_box.children[0])
    return (float(body.content_box_y() + body.height) + _notes(page)) / PX_PER_MM


def _is_drawn(box: Any) -> bool:
    """Whether a block has a background or a border of its own."""
    style = box.style
    return (
        box.element_tag not in ("html", "body")
        and isinstance(box, boxes.BlockLevelBox)
        and (style["background_color"].alpha > 0 or box.border_bottom_width > 0)
    )
