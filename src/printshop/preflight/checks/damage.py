"""Whether the file can be read at all (F030), and each page to its end (F031)."""

from __future__ import annotations

from collections.abc import Iterator

from printshop.i18n import _
from printshop.preflight.model import Document, Finding, finding
from printshop.press.contract import PressSpec


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:  # noqa: ARG001
    """F030 of a damaged file, F031 of a damaged page; encryption is another check's."""
    locked = document.encrypted and not document.pages
    if not locked and (document.trouble or not document.pages):
        yield finding("F030", reason=document.trouble or _("it has no pages"))
    for page in document.pages:
        if page.trouble:
            yield finding("F031", page.number, reason=page.trouble)
