"""What a YAML error most likely means, for people who write a manifest and do not know YAML.

The reader says where it stumbled, in its own words and often a line late. The slips below make up
nearly all that editors write; whatever is none of them is reported in the reader's words (S005).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

_FIELD = re.compile(r"(?P<lead>\s*(?:- +)*)(?P<key>[A-Za-z_][\w-]*):[ ]+(?P<value>\S.*?)\s*$")
_JAMMED = re.compile(r"(?P<lead>\s*(?:- +)*)(?P<key>[A-Za-z_][\w-]*):(?P<value>[^\s/].*?)\s*$")
_ITEM = re.compile(r"\s*-(?P<value>[^\s-].*?)\s*$")
_FALSE_START = tuple("*&!%@`[{}],?|>")
_CURLY = "“”„‟\"'‘’"
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True)
class Advice:
    """A problem's code, its place in the YAML (from 0) and its parameters."""

    code: str
    line: int
    column: int
    params: dict[str, str]


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """The place of a character, from 0; lines end at `\\n` alone, as editors count them."""
    before = text[:index]
    return before.count("\n"), index - (before.rfind("\n") + 1)


def advise(error: yaml.MarkedYAMLError, text: str) -> Advice:
    """What to tell the editor about `error`."""
    mark = error.problem_mark or error.context_mark
    place = line_and_column(text, mark.index) if mark else (0, 0)
    opened = line_and_column(text, error.context_mark.index) if error.context_mark else place
    lines = text.split("\n")
    guesses = (
        _tab(error, lines, place),
        _second_document(error, place),
        _open_quote(error, lines, place, opened),
        _jammed_item(lines, place, opened),
        _no_space(lines, place, opened),
        _needs_quotes(error, lines, place, opened),
        _open_bracket(error, lines, opened),
        _no_dash(lines, place, opened),
        _no_colon(error, lines, opened),
        _indentation(error, lines, place),
    )
    found = next((guess for guess in guesses if guess), None)
    if found:
        return found
    reason = " ".join(part for part in (error.context, error.problem) if part)
    return Advice("S005", *place, {"reason": reason})


Place = tuple[int, int]


def _tab(error: yaml.MarkedYAMLError, lines: list[str], place: Place) -> Advice | None:
    line, column = place
    shown = lines[line]
    indent = shown[: len(shown) - len(shown.lstrip())]
    if "\t" in indent:
        return Advice("S006", line, indent.index("\t"), {})
    if (error.problem or "").startswith("found character '\\t'"):
        return Advice("S006", line, column, {})
    return None


def _second_document(error: yaml.MarkedYAMLError, place: Place) -> Advice | None:
    if error.problem in ("but found another document", "found unexpected document separator"):
        return Advice("S026", *place, {})
    return None


def _open_quote(
    error: yaml.MarkedYAMLError, lines: list[str], place: Place, opened: Place
) -> Advice | None:
    if error.context == "while scanning a quoted scalar":
        sign = lines[opened[0]][opened[1] : opened[1] + 1]
        return Advice("S030", *opened, {"sign": sign, "closing": sign})
    for i, shown in enumerate(lines[: place[0]]):
        field = _FIELD.match(shown)
        if field and field["value"].startswith('"') and _odd_quotes(field["value"]):
            return Advice("S030", i, field.start("value"), {"sign": '"', "closing": '"'})
    return None


def _odd_quotes(value: str) -> bool:
    return len(re.findall(r'(?<!\\)"', value)) % 2 == 1


def _jammed_item(lines: list[str], place: Place, opened: Place) -> Advice | None:
    for i in _near_lines(lines, place, opened):
        item = _ITEM.match(lines[i])
        if item:
            return Advice("S035", i, item.start("value"), {"value": item["value"]})
    return None


def jammed_item(value: str) -> str:
    """What follows the hyphen of a value that was meant for a list's first line; empty if none."""
    item = _ITEM.match(value)
    return item["value"].split(" - ")[0] if item else ""


def _no_dash(lines: list[str], place: Place, opened: Place) -> Advice | None:
    for i in _near_lines(lines, place, opened):
        if _interrupts_list(lines, i):
            return Advice("S036", i, _indent(lines[i]), {"text": lines[i].strip()[:40]})
    return None


def _interrupts_list(lines: list[str], i: int) -> bool:
    """Whether line `i` stands in the column of the hyphens of a list and has none."""
    if not _counts(lines[i]) or _is_item(lines[i]):
        return False
    column = _indent(lines[i])
    above = (s for s in reversed(lines[:i]) if _counts(s) and _indent(s) <= column)
    first = next(above, "")
    if not _is_item(first) or _indent(first) != column:
        return False
    below = next((s for s in lines[i + 1 :] if _counts(s)), "")
    if _is_item(below) and _indent(below) == column:
        return True
    opening = next((s for s in above if not _is_item(s)), "")
    return _indent(opening) < column  # else it may be a field beside that of the list


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _no_space(lines: list[str], place: Place, opened: Place) -> Advice | None:
    for i in _near_lines(lines, place, opened):
        jammed = _JAMMED.match(lines[i])
        if jammed:
            column = jammed.start("value")
            return Advice("S028", i, column, {"field": jammed["key"], "value": jammed["value"]})
    return None


def _near_lines(lines: list[str], place: Place, opened: Place) -> Iterator[int]:
    """The line of the error, the one before it that is not empty, the one it began in."""
    yield place[0]
    before = [i for i in range(place[0]) if lines[i].strip()]
    if before:
        yield before[-1]
    if opened[0] in (place[0] - 1, place[0]):
        yield opened[0]


def _needs_quotes(
    error: yaml.MarkedYAMLError, lines: list[str], place: Place, opened: Place
) -> Advice | None:
    for i in dict.fromkeys((place[0], opened[0])):
        field = _FIELD.match(lines[i])
        if field and _is_risky(field["value"], error):
            params = {"field": field["key"], "example": quoted(field["key"], field["value"])}
            return Advice("S029", i, field.start("value"), params)
    return None


def _is_risky(value: str, error: yaml.MarkedYAMLError) -> bool:
    if value.startswith(("[", "{")) and (error.context or "").startswith("while parsing a flow"):
        return False
    if value.startswith(('"', "'")):
        return not value.endswith(value[0])
    return value.startswith(_FALSE_START) or ": " in value or value.endswith(":")


def quoted(key: str, value: str) -> str:
    """`key: value` with quotes as YAML takes them."""
    plain = value.strip(_CURLY) if value[0] in _CURLY and value[-1] in _CURLY else value
    return f"{key}: {in_quotes(plain)}"


def in_quotes(value: str) -> str:
    """A value with quotes as YAML takes them."""
    if '"' in value or "\\" in value:
        return f"'{value.replace(chr(39), chr(39) * 2)}'"
    return f'"{value}"'


def _open_bracket(error: yaml.MarkedYAMLError, lines: list[str], opened: Place) -> Advice | None:
    if not (error.context or "").startswith("while parsing a flow"):
        return None
    sign = lines[opened[0]][opened[1] : opened[1] + 1]
    if sign not in _CLOSING:
        return None
    return Advice("S030", *opened, {"sign": sign, "closing": _CLOSING[sign]})


def _no_colon(error: yaml.MarkedYAMLError, lines: list[str], opened: Place) -> Advice | None:
    if error.problem != "could not find expected ':'":
        return None
    return Advice("S032", *opened, {"text": lines[opened[0]].strip()[:40]})


def _indentation(error: yaml.MarkedYAMLError, lines: list[str], place: Place) -> Advice | None:
    problem = error.problem or ""
    structure = problem.startswith(("expected <block end>", "mapping values", "sequence entries"))
    if not structure:
        return None
    return Advice("S031", place[0], _indent(lines[place[0]]), {})
