"""Paper that is piled, folded, cut and read: what hands do, without any scheme's formula.

A leaf is one cell of a sheet with a face on either side. How a face is turned is said as it is
seen once its leaf was turned over round an upright axis, like the page of a book.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from printshop.imposition.model import Imposition, PrintSheet, Side


@dataclass(frozen=True)
class Face:
    """What is printed on one side of a leaf."""

    page: int | None
    turned: int = 0


@dataclass(frozen=True)
class Leaf:
    up: Face
    down: Face

    def over(self, axis: Literal["upright", "level"]) -> Leaf:
        """Turned over round an axis. A level one brings what was at the head to the foot."""
        if axis == "upright":
            return Leaf(self.down, self.up)
        return Leaf(_upside_down(self.down), _upside_down(self.up))


def _upside_down(face: Face) -> Face:
    return Face(face.page, (face.turned + 180) % 360)


Pile = tuple[Leaf, ...]
"""The first on top."""
Paper = tuple[tuple[Pile, ...], ...]
"""Rows of columns of piles, as they lie on the table."""


def spread_out(sheet: PrintSheet, job: Imposition, up: Literal["front", "back"]) -> Paper:
    """One sheet on the table. Behind a cell lies the cell as far from the other edge."""
    front, back = _faces(sheet.front), _faces(sheet.back)
    upper, under = (front, back) if up == "front" else (back, front)
    white = Face(None)
    return tuple(
        tuple(
            (
                Leaf(
                    upper.get((column, row), white),
                    under.get((job.columns - 1 - column, row), white),
                ),
            )
            for column in range(job.columns)
        )
        for row in range(job.rows)
    )


def _faces(side: Side) -> dict[tuple[int, int], Face]:
    faces = {(p.column, p.row): Face(p.page, p.turned) for p in side.places}
    assert len(faces) == len(side.places), "two pages in one cell"
    return faces


def piled(papers: Iterable[Paper]) -> Paper:
    """Sheets edge on edge, the first on top."""
    return tuple(
        tuple(tuple(leaf for pile in piles for leaf in pile) for piles in zip(*rows, strict=True))
        for rows in zip(*papers, strict=True)
    )


def left_over_right(paper: Paper, after: int) -> Paper:
    """What lies left of the fold after a column is laid on what lies right of it."""
    return _columns_folded(paper, after, onto_right=True)


def right_over_left(paper: Paper, after: int) -> Paper:
    """The other way."""
    return _columns_folded(paper, after, onto_right=False)


def _columns_folded(paper: Paper, after: int, *, onto_right: bool) -> Paper:
    rows = []
    for row in paper:
        left, right = row[after::-1], row[after + 1 :]  # both from the fold outwards
        moving, staying = (left, right) if onto_right else (right, left)
        assert len(moving) <= len(staying), "paper would stick out over the edge"
        turned = [tuple(leaf.over("upright") for leaf in pile[::-1]) for pile in moving]
        turned += [()] * (len(staying) - len(moving))
        joined = [top + bottom for top, bottom in zip(turned, staying, strict=True)]
        rows.append(tuple(joined if onto_right else joined[::-1]))
    return tuple(rows)


def upper_behind_lower(paper: Paper) -> Paper:
    """Two rows; the upper one is folded backwards under the lower one."""
    upper, lower = paper
    under = [tuple(leaf.over("level") for leaf in pile[::-1]) for pile in upper]
    return (tuple(top + bottom for top, bottom in zip(lower, under, strict=True)),)


def closed(paper: Paper) -> Pile:
    """The one pile that is left when all is folded."""
    ((pile,),) = paper
    return pile


def read(pile: Pile) -> list[Face]:
    """Leafed through from the top: a leaf's upper face, then its other one."""
    return [face for leaf in pile for face in (leaf.up, leaf.down)]


def upright_pages(faces: Iterable[Face]) -> list[int | None]:
    """The pages, once it is seen that none that is printed stands on its head."""
    found = list(faces)
    assert all(face.turned == 0 for face in found if face.page is not None)
    return [face.page for face in found]


def bound_at_the_fold(job: Imposition) -> list[int | None]:
    """Signatures of sheets of two columns: laid in one another, folded, piled up, and read.

    The booklet lies open on the table at its middle: outermost sheet at the bottom, fronts down.
    It is closed by laying its left half on its right.
    """
    pages: list[int | None] = []
    for signature in sorted({sheet.signature for sheet in job.sheets}):
        sheets = [sheet for sheet in job.sheets if sheet.signature == signature]
        inmost_first = sorted(sheets, key=lambda sheet: -sheet.number)
        assert [sheet.number for sheet in inmost_first] == list(range(len(sheets)))[::-1]
        assert {sheet.of for sheet in sheets} == {len(sheets)}
        (fold,) = job.folds
        flat = piled(spread_out(sheet, job, "back") for sheet in inmost_first)
        pages += upright_pages(read(closed(left_over_right(flat, fold.after))))
    return pages


def cut_and_piled(job: Imposition, order: Literal["across", "down"]) -> Pile:
    """All sheets in a pile, fronts up, cut along every line; stacks laid on one another."""
    lines = {(cut.axis, cut.after) for cut in job.folds if cut.kind == "cut"}
    assert lines == {
        *(("vertical", column) for column in range(job.columns - 1)),
        *(("horizontal", row) for row in range(job.rows - 1)),
    }
    paper = piled(spread_out(sheet, job, "front") for sheet in job.sheets)
    rows = paper if order == "across" else tuple(zip(*paper, strict=True))
    return tuple(leaf for row in rows for stack in row for leaf in stack)


def zine_pages(job: Imposition, sheet: PrintSheet) -> list[int | None]:
    """One sheet with a slit in its middle, folded lengthwise and pushed to a cross; then read.

    From above: the right-hand and the left-hand ends are arms of two layers; the slit lets the
    two layers between them go apart, one towards the reader and one away from him, and each of
    them is pressed to an arm as well. Between two arms lies an opening of two pages.
    """
    slit = [(f.begin, f.end) for f in job.folds if f.axis == "horizontal" and f.kind == "cut"]
    assert slit == [(1, 3)], "without it the middle does not come apart"
    (strip,) = upper_behind_lower(spread_out(sheet, job, "front"))
    near = [pile[0].up for pile in strip]
    far = [pile[1].down for pile in strip]
    # Four arms round the axis, each with the faces on its two sides, turning away from the reader.
    right, away, left, towards = (
        (near[3], far[3]),
        (far[2], far[1]),
        (far[0], near[0]),
        (near[1], near[2]),
    )
    # Who looks into an opening from outside has the arm that comes next at his right hand, so what
    # he reads at the left is on the arm before.
    ring = [face for arm in (right, away, left, towards) for face in arm]
    return upright_pages(ring)
