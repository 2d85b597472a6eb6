"""What a template may do with pictures and files: ask for one at a size, and get a URL."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from printshop.content.artwork import MEDIA_TYPE
from printshop.content.model import ArticlePicture
from printshop.content.pictures import (
    ArtworkRules,
    PictureFile,
    PictureStore,
    Prepared,
    Recipe,
    inspect,
)
from printshop.geometry import dots
from printshop.layout.fonts import read_faces
from printshop.layout.load import Layout
from printshop.layout.originals import SourcePicture
from printshop.problems import Problems, Where
from printshop.render import Asset
from printshop.workspace import Workspace

Slot = Literal["column", "span", "bleed", "page", "half"]

FEW_PIXELS = ("P007", "P021", "P022")
"""What may be said of a picture for want of pixels."""


@dataclass(frozen=True)
class SetPicture:
    """A prepared picture: its URL, and the size it is set at in mm."""

    url: str
    width: float
    height: float
    reduced: bool = False
    """Whether it is narrower than its slot for want of pixels."""
    artwork: bool = False
    """Whether it is a drawing: never cropped, so its box must not be filled by cutting it."""

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height


_SHRINKING: tuple[Slot, ...] = ("column", "span", "half")
_MOST_CROPPED = 0.75
"""How much of a photograph's height stays at least when it is cropped to fill the width."""


def _full_width(shape: float, slot: float) -> float | None:
    """The crop that lets a photograph fill the width of its slot; None where it needs none.

    One that is too tall for it even so stays narrower than the slot.
    """
    return None if shape >= slot else min(slot, shape / _MOST_CROPPED)


def least_for(floor: float, pixels: int, full: float, least: float) -> float:
    """The width in mm at which a picture is set that should be `full` wide.

    Args:
        floor: the resolution to reach, in pixels an inch.
        pixels: that the picture has across.
        full: the width of the slot, as far as the picture fills it.
        least: no narrower than this, even where the resolution is not reached.
    """
    return min(full, max(pixels / floor * 25.4, least))


@dataclass
class JobAssets:
    """The assets of one job, gathered while its template runs."""

    layout: Layout
    store: PictureStore
    problems: Problems
    scale: float = 1.0
    """Of the greatest height of pictures in articles (`Setting.pictures`)."""
    table: dict[str, Asset] = field(default_factory=dict)
    sources: dict[str, SourcePicture] = field(default_factory=dict)
    """What each picture was made of, by its URL."""

    def picture(
        self,
        picture: PictureFile | ArticlePicture | None,
        slot: Slot = "column",
        *,
        size: tuple[float, float] | None = None,
        ratio: float | None = None,
        focus: tuple[float, float] = (0.5, 0.5),
    ) -> SetPicture | None:
        """Prepare `picture` for a slot of the layout.

        Args:
            picture: as the context gives it; None gives None.
            slot: `column`, `span` (all columns), `bleed` (over the page's edges), `half` (of the
                type area's width) or `page` (the whole page with its bleed, cropped to it).
            size: width and height in mm in place of the slot's; it is cropped to them.
            ratio: crop to this width by height, keeping `focus`.
            focus: from the left and the top, 0 to 1; an article's picture brings its own.
        """
        if isinstance(picture, ArticlePicture):
            focus = picture.spec.focus
            picture = picture.file
        if picture is None:
            return None
        width, height = size or self._slot_size(slot)
        if picture.is_artwork:
            return self._artwork(picture, width, height, ratio)
        if slot == "page" or size:
            ratio = width / height
        elif slot in ("span", "bleed") and ratio is None and picture.format != "PNG":
            ratio = self._full_width(picture, slot, width, height)
        spec = self.layout.spec.pictures
        recipe = Recipe(
            dots(width, spec.ppi), dots(height, spec.ppi), ratio, focus, self.layout.grey_pictures
        )
        prepared = self.store.prepare(picture, recipe, self.problems)
        if prepared is None:
            return None
        url = self._listed(picture, prepared, recipe)
        if size:
            self._check_resolution(picture, prepared.width, width, width)
            return SetPicture(url, width, height)
        shape = prepared.width / prepared.height
        full = set_width = min(width, height * shape)
        if slot in _SHRINKING:
            set_width = self._shrunk(prepared.width, full)
        self._check_resolution(picture, prepared.width, set_width, full)
        reduced = set_width < full
        return SetPicture(url, round(set_width, 2), round(set_width / shape, 2), reduced)

    @property
    def palette(self) -> Mapping[str, str]:
        """The colours that drawings may have, `#rrggbb` by name."""
        return {name: colour.srgb for name, colour in self.layout.spec.palette.items()}

    @property
    def recolour(self) -> Mapping[str, str]:
        """What to draw in place of a colour where the issue chose another palette."""
        chosen = {name: colour.srgb for name, colour in self.layout.colours.items()}
        changed: dict[str, str] = {}
        for name, colour in self.palette.items():
            changed.setdefault(colour.lower(), chosen[name].lower())
        return {old: new for old, new in changed.items() if old != new}

    @cached_property
    def artwork_rules(self) -> ArtworkRules:
        """What drawings are held to."""
        faces = read_faces(Workspace(self._root), self.problems).values()
        return ArtworkRules(
            self.palette,
            self.recolour,
            frozenset(name for face in faces for name in face.families),
            frozenset(code for face in faces for code in face.characters),
        )

    def _artwork(
        self, picture: PictureFile, width: float, height: float, ratio: float | None
    ) -> SetPicture | None:
        """A drawing as large as it can be in its slot: it has no pixels, and is never cropped."""
        prepared = self.store.prepare_artwork(picture, self.artwork_rules, self.problems)
        if prepared is None:
            return None
        if ratio is not None:
            width = min(width, height * ratio)
            height = width / ratio
        set_width = min(width, height * picture.ratio)
        url = self._listed(picture, prepared)
        set_height = set_width / picture.ratio
        return SetPicture(url, round(set_width, 2), round(set_height, 2), artwork=True)

    def _listed(
        self, picture: PictureFile, prepared: Prepared, recipe: Recipe | None = None
    ) -> str:
        """The URL of a prepared picture, which becomes an asset of the job."""
        asset = Asset(prepared.sha256, prepared.media_type, prepared.path)
        self.table[asset.url] = asset
        self.sources[asset.url] = SourcePicture(picture, recipe)
        return asset.url

    def file(self, name: str) -> str:
        """The URL of a file of the layout's folder, or of one that it extends.

        A drawing among them is held to the rules of all drawings.
        """
        path = self.layout.find(name)
        if path is None:
            raise LookupError(f"no file {name} in the layout's folder")
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        prepared = self._own_artwork(path) if media_type == MEDIA_TYPE else None
        if prepared is not None:
            path = prepared.path
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        asset = Asset(sha256, media_type, path)
        self.table[asset.url] = asset
        return asset.url

    def _slot_size(self, slot: Slot) -> tuple[float, float]:
        """Width and greatest height, in mm."""
        spec, page = self.layout.spec, self.layout.spec.geometry
        tallest = page.text_height * spec.pictures.max_height / 100 * self.scale
        edge = 2 * (page.bleed + abs(page.shift))
        sizes: dict[Slot, tuple[float, float]] = {
            "column": (spec.column_width, tallest),
            "half": ((page.text_width - spec.gutter) / 2, tallest),
            "span": (page.text_width, tallest),
            "bleed": (page.width + edge, tallest),
            "page": (page.width + 2 * page.bleed, page.height + 2 * page.bleed),
        }
        return sizes[slot]

    def _own_artwork(self, path: Path) -> Prepared | None:
        """A drawing of the layout."""
        name = Workspace(self._root.resolve()).name(path)
        drawing = inspect(path, name, Where(name), self.problems)
        if drawing is None or not drawing.is_artwork:
            return None
        return self.store.prepare_artwork(drawing, self.artwork_rules, self.problems)

    @property
    def _root(self) -> Path:
        """The workspace: it holds the layouts' folder."""
        return self.layout.folder.parent.parent

    def _full_width(
        self, picture: PictureFile, slot: Slot, width: float, height: float
    ) -> float | None:
        """The crop that lets a photograph fill the width of its slot, if it has the pixels."""
        shown = self._shrunk(picture.width, width) if slot in _SHRINKING else width
        if shown < width and shown / picture.ratio <= height:
            return None
        return _full_width(picture.ratio, width / height)

    def _shrunk(self, pixels: int, full: float) -> float:
        """The width in mm of a picture that would be `full` wide, had it enough pixels."""
        least = min(self.layout.spec.pictures.least_width, self.layout.spec.column_width)
        return least_for(self.layout.spec.pictures.floor_ppi, pixels, full, least)

    def _check_resolution(
        self, picture: PictureFile, pixels: int, width: float, full: float
    ) -> None:
        """P007, P021 or P022 for a picture of few pixels: what was done about it."""
        floor = self.layout.spec.pictures.floor_ppi
        ppi = round(pixels / width * 25.4)
        if pixels / full * 25.4 >= floor:
            return
        told: dict[str, Any] = {"path": picture.name, "floor": floor, "full": round(full)}
        if width == full:
            self.problems.add("P007", picture.where, **told, ppi=ppi)
        elif ppi >= floor:
            self.problems.add("P021", picture.where, **told, width=round(width))
        else:
            self.problems.add("P022", picture.where, **told, width=round(width), ppi=ppi)
