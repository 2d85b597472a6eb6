"""Footnotes at the page's foot: each note's text put where it is called from."""

from __future__ import annotations

import re
from dataclasses import replace

from printshop.content.model import Article, Block, Box, Html, Pull

_CALL = re.compile(r'<sup(?: id="([^"]*)")?><a class="call" href="#([^"]*)">\d+</a></sup>')
_BLOCK = re.compile(r"</?p>")


def with_notes_at_foot(article: Article) -> Article:
    """The article with its notes set as `<span class="footnote">` in the running text.

    A style sheet moves them to the foot by `float: footnote`. A note that is called twice stands
    at the foot once; the second call keeps its link.
    """
    texts = {note.id: note.html for note in article.notes}
    waiting = dict(texts)
    blocks = tuple(_moved(block, waiting) for block in article.blocks)
    left = tuple(note for note in article.notes if note.id in waiting)
    return replace(article, blocks=blocks, notes=left)


def _moved(block: Block, waiting: dict[str, str]) -> Block:
    if isinstance(block, Html | Pull):
        return replace(block, html=_in_text(block.html, waiting))
    if isinstance(block, Box):
        return replace(block, blocks=tuple(_moved(inner, waiting) for inner in block.blocks))
    return block  # a table's notes stay at the article's end: its header may be repeated


def _in_text(html: str, waiting: dict[str, str]) -> str:
    def note(match: re.Match[str]) -> str:
        text = waiting.pop(match.group(2), None)
        if text is None:
            return match.group()
        own = match.group(2)
        return f'<span class="footnote" id="{own}">{_inline(text)}</span>'

    return _CALL.sub(note, html)


def _inline(html: str) -> str:
    """A note's paragraphs as one: a span cannot hold blocks."""
    return " ".join(part.strip() for part in _BLOCK.split(html) if part.strip())
