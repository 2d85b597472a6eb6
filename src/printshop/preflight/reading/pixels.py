"""Pictures of a PDF file, small and in inks, for measuring how much lies where.

Colours are taken as they stand in the file: nothing is converted. A plane is a Pillow image of mode
`L` in which 255 is full ink, named `Cyan`, `Magenta`, `Yellow`, `Black` or as the spot colour is.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import pikepdf
from PIL import Image, ImageChops, ImageFile

from printshop.i18n import _
from printshop.pdf import objects
from printshop.preflight.model import Picture
from printshop.preflight.reading import colours

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_MOST_BYTES = 256_000_000
"""Of one picture, unpacked; what is larger is not measured."""
_KEPT = 48
"""Small pictures kept: one that stands on every page is read once."""
_JPEG_STEPS = 8
"""By how much a JPEG can be read smaller at once."""


@dataclass(frozen=True)
class Small:
    """A picture at a fraction of its size."""

    planes: Mapping[str, Image.Image] = field(default_factory=dict)
    """Ink by name; an ink that is not named is not there."""
    mask: Image.Image | None = None
    """Where it is painted, 255 for wholly; everywhere, if there is none."""
    trouble: str = ""
    """Why its ink cannot be measured; empty where it can, and for RGB and Lab, told elsewhere."""


Pixels = Callable[[Picture, int], Small]
"""A picture made so many times smaller on each side; at least that, for all that is read."""


class _UnmeasurableError(Exception):
    """The picture's samples cannot be read; the text says why."""


class PixelsOf:
    """The pictures of a file, opened; to be used in a `with`. Nothing is raised for bad input."""

    def __init__(self, source: bytes | Path) -> None:
        self._source = io.BytesIO(source) if isinstance(source, bytes) else source
        self._pdf: pikepdf.Pdf | None = None
        self._kept: OrderedDict[tuple[tuple[int, int], int], Small] = OrderedDict()

    def __enter__(self) -> PixelsOf:
        try:
            self._pdf = pikepdf.open(self._source, suppress_warnings=True)
        except Exception:  # locked, damaged or gone: then no picture can be measured
            self._pdf = None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None

    def __call__(self, picture: Picture, factor: int) -> Small:
        """A picture made `factor` times smaller on each side."""
        key = (picture.key, max(factor, 1))
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        small = self._read(picture, key[1])
        self._kept[key] = small
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return small

    def _read(self, picture: Picture, factor: int) -> Small:
        if self._pdf is None:
            return Small(trouble=_("a picture that was not opened"))
        if picture.key == (0, 0):
            return _inline(picture)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Pillow's, of size and odd metadata
                return _small(self._pdf.get_object(picture.key), factor)
        except _UnmeasurableError as exception:
            return Small(trouble=str(exception))
        except Exception:  # whatever a damaged picture does to its decoder
            return Small(trouble=_("a picture that cannot be read"))


def _inline(picture: Picture) -> Small:
    """What is known of a picture that is no object: of one channel, as black as it can be."""
    if picture.mask:
        return Small(mask=Image.new("L", (8, 8), 255))
    if picture.channels == 1 and picture.space in ("DeviceGray", "CalGray", "ICCBased"):
        return Small({"Black": Image.new("L", (8, 8), 255)})
    told = picture.space in _OF_LIGHT and picture.channels == 3
    return Small(trouble="" if told else _("a picture inside the page's own text"))


_OF_LIGHT = ("DeviceRGB", "CalRGB", "ICCBased", "Lab")
"""Of three channels these are colours of light, which the check of colours reports."""


def _small(stream: Any, factor: int) -> Small:
    if objects.get(stream, "/ImageMask") is not None and bool(stream.ImageMask):
        return Small(mask=ImageChops.invert(_channels(stream, 1, factor)[0]))
    mask = _mask_of(stream, factor)
    space = colours.space(objects.get(stream, "/ColorSpace"))
    if space.family == "Indexed":
        return Small(_indexed(stream, space, factor), mask)
    names = _ink_names(space)
    if not names:
        told = space.family in _OF_LIGHT and space.channels == 3
        return Small(mask=mask, trouble="" if told else _("a picture in colours that are no inks"))
    channels = _channels(stream, space.channels, factor)
    if space.channels == 1 and space.family not in ("Separation", "DeviceN"):
        channels = [ImageChops.invert(channels[0])]
    if names == ("All",):
        return Small(dict.fromkeys(PROCESS, channels[0]), mask)
    return Small({n: c for n, c in zip(names, channels, strict=True) if n != "None"}, mask)


def _ink_names(space: colours.Space) -> tuple[str, ...]:
    if space.family in ("Separation", "DeviceN"):
        return space.colorants
    return {1: ("Black",), 4: PROCESS}.get(space.channels, ())


def _indexed(stream: Any, space: colours.Space, factor: int) -> dict[str, Image.Image]:
    """Planes of a picture whose samples are numbers of a table; none where that is RGB."""
    table = [space.inks([number]) for number in range(256)]
    if space.base is None or not any(table):
        return {}
    numbers = _channels(stream, 1, 1, raw=True)[0]
    planes = {}
    for plane, name in enumerate(PROCESS):
        values = [round((inks or (0, 0, 0, 0))[plane] * 255) for inks in table]
        planes[name] = _reduced(numbers.point(values), factor)
    return planes


def _mask_of(stream: Any, factor: int) -> Image.Image | None:
    soft = objects.get(stream, "/SMask")
    if isinstance(soft, pikepdf.Stream):
        return _channels(soft, 1, factor)[0]
    hard = objects.get(stream, "/Mask")
    if isinstance(hard, pikepdf.Stream):
        return ImageChops.invert(_channels(hard, 1, factor)[0])
    return None


def _channels(stream: Any, count: int, factor: int, *, raw: bool = False) -> list[Image.Image]:
    """The samples, a plane for each channel; 255 stands for the largest that `/Decode` gives."""
    width, height = int(stream.Width), int(stream.Height)
    if width < 1 or height < 1 or width * height * count > _MOST_BYTES:
        raise _UnmeasurableError(_("a picture that is too large"))
    filters, data = _unpacked(stream)
    if _FAX.intersection(filters):
        return [Image.new("L", (8, 8), 0)]  # one ink, packed as none here unpacks: all of it
    if not filters:
        image = _packed(stream, data, (width, height), count, raw=raw)
        planes = [_reduced(plane, factor) for plane in image]
    elif filters == ["/DCTDecode"]:
        planes = _jpeg(data, factor)
    elif filters == ["/JPXDecode"]:
        planes = [_reduced(plane, factor) for plane in Image.open(io.BytesIO(data)).split()]
    else:
        raise _UnmeasurableError(_("a picture that cannot be read"))
    if len(planes) != count:
        raise _UnmeasurableError(_("a picture whose colours are not those it is said to have"))
    return planes if raw else _decoded(planes, stream)


_FAX = {"/CCITTFaxDecode", "/JBIG2Decode"}
_PACKERS = {"/DCTDecode", "/JPXDecode", *_FAX}


def _unpacked(stream: Any) -> tuple[list[str], bytes]:
    """The filters that are left, and the bytes before them."""
    given = objects.get(stream, "/Filter")
    names = [str(n) for n in objects.items(given)] or ([str(given)] if given is not None else [])
    if not _PACKERS.intersection(names):
        return [], _plain(stream, names)
    data = stream.read_raw_bytes()
    while names and names[0] == "/FlateDecode":
        names, data = names[1:], zlib.decompressobj().decompress(data, _MOST_BYTES)
    return names, data


def _plain(stream: Any, filters: list[str]) -> bytes:
    """All bytes of samples; `_MOST_BYTES` at most, whatever a small file may unpack to."""
    if filters != ["/FlateDecode"]:
        return objects.decoded(stream, _MOST_BYTES)
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(stream.read_raw_bytes(), _MOST_BYTES)
    given = objects.get(stream, "/DecodeParms")
    parms = next(iter(objects.items(given)), given)
    if objects.number(objects.get(parms, "/Predictor"), 1) == 1:
        return data
    if unpacker.unconsumed_tail:
        raise _UnmeasurableError(_("a picture that is too large"))
    return bytes(stream.read_bytes())  # again, by the library, which knows predictors


def _packed(
    stream: Any, data: bytes, size: tuple[int, int], count: int, *, raw: bool
) -> list[Image.Image]:
    """Planes of samples that stand one after the other."""
    bits = 1 if objects.get(stream, "/ImageMask") else int(stream.get("/BitsPerComponent", 8))
    row = (size[0] * count * bits + 7) // 8
    if 2 * len(data) < row * size[1]:
        raise _UnmeasurableError(_("a picture that cannot be read"))
    data = data[: row * size[1]].ljust(row * size[1], b"\0")
    if bits == 16:
        data, bits = data[::2], 8
    if bits == 8 and count in _MODES:
        return list(Image.frombytes(_MODES[count], size, data).split())
    if bits == 8:
        return [Image.frombytes("L", size, data[channel::count]) for channel in range(count)]
    if count != 1 or bits not in (1, 2, 4):
        raise _UnmeasurableError(_("a picture of few colours in several inks"))
    if bits == 1:
        image = Image.frombytes("1", size, data).convert("L")
    else:
        image = Image.frombytes("L", size, data, "raw", f"L;{bits}")
    # as numbers, or stretched to 255 as Pillow has them
    return [image.point([v * (2**bits - 1) // 255 for v in range(256)]) if raw else image]


_MODES = {1: "L", 3: "RGB", 4: "CMYK"}


def _jpeg(data: bytes, factor: int) -> list[Image.Image]:
    opened = Image.open(io.BytesIO(data), formats=["JPEG"])
    assert isinstance(opened, ImageFile.ImageFile)
    step = max(s for s in (1, 2, 4, _JPEG_STEPS) if s <= factor)
    # for `draft` the size is the least that is wanted
    opened.draft(opened.mode, (opened.width // step, opened.height // step))
    image: Image.Image = opened
    if image.mode == "CMYK":
        image = ImageChops.invert(image)  # Pillow turns every such file over; `/Decode` says when
    return list(_reduced(image, max(1, factor // step)).split())


def _decoded(planes: list[Image.Image], stream: Any) -> list[Image.Image]:
    """As `/Decode` asks: from 0 and 1 to other values, mostly turned over."""
    given = [objects.number(v) for v in objects.items(objects.get(stream, "/Decode"))]
    if len(given) != 2 * len(planes):
        return planes
    made = []
    for number, plane in enumerate(planes):
        low, high = given[2 * number : 2 * number + 2]
        if (low, high) != (0, 1):
            values = [low * 255 + (high - low) * v for v in range(256)]
            plane = plane.point([round(min(max(v, 0), 255)) for v in values])
        made.append(plane)
    return made


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """Averages of squares of `factor` pixels."""
    if factor <= 1:
        return image
    return image.reduce((min(factor, image.width), min(factor, image.height)))
