"""Read a layout's folder: declaration, templates, stylesheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from printshop.layout.contract import Kind, LayoutSpec
from printshop.problems import Problems, StopBuild, Where
from printshop.problems.model import nearest
from printshop.sources import Workspace, parse_yaml, read_text, validate
from printshop.sources.yamltext import Loc

LAYOUT_FILE = "layout.yaml"


@dataclass(frozen=True)
class Layout:
    """A layout, ready to set items."""

    name: str
    folder: Path
    spec: LayoutSpec
    style: str

    @cached_property
    def environment(self) -> SandboxedEnvironment:
        """Templates: sandboxed, escaping, strict about names they do not get."""
        environment = SandboxedEnvironment(
            loader=jinja2.FileSystemLoader(self.folder),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["headline"] = headline
        environment.filters["thousands"] = lambda number: f"{number:,}".replace(",", ".")
        return environment

    @cached_property
    def stylesheet(self) -> str:
        """The layout's CSS after the rules that follow from its declaration."""
        return prelude(self.spec) + self.style

    def kind(self, name: str) -> Kind | None:
        """How the layout sets items of kind `name`, if it does."""
        return self.spec.kinds.get(name)  # type: ignore[call-overload,no-any-return]


def headline(title: str) -> str:
    """A title whose last line never holds one syllable alone: its last two are held together."""
    head, space, last = title.rpartition(" ")
    return f"{head}\N{NO-BREAK SPACE}{last}" if space and " " in head else title


def known_layouts(workspace: Workspace) -> list[str]:
    """The layouts of a workspace."""
    return sorted(p.parent.name for p in workspace.root.glob(f"layouts/*/{LAYOUT_FILE}"))


def load_layout(workspace: Workspace, name: str, where: Where, problems: Problems) -> Layout:
    """Read and check the layout called `name`.

    Raises:
        StopBuild: it is not there or has errors; they are noted (L001, L005, L006 and those of
            its YAML).
    """
    folder = workspace.root / "layouts" / name
    known = known_layouts(workspace)
    if name not in known:
        problems.add(
            "L001", where, near=nearest(name, known), name=name, known=", ".join(known) or "–"
        )
        raise StopBuild
    source = workspace.name(folder / LAYOUT_FILE)
    text = read_text(folder / LAYOUT_FILE, Where(source), problems)
    document = parse_yaml(text, source, problems) if text is not None else None
    spec = validate(LayoutSpec, document, problems) if document else None
    if spec is None or document is None:
        raise StopBuild
    before = problems.errors
    named: list[tuple[Loc, str]] = [
        (("furniture",), spec.furniture),
        (("stylesheet",), spec.stylesheet),
    ]
    for kind_name, kind in spec.kinds.items():
        named.append((("kinds", kind_name, "template"), kind.template))
        named += [(("kinds", kind_name, "variants", v), f) for v, f in kind.variants.items()]
    files = [p.name for p in folder.iterdir() if p.is_file()]
    for loc, file in named:
        if file not in files:
            problems.add(
                "L005", document.where(loc), near=nearest(file, files), layout=name, path=file
            )
    if problems.errors > before:
        raise StopBuild
    style_path = folder / spec.stylesheet
    style = read_text(style_path, Where(workspace.name(style_path)), problems)
    if style is None:
        raise StopBuild
    return Layout(name, folder, spec, style)


def prelude(spec: LayoutSpec) -> str:
    """The CSS that a layout's declaration implies: page boxes and custom properties.

    `@page` is the type area of a recto on the sheet; `@page bleed` is the trimmed page with its
    bleed. Lengths are available to the stylesheet as `--…` properties, colours as `--<name>`.
    """
    page = spec.geometry
    width, height = page.sheet
    pad = page.pad
    margins = " ".join(
        f"{mm:g}mm"
        for mm in (
            pad + page.head,
            pad + page.outside,
            pad + page.foot,
            pad + page.inside,
        )
    )
    out = page.bleed + abs(page.shift)
    properties = {
        "page-width": f"{page.width:g}mm",
        "page-height": f"{page.height:g}mm",
        "bleed": f"{page.bleed:g}mm",
        "text-width": f"{page.text_width:g}mm",
        "text-height": f"{page.text_height:g}mm",
        "columns": f"{spec.columns}",
        "column-width": f"{spec.column_width:g}mm",
        "half-width": f"{(page.text_width - spec.gutter) / 2:g}mm",
        "gutter": f"{spec.gutter:g}mm",
        "inside": f"{page.inside:g}mm",
        "outside": f"{page.outside:g}mm",
        "head": f"{page.head:g}mm",
        "foot": f"{page.foot:g}mm",
        "to-left-edge": f"{page.inside + out:g}mm",
        "to-right-edge": f"{page.outside + out:g}mm",
        "to-top-edge": f"{page.head + page.bleed:g}mm",
        "font-body": f'"{spec.fonts.body}"',
        "font-heading": f'"{spec.fonts.heading}"',
        "font-display": f'"{spec.fonts.display}"',
        "font-furniture": f'"{spec.fonts.furniture}"',
        **{name: colour.srgb for name, colour in spec.palette.items()},
    }
    root = "".join(f"--{name}: {value};" for name, value in properties.items())
    # one line, so that the line numbers of the engine's complaints are the style sheet's own
    return (
        f"@page {{ size: {width:g}mm {height:g}mm; margin: {margins} }} "
        f"@page bleed {{ margin: {pad - page.bleed:g}mm }} "
        f"@page sheet {{ margin: {pad:g}mm }} "
        f":root {{ {root} }} "
        "html { image-rendering: crisp-edges } "
    )
