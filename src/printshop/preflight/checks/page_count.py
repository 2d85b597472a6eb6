"""Whether the number of pages can be bound (F053)."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.preflight.model import Document, Finding, finding
from printshop.press.contract import PressSpec


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F053. A wrap, where covers are apart, has pages of its own kind and is left out."""
    pages, multiple = len(document.pages), rules.pages.multiple
    if pages % multiple and not (rules.cover.apart and _is_wrap(document)):
        yield finding("F053", pages=pages, multiple=multiple, missing=multiple - pages % multiple)


def _is_wrap(document: Document) -> bool:
    """Whether it is one sheet, two pages wide: outside and inside of a cover."""
    sizes = [page.ends_at for page in document.pages]
    return len(sizes) <= 2 and all(box.width > 1.2 * box.height for box in sizes)
