"""What to call a link where it cannot be seen: the text of what it leads to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from urllib.parse import unquote

from printshop.sources.pagemarks import fill_marks
from printshop.text.typography import plain

LONGEST = 160
_VOID = frozenset({"br", "img", "hr", "meta", "link", "col", "wbr", "input", "source"})
_WEB = ("http://", "https://", "mailto:")


def link_texts(documents: Iterable[str]) -> dict[str, str]:
    """For each id of the HTML `documents` its element's text; for each web address its link's.

    A link to an article is so called by its title, a call by its note (ISO 14289-1, 7.18.5 wants
    words for each link). Addresses are keyed unquoted.
    """
    texts: dict[str, str] = {}
    for document in documents:
        reader = _Reader(texts)
        reader.feed(fill_marks(document, lambda _item: ""))
        reader.close()
    return texts


class _Reader(HTMLParser):
    """Gathers the text of each open element that is of interest."""

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._texts = texts
        self._open: list[tuple[str, str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; an empty one is a space."""
        if tag in _VOID:
            self.handle_data(" ")
            return
        named = dict(attrs)
        address = named.get("href") or ""
        key = unquote(address) if address.startswith(_WEB) else named.get("id") or ""
        self._open.append((tag, key, []))

    def handle_endtag(self, tag: str) -> None:
        """Close the element, and those in it that were left open."""
        if tag not in (name for name, _key, _data in self._open):
            return
        closed = ""
        while closed != tag:
            closed, key, data = self._open.pop()
            if key and key not in self._texts:
                text = _words(data)
                if text:
                    self._texts[key] = _called(key, text)

    def handle_data(self, data: str) -> None:
        """Text belongs to every open element that has a key."""
        for _tag, key, texts in self._open:
            if key:
                texts.append(data)


def _words(data: Sequence[str]) -> str:
    """The text that `data` make; of a long one at least so much that it is seen to be."""
    text = "".join(data)
    start = " ".join(plain(text[: 4 * LONGEST]).split())
    return start if len(start) > LONGEST else " ".join(plain(text).split())


def _called(key: str, text: str) -> str:
    if key.startswith(_WEB) and text not in key:
        return f"{_shortened(text)} ({key})"
    return _shortened(text)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0] + " …"
