"""Issues laid out but not drawn: the engine's boxes, for what a PDF no longer tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint.formatting_structure import boxes

from printshop.build import lay_out, read
from printshop.layout import Layout, Piece
from printshop.problems import Problems
from printshop.progress import Silent
from printshop.render.engine import Engine
from printshop.render.pool import rendering
from printshop.settings import STATE
from printshop.sources.pagemarks import fill_marks
from printshop.workspace import Workspace
from support import REPOSITORY

PX = 96 / 25.4
"""Pixels of CSS in a millimetre."""


@dataclass(frozen=True)
class Laid:
    """A piece and its pages, as boxes of the engine."""

    piece: Piece
    pages: tuple[Any, ...]


@cache
def laid_out(issue: Path) -> tuple[Layout, tuple[Laid, ...]]:
    """Every piece of an issue of this repository."""
    workspace, problems = Workspace(REPOSITORY), Problems()
    with rendering(REPOSITORY / "fonts", REPOSITORY / STATE, 0) as renderer:
        engine = Engine()
        loaded, articles = read(workspace, issue, problems, Silent())
        layout, plan = lay_out(loaded, articles, renderer, problems)
        result = []
        for piece in plan.pieces:
            job = piece.job.with_html(fill_marks(piece.job.html, lambda _: "00"))
            document = engine.lay_out(job, [])
            result.append(Laid(piece, tuple(page._page_box for page in document.pages)))
    return layout, tuple(result)


def walk(box: Any) -> Iterator[Any]:
    """A box and all within it, in order; placeholders are opened."""
    yield box
    for child in getattr(box, "children", ()):
        yield from walk(child)


def in_flow(box: Any) -> Iterator[Any]:
    """As `walk`, without what is positioned absolutely."""
    yield box
    for child in getattr(box, "children", ()):
        if child.is_in_normal_flow() or child.is_floated():
            yield from in_flow(child)


def columns(page: Any) -> Iterator[list[Any]]:
    """The columns of each set of columns on a page."""
    for box in in_flow(page):
        inner = [child for child in getattr(box, "children", ()) if child.is_column]
        if inner:
            yield inner


def is_line(box: Any) -> bool:
    """Whether a box is a line of text."""
    return isinstance(box, boxes.LineBox)


def text_of(box: Any) -> str:
    """The text within a box."""
    return "".join(b.text for b in walk(box) if isinstance(b, boxes.TextBox))


def classes(box: Any) -> set[str]:
    """The classes of a box's element."""
    element = box.element
    return set((element.get("class") or "").split()) if element is not None else set()
