"""A PDF file, of ours or of anybody's, read into the model of preflight.

Nothing here raises for what a file holds: what cannot be read is left out and said in `trouble`, of
the document or of the page. What is read is limited, so that no file keeps it busy for ever.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from printshop.geometry import Box
from printshop.i18n import _
from printshop.pdf import objects
from printshop.preflight.model import Annotation, Document, Group, Mark, PdfPage
from printshop.preflight.reading import interpret, lexer, metadata
from printshop.preflight.reading.state import Resources, Shared, TooLongError

_MOST_PAGES = 5_000
_MOST_ANNOTATIONS = 20_000
"""Of all pages."""
_MOST_OUTLINES = 20_000
_MOST_PARENTS = 64
_A4 = Box(0.0, 0.0, 595.276, 841.89)
_HEADER, _HEADER_WITHIN = b"%PDF", 1024
"""What a file begins with, and among how many bytes programs look for it."""
_PRINTED = 4
"""Bit 3 of an annotation's flags (ISO 32000-1, 12.5.3)."""


def read_pdf(source: bytes | Path, name: str = "") -> Document:
    """The file as the checks see it; `name` is that of a path where it is left out.

    Raises:
        OSError: the path cannot be read.

    """
    if isinstance(source, Path):
        name = name or source.name
        source = source.read_bytes()
    try:
        pdf = pikepdf.open(io.BytesIO(source), suppress_warnings=True)
    except pikepdf.PasswordError:
        trouble = _("it is locked with a password")
        return Document(name, len(source), _stated_version(source), encrypted=True, trouble=trouble)
    except Exception as error:  # whatever a damaged file does to the parser
        trouble = _said(error) if _HEADER in source[:_HEADER_WITHIN] else _("it is no PDF file")
        return Document(name, len(source), _stated_version(source), trouble=trouble)
    with pdf:
        return _document(pdf, source, name)


def _document(pdf: pikepdf.Pdf, source: bytes, name: str) -> Document:
    catalog = pdf.trailer.get("/Root")
    trouble = "; ".join(_said(w) for w in pdf.get_warnings()[:1])
    try:
        leaves = [page.obj for page in pdf.pages[:_MOST_PAGES]]
        if len(pdf.pages) > _MOST_PAGES:
            trouble = trouble or _("it has too many pages to look at them all")
    except Exception as error:  # circles and wrong types in the tree of pages
        leaves, trouble = [], _said(error)
    shared = Shared()
    left = [_MOST_ANNOTATIONS]
    pages = tuple(_page(leaf, number, shared, left) for number, leaf in enumerate(leaves, 1))
    form = objects.get(catalog, "/AcroForm")
    fields = bool(objects.items(objects.get(form, "/Fields"))) or "/XFA" in objects.keys(form)
    return Document(
        name=name,
        size=len(source),
        version=_version(pdf, catalog),
        pages=pages,
        encrypted=pdf.is_encrypted,
        linearized=pdf.is_linearized,
        fonts=tuple(shared.fonts.values()),
        pictures=tuple(shared.pictures.values()),
        intents=metadata.intents(catalog),
        info=metadata.info(pdf.trailer.get("/Info")),
        xmp=metadata.xmp(objects.get(catalog, "/Metadata")),
        has_id=len(objects.items(pdf.trailer.get("/ID"))) == 2,
        actions=tuple(dict.fromkeys(_actions(catalog, leaves))),
        embedded_files=_embedded(catalog, leaves),
        forms=fields or any(a.kind == "Widget" for p in pages for a in p.annotations),
        layers=bool(objects.keys(objects.get(catalog, "/OCProperties"))),
        object_streams=b"/ObjStm" in source,
        trouble=trouble,
    )


def _said(error: object) -> str:
    """The parser's words, in one short line that is the same each time."""
    words = re.sub(r"stream <[^>]*>[:,]?", "", str(error))
    return " ".join(words.split())[:200]


def _stated_version(source: bytes) -> str:
    at = source.find(b"%PDF-", 0, 2048)
    stated = source[at + 5 : at + 8].decode("latin-1") if at >= 0 else ""
    return stated if stated[:1].isdigit() else ""


def _version(pdf: pikepdf.Pdf, catalog: Any) -> str:
    later = objects.name(objects.get(catalog, "/Version"))
    return max(pdf.pdf_version, later, key=lambda v: [int(n) for n in v.split(".") if n.isdigit()])


# Pages


def _page(leaf: Any, number: int, shared: Shared, left: list[int]) -> PdfPage:
    media = objects.box(_inherited(leaf, "/MediaBox"))
    media = media if media and media.width > 0 and media.height > 0 else _A4
    unit = objects.number(objects.get(leaf, "/UserUnit"), 1.0)
    unit = unit if 0.001 < unit < 100_000 else 1.0
    marks, groups, trouble = _contents(leaf, shared, media, unit)
    return PdfPage(
        number=number,
        media=media,
        crop=objects.box(_inherited(leaf, "/CropBox")),
        bleed=objects.box(objects.get(leaf, "/BleedBox")),
        trim=objects.box(objects.get(leaf, "/TrimBox")),
        art=objects.box(objects.get(leaf, "/ArtBox")),
        rotate=int(objects.number(_inherited(leaf, "/Rotate"))) % 360,
        user_unit=unit,
        marks=marks,
        annotations=tuple(_annotations(leaf, left)),
        groups=groups,
        trouble=trouble,
    )


def _contents(
    leaf: Any, shared: Shared, media: Box, unit: float
) -> tuple[tuple[Mark, ...], tuple[Group, ...], str]:
    clip = (media.left, media.bottom, media.right, media.top)
    reader = interpret.Interpreter(shared, clip, unit)
    trouble = ""
    try:
        data, whole = interpret.page_data(objects.get(leaf, "/Contents"), shared)
        resources = Resources(_inherited(leaf, "/Resources"), shared)
        reader.read(lexer.operators(data), resources)
        if not whole or reader.unreadable:
            trouble = _("part of its contents cannot be decoded")
    except TooLongError:
        trouble = _("its contents are too long to be read to the end")
    except Exception as error:  # whatever a damaged file does to the parser
        trouble = _said(error) or type(error).__name__
    own = interpret.group_of(leaf)
    groups = (*([own] if own else []), *reader.groups)
    return tuple(reader.marks), groups, trouble


def _inherited(leaf: Any, key: str) -> Any:
    """An entry of a page or of what stands above it in the tree."""
    node = leaf
    for _step in range(_MOST_PARENTS):
        value = objects.get(node, key)
        if value is not None or node is None:
            return value
        node = objects.get(node, "/Parent")
    return None


def _annotations(leaf: Any, left: list[int]) -> Iterator[Annotation]:
    for value in objects.items(objects.get(leaf, "/Annots")):
        if left[0] <= 0:
            return
        left[0] -= 1
        kind = objects.name(objects.get(value, "/Subtype"))
        if not objects.keys(value):
            continue
        flags = int(objects.number(objects.get(value, "/F")))
        box = objects.box(objects.get(value, "/Rect")) or Box(0.0, 0.0, 0.0, 0.0)
        yield Annotation(kind, box, bool(flags & _PRINTED))


# What does something


def _actions(catalog: Any, leaves: list[Any]) -> Iterator[str]:
    """Kinds of action, in the order in which they are found."""
    opening = objects.get(catalog, "/OpenAction")
    if opening is not None:
        yield "OpenAction"
        yield from _chain(opening)
    yield from _additional(catalog)
    names = objects.get(catalog, "/Names")
    if any(True for _value in objects.tree(objects.get(names, "/JavaScript"), "/Names")):
        yield "JavaScript"
    left = _MOST_ANNOTATIONS
    for leaf in leaves:
        yield from _additional(leaf)
        for annotation in objects.items(objects.get(leaf, "/Annots")):
            left -= 1
            if left < 0:
                return
            yield from _chain(objects.get(annotation, "/A"))
            yield from _additional(annotation)
    for entry in _outlines(catalog):
        yield from _chain(objects.get(entry, "/A"))


def _chain(action: Any) -> Iterator[str]:
    """An action and those that follow it."""
    waiting, steps = [action], 0
    while waiting and steps < 100:
        steps += 1
        here = waiting.pop()
        kind = objects.name(objects.get(here, "/S"))
        if kind:
            yield kind
        following = objects.get(here, "/Next")
        waiting += objects.items(following) or ([] if following is None else [following])


def _additional(holder: Any) -> Iterator[str]:
    events = objects.get(holder, "/AA")
    for key in objects.keys(events)[:40]:
        yield from _chain(objects.get(events, key))


def _outlines(catalog: Any) -> Iterator[Any]:
    waiting = [objects.get(objects.get(catalog, "/Outlines"), "/First")]
    seen = set[tuple[int, int]]()
    while waiting and len(seen) < _MOST_OUTLINES:
        entry = waiting.pop()
        key = objects.key_of(entry)
        if entry is None or key in seen:
            continue
        seen.add(key)
        yield entry
        waiting += [objects.get(entry, "/Next"), objects.get(entry, "/First")]


def _embedded(catalog: Any, leaves: list[Any]) -> int:
    """How many files the file carries."""
    names = objects.get(objects.get(catalog, "/Names"), "/EmbeddedFiles")
    listed = sum(1 for _value in objects.tree(names, "/Names"))
    pinned, left = 0, _MOST_ANNOTATIONS
    for leaf in leaves:
        for annotation in objects.items(objects.get(leaf, "/Annots"))[: max(left, 0)]:
            left -= 1
            if objects.name(objects.get(annotation, "/Subtype")) == "FileAttachment":
                pinned += 1
    return listed + pinned
