"""What a file would do (F051) or carry along (F055): paper can do neither."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.preflight.model import Document, Finding, finding
from printshop.press.contract import PressSpec

_HARMFUL = frozenset({"JavaScript", "Launch", "SubmitForm", "ImportData"})
"""What an office printer's operator would be asked about on opening."""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F051 with all kinds of action, F055 with the number of files inside."""
    kinds = set(document.actions)
    if rules.standard == "none":
        kinds &= _HARMFUL
    if kinds:
        yield finding("F051", kinds=", ".join(sorted(kinds)))
    if document.embedded_files and rules.standard != "none":
        yield finding("F055", count=document.embedded_files)
