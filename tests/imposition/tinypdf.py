"""Small PDF files made by hand, with whatever a page may have."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Encryption, Name, Object, Pdf, StreamDecodeLevel

from printshop.imposition.source import Source, source_of
from printshop.problems import Problems
from support import REPOSITORY

FONT = REPOSITORY / "fonts" / "ibm-plex-sans" / "IBMPlexSans_400Regular.ttf"
A5 = (419.528, 595.276)
MARKED = (40.0, 500.0)
"""Where the number of a page stands, in its own space, in pt."""


def tiny(
    pages: int,
    size: tuple[float, float] = A5,
    dress: Callable[[Pdf, Object, int], Any] | None = None,
    *,
    shared: bool = True,
    locked: Encryption | None = None,
) -> bytes:
    """Pages of one size that say `#1`, `#2` …

    Args:
        pages: how many.
        size: in pt.
        dress: changes a page; gets the file, the page and its number from 1.
        shared: all pages have one dictionary of resources.
        locked: with what password.
    """
    pdf = Pdf.new()
    font = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/ABCDEF+Tiny"),
            Encoding=Name.WinAnsiEncoding,
        )
    )
    picture = pdf.make_stream(
        bytes(range(256)) * 12,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=32,
        Height=32,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
    )
    common = pdf.make_indirect(
        Dictionary(Font=Dictionary(F0=font), XObject=Dictionary(Im0=picture))
    )
    for number in range(1, pages + 1):
        pdf.add_blank_page(page_size=size)
        page = pdf.pages[-1].obj
        page.Resources = common if shared else Dictionary(Font=Dictionary(F0=font))
        page.Contents = pdf.make_stream(b"BT /F0 12 Tf %g %g Td (#%d) Tj ET" % (*MARKED, number))
        if dress:
            dress(pdf, page, number)
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        encryption=locked or False,
        compress_streams=False,
        stream_decode_level=None if locked else StreamDecodeLevel.none,
    )
    return buffer.getvalue()


def source(data: bytes, **choices: Any) -> Source:
    """The file as a source, which must be without problems."""
    problems = Problems()
    made = source_of(data, problems, name="a.pdf", **choices)
    assert [problem.code for problem in problems] == []
    return made


def box(*corners: float) -> Array:
    return Array(corners)


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
