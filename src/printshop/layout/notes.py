"""Footnotes at the page's foot: each note's text put where it is called from.

A call becomes

    <a class="call" id="…--ref1" href="#…--fn1"><object><span class="footnote" id="…--fn1">
      <a class="number" href="#…--ref1"></a>the text</span></object></a>

The style sheet moves the span to the foot (`float: footnote`) and counts (`counter-increment: fn`);
number and call are printed by the counter, so that the notes of several articles on one page count
on. The link of the number is what make-up knows a note by; `object` lets a link stand in a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from printshop.content.model import Article, Block, Box, Html, Note, Pull, Table

_CALL = re.compile(r'<sup(?: id="[^"]*")?><a class="call" href="#([^"]*)">\d+</a></sup>')
_BLOCKS = re.compile(
    r"\s*</?(?:p|ul|ol|blockquote|pre|h[2-6]|div|table|thead|tbody|tr|th|td|li)\b[^>]*>\s*"
)
_ITEM = re.compile(r"\s*<li>\s*(?:<p>)?\s*")


def with_notes_at_foot(article: Article) -> Article:
    """The article with its notes in the running text, for a style sheet to move to the foot.

    A note that is called again stands at the foot once. Notes that a table calls first stand under
    the table, by letters: what a table says stays with it wherever it goes.
    """
    mover = _Mover({note.id: note for note in article.notes})
    blocks = mover.moved(article.blocks)
    left = tuple(note for note in article.notes if note.id not in mover.labels)
    return replace(article, blocks=blocks, notes=left)


@dataclass
class _Mover:
    notes: dict[str, Note]
    labels: dict[str, str] = field(default_factory=dict)
    """What is printed for notes that have found their place: a letter, or nothing at the foot."""

    def moved(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block) -> Block:
        if isinstance(block, Html | Pull):
            return replace(block, html=_CALL.sub(self.at_foot, block.html))
        if isinstance(block, Box):
            return replace(block, blocks=self.moved(block.blocks))
        if isinstance(block, Table):
            return replace(block, html=self.under_table(block.html))
        return block

    def at_foot(self, call: re.Match[str]) -> str:
        """A call in running text."""
        own = call[1]
        if own not in self.notes:
            return call[0]
        if own in self.labels:
            return self.again(own)
        self.labels[own] = ""
        note = self.notes[own]
        return (
            f'<a class="call" id="{note.back}" href="#{own}"><object>'
            f'<span class="footnote" id="{own}"><a class="number" href="#{note.back}"></a>'
            f"{_inline(note.html)}</span></object></a>"
        )

    def under_table(self, html: str) -> str:
        """A table, and under it the notes that it is the first to call."""
        under: list[Note] = []

        def call(match: re.Match[str]) -> str:
            own = match[1]
            if own not in self.notes:
                return match[0]
            if own not in self.labels:
                self.labels[own] = _letters(len(under))
                under.append(self.notes[own])
            return self.again(own)

        html = _CALL.sub(call, html)
        if not under:
            return html
        items = "".join(f'<li id="{note.id}">{note.html}</li>' for note in under)
        return f'{html}<ol class="table-notes" type="a">{items}</ol>'

    def again(self, own: str) -> str:
        """A call of a note that stands somewhere already; at the foot, by the counter's number."""
        label = self.labels[own]
        kind = "call" if label else "call again"
        return f'<sup><a class="{kind}" href="#{own}">{label}</a></sup>'


def _letters(index: int) -> str:
    """The letter of a note under a table, from 0: a to z, aa, ab …"""
    before, last = divmod(index, 26)
    return (_letters(before - 1) if before else "") + chr(ord("a") + last)


def _inline(html: str) -> str:
    """A note's blocks as lines of one: a span in a paragraph cannot hold blocks."""
    parts = (part.strip() for part in _BLOCKS.split(_ITEM.sub("<p>– ", html)))
    return "<br>".join(part for part in parts if part)
