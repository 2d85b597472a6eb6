"""Sheets drawn as a PDF: each page of the input once, as a form, wherever it is wanted.

Nothing is rasterised and nothing is decoded that need not be: streams, fonts, colours and
transparency are written as they are. What only a screen needs goes: links, notes, tags, bookmarks.

A form brings its own space, so patterns and gradients stay with their page when it is moved
(ISO 32000-1, 8.7.3.1: a pattern belongs to the form it is used in).
"""

from __future__ import annotations

import hashlib
import io
import math
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
    create_string_object,
)

from printshop.geometry import Box, pt
from printshop.imposition.duplex import Printed, Run
from printshop.imposition.layout import Placement, SheetLayout, place_page
from printshop.imposition.marks import Labels, Line, MarkWish, Placed, draw_marks, place_marks
from printshop.imposition.model import Imposition
from printshop.imposition.printer import Back
from printshop.imposition.source import Source, SourcePage, is_page, same_size

PRODUCER = "printshop"
_OVER = ("collation", "slit")
"""Marks that lie on pages."""
_PACK = 200
"""Objects that are packed together, at most."""
_CLEAR_OF_CLIP = 0.01
"""What lies over the edge of its room by less, in mm, needs no clip."""


@dataclass(frozen=True)
class Drawing:
    """How sheets are drawn."""

    marks: MarkWish | None = None
    """None for a sheet without marks."""
    labels: Labels | None = None
    back: Back | None = None
    """The register of backs."""


def draw(
    source: Source,
    imposition: Imposition,
    layout: SheetLayout,
    run: Run,
    drawing: Drawing | None = None,
) -> bytes:
    """A file for the printer. The same input gives the same bytes.

    Args:
        source: where pages come from; it may be used for several files.
        imposition: which page where.
        layout: of its sheets.
        run: the sides to draw, in order (`duplex.runs`).
        drawing: marks, labels, register.

    Raises:
        OSError: the font of labels cannot be read.
        ValueError: it is no font.
    """
    return _File(source, imposition, layout, drawing or Drawing()).drawn(run)


def matrix(page: SourcePage, placement: Placement) -> tuple[float, ...]:
    """From the page's own space to the sheet's, in pt: six numbers as `cm` wants them."""
    angle = math.radians((page.turned + placement.turned) % 360)
    size = page.unit * placement.scale
    cosine, sine = round(math.cos(angle)) * size, round(math.sin(angle)) * size
    trim, box = page.trim, placement.box
    x, y = (trim.left + trim.right) / 2, (trim.bottom + trim.top) / 2
    to_x, to_y = pt((box.left + box.right) / 2), pt((box.bottom + box.top) / 2)
    # clockwise
    return cosine, -sine, sine, cosine, to_x - cosine * x - sine * y, to_y + sine * x - cosine * y


def covered(page: SourcePage, placement: Placement) -> Box:
    """Where what is seen of the page comes to lie, in mm."""
    a, b, c, d, e, f = matrix(page, placement)
    seen = page.seen
    corners = [(x, y) for x in (seen.left, seen.right) for y in (seen.bottom, seen.top)]
    xs = [(a * x + c * y + e) / pt(1) for x, y in corners]
    ys = [(b * x + d * y + f) / pt(1) for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


class _File:
    """One output file."""

    def __init__(
        self, source: Source, imposition: Imposition, layout: SheetLayout, drawing: Drawing
    ) -> None:
        self._source = source
        self._imposition = imposition
        self._layout = layout
        self._drawing = drawing
        self._writer = PdfWriter()
        self._copier = _Copier(self._writer)
        self._forms: dict[int, IndirectObject] = {}
        self._marked: dict[tuple[str, bytes], IndirectObject] = {}
        self._bleed = source.bleed * layout.scale

    def drawn(self, run: Run) -> bytes:
        writer = self._writer
        kids, pages = ArrayObject(), writer._pages
        for printed in run:
            kids.append(writer._add_object(self._page(printed, pages)))
        tree = pages.get_object()
        assert isinstance(tree, DictionaryObject)
        tree[NameObject("/Kids")], tree[NameObject("/Count")] = kids, NumberObject(len(kids))
        root = self._source.pdf.root_object
        for key in ("/OutputIntents", "/OCProperties"):
            if key in root:
                writer.root_object[NameObject(key)] = self._copier.copy(root.raw_get(key))
        self._copier.finish()
        self._describe()
        return _written(writer)

    def _describe(self) -> None:
        """Title and author stay; the file is another, so its dates and claims go."""
        about = DictionaryObject({NameObject("/Producer"): create_string_object(PRODUCER)})
        found = self._source.pdf.trailer.get("/Info")
        found = found.get_object() if found is not None else None
        for key in ("/Title", "/Author", "/Trapped"):
            if isinstance(found, DictionaryObject) and key in found:
                about[NameObject(key)] = self._copier.copy(found[key])
        info = self._writer._info
        assert isinstance(info, DictionaryObject)
        info.clear()
        info.update(about)
        self._writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
            {NameObject("/PrintScaling"): NameObject("/None")}
        )

    def _page(self, printed: Printed, parent: PdfObject) -> DictionaryObject:
        layout = self._layout
        names, used = DictionaryObject(), list[int]()
        marked = self._placed(printed)
        # marks first: readers then find the pages' text and nothing after it
        parts = [self._frame(printed), self._marks(printed, marked, names)]
        for placement in self._placements(printed):
            page = self._source.pages[placement.page]
            name = f"/P{placement.page + 1}"
            names[NameObject(name)] = self._form(placement.page)
            used.append(placement.page)
            parts.append(_drawn(page, placement, name))
        # what lies on pages comes after them
        parts.append(draw_marks(mark for mark in marked if mark.kind in _OVER))
        sheet = _rectangle(Box(0, 0, pt(layout.width), pt(layout.height)))
        made = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Page"),
                NameObject("/Parent"): parent,
                NameObject("/MediaBox"): sheet,
                NameObject("/Resources"): DictionaryObject({NameObject("/XObject"): names}),
                NameObject("/Contents"): self._stream(b"\n".join(filter(None, parts))),
            }
        )
        group = self._group(used)
        if group is not None:
            made[NameObject("/Group")] = group
        return made

    def _frame(self, printed: Printed) -> bytes:
        """Backs are moved for register as they are looked at, then turned for the printer."""
        frame = b""
        if printed.turned:
            size = pt(self._layout.width), pt(self._layout.height)
            frame = b"-1 0 0 -1 %s cm" % _numbers(size)
        back = self._drawing.back
        if printed.back and back is not None and (back.right or back.up):
            frame += b" 1 0 0 1 %s cm" % _numbers((pt(back.right), pt(back.up)))
        return frame.strip()

    def _placements(self, printed: Printed) -> Iterable[Placement]:
        layout, pages = self._layout, self._source.pages
        sheet = self._imposition.sheets[printed.sheet]
        for place in (sheet.back if printed.back else sheet.front).places:
            if place.page is None or place.page >= len(pages):
                continue
            size = pages[place.page].size
            other = None if same_size(size, layout.page) else size
            placement = place_page(layout, place, other, back=printed.back)
            if placement is not None:
                yield placement

    def _label(self, printed: Printed) -> Line | None:
        wish, labels = self._drawing.marks, self._drawing.labels
        if wish is None or labels is None or not wish.labels:
            return None
        return labels.line(labels.words(self._imposition, printed.sheet, back=printed.back))

    def _placed(self, printed: Printed) -> tuple[Placed, ...]:
        if self._drawing.marks is None:
            return ()
        return place_marks(
            self._layout,
            self._imposition,
            printed.sheet,
            back=printed.back,
            wish=self._drawing.marks,
            label=self._label(printed),
            bleed=self._bleed,
        )

    def _marks(
        self, printed: Printed, placed: tuple[Placed, ...], names: DictionaryObject
    ) -> bytes:
        """Operators for marks beside pages; the forms they need are added to `names`."""
        parts = []
        beside = (mark for mark in placed if mark.kind not in ("label", *_OVER))
        common = draw_marks(beside)
        if common:
            sheet = Box(0, 0, pt(self._layout.width), pt(self._layout.height))
            names[NameObject("/Marks")] = self._mark("", common, sheet)
            parts.append(b"/Marks Do")
        own = [mark for mark in placed if mark.kind == "label"]
        label = self._label(printed)
        if own and label is not None:
            for piece in label.pieces:
                names[NameObject(piece.name)] = self._mark(
                    piece.name, piece.content, piece.letters.ink.grown(1)
                )
            parts.append(draw_marks(own))
        return b"\n".join(parts)

    def _mark(self, name: str, content: bytes, box: Box) -> IndirectObject:
        """A form of marks; what several sheets have is kept once."""
        key = (name, content)
        if key not in self._marked:
            self._marked[key] = self._stream(content, _form_of(box))
        return self._marked[key]

    def _form(self, number: int) -> IndirectObject:
        """A page of the input, once however often it is shown."""
        if number not in self._forms:
            page = self._source.pages[number]
            form = EncodedStreamObject()
            form._data = page.content.data
            form.update(_form_of(page.seen))
            for key, value in page.content.packing.items():
                form[NameObject(key)] = self._copier.copy(value)
            resources = page.resources
            form[NameObject("/Resources")] = (
                self._copier.shared(resources) if resources is not None else DictionaryObject()
            )
            if page.group is not None:
                form[NameObject("/Group")] = self._isolated(page.group)
            self._forms[number] = self._writer._add_object(form)
        return self._forms[number]

    def _isolated(self, group: DictionaryObject) -> PdfObject:
        """A page's group is isolated whatever it says (ISO 32000-1, 11.4.7); a form's must say."""
        made = self._copier.copy(group)
        assert isinstance(made, DictionaryObject)
        made[NameObject("/I")] = BooleanObject(True)
        return made

    def _group(self, used: Iterable[int]) -> DictionaryObject | None:
        """The colour space that the pages of a sheet are blended in, if it is one."""
        spaces = []
        for number in used:
            group = self._source.pages[number].group
            if group is None or "/CS" not in group:
                return None
            spaces.append(group.raw_get("/CS"))
        if not spaces or any(space != spaces[0] for space in spaces):
            return None
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Group"),
                NameObject("/S"): NameObject("/Transparency"),
                NameObject("/CS"): self._copier.copy(spaces[0]),
            }
        )

    def _stream(
        self, content: bytes, entries: Mapping[PdfObject, PdfObject] | None = None
    ) -> IndirectObject:
        stream = _packed(content)
        stream.update(entries or {})
        return self._writer._add_object(stream)


def _drawn(page: SourcePage, placement: Placement, name: str) -> bytes:
    """Operators that show a page."""
    clip = b""
    shown, room = covered(page, placement), placement.room
    if not shown.within(room, _CLEAR_OF_CLIP):
        left, bottom = max(shown.left, room.left), max(shown.bottom, room.bottom)
        right, top = min(shown.right, room.right), min(shown.top, room.top)
        if right <= left or top <= bottom:
            return b""
        corner = pt(left), pt(bottom), pt(right - left), pt(top - bottom)
        clip = b"%s re W n " % _numbers(corner)
    moved = _numbers(matrix(page, placement))
    return b"q %s%s cm %s Do Q" % (clip, moved, name.encode())


def _form_of(box: Box) -> dict[PdfObject, PdfObject]:
    return {
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): _rectangle(box),
    }


def _rectangle(box: Box) -> ArrayObject:
    return ArrayObject(FloatObject(number) for number in box.as_list())


def _numbers(values: Iterable[float]) -> bytes:
    return b" ".join(f"{v:.5f}".rstrip("0").rstrip(".").encode() for v in values)


def _written(writer: PdfWriter) -> bytes:
    """The file: what is no stream packed together (ISO 32000-1, 7.5.7), named by what it holds.

    pypdf's own way writes each object by itself, and files of many small ones grow by a tenth.
    """
    file = io.BytesIO(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    file.seek(0, io.SEEK_END)
    places: dict[int, tuple[int, int, int]] = {}
    packed: list[tuple[int, bytes]] = []
    for number, value in enumerate(writer._objects, start=1):
        if isinstance(value, StreamObject):
            places[number] = (1, file.tell(), 0)
            _put(file, number, value)
        elif value is not None:
            written = io.BytesIO()
            value.write_to_stream(written)
            packed.append((number, written.getvalue()))
    number = len(writer._objects) + 1
    for begin in range(0, len(packed), _PACK):
        batch = packed[begin : begin + _PACK]
        places[number] = (1, file.tell(), 0)
        places.update({one: (2, number, i) for i, (one, _) in enumerate(batch)})
        _put(file, number, _pack(batch))
        number += 1
    end = file.tell()
    places[number] = (1, end, 0)
    name = ByteStringObject(hashlib.sha256(file.getvalue()).digest()[:16])
    index = _packed(
        struct.pack(">BIH", 0, 0, 65535)
        + b"".join(struct.pack(">BIH", *places.get(i, (0, 0, 0))) for i in range(1, number + 1))
    )
    index.update(
        {
            NameObject("/Type"): NameObject("/XRef"),
            NameObject("/Size"): NumberObject(number + 1),
            NameObject("/W"): ArrayObject([NumberObject(1), NumberObject(4), NumberObject(2)]),
            NameObject("/Root"): writer.root_object.indirect_reference,
            NameObject("/Info"): writer._info_obj,
            NameObject("/ID"): ArrayObject([name, name]),
        }
    )
    _put(file, number, index)
    file.write(b"startxref\n%d\n%%%%EOF\n" % end)
    return file.getvalue()


def _put(file: io.BytesIO, number: int, value: StreamObject) -> None:
    file.write(b"%d 0 obj\n" % number)
    value.write_to_stream(file)
    file.write(b"\nendobj\n")


def _pack(batch: list[tuple[int, bytes]]) -> StreamObject:
    """Objects in one stream: first where each begins, then they themselves."""
    heads, at = list[bytes](), 0
    for number, written in batch:
        heads.append(b"%d %d" % (number, at))
        at += len(written) + 1
    head = b" ".join(heads) + b"\n"
    stream = _packed(head + b"\n".join(written for _, written in batch))
    stream.update(
        {
            NameObject("/Type"): NameObject("/ObjStm"),
            NameObject("/N"): NumberObject(len(batch)),
            NameObject("/First"): NumberObject(len(head)),
        }
    )
    return stream


def _packed(content: bytes) -> EncodedStreamObject:
    """A new stream, deflated."""
    stream = EncodedStreamObject()
    stream._data = zlib.compress(content, 9)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    return stream


class _Bytes(ByteStringObject):
    """A string of bytes, written as short as can be."""

    def write_to_stream(self, stream: io.BytesIO) -> None:  # type: ignore[override]
        """In brackets, if that is shorter than digits."""
        plain = (
            self.replace(b"\\", b"\\\\")
            .replace(b"(", b"\\(")
            .replace(b")", b"\\)")
            .replace(b"\r", b"\\r")
        )
        short = b"(%s)" % plain
        stream.write(short if len(short) < 2 * len(self) + 2 else b"<%s>" % self.hex().encode())


class _Copier:
    """Objects of the input copied as they are, each once.

    pypdf can do that itself; it takes seconds for hundreds of pages, and writes strings of bytes
    three times as long.
    """

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._known: dict[tuple[int, int], IndirectObject] = {}
        self._inline: dict[int, tuple[PdfObject, IndirectObject]] = {}
        self._rest: list[tuple[int, PdfObject]] = []

    def copy(self, value: object) -> PdfObject:
        """What stands for a value of the input in the output; what it refers to comes later."""
        if isinstance(value, IndirectObject):
            return self._referred(value)
        if isinstance(value, StreamObject):  # streams are objects of their own
            return self.shared(value)
        if isinstance(value, DictionaryObject):
            return DictionaryObject({key: self.copy(item) for key, item in value.items()})
        if isinstance(value, ArrayObject):
            return ArrayObject([self.copy(item) for item in value])
        if isinstance(value, (TextStringObject, ByteStringObject)):
            return _Bytes(value.original_bytes)
        return value if isinstance(value, PdfObject) else NullObject()

    def shared(self, value: PdfObject) -> PdfObject:
        """A reference to a copy of a value; what is one object in the input is one here."""
        if isinstance(value, IndirectObject):
            return self._referred(value)
        if id(value) not in self._inline:
            self._inline[id(value)] = (value, self._promised(value))
        return self._inline[id(value)][1]

    def finish(self) -> None:
        """Copy all that was referred to."""
        while self._rest:
            number, value = self._rest.pop()
            self._writer._objects[number - 1] = self._whole(value)

    def _referred(self, reference: IndirectObject) -> PdfObject:
        key = (reference.idnum, reference.generation)
        if key not in self._known:
            value = reference.get_object()
            if value is None or (isinstance(value, DictionaryObject) and is_page(value)):
                return NullObject()
            self._known[key] = self._promised(value)
        return self._known[key]

    def _promised(self, value: PdfObject) -> IndirectObject:
        """A reference to what `finish` will put there."""
        reference = self._writer._add_object(DictionaryObject())
        self._rest.append((reference.idnum, value))
        return reference

    def _whole(self, value: PdfObject) -> PdfObject:
        if not isinstance(value, StreamObject):
            return self.copy(value)
        stream = EncodedStreamObject()
        stream._data = value._data
        stream.update({k: self.copy(item) for k, item in value.items() if k != "/Length"})
        return stream
