"""Colours go through FOGRA39L and back; LittleCMS, not our own tables, judges what comes out."""

from __future__ import annotations

import io
import pickle
import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageMath, ImageStat

from printshop.colour import InkSpace
from support import REPOSITORY

PROFILE = (REPOSITORY / "presses" / "FOGRA39L_coated.icc").read_bytes()
FREE = InkSpace(PROFILE, 400)
NEWSPRINT = InkSpace(PROFILE, 245)
BLACK = InkSpace(PROFILE, 320, black_only=True)
CHANNEL = st.integers(0, 255)
COLOUR = st.tuples(CHANNEL, CHANNEL, CHANNEL)


@cache
def direct() -> ImageCms.ImageCmsTransform:
    """LittleCMS's own way from sRGB to the inks, without its shortcuts."""
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        ImageCms.ImageCmsProfile(io.BytesIO(PROFILE)),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION | ImageCms.Flags.NOOPTIMIZE,
    )


@cache
def printed() -> ImageCms.ImageCmsTransform:
    """What the profile says that inks look like on its paper, in Lab."""
    return ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(PROFILE)),
        ImageCms.createProfile("LAB"),
        "CMYK",
        "LAB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )


def lightness(inks: Image.Image) -> list[float]:
    """L* of each pixel of a CMYK picture, printed."""
    return [value / 2.55 for value in printed().apply(inks).tobytes()[::3]]


def random_colours(size: int = 256) -> Image.Image:
    return Image.frombytes("RGB", (size, size), random.Random(7).randbytes(3 * size * size))


def photograph() -> Image.Image:
    """Smooth shapes with some grain, all colours in it."""
    draw = random.Random(8)
    shapes = Image.frombytes("RGB", (9, 7), draw.randbytes(3 * 63)).resize((360, 240), 3)
    grain = Image.frombytes("RGB", (360, 240), draw.randbytes(3 * 360 * 240))
    return Image.blend(shapes, grain, 0.06)


def most_ink(image: Image.Image) -> float:
    """The greatest sum of inks, in percent."""
    bands = [band.convert("I") for band in image.split()]
    total = ImageMath.lambda_eval(
        lambda names: names["c"] + names["m"] + names["y"] + names["k"],
        **dict(zip("cmyk", bands, strict=True)),
    )
    return float(total.getextrema()[1] / 2.55)


@pytest.mark.parametrize(
    ("image", "mean", "most"), [(random_colours(), 0.25, 14), (photograph(), 0.25, 10)]
)
def test_colours_are_those_of_littlecms(image: Image.Image, mean: float, most: int) -> None:
    apart = ImageChops.difference(FREE.photo(image), direct().apply(image))
    found = ImageStat.Stat(apart)
    assert max(found.mean) < mean
    assert max(high for _low, high in found.extrema) <= most


@pytest.mark.parametrize("limit", [320, 300, 280, 245, 200])
@pytest.mark.parametrize(
    "image", [random_colours(), photograph(), photograph().point(lambda v: v // 5)]
)
def test_no_pixel_has_more_ink_than_the_limit(limit: int, image: Image.Image) -> None:
    got = InkSpace(PROFILE, limit).photo(image)
    assert got.mode == "CMYK"
    assert most_ink(got) <= limit - 2
    assert limit > 300 or most_ink(FREE.photo(image)) > 200


def test_the_limit_takes_colours_and_leaves_black() -> None:
    dark = Image.new("RGB", (1, 1), (20, 6, 2))
    free, held = FREE.photo(dark).tobytes(), NEWSPRINT.photo(dark).tobytes()
    assert sum(free) / 2.55 > 260
    assert abs(held[3] - free[3]) <= 4
    assert all(less < more for less, more in zip(held[:3], free[:3], strict=True))


@given(COLOUR)
def test_a_colour_is_within_the_limit_too(rgb: tuple[int, int, int]) -> None:
    inks = NEWSPRINT.of_srgb(rgb)
    assert sum(inks) <= 2.45
    assert all(0 <= ink <= 1 for ink in inks)


@given(CHANNEL)
def test_greys_are_of_black_alone(value: int) -> None:
    assert FREE.of_srgb((value, value, value))[:3] == (0, 0, 0)


def test_white_is_paper_and_black_is_black() -> None:
    for inks in (FREE, NEWSPRINT, BLACK):
        assert inks.of_srgb((255, 255, 255)) == (0, 0, 0, 0)
        assert inks.of_srgb((0, 0, 0)) == (0, 0, 0, 1)
        white = Image.new("RGB", (2, 2), "white")
        assert inks.photo(white).tobytes() == inks.drawing(white).tobytes() == bytes(16)
        assert inks.grey(Image.frombytes("L", (2, 1), b"\0\xff")).tobytes() == b"\0\xff"
    assert FREE.to_srgb((0, 0, 0, 0)) == (255, 255, 255)
    assert max(FREE.to_srgb((1, 1, 1, 1))) < 12


def test_greys_rise_and_are_as_light_on_paper_as_on_the_screen() -> None:
    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
    tones = FREE.grey(ramp).tobytes()
    assert list(tones) == sorted(tones)
    assert (tones[0], tones[-1]) == (0, 255)
    pixels = b"".join(bytes((0, 0, 0, 255 - tone)) for tone in tones)
    got = lightness(Image.frombytes("CMYK", (256, 1), pixels))
    lab = ImageCms.createProfile("LAB")
    shown = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB")
    wanted = [value / 2.55 for value in shown.apply(ramp.convert("RGB")).tobytes()[::3]]
    darkest = luminance(got[0])
    for value in range(256):
        scaled = darkest + (1 - darkest) * luminance(wanted[value])
        assert abs(luminance_lightness(scaled) - got[value]) < 1.2, value
    assert abs(got[128] - luminance_lightness(luminance(wanted[128]))) < 2


def luminance(light: float) -> float:
    return ((light + 16) / 116) ** 3 if light > 8 else light * 27 / 24389


def luminance_lightness(value: float) -> float:
    return 116 * value ** (1 / 3) - 16 if value > 216 / 24389 else value * 24389 / 27


def test_a_flat_grey_is_the_grey_of_photographs() -> None:
    for value in range(256):
        tone = FREE.grey(Image.new("L", (1, 1), value)).getpixel((0, 0))
        assert isinstance(tone, int)
        assert abs(255 * (1 - FREE.of_srgb((value,) * 3)[3]) - tone) <= 0.6


@given(COLOUR)
def test_black_alone_goes_by_lightness(rgb: tuple[int, int, int]) -> None:
    *colours, black = BLACK.of_srgb(rgb)
    assert colours == [0, 0, 0]
    darker = BLACK.of_srgb((rgb[0] // 2, rgb[1] // 2, rgb[2] // 2))
    assert darker[3] >= black


def test_photographs_in_black_alone_have_no_other_ink() -> None:
    image = photograph()
    got = BLACK.photo(image)
    assert [band.getextrema() for band in got.split()[:3]] == [(0, 0)] * 3
    assert (
        ImageChops.invert(got.getchannel("K")).tobytes() == BLACK.grey(image.convert("L")).tobytes()
    )
    assert BLACK.drawing(image).tobytes() == got.tobytes()


def test_drawings_have_greys_of_black_alone_and_colours_as_photographs_have() -> None:
    image = Image.new("RGB", (4, 1), (200, 30, 40))
    for at, value in enumerate((0, 100, 255)):
        image.putpixel((at, 0), (value, value, value))
    got, photo = FREE.drawing(image).tobytes(), FREE.photo(image).tobytes()
    for at, value in enumerate((0, 100, 255)):
        black = 255 * FREE.of_srgb((value,) * 3)[3]
        assert got[4 * at : 4 * at + 3] == bytes(3)
        assert abs(got[4 * at + 3] - black) <= 0.6
    assert got[12:] == photo[12:]
    assert photo[:4] != got[:4]


@pytest.mark.parametrize(
    "rgb", [(200, 30, 40), (140, 20, 30), (90, 120, 60), (240, 220, 180), (60, 70, 110), (1, 0, 0)]
)
def test_there_and_back_a_colour_that_can_be_printed_is_the_same(rgb: tuple[int, int, int]) -> None:
    back = FREE.to_srgb(FREE.of_srgb(rgb))
    assert max(abs(a - b) for a, b in zip(rgb, back, strict=True)) <= 8


def test_a_photograph_there_and_back_looks_the_same() -> None:
    image = Image.blend(photograph(), Image.new("RGB", (360, 240), (128, 128, 128)), 0.5)
    back = FREE.photo_to_srgb(FREE.photo(image))
    assert back.mode == "RGB"
    assert back.info == {}
    assert max(ImageStat.Stat(ImageChops.difference(image, back)).rms) < 3


def test_greys_look_as_black_alone_does() -> None:
    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
    seen = FREE.grey_to_srgb(ramp)
    for tone in (0, 90, 200, 255):
        got = seen.getpixel((tone, 0))
        assert isinstance(got, tuple)
        wanted = FREE.to_srgb((0, 0, 0, 1 - tone / 255))
        assert max(abs(a - b) for a, b in zip(got, wanted, strict=True)) <= 1


def test_it_is_light_to_hand_over_and_known_by_what_it_depends_on() -> None:
    FREE.photo(random_colours(4))
    again = pickle.loads(pickle.dumps(FREE))
    assert again == FREE
    assert again.photo(photograph()).tobytes() == FREE.photo(photograph()).tobytes()
    assert len(pickle.dumps(FREE)) < len(PROFILE) + 1000
    keys = {s.key for s in (FREE, NEWSPRINT, BLACK, InkSpace(PROFILE, 320), InkSpace(b"x", 320))}
    assert len(keys) == 5
