"""Content streams taken apart into instructions, as bytes, so that what is kept stays as it was.

`pikepdf.parse_content_stream` makes an object of every number and takes eight times as long. It
is used where the fast way is at a loss: nested parentheses, comments, pictures within the stream.
"""

from __future__ import annotations

import re

import pikepdf

Instruction = tuple[bytes, bytes]
"""Operands as they are written, white space included, and the operator."""

INLINE_IMAGE = b"BI"
"""The operator that stands for a picture within the stream; its operands are all of it."""

_STRING = rb"\((?:[^()\\]|\\.)*+\)"
_INSTRUCTION = re.compile(
    rb"((?:"
    rb"\s++|[-+.0-9]++|/[^\s/<>\[\](){}%\x00]*+"
    rb"|\[(?:[^\[\]()%]++|" + _STRING + rb")*+\]"
    rb"|<[0-9a-fA-F\s]*+>"
    rb"|<<(?:[^()<>%]++|<[0-9a-fA-F\s]*+>|" + _STRING + rb")*+>>"
    rb"|" + _STRING + rb")*+)([A-Za-z'\"][A-Za-z0-9*]*+)",
    re.DOTALL,
)
_BLANK = re.compile(rb"\s*\Z")
_OPERANDS = re.compile(rb"/[^\s/<>\[\](){}%]*|[-+.0-9]+")


def bytes_of(holder: pikepdf.Object) -> bytes:
    """The content of a page, whose streams are put together, or of a form, pattern or glyph."""
    if isinstance(holder, pikepdf.Stream):
        return holder.read_bytes()
    contents = holder.get("/Contents")
    if contents is None:
        return b""
    if isinstance(contents, pikepdf.Stream):
        return contents.read_bytes()
    return b"\n".join(part.read_bytes() for part in contents)


def instructions(holder: pikepdf.Object) -> list[Instruction]:
    """The instructions of a page, form, pattern or glyph, in order.

    Raises:
        pikepdf.PdfError: the stream cannot be read.
    """
    data = bytes_of(holder)
    found, at = [], 0
    for match in _INSTRUCTION.finditer(data):
        if match.start() != at or match[2] in (INLINE_IMAGE, b"ID"):
            return _carefully(holder)
        found.append((match[1], match[2]))
        at = match.end()
    if _BLANK.match(data, at) is None:
        return _carefully(holder)
    return found


def _carefully(holder: pikepdf.Object) -> list[Instruction]:
    found: list[Instruction] = []
    for instruction in pikepdf.parse_content_stream(holder):
        written = b"\n" + pikepdf.unparse_content_stream([instruction])
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            found.append((written, INLINE_IMAGE))
        else:
            operator = bytes(instruction.operator)
            found.append((written[: -len(operator)], operator))
    return found


def written(instruction: Instruction) -> bytes:
    """An instruction as it stands in a stream."""
    operands, operator = instruction
    return operands if operator == INLINE_IMAGE else operands + operator


def operands_of(operands: bytes) -> list[str | float]:
    """Names (`/F1`) and numbers among the operands, in order; strings and lists are passed over."""
    found: list[str | float] = []
    for part in _OPERANDS.findall(operands):
        found.append(_name(part) if part.startswith(b"/") else _number(part))
    return found


def numbers_of(operands: bytes) -> tuple[float, ...]:
    """The operands, all of which are numbers."""
    return tuple(_number(part) for part in operands.split())


def _number(part: bytes) -> float:
    try:
        return float(part)
    except ValueError:
        return 0.0  # as viewers read what is no number


_HEX = re.compile(rb"#([0-9a-fA-F]{2})")


def _name(part: bytes) -> str:
    """A name as resources have it: `#20` is a blank."""
    if b"#" in part:
        part = _HEX.sub(lambda m: bytes([int(m[1], 16)]), part)
    return part.decode("utf-8", "replace")


def number(value: float) -> bytes:
    """A number as short as it can be written, to four places."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return b"0" if text in ("-0", "") else text.encode()


def numbers(values: tuple[float, ...]) -> bytes:
    """Numbers in a row."""
    return b" ".join(map(number, values))
