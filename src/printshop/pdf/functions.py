"""Functions of PDF (ISO 32000-1, 7.10), of anybody's files: what they give.

Types: 0 samples, 2 a power between two values, 3 several one after the other, 4 a program (its
calculator is in `calculator.py`). How much is read and calculated is limited.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from printshop.pdf import calculator, objects

Values = tuple[float, ...]
Function = Callable[[Sequence[float]], Values | None]
"""From inputs to outputs; None where it cannot be worked out."""

_MOST_DEPTH = 8
_MOST_PARTS = 2_000
"""Of a function, with those that it is made of."""
_MOST_BYTES = 8_000_000
"""Of samples and programs, of all its parts."""
_MOST_PROGRAM = 200_000
"""Bytes of one program."""
_MOST_INPUTS = 8
"""Of samples: between two to this power of them a value is sought."""
_MOST_OUTPUTS = 32
_BITS = (1, 2, 4, 8, 12, 16, 24, 32)


def function(value: Any) -> Function | None:
    """The function that an object, or an array of one for each output, describes.

    None where it is none, or more than can be read.
    """
    return _Reading().function(value, 0)


@dataclass
class _Reading:
    """What may still be read of one function."""

    parts_left: int = _MOST_PARTS
    bytes_left: int = _MOST_BYTES

    def function(self, value: Any, depth: int) -> Function | None:
        self.parts_left -= 1
        if depth > _MOST_DEPTH or self.parts_left < 0:
            return None
        if listed := objects.items(value, _MOST_OUTPUTS + 1):
            if len(listed) > _MOST_OUTPUTS:
                return None
            return _side_by_side([self.function(part, depth + 1) for part in listed])
        domain = _pairs(objects.get(value, "/Domain"))
        limits = _pairs(objects.get(value, "/Range"))
        if len(limits) > _MOST_OUTPUTS:
            return None
        kind = objects.number(objects.get(value, "/FunctionType"), -1)
        made: Function | None = None
        if kind == 0:
            made = self._sampled(value, domain, limits)
        elif kind == 2:
            made = _power(value)
        elif kind == 3:
            made = self._stitched(value, domain, depth)
        elif kind == 4:
            made = self._calculated(value, len(limits))
        return None if made is None else _limited(made, domain, limits)

    def _data(self, stream: Any, most: int) -> bytes | None:
        """What a stream holds; None where it is more than may still be read."""
        try:
            data = objects.decoded(stream, min(most, self.bytes_left))
        except objects.UnreadableError:
            return None
        self.bytes_left -= len(data)
        return data

    def _stitched(self, value: Any, domain: _Pairs, depth: int) -> Function | None:
        listed = objects.items(objects.get(value, "/Functions"), self.parts_left + 1)
        last = len(listed) - 1
        if not domain or not 0 <= last < self.parts_left:
            return None
        parts = [self.function(part, depth + 1) for part in listed]
        bounds = objects.numbers(objects.get(value, "/Bounds"), last)
        encode = _pairs(objects.get(value, "/Encode"), last + 1)
        if len(bounds) < last or len(encode) <= last:
            return None
        edges = [domain[0][0], *bounds[:last], domain[0][1]]

        def call(inputs: Sequence[float]) -> Values | None:
            x = inputs[0]
            at = next((i for i in range(last) if x < edges[i + 1]), last)
            part = parts[at]
            return part([_between(x, edges[at], edges[at + 1], *encode[at])]) if part else None

        return call

    def _sampled(self, value: Any, domain: _Pairs, limits: _Pairs) -> Function | None:
        sizes = [int(n) for n in objects.numbers(objects.get(value, "/Size"), _MOST_INPUTS + 1)]
        bits = int(objects.number(objects.get(value, "/BitsPerSample")))
        if not 0 < len(sizes) <= min(_MOST_INPUTS, len(domain)) or min(sizes) < 1:
            return None
        if not limits or bits not in _BITS:
            return None
        needed = (math.prod(sizes) * len(limits) * bits + 7) // 8
        data = self._data(value, self.bytes_left) if needed <= self.bytes_left else None
        if data is None or len(data) < needed:
            return None
        encode = _pairs(objects.get(value, "/Encode"))
        decode = _pairs(objects.get(value, "/Decode"))
        return _Samples(
            data=data,
            bits=bits,
            sizes=sizes,
            domain=domain,
            encode=encode if len(encode) >= len(sizes) else [(0.0, n - 1.0) for n in sizes],
            decode=decode[: len(limits)] if len(decode) >= len(limits) else limits,
        )

    def _calculated(self, value: Any, outputs: int) -> Function | None:
        data = self._data(value, _MOST_PROGRAM)
        program = None if data is None or not outputs else calculator.program(data)
        if program is None:
            return None

        def call(inputs: Sequence[float]) -> Values | None:
            return calculator.results(program, inputs, outputs)

        return call


_Pairs = list[tuple[float, float]]


def _pairs(value: Any, most: int = _MOST_OUTPUTS + 1) -> _Pairs:
    numbers = objects.numbers(value, 2 * most)
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _limited(made: Function, domain: _Pairs, limits: _Pairs) -> Function:
    needed = max(len(domain), 1)

    def call(inputs: Sequence[float]) -> Values | None:
        if len(inputs) < needed or not all(map(math.isfinite, inputs)):
            return None
        outputs = made(_clipped(inputs, domain))
        if outputs is None or not all(map(math.isfinite, outputs)):
            return None
        return _clipped(outputs, limits)

    return call


def _clipped(values: Sequence[float], limits: _Pairs) -> Values:
    """Values within their limits; those beyond the last limit as they are."""
    within = [min(max(v, low), high) for v, (low, high) in zip(values, limits, strict=False)]
    return (*within, *values[len(within) :])


def _between(value: float, a: float, b: float, c: float, d: float) -> float:
    """`value` of a … b as one of c … d."""
    return c if a == b else c + (value - a) * (d - c) / (b - a)


def _side_by_side(parts: list[Function | None]) -> Function | None:
    if not all(parts):
        return None

    def call(inputs: Sequence[float]) -> Values | None:
        results = [part(inputs) for part in parts if part]
        if not all(results):
            return None
        return tuple(r[0] for r in results if r)

    return call


def _power(value: Any) -> Function:
    low = objects.numbers(objects.get(value, "/C0")) or (0.0,)
    high = objects.numbers(objects.get(value, "/C1")) or (1.0,)
    exponent = objects.number(objects.get(value, "/N"), 1.0)

    def call(inputs: Sequence[float]) -> Values | None:
        x = inputs[0]
        try:
            weight = math.pow(x, exponent)
        except (ValueError, OverflowError):  # 0 to a power below 0, a root of what is below 0
            return None
        return tuple(a + weight * (b - a) for a, b in zip(low, high, strict=False))

    return call


@dataclass
class _Samples:
    """Type 0: values at places of a grid, and straight between them."""

    data: bytes
    bits: int
    sizes: list[int]
    domain: _Pairs
    encode: _Pairs
    decode: _Pairs

    def __call__(self, inputs: Sequence[float]) -> Values:
        """As `Function`."""
        corners = [(0, 1.0)]
        stride = 1
        for value, span, code, size in zip(
            inputs, self.domain, self.encode, self.sizes, strict=False
        ):
            at = min(max(_between(value, *span, *code), 0.0), size - 1.0)
            floor = min(int(at), max(size - 2, 0))
            share = at - floor
            corners = [
                (index + (floor + step) * stride, weight * part)
                for index, weight in corners
                for step, part in ((0, 1 - share), (1, share))
                if part > 0
            ]
            stride *= size
        return tuple(
            sum(weight * self._sample(index, output) for index, weight in corners)
            for output in range(len(self.decode))
        )

    def _sample(self, index: int, output: int) -> float:
        at = (index * len(self.decode) + output) * self.bits
        chunk = int.from_bytes(self.data[at // 8 : (at + self.bits + 7) // 8], "big")
        most = (1 << self.bits) - 1
        low, high = self.decode[output]
        return low + ((chunk >> (-(at + self.bits) % 8)) & most) * (high - low) / most
