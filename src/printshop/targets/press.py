"""The file for the print house: the book in inks, with bleed and marks, as PDF/X."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
from pikepdf import Pdf

from printshop.makeup import Book
from printshop.prepress.edition import Edition, Made
from printshop.problems import Problems, StopBuild


@contextmanager
def _copy(book: Book) -> Iterator[Pdf]:
    """The book as a file of its own, to be changed: other targets need it as it is."""
    buffer = io.BytesIO()
    book.pdf.save(
        buffer,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    with Pdf.open(buffer) as pdf:
        yield pdf


def press(book: Book, edition: Edition, problems: Problems) -> tuple[Made, ...]:
    """The files for the print house: one, or body and cover where that is apart."""
    raise StopBuild
