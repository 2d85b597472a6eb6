"""YAML without its dark corners, every value with its place.

The text is composed to nodes by PyYAML and built here. A plain scalar stays text: `No`, `012`,
`1:30` and `2017-09-12` mean what they look like, and the field's type decides what they become.
Only `null`, `~` and nothing are null. Tags are refused; aliases work, within limits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from printshop.i18n import _
from printshop.problems import Problems, Where
from printshop.sources.yamladvice import advise, in_quotes
from printshop.workspace import Workspace, check_characters, first_control, read_text

MAX_DEPTH = 40
MAX_VALUES = 50_000

Loc = tuple[str | int, ...]
_PLAIN_TAGS = {f"tag:yaml.org,2002:{t}" for t in ("str", "null", "map", "seq", "merge")}


if TYPE_CHECKING or not hasattr(yaml, "CSafeLoader"):
    from yaml import SafeLoader
else:  # libyaml's parser, where PyYAML has it, is ten times as quick
    from yaml import CSafeLoader as SafeLoader


class _TextLoader(SafeLoader):
    """A loader that resolves no plain scalar to anything but text or null."""


_TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":null", ":merge"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


_CUT = re.compile(r"[ \t]+#(?=[^\s#=*~_-])")
"""What ends a plain value, though a text goes on: a comment of YAML's that is hardly meant so."""


@dataclass(frozen=True)
class Cut:
    """A plain value that ends at a `#` which its writer meant for text."""

    where: Where
    """The place of the `#`."""
    text: str
    """What is lost."""
    example: str
    """The whole value, in quotes."""


@dataclass
class Document:
    """A YAML text as plain data (`dict`, `list`, `str`, `None`) and the place of each part."""

    file: str
    data: Any
    values: dict[Loc, Where] = field(default_factory=dict)
    keys: dict[Loc, Where] = field(default_factory=dict)
    cuts: dict[Loc, Cut] = field(default_factory=dict)

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


class _Text:
    """A YAML text that knows the lines of its characters."""

    def __init__(self, text: str, file: str, line_offset: int) -> None:
        self.text, self.file, self.line_offset = text, file, line_offset
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def where(self, index: int) -> Where:
        """The place of a character; lines end at `\\n` alone, as editors count them."""
        line = bisect_right(self._starts, index)
        return Where(self.file, line + self.line_offset, index - self._starts[line - 1] + 1)


@dataclass
class _Builder:
    document: Document
    problems: Problems
    text: _Text
    values: int = 0
    cut_at: set[int] = field(default_factory=set)

    def where(self, node: Node) -> Where:
        return self.text.where(node.start_mark.index)

    def build(self, node: Node, loc: Loc) -> Any:
        place = self.where(node)
        self.document.values.setdefault(loc, place)
        self.values += 1
        if self.values > MAX_VALUES:
            self.problems.add("S009", place, limit=MAX_VALUES)
            raise _RefusedError
        if len(loc) > MAX_DEPTH:
            self.problems.add("S010", place, limit=MAX_DEPTH)
            raise _RefusedError
        if node.tag not in _PLAIN_TAGS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            self.problems.add("S015", place, tag=tag)
            raise _RefusedError
        return self._contents(node, loc)

    def _contents(self, node: Node, loc: Loc) -> Any:
        if isinstance(node, ScalarNode):
            if not node.style:
                self._note_cut(node, loc)
            elif node.style == '"' and (escaped := first_control(str(node.value))):
                self.problems.add("S027", self.where(node), codepoint=escaped)
            plain_null = node.tag.endswith(":null") and not node.style
            return None if plain_null else str(node.value)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*loc, i)) for i, item in enumerate(node.value)]
        assert isinstance(node, MappingNode)
        return self._mapping(node, loc)

    def _note_cut(self, node: ScalarNode, loc: Loc) -> None:
        """Keep what a plain value loses to a `#` right before a word, on its last line."""
        cut = _CUT.match(self.text.text, node.end_mark.index)
        if cut is None or cut.end() in self.cut_at:
            return
        self.cut_at.add(cut.end())
        lost, *_comment = self.text.text[cut.end() - 1 :].split("\n", 1)[0].split(" # ")
        lost = lost.rstrip()
        whole = in_quotes(f"{node.value} {lost}".lstrip())
        name = loc[-1] if loc else ""
        example = f"{name}: {whole}" if isinstance(name, str) else f"- {whole}"
        self.document.cuts[loc] = Cut(self.text.where(cut.end() - 1), lost, example)

    def _mapping(self, node: MappingNode, loc: Loc) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self.where(key_node)
            if not isinstance(key_node, ScalarNode):
                self.problems.add("S005", place, reason=_("a field's name must be one word"))
                raise _RefusedError
            key = str(key_node.value)
            if key in result:
                first = self.document.keys[(*loc, key)]
                self.problems.add("S007", place, key=key, first=first.line)
                continue
            self.document.keys[(*loc, key)] = place
            result[key] = self.build(value_node, (*loc, key))
        return result


def read_yaml(workspace: Workspace, path: Path, problems: Problems) -> Document | None:
    """A YAML file of the workspace or of the stock; None where it is past use.

    Args:
        workspace: names the file in problems.
        path: the file.
        problems: those of reading and of YAML are noted here.
    """
    name = workspace.name(path)
    text = read_text(path, Where(name), problems)
    return None if text is None else parse_yaml(text, name, problems)


def parse_yaml(
    text: str, file: str, problems: Problems, *, line_offset: int = 0, may_be_empty: bool = False
) -> Document | None:
    """Build a YAML text.

    Args:
        text: the YAML.
        file: its name in problems.
        problems: S005 to S010, S015, S016, S026 to S032, S035 and S036 are noted here.
        line_offset: lines before the YAML in its file (front matter).
        may_be_empty: nothing at all stands for a group without fields.

    Returns:
        The document, or None where it cannot be read at all.
    """
    document = Document(file, None)
    source = _Text(text, file, line_offset)
    if not check_characters(text, Where(file, 1 + line_offset), problems):
        return None
    try:
        _survey(source, problems)
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        advice = advise(_in_python(error, text), text)
        where = Where(file, advice.line + 1 + line_offset, advice.column + 1)
        problems.add(advice.code, where, near="", **advice.params)
        return None
    except _RefusedError:
        return None
    if node is None:
        if may_be_empty:
            return Document(file, {}, {(): source.where(0)})
        problems.add("S016", source.where(0))
        return None
    try:
        document.data = _Builder(document, problems, source).build(node, ())
    except _RefusedError:
        return None
    return document


def _in_python(error: yaml.MarkedYAMLError, text: str) -> yaml.MarkedYAMLError:
    """The same error as PyYAML's own parser words it: libyaml's words differ by version."""
    try:
        for _ in yaml.parse(text, Loader=yaml.SafeLoader):
            pass
    except yaml.MarkedYAMLError as worded:
        return worded
    return error


def _compose(text: str) -> Node | None:
    loader = _TextLoader(text)
    try:
        node: Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


def _survey(source: _Text, problems: Problems) -> None:
    """Refuse what would hang or recurse (S008 to S010), by events, before nodes are made of it."""
    anchors: list[str | None] = []
    values = 0
    for event in _events(source.text):
        where = source.where(event.start_mark.index if event.start_mark else 0)
        values += isinstance(event, yaml.NodeEvent)
        if values > MAX_VALUES:
            problems.add("S009", where, limit=MAX_VALUES)
            raise _RefusedError
        if isinstance(event, yaml.CollectionStartEvent):
            anchors.append(event.anchor)
            if len(anchors) > MAX_DEPTH:
                problems.add("S010", where, limit=MAX_DEPTH)
                raise _RefusedError
        elif isinstance(event, yaml.CollectionEndEvent):
            anchors.pop()
        elif isinstance(event, yaml.AliasEvent) and event.anchor in anchors:
            problems.add("S008", where, alias=str(event.anchor))
            raise _RefusedError


def _events(text: str) -> Iterator[yaml.Event]:
    loader = _TextLoader(text)
    try:
        while loader.check_event():
            yield loader.get_event()  # type: ignore[no-untyped-call]
    finally:
        loader.dispose()
