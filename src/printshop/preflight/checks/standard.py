"""What the standard forbids in the file's make (F033).

PDF/X-4 builds on PDF 1.6; PDF/X-1a:2003 on PDF 1.4, which has no layers and no object streams.
"""

from __future__ import annotations

from collections.abc import Iterator

from printshop.i18n import _
from printshop.preflight.model import Document, Finding, finding
from printshop.press.contract import PressSpec

_NEWEST = {"PDF/X-4": (1, 6), "PDF/X-1a": (1, 4)}
"""The PDF version that a standard goes up to."""


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F033, once for each thing that the standard does not know."""
    newest = _NEWEST.get(rules.standard)
    if newest is None or not document.pages:
        return
    if _version(document.version) > newest:
        what = _("PDF {version} (at most {newest})").format(
            version=document.version, newest=".".join(map(str, newest))
        )
        yield finding("F033", what=what, standard=rules.standard)
    if rules.standard != "PDF/X-1a":
        return
    if document.object_streams:
        yield finding("F033", what=_("object streams"), standard=rules.standard)
    if document.layers:
        yield finding("F033", what=_("layers"), standard=rules.standard)


def _version(written: str) -> tuple[int, ...]:
    """`1.6` as (1, 6); (0,) where it is no number."""
    parts = written.split(".")
    return tuple(map(int, parts)) if all(p.isdecimal() for p in parts) else (0,)
