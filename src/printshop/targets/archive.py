"""The file to keep: PDF/A-3a and PDF/UA-1 in one, with what it was made from inside.

From the same book as the screen file: pages, tags, links and bookmarks are the same. What is added:
the colour space that its colours mean, metadata that catalogues read, and the sources as embedded
files (ISO 19005-3, 6.8).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pikepdf import Array, Dictionary, Name, NameTree, Pdf, String

from printshop.makeup import Book
from printshop.pdf.saving import as_bytes
from printshop.prepress.edition import Edition, Made, SourceFile
from printshop.problems import Problems
from printshop.record import EditionRecord
from printshop.targets.trimmed import trimmed
from printshop.targets.xmp import packet

PROFILE = Path(__file__).parent / "srgb" / "sRGB.icc"
"""The colours of the file (its README says where it comes from)."""
_SRGB = "sRGB IEC61966-2.1"
_ADDED = ("/OutputIntents", "/AF", "/Metadata")
"""What the archive file's root has of its own."""


def archive(book: Book, edition: Edition, problems: Problems) -> tuple[Made, ...]:  # noqa: ARG001
    """The book as PDF/A-3a and PDF/UA-1.

    The bytes depend on the book, the record and the sources alone (invariant 2).

    Raises:
        ValueError: the edition has no record.
    """
    record = edition.record
    if record is None:
        raise ValueError("an edition without a record")
    with trimmed(book.pdf) as pdf, _root_as_it_was(pdf):
        _set_output_intent(pdf)
        _embed(pdf, edition.sources, record)
        _write_metadata(pdf, record)
        data = as_bytes(pdf)
    pages = tuple((page.index,) for page in book.page_map.pages)
    return (Made(f"{edition.issue_id}-archive.pdf", data, pages),)


@contextmanager
def _root_as_it_was(pdf: Pdf) -> Iterator[None]:
    """Afterwards the root has what it had: other targets are made from the same book."""
    before = {key: pdf.Root[key] for key in _ADDED if key in pdf.Root}
    try:
        yield
    finally:
        for key in _ADDED:
            if key in before:
                pdf.Root[key] = before[key]
            elif key in pdf.Root:
                del pdf.Root[key]
        if "/EmbeddedFiles" in pdf.Root.Names:
            del pdf.Root.Names["/EmbeddedFiles"]


@cache
def _profile() -> bytes:
    return PROFILE.read_bytes()


def _set_output_intent(pdf: Pdf) -> None:
    """Colours are sRGB (ISO 19005-3, 6.2.3)."""
    profile = pdf.make_stream(zlib.compress(_profile(), 9), N=3, Filter=Name.FlateDecode)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_SRGB),
        Info=String(_SRGB),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _embed(pdf: Pdf, sources: tuple[SourceFile, ...], record: EditionRecord) -> None:
    """The sources as embedded files of the whole document, each with its relationship."""
    if not sources:
        return
    stamp = String(f"D:{record.date:%Y%m%d}000000Z")
    tree = NameTree.new(pdf)
    listed = Array()
    for source in sorted(sources, key=lambda source: source.name.encode()):
        stream = pdf.make_stream(
            zlib.compress(source.data, 9),
            Type=Name.EmbeddedFile,
            Subtype=Name(f"/{source.media_type}"),
            Params=Dictionary(ModDate=stamp, Size=len(source.data)),
            Filter=Name.FlateDecode,
        )
        spec = Dictionary(
            Type=Name.Filespec,
            F=String(source.name),
            UF=String(source.name),
            Desc=String(source.description),
            AFRelationship=Name(f"/{source.relationship}"),
            EF=Dictionary(F=stream, UF=stream),
        )
        listed.append(pdf.make_indirect(spec))
        tree[source.name] = listed[-1]
    pdf.Root.AF = listed
    pdf.Root.Names["/EmbeddedFiles"] = tree.obj


def _write_metadata(pdf: Pdf, record: EditionRecord) -> None:
    known = {key: str(value) for key, value in pdf.docinfo.items()}
    data = packet(record, known).encode()
    # not compressed: metadata can be found without a PDF reader
    pdf.Root.Metadata = pdf.make_stream(data, Type=Name.Metadata, Subtype=Name.XML)
