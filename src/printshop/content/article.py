"""Read an article: front matter, pictures, body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from printshop.content.markdown import Context, render_body, render_inline
from printshop.content.model import (
    Article,
    ArticlePicture,
    Block,
    Box,
    Figure,
    FrontMatter,
    Html,
)
from printshop.content.pictures import inspect
from printshop.problems import Problems, Where
from printshop.sources import Document, Picture, Workspace, parse_yaml, read_text, validate
from printshop.text.typography import typeset
from printshop.workspace import check_characters

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_WORD = re.compile(r"\w+(?:[.,/\u2060-]+\w+)*")


@dataclass(frozen=True)
class ArticleSource:
    """An article's text, divided, its front matter checked."""

    front: FrontMatter
    document: Document
    body: str
    first_body_line: int


def read_article(
    workspace: Workspace,
    path: Path,
    article_id: str,
    base: Path,
    known_articles: Sequence[str],
    problems: Problems,
    *,
    where: Where | None = None,
) -> Article | None:
    """Read, check and typeset the article in `path`.

    Args:
        workspace: where its pictures may be.
        path: the Markdown file.
        article_id: the prefix of its ids.
        base: the folder its picture paths start from: the issue's.
        known_articles: ids that it may link to.
        problems: everything found.
        where: the place in the manifest that names it.

    Returns:
        The article; None where its front matter cannot be used.
    """
    name = workspace.name(path)
    source = read_source(path, name, problems)
    if source is None:
        return None
    pictures = _Pictures(workspace, base, source.document, problems)
    pictures.from_front_matter(source.front.pictures)
    front = source.front
    place = typeset(front.place.strip("() ")) if front.place else ""
    opening = f'<span class="place">({place})</span> ' if place and not front.lead else ""
    context = Context(
        article_id,
        name,
        source.body.split("\n"),
        source.first_body_line,
        known_articles,
        pictures.placed,
        problems,
    )
    body = render_body(source.body, context, opening=opening)
    if not body.text:
        problems.add("A003", Where(name, source.first_body_line, 1))
    lead_picture, rest = pictures.unplaced()
    return Article(
        id=article_id,
        where=where or Where(name, 1, 1),
        title=typeset(front.title),
        kicker=typeset(front.kicker or ""),
        lead=render_inline(front.lead) if front.lead else "",
        place=place,
        credit=typeset(front.credit or ""),
        authors=tuple(front.authors),
        date=front.date,
        sample=front.sample,
        lead_picture=lead_picture,
        blocks=_spread(body.blocks, rest),
        notes=tuple(body.notes),
        words=sum(len(_WORD.findall(t)) for t in [front.title, front.lead or "", *body.text]),
    )


def read_source(path: Path, name: str, problems: Problems) -> ArticleSource | None:
    """Divide an article's text at its front matter, and check that.

    Returns:
        None where there is no usable front matter (A001, A002 and its own errors are noted).
    """
    text = read_text(path, Where(name), problems)
    if text is None:
        return None
    if not check_characters(text, Where(name, 1), problems):
        return None
    fences = list(_FENCE.finditer(text))
    if not fences or text[: fences[0].start()].strip():
        problems.add("A001", Where(name, 1, 1))
        return None
    if len(fences) < 2:
        opening = text.count("\n", 0, fences[0].start()) + 1
        problems.add("A002", Where(name, _end_of_fields(text[fences[0].end() :], opening), 1))
        return None
    head = text[fences[0].end() : fences[1].start()]
    offset = text.count("\n", 0, fences[0].end())
    if _runs_into_text(head):
        problems.add("A002", Where(name, _end_of_fields(head, offset + 1), 1))
        return None
    document = parse_yaml(head, name, problems, line_offset=offset, may_be_empty=True)
    front = validate(FrontMatter, document, problems) if document else None
    if front is None or document is None:
        return None
    end = fences[1].end()
    body_start = end + 1 if end < len(text) else end
    return ArticleSource(front, document, text[body_start:], text.count("\n", 0, body_start) + 1)


def _runs_into_text(head: str) -> bool:
    """Whether a paragraph follows the fields: the `---` after it is a rule of the text."""
    return _end_of_fields(head, 0) > 0


def _end_of_fields(head: str, opening: int) -> int:
    """The line between the fields and a paragraph: the first empty one; `opening` if none is clear.

    Args:
        head: what follows the opening `---`, from the end of its line.
        opening: the line of that.
    """
    lines = head.split("\n")
    begun = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    empty = next((i for i in range(begun, len(lines)) if not lines[i].strip()), len(lines))
    after = next((line for line in lines[empty:] if line.strip()), "")
    is_text = after and not re.match(r"\s|#|[-\w]+\s*:|- ", after)
    return opening + empty if is_text else opening


class _Pictures:
    """The article's pictures, from the front matter and from the body, by path."""

    def __init__(
        self, workspace: Workspace, base: Path, document: Document, problems: Problems
    ) -> None:
        self._workspace = workspace
        self._base = base
        self._document = document
        self._problems = problems
        self._known: dict[str, ArticlePicture] = {}
        self._used: set[str] = set()

    def from_front_matter(self, specs: Sequence[Picture]) -> None:
        lines: dict[str, int] = {}
        for i, spec in enumerate(specs):
            where = self._document.where(("pictures", i, "file"))
            if spec.file in lines:
                self._problems.add("P008", where, path=spec.file, first=lines[spec.file])
                continue
            lines[spec.file] = where.line
            picture = self._open(spec, where)
            if picture:
                self._known[spec.file] = picture
            if not spec.alt:
                self._problems.add("P006", self._document.where(("pictures", i)), path=spec.file)

    def placed(self, named: str, alt: str, where: Where) -> ArticlePicture | None:
        """The picture that `![alt](named)` places."""
        self._used.add(named)
        if named in self._known:
            return self._known[named]
        if any(named == spec for spec in self._declared()):
            return None
        if not alt:
            self._problems.add("P006", where, path=named)
        return self._open(Picture(file=named, alt=alt or None), where)

    def unplaced(self) -> tuple[ArticlePicture | None, list[ArticlePicture]]:
        """The lead picture, if the body does not place it, and the others it leaves."""
        left = [p for name, p in self._known.items() if name not in self._used]
        first = next(iter(self._known), None)
        if left and first not in self._used:
            return replace(left[0], lead=True), left[1:]
        return None, left

    def _declared(self) -> list[str]:
        pictures = self._document.data.get("pictures") or []
        return [p.get("file", "") for p in pictures if isinstance(p, dict)]

    def _open(self, spec: Picture, where: Where) -> ArticlePicture | None:
        path = self._workspace.find(self._base, spec.file, where, self._problems, missing="P001")
        if path is None:
            return None
        file = inspect(path, self._workspace.name(path), where, self._problems)
        if file is None:
            return None
        return ArticlePicture(
            file,
            spec,
            caption=render_inline(spec.caption) if spec.caption else "",
            credit=typeset(spec.credit or ""),
            alt=typeset(spec.alt or ""),
        )


def _spread(blocks: Sequence[Block], pictures: Sequence[ArticlePicture]) -> tuple[Block, ...]:
    """Set pictures that the body does not place evenly between its blocks.

    Paragraphs stand together in `Html` blocks; these are divided at paragraph ends.
    """
    if not pictures:
        return tuple(blocks)
    pieces: list[Block] = []
    for block in blocks:
        if isinstance(block, Html):
            pieces += [Html(part) for part in re.split(r"(?<=</p>)\n(?=<p>)", block.html) if part]
        else:
            pieces.append(block)
    result: list[Block] = []
    after = {
        max(1, round((i + 1) * len(pieces) / (len(pictures) + 1))): i for i in range(len(pictures))
    }
    placed: set[int] = set()
    for n, piece in enumerate(pieces, start=1):
        result.append(piece)
        if n in after and not isinstance(piece, Box):
            result.append(Figure(pictures[after[n]]))
            placed.add(after[n])
    result += [Figure(p) for i, p in enumerate(pictures) if i not in placed]
    return tuple(_join(result))


def _join(blocks: Sequence[Block]) -> list[Block]:
    """Put neighbouring `Html` blocks together again."""
    joined: list[Block] = []
    for block in blocks:
        if joined and isinstance(block, Html) and isinstance(joined[-1], Html):
            joined[-1] = Html(joined[-1].html + "\n" + block.html)
        else:
            joined.append(block)
    return joined
