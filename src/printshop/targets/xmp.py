"""Metadata of the archive file: Dublin Core, PRISM for periodicals, and our lists of contents.

PDF/A allows only properties that it predefines or that the file itself describes in an extension
schema (ISO 19005-3, 6.6.2.3): PRISM, PDF/UA and our own are described.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from printshop.record import EditionRecord, ItemRecord

OWN = "urn:printshop:edition:1:"
"""The namespace of sections and articles; it leads nowhere, it is only a name."""
_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "edition": OWN,
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

_Property = tuple[str, str, str]
"""Name, type, description."""
_SCHEMAS: tuple[tuple[str, str, tuple[_Property, ...]], ...] = (
    ("PDF/UA identification", "pdfuaid", (("part", "Integer", "Part of ISO 14289"),)),
    (
        "PRISM basic metadata",
        "prism",
        (
            ("publicationName", "Text", "Name of the periodical"),
            ("issn", "Text", "International standard serial number"),
            ("number", "Text", "Number of the issue"),
            ("publicationDate", "Date", "Day of publication"),
        ),
    ),
    (
        "Contents of an issue",
        "edition",
        (
            ("sections", "seq Text", "Sections of the issue in order"),
            ("articles", "seq Text", "Articles in order: title, authors, page"),
        ),
    ),
)


def packet(record: EditionRecord, info: Mapping[str, str]) -> str:
    """The XMP packet of an archive file.

    Args:
        record: what it is.
        info: its Info dictionary, which the packet must agree with (ISO 19005-3, 6.6.3).
    """
    day = f"{record.date:%Y-%m-%d}"
    moment = f"{day}T00:00:00+00:00"
    authors = dict.fromkeys(name for item in record.items for name in item.authors)
    parts = [
        _simple("dc:format", "application/pdf"),
        _alternative("dc:title", info.get("/Title") or record.name),
        _list("dc:creator", "Seq", [info.get("/Author") or record.publisher]),
        _list("dc:contributor", "Bag", list(authors)),
        _alternative("dc:description", info.get("/Subject", "")),
        _list("dc:publisher", "Bag", [record.publisher]),
        _list("dc:language", "Bag", [record.language]),
        _list("dc:date", "Seq", [day]),
        _list("dc:subject", "Bag", list(record.sections)),
        _list("dc:type", "Bag", ["Text"]),
        _simple("dc:identifier", record.issn and f"ISSN {record.issn}"),
        _simple("xmp:CreateDate", moment),
        _simple("xmp:ModifyDate", moment),
        _simple("xmp:MetadataDate", moment),
        _simple("xmp:CreatorTool", info.get("/Creator", "")),
        _simple("pdf:Producer", info.get("/Producer", "")),
        _simple("pdfaid:part", "3"),
        _simple("pdfaid:conformance", "A"),
        _simple("pdfuaid:part", "1"),
        _simple("prism:publicationName", record.bulletin),
        _simple("prism:issn", record.issn),
        _simple("prism:number", record.number),
        _simple("prism:publicationDate", day),
        _list("edition:sections", "Seq", list(record.sections)),
        _list("edition:articles", "Seq", [_line(item) for item in record.items]),
        _extensions(),
    ]
    names = "\n".join(f'    xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
    body = "\n".join(part for part in parts if part)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'<rdf:Description rdf:about=""\n{names}>\n{body}\n'
        '</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
    )


def _line(item: ItemRecord) -> str:
    authors = f" – {', '.join(item.authors)}" if item.authors else ""
    return f"{item.title}{authors}, tr. {item.folio}"


def _simple(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _alternative(name: str, value: str) -> str:
    if not value:
        return ""
    inner = f'<rdf:li xml:lang="x-default">{escape(value)}</rdf:li>'
    return f"<{name}><rdf:Alt>{inner}</rdf:Alt></{name}>"


def _list(name: str, kind: str, values: Sequence[str]) -> str:
    if not values:
        return ""
    inner = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{inner}</rdf:{kind}></{name}>"


def _extensions() -> str:
    """The description of what PDF/A does not predefine."""
    schemas = "".join(_schema(*schema) for schema in _SCHEMAS)
    return f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>"


def _schema(title: str, prefix: str, properties: tuple[_Property, ...]) -> str:
    described = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{said}</pdfaProperty:description>"
        "</rdf:li>"
        for name, kind, said in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_NAMES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li>"
    )
