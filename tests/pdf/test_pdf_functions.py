"""Functions of PDF: what they give, and that none of anybody's files keeps the reader busy."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Pdf

from printshop.pdf.functions import function

PDF = Pdf.new()
"""What all streams here belong to: without their file they hold nothing."""


def call(thing: Any, *inputs: float) -> tuple[float, ...] | None:
    made = function(thing)
    return made(inputs) if made else None


def program(text: str, inputs: int = 1, outputs: int = 1, span: float = 1e6) -> pikepdf.Stream:
    return PDF.make_stream(
        text.encode(),
        FunctionType=4,
        Domain=Array([-span, span] * inputs),
        Range=Array([-span, span] * outputs),
    )


def table(data: bytes, sizes: list[int], outputs: int = 1, bits: int = 8, **more: Any) -> Any:
    return PDF.make_stream(
        data,
        FunctionType=0,
        Domain=Array([0, 1] * len(sizes)),
        Range=Array([0, 1] * outputs),
        Size=Array(sizes),
        BitsPerSample=bits,
        **more,
    )


def power(exponent: float = 1, **more: Any) -> Dictionary:
    entries = {"Domain": [0, 1], "C0": [0], "C1": [1], "N": exponent, **more}
    return Dictionary(FunctionType=2, **entries)


@contextmanager
def at_once() -> Iterator[None]:
    """What is done within must not take long; a bound that bites only without limits."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 5


# Powers, several of them


def test_a_power_between_two_values() -> None:
    assert call(power(2), 0.5) == (0.25,)
    assert call(power(2), 7) == (1,)
    assert call(power(1, C0=[0, 1], C1=[1, 0.5]), 0.5) == (0.5, 0.75)
    assert call(Dictionary(FunctionType=2, Domain=[0, 1], N=1), 0.25) == (0.25,)
    assert call(power(1, Range=[0, 0.3]), 0.5) == (0.3,)


def test_a_power_that_has_no_value() -> None:
    assert call(power(-1), 0) is None
    assert call(power(0.5, Domain=[-1, 1]), -0.25) is None
    assert call(power(3, Domain=[-1, 1]), -0.5) == (-0.125,)
    assert call(power(500, Domain=[0, 1000]), 1000) is None
    assert call(power()) is None
    assert call(power(), math.nan) is None


def test_one_after_the_other() -> None:
    both = Dictionary(
        FunctionType=3,
        Domain=[0, 1],
        Functions=[power(2), power(2)],
        Bounds=[0.5],
        Encode=[0, 1, 1, 0],
    )
    assert call(both, 0.25) == (0.25,)
    assert call(both, 0.5) == (1,)
    assert call(both, 0.75) == (0.25,)
    assert call(both, 1) == (0,)
    for key in ("/Functions", "/Bounds", "/Encode", "/Domain"):
        lacking = Dictionary({k: v for k, v in both.items() if k != key})
        assert call(lacking, 0.5) is None, key


def test_one_for_each_output() -> None:
    assert call(Array([power(1), power(2)]), 0.5) == (0.5, 0.25)
    assert call(Array([power(1), Dictionary()]), 0.5) is None
    assert call(Array([power()] * 33), 0.5) is None
    assert call(Array([]), 0.5) is None


# Samples


def test_samples_and_what_lies_between() -> None:
    two = table(bytes([0, 255, 128, 0]), [2], 2)
    assert call(two, 0.5) == pytest.approx((64 / 255, 0.5))
    assert call(two, 1) == pytest.approx((128 / 255, 0))
    grid = table(bytes([0, 51, 102, 255]), [2, 2])
    assert call(grid, 1, 0) == (51 / 255,)
    assert call(grid, 0, 1) == (102 / 255,)
    assert call(grid, 0.5, 0.5) == pytest.approx((408 / 4 / 255,))
    assert call(grid, 0.5) is None
    turned = table(bytes([0, 255]), [2], Encode=Array([1, 0]), Decode=Array([0, 0.5]))
    assert call(turned, 0) == (0.5,)
    assert call(table(b"\x07", [1]), 0.3) == (7 / 255,)


@given(
    st.sampled_from([1, 2, 4, 8, 12, 16, 24, 32]),
    st.lists(st.integers(0, 2**32 - 1), min_size=2, max_size=9),
)
def test_samples_of_any_bits(bits: int, raw: list[int]) -> None:
    raw = [value % 2**bits for value in raw]
    joined = "".join(f"{value:0{bits}b}" for value in raw)
    joined += "0" * (-len(joined) % 8)
    data = bytes(int(joined[at : at + 8], 2) for at in range(0, len(joined), 8))
    made = function(table(data, [len(raw)], bits=bits))
    assert made is not None
    for at, value in enumerate(raw):
        (found,) = made([at / (len(raw) - 1)]) or ()
        assert found == pytest.approx(value / (2**bits - 1), abs=1e-9)


def test_samples_that_are_not_all_there() -> None:
    assert call(table(bytes(3), [2, 2]), 0, 0) is None
    assert call(table(bytes(4), [2, 2], bits=7), 0, 0) is None
    assert call(table(bytes(4), [0]), 0) is None
    assert call(table(bytes(4), [2] * 9), *[0] * 9) is None
    assert call(table(bytes(4), [10**9, 10**9]), 0, 0) is None


# Programs

RESULTS = [
    ("dup 0.5 gt { 1 exch sub } { 2 mul } ifelse", [0.25], [0.5]),
    ("dup 0.5 gt { 1 exch sub } { 2 mul } ifelse", [0.75], [0.25]),
    ("dup 1 ge { pop 1 } if % the end\n", [7], [1]),
    ("1 add 2 sub 3 mul 4 div", [5], [3]),
    ("7 idiv", [-20], [-2]),
    ("7 mod", [-20], [-6]),
    ("neg abs sqrt", [16], [4]),
    ("dup ceiling exch dup floor exch dup round exch truncate", [-2.5], [-2, -3, -2, -2]),
    ("sin exch cos", [60, 30], [0.5, 0.5]),
    ("atan", [1, -1], [135]),
    ("0.5 exp ln", [math.exp(4)], [2]),
    ("log cvi cvr", [1500], [3]),
    ("3 1 roll", [1, 2, 3], [3, 1, 2]),
    ("3 -1 roll", [1, 2, 3], [2, 3, 1]),
    ("2 copy exch", [1, 2], [1, 2, 2, 1]),
    ("2 index exch pop", [1, 2, 3], [1, 2, 1]),
    ("12 and exch 3 or exch 5 xor", [8, 10], [11, 13]),
    ("not", [5], [-6]),
    ("2 bitshift exch -1 bitshift", [8, 3], [12, 4]),
    ("1 eq 2 1 ne and { 10 } { 20 } ifelse", [1], [10]),
    ("1 lt 2 1 le or not { 10 } { 20 } ifelse", [1], [10]),
    ("pop true false xor { 1.5e1 } { 0 } ifelse", [0], [15]),
]


@pytest.mark.parametrize(("text", "inputs", "expected"), RESULTS)
def test_what_programs_calculate(text: str, inputs: list[float], expected: list[float]) -> None:
    made = program("{ " + text + " }", len(inputs), len(expected))
    assert call(made, *inputs) == pytest.approx(expected)


BROKEN = [
    "", "{", "}", "{ {", "{ } }", "{ } { }", "1", "{ foo }", "{ inf }", "{ nan }", "{ { 1 } }",
    "{ if }", "{ 1 if }", "{ { 1 } ifelse }", "{ true 1 { 2 } ifelse }",
    "{ pop pop }", "{ pop }", "{ 1 0 div }", "{ 1 0 idiv }", "{ 1 0 mod }", "{ -1 ln }",
    "{ -1 sqrt }", "{ -8 0.5 exp }", "{ 9 -1 roll }", "{ -1 1 roll }", "{ 9 copy }", "{ -1 copy }",
    "{ 5 index }", "{ -1 index }", "{ 1e300 and }", "{ 1e300 dup mul }",
    "{ 1e300 dup mul dup sub }", "{ 1e300 dup mul cvi }",
]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_programs_that_fail_have_no_value(text: str) -> None:
    assert call(program(text), 0.5) is None


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=6), st.integers(-9, 9))
def test_rolling_turns_the_stack(values: list[float], by: int) -> None:
    count = len(values)
    rolled = call(program(f"{{ {count} {by} roll }}", count, count), *values)
    assert rolled == tuple(values[(at - by) % count] for at in range(count))


# Files of strangers


def test_what_is_no_function() -> None:
    for thing in (
        None,
        5,
        "x",
        Dictionary(),
        Dictionary(FunctionType=1),
        Array([1]),
        PDF.Root,
    ):
        assert function(thing) is None
    assert call(Dictionary(FunctionType=4, Domain=[0, 1], Range=[0, 1]), 0) is None
    without_range = PDF.make_stream(b"{ }", FunctionType=4, Domain=Array([0, 1]))
    assert call(without_range, 0) is None


def test_numbers_do_not_grow_without_end() -> None:
    with at_once():
        grow = "dup mul " * 60
        for start in ("3 cvi", "true true add", "1000 floor", "7 not"):
            assert call(program(f"{{ pop {start} {grow} }}"), 0) is None
        assert call(program("{ pop 10 cvi 1000000000 cvi exp }"), 0) is None
        assert call(program("{ pop 1 " + "31 bitshift " * 2000 + "}"), 0) == (0,)


def test_programs_end() -> None:
    with at_once():
        assert call(program("{" + " dup" * 300 + "}"), 0) is None
        assert call(program("{" + " dup pop" * 3000 + "}"), 0) is None
        assert call(program("{" * 50_000 + "}" * 50_000), 0) is None
        assert call(program("{" + " 0" * 200_000 + "}"), 0) is None


def test_functions_in_functions_end() -> None:
    for width in (1, 3, 200, 50_000):
        thing = PDF.make_indirect(
            Dictionary(FunctionType=3, Domain=[0, 1], Bounds=[0.5] * width, Encode=[0, 1] * width)
        )
        thing.Functions = Array([thing] * width)
        with at_once():
            assert call(thing, 0.5) is None
    listed = PDF.make_indirect(Array([]))
    for _ in range(30):
        listed.append(listed)
    with at_once():
        assert call(listed, 0.5) is None


def test_samples_are_not_read_again_and_again() -> None:
    big = table(bytes(1_000_000), [1_000_000])
    assert call(big, 0.5) == (0,)
    assert call(Array([big] * 4), 0.5) == (0, 0, 0, 0)
    with at_once():
        assert call(Array([big] * 20), 0.5) is None
