"""Functions of PDF (ISO 32000-1, 7.10): what they give, and such as gradients and inks need.

Types: 0 samples, 2 a power between two values, 3 several one after the other, 4 a program.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import product

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

Values = tuple[float, ...]
Function = Callable[[Values], Values]


def function_of(thing: pikepdf.Object) -> Function:
    """A function, or a list of them of one value each, to be called.

    Raises:
        ValueError: it is none.
    """
    if isinstance(thing, Array):
        parts = [function_of(part) for part in thing]
        return lambda x: tuple(part(x)[0] for part in parts)
    makers = {0: _sampled, 2: _power, 3: _stitched, 4: _program}
    maker = makers.get(int(thing.get("/FunctionType", -1)))
    if maker is None:
        raise ValueError("no function")
    inner, domain = maker(thing), _pairs(thing["/Domain"])
    value_range = _pairs(thing["/Range"]) if "/Range" in thing else ()

    def call(x: Values) -> Values:
        y = inner(tuple(_within(v, *d) for v, d in zip(x, domain, strict=False)))
        return tuple(_within(v, *r) for v, r in zip(y, value_range, strict=False)) or y

    return call


def domain_of(thing: pikepdf.Object) -> tuple[float, float]:
    """The least and the greatest argument of a function of one."""
    first = thing[0] if isinstance(thing, Array) else thing
    return _pairs(first["/Domain"])[0]


def floats(numbers: pikepdf.Object | None, default: Sequence[float] = ()) -> Values:
    """The numbers of an array."""
    return tuple(default) if numbers is None else tuple(float(n) for n in numbers)


def _pairs(numbers: pikepdf.Object) -> list[tuple[float, float]]:
    values = floats(numbers)
    return list(zip(values[::2], values[1::2], strict=False))


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _between(value: float, a: float, b: float, c: float, d: float) -> float:
    """`value` of a … b as one of c … d."""
    return c if a == b else c + (value - a) * (d - c) / (b - a)


def _power(thing: pikepdf.Object) -> Function:
    start, end = floats(thing.get("/C0"), (0,)), floats(thing.get("/C1"), (1,))
    exponent = float(thing["/N"])

    def call(x: Values) -> Values:
        part = x[0] if exponent == 1 else x[0] ** exponent if x[0] > 0 else 0.0
        return tuple(a + part * (b - a) for a, b in zip(start, end, strict=False))

    return call


def _stitched(thing: pikepdf.Object) -> Function:
    parts = [function_of(part) for part in thing["/Functions"]]
    low, high = domain_of(thing)
    ends = [low, *floats(thing["/Bounds"]), high]
    encode = _pairs(thing["/Encode"])

    def call(x: Values) -> Values:
        last = len(parts) - 1
        at = next((i for i in range(last) if x[0] < ends[i + 1]), last)
        return parts[at]((_between(x[0], ends[at], ends[at + 1], *encode[at]),))

    return call


def _sampled(thing: pikepdf.Object) -> Function:
    sizes = [int(n) for n in thing["/Size"]]
    outputs = len(_pairs(thing["/Range"]))
    bits = int(thing["/BitsPerSample"])
    data = int.from_bytes(thing.read_bytes(), "big")
    total = len(thing.read_bytes()) * 8
    encode = _pairs(thing["/Encode"]) if "/Encode" in thing else [(0, s - 1) for s in sizes]
    decode = _pairs(thing["/Decode"]) if "/Decode" in thing else _pairs(thing["/Range"])
    domain, most = _pairs(thing["/Domain"]), (1 << bits) - 1

    def sample(place: Sequence[int]) -> Values:
        index = 0
        for at, size in zip(reversed(place), reversed(sizes), strict=True):
            index = index * size + at
        shift = total - bits * (index * outputs + 1)
        raw = [(data >> (shift - bits * i)) & most for i in range(outputs)]
        return tuple(_between(v, 0, most, *d) for v, d in zip(raw, decode, strict=True))

    def call(x: Values) -> Values:
        corners = []
        for value, span, code, size in zip(x, domain, encode, sizes, strict=True):
            at = _within(_between(value, *span, *code), 0, size - 1)
            low = min(int(at), max(size - 2, 0))
            part = at - low
            corners.append(((low, 1 - part), (min(low + 1, size - 1), part)))
        result = [0.0] * outputs
        for corner in product(*corners):
            weight = math.prod(part for _, part in corner)
            if weight:
                for i, value in enumerate(sample([at for at, _ in corner])):
                    result[i] += weight * value
        return tuple(result)

    return call


# Programs (type 4)

_TOKEN = re.compile(rb"[{}]|[^\s{}]+")
_TWO: dict[bytes, Callable[[float, float], float]] = {
    b"add": lambda a, b: a + b,
    b"sub": lambda a, b: a - b,
    b"mul": lambda a, b: a * b,
    b"div": lambda a, b: a / b if b else 0.0,
    b"idiv": lambda a, b: math.trunc(a / b) if b else 0,
    b"mod": lambda a, b: math.fmod(a, b) if b else 0,
    b"exp": lambda a, b: a**b if a > 0 else 0.0,
    b"atan": lambda a, b: math.degrees(math.atan2(a, b)) % 360,
    b"eq": lambda a, b: a == b,
    b"ne": lambda a, b: a != b,
    b"gt": lambda a, b: a > b,
    b"ge": lambda a, b: a >= b,
    b"lt": lambda a, b: a < b,
    b"le": lambda a, b: a <= b,
    b"and": lambda a, b: int(a) & int(b),
    b"or": lambda a, b: int(a) | int(b),
    b"xor": lambda a, b: int(a) ^ int(b),
    b"bitshift": lambda a, b: int(a) << int(b) if b >= 0 else int(a) >> -int(b),
}
_ONE: dict[bytes, Callable[[float], float]] = {
    b"neg": lambda a: -a,
    b"abs": abs,
    b"ceiling": math.ceil,
    b"floor": math.floor,
    b"round": lambda a: math.floor(a + 0.5),
    b"truncate": math.trunc,
    b"sqrt": lambda a: math.sqrt(max(a, 0)),
    b"sin": lambda a: math.sin(math.radians(a)),
    b"cos": lambda a: math.cos(math.radians(a)),
    b"ln": lambda a: math.log(a) if a > 0 else 0.0,
    b"log": lambda a: math.log10(a) if a > 0 else 0.0,
    b"cvi": math.trunc,
    b"cvr": float,
    b"not": lambda a: not a if isinstance(a, bool) else ~int(a),
}
_Program = list["bytes | float | _Program"]


def _program(thing: pikepdf.Object) -> Function:
    tokens = iter(_TOKEN.findall(thing.read_bytes()))
    if next(tokens, b"") != b"{":
        raise ValueError("no program")
    program = _block(tokens)
    outputs = len(_pairs(thing["/Range"]))

    def call(x: Values) -> Values:
        stack: list[float] = list(x)
        _run(program, stack)
        return tuple(float(v) for v in stack[-outputs:])

    return call


def _block(tokens: object) -> _Program:
    block: _Program = []
    for token in tokens:  # type: ignore[attr-defined]
        if token == b"}":
            return block
        if token == b"{":
            block.append(_block(tokens))
        elif token in (b"true", b"false"):
            block.append(token == b"true")
        elif token[:1] in b"+-.0123456789":
            block.append(float(token))
        else:
            block.append(token)
    raise ValueError("a program that does not end")


def _run(program: _Program, stack: list[float]) -> None:
    for i, step in enumerate(program):
        if isinstance(step, bytes):
            _do(step, stack, program, i)
        elif not isinstance(step, list):
            stack.append(step)


def _do(step: bytes, stack: list[float], program: _Program, at: int) -> None:
    try:
        if step in _TWO:
            b, a = stack.pop(), stack.pop()
            stack.append(_TWO[step](a, b))
        elif step in _ONE:
            stack.append(_ONE[step](stack.pop()))
        elif step in (b"if", b"ifelse"):
            _choose(step, stack, program, at)
        else:
            _shuffle(step, stack)
    except (IndexError, OverflowError) as fault:
        raise ValueError("a program that fails") from fault


def _choose(step: bytes, stack: list[float], program: _Program, at: int) -> None:
    taken = program[at - 1]
    if step == b"ifelse":
        taken = program[at - 2] if stack.pop() else taken
    elif not stack.pop():
        return
    if not isinstance(taken, list):
        raise ValueError("a program without its parts")
    _run(taken, stack)


def _shuffle(step: bytes, stack: list[float]) -> None:
    if step == b"pop":
        stack.pop()
    elif step == b"dup":
        stack.append(stack[-1])
    elif step == b"exch":
        stack[-1], stack[-2] = stack[-2], stack[-1]
    elif step == b"copy":
        if count := int(stack.pop()):
            stack.extend(stack[-count:])
    elif step == b"index":
        stack.append(stack[-1 - int(stack.pop())])
    elif step == b"roll":
        turn, count = int(stack.pop()), int(stack.pop())
        if count > 0:
            part = stack[-count:]
            turn %= count
            stack[-count:] = part[-turn:] + part[:-turn] if turn else part
    else:
        raise ValueError(f"no operator {step!r}")


# Made here


def blend(
    start: Values, end: Values, exponent: float = 1, domain: Sequence[float] = (0, 1)
) -> Dictionary:
    """A function of type 2 from `start` to `end`."""
    return Dictionary(
        FunctionType=2,
        Domain=Array([_plain(n) for n in domain]),
        C0=Array([_plain(n) for n in start]),
        C1=Array([_plain(n) for n in end]),
        N=_plain(exponent),
    )


def _plain(value: float) -> int | float:
    """A number that pikepdf writes short."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def samples(pdf: Pdf, values: Sequence[Values], domain: tuple[float, float]) -> pikepdf.Object:
    """A function of type 0 through `values`, 0 to 1 each, at even steps."""
    data = b"".join(
        round(65535 * _within(v, 0, 1)).to_bytes(2, "big") for value in values for v in value
    )
    return pdf.make_indirect(
        pdf.make_stream(
            data,
            FunctionType=0,
            Domain=Array([_plain(n) for n in domain]),
            Range=Array([0, 1] * len(values[0])),
            Size=Array([len(values)]),
            BitsPerSample=16,
        )
    )


def mapped(
    pdf: Pdf, thing: pikepdf.Object, change: Callable[[Values], Values], steps: int = 0
) -> pikepdf.Object:
    """A function of one argument whose results are changed by `change`.

    Blends (type 2) stay blends, from what `change` makes of one end to what it makes of the
    other, unless `steps` asks for so many samples in between; several one after the other
    (type 3) stay so. Others are sampled.
    """
    if isinstance(thing, Dictionary) and thing.get("/FunctionType") == 3:
        copy = Dictionary({key: thing[key] for key in ("/Domain", "/Bounds", "/Encode")})
        copy.FunctionType = 3
        copy.Functions = Array([mapped(pdf, part, change, steps) for part in thing["/Functions"]])
        return copy
    if isinstance(thing, Dictionary) and thing.get("/FunctionType") == 2 and not steps:
        start, end = floats(thing.get("/C0"), (0,)), floats(thing.get("/C1"), (1,))
        domain = floats(thing["/Domain"])
        return blend(change(start), change(end), float(thing["/N"]), domain)
    low, high = domain_of(thing)
    call, count = function_of(thing), max(_count(thing, steps), 2)
    places = [low + (high - low) * i / (count - 1) for i in range(count)]
    return samples(pdf, [change(call((place,))) for place in places], (low, high))


def _count(thing: pikepdf.Object, steps: int) -> int:
    """How many samples follow a function: its own, where it has any."""
    if isinstance(thing, pikepdf.Stream) and "/Size" in thing:
        return int(thing.Size[0])
    return steps or 256


def ends(thing: pikepdf.Object) -> list[Values]:
    """The values a function of one argument begins and ends with, of each of its parts."""
    if isinstance(thing, Dictionary) and thing.get("/FunctionType") == 3:
        return [value for part in thing["/Functions"] for value in ends(part)]
    if isinstance(thing, Dictionary) and thing.get("/FunctionType") == 2:
        return [floats(thing.get("/C0"), (0,)), floats(thing.get("/C1"), (1,))]
    low, high = domain_of(thing)
    call = function_of(thing)
    return [call((low,)), call((high,))]


def mixing(pdf: Pdf, parts: Sequence[Values]) -> pikepdf.Object:
    """A function from amounts of inks to cyan, magenta, yellow, black.

    Args:
        pdf: the file it is for.
        parts: for each ink, what the full ink is in the four.
    """
    if len(parts) == 1:
        return pdf.make_indirect(blend((0, 0, 0, 0), parts[0]))
    count, steps = len(parts), []
    for out in range(4):
        steps.append("0")
        for at, part in enumerate(parts):
            if part[out]:
                # below the amounts lie those already worked out, on top the sum
                steps.append(f"{count - 1 - at + out + 1} index {_plain(part[out])} mul add")
        steps.append("dup 1 gt { pop 1 } if")
    steps.append(f"{count + 4} 4 roll" + " pop" * count)
    return pdf.make_indirect(
        pdf.make_stream(
            ("{ " + " ".join(steps) + " }").encode(),
            FunctionType=4,
            Domain=Array([0, 1] * count),
            Range=Array([0, 1] * 4),
        )
    )


def separation(pdf: Pdf, names: Sequence[str], parts: Sequence[Values]) -> pikepdf.Object:
    """A colour space of inks by name: `/Separation` for one, `/DeviceN` for several.

    Args:
        pdf: the file it is for.
        names: of the inks.
        parts: for each, what the full ink is in cyan, magenta, yellow, black.
    """
    tint = mixing(pdf, parts)
    if len(names) == 1:
        space = Array([Name.Separation, _named(names[0]), Name.DeviceCMYK, tint])
    else:
        inks = Array([_named(name) for name in names])
        space = Array([Name.DeviceN, inks, Name.DeviceCMYK, tint])
    return pdf.make_indirect(space)


def _named(text: str) -> Name:
    return Name(f"/{text}")
