"""The colours of a finished book rewritten into inks, and back for proofs.

The book was laid out once, in sRGB. Its pages, forms, patterns, masks and gradients are rewritten
in place: a colour of the palette becomes its inks, any other what the press's profile makes of
it. Text of full black alone overprints, nothing else does. Pictures are not touched here.
(Decision 0018.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pikepdf import Pdf

from printshop.prepress.edition import Inks
from printshop.prepress.inks import InkTable, Rgb
from printshop.prepress.inks import Space as Converter
from printshop.prepress.rewriting import Rewriter, Seen
from printshop.prepress.schemes import Inking, Looking, Showing
from printshop.prepress.screening import Screen

_Thing = TypeVar("_Thing")
OnPages = tuple[tuple[int, str], ...]
"""Pages, counted from 0, and what is on them, in words."""


@dataclass(frozen=True)
class Report:
    """What a file had in it."""

    unknown: dict[Rgb, tuple[Inks, tuple[int, ...]]]
    """Colours that are not in the palette: the inks made of them, their pages from 0."""
    transparency: OnPages
    """What is transparent."""
    spots: dict[str, tuple[int, ...]]
    """Inks besides the four, and the pages they are on, from 0."""
    left: OnPages
    """What could not be changed: gradients of meshes, pictures within a stream."""
    streams: int
    """How many content streams were changed."""


def to_inks(pdf: Pdf, table: InkTable, converter: Converter) -> Report:
    """Rewrite the colours of a file into inks, in place.

    Marks for a tag tree are taken out of the content, but for the words that letters stand for.

    Args:
        pdf: a copy of the book.
        table: the palette.
        converter: the press's inks, for colours that are not in the palette.
    """
    scheme = Inking(pdf, table, converter)
    rewriter = Rewriter(pdf, scheme)
    pages = rewriter.pages()
    unknown = {
        rgb: (scheme.unknown[rgb], on) for rgb, on in _by_thing(p.unknown for p in pages).items()
    }
    return Report(
        unknown,
        _on_pages(page.transparency for page in pages),
        _by_thing(page.spots for page in pages),
        _on_pages(page.left for page in pages),
        rewriter.streams,
    )


def has_transparency(pdf: Pdf) -> list[tuple[int, str]]:
    """What is transparent: the page, counted from 0, and what it is, in words.

    Only what is drawn counts; a group by itself is not transparent. The file is not changed.
    """
    pages: list[Seen] = Rewriter(pdf, Looking(), write=False).pages()
    return list(_on_pages(page.transparency for page in pages))


def to_screen(pdf: Pdf, screen: Screen) -> None:
    """Rewrite the inks of a file into what they look like, as sRGB, in place; for soft proofs.

    Pictures in inks become RGB; overprinting ends. What is RGB stays.

    Args:
        pdf: a copy of the press file.
        screen: the press's inks.
    """
    Rewriter(pdf, Showing(screen)).pages()


def _by_thing(pages: Iterable[dict[_Thing, None]]) -> dict[_Thing, tuple[int, ...]]:
    found: dict[_Thing, list[int]] = {}
    for number, things in enumerate(pages):
        for thing in things:
            found.setdefault(thing, []).append(number)
    return {thing: tuple(on) for thing, on in found.items()}


def _on_pages(pages: Iterable[dict[str, None]]) -> OnPages:
    return tuple((number, what) for number, things in enumerate(pages) for what in things)
