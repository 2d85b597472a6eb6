"""Pictures are made here with Pillow, prepared, and read back."""

from __future__ import annotations

import hashlib
import json
import random
import struct
import tempfile
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageDraw, ImageFilter

from printshop.content import pictures
from printshop.content.pictures import (
    PictureFile,
    PictureStore,
    Prepared,
    Recipe,
    crop_box,
    inspect,
)
from printshop.problems import Problems, Where

WHERE = Where("issues/2017-09/issue.yaml", 12, 7)
LARGE = Recipe(10_000, 10_000)
RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 200, 40), (30, 40, 210), (240, 220, 30)
UPSIDE = Image.Transpose
STORED_AS = {
    1: None,
    2: UPSIDE.FLIP_LEFT_RIGHT,
    3: UPSIDE.ROTATE_180,
    4: UPSIDE.FLIP_TOP_BOTTOM,
    5: UPSIDE.TRANSPOSE,
    6: UPSIDE.ROTATE_90,
    7: UPSIDE.TRANSVERSE,
    8: UPSIDE.ROTATE_270,
}


# Helpers


def quarters(width: int = 96, height: int = 64) -> Image.Image:
    """Red and green above blue and yellow."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=YELLOW)
    return image


def noise(width: int, height: int) -> Image.Image:
    bands = [Image.effect_noise((width, height), 90) for _ in "RGB"]
    return Image.merge("RGB", bands)


def saved(folder: Path, name: str, image: Image.Image, **options: Any) -> Path:
    path = folder / name
    image.save(path, **options)
    return path


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def looked_at(path: Path) -> PictureFile:
    problems = Problems()
    picture = inspect(path, f"images/{path.name}", WHERE, problems)
    assert [p.message for p in problems] == []
    assert picture is not None
    return picture


def prepared(path: Path, recipe: Recipe = LARGE, store: Path | None = None) -> Prepared:
    problems = Problems()
    folder = store or path.parent / "store"
    result = PictureStore(folder).prepare(looked_at(path), recipe, problems)
    assert [p.message for p in problems] == []
    assert result is not None
    return result


def pixels(result: Prepared) -> Image.Image:
    """The prepared picture, its facts checked against the file."""
    with Image.open(result.path) as image:
        image.load()
        assert image.size == (result.width, result.height)
        assert Image.MIME[image.format or ""] == result.media_type
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    return image


def one_problem(path: Path, recipe: Recipe = LARGE) -> tuple[str, dict[str, Any]]:
    """The only problem of inspecting and preparing `path`."""
    problems = Problems()
    picture = inspect(path, f"images/{path.name}", WHERE, problems)
    if picture is not None:
        store = PictureStore(path.parent / "store")
        assert store.prepare(picture, recipe, problems) is None
        assert not (path.parent / "store").exists()
    (problem,) = problems
    assert problem.where == WHERE
    assert problem.message
    params = dict(problem.params)
    assert params["path"] == f"images/{path.name}"
    return problem.code, params


def apart(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of a pixel."""
    assert (one.mode, one.size) == (other.mode, other.size)
    extrema = ImageChops.difference(one, other).getextrema()
    flat = extrema if isinstance(extrema[0], tuple) else (extrema,)
    return max(int(high) for _low, high in flat)  # type: ignore[misc]


def near(colour: Any, wanted: tuple[int, ...], tolerance: int = 3) -> bool:
    assert len(colour) == len(wanted)
    return all(abs(a - b) <= tolerance for a, b in zip(colour, wanted, strict=True))


def oriented(value: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = value
    return exif


def as_stored(upright: Image.Image, value: int) -> Image.Image:
    how = STORED_AS[value]
    return upright if how is None else upright.transpose(how)


# ICC profiles, made by hand: Pillow makes only sRGB, LAB and XYZ

P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
D50 = (0.9642, 1.0, 0.8249)


def icc(space: bytes, pcs: bytes, kind: bytes, tags: dict[bytes, bytes]) -> bytes:
    text = b"Test profile"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + bytes(1 + 8 + 3 + 67)
    tags = {b"desc": desc, b"cprt": b"text\0\0\0\0none\0", b"wtpt": xyz(D50), **tags}
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"none", 0x02400000, kind, space, pcs)
    header += bytes(12) + b"acsp" + bytes(28) + xyz(D50)[8:]
    return header.ljust(128, b"\0") + table + body


def xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))


def gamma_curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"


def rgb_profile(primaries: tuple[tuple[float, float, float], ...], gamma: float) -> bytes:
    tags = {n + b"XYZ": xyz(p) for n, p in zip((b"r", b"g", b"b"), primaries, strict=True)}
    return icc(
        b"RGB ",
        b"XYZ ",
        b"mntr",
        tags | {n + b"TRC": gamma_curve(gamma) for n in (b"r", b"g", b"b")},
    )


def grey_profile(gamma: float) -> bytes:
    return icc(b"GRAY", b"XYZ ", b"mntr", {b"kTRC": gamma_curve(gamma)})


def cmyk_profile() -> bytes:
    """Inks as dull as they are in print: a table of two steps an ink, into Lab."""
    nodes = b""
    for index in range(16):
        cyan, magenta, yellow, black = (index >> shift & 1 for shift in (3, 2, 1, 0))
        light = 0 if black else 255 - 100 * cyan - 90 * magenta - 20 * yellow
        a = 128 if black else 128 - 30 * cyan + 60 * magenta
        b = 128 if black else 128 - 40 * cyan + 70 * yellow
        nodes += bytes((max(light, 0), a, b))
    ramp = bytes(range(256))
    unit = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + unit + ramp * 4 + nodes + ramp * 3
    return icc(b"CMYK", b"Lab ", b"prtr", {b"A2B0": table})


def encoded(linear: float) -> int:
    """The tone curve of sRGB."""
    linear = min(max(linear, 0.0), 1.0)
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(value * 255)


def solved(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Cramer's rule for three unknowns."""

    def det(m: list[list[float]]) -> float:
        return sum(
            m[0][i]
            * (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3])
            for i in range(3)
        )

    whole = det(matrix)
    return [
        det([[vector[r] if c == k else matrix[r][c] for c in range(3)] for r in range(3)]) / whole
        for k in range(3)
    ]


def to_srgb(
    colour: tuple[int, int, int], primaries: tuple[tuple[float, float, float], ...], gamma: float
) -> tuple[int, ...]:
    """What a colour of a matrix profile is in sRGB, by arithmetic alone."""
    linear = [(value / 255) ** gamma for value in colour]
    where = [sum(linear[k] * primaries[k][axis] for k in range(3)) for axis in range(3)]
    matrix = [[SRGB[k][axis] for k in range(3)] for axis in range(3)]
    return tuple(encoded(value) for value in solved(matrix, where))


# Inspecting


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.tif", "TIFF")]
)
def test_inspect_tells_what_the_header_says(tmp_path: Path, name: str, kind: str) -> None:
    path = saved(tmp_path, name, quarters(96, 64))
    picture = looked_at(path)
    assert (picture.format, picture.width, picture.height) == (kind, 96, 64)
    assert (picture.mode, picture.profile, picture.ratio) == ("RGB", "", 1.5)
    assert (picture.path, picture.name, picture.where) == (path, f"images/{name}", WHERE)
    assert picture.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_inspect_names_the_profile(tmp_path: Path) -> None:
    profile = rgb_profile(P3, 2.2)
    assert looked_at(saved(tmp_path, "a.jpg", quarters(), icc_profile=profile)).profile == (
        "Test profile"
    )
    assert looked_at(saved(tmp_path, "b.jpg", quarters(), icc_profile=b"junk" * 50)).profile == ""


def test_inspect_decodes_no_pixel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [saved(tmp_path, f"a.{e}", quarters()) for e in ("jpg", "png", "tif")]

    def decoded(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    for path in paths:
        looked_at(path)


def test_a_text_named_jpg_is_no_picture(tmp_path: Path) -> None:
    assert one_problem(written(tmp_path, "a.jpg", b"Xin ch\xc3\xa0o"))[0] == "P002"


@pytest.mark.parametrize(
    "data",
    [
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<!DOCTYPE html><html/>",
        b"GIF89a" + bytes(40),
        b"BM" + bytes(40),
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42",
        b"\xff",
    ],
)
def test_other_formats_are_no_pictures(tmp_path: Path, data: bytes) -> None:
    assert one_problem(written(tmp_path, "a.png", data))[0] == "P002"


def test_a_picture_of_rare_numbers_is_refused(tmp_path: Path) -> None:
    assert one_problem(saved(tmp_path, "a.tif", Image.new("F", (8, 8))))[0] == "P002"


def test_a_raw_file_is_refused_not_taken_for_its_thumbnail(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.tif", quarters(), tiffinfo={ExifTags.Base.NewSubfileType: 1})
    assert one_problem(path)[0] == "P002"


@pytest.mark.parametrize(
    ("brands", "name"),
    [
        (b"heic\0\0\0\0mif1heic", "HEIC"),
        (b"mif1\0\0\0\0mif1heix", "HEIC"),
        (b"mif1\0\0\0\0mif1miaf", "HEIF"),
        (b"avif\0\0\0\0avifmif1", "AVIF"),
    ],
)
def test_phone_formats_are_named(tmp_path: Path, brands: bytes, name: str) -> None:
    data = struct.pack(">I", 8 + len(brands)) + b"ftyp" + brands + bytes(100)
    code, params = one_problem(written(tmp_path, "a.jpg", data))
    assert (code, params["format"]) == ("P005", name)


def test_an_empty_file_is_damaged(tmp_path: Path) -> None:
    code, params = one_problem(written(tmp_path, "a.jpg", b""))
    assert (code, params["reason"]) == ("P003", "the file is empty")


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
@pytest.mark.parametrize("part", [0.03, 0.5, 0.9])
def test_a_file_cut_off_is_damaged(
    tmp_path: Path, name: str, part: float, capfd: pytest.CaptureFixture[str]
) -> None:
    options = {"compression": "tiff_lzw"} if name == "a.tif" else {}
    whole = saved(tmp_path, name, noise(200, 150), **options).read_bytes()
    path = written(tmp_path, name, whole[: int(len(whole) * part)])
    code, params = one_problem(path)
    assert code == "P003"
    assert str(params["reason"]).startswith(("it ends too early", "its data are broken ("))
    assert len(str(params["reason"])) <= 90
    assert capfd.readouterr().err == ""


def test_a_truncated_jpeg_is_found_when_prepared(tmp_path: Path) -> None:
    whole = saved(tmp_path, "a.jpg", noise(200, 150)).read_bytes()
    path = written(tmp_path, "a.jpg", whole[: len(whole) // 2])
    assert looked_at(path).width == 200
    assert one_problem(path)[1]["reason"] == "it ends too early"


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    framed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def test_a_bomb_is_too_large(tmp_path: Path) -> None:
    bomb = png(50_000, 50_000, (b"IDAT", zlib.compress(bytes(1000))))
    code, params = one_problem(written(tmp_path, "a.png", bomb))
    assert (code, params["megapixels"], params["limit"]) == ("P004", 2500, 120)


def test_a_webp_bomb_is_too_large(tmp_path: Path) -> None:
    data = bytearray(saved(tmp_path, "a.webp", quarters(), lossless=True, exif=b"x").read_bytes())
    assert data[12:16] == b"VP8X"
    data[24:30] = (16_382).to_bytes(3, "little") * 2
    assert one_problem(written(tmp_path, "a.webp", bytes(data)))[0] == "P004"


def test_a_side_may_be_too_long(tmp_path: Path) -> None:
    long = png(30_001, 10, (b"IDAT", zlib.compress(bytes(10))))
    code, params = one_problem(written(tmp_path, "a.png", long))
    assert code == "P004"
    assert params["megapixels"] == "30001 × 10 px, 1"


def test_a_picture_at_the_limit_passes_though_pillow_warns_of_it(tmp_path: Path) -> None:
    large = png(12_000, 10_000, (b"IDAT", zlib.compress(bytes(10))))
    assert looked_at(written(tmp_path, "a.png", large)).width == 12_000
    larger = png(12_001, 10_000, (b"IDAT", zlib.compress(bytes(10))))
    assert one_problem(written(tmp_path, "b.png", larger))[1]["megapixels"] == 121


def test_a_bomb_of_text_in_a_png_is_damaged(tmp_path: Path) -> None:
    text = b"Comment\0\0" + zlib.compress(bytes(80_000_000))
    path = written(tmp_path, "a.png", png(8, 8, (b"zTXt", text)))
    assert one_problem(path)[0] == "P003"


SAMPLES: dict[str, bytes] = {}


def sample(name: str) -> bytes:
    """A small picture with all that may go wrong in it."""
    if name not in SAMPLES:
        with tempfile.TemporaryDirectory() as folder:
            image = noise(24, 18).quantize(32) if name == "p.png" else noise(24, 18)
            options = {"compression": "tiff_lzw"} if name == "a.tif" else {}
            profile = rgb_profile(P3, 2.2)
            path = saved(
                Path(folder), name, image, exif=oriented(6), icc_profile=profile, **options
            )
            SAMPLES[name] = path.read_bytes()
    return SAMPLES[name]


@given(
    st.sampled_from(["a.jpg", "a.png", "p.png", "a.webp", "a.tif"]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4))),
)
def test_nothing_escapes_a_corrupted_file(name: str, hits: list[tuple[float, bytes]]) -> None:
    data = bytearray(sample(name))
    for part, patch in hits:
        at = int(len(data) * part)
        data[at : at + len(patch)] = patch
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), name, bytes(data))
        picture = inspect(path, name, WHERE, problems)
        store = PictureStore(Path(folder))
        result = picture and store.prepare(picture, Recipe(9, 9, 1.0), problems)
    assert (result is None) == (len(problems) == 1)


def test_a_folder_or_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").mkdir()
    assert one_problem(tmp_path / "a.jpg")[0] == "S002"
    assert one_problem(tmp_path / "b.jpg")[0] == "S002"


def test_a_file_gone_or_changed_since_inspection(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.png", quarters())
    picture = looked_at(path)
    store = PictureStore(tmp_path / "store")
    problems = Problems()
    saved(tmp_path, "a.png", quarters(50, 50))
    assert store.prepare(picture, LARGE, problems) is None
    path.unlink()
    assert store.prepare(picture, LARGE, problems) is None
    assert [p.code for p in problems] == ["P003", "S002"]


# Orientation


@pytest.mark.parametrize("value", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_every_orientation_comes_out_upright(tmp_path: Path, value: int, name: str) -> None:
    upright = quarters(96, 64)
    options = {"a.jpg": {"quality": 95, "subsampling": 0}, "a.webp": {"lossless": True}}
    exact = options.get(name, {})
    path = saved(tmp_path, name, as_stored(upright, value), exif=oriented(value), **exact)
    picture = looked_at(path)
    assert (picture.width, picture.height) == (96, 64)
    result = prepared(path, Recipe(48, 48))
    assert (result.width, result.height) == (48, 32)
    wanted = upright.resize((48, 32), Image.Resampling.LANCZOS)
    got = pixels(result)
    for spot in ((10, 8), (38, 8), (10, 24), (38, 24)):
        assert near(got.getpixel(spot), wanted.getpixel(spot), 8)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.tif"])
def test_the_crop_is_taken_from_the_upright_picture(tmp_path: Path, value: int, name: str) -> None:
    upright = quarters(960, 640)
    path = saved(tmp_path, name, as_stored(upright, value), exif=oriented(value), quality=95)
    wide = pixels(prepared(path, Recipe(100, 100, ratio=0.5, focus=(0.0, 0.5))))
    tall = pixels(prepared(path, Recipe(300, 300, ratio=3.0, focus=(0.5, 1.0))))
    assert (wide.size, tall.size) == ((50, 100), (300, 100))
    for spot, colour in (((5, 20), RED), ((5, 80), BLUE), ((45, 20), RED)):
        assert near(wide.getpixel(spot), colour, 8)
    for spot, colour in (((20, 10), BLUE), ((280, 90), YELLOW), ((20, 90), BLUE)):
        assert near(tall.getpixel(spot), colour, 8)


def test_exif_behind_the_pixels_of_a_png_counts(tmp_path: Path) -> None:
    data = saved(tmp_path, "a.png", as_stored(quarters(), 6)).read_bytes()
    exif = oriented(6).tobytes().removeprefix(b"Exif\0\0")
    late = struct.pack(">I", len(exif)) + b"eXIf" + exif
    late += struct.pack(">I", zlib.crc32(b"eXIf" + exif))
    at = data.rindex(b"IEND") - 4
    picture = looked_at(written(tmp_path, "a.png", data[:at] + late + data[at:]))
    assert (picture.width, picture.height) == (96, 64)
    got = pixels(prepared(picture.path))
    assert apart(got, quarters()) == 0


def test_broken_exif_spoils_nothing_and_warns_of_nothing(tmp_path: Path) -> None:
    broken = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x09\x7f\xff\xff\xff"
    for name in ("a.jpg", "a.png", "a.webp"):
        assert prepared(saved(tmp_path, name, quarters(), exif=broken)).width == 96


def test_no_warning_leaks(tmp_path: Path) -> None:
    whole = saved(tmp_path, "a.tif", quarters(), tiffinfo={270: "a" * 40}).read_bytes()
    broken = whole.replace(struct.pack("<HHI", 270, 2, 41), struct.pack("<HHI", 270, 2, 9**9))
    path = written(tmp_path, "a.tif", broken)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with Image.open(path) as image:
            image.load()
    assert caught, "the sample should make Pillow warn"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        prepared(path)
    assert not caught


# Metadata


def test_no_metadata_survive(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRETMAKE"
    exif[ExifTags.Base.Orientation] = 6
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (21.0, 1.0, 42.0)
    gps[ExifTags.GPS.GPSMapDatum] = "SECRETDATUM"
    path = saved(
        tmp_path,
        "a.jpg",
        noise(64, 48),
        exif=exif,
        comment=b"SECRETCOMMENT",
        xmp=b"<x:xmpmeta>SECRETXMP</x:xmpmeta>",
        icc_profile=rgb_profile(SRGB, 2.2),
        dpi=(300, 300),
    )
    assert path.read_bytes().count(b"SECRET") == 4
    for recipe in (LARGE, Recipe(20, 20)):
        data = prepared(path, recipe).path.read_bytes()
        for trace in (b"SECRET", b"Exif", b"ICC_PROFILE", b"xmp", b"Photoshop"):
            assert trace not in data


def test_no_metadata_survive_in_a_png(tmp_path: Path) -> None:
    image = Image.new("RGBA", (40, 30), (200, 0, 0, 90))
    path = saved(tmp_path, "a.png", image, exif=oriented(3), icc_profile=rgb_profile(SRGB, 2.2))
    data = prepared(path).path.read_bytes()
    assert [name for name in (b"eXIf", b"iCCP", b"tEXt", b"pHYs", b"gAMA") if name in data] == []


# Colour


@pytest.mark.parametrize(("primaries", "gamma"), [(P3, 2.2), (ADOBE, 2.19921875)])
@pytest.mark.parametrize(
    "colour", [(200, 100, 50), (60, 160, 90), (128, 128, 128), (255, 255, 255)]
)
def test_wide_colours_become_srgb(
    tmp_path: Path,
    primaries: tuple[tuple[float, float, float], ...],
    gamma: float,
    colour: tuple[int, int, int],
) -> None:
    wanted = to_srgb(colour, primaries, gamma)
    if len(set(colour)) > 1:
        assert not near(colour, wanted)
    image = Image.new("RGB", (32, 32), colour)
    path = saved(tmp_path, "a.png", image, icc_profile=rgb_profile(primaries, gamma))
    assert near(pixels(prepared(path)).getpixel((16, 16)), wanted, 2)


def test_transparency_survives_the_conversion(tmp_path: Path) -> None:
    image = Image.new("RGBA", (32, 32), (200, 100, 50, 77))
    path = saved(tmp_path, "a.png", image, icc_profile=rgb_profile(P3, 2.2))
    wanted = (*to_srgb((200, 100, 50), P3, 2.2), 77)
    assert near(pixels(prepared(path)).getpixel((16, 16)), wanted, 2)


def test_greys_go_through_their_profile_and_stay_grey(tmp_path: Path) -> None:
    ramp = Image.linear_gradient("L")
    path = saved(tmp_path, "a.jpg", ramp, icc_profile=grey_profile(1.8), quality=95)
    got = pixels(prepared(path))
    assert got.mode == "L"
    for row in (64, 128, 200):
        assert near((got.getpixel((9, row)),), (encoded((row / 255) ** 1.8),), 3)


@pytest.mark.parametrize(
    ("mode", "profile"),
    [
        ("RGB", b"junk" * 60),
        ("RGB", grey_profile(1.8)),
        ("RGB", cmyk_profile()),
        ("RGB", rgb_profile(P3, 2.2)[:200]),
        ("L", rgb_profile(P3, 2.2)),
        ("RGBA", grey_profile(1.8)),
    ],
)
def test_an_unfit_profile_counts_as_none(
    tmp_path: Path, mode: str, profile: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    image = Image.new("RGB", (32, 32), (200, 100, 50)).convert(mode)
    path = saved(tmp_path, "a.png", image, icc_profile=profile)
    got = pixels(prepared(path))
    assert got.convert(mode).getpixel((9, 9)) == image.getpixel((9, 9))
    assert capfd.readouterr().err == ""


def test_cmyk_without_a_profile(tmp_path: Path) -> None:
    image = Image.new("CMYK", (64, 64), (255, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((32, 0, 64, 64), fill=(0, 0, 0, 255))
    for name in ("a.jpg", "a.tif"):
        result = prepared(saved(tmp_path, name, image))
        got = pixels(result)
        assert (got.mode, result.media_type == "image/jpeg") == ("RGB", name == "a.jpg")
        assert near(got.getpixel((10, 30)), (0, 255, 255), 6)
        assert near(got.getpixel((54, 30)), (0, 0, 0), 6)


def test_the_sample_is_the_inverted_jpeg_of_adobe(tmp_path: Path) -> None:
    image = Image.new("CMYK", (64, 64), (255, 0, 0, 0))
    assert b"Adobe" in saved(tmp_path, "a.jpg", image).read_bytes()


def test_cmyk_goes_through_its_profile(tmp_path: Path) -> None:
    image = Image.new("CMYK", (64, 64), (255, 0, 0, 0))
    # Pillow keeps a and b as signed bytes
    lab = Image.frombytes("LAB", (1, 1), bytes((155, (98 - 128) % 256, (88 - 128) % 256)))
    wanted = lab.convert("RGB").getpixel((0, 0))
    for name in ("a.jpg", "a.tif"):
        path = saved(tmp_path, name, image, icc_profile=cmyk_profile())
        got = pixels(prepared(path)).getpixel((9, 9))
        assert near(got, wanted, 6)  # type: ignore[arg-type]
        assert not near(got, (0, 255, 255), 40)


# Kinds of pixels


@pytest.mark.parametrize(
    ("name", "mode"), [("a.png", "I;16"), ("a.tif", "I;16"), ("b.tif", "I;16B")]
)
def test_sixteen_bits_become_eight(tmp_path: Path, name: str, mode: str) -> None:
    order = "big" if mode.endswith("B") else "little"
    values = [row * 257 for row in range(256)]
    data = b"".join(v.to_bytes(2, order) * 16 for v in values)  # type: ignore[arg-type]
    path = saved(tmp_path, name, Image.frombytes(mode, (16, 256), data))
    assert looked_at(path).mode == mode
    got = pixels(prepared(path))
    assert got.mode == "L"
    assert all(near((got.getpixel((8, row)),), (row,), 3) for row in range(256))


def test_colours_of_sixteen_bits_become_eight(tmp_path: Path) -> None:
    row = b"\0" + struct.pack(">3H", 200 * 257, 100 * 257, 50 * 257) * 8
    header = struct.pack(">IIBBBBB", 8, 8, 16, 2, 0, 0, 0)
    data = png(8, 8, (b"IDAT", zlib.compress(row * 8)))
    at = data.index(b"IHDR")
    data = (
        data[: at + 4] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + data[at + 21 :]
    )
    assert pixels(prepared(written(tmp_path, "a.png", data))).getpixel((4, 4)) == (200, 100, 50)


def test_a_palette_with_transparency_is_a_png(tmp_path: Path) -> None:
    image = Image.new("P", (40, 40), 0)
    image.putpalette([*RED, *GREEN, *BLUE])
    ImageDraw.Draw(image).rectangle((20, 0, 40, 40), fill=1)
    for name, clear in (("a.png", 0), ("b.png", bytes((0, 128, 255)))):
        result = prepared(saved(tmp_path, name, image, transparency=clear))
        got = pixels(result)
        assert (result.media_type, got.mode) == ("image/png", "RGBA")
        assert got.getpixel((5, 5))[3] == 0  # type: ignore[index]
        assert got.getpixel((35, 5)) == (*GREEN, 255 if name == "a.png" else 128)


@pytest.mark.parametrize(("mode", "clear"), [("RGB", (10, 20, 30)), ("L", 10), ("1", 0)])
def test_a_transparent_colour_is_kept(tmp_path: Path, mode: str, clear: Any) -> None:
    path = saved(tmp_path, "a.png", Image.new(mode, (20, 20), clear), transparency=clear)
    got = pixels(prepared(path))
    assert got.getchannel("A").getextrema() == (0, 0)


def test_idle_transparency_is_dropped(tmp_path: Path) -> None:
    for mode, plain in (("RGBA", "RGB"), ("LA", "L")):
        image = noise(64, 64).convert(mode)
        image.putalpha(255)
        result = prepared(saved(tmp_path, f"{mode}.png", image))
        assert (result.media_type, pixels(result).mode) == ("image/jpeg", plain)


def test_transparency_outside_the_crop_is_idle(tmp_path: Path) -> None:
    image = noise(100, 50).convert("RGBA")
    alpha = Image.new("L", (100, 50), 255)
    ImageDraw.Draw(alpha).rectangle((0, 0, 20, 50), fill=0)
    image.putalpha(alpha)
    path = saved(tmp_path, "a.png", image)
    assert prepared(path).media_type == "image/png"
    assert prepared(path, Recipe(99, 99, 1.0, (1.0, 0.5))).media_type == "image/jpeg"


def test_grey_with_transparency(tmp_path: Path) -> None:
    got = pixels(prepared(saved(tmp_path, "a.png", Image.new("LA", (20, 20), (90, 40)))))
    assert (got.mode, got.getpixel((3, 3))) == ("LA", (90, 40))


def test_greys_stay_grey_and_colours_become_it_on_request(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.jpg", noise(60, 40).convert("L"))
    assert pixels(prepared(path)).mode == "L"
    path = saved(tmp_path, "b.jpg", quarters())
    got = pixels(prepared(path, Recipe(99, 99, grey=True)))
    assert got.mode == "L"
    assert near(
        (got.getpixel((10, 10)),), (Image.new("RGB", (1, 1), RED).convert("L").getpixel((0, 0)),)
    )
    path = saved(tmp_path, "c.png", Image.new("RGBA", (20, 20), (*RED, 40)))
    assert pixels(prepared(path, Recipe(99, 99, grey=True))).mode == "LA"


@pytest.mark.parametrize("mode", ["1", "YCbCr", "LAB", "RGBX"])
def test_rarer_modes_are_taken(tmp_path: Path, mode: str) -> None:
    path = saved(tmp_path, "a.tif", Image.new("RGB", (40, 40), "white").convert(mode))
    got = pixels(prepared(path)).convert("RGB")
    assert near(got.getpixel((20, 20)), (255, 255, 255))


@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.tif"])
def test_only_the_first_frame_of_many_is_used(tmp_path: Path, name: str) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in (RED, GREEN, BLUE)]
    options = {"lossless": True} if name == "a.webp" else {}
    path = saved(tmp_path, name, frames[0], save_all=True, append_images=frames[1:], **options)
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == 3
    assert near(pixels(prepared(path)).getpixel((9, 9)), RED)


def test_a_phone_jpeg_of_several_pictures_is_a_jpeg(tmp_path: Path) -> None:
    frames = [quarters(), Image.new("RGB", (20, 20))]
    path = tmp_path / "a.jpg"
    frames[0].save(path, "MPO", save_all=True, append_images=frames[1:])
    assert looked_at(path).format == "JPEG"
    assert prepared(path).width == 96


# JPEG or PNG


def test_photographs_are_jpegs_and_drawings_pngs(tmp_path: Path) -> None:
    photo, drawing = noise(120, 80), quarters(120, 80)
    shades = Image.linear_gradient("L").resize((120, 80))
    samples = {
        "photo.png": (photo, "image/jpeg"),
        "photo.webp": (photo, "image/jpeg"),
        "photo.tif": (photo, "image/jpeg"),
        "photo.jpg": (photo, "image/jpeg"),
        "shades.png": (shades, "image/jpeg"),
        "palette.png": (photo.quantize(200), "image/png"),
        "drawing.png": (drawing, "image/png"),
        "drawing.tif": (drawing, "image/png"),
        "line.png": (drawing.convert("1"), "image/png"),
        "drawing.jpg": (drawing, "image/jpeg"),
    }
    for name, (image, media_type) in samples.items():
        assert (name, prepared(saved(tmp_path, name, image)).media_type) == (name, media_type)


def test_a_jpeg_is_baseline_and_its_colours_are_coarse_only_for_photographs(tmp_path: Path) -> None:
    for name, factors in (("a.jpg", 0x22), ("a.png", 0x11)):
        data = prepared(saved(tmp_path, name, noise(64, 64))).path.read_bytes()
        at = data.index(b"\xff\xc0")
        assert b"\xff\xc2" not in data[:at]
        assert data[at + 11] == factors


@pytest.mark.parametrize("name", ["a.tif", "a.jpg"])
def test_the_finest_noise_can_be_written(tmp_path: Path, name: str) -> None:
    image = Image.frombytes("RGB", (500, 500), random.Random(1).randbytes(500 * 500 * 3))
    result = prepared(saved(tmp_path, name, image, quality=100))
    assert (result.width, result.media_type) == (500, "image/jpeg")


# Crops and sizes

SIDES = st.integers(1, 5000)
PARTS = st.floats(0, 1)


@given(SIDES, SIDES, st.floats(0.05, 20), st.tuples(PARTS, PARTS))
def test_a_crop_is_the_largest_of_its_ratio_about_the_focus(
    width: int, height: int, ratio: float, focus: tuple[float, float]
) -> None:
    left, top, right, bottom = crop_box(width, height, ratio, focus)
    across, down = right - left, bottom - top
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert across == width or down == height
    if across == width:
        assert down in (1, height) or abs(down - width / ratio) <= 0.5
    else:
        assert across == 1 or abs(across - height * ratio) <= 0.5
    for at, part, whole, wish in ((left, across, width, focus[0]), (top, down, height, focus[1])):
        assert at - 1 <= wish * whole <= at + part + 1
        if 0 < at < whole - part:
            assert abs(at + part / 2 - wish * whole) <= 0.5
        elif part < whole:
            middle = at + part / 2
            assert middle >= wish * whole - 0.5 if at == 0 else middle <= wish * whole + 0.5


@pytest.mark.parametrize(
    ("size", "ratio", "focus", "box"),
    [
        ((400, 300), 1.0, (0.5, 0.5), (50, 0, 350, 300)),
        ((400, 300), 1.0, (0.0, 0.0), (0, 0, 300, 300)),
        ((400, 300), 1.0, (1.0, 1.0), (100, 0, 400, 300)),
        ((400, 300), 2.0, (0.5, 0.3), (0, 0, 400, 200)),
        ((400, 300), 2.0, (0.5, 0.4), (0, 20, 400, 220)),
        ((400, 300), 4 / 3, (0.9, 0.9), (0, 0, 400, 300)),
    ],
)
def test_crops_by_example(
    size: tuple[int, int], ratio: float, focus: tuple[float, float], box: tuple[int, ...]
) -> None:
    assert crop_box(*size, ratio, focus) == box


@pytest.mark.parametrize(
    ("focus", "colour"),
    [((0.1, 0.1), RED), ((0.9, 0.1), GREEN), ((0.1, 0.9), BLUE), ((0.9, 0.9), YELLOW)],
)
def test_the_focus_is_kept(
    tmp_path: Path, focus: tuple[float, float], colour: tuple[int, int, int]
) -> None:
    wide, tall = (
        saved(tmp_path, "a.jpg", quarters(900, 300)),
        saved(tmp_path, "b.jpg", quarters(300, 900)),
    )
    for path, ratio in ((wide, 0.5), (tall, 2.0)):
        got = pixels(prepared(path, Recipe(90, 90, ratio, focus)))
        spot = (round(focus[0] * (got.width - 1)), round(focus[1] * (got.height - 1)))
        assert near(got.getpixel(spot), colour, 10)


def test_a_crop_without_scaling_keeps_the_pixels(tmp_path: Path) -> None:
    image = noise(90, 60).quantize(64)
    path = saved(tmp_path, "a.png", image)
    got = pixels(prepared(path, Recipe(500, 500, 1.0, (0.3, 0.5))))
    assert apart(got, image.convert("RGB").crop((0, 0, 60, 60))) == 0


@pytest.mark.parametrize(
    ("recipe", "size"),
    [
        (Recipe(5000, 5000), (96, 64)),
        (Recipe(96, 64), (96, 64)),
        (Recipe(48, 5000), (48, 32)),
        (Recipe(5000, 16), (24, 16)),
        (Recipe(5000, 5000, ratio=1.0), (64, 64)),
        (Recipe(5000, 20, ratio=1.0), (20, 20)),
        (Recipe(1, 1), (1, 1)),
    ],
)
def test_a_picture_fits_its_slot_and_is_never_enlarged(
    tmp_path: Path, recipe: Recipe, size: tuple[int, int]
) -> None:
    for name in ("a.jpg", "a.png"):
        result = prepared(saved(tmp_path, name, quarters(96, 64)), recipe)
        assert (result.width, result.height) == size
        pixels(result)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("width", [1200, 640, 333])
def test_a_reduced_decoding_is_not_to_be_seen(
    tmp_path: Path, width: int, orientation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    upright = Image.radial_gradient("L").resize((2003, 1501), Image.Resampling.BICUBIC)
    ImageDraw.Draw(upright).line((100, 1501, 1903, 0), fill=255, width=40)
    upright = upright.filter(ImageFilter.GaussianBlur(5))
    stored = as_stored(upright, orientation)
    path = saved(tmp_path, "a.jpg", stored, quality=95, exif=oriented(orientation))
    recipe = Recipe(width, width, ratio=1.2, focus=(0.9, 0.4))
    got = pixels(prepared(path, recipe))
    monkeypatch.setattr(pictures, "_DRAFT_GAP", 1000.0)
    fair = pixels(prepared(path, recipe, tmp_path / "fair"))
    assert apart(got, fair) <= 10


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_reduced_decoding_shifts_nothing(tmp_path: Path, orientation: int) -> None:
    ramp = Image.linear_gradient("L")
    both = Image.blend(ramp, ramp.rotate(90), 0.5).resize((203, 151))
    stored = as_stored(both, orientation)
    path = saved(tmp_path, "a.jpg", stored, quality=95, exif=oriented(orientation))
    got = pixels(prepared(path, Recipe(16, 16)))
    assert apart(got, both.resize(got.size, Image.Resampling.LANCZOS)) <= 3


def test_a_large_jpeg_is_decoded_reduced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    load = pictures._load

    def loaded(image: Any) -> None:
        load(image)
        sizes.append(image.size)

    monkeypatch.setattr(pictures, "_load", loaded)
    path = saved(tmp_path, "a.jpg", quarters(1600, 1200))
    for width in (1600, 1100, 500, 100):
        prepared(path, Recipe(width, width))
    assert sizes == [(1600, 1200), (1600, 1200), (800, 600), (200, 150)]


# Keeping


def test_same_picture_same_bytes_named_by_their_hash(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.jpg", noise(300, 200))
    one = prepared(path, Recipe(100, 100), tmp_path / "one")
    other = prepared(path, Recipe(100, 100), tmp_path / "other" / "deep")
    data = one.path.read_bytes()
    assert data == other.path.read_bytes()
    assert one.path.name == f"{hashlib.sha256(data).hexdigest()}.jpg" == other.path.name
    assert one.sha256 == one.path.stem
    assert one.path.parent == tmp_path / "one"
    names = sorted(p.name for p in one.path.parent.iterdir())
    assert names == sorted(p.name for p in other.path.parent.iterdir())
    assert len(names) == 2


def test_a_second_call_finds_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, "a.jpg", noise(300, 200))
    store, problems, picture = PictureStore(tmp_path / "store"), Problems(), looked_at(path)
    first = store.prepare(picture, Recipe(100, 100), problems)
    before = {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in (tmp_path / "store").iterdir()}
    path.unlink()
    monkeypatch.setattr(pictures, "_pixels", None)
    assert first is not None
    assert store.prepare(picture, Recipe(100, 100), problems) == first
    after = {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in (tmp_path / "store").iterdir()}
    assert (before, len(problems)) == (after, 0)


@pytest.mark.parametrize(
    "other",
    [
        Recipe(101, 100),
        Recipe(100, 101),
        Recipe(100, 100, ratio=1.4),
        Recipe(100, 100, focus=(0.4, 0.5)),
        Recipe(100, 100, grey=True),
    ],
)
def test_another_recipe_has_another_entry(tmp_path: Path, other: Recipe) -> None:
    path = saved(tmp_path, "a.jpg", noise(300, 200))
    prepared(path, Recipe(100, 100))
    prepared(path, other)
    assert len(list((tmp_path / "store").glob("*.json"))) == 2


def test_another_version_has_another_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, "a.jpg", noise(300, 200))
    prepared(path)
    monkeypatch.setattr(pictures, "_engines", lambda: {"Pillow": "99"})
    prepared(path)
    assert len(list((tmp_path / "store").glob("*.json"))) == 2


@pytest.mark.parametrize("damage", [b"", b"damaged", None])
def test_a_damaged_picture_is_made_again(tmp_path: Path, damage: bytes | None) -> None:
    path = saved(tmp_path, "a.jpg", noise(300, 200))
    first = prepared(path)
    data = first.path.read_bytes()
    if damage is None:
        first.path.unlink()
    else:
        first.path.write_bytes(damage)
    assert prepared(path) == first
    assert first.path.read_bytes() == data


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"{}", b"\xff", b'{"sha256": 7, "media_type": "image/jpeg"}']
)
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    path = saved(tmp_path, "a.jpg", noise(300, 200))
    first = prepared(path)
    (entry,) = (tmp_path / "store").glob("*.json")
    whole = entry.read_bytes()
    entry.write_bytes(damage)
    assert prepared(path) == first
    assert json.loads(entry.read_bytes()) == json.loads(whole)


def test_several_builds_at_once(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.png", noise(300, 200))
    with ThreadPoolExecutor(8) as pool:
        results = set(pool.map(lambda _: prepared(path, Recipe(150, 150)), range(24)))
    assert len(results) == 1
    assert len(list((tmp_path / "store").iterdir())) == 2


def test_a_folder_that_cannot_be_made_is_an_oserror(tmp_path: Path) -> None:
    picture = looked_at(saved(tmp_path, "a.jpg", quarters()))
    blocked = written(tmp_path, "blocked", b"") / "store"
    problems = Problems()
    with pytest.raises(OSError, match="blocked"):
        PictureStore(blocked).prepare(picture, LARGE, problems)
    assert len(problems) == 0


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = looked_at(saved(tmp_path, "a.jpg", quarters()))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        PictureStore(tmp_path / "store").prepare(picture, LARGE, Problems())
    assert list((tmp_path / "store").iterdir()) == []
