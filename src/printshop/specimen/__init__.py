"""Specimens: all that a layout can set, in dummy text, built as any issue is.

A specimen is an issue like any other. It is written into `.printshop/specimens/<name>/`, within
the limits that the layout declares, and goes through the ordinary recipe with all its checks.
What cannot stand in one issue (an imprint's own page and a back cover, two kinds of front page)
stands in a second one.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from printshop.build import build
from printshop.layout.fonts import read_faces
from printshop.layout.load import Layout, load_layout
from printshop.layout.options import OWN_PALETTE, PALETTE, offered
from printshop.output import write_whole
from printshop.problems import Problems, StopBuild, Where
from printshop.problems.model import nearest
from printshop.progress import Progress
from printshop.settings import STATE, Built, Settings
from printshop.specimen.drawings import draw, field_colours
from printshop.specimen.writing import Amounts, Number, numbers
from printshop.workspace import ISSUE_FILE, Workspace

__all__ = ["Specimen", "build_specimen"]

_BUILT = "_built"
"""Where the recipe's own results go; no layout that can be shown has such a name."""
_ATTEMPTS = 4
_LESS, _LOWER = 0.8, 0.88
"""How much less is tried on a front page that runs over, and how much lower the fillers where a
page stays white: one of another height may suit."""
_NOT_MEANT = ("M011",)
"""What is not told of a specimen: that it has more pages than an issue may have."""


@dataclass(frozen=True)
class Specimen:
    """What `build_specimen` made."""

    built: tuple[Built, ...]
    """Of each issue, what was made, with the finished file in place of the recipe's."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The finished files."""
        return tuple(file for built in self.built for file in built.files)


def build_specimen(
    workspace: Workspace,
    name: str,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
    *,
    palette: str = "",
    out: Path | None = None,
) -> Specimen | None:
    """Build the specimen of the layout called `name`.

    Args:
        workspace: the folder of everything.
        name: the layout.
        settings: resolved options; `targets` and `out` are the specimen's own.
        problems: all that is found, by every stage; L001 for a layout there is not, L011 and
            L014 for a palette.
        progress: told of stages and steps.
        palette: one of the layout's palettes; its own by default.
        out: the file; `dist/layouts/<name>.pdf` by default. A second issue's has `-2` in its name.

    Returns:
        What was made; None where problems forbid it: then no finished file was touched.

    Raises:
        StopBuild: there is no such layout or palette, or the layout has errors.
        OSError: a file cannot be written.
    """
    layout = load_layout(workspace, name, Where(), problems)
    chosen = _palette(layout, palette, problems)
    stem = f"{name}-{chosen}" if chosen else name
    face = _face(layout, workspace)
    place = workspace.root / STATE / "specimens"
    settings = replace(settings, targets=("screen",), out=place / _BUILT)
    amounts = Amounts()
    for _attempt in range(_ATTEMPTS):
        told = Problems()
        made: list[Built] = []
        for i, number in enumerate(numbers(layout.spec, name, chosen, amounts)):
            folder = place / (f"{stem}-{i + 1}" if i else stem)
            write_number(number, folder, layout, face, chosen)
            built = build(workspace, folder, settings, told, progress)
            if built is None:
                problems.extend(told)
                return None
            made.append(built)
        better = _better(amounts, told)
        if better == amounts:
            break
        amounts = better
    problems.extend(problem for problem in told if problem.code not in _NOT_MEANT)
    first = out or workspace.root / "dist" / "layouts" / f"{stem}.pdf"
    finished = []
    for i, built in enumerate(made):
        file = first.with_name(f"{first.stem}-{i + 1}{first.suffix}") if i else first
        write_whole(file, built.files[0].read_bytes())
        finished.append(replace(built, files=(file,)))
    return Specimen(tuple(finished))


def _better(amounts: Amounts, told: Problems) -> Amounts:
    """What to try next, after these problems; the same where there is nothing to mend."""
    over = any(p.code in ("R005", "R015") and ("item", "front") in p.params for p in told)
    white = any(p.code in ("R012", "R017") for p in told)
    return Amounts(
        round(amounts.front * (_LESS if over else 1), 3),
        round(amounts.fillers * (_LOWER if white else 1), 3),
    )


def _palette(layout: Layout, wanted: str, problems: Problems) -> str:
    """The palette's name; empty for the layout's own."""
    if not wanted:
        return ""
    options = offered(layout)
    if PALETTE not in options:
        known = ", ".join(options) or "–"
        problems.add("L011", layout=layout.name, option=PALETTE, known=known)
        raise StopBuild
    choices = options[PALETTE].choices
    if wanted not in choices:
        near, known = nearest(wanted, choices), ", ".join(choices)
        problems.add(
            "L014", near=near, layout=layout.name, option=PALETTE, value=wanted[:40], known=known
        )
        raise StopBuild
    return "" if wanted == OWN_PALETTE else wanted


def _face(layout: Layout, workspace: Workspace) -> Path | None:
    """The file of the layout's font for headings: sizes are written with it on the pictures."""
    family = layout.spec.fonts.heading
    faces = read_faces(workspace, Problems())
    return next((path for path, face in faces.items() if family in face.families), None)


def write_number(
    number: Number, folder: Path, layout: Layout, face: Path | None, palette: str = ""
) -> None:
    """Write an issue of the specimen into `folder`; what else is there goes.

    Args:
        number: the issue.
        folder: its folder, made where it is missing.
        layout: gives the colours.
        face: the font's file for what is written on pictures.
        palette: whose colours; empty for the layout's own.

    Raises:
        OSError: it cannot be written.
    """
    files = _files(number, replace(layout, palette=palette), face)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            shutil.rmtree(path)
    for name, data in files.items():
        path = folder / name
        if not (path.is_file() and path.read_bytes() == data):
            write_whole(path, data, durable=False)


def _files(number: Number, layout: Layout, face: Path | None) -> Mapping[str, bytes]:
    colours = field_colours({name: colour.srgb for name, colour in layout.colours.items()})
    manifest = yaml.safe_dump(number.manifest, allow_unicode=True, sort_keys=False, width=10**6)
    return {
        ISSUE_FILE: manifest.encode(),
        **{f"articles/{name}.md": text.encode() for name, text in number.articles.items()},
        **{
            drawing.file: draw(drawing, colours[i % len(colours)], face)
            for i, drawing in enumerate(number.pictures)
        },
    }
