"""Forty questions, and what an archivist expects to be found, first and at all.

The corpus: forty short pieces of our own in four editions, and the articles of the sample issues.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from shelf import EDITORS, edition, item, samples

from printshop.archive.filling import fill
from printshop.archive.query import Query
from printshop.archive.schema import in_memory
from printshop.archive.search import Hit, find

LAW, FARM, HEALTH, PARTY = (
    "Hỏi – đáp pháp luật",
    "Nông nghiệp – nông thôn",
    "Sức khỏe – đời sống",
    "Nghiệp vụ công tác Đảng",
)
# (id, section, title, text)
PIECES = {
    ("2014-05", dt.date(2014, 5, 10)): [
        ("ma-lua", FARM, "Gieo mạ", "Ngâm ủ giống hai đêm rồi gieo. Mạ ra ba lá thì cấy."),
        ("ba-ma", HEALTH, "Ba má giữ cháu", "Má dặn: cho trẻ ngủ mùng cả ban ngày."),
        ("mo-ma", LAW, "Giữ gìn mồ mả", "Việc cải táng xin phép ở xã. Mả cũ ghi vào sổ."),
        ("ma-so", LAW, "Mã số định danh", "Mã số cá nhân ghi trên giấy khai sinh."),
        ("dan-ca", PARTY, "Dàn ca mừng xuân", "Đội văn nghệ dựng dàn ca, đàn tranh và trống."),
        ("dan-ga", FARM, "Chăm đàn gà", "Đàn gà một tháng tuổi cần chuồng ấm, nền khô."),
        ("phan-bon", FARM, "Bón phân cân đối", "Thúy đạm, lân, kali. Bón theo bảng so màu lá."),
        ("hoa-kieng", FARM, "Trồng hoa cúc", "Hoa cúc cần nắng. Bấm ngọn khi cây cao một gang."),
        ("hoa-giai", LAW, "Tổ hòa giải ấp", "Hoà giải viên nghe hai bên, ghi biên bản."),
        ("chuyen-hoa", PARTY, "Chuyển hóa thành việc làm", "Lời hứa chuyển hóa thành việc làm."),
    ],
    ("2015-08", dt.date(2015, 8, 5)): [
        ("ket-luan-62", PARTY, "Đọc lại văn bản", "Bàn về Kết luận 62-KL/TW và cách làm ở ấp."),
        ("nghi-dinh-30", LAW, "Soạn văn bản", "Thể thức theo Nghị định 30/2020/NĐ-CP."),
        ("quyet-dinh-tu", PARTY, "Tra cứu nhanh", "Quyết định của T.Ư in ở phụ lục cuối sổ."),
        ("so-62-170", PARTY, "Con số trong tháng", "Có 62.170 đoàn viên; 62 tổ; 170 buổi học."),
        ("dan-van", PARTY, "Dân vận khéo ở chợ", "Tổ dân vận khéo giúp chợ gọn, sạch, an toàn."),
        ("khéo-tay", HEALTH, "Khéo tay hay làm", "Dân ấp khéo đan rổ; vận chuyển bằng xuồng."),
        ("dan-van-rai", PARTY, "Chuyện cơ sở", "Dân góp công, cán bộ vận động cho khéo."),
        ("dat-dai", LAW, "Đất đai và sổ đỏ", "Thửa đất có tranh chấp thì hòa giải ở xã trước."),
        ("dat-hang", HEALTH, "Đặt hàng từ xa", "Đặt mua qua điện thoại: giữ lại biên nhận."),
        ("dat-nuoc", PARTY, "Đất nước mùa thu", "Những bài hát về đất nước, in lại cho dễ nhớ."),
    ],
    ("2016-06", dt.date(2016, 6, 20)): [
        ("sot-xh", HEALTH, "Diệt lăng quăng", "Phòng sốt xuất huyết: đậy lu, lật úp vỏ xe."),
        ("sot-ret", HEALTH, "Ngủ mùng khi đi rừng", "Sốt rét do muỗi truyền; uống thuốc đủ ngày."),
        ("huyet-ap", HEALTH, "Huyết áp người già", "Đo buổi sáng, ngồi nghỉ năm phút, ghi vào sổ."),
        ("nuoc-sach", HEALTH, "Nước sạch mùa khô", "Lu nước mưa đậy kín; phèn chua làm trong."),
        ("khai-sinh", LAW, "Khai sinh trễ hạn", "Đăng ký khai sinh trễ vẫn được, không phạt."),
        ("khai-tu", LAW, "Khai tử", "Đăng ký khai tử trong mười lăm ngày."),
        ("tam-tru", LAW, "Tạm trú, tạm vắng", "Ở từ ba mươi ngày thì đăng ký tạm trú."),
        ("thuy-loi", FARM, "Thuỷ lợi nội đồng", "Nạo vét kênh trước mùa mưa, đắp bờ bao."),
        ("uy-ban", LAW, "Ủy ban tiếp dân", "Lịch tiếp dân của Uỷ ban dán ở cửa."),
        ("quy-che", PARTY, "Quy chế và quý báu", "Quý ba họp về quy chế; ý kiến quý báu."),
    ],
    ("2018-02", dt.date(2018, 2, 1)): [
        ("chi-bo", PARTY, "Sinh hoạt chi bộ đầu năm", "Chi bộ bàn một việc, giao một người."),
        ("dang-vien", PARTY, "Đảng viên trẻ", "Mỗi đảng viên trẻ nhận một việc."),
        ("dang-ky", LAW, "Đăng ký xe máy", "Giấy tờ gồm hóa đơn, chứng từ lệ phí."),
        ("thu-vien", HEALTH, "Tủ sách ấp", "Thư viện huyện cho mượn sách tháng một lần."),
        ("thu-hoach", FARM, "Thu hoạch lúa", "Gặt khi chín tám phần mười; phơi mỏng."),
        ("rom-ra", FARM, "Đừng đốt rơm", "Rơm rạ ủ phân hoặc chất nấm, đừng đốt đồng."),
        ("ca-dong", FARM, "Cá đồng", "Ao nuôi cá đồng: xả nước đáy, rải vôi."),
        ("dien-nuoc", HEALTH, "Điện và nước", "Khóa van, ngắt điện trước khi vắng nhà."),
        ("bao-hiem", HEALTH, "Thẻ bảo hiểm y tế", "Gia hạn thẻ trước mười ngày."),
        ("van-thu", PARTY, "Văn thư lưu trữ", "Công văn đến ghi sổ ngay trong ngày."),
    ],
}


@pytest.fixture(scope="module")
def catalogue() -> Iterator[sqlite3.Connection]:
    connection = in_memory()
    for (key, date), pieces in PIECES.items():
        items = [
            item(name, title, text, first=page, section=section, authors=(EDITORS,))
            for page, (name, section, title, text) in enumerate(pieces, start=1)
        ]
        fill(connection, edition(key, date, items))
    for sample in samples():
        fill(connection, sample)
    yield connection
    connection.close()


@dataclass(frozen=True)
class Case:
    """A question and its answer."""

    text: str
    first: list[str] = field(default_factory=list)
    """The first hits, in this order."""
    among: list[str] = field(default_factory=list)
    """Hits that must be there besides."""
    never: list[str] = field(default_factory=list)
    """What must not be found, or not as exact."""
    where: Query = field(default_factory=Query)
    only: bool = False
    """Whether nothing but `first` and `among` may be found."""


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


SEED = "2017-09/giam-sat-ket-luan-62"
DENGUE = "2017-09/phong-sot-xuat-huyet"
MEETING = "2017-09/to-chuc-buoi-sinh-hoat-chi-bo"
DRAFTING = "2017-09/soan-thao-van-ban-khong-loi"
MARKET = "2015-08/dan-van"

CASES = [
    # phrases, together before apart, title before text
    Case("dân vận khéo", [MARKET, SEED], ["2015-08/dan-van-rai", "2015-08/khéo-tay"]),
    Case("dan van kheo", [MARKET, SEED], ["2015-08/dan-van-rai"]),
    Case("DÂN VẬN KHÉO", [MARKET, SEED]),
    Case(nfd("dân vận khéo"), [MARKET, SEED]),
    Case("dan vận khéo", [MARKET, SEED]),
    Case('"dân vận khéo"', [MARKET, SEED], never=["2015-08/dan-van-rai"], only=True),
    Case("“dan van kheo”", [MARKET, SEED], never=["2015-08/khéo-tay"], only=True),
    Case("dân vận khéo -chợ", [SEED], never=[MARKET]),
    # other diacritics are other words, and come after
    Case("má", ["2014-05/ba-ma"], ["2014-05/mo-ma", "2014-05/ma-lua", "2014-05/ma-so"]),
    Case("mả", ["2014-05/mo-ma"], ["2014-05/ba-ma"]),
    Case("gieo mạ", ["2014-05/ma-lua"]),
    Case('"mã số"', ["2014-05/ma-so"]),
    Case("đàn gà", ["2014-05/dan-ga"], never=["2014-05/dan-ca"]),
    Case("dàn ca", ["2014-05/dan-ca"]),
    # đ
    Case("đất đai", ["2015-08/dat-dai"]),
    Case("dat dai", ["2015-08/dat-dai"]),
    Case("đặt hàng", ["2015-08/dat-hang"]),
    Case("dang ky tam tru", ["2017-10-to-tin/hoi-dang-ky-tam-tru"], ["2016-06/tam-tru"]),
    Case("Đoàn Giỏi", ["2017-09/doc-sach-dat-rung-phuong-nam"]),
    # tone placement
    Case("hoà giải", ["2017-09/hoa-giai-o-co-so", "2014-05/hoa-giai"], ["2015-08/dat-dai"]),
    Case("hòa giải ấp", ["2014-05/hoa-giai"]),
    Case("thủy lợi", ["2016-06/thuy-loi"]),
    Case("uỷ ban tiếp dân", ["2016-06/uy-ban"]),
    Case("qúy báu", ["2016-06/quy-che"]),
    Case("chuyển hoá", ["2014-05/chuyen-hoa"]),
    Case("sức khoẻ", ["2017-09/an-uong-mua-lu"]),
    # numbers of documents
    Case("62-KL/TW", [SEED, DRAFTING, "2015-08/ket-luan-62"], only=True),
    Case("kết luận số 62-kl/tw", [SEED]),
    Case("30/2020/NĐ-CP", ["2015-08/nghi-dinh-30"], only=True),
    Case("30/2020/nd-cp", ["2015-08/nghi-dinh-30"], only=True),
    Case("T.Ư", ["2015-08/quyet-dinh-tu"]),
    Case("62.170", [SEED, "2015-08/so-62-170"], only=True),
    # names
    Case("Minh Hai", [SEED]),
    Case("Trần Thanh Cần", [SEED]),
    Case("", [SEED], where=Query(author="minh hai"), only=True),
    Case("dân vận", [SEED], where=Query(author="Hải"), only=True),
    # prefixes, years, sections
    Case("xuất huy*", [DENGUE, "2016-06/sot-xh"]),
    Case("sốt", ["2016-06/sot-xh", "2016-06/sot-ret"], where=Query(until=2016), only=True),
    Case("sinh hoạt chi bộ", ["2018-02/chi-bo"], where=Query(since=2018, until=2018)),
    Case(
        "đăng ký khai sinh",
        ["2017-09/hoi-dap-dang-ky-khai-sinh", "2016-06/khai-sinh"],
        where=Query(section="hoi dap phap luat"),
    ),
    # what nobody wrote as it is asked
    Case("sốt xuất huyết zzz", [DENGUE, "2016-06/sot-xh"]),
    Case("zzz qqq", only=True),
]


def test_there_are_forty_questions() -> None:
    assert len(CASES) >= 40
    assert sum(map(len, PIECES.values())) == 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text or str(case.where.author))
def test_found(catalogue: sqlite3.Connection, case: Case) -> None:
    where = case.where
    found = find(
        catalogue,
        Query(
            case.text,
            author=where.author,
            section=where.section,
            since=where.since,
            until=where.until,
            limit=100,
        ),
    )
    names = [name_of(hit) for hit in found.hits]
    assert names[: len(case.first)] == case.first
    assert set(case.among) <= set(names)
    certain = [name_of(hit) for hit in found.hits if hit.exact]
    assert not set(case.never) & set(certain)
    if case.only:
        assert set(names) == {*case.first, *case.among}
    assert found.total == len(names)


def name_of(hit: Hit) -> str:
    return f"{hit.edition}/{hit.item}"


def test_exact_before_folded_and_said_so(catalogue: sqlite3.Connection) -> None:
    hits = find(catalogue, Query("má", limit=100)).hits
    exact = [hit.exact for hit in hits]
    assert exact == sorted(exact, reverse=True)
    assert next(name_of(hit) for hit in hits if hit.exact) == "2014-05/ba-ma"
    assert "2014-05/ma-lua" in [name_of(hit) for hit in hits if not hit.exact]


def test_without_diacritics_nothing_is_exact_and_all_are_of_one_rank(
    catalogue: sqlite3.Connection,
) -> None:
    hits = find(catalogue, Query("ma", until=2014, limit=100)).hits
    assert not any(hit.exact for hit in hits)
    titles = [name_of(hit) for hit in hits][:4]
    assert titles == ["2014-05/ma-lua", "2014-05/ba-ma", "2014-05/mo-ma", "2014-05/ma-so"]


def test_half_a_query_with_diacritics(catalogue: sqlite3.Connection) -> None:
    """`dat nước`: the word with diacritics counts as it is, the other one in any form."""
    hits = {name_of(hit): hit.exact for hit in find(catalogue, Query("dat nước", limit=200)).hits}
    assert hits["2015-08/dat-nuoc"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text or str(case.where.author))
def test_decomposed_input_finds_the_same(catalogue: sqlite3.Connection, case: Case) -> None:
    composed = find(catalogue, Query(case.text, limit=30))
    assert find(catalogue, Query(nfd(case.text), limit=30)).hits == composed.hits
