"""Text in an old font, or read in a wrong encoding, in a list that is UTF-8 all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from printshop.distribution.tables import Cell, Row
from printshop.problems import Problems
from printshop.sources.validate import clipped
from printshop.text.legacy import Spot, find_debris, find_mojibake

_SHOWN = 5
"""Lines that are named, at most."""


def old_fonts(rows: Iterable[Row]) -> str:
    """The encodings of old fonts that rows are written in, by `, `; empty for none."""
    lines = [" | ".join(cell.text for cell in row.own.values()) for row in rows]
    return ", ".join(debris.encoding for debris in find_debris(lines))


def note_old_fonts(recipients: Sequence[Sequence[Cell]], problems: Problems) -> None:
    """D071 for old fonts, D074 for a wrong encoding: one of each, at the first such word.

    Args:
        recipients: the cells of each, with texts.
        problems: D071 and D074 are noted here.
    """
    texts = [" | ".join(cell.text for cell in cells) for cells in recipients]
    for debris in find_debris(texts):
        _note("D071", debris.encoding, debris.lines, recipients, problems)
    misread = {i: spot for i, text in enumerate(texts) if (spot := find_mojibake(text))}
    if misread:
        _note("D074", "UTF-8", misread, recipients, problems)


def _note(
    code: str,
    encoding: str,
    spots: dict[int, Spot],
    recipients: Sequence[Sequence[Cell]],
    problems: Problems,
) -> None:
    first = next(iter(spots))
    spot = spots[first]
    cell = next((one for one in recipients[first] if spot.word in one.text), recipients[first][0])
    lines = [str(line) for line in dict.fromkeys(recipients[i][0].where.line for i in spots)]
    listed = ", ".join(lines[:_SHOWN]) + (" …" if len(lines) > _SHOWN else "")
    told = {"word": clipped(spot.word), "meant": clipped(spot.meant), "lines": listed}
    problems.add(code, cell.where, encoding=encoding, **told)
