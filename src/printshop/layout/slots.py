"""What a template may do with pictures and files: ask for one at a size, and get a URL."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass, field
from typing import Literal

from printshop.content.model import ArticlePicture
from printshop.content.pictures import PictureFile, PictureStore, Recipe
from printshop.geometry import dots
from printshop.layout.load import Layout
from printshop.problems import Problems
from printshop.render import Asset

Slot = Literal["column", "span", "bleed", "page", "half"]


@dataclass(frozen=True)
class SetPicture:
    """A prepared picture: its URL, and the size it is set at in mm."""

    url: str
    width: float
    height: float

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height


_MOST_CROPPED = 0.75
"""How much of a photograph's height stays at least when it is cropped to fill the width."""


def _full_width(shape: float, slot: float) -> float | None:
    """The crop that lets a photograph fill the width of its slot; None where it needs none.

    One that is too tall for it even so stays narrower than the slot.
    """
    return None if shape >= slot else min(slot, shape / _MOST_CROPPED)


@dataclass
class JobAssets:
    """The assets of one job, gathered while its template runs."""

    layout: Layout
    store: PictureStore
    problems: Problems
    scale: float = 1.0
    """Of the greatest height of pictures in articles (`Setting.pictures`)."""
    table: dict[str, Asset] = field(default_factory=dict)
    originals: set[str] = field(default_factory=set)
    """SHA-256 of the pictures used, as they were given."""

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
        if slot == "page" or size:
            ratio = width / height
        elif slot in ("span", "bleed") and ratio is None and picture.format != "PNG":
            ratio = _full_width(picture.ratio, width / height)
        ppi = self.layout.spec.pictures.ppi
        recipe = Recipe(dots(width, ppi), dots(height, ppi), ratio, focus)
        prepared = self.store.prepare(picture, recipe, self.problems)
        if prepared is None:
            return None
        self.originals.add(picture.sha256)
        asset = Asset(prepared.sha256, prepared.media_type, prepared.path)
        self.table[asset.url] = asset
        if size:
            self._check_resolution(picture, prepared.width / (width / 25.4))
            return SetPicture(asset.url, width, height)
        shape = prepared.width / prepared.height
        set_width = min(width, height * shape)
        self._check_resolution(picture, prepared.width / (set_width / 25.4))
        return SetPicture(asset.url, round(set_width, 2), round(set_width / shape, 2))

    def file(self, name: str) -> str:
        """The URL of a file of the layout's folder, or of one that it extends."""
        path = self.layout.find(name)
        if path is None:
            raise LookupError(f"no file {name} in the layout's folder")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
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

    def _check_resolution(self, picture: PictureFile, ppi: float) -> None:
        floor = self.layout.spec.pictures.floor_ppi
        if ppi < floor:
            self.problems.add("P007", picture.where, path=picture.name, ppi=round(ppi), floor=floor)
