"""Searching: filters, snippets, pages, and whatever people type."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import edition, item

from printshop.archive.filling import fill
from printshop.archive.query import MOST_UNITS, Query, Rigour, read_query
from printshop.archive.schema import in_memory
from printshop.archive.search import Found, find
from printshop.archive.snippet import WIDTH, snippet

LONG = "\n".join(f"Đoạn {n}: " + "mưa thuận gió hòa trên đồng. " * 6 for n in range(20))


@pytest.fixture(scope="module")
def catalogue() -> Iterator[sqlite3.Connection]:
    connection = in_memory()
    old = [
        item("a", "Tin cũ", "Mùa nước nổi năm trước.", section="Thời sự – chính trị"),
        item("b", "Ảnh xưa", "Năm bức ảnh.", first=2, photographers=("Felice Beato",)),
    ]
    fill(connection, edition("2015-01", dt.date(2015, 1, 5), old))
    new = [
        item("lead", "Chuyện đồng", "Không có gì.", lead="Mùa nước nổi về.", first=3),
        item("title", "Mùa nước nổi", "Cá linh, bông điên điển.", first=4),
        item("text", "Chuyện chợ", "Chợ họp khi mùa nước nổi.", first=5, authors=("Minh Hải",)),
        item("long", "Chuyện dài", LONG + "\nCuối cùng là con ba khía.", first=6, last=8),
    ]
    pages = ["bìa", "mục lục", "", "", "", "Chuyện dài mưa", "gió hòa", "con ba\nkhía đồng"]
    folios = ["", "", "1", "2", "3", "4", "5", "6"]
    made = edition("2017-09", dt.date(2017, 9, 12), new, pages=pages, folios=folios)
    fill(connection, made)
    scan = ["", "Ngày hội bánh dân gian, trang bốn", "Danh sách đóng góp"]
    fill(connection, edition("1998-03", dt.date(1998, 3, 1), [], pages=scan, origin="pdf"))
    yield connection
    connection.close()


def ids(found: Found) -> list[str]:
    return [f"{hit.edition}/{hit.item}" for hit in found.hits]


def test_title_then_lead_then_text_then_older(catalogue: sqlite3.Connection) -> None:
    found = find(catalogue, Query("mùa nước nổi"))
    assert ids(found) == ["2017-09/title", "2017-09/lead", "2017-09/text", "2015-01/a"]
    assert all(hit.exact for hit in found.hits)


def test_a_limit_shows_the_best_and_counts_all(catalogue: sqlite3.Connection) -> None:
    found = find(catalogue, Query("nuoc noi", limit=2))
    assert ids(found) == ["2017-09/title", "2017-09/lead"]
    assert found.total == 4


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (Query("nước", author="hai"), ["2017-09/text"]),
        (Query("nước", author="MINH HẢI"), ["2017-09/text"]),
        (Query("", photographer="beato"), ["2015-01/b"]),
        (Query("nước", section="thoi su"), ["2015-01/a"]),
        (Query("nước nổi", until=2016), ["2015-01/a"]),
        (Query("nước nổi", since=2015, until=2015), ["2015-01/a"]),
        (Query("chuyện -chợ", since=2016), ["2017-09/lead", "2017-09/long"]),
        (Query("-nước -chuyện", since=2015), ["2015-01/b"]),
        (Query("Beato"), ["2015-01/b"]),
        (Query("bông điê*"), ["2017-09/title"]),
        (Query("bánh dân gian"), ["1998-03/page 2"]),
    ],
)
def test_filters(catalogue: sqlite3.Connection, query: Query, wanted: list[str]) -> None:
    assert ids(find(catalogue, query)) == wanted


def test_an_unknown_name_tells_the_names_there_are(catalogue: sqlite3.Connection) -> None:
    found = find(catalogue, Query("nước", author="Minh Hòa"))
    assert found.unknown == {"author": ["Minh Hải"]}
    assert found.hits == []


def test_a_part_of_a_word_of_a_name_is_no_name(catalogue: sqlite3.Connection) -> None:
    assert find(catalogue, Query("nước", author="inh Hả")).unknown


def test_where_nothing_has_all_words_some_are_found(catalogue: sqlite3.Connection) -> None:
    found = find(catalogue, Query("nước nổi ba khía xyz"))
    assert found.some
    assert ids(found)[0] == "2017-09/title"
    assert find(catalogue, Query("xyz")).hits == []


def test_the_page_is_the_first_that_has_it(catalogue: sqlite3.Connection) -> None:
    (hit,) = find(catalogue, Query("ba khía")).hits
    assert (hit.page, hit.folio) == (8, "6")
    (hit,) = find(catalogue, Query('"chuyện dài"')).hits
    assert (hit.page, hit.folio) == (6, "4")


def test_a_page_of_an_old_file(catalogue: sqlite3.Connection) -> None:
    (hit,) = find(catalogue, Query("danh sach dong gop")).hits
    assert (hit.page, hit.folio, hit.title, hit.kind) == (3, "3", "", "page")
    assert hit.file.as_posix() == "1998-03/v1/data/1998-03-archive.pdf"


# -- snippets


def marked(text: str, query: str, rigour: Rigour = Rigour.FOLDED) -> list[str]:
    found = snippet(text, read_query(query).units, rigour)
    return [found.text[start:end] for start, end in found.marks]


def test_a_snippet_is_cut_from_the_original(catalogue: sqlite3.Connection) -> None:
    (hit,) = find(catalogue, Query("ba khia")).hits
    text, marks = hit.snippet.text, hit.snippet.marks
    assert [text[start:end] for start, end in marks] == ["ba khía"]
    assert "Cuối cùng là con ba khía." in text
    assert len(text) <= WIDTH + 4


def test_marks_are_at_words_not_in_them() -> None:
    assert marked("Tân ấp tâm, an toàn", "an") == ["an"]
    assert marked("Hoà giải, HÒA GIẢI", "hoà giải", Rigour.MARKED) == ["Hoà giải", "HÒA GIẢI"]
    assert marked("số 62-KL/TW và 62 KL", "62-kl/tw") == ["62-KL/TW"]


def test_only_exact_places_are_marked_where_they_count() -> None:
    assert marked("mà má ma", "má", Rigour.MARKED) == ["má"]
    assert marked("mà, má, ma", "má") == ["mà", "má", "ma"]


def test_a_snippet_shows_where_most_words_are() -> None:
    text = "Lúa non. " + "x " * 300 + "lúa chín vàng đồng " + "y " * 300 + "đồng"
    assert "lúa chín vàng đồng" in snippet(text, read_query("lúa vàng").units, Rigour.MARKED).text


def test_a_snippet_without_hits_is_the_beginning() -> None:
    found = snippet("Một đoạn\nhai đoạn", (), Rigour.FOLDED)
    assert found.text == "Một đoạn hai đoạn"
    assert found.marks == ()
    assert snippet("Tựa\nhai đoạn", (), Rigour.FOLDED, skip=3).text == "… hai đoạn"


# -- whatever people type

HOSTILE = [
    '"',
    '""',
    '"""',
    "“",
    "*",
    "-",
    "- -",
    "--",
    "-*",
    "AND",
    "OR NOT AND",
    "NEAR(nước nổi, 5)",
    "title:nước",
    "{text} : nước",
    "^nước",
    "nước + nổi",
    "(nước",
    "nước)",
    "nước' OR 1=1 --",
    "\0",
    "nước\0nổi",
    "😀",
    "nước 😀",
    "\ue000",
    "facets:a1",
    "a" * 10_000,
    "nước " * 2_000,
    '"nước nổi' * 500,
    " ".join(f"w{n}" for n in range(3_000)),
    "\u0301",
    "\ud800",
    "%s %d {} \\",
    "ﷺ",
    "İstanbul",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_fails(catalogue: sqlite3.Connection, text: str) -> None:
    for query in (Query(text), Query("nước", author=text), Query(text, section="thời sự")):
        find(catalogue, query)


def test_signs_of_the_engine_mean_nothing(catalogue: sqlite3.Connection) -> None:
    for text in ("nước + nổi", "(nước nổi", "nước* nổi)", "^nước: nổi"):
        assert ids(find(catalogue, Query(text)))[:1] == ["2017-09/title"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.text('nước ổi"“”-*()^:ma ', max_size=40))
def test_any_text_is_a_query(catalogue: sqlite3.Connection, text: str) -> None:
    found = find(catalogue, Query(text))
    assert len(found.hits) <= found.total
    for hit in found.hits:
        assert all(0 <= a < b <= len(hit.snippet.text) for a, b in hit.snippet.marks)


def test_too_much_is_cut_and_said_so() -> None:
    asked = read_query(" ".join(f"w{n}" for n in range(100)))
    assert len(asked.units) == MOST_UNITS
    assert asked.cut
    assert not read_query("hai từ").cut


def test_a_minus_within_a_word_is_no_minus() -> None:
    asked = read_query("62-KL/TW -chợ – x")
    assert [unit.words for unit in asked.units] == [("62", "kl", "tw"), ("x",)]
    assert [unit.words for unit in asked.without] == [("chợ",)]
