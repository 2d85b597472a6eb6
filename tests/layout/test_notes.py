"""Footnotes at the page's foot: where they go in the HTML, on the page and in the tag tree."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from printshop.build import build
from printshop.content.markdown import Context, render_body
from printshop.content.model import Article, Box, Html, Table
from printshop.layout.notes import with_notes_at_foot
from printshop.problems import Problems, Where
from printshop.settings import Settings
from printshop.sources import Workspace
from support import bare_workspace, failed_rules, write_issue

CALL = '<a class="call" id="bai--ref{0}" href="#bai--fn{0}"><object>'
NOTE = '<span class="footnote" id="bai--fn{0}"><a class="number" href="#bai--ref{0}"></a>{1}</span>'


def at_foot(text: str) -> Article:
    problems = Problems()
    context = Context("bai", "bai.md", text.split("\n"), 1, ["bai"], lambda *_: None, problems)
    body = render_body(text, context)
    assert not list(problems)
    article = Article(
        "bai", Where("bai.md"), "Bài", "", "", "", "", (), None, False, None,
        tuple(body.blocks), tuple(body.notes), 1,
    )  # fmt: skip
    return with_notes_at_foot(article)


def only(article: Article) -> str:
    (block,) = article.blocks
    assert isinstance(block, Html | Table)
    return block.html


def test_a_note_stands_where_it_is_called() -> None:
    article = at_foot("Một[^a].\n\n[^a]: Lời *chú*.\n")
    note = NOTE.format(1, "Lời<em> chú</em>.")
    assert only(article).strip() == f"<p>Một{CALL.format(1)}{note}</object></a>.</p>"
    assert article.notes == ()


def test_a_note_called_again_stands_once() -> None:
    html = only(at_foot("Một[^a], hai[^a].\n\n[^a]: Chú.\n"))
    assert html.count('class="footnote"') == 1
    assert html.endswith(', hai<sup><a class="call again" href="#bai--fn1"></a></sup>.</p>\n')


def test_a_note_of_many_blocks_is_lines_of_one() -> None:
    note = "[^a]: Đoạn một.\n\n    Đoạn hai.\n\n    - mục\n\n    - mục nữa\n"
    html = only(at_foot(f"Một[^a].\n\n{note}"))
    assert NOTE.format(1, "Đoạn một.<br>Đoạn hai.<br>– mục<br>– mục nữa") in html


def test_a_note_in_a_box_and_in_a_list() -> None:
    article = at_foot("- mục[^a]\n\n::: box Khung\nTrong[^b]\n:::\n\n[^a]: A\n\n[^b]: B\n")
    listing, box = article.blocks
    assert isinstance(listing, Html)
    assert NOTE.format(1, "A") in listing.html
    assert isinstance(box, Box)
    (inner,) = box.blocks
    assert isinstance(inner, Html)
    assert NOTE.format(2, "B") in inner.html


TABLE = "| Tên[^a] | Số |\n|---|--:|\n| một[^b] | 1[^c] |\n| hai[^a] | 2 |\n"


def test_the_notes_of_a_table_stand_under_it() -> None:
    text = f"Trước[^b].\n\n{TABLE}\nSau[^a].\n\n[^a]: A\n\n[^b]: B\n\n[^c]: C\n"
    before, table, after = at_foot(text).blocks
    assert isinstance(before, Html)
    assert isinstance(table, Table)
    assert isinstance(after, Html)
    assert NOTE.format(1, "B") in before.html
    assert '>Tên<sup><a class="call" href="#bai--fn2">a</a></sup>' in table.html
    assert '>một<sup><a class="call again" href="#bai--fn1"></a></sup>' in table.html
    assert '>1<sup><a class="call" href="#bai--fn3">b</a></sup>' in table.html
    assert table.html.count('href="#bai--fn2"') == 2
    assert table.html.endswith(
        '</table><ol class="table-notes" type="a">'
        '<li id="bai--fn2"><p>A</p>\n</li><li id="bai--fn3"><p>C</p>\n</li></ol>'
    )
    assert 'Sau<sup><a class="call" href="#bai--fn2">a</a></sup>' in after.html


def test_what_has_no_notes_is_left_alone() -> None:
    article = at_foot("Một.\n\n| Tên | Số |\n|---|--:|\n| một | 1 |\n")
    assert with_notes_at_foot(article) == article


# --- on the page

LINE = "Mùa nước nổi về, cá theo con nước lên đồng, người chèo xuồng hái bông súng. "
MANIFEST = """
number: 1
date: 2020-01-15
layout: so-tay
cover: null
contents: null
back_cover: null
sections:
  - title: Phần một
    items:
      - articles/mot.md
      - group: Tin vắn
        articles: [articles/hai.md, articles/ba.md]
"""
SHORT = "---\ntitle: Tin\n---\n\nTin[^a], lại[^a].\n\n[^a]: Chú của tin.\n"


def long_article() -> str:
    """Notes everywhere, some of them near the end of a page whatever the page's size."""
    parts, notes = [], []
    for i in range(40):
        parts.append(LINE * (1 + i % 4) + (f"Gọi[^k{i}]. " if i % 3 else "") + LINE * (i % 3))
        if i % 3:
            notes.append(f"[^k{i}]: Lời chú {i}. " + LINE * (1 + i % 5))
    table = TABLE.replace("[^b]", "[^k1]").replace("[^c]", "")
    parts += [
        "- mục[^l] " + LINE,
        "## Đề mục[^h]",
        "Đậm **chữ[^d]** và [liên kết](https://example.org).",
        f"::: box Khung\nTrong khung[^x]. {LINE}\n:::",
        f"Bảng: Một bảng\n\n{table}",
        "Lại[^k1].",
        "::: questions Câu hỏi\n1. Một[^q]?\n2. Hai?\n:::",
    ]
    notes += [f"[^{name}]: Chú {name}." for name in "lhdxaq"]
    notes[0] += " Xem [trang](https://example.org/x) và [tin](article:hai)."
    return "---\ntitle: Bài\n---\n\n" + "\n\n".join([*parts, *notes]) + "\n"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = bare_workspace(tmp_path_factory.mktemp("notes") / "w")
    articles = {"mot.md": long_article(), "hai.md": SHORT, "ba.md": SHORT}
    folder = write_issue(root, MANIFEST, articles)
    problems = Problems()
    built = build(Workspace(root), folder, Settings(out=root / "dist"), problems)
    assert built is not None, [p.message for p in problems]
    return built.files[0]


def elements(thing: pikepdf.Object) -> list[pikepdf.Object]:
    """A structure element and all below, in reading order."""
    held = thing.get("/K", pikepdf.Array())
    kids: list[pikepdf.Object] = list(held) if isinstance(held, pikepdf.Array) else [held]
    below = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return [thing, *(element for kid in below for element in elements(kid))]


def test_notes_stand_on_the_page_of_their_calls(file: Path) -> None:
    with pikepdf.open(file) as pdf:
        notes = {}
        calls = []
        for element in elements(pdf.Root.StructTreeRoot.K[0]):
            if element.S == "/Note":
                notes[str(element.ID)] = element.Pg.objgen
            elif element.S == "/Reference":
                calls.append(element.K[0])
        assert len(calls) == len(notes) == 26 + 5 + 2
        for call, page in zip(calls, notes.values(), strict=True):
            assert call.Pg.objgen == page


def test_a_note_is_read_behind_what_calls_it(file: Path) -> None:
    with pikepdf.open(file) as pdf:
        kinds = [str(e.S)[1:] for e in elements(pdf.Root.StructTreeRoot.K[0])]
        assert "H1" in kinds
        assert all(kind != "Note" or kinds[i + 1] == "Lbl" for i, kind in enumerate(kinds))
        ids = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        assert "mot--fn1" in ids


@pytest.mark.slow
def test_notes_at_the_foot_are_pdf_ua_1(file: Path) -> None:
    assert failed_rules(file, "ua1") == []
