"""What makes a PDF a PDF/X: the file's head, and nothing in it that is for reading on a screen.

The standards were not read. What they ask is taken from what is reported of them; which part is met
where, and which test shows it, is in docs/reference/pdfx.md.
"""

from __future__ import annotations

import hashlib
import io
import uuid
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from printshop.prepress.edition import Edition
from printshop.press import Press, PressSpec

VERSIONS = {"PDF/X-4": "1.6", "PDF/X-1a": "1.4", "none": "1.6"}
"""The version of PDF that each standard stands on."""
INFO_VERSION = {"PDF/X-1a": "PDF/X-1a:2003"}
"""What PDF/X-1a has in the Info dictionary; PDF/X-4 has it in the XMP alone."""

_KEPT_OF_ROOT = frozenset(("/Type", "/Pages", "/Lang", "/PageLabels"))
_KEPT_OF_PAGES = frozenset(
    ("/Type", "/Parent", "/Resources", "/Contents", "/Rotate", "/UserUnit", "/Group")
) | {"/MediaBox", "/BleedBox", "/TrimBox"}
_STRAY = ("/StructParents", "/StructParent", "/PieceInfo", "/LastModified", "/OPI", "/Alternates")
"""Entries of any object that belong to tags, to other programs, to other versions of a picture."""

_SPACE_OF_IDS = uuid.UUID("f3b0c9a2-6f0e-5d7b-9a55-2f5d3a1c7e04")
"""Names our ids among all that are made from names (RFC 9562, 5.5)."""


def dress(pdf: Pdf, press: Press, edition: Edition, *, title: str = "") -> None:
    """Make the file what the press's standard asks, apart from its pages' colours and boxes.

    Args:
        pdf: changed in place. Its Info may have title, author, subject and programs.
        press: which standard, which printing condition.
        edition: date and name of the issue.
        title: of the file, where it is not that of the Info.
    """
    _strip(pdf)
    lettered = edition.lettered
    known = {key: str(value) for key, value in pdf.docinfo.items() if isinstance(value, String)}
    title = title or known.get("/Title") or f"{lettered.bulletin} {lettered.number}"
    creator = known.get("/Creator") or "printshop"
    info = {
        "/Title": title,
        "/Author": known.get("/Author") or lettered.bulletin,
        "/Subject": known.get("/Subject", ""),
        "/Creator": creator,
        "/Producer": known.get("/Producer") or creator,
        "/CreationDate": f"D:{lettered.date:%Y%m%d}000000Z",
        "/ModDate": f"D:{lettered.date:%Y%m%d}000000Z",
    }
    standard = press.spec.standard
    if standard in INFO_VERSION:
        info["/GTS_PDFXVersion"] = INFO_VERSION[standard]
    if standard != "none":
        pdf.Root.OutputIntents = Array([_output_intent(pdf, press)])
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary({key: String(value) for key, value in info.items() if value})
    )
    pdf.trailer.Info.Trapped = Name("/False")
    _write_xmp(pdf, info, standard, f"{lettered.date:%Y-%m-%d}T00:00:00+00:00")


def write(pdf: Pdf, spec: PressSpec) -> bytes:
    """The finished file; the same bytes for the same contents."""
    old = VERSIONS[spec.standard] < "1.5"
    streams = pikepdf.ObjectStreamMode
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        force_version=VERSIONS[spec.standard],
        fix_metadata_version=False,
        object_stream_mode=streams.disable if old else streams.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return buffer.getvalue()


def _strip(pdf: Pdf) -> None:
    """Take out tags, links, bookmarks, actions, forms, attachments, notes of other programs."""
    title_shown = bool(pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"))
    for key in set(pdf.Root.keys()) - _KEPT_OF_ROOT:
        del pdf.Root[key]
    if title_shown:
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for page in pdf.pages:
        for key in set(page.obj.keys()) - _KEPT_OF_PAGES:
            del page.obj[key]
    for thing in pdf.objects:
        if isinstance(thing, (Dictionary, Stream)):
            for key in _STRAY:
                if key in thing:
                    del thing[key]
            if "/Metadata" in thing:
                del thing["/Metadata"]


def _output_intent(pdf: Pdf, press: Press) -> Object:
    """For which printing condition the colours are; with its profile."""
    condition = press.spec.condition
    profile = pdf.make_stream(zlib.compress(press.profile_bytes, 9), N=4, Filter=Name.FlateDecode)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFX,
            OutputConditionIdentifier=String(condition.identifier),
            OutputCondition=String(condition.description),
            Info=String(condition.description),
            RegistryName=String(condition.registry),
            DestOutputProfile=profile,
        )
    )


def _write_xmp(pdf: Pdf, info: dict[str, str], standard: str, moment: str) -> None:
    """The same as the Info dictionary says, and what PDF/X-4 asks besides."""
    identity = str(document_id(pdf, info["/Title"], standard))
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = info["/Title"]
        xmp["dc:creator"] = [info["/Author"]]
        if info["/Subject"]:
            xmp["dc:description"] = info["/Subject"]
        if "/Lang" in pdf.Root:
            xmp["dc:language"] = [str(pdf.Root.Lang)]
        xmp["dc:format"] = "application/pdf"
        for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            xmp[key] = moment
        xmp["xmp:CreatorTool"] = info["/Creator"]
        xmp["pdf:Producer"] = info["/Producer"]
        xmp["pdf:Trapped"] = "False"
        xmp["xmpMM:DocumentID"] = f"uuid:{identity}"
        xmp["xmpMM:InstanceID"] = f"uuid:{identity}"
        xmp["xmpMM:VersionID"] = "1"
        xmp["xmpMM:RenditionClass"] = "default"
        if standard == "PDF/X-4":
            xmp["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        elif standard in INFO_VERSION:
            xmp["pdfx:GTS_PDFXVersion"] = INFO_VERSION[standard]


def document_id(pdf: Pdf, title: str, standard: str) -> uuid.UUID:
    """An id that follows from what is in the file: the same for the same pages, else another."""
    digest = hashlib.sha256(f"{standard}\n{title}\n".encode())
    for page in pdf.pages:
        for box in ("/MediaBox", "/BleedBox", "/TrimBox"):
            digest.update(repr([str(side) for side in page.obj.get(box, ())]).encode())
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            digest.update(thing.read_raw_bytes())
    return uuid.uuid5(_SPACE_OF_IDS, digest.hexdigest())
