"""Pictures in inks: prepared for a press from their originals, and put into its file.

A press file's pages draw what the screen file's draw; only the image objects are others. An image
fills the unit square of whatever matrix it is drawn with, so another number of pixels changes no
page.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from printshop.colour import InkSpace
from printshop.layout.originals import SourcePicture
from printshop.makeup.resources import resource_dictionaries
from printshop.prepress.edition import PressPicture
from printshop.press.load import Press
from printshop.problems import Problems
from printshop.progress import Progress, Silent
from printshop.render.names import image_name

if TYPE_CHECKING:
    from PIL import Image

    from printshop.content.pictures import PictureStore

_WORKERS = 2
"""Pictures prepared at a time. Each holds a decoded picture, up to 360 MB for the largest."""
_INVERTED = [1, 0] * 4
_COLOURS = ("/DeviceRGB", "/CalRGB")
_GREYS = ("/DeviceGray", "/CalGray")
_OF_CHANNELS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_DEFLATION = 6


def press_pictures(
    sources: Mapping[str, SourcePicture],
    finer: Mapping[str, float],
    store: PictureStore,
    press: Press,
    grey: bool,
    problems: Problems,
    progress: Progress | None = None,
    workers: int = _WORKERS,
) -> dict[str, PressPicture]:
    """The pictures that pages draw, in the inks of `press`, by their names in page resources.

    Args:
        sources: what each asset was made of, by its URL. Drawings are passed over.
        finer: how many times as many pixels each way the press needs as the screen's picture has
            (`drawn.finer_for`), by the names of the images that the book's pages draw, without
            the slash. No picture is enlarged beyond its original.
        store: where they are kept between builds.
        press: its profile and limit of ink.
        grey: whether photographs are printed without colour.
        problems: P002 to P004 and S002 are noted here, in the order of the sources.
        progress: told of each picture.
        workers: how many are prepared at a time.

    Raises:
        OSError: a result cannot be written.
    """
    told = progress or Silent()
    wanted = {image_name(url): source for url, source in sources.items()}
    wanted = {name: source for name, source in wanted.items() if name in finer}

    def separated(name: str) -> tuple[PressPicture | None, Problems]:
        noted, source = Problems(), wanted[name]
        if source.recipe is None:
            return None, noted
        recipe = replace(source.recipe, grey=source.recipe.grey or grey)
        made = store.separate(source.file, recipe, press.ink_space, finer[name], noted)
        if made is None:
            return None, noted
        return PressPicture(
            made.path, made.sha256, made.width, made.height, made.grey, made.packing, made.alpha
        ), noted

    pictures: dict[str, PressPicture] = {}
    with ThreadPoolExecutor(workers, "separate") as pool:
        for (name, source), (picture, noted) in zip(
            wanted.items(), pool.map(separated, wanted), strict=True
        ):
            problems.extend(noted)
            told.step(source.file.name)
            if picture is not None:
                pictures[name] = picture
    return pictures


def swap_images(
    pdf: Pdf, pictures: Mapping[str, PressPicture], inks: InkSpace, grey: bool
) -> list[str]:
    """Give every image of `pdf` inks in place of sRGB. To be called once: greys are converted too.

    Stencils and bilevel images stay. So do images in inks already, and soft masks.

    Args:
        pdf: changed: no image in RGB is left in what pages, forms, patterns and masks draw with.
        pictures: to be drawn in place of images, by their names in resources, without the slash.
        inks: for all other images.
        grey: whether photographs are printed without colour.

    Returns:
        The names of the images that were converted from their own pixels, sorted.
    """
    swapper = _Swapper(pdf, inks, grey)
    dictionaries = resource_dictionaries(pdf)
    for resources in _in_masks(dictionaries):
        for name, image in _images(resources):
            resources.XObject[name] = swapper.as_mask(image)
    for resources in dictionaries:
        for name, image in _images(resources):
            picture = pictures.get(name[1:])
            resources.XObject[name] = (
                swapper.convert(name[1:], image) if picture is None else swapper.put(picture, image)
            )
    return sorted(swapper.names)


def _images(resources: pikepdf.Object) -> list[tuple[str, pikepdf.Object]]:
    """The images that a resource dictionary names."""
    things = resources.get("/XObject", Dictionary())
    return [(name, thing) for name, thing in things.items() if thing.get("/Subtype") == Name.Image]


def _in_masks(dictionaries: Iterable[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """The resources of groups whose lightness masks others: their greys are no ink."""
    for resources in dictionaries:
        for state in resources.get("/ExtGState", Dictionary()).values():
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary) and mask.get("/S") == Name.Luminosity:
                yield mask.G.get("/Resources", Dictionary())


class _Swapper:
    """Images of one file in inks, each made once."""

    def __init__(self, pdf: Pdf, inks: InkSpace, grey: bool) -> None:
        self.names: set[str] = set()
        """Of those that were converted."""
        self._pdf = pdf
        self._inks = inks
        self._grey = grey or inks.black_only
        self._placed: dict[tuple[str, Path | None], pikepdf.Object] = {}
        self._converted: dict[tuple[int, int], pikepdf.Object] = {}
        self._done: set[tuple[int, int]] = set()
        """New images, and those that stay as they are."""

    def put(self, picture: PressPicture, image: pikepdf.Object) -> pikepdf.Object:
        """The image object of a picture that was prepared for the press, in place of `image`."""
        if image.objgen in self._done:
            return image
        key = picture.sha256, picture.alpha
        if key not in self._placed:
            space = Name.DeviceGray if picture.grey else Name.DeviceCMYK
            made = self._image(picture.path.read_bytes(), picture.width, picture.height, space)
            if picture.packing == "jpeg":
                made.Filter = Name.DCTDecode
                if not picture.grey:
                    made.Decode = Array(_INVERTED)
            if picture.alpha is not None:
                shown = picture.alpha.read_bytes()
                made.SMask = self._image(shown, picture.width, picture.height, Name.DeviceGray)
            self._placed[key] = made
        return self._placed[key]

    def as_mask(self, image: pikepdf.Object) -> pikepdf.Object:
        """`image` within a luminosity mask: colours become greys, greys stay."""
        if _kind(image) in ("rgb", "indexed rgb"):
            image = self._converted_once(image, self._mask)
        self._done.add(image.objgen)
        return image

    def convert(self, name: str, image: pikepdf.Object) -> pikepdf.Object:
        """`image` in inks, of its own pixels; itself where it is in inks already."""
        if image.objgen in self._done:
            return image
        makers = {
            "rgb": self._pixels,
            "grey": self._greys,
            "indexed rgb": self._palette,
            "indexed grey": self._palette,
        }
        maker = makers.get(_kind(image))
        if maker is None:
            _tidy(image)
            self._done.add(image.objgen)
            return image
        self.names.add(name)
        return self._converted_once(image, maker)

    def _converted_once(
        self, image: pikepdf.Object, maker: Callable[[pikepdf.Object], pikepdf.Object]
    ) -> pikepdf.Object:
        """What `maker` makes of `image`, with its mask."""
        if image.objgen not in self._converted:
            made = maker(image)
            for key in ("/SMask", "/Mask"):
                if isinstance(image.get(key), pikepdf.Stream):
                    made[key] = _tidy(image[key])
            self._converted[image.objgen] = made
            self._done.add(made.objgen)
        return self._converted[image.objgen]

    def _pixels(self, image: pikepdf.Object) -> pikepdf.Object:
        """An image in RGB, in inks; a JPEG counts as a photograph, all else as drawn."""
        pixels = _decoded(image, "RGB")
        if self._grey:
            return self._raster(self._inks.grey(pixels.convert("L")))
        photo = "/DCTDecode" in _filters(image)
        return self._raster(self._inks.photo(pixels) if photo else self._inks.drawing(pixels))

    def _greys(self, image: pikepdf.Object) -> pikepdf.Object:
        """An image in greys of the screen, in black."""
        return self._raster(self._inks.grey(_decoded(image, "L")))

    def _mask(self, image: pikepdf.Object) -> pikepdf.Object:
        """An image in RGB as greys of the same lightness."""
        return self._raster(_decoded(image, "RGB").convert("L"))

    def _palette(self, image: pikepdf.Object) -> pikepdf.Object:
        """An image of a few numbered colours: other colours, the same numbers."""
        from PIL import Image

        _indexed, base, highest, colours = image.ColorSpace
        mode = "RGB" if _space(base) == "rgb" else "L"
        held = colours.read_bytes() if isinstance(colours, pikepdf.Stream) else bytes(colours)
        size = (int(highest) + 1) * len(mode)
        row = Image.frombytes(mode, (int(highest) + 1, 1), held[:size].ljust(size, b"\0"))
        in_black = mode == "L" or self._grey
        inked = self._inks.grey(row.convert("L")) if in_black else self._inks.drawing(row)
        made = self._pdf.make_stream(image.read_raw_bytes(), dict(_tidy(image).items()))
        made.ColorSpace = Array(
            [
                Name.Indexed,
                Name.DeviceGray if in_black else Name.DeviceCMYK,
                int(highest),
                pikepdf.String(inked.tobytes()),
            ]
        )
        return made

    def _raster(self, pixels: Image.Image) -> pikepdf.Object:
        """An image object of L or CMYK."""
        space = Name.DeviceGray if pixels.mode == "L" else Name.DeviceCMYK
        return self._image(zlib.compress(pixels.tobytes(), _DEFLATION), *pixels.size, space)

    def _image(self, data: bytes, width: int, height: int, space: Name) -> pikepdf.Object:
        """An image object of deflated samples of 8 bits."""
        return self._pdf.make_stream(
            data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=width,
            Height=height,
            ColorSpace=space,
            BitsPerComponent=8,
            Filter=Name.FlateDecode,
        )


# Reading


def _kind(image: pikepdf.Object) -> str:
    """`rgb`, `grey`, `indexed rgb` or `indexed grey`; empty for what stays as it is.

    That is what has inks already, and stencils and bilevel images: they are of ink or none.
    """
    if image.get("/ImageMask"):
        return ""
    space = _space(image.get("/ColorSpace"))
    bilevel = space == "grey" and image.get("/BitsPerComponent", 8) == 1
    return "" if bilevel else space


def _space(space: pikepdf.Object | None) -> str:
    """What a colour space is to be converted from; empty for none."""
    if isinstance(space, Array):
        family, about = str(space[0]), space[1]
    else:
        family, about = str(space), None
    if family == "/ICCBased" and about is not None:
        family = _OF_CHANNELS.get(int(about.N), "")
    if family == "/Indexed":
        base = _space(about)
        return f"indexed {base}" if base else ""
    if family in _COLOURS:
        return "rgb"
    return "grey" if family in _GREYS else ""


def _filters(image: pikepdf.Object) -> list[str]:
    """The names of a stream's filters."""
    filters = image.get("/Filter", Array())
    return [str(name) for name in (filters if isinstance(filters, Array) else [filters])]


def _decoded(image: pikepdf.Object, mode: str) -> Image.Image:
    """The pixels of an image object, of 8 bits."""
    from PIL import Image

    if image.get("/BitsPerComponent", 8) == 16:
        size = int(image.Width), int(image.Height)
        return Image.frombytes(mode, size, image.read_bytes()[::2])
    pixels = pikepdf.PdfImage(cast("pikepdf.Stream", image)).as_pil_image().convert(mode)
    pixels.info = {}
    return pixels


def _tidy(image: pikepdf.Object) -> pikepdf.Object:
    """`image`, not asking to be smoothed where it is enlarged: PDF/X leaves that to the press."""
    if "/Interpolate" in image:
        del image["/Interpolate"]
    return image
