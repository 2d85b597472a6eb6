"""Functions of PDF (ISO 32000-1, 7.10) for gradients and inks: such as are there, and new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from printshop.pdf import functions

Values = tuple[float, ...]
Function = Callable[[Values], Values]


def function_of(thing: pikepdf.Object) -> Function:
    """A function, or a list of them of one value each, to be called.

    Raises:
        ValueError: it is none; when it is called, it has no value there.
    """
    made = functions.function(thing)
    if made is None:
        raise ValueError("no function")

    def call(x: Values) -> Values:
        y = made(x)
        if y is None:
            raise ValueError("no value")
        return y

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
        round(65535 * min(max(v, 0.0), 1.0)).to_bytes(2, "big") for value in values for v in value
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
