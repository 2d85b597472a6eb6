"""Books of a few plain pages, a print house and an edition, made by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from printshop.geometry import PageGeometry, pt
from printshop.prepress.edition import Edition, Lettered, PaletteColour
from printshop.press import Press, PressSpec
from printshop.press.contract import Condition
from support import REPOSITORY

FONT = REPOSITORY / "fonts" / "ibm-plex-sans" / "IBMPlexSans_400Regular.ttf"
PROFILE = REPOSITORY / "presses" / "FOGRA39L_coated.icc"
GEOMETRY = PageGeometry(100, 140, inside=20, outside=12, head=10, foot=10)
PAGE = b"""q 0 0 0 1 k BT /F0 12 Tf 80 200 Td (page %d) Tj ET
0 %s 0 0 k -500 -500 2000 2000 re %s
/Pattern cs /P0 scn 90 90 60 60 re f Q"""


def press(**changes: Any) -> Press:
    """A print house that takes what the defaults say."""
    condition = Condition(
        identifier="FOGRA39", description="Offset, coated paper", profile=PROFILE.name
    )
    spec = PressSpec(**{"description": "A print house", "condition": condition, **changes})
    return Press("nha-in", PROFILE, spec, PROFILE, PROFILE.read_bytes())


def edition(language: str = "vi", colours: tuple[PaletteColour, ...] = ()) -> Edition:
    lettered = Lettered("Thông tin", "9", dt.date(2017, 9, 12), FONT, language)
    return Edition("2017-09", lettered, GEOMETRY, colours=colours)


def book(pages: int, *, painted: bool = True) -> Pdf:
    """Pages with sheet, bleed and trim as make-up leaves them, and much that is for the screen.

    All share one dictionary of resources. Page 1 says "page 1", and so on; where `painted`, each is
    covered to far beyond its bleed with magenta of as many percent as its number, and has a
    pattern.
    """
    pdf = Pdf.new()
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    tile = pdf.make_stream(
        b"0 0 5 10 re f",
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 10, 10]),
        XStep=10,
        YStep=10,
        Resources=Dictionary(),
    )
    resources = pdf.make_indirect(
        Dictionary(Font=Dictionary(F0=pdf.make_indirect(font)), Pattern=Dictionary(P0=tile))
    )
    width, height = (round(pt(side), 3) for side in GEOMETRY.sheet)
    for number in range(1, pages + 1):
        pdf.add_blank_page(page_size=(width, height))
        page = pdf.pages[-1].obj
        trim = GEOMETRY.trim(verso=number % 2 == 0)
        page.TrimBox = Array(trim.as_list())
        page.BleedBox = Array(trim.grown(pt(GEOMETRY.bleed)).as_list())
        page.CropBox = page.ArtBox = page.TrimBox
        page.Resources = resources
        tint = b"%.2f" % (number / 100)
        page.Contents = pdf.make_stream(PAGE % (number, tint, b"f" if painted else b"n"))
        page.Tabs, page.StructParents = Name.S, number
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([10, 10, 50, 50]),
            A=Dictionary(S=Name.URI, URI=String("https://example.org/")),
            StructParent=number + 1000,
        )
        page.Annots = Array([pdf.make_indirect(link)])
        page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.beep()")))
    _for_screen(pdf)
    return pdf


def _for_screen(pdf: Pdf) -> None:
    root = pdf.Root
    root.Lang = String("vi")
    root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.MarkInfo = Dictionary(Marked=True)
    root.PageMode = Name.UseOutlines
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True, HideToolbar=True)
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.beep()"))
    root.Names = Dictionary(JavaScript=Dictionary(Names=Array()))
    root.AcroForm = Dictionary(Fields=Array())
    root.Version = Name("/1.7")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = "Tên cũ"
        xmp["pdfuaid:part"] = "1"
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Title=String("Thông tin – số 9"),
            Author=String("Ban biên tập"),
            Subject=String("Mùa thu"),
            Creator=String("printshop"),
            Producer=String("printshop"),
            CreationDate=String("D:20170912000000Z"),
            ModDate=String("D:20170912000000Z"),
        )
    )
