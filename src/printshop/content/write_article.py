"""Write a press article as the Markdown file that `content.article` reads.

Plain text becomes Markdown that prints the same words: what Markdown would read as markup is
escaped, and nothing else, so that the file stays easy to edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from printshop.content.press_text import Caption, PressArticle
from printshop.sources.yamlwrite import scalar

__all__ = ["article_markdown", "escape_markdown"]

SCHEMA_LINE = "# yaml-language-server: $schema=../../../schemas/article.schema.json"
PICTURE_TO_FIND = "images/….jpg"

_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would escape or break the line
    r"|[`\[]"
    r"|(?<=\[)\^"  # `\[^1]` alone still looks like the call of a note
    r"|(?<![\w_])_|_(?![\w_])|(?<=_)_|_(?=_)"  # not inside a word
    r"|\*(?!\s)|(?<!\s)\*"
    r"|<(?=[a-zA-Z/!?])"
    r"|&(?=#?\w+;)"
    r"|(?<=\s)#+$"
)
_BLOCK = re.compile(
    r"(?P<before>\d{1,9}(?=[.)](?:\s|$)))|(?=#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|[-*_](?:\s*[-*_]){2,}\s*$"
    r"|~{3}|:{3}|=+\s*$|\|)"
)


def escape_markdown(text: str, *, inline: bool = False) -> str:
    """Escape what Markdown would read as markup in one paragraph of plain text.

    Args:
        text: one line.
        inline: whether it stands where no list, heading or quotation can begin.
    """
    escaped = _INLINE.sub(lambda match: "\\" + match[0], text)
    block = None if inline else _BLOCK.match(escaped)
    if block is None:
        return escaped
    return f"{block['before'] or ''}\\{escaped[block.end() :]}"


def article_markdown(article: PressArticle, *, picture: str | None = None) -> str:
    """The article as Markdown with front matter.

    Captions whose pictures are not there are kept as comments that can be completed.

    Args:
        article: its parts.
        picture: the file, relative to the issue's folder, that the first caption belongs to.
    """
    front = "\n".join(["---", SCHEMA_LINE, *_front(article, picture), "---"])
    body = "\n\n".join(_body(article))
    return f"{front}\n\n{body}\n" if body else f"{front}\n"


def _front(article: PressArticle, picture: str | None) -> Iterator[str]:
    """The lines of the front matter, in the order of the reference."""
    credit = "; ".join(part for part in (article.credit, article.source) if part)
    yield f"title: {scalar(article.title)}"
    if article.kicker:
        yield f"kicker: {scalar(article.kicker)}"
    if article.lead:
        yield f"lead: {scalar(escape_markdown(article.lead, inline=True))}"
    if article.authors:
        yield f"authors: [{', '.join(scalar(name, flow=True) for name in article.authors)}]"
    if credit:
        yield f"credit: {scalar(credit)}"
    if article.place:
        yield f"place: {scalar(article.place)}"
    if article.published:
        timed = article.published.hour or article.published.minute
        yield f"date: {article.published:{'%Y-%m-%d %H:%M' if timed else '%Y-%m-%d'}}"
    captions = list(article.captions)
    if picture:
        yield "pictures:"
        yield from _picture(picture, captions.pop(0) if captions else Caption("", "", 0))
    elif captions:
        yield "# pictures:"
    for caption in captions:
        yield from (f"# {line}" for line in _picture(PICTURE_TO_FIND, caption))


def _picture(file: str, caption: Caption) -> Iterator[str]:
    yield f"  - file: {scalar(file)}"
    if caption.text:
        yield f"    caption: {scalar(escape_markdown(caption.text, inline=True))}"
    if caption.credit:
        yield f"    credit: {scalar(caption.credit)}"
    yield "    alt:"


def _body(article: PressArticle) -> Iterator[str]:
    for i, paragraph in enumerate(article.paragraphs):
        yield (
            f"## {escape_markdown(paragraph)}"
            if i in article.headings
            else escape_markdown(paragraph)
        )
