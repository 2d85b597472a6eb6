"""What stands at the edges of pages where the printer leaves the sheet white."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from printshop.imposition.layout import SheetLayout, place_page
from printshop.imposition.model import Imposition

Lost = tuple[float, float, float, float]
"""Of a page as it is read: how much cannot be printed at its top, right, bottom and left, in mm of
the page."""
_LEAST = 0.05
"""What lies where the printer cannot print, in mm; less is rounding."""
_SCALE = 1.0
"""Pixels a pt: fine enough for what is seen."""
_WHITE = 245
"""Lighter than that is white: no printer prints it."""


def lost_edges(job: Imposition, layout: SheetLayout) -> dict[int, Lost]:
    """Pages that do not lie wholly where the printer can print, from 0; creep counts."""
    free, found = layout.printable, dict[int, Lost]()
    for sheet in job.sheets:
        for back, side in ((False, sheet.front), (True, sheet.back)):
            for place in side.places:
                placement = place_page(layout, place, back=back)
                if placement is None:
                    continue
                box, scale = placement.box, placement.scale
                as_it_lies = [
                    max(0.0, over / scale)
                    for over in (
                        box.top - free.top,
                        box.right - free.right,
                        free.bottom - box.bottom,
                        free.left - box.left,
                    )
                ]
                turns = placement.turned // 90  # clockwise: its top lies on the right
                top, right, bottom, left = as_it_lies[turns:] + as_it_lies[:turns]
                if max(top, right, bottom, left) > _LEAST:
                    found[placement.page] = (top, right, bottom, left)
    return found


def pages_cut(path: Path, lost: Mapping[int, Lost]) -> list[int] | None:
    """Pages that have something at their lost edges, from 0; None where PDFium cannot tell.

    Args:
        path: the PDF file, as it was given.
        lost: the pages to look at.
    """
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(path)
        try:
            return list(_cut(pdf, lost))
        finally:
            pdf.close()
    except (pdfium.PdfiumError, OSError):
        return None


def _cut(pdf: object, lost: Mapping[int, Lost]) -> Iterator[int]:
    for number, edges in sorted(lost.items()):
        page = pdf[number]  # type: ignore[index]
        page.set_cropbox(*page.get_trimbox())
        picture = page.render(scale=_SCALE, grayscale=True).to_pil()
        width, height = picture.size
        top, right, bottom, left = (int(mm / 25.4 * 72 * _SCALE) for mm in edges)
        strips = (
            (0, 0, width, top),
            (width - right, 0, width, height),
            (0, height - bottom, width, height),
            (0, 0, left, height),
        )
        if any(
            strip[2] > strip[0]
            and strip[3] > strip[1]
            and picture.crop(strip).getextrema()[0] < _WHITE
            for strip in strips
        ):
            yield number
