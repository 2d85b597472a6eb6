"""An article added to a manifest's text: the data plus the item, every other line as it was."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printshop.manifest.edit import Edit, add_article
from printshop.problems import Problems
from printshop.sources import parse_yaml

NEW = "articles/moi.md"
SAMPLE = Path(__file__).parents[2] / "issues" / "2017-09" / "issue.yaml"

BLOCK = """\
# Số báo mẫu
number: "9"   # in trên bìa
date: 12/09/2017

sections:
  - title: Nghiệp vụ công tác
    items:
      - articles/a.md
      - article: 'articles/b.md'   # bài dài
        variant: feature
      # - articles/cu.md

  - title: Đời sống – sức khỏe
    id: doi-song
    items:
      - group: Tin vắn
        articles:
          - articles/c.md

# hết các mục
imprint:
  copies: 500
"""


def data(text: str) -> Any:
    problems = Problems()
    document = parse_yaml(text, "issue.yaml", problems)
    assert not list(problems), list(problems)
    assert document is not None
    return document.data


def added(text: str, section: str | None = None, entry: str = NEW, **options: Any) -> Edit:
    problems = Problems()
    edit = add_article(text, entry, section, problems, **options)
    assert not list(problems), list(problems)
    assert edit is not None
    return edit


def with_item(text: str, section: int, item: Any = NEW, *, first: bool = False) -> Any:
    wanted = copy.deepcopy(data(text))
    items = wanted["sections"][section].get("items") or []
    wanted["sections"][section]["items"] = [item, *items] if first else [*items, item]
    return wanted


def new_lines(before: str, after: str) -> list[str]:
    """The lines put in at one place; fails where any other line differs."""
    old, new = before.splitlines(), after.splitlines()
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    count = len(new) - len(old)
    assert new[same + count :] == old[same:]
    return new[same : same + count]


# --- block lists ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "index", "line", "written"),
    [
        (None, 0, 11, "      - articles/moi.md"),
        ("Nghiệp vụ công tác", 0, 11, "      - articles/moi.md"),
        ("nghiep vu CÔNG TÁC", 0, 11, "      - articles/moi.md"),
        ("doi-song", 1, 19, "      - articles/moi.md"),
        ("Đời sống - sức khoẻ", 1, 19, "      - articles/moi.md"),
    ],
)
def test_the_item_is_added_to_the_section(
    section: str | None, index: int, line: int, written: str
) -> None:
    edit = added(BLOCK, section)
    assert data(edit.text) == with_item(BLOCK, index)
    assert new_lines(BLOCK, edit.text) == [written]
    assert edit.text.splitlines()[edit.line - 1] == written
    assert (edit.line, edit.changed, edit.new_section) == (line, True, False)
    assert edit.section == data(BLOCK)["sections"][index]["title"]


def test_the_item_can_come_first() -> None:
    edit = added(BLOCK, "doi-song", first=True)
    assert data(edit.text) == with_item(BLOCK, 1, first=True)
    assert new_lines(BLOCK, edit.text) == ["      - articles/moi.md"]
    assert edit.text.splitlines()[edit.line - 2] == "    items:"


def test_an_item_with_an_id() -> None:
    edit = added(BLOCK, id="bai-moi")
    item = {"article": NEW, "id": "bai-moi"}
    assert data(edit.text) == with_item(BLOCK, 0, item)
    assert new_lines(BLOCK, edit.text) == [
        "      - article: articles/moi.md",
        "        id: bai-moi",
    ]


def test_a_section_that_is_not_there_is_added_at_the_end() -> None:
    edit = added(BLOCK, "Văn hóa: văn nghệ")
    wanted = data(BLOCK)
    wanted["sections"].append({"title": "Văn hóa: văn nghệ", "items": [NEW]})
    assert data(edit.text) == wanted
    assert sum(not line for line in new_lines(BLOCK, edit.text)) == 1
    end = "          - articles/c.md\n\n# hết các mục\nimprint:\n  copies: 500\n"
    assert edit.text.endswith(
        "          - articles/c.md\n\n"
        '  - title: "Văn hóa: văn nghệ"\n    items:\n      - articles/moi.md\n\n'
        "# hết các mục\nimprint:\n  copies: 500\n"
    )
    assert edit.text.startswith(BLOCK.removesuffix(end))
    assert edit.new_section
    assert edit.section == "Văn hóa: văn nghệ"
    assert edit.text.splitlines()[edit.line - 1].strip() == "- articles/moi.md"


@pytest.mark.parametrize("path", [NEW, "./articles/moi.md"])
def test_twice_is_once(path: str) -> None:
    once = added(BLOCK, "doi-song").text
    again = added(once, None, path)
    assert again == Edit(once, 19, "Đời sống – sức khỏe", changed=False)


@pytest.mark.parametrize(
    ("entry", "line"), [("articles/a.md", 8), ("articles/b.md", 9), ("articles/c.md", 18)]
)
def test_an_article_that_is_there_in_any_form_is_found(entry: str, line: int) -> None:
    edit = added(BLOCK, None, entry)
    assert (edit.text, edit.line, edit.changed) == (BLOCK, line, False)


ITEM = "sections:\n  - title: A\n    items:\n      - "
STYLES = {
    "hyphens under the key": "sections:\n- title: A\n  items:\n  - articles/a.md\n",
    "wide": "sections:\n    -   title: A\n        items:\n            -   articles/a.md\n",
    "no line end at the end": ITEM + "articles/a.md",
    "comment after the last item": ITEM + "articles/a.md # x",
    "items before the title": "sections:\n  - items:\n      - articles/a.md\n    title: A\n",
    "title with a null after": ITEM + "article: a.md\n        id:\n",
    "block text at the end": (
        ITEM + "filler: F\n        text: |\n          x\n\n\n"
        "  - title: B\n    items: [b.md]\n"
    ),
    "kept block text at the end": (
        ITEM + "filler: F\n        text: |+\n          x\n\n\n"
        "  - title: B\n    items: [b.md]\n"
    ),
    "folded text at the very end": (
        ITEM + "filler: F\n        text: >-\n          x\n\n"
    ),
    "long text over lines": ITEM + "filler: F\n        text: x\n          y\n",
    "flow record as item": ITEM + "{article: a.md, pages: 1}\n",
    "anchored item": ITEM + "&a a.md\n",
    "anchored list": "sections:\n  - title: A\n    items: &l\n      - a.md\n",
    "alias as last value": f"x: &t T\n{ITEM}article: a.md\n        title: *t\n",
    "item on the line after its hyphen": f"{ITEM.rstrip()}\n        article: a.md\n",
    "document marks": "---\nsections:\n  - title: A\n    items:\n      - a.md\n...\n",
    "empty lines and comments after": ITEM + "a.md\n\n\n# x\n",
    "items empty": "sections:\n  - title: A\n    items:\n  - title: B\n    items: [b.md]\n",
    "items empty with a comment": "sections:\n  - title: A\n    items:   # none yet\n",
    "items missing": "sections:\n  - title: A\n    opener: page\n\nx: y\n",
    "items missing, wide": "sections:\n- title: A\n- title: B\n  items:\n  - b.md\n",
    "quoted keys": "\"sections\":\n  - 'title': A\n    'items':\n      - a.md\n",
}  # fmt: skip


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("style", list(STYLES))
def test_no_other_line_changes(style: str, line_end: str) -> None:
    text = STYLES[style].replace("\n", line_end)
    edit = added(text)
    assert data(edit.text) == with_item(text, 0)
    lines = [line for line in new_lines(text, edit.text) if line.strip() != "items:"]
    assert [line.strip(" -") for line in lines] == [NEW]
    assert edit.text.splitlines()[edit.line - 1] == lines[0]
    assert edit.text.count("\r") == edit.text.count("\n") * (line_end == "\r\n")
    assert edit.text.endswith(line_end) == text.endswith(line_end)


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("hyphens under the key", "  - articles/moi.md"),
        ("wide", "            -   articles/moi.md"),
        ("items missing, wide", "  - articles/moi.md"),
        ("items empty", "      - articles/moi.md"),
    ],
)
def test_the_indentation_in_use_is_kept(style: str, written: str) -> None:
    assert written in added(STYLES[style]).text.splitlines()


@pytest.mark.parametrize("style", list(STYLES))
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_first_and_new_section_in_every_style(style: str, bom: str) -> None:
    text = bom + STYLES[style]
    assert data(added(text, first=True).text) == with_item(text, 0, first=True)
    edit = added(text, "Mục mới")
    wanted = data(text)
    wanted["sections"].append({"title": "Mục mới", "items": [NEW]})
    assert data(edit.text) == wanted
    new_lines(text, edit.text)


# --- flow lists -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "last", "first"),
    [
        ("[a.md, b.md]", "[a.md, b.md, articles/moi.md]", "[articles/moi.md, a.md, b.md]"),
        ("[ 'a.md' ]  # x", "[ 'a.md', articles/moi.md ]  # x", "[ articles/moi.md, 'a.md' ]  # x"),
        ("[a.md,]", "[a.md, articles/moi.md,]", "[articles/moi.md, a.md,]"),
        ("[]", "[articles/moi.md]", "[articles/moi.md]"),
        ("[  ] # x", "[articles/moi.md] # x", "[articles/moi.md] # x"),
        ("null", "[articles/moi.md]", "[articles/moi.md]"),
        ("~ # x", "[articles/moi.md] # x", "[articles/moi.md] # x"),
        ("[{article: a}]", "[{article: a}, articles/moi.md]", "[articles/moi.md, {article: a}]"),
        ("[\n      a.md,  # x\n      b.md  # y\n    ]",
         "[\n      a.md,  # x\n      b.md, articles/moi.md  # y\n    ]",
         "[\n      articles/moi.md, a.md,  # x\n      b.md  # y\n    ]"),
    ],
)  # fmt: skip
def test_lists_in_brackets(items: str, last: str, first: str) -> None:
    text = "sections:\n  - title: A\n    items: {}\n    opener: page\n"
    assert added(text.format(items)).text == text.format(last)
    assert added(text.format(items), first=True).text == text.format(first)


@pytest.mark.parametrize(
    ("text", "section", "expected"),
    [
        ("sections: [{title: A, items: [a.md]}]", "A",
         "sections: [{title: A, items: [a.md, articles/moi.md]}]"),
        ("sections: [{title: A}]", None, "sections: [{title: A, items: [articles/moi.md]}]"),
        ("sections: [{title: A, items: }]", None,
         "sections: [{title: A, items: [articles/moi.md] }]"),
        ("sections: [{title: A, items: [a.md]}]", "B, C",
         'sections: [{title: A, items: [a.md]}, {title: "B, C", items: [articles/moi.md]}]'),
        ("sections: []\n", "B", "sections: [{title: B, items: [articles/moi.md]}]\n"),
        ("{number: 9}", "B", "{number: 9, sections: [{title: B, items: [articles/moi.md]}]}"),
        ("number: 9\n", "B",
         "number: 9\nsections:\n  - title: B\n    items:\n      - articles/moi.md\n"),
        ("sections:\nnumber: 9\n", "B",
         "sections:\n  - title: B\n    items:\n      - articles/moi.md\nnumber: 9\n"),
    ],
)  # fmt: skip
def test_sections_in_brackets_empty_or_missing(
    text: str, section: str | None, expected: str
) -> None:
    assert added(text, section).text == expected


# --- what cannot be edited ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "section", "code"),
    [
        ("", None, "S016"),
        ("sections: [\n", None, "S005"),
        ("sections:\n\t- title: A\n", None, "S006"),
        ("sections: []\nsections: []\n", "A", "S007"),
        ("number: 9\n", None, "I004"),
        ("- a\n", "A", "I004"),
        ("sections: A\n", "A", "I004"),
        ("sections:\n  - A\n", None, "I004"),
        ("sections:\n  - title: A\n    items: a.md\n", "A", "I004"),
        ("x: &i [a.md]\nsections:\n  - title: A\n    items: *i\n", "A", "I004"),
        (
            "sections:\n  - title: A\n    items: &i [a.md]\n  - title: B\n    items: *i\n",
            "A",
            "I004",
        ),
        ("x: &s {title: A, items: [a.md]}\nsections:\n  - *s\n", "A", "I004"),
    ],
)
def test_what_cannot_be_edited_is_a_problem(text: str, section: str | None, code: str) -> None:
    problems = Problems()
    assert add_article(text, NEW, section, problems, file="issues/9/issue.yaml") is None
    (problem,) = problems
    assert problem.code == code
    assert problem.where.file == "issues/9/issue.yaml"
    assert problem.message
    assert problem.hint


@pytest.mark.parametrize(
    "entry", ["articles/a: b.md", "articles/#x.md", "- a.md", "[a].md", "a, b.md"]
)
def test_any_path_is_quoted_as_it_needs(entry: str) -> None:
    for text in (BLOCK, "sections: [{title: A, items: [a.md]}]"):
        edit = added(text, entry=entry)
        assert data(edit.text) == with_item(text, 0, entry)


# --- the sample issue, and manifests at random ----------------------------------------------------


def test_every_section_of_the_sample_issue() -> None:
    text = SAMPLE.read_bytes().decode("utf-8")
    for index, section in enumerate(data(text)["sections"]):
        edit = added(text, section["title"])
        assert data(edit.text) == with_item(text, index)
        assert [line.strip() for line in new_lines(text, edit.text)] == [f"- {NEW}"]


names = st.text(alphabet="abcđ é", min_size=1, max_size=6).map(str.strip).filter(bool)
comments = st.sampled_from(["", "  # ghi chú", " # - articles/x.md"])
blanks = st.sampled_from(["", "\n", "# ghi chú\n", "\n   # ghi chú\n\n"])


@st.composite
def manifests(draw: st.DrawFn) -> str:
    outer, inner = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    gap = " " * draw(st.integers(1, 3))
    text = draw(blanks) + "number: 9\n" + draw(blanks) + "sections:" + draw(comments) + "\n"
    for n in range(draw(st.integers(1, 3))):
        key = " " * (outer + 1 + len(gap))
        text += draw(blanks) + f"{' ' * outer}-{gap}title: T{n} {draw(names)}{draw(comments)}\n"
        if draw(st.booleans()):
            text += f"{key}items: [a{n}.md, 'b{n}.md']{draw(comments)}\n" + draw(blanks)
            continue
        text += f"{key}items:{draw(comments)}\n" + draw(blanks)
        for m in range(draw(st.integers(0, 3))):
            item = draw(
                st.sampled_from(
                    [f"c{n}{m}.md", f"article: c{n}{m}.md\n{key}{' ' * (inner + 2)}pages: 2"]
                )
            )
            text += f"{key}{' ' * inner}- {item}{draw(comments)}\n" + draw(blanks)
    text += draw(st.sampled_from(["", "imprint:\n  copies: 5\n", "...\n"]))
    text = draw(st.sampled_from([text, text.rstrip("\n")]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=120, deadline=None)
@given(manifests(), st.booleans(), st.sampled_from([None, "bai-moi"]))
def test_any_manifest_keeps_its_lines(text: str, first: bool, id: str | None) -> None:
    item = {"article": NEW, "id": id} if id else NEW
    for index, section in enumerate(data(text)["sections"]):
        edit = added(text, section["title"], first=first, id=id)
        assert data(edit.text) == with_item(text, index, item, first=first)
        if not (isinstance(section["items"], list) and f"items: [a{index}.md" in text):
            new_lines(text, edit.text)
        assert NEW in edit.text.splitlines()[edit.line - 1]
        assert added(edit.text).text == edit.text
