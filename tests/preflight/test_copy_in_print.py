"""What the messages of the copy's checks say of print, looked up in print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from weasyprint import HTML

from printshop.content.markdown import render_inline
from support import REPOSITORY, run

FONT = REPOSITORY / "fonts/source-serif-4/SourceSerif4_400Regular.ttf"
STYLE = (
    f"<style>@font-face {{ font-family: S; src: url({FONT.as_uri()}) }}"
    "p { font: 12pt S; hyphens: none; margin: 0 }</style>"
)
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" [^>]*>(.*?)</word>')


def words(text: str, folder: Path, width: str = "auto") -> list[tuple[str, float, float]]:
    """Words of a typeset text with their left and top, in pt."""
    pdf = folder / "a.pdf"
    html = f'{STYLE}<p style="width: {width}">{render_inline(text)}</p>'
    HTML(string=html).write_pdf(pdf)
    found = _WORD.findall(run("pdftotext", "-bbox", pdf, "-"))
    return [(word, float(x), float(y)) for x, y, word in found]


def second_word(text: str, folder: Path) -> float:
    return words(text, folder)[1][1]


def test_spaces_in_a_row_and_tabs_print_as_one(tmp_path: Path) -> None:
    one = second_word("Hội nghị", tmp_path)
    assert second_word("Hội   nghị", tmp_path) == one
    assert second_word("Hội\tnghị", tmp_path) == one


@pytest.mark.parametrize("gap", [" \u00a0", "\u00a0\u00a0", "\u3000", "\u2003"])
def test_other_spaces_leave_a_wider_gap(gap: str, tmp_path: Path) -> None:
    assert second_word(f"Hội{gap}nghị", tmp_path) > second_word("Hội nghị", tmp_path) + 2


def test_a_space_before_a_sign_prints_and_the_sign_opens_no_line(tmp_path: Path) -> None:
    comma = next(w for w in words("Hội nghị , rồi", tmp_path) if w[0] == ",")
    assert comma[1] > 0
    narrow = words("nghị , rồi", tmp_path, "8mm")
    tops = {word: y for word, _x, y in narrow}
    assert tops["nghị"] == pytest.approx(tops[","], abs=1)
    assert tops["rồi"] > tops[","] + 5


@pytest.mark.parametrize("unseen", ["\u00ad", "\u200b", "\u200e", "\u2063"])
def test_unseen_signs_leave_the_page_right(unseen: str, tmp_path: Path) -> None:
    (plain,) = words("nghị", tmp_path)
    assert words(f"ng{unseen}hị", tmp_path) == [plain]


def test_two_spaces_undo_the_glue() -> None:
    assert "số\u00a062" in render_inline("Kết luận số 62")
    assert "số\u00a062" not in render_inline("Kết luận số  62")
    assert "\u00a0" not in render_inline("số  62")
