"""Notes stay on the page of their call."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from printshop.render import Fragment, RenderJob, Sheet
from printshop.render.pool import render_one

pytestmark = pytest.mark.usefixtures("own_fonts")

FONTS = Path(__file__).parents[2] / "fonts"
CSS = """
@page { size: 100mm 300pt; margin: 30pt 10mm; @footnote { margin-top: 10pt; padding-bottom: .5pt } }
html { font: 10pt/15pt 'Source Serif 4' }
body, p { margin: 0; orphans: 2; widows: 2 }
.footnote { float: footnote; footnote-policy: line }
"""
NOTE = "<span class='footnote'>Lời chú</span>"


@pytest.mark.parametrize("before", range(6, 16))
def test_a_note_is_not_put_off_for_a_line_of_another_paragraph(before: int) -> None:
    """Wherever the long paragraph begins; at one place a single line of it would fit."""
    lines = "".join("<p>dòng</p>" for _ in range(before))
    body = f"<p>Gọi{NOTE}</p>{lines}<p>{'chữ nghĩa ' * 60}</p>"
    html = f"<!DOCTYPE html><html lang='vi'><title>t</title><body>{body}</body></html>"
    fragment = render_one(RenderJob("job", html, (Sheet("test.css", CSS),)))
    assert isinstance(fragment, Fragment), fragment
    first = PdfReader(io.BytesIO(fragment.pdf)).pages[0].extract_text()
    assert "Lời chú" in first
