"""What a PDF file says of itself: information dictionary, XMP, output intents."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

from printshop.pdf import objects
from printshop.preflight.model import OutputIntent

_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LISTS = {f"{_RDF}Alt", f"{_RDF}Seq", f"{_RDF}Bag"}
_MOST_XMP = 2_000_000
_ENTITIES = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def info(dictionary: Any) -> dict[str, str]:
    """The document information dictionary, keys without the slash."""
    result = {}
    for key in objects.keys(dictionary)[:200]:
        value = objects.text(objects.get(dictionary, key))
        if value:
            result[key.removeprefix("/")] = value
    return result


def xmp(stream: Any) -> dict[str, str]:
    """Metadata by prefixed name; of several values the first. What cannot be read is empty."""
    if stream is None:
        return {}
    try:
        data = objects.decoded(stream, _MOST_XMP)
    except objects.UnreadableError:
        return {}
    wide = data.count(b"\0") > len(data) // 4
    written = data.decode("utf-16" if wide else "utf-8-sig", "replace").strip("\ufeff\0 \r\n\t")
    if _ENTITIES.search(written):
        return {}
    try:
        root = ET.fromstring(re.sub(r"<\?xml[^>]*\?>", "", written, count=1))
    except (ET.ParseError, ValueError, RecursionError):
        return {}
    result: dict[str, str] = {}
    for name, value in _properties(root):
        result.setdefault(name, value)
    return result


def _properties(root: ET.Element) -> Iterator[tuple[str, str]]:
    for description in root.iter(f"{_RDF}Description"):
        for key, value in description.attrib.items():
            if name := _prefixed(key):
                yield name, value
        for child in description:
            if name := _prefixed(child.tag):
                yield name, _value(child)


def _prefixed(tag: Any) -> str:
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    namespace, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else ""


def _value(element: ET.Element) -> str:
    for child in element:
        if child.tag in _LISTS:
            first = next(iter(child), None)
            return (first.text or "").strip() if first is not None else ""
    return (element.text or element.get(f"{_RDF}resource") or "").strip()


def intents(catalog: Any) -> tuple[OutputIntent, ...]:
    """The output intents of a catalogue."""
    return tuple(_intent(i) for i in objects.items(objects.get(catalog, "/OutputIntents"))[:20])


def _intent(value: Any) -> OutputIntent:
    profile = objects.get(value, "/DestOutputProfile")
    header = b""
    if profile is not None:
        try:
            header = objects.decoded(profile)[:128]
        except objects.UnreadableError:
            header = b""
    return OutputIntent(
        kind=objects.name(objects.get(value, "/S")),
        identifier=objects.text(objects.get(value, "/OutputConditionIdentifier")),
        registry=objects.text(objects.get(value, "/RegistryName")),
        info=objects.text(objects.get(value, "/Info")),
        condition=objects.text(objects.get(value, "/OutputCondition")),
        profile_class=header[12:16].decode("latin-1"),
        profile_space=header[16:20].decode("latin-1"),
        profile_channels=int(objects.number(objects.get(profile, "/N"))),
    )
