"""From a picture as it is set back to the one that was given."""

from __future__ import annotations

from dataclasses import dataclass

from printshop.content.pictures import PictureFile, Recipe


@dataclass(frozen=True)
class SourcePicture:
    """What a prepared picture was made of, so that it can be prepared otherwise."""

    file: PictureFile
    recipe: Recipe | None
    """None for a drawing."""
