"""Debris of legacy encodings is found and read; languages of Western Europe are left alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.text.legacy import find_debris, find_mojibake

SENTENCE = (
    "Đồng chí Trần Thanh Cần được nhân dân huyện Vĩnh Thạnh tiếp đón, hỏi thăm về nước sạch "
    "và sức khỏe."
)
# Written down by hand from what the fonts and keyboards of the time make of the sentence.
TCVN3 = (
    "§ång chÝ TrÇn Thanh CÇn ®\u00adîc nh©n d©n huyÖn VÜnh Th¹nh tiÕp ®ãn, hái th¨m vÒ n\u00adíc "
    "s¹ch vµ søc kháe."
)
VNI = (
    "Ñoàng chí Traàn Thanh Caàn ñöôïc nhaân daân huyeän Vónh Thaïnh tieáp ñoùn, hoûi thaêm veà "
    "nöôùc saïch vaø söùc khoûe."
)
VIQR = (
    "DDo^`ng chi' Tra^`n Thanh Ca^`n ddu+o+.c nha^n da^n huye^.n Vi~nh Tha.nh tie^'p ddo'n, "
    "ho?i tha(m ve^` nu+o+'c sa.ch va` su+'c kho?e."
)
TONES = "\u0300\u0301\u0303\u0309\u0323"


def windows_1258(text: str) -> str:
    """The text as a program shows it that takes Windows-1258 for Windows-1252."""
    shown = ""
    for character in text:
        decomposed = unicodedata.normalize("NFD", character)
        letter = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES))
        tones = "".join(c for c in decomposed if c in TONES)
        shown += (letter + tones).encode("cp1258").decode("cp1252")
    return shown


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("TCVN3", TCVN3), ("VNI", VNI), ("VIQR", VIQR), ("Windows-1258", windows_1258(SENTENCE))],
)
def test_each_encoding_is_told_and_read(encoding: str, text: str) -> None:
    (debris,) = find_debris(["Hội nghị đã kết thúc.", text])
    assert debris.encoding == encoding
    (spot,) = debris.lines.values()
    assert spot == (0, text.split()[0], "Đồng")
    assert list(debris.lines) == [1]


@pytest.mark.parametrize("text", [TCVN3, VNI, VIQR])
def test_words_spread_over_lines_count_together(text: str) -> None:
    (debris,) = find_debris([f"abc {word} def" for word in text.replace(",", "").split()])
    assert len(debris.lines) > 8


def test_one_odd_word_is_no_encoding() -> None:
    assert find_debris(["Nhà hàng “Où” ở Cần Thơ.", "Tranh của Miró."]) == []


@pytest.mark.parametrize(
    "line",
    [
        "Le très vieux château où naît le café: déjà vu, août, hôtel, naïve, Noël, là-bas.",
        "El niño y la señora en España: ¿qué año? ¡Mañana! Él comió aquí.",
        "São Paulo não é só isto: coração, informação, três irmãos.",
        "25 µm, 3 m³, ±2 °C, § 5, « a », ½, ¶, 1ª, 2º, ®, ©, ·, ¸",
        "x^2 + y^2, e^x, (a+b)(a-b), C++, dd/mm/yyyy, add, to^ do, ta? no.",
        "“ĐÃ” “ĐÔ” ‘MÃ’ ĐÃ\u00a0RỒI, «ĐÃ», Ê…",
        SENTENCE,
    ],
)
def test_other_text_is_left_alone(line: str) -> None:
    assert find_debris([line] * 3) == []
    assert find_mojibake(line) is None


@pytest.mark.parametrize(
    "wrong", [lambda b: b.decode("cp1252", "replace"), lambda b: b.decode("latin-1")]
)
def test_utf8_read_as_western_text(wrong: Callable[[bytes], str]) -> None:
    found = 0
    for word in SENTENCE.replace(".", "").replace(",", "").split():
        line = f"Xem {wrong(word.encode())} nhé"
        spot = find_mojibake(line)
        if word.isascii():
            assert spot is None
        elif "\ufffd" not in line and "\u00a0" not in line:
            assert spot is not None
            assert (spot.start, spot.meant) == (4, word)
            found += 1
    assert found >= 12


def test_quotation_marks_in_mojibake() -> None:
    spot = find_mojibake("Nói rằng â€œđược")
    assert spot is not None
    assert spot.meant == "“được"


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_read(lines: list[str]) -> None:
    for debris in find_debris(lines):
        for i, spot in debris.lines.items():
            assert lines[i][spot.start :].startswith(spot.word)
    for line in lines:
        spot = find_mojibake(line)
        assert spot is None or line[spot.start :].startswith(spot.word)
