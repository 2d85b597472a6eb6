"""Pictures in inks as they look on the screen."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Protocol

import pikepdf
from pikepdf import Name

from printshop.prepress.edition import Inks
from printshop.prepress.inks import Rgb
from printshop.prepress.spaces import Space, space_of

if TYPE_CHECKING:
    from PIL import Image

_QUALITY = 90


class Screen(Protocol):
    """What is asked of `printshop.colour.InkSpace` to show inks."""

    def to_srgb(self, inks: Inks, /) -> Rgb:
        """How inks look, 0 to 255 each."""

    def photo_to_srgb(self, image: Image.Image, /) -> Image.Image:
        """How a CMYK picture looks."""

    def grey_to_srgb(self, image: Image.Image, /) -> Image.Image:
        """How a picture in black alone looks; 255 is paper."""


def to_rgb(image: pikepdf.Stream, screen: Screen) -> None:
    """Change an image of cyan, magenta, yellow, black, or of grey, into one of RGB.

    Stencils, images in other spaces, and such as cannot be read stay. A JPEG becomes a JPEG.
    Transparency stays.
    """
    if image.get("/ImageMask", False) or "/ColorSpace" not in image:
        return
    space = space_of(image.ColorSpace)
    try:
        picture = _opened(image, space)
    except (pikepdf.PdfError, ValueError, OSError):
        return  # compressed in a way that nobody here reads
    if picture is None:
        return
    shown = (screen.photo_to_srgb if picture.mode == "CMYK" else screen.grey_to_srgb)(picture)
    lossy = _filter(image) == Name.DCTDecode
    for key in ("/Decode", "/DecodeParms", "/Intent"):
        if key in image:
            del image[key]
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    if lossy:
        buffer = io.BytesIO()
        shown.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
        image.write(buffer.getvalue(), filter=Name.DCTDecode)
    else:
        image.write(zlib.compress(shown.tobytes(), 6), filter=Name.FlateDecode)


def _opened(image: pikepdf.Stream, space: Space) -> Image.Image | None:
    """The image with 255 for full ink (CMYK) or for paper (L); None for what is not shown."""
    from PIL import Image, ImageChops

    if space.kind not in ("cmyk", "grey"):
        return None
    size = int(image.Width), int(image.Height)
    turned = _turned(image)
    if _filter(image) == Name.DCTDecode:
        picture: Image.Image = Image.open(io.BytesIO(image.read_raw_bytes()))
        if picture.mode == "CMYK":
            turned = not turned  # Pillow takes every such JPEG for one that Adobe turned
    elif int(image.get("/BitsPerComponent", 8)) == 8:
        mode = "CMYK" if space.kind == "cmyk" else "L"
        picture = Image.frombytes(mode, size, image.read_bytes())
    elif space.kind == "grey" and image.BitsPerComponent == 1:
        picture = Image.frombytes("1", size, image.read_bytes()).convert("L")
    else:
        return None
    picture.load()
    return ImageChops.invert(picture) if turned else picture


def _filter(image: pikepdf.Stream) -> pikepdf.Object | None:
    """How it is compressed, where that is in one way."""
    used = image.get("/Filter")
    return used[0] if isinstance(used, pikepdf.Array) and len(used) == 1 else used


def _turned(image: pikepdf.Stream) -> bool:
    """Whether `/Decode` turns the values round."""
    decode = image.get("/Decode")
    return decode is not None and float(decode[0]) > float(decode[1])
