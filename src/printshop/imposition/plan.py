"""The plan of a job, to be read before paper is spent: rows of a table, and a picture as SVG.

Both say the same: which page lies where, on fronts and on backs, as `model.Side` has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from printshop.i18n import _
from printshop.imposition.model import Fold, Imposition, Place, PrintSheet, Side

BLANK = "–"
"""What stands for a page that stays white."""
_TURNS = {0: "", 90: "→", 180: "↓", 270: "←"}
"""Where the head of a turned page lies."""

_PAGE = 62.0
"""The longer side of a drawn sheet, in units of the picture."""
_GAP = 6.0
"""Between front and back."""
_BETWEEN = 18.0
"""Between sheets, across and down; labels stand there."""
_EDGE = 12.0
_HEAD = 16.0
_LEGEND = 14.0
_ACROSS = 3
"""Sheets in a row of the picture, at most."""


@dataclass(frozen=True)
class PlanRow:
    """A sheet of the table."""

    signature: int
    """From 1."""
    sheet: int
    """Of its signature, from 1, the outermost first."""
    front: str
    """Its pages from the left, rows parted by a stroke: `8 1`; an arrow for one that is turned."""
    back: str
    """Likewise; empty where the job has one side."""


def plan_rows(imposition: Imposition) -> list[PlanRow]:
    """A row a sheet, in the order in which they are printed."""
    signed = in_signatures(imposition)
    return [
        PlanRow(
            sheet.signature + 1 if signed else 1,
            sheet.number + 1 if signed else number,
            side_in_words(sheet.front),
            side_in_words(sheet.back) if imposition.two_sided else "",
        )
        for number, sheet in enumerate(imposition.sheets, start=1)
    ]


def side_in_words(side: Side) -> str:
    """The pages of a side from the left, rows from the top, parted by ` / `."""
    rows: dict[int, list[Place]] = {}
    for place in side.places:
        rows.setdefault(place.row, []).append(place)
    return " / ".join(
        " ".join(_called(place) for place in sorted(rows[row], key=lambda place: place.column))
        for row in sorted(rows)
    )


def _called(place: Place) -> str:
    number = BLANK if place.page is None else str(place.page + 1)
    return number + (_TURNS[place.turned] if place.page is not None else "")


def table(imposition: Imposition) -> list[str]:
    """The plan as lines for people, in columns."""
    rows = plan_rows(imposition)
    several = in_signatures(imposition)
    heads = [_("signature")] if several else []
    heads += [_("sheet"), _("front")] + ([_("back")] if imposition.two_sided else [])
    cells = [
        ([str(row.signature)] if several else [])
        + [str(row.sheet), row.front]
        + ([row.back] if imposition.two_sided else [])
        for row in rows
    ]
    return in_columns([heads, *cells])


def in_signatures(imposition: Imposition) -> bool:
    """Whether there are several signatures, some of several sheets."""
    sheets = imposition.sheets
    return any(sheet.signature for sheet in sheets) and any(sheet.of > 1 for sheet in sheets)


def sheet_words(imposition: Imposition, number: int) -> str:
    """What people call the sheet of this number, from 0."""
    sheet = imposition.sheets[number]
    if in_signatures(imposition):
        said = _("signature {s}, sheet {n}")
        return said.format(s=sheet.signature + 1, n=sheet.number + 1)
    return _("sheet {n}").format(n=number + 1)


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of equally many cells as lines, columns under one another."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


# -- the picture


def plan_svg(imposition: Imposition, sheet: tuple[float, float], title: str = "") -> str:
    """The plan as a picture: every sheet, its front and beside it its back.

    Args:
        imposition: the job.
        sheet: width and height of the sheet as it lies, in mm.
        title: what job it is.
    """
    return _Picture(imposition, sheet).drawn(title)


class _Picture:
    """Sizes in units of the picture."""

    def __init__(self, imposition: Imposition, sheet: tuple[float, float]) -> None:
        self.job = imposition
        scale = _PAGE / max(sheet)
        self.width, self.height = sheet[0] * scale, sheet[1] * scale
        self.sides = 2 if imposition.two_sided else 1
        self.across = max(1, min(_ACROSS, len(imposition.sheets)))

    def drawn(self, title: str) -> str:
        step_x = self.sides * self.width + (self.sides - 1) * _GAP + _BETWEEN
        step_y = self.height + _BETWEEN
        down = -(-len(self.job.sheets) // self.across)
        width = max(self.across * step_x - _BETWEEN, 120) + 2 * _EDGE
        height = _HEAD + down * step_y + _LEGEND + _EDGE
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height:.1f}" '
            f'width="{width * 3:.0f}" height="{height * 3:.0f}" '
            'font-family="Noto Sans, DejaVu Sans, Arial, sans-serif">',
            f"<title>{escape(title)}</title>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            f'<text x="{_EDGE}" y="{_HEAD - 5}" font-size="6" font-weight="bold">'
            f"{escape(title)}</text>",
        ]
        for number, one in enumerate(self.job.sheets):
            x = _EDGE + number % self.across * step_x
            y = _HEAD + number // self.across * step_y + 7
            parts += self._sheet(one, number, x, y)
        parts += self._legend(_EDGE, height - _EDGE)
        return "\n".join([*parts, "</svg>", ""])

    def _sheet(self, sheet: PrintSheet, number: int, x: float, y: float) -> Iterator[str]:
        label = sheet_words(self.job, number)
        sides = [(sheet.front, _("front"), False), (sheet.back, _("back"), True)]
        for at, (side, name, mirrored) in enumerate(sides[: self.sides]):
            left = x + at * (self.width + _GAP)
            words = f"{label}, {name}" if not at else name
            yield (
                f'<text x="{left:.2f}" y="{y - 2:.2f}" font-size="4.5" fill="#333">'
                f"{escape(words)}</text>"
            )
            yield (
                f'<rect x="{left:.2f}" y="{y:.2f}" width="{self.width:.2f}" '
                f'height="{self.height:.2f}" fill="#fff" stroke="#333" stroke-width="0.5"/>'
            )
            for place in side.places:
                yield from self._place(place, left, y)
            for fold in self.job.folds:
                yield self._fold(fold, left, y, mirrored=mirrored)

    def _place(self, place: Place, left: float, top: float) -> Iterator[str]:
        wide, high = self.width / self.job.columns, self.height / self.job.rows
        x, y = left + place.column * wide, top + place.row * high
        colour = "#ececec" if place.page is None else "#f7fafd"
        yield (
            f'<rect x="{x + 1:.2f}" y="{y + 1:.2f}" width="{wide - 2:.2f}" height="{high - 2:.2f}" '
            f'fill="{colour}" stroke="#9ab" stroke-width="0.25"/>'
        )
        if place.page is None:
            return
        across, down = (high, wide) if place.turned in (90, 270) else (wide, high)
        size = min(across * 0.42, down * 0.42)
        yield (
            f'<g transform="translate({x + wide / 2:.2f} {y + high / 2:.2f}) '
            f'rotate({place.turned})">'
            f'<path d="M0 {-down * 0.4:.2f} l{size * 0.18:.2f} {size * 0.28:.2f} '
            f'h{-size * 0.36:.2f} z" fill="#c33"/>'
            f'<text y="{size * 0.42:.2f}" font-size="{size:.2f}" text-anchor="middle" '
            f'fill="#124">{place.page + 1}</text></g>'
        )

    def _fold(self, fold: Fold, left: float, top: float, *, mirrored: bool) -> str:
        columns, rows = self.job.columns, self.job.rows
        wide, high = self.width / columns, self.height / rows
        if fold.axis == "vertical":
            x = (columns - 1 - fold.after if mirrored else fold.after + 1) * wide
            ends = fold.begin * high, (rows if fold.end is None else fold.end) * high
            points = (x, ends[0], x, ends[1])
        else:
            y = (fold.after + 1) * high
            begin, end = fold.begin, columns if fold.end is None else fold.end
            if mirrored:
                begin, end = columns - end, columns - begin
            points = (begin * wide, y, end * wide, y)
        return _line(points, left, top, fold.kind)

    def _legend(self, x: float, y: float) -> Iterator[str]:
        kinds = [(kind, words) for kind, words in _kinds() if self._has(kind)]
        for kind, words in kinds:
            yield _line((0, 0, 12, 0), x, y, kind)
            yield f'<text x="{x + 14:.2f}" y="{y + 1.5:.2f}" font-size="4.5">{escape(words)}</text>'
            x += 22 + 2.4 * len(words)
        yield f'<path d="M{x + 2:.2f} {y - 2:.2f} l1.4 3 h-2.8 z" fill="#c33"/>'
        head = escape(_("head of the page"))
        yield f'<text x="{x + 6:.2f}" y="{y + 1.5:.2f}" font-size="4.5">{head}</text>'

    def _has(self, kind: str) -> bool:
        return any(fold.kind == kind for fold in self.job.folds)


def _kinds() -> list[tuple[str, str]]:
    return [("fold", _("fold")), ("cut", _("cut"))]


def _line(points: tuple[float, float, float, float], left: float, top: float, kind: str) -> str:
    x1, y1, x2, y2 = points
    dashes, colour = ("2 1.2", "#06c") if kind == "fold" else ("4 1 0.6 1", "#c33")
    return (
        f'<line x1="{left + x1:.2f}" y1="{top + y1:.2f}" x2="{left + x2:.2f}" '
        f'y2="{top + y2:.2f}" stroke="{colour}" stroke-width="0.6" stroke-dasharray="{dashes}"/>'
    )
