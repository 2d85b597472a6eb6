"""Who is named in credit lines."""

from __future__ import annotations

import pytest

from printshop.text.credits import authors_in, is_source, photographers_in


@pytest.mark.parametrize(
    ("line", "authors", "photographers"),
    [
        ("Tin, ảnh: Minh Hải", ["Minh Hải"], ["Minh Hải"]),
        ("Bài và ảnh: Tổ một - Tổ hai", ["Tổ một", "Tổ hai"], ["Tổ một", "Tổ hai"]),
        ("BÀI, ẢNH: Tổ một", ["Tổ một"], ["Tổ một"]),
        ("Bài: Tổ một; Ảnh: Tổ hai, Tổ ba", ["Tổ một"], ["Tổ hai", "Tổ ba"]),
        ("Tin: Tổ một. Ảnh: Tổ hai", ["Tổ một"], ["Tổ hai"]),
        ("Bài: Tổ một - Ảnh: Tổ hai", ["Tổ một"], ["Tổ hai"]),
        ("Bài mẫu: Tổ biên tập printshop", ["Tổ biên tập printshop"], []),
        ("Bốn tin mẫu: Tổ biên tập", [], []),
        ("(Ảnh: TTXVN)", [], ["TTXVN"]),
        ("Hình vẽ: Tổ biên tập", [], []),
        ("Tác giả: TS. Nguyễn Mẫu và ThS. Trần Mẫu", ["Nguyễn Mẫu", "Trần Mẫu"], []),
        ("Theo TTXVN", [], []),
        ("Minh Hải", [], []),
        ("", [], []),
        (":", [], []),
        ("Ảnh:", [], []),
    ],
)
def test_credit_lines(line: str, authors: list[str], photographers: list[str]) -> None:
    assert list(authors_in(line)) == authors
    assert list(photographers_in(line)) == photographers


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Minh Hải", ["Minh Hải"]),
        ("Karl Blossfeldt / J. Paul Getty Museum / phạm vi công cộng", ["Karl Blossfeldt"]),
        ("Ảnh: Tổ ảnh / CC BY 4.0", ["Tổ ảnh"]),
        ("Biểu đồ: Tổ biên tập", []),
        ("", []),
    ],
)
def test_credits_of_pictures(line: str, people: list[str]) -> None:
    assert list(photographers_in(line, of_picture=True)) == people


@pytest.mark.parametrize("place", ["TGCT", "TTXVN", "QĐND", "TTXVN/TGCT", " VOV "])
def test_sources_of_news_are_no_places(place: str) -> None:
    assert is_source(place)


@pytest.mark.parametrize(
    "place", ["Cần Thơ", "HÀ NỘI", "HUẾ", "TPHCM", "TP.HCM", "TPCT", "Hà Nội/TTXVN", "A", ""]
)
def test_places_are_no_sources_of_news(place: str) -> None:
    assert not is_source(place)
