"""Values of SVG attributes, written anew: what is not of their grammar is None.

WeasyPrint fails on a value it cannot read, in the midst of a page, or draws something else. So
every number that reaches it has been read here and is written plainly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_ONE = re.compile(_NUMBER)
_LENGTH = re.compile(rf"({_NUMBER})(px|pt|pc|mm|cm|in|em|ex|%)?", re.IGNORECASE)
_GAP = re.compile(r"\s*,?\s*")
_COMMAND = re.compile(r"[\s,]*([MmZzLlHhVvCcSsQqTtAa])\s*")
_FLAG = re.compile(r"[01]")
_CALL = re.compile(r"[\s,]*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)\s*")
_UNIT = re.compile(r"(?<=[\d.])(?:px|deg)\b")
_USER_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
}
_MOST = 1e7
"""No drawing has a coordinate beyond this; PDF readers give up earlier."""
_ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}
_COUNTS = {
    "matrix": (6,),
    "translate": (1, 2),
    "scale": (1, 2),
    "rotate": (1, 3),
    "skewX": (1,),
    "skewY": (1,),
}


def written(value: float) -> str:
    """A number as short as it can be: `3`, `0.5`."""
    return str(int(value)) if value == int(value) else repr(value)


def number(text: str) -> float | None:
    """A plain number."""
    found = _ONE.fullmatch(text.strip())
    return _bounded(float(found.group())) if found else None


def numbers(text: str) -> list[float] | None:
    """Numbers between commas and spaces; None for anything else."""
    found, at, text = [], 0, text.strip()
    while at < len(text):
        match = _ONE.match(text, at)
        value = _bounded(float(match.group())) if match else None
        if match is None or value is None:
            return None
        found.append(value)
        gap = _GAP.match(text, match.end())
        at = gap.end() if gap else len(text)
    return found


def length(text: str) -> str | None:
    """A length: units of measure become user units; `em`, `ex` and `%` stay."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None:
        return None
    value, unit = float(found[1]), (found[2] or "").lower()
    bounded = _bounded(value * _USER_UNITS.get(unit, 1.0))
    if bounded is None:
        return None
    return written(bounded) + ("" if unit in _USER_UNITS else unit)


def positive(text: str) -> str | None:
    """A length of 0 or more."""
    value = length(text)
    return None if value is None or value.startswith("-") else value


def user_units(text: str) -> float | None:
    """A length as a number; None for `em`, `ex` and `%`."""
    value = length(text)
    return None if value is None or value[-1] in "mx%" else float(value)


def lengths(text: str) -> str | None:
    """Lengths between commas and spaces."""
    each = [length(part) for part in re.split(r"[\s,]+", text.strip())]
    return None if None in each else " ".join(part for part in each if part)


def dashes(text: str) -> str | None:
    """`stroke-dasharray`: `none`, or lengths in user units that are not negative."""
    if text.strip() == "none":
        return "none"
    each = [user_units(part) for part in re.split(r"[\s,]+", text.strip())]
    if any(value is None or value < 0 for value in each):
        return None
    return " ".join(written(value) for value in each if value is not None)


def share(text: str) -> str | None:
    """A number from 0 to 1, or percents; what is beyond is brought back."""
    value = number(text.strip().removesuffix("%").strip())
    if value is None:
        return None
    return written(min(1.0, max(0.0, value / (100 if text.strip().endswith("%") else 1))))


def angles(text: str) -> str | None:
    """Numbers, at least one."""
    values = numbers(text)
    return " ".join(map(written, values)) if values else None


def box(text: str) -> tuple[float, float, float, float] | None:
    """A `viewBox` that has a size."""
    values = numbers(text)
    if values is None or len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        return None
    return values[0], values[1], values[2], values[3]


def points(text: str, *, closed: bool) -> str | None:
    """The points of a polygon or polyline, as a path."""
    values = numbers(text)
    if values is None or len(values) % 2:
        return None
    pairs = [f"{written(x)} {written(y)}" for x, y in zip(values[::2], values[1::2], strict=True)]
    return " ".join(["M", " L ".join(pairs), *(["Z"] if closed else [])]) if pairs else ""


def transform(text: str) -> str | None:
    """A list of transformations; None too for one that leaves nothing to see."""
    made, at = [], 0
    text = text.strip()
    if text == "none":
        return ""
    while at < len(text):
        call = _CALL.match(text, at)
        values = numbers(_UNIT.sub("", call[2])) if call else None
        if call is None or values is None or len(values) not in _COUNTS[call[1]]:
            return None
        if _flattens(call[1], values):
            return None
        made.append(f"{call[1]}({' '.join(map(written, values))})")
        at = call.end()
    return " ".join(made)


def path(text: str) -> str | None:
    """Path data, each command with its letter and each number on its own."""
    made: list[str] = []
    at = 0
    if text.strip() == "none":
        return ""
    text = text.strip()
    while at < len(text):
        command = _COMMAND.match(text, at)
        if command is None or not (made or command[1] in "mM"):
            return None
        at = command.end()
        if command[1] in "zZ":
            made.append("Z")
            continue
        groups, at = _groups(text, at, _ARGUMENTS[command[1].lower()])
        if not groups:
            return None
        made += _segments(command[1], groups)
    return " ".join(made)


def _groups(text: str, at: int, count: int) -> tuple[list[list[float]], int]:
    """Groups of `count` numbers from `at` on, and where they end; none where one is not whole."""
    groups: list[list[float]] = []
    while at < len(text) and (text[at].isdigit() or text[at] in "+-."):
        group: list[float] = []
        while len(group) < count:
            flag = count == 7 and len(group) in (3, 4)
            match = (_FLAG if flag else _ONE).match(text, at)
            value = _bounded(float(match.group())) if match else None
            if match is None or value is None:
                return [], at
            group.append(value)
            gap = _GAP.match(text, match.end())
            at = gap.end() if gap else len(text)
        groups.append(group)
    return groups, at


def _segments(command: str, groups: list[list[float]]) -> Iterator[str]:
    """One segment a group; what follows a move is a line, and a flat arc too."""
    for i, group in enumerate(groups):
        letter = command
        if i and command in "mM":
            letter = "l" if command == "m" else "L"
        elif command in "aA" and 0 in group[:2]:
            letter, group = ("l" if command == "a" else "L"), group[5:]
        elif command in "aA":
            group = [abs(group[0]), abs(group[1]), *group[2:]]
        yield " ".join([letter, *map(written, group)])


def _flattens(name: str, values: list[float]) -> bool:
    """Whether a transformation has no way back: WeasyPrint divides by its determinant."""
    if name == "matrix":
        a, b, c, d = values[:4]
        return abs(a * d - b * c) < 1e-12
    return name == "scale" and abs(values[0] * values[-1]) < 1e-12


def _bounded(value: float) -> float | None:
    return value if abs(value) <= _MOST else None
