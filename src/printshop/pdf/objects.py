"""Objects of a PDF file taken as what they should be; whatever they are, nothing is raised.

Files of strangers have wrong types, missing keys and circles anywhere. Each function here gives a
plain value, or an empty one where the object is something else.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

from printshop.geometry import Box

MOST_BYTES = 64_000_000
"""Of one stream, decoded: what is longer is no page."""
MOST_ITEMS = 100_000
"""Of one array or name tree."""
_HUGE = 1e9
_FALLBACK_BYTES = 4_000_000


class UnreadableError(Exception):
    """A stream cannot be decoded, or it is too long."""


def number(value: Any, default: float = 0.0) -> float:
    """A finite number of at most a thousand million."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        try:
            result = float(value)
        except (OverflowError, ValueError):
            return default
        return result if math.isfinite(result) and abs(result) <= _HUGE else default
    if isinstance(value, pikepdf.Object):
        try:
            result = float(value)
        except (TypeError, ValueError, OverflowError, NotImplementedError, RuntimeError):
            return default
        return result if math.isfinite(result) and abs(result) <= _HUGE else default
    return default


def items(value: Any, most: int = MOST_ITEMS) -> list[Any]:
    """The members of an array, the first `most` of them."""
    if not isinstance(value, pikepdf.Array):
        return []
    try:
        return [value[i] for i in range(min(len(value), most))]
    except (pikepdf.PdfError, TypeError, ValueError, IndexError):
        return []


def numbers(value: Any, most: int = MOST_ITEMS) -> tuple[float, ...]:
    """The numbers of an array, the first `most`; what is no number counts as 0."""
    return tuple(number(item) for item in items(value, most))


def get(value: Any, key: str) -> Any:
    """The entry of a dictionary or of a stream's; None where there is none."""
    if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        return None
    try:
        return value.get(key)
    except (pikepdf.PdfError, TypeError, ValueError, KeyError):
        return None


def keys(value: Any) -> list[str]:
    """The keys of a dictionary, with the slash."""
    if not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        return []
    try:
        return list(value.keys())[:MOST_ITEMS]
    except (pikepdf.PdfError, UnicodeDecodeError, ValueError):
        return []


def name(value: Any) -> str:
    """A name, without the slash."""
    if not isinstance(value, pikepdf.Name):
        return ""
    try:
        return str(value).removeprefix("/")
    except (UnicodeDecodeError, ValueError):
        return ""


def text(value: Any) -> str:
    """A text string; of a name, the name."""
    if isinstance(value, pikepdf.Name):
        return name(value)
    if isinstance(value, pikepdf.String):
        try:
            return str(value)[:10_000]
        except (UnicodeDecodeError, ValueError):
            return bytes(value).decode("latin-1")[:10_000]
    return ""


def truth(value: Any) -> bool:
    """Whether it is `true`."""
    return isinstance(value, bool) and value


def key_of(value: Any) -> tuple[int, int]:
    """Object and generation; (0, 0) of what is no object of its own."""
    if isinstance(value, pikepdf.Object):
        number_, generation = value.objgen
        return int(number_), int(generation)
    return 0, 0


def box(value: Any) -> Box | None:
    """A rectangle, whichever corners it names; None where it is none."""
    corners = numbers(value)
    if len(corners) != 4:
        return None
    a, b, c, d = corners
    return Box(min(a, c), min(b, d), max(a, c), max(b, d))


def decoded(stream: Any, most: int = MOST_BYTES) -> bytes:
    """A stream's data without its filters.

    Damaged data gives what could be read.

    Raises:
        UnreadableError: it cannot be decoded, or it is longer than `most` bytes.

    """
    if not isinstance(stream, pikepdf.Stream):
        raise UnreadableError("no stream")
    try:
        data = stream.read_raw_bytes()
    except (pikepdf.PdfError, RuntimeError) as error:
        raise UnreadableError(str(error)) from error
    given = get(stream, "/Filter")
    filters = [name(f) for f in items(given)] if isinstance(given, pikepdf.Array) else [name(given)]
    parms = get(stream, "/DecodeParms")
    if isinstance(parms, (pikepdf.Dictionary, pikepdf.Array)) and "Predictor" in repr(parms):
        return _by_qpdf(stream, len(data), most)
    for filter_ in filters[:8]:
        if not filter_:
            continue
        decode = _DECODERS.get(filter_)
        if decode is None:
            return _by_qpdf(stream, len(data), most)
        data = decode(data, most)
    if len(data) > most:
        raise UnreadableError("too long")
    return data


def _by_qpdf(stream: pikepdf.Stream, size: int, most: int) -> bytes:
    if size > _FALLBACK_BYTES:
        raise UnreadableError("too long")
    try:
        data = stream.read_bytes()
    except (pikepdf.PdfError, RuntimeError) as error:
        raise UnreadableError(str(error)) from error
    if len(data) > most:
        raise UnreadableError("too long")
    return data


def inflated(data: bytes, most: int) -> bytes:
    """What `FlateDecode` makes of data; of damaged data, what can be had."""
    machine = zlib.decompressobj()
    try:
        result = machine.decompress(data, most + 1)
    except zlib.error:
        result = _inflated_in_steps(data, most)
    if len(result) > most:
        raise UnreadableError("too long")
    return result


def ends(stream: Any, most: int = MOST_BYTES) -> bool:
    """Whether a stream packed with `FlateDecode` comes to its end within `most` bytes, undamaged.

    Where only the checksum after the data is missing, nothing is lost. True of other streams.
    """
    given = get(stream, "/Filter")
    first = (items(given, 1) or [given])[0]
    if name(first) not in ("FlateDecode", "Fl"):
        return True
    try:
        data = stream.read_raw_bytes()  # decrypted, where the file is locked
        return not data or _comes_to_its_end(data, most)
    except (pikepdf.PdfError, RuntimeError, zlib.error):
        return False


def _comes_to_its_end(data: bytes, most: int) -> bool:
    machine = zlib.decompressobj()
    machine.decompress(data, most + 1)
    if not machine.eof:
        machine = zlib.decompressobj(-zlib.MAX_WBITS)
        machine.decompress(data[2:], most + 1)
    return machine.eof


def _inflated_in_steps(data: bytes, most: int) -> bytes:
    if len(data) < 2 or int.from_bytes(data[:2], "big") % 31:  # no header (RFC 1950, 2.2)
        return b""
    # without the checksum: where only that is wrong, all else is read
    machine, parts, size = zlib.decompressobj(-zlib.MAX_WBITS), list[bytes](), 0
    for at in range(2, len(data), 256):
        try:
            part = machine.decompress(data[at : at + 256], most + 1 - size)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size > most or machine.eof:
            break
    return b"".join(parts)


def _ascii_hex(data: bytes, most: int) -> bytes:  # noqa: ARG001 - it never grows
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.split(b">")[0])
    return binascii.unhexlify(digits + b"0" * (len(digits) % 2))


def _ascii_85(data: bytes, most: int) -> bytes:  # noqa: ARG001 - `z` makes four of one at most
    body = re.sub(rb"\s", b"", data).removeprefix(b"<~").split(b"~")[0]
    try:
        return base64.a85decode(body)
    except ValueError as error:
        raise UnreadableError(str(error)) from error


_DECODERS = {
    "FlateDecode": inflated,
    "Fl": inflated,
    "ASCIIHexDecode": _ascii_hex,
    "AHx": _ascii_hex,
    "ASCII85Decode": _ascii_85,
    "A85": _ascii_85,
}


def tree(node: Any, leaves: str, most: int = MOST_ITEMS) -> Iterator[Any]:
    """The values of a name tree or a number tree (`leaves`: `/Names`, `/Nums`)."""
    waiting, seen = [node], set[tuple[int, int]]()
    while waiting and most > 0:
        here = waiting.pop()
        key = key_of(here)
        if key != (0, 0) and key in seen:
            continue
        seen.add(key)
        for value in items(get(here, leaves))[1::2]:
            most -= 1
            yield value
        most -= 1
        waiting += items(get(here, "/Kids"))


def data(value: Any) -> bytes:
    """The bytes of a string."""
    return bytes(value) if isinstance(value, pikepdf.String) else b""
