"""The documentation is complete, its generated pages are fresh, its links and snippets hold."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel
from typer.models import ArgumentInfo

from printshop.cli.commands import application
from printshop.content.article import read_source
from printshop.content.model import FrontMatter
from printshop.imposition.printer import PrinterSpec
from printshop.layout.contract import LayoutSpec
from printshop.manifest import Bulletin, Issue
from printshop.press import PressSpec
from printshop.problems import Exit, Problems
from printshop.problems.printers import as_text
from printshop.schemas import KINDS, json_schema
from printshop.sources import Picture, parse_yaml, validate
from support import REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
READ_BY_ALL = [REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
WITH_SNIPPETS = [DOCS / "how-to/write-a-manifest.md", DOCS / "reference/articles.md"]
BY_TYPER = {"--install-completion", "--show-completion", "--help"}


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


# -- generated pages


@pytest.mark.parametrize("script", ["write_reference.py"])
def test_generated_references_are_up_to_date(script: str) -> None:
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "scripts" / script), "--check"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LANGUAGE": "en"},
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_committed_schemas_are_those_of_the_types(kind: str) -> None:
    committed = json.loads(text_of(REPOSITORY / "schemas" / f"{kind}.schema.json"))
    assert committed == json_schema(kind), f"printshop schema {kind} > schemas/{kind}.schema.json"


# -- nothing is left out


def records(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[Any]:
    """A record and all records inside it."""
    seen = set() if seen is None else seen
    if model not in seen:
        seen.add(model)
        for hint in typing.get_type_hints(model, include_extras=True).values():
            for inner in _records_in(hint):
                records(inner, seen)
    return seen


def _records_in(hint: Any) -> Iterator[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for part in typing.get_args(hint):
        yield from _records_in(part)


@dataclass(frozen=True)
class Field:
    page: str
    record: str
    name: str


def fields() -> Iterator[Field]:
    """Every field that people write, with the page that must have it."""
    pages: list[tuple[str, type[BaseModel]]] = [
        ("manifest", Issue),
        ("workspace", Bulletin),
        ("layout", LayoutSpec),
        ("articles", FrontMatter),
        ("press", PressSpec),
        ("printer", PrinterSpec),
    ]
    for page, model in pages:
        for record in records(model):
            home = "workspace" if record.__name__ == "Imprint" else page
            for name in record.model_fields:
                yield Field(home, record.__name__, name)


@pytest.mark.parametrize(
    "page", ["manifest", "workspace", "layout", "articles", "press", "printer"]
)
def test_every_field_is_in_its_reference(page: str) -> None:
    text = text_of(DOCS / "reference" / f"{page}.md")
    wanted = {field for field in fields() if field.page == page}
    assert wanted
    assert {f for f in wanted if f"\n| `{f.name}` |" not in text} == set()


def test_articles_name_every_field_in_the_right_table() -> None:
    front, _, picture = text_of(DOCS / "reference/articles.md").partition("\nA picture:\n")
    for name in FrontMatter.model_fields:
        assert f"\n| `{name}` |" in front
    for name in Picture.model_fields:
        assert f"\n| `{name}` |" in picture


def test_every_field_says_what_it_is() -> None:
    for model in (Issue, Bulletin, LayoutSpec, FrontMatter, PressSpec, PrinterSpec):
        for record in records(model):
            silent = [name for name, field in record.model_fields.items() if not field.description]
            assert silent == [], record.__name__


def _commands() -> dict[str, Any]:
    app = application()
    commands = {str(command.name): command.callback for command in app.registered_commands}
    for group in app.registered_groups:
        assert group.typer_instance is not None
        for command in group.typer_instance.registered_commands:
            commands[f"{group.name} {command.name}"] = command.callback
    return commands


def _options(function: Any) -> Iterator[str]:
    """The names of a command's arguments and options."""
    hints = typing.get_type_hints(function, include_extras=True)
    for name in inspect.signature(function).parameters:
        _, info = typing.get_args(hints[name])
        if isinstance(info, ArgumentInfo):
            yield str(info.metavar or name).upper()
        else:
            first = [info.default] if isinstance(info.default, str) else []
            yield from [*first, *(info.param_decls or ())] or [f"--{name.replace('_', '-')}"]


def test_every_command_and_option_is_documented() -> None:
    text = text_of(DOCS / "reference/command-line.md")
    sections = dict(re.findall(r"(?ms)^## printshop ([a-z -]+)\n(.*?)(?=^## |\Z)", text))
    commands = _commands()
    assert sections.keys() == commands.keys()
    for name, function in commands.items():
        missing = [option for option in _options(function) if f"`{option}`" not in sections[name]]
        assert missing == [], name
        assert f"\nprintshop {name} " in sections[name] or f"\nprintshop {name}\n" in sections[name]
    root = application().registered_callback
    assert root is not None
    for option in {*_options(root.callback), *BY_TYPER}:
        assert f"| `{option}`" in text


def test_every_command_is_used_somewhere_else() -> None:
    text = "\n".join(text_of(page) for page in PAGES if page.name != "command-line.md")
    assert [name for name in _commands() if f"printshop {name}" not in text] == []


def test_commands_in_the_docs_exist() -> None:
    known = {name.split()[0] for name in _commands()}
    for page in [*PAGES, *READ_BY_ALL]:
        for fence in re.findall(r"(?ms)^ *```sh\n(.*?)^ *```", text_of(page)):
            for called in re.findall(r"(?m)^ *(?:\.venv/bin/)?printshop ([a-z]+)", fence):
                assert called in known, page.name


def test_exit_codes_are_documented() -> None:
    text = text_of(DOCS / "reference/command-line.md")
    assert [code for code in Exit if f"\n| `{code.value}` | " not in text] == []


def test_every_page_is_reached_from_the_index() -> None:
    reached: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += [target for target, _ in links(page) if target.is_relative_to(DOCS)]
    assert set(PAGES) - reached == set()


# -- links

_LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
_CODE = re.compile(r"(?ms)^ *```.*?^ *```|`[^`\n]*`")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """The files that a page links to, with the anchor."""
    for target in _LINK.findall(_CODE.sub("", text_of(page))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        yield ((page.parent / path).resolve() if path else page), anchor


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as viewers make them."""
    headings = re.findall(r"(?m)^#+ (.+)$", _fences_out(text_of(page)))
    kept = ("".join(c for c in h.lower() if c.isalnum() or c in " -_") for h in headings)
    return {heading.replace(" ", "-") for heading in kept}


def _fences_out(text: str) -> str:
    return re.sub(r"(?ms)^ *```.*?^ *```", "", text)


@pytest.mark.parametrize(
    "page", [*READ_BY_ALL, *PAGES], ids=lambda p: p.relative_to(REPOSITORY).as_posix()
)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in links(page):
        assert target.exists(), target
        if anchor:
            assert anchor in anchors(target), f"{target.name}#{anchor}"


# -- snippets


@dataclass(frozen=True)
class Snippet:
    page: str
    line: int
    language: str
    kind: str
    text: str


_SNIPPET = re.compile(
    r"(?ms)^(?:<!-- snippet: (?P<kind>\w+) -->\n)?```(?P<language>\w+)\n(?P<text>.*?)^```$"
)


def snippets() -> Iterator[Snippet]:
    """YAML and Markdown of the pages whose snippets are checked.

    `<!-- snippet: … -->` before a fence says what it is: a whole `issue` or `workspace`, or `items`
    of a section. YAML without it is a part of an issue, Markdown a whole article.
    """
    for page in WITH_SNIPPETS:
        text = text_of(page)
        for found in _SNIPPET.finditer(text):
            if found["language"] in ("yaml", "markdown"):
                line = text.count("\n", 0, found.start()) + 1
                kind = found["kind"] or {"yaml": "part", "markdown": "article"}[found["language"]]
                yield Snippet(page.name, line, found["language"], kind, found["text"])


MINIMAL = {
    "number": "1",
    "date": "2017-09-12",
    "sections": [{"title": "S", "items": ["articles/a.md"]}],
}


def _completed(snippet: Snippet) -> str:
    given = yaml.load(snippet.text, yaml.BaseLoader)
    if snippet.kind == "items":
        section = {"title": "S", "items": given}
        return yaml.safe_dump({**MINIMAL, "sections": [section]}, allow_unicode=True)
    if snippet.kind == "part":
        missing = {key: value for key, value in MINIMAL.items() if key not in given}
        return f"{snippet.text}\n{yaml.safe_dump(missing, allow_unicode=True)}"
    return snippet.text


@pytest.mark.parametrize("snippet", list(snippets()), ids=lambda s: f"{s.page}:{s.line}")
def test_snippets_are_sound(snippet: Snippet, tmp_path: Path) -> None:
    problems = Problems()
    if snippet.kind == "article":
        (tmp_path / "a.md").write_text(snippet.text, "utf-8")
        made: object = read_source(tmp_path / "a.md", "a.md", problems)
    else:
        document = parse_yaml(_completed(snippet), "snippet.yaml", problems)
        assert document is not None, as_text(problems)
        made = validate(Bulletin if snippet.kind == "workspace" else Issue, document, problems)
    assert made is not None, as_text(problems)
    assert len(problems) == 0, as_text(problems)


def test_there_are_snippets_of_every_kind() -> None:
    assert {s.kind for s in snippets()} == {"issue", "part", "items", "workspace", "article"}


# -- the samples

_SCHEMA_LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def written_files() -> list[Path]:
    skeleton = REPOSITORY / "src/printshop/skeleton"
    return sorted(
        [
            REPOSITORY / "printshop.yaml",
            *REPOSITORY.glob("layouts/*/layout.yaml"),
            *REPOSITORY.glob("presses/*.yaml"),
            *REPOSITORY.glob("printers/*.yaml"),
            *REPOSITORY.glob("labels/*.yaml"),
            REPOSITORY / "distribution.yaml",
            *REPOSITORY.glob("issues/*/issue.yaml"),
            *REPOSITORY.glob("issues/*/articles/*.md"),
            *(p for p in skeleton.rglob("*") if p.suffix in (".yaml", ".md")),
        ]
    )


@pytest.mark.parametrize(
    "path", written_files(), ids=lambda p: p.relative_to(REPOSITORY).as_posix()
)
def test_sample_files_name_their_schema_first(path: Path) -> None:
    lines = text_of(path).split("\n")
    found = _SCHEMA_LINE.fullmatch(lines[1] if path.suffix == ".md" else lines[0])
    assert found, "the first line (of the front matter) names the schema"
    place = path
    skeleton = REPOSITORY / "src/printshop/skeleton"
    if path.is_relative_to(skeleton / "workspace"):  # as it stands once it is copied
        place = REPOSITORY / path.relative_to(skeleton / "workspace")
    elif path.is_relative_to(skeleton / "issue"):
        place = REPOSITORY / "issues/new" / path.relative_to(skeleton / "issue")
    schema = Path(os.path.normpath(place.parent / found[1]))
    assert schema.is_file()
    kind = {
        "printshop.yaml": "workspace",
        "issue.yaml": "issue",
        "layout.yaml": "layout",
        "distribution.yaml": "distribution",
    }
    folders = {"presses": "press", "printers": "printer", "labels": "label"}
    own = folders.get(path.parent.name, "article")
    assert schema.name == f"{kind.get(path.name, own)}.schema.json"
