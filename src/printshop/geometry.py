"""Lengths and page boxes. Pure; mm unless a name says pt."""

from __future__ import annotations

from dataclasses import dataclass

PT_PER_MM = 72 / 25.4


def pt(mm: float) -> float:
    """Millimetres in points (1/72 inch)."""
    return mm * PT_PER_MM


def dots(mm: float, ppi: float) -> int:
    """How many picture elements `mm` holds at `ppi` elements an inch."""
    return max(1, round(mm / 25.4 * ppi))


@dataclass(frozen=True)
class Box:
    """A PDF rectangle in pt, from the lower left."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in pt."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in pt."""
        return self.top - self.bottom

    def grown(self, by: float) -> Box:
        """The box with `by` pt more on each side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def spread(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box with so many pt more on each side."""
        return Box(self.left - left, self.bottom - bottom, self.right + right, self.top + top)

    def moved(self, dx: float, dy: float) -> Box:
        """The box elsewhere."""
        return Box(self.left + dx, self.bottom + dy, self.right + dx, self.top + dy)

    def overlaps(self, other: Box) -> bool:
        """Whether the two have an area in common; boxes that only touch have none."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def within(self, other: Box, slack: float = 0.0) -> bool:
        """Whether no side lies more than `slack` pt beyond the other's."""
        return (
            self.left >= other.left - slack
            and self.bottom >= other.bottom - slack
            and self.right <= other.right + slack
            and self.top <= other.top + slack
        )

    def as_list(self) -> list[float]:
        """The four numbers as PDF wants them, to a thousandth of a point."""
        return [round(v, 3) for v in (self.left, self.bottom, self.right, self.top)]


@dataclass(frozen=True)
class PageGeometry:
    """A layout's page, in mm.

    Fragments are drawn on a *sheet* that is larger than the trimmed page by `pad` on each side, as
    a recto. A verso is the same drawing with the trim moved, so that the inside margin comes to
    lie at the right; `pad` leaves room for that and for the bleed.
    """

    width: float
    height: float
    inside: float
    outside: float
    head: float
    foot: float
    bleed: float = 3.0

    @property
    def shift(self) -> float:
        """How far a verso's trim lies to the right of a recto's, on the sheet."""
        return self.inside - self.outside

    @property
    def pad(self) -> float:
        """Room around the trim on the sheet."""
        return self.bleed + abs(self.shift) + 2.0

    @property
    def sheet(self) -> tuple[float, float]:
        """Width and height of what WeasyPrint draws on."""
        return self.width + 2 * self.pad, self.height + 2 * self.pad

    @property
    def text_width(self) -> float:
        """Width of the type area."""
        return self.width - self.inside - self.outside

    @property
    def text_height(self) -> float:
        """Height of the type area."""
        return self.height - self.head - self.foot

    def trim(self, *, verso: bool, mirrored: bool = True) -> Box:
        """The trimmed page on the sheet, in pt."""
        dx = self.shift if verso and mirrored else 0.0
        left = pt(self.pad + dx)
        bottom = pt(self.pad)
        return Box(left, bottom, left + pt(self.width), bottom + pt(self.height))
