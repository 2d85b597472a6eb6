"""Layouts that extend one another, their options, and what they ask of fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from printshop.layout import Layout, known_layouts, load_layout, with_options
from printshop.layout.contract import FIELDS, KindName
from printshop.layout.load import LAYOUT_FILE, with_end_mark
from printshop.layout.options import offered
from printshop.layout.prelude import Setting
from printshop.manifest import load_bulletin, load_issue
from printshop.problems import Problems, StopBuild, Where
from printshop.workspace import Workspace
from support import REPOSITORY, bare_workspace, write_issue

MANIFEST = (
    "number: 1\ndate: 2017-09-12\n{more}sections:\n  - title: T\n    items: [articles/a.md]\n"
)
ARTICLE = {"a.md": "---\ntitle: A\n---\n\nChữ.\n"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(bare_workspace(tmp_path / "w"))


def declare(workspace: Workspace, name: str, text: str) -> Path:
    folder = workspace.root / "layouts" / name
    folder.mkdir()
    (folder / LAYOUT_FILE).write_text(text, "utf-8")
    return folder


def load(workspace: Workspace, name: str) -> Layout:
    problems = Problems()
    layout = load_layout(workspace, name, Where("x"), problems)
    assert not list(problems)
    return layout


def chosen(workspace: Workspace, more: str, name: str = "ban-tin") -> tuple[Layout, Problems]:
    problems = Problems()
    folder = write_issue(workspace.root, MANIFEST.format(more=more), ARTICLE)
    bulletin = load_bulletin(workspace, problems)
    loaded = load_issue(workspace, folder, bulletin, problems)
    assert loaded is not None
    return with_options(load(workspace, name), loaded, problems), problems


def test_a_layout_takes_from_another_what_it_does_not_say(workspace: Workspace) -> None:
    declare(
        workspace,
        "rieng",
        "description: Riêng\nextends: ban-tin\nmargins: { head: 30 }\n"
        'palette:\n  red: { srgb: "#990000", inks: [0, 100, 100, 20] }\n'
        "kinds:\n  photos: null\n",
    )
    own, parent = load(workspace, "rieng"), load(workspace, "ban-tin")
    assert own.spec.trim == parent.spec.trim
    assert own.spec.margins.head == 30
    assert own.spec.margins.inside == parent.spec.margins.inside
    assert own.spec.palette["red"].srgb == "#990000"
    assert own.spec.palette["ink"] == parent.spec.palette["ink"]
    assert set(parent.spec.kinds) - set(own.spec.kinds) == {"photos"}


def test_one_file_of_another_layout_can_be_replaced(workspace: Workspace) -> None:
    folder = declare(workspace, "rieng", "description: Riêng\nextends: ban-tin\n")
    (folder / "imprint.html.j2").write_text("own {{ layout.trim[0] }}", "utf-8")
    layout = load(workspace, "rieng")
    template = layout.environment.get_template("imprint.html.j2")
    assert template.render(layout=layout.spec) == "own 190.0"
    assert layout.find("article.html.j2") == workspace.root / "layouts/_base/article.html.j2"


def test_a_template_can_extend_the_one_it_replaces(workspace: Workspace) -> None:
    declare(workspace, "mot", "description: Một\nextends: _base\ntrim: [100, 100]\nmargins: "
            "{ inside: 9, outside: 9, head: 9, foot: 9 }\n")  # fmt: skip
    (workspace.root / "layouts/mot/x.html.j2").write_text("<{% block a %}mot{% endblock %}>")
    folder = declare(workspace, "hai", "description: Hai\nextends: mot\n")
    (folder / "x.html.j2").write_text(
        '{% extends "mot/x.html.j2" %}{% block a %}hai{% endblock %}', "utf-8"
    )
    assert load(workspace, "hai").environment.get_template("x.html.j2").render() == "<hai>"


def test_style_sheets_stand_in_the_order_of_the_chain(workspace: Workspace) -> None:
    folder = declare(workspace, "rieng", "description: Riêng\nextends: ban-tin\n")
    (folder / "style.css").write_text("p { color: red }\n", "utf-8")
    names = [sheet.name for sheet in load(workspace, "rieng").sheets()]
    assert names == [
        "layout.yaml",
        "layouts/_base/style.css",
        "layouts/ban-tin/style.css",
        "layouts/rieng/style.css",
    ]


def test_mistakes_in_the_parent_are_told_in_its_file(workspace: Workspace) -> None:
    declare(workspace, "mot", "description: Một\nextends: _base\ntrim: [100, rộng]\n")
    declare(workspace, "hai", "description: Hai\nextends: mot\ncolumns: không\n")
    problems = Problems()
    with pytest.raises(StopBuild):
        load_layout(workspace, "hai", Where("x"), problems)
    places = {(p.where.file, p.where.line) for p in problems if p.where}
    assert ("layouts/mot/layout.yaml", 3) in places
    assert ("layouts/hai/layout.yaml", 3) in places


def test_folders_with_an_underscore_are_no_layouts(workspace: Workspace) -> None:
    assert "_base" not in known_layouts(workspace)
    with pytest.raises(StopBuild):
        load_layout(workspace, "_base", Where("x"), Problems())


def test_every_kind_has_its_fields_named() -> None:
    assert set(FIELDS) == set(KindName.__args__)  # type: ignore[attr-defined]


def test_options_of_the_issue_go_before_the_bulletins(workspace: Workspace) -> None:
    with (workspace.root / "printshop.yaml").open("a", encoding="utf-8") as stream:
        stream.write("options:\n  accent: blue\n  section-names: head\n")
    layout, problems = chosen(workspace, "options:\n  accent: green\n")
    assert not list(problems)
    assert layout.options["accent"] == "green"
    assert layout.options["section-names"] == "head"
    assert layout.options["masthead"] is None
    green = layout.spec.palette["green"].srgb
    assert f"--accent: {green};" in layout.sheets()[0].css


def test_the_bulletins_options_are_those_of_its_own_layout(workspace: Workspace) -> None:
    declare(workspace, "rieng", "description: R\nextends: ban-tin\noptions: { accent: null }\n")
    with (workspace.root / "printshop.yaml").open("a", encoding="utf-8") as stream:
        stream.write("options:\n  accent: blue\n")
    layout, problems = chosen(workspace, "layout: rieng\n", "rieng")
    assert not list(problems)
    assert "accent" not in layout.options


def test_a_palette_replaces_colours_by_name(workspace: Workspace) -> None:
    layout, problems = chosen(workspace, "options:\n  palette: one-ink\n")
    assert not list(problems)
    assert layout.grey_pictures
    assert layout.colours["red"].inks == (0, 0, 0, 100)
    assert layout.colours["grey"] == layout.spec.palette["grey"]
    assert f"--red: {layout.colours['red'].srgb};" in layout.sheets()[0].css


def test_one_ink_palettes_have_one_ink() -> None:
    repository = Workspace(REPOSITORY)
    for name in known_layouts(repository):
        layout = load(repository, name)
        assert "one-ink" in layout.spec.palettes
        colours = {**layout.spec.palette, **layout.spec.palettes["one-ink"].colours}
        for colour in colours.values():
            assert colour.inks[:3] == (0, 0, 0)
            red, green, blue = (int(colour.srgb[i : i + 2], 16) for i in (1, 3, 5))
            assert red == green == blue


def test_the_palette_is_an_option_where_there_are_several(workspace: Workspace) -> None:
    layout = load(workspace, "ban-tin")
    assert offered(layout)["palette"].choices == ("colour", "one-ink", "two-ink")


def test_a_setting_scales_what_stands_on_the_grid(workspace: Workspace) -> None:
    layout = load(workspace, "ban-tin")
    tight = Setting(leading=0.97, type=0.98)
    css, before = layout.sheets(tight)[0].css, layout.sheets()[0].css
    step, body = layout.spec.baseline, layout.spec.type["body"].size
    assert f"--baseline: {step * 0.97:g}pt" in css
    assert f"--size-body: {round(body * 0.98, 4):g}pt" in css
    title = next(part for part in before.split(";") if "--size-title:" in part)
    assert title in css
    assert layout.grid(tight).step == pytest.approx(step * 0.97)
    assert layout.sheets(tight)[1:] == layout.sheets()[1:]


def test_artwork_of_the_bulletin_lies_beside_its_own_file(workspace: Workspace) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3" fill="#ffffff"/>'
    (workspace.root / "ten.svg").write_text(drawing, "utf-8")
    with (workspace.root / "printshop.yaml").open("a", encoding="utf-8") as stream:
        stream.write("options:\n  masthead: ten.svg\n")
    layout, problems = chosen(workspace, "")
    assert not list(problems)
    assert layout.options["masthead"].ratio == 3
    _, problems = chosen(workspace, "options:\n  masthead: ten.svg\n")
    assert [problem.code for problem in problems] == ["P001"]


def test_texts_and_switches_have_their_kinds_of_value(workspace: Workspace) -> None:
    declare(
        workspace,
        "rieng",
        "description: R\nextends: ban-tin\noptions:\n"
        "  motto: { type: text, description: a, max: 9 }\n"
        "  rules: { type: switch, description: b, default: có }\n",
    )
    asked = "layout: rieng\noptions:\n  {}\n"
    assert chosen(workspace, asked.format("motto: vì dân"), "rieng")[0].options["motto"] == "vì dân"
    assert chosen(workspace, asked.format("rules: no"), "rieng")[0].options["rules"] is False
    assert chosen(workspace, asked.format("accent: red"), "rieng")[0].options["rules"] is True
    _, problems = chosen(workspace, asked.format("rules: maybe"), "rieng")
    assert [problem.code for problem in problems] == ["L014"]


def test_the_mark_of_an_articles_end_stands_behind_its_last_word() -> None:
    mark = '<span class="end-mark"></span>'
    assert with_end_mark("<p>a</p>\n<p>b</p>\n") == f"<p>a</p>\n<p>b{mark}</p>\n"
    assert with_end_mark("<ul><li><p>b</p></li></ul>") == f"<ul><li><p>b{mark}</p></li></ul>"
    assert with_end_mark("<ol>\n<li>b</li>\n</ol>\n") == f"<ol>\n<li>b{mark}</li>\n</ol>\n"
