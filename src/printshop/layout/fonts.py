"""The workspace's fonts: the families a layout names are there, the characters of an issue too."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from printshop.layout.load import Layout
from printshop.layout.plan import Plan
from printshop.problems import Problems, Where
from printshop.sources import Workspace

_TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
_INVISIBLE = {0x2060, 0xF8F0, 0xF8F1}


@lru_cache(maxsize=64)
def _face(path: Path, _mtime_ns: int) -> tuple[frozenset[str], frozenset[int]]:
    """The family names and the characters of a font file; the time is part of the key."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, fontNumber=0) as font:
        names = {record.toUnicode() for record in font["name"].names if record.nameID in (1, 16)}
        return frozenset(names), frozenset(font.getBestCmap())


def faces(workspace: Workspace) -> dict[Path, tuple[frozenset[str], frozenset[int]]]:
    """Family names and characters of every font file of the workspace."""
    files = sorted(
        p for p in (workspace.root / "fonts").rglob("*") if p.suffix.lower() in (".ttf", ".otf")
    )
    return {path: _face(path, path.stat().st_mtime_ns) for path in files}


def check_fonts(layout: Layout, workspace: Workspace, problems: Problems) -> None:
    """L006 for each family that the layout names and `fonts/` lacks."""
    families = {name for names, _ in faces(workspace).values() for name in names}
    wanted = layout.spec.fonts
    where = Where(workspace.name(layout.folder / "layout.yaml"))
    for family in sorted({wanted.body, wanted.heading, wanted.display, wanted.furniture}):
        if family not in families:
            problems.add("L006", where, family=family)


def check_glyphs(plan: Plan, workspace: Workspace, problems: Problems) -> None:
    """R002 for each character of the issue that no font of the workspace has."""
    import html

    known = {code for _, codes in faces(workspace).values() for code in codes} | _INVISIBLE
    for piece in (*plan.pieces, *plan.fillers):
        text = html.unescape(_TAGS.sub("", piece.job.html))
        for char in sorted(set(text)):
            if ord(char) not in known and not unicodedata.category(char).startswith(("C", "Z")):
                problems.add(
                    "R002", piece.where, char=char, codepoint=f"{ord(char):04X}", item=piece.id
                )
