"""What is wrong with a list of recipients is told by code, place and words; nothing is raised."""

from __future__ import annotations

import codecs
import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from distribution.lists import HEAD, book, issue, read, told, with_part, write
from printshop.distribution import tables
from printshop.problems import CATALOGUE, Severity

CSV = "distribution.csv"
XLSX = "distribution.xlsx"
YAML = "distribution.yaml"
NAMES = ["Nơi nhận", "Địa chỉ", "Số lượng"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
OLD_HEAD = "N¬i nhËn;§Þa chØ;Sè l­îng\n"
NOTED = "Nơi nhận,Địa chỉ,Số lượng,Ghi chú\n"
UNIT = "  - unit: A\n    address: B\n"


def hidden_row(made: Workbook) -> None:
    made.active.row_dimensions[3].hidden = True


def merged_copies(made: Workbook) -> None:
    made.active.merge_cells("C2:C3")


def second_sheet(made: Workbook) -> None:
    made.active.title = "Bìa"
    made.create_sheet("Nơi nhận").append(["gì đó"])


def wrong_cells(made: Workbook) -> None:
    sheet = made.active
    sheet["A2"], sheet["B2"], sheet["C2"] = "=B2&C2", dt.date(2017, 9, 12), "#REF!"
    sheet["A3"], sheet["B3"], sheet["C3"] = "Chi bộ A", "Đường B", 12.5
    sheet["A4"], sheet["B4"], sheet["C4"] = "Chi bộ C", "Đường D", True
    sheet["A5"], sheet["B5"], sheet["C5"] = "Chi bộ E", "Đường F", "=1+1"


@dataclass(frozen=True)
class Case:
    code: str
    files: dict[str, str | bytes]
    places: str
    """Every problem, as `place code`, by `; `."""
    words: str
    """In the message of the first of them that has the code."""
    list_file: str = ""


def csv(code: str, body: str, places: str, words: str) -> Case:
    """A list that is CSV, with the usual names of columns; places without its name."""
    return _csv(code, HEAD + body, places, words)


def _csv(code: str, text: str | bytes, places: str, words: str) -> Case:
    named = "; ".join(f"{CSV}:{place}" for place in places.split("; "))
    return Case(code, {CSV: text}, named, words)


def xlsx(code: str, content: bytes, places: str, words: str) -> Case:
    named = "; ".join(f"{XLSX}{place}" for place in places.split("; "))
    return Case(code, {XLSX: content}, named, words)


CASES = [
    Case("D001", {}, "issues/i D001", "no list"),
    Case("D001", {YAML: "bundle: 20\n"}, f"{YAML} D001", "no list"),
    Case("D002", {CSV: HEAD, XLSX: b""}, f"{CSV} D002", f"`{CSV}` and `{XLSX}`"),
    Case("D003", {"ds.docx": b"PK"}, "ds.docx D003", "`ds.docx`", "ds.docx"),
    Case("S001", {}, "ds.csv S001", "`ds.csv`", "ds.csv"),
    Case("S002", {"ds.csv/a": ""}, "ds.csv S002", "`ds.csv`", "ds.csv"),
    Case("S001", {YAML: "recipients: ds.csv\n"}, f"{YAML}:1:13 S001", "`ds.csv`"),
    Case("S011", {YAML: "recipients: ../a.csv\n"}, f"{YAML}:1:13 S011", "`../a.csv`"),
    Case("S023", {YAML: 'recipients: ""\n'}, f"{YAML}:1:13 S023", "`recipients`"),
    Case("S023", {YAML: "recipients: []\n"}, f"{YAML}:1:13 S023", "`recipients`"),
    Case("S019", {YAML: "recipients: {a: b}\n"}, f"{YAML}:1:13 S019", "`recipients`"),
    _csv("D004", HEAD.encode() + b"Chi b\xc7,B,1\n", "2:6 D004", "0xC7"),
    _csv("D004", codecs.BOM_UTF16_LE + b"\x00\xd8a", "1:1 D004", "UTF-8"),
    _csv("S027", HEAD + "A\x0b,B,1\n", "2:2 S027", "U+000B"),
    Case("D005", {"a.xls": OLE}, "a.xls D005", "old kind", "a.xls"),
    xlsx("D006", OLE + "EncryptedPackage".encode("utf-16-le"), " D006", "password"),
    xlsx("D007", b"no workbook", " D007", "cannot be read"),
    xlsx("D007", b"PK\x03\x04" + bytes(80), " D007", "cannot be read"),
    xlsx(
        "D007",
        with_part(book([NAMES]), "xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        " D007",
        "cannot be read",
    ),
    xlsx("D007", with_part(book([NAMES]), "xl/styles.xml", b"<broken"), " D007", "cannot be read"),
    xlsx(
        "D008",
        with_part(book([NAMES]), "xl/worksheets/sheet1.xml", b"<c/>" * 1_500_001),
        " D008",
        "too large",
    ),
    xlsx(
        "D008",
        with_part(book([NAMES]), "xl/worksheets/sheet1.xml", bytes(40_000_001)),
        " D008",
        "too large",
    ),
    *(Case("D072", {CSV: text}, f"{CSV} D072", "is empty") for text in ("", "\ufeff\n \n")),
    xlsx("D072", book([]), " D072", "is empty"),
    _csv("D009", f"{OLD_HEAD}§¶ng ñy x· T©n;§­êng sè 2;20\n", "1 D009", "no row"),
    _csv("D009", "Phường mẫu;Đường mẫu;12\n", "1 D009", "no row"),
    xlsx(
        "D072",
        with_part(
            book([NAMES]),
            "xl/worksheets/sheet1.xml",
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<sheetData><row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'
            b"</worksheet>",
        ),
        " D072",
        "is empty",
    ),
    _csv("D010", "Nơi nhận,SL\nA,1\n", "1:1 D010", "`Địa chỉ`"),
    _csv("D010", "Unit name,Adress,Copies\n", "1:1 D010; 1:1 D010; 1:1 D012", "`Nơi nhận`"),
    _csv("D011", "Nơi nhận,Đơn vị,Địa chỉ,SL\nA,B,C,1\n", "1:10 D011", "`Nơi nhận` and `Đơn vị`"),
    _csv("D012", "STT,Nơi nhận,Địa chỉ,SL,Hạng,Loại\n1,A,B,1,x,y\n", "1:25 D012", "`Hạng`, `Loại`"),
    csv("D013", "A,,12\nB,C,\n", "2:3 D013; 3:5 D013", "`Địa chỉ` is empty for “A”"),
    csv("D013", "A\n", "2:1 D013; 2:1 D013", "“A”"),
    xlsx(
        "D076",
        book([NAMES, ["A", "B", 50], ["C", "D", None]], merged_copies),
        ":3:3 D076",
        "`C3, Số lượng` is merged with the row above, so “C”",
    ),
    xlsx(
        "D013",
        book([[], NAMES, [None, "B", 1], ["C", None, "x"], ["D", "E"]]),
        ":3:1 D014; :4:2 D013; :4:3 D015; :5:3 D013",
        "`B4, Địa chỉ` is empty for “C”",
    ),
    xlsx("D015", book([NAMES, ["A", "B", "12,5"]]), ":2:3 D015", "`C2` holds `12,5`"),
    csv("D014", ",B,12\n", "2:1 D014", "no name"),
    csv("D015", 'A,B,120 bản\nC,D,"12,5"\nE,F,1.20\n', "2:5 D015; 3:5 D015; 4:5 D015", "`120 bản`"),
    csv("D015", "A,B,９９\n", "2:5 D015", "`９９`"),
    csv(
        "D073",
        "A,B,1000001\nC,D,1.000.000.000\nE,F,02923000001\n",
        "2:5 D073; 3:5 D073; 4:5 D073",
        "1000001, more than the 1000000",
    ),
    Case(
        "D073",
        {YAML: f"recipients:\n{UNIT}    copies: 2000000\n"},
        f"{YAML}:4:13 D073",
        "`copies` holds 2000000",
    ),
    Case("D003", {CSV: b"%PDF-1.7\n"}, f"{CSV} D003", "not a list"),
    Case("D003", {CSV: b"\x89PNG\r\n\x1a\n\x00\x00"}, f"{CSV} D003", "not a list"),
    csv("D016", "A,B,-5\nC,D,−1.000\n", "2:5 D016; 3:5 D016", "-5"),
    csv("D017", "Xã Hoà  Bình,B,1\nXÃ HÒA BÌNH,C,2\n", "3:1 D017", "“XÃ HÒA BÌNH”"),
    csv("D018", "A,B,0\n", "2:1 D018", "“A”"),
    csv(
        "D019",
        "=A1,B,1\n\t =B,@C,2\nＡ,＝1+1,3\nD,+84 đường,4\nE,-F,5\n",
        "2:1 D019; 3:1 D019; 3:6 D019; 4:3 D019; 5:3 D019; 6:3 D019",
        "`Nơi nhận` holds a formula",
    ),
    csv("D019", 'A,"B\n",1\nC,D,=1+1\n', "4:5 D019", "`=1+1`"),
    Case(
        "D019",
        {YAML: f"recipients:\n{UNIT}    copies: 5\n    note: '=cmd|x'\n"},
        f"{YAML}:5:11 D019",
        "`note` holds",
    ),
    xlsx(
        "D020",
        book([NAMES], wrong_cells),
        ":2:1 D019; :2:2 D020; :2:3 D020; :3:3 D015; :4:3 D020; :5:3 D019",
        "`B2` holds a date",
    ),
    csv("D021", 'A,B,1\nC,"D,2\nE,F,3\n', "3:3 D021", "quotation marks"),
    csv("D021", '"A" phường,"B",1\nC,D,2\n', "2:1 D021", "quotation marks"),
    _csv("D021", HEAD + '"a" b,c,1\n' * 30, "; ".join(f"{n}:1 D021" for n in range(2, 22)), ""),
    csv("D022", f"{'a' * 201},{'b' * 301},1\n", "2:1 D022; 2:203 D022", "201 characters"),
    csv("D023", "A,B,12\nC,D,8\nTổng cộng,,21\n", "4:12 D023", "21 copies in all"),
    xlsx(
        "D024",
        book([NAMES, ["A", "B", 1]], second_sheet),
        " D024",
        "only the sheet `Bìa` is read; there is something in `Nơi nhận`",
    ),
    xlsx("D025", book([NAMES, ["A", "B", 1], ["C", "D", 2]], hidden_row), ":3:1 D025", "3"),
    csv("D026", "".join(f"A{i},B,1\n" for i in range(20_001)), "20002:1 D026", "20000"),
    xlsx(
        "D026",
        book([NAMES, ["A", "B", 1]], lambda b: b.active.cell(20_030, 1, "x")),
        ":20030:1 D026",
        "20000",
    ),
    csv("D027", "\n,,\n", "1:1 D027", "no unit"),
    _csv(
        "D028",
        "Tuyến,Nơi nhận,Địa chỉ,SL\nA,B,C,1\n,Khối Dân vận,,\n",
        "3:2 D028",
        "“Khối Dân vận”",
    ),
    Case(
        "D029",
        {
            YAML: f"recipients:\n{UNIT}    copies: 5\n"
            "  - {unit: C, address: D, copies: 1, route: x}\n"
        },
        f"{YAML}:2:11 D029",
        "1",
    ),
    csv(
        "D070",
        "A,B,1\nA,12 đường Lê Lợi, 5,10\n",
        "3:1 D070",
        "has 4 cells, the row of names has 3",
    ),
    csv("D070", "A,12 đường, phường 2,10\nB,C,1,\nTổng,,99\n", "2:1 D070", "4 cells"),
    _csv("D070", NOTED + "A,12 đường, 5,10,\nB,C,5,x,\nD,E,5,10\n", "2:1 D070", "5 cells"),
    _csv(
        "D071",
        HEAD + "A,B,1\n§¶ng ñy x· T©n,§­êng sè 2,20\nÑaûng uûy xaõ,Ñöôøng soá 3,2\n",
        "3:1 D071; 4:1 D071",
        "“§¶ng” is text in an old font (TCVN3), probably “Đảng”; lines: 3",
    ),
    csv("D074", "A,B,1\nC,Xã A Ä‘á»“ng,1\n", "3:3 D074", "probably “đồng”"),
    csv("D075", "Bên ngoài\nA,B,1\n", "2:1 D075", "“Bên ngoài”"),
    _csv("D029", "Tuyến,Nơi nhận,Địa chỉ,SL\n1,A,B,1\n,C,D,1\n", "3:2 D029", "1"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.places[:30]}")
def test_what_is_wrong_is_told(case: Case, tmp_path: Path) -> None:
    for name, content in case.files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, content)
    list_file = tmp_path / case.list_file if case.list_file else None
    found, problems = read(tmp_path, list_file)
    assert "; ".join(told(problems)) == case.places
    shown = [problem for problem in problems if problem.code == case.code]
    assert case.words in shown[0].message
    assert shown[0].hint
    assert (found is None) == any(p.severity is Severity.ERROR for p in problems)


def test_every_code_of_lists_has_a_case() -> None:
    known = {code for code in CATALOGUE if "D001" <= code <= "D029" or "D070" <= code <= "D089"}
    assert {c.code for c in CASES if c.code[0] == "D"} == known


def test_an_old_font_is_named_where_no_row_names_the_columns(tmp_path: Path) -> None:
    write(tmp_path / CSV, f"{OLD_HEAD}§¶ng ñy x· T©n;§­êng sè 2;20\n")
    (problem,) = read(tmp_path)[1]
    assert "old font (TCVN3)" in problem.hint
    write(tmp_path / CSV, "a;b;c\n")
    (problem,) = read(tmp_path)[1]
    assert "old font" not in problem.hint


def test_only_copies_can_be_none(tmp_path: Path) -> None:
    write(tmp_path / CSV, HEAD + "A,,12\nB,C,\n")
    address, copies = read(tmp_path)[1]
    assert address.hint == "Fill it in."
    assert "0 copies" in copies.hint


def test_remarks_beside_a_workbook_are_no_cells_of_it(tmp_path: Path) -> None:
    write(tmp_path / XLSX, book([NAMES, ["A", "B", 1, None, "gọi trước"]]))
    assert read(tmp_path)[0]


def test_a_list_for_all_issues_is_asked_for_first(tmp_path: Path) -> None:
    (problem,) = read(tmp_path)[1]
    assert problem.hint.index("beside printshop.yaml") < problem.hint.index("issues/i/")


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MAX_BYTES", 100)
    write(tmp_path / CSV, HEAD + "A" * 100)
    assert told(read(tmp_path)[1]) == [f"{CSV} D008"]


def test_a_line_of_very_many_cells_takes_no_time_to_speak_of(tmp_path: Path) -> None:
    """A second; each cell was once sought up to the line's end, which took a minute."""
    write(tmp_path / CSV, HEAD + "A,B,1" + "," * 1_500_000)
    before = time.process_time()
    assert read(tmp_path)[0]
    assert time.process_time() - before < 15


def test_spares_are_no_colour(tmp_path: Path) -> None:
    write(tmp_path / CSV, HEAD + "A,B,1\n")
    for spares in ("viel", "-5", "100%", "1.5", "٣"):
        write(tmp_path / YAML, f"spares: '{spares}'\n")
        (problem,) = read(tmp_path)[1]
        assert (problem.code, str(problem.where)) == ("S019", f"{YAML}:1:9")
        assert "percent" in problem.message
    for spares in ("5", "2 %", "2,5%", "0.125%"):
        write(tmp_path / YAML, f"spares: '{spares}'\n")
        assert read(tmp_path)[0]


def test_a_link_that_leaves_the_workspace(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.csv", HEAD + "A,B,1\n")
    root = tmp_path / "workspace"
    issue(root)
    (root / CSV).symlink_to(outside)
    assert told(read(root)[1]) == [f"{CSV} S012"]
    found, problems = read(root, outside)
    assert found
    assert not len(problems)
    assert found.where.file == outside.as_posix()


def test_settings_and_list_are_told_together(tmp_path: Path) -> None:
    write(tmp_path / YAML, "bundle: 0\nspare: 2%\n")
    write(tmp_path / CSV, HEAD + "A,B,-1\nA,,x\n")
    assert told(read(tmp_path)[1]) == [
        *(f"{CSV}:2:5 D016", f"{CSV}:3:1 D017", f"{CSV}:3:3 D013", f"{CSV}:3:4 D015"),
        *(f"{YAML}:1:9 S021", f"{YAML}:2:1 S018"),
    ]


def test_yaml_has_the_same_rules(tmp_path: Path) -> None:
    write(
        tmp_path / YAML,
        f"recipients:\n{UNIT}    copies: 1.200\n{UNIT}    copies: -3\n  - unit: C\n    copies: 5\n"
        "    adress: D\n  - word\n",
    )
    assert told(read(tmp_path)[1]) == [
        *(f"{YAML}:5:11 D017", f"{YAML}:7:13 D016"),
        *(f"{YAML}:10:5 S018", f"{YAML}:11:5 S019"),
    ]


WORKBOOK = book([["Nơi nhận", "Địa chỉ", "SL"], ["A", "B", 3]])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text('"\n,;\t=A1\x00', max_size=60).map(lambda s: (HEAD + s).encode()),
        st.tuples(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=20)).map(
            lambda at: WORKBOOK[: at[0]] + at[1] + WORKBOOK[at[0] + len(at[1]) :]
        ),
    )
)
def test_anything_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path / "any.csv", content)
    read(tmp_path, path)
