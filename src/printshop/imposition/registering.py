"""Write into a printer's YAML file what the test sheet showed; nothing else in it changes.

The places of values are found from the marks of YAML's nodes, and the result is read again: only
an edit that gives the same data plus the new values is handed out. So comments, quotes and line
ends stay as they were.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

import yaml

from printshop.imposition.load import PRINTERS, Printer, load_printer
from printshop.imposition.printer import PrinterSpec
from printshop.output import write_whole
from printshop.problems import Problems, StopBuild, Where
from printshop.sources import Workspace, parse_yaml, read_text, validate

Values = Mapping[tuple[str, ...], str | float]
"""New values by their path in the file, of one name or two: `("back", "right")`."""


def register_values(workspace: Workspace, name: str, values: Values, problems: Problems) -> Printer:
    """Set values in the file of the printer called `name`, in the workspace's `printers/`.

    Args:
        workspace: a stock printer is copied into it.
        name: as named on the command line.
        values: what to set.
        problems: B020; B021 where the file cannot be edited; those of fields that have no such
            value.

    Raises:
        StopBuild: nothing was written.
        OSError: it cannot be written.
    """
    printer = load_printer(workspace, name, Where(), problems)
    text = read_text(printer.path, Where(workspace.name(printer.path)), problems)
    target = printer.path
    if not target.is_relative_to(workspace.root / PRINTERS):
        target = workspace.root / PRINTERS / target.name
    shown = workspace.name(target)
    edited = with_values(text, values) if text is not None else None
    if edited is None:
        problems.add("B021", Where(shown), path=shown)
        raise StopBuild
    document = parse_yaml(edited, shown, problems)
    spec = validate(PrinterSpec, document, problems) if document is not None else None
    if spec is None:
        raise StopBuild
    write_whole(target, edited.encode())
    return Printer(printer.name, target, spec)


def with_values(text: str, values: Values) -> str | None:
    """The text with the values in it; None where they cannot be put in without a loss.

    Args:
        text: YAML that can be read: a group of fields.
        values: what to set, in order; fields that are not there are added.
    """
    for path, value in values.items():
        edited = _with_value(text, path, value)
        if edited is None or not _means(edited, text, path, value):
            return None
        text = edited
    return text


def _means(edited: str, text: str, path: tuple[str, ...], value: str | float) -> bool:
    """Whether `edited` says what `text` says, with that one value."""
    told = Problems()
    before, after = parse_yaml(text, "", Problems()), parse_yaml(edited, "", told)
    if before is None or after is None or len(told) or not isinstance(before.data, dict):
        return False
    wanted: Any = copy.deepcopy(before.data)
    record = wanted
    for name in path[:-1]:
        inner = record.get(name) or {}
        if not isinstance(inner, dict):
            return False
        record[name] = record = inner
    record[path[-1]] = _as_read(value)
    return bool(after.data == wanted)


def _as_read(value: str | float) -> Any:
    found = parse_yaml(f"v: {_written(value)}\n", "", Problems())
    assert found is not None
    return found.data["v"]


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _with_value(text: str, path: tuple[str, ...], value: str | float) -> str | None:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return None
    record, written = root, _written(value)
    for depth, name in enumerate(path):
        found = next((v for k, v in record.value if k.value == name), None)
        rest = path[depth + 1 :]
        if found is None:
            return _added(text, record, f"{name}: {_nested(rest, written)}")
        if isinstance(found, yaml.MappingNode):
            record = found
        elif isinstance(found, yaml.ScalarNode):
            start, end = found.start_mark.index, found.end_mark.index
            gap = " " if text[start - 1 : start] == ":" else ""
            return f"{text[:start]}{gap}{_nested(rest, written)}{text[end:]}"
        else:
            return None
    return None


def _nested(rest: tuple[str, ...], written: str) -> str:
    return f"{{ {rest[0]}: {written} }}" if rest else written


def _added(text: str, record: yaml.MappingNode, entry: str) -> str:
    """The text with an entry at the end of a group of fields."""
    if record.flow_style:
        brace = record.end_mark.index - 1
        at = len(text[:brace].rstrip())
        comma = "," if record.value else ""
        return f"{text[:at]}{comma} {entry}{text[at:] if text[at] != '}' else ' ' + text[at:]}"
    last = record.value[-1][1]
    found = re.search(r"\r\n?|\n", text)
    line_end = found[0] if found else "\n"
    end = len(text[: last.end_mark.index].rstrip())  # of a block: past the comments below it
    line = re.compile(r"[\r\n]|\Z").search(text, end)
    at = line.start() if line else len(text)
    indent = " " * record.value[0][0].start_mark.column
    return f"{text[:at]}{line_end}{indent}{entry}{text[at:]}"
