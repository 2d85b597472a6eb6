"""Colours in the inks of a press: from sRGB through its ICC profile, and back.

Relative colorimetric with black point compensation, by LittleCMS: paper stays paper, the darkest
sRGB becomes the darkest that the press prints. No colour asked for here needs more ink than the
limit. Pillow is imported where it is used, so this module is light to import.

Pillow's CMYK has 255 for full ink; its greys here have 255 for paper, as `/DeviceGray` has.
"""

from __future__ import annotations

import io
import threading
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageCms, ImageFilter
    from PIL._imagingcms import CmsProfile

COLOUR_VERSION = 1
"""To be raised with every change here that changes a converted picture."""

Inks = tuple[float, float, float, float]
"""Cyan, magenta, yellow, black, each 0 to 1."""
Rgb = tuple[int, int, int]
"""sRGB, each 0 to 255."""

_NODES = 52
"""Samples of sRGB along each channel: 5 apart, so that each is a whole number of 255."""
_HEADROOM = 3.0
"""Percent of ink kept free of the limit: what rounding and a JPEG add to single pixels."""
_MAKING = threading.Lock()
"""Held while the table is asked for, so that threads that begin together make but one."""
_LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Of sRGB's red, green and blue (IEC 61966-2-1)."""


@dataclass(frozen=True)
class InkSpace:
    """The inks of a press. Light to make and to pickle: tables are made when first asked for."""

    profile: bytes
    """The ICC profile of the printing condition: CMYK, for output."""
    limit: float
    """Sum of all inks on one spot, in percent."""
    black_only: bool = False
    """Whether black is the only ink: every colour becomes black by its lightness."""

    @cached_property
    def key(self) -> str:
        """A hash of all that conversions depend on, but for the versions of engines."""
        asked = f"{COLOUR_VERSION} {self.limit} {self.black_only} {_NODES} {_HEADROOM}"
        return sha256(asked.encode() + b"\0" + self.profile).hexdigest()

    def of_srgb(self, rgb: Rgb) -> Inks:
        """The inks for a colour of flat areas, lines and text; greys are of black alone.

        Args:
            rgb: 0 to 255 each.
        """
        if self.black_only or len(set(rgb)) == 1:
            return 0.0, 0.0, 0.0, _black_for(self.profile, _luminance(rgb))
        from PIL import Image

        spot = _to_inks(self.profile).apply(Image.new("RGB", (1, 1), rgb)).tobytes()
        return _limited(spot, self.limit)

    def photo(self, image: Image.Image) -> Image.Image:
        """A photograph of mode RGB in inks, as CMYK. Its greys may be of four inks."""
        if self.black_only:
            return self._in_black(image.convert("L"))
        with _MAKING:
            table = _table(self.profile, self.limit)
        return image.filter(table)

    def drawing(self, image: Image.Image) -> Image.Image:
        """A drawn picture of mode RGB in inks, as CMYK: greys are of black alone.

        So fine black lines and letters do not depend on how exactly four plates meet.
        """
        if self.black_only:
            return self.photo(image)
        from PIL import Image, ImageChops

        red, green, blue = image.split()
        apart = ImageChops.lighter(
            ImageChops.difference(red, green), ImageChops.difference(green, blue)
        )
        neutral = apart.point([255] + [0] * 255)
        return Image.composite(self._in_black(green), self.photo(image), neutral)

    def grey(self, image: Image.Image) -> Image.Image:
        """A picture of mode L from sRGB's greys to those of black alone, 255 for paper.

        Each is as light on paper as on the screen, from the paper's white to full black.
        """
        return image.point(list(_greys(self.profile)))

    def _in_black(self, grey: Image.Image) -> Image.Image:
        """Greys of sRGB, of mode L, as CMYK of black alone."""
        from PIL import Image

        black = grey.point([255 - tone for tone in _greys(self.profile)])
        none = Image.new("L", grey.size)
        return Image.merge("CMYK", (none, none, none, black))

    def to_srgb(self, inks: Inks) -> Rgb:
        """How inks look: paper is white, and the darkest that the press prints is black."""
        from PIL import Image

        spot = Image.new("CMYK", (1, 1), tuple(round(255 * min(max(i, 0), 1)) for i in inks))
        red, green, blue = self.photo_to_srgb(spot).tobytes()
        return red, green, blue

    def photo_to_srgb(self, image: Image.Image) -> Image.Image:
        """How a picture of mode CMYK looks, as RGB."""
        seen = _to_rgb(self.profile).apply(image)
        seen.info = {}  # the transform leaves a profile there, with the time of day in it
        return seen

    def grey_to_srgb(self, image: Image.Image) -> Image.Image:
        """How a picture of mode L looks that is printed in black alone, as RGB."""
        from PIL import Image

        tones = _tones(self.profile)
        return Image.merge("RGB", [image.point(list(tones[band::3])) for band in range(3)])


# Greys


def _luminance(rgb: Rgb) -> float:
    """The luminance of an sRGB colour, 0 to 1."""
    return sum(part * _linear(value / 255) for part, value in zip(_LUMINANCE, rgb, strict=True))


def _linear(value: float) -> float:
    """An sRGB channel, 0 to 1, without its tone curve."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _lightness(luminance: float) -> float:
    """CIE L*, 0 to 100, of a luminance."""
    if luminance <= 216 / 24389:
        return luminance * 24389 / 27
    return float(116 * luminance ** (1 / 3) - 16)


def _luminance_at(lightness: float) -> float:
    """The luminance of a CIE L*."""
    if lightness <= 8:
        return lightness * 27 / 24389
    return float(((lightness + 16) / 116) ** 3)


def _black_for(profile: bytes, luminance: float) -> float:
    """How much black alone, 0 to 1, looks as light as `luminance` on the screen.

    The screen's black becomes full black: luminances are moved on a straight line, as black point
    compensation does.
    """
    lights, blacks = _steps(profile)
    darkest = _luminance_at(lights[0])
    wanted = _lightness(darkest + (1 - darkest) * luminance)
    after = min(max(bisect_left(lights, wanted), 1), len(lights) - 1)
    before = after - 1
    part = (wanted - lights[before]) / (lights[after] - lights[before])
    black = blacks[before] + part * (blacks[after] - blacks[before])
    return round(min(max(black, 0.0), 1.0), 4)


@cache
def _steps(profile: bytes) -> tuple[list[float], list[float]]:
    """The lightness, 0 to 100 rising, of amounts of black alone, 0 to 1.

    LittleCMS gives whole steps of 8 bits; the middle of the amounts that give one step is where
    the lightness is just that.
    """
    from PIL import ImageCms

    lab = _transform(profile, ImageCms.createProfile("LAB"), "LAB", absolute_black=True)
    seen = lab.apply(_ramp()).tobytes()[::3]
    amounts: dict[int, list[int]] = {}
    darkest_yet = 255
    for amount, level in enumerate(seen):
        darkest_yet = min(darkest_yet, level)  # a profile may waver by a step
        amounts.setdefault(darkest_yet, []).append(amount)
    levels = sorted(amounts)
    blacks = [sum(amounts[level]) / len(amounts[level]) / 255 for level in levels]
    blacks[0], blacks[-1] = 1.0, 0.0
    return [level / 2.55 for level in levels], blacks


@cache
def _greys(profile: bytes) -> bytes:
    """The tone of black alone, 255 for paper, for each grey of sRGB."""
    blacks = (_black_for(profile, _linear(value / 255)) for value in range(256))
    return bytes(255 - round(255 * black) for black in blacks)


@cache
def _tones(profile: bytes) -> bytes:
    """How each tone of black alone looks, from full black: 256 times red, green, blue."""
    seen = _to_rgb(profile).apply(_ramp()).tobytes()
    return b"".join(seen[3 * at : 3 * at + 3] for at in range(255, -1, -1))


def _ramp() -> Image.Image:
    """Black alone, from none to full: 256 × 1 px."""
    from PIL import Image

    return Image.frombytes("CMYK", (256, 1), b"".join(bytes((0, 0, 0, k)) for k in range(256)))


# Colours


def _limited(inks: bytes, limit: float) -> Inks:
    """Inks of 0 to 255, each 0 to 1, within `limit` percent: black stays, the others give way."""
    cyan, magenta, yellow, black = (value / 255 for value in inks)
    room, colours = (limit - _HEADROOM) / 100 - black, cyan + magenta + yellow
    if colours > room:
        part = max(room, 0.0) / colours
        cyan, magenta, yellow = cyan * part, magenta * part, yellow * part
    return round(cyan, 4), round(magenta, 4), round(yellow, 4), round(black, 4)


@cache
def _table(profile: bytes, limit: float) -> ImageFilter.Color3DLUT:
    """From sRGB to inks within `limit` percent.

    Each sample is within it, and so is all that lies between samples. (Decision 0017.)
    """
    from PIL import Image, ImageFilter

    steps = [round(at * 255 / (_NODES - 1)) for at in range(_NODES)]
    row = b"".join(bytes((red, green, 0)) for green in steps for red in steps)
    planes = []
    for blue in steps:
        plane = bytearray(row)
        plane[2::3] = bytes([blue]) * _NODES**2
        planes.append(bytes(plane))
    samples = Image.frombytes("RGB", (_NODES**2, _NODES), b"".join(planes))
    inks = _to_inks(profile).apply(samples).tobytes()
    values = array("f", [value / 255 for value in inks])
    most = (limit - _HEADROOM) * 2.55
    for at in range(0, len(inks), 4):
        node = inks[at : at + 4]
        if sum(node) > most:
            values[at : at + 4] = array("f", _limited(node, limit))
    values[-4:] = array("f", (0, 0, 0, 0))  # white is paper, whatever the profile says
    table = ImageFilter.Color3DLUT(_NODES, values, 4, "CMYK")
    table.table = values  # the constructor makes a list of it, which every use would read anew
    return table


@cache
def _to_inks(profile: bytes) -> ImageCms.ImageCmsTransform:
    """From RGB to CMYK, exact: LittleCMS would make a table of its own, of 33 samples."""
    from PIL import ImageCms

    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        _opened(profile),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION | ImageCms.Flags.NOOPTIMIZE,
    )


@cache
def _to_rgb(profile: bytes) -> ImageCms.ImageCmsTransform:
    """From CMYK to RGB."""
    from PIL import ImageCms

    return _transform(profile, ImageCms.createProfile("sRGB"), "RGB")


def _transform(
    profile: bytes, to: CmsProfile, mode: str, *, absolute_black: bool = False
) -> ImageCms.ImageCmsTransform:
    """From CMYK to `mode`; the press's black stays as light as it is with `absolute_black`."""
    from PIL import ImageCms

    flags = ImageCms.Flags.NONE if absolute_black else ImageCms.Flags.BLACKPOINTCOMPENSATION
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.buildTransform(_opened(profile), to, "CMYK", mode, intent, flags)


def _opened(profile: bytes) -> ImageCms.ImageCmsProfile:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(io.BytesIO(profile))
