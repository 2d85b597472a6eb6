"""Content streams cut into operators with their operands (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_TOKEN = re.compile(
    rb"""
    [\s\x00]*+
    (?:
      (?P<plain>(?:[+-]?(?:\d++\.?\d*+|\.\d++)[\s\x00]++){0,8}+)
      (?P<word>[^\s\x00()<>\[\]{}/%+\-.\d][^\s\x00()<>\[\]{}/%]*+)
    | (?P<number>[+-]?(?:\d++\.?\d*+|\.\d++)(?=[\s\x00()<>\[\]{}/%]|\Z))
    | (?P<odd>[^\s\x00()<>\[\]{}/%]++)
    | /(?P<name>[^\s\x00()<>\[\]{}/%]*)
    | \((?P<string>(?:[^()\\]|\\.){0,30000}+)\)
    | <(?P<hex>[0-9A-Fa-f\s\x00]*+)>
    | (?P<open><<|\[)
    | (?P<close>>>|\])
    | (?P<nested>\()
    | %[^\r\n]*
    | .
    | \Z
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_ARRAY = re.compile(
    rb"\[((?:[\s\x00\d.+-]|<[0-9A-Fa-f\s\x00]*+>|\((?:[^()\\]|\\.){0,30000}+\))*+)\][\s\x00]*+TJ"
    rb"(?=[\s\x00()<>\[\]{}/%]|\Z)",
    re.DOTALL,
)
_PIECE = re.compile(
    rb"<([0-9A-Fa-f\s\x00]*+)>|\(((?:[^()\\]|\\.)*+)\)|([+-]?(?:\d++\.?\d*+|\.\d++))", re.DOTALL
)
_HEXED = re.compile(rb"<([^>]*)>")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\r\n])|(.))", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]")
_END_OF_IMAGE = re.compile(rb"[\s\x00]EI(?=[\s\x00()<>\[\]{}/%]|\Z)")
_MOST_OPERANDS = 64
_MOST_DEPTH = 16
_MOST_STRING = 100_000


class Operator(NamedTuple):
    """An operator and what stands before it."""

    name: str
    operands: list[Any]
    """Numbers, `NameToken`, bytes of strings, lists and dictionaries of these."""


class NameToken(str):
    """A name, without the slash."""

    __slots__ = ()


class Shown(NamedTuple):
    """The array of a `TJ`: its strings as one, and the sum of its numbers."""

    codes: bytes
    moved: float


def operators(data: bytes) -> Iterator[Operator]:
    """What a content stream has painted, one after the other.

    What cannot be understood is left out. An inline image comes as `BI` with its dictionary and
    its data.
    """
    operands: list[Any] = []
    position, end = 0, len(data)
    match, array = _TOKEN.match, _ARRAY.match
    while position < end:
        found = match(data, position)
        if found is None:  # pragma: no cover - the pattern's last branch takes any byte
            return
        kind = found.lastgroup
        position = found.end()
        if kind is None:
            continue
        if kind == "odd":
            operands = []
        elif kind == "number":
            operands.append(_number(found.group("number")))
        elif kind == "word":
            plain, word = found.group("plain", "word")
            operands += _numbers(plain)
            if word == b"BI":
                operands, position = _inline_image(data, position)
            if word not in _LITERALS:  # `true` is an operand, of use to no operator read here
                yield _operator(word, operands)
            operands = []
        elif (
            kind == "open"
            and found.group("open") == b"["
            and (shown := array(data, found.start("open")))
        ):
            yield Operator("TJ", [_shown(shown.group(1))])
            operands, position = [], shown.end()
        else:
            value, position = _value(data, found, 0)
            if value is not None:
                operands.append(value)
        if len(operands) > _MOST_OPERANDS:
            del operands[:-_MOST_OPERANDS]


def _operator(word: bytes, operands: list[Any]) -> Operator:
    if word == b"TJ" and operands and isinstance(operands[-1], list):
        operands = [_joined(operands[-1])]
    return Operator(word.decode("latin-1"), operands)


_LITERALS: dict[bytes, Any] = {b"true": True, b"false": False, b"null": None}


def _number(digits: bytes) -> float:
    value = float(digits) if len(digits) < 40 else 0.0
    return value if math.isfinite(value) and -1e9 <= value <= 1e9 else 0.0


def _numbers(plain: bytes) -> list[float]:
    """Numbers with spaces between them."""
    values = plain.split()
    if not values:
        return []
    try:
        result = list(map(float, values))
    except ValueError:  # a zero byte between them
        result = [_number(v) for v in plain.replace(b"\0", b" ").split()]
    if max(result) <= 1e9 and min(result) >= -1e9:
        return result
    return [_number(v) for v in values]


def _value(data: bytes, found: re.Match[bytes], depth: int) -> tuple[Any, int]:
    """The value that begins with this token, and where it ends; None where there is none."""
    kind, position = found.lastgroup, found.end()
    group = found.group(kind) if kind else b""
    if kind == "name":
        return NameToken(_plain_name(group)), position
    if kind == "number":
        return _number(group), position
    if kind == "string":
        return _unescaped(group), position
    if kind == "hex":
        return _from_hex(group), position
    if kind == "nested":
        return _nested_string(data, position)
    if kind == "open" and depth < _MOST_DEPTH:
        values, position = _values(data, position, depth + 1)
        return (values if group == b"[" else _dictionary(values)), position
    return None, position


def _values(data: bytes, position: int, depth: int) -> tuple[list[Any], int]:
    values: list[Any] = []
    while position < len(data):
        found = _TOKEN.match(data, position)
        if found is None or found.lastgroup == "close":
            return values, found.end() if found else len(data)
        position = found.end()
        if found.lastgroup == "word":
            values += [*_numbers(found.group("plain")), _LITERALS.get(found.group("word"))]
        elif found.lastgroup is not None:
            value, position = _value(data, found, depth)
            values.append(value)
    return values, position


def _dictionary(values: list[Any]) -> dict[str, Any]:
    return {str(key): value for key, value in zip(values[::2], values[1::2], strict=False)}


def _plain_name(name: bytes) -> str:
    if b"#" in name:
        name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), name)
    return name.decode("utf-8", "replace")


def _from_hex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode())
    except ValueError:
        digits = _NOT_HEX.sub(b"", digits)
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _unescaped(body: bytes) -> bytes:
    return _ESCAPE.sub(_unescape, body) if b"\\" in body else body


def _unescape(found: re.Match[bytes]) -> bytes:
    octal, newline, other = found.groups()
    if octal:
        return bytes([int(octal, 8) & 255])
    return b"" if newline else _ESCAPED.get(other, other)


def _nested_string(data: bytes, position: int) -> tuple[bytes, int]:
    """A string with brackets in it, from behind the first."""
    depth, at, end = 1, position, min(len(data), position + _MOST_STRING)
    while at < end:
        byte = data[at]
        if byte == 0x5C:
            at += 1
        elif byte == 0x28:
            depth += 1
        elif byte == 0x29:
            depth -= 1
            if depth == 0:
                return _unescaped(data[position:at]), at + 1
        at += 1
    return b"", at  # not looked at again, or each of its brackets would lead through the rest


def _shown(body: bytes) -> Shown:
    """Strings and numbers of an array, quickly."""
    if b"(" not in body:
        try:
            moved = sum(map(float, _HEXED.sub(b" ", body).split()))
            codes = bytes.fromhex("".join(map(bytes.decode, _whole_bytes(body))))
        except ValueError:
            pass
        else:
            return Shown(codes, moved if -1e9 <= moved <= 1e9 else 0.0)
    return _shown_in_pieces(body)


def _whole_bytes(body: bytes) -> list[bytes]:
    """The digits of strings; an odd one lacks a 0."""
    found: list[bytes] = _HEXED.findall(body)
    if all(len(digits) % 2 == 0 for digits in found):
        return found
    raise ValueError("odd")


def _shown_in_pieces(body: bytes) -> Shown:
    codes, moved = list[bytes](), 0.0
    for hexed, string, digits in _PIECE.findall(body):
        if digits:
            moved += _number(digits)
        elif hexed:
            codes.append(_from_hex(hexed))
        elif string:
            codes.append(_unescaped(string))
    return Shown(b"".join(codes), moved)


def _joined(values: list[Any]) -> Shown:
    codes = b"".join(v for v in values if isinstance(v, bytes))
    return Shown(codes, sum(v for v in values if isinstance(v, float)))


def _inline_image(data: bytes, position: int) -> tuple[list[Any], int]:
    """The dictionary and the data of an inline image, and where it ends."""
    values: list[Any] = []
    while position < len(data):
        found = _TOKEN.match(data, position)
        if found is None:  # pragma: no cover - the pattern's last branch takes any byte
            break
        position = found.end()
        if found.lastgroup == "word":
            values += _numbers(found.group("plain"))
            if found.group("word") == b"ID":
                break
            values.append(_LITERALS.get(found.group("word")))
        elif found.lastgroup is not None:
            value, position = _value(data, found, 1)
            values.append(value)
    facts = _dictionary(values)
    start = position + 1
    length = _raw_length(facts)
    ended = _END_OF_IMAGE.search(data, max(start + length - 1, position))
    if ended is None:
        return [facts, data[start:]], len(data)
    return [facts, data[start : ended.start()]], ended.end()


def _raw_length(facts: dict[str, Any]) -> int:
    """How many bytes the data has at least; 0 where that cannot be told."""
    if facts.get("F") or facts.get("Filter"):
        return 0
    sizes = [facts.get("W", facts.get("Width")), facts.get("H", facts.get("Height"))]
    if not all(isinstance(size, float) and 0 < size < 100_000 for size in sizes):
        return 0
    if facts.get("IM", facts.get("ImageMask")) is True:
        bits = 1.0
    else:
        space = facts.get("CS", facts.get("ColorSpace"))
        per = {"G": 1, "DeviceGray": 1, "RGB": 3, "DeviceRGB": 3, "CMYK": 4, "DeviceCMYK": 4}
        depth = facts.get("BPC", facts.get("BitsPerComponent"))
        bits = (depth if isinstance(depth, float) else 8.0) * per.get(str(space), 1)
    width, height = (float(size or 0) for size in sizes)
    return int(math.ceil(width * bits / 8) * height)
