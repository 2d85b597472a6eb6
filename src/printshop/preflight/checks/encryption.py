"""Whether the file is locked (F032): a print house must open, place and change it."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.preflight.model import Document, Finding, finding
from printshop.press.contract import PressSpec


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:  # noqa: ARG001
    """F032 of a file with a password, even where that is empty."""
    if document.encrypted:
        yield finding("F032")
