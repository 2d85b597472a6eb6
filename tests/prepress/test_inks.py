"""The palette as a table of inks: what is found, what is refused, what is said of the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepress.smallbook import press
from printshop.prepress.edition import PaletteColour
from printshop.prepress.inks import BLACK, PAPER, Ink, InkTable, page_list, percents, say_unknown
from printshop.problems import Problems

INK = PaletteColour("ink", (27, 27, 27), BLACK)
RED = PaletteColour("red", (181, 18, 27), (0.1, 1, 0.95, 0.15))
SPOT = PaletteColour("spot", (200, 16, 46), (0.02, 1, 0.85, 0.06), "PANTONE 186 C")
PALE = PaletteColour("pale", (251, 236, 238), (0.02, 1, 0.85, 0.06), "PANTONE 186 C", 0.08)


def table(*colours: PaletteColour, **changes: Any) -> tuple[InkTable, list[tuple[str, dict]]]:  # type: ignore[type-arg]
    problems = Problems()
    made = InkTable(colours, "ban-tin", press(**changes), problems)
    return made, [(p.code, dict(p.params)) for p in problems]


def test_a_colour_of_the_palette_has_its_inks() -> None:
    inks, problems = table(INK, RED, SPOT, PALE, spots=1)
    assert problems == []
    assert inks.find((27, 27, 27)) == Ink(BLACK)
    assert inks.find((181, 18, 27)) == Ink((0.1, 1, 0.95, 0.15))
    assert inks.find((251, 236, 238)) == Ink((0.02, 1, 0.85, 0.06), "PANTONE 186 C", 0.08)
    assert inks.find((181, 18, 28)) is None
    assert inks.spots == {"PANTONE 186 C": (0.02, 1, 0.85, 0.06)}


def test_white_is_paper_unless_the_palette_says_otherwise() -> None:
    assert table(INK)[0].find((255, 255, 255)) == Ink(PAPER)
    cream = PaletteColour("paper", (255, 255, 255), (0, 0, 0.05, 0))
    assert table(INK, cream)[0].find((255, 255, 255)) == Ink((0, 0, 0.05, 0))


def test_only_full_black_alone_is_black() -> None:
    assert Ink(BLACK).black
    assert not Ink((0.2, 0, 0, 1)).black
    assert not Ink((0, 0, 0, 0.99)).black
    assert not Ink(BLACK, "PANTONE Black C").black


def test_a_tint_is_simulated_by_so_much_of_the_full_ink() -> None:
    assert Ink((0, 1, 0.8, 0.06), "S", 0.5).simulated == (0, 0.5, 0.4, 0.03)
    assert Ink((0, 1, 0.8, 0.06)).simulated == (0, 1, 0.8, 0.06)


def test_k007_colours_that_look_alike_need_the_same_inks() -> None:
    twin = PaletteColour("brick", RED.srgb, (0, 1, 1, 0.2))
    assert table(RED, twin)[1] == [
        ("K007", {"first": "red", "second": "brick", "colour": "#b5121b"})
    ]
    same = PaletteColour("brick", RED.srgb, RED.inks)
    assert table(RED, same)[1] == []


def test_k008_no_more_inks_than_the_press_takes() -> None:
    other = PaletteColour("blue", (0, 50, 160), (1, 0.7, 0, 0.1), "PANTONE 286 C")
    assert table(SPOT, PALE, other, spots=2)[1] == []
    ((code, params),) = table(SPOT, PALE, other, spots=1)[1]
    assert code == "K008"
    assert params == {
        "found": 2,
        "names": "PANTONE 186 C, PANTONE 286 C",
        "press": "nha-in",
        "most": 1,
    }


def test_k011_a_press_of_one_ink_takes_black_only() -> None:
    assert table(INK, inks="black")[1] == []
    assert table(INK, RED, SPOT, inks="black")[1] == [
        ("K011", {"press": "nha-in", "colour": "red"}),
        ("K011", {"press": "nha-in", "colour": "spot"}),
    ]


def test_k012_an_ink_is_one_thing() -> None:
    other = PaletteColour("pale", PALE.srgb, (0, 0.08, 0.07, 0), "PANTONE 186 C", 0.08)
    assert table(SPOT, other, spots=1)[1] == [
        ("K012", {"spot": "PANTONE 186 C", "first": "spot", "second": "pale"})
    ]


def test_k006_a_forgotten_colour_is_told_with_its_pages() -> None:
    problems = Problems()
    say_unknown({(0, 0, 0): (BLACK, (0, 1, 2, 6))}, "ban-tin", problems)
    (problem,) = problems
    assert problem.code == "K006"
    assert str(problem.where) == "layouts/ban-tin/layout.yaml"
    assert dict(problem.params) == {
        "colour": "#000000",
        "layout": "ban-tin",
        "inks": "0/0/0/100",
        "pages": "1–3, 7",
    }


def test_many_pages_are_told_in_short() -> None:
    assert page_list([0]) == "1"
    assert page_list([8, 2, 4, 6, 0, 2]) == "1, 3, 5, 7, 9"
    assert page_list(range(0, 20, 2)) == "1, 3, 5, 7, 9 …"


@given(st.sets(st.integers(0, 60), min_size=1))
def test_page_lists_lose_nothing_but_what_they_say(pages: set[int]) -> None:
    said = page_list(pages)
    told: set[int] = set()
    for run in said.removesuffix(" …").split(", "):
        first, _, last = run.partition("–")
        told |= set(range(int(first) - 1, int(last or first)))
    assert told <= pages
    assert told == pages or said.endswith(" …")
    assert min(pages) in told


@pytest.mark.parametrize(
    ("inks", "said"), [((0.1, 1, 0.95, 0.15), "10/100/95/15"), (PAPER, "0/0/0/0")]
)
def test_inks_are_told_in_percent(inks: tuple[float, float, float, float], said: str) -> None:
    assert percents(inks) == said


def test_a_press_of_black_and_another_ink_takes_that_ink() -> None:
    assert table(INK, SPOT, PALE, inks="black", spots=1)[1] == []
    ((code, _),) = table(INK, RED, SPOT, inks="black", spots=1)[1]
    assert code == "K011"
    assert [code for code, _ in table(INK, SPOT, inks="black")[1]] == ["K011"]
