"""YAML that means harm, YAML that means well and is odd, and noise: problems, never exceptions."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from printshop.content.article import read_article
from printshop.manifest import Issue
from printshop.manifest.load import load_issue, named_articles
from printshop.problems import Problems, Where
from printshop.problems.printers import as_text
from printshop.sources import Document, Workspace, parse_yaml, read_text, validate

SAMPLE = Path(__file__).parents[1] / "issues/2017-09"
MANIFEST = (SAMPLE / "issue.yaml").read_text("utf-8")
ARTICLE = (SAMPLE / "articles/an-uong-mua-lu.md").read_text("utf-8")


def parse(text: str) -> tuple[Document | None, list[str]]:
    problems = Problems()
    document = parse_yaml(text, "a.yaml", problems)
    return document, [f"{p.code} {p.where.line}:{p.where.column}" for p in problems]


def data(text: str) -> object:
    document, problems = parse(text)
    assert document is not None
    assert problems == []
    return document.data


def bomb(levels: int) -> str:
    lines = ["x0: &x0 [a, a, a, a, a, a, a, a, a, a]"]
    for n in range(1, levels):
        lines.append(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (bomb(30), "S009"),
        ("a: [" + "x, " * 400_000 + "x]", "S009"),
        ("[" * 100_000, "S010"),
        ("[" * 100_000 + "]" * 100_000, "S010"),
        ("{a: " * 100_000, "S010"),
        ("- " * 100_000, "S010"),
        ("\n".join(" " * n + "a:" for n in range(1000)), "S010"),
        ("? " * 50_000, "S010"),
        ("a: &a [*a]", "S008"),
        ("a: &a { b: { c: *a } }", "S008"),
        ('a: "' + '\\"' * 100_000, "S030"),
        ("a: '" + "x" * 1_000_000, "S030"),
        ("&a " * 50_000, "S005"),
        ("a" * 500_000, ""),
        ("#" * 500_000, "S016"),
        ("\n" * 500_000, "S016"),
        ("a: >\n" + " x\n" * 50_000, ""),
    ],
    ids=lambda value: value if len(value) < 30 else value[:12],
)
def test_harm_is_refused_at_once(text: str, code: str) -> None:
    begun = time.monotonic()
    _document, problems = parse(text)
    assert time.monotonic() - begun < 10
    assert [p.split()[0] for p in problems] == ([code] if code else [])


def test_aliases_are_counted_where_they_unfold() -> None:
    deep = "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60))
    assert [p.split()[0] for p in parse(deep)[1]] == ["S010"]


def test_alias_of_the_circle_is_named_at_its_place() -> None:
    assert parse("b: 1\na: &a\n  - x\n  - *a\n")[1] == ["S008 4:5"]


def test_large_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: " + b"x" * 3_000_000)
    problems = Problems()
    assert read_text(path, Where("a.yaml"), problems) is None
    assert [p.code for p in problems] == ["S004"]


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system", "!!python/name:os.system", "!!binary", "!!set", "!local"],
)
def test_tags(tag: str) -> None:
    document, problems = parse(f"a: 1\nb: {tag} [x]\n")
    assert (document, problems) == (None, ["S015 2:4"])


def test_plain_values_stay_what_they_look_like() -> None:
    text = (
        "a: No\nb: 012\nc: 12:30\nd: 2017-09-12\ne: 1e3\nf: .inf\ng: 0x1F\nh: yes\ni: =\nj: 1_000"
    )
    assert list(data(text).values()) == [  # type: ignore[attr-defined]
        "No", "012", "12:30", "2017-09-12", "1e3", ".inf", "0x1F", "yes", "=", "1_000",
    ]  # fmt: skip


def test_norway_in_a_manifest() -> None:
    text = "number: 012\ndate: 2017-09-12\ntitle: No\nsections:\n- {title: 12:30, items: [a.md]}\n"
    problems = Problems()
    document = parse_yaml(text, "issue.yaml", problems)
    issue = validate(Issue, document, problems) if document else None
    assert not len(problems)
    assert issue is not None
    assert (issue.number, issue.title, issue.sections[0].title) == ("012", "No", "12:30")


def test_nulls() -> None:
    assert data("a: null\nb: ~\nc:\nd: 'null'\ne: Null\n") == {
        "a": None, "b": None, "c": None, "d": "null", "e": None,
    }  # fmt: skip


@pytest.mark.parametrize("key", ["null", "~"])
def test_null_is_a_field_name_like_others(key: str) -> None:
    assert data(f"{key}: x") == {key: "x"}


def test_merge_keys_are_no_fields() -> None:
    text = "base: &base { title: x }\nnumber: 9\n<<: *base\n"
    problems = Problems()
    document = parse_yaml(text, "issue.yaml", problems)
    assert document is not None
    assert validate(Issue, document, problems) is None
    assert ("S018", "<<") in {(p.code, str(dict(p.params).get("field"))) for p in problems}


def cuts(text: str) -> list[str]:
    """What the values of `text` lose to a `#`, with its places and what is advised."""
    document, problems = parse(text)
    assert document is not None
    assert problems == []
    found = document.cuts.values()
    return [f"{c.where.line}:{c.where.column} {c.text} | {c.example}" for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: Tin số #4\n", ['1:11 #4 | a: "Tin số #4"']),
        ("a: #Dân vận\nb: x", ['1:4 #Dân vận | a: "#Dân vận"']),
        ("a: x #4 #5  # two\n", ['1:6 #4 #5 | a: "x #4 #5"']),
        ("a: x\n  y\t#“4”", ['2:5 #“4” | a: "x y #“4”"']),
        ('a: it\'s "x" #4', ["1:13 #4 | a: 'it''s \"x\" #4'"]),
        ("a:\n- x #4\n- #5\n", ['2:5 #4 | - "x #4"', '3:3 #5 | - "#5"']),
        ("a: &a x #4\nb: *a\n", ['1:9 #4 | a: "x #4"']),
        ("a: [x,\n y #4\n ]", ['2:4 #4 | - "y #4"']),
    ],
)
def test_text_that_a_number_sign_cuts(text: str, expected: list[str]) -> None:
    assert cuts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# yaml-language-server: $schema=x\na: x # a comment",
        "#yaml\na: x\n#b: y\n  #c",
        "a: # a comment\nb: x #\nc: x ## y\nd: x #----\ne: x #====",
        "a: C#4\nb: 'x #4'\nc: \"x #4\" #4\nd: |\n  x #4\ne: >  #4\n  x #5",
        "a: #4\n  b: x\nc: #5\n- x\nd: [x, y] #6",
    ],
)
def test_comments_cut_nothing(text: str) -> None:
    assert cuts(text.replace("c: #5\n- x", "c: #5\n  - x")) == []


def test_cuts_are_found_in_no_time() -> None:
    begun = time.monotonic()
    assert len(cuts("a: [" + "x  , " * 40_000 + "x\n" + " #" * 200_000 + "\n]")) == 0
    assert len(cuts("a: x #4" + " " * 1_000_000 + "y")) == 1
    assert len(cuts("a:\n" + "- x #4\n" * 40_000)) == 40_000
    assert time.monotonic() - begun < 10


SECTION = "sections:\n  - title: A\n    items:\n"


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("      - a.md\n      -b.md\n      - c.md\n", "S035 5:8"),
        ("      - a.md\n      -b.md\n", "S035 5:8"),
        ("      - a.md\n      -b.md\n  - title: B\n", "S035 5:8"),
        ("    - a.md\n    -b.md\n    - c.md\n", "S035 5:6"),
        ("      -article: a.md\n      - b.md\n", "S035 4:8"),
        ("      -article: a.md\n        id: b\n", "S035 4:8"),
        ("      - a.md\n  -title: B\n    items: []\n", "S035 5:4"),
        ("      - a.md\n      b.md\n      - c.md\n", "S036 5:7"),
        ("      - a.md\n      b.md\n", "S036 5:7"),
        ("      - a.md\n      b.md\n  - title: B\n", "S036 5:7"),
        ("      - article: a.md\n        id: a\n      # x\n      b.md\n", "S036 7:7"),
        ("      - a.md\n      article: b.md\n      - c.md\n", "S036 5:7"),
        ("    - a.md\n    b.md\n    - c.md\n", "S036 5:5"),
        ("    - a.md\n    article: b.md\n    - c.md\n", "S036 5:5"),
        ("    - a.md\n    image b.jpg\n", "S032 5:5"),
    ],
)
def test_lists_with_a_bad_line(lines: str, problem: str) -> None:
    assert parse(SECTION + lines)[1] == [problem]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("      -a.md\n      - b.md\n", "S035 4:7 b"),
        ("      -a.md\n", "S035 4:7"),
        ("      -article: a.md\n", "S035 4:7"),
        ("      a.md\n", "S019 4:7"),
    ],
)
def test_lists_with_a_bad_first_line(lines: str, problem: str) -> None:
    problems = Problems()
    document = parse_yaml(f"number: 1\ndate: 2017-09-12\n{SECTION}{lines}", "a.yaml", problems)
    assert document is not None
    assert validate(Issue, document, problems) is None
    places = [f"{p.code} {p.where.line - 2}:{p.where.column}" for p in problems]
    assert places == [problem.removesuffix(" b")]


def test_duplicates_keep_the_first() -> None:
    document, problems = parse("a: 1\nb:\n  c: 2\n  c: 3\na: 4\n")
    assert document is not None
    assert document.data == {"a": "1", "b": {"c": "2"}}
    assert problems == ["S007 4:3", "S007 5:1"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "---\n...\n", "\ufeff"])
def test_nothing(text: str) -> None:
    document, problems = parse(text)
    assert problems in (["S016 1:1"], []) or problems[0].startswith("S016")
    assert document is None or document.data is None


def test_documents() -> None:
    assert parse("a: 1\n---\nb: 2\n")[1] == ["S026 2:1"]
    assert parse("---\na: 1\n...\n")[1] == []


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x0b", "\x0c", "\x1b", "\x7f", "\x9f", "\uffff"])
def test_control_characters(sign: str) -> None:
    assert parse(f"a: 1\nb: x{sign}y\n") == (None, ["S027 2:5"])


@pytest.mark.parametrize("escape", [r"\0", r"\e", r"\x0b", r"\x7f", r"\u2028", r"\uFFFF"])
def test_escaped_control_characters(escape: str) -> None:
    assert parse(f'a: 1\nb: "x{escape}y"\n')[1] == ["S027 2:4"]
    assert parse(f"a: 'x{escape}y'\nb: \"x\\ty\"\n")[1] == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_lines_are_counted_as_editors_do(tmp_path: Path, newline: str, start: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(start + newline.join(["nummer: 9", "", "  # x", "date: x", ""]).encode())
    problems = Problems()
    text = read_text(path, Where("a.yaml"), problems)
    document = parse_yaml(text or "", "a.yaml", problems)
    assert document is not None
    validate(Issue, document, problems)
    places = {(p.code, p.where.line, p.where.column) for p in problems}
    assert {("S018", 1, 1), ("S022", 4, 7)} <= places
    shown = as_text([p for p in problems if p.code == "S022"], tmp_path)
    assert "     4 | date: x\n       |       ^\n" in shown


def test_ends_of_lines_that_only_yaml_sees() -> None:
    assert parse("a: x\x85y\nb: x\u2028y\nc: x\u2029y\n")[1] == [
        "S027 1:5", "S027 2:5", "S027 3:5",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("workspace")
    (root / "printshop.yaml").write_text("name: x\npublisher: y\n", "utf-8")
    (root / "issues/i/articles").mkdir(parents=True)
    return Workspace(root)


def check_manifest(workspace: Workspace, raw: bytes) -> None:
    """Read the manifest `raw`; whatever is wrong must be a problem that can be printed."""
    folder = workspace.root / "issues/i"
    (folder / "issue.yaml").write_bytes(raw)
    problems = Problems()
    loaded = load_issue(workspace, folder, None, problems)
    if loaded is None:
        assert problems.errors
        named_articles(workspace, folder, problems)
    else:
        assert loaded.sources is not None
        assert loaded.linkable is not None
    as_text(problems, workspace.root).encode("utf-8")


def check_article(workspace: Workspace, raw: bytes) -> None:
    path = workspace.root / "issues/i/articles/a.md"
    path.write_bytes(raw)
    problems = Problems()
    article = read_article(workspace, path, "a", workspace.root / "issues/i", ["b"], problems)
    assert article is not None or problems.errors
    as_text(problems, workspace.root).encode("utf-8")


SIGNS = list(": -#&*!|>'\"%@`[]{}?,\n\t\r\\<=~^_$/.;()“”…\u2028\x85\x00\x0b\ufeff\u0301đĐế09aA|")
LINES = ["---", ":::", "::: box X", "- a", "  - ", "<<: *x", "a: &x {}", "[^1]", "[^1]: x", "| a |"]


def mutated(text: str, seed: int) -> str:
    """`text` with some characters and lines changed, doubled, moved or taken away."""
    dice = random.Random(seed)
    for _ in range(dice.randint(1, 6)):
        at, length = dice.randrange(len(text) + 1), dice.choice((0, 1, 1, 3, 20, 200))
        taken = text[at : at + length]
        put = dice.choice(["", dice.choice(SIGNS), f"\n{dice.choice(LINES)}\n", taken + taken])
        text = text[:at] + put + text[at + length :]
    return text


QUIETLY = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ANY = st.one_of(
    st.binary(max_size=400),
    st.text(st.sampled_from(SIGNS), max_size=60).map(str.encode),
    st.lists(st.sampled_from([*LINES, *MANIFEST.split("\n"), *ARTICLE.split("\n")[:20]])).map(
        lambda lines: "\n".join(lines).encode()
    ),
)
SEEDS = st.integers(0, 10**9)


@QUIETLY
@given(raw=ANY)
def test_noise_as_manifest(workspace: Workspace, raw: bytes) -> None:
    check_manifest(workspace, raw)


@QUIETLY
@given(seed=SEEDS)
def test_mutated_manifest(workspace: Workspace, seed: int) -> None:
    check_manifest(workspace, mutated(MANIFEST, seed).encode("utf-8", "replace"))


@QUIETLY
@given(raw=ANY)
def test_noise_as_article(workspace: Workspace, raw: bytes) -> None:
    check_article(workspace, raw)
    check_article(workspace, b"---\ntitle: x\n---\n\n" + raw)


@QUIETLY
@given(seed=SEEDS)
def test_mutated_article(workspace: Workspace, seed: int) -> None:
    check_article(workspace, mutated(ARTICLE, seed).encode("utf-8", "replace"))
