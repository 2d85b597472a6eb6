"""The file for reading: trimmed pages, links and bookmarks."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Pdf

from printshop.makeup import Book


def screen(book: Book) -> bytes:
    """The book as a PDF 1.7 for the screen: each page ends at its trim.

    The bytes depend on the book alone (invariant 2).
    """
    made = Pdf.open(io.BytesIO(_saved(book.pdf)))
    for page in made.pages:
        trim = page.trimbox
        page.mediabox = trim
        for box in ("/BleedBox", "/CropBox"):
            if box in page.obj:
                del page.obj[box]
    return _saved(made)


def _saved(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return buffer.getvalue()
