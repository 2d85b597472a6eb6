"""What the furniture template gets: for each page of the issue, what it may print."""

from __future__ import annotations

from dataclasses import dataclass

from printshop.layout.plan import Plan
from printshop.makeup.pagemap import PageMap
from printshop.manifest import LoadedIssue
from printshop.text.typography import typeset


@dataclass(frozen=True)
class FurniturePage:
    """A page as its folio and running head see it."""

    folio: str
    side: str
    """`recto` or `verso`."""
    kind: str
    """The kind of item, or `blank`."""
    shown: bool
    """Whether the layout wants furniture on this kind of page."""
    opening: bool
    """Whether an item begins on this page."""
    section: str
    title: str
    bulletin: str
    number: str


def furniture_pages(loaded: LoadedIssue, plan: Plan, page_map: PageMap) -> list[FurniturePage]:
    """One entry for each page, in order."""
    pieces = {piece.id: piece for piece in (*plan.pieces, *plan.fillers)}
    bulletin, number = typeset(loaded.bulletin.name), typeset(loaded.issue.number)
    result = []
    for page in page_map.pages:
        piece = pieces.get(page.run)
        result.append(
            FurniturePage(
                folio=page.folio,
                side="verso" if page.verso else "recto",
                kind=piece.kind if piece else "blank",
                shown=piece.furniture if piece else False,
                opening=page.page_in_run == 0,
                section=typeset(piece.section) if piece else "",
                title=piece.title if piece else "",
                bulletin=bulletin,
                number=number,
            )
        )
    return result
