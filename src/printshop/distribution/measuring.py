"""How wide words are, by the fonts' own advance widths: what the engine will find, known before.

Lines are broken at spaces only. The engine also breaks after some signs, so it never needs more
lines than are counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from printshop.layout.fonts import read_faces
from printshop.problems import Problems, StopBuild, Where
from printshop.sources import Workspace

_SLACK = 0.2
"""pt by which a line is taken shorter: the engine rounds each advance to 1/1024 pt."""


@dataclass(frozen=True)
class Run:
    """Words of one weight within a paragraph."""

    text: str
    weight: int = 400


Paragraph = Sequence[Run]


@dataclass
class Ruler:
    """Measures words in one family of fonts."""

    files: dict[int, Path]
    """Upright faces by weight."""
    _words: dict[tuple[Run, ...], tuple[float, ...]] = field(default_factory=dict)

    def width(self, paragraph: Paragraph, size: float) -> float:
        """How long it is on one line, in pt, in type of `size` pt."""
        return sum(self._widths(tuple(paragraph))) * size

    def lines(self, paragraph: Paragraph, size: float, width: float) -> int | None:
        """How many lines it takes; None where a word alone is too wide.

        Args:
            paragraph: runs of text, one behind the other.
            size: of the type, in pt.
            width: of a line, in pt.
        """
        room = (width - _SLACK) / size
        lines, used = 1, 0.0
        pieces = self._widths(tuple(paragraph))
        for word, space in zip(pieces[::2], [*pieces[1::2], 0.0], strict=True):
            if word > room:
                return None
            if used + word > room:
                lines, used = lines + 1, 0.0
            used += word + space
        return lines

    def _widths(self, paragraph: tuple[Run, ...]) -> tuple[float, ...]:
        """Widths of words and of the spaces between them, in em, in turns."""
        if paragraph not in self._words:
            advances = [pair for run in paragraph if run.text for pair in self._advances(run)]
            pieces = [0.0]
            for character, advance in advances:
                if character == " ":
                    pieces += [advance, 0.0]
                else:
                    pieces[-1] += advance
            self._words[paragraph] = tuple(pieces)
        return self._words[paragraph]

    def _advances(self, run: Run) -> Iterable[tuple[str, float]]:
        """Characters with their advances in em; that of a cluster is its first one's."""
        import uharfbuzz as hb

        path = self.files[_nearest_weight(run.weight, self.files)]
        font, units = _font(path, path.stat().st_mtime_ns)
        buffer = hb.Buffer()
        buffer.add_str(run.text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer, {"kern": True, "liga": True, "lnum": True, "tnum": True})
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            yield run.text[info.cluster], position.x_advance / units


def ruler(family: str, workspace: Workspace, problems: Problems) -> Ruler:
    """A ruler for a family of the workspace's fonts; any other font where there is no such family.

    Raises:
        StopBuild: the workspace has no font at all (L006).
    """
    faces = read_faces(workspace, problems)
    if not faces:
        problems.add("L006", Where("fonts"), family=family)
        raise StopBuild
    own = [path for path, face in faces.items() if family in face.families] or list(faces)
    upright: dict[int, Path] = {}
    for path in own:
        weight, italic = _weight(path, path.stat().st_mtime_ns)
        if not italic:
            upright.setdefault(weight, path)
    return Ruler(upright or {400: own[0]})


def _nearest_weight(wanted: int, known: Iterable[int]) -> int:
    """The weight that is taken for another that is not there (CSS Fonts 4, 5.2)."""
    if wanted > 500:
        return min(known, key=lambda weight: (weight < wanted, abs(weight - wanted)))
    if wanted < 400:
        return min(known, key=lambda weight: (weight > wanted, abs(weight - wanted)))
    return min(known, key=lambda weight: (weight > 500, weight < wanted, abs(weight - wanted)))


@lru_cache(maxsize=64)
def _weight(path: Path, _mtime_ns: int) -> tuple[int, bool]:
    """A font's weight, and whether it is slanted; the time is part of the key."""
    from fontTools.ttLib import TTFont

    with path.open("rb") as stream, TTFont(stream, lazy=True, fontNumber=0) as font:
        return int(font["OS/2"].usWeightClass), bool(font["OS/2"].fsSelection & 1)


@lru_cache(maxsize=16)
def _font(path: Path, _mtime_ns: int) -> tuple[Any, int]:
    import uharfbuzz as hb

    face = hb.Face(path.read_bytes())
    return hb.Font(face), int(face.upem)
