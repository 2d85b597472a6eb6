"""YAML without its dark corners, every value with its place.

The text is composed to nodes by PyYAML and built here. A plain scalar stays text: `No`, `012`,
`1:30` and `2017-09-12` mean what they look like, and the field's type decides what they become.
Only `null`, `~` and nothing are null. Tags are refused; aliases work, within limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from printshop.problems import Problems, Where

MAX_DEPTH = 40
MAX_VALUES = 50_000

Loc = tuple[str | int, ...]
_PLAIN_TAGS = {f"tag:yaml.org,2002:{t}" for t in ("str", "null", "map", "seq", "merge")}


class _TextLoader(yaml.SafeLoader):
    """A loader that resolves no plain scalar to anything but text or null."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":merge"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass
class Document:
    """A YAML text as plain data (`dict`, `list`, `str`, `None`) and the place of each part."""

    file: str
    data: Any
    values: dict[Loc, Where] = field(default_factory=dict)
    keys: dict[Loc, Where] = field(default_factory=dict)

    def where(self, loc: Loc, *, key: bool = False) -> Where:
        """The place of the value at `loc` (or of its key); of the nearest parent if it is none."""
        table = self.keys if key else self.values
        if loc in table:
            return table[loc]
        while loc and loc not in self.values:
            loc = loc[:-1]
        return self.values.get(loc, Where(self.file, 1, 1))


class _RefusedError(Exception):
    """A node that cannot be built; its problem is noted."""


@dataclass
class _Builder:
    document: Document
    problems: Problems
    line_offset: int
    values: int = 0
    open_nodes: list[int] = field(default_factory=list)

    def where(self, node: Node) -> Where:
        mark = node.start_mark
        return Where(self.document.file, mark.line + 1 + self.line_offset, mark.column + 1)

    def build(self, node: Node, loc: Loc) -> Any:
        place = self.where(node)
        self.document.values.setdefault(loc, place)
        self.values += 1
        if self.values > MAX_VALUES:
            self.problems.add("S009", place, limit=MAX_VALUES)
            raise _RefusedError
        if len(self.open_nodes) >= MAX_DEPTH:
            self.problems.add("S010", place, limit=MAX_DEPTH)
            raise _RefusedError
        if id(node) in self.open_nodes:
            self.problems.add("S008", place, alias=node.anchor if hasattr(node, "anchor") else "…")
            raise _RefusedError
        if node.tag not in _PLAIN_TAGS:
            self.problems.add("S015", place, tag=node.tag.replace("tag:yaml.org,2002:", "!!"))
            raise _RefusedError
        self.open_nodes.append(id(node))
        try:
            return self._contents(node, loc)
        finally:
            self.open_nodes.pop()

    def _contents(self, node: Node, loc: Loc) -> Any:
        if isinstance(node, ScalarNode):
            plain_null = node.tag.endswith(":null") and node.style is None
            return None if plain_null else str(node.value)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*loc, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, MappingNode)
        return self._mapping(node, loc)

    def _mapping(self, node: MappingNode, loc: Loc) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self.where(key_node)
            if not isinstance(key_node, ScalarNode):
                self.problems.add("S005", place, reason="a field's name must be one word")
                continue
            key = str(key_node.value)
            if key in result:
                first = self.document.keys[(*loc, key)]
                self.problems.add("S007", place, key=key, first=first.line)
                continue
            self.document.keys[(*loc, key)] = place
            result[key] = self.build(value_node, (*loc, key))
        return result


def parse_yaml(
    text: str, file: str, problems: Problems, *, line_offset: int = 0
) -> Document | None:
    """Build a YAML text.

    Args:
        text: the YAML.
        file: its name in problems.
        problems: S005 to S010, S015, S016 and S026 are noted here.
        line_offset: lines before the YAML in its file (front matter).

    Returns:
        The document, or None where it cannot be read at all.
    """
    document = Document(file, None)
    try:
        depth = _depth_of(text)
        if depth is not None:
            line, column = depth
            where = Where(file, line + 1 + line_offset, column + 1)
            problems.add("S010", where, limit=MAX_DEPTH)
            return None
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        _note_syntax(error, text, file, problems, line_offset)
        return None
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line = before.count("\n") + 1 + line_offset
        reason = f"the control character U+{ord(text[error.position]):04X}"
        where = Where(file, line, error.position - before.rfind("\n"))
        problems.add("S005", where, reason=reason)
        return None
    if node is None:
        problems.add("S016", Where(file, 1 + line_offset, 1))
        return None
    try:
        document.data = _Builder(document, problems, line_offset).build(node, ())
    except _RefusedError:
        return None
    return document


def _compose(text: str) -> Node | None:
    loader = _TextLoader(text)
    try:
        node: Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


def _depth_of(text: str) -> tuple[int, int] | None:
    """The place where the text nests too deep; by events, since composing it would recurse."""
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                return (mark.line, mark.column) if mark else (0, 0)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _events(text: str) -> Iterator[yaml.Event]:
    loader = _TextLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]
    finally:
        loader.dispose()


def _note_syntax(
    error: yaml.MarkedYAMLError, text: str, file: str, problems: Problems, line_offset: int
) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    where = Where(file, line + 1 + line_offset, column + 1)
    lines = text.split("\n")
    shown = lines[line] if line < len(lines) else ""
    indent = shown[: len(shown) - len(shown.lstrip())]
    if "\t" in indent or (error.problem or "").startswith("found character '\\t'"):
        tab = indent.index("\t") if "\t" in indent else column
        problems.add("S006", Where(file, line + 1 + line_offset, tab + 1))
    elif error.problem == "but found another document":
        problems.add("S026", where)
    elif (error.problem or "").startswith("found undefined alias"):
        problems.add("S005", where, reason=error.problem or "")
    else:
        reason = " ".join(part for part in (error.context, error.problem) if part)
        problems.add("S005", where, reason=reason)
