"""What HTML says of other pages before they are known: links and page numbers to be resolved."""

from __future__ import annotations

import re
from collections.abc import Callable

LINK_SCHEME = "x-printshop:"
"""What a link to another fragment looks like until make-up: WeasyPrint drops absent anchors."""

_OPEN, _CLOSE = "\uf8f0", "\uf8f1"  # private use: no keyboard writes them
_MARK = re.compile(f"{_OPEN}([a-z0-9-]+){_CLOSE}")


def page_mark(item: str) -> str:
    """The mark that stands for the folio of the page on which `item` begins."""
    return f"{_OPEN}{item}{_CLOSE}"


def marked_items(html: str) -> frozenset[str]:
    """The items whose folio `html` asks for."""
    return frozenset(_MARK.findall(html))


def fill_marks(html: str, folio: Callable[[str], str]) -> str:
    """`html` with each mark replaced by `folio(item)`."""
    return _MARK.sub(lambda match: folio(match.group(1)), html)
