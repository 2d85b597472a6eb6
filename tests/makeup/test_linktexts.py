from __future__ import annotations

from printshop.makeup.linktexts import LONGEST, link_texts
from printshop.sources.pagemarks import page_mark


def test_an_anchor_is_called_by_its_text() -> None:
    html = "<h1 id='a'>Tựa <b>đề</b><br>hai&nbsp;dòng</h1><ol><li id=n><p>Chú thích.</p></li></ol>"
    assert link_texts([html]) == {"a": "Tựa đề hai dòng", "n": "Chú thích."}


def test_a_web_link_is_called_by_its_words_and_address() -> None:
    html = (
        "<a href='https://a.example/b?c'>báo <i>mạng</i></a> <a href='https://d.example'>d.example</a>"
        "<a href='mailto:e@f.example'>e@f.example</a> <a href='x-printshop:a'>bài</a>"
    )
    assert link_texts([html]) == {
        "https://a.example/b?c": "báo mạng (https://a.example/b?c)",
        "https://d.example": "d.example",
        "mailto:e@f.example": "e@f.example",
    }


def test_the_first_of_an_id_counts() -> None:
    assert link_texts(["<p id='a'>một</p>", "<p id='a'>hai</p>"]) == {"a": "một"}


def test_no_page_mark_and_no_glue_is_left() -> None:
    assert link_texts([f"<p id='a'>trang\u00a0{page_mark('b')}</p>"]) == {"a": "trang"}


def test_long_text_is_cut_between_words() -> None:
    (text,) = link_texts(["<p id='a'>" + "chữ " * 100 + "</p>"]).values()
    assert len(text) <= LONGEST + 2
    assert text.endswith("chữ …")


def test_the_start_of_a_long_text_is_enough() -> None:
    """Cut by its words, not by the spaces between them."""
    (text,) = link_texts(["<p id='a'>một" + " " * 5000 + "hai" + " chữ" * 1000 + "</p>"]).values()
    assert text.startswith("một hai chữ chữ")
    assert LONGEST - 5 <= len(text) <= LONGEST + 2


def test_elements_left_open() -> None:
    assert link_texts(["<div id='a'><p id='b'>một<p>hai</div></section>ba"]) == {
        "a": "mộthai",
        "b": "mộthai",
    }
