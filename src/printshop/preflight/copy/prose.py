"""Sources read as prose: lines in which only what is printed as text is left to look at.

Code, addresses, file names, field names, comments and the signs of Markdown and YAML become
U+FFFC, one for one, so that a place in a line is a place in the editor's file. Lines are those of
the text in NFC, as all problems count them.

The Markdown is read line by line, not parsed: checks look at words, and a wrong guess costs a
problem more or less, never a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from printshop.content.article import read_source
from printshop.problems import Problems, Where
from printshop.sources import parse_yaml, read_text
from printshop.text.legacy import Debris, Spot, find_debris, find_mojibake

__all__ = ["OPAQUE", "CopyText", "Line", "prose_of_article", "prose_of_manifest", "read_copy_text"]

OPAQUE = "\ufffc"
"""Stands for a character that is no prose."""


@dataclass(frozen=True)
class Line:
    """A line with prose in it."""

    number: int
    """From 1."""
    text: str
    """As long as the line in the file; `OPAQUE` for what is no prose."""
    is_body: bool = False
    """Whether it is Markdown: of an article's body."""


@dataclass(frozen=True)
class CopyText:
    """A file that people wrote."""

    name: str
    """From the workspace, as problems call it."""
    raw: str
    """As it is in the file, not in NFC, with `\\n` line ends."""
    lines: tuple[Line, ...]
    """Those with prose, in order."""

    def at(self, line: Line, column: int) -> Where:
        """A place in the file; `column` from 0."""
        return Where(self.name, line.number, column + 1)

    @cached_property
    def debris(self) -> tuple[Debris, ...]:
        """Legacy encodings in it; their lines are positions in `lines`."""
        return tuple(find_debris(line.text for line in self.lines))

    @cached_property
    def mojibake(self) -> dict[int, Spot]:
        """UTF-8 read as Western text: the first word of each line, by position in `lines`."""
        spots = ((i, find_mojibake(line.text)) for i, line in enumerate(self.lines))
        return {i: spot for i, spot in spots if spot is not None}

    @cached_property
    def sound(self) -> tuple[Line, ...]:
        """Lines with prose and without debris: one wrong encoding is not ten wrong spaces."""
        broken = {i for debris in self.debris for i in debris.lines} | self.mojibake.keys()
        return tuple(line for i, line in enumerate(self.lines) if i not in broken)


def read_copy_text(path: Path, name: str, *, is_article: bool = True) -> CopyText | None:
    """Read an article or a manifest; None where it is past use, which the build reports."""
    text = read_text(path, Where(name), Problems())
    if text is None:
        return None
    lines = prose_of_article(path, name, text) if is_article else prose_of_manifest(text, name)
    try:
        raw = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    return CopyText(name, raw.replace("\r\n", "\n").replace("\r", "\n"), tuple(lines))


def prose_of_article(path: Path, name: str, text: str) -> list[Line]:
    """The prose of an article: of its front matter, then of its body."""
    source = read_source(path, name, Problems())
    if source is None:
        return []
    lines = text.split("\n")
    body_at = source.first_body_line - 1
    fence = next(i for i, line in enumerate(lines) if line.rstrip() == "---")
    front = "\n".join(lines[fence + 1 : max(fence + 1, body_at - 1)])
    return [*_of_yaml(front, fence + 1), *_of_markdown(lines[body_at:], body_at)]


def prose_of_manifest(text: str, name: str) -> list[Line]:
    """The prose of a manifest: the values of its fields that are printed."""
    # What PyYAML would choke on (depth, aliases) is found by our own reader.
    return [] if parse_yaml(text, name, Problems()) is None else list(_of_yaml(text, 0))


# --- YAML -------------------------------------------------------------------------------------

_FIELDS_WITHOUT = (
    "file image article layout id press focus start variant style size width opener options"
    " number date email phone sample language place authors copies"
)
_NO_PROSE = frozenset(_FIELDS_WITHOUT.split())
"""Fields whose values are names, choices, figures; those of persons and places are not judged."""


def _of_yaml(text: str, before: int) -> Iterator[Line]:
    """The prose of a YAML text that is known to be sound; `before` lines of the file precede it."""
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError):
        return
    shown = bytearray(len(text))
    for start, end in _printed(root, prose=True):
        shown[start:end] = b"\1" * (end - start)
    at = 0
    for number, line in enumerate(text.split("\n"), start=before + 1):
        flags = shown[at : at + len(line)]
        at += len(line) + 1
        if any(flags):
            kept = "".join(c if f else OPAQUE for c, f in zip(line, flags, strict=True))
            yield Line(number, _hidden(_indent_hidden(kept)))


def _printed(node: Node | None, *, prose: bool) -> Iterator[tuple[int, int]]:
    """Where the printed values of a node stand: start and end."""
    if isinstance(node, ScalarNode):
        start, end = node.start_mark.index, node.end_mark.index
        if prose and node.value.strip():
            yield (start + 1, end - (node.style in ("'", '"'))) if node.style else (start, end)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            # A plain text in a list of items names a file.
            if prose or not isinstance(item, ScalarNode):
                yield from _printed(item, prose=prose)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else ""
            inside = name not in _NO_PROSE
            in_list = name not in ("items", "articles", "headlines")
            if inside:
                yield from _printed(value, prose=in_list or isinstance(value, MappingNode))


_INDENT = re.compile(r"[\s\ufffc]*")


def _indent_hidden(line: str) -> str:
    match = _INDENT.match(line)
    end = match.end() if match else 0
    return OPAQUE * end + line[end:]


# --- Markdown ---------------------------------------------------------------------------------

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_OPENING = re.compile(
    r"[ \t]*(?:>[ \t]*)*(?:\[\^[^\]]*\]:[ \t]*|\[[^\]]+\]:.*|:{3,}[ \t]*\S*[ \t]*"
    r"|(?:[-*+]|\d{1,9}[.)])[ \t]+|\#{1,6}[ \t]+)*"
)
_ITEM = re.compile(r" {0,3}(?:>[ \t]*)*(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]*\]:)[ \t]")
"""What indented lines may belong to; elsewhere, and after an empty line, they are code."""
_CELL_EDGE = re.compile(r"[ \t]*(?<!\\)\|[ \t:-]*")
_HIDDEN = re.compile(
    r"(`+)[^`]+?\1"  # code
    r"|(?<=\])\([^()\n]{0,2000}(?:\([^()\n]{0,99}\)[^()\n]{0,99}){0,9}\)"  # where a link leads
    r"|(?<=\])\[[^\]\n]{0,99}\]|\[\^[^\]\n]{1,99}\]|!\["  # names of links and notes
    r"|\{\{[^{}\n]*\}\}|\{[.#][^{}\n]*\}"
    r"|<?(?:https?://|ftp://|mailto:|www\.)[^\s<>\ufffc]+>?"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.@-])(?:[\w-]{1,63}\.){1,6}(?:vn|com|net|org|info|edu|gov|io|eu)(?:/[^\s,;)]*)?(?![\w-])"
)


def _of_markdown(lines: list[str], before: int) -> Iterator[Line]:
    """The prose of a body; `before` lines of the file precede it."""
    fence, blank, in_list = "", True, False
    for number, line in enumerate(lines, start=before + 1):
        match = _FENCE.match(line)
        if fence:
            fence = "" if match and match[1].startswith(fence) else fence
            continue
        if match:
            fence = match[1]
            continue
        if not line.strip():
            blank = True
            continue
        indented = line.startswith(("    ", "\t"))
        in_list = bool(_ITEM.match(line)) or (in_list and (indented or not blank))
        if indented and blank and not in_list:
            continue  # `blank` stays: the next indented line is code too
        blank = False
        yield Line(number, _hidden(_structure_hidden(line)), is_body=True)


def _structure_hidden(line: str) -> str:
    match = _OPENING.match(line)
    end = match.end() if match else 0
    line = OPAQUE * end + line[end:]
    if line.lstrip(OPAQUE).startswith("|") or line.rstrip().endswith("|"):
        line = _CELL_EDGE.sub(_opaque, line)
    return _end_hidden(line)


def _hidden(line: str) -> str:
    return _HIDDEN.sub(_opaque, _end_hidden(line))


def _end_hidden(line: str) -> str:
    kept = line.rstrip(" \t")
    return kept + OPAQUE * (len(line) - len(kept))


def _opaque(match: re.Match[str]) -> str:
    return OPAQUE * len(match[0])
