"""C040 to C042: colours of pictures that are guessed or converted; a picture under two names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from printshop.content.pictures import PictureFile, inspect
from printshop.preflight.copy.matter import CopyMatter
from printshop.problems import Problems

_SRGB = ("srgb", "iec61966-2", "iec 61966-2", "c2ci", "sgry", "gray gamma 2.2", "grey gamma 2.2")
"""What profiles of sRGB, and of grey with its tones, call themselves."""


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note each picture once, where it is named first."""
    first: dict[Path, PictureFile] = {}
    for picture in _all(matter):
        first.setdefault(picture.path, picture)
    by_bytes: dict[str, PictureFile] = {}
    for picture in sorted(first.values(), key=lambda one: (one.where, one.name)):
        _check_colours(picture, problems)
        twin = by_bytes.setdefault(picture.sha256, picture)
        if twin is not picture:
            problems.add("C042", picture.where, path=picture.name, other=twin.name)


def _check_colours(picture: PictureFile, problems: Problems) -> None:
    if picture.is_artwork:
        return
    if picture.mode == "CMYK" and not picture.profile:
        problems.add("C040", picture.where, path=picture.name)
    elif picture.profile and not any(n in picture.profile.casefold() for n in _SRGB):
        shown = " ".join(picture.profile.split())[:60]
        problems.add("C041", picture.where, path=picture.name, profile=shown)


def _all(matter: CopyMatter) -> Iterator[PictureFile]:
    """The pictures of the manifest, then those of the articles; the build told what is wrong."""
    for source in matter.loaded.pictures.values():
        picture = inspect(source.path, source.name, source.where, Problems())
        if picture:
            yield picture
    yield from matter.pictures
