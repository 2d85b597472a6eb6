"""The sum of inks on a page, held against Ghostscript's separations of the same page."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageMath
from presspdf import BLEED_BOX, TRIM, append, flat, image, resource, save, sound, spot, text

from printshop.geometry import Box
from printshop.preflight.inkmap import InkMap, coverage, ink_map, inks_of, most_ink
from printshop.preflight.model import Mark, Paint, PdfPage, Picture
from printshop.preflight.reading.pixels import PixelsOf, Small
from printshop.preflight.reading.read import read_pdf
from support import run

X, Y = TRIM.left + 100, TRIM.bottom + 300
"""Where nothing else lies on a sound page: 300 pt wide, 150 pt high."""


def measured(pdf: pikepdf.Pdf, dpi: float = 36.0) -> tuple[InkMap, tuple[str, ...]]:
    data = save(pdf)
    page = read_pdf(data, "x.pdf").pages[0]
    with PixelsOf(data) as pixels:
        inks, troubles = ink_map(page, pixels, dpi=dpi)
        bound, unknown = most_ink(page, pixels)
    assert inks.highest <= bound + 1.5, "no spot is above the bound that spares the painting"
    assert unknown == troubles
    return inks, troubles


def by_ghostscript(pdf: pikepdf.Pdf, folder: Path, window: float) -> Image.Image:
    """Sums as `InkMap.sums` has them, of the same area."""
    (folder / "x.pdf").write_bytes(save(pdf))
    out = folder / "x.tif"
    run(
        "gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiff32nc", "-r144", "-dLastPage=1",
        "-dOverprint=/enable", f"-sOutputFile={out}", folder / "x.pdf",
    )  # fmt: skip
    with Image.open(out) as opened:
        assert opened.mode == "CMYK"
        scale, height = 144 / 72, opened.height
        box = (
            round(BLEED_BOX.left * scale),
            height - round(BLEED_BOX.top * scale),
            round(BLEED_BOX.right * scale),
            height - round(BLEED_BOX.bottom * scale),
        )
        small = opened.crop(box).reduce(4).filter(ImageFilter.BoxBlur((window - 1) / 2))
    c, m, y, k = small.split()
    return ImageMath.lambda_eval(lambda v: v["c"] + v["m"] + v["y"] + v["k"], c=c, m=m, y=y, k=k)


def gradient() -> bytes:
    """300 by 150 samples: cyan and black grow to the right, magenta downwards."""
    return bytes(
        value
        for y in range(150)
        for x in range(300)
        for value in (x * 255 // 299, y * 255 // 149, 90, x // 2)
    )


def pages() -> dict[str, pikepdf.Pdf]:
    with_picture = sound(1)
    resource(with_picture, "XObject", "Im2", image(with_picture, (300, 150), gradient()))
    star = " ".join(
        f"{X + x:.0f} {Y + y:.0f} {'l' if n else 'm'}"
        for n, (x, y) in enumerate([(75, 150), (120, 0), (0, 95), (150, 95), (30, 0)])
    )
    area = f"{X:.2f} {Y:.2f} 300 150 re"
    inner = f"{X + 40:.2f} {Y + 40:.2f} 80 70 re"
    hole = f"{X + 40} {Y + 40} m {X + 40} {Y + 110} l {X + 120} {Y + 110} l {X + 120} {Y + 40} l h"
    see_through = sound(1)
    resource(see_through, "ExtGState", "Half", pikepdf.Dictionary(ca=0.5))
    under, over = "0.7 0.6 0.2 0 k", "0.5 0.5 0 0.4 k"
    multiplied = sound(1)
    resource(multiplied, "ExtGState", "Mul", pikepdf.Dictionary(BM=pikepdf.Name.Multiply))
    return {
        "solid": append(sound(1), f"0.9 0.8 0.7 0.6 k {area} f"),
        "covered": append(sound(1), f"1 1 1 1 k {area} f 0 0 0 0.2 k {area} f"),
        "grey covers": append(sound(1), f"1 1 1 0 k {area} f /On gs 0.4 g {inner} f"),
        "overprint": append(sound(1), f"0.6 0.5 0.4 0 k {area} f /On gs 0 0 0 1 k {inner} f"),
        "knock-out": append(sound(1), f"0.6 0.5 0.4 0 k {area} f /Off gs 0 0 0 1 k {inner} f"),
        "two areas": append(sound(1), f"0.8 0.8 0 0 k {area} f 0 0 0 0.5 k {inner} f"),
        "picture": append(with_picture, f"q 300 0 0 150 {X} {Y} cm /Im2 Do Q"),
        "turned picture": append(with_picture, f"q 100 60 -60 100 {X + 100} {Y} cm /Im2 Do Q"),
        "clip": append(
            sound(1), f"{X} {Y} m {X + 150} {Y} l {X + 75} {Y + 150} l h W n 1 1 0.6 0 k {area} f"
        ),
        "star": append(sound(1), f"1 1 0.5 0 k {star} h f"),
        "star, even-odd": append(sound(1), f"1 1 0.5 0 k {star} h f*"),
        "hole": append(sound(1), f"1 1 1 0 k {area} {hole} f"),
        "no hole": append(sound(1), f"1 1 1 0 k {area} {inner} f"),
        "strokes": append(sound(1), f"1 0.5 1 1 K 9 w {X} {Y} m {X + 200} {Y + 90} l S"),
        "see-through": append(see_through, f"1 1 1 0 k {area} f /Half gs 0 0 0 1 k {inner} f"),
        "multiply": append(multiplied, f"{under} {area} f /Mul gs {over} {inner} f"),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(pages()))
def test_as_ghostscript_separates(name: str, tmp_path: Path) -> None:
    pdf = pages()[name]
    ours, troubles = measured(pdf)
    theirs = by_ghostscript(pdf, tmp_path, ours.window)
    assert troubles == ()
    assert ours.highest > 90
    assert ours.highest == pytest.approx(theirs.getextrema()[1] / 2.55, rel=0.025, abs=4)
    # and not only the darkest spot: nearly everywhere, but for text, which is a box
    size = (min(ours.sums.width, theirs.width), min(ours.sums.height, theirs.height))
    apart = ImageMath.lambda_eval(
        lambda v: abs(v["a"] - v["b"]),
        a=ours.sums.crop((0, 0, *size)),
        b=theirs.crop((0, 0, *size)),
    )
    wrong = sum(count for count, value in apart.getcolors(100_000) if value > 0.3 * 255)
    assert wrong < 0.005 * size[0] * size[1]


# what is measured, and how


def black_square(side: float, inks: str = "1 1 1 1 k") -> pikepdf.Pdf:
    return append(sound(1), f"{inks} {X} {Y} {side} {side} re f")


def test_the_window_is_the_area_over_which_is_averaged() -> None:
    large, _none = measured(black_square(60))
    assert large.highest == pytest.approx(400, abs=1)
    # a square of half the window's area, in a window of 15 mm²
    side = (7.5**0.5) / 25.4 * 72
    small, _none = measured(black_square(side))
    assert small.highest == pytest.approx(200, abs=25)
    hairline, _none = measured(append(sound(1), f"1 1 1 1 K 0.25 w {X} {Y} m {X + 99} {Y} l S"))
    own, _none = measured(sound(1))
    assert hairline.over(40) == own.over(40), "no more than the sound page's picture"


def test_where_it_is_too_much() -> None:
    pdf = append(black_square(60), f"1 1 1 0.5 k {X + 150} {Y + 40} 30 20 re f")
    inks, _none = measured(pdf)
    first, second = inks.over(300)
    for found, wanted in (
        (first, Box(X, Y, X + 60, Y + 60)),
        (second, Box(X + 150, Y + 40, X + 180, Y + 60)),
    ):
        for side in ("left", "bottom", "right", "top"):
            assert getattr(found, side) == pytest.approx(getattr(wanted, side), abs=6)
    assert len(inks.over(360)) == 1
    assert inks.over(400) == ()


def test_a_ring_and_what_is_near_are_one_place() -> None:
    ring = f"1 1 1 1 K 20 w {X + 30} {Y + 30} 120 80 re S"
    inks, _none = measured(append(sound(1), f"{ring} 1 1 1 1 k {X + 165} {Y + 40} 20 20 re f"))
    assert len(inks.over(300)) == 1


def test_marks_beside_the_bleed_do_not_count() -> None:
    bar = f"1 1 1 1 k {BLEED_BOX.left} 2 200 15 re f"
    inks, _none = measured(append(sound(1), bar))
    assert inks.highest < 150


def test_spot_inks_add_up() -> None:
    pdf = sound(1)
    resource(pdf, "ColorSpace", "Red", spot(pdf, "PANTONE 485 C", (0, 0.95, 1, 0)))
    both = f"0.9 0.9 0.9 0 k {X} {Y} 60 60 re f /Red cs 1 scn"
    over, _none = measured(append(pdf, f"{both} /On gs {X} {Y} 60 60 re f"))
    assert over.highest == pytest.approx(370, abs=1.5)
    pdf = sound(1)
    resource(pdf, "ColorSpace", "Red", spot(pdf, "PANTONE 485 C", (0, 0.95, 1, 0)))
    instead, _none = measured(append(pdf, f"{both} {X} {Y} 60 60 re f"))
    assert instead.over(115) == ()
    assert instead.highest == pytest.approx(110, abs=1), "the red in full; and the page's picture"


def test_text_counts_in_part() -> None:
    body, _none = measured(append(sound(1), "1 1 1 1 k " + text("MMMMMMMMMM", X, Y, 10)))
    assert 100 < body.highest < 200
    poster, _none = measured(append(sound(1), "1 1 1 1 k " + text("M", X, Y, 140)))
    assert poster.highest == pytest.approx(400, abs=2)
    assert [coverage(size) for size in (1, 8, 50, 99)] == [0.4, 0.4, 1, 1]


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_larger_text_covers_no_less(one: float, other: float) -> None:
    small, large = sorted((one, other))
    assert 0.4 <= coverage(small) <= coverage(large) <= 1


@given(
    st.lists(
        st.tuples(
            st.tuples(*[st.sampled_from([0.0, 0.4, 1.0])] * 4),
            st.integers(0, 20), st.integers(0, 20), st.integers(1, 20), st.integers(1, 20),
            st.booleans(), st.sampled_from([0.5, 1.0]), st.sampled_from(["Normal", "Multiply"]),
        ),
        max_size=6,
    )
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_nothing_is_above_the_bound(areas: list[tuple]) -> None:
    box = Box(0, 0, 200, 200)
    marks = tuple(
        Mark(
            "fill",
            Box(10 * x, 10 * y, min(10 * (x + w), 200), min(10 * (y + h), 200)),
            Paint("DeviceCMYK", inks, inks=inks),
            overprint=over,
            overprint_mode=1,
            alpha=alpha,
            blend=blend,
        )
        for inks, x, y, w, h, over, alpha, blend in areas
        if x < 20 and y < 20
    )
    page = PdfPage(1, box, trim=box, marks=marks)
    bound, _none = most_ink(page, no_pixels)
    inks, _none = ink_map(page, no_pixels, window=0.1)
    assert inks.highest <= bound + 2


def no_pixels(picture: Picture, factor: int) -> Small:
    return Small(trouble="not here")


def test_colours_that_are_no_inks() -> None:
    assert inks_of(Paint("DeviceRGB", (1, 0, 0))) is None
    assert inks_of(Paint("Separation", (0.5,), ("All",), inks=(0.5,) * 4)) == dict.fromkeys(
        ("Cyan", "Magenta", "Yellow", "Black"), 0.5
    )
    assert inks_of(Paint("DeviceN", (0.5, 0.2), ("Black", "Gold"))) == {"Black": 0.5, "Gold": 0.2}
    assert inks_of(Paint("DeviceN", (0.5,), ("Black", "Gold"))) is None
    odd = Mark("fill", Box(0, 0, 99, 99), Paint("", (50, 0, 0)))
    page = PdfPage(1, Box(0, 0, 200, 200), marks=(odd,))
    assert ink_map(page, no_pixels)[1] == ("a colour that is no ink",)
    for space in ("DeviceRGB", "Lab"):  # other checks report them
        light = Mark("fill", Box(0, 0, 99, 99), Paint(space, (50, 0, 0)))
        assert ink_map(PdfPage(1, Box(0, 0, 200, 200), marks=(light,)), no_pixels)[1] == ()


def test_the_map_as_a_picture() -> None:
    inks, _none = measured(append(black_square(60), f"0.2 0 0 0 k {X + 150} {Y} 60 60 re f"))
    shown = inks.picture(320)
    assert shown.size == inks.sums.size

    def at(x: float, y: float) -> tuple[int, ...]:
        return shown.getpixel(
            (round((x - inks.area.left) * inks.scale), round((inks.area.top - y) * inks.scale))
        )

    assert at(X + 30, Y + 30) == (200, 0, 0)
    assert at(X + 120, Y + 100) == (255, 255, 255)
    assert at(X + 180, Y + 30)[2] > at(X + 180, Y + 30)[0] > 200


# pictures


def of_picture(stream: pikepdf.Stream, pdf: pikepdf.Pdf) -> tuple[InkMap, tuple[str, ...]]:
    resource(pdf, "XObject", "Im2", stream)
    return measured(append(pdf, f"q 200 0 0 150 {X} {Y} cm /Im2 Do Q"))


def jpeg(mode: str, colour: tuple[int, ...] | int, **options: int) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (320, 240), colour).save(out, "JPEG", quality=95, **options)
    return out.getvalue()


NAME = pikepdf.Name


@pytest.mark.parametrize(
    ("data", "entries", "percent"),
    [
        # Pillow writes four inks turned over, as Adobe does, and its 255 is full ink
        (jpeg("CMYK", (200, 100, 50, 0)), {"Decode": [1, 0] * 4}, 350 / 2.55),
        (jpeg("CMYK", (200, 100, 50, 0)), {}, 670 / 2.55),
        (jpeg("L", 51), {"ColorSpace": NAME.DeviceGray}, 80),
        (jpeg("L", 51), {"ColorSpace": NAME.DeviceGray, "Decode": [1, 0]}, 20),
    ],
)
def test_jpegs(data: bytes, entries: dict[str, object], percent: float) -> None:
    pdf = sound(1)
    facts = {"ColorSpace": NAME.DeviceCMYK, **entries}
    stream = pikepdf.Stream(
        pdf, data, Type=NAME.XObject, Subtype=NAME.Image, Width=320, Height=240,
        BitsPerComponent=8, Filter=NAME.DCTDecode, **facts,
    )  # fmt: skip
    inks, troubles = of_picture(stream, pdf)
    assert troubles == ()
    # the sound page's own picture has 110 percent
    assert inks.highest == pytest.approx(max(percent, 110), abs=1.5)


def test_a_picture_of_a_spot_colour() -> None:
    pdf = sound(1)
    space = spot(pdf, "PANTONE 485 C", (0, 0.95, 1, 0))
    inks, troubles = of_picture(image(pdf, (40, 30), flat((40, 30), [0.9]), space), pdf)
    assert (troubles, round(inks.highest)) == ((), 110)
    registration = pdf.pages[0].obj.Resources.ColorSpace.All
    pdf = sound(1)
    registration = pdf.pages[0].obj.Resources.ColorSpace.All
    inks, troubles = of_picture(image(pdf, (40, 30), flat((40, 30), [0.9]), registration), pdf)
    assert (troubles, round(inks.highest)) == ((), 361)


def test_a_picture_of_few_colours() -> None:
    pdf = sound(1)
    table = pikepdf.String(bytes([0, 0, 0, 0, 230, 230, 230, 230]))
    space = pikepdf.Array([NAME.Indexed, NAME.DeviceCMYK, 1, table])
    indexed = image(pdf, (40, 30), bytes([1] * 1200), space)
    inks, troubles = of_picture(indexed, pdf)
    assert (troubles, round(inks.highest)) == ((), 361)
    pdf = sound(1)
    one_bit = image(pdf, (40, 30), b"\xff" * 150, space)
    one_bit.BitsPerComponent = 1
    inks, troubles = of_picture(one_bit, pdf)
    assert (troubles, round(inks.highest)) == ((), 361)


def test_masks_let_through() -> None:
    pdf = sound(1)
    half = image(pdf, (40, 30), flat((40, 30), [0.5]), NAME.DeviceGray)
    seen = image(pdf, (40, 30), flat((40, 30), [1] * 4), SMask=pdf.make_indirect(half))
    inks, troubles = of_picture(seen, pdf)
    assert (troubles, round(inks.highest)) == ((), 201)
    pdf = sound(1)
    stencil = image(pdf, (40, 32), bytes(5 * 32), ImageMask=True)
    del stencil.ColorSpace
    stencil.BitsPerComponent = 1
    resource(pdf, "XObject", "Im2", stencil)
    painted = append(pdf, f"q 0.9 0.9 0.9 0.3 k 200 0 0 150 {X} {Y} cm /Im2 Do Q")
    inks, troubles = measured(painted)
    assert (troubles, round(inks.highest)) == ((), 300)


@pytest.mark.parametrize(
    "damage",
    [
        {"Filter": NAME.DCTDecode},
        {"Filter": NAME.JPXDecode},
        {"Filter": NAME.FlateDecode},
        {"BitsPerComponent": 3},
        {"Width": 10**6, "Height": 10**6},
        {"ColorSpace": NAME.Odd},
    ],
)
def test_what_cannot_be_read_is_said(damage: dict[str, object]) -> None:
    pdf = sound(1)
    stream = image(pdf, (40, 30), flat((40, 30), [1] * 4))
    stream.write(b"no picture at all", filter=None)
    for key, value in damage.items():
        stream["/" + key] = value
    _inks, troubles = of_picture(stream, pdf)
    assert len(troubles) == 1


def test_pictures_inside_the_page() -> None:
    with PixelsOf(save(sound(1))) as pixels:
        grey = Picture("inline", (0, 0), 8, 8, 8, "DeviceGray", channels=1)
        assert pixels(grey, 1).planes["Black"].getextrema() == (255, 255)
        stencil = Picture("inline", (0, 0), 8, 8, 1, "", mask=True)
        assert pixels(stencil, 2).mask is not None
        assert pixels(Picture("inline", (0, 0), 8, 8, 8, "DeviceRGB", channels=3), 4).trouble == ""
        assert pixels(Picture("inline", (0, 0), 8, 8, 8, "DeviceCMYK", channels=4), 8).trouble


def test_a_file_that_is_gone_or_locked(tmp_path: Path) -> None:
    picture = Picture("Im1", (1, 0), 1, 1, 8, "DeviceCMYK")
    locked = save(sound(1), encryption=pikepdf.Encryption(owner="x", user="y", R=4))
    for source in (tmp_path / "none.pdf", b"", locked):
        with PixelsOf(source) as pixels:
            assert pixels(picture, 1).trouble


def test_a_page_is_measured_in_a_moment() -> None:
    pdf = sound(1)
    rows = " ".join(
        f"0.{n % 10} 0.5 0.2 0 k {X + n % 40 * 5} {Y + n // 40 * 3} 4 2 re f" for n in range(2000)
    )
    data = save(append(pdf, rows))
    page = read_pdf(data).pages[0]
    with PixelsOf(data) as pixels:
        start = time.perf_counter()
        ink_map(page, pixels)
        assert time.perf_counter() - start < 1
