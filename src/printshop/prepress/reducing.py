"""Pictures of a file with fewer pixels, for proofs, which are looked at and not printed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Name, Pdf

if TYPE_CHECKING:
    from PIL import Image

_QUALITY = 88
_LEAST = 1.25
"""A picture is made smaller where that saves as much on each side."""
_CHANNELS = {1: "L", 3: "RGB", 4: "CMYK"}


def reduce_pictures(pdf: Pdf, shares: Mapping[tuple[int, int], float]) -> int:
    """Make pictures smaller, in place; their samples keep their meaning.

    Args:
        pdf: the file.
        shares: by object and generation, the part of its pixels on each side that a picture needs.

    Returns:
        How many were made smaller. Those that are not of eight bits a channel, JPEG or plain, stay.
    """
    done = 0
    for key, share in shares.items():
        if share * _LEAST > 1:
            continue
        try:
            image = pdf.get_object(key)
        except (ValueError, pikepdf.PdfError):
            continue
        if isinstance(image, pikepdf.Stream) and image.get("/Subtype") == Name.Image:
            done += _reduced(image, share)
    return done


def _reduced(image: pikepdf.Stream, share: float) -> bool:
    from PIL import Image

    old = int(image.Width), int(image.Height)
    width, height = (max(1, round(side * share)) for side in old)
    is_jpeg = image.get("/Filter") == Name.DCTDecode
    try:
        picture = _jpeg(image, (width, height)) if is_jpeg else _plain(image)
    except (OSError, ValueError, pikepdf.PdfError):
        return False
    if picture is None:
        return False
    small = picture.resize((width, height), Image.Resampling.BOX)
    if is_jpeg:
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
        image.write(buffer.getvalue(), filter=Name.DCTDecode)
    else:
        image.write(zlib.compress(small.tobytes(), 6), filter=Name.FlateDecode)
        if "/DecodeParms" in image:
            del image["/DecodeParms"]
    image.Width, image.Height = width, height
    return True


def _jpeg(image: pikepdf.Stream, wanted: tuple[int, int]) -> Image.Image | None:
    """A JPEG, read at a half, a quarter or an eighth where that is enough.

    Pillow turns the inks of four channels round when it reads and when it writes.
    """
    from PIL import Image

    picture = Image.open(io.BytesIO(image.read_raw_bytes()))
    if picture.mode not in _CHANNELS.values():
        return None
    picture.draft(picture.mode, wanted)
    picture.load()
    return picture


def _plain(image: pikepdf.Stream) -> Image.Image | None:
    """Samples of eight bits in one, three or four channels."""
    from PIL import Image

    if image.get("/BitsPerComponent", 0) != 8 or image.get("/ImageMask", False):
        return None
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and space[0] == Name.Indexed:
        return None
    if image.get("/Filter") not in (None, Name.FlateDecode):
        return None
    data, size = image.read_bytes(), (int(image.Width), int(image.Height))
    mode = _CHANNELS.get(len(data) // max(1, size[0] * size[1]))
    return Image.frombytes(mode, size, data) if mode else None
