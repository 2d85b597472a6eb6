"""What planning gives: the pieces of an issue in the order of the pages, each with its job.

Pages that carry page numbers (contents, cover headlines, "xem trang …") hold marks instead; the
recipe fills them when every page has its folio.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from printshop.layout.faults import noting_faults
from printshop.layout.load import Layout
from printshop.layout.originals import SourcePicture
from printshop.layout.prelude import AS_DESIGNED, Setting
from printshop.problems import Problem, Problems, StopBuild, Where
from printshop.render import Asset, RenderJob
from printshop.sources import Workspace
from printshop.sources.pagemarks import marked_items

Start = Literal["any", "recto", "verso"]
Zone = Literal["front", "body", "back"]


@dataclass(frozen=True)
class OutlineEntry:
    """A bookmark: its depth from 0, its text, the anchor it leads to."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True)
class Closing:
    """What stands under an item's last lines: a filler, at the page's foot."""

    id: str
    html: str
    space: float
    """Above it, in mm."""
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A run of pages of one kind: a job, and what make-up must know of it."""

    id: str
    kind: str
    job: RenderJob
    title: str
    """Plain text, for bookmarks and running heads."""
    where: Where
    zone: Zone = "body"
    section: str = ""
    """The section's title, for running heads; plain text."""
    start: Start = "any"
    budget: int | None = None
    fit: bool = False
    """Whether the layout may tighten or loosen it to its budget."""
    mirrored: bool = True
    furniture: bool | Literal["later"] = True
    outline: tuple[OutlineEntry, ...] = ()
    setting: Setting = AS_DESIGNED
    closing: str = ""
    """The id of the filler under its last lines."""
    held: tuple[Problem, ...] = ()
    """Of a filler: what is to be said of its picture if it is used."""

    @property
    def waits_for(self) -> frozenset[str]:
        """Items whose folios it prints: it is rendered after they are known."""
        return marked_items(self.job.html)


@dataclass(frozen=True)
class ContentsLine:
    """A line of the contents page."""

    id: str
    title: str
    page: str
    kicker: str = ""
    number: int = 0
    """Of the articles and groups of its section, from 1; 0 for what has none."""
    minor: bool = False
    """An article inside a group."""


@dataclass(frozen=True)
class PartFiller:
    """A filler for the rest of a page: how it measures itself and how it is set in."""

    piece: Piece
    """Set alone, to learn its height."""
    html: str
    assets: tuple[Asset, ...]


Again = Callable[[Piece, Setting, Closing | None], Piece | None]
"""Sets a piece anew, tighter or looser, with something under its last lines."""


@dataclass(frozen=True)
class Plan:
    """The pieces in order, and fillers to take where a page would stay blank."""

    pieces: tuple[Piece, ...]
    fillers: tuple[Piece, ...] = ()
    parts: tuple[PartFiller, ...] = ()
    """Fillers for the rest of a page, in the manifest's order."""
    words: int = 0
    pictures: int = 0
    sources: Mapping[str, SourcePicture] = field(default_factory=dict, compare=False)
    """What the pictures were made of, by the URL of the asset; setting anew adds to it."""
    again: Again = field(default=lambda piece, _setting, _closing: piece, compare=False)


def furniture_job(
    layout: Layout,
    pages: Sequence[Any],
    shared: Mapping[str, Any],
    workspace: Workspace,
    problems: Problems,
) -> RenderJob:
    """The document of folios and running heads: one page for each of `pages`.

    Raises:
        StopBuild: the template fails (L003).
    """
    name = layout.spec.furniture
    template = layout.find(name) or Path(name)
    with noting_faults(workspace, template, "furniture", problems):
        html = layout.environment.get_template(name).render(
            pages=pages, options=layout.options, layout=layout.spec, **shared
        )
        return RenderJob("furniture", html, layout.sheets(), tagged=False)
    raise StopBuild
