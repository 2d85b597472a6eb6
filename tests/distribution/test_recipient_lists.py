"""Lists of recipients as offices keep them are read for what they mean."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from openpyxl import Workbook

from distribution.lists import HEAD, book, issue, read, told, units, write
from printshop.distribution.headers import NAMES
from printshop.distribution.load import load_distribution
from printshop.distribution.recipients import count_of, is_formula, same_unit
from printshop.problems import Problems
from printshop.workspace import Workspace
from support import REPOSITORY, SAMPLE

TWO = [("Đảng ủy A", "Số 1, đường “B”", 120, ""), ("Chi bộ C", "Xã D", 1200, "")]


def test_the_sample_list_makes_the_print_run_of_the_imprint() -> None:
    problems = Problems()
    found = load_distribution(Workspace(REPOSITORY), SAMPLE, problems)
    assert not len(problems)
    assert len(found.recipients) == 28
    assert sum(recipient.copies for recipient in found.recipients) == 2400
    routes = dict.fromkeys(recipient.route for recipient in found.recipients)
    assert list(routes) == ["Tuyến 1", "Tuyến 2", "Tuyến 3", "Tuyến 4"]
    assert max(len(recipient.unit) for recipient in found.recipients) > 60
    assert all("(mẫu)" in recipient.address for recipient in found.recipients)
    assert not any(recipient.phone for recipient in found.recipients)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("utf-16-le", codecs.BOM_UTF16_LE)],
)
def test_csv_as_programs_write_it(
    tmp_path: Path, separator: str, ends: str, encoding: str, mark: bytes
) -> None:
    lines = (
        *("Nơi nhận|Địa chỉ|SL", 'Đảng ủy A|"Số 1,', 'đường “B”"|120'),
        *("||", ' "Chi bộ C" |Xã D|1.200'),
    )
    text = ends.join(lines).replace("|", separator)
    write(tmp_path / "distribution.csv", mark + text.encode(encoding))
    found, problems = read(tmp_path)
    assert units(found) == TWO
    assert not len(problems)
    assert found
    assert [str(r.where) for r in found.recipients] == [
        *("distribution.csv:2:1", "distribution.csv:5:1"),
    ]


@pytest.mark.parametrize("first", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
def test_the_separator_that_excel_names(tmp_path: Path, first: str) -> None:
    write(tmp_path / "distribution.csv", first + HEAD.replace(",", ";") + "A;B, C;1\nA;D;1")
    assert told(read(tmp_path)[1]) == ["distribution.csv:4:1 D017"]


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    write(tmp_path / "distribution.csv", "No\u031bi nha\u0323\u0302n;Địa chỉ;SL\nBi\u0300nh;B;1\n")
    assert units(read(tmp_path)[0]) == [("Bình", "B", 1, "")]


OFFICE = [
    ["DANH SÁCH NƠI NHẬN BẢN TIN"],
    ["(kèm theo công văn, mẫu)"],
    [],
    ["STT", "TÊN ĐƠN VỊ", "Địa  chỉ\nnhận", "Số lượng\n(bản)", "Điện thoại", "Ghi chú", "Ký nhận"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["I", "KHỐI ĐẢNG", None, 170],
    ["=ROW()", "Đảng ủy A", "Số 1", 120.0, "(mẫu)", "trước 9 giờ"],
    [2, "Tổng công ty B", "Số 2", "50"],
    ["Tuyến xã"],
    ["STT", "TÊN ĐƠN VỊ", "Địa  chỉ\nnhận", "Số lượng\n(bản)"],
    [1, "Chi bộ C", "Số 3", 1200],
    [None, "Tổng cộng:", None, "=SUM(D7:D11)"],
    [],
    [None, None, "(mẫu), ngày … tháng …"],
    [None, "Người lập", None, "Trưởng ban"],
]
OFFICE_UNITS = [
    ("Đảng ủy A", "Số 1", 120, "KHỐI ĐẢNG"),
    ("Tổng công ty B", "Số 2", 50, "KHỐI ĐẢNG"),
    ("Chi bộ C", "Số 3", 1200, "Tuyến xã"),
]


def test_an_office_workbook(tmp_path: Path) -> None:
    write(tmp_path / "distribution.xlsx", book(OFFICE))
    found, problems = read(tmp_path)
    assert not len(problems)
    assert units(found) == OFFICE_UNITS
    assert found
    assert (found.recipients[0].phone, found.recipients[0].note) == ("(mẫu)", "trước 9 giờ")
    assert str(found.recipients[2].where) == "distribution.xlsx:11:2"


def test_a_workbook_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "ds.csv", book(OFFICE))
    assert units(read(tmp_path, path)[0]) == OFFICE_UNITS


def test_merged_cells_hold_for_their_rows(tmp_path: Path) -> None:
    def merge(made: Workbook) -> None:
        for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "A3:A4", "C4:C5", "A6:D6"):
            made.active.merge_cells(merged)

    rows = [
        *(["Tuyến phát", "Nơi nhận", "Địa chỉ", "SL"], []),
        *(["Tuyến 1", "A", "Số 1", 1], [None, "B", "Số 2", 2], ["Tuyến 2", "C", None, 3]),
        *(["Các đơn vị khác"], ["Tuyến 2", "D", "Số 4", 4]),
    ]
    write(tmp_path / "distribution.xlsx", book(rows, merge))
    found, problems = read(tmp_path)
    assert units(found) == [
        *(("A", "Số 1", 1, "Tuyến 1"), ("B", "Số 2", 2, "Tuyến 1")),
        *(("C", "Số 2", 3, "Tuyến 2"), ("D", "Số 4", 4, "Tuyến 2")),
    ]
    assert told(problems) == ["distribution.xlsx:6:1 D028"]


def test_the_first_visible_sheet_counts(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        made.active.sheet_state = "hidden"
        made.create_sheet("trống")
        for row in ("Nơi nhận", "Địa chỉ", "SL"), ("A", "B", 1):
            if "ds" not in made.sheetnames:
                made.create_sheet("ds")
            made["ds"].append(row)

    write(tmp_path / "distribution.xlsx", book([["cũ"]], hide))
    found, problems = read(tmp_path)
    assert units(found) == [("A", "B", 1, "")]
    assert told(problems) == ["distribution.xlsx D024"]


@pytest.mark.parametrize(
    ("sums", "place"),
    [
        ("C,D,8\nTổng cộng (2 đơn vị),,20\n", ""),
        ("Cộng,,12\nC,D,8\nCộng,,8\nTổng cộng,,20\n", ""),
        ('Cộng tuyến 1,,12\nC,D,8\nTỔNG SỐ,,"=SUM(C2:C4)"\n', ""),
        ("Cộng,,12\nC,D,8\nCộng,,9\nTổng,,20\n", "5:7 D023"),
    ],
)
def test_sums_are_held_against_rows(tmp_path: Path, sums: str, place: str) -> None:
    write(tmp_path / "distribution.csv", HEAD + "A,B,12\n" + sums)
    found, problems = read(tmp_path)
    assert [(unit[0], unit[2]) for unit in units(found)] == [("A", 12), ("C", 8)]
    assert told(problems) == ([f"distribution.csv:{place}"] if place else [])


GROUPS = """\
STT,Nơi nhận,Địa chỉ,SL
,Tổng cộng,,42
I,KHỐI ĐẢNG,,
1,A,a,10
2,B,b,20
,Cộng,,30
II,KHỐI CHÍNH QUYỀN,,
1,C,c,12
,Cộng,,12
"""


def test_headings_count_below_sums_of_groups_too(tmp_path: Path) -> None:
    write(tmp_path / "distribution.csv", GROUPS)
    found, problems = read(tmp_path)
    assert [(unit[0], unit[3]) for unit in units(found)] == [
        *(("A", "KHỐI ĐẢNG"), ("B", "KHỐI ĐẢNG"), ("C", "KHỐI CHÍNH QUYỀN")),
    ]
    assert told(problems) == []
    write(tmp_path / "distribution.csv", GROUPS.replace(",42", ",43"))
    assert told(read(tmp_path)[1]) == ["distribution.csv:2:13 D023"], "though it stands on top"


HEADINGS = """\
Nơi nhận;Địa chỉ;Số lượng;Ghi chú
Chi bộ 0;số 0;1;
Bên ngoài;;20;
Chi bộ 1;số 1;12;
Chi bộ 2;số 2;8;
;Tại chỗ;;
Chi bộ 3;số 3;5;
Tuyến 2 (20 bản);;20;
Chi bộ 4;số 4;20;
Cộng;;46;
"""


def test_a_name_alone_above_whole_rows_is_a_route(tmp_path: Path) -> None:
    write(tmp_path / "distribution.csv", HEADINGS)
    found, problems = read(tmp_path)
    assert [(unit[0], unit[3]) for unit in units(found)] == [
        *(("Chi bộ 0", ""), ("Chi bộ 1", "Bên ngoài"), ("Chi bộ 2", "Bên ngoài")),
        *(("Chi bộ 3", "Tại chỗ"), ("Chi bộ 4", "Tuyến 2 (20 bản)")),
    ]
    assert told(problems) == ["distribution.csv:2:1 D029", "distribution.csv:3:1 D075"]
    (guessed,) = [problem for problem in problems if problem.code == "D075"]
    assert guessed.message.endswith(": “Bên ngoài”, “Tại chỗ”")
    wrong = HEADINGS.replace(";;20;\nChi bộ 4", ";;21;\nChi bộ 4")
    write(tmp_path / "distribution.csv", wrong)
    assert "distribution.csv:8:19 D023" in told(read(tmp_path)[1])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chi bộ 0;;100\nChi bộ 1;số 1;12\n", "2:10 D013"),  # no sum: its address is missing
        ("Bên ngoài;;\nChi bộ 1;số 1;\n", "2:11 D013"),
        ("Bên ngoài;;\n", "2:11 D013"),
        ("Tuyến 2;;20\n", "2:9 D013"),
        (";số 1;12\nChi bộ 1;số 1;13\n", "2:1 D014"),
    ],
)
def test_a_unit_with_something_missing_is_no_route(tmp_path: Path, text: str, code: str) -> None:
    write(tmp_path / "distribution.csv", HEAD.replace(",", ";") + text)
    assert f"distribution.csv:{code}" in told(read(tmp_path)[1])


def test_no_unit_is_left_out_in_silence(tmp_path: Path) -> None:
    write(tmp_path / "distribution.csv", GROUPS.replace("1,C,c", "1,C,"))
    assert told(read(tmp_path)[1]) == ["distribution.csv:8:5 D013"], "a sum is above and below it"
    write(tmp_path / "distribution.csv", HEAD + "A,a,1\nCộng,,1\nB,,2\nNgười lập,,Trưởng ban\n")
    found, problems = read(tmp_path)
    assert len(units(found)) == 1
    assert told(problems) == ["distribution.csv:4:1 D028"]


def test_what_lies_nearer_goes_first(tmp_path: Path) -> None:
    folder = issue(tmp_path)

    def put(path: Path, content: str) -> str:
        write(path, content)
        found, problems = read(tmp_path)
        assert found
        assert not len(problems)
        bundle = found.spec.bundle
        return f"{found.recipients[0].unit} {bundle} {found.where} {len(found.files)}"

    write(tmp_path / "b.csv", HEAD + "B,x,1")
    assert put(tmp_path / "distribution.csv", HEAD + "A,x,1") == "A 50 distribution.csv 1"
    settings = "bundle: 10\nrecipients: b.csv\n"
    assert put(tmp_path / "distribution.yaml", settings) == "B 10 b.csv 2"
    assert put(folder / "distribution.yaml", "bundle: 20\n") == "B 20 b.csv 2"
    mine = "issues/i/distribution"
    assert put(folder / "distribution.csv", HEAD + "C,x,1") == f"C 20 {mine}.csv 2"
    inline = "bundle: 30\nrecipients:\n  - {unit: D, address: x, copies: '1 200'}\n"
    assert put(folder / "distribution.yaml", inline) == f"D 30 {mine}.yaml 1"
    found, _ = read(tmp_path, tmp_path / "b.csv")
    assert units(found) == [("B", "x", 1, "")]
    assert found
    assert found.spec.bundle == 30


def test_a_rule_of_the_settings_that_are_not_asked_is_not_told(tmp_path: Path) -> None:
    write(tmp_path / "distribution.yaml", "bundle: 0\n")
    write(issue(tmp_path) / "distribution.yaml", "")
    write(issue(tmp_path) / "distribution.csv", HEAD + "A,B,1")
    assert read(tmp_path)[0]


@pytest.mark.parametrize("field", NAMES)
def test_columns_by_all_their_names(tmp_path: Path, field: str) -> None:
    others = {"unit": "Nơi nhận", "address": "Địa chỉ", "copies": "SL"}
    others.pop(field, None)
    for name in NAMES[field]:
        head = ";".join([name.upper(), *others.values()])
        values = ";".join(["7", *("9" for _ in others)])
        found, problems = read(tmp_path, write(tmp_path / "a.csv", f"{head}\n{values}\n"))
        assert found, (name, told(problems))
        assert str(getattr(found.recipients[0], field)) == "7"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("120", 120), (" 0 ", 0), ("1.200", 1200), ("1,200", 1200), ("1 200", 1200)),
        *(("1\u00a0200", 1200), ("1.200.000", 1_200_000), ("007", 7)),
        *(("1.200,5", None), ("1.200,000", None), ("12,5", None), ("1200.0", None), ("", None)),
        *(("-1", None), ("1e3", None), ("9" * 5000, None), ("1.2000", None), ("١", None)),
        *(("0.125", None), ("0,500", None)),
    ],
)
def test_numbers(text: str, count: int | None) -> None:
    assert count_of(text) == count


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        *(("=1", True), (" \t=1", True), ("＝A1", True), ("@SUM(A1)", True), ("+A1", True)),
        *(("-2+A3", True), ("\u200b=1", True), ("- Đảng ủy", True), ("-", True)),
        *(("+84 292 (mẫu)", True), ("+84 (292) 3.000", False), ("-5", False), ("a=b", False)),
        *(("Đảng ủy A – B", False), ("", False)),
    ],
)
def test_formulas(text: str, formula: bool) -> None:
    assert is_formula(text) == formula


def test_one_unit_written_in_two_ways() -> None:
    assert same_unit("Xã  HOÀ Thuỷ") == same_unit("xã Hòa Thủy\u200b")
    assert same_unit("Quý") == same_unit("quý")
    assert same_unit("Xã Hòa") != same_unit("Xã Hoa")
