"""Functions of PDF (ISO 32000-1, 7.10), as far as tints and shadings need them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from printshop.preflight import objects

Values = tuple[float, ...]
Function = Callable[[Sequence[float]], Values | None]
"""From inputs to outputs; None where it cannot be worked out."""

_MOST_DEPTH = 8
_MOST_STEPS = 5_000
_MOST_SAMPLES = 1_000_000


def function(value: Any, depth: int = 0) -> Function | None:
    """The function that an object, or an array of one for each output, describes."""
    if depth > _MOST_DEPTH:
        return None
    if parts := objects.items(value):
        return _side_by_side([function(part, depth + 1) for part in parts[:32]])
    kind = objects.number(objects.get(value, "/FunctionType"), -1)
    domain = objects.numbers(objects.get(value, "/Domain"))
    limits = objects.numbers(objects.get(value, "/Range"))
    made: Function | None = None
    if kind == 0:
        made = _sampled(value, domain, limits)
    elif kind == 2:
        made = _exponential(value)
    elif kind == 3:
        made = _stitched(value, domain, depth)
    elif kind == 4:
        made = _calculated(value, len(limits) // 2)
    return None if made is None else _limited(made, domain, limits)


def _limited(made: Function, domain: Values, limits: Values) -> Function:
    def call(inputs: Sequence[float]) -> Values | None:
        outputs = made(_clipped(inputs, domain))
        return None if outputs is None else _clipped(outputs, limits)

    return call


def _clipped(values: Sequence[float], limits: Values) -> Values:
    pairs = list(zip(limits[::2], limits[1::2], strict=False))
    return tuple(
        min(max(v, pairs[i][0]), pairs[i][1]) if i < len(pairs) else v for i, v in enumerate(values)
    )


def _side_by_side(parts: list[Function | None]) -> Function | None:
    if not all(parts):
        return None

    def call(inputs: Sequence[float]) -> Values | None:
        results = [part(inputs) for part in parts if part]
        if any(r is None or not r for r in results):
            return None
        return tuple(r[0] for r in results if r)

    return call


def _exponential(value: Any) -> Function:
    low = objects.numbers(objects.get(value, "/C0")) or (0.0,)
    high = objects.numbers(objects.get(value, "/C1")) or (1.0,)
    exponent = objects.number(objects.get(value, "/N"), 1.0)

    def call(inputs: Sequence[float]) -> Values | None:
        if not inputs:
            return None
        try:
            weight = abs(inputs[0]) ** exponent
        except (OverflowError, ZeroDivisionError):
            return None
        return tuple(a + weight * (b - a) for a, b in zip(low, high, strict=False))

    return call


def _stitched(value: Any, domain: Values, depth: int) -> Function | None:
    parts = [function(f, depth + 1) for f in objects.items(objects.get(value, "/Functions"))[:256]]
    bounds = objects.numbers(objects.get(value, "/Bounds"))
    encode = objects.numbers(objects.get(value, "/Encode"))
    if not parts or len(domain) < 2 or len(bounds) < len(parts) - 1:
        return None
    if len(encode) < 2 * len(parts):
        return None
    edges = [domain[0], *bounds[: len(parts) - 1], domain[1]]

    def call(inputs: Sequence[float]) -> Values | None:
        if not inputs:
            return None
        x = inputs[0]
        i = sum(1 for bound in edges[1:-1] if x >= bound)
        part, low, high = parts[i], edges[i], edges[i + 1]
        a, b = encode[2 * i], encode[2 * i + 1]
        at = a if high == low else a + (x - low) * (b - a) / (high - low)
        return part([at]) if part else None

    return call


def _sampled(value: Any, domain: Values, limits: Values) -> Function | None:
    sizes = [int(n) for n in objects.numbers(objects.get(value, "/Size"))]
    bits = int(objects.number(objects.get(value, "/BitsPerSample"), 8))
    outputs = len(limits) // 2
    count = math.prod(sizes) if sizes else 0
    if (
        not 0 < len(sizes) <= 4
        or len(domain) < 2 * len(sizes)
        or min(sizes) < 1
        or not outputs
        or bits not in (1, 2, 4, 8, 12, 16, 24, 32)
        or not 0 < count * outputs <= _MOST_SAMPLES
    ):
        return None
    try:
        data = objects.decoded(value, 8 * _MOST_SAMPLES)
    except objects.UnreadableError:
        return None
    encode = objects.numbers(objects.get(value, "/Encode"))
    if len(encode) < 2 * len(sizes):
        encode = tuple(v for n in sizes for v in (0.0, n - 1.0))
    decode = objects.numbers(objects.get(value, "/Decode"))
    if len(decode) < 2 * outputs:
        decode = limits
    most = (1 << bits) - 1

    def sample(index: int, output: int) -> float:
        at = (index * outputs + output) * bits
        chunk = int.from_bytes(data[at // 8 : (at + bits + 7) // 8], "big")
        raw = (chunk >> (-(at + bits) % 8)) & most
        low, high = decode[2 * output], decode[2 * output + 1]
        return low + raw * (high - low) / most

    def call(inputs: Sequence[float]) -> Values | None:
        if len(inputs) < len(sizes):
            return None
        corners = [(0, 1.0)]
        stride = 1
        for i, size in enumerate(sizes):
            low, high = domain[2 * i], domain[2 * i + 1]
            a, b = encode[2 * i], encode[2 * i + 1]
            at = a if high == low else a + (inputs[i] - low) * (b - a) / (high - low)
            at = min(max(at, 0.0), size - 1.0)
            floor = min(int(at), max(size - 2, 0))
            share = at - floor
            corners = [
                (index + (floor + step) * stride, weight * part)
                for index, weight in corners
                for step, part in ((0, 1 - share), (1, share))
                if part > 0
            ]
            stride *= size
        return tuple(sum(w * sample(i, out) for i, w in corners) for out in range(outputs))

    return call


# Type 4: a small part of PostScript.

_WORDS = re.compile(rb"[{}]|[^\s{}\x00]+")
_Program = list[Any]
"""Numbers, names of operators, and programs in braces."""


def _calculated(value: Any, outputs: int) -> Function | None:
    try:
        words = _WORDS.findall(objects.decoded(value, 200_000))
    except objects.UnreadableError:
        return None
    program = _program(words)
    if program is None:
        return None

    def call(inputs: Sequence[float]) -> Values | None:
        stack: list[Any] = list(inputs)
        try:
            _run(program, stack, [_MOST_STEPS])
            results = tuple(float(v) for v in stack[-outputs:]) if outputs else ()
        except (IndexError, ValueError, TypeError, ArithmeticError, KeyError):
            return None
        right = len(results) == outputs and all(math.isfinite(v) for v in results)
        return results if right else None

    return call


def _program(words: list[bytes]) -> _Program | None:
    open_: list[_Program] = [[]]
    for word in words:
        if word == b"{":
            if len(open_) > 32:
                return None
            open_.append([])
        elif word == b"}":
            if len(open_) == 1:
                return None
            inner = open_.pop()
            open_[-1].append(inner)
        else:
            try:
                open_[-1].append(float(word))
            except ValueError:
                open_[-1].append(word.decode("latin-1"))
    outer = open_[0]
    return outer[0] if len(open_) == 1 and len(outer) == 1 and isinstance(outer[0], list) else None


def _run(program: _Program, stack: list[Any], left: list[int]) -> None:
    for at, word in enumerate(program):
        left[0] -= 1
        if left[0] < 0 or len(stack) > 200:
            raise ValueError("too long")
        if isinstance(word, list):
            continue
        if not isinstance(word, str):
            stack.append(word)
        elif word == "if":
            if stack.pop():
                _run(program[at - 1], stack, left)
        elif word == "ifelse":
            _run(program[at - 2] if stack.pop() else program[at - 1], stack, left)
        elif word in _UNARY:
            stack.append(_UNARY[word](stack.pop()))
        elif word in _BINARY:
            second, first = stack.pop(), stack.pop()
            stack.append(_BINARY[word](first, second))
        else:
            _STACK[word](stack)


def _roll(stack: list[Any]) -> None:
    by, count = int(stack.pop()), int(stack.pop())
    if not 0 <= count <= len(stack):
        raise ValueError("roll")
    if count:
        top = stack[-count:]
        by %= count
        stack[-count:] = top[-by:] + top[:-by] if by else top


def _copy(stack: list[Any]) -> None:
    count = int(stack.pop())
    if not 0 <= count <= len(stack):
        raise ValueError("copy")
    stack.extend(stack[len(stack) - count :])


def _index(stack: list[Any]) -> None:
    stack.append(stack[-1 - abs(int(stack.pop()))])


def _swap(stack: list[Any]) -> None:
    stack[-1], stack[-2] = stack[-2], stack[-1]


_STACK: dict[str, Callable[[list[Any]], Any]] = {
    "pop": lambda stack: stack.pop(),
    "exch": _swap,
    "dup": lambda stack: stack.append(stack[-1]),
    "copy": _copy,
    "index": _index,
    "roll": _roll,
    "true": lambda stack: stack.append(True),
    "false": lambda stack: stack.append(False),
}
_UNARY: dict[str, Callable[[Any], Any]] = {
    "abs": abs,
    "neg": lambda a: -a,
    "ceiling": math.ceil,
    "floor": math.floor,
    "round": lambda a: math.floor(a + 0.5),
    "truncate": math.trunc,
    "sqrt": math.sqrt,
    "sin": lambda a: math.sin(math.radians(a)),
    "cos": lambda a: math.cos(math.radians(a)),
    "ln": math.log,
    "log": math.log10,
    "cvi": int,
    "cvr": float,
    "not": lambda a: (not a) if isinstance(a, bool) else ~int(a),
}
_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "idiv": lambda a, b: int(a / b),
    "mod": lambda a, b: math.fmod(a, b),
    "exp": lambda a, b: float(a**b),
    "atan": lambda a, b: math.degrees(math.atan2(a, b)) % 360,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "and": lambda a, b: (a and b) if isinstance(a, bool) else int(a) & int(b),
    "or": lambda a, b: (a or b) if isinstance(a, bool) else int(a) | int(b),
    "xor": lambda a, b: (a != b) if isinstance(a, bool) else int(a) ^ int(b),
    "bitshift": lambda a, b: int(a) << min(int(b), 32) if b >= 0 else int(a) >> min(-int(b), 32),
}
