"""Pictures: inspected by their headers, prepared for a slot, kept by their contents.

A prepared picture is upright, in sRGB, cropped and no larger than its slot needs, and carries no
metadata: no GPS position, no thumbnail, no profile. Same picture, same recipe, same engines: same
bytes. For a print house the same part of the original is prepared anew, in inks (decision 0017).
Pillow is imported here, so import this module late. Drawings (SVG) are kept here too; what is made
of them is the business of `artwork`.

Files are opened by Pillow's reader for their signature, not by `Image.open`: nothing is guessed,
and Pillow's process-wide limit on pixels stays as it is, for ours is checked from the header.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import struct
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

from PIL import ExifTags, Image, ImageCms, ImageFile, features
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from printshop.colour import InkSpace
from printshop.content.artwork import (
    ARTWORK_VERSION,
    MEDIA_TYPE,
    is_artwork,
    measure_artwork,
    prepare_artwork,
)
from printshop.content.svgread import MAX_BYTES
from printshop.i18n import _
from printshop.output import write_whole
from printshop.problems import Problems, Where

MAX_MEGAPIXELS = 120
"""A larger picture is refused (P004); it would take a gigabyte to decode."""
MAX_SIDE = 30_000
"""A picture with a longer side, in px, is refused (P004)."""
RECIPE_VERSION = 1
"""To be raised with every change here that changes a prepared picture."""

SEPARATION_VERSION = 1
"""To be raised with every change here that changes a picture in inks."""

_JPEG_QUALITY = 88
_PRESS_QUALITY = 90
_DRAWN_GAIN = 2.0
"""How much finer than photographs drawn pictures are prepared for a press: lettering needs it."""
_DEFLATION = 6
_DRAFT_GAP = 1.5
"""How much larger than the result a JPEG is decoded: at 1.5, 45 dB from a full decoding."""
_PRESS_DRAFT_GAP = 1.0
"""The same for a press: at 1, 42 dB or more, which the JPEG made of it then loses anyway."""
_REDUCING_GAP = 3.0
_GRAPHIC_COLOURS = 4096
"""A picture of more colours than these is a photograph."""
_READERS: dict[str, Callable[[IO[bytes]], ImageFile.ImageFile]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WEBP": WebPImageFile,
    "TIFF": TiffImageFile,
}
_TIFF_SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_PHONE_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm"), "HEIC"),
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
}
_PHONE_CONTAINERS = (b"mif1", b"mif2", b"msf1")
_PLAIN_MODES = {
    "1": "L",
    "L": "L",
    "LA": "LA",
    "La": "LA",
    "P": "RGB",
    "PA": "RGBA",
    "RGB": "RGB",
    "RGBX": "RGB",
    "RGBA": "RGBA",
    "RGBa": "RGBA",
    "YCbCr": "RGB",
    "LAB": "RGB",
    "CMYK": "CMYK",
    "I;16": "L",
    "I;16L": "L",
    "I;16B": "L",
}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", MEDIA_TYPE: ".svg"}

Packing = Literal["jpeg", "flate"]
"""A baseline JPEG; or samples, row by row, deflated by zlib."""
_PACKED: dict[Packing, str] = {"jpeg": ".jpg", "flate": ".flate"}

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in px."""


@dataclass(frozen=True)
class PictureFile:
    """A picture as its header describes it."""

    path: Path
    name: str
    """How problems call it."""
    where: Where
    """The place in the source that names it."""
    sha256: str
    """Of the file."""
    width: int
    """px, upright."""
    height: int
    """px, upright."""
    format: str
    """JPEG, PNG, WEBP, TIFF or SVG."""
    mode: str
    """Pillow's name for the kind of pixels."""
    profile: str
    """The ICC profile's own description; empty without a profile that can be read."""
    drawn: tuple[float, float] | None = None
    """Width and height of a drawing in its own units; `width` and `height` are rounded ones."""

    @property
    def ratio(self) -> float:
        """Width by height."""
        width, height = self.drawn or (self.width, self.height)
        return width / height

    @property
    def is_artwork(self) -> bool:
        """Whether it is a drawing: without pixels, at any size."""
        return self.drawn is not None


@dataclass(frozen=True)
class Recipe:
    """What a slot needs of a picture."""

    max_width: int
    """px; a smaller picture is not enlarged."""
    max_height: int
    """px; a smaller picture is not enlarged."""
    ratio: float | None = None
    """Width by height to crop to; None keeps the whole picture."""
    focus: tuple[float, float] = (0.5, 0.5)
    """The point a crop keeps, as parts of the width and the height."""
    grey: bool = False
    """Whether colours become greys."""


@dataclass(frozen=True)
class ArtworkRules:
    """What a drawing is held to, and the colours it is drawn in."""

    palette: Mapping[str, str]
    """The layout's colours, `#rrggbb` by name."""
    recolour: Mapping[str, str]
    """What to draw in place of a colour, `#rrggbb` by `#rrggbb`; others stay."""
    families: Set[str]
    """Of the workspace's fonts."""
    characters: Set[int] | None = None
    """That the workspace's fonts have; None for no check of them."""


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be set."""

    path: Path
    sha256: str
    """Of the prepared file."""
    media_type: str
    width: int
    """px."""
    height: int
    """px."""


@dataclass(frozen=True)
class Separated:
    """A picture in the inks of a press, as it is to be embedded."""

    path: Path
    sha256: str
    """Of its file."""
    packing: Packing
    width: int
    """px."""
    height: int
    """px."""
    grey: bool
    """One channel, 0 for full black; else cyan, magenta, yellow and black: 255 for full ink, in a
    JPEG inverted as Adobe writes them."""
    alpha: Path | None = None
    """What shows of it: deflated samples of one channel, as many; None where all does."""


def inspect(path: Path, name: str, where: Where, problems: Problems) -> PictureFile | None:
    """What the header of the picture `path` says; no pixel is decoded.

    Args:
        path: the file.
        name: how problems call it.
        where: the place in the source that names it.
        problems: P002 to P005, P009 to P011 and S002 are noted here.

    Returns:
        The picture, or None where it cannot be used.
    """
    with _noting(name, where, problems), path.open("rb") as stream:
        kind = _kind(stream.read(128))
        if kind == "SVG":
            stream.seek(0)
            return _drawing(path, name, where, stream.read(MAX_BYTES + 1), problems)
        image = _opened(stream, kind)
        width, height = _upright_size(image, _orientation(image))
        mode, profile = image.mode, _described(image.info.get("icc_profile"))
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return PictureFile(path, name, where, digest, width, height, kind, mode, profile)
    return None


def _drawing(
    path: Path, name: str, where: Where, data: bytes, problems: Problems
) -> PictureFile | None:
    """The drawing in `data`."""
    size = measure_artwork(data, name, problems)
    if size is None:
        return None
    width, height = (max(1, round(side)) for side in size)
    digest = hashlib.sha256(data).hexdigest()
    return PictureFile(path, name, where, digest, width, height, "SVG", "", "", size)


def crop_box(width: int, height: int, ratio: float, focus: tuple[float, float]) -> Box:
    """The largest part of a picture that has `ratio`, with `focus` as near its middle as can be.

    Args:
        width: of the picture, in px.
        height: of the picture, in px.
        ratio: width by height of the part.
        focus: a point, as parts of the width and the height.
    """
    across, down = width, height
    if width > height * ratio:
        across = max(1, round(height * ratio))
    else:
        down = max(1, min(height, round(width / ratio)))
    left = _span(width, across, focus[0])
    top = _span(height, down, focus[1])
    return left, top, left + across, top + down


class PictureStore:
    """Prepared pictures, kept in a folder by their contents.

    A picture is `<sha256>.jpg`, `.png`, `.svg` or `.flate`; `<key>.json` says which one a picture
    and a recipe gave. Files appear complete or not at all, so several builds may share the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self, picture: PictureFile, recipe: Recipe, problems: Problems) -> Prepared | None:
        """The picture as `recipe` needs it, made unless it is kept already.

        Args:
            picture: what `inspect` gave.
            recipe: what the slot needs.
            problems: P002 to P004 and S002 are noted here.

        Returns:
            The prepared picture, or None where the picture cannot be decoded.

        Raises:
            OSError: the result cannot be written; nothing is left half written.
        """
        key = _key(picture.sha256, recipe)
        kept = self._kept(key)
        if kept is not None:
            return kept
        pixels = None
        with _noting(picture.name, picture.where, problems):
            pixels = _pixels(picture, recipe)
        if pixels is None:
            return None
        image, data, media_type = _finished(pixels, grey=recipe.grey)
        return self._keep(key, image.size, data, media_type)

    def separate(
        self,
        picture: PictureFile,
        recipe: Recipe,
        inks: InkSpace,
        finer: float,
        problems: Problems,
    ) -> Separated | None:
        """The same part of the picture as `prepare` gives, in inks, made unless it is kept already.

        Args:
            picture: what `inspect` gave of a picture with pixels.
            recipe: what the slot needs on the screen.
            inks: of the press.
            finer: the press's resolution to the screen's. A drawn picture gets twice as many
                pixels each way; none is enlarged.
            problems: P002 to P004 and S002 are noted here.

        Returns:
            The picture in inks, or None where it cannot be decoded.

        Raises:
            OSError: the result cannot be written; nothing is left half written.
        """
        grey = recipe.grey or inks.black_only
        photo = _resized(replace(recipe, grey=grey), finer)
        drawn = _resized(photo, _DRAWN_GAIN)
        key = _separation_key(picture.sha256, photo, drawn, inks)
        kept = self._kept_separation(key)
        if kept is not None:
            return kept
        pixels = None
        with _noting(picture.name, picture.where, problems):
            pixels = _pixels(picture, photo, drawn, _PRESS_DRAFT_GAP)
        if pixels is None:
            return None
        image, alpha = _in_inks(pixels, inks, grey=grey)
        lossless = pixels.graphic or alpha is not None
        packing: Packing = "flate" if lossless else "jpeg"
        data = _deflated(image) if lossless else _press_jpeg(image)
        return self._keep_separation(key, image, packing, data, alpha)

    def prepare_artwork(
        self, picture: PictureFile, rules: ArtworkRules, problems: Problems
    ) -> Prepared | None:
        """The drawing as `rules` allow it and colour it, made unless it is kept already.

        One that has something told of it is looked at each time, so that it is told each time.

        Args:
            picture: what `inspect` gave of a drawing.
            rules: palette, colours to draw in their place, fonts.
            problems: P009 to P020 are noted here, and R002 and S002.

        Returns:
            The prepared drawing, or None where problems forbid it.

        Raises:
            OSError: the result cannot be written; nothing is left half written.
        """
        key = _artwork_key(picture.sha256, rules)
        kept = self._kept(key)
        if kept is not None:
            return kept
        told, made = Problems(), None
        with _noting(picture.name, picture.where, told):
            data = picture.path.read_bytes()
            if hashlib.sha256(data).hexdigest() != picture.sha256:
                raise _UnusableError("P009", reason=_("it was changed during the build"))
            made = prepare_artwork(
                data,
                picture.name,
                rules.palette,
                rules.recolour,
                rules.families,
                told,
                characters=rules.characters,
            )
        problems.extend(told)
        if made is None:
            return None
        size = picture.width, picture.height
        return self._keep(None if len(told) else key, size, made, MEDIA_TYPE)

    def _kept(self, key: str) -> Prepared | None:
        """The entry `key`; None where there is none or it is damaged."""
        try:
            entry = json.loads((self._folder / f"{key}.json").read_bytes())
            sha256, media_type = entry["sha256"], entry["media_type"]
            path = self._intact(sha256, _SUFFIXES[media_type])
            return Prepared(path, sha256, media_type, int(entry["width"]), int(entry["height"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep(
        self, key: str | None, size: tuple[int, int], data: bytes, media_type: str
    ) -> Prepared:
        """Write the picture, then the entry that leads to it, if it has a key."""
        width, height = size
        path, sha256 = self._write(data, _SUFFIXES[media_type])
        if key is not None:
            self._enter(key, sha256=sha256, media_type=media_type, width=width, height=height)
        return Prepared(path, sha256, media_type, width, height)

    def _kept_separation(self, key: str) -> Separated | None:
        """The picture in inks of the entry `key`; None where there is none or it is damaged."""
        try:
            entry = json.loads((self._folder / f"{key}.json").read_bytes())
            sha256, packing, alpha = entry["sha256"], entry["packing"], entry["alpha"]
            path = self._intact(sha256, _PACKED[packing])
            mask = None if alpha is None else self._intact(alpha, _PACKED["flate"])
            width, height = int(entry["width"]), int(entry["height"])
            return Separated(path, sha256, packing, width, height, bool(entry["grey"]), mask)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _keep_separation(
        self, key: str, image: Image.Image, packing: Packing, data: bytes, alpha: Image.Image | None
    ) -> Separated:
        """Write the picture in inks and what shows of it, then the entry that leads to them."""
        path, sha256 = self._write(data, _PACKED[packing])
        mask, mask_sha256 = None, None
        if alpha is not None:
            mask, mask_sha256 = self._write(_deflated(alpha), _PACKED["flate"])
        (width, height), grey = image.size, image.mode == "L"
        self._enter(
            key,
            sha256=sha256,
            packing=packing,
            width=width,
            height=height,
            grey=grey,
            alpha=mask_sha256,
        )
        return Separated(path, sha256, packing, width, height, grey, mask)

    def _intact(self, sha256: str, suffix: str) -> Path:
        """The file of these contents.

        Raises:
            OSError: it cannot be read.
            ValueError: it has other contents.
        """
        path = self._folder / (sha256 + suffix)
        if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            raise ValueError(path)
        return path

    def _write(self, data: bytes, suffix: str) -> tuple[Path, str]:
        """A file of these contents, and their SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._folder / (sha256 + suffix)
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, data, durable=False)
        return path, sha256

    def _enter(self, key: str, **entry: str | int | None) -> None:
        """The entry `key`."""
        write_whole(self._folder / f"{key}.json", json.dumps(entry).encode(), durable=False)


# Refusals


class _UnusableError(Exception):
    """A picture cannot be used; never leaves this module."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@contextmanager
def _noting(name: str, where: Where, problems: Problems) -> Iterator[None]:
    """Make a problem of whatever ends the block."""
    try:
        yield
    except _UnusableError as error:
        problems.add(error.code, where, near="", path=name, **error.params)
    except Image.DecompressionBombError:
        more = f"> {MAX_MEGAPIXELS}"
        problems.add("P004", where, path=name, megapixels=more, limit=MAX_MEGAPIXELS)
    except Exception as error:  # Pillow's readers raise nearly every kind for broken data
        if isinstance(error, OSError) and error.errno is not None:
            problems.add("S002", where, path=name, reason=error.strerror or str(error))
        else:
            problems.add("P003", where, path=name, reason=_reason(error))


def _reason(error: Exception) -> str:
    """What a reader complains of, in one short line."""
    said = " ".join(str(error).split()).rstrip(".")
    if "truncated" in said.casefold():
        return _("it ends too early")
    return _("its data are broken ({what})").format(what=said[:60] or type(error).__name__)


# Reading

_FILTERS = threading.Lock()
"""Held while the process-wide filters of warnings are changed."""


@contextmanager
def _silent() -> Iterator[None]:
    """No warnings from Pillow: odd metadata are nothing an editor could mend."""
    with _FILTERS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _kind(head: bytes) -> str:
    """The format of a file that begins with `head`."""
    if not head:
        raise _UnusableError("P003", reason=_("the file is empty"))
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head.startswith(_TIFF_SIGNATURES):
        return "TIFF"
    if is_artwork(head):
        return "SVG"
    phone = _phone_format(head)
    if phone:
        raise _UnusableError("P005", format=phone)
    raise _UnusableError("P002")


def _phone_format(head: bytes) -> str:
    """The name of the ISO media format `head` announces in its `ftyp` box; empty for others."""
    if head[4:8] != b"ftyp":
        return ""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
    names = [_PHONE_BRANDS[brand] for brand in brands if brand in _PHONE_BRANDS]
    if names:
        return names[0]
    return "HEIF" if any(brand in _PHONE_CONTAINERS for brand in brands) else ""


def _opened(stream: IO[bytes], kind: str) -> ImageFile.ImageFile:
    """The picture in `stream`, its header read and found fit to be decoded."""
    stream.seek(0)
    try:
        with _silent():
            image = _READERS[kind](stream)
    except SyntaxError as error:
        if kind == "TIFF" and "unknown" in str(error):  # sound, of a kind Pillow does not know
            raise _UnusableError("P002") from error
        raise
    megapixels = math.ceil(image.width * image.height / 1_000_000)
    if megapixels > MAX_MEGAPIXELS:
        raise _UnusableError("P004", megapixels=megapixels, limit=MAX_MEGAPIXELS)
    if max(image.size) > MAX_SIDE:
        sides = f"{image.width} × {image.height} px, {megapixels}"
        raise _UnusableError("P004", megapixels=sides, limit=f"{MAX_SIDE} px")
    if image.mode not in _PLAIN_MODES or _is_raw(image):
        raise _UnusableError("P002")
    return image


def _is_raw(image: ImageFile.ImageFile) -> bool:
    """Whether this is a camera's raw file: a TIFF whose first picture is but a thumbnail."""
    if not isinstance(image, TiffImageFile):
        return False
    thumbnail = image.tag_v2.get(ExifTags.Base.NewSubfileType, 0) == 1
    return thumbnail or ExifTags.Base.DNGVersion in image.tag_v2


def _orientation(image: ImageFile.ImageFile) -> int:
    """How the pixels are to be turned, 1 to 8, as EXIF counts; 1 where it cannot be read."""
    if isinstance(image, TiffImageFile):
        return 1  # Pillow turns these itself
    data = image.info.get("exif")
    if data is None and isinstance(image, PngImageFile):
        data = _late_exif(image.fp)
    exif = Image.Exif()
    try:
        with _silent():
            exif.load(data or b"")
            value = exif.get(ExifTags.Base.Orientation)
    except Exception:  # broken EXIF spoils no picture
        return 1
    return value if value in _UPRIGHT else 1


def _late_exif(stream: IO[bytes] | None) -> bytes | None:
    """The EXIF chunk of a PNG wherever it stands: some programs write it behind the pixels."""
    if stream is None:
        return None
    here = stream.tell()
    stream.seek(8)
    found = None
    while found is None and len(head := stream.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        if name == b"eXIf":
            found = stream.read(min(length, 65_536))
        stream.seek(length + 4, os.SEEK_CUR)
    stream.seek(here)
    return found


def _upright_size(image: Image.Image, orientation: int) -> tuple[int, int]:
    """Width and height after turning, in px."""
    return (image.height, image.width) if orientation >= 5 else (image.width, image.height)


def _described(icc: bytes | None) -> str:
    """What an ICC profile calls itself."""
    if not icc:
        return ""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        return ImageCms.getProfileDescription(profile).strip()
    except (OSError, ImageCms.PyCMSError):
        return ""


# Planning


@dataclass(frozen=True)
class _Plan:
    """What part of a picture to keep, and its size in the result, in px."""

    crop: Box
    size: tuple[int, int]

    @property
    def scale(self) -> float:
        """1 or less."""
        left, top, right, bottom = self.crop
        return max(self.size[0] / (right - left), self.size[1] / (bottom - top))


def _plan(width: int, height: int, recipe: Recipe) -> _Plan:
    """What `recipe` makes of an upright picture."""
    crop = (0, 0, width, height)
    if recipe.ratio is not None:
        crop = crop_box(width, height, recipe.ratio, recipe.focus)
    across, down = crop[2] - crop[0], crop[3] - crop[1]
    scale = min(1.0, recipe.max_width / across, recipe.max_height / down)
    return _Plan(crop, (max(1, round(across * scale)), max(1, round(down * scale))))


def _resized(recipe: Recipe, factor: float) -> Recipe:
    """`recipe` for another resolution. What is cropped does not depend on it."""
    across, down = (
        max(1, math.ceil(side * factor - 1e-6)) for side in (recipe.max_width, recipe.max_height)
    )
    return replace(recipe, max_width=across, max_height=down)


def _plan_stored(picture: PictureFile, recipe: Recipe, orientation: int) -> _Plan:
    """What `recipe` makes of a picture, for its pixels as they are stored."""
    plan = _plan(picture.width, picture.height, recipe)
    return _as_stored(plan, picture.width, picture.height, orientation)


def _as_stored(plan: _Plan, width: int, height: int, orientation: int) -> _Plan:
    """`plan`, made for an upright picture of this size, for the pixels as they are stored."""
    left, top, right, bottom = plan.crop
    if orientation in (2, 3, 6, 7):
        left, right = width - right, width - left
    if orientation in (3, 4, 7, 8):
        top, bottom = height - bottom, height - top
    if orientation in (5, 6, 7, 8):
        return _Plan((top, left, bottom, right), (plan.size[1], plan.size[0]))
    return _Plan((left, top, right, bottom), plan.size)


def _span(whole: int, part: int, focus: float) -> int:
    """Where `part` begins in `whole` to have `focus` as near its middle as can be."""
    return min(max(0, round(whole * focus - part / 2)), whole - part)


# Decoding


@dataclass(frozen=True)
class _Pixels:
    """Decoded pixels: upright, cropped, scaled, of a plain mode."""

    image: Image.Image
    icc: bytes | None
    photo: bool
    """From a JPEG, whose colours are mostly coarse already."""
    graphic: bool
    """Drawn, not photographed: to be kept without loss."""


def _pixels(
    picture: PictureFile, recipe: Recipe, drawn: Recipe | None = None, gap: float = _DRAFT_GAP
) -> _Pixels:
    """The pixels of `picture` that are asked for, in their own colours.

    Args:
        picture: what `inspect` gave.
        recipe: what is asked for.
        drawn: what is asked for in its place of a drawn picture.
        gap: how much larger than the result a JPEG is decoded at least.
    """
    data = picture.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != picture.sha256:
        raise _UnusableError("P003", reason=_("it was changed during the build"))
    image = _opened(io.BytesIO(data), picture.format)
    orientation = _orientation(image)
    plan = _plan_stored(picture, recipe, orientation)
    reduction = _reduced(image, plan.scale, gap)
    _load(image)
    plain = _plain(image)
    photo = picture.format == "JPEG"
    graphic = not photo and _is_graphic(plain, picture.mode)
    if graphic and drawn is not None:
        plan = _plan_stored(picture, drawn, orientation)
    small = _scaled(plain, plan, reduction)
    if orientation in _UPRIGHT:
        small = small.transpose(_UPRIGHT[orientation])
    return _Pixels(small, image.info.get("icc_profile"), photo, graphic)


def _reduced(image: ImageFile.ImageFile, scale: float, gap: float) -> float:
    """Have a JPEG decoded at 1/2, 1/4 or 1/8 where that is plenty for `scale`; which it is."""
    width = image.width
    enough = math.ceil(width * scale * gap), math.ceil(image.height * scale * gap)
    draft = image.draft(None, enough)
    return 1.0 if draft is None else draft[1][2] / width


def _scaled(image: Image.Image, plan: _Plan, reduction: float) -> Image.Image:
    """The part `plan` keeps, at its size, of an image decoded at `reduction`."""
    left, top, right, bottom = (side * reduction for side in plan.crop)
    box = left, top, min(right, image.width), min(bottom, image.height)
    return image.resize(plan.size, Image.Resampling.LANCZOS, box, _REDUCING_GAP)


def _load(image: ImageFile.ImageFile) -> None:
    """Decode. Only readers that meet metadata behind the pixels are silenced: that serialises."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, once imported, has Pillow fill the rest
    if image.format in ("JPEG", "WEBP"):
        image.load()
    else:
        with _silent():
            image.load()


def _plain(image: Image.Image) -> Image.Image:
    """`image` as L, LA, RGB, RGBA or CMYK of 8 bits."""
    mode = _PLAIN_MODES[image.mode]
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 257) + 0.5)
    elif image.has_transparency_data and not mode.endswith("A"):
        mode = "LA" if mode == "L" else "RGBA"
    return image.convert(mode)


def _is_graphic(image: Image.Image, mode: str) -> bool:
    """Whether a picture is drawn: made with a palette, or mostly of a few flat colours."""
    if mode in ("1", "P", "PA"):
        return True
    colours = image.getcolors(_GRAPHIC_COLOURS)
    if colours is None:
        return False
    counts = sorted((count for count, _colour in colours), reverse=True)
    return sum(counts[:16]) >= 0.75 * sum(counts)


# Making


def _finished(pixels: _Pixels, *, grey: bool) -> tuple[Image.Image, bytes, str]:
    """The prepared picture, its bytes and its media type."""
    image = _shown(pixels, grey=grey)
    if pixels.graphic or image.mode.endswith("A"):
        return image, _png(image), "image/png"
    return image, _jpeg(image, fine=not pixels.photo), "image/jpeg"


def _shown(pixels: _Pixels, *, grey: bool) -> Image.Image:
    """The picture in sRGB or its greys, transparent only where something is; no metadata."""
    image = _without_idle_alpha(_in_srgb(pixels.image, pixels.icc))
    if grey:
        image = image.convert("LA" if image.mode.endswith("A") else "L")
    image.info = {}
    return image


def _in_inks(
    pixels: _Pixels, inks: InkSpace, *, grey: bool
) -> tuple[Image.Image, Image.Image | None]:
    """The picture as CMYK or, where it has no colours, as L; and what shows of it."""
    image, alpha = _shown(pixels, grey=grey), None
    if image.mode.endswith("A"):
        alpha, image = image.getchannel("A"), image.convert(image.mode[:-1])
    if image.mode == "L":
        return inks.grey(image), alpha
    return inks.drawing(image) if pixels.graphic else inks.photo(image), alpha


def _in_srgb(image: Image.Image, icc: bytes | None) -> Image.Image:
    """`image` in sRGB, or in grey with sRGB's tone curve; transparency is kept."""
    if not image.mode.endswith("A"):
        return _converted(image, icc)
    colours = _converted(image.convert(image.mode[:-1]), icc)
    colours.putalpha(image.getchannel("A"))
    return colours


def _converted(image: Image.Image, icc: bytes | None) -> Image.Image:
    """`image` through its profile; one that is broken or of other colours counts as none."""
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            return _through(profile, image)
        except (OSError, ImageCms.PyCMSError):
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


def _through(profile: ImageCms.ImageCmsProfile, image: Image.Image) -> Image.Image:
    """`image` from `profile` to sRGB; greys by a table, so that they stay one channel."""
    transform = ImageCms.buildTransform(
        profile,
        _srgb(),
        image.mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if image.mode != "L":
        return transform.apply(image)
    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
    return image.point(list(transform.apply(ramp).convert("L").tobytes()))


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _without_idle_alpha(image: Image.Image) -> Image.Image:
    """`image`, its transparency dropped where nothing is transparent."""
    if image.mode.endswith("A") and image.getchannel("A").getextrema() == (255, 255):
        return image.convert(image.mode[:-1])
    return image


def _png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()


def _jpeg(image: Image.Image, *, fine: bool) -> bytes:
    """A baseline JPEG; `fine` keeps the colours of every pixel, for coloured lettering.

    Pillow gives an optimised JPEG a buffer of one byte a pixel, too little for fine noise.
    """
    sampling = "4:4:4" if fine else "4:2:0"
    return _saved(image, quality=_JPEG_QUALITY, subsampling=sampling, optimize=not fine)


def _press_jpeg(image: Image.Image) -> bytes:
    """A baseline JPEG of CMYK or L.

    All inks are kept of every pixel: sampled coarsely, it would be all but cyan, and black has the
    outlines.
    """
    optimise = image.mode == "L"
    return _saved(image, quality=_PRESS_QUALITY, subsampling="4:4:4", optimize=optimise)


def _saved(image: Image.Image, **options: Any) -> bytes:
    """A JPEG."""
    data = io.BytesIO()
    image.save(data, "JPEG", **options)
    return data.getvalue()


def _deflated(image: Image.Image) -> bytes:
    """The samples, as PDF's `/FlateDecode` has them."""
    return zlib.compress(image.tobytes(), _DEFLATION)


# Keeping


def _key(sha256: str, recipe: Recipe) -> str:
    """What a prepared picture depends on, as one hash."""
    source = {"picture": sha256, "recipe": asdict(recipe), "engines": _engines()}
    return hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()


def _separation_key(sha256: str, photo: Recipe, drawn: Recipe, inks: InkSpace) -> str:
    """What a picture in inks depends on, as one hash."""
    source = {
        "picture in inks": sha256,
        "version": SEPARATION_VERSION,
        "photo": asdict(photo),
        "drawn": asdict(drawn),
        "inks": inks.key,
        "deflate": zlib.ZLIB_RUNTIME_VERSION,
        "engines": _engines(),
    }
    return hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()


def _artwork_key(sha256: str, rules: ArtworkRules) -> str:
    """What a prepared drawing depends on, as one hash."""
    source = {
        "artwork": sha256,
        "version": ARTWORK_VERSION,
        "palette": dict(rules.palette),
        "recolour": dict(rules.recolour),
        "families": sorted(rules.families),
        "characters": None if rules.characters is None else sorted(rules.characters),
    }
    return hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()


@cache
def _engines() -> dict[str, str | int | None]:
    """Versions of all that has a hand in the bytes."""
    codecs = ("libjpeg_turbo", "jpg", "zlib_ng", "zlib", "libtiff", "webp")
    return {
        "recipe": RECIPE_VERSION,
        "Pillow": features.version("pil"),
        "LittleCMS": features.version("littlecms2"),
        **{name: features.version(name) for name in codecs},
    }
