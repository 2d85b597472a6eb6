"""PDF files written out: the same bytes for the same contents."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Pdf


def as_bytes(pdf: Pdf) -> bytes:
    """The file as PDF 1.7, packed tightly, its id made from what is in it."""
    import pikepdf

    buffer = io.BytesIO()
    pdf.save(
        buffer,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return buffer.getvalue()
