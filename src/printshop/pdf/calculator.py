"""Programs that calculate (ISO 32000-1, 7.10.5, table 42): a small part of PostScript.

All numbers are floats, so that none grows without end; those that bits are counted of must be
whole ones of 32 bits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_MOST_STEPS = 5_000
"""Of one calculation."""
_MOST_VALUES = 200
"""On the stack; viewers have at least 100."""
_MOST_DEPTH = 32

_WORD = re.compile(rb"[{}]|%[^\r\n]*|[^\s{}%\x00]+")
_NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")

_Number = float  # or bool, which counts as one only where bits are meant
_Stack = list[_Number]
_Operator = Callable[[_Stack], None]


class _Choice(NamedTuple):
    """`if` and `ifelse`."""

    yes: Program
    no: Program


Program = list["_Number | _Operator | _Choice"]


def program(data: bytes) -> Program | None:
    """The program of a function's stream, checked; None where it is none."""
    blocks: list[list[_Number | _Operator | _Choice | _Block]] = [[]]
    try:
        for word in _WORD.findall(data):
            _read(word, blocks)
        (outer,) = blocks
        (block,) = outer
    except (ValueError, IndexError):
        return None
    return block.steps if isinstance(block, _Block) else None


class _Block(NamedTuple):
    """A part in braces that nothing has taken yet."""

    steps: Program


def _read(word: bytes, blocks: list[list[_Number | _Operator | _Choice | _Block]]) -> None:
    """Take in one word.

    Raises:
        ValueError: it cannot stand there, or means nothing.
        IndexError: there is nothing for it to stand in.
    """
    here = blocks[-1]
    if word == b"{":
        if len(blocks) > _MOST_DEPTH:
            raise ValueError("too deep")
        blocks.append([])
    elif word == b"}":
        blocks.pop()
        blocks[-1].append(_Block(_plain(here)))
    elif word == b"if":
        here.append(_Choice(_taken(here), []))
    elif word == b"ifelse":
        no = _taken(here)
        here.append(_Choice(_taken(here), no))
    elif _NUMBER.fullmatch(word):
        here.append(float(word))
    elif operator := _OPERATORS.get(word):
        here.append(operator)
    elif not word.startswith(b"%"):
        raise ValueError(word)


def _plain(steps: list[_Number | _Operator | _Choice | _Block]) -> Program:
    if any(isinstance(step, _Block) for step in steps):
        raise ValueError("a part that nothing chooses")
    return [step for step in steps if not isinstance(step, _Block)]


def _taken(steps: list[_Number | _Operator | _Choice | _Block]) -> Program:
    block = steps.pop()
    if not isinstance(block, _Block):
        raise ValueError("nothing to choose")
    return block.steps


def results(steps: Program, inputs: Sequence[float], outputs: int) -> tuple[float, ...] | None:
    """What a program leaves on the stack, the last `outputs` values; None where it fails."""
    stack = [float(v) for v in inputs]
    try:
        _run(steps, stack, _MOST_STEPS)
    except (IndexError, ValueError, ArithmeticError):
        return None
    if len(stack) < outputs:
        return None
    return tuple(float(v) for v in stack[len(stack) - outputs :])


def _run(steps: Program, stack: _Stack, left: int) -> int:
    """Follow the steps; how many more may be made."""
    for step in steps:
        left -= 1
        if left < 0 or len(stack) > _MOST_VALUES:
            raise ValueError("too long")
        if isinstance(step, _Choice):
            left = _run(step.yes if stack.pop() else step.no, stack, left)
        elif isinstance(step, (float, bool)):
            stack.append(step)
        else:
            step(stack)
    return left


def _of_one(work: Callable[[_Number], _Number]) -> _Operator:
    def operator(stack: _Stack) -> None:
        stack.append(work(stack.pop()))

    return operator


def _of_two(work: Callable[[_Number, _Number], _Number]) -> _Operator:
    def operator(stack: _Stack) -> None:
        second = stack.pop()
        stack.append(work(stack.pop(), second))

    return operator


def _bits(work: Callable[[int, int], int]) -> _Operator:
    """An operator on truths, or on the bits of whole numbers."""

    def operator(a: _Number, b: _Number) -> _Number:
        done = work(_whole(a), _whole(b))
        return bool(done) if isinstance(a, bool) and isinstance(b, bool) else float(done)

    return _of_two(operator)


def _whole(value: _Number) -> int:
    """A whole number of 32 bits, or a truth."""
    if not -(2**31) <= value < 2**31:
        raise ValueError("too large")
    return int(value)


def _not(value: _Number) -> _Number:
    return not value if isinstance(value, bool) else float(~_whole(value))


def _shifted(value: int, by: int) -> int:
    if abs(by) > 31:
        return 0
    moved = (value << by if by >= 0 else (value & 0xFFFFFFFF) >> -by) & 0xFFFFFFFF
    return moved - 2**32 if moved >= 2**31 else moved


def _roll(stack: _Stack) -> None:
    by, count = _whole(stack.pop()), _whole(stack.pop())
    if not 0 <= count <= len(stack):
        raise ValueError("roll")
    if count:
        top = stack[-count:]
        by %= count
        stack[-count:] = top[-by:] + top[:-by] if by else top


def _copy(stack: _Stack) -> None:
    count = _whole(stack.pop())
    if not 0 <= count <= len(stack):
        raise ValueError("copy")
    stack.extend(stack[len(stack) - count :])


def _index(stack: _Stack) -> None:
    at = _whole(stack.pop())
    if at < 0:
        raise ValueError("index")
    stack.append(stack[-1 - at])


def _exchange(stack: _Stack) -> None:
    stack[-1], stack[-2] = stack[-2], stack[-1]


def _pop(stack: _Stack) -> None:
    stack.pop()


_OPERATORS: dict[bytes, _Operator] = {
    b"pop": _pop,
    b"exch": _exchange,
    b"dup": lambda stack: stack.append(stack[-1]),
    b"copy": _copy,
    b"index": _index,
    b"roll": _roll,
    b"true": lambda stack: stack.append(True),
    b"false": lambda stack: stack.append(False),
    b"abs": _of_one(lambda a: float(abs(a))),
    b"neg": _of_one(lambda a: float(-a)),
    b"ceiling": _of_one(lambda a: float(math.ceil(a))),
    b"floor": _of_one(lambda a: float(math.floor(a))),
    b"round": _of_one(lambda a: float(math.floor(a + 0.5))),
    b"truncate": _of_one(lambda a: float(math.trunc(a))),
    b"sqrt": _of_one(math.sqrt),
    b"sin": _of_one(lambda a: math.sin(math.radians(a))),
    b"cos": _of_one(lambda a: math.cos(math.radians(a))),
    b"ln": _of_one(math.log),
    b"log": _of_one(math.log10),
    b"cvi": _of_one(lambda a: float(math.trunc(a))),
    b"cvr": _of_one(float),
    b"not": _of_one(_not),
    b"add": _of_two(lambda a, b: float(a) + b),
    b"sub": _of_two(lambda a, b: float(a) - b),
    b"mul": _of_two(lambda a, b: float(a) * b),
    b"div": _of_two(lambda a, b: float(a) / b),
    b"idiv": _of_two(lambda a, b: float(math.trunc(a / b))),
    b"mod": _of_two(math.fmod),
    b"exp": _of_two(math.pow),
    b"atan": _of_two(lambda a, b: math.degrees(math.atan2(a, b)) % 360),
    b"eq": _of_two(lambda a, b: a == b),
    b"ne": _of_two(lambda a, b: a != b),
    b"gt": _of_two(lambda a, b: a > b),
    b"ge": _of_two(lambda a, b: a >= b),
    b"lt": _of_two(lambda a, b: a < b),
    b"le": _of_two(lambda a, b: a <= b),
    b"and": _bits(lambda a, b: a & b),
    b"or": _bits(lambda a, b: a | b),
    b"xor": _bits(lambda a, b: a ^ b),
    b"bitshift": _bits(_shifted),
}
