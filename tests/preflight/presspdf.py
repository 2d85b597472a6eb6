"""Small press files, sound ones, with what is needed to spoil one thing in each.

`sound()` makes a file that no check has anything to say about. A test takes it, changes one thing
by pikepdf, and looks what is found. Lengths in mm where a name says so, else in pt.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from functools import cache
from typing import Any

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Pdf, String

from printshop.geometry import Box, pt
from printshop.press.contract import Condition, PressSpec
from support import REPOSITORY

FONT = REPOSITORY / "fonts" / "ibm-plex-sans" / "IBMPlexSans_400Regular.ttf"
PROFILE = REPOSITORY / "presses" / "FOGRA39L_coated.icc"
WIDTH, HEIGHT, BLEED, MARGIN = 190.0, 270.0, 3.0, 12.0
"""Of the trimmed page, and from the trim to the edge of the bleed and of the sheet; mm."""
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "áàảãạăâđêôơưĐ"
TITLE = "Thông tin nội bộ"
DATES = {"pdf": "D:20170912000000+07'00'", "xmp": "2017-09-12T00:00:00+07:00"}
IMAGE = (360, 480)
"""px of the picture on each page: at 300 ppi a little over 30 by 40 mm."""
IMAGE_INKS = (0.5, 0.3, 0.2, 0.1)


def rules(**fields: Any) -> PressSpec:
    """What a press takes: coated sheet-fed; `fields` as in `presses/<name>.yaml`."""
    condition = Condition(
        identifier="FOGRA39", description="Offset on coated paper", profile=PROFILE.name
    )
    return PressSpec(**{"description": "A press", "condition": condition, **fields})


TRIM = Box(pt(MARGIN), pt(MARGIN), pt(MARGIN + WIDTH), pt(MARGIN + HEIGHT))
BLEED_BOX = TRIM.grown(pt(BLEED))
MEDIA = Box(0, 0, pt(WIDTH + 2 * MARGIN), pt(HEIGHT + 2 * MARGIN))


def sound(pages: int = 4, standard: str = "PDF/X-4") -> Pdf:
    """A sound press file. Each page has a tinted box, a picture that bleeds at the head, black
    text that overprints, and crop marks.

    Its fonts are `/F1` in the pages' resources, its picture `/Im1`, overprint `/On` and `/Off`
    in `/ExtGState`, the spot colour of registration marks `/All` in `/ColorSpace`.
    """
    pdf = Pdf.new()
    resources = pdf.make_indirect(_resources(pdf))
    for number in range(1, pages + 1):
        pdf.add_blank_page(page_size=(MEDIA.right, MEDIA.top))
        page = pdf.pages[-1].obj
        page.MediaBox = box_array(MEDIA)
        page.TrimBox = box_array(TRIM)
        page.BleedBox = box_array(BLEED_BOX)
        page.Resources = resources
        page.Contents = pdf.make_stream(_content(number))
    dress(pdf, standard)
    return pdf


def append(pdf: Pdf, operators: str, page: int = 1) -> Pdf:
    """Paint more on a page, over all that is there; the same file."""
    stream = pdf.make_stream(f"q {operators} Q\n".encode("latin-1"))
    pdf.pages[page - 1].contents_add(stream)
    return pdf


def resource(pdf: Pdf, kind: str, name: str, value: Any) -> Pdf:
    """Name something in the resources of all pages: `resource(pdf, "XObject", "Im2", stream)`."""
    resources = pdf.pages[0].obj.Resources
    if kind not in {str(key)[1:] for key in resources}:
        resources[Name("/" + kind)] = Dictionary()
    resources[Name("/" + kind)][Name("/" + name)] = value
    return pdf


def save(pdf: Pdf, **options: Any) -> bytes:
    """The file's bytes; the same for the same file."""
    out = io.BytesIO()
    x1a = str(pdf.docinfo.get("/GTS_PDFXVersion", "")).startswith("PDF/X-1")
    kept: dict[str, Any] = {
        "force_version": "1.4" if x1a else "1.6",
        "object_stream_mode": pikepdf.ObjectStreamMode.disable,
        "deterministic_id": "encryption" not in options,
        "fix_metadata_version": False,
    }
    pdf.save(out, **{**kept, **options})
    return out.getvalue()


def box_array(box: Box) -> Array:
    return Array([round(v, 4) for v in (box.left, box.bottom, box.right, box.top)])


def image(
    pdf: Pdf, size: tuple[int, int], data: bytes, space: Any = Name.DeviceCMYK, **more: Any
) -> pikepdf.Stream:
    """An image XObject of eight bits a channel, packed."""
    return pikepdf.Stream(
        pdf,
        zlib.compress(data),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=space,
        BitsPerComponent=8,
        Filter=Name.FlateDecode,
        **more,
    )


def flat(size: tuple[int, int], values: Iterable[float]) -> bytes:
    """The samples of an image of one colour, 0 to 1 a channel."""
    return bytes(round(v * 255) for v in values) * (size[0] * size[1])


def text(words: str, x: float, y: float, size: float = 10, font: str = "F1") -> str:
    """Operators that set `words` at a point of the sheet."""
    codes = "".join(f"{glyph:04X}" for glyph in _glyphs(words))
    return f"BT /{font} {size} Tf {x:.3f} {y:.3f} Td <{codes}> Tj ET"


def _content(number: int) -> bytes:
    left, top = TRIM.left, TRIM.top
    bled = BLEED_BOX
    width, height = (v * 72 / 300 for v in IMAGE)
    marks = []
    for x in (TRIM.left, TRIM.right):
        for y, way in ((bled.top + 8, 1), (bled.bottom - 8, -1)):
            marks.append(f"{x:.3f} {y:.3f} m {x:.3f} {y + way * 14:.3f} l S")
    for y in (TRIM.bottom, TRIM.top):
        for x, way in ((bled.right + 8, 1), (bled.left - 8, -1)):
            marks.append(f"{x:.3f} {y:.3f} m {x + way * 14:.3f} {y:.3f} l S")
    lines = [
        f"0.1 0.05 0.2 0 k {left + 60:.3f} {TRIM.bottom + 60:.3f} 200 100 re f",
        # the picture's top and left edges lie on the edge of the bleed
        f"q {width:.4f} 0 0 {height:.4f} {bled.left:.4f} {bled.top - height:.4f} cm /Im1 Do Q",
        "q /On gs 0 0 0 1 k",
        text(f"Trang {number}: black text, of one ink", left + 60, top - 200),
        text("It overprints the tint", left + 70, TRIM.bottom + 100),
        "Q",
        "q /All CS 1 SCN 0.25 w",
        *marks,
        "Q",
    ]
    return ("\n".join(lines) + "\n").encode("ascii")


def _resources(pdf: Pdf) -> Dictionary:
    registration = Array([Name.Separation, Name.All, Name.DeviceCMYK, _tint(pdf, (1, 1, 1, 1))])
    return Dictionary(
        Font=Dictionary(F1=pdf.make_indirect(font(pdf))),
        XObject=Dictionary(Im1=image(pdf, IMAGE, flat(IMAGE, IMAGE_INKS))),
        ExtGState=Dictionary(
            On=Dictionary(OP=True, op=True, OPM=1), Off=Dictionary(OP=False, op=False, OPM=0)
        ),
        ColorSpace=Dictionary(All=registration),
    )


def _tint(pdf: Pdf, inks: tuple[float, ...]) -> Dictionary:
    """From a tint of a spot colour to the process inks that stand for it."""
    return pdf.make_indirect(
        Dictionary(
            FunctionType=2, Domain=[0, 1], C0=[0] * len(inks), C1=list(inks), N=1, Range=[0, 1] * 4
        )
    )


def spot(pdf: Pdf, name: str, inks: tuple[float, float, float, float]) -> Array:
    """A spot colour."""
    return Array([Name.Separation, Name("/" + name), Name.DeviceCMYK, _tint(pdf, inks)])


# fonts


@cache
def _face() -> hb.Face:
    return hb.Face(FONT.read_bytes())


def _glyphs(words: str) -> list[int]:
    face = hb.Font(_face())
    return [face.get_nominal_glyph(ord(c)) or 0 for c in words]


@cache
def _subset() -> bytes:
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
    wanted.unicode_set.update(map(ord, CHARACTERS))
    return bytes(hb.subset(_face(), wanted).blob.data)


def font(pdf: Pdf, *, embedded: bool = True, subset: bool = True, unicode: bool = True) -> Any:
    """IBM Plex Sans as a composite font; its codes are glyphs."""
    name = Name("/ABCDEF+IBMPlexSans" if subset else "/IBMPlexSans")
    scale = 1000 / _face().upem
    measure = hb.Font(_face())
    glyphs = dict(zip(_glyphs(CHARACTERS), CHARACTERS, strict=True))
    widths: list[Any] = []
    for glyph in sorted(glyphs):
        widths += [glyph, Array([round(measure.get_glyph_h_advance(glyph) * scale)])]
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=[-200, -250, 1200, 1000],
        ItalicAngle=0, Ascent=1025, Descent=-275, CapHeight=698, StemV=80,
    )  # fmt: skip
    if embedded:
        data = _subset() if subset else FONT.read_bytes()
        descriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, DW=0, W=Array(widths),
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0,
        ),
        FontDescriptor=pdf.make_indirect(descriptor), CIDToGIDMap=Name.Identity,
    )  # fmt: skip
    made = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )  # fmt: skip
    if unicode:
        made.ToUnicode = pdf.make_stream(_to_unicode(glyphs))
    return made


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    pairs = [f"<{glyph:04X}> <{ord(char):04X}>" for glyph, char in sorted(glyphs.items())]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode("ascii")


# what makes it a press file


def dress(pdf: Pdf, standard: str) -> None:
    """Output intent, document information and metadata of a standard; nothing for `none`."""
    pdf.docinfo["/Title"] = String(TITLE)
    pdf.docinfo["/CreationDate"] = String(DATES["pdf"])
    pdf.docinfo["/ModDate"] = String(DATES["pdf"])
    pdf.docinfo["/Producer"] = String("presspdf")
    if standard == "none":
        return
    pdf.docinfo["/Trapped"] = Name("/False")
    if standard == "PDF/X-1a":
        pdf.docinfo["/GTS_PDFXVersion"] = String("PDF/X-1a:2003")
    profile = pdf.make_stream(
        zlib.compress(PROFILE.read_bytes()), N=4, Alternate=Name.DeviceCMYK, Filter=Name.FlateDecode
    )
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX,
                OutputConditionIdentifier=String("FOGRA39"), OutputCondition=String("Coated"),
                RegistryName=String("http://www.color.org"), Info=String("Coated FOGRA39"),
                DestOutputProfile=profile,
            )
        ]
    )  # fmt: skip
    set_xmp(pdf, xmp(standard))


XMP = {
    "pdfxid:GTS_PDFXVersion": "PDF/X-4",
    "pdf:Trapped": "False",
    "pdf:Producer": "presspdf",
    "xmp:CreateDate": DATES["xmp"],
    "xmp:ModifyDate": DATES["xmp"],
    "xmp:MetadataDate": DATES["xmp"],
    "xmpMM:DocumentID": "uuid:11111111-2222-3333-4444-555555555555",
    "xmpMM:VersionID": "1",
    "xmpMM:RenditionClass": "default",
}
_NAMESPACES = {
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def xmp(standard: str = "PDF/X-4", title: str = TITLE, **changed: str | None) -> bytes:
    """A packet; `changed` by name with `__` for `:`, None to leave out."""
    fields = dict(XMP)
    if standard != "PDF/X-4":
        del fields["pdfxid:GTS_PDFXVersion"]
    for name, value in changed.items():
        fields.pop(name.replace("__", ":"), None)
        if value is not None:
            fields[name.replace("__", ":")] = value
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    properties = "\n".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    shown = (
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        if title
        else ""
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about="" {spaces}>\n{properties}\n{shown}\n</rdf:Description>'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def set_xmp(pdf: Pdf, packet: bytes) -> Pdf:
    """Put a packet in place of the one that is there; the same file."""
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
    return pdf
