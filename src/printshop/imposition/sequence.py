"""Pages in reading order with the blanks that a scheme needs: how many, and where they go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rest = Literal["before-back", "at-end"]
"""Before the back cover, so that the last page stays the last; or behind everything."""
Order = tuple[int | None, ...]
"""Pages of the input from 0, None for a blank, as they are read."""


@dataclass(frozen=True)
class Blanks:
    """Where somebody wants white pages."""

    after: tuple[int, ...] = ()
    """A blank after each of these pages, counted from 1; 0 is before the first. A page named twice
    has two."""
    rest: Rest | None = None
    """Where those go that are missing still; None for what the scheme does."""


NO_CHOICE = Blanks()


def misplaced(pages: int, blanks: Blanks) -> tuple[int, ...]:
    """The places that an input of so many pages does not have."""
    return tuple(after for after in blanks.after if not 0 <= after <= pages)


def in_order(
    pages: int, multiple: int, blanks: Blanks, *, rest: Rest = "before-back", back: int = 1
) -> Order:
    """So many pages, filled up with blanks to a multiple.

    Blanks that were asked for come first; as many as are missing then go together to one place,
    `blanks.rest` or else `rest`. `back` says how many pages at the end belong to the cover.
    A single page stays the first: it is not pushed to the back.

    Raises ValueError for an input without pages and for places that it does not have.
    """
    if pages < 1:
        raise ValueError(f"{pages} pages")
    if wrong := misplaced(pages, blanks):
        raise ValueError(f"no page {wrong[0]} of {pages}")
    order: list[int | None] = [None] * blanks.after.count(0)
    for page in range(pages):
        order.append(page)
        order += [None] * blanks.after.count(page + 1)
    place = len(order)
    if (blanks.rest or rest) == "before-back" and pages > back:
        place = order.index(pages - back)
    missing = -len(order) % multiple
    return (*order[:place], *[None] * missing, *order[place:])
