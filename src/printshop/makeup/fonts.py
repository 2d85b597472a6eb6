"""One font for each face: the subsets of all fragments united by subsetting the face anew.

WeasyPrint keeps glyph ids, so a subset that has the glyphs of all fragments serves every page
as it stands. Only what WeasyPrint writes for TrueType faces is touched: Type 0 fonts with
Identity-H and a CIDFontType2 (ISO 32000-1, 9.7.4); anything else stays as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
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


@dataclass(frozen=True)
class Subset:
    """A face as one fragment carries it."""

    font: pikepdf.Object
    face: str
    """PostScript name."""
    program: bytes
    widths: Mapping[int, Width]
    text: Mapping[int, str]
    """What each glyph stands for."""

    @property
    def glyphs(self) -> frozenset[int]:
        """Ids of the glyphs in use."""
        return frozenset(self.widths) | frozenset(self.text)


def unite_fonts(pdf: Pdf, faces: Mapping[str, Path]) -> tuple[str, ...]:
    """Let every page draw with one font for each face.

    Args:
        pdf: changed in place.
        faces: font files by PostScript name.

    Returns:
        The names of the fonts that had to stay as the fragments brought them, sorted: of a kind
        that is not ours to touch, not among `faces`, or not the same as the file there.
    """
    holders = [r["/Font"] for r in resource_dictionaries(pdf) if "/Font" in r]
    fonts = {f.objgen: f for holder in holders for f in holder.values() if f.is_indirect}
    subsets = {place: read_subset(font) for place, font in fonts.items()}
    united: dict[tuple[int, int], pikepdf.Object] = {}
    for name, of_face in _by_face(subsets.values()).items():
        program = _united_program(of_face, faces.get(name))
        if program is not None:
            font = _write_font(pdf, of_face, name, program)
            united |= {subset.font.objgen: font for subset in of_face}
    for holder in holders:
        for key, font in list(holder.items()):
            if font.objgen in united:
                holder[key] = united[font.objgen]
    return tuple(sorted({str(f.BaseFont)[1:] for p, f in fonts.items() if p not in united}))


def _by_face(subsets: Iterable[Subset | None]) -> dict[str, list[Subset]]:
    faces: dict[str, list[Subset]] = {}
    for subset in subsets:
        if subset is not None:
            faces.setdefault(subset.face, []).append(subset)
    return faces


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
    program = file.read_bytes()
    name = hb.Face(program).get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME)
    return Subset(font, name or "", program, read_widths(inner.get("/W", Array())), text)


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
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "surrogatepass")
        for block in _BFCHAR.findall(cmap)
        for glyph, text in _PAIR.findall(block)
    }


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


def _united_program(subsets: Sequence[Subset], path: Path | None) -> bytes | None:
    """The face with the glyphs of all `subsets`; None where the file is not that face."""
    glyphs = frozenset[int]().union(*(subset.glyphs for subset in subsets))
    if path is None or not glyphs:
        return None
    try:
        face = hb.Face(path.read_bytes())
        if not all(is_cut_from(subset, face) for subset in subsets):
            return None
        return subset_face(face, glyphs)
    except (OSError, RuntimeError):  # the file is gone, or HarfBuzz cannot cut it
        return None


def is_cut_from(subset: Subset, face: hb.Face) -> bool:
    """Whether `subset` was made from `face`: dates, units, and every glyph's measures agree."""
    cut = hb.Face(subset.program)
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


def _write_font(pdf: Pdf, subsets: Sequence[Subset], face: str, program: bytes) -> pikepdf.Object:
    """The font that stands for all `subsets`."""
    first = subsets[0].font
    inner, descriptor = first.DescendantFonts[0], first.DescendantFonts[0].FontDescriptor
    prefix = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(program).digest()[:6])
    name = Name(f"/{prefix}+{face}")
    widths = {glyph: width for subset in subsets for glyph, width in subset.widths.items()}
    descriptor = Dictionary(dict(descriptor.items()))
    descriptor.FontName = name
    descriptor.FontBBox = _surrounding([s.font.DescendantFonts[0].FontDescriptor for s in subsets])
    descriptor.FontFile2 = pdf.make_stream(program, Length1=len(program))
    if "/CIDSet" in descriptor:
        del descriptor["/CIDSet"]  # it would have to list the glyphs of all fragments
    inner = Dictionary(dict(inner.items()))
    inner.BaseFont = name
    inner.FontDescriptor = pdf.make_indirect(descriptor)
    inner.W = Array([Array(w) if isinstance(w, list) else w for w in write_widths(widths)])
    text = unite_text(subset.text for subset in subsets)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(inner)]),
            ToUnicode=pdf.make_stream(write_to_unicode(text)),
        )
    )


def _surrounding(descriptors: Iterable[pikepdf.Object]) -> Array:
    """The box around the font boxes of all `descriptors`."""
    left, bottom, right, top = zip(*(list(d.FontBBox) for d in descriptors), strict=True)
    return Array([min(left), min(bottom), max(right), max(top)])
