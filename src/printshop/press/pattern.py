"""Patterns of file names: what may stand in one."""

from __future__ import annotations

import string

from printshop.i18n import _

FIELDS = ("issue", "number", "year", "month", "press", "part")
"""What a pattern may name in braces."""


def pattern_fault(pattern: str, *, apart: bool) -> str:
    """What is wrong with a pattern, in the language in force; empty for a good one.

    Args:
        pattern: as written in the press's file.
        apart: whether body and cover are two files, which the pattern must tell apart.
    """
    if "/" in pattern or "\\" in pattern:
        return _("it names a folder")
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        return _("a brace is not closed, or not opened")
    fields = [field for _literal, field, _format, _conversion in parts if field is not None]
    for _literal, field, form, conversion in parts:
        if field is not None and (field not in FIELDS or form or conversion):
            return _("it cannot fill `{field}`").format(field=_written(field, form, conversion))
    if apart and "part" not in fields:
        return _("cover and body would have the same name: `{field}` is lacking").format(
            field="{part}"
        )
    return ""


def _written(field: str, form: str | None, conversion: str | None) -> str:
    return (
        "{" + field + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}"
    )
