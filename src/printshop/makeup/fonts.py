"""One font for each face: the subsets of all fragments united by subsetting the face anew.

WeasyPrint keeps glyph ids, so a subset that has the glyphs of all fragments serves every page
as it stands. Only what WeasyPrint writes for TrueType faces is touched: Type 0 fonts with
Identity-H and a CIDFontType2 (ISO 32000-1, 9.7.4); anything else stays as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Pdf

from printshop.makeup.resources import resource_dictionaries

Width = int | Decimal

_BFCHAR = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>")
_USELESS = (
    *("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "PCLT"),
    *("STAT", "SVG ", "gasp", "meta"),
)
"""Tables that a PDF reader has no use for: the text is set already."""


_FACE = Name.PrintshopFace
"""In a font taken from a fragment: the face that stands for it."""


@dataclass(frozen=True)
class Subset:
    """A face as one fragment carries it."""

    font: pikepdf.Object
    face: str
    """PostScript name."""
    cut: hb.Face
    widths: Mapping[int, Width]
    text: Mapping[int, str]
    """What each glyph stands for."""

    @property
    def glyphs(self) -> frozenset[int]:
        """Ids of the glyphs in use."""
        return frozenset(self.widths) | frozenset(self.text)

    @property
    def box(self) -> list[Width]:
        """The font's bounding box."""
        return [_number(edge) for edge in self.font.DescendantFonts[0].FontDescriptor.FontBBox]


@dataclass
class _Face:
    """A face of ours, and what the fragments use of it."""

    face: hb.Face
    inner: pikepdf.Object
    """The first fragment's CIDFont, without what differs; `descriptor` likewise."""
    descriptor: pikepdf.Object
    box: list[Width]
    widths: dict[int, Width]
    text: dict[int, str]

    def add(self, subset: Subset) -> None:
        """Use what a fragment uses."""
        (left, bottom, right, top), (x1, y1, x2, y2) = self.box, subset.box
        self.box = [min(left, x1), min(bottom, y1), max(right, x2), max(top, y2)]
        self.widths |= subset.widths
        self.text = unite_text((self.text, subset.text))


class UnitedFonts:
    """One font of each face for the pages of many fragments.

    `take` notes what a fragment's fonts hold and empties them, before they are copied: a book of
    hundreds of fragments never has more than one of a face. `finish` puts the united ones in.
    """

    def __init__(self, pdf: Pdf, files: Mapping[str, Path]) -> None:
        """Unite fonts for `pdf`, from font files by PostScript name."""
        self._pdf = pdf
        self._files = files
        self._faces: dict[str, _Face] = {}
        self._read: dict[str, hb.Face | None] = {}

    def take(self, source: Pdf) -> None:
        """Empty the fonts of `source` that are cut from our files; others stay as they are."""
        holders = [r["/Font"] for r in resource_dictionaries(source) if "/Font" in r]
        fonts = {f.objgen: f for holder in holders for f in holder.values() if f.is_indirect}
        for font in fonts.values():
            subset = read_subset(font)
            if subset is not None and self._note(subset, source):
                for key in list(font.keys()):
                    del font[key]
                font[_FACE] = Name(f"/{subset.face}")

    def finish(self) -> tuple[str, ...]:
        """Let every page draw with the united fonts.

        Returns:
            The names of the fonts that had to stay as the fragments brought them, sorted: of a
            kind that is not ours to touch, of no file, or not the same as the file.
        """
        united = {f"/{name}": _write_font(self._pdf, name, f) for name, f in self._faces.items()}
        own = {font.objgen for font in united.values()}
        separate = set()
        for resources in resource_dictionaries(self._pdf):
            holder = resources.get("/Font", Dictionary())
            for key, font in list(holder.items()):
                if _FACE in font:
                    holder[key] = united[str(font[_FACE])]
                elif font.is_indirect and font.objgen not in own:
                    separate.add(str(font.BaseFont)[1:])
        return tuple(sorted(separate))

    def _note(self, subset: Subset, source: Pdf) -> bool:
        """Whether `subset` is of one of our faces; then what it holds is noted."""
        face = self._face(subset.face)
        if face is None or not is_cut_from(subset, face):
            return False
        if subset.face not in self._faces:
            inner = subset.font.DescendantFonts[0]
            own = self._copy(source, inner, {"/W", "/BaseFont", "/FontDescriptor"})
            of_file = {"/FontName", "/FontBBox", "/FontFile2", "/CIDSet"}
            descriptor = self._copy(source, inner.FontDescriptor, of_file)
            self._faces[subset.face] = _Face(face, own, descriptor, subset.box, {}, {})
        self._faces[subset.face].add(subset)
        return True

    def _face(self, name: str) -> hb.Face | None:
        if name not in self._read:
            try:
                self._read[name] = hb.Face(self._files[name].read_bytes())
            except (KeyError, OSError):
                self._read[name] = None
        return self._read[name]

    def _copy(self, source: Pdf, thing: pikepdf.Object, without: Set[str]) -> pikepdf.Object:
        """A copy of a fragment's dictionary, of what is the same in all."""
        kept = {key: value for key, value in thing.items() if key not in without}
        return self._pdf.copy_foreign(source.make_indirect(Dictionary(kept)))


def read_subset(font: pikepdf.Object) -> Subset | None:
    """A font as WeasyPrint writes it for TrueType; None for any other."""
    if font.get("/Subtype") != Name.Type0 or font.get("/Encoding") != Name("/Identity-H"):
        return None
    inner = font.DescendantFonts[0]
    file = inner.get("/FontDescriptor", Dictionary()).get("/FontFile2")
    identity = inner.get("/CIDToGIDMap") == Name.Identity and "/DW" not in inner
    if inner.get("/Subtype") != Name.CIDFontType2 or file is None or not identity:
        return None
    text = read_to_unicode(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else None
    if text is None:
        return None
    cut = hb.Face(file.read_bytes())
    name = cut.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
    return Subset(font, name or "", cut, read_widths(inner.get("/W", Array())), text)


def read_widths(array: Iterable[object]) -> dict[int, Width]:
    """The widths of a `/W` array by glyph id (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, Width] = {}
    items = iter(array)
    for first in items:
        second = next(items)
        start = int(first)  # type: ignore[call-overload]
        if isinstance(second, (list, Array)):
            widths |= {start + i: _number(width) for i, width in enumerate(second)}
        else:
            width = _number(next(items))
            widths |= dict.fromkeys(range(start, int(second) + 1), width)  # type: ignore[call-overload]
    return widths


def _number(value: object) -> Width:
    return value if isinstance(value, int) else Decimal(str(value))


def write_widths(widths: Mapping[int, Width]) -> list[int | list[Width]]:
    """A `/W` array: runs of neighbours together."""
    result: list[int | list[Width]] = []
    run: list[Width] = []
    last = -2
    for glyph in sorted(widths):
        if glyph != last + 1:
            run = []
            result += [glyph, run]
        run.append(widths[glyph])
        last = glyph
    return result


def read_to_unicode(cmap: bytes) -> dict[int, str] | None:
    """What a ToUnicode CMap says of each glyph; None where it says it in another way than ours."""
    if b"beginbfrange" in cmap or b"usecmap" in cmap:
        return None
    return dict(_entry(*pair) for block in _BFCHAR.findall(cmap) for pair in _PAIR.findall(block))


@cache
def _entry(glyph: bytes, text: bytes) -> tuple[int, str]:
    """A line of a CMap: hundreds of fragments have the same ones."""
    return int(glyph, 16), bytes.fromhex(text.decode()).decode("utf-16-be", "surrogatepass")


def write_to_unicode(text: Mapping[int, str]) -> bytes:
    """A ToUnicode CMap (ISO 32000-1, 9.10.3), at most 100 glyphs a block."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    glyphs = sorted(text)
    for block in (glyphs[i : i + 100] for i in range(0, len(glyphs), 100)):
        lines.append(f"{len(block)} beginbfchar")
        for glyph in block:
            code = text[glyph].encode("utf-16-be", "surrogatepass").hex()
            lines.append(f"<{glyph:04x}> <{code}>")
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()


def unite_text(texts: Iterable[Mapping[int, str]]) -> dict[int, str]:
    """What each glyph stands for, of all fragments.

    A glyph drawn for several characters (space and no-break space) stands for the first of them
    in Unicode: the plain one.
    """
    united: dict[int, str] = {}
    for text in texts:
        for glyph, meaning in text.items():
            united[glyph] = min(united.get(glyph, meaning), meaning)
    return united


def is_cut_from(subset: Subset, face: hb.Face) -> bool:
    """Whether `subset` was made from `face`: dates, units, and every glyph's measures agree."""
    cut = subset.cut
    if "fvar" in face.table_tags or "glyf" not in face.table_tags:
        return False
    if _marks(cut) != _marks(face) or max(subset.glyphs, default=0) >= face.glyph_count:
        return False
    one, other = hb.Font(cut), hb.Font(face)
    return all(
        one.get_glyph_h_advance(glyph) == other.get_glyph_h_advance(glyph)
        and one.get_glyph_extents(glyph) == other.get_glyph_extents(glyph)
        for glyph in subset.glyphs
    )


def _marks(face: hb.Face) -> tuple[bytes, bytes]:
    """Of the head table: revision, and units with the dates of creation and change."""
    head = bytes(face.reference_table("head").data)
    return head[4:8], head[18:36]


def subset_face(face: hb.Face, glyphs: frozenset[int]) -> bytes:
    """`face` with `glyphs` at their ids, cut after the last: as WeasyPrint does it.

    Raises:
        RuntimeError: HarfBuzz cannot read the face.
    """
    options = hb.SubsetFlags.PASSTHROUGH_UNRECOGNIZED | hb.SubsetFlags.DESUBROUTINIZE
    kept = hb.SubsetInput()
    kept.flags = options | hb.SubsetFlags.RETAIN_GIDS
    kept.glyph_set.update(glyphs)
    kept.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in _USELESS)
    short = hb.SubsetInput()
    short.flags = options | hb.SubsetFlags.NO_HINTING
    short.glyph_set.update(range(max(glyphs) + 1))
    return bytes(hb.subset(hb.subset(face, kept), short).blob.data)


def _write_font(pdf: Pdf, name: str, face: _Face) -> pikepdf.Object:
    """The font that stands for all fragments' subsets of a face."""
    try:
        program = subset_face(face.face, frozenset(face.widths) | frozenset(face.text))
    except RuntimeError:  # HarfBuzz cannot cut it: then all of it
        program = bytes(face.face.blob.data)
    prefix = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
    base = Name(f"/{prefix}+{name}")
    face.descriptor.FontName = base
    face.descriptor.FontBBox = Array(face.box)
    face.descriptor.FontFile2 = pdf.make_stream(program, Length1=len(program))
    face.inner.BaseFont = base
    face.inner.FontDescriptor = face.descriptor
    runs = write_widths(face.widths)
    face.inner.W = Array([Array(w) if isinstance(w, list) else w for w in runs])
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([face.inner]),
            ToUnicode=pdf.make_stream(write_to_unicode(face.text)),
        )
    )
