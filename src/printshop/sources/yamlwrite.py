"""Values written as YAML that every reader takes for the same text."""

from __future__ import annotations

import re

import yaml

_PLAIN_IN_BRACKETS = re.compile(r"[^\W_](?:[\w ./()–-]*[\w.)])?")


def scalar(text: str, *, flow: bool = False) -> str:
    """`text` as a YAML value on one line: plain where that reads back the same, else quoted.

    Args:
        text: any text; line breaks are escaped.
        flow: whether it stands in brackets, where commas and colons end a plain value.
    """
    plain = _dumped(text, None)
    quoted = plain[:1] in ("'", '"', "?", "|", ">") or "\n" in text
    if quoted or (flow and not _PLAIN_IN_BRACKETS.fullmatch(text)):
        return _dumped(text, '"')
    return plain


def _dumped(text: str, style: str | None) -> str:
    dumped = yaml.safe_dump(text, allow_unicode=True, width=10**9, default_style=style)
    return dumped.removesuffix("...\n").rstrip("\n")
