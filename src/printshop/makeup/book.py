"""Put the pages together: boxes, furniture, links, bookmarks, labels, metadata, one file."""

from __future__ import annotations

import datetime as dt
import io
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, OutlineItem, Pdf, String

from printshop.geometry import PageGeometry, pt
from printshop.makeup.fonts import UnitedFonts
from printshop.makeup.pagemap import LabelRange, PageMap
from printshop.makeup.resources import unite_images
from printshop.makeup.settle import Locator
from printshop.makeup.tags import TagTree
from printshop.render.job import Fragment
from printshop.sources.pagemarks import LINK_SCHEME


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: depth from 0, text, anchor."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True)
class BookInfo:
    """What the file says about itself."""

    title: str
    author: str
    language: str
    date: dt.date
    subject: str = ""
    creator: str = "printshop"


@dataclass(frozen=True)
class Part:
    """A fragment's place in the tag tree: its section and what it is called."""

    fragment: str
    section: str
    title: str


_Place = tuple[int, float, float]
"""A page, from 0, and where on it."""


@dataclass
class Book:
    """An issue made up: every page with its sheet, trim and bleed; a target writes it out."""

    pdf: Pdf
    page_map: PageMap
    lost_links: tuple[str, ...]
    """Internal links whose target is nowhere; empty in a sound book."""
    separate_fonts: tuple[str, ...] = ()
    """Fonts that stayed as the fragments brought them, so that there are several of a face."""


def make_up(
    fragments: Mapping[str, Fragment],
    furniture: Callable[[], Fragment] | None,
    page_map: PageMap,
    geometry: PageGeometry,
    bookmarks: Sequence[Bookmark],
    parts: Sequence[Part],
    mirrored: frozenset[str],
    info: BookInfo,
    *,
    link_texts: Mapping[str, str] | None = None,
    faces: Mapping[str, Path] | None = None,
) -> Book:
    """Make up an issue.

    Args:
        fragments: by name; those that the page map does not use are left out.
        furniture: makes a page of folios and heads for each page of the issue, in order; called
            when the pages are together, so that a worker can render it meanwhile.
        page_map: the order of the pages.
        geometry: the layout's page.
        bookmarks: the outline, in order.
        parts: each fragment's section and title, in order.
        mirrored: fragments whose versos have their trim moved (invariant 3).
        info: metadata.
        link_texts: what a link is to be called, by anchor or address (`linktexts`).
        faces: font files by PostScript name, to unite the fragments' fonts.
    """
    pdf = Pdf.new()
    tags = TagTree(pdf, info.language)
    locator = Locator(fragments, page_map)
    fonts = UnitedFonts(pdf, faces or {})
    copied: dict[tuple[str, int], pikepdf.Page] = {}
    places: dict[str, _Place] = {}
    by_name = {part.fragment: part for part in parts}
    for name in dict.fromkeys(page.run for page in page_map.pages if page.run):
        part = by_name.get(name, Part(name, "", name))
        with Pdf.open(io.BytesIO(fragments[name].pdf)) as source:
            places |= _places(source, locator)
            copied |= _copy_pages(pdf, source, part, tags, fonts)
    leaves = _place_pages(pdf, copied, page_map, geometry)
    _set_boxes(leaves, page_map, geometry, mirrored)
    if furniture is not None:
        _lay_furniture(pdf, leaves, furniture(), page_map, geometry, mirrored, fonts)
    destinations = _destinations(leaves, places)
    lost = _resolve_links(leaves, destinations, link_texts or {})
    _write_destinations(pdf, destinations)
    _write_outline(pdf, bookmarks, destinations)
    _write_labels(pdf, page_map.labels)
    tags.finish()
    unite_images(pdf)
    separate_fonts = fonts.finish()
    _write_info(pdf, info)
    return Book(pdf, page_map, tuple(lost), separate_fonts)


def _copy_pages(
    pdf: Pdf, source: Pdf, part: Part, tags: TagTree, fonts: UnitedFonts
) -> dict[tuple[str, int], pikepdf.Page]:
    """Append a fragment's pages, with its tags; return them by fragment and number.

    All that is not to be in the book is taken out of `source` before: what is copied stays.
    """
    mended = tags.mend(source, part.fragment, part.section, part.title)
    fonts.take(source)
    first = len(pdf.pages)
    for page in source.pages:
        pdf.pages.append(page)
    if mended:
        tags.adopt(mended)
    return {(part.fragment, number): page for number, page in enumerate(pdf.pages[first:])}


def _place_pages(
    pdf: Pdf,
    copied: Mapping[tuple[str, int], pikepdf.Page],
    page_map: PageMap,
    geometry: PageGeometry,
) -> list[pikepdf.Page]:
    """Put blank pages where the map has them; the others are in order already. Return all."""
    width, height = geometry.sheet
    for page in page_map.blanks:
        blank = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(pt(width), 3), round(pt(height), 3)]),
            Resources=Dictionary(),
            Contents=pdf.make_stream(b""),
        )
        pdf.pages.insert(page.index, pikepdf.Page(pdf.make_indirect(blank)))
    expected = [copied[p.run, p.page_in_run].objgen for p in page_map.pages if p.run]
    leaves = list(pdf.pages)
    found = [leaves[p.index].objgen for p in page_map.pages if p.run]
    if expected != found or len(leaves) != len(page_map.pages):
        raise AssertionError("pages are out of the page map's order")
    return leaves


def _set_boxes(
    leaves: Sequence[pikepdf.Page],
    page_map: PageMap,
    geometry: PageGeometry,
    mirrored: frozenset[str],
) -> None:
    for page in page_map.pages:
        trim = geometry.trim(verso=page.verso, mirrored=page.run in mirrored)
        leaf = leaves[page.index]
        leaf.trimbox = Array(trim.as_list())
        leaf.bleedbox = Array(trim.grown(pt(geometry.bleed)).as_list())
        leaf.obj.Tabs = Name.S


def _lay_furniture(
    pdf: Pdf,
    leaves: Sequence[pikepdf.Page],
    furniture: Fragment,
    page_map: PageMap,
    geometry: PageGeometry,
    mirrored: frozenset[str],
    fonts: UnitedFonts,
) -> None:
    """Draw the furniture over each page as a Form XObject, marked as an artifact."""
    with Pdf.open(io.BytesIO(furniture.pdf)) as source:
        fonts.take(source)
        for page, drawn in zip(page_map.pages, source.pages, strict=True):
            if not _draws(drawn):
                continue
            leaf = leaves[page.index]
            form = pdf.copy_foreign(drawn.as_form_xobject())
            dx = geometry.shift if page.verso and page.run in mirrored else 0.0
            # pages of a fragment share their resources: the name must be the page's own
            name = leaf.add_resource(form, Name.XObject, name=Name(f"/Furniture{page.index}"))
            body = leaf.obj.Contents.read_bytes() if page.run else b""
            leaf.obj.Contents = _compressed(
                pdf,
                b"q\n%s\nQ\n/Artifact <</Type /Pagination>> BDC\nq 1 0 0 1 %.3f 0 cm %s Do Q\nEMC"
                % (body, pt(dx), str(name).encode()),
            )


def _compressed(pdf: Pdf, content: bytes) -> pikepdf.Stream:
    """A content stream: level 9 would take more than twice the time for one per cent."""
    return pdf.make_stream(zlib.compress(content, 7), Filter=Name.FlateDecode)


_PAINTING = re.compile(rb"(?<![^\s\])>])(?:Tj|TJ|f\*?|S|Do)(?!\S)")
"""Operators that leave something on the page (ISO 32000-1, annex A), among WeasyPrint's."""


def _draws(page: pikepdf.Page) -> bool:
    return _PAINTING.search(page.obj.Contents.read_bytes()) is not None


def _places(source: Pdf, locator: Locator) -> dict[str, _Place]:
    """Where the anchors of a fragment are: WeasyPrint's own coordinates, on our pages."""
    names = source.Root.get("/Names", Dictionary()).get("/Dests")
    if names is None:
        return {}
    found = ((name, locator.index(name), target) for name, target in NameTree(names).items())
    return {
        name: (index, round(float(target[2]), 2), round(float(target[3]), 2))
        for name, index, target in found
        if index is not None
    }


def _destinations(leaves: Sequence[pikepdf.Page], places: Mapping[str, _Place]) -> dict[str, Array]:
    return {
        name: Array([leaves[index].obj, Name.XYZ, x, y, 0])
        for name, (index, x, y) in places.items()
    }


_PRINTED = 4
"""An annotation's flag for print (ISO 32000-1, 12.5.3): PDF/A wants it."""


def _resolve_links(
    leaves: Sequence[pikepdf.Page], destinations: Mapping[str, Array], texts: Mapping[str, str]
) -> list[str]:
    """Turn links between fragments into links to destinations, and say what each leads to.

    Returns:
        The targets that are nowhere.
    """
    lost = []
    for page in leaves:
        for annotation in page.obj.get("/Annots", Array()):
            annotation.F = _PRINTED
            target = _internal_target(annotation)
            if target is None:
                _describe_web_link(annotation, texts)
                continue
            if target not in destinations:
                lost.append(target)
                continue
            if "/A" in annotation:
                del annotation.A
            annotation.Dest = String(target)
            annotation.Contents = String(texts.get(target, target))
    return lost


def _describe_web_link(annotation: pikepdf.Object, texts: Mapping[str, str]) -> None:
    address = unquote(str(annotation.get("/A", Dictionary()).get("/URI", "")))
    if address in texts:
        annotation.Contents = String(texts[address])


def _internal_target(annotation: pikepdf.Object) -> str | None:
    if annotation.get("/Subtype") != Name.Link:
        return None
    if "/Dest" in annotation:
        return str(annotation.Dest)
    uri = str(annotation.get("/A", Dictionary()).get("/URI", ""))
    return uri.removeprefix(LINK_SCHEME) if uri.startswith(LINK_SCHEME) else None


def _write_destinations(pdf: Pdf, destinations: Mapping[str, Array]) -> None:
    tree = NameTree.new(pdf)
    for name in sorted(destinations, key=lambda n: n.encode()):
        tree[name] = destinations[name]
    pdf.Root.Names = Dictionary(Dests=tree.obj)


def _write_outline(
    pdf: Pdf, bookmarks: Sequence[Bookmark], destinations: Mapping[str, Array]
) -> None:
    with pdf.open_outline() as outline:
        branch: list[OutlineItem] = []
        for mark in bookmarks:
            if mark.anchor not in destinations:
                continue
            item = OutlineItem(mark.title, destinations[mark.anchor])
            del branch[mark.level :]
            (branch[-1].children if branch else outline.root).append(item)
            branch.append(item)
    pdf.Root.PageMode = Name.UseOutlines


_LABEL_STYLES = {"decimal": Name.D, "roman": Name.r}


def _write_labels(pdf: Pdf, labels: Sequence[LabelRange]) -> None:
    numbers = Array()
    for label in labels:
        numbers.append(label.start)
        numbers.append(Dictionary(S=_LABEL_STYLES[label.style], St=label.first))
    pdf.Root.PageLabels = Dictionary(Nums=numbers)


def _write_info(pdf: Pdf, info: BookInfo) -> None:
    """Title, author, language and dates; the dates are the issue's, so that bytes repeat."""
    pdf.Root.Lang = String(info.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    moment = f"{info.date:%Y-%m-%d}T00:00:00+00:00"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = info.title
        xmp["dc:creator"] = [info.author]
        xmp["dc:language"] = [info.language]
        xmp["dc:date"] = [f"{info.date:%Y-%m-%d}"]
        xmp["dc:publisher"] = [info.author]
        if info.subject:
            xmp["dc:description"] = info.subject
        xmp["xmp:CreateDate"] = moment
        xmp["xmp:ModifyDate"] = moment
        xmp["xmp:MetadataDate"] = moment
        xmp["xmp:CreatorTool"] = info.creator
        xmp["pdf:Producer"] = info.creator
        xmp["pdfuaid:part"] = "1"
    stamp = String(f"D:{info.date:%Y%m%d}000000Z")
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Title=String(info.title),
            Author=String(info.author),
            Subject=String(info.subject),
            Creator=String(info.creator),
            Producer=String(info.creator),
            CreationDate=stamp,
            ModDate=stamp,
        )
    )
