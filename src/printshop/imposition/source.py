"""The file whose pages are put on sheets: any PDF, of anybody.

All that will be copied is fetched here, so that a file that cannot be read is found out before
anything is drawn. What pypdf does not take as it is (locked without a password, a damaged
table of objects) goes through qpdf first.
"""

from __future__ import annotations

import io
import logging
import math
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pikepdf
from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from printshop.geometry import PT_PER_MM, Box
from printshop.i18n import _
from printshop.problems import Problems, StopBuild

Quarter = Literal[0, 90, 180, 270]

LARGEST = 5080.0
"""Of a page, in mm: 14,400 units of 1/72 inch (ISO 32000-1, Annex C)."""
SMALLEST = 1.0
"""Likewise; what is below cannot be meant."""
SAME = 0.5
"""Sizes that differ by no more, in mm, are the same: programs round A4 in several ways."""
_QUARTERS: dict[int, Quarter] = {0: 0, 90: 90, 180: 180, 270: 270}
_UNSEEN = ("/Link", "/Popup")
"""Annotations that print nothing."""


@dataclass(frozen=True)
class Content:
    """What a page draws."""

    data: bytes
    """As it is to be written, packed or not."""
    packing: DictionaryObject
    """`/Filter` and `/DecodeParms` of it; empty where it is not packed."""


@dataclass(frozen=True)
class SourcePage:
    """A page of the input."""

    trim: Box
    """What is put on the sheet, in the page's own space."""
    seen: Box
    """What is shown: the trim, or more, where the bleed is kept."""
    turned: Quarter
    """Clockwise, to be shown (`/Rotate`)."""
    unit: float
    """pt in a unit of the page's space (`/UserUnit`)."""
    content: Content
    resources: PdfObject | None
    """A reference to them, or they themselves."""
    group: DictionaryObject | None
    """The transparency group that the page is."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in mm."""
        wide, high = (side * self.unit / PT_PER_MM for side in (self.trim.width, self.trim.height))
        return (high, wide) if self.turned in (90, 270) else (wide, high)

    @property
    def bleed(self) -> float:
        """How far more than the trim is shown, at most, in mm."""
        trim, seen = self.trim, self.seen
        sides = (
            trim.left - seen.left,
            trim.bottom - seen.bottom,
            seen.right - trim.right,
            seen.top - trim.top,
        )
        return max(0.0, *sides) * self.unit / PT_PER_MM


@dataclass(frozen=True)
class Source:
    """A file to impose."""

    name: str
    """As problems call it."""
    bytes: int
    """Its size."""
    pdf: PdfReader
    pages: tuple[SourcePage, ...]

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height of most pages, in mm; of the first such size, if several tie."""
        return sizes_of(self.pages)[0][0]

    @property
    def bleed(self) -> float:
        """How far more than its trim is shown of a page, at most, in mm."""
        return max(page.bleed for page in self.pages)


def read_source(
    path: Path, problems: Problems, *, name: str = "", bleed: bool = False, mixed: bool = False
) -> Source:
    """Read a file to impose.

    Args:
        path: the file.
        problems: B001–B005, B007 and B009 are noted here.
        name: what problems call it; by default the file's name.
        bleed: show what lies between trim and bleed as well.
        mixed: pages may have different sizes.

    Raises:
        StopBuild: it cannot be imposed.
    """
    name = name or path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.add("B001", path=name, reason=error.strerror or str(error))
        raise StopBuild from error
    return source_of(data, problems, name=name, bleed=bleed, mixed=mixed)


def source_of(
    data: bytes, problems: Problems, *, name: str, bleed: bool = False, mixed: bool = False
) -> Source:
    """The same from the bytes of a file; as `read_source`."""
    if b"%PDF-" not in data[:1024]:  # readers look no further for it
        reason = _("it is no PDF file") if data else _("it is empty")
        problems.add("B001", path=name, reason=reason)
        raise StopBuild
    read, warned = _tried(data, bleed=bleed)
    if read is None or warned:
        mended, damaged = _mended(data, name, problems)
        again = _tried(mended, bleed=bleed)
        if again[0] is not None:
            read = again[0]
        if damaged and read is not None:
            problems.add("B007", path=name)
    if read is None:
        problems.add("B001", path=name, reason=again[1] or "?")
        raise StopBuild
    pdf, pages = read
    if not pages:
        problems.add("B003", path=name)
        raise StopBuild
    _check(pages, name, problems, mixed=mixed)
    with _hearing():
        lost = sum(_shows_annotations(page) for page in pdf.pages)
    if lost:
        problems.add("B009", path=name, count=lost)
    return Source(name, len(data), pdf, pages)


def sizes_of(pages: tuple[SourcePage, ...]) -> list[tuple[tuple[float, float], int]]:
    """Sizes of pages in mm, each with how many have it, the most frequent first."""
    found: Counter[tuple[float, float]] = Counter()
    for page in pages:
        found[next((size for size in found if same_size(size, page.size)), page.size)] += 1
    return found.most_common()


def same_size(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two sizes in mm are one."""
    return all(abs(a - b) <= SAME for a, b in zip(one, other, strict=True))


def _check(pages: tuple[SourcePage, ...], name: str, problems: Problems, *, mixed: bool) -> None:
    before = problems.errors
    for number, page in enumerate(pages, start=1):
        if max(page.size) > LARGEST:
            size = _size(page.size)
            problems.add("B004", path=name, page=number, size=size, limit=f"{LARGEST:g}")
            break  # one is enough: they are all alike as a rule
    sizes = sizes_of(pages)
    if len(sizes) > 1 and not mixed and problems.errors == before:
        several = ", ".join(f"{_size(size)} mm ({count})" for size, count in sizes[:4])
        more = ", …" if len(sizes) > 4 else ""
        problems.add("B005", path=name, sizes=several + more)
    if problems.errors > before:
        raise StopBuild


def _size(size: tuple[float, float]) -> str:
    return f"{size[0]:.0f} × {size[1]:.0f}"


# -- reading


_Read = tuple[PdfReader, tuple[SourcePage, ...]]


def _tried(data: bytes, *, bleed: bool) -> tuple[_Read | None, str]:
    """The file as pypdf reads it, and what it said of it; None where it cannot."""
    with _hearing() as said:
        try:
            pdf = PdfReader(io.BytesIO(data))
            if pdf.is_encrypted:
                return None, "encrypted"
            read = _pages(pdf, bleed=bleed)
        except Exception as error:  # of a stranger's file pypdf may raise anything
            return None, str(error) or type(error).__name__
    return read, " ".join(said)


def _mended(data: bytes, name: str, problems: Problems) -> tuple[bytes, bool]:
    """The file as qpdf writes it, and whether it had to be mended."""
    try:
        with _hearing("pikepdf"), pikepdf.open(io.BytesIO(data)) as pdf:
            new = io.BytesIO()
            pdf.save(new, deterministic_id=True, fix_metadata_version=False)
            return new.getvalue(), bool(pdf.get_warnings())
    except pikepdf.PasswordError as error:
        problems.add("B002", path=name)
        raise StopBuild from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        problems.add("B001", path=name, reason=_reason(error))
        raise StopBuild from error


def _reason(error: Exception) -> str:
    """What qpdf says, without its name for a file in memory."""
    words = str(error).partition("\n")[0]
    return words.rpartition(">: ")[2] or type(error).__name__


@contextmanager
def _hearing(library: str = "pypdf") -> Iterator[list[str]]:
    """What a library says while it reads goes into the list, not to the screen."""
    logger, said = logging.getLogger(library), list[str]()
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.propagate = before
        logger.removeHandler(handler)


def _pages(pdf: PdfReader, *, bleed: bool) -> _Read:
    """Raises anything where the file is not sound."""
    pages = tuple(_page(page, bleed=bleed) for page in pdf.pages)
    root = pdf.root_object
    kept = [root.raw_get(key) for key in ("/OCProperties", "/OutputIntents") if key in root]
    kept += [pdf.trailer.raw_get("/Info")] if "/Info" in pdf.trailer else []
    _fetch([*(page.resources for page in pages), *(page.group for page in pages), *kept])
    return pdf, pages


def _page(page: PageObject, *, bleed: bool) -> SourcePage:
    media = _box(page, "/MediaBox")
    if media is None:
        media = Box(0, 0, 612, 792)  # what readers take where there is none
    shown = _within(_box(page, "/CropBox"), media)
    trim = _within(_box(page, "/TrimBox"), shown)
    bled = _within(_box(page, "/BleedBox"), media) if "/BleedBox" in page else trim
    seen = _around(bled, trim) if bleed else trim
    group = _entry(page, "/Group")
    unit = _number(_entry(page, "/UserUnit"), 1.0)
    made = SourcePage(
        trim,
        seen,
        _QUARTERS.get(round(_number(_entry(page, "/Rotate"), 0.0)) % 360, 0),
        unit if 0 < unit < 1e6 else 1.0,
        _content(page),
        page.raw_get("/Resources") if "/Resources" in page else None,
        group if isinstance(group, DictionaryObject) else None,
    )
    if min(made.size) < SMALLEST:
        raise ValueError("a page without area")
    return made


def _box(page: PageObject, key: str) -> Box | None:
    corners = _items(page, key)
    if len(corners) != 4:
        return None
    x, y, u, v = (_number(corner, math.nan) for corner in corners)
    box = Box(min(x, u), min(y, v), max(x, u), max(y, v))
    return box if box.width > 0 and box.height > 0 else None


def _within(box: Box | None, outer: Box) -> Box:
    """What lies of a box in another; the other where that is nothing."""
    if box is None or not box.overlaps(outer):
        return outer
    return Box(
        max(box.left, outer.left),
        max(box.bottom, outer.bottom),
        min(box.right, outer.right),
        min(box.top, outer.top),
    )


def _around(box: Box, inner: Box) -> Box:
    return Box(
        min(box.left, inner.left),
        min(box.bottom, inner.bottom),
        max(box.right, inner.right),
        max(box.top, inner.top),
    )


def _number(value: object, default: float) -> float:
    if isinstance(value, (int, float)) and math.isfinite(value):
        return float(value)
    return default


def _entry(holder: DictionaryObject, key: str) -> object:
    """What a dictionary has there, not a reference to it; None for nothing."""
    value = holder.get(key)
    return value.get_object() if isinstance(value, IndirectObject) else value


def _items(holder: DictionaryObject, key: str) -> list[object]:
    """The members of an array, not references to them; none where it is no array."""
    found = _entry(holder, key)
    members = found if isinstance(found, ArrayObject) else ()
    return [m.get_object() if isinstance(m, IndirectObject) else m for m in members]


def _content(page: PageObject) -> Content:
    """One stream as it is; several joined, with a space between tokens (ISO 32000-1, 7.8.2)."""
    parts = [_entry(page, "/Contents"), *_items(page, "/Contents")]
    streams = [part for part in parts if isinstance(part, StreamObject)]
    if len(streams) == 1:
        (stream,) = streams
        kept = ("/Filter", "/DecodeParms")
        packing = {NameObject(key): stream[key] for key in kept if key in stream}
        return Content(stream._data, DictionaryObject(packing))
    data = zlib.compress(b"\n".join(stream.get_data() for stream in streams), 9)
    flate = {NameObject("/Filter"): NameObject("/FlateDecode")}
    return Content(data, DictionaryObject(flate))


def _fetch(values: list[PdfObject | None]) -> None:
    """Read all objects that these lead to."""
    seen: set[tuple[int, int]] = set()
    rest: list[object] = list(values)
    while rest:
        value = rest.pop()
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key in seen:
                continue
            seen.add(key)
            value = value.get_object()
        if isinstance(value, DictionaryObject) and not is_page(value):
            rest += value.values()
        elif isinstance(value, ArrayObject):
            rest += value


def is_page(value: DictionaryObject) -> bool:
    """Whether it belongs to the tree of pages: nothing that pages draw leads there."""
    return dict.get(value, "/Type") in ("/Page", "/Pages", "/Catalog", "/StructTreeRoot")


def _shows_annotations(page: PageObject) -> bool:
    """Whether something stands on the page that is not of its contents."""
    try:
        notes = [note for note in _items(page, "/Annots") if isinstance(note, DictionaryObject)]
        return any(_prints(note) for note in notes)
    except Exception:  # as in `_tried`; but notes are not printed, so nothing is lost
        return False


def _prints(note: DictionaryObject) -> bool:
    if "/AP" not in note or _entry(note, "/Subtype") in _UNSEEN:
        return False
    flags = int(_number(_entry(note, "/F"), 0))
    return bool(flags & 4 and not flags & 2)  # printed, not hidden
