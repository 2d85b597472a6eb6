"""Titles broken by sense.

A title is written as the runs that a sub-editor signs: a line may end at ` | ` and nowhere else.
"""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from printshop.text import headlines
from printshop.text.headlines import LONGEST, break_chances, headline
from printshop.text.typography import plain, typeset

NBSP = "\N{NO-BREAK SPACE}"
ARTICLES = Path(__file__).parents[2] / "issues" / "2017-09" / "articles"

SAMPLE_ISSUE = [
    "Ăn chín, | uống sôi | giữa mùa nước nổi",
    "Theo chú bé An | đi qua | “Đất rừng | phương Nam”",
    "Bảy mươi năm | “Sửa đổi | lối làm việc”",
    "Giám sát | thực hiện | Kết luận | số 62-KL/TW | của Bộ Chính trị | tại huyện | Vĩnh Thạnh",
    "Tổ hòa giải | ở cơ sở | làm | những việc gì?",
    "Đăng ký | khai sinh, | khai tử - | những điều | cần biết",
    "Người dân | có quyền | hỏi | và được biết | những gì?",
    "Tháng Chín | trên đồng, | trong vườn | và dưới ao",
    "Những ngày kỷ niệm | trong tháng Chín",
    "Phòng bệnh | sốt xuất huyết | trong mùa mưa",
    "Soạn văn bản | trên máy tính - | những lỗi nhỏ | hay gặp",
    "Dùng điện | an toàn, | tiết kiệm | trong nhà | và ở cơ quan",
    "Giữ trẻ | an toàn | mùa nước nổi",
    "Phân loại rác | ngay tại nhà",
    "Ghé thư viện | gần nhà",
    "Rửa tay | cho đúng cách",
    "Chuẩn bị | một buổi | sinh hoạt | chi bộ | chuyên đề",
    "Ủ phân hữu cơ | từ rơm rạ, | từng bước một",
    "Viết tin, | chụp ảnh | gửi | bản tin",
]
MORE = [
    # The city committee
    "Thành ủy | Cần Thơ | sơ kết | ba năm | thực hiện | Nghị quyết 36",
    "Hội nghị | Ban Chấp hành | Đảng bộ | thành phố | lần thứ XII",
    "Học tập | và làm theo | tư tưởng, | đạo đức, | phong cách | Hồ Chí Minh",
    "Nâng cao | chất lượng | sinh hoạt | chi bộ | ở nông thôn",
    "Đồng chí Trần | Thanh Cần | thăm | và tặng quà | gia đình | chính sách",
    "Trưởng | Ban Dân vận | Thành ủy | tiếp xúc | với nông dân | Cờ Đỏ",
    "Gương sáng | dân vận khéo | ở xã Thạnh Lợi",
    "Kiểm tra, | giám sát: | từ xa, | từ sớm, | từ cơ sở",
    "Hội Nông dân | Việt Nam | kỷ niệm | 87 năm | ngày thành lập",
    "Đoàn Thanh niên | Cộng sản | Hồ Chí Minh | ra quân | tình nguyện",
    "Mặt trận | Tổ quốc | và các đoàn thể | cùng vào cuộc",
    "Đại tướng | Võ Nguyên Giáp | với miền Tây | Nam Bộ",
    "Đảng bộ | Vĩnh Thạnh | đẩy mạnh | xây dựng | nông thôn mới",
    "Cán bộ | phải gần dân, | sát dân",
    "Đổi mới | công tác | tuyên giáo: | nói | để dân hiểu, | làm | để dân tin",
    "Bác Hồ | với đồng bào | miền Nam",
    # Health
    "5 cách | phòng bệnh | tay chân miệng | cho trẻ nhỏ",
    "Ba việc | cần làm | ngay khi trẻ | bị sốt",
    "Bảo vệ | sức khỏe | người cao tuổi | mùa nắng nóng",
    "Không chủ quan | với bệnh dại",
    "Vì sao | phải tiêm vắc xin | đúng lịch?",
    "Sơ cứu | đuối nước: | những điều | không nên làm",
    "Trạm y tế | xã Trung Hưng | khám bệnh | cho 300 hộ nghèo",
    "Ngủ mùng, | diệt lăng quăng - | hai việc nhỏ, | lợi ích lớn",
    # Farming
    "Giữ phù sa | cho vụ lúa | đông xuân",
    "13.200 hộ | thoát nghèo | nhờ vốn vay | ưu đãi",
    "Trồng rau sạch | trên sân thượng",
    "Chuyện | của những người | nuôi cá tra | ở Thốt Nốt",
    "Mô hình | lúa - cá | cho lãi | 50 triệu đồng | mỗi năm",
    "Hợp tác xã | Thạnh Lợi | liên kết | tiêu thụ | nông sản",
    "Cánh đồng lớn, | lợi nhuận | không nhỏ",
    "Ứng phó | với hạn mặn | và sạt lở | bờ sông",
    "Cùng nông dân | Ô Môn | chuyển đổi | cây trồng",
    # Education
    "Khai giảng | năm học mới | 2017–2018",
    "Dạy con | bằng tình thương | và kỷ luật",
    "Năm bạn trẻ | khởi nghiệp | từ trái cây | quê nhà",
    "Thầy giáo | Nguyễn Văn Tám | và lớp học | miễn phí",
    "Chị Lê Thị Hai | nuôi | ba con | vào đại học",
    "Nguyễn Thị | Minh Khai - | người con gái | bất khuất",
    "Trao 200 suất | học bổng | cho học sinh | vượt khó",
    "Đưa sách | về làng",
    # Law
    "Luật Tiếp cận | thông tin | có hiệu lực | từ ngày 01/7/2018",
    "Thủ tục | đăng ký | kết hôn | tại phường",
    "Hỏi đáp: | Ai | được trợ giúp | pháp lý | miễn phí?",
    "Đi xe máy | phải đội | mũ bảo hiểm",
    "Cảnh giác | với lừa đảo | qua điện thoại",
    "Một cửa | nhưng đừng | nhiều khóa",
    "Quyền | và nghĩa vụ | của công dân",
    # The household
    "Mười mẹo vặt | giữ | bếp ăn | sạch sẽ",
    "Tiết kiệm điện | (và tiền điện) | trong mùa khô",
    "Xây nhà tình nghĩa | cho Mẹ Việt Nam | anh hùng",
    "Bữa cơm | gia đình, | xưa và nay",
    "Chung tay | giúp nhau | làm kinh tế",
    "Bà con | Ninh Kiều | giữ | vỉa hè | thông thoáng",
    "Cần Thơ | hướng tới | đô thị | sinh thái",
    "Vì một Cần Thơ | xanh, | sạch, đẹp",
    "Ngày hội | đại đoàn kết | toàn dân tộc",
    "Phong trào | “Xanh - | sạch - đẹp” | ở khu dân cư",
    "SINH HOẠT | CHI BỘ | TRONG THÁNG CHÍN",
    "Câu chuyện | “Dân vận khéo” | ở ấp 5",
    "Hai mươi năm | một chặng đường",
    "Kỷ niệm | 72 năm | Cách mạng | Tháng Tám | và Quốc khánh 2/9",
    "Ngày 20/11, | nhớ thầy giáo làng",
    "Cần Thơ: | Hơn 500 hộ dân | được cấp nước sạch | trong quý III",
    "Người trồng lúa | cần biết gì | về rầy nâu?",
    "Những người | giữ lửa | đờn ca tài tử",
    "Bộ đội | biên phòng | giúp dân | gặt lúa | chạy lũ",
    "Bảo hiểm | y tế | học sinh: | đóng bao nhiêu, | được hưởng gì",
    "Ngân hàng | Chính sách | xã hội | cho vay 12 tỷ đồng | trong 6 tháng | đầu năm",
    "Làm gì | khi bị chó cắn?",
    "Nước mắm | cá linh, | món quà | của mùa nước",
    "Vài điều | về chữ ký | trong văn bản đảng",
    "Chợ nổi | Cái Răng | qua ảnh | của bạn đọc",
    "Ông Bảy Tấn | và con đường hoa",
    "Không để ai | bị bỏ lại | phía sau",
    "Chị Ba Hường | làm giàu | từ vườn tạp",
    "Xã Trường Xuân A | đạt chuẩn | nông thôn mới",
    "Đưa nghị quyết | vào cuộc sống",
    "Tấm lòng | của thầy Năm | xóm chài",
    "Vì sao | nước sông | có mùi lạ?",
    "Từ 01/01/2018: | tăng mức phạt | với hành vi | đổ rác | bừa bãi",
]


def runs_of(signed: str) -> list[str]:
    return signed.split(" | ")


@pytest.mark.parametrize("signed", SAMPLE_ISSUE + MORE)
def test_lines_end_where_a_sub_editor_lets_them(signed: str) -> None:
    assert break_chances(typeset(signed.replace(" | ", " "))) == runs_of(signed)


def test_every_title_of_the_sample_issue_is_signed() -> None:
    titles = {
        yaml.safe_load(path.read_text("utf-8").split("---\n")[1])["title"]
        for path in ARTICLES.glob("*.md")
    }
    signed = {title.replace(" | ", " ") for title in SAMPLE_ISSUE}
    assert {typeset(title) for title in titles} == {typeset(title) for title in signed}


@pytest.mark.parametrize(
    "title",
    ["", "Cúm", "Sức khỏe", "Cần Thơ", "Của dân", f"Cần{NBSP}Thơ", "Ủ phân", "– Hết"],
)
def test_titles_of_two_words_are_left_alone(title: str) -> None:
    assert headline(title) == title


@pytest.mark.parametrize("word", ["khỏe", "khoẻ", "KHỎE", "Khoẻ"])
def test_spellings_of_a_word_are_one_word(word: str) -> None:
    assert break_chances(f"Nhờ sức {word} bền bỉ")[0] == f"Nhờ sức {word}"
    assert break_chances("Hoà giải viên và luật sư")[0] == "Hoà giải viên"
    assert break_chances("Học kĩ thuật và lí luận mới")[0] == "Học kĩ thuật"


@pytest.mark.parametrize(
    ("title", "runs"),
    [
        # The capital of the first word, or after a colon or a dash, tells nothing.
        ("Thăm Cần Thơ mùa hoa nở", ["Thăm", "Cần Thơ", "mùa hoa nở"]),
        ("Thạnh Lợi giữ đất giữ vườn", ["Thạnh Lợi", "giữ đất", "giữ vườn"]),
        ("Tin vui: Nhà Tròn mở cửa lại", ["Tin vui:", "Nhà Tròn", "mở cửa lại"]),
        # An acronym is no syllable of a name.
        ("Cùng UBND Thới Lai lo việc nước", ["Cùng UBND", "Thới Lai", "lo", "việc nước"]),
        # Long runs of capitals are cut after an even number.
        ("Thăm Mai Lan Cúc Trúc Sen Súng ở quê", ["Thăm", "Mai Lan", "Cúc Trúc Sen Súng", "ở quê"]),
        # Where a word is counted, or is no function word, it does not lean.
        ("Nhà có hai con của chị Tư", ["Nhà", "có hai con", "của chị Tư"]),
        ("Năm 2017 và 5 năm trước đó", ["Năm 2017", "và 5 năm", "trước đó"]),
        # A sign of its own ends what a word could lean on.
        ("Vì dân, của dân, cho dân", ["Vì dân,", "của dân,", "cho dân"]),
    ],
)
def test_readings(title: str, runs: list[str]) -> None:
    assert break_chances(title) == runs


def test_a_rule_gives_way_where_the_run_would_be_too_long() -> None:
    title = "Về thăm huyện Vĩnh Thạnh và các xã vùng ven"
    assert "huyện Vĩnh Thạnh" in break_chances(title)
    assert "Vĩnh Thạnh" in break_chances(title, longest=12)
    assert break_chances(title, longest=1) == title.split(" ")


def test_a_compound_is_not_cut_by_the_last_line() -> None:
    assert break_chances("Cả làng vào năm học mới 2017–2018")[-2:] == [
        "vào năm học mới",
        "2017–2018",
    ]


def test_glue_of_the_typesetter_does_not_cut_a_compound() -> None:
    glued = typeset("Đồng chí Trần Thanh Cần thăm hộ nghèo")
    assert break_chances(glued)[:2] == ["Đồng chí Trần", "Thanh Cần"]
    loose = "Đồng chí Trần Thanh Cần thăm hộ nghèo"
    assert break_chances(loose)[:2] == ["Đồng chí", "Trần Thanh Cần"]


def test_other_white_space_is_kept_and_breaks() -> None:
    assert headline("Một  cửa\nnhiều việc ") == f"Một  cửa\nnhiều{NBSP}việc "
    assert break_chances("Một  cửa\nnhiều việc ") == ["Một", "cửa", "nhiều việc"]


def test_listed_words_can_be_held() -> None:
    assert {word for word in headlines._LISTED if len(word) > LONGEST} == set()
    assert {word for word in headlines._LISTED if " " not in word} == set()


VOCABULARY = sorted(
    {word for signed in SAMPLE_ISSUE + MORE for word in signed.split(" ")} - {"|", ""}
)
TITLES = st.one_of(
    st.lists(st.sampled_from(VOCABULARY), max_size=14).flatmap(
        lambda words: st.lists(
            st.sampled_from([" ", " ", " ", NBSP]), min_size=len(words), max_size=len(words)
        ).map(lambda gaps: "".join(w + g for w, g in zip(words, gaps, strict=True)).strip(" "))
    ),
    st.text(st.sampled_from(f"aĐ1-–.,:“”()%\n\t {NBSP}\u202f\u2060"), max_size=40),
    st.text(max_size=40),
)
LENGTHS = st.integers(1, 30)


def width(run: str) -> int:
    return len(run.replace("\u2060", ""))


@given(TITLES, LENGTHS)
def test_only_spaces_turn_into_glue(title: str, longest: int) -> None:
    done = headline(title, longest)
    assert done.replace(NBSP, " ") == title.replace(NBSP, " ")
    assert all(new in (old, NBSP) for old, new in zip(title, done, strict=True))


@given(TITLES, LENGTHS)
def test_doing_it_twice_is_doing_it_once(title: str, longest: int) -> None:
    once = headline(title, longest)
    assert headline(once, longest) == once


@given(TITLES, LENGTHS)
def test_no_run_is_longer_than_a_column_takes(title: str, longest: int) -> None:
    chance = re.compile(r"[^\S\u00a0\u202f]+")
    given_runs = chance.split(title)
    for run in chance.split(headline(title, longest)):
        assert width(run) <= longest or run in given_runs


@given(TITLES)
def test_the_chances_make_up_the_title(title: str) -> None:
    words = [word for run in break_chances(title) for word in run.split()]
    assert words == plain(title).split()


@given(st.lists(st.sampled_from(VOCABULARY), min_size=3, max_size=14).map(" ".join))
def test_no_syllable_is_alone_on_the_last_line(title: str) -> None:
    last = title.rsplit(" ", 1)[1]
    if len(last) <= 7:
        assert " " in break_chances(title)[-1]
