"""What goes into a rendering and what comes out: plain data that any process can take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Asset:
    """A file that a job may use, by the SHA-256 of its bytes."""

    sha256: str
    media_type: str
    path: Path

    @property
    def url(self) -> str:
        """How the job's HTML and CSS name it."""
        return f"asset:{self.sha256}"


@dataclass(frozen=True)
class Grid:
    """A page's baseline grid: lines of text that ask for it stand on multiples of `step`."""

    origin: float
    """Where it begins, in mm from the sheet's top."""
    step: float
    """From one line to the next, in pt."""


@dataclass(frozen=True)
class Sheet:
    """A style sheet: what to call it in complaints, and its text."""

    name: str
    css: str


@dataclass(frozen=True)
class RenderJob:
    """A document to render, with all it may use: hermetic (invariant 1 of the architecture)."""

    name: str
    html: str
    sheets: tuple[Sheet, ...]
    """In the order of the cascade."""
    assets: tuple[Asset, ...] = ()
    tagged: bool = True
    """Whether it carries a tag tree; furniture does not."""
    grid: Grid | None = None

    def with_html(self, html: str) -> RenderJob:
        """The same job with other text."""
        return replace(self, html=html)


@dataclass(frozen=True)
class Fragment:
    """A rendered job."""

    name: str
    pdf: bytes
    pages: int
    anchors: dict[str, int]
    """The page of each anchor, from 0."""
    warnings: tuple[str, ...] = ()
    """What the engine complained of; each is a defect of the layout."""
    bottoms: tuple[float, ...] = ()
    """Of each page, how far down its contents reach, in mm from the sheet's top; 0 for none."""
    lines: tuple[int, ...] = ()
    """Of each page, how many lines it holds; pictures count by their height."""
    end: float = 0.0
    """Where on the last page more would begin, in mm from the sheet's top."""


@dataclass(frozen=True)
class RenderFailure:
    """A job that could not be rendered."""

    name: str
    reason: str
    refused_url: str = ""
    cause: Literal["engine", "time", "memory", "died"] = "engine"
    """The engine itself, a limit of the workers, or the death of a worker."""


Rendered = Fragment | RenderFailure
