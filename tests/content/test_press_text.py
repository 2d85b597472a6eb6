"""Press articles pasted from web pages: their parts found, no word lost, the same words printed."""

import datetime as dt
import html
import re
import textwrap
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from printshop.content.article import read_source
from printshop.content.markdown import Context, render_body, render_inline
from printshop.content.press_text import (
    AGAIN,
    BUTTON,
    COMMENTS,
    COUNTER,
    LATER_DATE,
    LINK,
    NO_DATE,
    ORNAMENT,
    RELATED,
    TAGS,
    TRAIL,
    Caption,
    PressArticle,
    read_press_text,
)
from printshop.content.write_article import article_markdown, escape_markdown
from printshop.problems import Problems
from printshop.sources import parse_yaml
from printshop.text.typography import normalise, plain, typeset

SEED = Path(__file__).parents[1] / "data" / "seed.txt"

LEAD = (
    "Từ đầu tháng tới, bộ phận một cửa của phường nhận hồ sơ cả sáng thứ bảy, để người đi làm"
    " giờ hành chính không phải xin nghỉ một buổi."
)
FIRST = (
    "Mỗi sáng thứ bảy có hai cán bộ trực từ 7 giờ 30 đến 11 giờ. Người dân lấy số ở cửa chính,"
    " ngồi chờ ở phòng bên phải, và được gọi theo thứ tự. Giấy tờ cần nộp ghi trên bảng đặt cạnh"
    " cửa ra vào; ai thiếu được hẹn bổ sung trong tuần, không phải lấy số lại."
)
SECOND = (
    "Hồ sơ nộp sáng thứ bảy được vào sổ ngay trong ngày và tính hạn trả từ thứ hai tuần sau."
    " Kết quả có thể nhận tại chỗ hoặc qua bưu điện; phí gửi do người nhận trả theo bảng giá"
    " niêm yết. Số điện thoại hỏi đáp in ở mặt sau phiếu hẹn."
)
TITLE = "Bộ phận một cửa nhận hồ sơ sáng thứ bảy"


def page(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def guessed(article: PressArticle, field: str) -> list[tuple[str, int, bool]]:
    return [(g.value, g.line_number, g.sure) for g in article.guesses if g.field == field]


def reasons(article: PressArticle) -> dict[str, str]:
    return {d.text: d.reason for d in article.dropped}


# --- the seed -------------------------------------------------------------------------------------


def test_the_seed() -> None:
    article = read_press_text(SEED.read_text("utf-8"))
    assert article.title == (
        "Giám sát thực hiện Kết luận số 62-KL/TW của Bộ Chính trị tại huyện Vĩnh Thạnh"
    )
    assert article.published == dt.datetime(2017, 9, 12, 12, 11)
    assert article.place == "TGCT"
    assert article.kicker == article.source == ""
    assert article.lead.startswith("Đoàn giám sát của Thành ủy Cần Thơ do đồng chí")
    assert article.lead.endswith("các đoàn thể chính trị - xã hội.")
    assert article.captions == (
        Caption(
            "Đồng chí Trần Thanh Cần, Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Thành ủy"
            " phát biểu chỉ đạo tại buổi làm việc.",
            "Minh Hải",
            0,
        ),
    )
    assert [p.split(",")[0] for p in article.paragraphs] == [
        "Quán triệt Kết luận số 62-KL/TW của Bộ Chính trị và các chỉ thị",
        "Thông qua các cuộc vận động",
        "Phát biểu tại buổi giám sát",
    ]
    assert article.headings == frozenset()
    assert article.credit == "Tin, ảnh: Minh Hải"
    assert article.authors == ("Minh Hải",)
    assert [(d.line_number, d.text, d.reason) for d in article.dropped] == [(17, "123", COUNTER)]
    assert [g.field for g in article.guesses] == [
        "title",
        "date",
        "place",
        "lead",
        "paragraph",
        "caption",
        "credit",
    ]
    assert all(g.sure for g in article.guesses)


def spoilt(text: str) -> dict[str, str]:
    return {
        "crlf": text.replace("\n", "\r\n"),
        "cr": text.replace("\n", "\r"),
        "bom": "\ufeff" + text,
        "nfd": unicodedata.normalize("NFD", text),
        "nbsp": text.replace(" ", "\u00a0"),
        "double spaces": text.replace(" ", "  "),
        "tabs": "\n".join("\t" + line + "\t" for line in text.split("\n")),
        "zero width": text.replace(" ", " \u200b").replace("ồng", "ồ\u200dng"),
        "soft hyphens": text.replace("đồng", "đ\u00adồng"),
        "many empty lines": text.replace("\n\n", "\n \n\u00a0\n\n"),
    }


@pytest.mark.parametrize("damage", list(spoilt("")))
def test_the_seed_with_other_spaces_and_line_ends(damage: str) -> None:
    text = SEED.read_text("utf-8")
    whole, damaged = read_press_text(text), read_press_text(spoilt(text)[damage])
    for field in ("title", "published", "place", "lead", "captions", "paragraphs", "credit"):
        assert getattr(damaged, field) == getattr(whole, field), field
    assert [d.text for d in damaged.dropped] == ["123"]


def test_the_seed_wrapped_by_a_mail_program() -> None:
    text = SEED.read_text("utf-8")
    blocks = [
        textwrap.fill(block, 72) if len(block) > 200 else block for block in text.split("\n\n")
    ]
    assert read_press_text("\n\n".join(blocks)).paragraphs == read_press_text(text).paragraphs
    assert read_press_text("\n\n".join(blocks)).lead == read_press_text(text).lead


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("12:11 - 12/09/2017", dt.datetime(2017, 9, 12, 12, 11)),
        ("Thứ hai, 26 Tháng 10 2020 14:49", dt.datetime(2020, 10, 26, 14, 49)),
        ("Cập nhật ngày: 24/04/2015 05:21:36", dt.datetime(2015, 4, 24, 5, 21)),
        ("09:41 21/01/2021", dt.datetime(2021, 1, 21, 9, 41)),
        ("Ngày đăng: 12/09/2017", dt.datetime(2017, 9, 12)),
        ("12/09/2017 | 12:11", dt.datetime(2017, 9, 12, 12, 11)),
        ("Chủ nhật, ngày 10/09/2017, 7:05 (GMT+7)", dt.datetime(2017, 9, 10, 7, 5)),
        ("Ngày 12 tháng 9 năm 2017", dt.datetime(2017, 9, 12)),
        ("Đăng lúc 12h11, 12-9-2017", dt.datetime(2017, 9, 12, 12, 11)),
        ("12/09/2017 02:11 CH", dt.datetime(2017, 9, 12, 14, 11)),
        ("2017-09-12T12:11", dt.datetime(2017, 9, 12, 12, 11)),
        ("Thứ 3, 12.09.2017", dt.datetime(2017, 9, 12)),
    ],
)
def test_dates(line: str, when: dt.datetime) -> None:
    article = read_press_text(page(f"{TITLE}\n{line}", LEAD, FIRST, SECOND))
    assert article.published == when
    assert article.title == TITLE
    assert article.paragraphs == (FIRST, SECOND)
    assert guessed(article, "date") == [(f"{when:%Y-%m-%d %H:%M}", 2, True)]


def test_a_counter_beside_the_date_is_dropped_alone() -> None:
    article = read_press_text(page(TITLE, "12/09/2017 12:11 | Lượt xem: 1387", LEAD, FIRST, SECOND))
    assert article.published == dt.datetime(2017, 9, 12, 12, 11)
    assert reasons(article) == {"Lượt xem: 1387": COUNTER}


def test_a_day_that_cannot_be_and_a_second_date_are_dropped() -> None:
    text = page(
        TITLE, "31/02/2017 08:00", "12/09/2017", LEAD, FIRST, SECOND, "Cập nhật: 13/09/2017"
    )
    article = read_press_text(text)
    assert article.published == dt.datetime(2017, 9, 12)
    assert reasons(article) == {"31/02/2017 08:00": NO_DATE, "Cập nhật: 13/09/2017": LATER_DATE}


@pytest.mark.parametrize(
    "line", ["Cần Thơ, ngày 12 tháng 9 năm 2017", "Lớp học mở ngày 12/09/2017 tại hội trường."]
)
def test_a_date_within_words_is_text(line: str) -> None:
    article = read_press_text(page(TITLE, LEAD, FIRST, line, SECOND))
    assert article.published is None
    assert line in article.paragraphs


def test_a_number_within_a_broken_sentence_is_text() -> None:
    text = page(
        TITLE, LEAD, "Phòng tiếp dân đã dời đến số nhà\n123\nđường chính của phường.", SECOND
    )
    article = read_press_text(text)
    assert not article.dropped
    assert "dời đến số nhà 123 đường chính" in str(article)


# --- place codes and leads ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "place", "sure"),
    [
        ("(TGCT)\u00a0", "TGCT", True),
        ("(ĐCSVN) - ", "ĐCSVN", True),
        ("(Chinhphu.vn) – ", "Chinhphu.vn", True),
        ("(LLCT) -", "LLCT", True),
        ("(TTXVN/TGCT) — ", "TTXVN/TGCT", True),
        ("TGCT - ", "TGCT", True),
        ("(Cần Thơ) – ", "Cần Thơ", False),
    ],
)
def test_place_codes(opening: str, place: str, sure: bool) -> None:
    article = read_press_text(page(TITLE, opening + LEAD, FIRST))
    assert (article.place, article.lead) == (place, LEAD)
    assert guessed(article, "place") == [(place, 3, sure)]
    assert guessed(article, "lead") == [(LEAD, 3, True)]


@pytest.mark.parametrize(
    "opening", ["(Ghi nhận của phường) ", "MTTQ - ", "UBND - ", "(ba buổi mỗi tháng) - ", "Quận - "]
)
def test_what_is_no_place_code(opening: str) -> None:
    article = read_press_text(page(TITLE, opening + LEAD, FIRST, SECOND))
    assert article.place == ""
    assert article.lead == opening.rstrip() + " " + LEAD


def test_a_lead_without_a_code_is_a_guess() -> None:
    article = read_press_text(page(TITLE, LEAD, FIRST, SECOND))
    assert guessed(article, "lead") == [(LEAD, 3, False)]


def test_a_short_article_has_no_lead() -> None:
    article = read_press_text(page(TITLE, LEAD, FIRST))
    assert article.lead == ""
    assert article.paragraphs == (LEAD, FIRST)


def test_a_long_first_paragraph_is_no_lead() -> None:
    long = " ".join([FIRST, SECOND])
    article = read_press_text(page(TITLE, long, FIRST, SECOND))
    assert article.lead == ""
    assert article.paragraphs[0] == long


def test_the_only_paragraph_keeps_its_code_but_is_no_lead() -> None:
    article = read_press_text(page(TITLE, "(TGCT) " + LEAD))
    assert (article.place, article.lead, article.paragraphs) == ("TGCT", "", (LEAD,))


def test_a_summary_before_the_code_is_the_lead() -> None:
    article = read_press_text(page(TITLE, LEAD, "(TGCT) - " + FIRST, SECOND))
    assert (article.place, article.lead, article.paragraphs) == ("TGCT", LEAD, (FIRST, SECOND))
    assert not guessed(article, "lead")[0][2]


# --- titles and kickers ---------------------------------------------------------------------------


def test_a_title_over_two_lines() -> None:
    text = "Bộ phận một cửa của phường\nNhận hồ sơ sáng thứ bảy\n12/09/2017\n\n" + page(LEAD, FIRST)
    article = read_press_text(text)
    assert article.title == "Bộ phận một cửa của phường Nhận hồ sơ sáng thứ bảy"
    assert not guessed(article, "title")[0][2]


def test_a_kicker_over_the_title() -> None:
    article = read_press_text(page("Cải cách hành chính", TITLE, "12/09/2017", LEAD, FIRST))
    assert (article.kicker, article.title) == ("Cải cách hành chính", TITLE)
    assert guessed(article, "kicker") == [("Cải cách hành chính", 1, False)]


def test_the_date_may_stand_over_the_title() -> None:
    article = read_press_text(page("12/09/2017 08:00", TITLE, "(TGCT) " + LEAD, FIRST))
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert article.published == dt.datetime(2017, 9, 12, 8)


def test_a_repeated_title_is_dropped() -> None:
    article = read_press_text(
        page("Trang chủ » Tin tức", TITLE, "12/09/2017", TITLE.upper(), LEAD, FIRST)
    )
    assert article.title == TITLE
    assert reasons(article) == {"Trang chủ » Tin tức": TRAIL, TITLE.upper(): AGAIN}


@pytest.mark.parametrize("text", ["", " \n\u00a0\n", "123\n", "12:11 - 12/09/2017\n"])
def test_a_text_without_a_title(text: str) -> None:
    article = read_press_text(text)
    assert (article.title, article.paragraphs, article.lead) == ("", (), "")


# --- captions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "text", "credit"),
    [
        ("Bảng giờ làm việc trước cửa phòng tiếp dân_Ảnh: TTXVN", None, "TTXVN"),
        ("Bảng giờ làm việc trước cửa phòng tiếp dân. (Ảnh: Ban Dân vận)", None, "Ban Dân vận"),
        ("Bảng giờ làm việc trước cửa phòng tiếp dân. Ảnh: TTXVN", None, "TTXVN"),
        ("Bảng giờ làm việc trước cửa phòng tiếp dân - Ảnh: TTXVN.", None, "TTXVN"),
        ("Bảng giờ làm việc trước cửa phòng tiếp dân\nẢnh: TTXVN", None, "TTXVN"),
        ("Ảnh: Bảng giờ làm việc trước cửa phòng tiếp dân.", None, ""),
        ("Bảng giờ làm việc (ảnh minh họa)", "Bảng giờ làm việc (ảnh minh họa)", ""),
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_captions_that_say_so(line: str, text: str | None, credit: str, place: int) -> None:
    body = [FIRST, SECOND]
    body.insert(place, line)
    article = read_press_text(page(TITLE, "12/09/2017", "(TGCT) " + LEAD, *body))
    expected = text or "Bảng giờ làm việc trước cửa phòng tiếp dân"
    (caption,) = article.captions
    assert caption.text.rstrip(".") == expected
    assert (caption.credit, caption.after_paragraph) == (credit, place)
    assert guessed(article, "caption")[0][2]
    assert article.paragraphs == (FIRST, SECOND)


def test_a_caption_without_any_mark_is_a_guess() -> None:
    line = "Phòng tiếp dân của phường vào một sáng thứ bảy"
    article = read_press_text(page(TITLE, "(TGCT) " + LEAD, line, FIRST, SECOND))
    assert article.captions == (Caption(line, "", 0),)
    assert guessed(article, "caption") == [(line, 5, False)]


def test_a_caption_gets_the_photographer_of_the_credit() -> None:
    line = "Cán bộ phường hướng dẫn người dân lấy số"
    text = page(TITLE, "(TGCT) " + LEAD, FIRST, line, SECOND, "Bài: Tổ tin. Ảnh: Tổ ảnh")
    article = read_press_text(text)
    assert article.captions == (Caption(line, "Tổ ảnh", 1),)
    assert article.authors == ("Tổ tin",)
    assert article.credit == "Bài: Tổ tin. Ảnh: Tổ ảnh"


def test_a_short_paragraph_after_the_lead_is_no_caption_without_a_sign() -> None:
    line = "Việc này được thử trong ba tháng."
    article = read_press_text(page(TITLE, "(TGCT) " + LEAD, line, FIRST, SECOND, "Tin: Tổ tin"))
    assert article.captions == ()
    assert article.paragraphs == (line, FIRST, SECOND)


def test_headings_are_guesses() -> None:
    text = page(TITLE, "(TGCT) " + LEAD, FIRST, "Hạn trả hồ sơ", SECOND, "1. Nơi nhận", FIRST)
    article = read_press_text(text)
    assert article.paragraphs == (FIRST, "Hạn trả hồ sơ", SECOND, "1. Nơi nhận", FIRST)
    assert article.headings == {1, 3}
    assert guessed(article, "heading") == [("Hạn trả hồ sơ", 7, False), ("1. Nơi nhận", 11, False)]
    assert "\n\n## Hạn trả hồ sơ\n\n" in article_markdown(article)
    assert "\n\n## 1\\. Nơi nhận\n\n" in article_markdown(article)


# --- credits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "credit", "source", "authors", "sure"),
    [
        ("Tin, ảnh: Minh Hải", "Tin, ảnh: Minh Hải", "", ("Minh Hải",), True),
        ("Bài, ảnh: Tổ tin - Tổ ảnh", None, "", ("Tổ tin", "Tổ ảnh"), True),
        ("Tin và ảnh : Minh Hải", None, "", ("Minh Hải",), True),
        ("Tin: Tổ tin, TTXVN", None, "", ("Tổ tin",), True),
        ("Tác giả: Minh Hải", None, "", ("Minh Hải",), True),
        ("Ảnh: Minh Hải", None, "", (), True),
        ("Nguồn: Cổng thông tin của phường", "", None, (), True),
        ("Theo TTXVN", "", None, (), True),
        ("(Theo Cổng thông tin)", "", None, (), True),
        ("MINH HẢI", None, "", ("Minh Hải",), False),
        ("Minh Hải", None, "", ("Minh Hải",), False),
        ("PV", None, "", (), False),
    ],
)
def test_credits(
    line: str, credit: str | None, source: str | None, authors: tuple[str, ...], sure: bool
) -> None:
    article = read_press_text(page(TITLE, "(TGCT) " + LEAD, FIRST, SECOND, line))
    assert article.paragraphs == (FIRST, SECOND)
    assert article.credit == (line if credit is None else credit)
    assert article.source == (line if source is None else source)
    assert article.authors == authors
    assert (guessed(article, "credit") or guessed(article, "source")) == [(line, 9, sure)]


def test_credit_and_source_together() -> None:
    text = page(
        TITLE, "(TGCT) " + LEAD, FIRST, SECOND, "Tin: Tổ tin", "Nguồn: TTXVN", "321 lượt xem"
    )
    article = read_press_text(text)
    assert (article.credit, article.source) == ("Tin: Tổ tin", "Nguồn: TTXVN")
    assert 'credit: "Tin: Tổ tin; Nguồn: TTXVN"\n' in article_markdown(article)


@pytest.mark.parametrize(
    "line",
    [
        "Theo kế hoạch, việc nhận hồ sơ sáng thứ bảy kéo dài đến hết năm, rồi sẽ được xem lại.",
        "Tin: theo lời cán bộ trực, sáng đầu tiên có hơn 40 người đến nộp hồ sơ, hơn cả dự tính.",
        "Nguồn: một hộp phiếu đặt cạnh cửa, mỗi tháng mở một lần, có phiếu khen, có phiếu chê.",
    ],
)
def test_what_only_begins_like_a_credit_is_text(line: str) -> None:
    article = read_press_text(page(TITLE, "(TGCT) " + LEAD, FIRST, line))
    assert article.paragraphs == (FIRST, line)
    assert article.credit == article.source == ""


def test_a_source_that_does_not_stand_last_is_text() -> None:
    article = read_press_text(page(TITLE, "(TGCT) " + LEAD, "Theo Ban Dân vận", FIRST, SECOND))
    assert article.source == ""


# --- what belongs to the page ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("123", COUNTER),
        ("1.387", COUNTER),
        ("1387 Lượt xem", COUNTER),
        ("Lượt xem: 1387", COUNTER),
        ("Số lần đọc: 12", COUNTER),
        ("Đã xem: 1.204 lần", COUNTER),
        ("12 lượt thích | 3 bình luận", COUNTER),
        ("Tags: một cửa, hồ sơ", TAGS),
        ("Từ khóa: một cửa", TAGS),
        ("In trang", BUTTON),
        ("Gửi email", BUTTON),
        ("In trang | Gửi email | Chia sẻ", BUTTON),
        ("Facebook Twitter Zalo", BUTTON),
        ("<< Quay lại", BUTTON),
        ("https://example.org/tin/12", LINK),
        (">> Xem thêm: Lịch tiếp dân tháng tới", LINK),
        ("* * *", ORNAMENT),
    ],
)
@pytest.mark.parametrize("place", [1, 4])
def test_furniture_is_dropped_with_its_reason(line: str, reason: str, place: int) -> None:
    parts = [TITLE, "(TGCT) " + LEAD, FIRST, SECOND]
    parts.insert(place, line)
    article = read_press_text(page(*parts))
    assert reasons(article) == {line: reason}
    assert (article.title, article.lead, article.paragraphs) == (TITLE, LEAD, (FIRST, SECOND))


@pytest.mark.parametrize(
    "heading", ["Tin liên quan", "Các tin khác:", "Tin cùng chuyên mục", "CÁC BÀI VIẾT KHÁC"]
)
def test_links_after_the_text_are_dropped(heading: str) -> None:
    links = ["Lịch tiếp dân tháng tới", "(12/09/2017)", "Sửa đường trước cổng chợ"]
    text = page(TITLE, "(TGCT) " + LEAD, FIRST, SECOND, "Tin: Tổ tin", "\n".join([heading, *links]))
    article = read_press_text(text)
    assert reasons(article) == dict.fromkeys([heading, *links], RELATED)
    assert (article.credit, article.published) == ("Tin: Tổ tin", None)


def test_the_text_goes_on_after_links_in_its_middle() -> None:
    text = page(
        TITLE, "(TGCT) " + LEAD, FIRST, "Tin liên quan\nLịch tiếp dân", SECOND, "Tin: Tổ tin"
    )
    article = read_press_text(text)
    assert article.paragraphs == (FIRST, SECOND)
    assert article.credit == "Tin: Tổ tin"
    assert list(reasons(article)) == ["Tin liên quan", "Lịch tiếp dân"]


def test_comments_end_the_article() -> None:
    text = page(TITLE, "(TGCT) " + LEAD, FIRST, SECOND, "Tin: Tổ tin", "Bình luận (1)", FIRST)
    article = read_press_text(text)
    assert article.paragraphs == (FIRST, SECOND)
    assert reasons(article) == {"Bình luận (1)": COMMENTS, FIRST: COMMENTS}


def test_a_comment_button_at_the_top_ends_nothing() -> None:
    article = read_press_text(page(TITLE, "Bình luận", "(TGCT) " + LEAD, FIRST, SECOND))
    assert article.paragraphs == (FIRST, SECOND)
    assert reasons(article) == {"Bình luận": BUTTON}


# --- whole articles -------------------------------------------------------------------------------


def wrapped(text: str, width: int) -> str:
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


VARIANTS = {
    "portal": page(
        "Trang chủ > Thông báo",
        TITLE,
        "Thứ hai, 26 Tháng 10 2020 14:49\nLượt xem: 1387",
        "(ĐCSVN) - " + LEAD,
        "Bảng giờ làm việc trước phòng tiếp dân_Ảnh: TTXVN",
        FIRST,
        SECOND,
        "Theo TTXVN",
        "Tags: một cửa, hồ sơ\nIn trang | Gửi email | Chia sẻ",
        "Tin liên quan\nLịch tiếp dân tháng tới (20/10/2020)\nSửa đường trước cổng chợ",
    ),
    "one line per paragraph": "\n".join(
        [
            TITLE,
            "Cập nhật ngày: 24/04/2015 05:21:36",
            LEAD,
            FIRST,
            SECOND,
            "Nguồn: Ban Dân vận",
            "87",
        ]
    ),
    "mail, wrapped at 72, empty lines between": page(
        TITLE,
        "09:41 21/01/2021",
        *(wrapped(t, 72) for t in ("(LLCT) - " + LEAD, FIRST, SECOND)),
        "Bài, ảnh: Tổ tin",
    ),
    "mail, wrapped at 60, no empty lines": "\n".join(
        [TITLE, "12/09/2017 | 12:11", *(wrapped(t, 60) for t in (LEAD, FIRST, SECOND)), "TỔ TIN"]
    ),
    "power cuts, list and figures": page(
        "Lịch ngừng cấp điện để bảo trì lưới",
        "Ngày đăng: 12/09/2017",
        "Trong tuần tới, điện lực bảo trì lưới điện tại ba khu phố; giờ ngừng cấp điện như sau:",
        "- Khu phố 1: từ 7 giờ 30 đến 9 giờ, thứ hai;\n- Khu phố 2: từ 13 giờ đến 15 giờ, thứ ba;\n"
        "+ Riêng hẻm số 5 được cấp điện trở lại lúc 16 giờ.",
        "1945. Đó là số tổng đài nhận báo mất điện, trực suốt ngày đêm; gọi không mất tiền.",
        "* Khi có mưa to, gió lớn, lịch này có thể đổi, xem [bảng tin] hoặc <trang> của điện lực.",
        "Điện lực",
    ),
    "vaccination with headings": page(
        "Sức khỏe cộng đồng\n\nTiêm phòng cho trẻ tại trạm y tế phường\n08:00 - 03/10/2018",
        "(Chinhphu.vn) – Trạm y tế phường tiêm phòng cho trẻ dưới năm tuổi vào hai sáng đầu tháng.",
        "Cán bộ trạm y tế khám cho trẻ\ntrước khi tiêm.",
        "Ai cần đưa trẻ đến",
        FIRST,
        "Sau khi tiêm",
        SECOND,
        "Bài: Trạm Y tế - Ảnh: Ban Dân vận",
        "Số lần đọc: 12",
        "Bình luận (2)",
        "Cảm ơn trạm y tế, thông báo rõ ràng.",
    ),
    "flood gates, caption with its line": page(
        "Đóng cống ngăn mặn theo con nước tháng hai",
        "Chủ nhật, 10/02/2019, 07:15 (GMT+7)",
        "Quang cảnh cống ngăn mặn lúc triều lên.\nẢnh: Ban Dân vận",
        "TTXVN - Ba cống ngăn mặn đóng từ rằm đến ngày 20 âm lịch, khi độ mặn vượt mức cho phép.",
        FIRST,
        "Facebook\nZalo",
        SECOND,
        "Tin, ảnh: Tổ tin",
        "https://example.org/tin/cong-ngan-man",
    ),
    "library, decomposed, with tabs and NBSP": unicodedata.normalize(
        "NFD",
        page(
            "\tThư viện phường mở thêm giờ buổi tối",
            "18:30\u00a0- 02/11/2021",
            "(TGCT)\u00a0" + LEAD,
            "Người đọc chọn sách\u00a0\u00a0tại phòng đọc (Ảnh: Ban Dân vận)",
            FIRST.replace(" ", "  "),
            "\u200b" + SECOND,
            "Tác giả: Tổ tin",
            "1.024 lượt đọc",
        ),
    ),
    "markdown in the text": page(
        "Cách điền tờ khai trên mạng",
        "(TGCT) " + LEAD,
        "# ở đầu ô là số thứ tự; ô có dấu * phải điền, ô *không bắt buộc* thì có thể bỏ trống.",
        "Tên tệp viết liền, ví dụ to_khai_so_1.pdf, hoặc _to_khai_; gõ `&amp;` nếu thiếu phím &.",
        "> Lưu ý: không ghi [x] vào ô dành cho cán bộ, không gạch ~~~ hay === dưới tên mình.",
        "::: là dấu ngăn giữa các phần của tờ khai in sẵn, | là dấu ngăn giữa các cột của bảng.",
    ),
}


def test_what_the_portal_variant_is_read_as() -> None:
    article = read_press_text(VARIANTS["portal"])
    assert article.title == TITLE
    assert article.published == dt.datetime(2020, 10, 26, 14, 49)
    assert (article.place, article.lead) == ("ĐCSVN", LEAD)
    assert article.captions == (Caption("Bảng giờ làm việc trước phòng tiếp dân", "TTXVN", 0),)
    assert article.paragraphs == (FIRST, SECOND)
    assert article.source == "Theo TTXVN"
    assert [d.reason for d in article.dropped] == [
        TRAIL,
        COUNTER,
        TAGS,
        BUTTON,
        RELATED,
        RELATED,
        RELATED,
    ]


@pytest.mark.parametrize(
    "name",
    [
        "one line per paragraph",
        "mail, wrapped at 72, empty lines between",
        "mail, wrapped at 60, no empty lines",
        "library, decomposed, with tabs and NBSP",
    ],
)
def test_lead_and_paragraphs_whatever_the_lines(name: str) -> None:
    article = read_press_text(VARIANTS[name])
    assert (article.lead, article.paragraphs) == (LEAD, (FIRST, SECOND))
    assert article.published is not None
    assert article.credit or article.source


def test_what_the_list_variant_is_read_as() -> None:
    article = read_press_text(VARIANTS["power cuts, list and figures"])
    assert article.captions == ()
    assert article.headings == frozenset()
    assert [p[:9] for p in article.paragraphs[-6:]] == [
        "- Khu phố",
        "- Khu phố",
        "+ Riêng h",
        "1945. Đó ",
        "* Khi có ",
        "Điện lực",
    ]
    assert article.credit == ""


def test_what_the_vaccination_variant_is_read_as() -> None:
    article = read_press_text(VARIANTS["vaccination with headings"])
    assert article.kicker == "Sức khỏe cộng đồng"
    assert article.title == "Tiêm phòng cho trẻ tại trạm y tế phường"
    caption = "Cán bộ trạm y tế khám cho trẻ trước khi tiêm."
    assert article.captions == (Caption(caption, "Ban Dân vận", 0),)
    assert article.paragraphs == ("Ai cần đưa trẻ đến", FIRST, "Sau khi tiêm", SECOND)
    assert article.headings == {0, 2}
    assert article.authors == ("Trạm Y tế",)
    assert [d.reason for d in article.dropped] == [COUNTER, COMMENTS, COMMENTS]


def test_what_the_flood_variant_is_read_as() -> None:
    article = read_press_text(VARIANTS["flood gates, caption with its line"])
    assert article.place == "TTXVN"
    assert article.lead.startswith("Ba cống ngăn mặn")
    caption = "Quang cảnh cống ngăn mặn lúc triều lên."
    assert article.captions == (Caption(caption, "Ban Dân vận", 0),)
    assert article.paragraphs == (FIRST, SECOND)
    assert article.credit == "Tin, ảnh: Tổ tin"


# --- nothing is lost ------------------------------------------------------------------------------


def words(text: str) -> Counter[str]:
    text = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", normalise(text))
    return Counter(re.findall(r"[^\W_]+", text.casefold()))


def accounted(article: PressArticle, text: str) -> Counter[str]:
    """Every word that the article holds, with those of the lines its date was read from."""
    parts = [article.title, article.kicker, article.place, article.lead, article.credit]
    parts += [article.source, *article.paragraphs, *(d.text for d in article.dropped)]
    parts += [f"{c.text} {c.credit}" for c in article.captions]
    found = words("\n".join(parts))
    lines = re.split("\n", normalise(text))
    for guess in article.guesses:
        if guess.field == "date":
            found += words(lines[guess.line_number - 1])
    return found


LABELS = Counter({"ảnh": 5, "nguồn": 5, "hình": 5, "photo": 5, "minh": 5, "họa": 5})


def lost(text: str) -> Counter[str]:
    article = read_press_text(text)
    missing = words(text) - accounted(article, text)
    return missing - LABELS if article.captions else missing


@pytest.mark.parametrize("name", ["seed", *VARIANTS])
def test_no_word_is_lost(name: str) -> None:
    text = SEED.read_text("utf-8") if name == "seed" else VARIANTS[name]
    assert not lost(text)


PIECES = [line for text in VARIANTS.values() for line in text.split("\n") if line.strip()]
SHORT = [
    "Ảnh: TTXVN",
    "Tin liên quan",
    "Bình luận",
    "12",
    "12/09/2017",
    "MINH HẢI",
    "Theo TTXVN",
    "Nguồn: A",
    "(TGCT)",
    "TGCT -",
    ",",
    "a) một",
    "Ảnh minh họa",
    "x_Ảnh: y",
    "31/02/2017 1:00",
]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([*PIECES, *SHORT]), st.sampled_from(["\n", "\n\n", "\r\n"])),
        max_size=12,
    )
)
@example([("Ảnh: TTXVN", "\n")])
@example([("Tin: Tổ tin", "\n"), (LEAD, "\n")])
def test_no_word_is_lost_whatever_stands_where(pieces: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in pieces)
    assert not lost(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aB ủ.,:()-_#*1/\n\r\t\u00a0\u200b\x85Ảnh", max_size=80))
def test_any_text_is_read_without_loss(text: str) -> None:
    assert not lost(text)
    markdown_is_readable(read_press_text(text))


@pytest.mark.parametrize(
    "piece",
    ["Ảnh: ", "a ", "| ", "(", "12 ", "# ", ". ", "Tin, ", "x_", "In trang ", "...", "\n", "A\n"],
)
def test_long_texts_are_read_in_time(piece: str) -> None:
    start = time.process_time()
    read_press_text(f"{TITLE}\n\n" + piece * (20_000 // len(piece)) + f"\n\n{FIRST}")
    read_press_text(f"{TITLE}\n\n" + piece * (900 // len(piece)) + f"\n\n{FIRST}")
    escape_markdown(piece * (20_000 // len(piece)))
    assert time.process_time() - start < 3


# --- the Markdown ---------------------------------------------------------------------------------


def markdown_is_readable(article: PressArticle) -> None:
    head = article_markdown(article).split("\n---\n")[0]
    problems = Problems()
    document = parse_yaml(head.removeprefix("---\n"), "x.md", problems)
    assert not list(problems)
    assert document is not None
    assert document.data["title"] == article.title
    assert document.data.get("place", "") == article.place
    assert document.data.get("authors", []) == list(article.authors)


def body_words(markdown: str) -> list[str]:
    """The plain text of each block that a body prints, as the article's reader makes it."""
    problems = Problems()
    context = Context("a", "a.md", markdown.split("\n"), 1, [], lambda *_: None, problems)
    body = render_body(markdown, context)
    assert {p.code for p in problems} <= {"A004"}
    assert not body.notes
    result = []
    for block in body.blocks:
        assert block.kind == "html", block
        result += re.findall(r"<(?:p|h2)[^>]*>(.*?)</(?:p|h2)>", block.html, re.DOTALL)  # type: ignore[union-attr]
        assert re.sub(r"<(p|h2)[^>]*>.*?</\1>", "", block.html, flags=re.DOTALL).strip() == ""  # type: ignore[union-attr]
    return [html.unescape(r) for r in result]


HARD = [
    "1945. Năm ấy",
    "12) mười hai",
    "1. Một",
    "- gạch",
    "+ cộng",
    "* sao",
    "# thăng",
    "###",
    "> lớn",
    ">lớn",
    "*nghiêng* và **đậm**",
    "_nghiêng_ to_khai_so __đậm__",
    "[chữ](http://x.vn)",
    "[^1]: chú",
    "chữ[^1]",
    "![ảnh](a.jpg)",
    "`mã`",
    "```",
    "~~~",
    "::: box Hộp",
    ":::",
    "---",
    "***",
    "___",
    "- - -",
    "===",
    "a \\* b \\",
    "\\\\",
    "<b>đậm</b> <http://x.vn> <!-- x -->",
    "&amp; &#38; &copy A&B",
    "2 * 3 * 4",
    "a*b*c",
    "| a | b |",
    "|---|",
    "Mục # ##",
    "a_",
    "_",
    "*",
    "\\[",
    "5 < 6 > 4",
    "[x] [ ]",
    "[a]: http://x.vn",
    "-",
    "+",
    "1.",
    "a  b",
    "100%_Ảnh",
    "** **",
    "*_a_*",
    "http://x.vn/a_b_c*d",
    "=",
    ":::: x",
    "#một",
]


@pytest.mark.parametrize("text", HARD)
def test_escaped_text_prints_the_same(text: str) -> None:
    prints_the_same(text)


def prints_the_same(text: str) -> None:
    shown = plain(typeset(re.sub(" {2,}", " ", text)))
    (body,) = body_words(escape_markdown(text))
    assert plain(re.sub(" {2,}", " ", body)) == shown
    inline = render_inline(escape_markdown(text, inline=True))
    assert not re.search("<(?!!--)[a-z]", inline), inline
    assert plain(re.sub(" {2,}", " ", html.unescape(inline))) == shown
    (heading,) = body_words(f"## {escape_markdown(text)}")
    assert plain(re.sub(" {2,}", " ", heading)) == shown


@settings(max_examples=600, deadline=None)
@given(
    st.text(alphabet="aé1 .)-+#>*_[]()!`~:=|\\<>&;^/", min_size=1, max_size=14)
    .map(lambda text: re.sub(" +", " ", text).strip())
    .filter(bool)
)
def test_any_escaped_text_prints_the_same(text: str) -> None:
    prints_the_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kết luận số 62-KL/TW, ngày 08/12/2009; 3 * 4 = 12",
        "“Dân vận khéo” – 259 tỷ đồng (62.170 hộ) to_khai",
        "2017 là năm A & B; a < b",
    ],
)
def test_plain_text_is_not_escaped(text: str) -> None:
    assert escape_markdown(text) == text


@pytest.mark.parametrize("name", ["seed", *VARIANTS])
def test_the_written_article_is_read_back(name: str, tmp_path: Path) -> None:
    text = SEED.read_text("utf-8") if name == "seed" else VARIANTS[name]
    article = read_press_text(text)
    path = tmp_path / "bai.md"
    path.write_text(article_markdown(article), "utf-8")
    problems = Problems()
    source = read_source(path, "bai.md", problems)
    assert not list(problems)
    assert source is not None
    assert source.front.title == article.title
    assert source.front.kicker == (article.kicker or None)
    assert source.front.place == (article.place or None)
    assert source.front.authors == list(article.authors)
    when = article.published
    assert source.front.date == when
    if article.lead:
        assert source.front.lead is not None
        shown = html.unescape(render_inline(source.front.lead))
        assert plain(shown) == plain(typeset(article.lead))
    printed = body_words(source.body)
    assert [plain(t) for t in printed] == [plain(typeset(t)) for t in article.paragraphs]


SEED_FRONT = """\
---
# yaml-language-server: $schema=../../../schemas/article.schema.json
title: Giám sát thực hiện Kết luận số 62-KL/TW của Bộ Chính trị tại huyện Vĩnh Thạnh
lead: {lead}
authors: [Minh Hải]
credit: "Tin, ảnh: Minh Hải"
place: TGCT
date: 2017-09-12 12:11
# pictures:
#   - file: images/….jpg
#     caption: {caption}
#     credit: Minh Hải
#     alt:
---

"""


def test_the_front_matter_of_the_seed() -> None:
    article = read_press_text(SEED.read_text("utf-8"))
    front = SEED_FRONT.format(lead=article.lead, caption=article.captions[0].text)
    assert article_markdown(article) == front + "\n\n".join(article.paragraphs) + "\n"


def test_captions_kept_as_comments_can_be_uncommented() -> None:
    article = PressArticle(
        title="Bài", captions=(Caption("Một: hai", "Ai: đó", 0), Caption("*", "", 1))
    )
    head = article_markdown(article).split("\n---\n")[0].removeprefix("---\n")
    uncommented = re.sub("^# (?!yaml-language)", "", head, flags=re.MULTILINE)
    document = parse_yaml(uncommented, "x.md", Problems())
    assert document is not None
    assert document.data["pictures"] == [
        {"file": "images/….jpg", "caption": "Một: hai", "credit": "Ai: đó", "alt": None},
        {"file": "images/….jpg", "caption": "\\*", "alt": None},
    ]


def test_the_first_caption_belongs_to_the_picture_given(tmp_path: Path) -> None:
    article = PressArticle(title="Bài", captions=(Caption("Một", "Ai", 0), Caption("Hai", "", 1)))
    markdown = article_markdown(article, picture="images/mot.jpg")
    (tmp_path / "bai.md").write_text(markdown + "\nChữ.\n", "utf-8")
    source = read_source(tmp_path / "bai.md", "bai.md", Problems())
    assert source is not None
    (picture,) = source.front.pictures
    assert (picture.file, picture.caption, picture.credit) == ("images/mot.jpg", "Một", "Ai")
    assert "#     caption: Hai\n" in markdown


@pytest.mark.parametrize(
    "title",
    [
        "Không",
        "No",
        "12",
        "2017-09-12",
        "a: b",
        "a #b",
        "'a'",
        '"a"',
        "- a",
        "@a",
        "%",
        "~",
        "null",
        "[a]",
        "{a}",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "?",
        ": a",
        "a:",
        "#",
        "\\n",
        "Tin, ảnh",
        "=",
        "<<",
    ],
)
def test_values_survive_yaml(title: str) -> None:
    markdown_is_readable(PressArticle(title=title, place=title, authors=(title, title + ", b")))
