"""What the engine calls things in the pages it draws."""

from __future__ import annotations

from hashlib import md5


def image_name(url: str) -> str:
    """The name that page resources have for the image at `url`, without the slash.

    WeasyPrint 70 makes it of the URL and of whether the image is interpolated, which ours are not
    (`image-rendering` in the first style sheet of every job).
    """
    return f"i{md5(url.encode(), usedforsecurity=False).hexdigest()}0"
