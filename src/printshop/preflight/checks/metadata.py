"""What the file says of itself: all that the standard asks (F047), and the same twice (F048).

A file has two records: the old document information and the newer XMP. PDF/X-4 asks for the second,
PDF/X-1a for the first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from printshop.preflight.model import Document, Finding, finding
from printshop.press.contract import PressSpec

_X4 = (
    "dc:title", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate",
    "xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass",
)  # fmt: skip
_X1A = ("Title", "CreationDate", "ModDate")
_TWINS = (
    ("Title", "dc:title"), ("Author", "dc:creator"), ("Subject", "dc:description"),
    ("Keywords", "pdf:Keywords"), ("Creator", "xmp:CreatorTool"), ("Producer", "pdf:Producer"),
    ("Trapped", "pdf:Trapped"),
)  # fmt: skip
_DATES = (("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate"))


def check(document: Document, rules: PressSpec) -> Iterator[Finding]:
    """F047 and F048, once for all fields."""
    if rules.standard == "none" or not document.pages:
        return
    missing = _missing_x4(document) if rules.standard == "PDF/X-4" else _missing_x1a(document)
    if not document.has_id:
        missing.append("ID")
    if missing:
        yield finding("F047", fields=", ".join(missing), standard=rules.standard)
    differing = [info for info, xmp in _TWINS if not _same_text(document, info, xmp)]
    differing += [info for info, xmp in _DATES if not _same_time(document, info, xmp)]
    if differing:
        yield finding("F048", fields=", ".join(differing))


def _missing_x4(document: Document) -> list[str]:
    missing = [name for name in _X4 if not document.xmp.get(name, "").strip()]
    if document.xmp.get("pdf:Trapped") not in ("True", "False"):
        missing.append("pdf:Trapped")
    version = document.xmp.get("pdfxid:GTS_PDFXVersion", "")
    if version != "PDF/X-4":
        missing.insert(0, _with_value("pdfxid:GTS_PDFXVersion", version))
    return missing


def _missing_x1a(document: Document) -> list[str]:
    missing = [name for name in _X1A if not document.info.get(name, "").strip()]
    if document.info.get("Trapped", "").lstrip("/") not in ("True", "False"):
        missing.append("Trapped")
    version = document.info.get("GTS_PDFXVersion", "")
    if not version.startswith(("PDF/X-1a", "PDF/X-1:")):
        missing.insert(0, _with_value("GTS_PDFXVersion", version))
    return missing


def _with_value(name: str, value: str) -> str:
    """A field that is wrong: with what it says, where it says anything."""
    return f"{name} ({value})" if value else name


def _same_text(document: Document, info: str, xmp: str) -> bool:
    one, other = document.info.get(info, ""), document.xmp.get(xmp, "")
    return not (one and other) or _words(one) == _words(other)


def _words(text: str) -> str:
    return " ".join(text.lstrip("/").split())


def _same_time(document: Document, info: str, xmp: str) -> bool:
    one, other = document.info.get(info, ""), document.xmp.get(xmp, "")
    if not (one and other):
        return True
    first, second = pdf_time(one), xmp_time(other)
    if first is None or second is None:
        return False
    if first.tzinfo is None or second.tzinfo is None:
        first, second = first.replace(tzinfo=None), second.replace(tzinfo=None)
    return abs(first - second) <= dt.timedelta(seconds=1)


_PDF_TIME = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)[0-9']*|([+-])(\d\d)'?(\d\d)?'?)?"
)


def pdf_time(text: str) -> dt.datetime | None:
    """A date of the document information (ISO 32000-1, 7.9.4); None where it is none."""
    match = _PDF_TIME.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (
        int(match[n] or start) for n, start in zip(range(1, 7), (0, 1, 1, 0, 0, 0), strict=True)
    )
    zone: dt.tzinfo | None = dt.UTC if match[7] else None
    try:
        if match[8]:
            offset = dt.timedelta(hours=int(match[9]), minutes=int(match[10] or 0))
            zone = dt.timezone(offset if match[8] == "+" else -offset)
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def xmp_time(text: str) -> dt.datetime | None:
    """A date of XMP (ISO 8601, its end may be missing); None where it is none."""
    text = text.strip()
    if re.fullmatch(r"\d{4}(-\d\d)?", text):
        text += "-01" * (2 - text.count("-"))
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None
