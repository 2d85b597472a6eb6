"""Marks on sheets: where they stand, and that they keep clear of pages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imposition.tinypdf import FONT
from printshop.geometry import Box
from printshop.imposition.layout import SheetLayout, Wish, lay_out
from printshop.imposition.marks import Labels, MarkWish, Placed, collation, draw_marks, place_marks
from printshop.imposition.model import Imposition
from printshop.imposition.printer import SHEETS, Edges
from printshop.imposition.schemes import SCHEMES, Options

EDGES = Edges()
LABELS = Labels(FONT)
LABEL = LABELS.line("tờ 3 · mặt trước")


def laid(
    scheme: str, pages: int, sheet: str = "SRA3", wish: Wish | None = None, **choices: object
) -> tuple[Imposition, SheetLayout]:
    job = SCHEMES[scheme](pages, Options(**choices))  # type: ignore[index, arg-type]
    return job, lay_out(job, (148, 210), EDGES, [sheet], wish)


def kinds(placed: tuple[Placed, ...]) -> list[str]:
    return sorted({mark.kind for mark in placed})


def test_a_fold_is_marked_at_both_ends_in_dashes() -> None:
    job, layout = laid("saddle", 8)
    folds = [m for m in place_marks(layout, job, 0) if m.kind == "fold"]
    assert len(folds) == 2
    for mark in folds:
        assert (mark.box.left + mark.box.right) / 2 == pytest.approx(layout.width / 2)
        assert b"[2 1.5] 0 d" in mark.content
        assert not mark.box.overlaps(layout.block)


def test_a_gutter_is_cut_at_both_sides() -> None:
    job, layout = laid("cut-stack", 8, "A3", Wish(gutter=8, margin=6), columns=2, rows=2)
    upright = {
        round((m.box.left + m.box.right) / 2, 2)
        for m in place_marks(layout, job, 0)
        if m.kind == "cut" and m.box.height > m.box.width
    }
    (a, b), (c, d) = layout.columns
    assert upright == {round(x, 2) for x in (a, b, c, d)}


def test_a_slit_has_ticks_at_its_ends() -> None:
    job, layout = laid("zine", 8)
    middle = layout.rows[0][0]
    ticks = [
        m
        for m in place_marks(layout, job, 0)
        if m.kind == "slit" and m.box.bottom < middle < m.box.top
    ]
    begin, end = layout.columns[1][0], layout.columns[2][1]
    assert sorted(round(m.box.left, 3) for m in ticks) == [round(begin, 3), round(end - 4, 3)]


def test_nothing_is_marked_where_there_is_no_room() -> None:
    job = SCHEMES["saddle"](8, Options())
    layout = lay_out(job, (210, 297), EDGES, ["A3"])
    assert place_marks(layout, job, 0, label=LABEL) == ()
    assert draw_marks(()) == b""


def test_what_is_not_wanted_is_not_there() -> None:
    job, layout = laid("saddle", 8)
    assert kinds(place_marks(layout, job, 0, label=LABEL)) == ["cross", "cut", "fold", "label"]
    none = MarkWish(fold=False, cut=False, collation=False, labels=False, register=False)
    assert place_marks(layout, job, 0, label=LABEL, wish=none) == ()
    assert kinds(place_marks(layout, job, 0, back=True, label=LABEL)) == ["cross", "label"]


def test_marks_are_of_black_ink_alone() -> None:
    job, layout = laid("perfect", 32, signature=8)
    content = draw_marks(place_marks(layout, job, 0, label=LABEL))
    assert content.startswith(b"q 0 0 0 1 K 0 0 0 1 k ")
    assert content.endswith(b"Q")
    assert not {b"rg", b"RG", b"g", b"G", b"scn", b"SCN"} & set(content.split())


def test_crosses_of_front_and_back_lie_behind_one_another() -> None:
    for scheme, choices in (("saddle", {}), ("n-up", {"columns": 3, "rows": 1})):
        job, layout = laid(scheme, 12, **choices)
        front = {m.box for m in place_marks(layout, job, 0) if m.kind == "cross"}
        back = {m.box for m in place_marks(layout, job, 0, back=True) if m.kind == "cross"}
        mirrored = {(round(layout.width - b.right, 3), round(b.bottom, 3)) for b in back}
        assert mirrored == {(round(b.left, 3), round(b.bottom, 3)) for b in front}
        assert front


def test_steps_go_down_a_spine_from_signature_to_signature() -> None:
    job, layout = laid("perfect", 48, signature=8)
    found: list[Box] = []
    for number, sheet in enumerate(job.sheets):
        bars = [
            mark for back in (False, True) for mark in collation(layout, job, number, back=back)
        ]
        assert len(bars) == (1 if sheet.number == 0 else 0)
        found += [mark.box for mark in bars]
    assert len(found) == 6
    for one, next_ in pairwise(found):
        assert next_.top == pytest.approx(one.bottom)
        assert next_.left == one.left
    # on the fold, outside: half of it on either page
    assert (found[0].left + found[0].right) / 2 == pytest.approx(layout.columns[0][1])


def test_steps_are_only_where_signatures_are_gathered() -> None:
    for scheme, pages in (("saddle", 32), ("perfect", 8), ("zine", 16)):
        job, layout = laid(scheme, pages, signature=16)
        assert not [m for n in range(len(job.sheets)) for m in collation(layout, job, n)]


def test_labels_say_sheet_and_side() -> None:
    job, _ = laid("saddle", 16)
    assert LABELS.words(job, 2, back=False) == "tờ 3 · mặt trước"
    assert Labels(FONT, "en").words(job, 2, back=True) == "sheet 3 · back"
    several, _ = laid("perfect", 32, signature=16)
    assert LABELS.words(several, 5, back=True) == "tay 2 · tờ 2 · mặt sau"
    alone, _ = laid("zine", 8)
    assert LABELS.words(alone, 0, back=False) == "tờ 1"


@given(
    st.sampled_from(sorted(SCHEMES)),
    st.tuples(st.floats(30, 350), st.floats(30, 350)),
    st.sampled_from(sorted(SHEETS)),
    st.builds(
        Wish,
        scale=st.sampled_from(["fit", "printable"]),
        gutter=st.floats(0, 12),
        margin=st.floats(0, 20),
    ),
    st.floats(0, 5),
    st.booleans(),
)
def test_marks_keep_clear_of_pages_of_edges_and_of_one_another(
    scheme: str, page: tuple[float, float], sheet: str, wish: Wish, bleed: float, back: bool
) -> None:
    job = SCHEMES[scheme](24, Options(columns=3, rows=2, signature=8))  # type: ignore[index]
    edges = Edges(top=5, bottom=3, left=4, right=6)
    layout = lay_out(job, page, edges, [sheet], wish)
    placed = place_marks(layout, job, 0, back=back, label=LABEL, bleed=bleed)
    pages = layout.block.grown(bleed)
    outer = [m for m in placed if not m.box.within(layout.block, 1.1)]
    for mark in outer:
        assert mark.box.within(layout.printable, 0.1)
        assert not mark.box.overlaps(pages)
    label = [m for m in outer if m.kind == "label"]
    assert len(label) <= 1
    for one in label:
        assert not [m for m in outer if m is not one and m.box.overlaps(one.box)]
