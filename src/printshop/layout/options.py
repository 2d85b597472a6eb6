"""The options of a layout: what bulletin and issue set, checked against what it declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from printshop.content.pictures import PictureFile, inspect
from printshop.layout.contract import Option
from printshop.layout.load import Layout
from printshop.manifest import LoadedIssue
from printshop.problems import Problems, Where
from printshop.problems.model import nearest
from printshop.sources import Document

PALETTE = "palette"
"""The option that every layout with more than one palette has."""
OWN_PALETTE = "colour"
"""What the layout's own palette is called there."""

_SWITCH = {
    **dict.fromkeys(("yes", "true", "on", "có"), True),
    **dict.fromkeys(("no", "false", "off", "không"), False),
}


def offered(layout: Layout) -> dict[str, Option]:
    """The options of a layout, with its palettes as one of them."""
    spec = layout.spec
    if not spec.palettes:
        return dict(spec.options)
    told = "; ".join(f"{name}: {palette.description}" for name, palette in spec.palettes.items())
    palette = Option(
        type="choice",
        description=told,
        default=OWN_PALETTE,
        choices=(OWN_PALETTE, *spec.palettes),
    )
    return {PALETTE: palette, **spec.options}


def with_options(layout: Layout, loaded: LoadedIssue, problems: Problems) -> Layout:
    """The layout as bulletin and issue want it.

    Args:
        layout: as declared.
        loaded: the issue; its own options go before the bulletin's. The bulletin's count only in
            the bulletin's layout, where an issue may have another.
        problems: L011 for an option there is not, L014 for a value it cannot have.
    """
    options = offered(layout)
    values: dict[str, Any] = {
        name: _default(option) for name, option in options.items() if name != PALETTE
    }
    palette = OWN_PALETTE
    for given, document, base in _given(loaded):
        for name, text in given.items():
            where = document.where(("options", name))
            option = options.get(name)
            if option is None:
                _unknown(layout, name, list(options), document, problems)
                continue
            value = _value(layout, loaded, name, option, text, base, where, problems)
            if value is None:
                continue
            if name == PALETTE:
                palette = value
            else:
                values[name] = value
    return replace(layout, options=values, palette="" if palette == OWN_PALETTE else palette)


def _given(loaded: LoadedIssue) -> list[tuple[Mapping[str, str], Document, Path]]:
    """What is set, the weaker first, each with the document it stands in and its folder."""
    ours = (loaded.bulletin.options, loaded.bulletin_document, loaded.workspace.root)
    own = (loaded.issue.options, loaded.document, loaded.folder)
    return [ours, own] if loaded.layout_name == loaded.bulletin.layout else [own]


def _default(option: Option) -> Any:
    if option.type == "switch":
        return _SWITCH.get((option.default or "no").lower(), False)
    return option.default if option.type != "artwork" else None


def _value(
    layout: Layout,
    loaded: LoadedIssue,
    name: str,
    option: Option,
    text: str,
    base: Path,
    where: Where,
    problems: Problems,
) -> Any:
    """What a text means for an option; None where it is no value for it (L014 is noted).

    Paths start from the folder `base`: that of the file the option is set in.
    """
    if option.type == "artwork":
        return _artwork(loaded, text, base, where, problems)
    if option.type == "switch":
        if text.lower() in _SWITCH:
            return _SWITCH[text.lower()]
        allowed = ["yes", "no"]
    elif option.type == "text":
        if option.max is None or len(text) <= option.max:
            return text
        problems.add(
            "L013",
            where,
            layout=layout.name,
            field=f"options: {name}",
            item=loaded.id,
            found=len(text),
            least=0,
            most=option.max,
        )
        return text
    else:
        allowed = list(option.choices)
        if text in allowed:
            return text
    problems.add(
        "L014",
        where,
        near=nearest(text, allowed),
        layout=layout.name,
        option=name,
        value=text[:40],
        known=", ".join(allowed),
    )
    return None


def _artwork(
    loaded: LoadedIssue, text: str, base: Path, where: Where, problems: Problems
) -> PictureFile | None:
    path = loaded.workspace.find(base, text, where, problems, missing="P001")
    if path is None:
        return None
    return inspect(path, loaded.workspace.name(path), where, problems)


def _unknown(
    layout: Layout, name: str, known: list[str], document: Document, problems: Problems
) -> None:
    problems.add(
        "L011",
        document.where(("options", name), key=True),
        near=nearest(name, known),
        layout=layout.name,
        option=name,
        known=", ".join(known) or "–",
    )
