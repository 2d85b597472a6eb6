"""What checks of a finished file look at, and what they find. Plain data; lengths in pt.

`read.py` makes a `Document` of a PDF file, of ours or of anybody's. All boxes are in the page's own
space (before `/Rotate`), as the PDF has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from printshop.geometry import Box
from printshop.pdf.matrices import Matrix

Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow, black, each 0 to 1."""
MarkKind = Literal["text", "fill", "stroke", "image", "mask", "shading"]


@dataclass(frozen=True)
class Paint:
    """A colour as it is in force when something is painted."""

    space: str
    """The family: `DeviceGray`, `DeviceRGB`, `DeviceCMYK`, `CalGray`, `CalRGB`, `Lab`, `ICCBased`,
    `Indexed`, `Separation`, `DeviceN`, `Pattern`."""
    values: tuple[float, ...] = ()
    colorants: tuple[str, ...] = ()
    """Of `Separation` and `DeviceN`; `All` is every ink."""
    channels: int = 0
    """Of `ICCBased`: 1, 3 or 4."""
    inks: Inks | None = None
    """In process inks; of a spot colour, its alternate. None where it has none (RGB, Lab)."""

    @property
    def is_rgb(self) -> bool:
        """Whether it is made of red, green and blue."""
        return self.space in ("DeviceRGB", "CalRGB") or (
            self.space == "ICCBased" and self.channels == 3
        )

    @property
    def is_spot(self) -> bool:
        """Whether it is an ink of its own."""
        process = {"All", "None", "Cyan", "Magenta", "Yellow", "Black"}
        return bool(set(self.colorants) - process)


@dataclass(frozen=True)
class Picture:
    """An image XObject or an inline image, once for each object."""

    name: str
    """What the resources that were met first call it, without the slash."""
    key: tuple[int, int]
    """Object and generation; (0, 0) for an inline image."""
    width: int
    height: int
    bits: int
    space: str
    """Family of its colours, as in `Paint`; `` for a stencil mask."""
    base: str = ""
    """Of `Indexed`: the family it stands for."""
    channels: int = 0
    colorants: tuple[str, ...] = ()
    """Of `Separation` and `DeviceN`, and of `Indexed` of these, as in `Paint`."""
    profile: bool = False
    """Whether it brings an ICC profile."""
    mask: bool = False
    """A stencil mask: painted in the colour in force."""
    soft_mask: bool = False
    filters: tuple[str, ...] = ()
    interpolate: bool = False


@dataclass(frozen=True)
class Font:
    """A font, once for each object."""

    name: str
    """`BaseFont`."""
    kind: str
    """`Type1`, `TrueType`, `Type0`, `Type3`, `MMType1`."""
    embedded: bool
    subset: bool
    """Whether its name has a subset's prefix (`ABCDEF+`)."""
    unicode: bool
    """Whether text in it can be read back (`ToUnicode`, or a named encoding)."""


@dataclass(frozen=True)
class Mark:
    """Something painted on a page, in the order of painting."""

    kind: MarkKind
    box: Box
    """What it covers, within the clip in force; empty things are left out."""
    paint: Paint | None = None
    """Of text and paths; None for an image."""
    whole: Box | None = None
    """What it would cover without the clip, where that is more."""
    overprint: bool = False
    """The overprint that applies to this kind of painting."""
    overprint_mode: int = 0
    alpha: float = 1.0
    blend: str = "Normal"
    soft_mask: bool = False
    width: float = 0.0
    """Of a stroke."""
    size: float = 0.0
    """Of text, as it is printed."""
    text: str = ""
    font: Font | None = None
    render_mode: int = 0
    """Of text (ISO 32000-1, 9.3.6): 3 is invisible."""
    picture: Picture | None = None
    ppi: tuple[float, float] = (0.0, 0.0)
    """Of an image: pixels an inch across and down, as it is set."""
    outline: tuple[tuple[tuple[float, float], ...], ...] = ()
    """Of a path: its parts as polygons, curves made straight, before clipping."""
    even_odd: bool = False
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    """Of an image: from the unit square to the page."""
    forms: tuple[str, ...] = ()
    """Names of the form XObjects it stands in, outermost first."""
    clips: tuple[tuple[tuple[tuple[float, float], ...], ...], ...] = ()
    """Paths that it is clipped to, each as polygons; boxes are not listed, they are in `box`."""


@dataclass(frozen=True)
class Annotation:
    """An annotation of a page."""

    kind: str
    """`Link`, `Widget`, …"""
    box: Box
    printed: bool
    """Whether its flags have it printed."""


@dataclass(frozen=True)
class Group:
    """A transparency group: of a page, or of a form."""

    space: str
    """Family of its blending space; empty where it names none."""
    form: str = ""
    """The form's name; empty for the page's own."""


@dataclass(frozen=True)
class PdfPage:
    """A page as it is in the file."""

    number: int
    """From 1."""
    media: Box
    crop: Box | None = None
    """None where the page does not name one."""
    bleed: Box | None = None
    trim: Box | None = None
    art: Box | None = None
    rotate: int = 0
    user_unit: float = 1.0
    marks: tuple[Mark, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    groups: tuple[Group, ...] = ()
    trouble: str = ""
    """Why its contents could not be read to the end; empty where they could."""

    @property
    def ends_at(self) -> Box:
        """Where the page is cut: the trim, or what stands in for it (ISO 32000-1, 14.11.2)."""
        return self.trim or self.crop or self.media


@dataclass(frozen=True)
class OutputIntent:
    """What the file says it is made for."""

    kind: str
    """`/S`, without the slash: `GTS_PDFX`."""
    identifier: str
    registry: str
    info: str
    condition: str
    """`OutputCondition`."""
    profile_class: str = ""
    """Device class of its ICC profile: `prtr`; empty without a profile."""
    profile_space: str = ""
    """Its colours: `CMYK`, `RGB `, `GRAY`."""
    profile_channels: int = 0
    """`/N` of the profile's stream."""


@dataclass(frozen=True)
class Document:
    """A PDF file as the checks see it."""

    name: str
    """The file's name."""
    size: int
    """bytes"""
    version: str
    """`1.6`"""
    pages: tuple[PdfPage, ...] = ()
    encrypted: bool = False
    linearized: bool = False
    fonts: tuple[Font, ...] = ()
    pictures: tuple[Picture, ...] = ()
    intents: tuple[OutputIntent, ...] = ()
    info: Mapping[str, str] = field(default_factory=dict)
    """The document information dictionary, keys without the slash."""
    xmp: Mapping[str, str] = field(default_factory=dict)
    """Metadata by prefixed name: `pdfxid:GTS_PDFXVersion`, `xmp:CreateDate`, `dc:title` …"""
    has_id: bool = False
    """Whether the trailer has an ID."""
    actions: tuple[str, ...] = ()
    """Kinds of action found anywhere: `JavaScript`, `URI`, `GoTo` … and `OpenAction`."""
    embedded_files: int = 0
    forms: bool = False
    """Whether there are form fields."""
    layers: bool = False
    """Whether there is optional content."""
    object_streams: bool = False
    trouble: str = ""
    """What is damaged, in one line; empty where nothing is."""


@dataclass(frozen=True)
class Finding:
    """What a check found: at most one for each page and subject."""

    code: str
    page: int = 0
    """From 1; 0 for the file as a whole."""
    boxes: tuple[Box, ...] = ()
    """Where it shows; the worst or first few (`MOST_BOXES`)."""
    params: tuple[tuple[str, str | int | float], ...] = ()
    picture: str = ""
    """The name of the image that it is about, for tracing it to its source."""


MOST_BOXES = 20


def finding(
    code: str, page: int = 0, boxes: Any = (), *, picture: str = "", **params: str | int | float
) -> Finding:
    """A finding; the boxes beyond `MOST_BOXES` are left out."""
    return Finding(code, page, tuple(boxes)[:MOST_BOXES], tuple(sorted(params.items())), picture)
