"""The workspace's fonts: the families a layout names are there, the characters of an issue too."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from printshop.layout.load import Layout
from printshop.layout.plan import Plan
from printshop.problems import Problems, Where
from printshop.sources import Workspace

_TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
_INVISIBLE = {0x2060, 0xF8F0, 0xF8F1}


@dataclass(frozen=True)
class Face:
    """A font file: the names of its family, the characters it has, its PostScript name."""

    families: frozenset[str]
    characters: frozenset[int]
    postscript_name: str


@lru_cache(maxsize=64)
def _read_face(path: Path, _mtime_ns: int) -> Face:
    """Read a font file; the time is part of the key.

    Raises:
        Exception: of many kinds, where the file is damaged.
    """
    from fontTools.ttLib import TTFont

    with path.open("rb") as stream, TTFont(stream, lazy=True, fontNumber=0) as font:
        names = {record.toUnicode() for record in font["name"].names if record.nameID in (1, 16)}
        postscript_name = font["name"].getDebugName(6) or ""
        return Face(frozenset(names), frozenset(font.getBestCmap()), postscript_name)


def read_faces(workspace: Workspace, problems: Problems) -> dict[Path, Face]:
    """Every font file of the workspace; E004 for one that cannot be read."""
    found = {}
    for path in sorted((workspace.root / "fonts").rglob("*")):
        if path.suffix.lower() not in (".ttf", ".otf"):
            continue
        try:
            found[path] = _read_face(path, path.stat().st_mtime_ns)
        except Exception as error:  # fontTools raises nearly every kind for broken data
            name = workspace.name(path)
            reason = str(error).split("\n")[0] or type(error).__name__
            problems.add("E004", Where(name), path=name, reason=reason)
    return found


def font_files(workspace: Workspace, problems: Problems) -> dict[str, Path]:
    """The workspace's font files by PostScript name."""
    faces = read_faces(workspace, problems)
    return {face.postscript_name: path for path, face in reversed(faces.items())}


def furniture_face(layout: Layout, workspace: Workspace, problems: Problems) -> Path:
    """The regular face of the furniture's family, or another of it; `check_fonts` sees to one."""
    family = layout.spec.fonts.furniture
    faces = read_faces(workspace, problems)
    found = sorted(path for path, face in faces.items() if family in face.families)
    return next((path for path in found if "Regular" in path.name), found[0])


def check_fonts(layout: Layout, workspace: Workspace, problems: Problems) -> None:
    """L006 for each family that the layout names and `fonts/` lacks."""
    faces = read_faces(workspace, problems).values()
    families = {name for face in faces for name in face.families}
    wanted = layout.spec.fonts
    where = Where(workspace.name(layout.folder / "layout.yaml"))
    for family in sorted({wanted.body, wanted.heading, wanted.display, wanted.furniture}):
        if family not in families:
            problems.add("L006", where, family=family)


def check_glyphs(plan: Plan, layout: Layout, workspace: Workspace, problems: Problems) -> None:
    """R002 for each character that no font of the workspace has, R018 for what another lends.

    Lent is what the family of running text lacks: the engine takes it from any other font, and it
    looks foreign in a line.
    """
    faces = read_faces(workspace, problems).values()
    known = {code for face in faces for code in face.characters}
    family = layout.spec.fonts.body
    own = {code for face in faces if family in face.families for code in face.characters}
    own = (own or known) | _INVISIBLE  # a family that is not there is told of already (L006)
    for piece in (*plan.pieces, *plan.fillers, *(part.piece for part in plan.parts)):
        text = html.unescape(_TAGS.sub("", piece.job.html))
        for char in sorted(set(text)):
            if unicodedata.category(char).startswith(("C", "Z")) or ord(char) in own:
                continue
            sign = {"char": char, "codepoint": f"{ord(char):04X}", "item": piece.id}
            if ord(char) in known:
                problems.add("R018", piece.where, **sign, family=family)
            else:
                problems.add("R002", piece.where, **sign)
