"""The CSS that follows from a layout's declaration: page boxes, lengths, type scale, colours.

What is printed in the office beside an issue has sheets of its own, and shares fonts and colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from printshop.layout.contract import Colour, LayoutSpec


@dataclass(frozen=True)
class Setting:
    """How tightly one item is set: factors, 1 for the layout's own measures."""

    leading: float = 1.0
    type: float = 1.0
    pictures: float = 1.0
    """Of the greatest height of pictures."""


OFFICE_WIDTH, OFFICE_HEIGHT = 210.0, 297.0
"""The sheet of office papers, in mm: A4 (ISO 216)."""

AS_DESIGNED = Setting()
"""The layout's own measures."""


def prelude(
    spec: LayoutSpec,
    colours: Mapping[str, Colour],
    colour_options: Mapping[str, str],
    setting: Setting = AS_DESIGNED,
) -> str:
    """The first style sheet of every job, in one line.

    `@page` is the type area of a recto on the sheet; `@page bleed` is the trimmed page with its
    bleed. Lengths are available to the style sheets as `--…` properties, the type scale as
    `--size-<name>` and `--leading-<name>`, colours as `--<name>`.

    Args:
        spec: the declaration.
        colours: the palette in force.
        colour_options: options that are colours, each with the palette's name for it.
        setting: scales the type that stands on the baseline grid.
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
        **_fonts(spec),
        "baseline": _points(spec.baseline * setting.leading),
        **_type_scale(spec, setting),
        **_colours(colours, colour_options),
    }
    return (
        f"@page {{ size: {width:g}mm {height:g}mm; margin: {margins} }} "
        f"@page bleed {{ margin: {pad - page.bleed:g}mm }} "
        f"@page sheet {{ margin: {pad:g}mm }} "
        f"{_root(properties)}"
        "html { image-rendering: crisp-edges } "
    )


def office_prelude(
    spec: LayoutSpec, colours: Mapping[str, Colour], colour_options: Mapping[str, str]
) -> str:
    """The first style sheet of office papers (labels, slips, lists), in one line: sheets of A4.

    They have the layout's fonts and colours, by the same names, and sizes of their own: an
    issue's page is another.

    Args:
        spec: the declaration.
        colours: the palette in force.
        colour_options: options that are colours, each with the palette's name for it.
    """
    properties = {**_fonts(spec), **_colours(colours, colour_options)}
    return f"@page {{ size: {OFFICE_WIDTH:g}mm {OFFICE_HEIGHT:g}mm }} {_root(properties)}"


def _root(properties: Mapping[str, str]) -> str:
    """Properties that every rule can use."""
    listed = "".join(f"--{name}: {value};" for name, value in properties.items())
    return f":root {{ {listed} }} "


def _fonts(spec: LayoutSpec) -> dict[str, str]:
    """The families by role."""
    return {
        "font-body": f'"{spec.fonts.body}"',
        "font-heading": f'"{spec.fonts.heading}"',
        "font-display": f'"{spec.fonts.display}"',
        "font-furniture": f'"{spec.fonts.furniture}"',
    }


def _colours(colours: Mapping[str, Colour], colour_options: Mapping[str, str]) -> dict[str, str]:
    """The palette, and the colours that an issue chose."""
    return {
        **{name: colour.srgb for name, colour in colours.items()},
        **{name: colours[colour].srgb for name, colour in colour_options.items()},
    }


def _type_scale(spec: LayoutSpec, setting: Setting) -> dict[str, str]:
    """Sizes and leadings; those on the grid follow `setting`, titles stay as they are."""
    result = {}
    for name, step in spec.type.items():
        on_grid = step.leading == spec.baseline
        result[f"size-{name}"] = _points(step.size * (setting.type if on_grid else 1))
        result[f"leading-{name}"] = _points(step.leading * (setting.leading if on_grid else 1))
    return result


def _points(value: float) -> str:
    return f"{round(value, 4):g}pt"
