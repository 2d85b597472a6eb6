"""Fonts of all fragments united: same pages, same text, one font for each face."""

from __future__ import annotations

import io
import random
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Name, Pdf
from pypdf import PdfReader

from printshop.makeup.fonts import (
    UnitedFonts,
    read_subset,
    read_to_unicode,
    read_widths,
    subset_face,
    unite_text,
    write_to_unicode,
    write_widths,
)
from printshop.render.engine import Engine
from printshop.render.fonts import use_fonts
from printshop.render.job import Fragment, RenderJob, Sheet
from support import REPOSITORY

FONTS = REPOSITORY / "fonts"
FACES = {str(TTFont(path)["name"].getDebugName(6)): path for path in FONTS.rglob("*.ttf")}
REGULAR = FONTS / "ibm-plex-sans" / "IBMPlexSans_400Regular.ttf"
GLYPHS = st.dictionaries(st.integers(0, 0xFFFF), st.integers(0, 3000), max_size=60)


def face_of(path: Path) -> hb.Face:
    return hb.Face(path.read_bytes())


@given(GLYPHS)
def test_widths_are_read_as_written(widths: dict[int, int]) -> None:
    assert read_widths(write_widths(widths)) == widths


def test_widths_of_a_range() -> None:
    assert read_widths([1, 3, 500, 7, [250, Decimal("250.5")]]) == {
        1: 500, 2: 500, 3: 500, 7: 250, 8: Decimal("250.5"),
    }  # fmt: skip


@given(st.dictionaries(st.integers(0, 0xFFFF), st.text(min_size=1, max_size=3), max_size=250))
def test_text_of_glyphs_is_read_as_written(text: dict[int, str]) -> None:
    assert read_to_unicode(write_to_unicode(text)) == text


def test_a_map_of_another_kind_is_not_understood() -> None:
    assert read_to_unicode(b"1 beginbfrange\n<0001> <0003> <0041>\nendbfrange") is None


def test_a_glyph_of_two_characters_stands_for_the_plain_one() -> None:
    assert unite_text([{1: "\u00a0", 2: "a"}, {1: " "}]) == {1: " ", 2: "a"}


def test_glyphs_keep_their_ids_and_shapes() -> None:
    """Composite letters too: their parts come along."""
    face = face_of(REGULAR)
    cmap = TTFont(REGULAR).getBestCmap()
    order = TTFont(REGULAR).getReverseGlyphMap()
    glyphs = frozenset(order[cmap[ord(letter)]] for letter in "ạảấầẩẫậđừựỳỹ Az")
    cut = face_of_bytes(subset_face(face, glyphs))
    assert cut.glyph_count == max(glyphs) + 1
    one, other = hb.Font(face), hb.Font(cut)
    for glyph in glyphs:
        assert drawn(one, glyph) == drawn(other, glyph)
        assert one.get_glyph_h_advance(glyph) == other.get_glyph_h_advance(glyph)


def face_of_bytes(data: bytes) -> hb.Face:
    TTFont(io.BytesIO(data))["glyf"]  # it is sound
    return hb.Face(data)


def drawn(font: hb.Font, glyph: int) -> list[object]:
    pen: list[object] = []
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, _data: pen.append(("M", x, y)))
    funcs.set_line_to_func(lambda x, y, _data: pen.append(("L", x, y)))
    funcs.set_quadratic_to_func(lambda *points: pen.append(("Q", points[:4])))
    funcs.set_cubic_to_func(lambda *points: pen.append(("C", points[:6])))
    font.draw_glyph(glyph, funcs, None)
    return pen


@pytest.fixture(scope="module")
def fragments(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Documents of several words each, set in two faces of the workspace's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", "")
        use_fonts(FONTS, tmp_path_factory.mktemp("state"))
        return _rendered()


def _rendered() -> list[bytes]:
    words = "Thông tin công tác đảng viên ngày tháng quyền lợi nghĩa vụ khẩn trương 0123456789"
    shuffled = random.Random(1)
    engine = Engine()
    result = []
    for number in range(4):
        text = " ".join(shuffled.sample(words.split(), 6))
        html = f"<html lang=vi><title>{number}</title><p>{text} <b>{text[::-1]}</b></p></html>"
        style = "p { font-family: 'IBM Plex Sans' }"
        done = engine.render(RenderJob(str(number), html, (Sheet("style", style),)))
        assert isinstance(done, Fragment)
        result.append(done.pdf)
    return result


def merged(fragments: list[bytes]) -> Pdf:
    pdf = Pdf.new()
    for data in fragments:
        with Pdf.open(io.BytesIO(data)) as source:
            pdf.pages.extend(source.pages)
    return pdf


def united(fragments: list[bytes], faces: dict[str, Path]) -> tuple[bytes, tuple[str, ...]]:
    """The same with their fonts united; and the names of those that are not."""
    pdf = Pdf.new()
    fonts = UnitedFonts(pdf, faces)
    for data in fragments:
        with Pdf.open(io.BytesIO(data)) as source:
            fonts.take(source)
            pdf.pages.extend(source.pages)
    left = fonts.finish()
    return saved(pdf), left


def saved(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def fonts_of(data: bytes) -> set[str]:
    pages = PdfReader(io.BytesIO(data)).pages
    return {
        f"{font.get_object()['/BaseFont']} {page['/Resources']['/Font'].raw_get(key).idnum}"
        for page in pages
        for key, font in page["/Resources"]["/Font"].items()
    }


def texts_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_one_font_for_each_face(fragments: list[bytes]) -> None:
    before = saved(merged(fragments))
    after, left = united(fragments, FACES)
    assert left == ()
    assert (len(fonts_of(before)), len(fonts_of(after))) == (8, 2)
    names = {name.split()[0].split("+")[1] for name in fonts_of(after)}
    assert names == {"IBMPlexSans-Regular", "IBMPlexSans-Bold"}
    assert texts_of(after) == texts_of(before)
    assert len(after) < len(before)


def test_the_same_fragments_give_the_same_bytes(fragments: list[bytes]) -> None:
    assert united(fragments, FACES) == united(fragments, FACES)


def test_a_face_that_cannot_be_cut_is_taken_whole(
    fragments: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fragments' own are gone by then."""

    def fail(*_: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr("printshop.makeup.fonts.subset_face", fail)
    after, left = united(fragments, FACES)
    assert left == ()
    assert len(fonts_of(after)) == 2
    assert texts_of(after) == texts_of(saved(merged(fragments)))


def test_a_face_without_file_stays_and_is_named(fragments: list[bytes]) -> None:
    before = fonts_of(saved(merged(fragments)))
    after, left = united(fragments, {})
    assert fonts_of(after) == before
    assert set(left) == {name.split()[0].removeprefix("/") for name in before}


def test_a_file_of_another_face_is_not_taken(fragments: list[bytes]) -> None:
    """Same name, other letters: a newer version of the face, put there since."""
    before = fonts_of(saved(merged(fragments)))
    after, left = united(fragments, dict.fromkeys(FACES, FACES["Alegreya-Bold"]))
    assert len(left) == 2
    assert fonts_of(after) == before


def test_other_kinds_of_fonts_are_left_alone(fragments: list[bytes]) -> None:
    pdf = merged(fragments)
    for font in pdf.pages[0].obj.Resources.Font.values():
        other = pikepdf.Dictionary(dict(font.items()))
        other.Encoding = Name("/Identity-V")
        assert read_subset(other) is None
        other = pikepdf.Dictionary(dict(font.items()))
        other.Subtype = Name.Type1
        assert read_subset(other) is None
