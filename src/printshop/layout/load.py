"""Read a layout's folder, and those it extends: declaration, templates, style sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from printshop.layout.contract import FIELDS, Colour, Kind, LayoutSpec
from printshop.layout.prelude import AS_DESIGNED, Setting, prelude
from printshop.problems import Problems, StopBuild, Where
from printshop.problems.model import nearest
from printshop.render import Grid, Sheet
from printshop.sources import Document, Workspace, read_text, validate
from printshop.sources.yamltext import Loc, read_yaml
from printshop.text.headlines import headline

LAYOUT_FILE = "layout.yaml"
_CLOSING = re.compile(r"(?:\s|</(?:p|li|ul|ol|blockquote)>)+$")
MAX_CHAIN = 8
"""Layouts that may extend one another in a row."""


@dataclass(frozen=True)
class Layout:
    """A layout, ready to set items."""

    name: str
    folders: tuple[Path, ...]
    """Its own folder, then those of the layouts it extends."""
    spec: LayoutSpec
    styles: tuple[Sheet, ...]
    """Style sheets in the order of the cascade: of the layouts it extends, then its own."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What the issue chose, by name (`layout.options`); every option has a value or None."""
    palette: str = ""
    """The name of the palette the issue chose; empty for the layout's own."""

    @property
    def folder(self) -> Path:
        """The layout's own folder."""
        return self.folders[0]

    @cached_property
    def environment(self) -> SandboxedEnvironment:
        """Templates: sandboxed, escaping, strict about names they do not get.

        A template is looked for in the layout's folder, then in those it extends;
        `ban-tin/article.html.j2` names what one of them has or takes from others.
        """
        environment = SandboxedEnvironment(
            loader=jinja2.ChoiceLoader(
                [
                    jinja2.FileSystemLoader(self.folders),
                    jinja2.PrefixLoader(
                        {
                            folder.name: jinja2.FileSystemLoader(self.folders[place:])
                            for place, folder in enumerate(self.folders)
                        }
                    ),
                ]
            ),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["headline"] = headline
        environment.filters["end_mark"] = with_end_mark
        environment.filters["thousands"] = lambda number: f"{number:,}".replace(",", ".")
        return environment

    @cached_property
    def colours(self) -> dict[str, Colour]:
        """The palette in force, by name."""
        chosen = self.spec.palettes.get(self.palette)
        return {**self.spec.palette, **(chosen.colours if chosen else {})}

    @property
    def grey_pictures(self) -> bool:
        """Whether photographs are set without colour."""
        chosen = self.spec.palettes.get(self.palette)
        return chosen is not None and chosen.pictures == "grey"

    def sheets(self, setting: Setting = AS_DESIGNED) -> tuple[Sheet, ...]:
        """The style sheets of a job: the rules that follow from the declaration, then its own."""
        own = prelude(self.spec, self.colours, self.colour_options, setting)
        return (Sheet(LAYOUT_FILE, own), *self.styles)

    @property
    def colour_options(self) -> dict[str, str]:
        """The options that are colours, each with the palette's name for it."""
        colours = (name for name, option in self.spec.options.items() if option.type == "colour")
        return {name: value for name in colours if (value := self.options.get(name))}

    def grid(self, setting: Setting = AS_DESIGNED) -> Grid:
        """The baseline grid of a job."""
        grid = self.spec.grid
        return replace(grid, step=round(grid.step * setting.leading, 4))

    def kind(self, name: str) -> Kind | None:
        """How the layout sets items of kind `name`, if it does."""
        return self.spec.kinds.get(name)  # type: ignore[call-overload,no-any-return]

    def find(self, name: str) -> Path | None:
        """A file of the layout or of one it extends; None for one that is not there."""
        for folder in self.folders:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path
        return None


def with_end_mark(html: str) -> Markup:
    """An article's last text, a paragraph or a list, with a mark behind its last word."""
    text = _CLOSING.sub("", html)
    return Markup(f'{text}<span class="end-mark"></span>{html[len(text) :]}')


def known_layouts(workspace: Workspace) -> list[str]:
    """The layouts of a workspace; a folder whose name begins with `_` is only there to extend."""
    return [name for name in _all_layouts(workspace) if not name.startswith("_")]


def _all_layouts(workspace: Workspace) -> list[str]:
    return sorted(p.parent.name for p in workspace.root.glob(f"layouts/*/{LAYOUT_FILE}"))


def load_layout(workspace: Workspace, name: str, where: Where, problems: Problems) -> Layout:
    """Read and check the layout called `name`, and what it extends.

    Raises:
        StopBuild: it is not there or has errors; they are noted (L001, L005, L007, L010, L015 and
            those of its YAML).
    """
    folders, document = _chain(workspace, name, where, problems)
    spec = validate(LayoutSpec, document, problems)
    if spec is None:
        raise StopBuild
    before = problems.errors
    _check_files(spec, name, folders, document, problems)
    _check_declaration(spec, document, problems)
    if problems.errors > before:
        raise StopBuild
    styles = []
    for folder in reversed(folders):
        path = folder / spec.stylesheet
        if path.is_file():
            css = read_text(path, Where(workspace.name(path)), problems)
            if css is None:
                raise StopBuild
            styles.append(Sheet(workspace.name(path), css))
    return Layout(name, folders, spec, tuple(styles))


def _chain(
    workspace: Workspace, name: str, where: Where, problems: Problems
) -> tuple[tuple[Path, ...], Document]:
    """The folders from `name` to the last layout it extends, and their declarations as one."""
    folders: list[Path] = []
    merged: Document | None = None
    known = known_layouts(workspace)
    while True:
        if name not in known:
            shown = ", ".join(n for n in known if n not in {f.name for f in folders}) or "–"
            problems.add("L001", where, near=nearest(name, known), name=name, known=shown)
            raise StopBuild
        if len(folders) >= MAX_CHAIN or name in {folder.name for folder in folders}:
            problems.add("L007", where, name=name)
            raise StopBuild
        folder = workspace.root / "layouts" / name
        document = read_yaml(workspace, folder / LAYOUT_FILE, problems)
        if document is None:
            raise StopBuild
        folders.append(folder)
        data = document.data if isinstance(document.data, dict) else {}
        parent = data.get("extends")
        merged = document if merged is None else _over(merged, document)
        if not isinstance(parent, str):
            if len(folders) > 1:
                merged.data = _without_nulls(merged.data)
            return tuple(folders), merged
        name, where, known = parent.strip(), document.where(("extends",)), _all_layouts(workspace)


def _over(child: Document, parent: Document) -> Document:
    """A declaration with what it does not say taken from the one it extends.

    Groups of fields are joined field by field, anything else is replaced; `null` takes away.
    """
    return Document(
        child.file,
        _joined(child.data, parent.data),
        {**parent.values, **child.values},
        {**parent.keys, **child.keys},
        {**parent.cuts, **child.cuts},
    )


def _joined(child: Any, parent: Any) -> Any:
    if not isinstance(child, dict) or not isinstance(parent, dict):
        return child
    result = dict(parent)
    for key, value in child.items():
        result[key] = _joined(value, parent[key]) if key in parent else value
    return result


def _without_nulls(data: Any) -> Any:
    """What is left of a declaration when all that is taken away is gone."""
    if isinstance(data, dict):
        return {key: _without_nulls(value) for key, value in data.items() if value is not None}
    return data


def _check_files(
    spec: LayoutSpec,
    name: str,
    folders: tuple[Path, ...],
    document: Document,
    problems: Problems,
) -> None:
    """L005 for each file that the declaration names and no folder of the chain has."""
    named: list[tuple[Loc, str]] = [
        (("furniture",), spec.furniture),
        (("stylesheet",), spec.stylesheet),
    ]
    for kind_name, kind in spec.kinds.items():
        named.append((("kinds", kind_name, "template"), kind.template))
        named += [(("kinds", kind_name, "variants", v), f) for v, f in kind.variants.items()]
        if kind.part:
            named.append((("kinds", kind_name, "part"), kind.part))
    files = sorted({p.name for folder in folders for p in folder.iterdir() if p.is_file()})
    for loc, file in named:
        if file not in files:
            problems.add(
                "L005", document.where(loc), near=nearest(file, files), layout=name, path=file
            )


def _check_declaration(spec: LayoutSpec, document: Document, problems: Problems) -> None:
    """L010: names of fields, colours and choices that mean nothing."""
    for loc, word, known in (*_fields_named(spec), *_colours_named(spec), *_choices_named(spec)):
        if word not in known:
            where = document.where(loc, key=True)
            shown = ", ".join(known) or "–"
            problems.add("L010", where, near=nearest(word, known), word=word, known=shown)


_Named = Iterator[tuple[Loc, str, list[str]]]
"""Places of a declaration, the word there, and the words that may be there."""


def _fields_named(spec: LayoutSpec) -> _Named:
    for kind_name, kind in spec.kinds.items():
        for name in kind.fields:
            yield ("kinds", kind_name, "fields", name), name, list(FIELDS[kind_name])


def _colours_named(spec: LayoutSpec) -> _Named:
    for palette_name, palette in spec.palettes.items():
        for name in palette.colours:
            yield ("palettes", palette_name, "colours", name), name, list(spec.palette)


def _choices_named(spec: LayoutSpec) -> _Named:
    for name, option in spec.options.items():
        if name == "palette":
            yield ("options", name), name, []
        for i, choice in enumerate(option.choices):
            if option.type == "colour":
                yield ("options", name, "choices", i), choice, list(spec.palette)
        if option.choices and option.default:
            yield ("options", name, "default"), option.default, list(option.choices)
