"""Add an article to a manifest's text, and change nothing else in it.

The place is found from the marks of YAML's events, text is inserted there, and the result is
read again: only an edit that gives the same data plus the article is handed out. So comments,
quotes, indentation and line ends stay as the editor left them.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from printshop.i18n import _
from printshop.problems import Problems, Where
from printshop.sources.yamltext import Document, Loc, parse_yaml
from printshop.sources.yamlwrite import scalar
from printshop.text.slugs import fold

__all__ = ["Edit", "add_article"]

Value = str | list[Any] | dict[str, Any]
"""What can be added: texts, lists and groups of fields."""


@dataclass(frozen=True)
class Edit:
    """A manifest's text with the article in it."""

    text: str
    line: int
    """Where the article stands."""
    section: str
    """The title of the section it stands in."""
    changed: bool = True
    """False where it was there already."""
    new_section: bool = False


def add_article(
    text: str,
    entry: str,
    section: str | None,
    problems: Problems,
    *,
    file: str = "issue.yaml",
    id: str | None = None,
    first: bool = False,
) -> Edit | None:
    """Add an article to a section.

    Args:
        text: the manifest.
        entry: the article's path from the issue's folder.
        section: the section's title or id, whatever the case and the accents; one that is not
            there is added at the end. None is the first section.
        problems: what forbids reading the manifest, and I004, are noted here.
        file: the manifest's name in problems.
        id: an id other than the file's name.
        first: put it before the section's other items.

    Returns:
        The edited text; None where the manifest cannot be read or edited.
    """
    found = Problems()
    document = parse_yaml(text, file, found)
    problems.extend(found)
    if document is None or found.errors:
        return None
    edit = _standing(document, text, entry) or _edited(document, text, entry, section, id, first)
    if isinstance(edit, Edit):
        return edit
    problems.add("I004", Where(file), entry=entry, reason=edit)
    return None


def _standing(document: Document, text: str, entry: str) -> Edit | None:
    """The edit that changes nothing, where the article is there already."""
    for loc, named, title in _articles(document.data):
        if _same_path(named, entry):
            return Edit(text, document.where(loc).line, title, changed=False)
    return None


def _articles(data: Any) -> Iterator[tuple[Loc, str, str]]:
    """Every article that the manifest names, and its section's title."""
    for s, section in enumerate(_list(data, "sections")):
        title = str(section.get("title") or "") if isinstance(section, dict) else ""
        for i, item in enumerate(_list(section, "items")):
            loc: Loc = ("sections", s, "items", i)
            for place, part in [(loc, item)] + [
                ((*loc, "articles", a), article)
                for a, article in enumerate(_list(item, "articles"))
            ]:
                named = part.get("article") if isinstance(part, dict) else part
                if isinstance(named, str):
                    yield place, named, title


def _list(record: Any, name: str) -> list[Any]:
    value = record.get(name) if isinstance(record, dict) else None
    return value if isinstance(value, list) else []


def _same_path(a: str, b: str) -> bool:
    one, other = (unicodedata.normalize("NFC", path).removeprefix("./") for path in (a, b))
    return one == other


def _edited(
    document: Document, text: str, entry: str, section: str | None, id: str | None, first: bool
) -> Edit | str:
    """The edit, or the reason why there is none."""
    if not isinstance(document.data, dict):
        return _("the manifest is no group of fields")
    if not isinstance(document.data.get("sections"), list | None):
        return _("`sections` is no list")
    item: Value = {"article": entry, "id": id} if id else entry
    wanted = copy.deepcopy(document.data)
    sections = wanted["sections"] = wanted.get("sections") or []
    index = _find_section(sections, section)
    new_section = index == len(sections)
    if new_section and section is None:
        return _("it has no section")
    added: Value = {"title": section or "", "items": [item]} if new_section else item
    if new_section:
        sections.append(added)
        place = 0
    else:
        if not isinstance(sections[index], dict):
            return _("the section is no group of fields")
        items = sections[index].get("items")
        if not isinstance(items, list | None):
            return _("`items` is no list")
        items = sections[index]["items"] = items or []
        place = 0 if first else len(items)
        items.insert(place, item)
    for candidate in _candidates(text, None if new_section else index, added, first):
        again = Problems()
        result = parse_yaml(candidate, document.file, again)
        if result is not None and not len(again) and result.data == wanted:
            line = result.where(("sections", index, "items", place)).line
            title = str(sections[index].get("title") or "")
            return Edit(candidate, line, title, new_section=new_section)
    return _("it is written in a way that cannot be edited without a loss")


def _find_section(sections: list[Any], wanted: str | None) -> int:
    """Which section is meant; one past the last where there is none such."""
    if wanted is None:
        return 0
    for i, section in enumerate(sections):
        names = [section.get(name) for name in ("title", "id")] if isinstance(section, dict) else []
        if any(isinstance(name, str) and _folded(name) == _folded(wanted) for name in names):
            return i
    return len(sections)


def _folded(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


# --- The text as a tree of places -----------------------------------------------------------------


@dataclass
class _Part:
    """A value of the YAML and where it stands."""

    kind: str
    """`map`, `list`, `scalar` or `alias`."""
    start: int
    end: int = 0
    flow: bool = False
    children: list[_Part] = field(default_factory=list)
    """Of a map: key, value, key, value."""

    @property
    def last(self) -> int:
        """The end of its last sign; the end mark of a block is past the comments after it."""
        return self.end if self.flow or not self.children else self.children[-1].last

    def entry(self, text: str, name: str) -> tuple[_Part, _Part] | None:
        """The key `name` and its value."""
        for key, value in zip(self.children[::2], self.children[1::2], strict=True):
            if text[key.start : key.end].strip("\"'") == name:
                return key, value
        return None


def _tree(text: str) -> _Part:
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            return _part(event, events)
    raise AssertionError("the caller has read this text")


def _part(event: yaml.Event, events: Iterator[yaml.Event]) -> _Part:
    assert event.start_mark
    assert event.end_mark
    start, end = event.start_mark.index, event.end_mark.index
    if not isinstance(event, yaml.CollectionStartEvent):
        kind = "alias" if isinstance(event, yaml.AliasEvent) else "scalar"
        return _Part(kind, start, end)
    kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
    part = _Part(kind, start, flow=bool(event.flow_style))
    for inner in events:
        if isinstance(inner, yaml.CollectionEndEvent):
            part.end = inner.end_mark.index if inner.end_mark else end
            break
        part.children.append(_part(inner, events))
    return part


# --- Texts with the value inserted ----------------------------------------------------------------


def _candidates(text: str, section: int | None, added: Value, first: bool) -> Iterator[str]:
    """Texts in which `added` stands in the section of this number, or is a new section."""
    root = _tree(text)
    sections = root.entry(text, "sections")
    editor = _Editor(text, root)
    if section is None:
        yield from editor.add(root, "sections", added, first=False)
    elif sections and section < len(sections[1].children):
        yield from editor.add(sections[1].children[section], "items", added, first=first)


class _Editor:
    """Writes in the style of the text it edits."""

    def __init__(self, text: str, root: _Part) -> None:
        self.text = text
        line_end = re.search(r"\r\n?|\n", text)
        self.line_end = line_end[0] if line_end else "\n"
        self.step = self._list_indent(root)

    def add(self, record: _Part, name: str, value: Value, *, first: bool) -> Iterator[str]:
        """Add `value` to the list `name` of a record, whether there is such a list or not."""
        if record.kind != "map":
            return
        found = record.entry(self.text, name)
        if found is None:
            yield from self._add_field(record, name, [value])
            return
        key, there = found
        if there.kind == "list" and there.children:
            yield from self._add_item(key, there, value, first=first)
        elif there.kind == "list":
            yield from self._fill_empty(there, value)
        elif there.kind == "scalar" and there.start < there.end:  # `null` or `~`
            yield self._replaced(there.start, there.end, f"[{_flow(value)}]")
        elif there.kind == "scalar" and record.flow:
            yield self._replaced(there.start, there.end, f" [{_flow(value)}]")
        elif there.kind == "scalar":
            indent = self._column(key.start) + self.step
            yield self._below(key.end, self._item(value, indent, " "))

    def _add_field(self, record: _Part, name: str, value: list[Value]) -> Iterator[str]:
        if record.flow:
            at = record.children[-1].last if record.children else record.end - 1
            comma = ", " if record.children else ""
            yield self._replaced(at, at, f"{comma}{name}: {_flow(value)}")
            return
        lines = self._record({name: value}, self._column(record.children[0].start))
        yield self._below(record.last, lines)
        yield self._before(record.last, lines)

    def _add_item(self, key: _Part, there: _Part, value: Value, *, first: bool) -> Iterator[str]:
        if there.flow:
            at = there.children[0].start if first else there.children[-1].last
            yield self._replaced(at, at, f"{_flow(value)}, " if first else f", {_flow(value)}")
            return
        indent, gap = self._dash(there)
        lines = self._item(value, indent, gap)
        if first:
            yield self._below(key.end, lines)
            return
        if len(there.children) > 1 and self._spaced(there):
            lines = ["", *lines]
        yield self._below(there.last, lines)
        yield self._before(there.last, lines)

    def _fill_empty(self, there: _Part, value: Value) -> Iterator[str]:
        """Put the first item into `[]`."""
        bracket = self.text.index("[", there.start)
        inner = self.text[bracket + 1 : there.end - 1]
        blank = not inner.strip(" ")
        yield self._replaced(bracket + 1, bracket + 1 + (len(inner) if blank else 0), _flow(value))

    # Where the text goes

    def _replaced(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def _below(self, end: int, lines: list[str]) -> str:
        """The lines put under the line of the last sign before `end`."""
        at = len(self.text[:end].rstrip())
        line_end = re.compile(r"[\r\n]|\Z").search(self.text, at)
        at = line_end.start() if line_end else len(self.text)
        return self._replaced(at, at, "".join(self.line_end + line for line in lines))

    def _before(self, at: int, lines: list[str]) -> str:
        """The lines put at `at`, the start of a line: after a text that keeps its empty lines."""
        return self._replaced(at, at, "".join(line + self.line_end for line in lines))

    # How it is written

    def _column(self, index: int) -> int:
        return index - 1 - max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index))

    def _dash(self, there: _Part) -> tuple[int, str]:
        """The column of a block list's hyphens, and the space between hyphen and item."""
        child = there.children[0].start
        before = re.search(r"-( *)$", self.text[:child])
        if before is None:
            return self._column(there.start), " "
        return self._column(before.start()), before[1] or " "

    def _spaced(self, there: _Part) -> bool:
        """Whether an empty line stands before the last item."""
        between = self.text[there.children[-2].last : there.children[-1].start]
        return bool(re.search(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)", between))

    def _list_indent(self, root: _Part) -> int:
        """How far the lists of the innermost block records are indented; 2 where there are none."""
        found = 2
        stack = [root]
        while stack:
            part = stack.pop(0)
            if part.kind == "map" and not part.flow:
                for key, value in zip(part.children[::2], part.children[1::2], strict=True):
                    if value.kind == "list" and not value.flow and value.children:
                        found = max(self._dash(value)[0] - self._column(key.start), 0)
            stack += part.children
        return found

    def _item(self, value: Value, indent: int, gap: str) -> list[str]:
        if isinstance(value, dict):
            lines = self._record(value, indent + 1 + len(gap))
        else:
            lines = [" " * (indent + 1 + len(gap)) + _flow(value)]
        return [f"{' ' * indent}-{gap}{lines[0].lstrip()}", *lines[1:]]

    def _record(self, value: dict[str, Any], indent: int) -> list[str]:
        lines: list[str] = []
        for name, inner in value.items():
            if isinstance(inner, list):
                lines.append(f"{' ' * indent}{name}:")
                for item in inner:
                    lines += self._item(item, indent + self.step, " ")
            else:
                lines.append(f"{' ' * indent}{name}: {_flow(inner)}")
        return lines


def _flow(value: Value) -> str:
    """A value on one line, quoted so that it can stand in brackets."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_flow(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(inner) for inner in value)}]"
    return scalar(value, flow=True)
