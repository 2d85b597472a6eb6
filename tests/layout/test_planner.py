"""An issue to pieces: front pages, items that run on, fillers, what limits them."""

from __future__ import annotations

from pathlib import Path

import pytest

from printshop.build import lay_out, read
from printshop.layout import Plan
from printshop.layout.prelude import Setting
from printshop.problems import Problems
from printshop.progress import Silent
from printshop.render.pool import rendering
from printshop.workspace import Workspace
from support import bare_workspace, write_issue

ARTICLES = {
    f"{name}.md": f"---\ntitle: Bài {name}\nlead: Mở đầu.\n---\n\nMột đoạn[^1].\n\n[^1]: Chú.\n"
    for name in "abcdef"
}
HEAD = "number: 1\ndate: 2017-09-12\nlayout: {layout}\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bare_workspace(tmp_path_factory.mktemp("planner") / "w")


def planned(root: Path, layout: str, manifest: str) -> tuple[Plan, Problems]:
    folder = write_issue(root, HEAD.format(layout=layout) + manifest, ARTICLES)
    workspace, problems = Workspace(root), Problems()
    with rendering(root / "fonts", root / ".printshop", 0) as renderer:
        loaded, articles = read(workspace, folder, problems, Silent())
        _, plan = lay_out(loaded, articles, renderer, problems)
    return plan, problems


def sections(*items: str) -> str:
    return "sections:\n" + "".join(
        f"  - title: Mục {n}\n    items:\n"
        + "".join(f"      - {line}\n" for line in text.splitlines())
        for n, text in enumerate(items, start=1)
    )


FRONT = "front:\n  articles: [articles/a.md]\n  headlines: [c]\n"


def test_a_front_page_stands_in_place_of_the_cover(root: Path) -> None:
    plan, _ = planned(root, "to-tin", FRONT + sections("articles/b.md\narticles/c.md"))
    front = plan.pieces[0]
    assert (front.kind, front.zone, front.budget) == ("front", "front", 1)
    assert [entry.anchor for entry in front.outline] == ["a"]
    assert front.waits_for == {"c"}
    assert "cover" not in {piece.kind for piece in plan.pieces}


def test_a_cover_beside_it_is_only_made_where_the_layout_has_one(root: Path) -> None:
    _, problems = planned(root, "to-tin", FRONT + "cover: {}\n" + sections("articles/b.md"))
    assert "L016" in {problem.code for problem in problems}


def test_an_article_stands_on_the_front_page_or_in_a_section(root: Path) -> None:
    _, problems = planned(root, "to-tin", FRONT + sections("articles/b.md\narticles/a.md"))
    assert "M012" in {problem.code for problem in problems}


def test_items_run_on_where_the_layout_has_it(root: Path) -> None:
    plan, _ = planned(root, "to-tin", sections("articles/a.md\narticles/b.md", "articles/c.md"))
    runs = [piece for piece in plan.pieces if piece.kind == "section"]
    assert [piece.id for piece in runs] == ["muc-1"]
    levels = [(entry.level, entry.anchor) for entry in runs[0].outline]
    assert levels == [(0, "muc-1"), (1, "a"), (1, "b"), (0, "muc-2"), (1, "c")]


def test_what_asks_for_a_page_parts_a_run(root: Path) -> None:
    text = "articles/a.md\n{ article: articles/b.md, start: recto }\narticles/c.md"
    plan, _ = planned(root, "to-tin", sections(text, "articles/d.md"))
    kinds = [(piece.kind, piece.id) for piece in plan.pieces if piece.zone == "body"]
    assert kinds == [("section", "muc-1"), ("article", "b"), ("section", "c--run")]


def test_a_section_says_on_which_side_it_opens(root: Path) -> None:
    text = sections("articles/a.md").replace(
        "    items", "    opener: page\n    start: recto\n    items"
    )
    plan, _ = planned(root, "so-tay", text)
    (opener,) = [piece for piece in plan.pieces if piece.kind == "opener"]
    assert opener.start == "recto"


def test_a_section_without_opener_opens_with_its_first_item(root: Path) -> None:
    text = sections("articles/a.md\narticles/b.md", "articles/c.md")
    text = text.replace("Mục 2\n", "Mục 2\n    start: recto\n")
    plan, _ = planned(root, "ban-tin", text)
    assert [(p.id, p.start) for p in plan.pieces if p.id in "abc"] == [
        ("a", "any"),
        ("b", "any"),
        ("c", "recto"),
    ]
    plan, _ = planned(root, "to-tin", FRONT + text.replace("      - articles/a.md\n", ""))
    assert [(p.id, p.start) for p in plan.pieces if p.kind == "section"] == [
        ("muc-1", "any"),
        ("muc-2", "recto"),
    ]


def test_contents_and_back_cover_are_made_where_a_layout_sets_them(root: Path) -> None:
    plan, problems = planned(root, "to-tin", FRONT + sections("articles/c.md"))
    assert {"contents", "back-cover"} & {piece.kind for piece in plan.pieces} == set()
    assert not problems.errors
    plan, _ = planned(root, "ban-tin", sections("articles/a.md"))
    assert {"contents", "back-cover"} <= {piece.kind for piece in plan.pieces}
    _, problems = planned(root, "to-tin", FRONT + "contents: {}\n" + sections("articles/c.md"))
    assert [problem.code for problem in problems if problem.code == "L002"] == ["L002"]


def test_notes_stand_where_the_layout_wants_them(root: Path) -> None:
    foot, _ = planned(root, "so-tay", sections("articles/a.md"))
    end, _ = planned(root, "ban-tin", sections("articles/a.md"))

    def html(plan: Plan) -> str:
        return next(piece.job.html for piece in plan.pieces if piece.id == "a")

    assert 'class="footnote"' in html(foot)
    assert 'class="footnote"' not in html(end)
    assert '<section class="notes">' in html(end)


def test_a_piece_can_be_set_more_tightly(root: Path) -> None:
    plan, _ = planned(root, "ban-tin", sections("{ article: articles/a.md, pages: 2, fit: true }"))
    piece = next(piece for piece in plan.pieces if piece.id == "a")
    assert (piece.budget, piece.fit) == (2, True)
    again = plan.again(piece, Setting(leading=0.97), None)
    assert again is not None
    assert again.job.grid is not None
    assert piece.job.grid is not None
    assert again.job.grid.step == pytest.approx(piece.job.grid.step * 0.97)
    assert again.job.html == piece.job.html


def test_fillers_wait_for_a_page_or_for_part_of_one(root: Path) -> None:
    fillers = "fillers:\n" + "".join(
        f"  - {{ filler: {name}, text: x, size: {size} }}\n"
        for name, size in (("Một", "page"), ("Hai", "part"), ("Ba", "any"))
    )
    plan, problems = planned(root, "ban-tin", sections("articles/a.md") + fillers)
    assert not problems.errors
    assert [filler.id for filler in plan.fillers] == ["mot", "ba"]
    assert [part.piece.id for part in plan.parts] == ["hai", "ba"]


def test_a_filler_of_no_such_style_is_refused(root: Path) -> None:
    fillers = "fillers:\n  - { filler: Một, text: x, style: quotaton, size: page }\n"
    _, problems = planned(root, "ban-tin", sections("articles/a.md") + fillers)
    (problem,) = [problem for problem in problems if problem.code == "L004"]
    assert "quotation" in problem.hint
