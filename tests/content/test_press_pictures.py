"""Pictures are made here with Pillow, prepared for a press, and read back."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from printshop.colour import InkSpace
from printshop.content import pictures
from printshop.content.pictures import (
    PictureFile,
    PictureStore,
    Prepared,
    Recipe,
    Separated,
    inspect,
)
from printshop.problems import Problems, Where
from support import REPOSITORY

WHERE = Where("issues/2017-09/issue.yaml", 12, 7)
PROFILE = (REPOSITORY / "presses" / "FOGRA39L_coated.icc").read_bytes()
INKS = InkSpace(PROFILE, 280)
FINER = 300 / 220


def photograph(width: int = 800, height: int = 600, grain: float = 0.05) -> Image.Image:
    """Shapes of all colours, dull enough to be printed, with grain."""
    draw = random.Random(5)
    shapes = Image.frombytes("RGB", (8, 6), draw.randbytes(144)).resize((width, height), 3)
    dull = Image.blend(shapes, Image.new("RGB", shapes.size, (120, 120, 120)), 0.5)
    noise = Image.frombytes("RGB", (width, height), draw.randbytes(3 * width * height))
    return Image.blend(dull, noise, grain)


def saved(folder: Path, name: str, image: Image.Image, **options: Any) -> Path:
    path = folder / name
    image.save(path, **options)
    return path


def looked_at(path: Path) -> PictureFile:
    problems = Problems()
    picture = inspect(path, f"images/{path.name}", WHERE, problems)
    assert picture is not None
    assert len(problems) == 0
    return picture


def separated(path: Path, recipe: Recipe, inks: InkSpace = INKS, finer: float = FINER) -> Separated:
    problems = Problems()
    store = PictureStore(path.parent / "store")
    result = store.separate(looked_at(path), recipe, inks, finer, problems)
    assert [p.message for p in problems] == []
    assert result is not None
    return result


def prepared(path: Path, recipe: Recipe) -> Prepared:
    result = PictureStore(path.parent / "store").prepare(looked_at(path), recipe, Problems())
    assert result is not None
    return result


def pixels(result: Separated) -> Image.Image:
    """What is to be embedded, with Pillow's values: full ink is 255, of black alone 0."""
    mode = "L" if result.grey else "CMYK"
    if result.packing == "flate":
        data = zlib.decompress(result.path.read_bytes())
        return Image.frombytes(mode, (result.width, result.height), data)
    with Image.open(result.path) as image:
        image.load()
        assert (image.format, image.mode) == ("JPEG", mode)
        assert image.size == (result.width, result.height)
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", *ADOBE}
    return image


ADOBE = ("adobe", "adobe_transform")


def mask(result: Separated) -> Image.Image:
    assert result.alpha is not None
    data = zlib.decompress(result.alpha.read_bytes())
    return Image.frombytes("L", (result.width, result.height), data)


def seen(result: Separated) -> Image.Image:
    """How it looks in print, in sRGB."""
    image = pixels(result)
    return INKS.grey_to_srgb(image) if result.grey else INKS.photo_to_srgb(image)


def apart(one: Image.Image, other: Image.Image) -> float:
    """The root of the mean square of differences, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).rms)


# Size and crop


def test_it_has_the_press_resolution_and_is_never_enlarged(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.jpg", photograph(), quality=95)
    for width, wanted in (
        (220, (300, 225)),
        (110, (150, 112)),
        (500, (682, 512)),
        (900, (800, 600)),
    ):
        result = separated(path, Recipe(width, 9999))
        assert (result.width, result.height) == wanted
    assert separated(path, Recipe(220, 9999), finer=150 / 220).width == 150


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(220, 220),
        Recipe(200, 200, ratio=1.0, focus=(0.9, 0.5)),
        Recipe(131, 300, ratio=0.37, focus=(0.2, 0.1)),
        Recipe(173, 57, ratio=3.1, focus=(0.5, 1.0)),
        Recipe(2000, 2000, ratio=2.0),
    ],
)
@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
@pytest.mark.parametrize("turned", [1, 6])
def test_it_shows_what_the_screen_shows(
    tmp_path: Path, recipe: Recipe, name: str, turned: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = turned
    image = photograph(grain=0.005)
    draw = ImageDraw.Draw(image)
    for at in range(0, 800, 50):
        draw.line((at, 0, at, 600), fill=(90, 90, 90), width=12)
        draw.line((0, at, 800, at), fill=(190, 190, 190), width=12)
    path = saved(tmp_path, name, image, exif=exif, quality=95)
    screen, press = prepared(path, recipe), separated(path, recipe)
    assert press.width >= screen.width
    shown = Image.open(screen.path).convert("RGB")
    assert apart(shown, placed(press, shown, 0, 0)) < 10  # the screen's JPEG has coarse colours
    here = apart(shown.convert("L"), placed(press, shown, 0, 0).convert("L"))
    assert here < 4
    for off in ((-0.25, 0), (0.25, 0), (0, -0.25), (0, 0.25)):
        assert here < 0.9 * apart(shown.convert("L"), placed(press, shown, *off).convert("L"))


def placed(press: Separated, shown: Image.Image, across: float, down: float) -> Image.Image:
    """The press's picture as large as the screen's, moved by so many of the screen's pixels."""
    image = seen(press)
    off = across * image.width / shown.width, down * image.height / shown.height
    moved = image.transform(
        image.size,
        Image.Transform.AFFINE,
        (1, 0, off[0], 0, 1, off[1]),
        Image.Resampling.BICUBIC,
    )
    return moved.resize(shown.size, Image.Resampling.BICUBIC)


def test_drawn_pictures_are_finer(tmp_path: Path) -> None:
    drawing = Image.new("RGB", (1600, 400), "white")
    ImageDraw.Draw(drawing).rectangle((100, 100, 800, 300), fill=(180, 20, 30))
    result = separated(saved(tmp_path, "a.png", drawing), Recipe(220, 220))
    assert (result.width, result.height, result.packing) == (600, 150, "flate")


# Inks


@pytest.mark.parametrize("limit", [320, 245, 200])
def test_the_ink_limit_holds_after_the_jpeg(tmp_path: Path, limit: int) -> None:
    dark = photograph().point([value // 4 for value in range(256)] * 3)
    result = separated(
        saved(tmp_path, "a.jpg", dark, quality=95), Recipe(600, 600), InkSpace(PROFILE, limit)
    )
    image = pixels(result)
    assert result.packing == "jpeg"
    # 12 × 12 px are 1 mm² at 300 ppi; limits are meant for 15 mm²
    small = image.resize((image.width // 12, image.height // 12), Image.Resampling.BOX)
    data = small.tobytes()
    sums = [sum(data[at : at + 4]) / 2.55 for at in range(0, len(data), 4)]
    assert max(sums) <= limit
    assert max(sums) > min(limit, 260) - 12


def test_a_jpeg_is_baseline_and_keeps_all_inks_of_every_pixel(tmp_path: Path) -> None:
    for grey in (False, True):
        path = saved(tmp_path, "a.jpg", photograph())
        data = separated(path, Recipe(300, 300, grey=grey)).path.read_bytes()
        at = data.index(b"\xff\xc0")
        channels = data[at + 9]
        assert channels == (1 if grey else 4)
        assert {data[at + 11 + 3 * n] for n in range(channels)} == {0x11}
        assert (b"Adobe" in data[:at]) == (not grey)
        assert b"ICC_PROFILE" not in data


def test_greys_have_one_channel(tmp_path: Path) -> None:
    colour = saved(tmp_path, "a.jpg", photograph(), quality=95)
    shades = saved(tmp_path, "b.jpg", photograph().convert("L"), quality=95)
    black = InkSpace(PROFILE, 280, black_only=True)
    asked = separated(colour, Recipe(300, 300, grey=True))
    forced = separated(colour, Recipe(300, 300), black)
    found = separated(shades, Recipe(300, 300))
    assert [r.grey for r in (asked, forced, found)] == [True] * 3
    assert asked.sha256 == forced.sha256
    screen = Image.open(prepared(shades, Recipe(300, 300)).path)
    wanted = INKS.grey(screen.resize(pixels(found).size, Image.Resampling.BICUBIC))
    assert apart(pixels(found), wanted) < 5


def test_a_drawing_of_lines_is_lossless_and_its_black_is_black_alone(tmp_path: Path) -> None:
    drawing = Image.new("RGB", (120, 60), "white")
    draw = ImageDraw.Draw(drawing)
    draw.rectangle((10, 10, 50, 50), fill="black")
    draw.rectangle((60, 10, 100, 50), fill=(180, 20, 30))
    result = separated(saved(tmp_path, "a.png", drawing), Recipe(500, 500))
    got = pixels(result)
    assert (result.packing, result.grey, result.alpha) == ("flate", False, None)
    assert got.getpixel((0, 0)) == (0, 0, 0, 0)
    assert got.getpixel((30, 30)) == (0, 0, 0, 255)
    assert got.getpixel((80, 30)) == INKS.photo(Image.new("RGB", (1, 1), (180, 20, 30))).getpixel(
        (0, 0)
    )


def test_a_bilevel_drawing_has_one_channel(tmp_path: Path) -> None:
    drawing = Image.new("1", (120, 60), 1)
    ImageDraw.Draw(drawing).rectangle((10, 10, 50, 50), fill=0)
    result = separated(saved(tmp_path, "a.png", drawing), Recipe(500, 500))
    assert (result.packing, result.grey) == ("flate", True)
    assert (pixels(result).getpixel((0, 0)), pixels(result).getpixel((30, 30))) == (255, 0)


@pytest.mark.parametrize("grey", [False, True])
def test_what_shows_of_a_picture_is_kept(tmp_path: Path, grey: bool) -> None:
    image = photograph(200, 100).convert("RGBA")
    alpha = Image.linear_gradient("L").resize((200, 100))
    image.putalpha(alpha)
    result = separated(saved(tmp_path, "a.png", image), Recipe(500, 500, grey=grey))
    assert (result.packing, result.grey) == ("flate", grey)
    assert mask(result).tobytes() == alpha.tobytes()
    assert pixels(result).size == (200, 100)


def test_idle_transparency_is_dropped(tmp_path: Path) -> None:
    image = photograph(200, 100).convert("RGBA")
    result = separated(saved(tmp_path, "a.png", image), Recipe(500, 500))
    assert (result.packing, result.alpha) == ("jpeg", None)


# Keeping


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise AssertionError("the picture was decoded again")

    monkeypatch.setattr(pictures, "_pixels", fail)


def cut_out(folder: Path) -> Path:
    image = photograph(200, 100).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((200, 100)))
    return saved(folder, "a.png", image)


def plain_photograph(folder: Path) -> Path:
    return saved(folder, "a.jpg", photograph(), quality=95)


@pytest.mark.parametrize("make", [plain_photograph, cut_out])
def test_it_is_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path)
    first = separated(path, Recipe(100, 100))
    forbid(monkeypatch)
    assert separated(path, Recipe(100, 100)) == first
    with pytest.raises(AssertionError):
        separated(path, Recipe(101, 100))


@pytest.mark.parametrize(
    ("inks", "finer"),
    [
        (InkSpace(PROFILE, 270), FINER),
        (InkSpace(PROFILE, 280, black_only=True), FINER),
        (InkSpace(PROFILE + b"\0", 280), FINER),
        (INKS, 2.0),
    ],
)
def test_it_is_made_anew_for_another_press(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inks: InkSpace, finer: float
) -> None:
    path = plain_photograph(tmp_path)
    separated(path, Recipe(100, 100))
    forbid(monkeypatch)
    problems = Problems()
    with pytest.raises(AssertionError):
        separated(path, Recipe(100, 100), inks, finer)
    assert len(problems) == 0


@pytest.mark.parametrize("which", ["path", "alpha"])
@pytest.mark.parametrize("damage", ["changed", "removed"])
def test_a_damaged_result_is_made_again(tmp_path: Path, which: str, damage: str) -> None:
    path = cut_out(tmp_path)
    first = separated(path, Recipe(100, 100))
    kept: Path = getattr(first, which)
    before = kept.read_bytes()
    kept.write_bytes(before[:-1] + b"x") if damage == "changed" else kept.unlink()
    assert separated(path, Recipe(100, 100)) == first
    assert kept.read_bytes() == before


@pytest.mark.parametrize("make", [plain_photograph, cut_out])
def test_same_picture_same_bytes(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(separated(make(tmp_path / name), Recipe(100, 100)))
    assert made[0].sha256 == made[1].sha256
    assert made[0].path.read_bytes() == made[1].path.read_bytes()
    masks = [m.alpha.read_bytes() if m.alpha else b"" for m in made]
    assert masks[0] == masks[1]


def test_screen_and_press_pictures_do_not_take_each_others_places(tmp_path: Path) -> None:
    path = plain_photograph(tmp_path)
    recipe = Recipe(100, 100)
    screen = prepared(path, recipe)
    press = separated(path, recipe, finer=1.0)
    assert prepared(path, recipe) == screen
    assert press.sha256 != screen.sha256


def test_an_original_changed_gone_or_broken_is_a_problem(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.jpg", photograph(100, 80))
    picture, problems, store = looked_at(path), Problems(), PictureStore(tmp_path / "store")

    def again() -> Separated | None:
        return store.separate(picture, Recipe(50, 50), INKS, FINER, problems)

    saved(tmp_path, "a.jpg", photograph(90, 80))
    assert again() is None
    path.unlink()
    assert again() is None
    path.write_bytes(b"\xff\xd8\xff" + bytes(40))
    assert again() is None
    assert [p.code for p in problems] == ["P003", "S002"]
    assert {p.where for p in problems} == {WHERE}
    assert not (tmp_path / "store").exists()
