"""Rules of setting Vietnamese text, and the line breaks WeasyPrint takes once they are applied.

Examples mark what is held: `~` is a space no line may end at, `_` a place inside a word.
"""

import html
import unicodedata
import warnings
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.text.typography import (
    RULES,
    Rule,
    Spot,
    Step,
    glue,
    normalise,
    plain,
    quotes,
    tone_style,
    typeset,
    typeset_runs,
)

with warnings.catch_warnings():
    # Said on import where the HarfBuzz-Subset library is not installed; lines do not depend on it.
    warnings.filterwarnings("ignore", "HarfBuzz-Subset", DeprecationWarning)
    from weasyprint import HTML  # type: ignore[import-untyped, unused-ignore]
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped, unused-ignore]

RULE_OF = {rule.name: rule for rule in RULES}
GUIDE = Path(__file__).parents[2] / "docs" / "explanation" / "vietnamese-text.md"

HELD_BY_RULE = [
    ("document-number", "theo 62-_KL/_TW của"),
    ("document-number", "theo 30/2020/_NĐ-_CP của"),
    ("document-number", "theo 126/2025/_QH15 của"),
    ("document-number", "theo 1234/_QĐ-_UBND và 15-_CTr/_HU"),
    ("document-number", "một QĐ-_UBND mới"),
    ("slash", "và/_hoặc"),
    ("slash", "chạy 100km/_h, giá 50.000đ/_kg"),
    ("slash", "50 triệu đồng/_người/_năm"),
    ("slash", "do đ/_c Cần"),
    ("range", "giai đoạn 2016–_2020, 2016-2020"),
    ("range", "từ 1945-_nay, XI–_XIII"),
    ("numbered", "Kết luận số~62 năm~2009"),
    ("numbered", "ngày~08/12/2009 và ngày~8 tháng~12 năm~2009"),
    ("numbered", "Điều~5, khoản~2, Chương~IV, Mục~3, điểm~4"),
    ("numbered", "Nghị quyết~36, Kết luận~62, Chỉ thị~05, Quyết định số~7"),
    ("numbered", "Số:~15, khóa~XII, Đại hội~XIII, nhiệm kỳ~2020"),
    ("point", "điểm~a khoản 2"),
    ("quantity", "dư nợ 259~tỷ~đồng, 13.200~hộ, 3,5~triệu~người"),
    ("quantity", "20~°C, 5~%, 10~kg, 30~ngày, 12~nghìn~tỷ~đồng"),
    ("quantity", "8 tháng 12 hay 8~tháng"),
    ("title", "PGS.~TS.~Nguyễn, ThS.~An, GS~Bình"),
    ("abbreviation", "TP.~Cần Thơ, TP~Cần Thơ, Tp.~HCM"),
    ("abbreviation", "Q.~7, P.~5, H.~Thới Lai, TX.~Ngã Bảy, TT.~Cờ Đỏ"),
    ("abbreviation", "xem tr._25, tr.~26, Q._7"),
    ("initial", "C.~Mác, Ph.~Ăngghen, V.I.~Lênin"),
    ("comrade", "đồng chí~Trần, Đ/_c~Trần, đ/_c~Lê"),
    ("name-after-title", "đồng chí Ưng Thanh~Cần, ông Minh~Hải, bà Rịa"),
    ("name-after-title", "huyện Vĩnh~Thạnh, Thành ủy Cần~Thơ, TP. Cần~Thơ"),
    ("name-after-title", "Tin, ảnh: Minh~Hải"),
    ("name-by-family", "Trần Thanh~Cần, Hồ Chí~Minh, Nguyễn Văn~A, Lê~Lợi"),
    ("name-by-family", "Trần Thanh~Cần Bí thư"),
    ("aside", "chính trị~- xã hội, Mác~– Lênin, ông~— người"),
]

LEFT_ALONE = [
    "Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Thành ủy",
    "Mặt trận Tổ quốc Việt Nam",
    "đồng chí Bí thư Thành ủy",
    "đồng chí Ủy viên Ban Thường vụ",
    "đồng chí Phó Chủ tịch",
    "MTTQ và CĐT",
    "688 mô hình",
    "hơn 62.170 đoàn viên",
    "Năm nay Huyện đã xây dựng",
    "08/12/2009 2-9-1945 3,5% 20°C T.Ư COVID-19",
    "Mác-Lênin",
    "http://www.abc.vn/tin/bai-a/trang",
    "banbientap@tuyengiao.vn/tin",
    "- gạch đầu dòng",
    "/tin/bai",
    "hai  dấu cách: số  62, tế  - xã",
    "số\n62",
]

# The whole of what is held in the sentences of an article as the press prints it.
ARTICLE = [
    "Giám sát thực hiện Kết luận số~62-_KL/_TW của Bộ Chính trị tại huyện Vĩnh~Thạnh",
    "Đoàn giám sát của Thành ủy Cần~Thơ do đồng chí~Trần Thanh~Cần, Ủy viên Ban Thường vụ, Trưởng"
    " Ban Dân vận Thành ủy làm trưởng đoàn đến làm việc tại huyện Vĩnh~Thạnh về thực hiện Kết luận"
    " số~62-_KL/_TW ngày~08/12/2009 của Bộ Chính trị về đổi mới nội dung, phương thức hoạt động"
    " của MTTQ và các đoàn thể chính trị~- xã hội.",
    "Cùng với đó, cấp ủy, chính quyền luôn tạo điều kiện thuận lợi để MTTQ và CĐT tham gia thảo"
    " luận, góp ý vào các chương trình, mục tiêu phát triển kinh tế~- xã hội, quốc phòng an ninh.",
    "MTTQ và CĐT đã thu hút, phát triển được hơn 62.170 đoàn viên, hội viên. Từ năm~2011 đến nay,"
    " các cấp MTTQ và CĐT ở huyện Vĩnh~Thạnh đã xây dựng được 688 mô hình “dân vận khéo”.",
    "Các Hội đoàn thể đã ký ủy thác vay vốn từ Ngân hàng Chính sách xã hội với tổng dư nợ hơn"
    " 259~tỷ~đồng, có hơn 13.200~hộ được vay vốn để phát triển sản xuất.",
    "Tin, ảnh: Minh~Hải",
]

PIECES = st.sampled_from(
    [*"aAđĐếVXI15 \u00a0\u202f\u2060-–—/.,:%\"'…\n", "...", " -- "]
) | st.sampled_from(
    ["số ", "ngày ", "đồng chí ", "Nguyễn ", "Cần ", "TP. ", "62-KL/TW", " tỷ", "Bí thư", "đ/c "]
)
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"]), max_size=40).map("".join)


def unmarked(example: str) -> str:
    return example.replace("~", " ").replace("_", "")


def glued(example: str) -> str:
    return example.replace("~", "\u00a0").replace("_", "\u2060")


def held_places(example: str) -> set[int]:
    """Places in the unmarked text where no line may end: the number of characters before them."""
    places, length = set(), 0
    for character in example:
        if character in "~_":
            places.add(length)
        length += character != "_"
    return places


# --- Unicode form -----------------------------------------------------------------------------


def test_normalise_composes_but_keeps_compatibility_signs() -> None:
    assert normalise(unicodedata.normalize("NFD", "Cần Thơ, 5 km² ½")) == "Cần Thơ, 5 km² ½"


def test_normalise_drops_what_is_not_seen_before_it_composes() -> None:
    assert normalise("\ufeffe\u200b\u0302") == "ê"


def test_normalise_unifies_line_ends() -> None:
    assert normalise("a\r\nb\rc\u2028d\ne") == "a\nb\nc\nd\ne"


@pytest.mark.parametrize("kept", ["\u2060", "\u00a0", "\u202f", "\u00ad", "\u0085", "  "])
def test_normalise_keeps(kept: str) -> None:
    assert normalise(f"a{kept}b") == f"a{kept}b"


@given(st.text())
def test_normalise_once_is_enough(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


# --- Quotes, ellipses, dashes -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('mô hình "dân vận khéo", và', "mô hình “dân vận khéo”, và"),
        ('"Đề án 06" của', "“Đề án 06” của"),
        ('("a") ["b"] –"c" :"d"', "(“a”) [“b”] –“c” :“d”"),
        ('một\n"hai"\nba', "một\n“hai”\nba"),
        ("\"'a' b\"", "“‘a’ b”"),
        ("'a \"b\"'", "‘a “b”’"),
        ("Đắk R'lấp, H'Hen Niê", "Đắk R’lấp, H’Hen Niê"),
        ("'đây là R'lấp năm 90'", "‘đây là R’lấp năm 90’"),
        ("những năm '80", "những năm ’80"),
        ("phút 90', màn hình 5\"", "phút 90′, màn hình 5″"),
        ('“đã cong 5"', "“đã cong 5”"),
        ('"bỏ ngỏ\n\nmàn hình 5"', "“bỏ ngỏ\n\nmàn hình 5″"),
        ('"a "', "“a ”"),
        ("chờ... rồi", "chờ… rồi"),
        ("Họ tên: ..... tuổi ....", "Họ tên: ..... tuổi ...."),
        ("ông -- người", "ông – người"),
        ("-- đầu dòng, ông - người, a--b", "-- đầu dòng, ông - người, a--b"),
        ("", ""),
    ],
)
def test_quotes(typed: str, printed: str) -> None:
    assert quotes(typed) == printed


@given(TEXTS)
def test_quotes_leave_nothing_to_do(text: str) -> None:
    once = quotes(text)
    assert not set(once) & set("\"'")
    assert quotes(once) == once


# --- Glue -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "example"), HELD_BY_RULE)
def test_rule_holds(name: str, example: str) -> None:
    assert glue(unmarked(example), rules=[RULE_OF[name]]) == glued(example)


@pytest.mark.parametrize("example", ARTICLE)
def test_all_rules_on_an_article(example: str) -> None:
    assert glue(unmarked(example)) == glued(example)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_glue_leaves_alone(text: str) -> None:
    assert glue(text) == text


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_every_rule_is_tested_and_holds_its_own_example(rule: Rule) -> None:
    assert rule.name in {name for name, _ in HELD_BY_RULE}
    assert glue(rule.example, rules=[rule]) != rule.example


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_every_rule_is_in_the_guide(rule: Rule) -> None:
    row = f"| `{rule.name}` | {rule.holds} | {rule.example} |"
    assert row in GUIDE.read_text(encoding="utf-8")


def test_glue_keeps_what_the_author_glued() -> None:
    assert glue("số\u202f62-\u2060KL/TW") == "số\u202f62-\u2060KL/\u2060TW"
    assert glue("a\u00a0b") == "a\u00a0b"


@given(TEXTS)
def test_glue_twice_is_glue_once(text: str) -> None:
    assert glue(glue(text)) == glue(text)


@given(TEXTS)
def test_glue_changes_no_visible_character(text: str) -> None:
    assert plain(glue(text)) == plain(text)


@given(TEXTS.map(plain))
def test_glue_can_be_undone_and_done_again(text: str) -> None:
    assert plain(glue(text)) == text
    assert glue(plain(glue(text))) == glue(text)


# --- Typeset ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skip", "expected"),
    [
        ((), "“Cần” số\u00a062"),
        (("normalise",), "“Cần” số 62"),
        (("quotes",), '"Cần" số\u00a062'),
        (("glue",), "“Cần” số 62"),
        (("normalise", "quotes", "glue"), '"Cần" số 62'),
    ],
)
def test_typeset_skips_steps(skip: tuple[Step, ...], expected: str) -> None:
    decomposed = unicodedata.normalize("NFD", '"Cần" số 62')
    if "normalise" in skip:
        expected = unicodedata.normalize("NFD", expected)
    assert typeset(decomposed, skip=skip) == expected


@pytest.mark.parametrize(
    "marked",
    [
        ["Kết luận số~", "62-_KL/_TW", " ngày~", "08/12/2009"],
        ["số", "~", "62"],
        ["62-_", "KL", "/_TW"],
        ["đồng chí~", "", "Trần Thanh", "~Cần"],
        ["số ", "\ufffc", "62"],
        ["số", "\n", "62"],
        [],
    ],
)
def test_rules_see_over_the_borders_of_runs(marked: list[str]) -> None:
    runs = [unmarked(run) for run in marked]
    assert typeset_runs(runs) == [glued(run) for run in marked]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (['mô hình "', "khéo", '" và'], ["mô hình “", "khéo", "” và"]),
        (["mô hình ", '"khéo"', " và"], ["mô hình ", "“khéo”", " và"]),
        (["chờ.", "..", " rồi"], ["chờ…", "", " rồi"]),
    ],
)
def test_quotes_see_over_the_borders_of_runs(runs: list[str], expected: list[str]) -> None:
    assert typeset_runs(runs) == expected


@given(st.lists(TEXTS, max_size=6))
def test_runs_joined_are_the_text_joined(runs: list[str]) -> None:
    skip: tuple[Step, ...] = ("normalise",)
    assert "".join(typeset_runs(runs, skip=skip)) == typeset("".join(runs), skip=skip)


@given(TEXTS)
def test_typeset_twice_is_typeset_once(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


# --- Tone marks -------------------------------------------------------------------------------


def test_tone_style_tells_both_spellings_apart() -> None:
    style = tone_style("Hòa và thuý, khoẻ")
    assert style.old == (Spot("Hòa", 0),)
    assert style.new == (Spot("thuý", 7), Spot("khoẻ", 13))
    assert style.mixed


@pytest.mark.parametrize(
    "text", ["quý quỳ", "hoàn ngoài thuyền khoảng xoèn", "hoa hoe huy", "mùa của"]
)
def test_tone_style_ignores(text: str) -> None:
    assert tone_style(text) == ((), ())


def test_tone_style_counts_places_in_the_glued_text() -> None:
    assert tone_style("62-\u2060KL/\u2060TW ủy").old == (Spot("ủy", 11),)


# --- Lines as WeasyPrint breaks them ----------------------------------------------------------

WIDTHS = (1, *range(20, 221, 8))


def lines_at_widths(markup: str) -> list[list[str]]:
    """Break one paragraph at every width, and return the text of its lines each time."""
    columns = "".join(f'<p style="width: {width}px">{markup}</p>' for width in WIDTHS)
    style = "@page { size: 300px 90000px; margin: 0 } p { margin: 0; font-size: 12px }"
    document = HTML(string=f"<html lang=vi><style>{style}</style>{columns}").render()
    paragraphs = [
        box
        for box in document.pages[0]._page_box.descendants()
        if isinstance(box, boxes.BlockBox) and box.element_tag == "p"
    ]
    assert len(paragraphs) == len(WIDTHS)
    return [[line_text(line) for line in paragraph.children] for paragraph in paragraphs]


def line_text(line: boxes.LineBox) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


def ends_of_lines(lines: Sequence[str], text: str) -> set[int]:
    """Find the places in the text where one line ends and another begins."""
    ends, place = set(), 0
    for line in map(plain, lines):
        if not text.startswith(line, place):
            place += 1  # the space that the end of a line swallows
        assert text.startswith(line, place)
        place += len(line.rstrip(" "))
        ends.add(place)
    assert place == len(text)
    return ends - {place}


@cache
def breaks(*runs: str) -> frozenset[int]:
    """Every place where a line of the paragraph ends at some width; every other run is bold."""
    text = plain("".join(runs))
    markup = "".join(
        f"<b>{html.escape(run)}</b>" if i % 2 else html.escape(run) for i, run in enumerate(runs)
    )
    every_width = lines_at_widths(markup)
    return frozenset(place for lines in every_width for place in ends_of_lines(lines, text))


@pytest.mark.parametrize("example", [*(example for _, example in HELD_BY_RULE), *ARTICLE])
def test_no_line_ends_where_a_rule_holds(example: str) -> None:
    text = unmarked(example)
    held = held_places(example)
    assert breaks(text) >= held, "the untreated text must break there, or nothing is proved"
    assert not breaks(typeset(text)) & held


def test_two_spaces_let_a_line_end_where_a_rule_would_hold_it() -> None:
    assert breaks(typeset("số 62")) == set()
    assert lines_at_widths(typeset("số  62"))[0] == ["số", "62"]


@pytest.mark.parametrize("example", ARTICLE)
def test_lines_end_everywhere_else_as_before(example: str) -> None:
    text = unmarked(example)
    assert breaks(typeset(text)) == breaks(text) - held_places(example)


@pytest.mark.parametrize(
    "marked",
    [
        ("Kết luận số~", "62-_KL/_TW", " ngày~", "08/12/2009"),
        ("theo ", "62-_", "KL/", "_TW"),
        ("hơn ", "259", "~tỷ~", "đồng", ", có ", "13.200", "~hộ"),
        ("do đồng", " chí~Trần ", "Thanh~", "Cần", ", Ủy viên"),
        ("chính ", "trị", "~- ", "xã hội"),
    ],
)
def test_no_line_ends_where_a_rule_holds_across_markup(marked: tuple[str, ...]) -> None:
    runs = [unmarked(run) for run in marked]
    held = held_places("".join(marked))
    assert breaks(*runs) >= held
    assert breaks(*typeset_runs(runs)) == breaks(*runs) - held
