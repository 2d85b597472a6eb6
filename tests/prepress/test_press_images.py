"""Pictures are put into small files made here, and read back from them."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageChops, ImageStat

from printshop.colour import InkSpace
from printshop.content.pictures import PictureFile, PictureStore, Recipe, inspect
from printshop.layout.originals import SourcePicture
from printshop.prepress.edition import PressPicture
from printshop.prepress.images import press_pictures, swap_images
from printshop.press.contract import Condition, PressSpec
from printshop.press.load import Press
from printshop.problems import Problems, Where
from printshop.render.names import image_name
from support import REPOSITORY, run

PROFILE_FILE = REPOSITORY / "presses" / "FOGRA39L_coated.icc"
PROFILE = PROFILE_FILE.read_bytes()
INKS = InkSpace(PROFILE, 320)
RED = (180, 20, 30)


# Helpers


def press(**changes: Any) -> Press:
    condition = Condition(identifier="FOGRA39", description="coated", profile=PROFILE_FILE.name)
    spec = PressSpec(description="for tests", condition=condition, **changes)
    return Press("nhà-in", Path("nhà-in.yaml"), spec, PROFILE_FILE, PROFILE)


def photograph(width: int, height: int, seed: int = 1) -> Image.Image:
    shapes = Image.frombytes("RGB", (6, 5), random.Random(seed).randbytes(90))
    return shapes.resize((width, height), Image.Resampling.BICUBIC)


def jpeg(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=95)
    return data.getvalue()


def object_of(pdf: Pdf, image: Image.Image, *, lossy: bool = False, **more: Any) -> pikepdf.Object:
    """An image as WeasyPrint writes it."""
    spaces = {"RGB": Name.DeviceRGB, "L": Name.DeviceGray, "CMYK": Name.DeviceCMYK}
    given = {
        "ColorSpace": spaces[image.mode],
        "BitsPerComponent": 8,
        "Filter": Name.DCTDecode if lossy else Name.FlateDecode,
        "Interpolate": False,
    }
    return pdf.make_stream(
        jpeg(image) if lossy else zlib.compress(image.tobytes()),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=image.width,
        Height=image.height,
        **given | more,
    )


def a_file(*pages: dict[str, Any]) -> Pdf:
    """A file; each page draws its images, 100 pt wide and high, beside each other."""
    pdf = Pdf.new()
    for things in pages:
        page = pdf.add_blank_page(page_size=(100 * max(len(things), 1), 100))
        made = {f"/{n}": t(pdf) if callable(t) else object_of(pdf, t) for n, t in things.items()}
        page.Resources = Dictionary(XObject=Dictionary(made))
        drawn = [f"q 100 0 0 100 {100 * at} 0 cm /{n} Do Q" for at, n in enumerate(things)]
        page.Contents = pdf.make_stream("\n".join(drawn).encode())
    return pdf


def image_in(pdf: Pdf, name: str, page: int = 0) -> pikepdf.Object:
    return pdf.pages[page].obj.Resources.XObject[f"/{name}"]


def samples(image: pikepdf.Object) -> Image.Image:
    """An image object's pixels, as they are."""
    if image.Filter == Name.DCTDecode:
        with Image.open(io.BytesIO(image.read_raw_bytes())) as got:
            got.load()
        return got
    mode = {"/DeviceCMYK": "CMYK", "/DeviceGray": "L"}[str(image.ColorSpace)]
    return Image.frombytes(mode, (int(image.Width), int(image.Height)), image.read_bytes())


def saved(pdf: Pdf) -> bytes:
    data = io.BytesIO()
    pdf.save(data, deterministic_id=True)
    return data.getvalue()


def kept(folder: Path, name: str, image: Image.Image, **options: Any) -> PictureFile:
    path = folder / name
    image.save(path, **options)
    picture = inspect(path, name, Where(f"{name}.md", 3), Problems())
    assert picture is not None
    return picture


def from_originals(
    sources: Sequence[SourcePicture], folder: Path, *, grey: bool = False, workers: int = 2
) -> tuple[dict[str, PressPicture], Problems]:
    table = {f"asset:{at}": source for at, source in enumerate(sources)}
    problems = Problems()
    pictures = press_pictures(
        table,
        dict.fromkeys(map(image_name, table), 300 / 220),
        PictureStore(folder / "store"),
        press(),
        grey,
        problems,
        workers=workers,
    )
    return pictures, problems


# From originals


def test_each_picture_that_pages_draw_is_prepared(tmp_path: Path) -> None:
    pictures = [kept(tmp_path, f"{n}.jpg", photograph(400, 300, n)) for n in range(4)]
    sources = {f"asset:{n}": SourcePicture(p, Recipe(110, 110)) for n, p in enumerate(pictures)}
    sources["asset:drawing"] = SourcePicture(pictures[0], None)
    urls = ("asset:0", "asset:2", "asset:drawing", "asset:other")
    finer = dict.fromkeys(map(image_name, urls), 1.5)
    finer[image_name("asset:2")] = 3
    told: list[str] = []

    class Heard:
        def stage(self, name: str, total: int = 0) -> None: ...
        def step(self, what: str) -> None:
            told.append(what)

        def finish(self) -> None: ...

    problems = Problems()
    store = PictureStore(tmp_path / "store")
    found = press_pictures(sources, finer, store, press(), False, problems, Heard())
    assert list(found) == [image_name("asset:0"), image_name("asset:2")]
    assert [(p.width, p.height, p.grey) for p in found.values()] == [
        (165, 124, False),
        (330, 248, False),
    ]
    assert told == ["0.jpg", "2.jpg", "0.jpg"]
    assert len(problems) == 0


def test_colours_go_where_the_palette_or_the_press_has_none(tmp_path: Path) -> None:
    source = SourcePicture(kept(tmp_path, "a.jpg", photograph(40, 30)), Recipe(40, 40))
    url = "asset:0"
    for grey, spec in ((True, press()), (False, press(inks="black"))):
        store = PictureStore(tmp_path / "store")
        finer = {image_name(url): 1.0}
        found = press_pictures({url: source}, finer, store, spec, grey, Problems())
        assert [p.grey for p in found.values()] == [True]


@pytest.mark.parametrize("workers", [1, 3])
def test_problems_are_told_in_order_and_the_rest_is_made(tmp_path: Path, workers: int) -> None:
    pictures = [kept(tmp_path, f"{n}.png", photograph(400, 300, n)) for n in range(6)]
    pictures[1].path.unlink()
    pictures[4].path.write_bytes(pictures[0].path.read_bytes())
    sources = [SourcePicture(p, Recipe(100, 100)) for p in pictures]
    found, problems = from_originals(sources, tmp_path, workers=workers)
    assert [(p.code, p.where.file) for p in problems] == [
        ("S002", "1.png.md"),
        ("P003", "4.png.md"),
    ]
    assert len(found) == 4


# Into the file


def test_prepared_pictures_take_the_places_of_those_of_the_screen(tmp_path: Path) -> None:
    cut = photograph(80, 60, 3).convert("RGBA")
    cut.putalpha(Image.linear_gradient("L").resize((80, 60)))
    originals = [
        kept(tmp_path, "photo.jpg", photograph(80, 60, 1), quality=95),
        kept(tmp_path, "grey.jpg", photograph(80, 60, 2).convert("L"), quality=95),
        kept(tmp_path, "cut.png", cut),
    ]
    found, _ = from_originals([SourcePicture(p, Recipe(80, 80)) for p in originals], tmp_path)
    names = list(found)
    screen = [photograph(40, 30, 1), photograph(40, 30, 2).convert("L"), photograph(40, 30, 3)]
    pdf = a_file(dict(zip(names, screen, strict=True)), {names[0]: screen[0]})
    assert swap_images(pdf, found, INKS, grey=False) == []
    pdf = Pdf.open(io.BytesIO(saved(pdf)))
    photo, grey, clear = (image_in(pdf, name) for name in names)
    assert image_in(pdf, names[0], page=1).objgen == photo.objgen
    assert [int(i.Width) for i in (photo, grey, clear)] == [80, 80, 80]
    assert (photo.ColorSpace, photo.Filter) == (Name.DeviceCMYK, Name.DCTDecode)
    assert list(photo.Decode) == [1, 0] * 4
    assert (grey.ColorSpace, "/Decode" in grey) == (Name.DeviceGray, False)
    assert (clear.ColorSpace, clear.Filter) == (Name.DeviceCMYK, Name.FlateDecode)
    assert samples(clear.SMask).tobytes() == cut.getchannel("A").tobytes()
    assert samples(photo).mode == "CMYK"
    images = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert sum(thing.get("/Subtype") == Name.Image for thing in images) == 4
    assert b"DeviceRGB" not in saved(pdf)


def test_it_looks_as_the_screen_does_when_drawn_through_the_profile(tmp_path: Path) -> None:
    flat = Image.new("RGB", (80, 60), (150, 60, 60))
    original = kept(tmp_path, "a.jpg", flat, quality=95)
    found, _ = from_originals([SourcePicture(original, Recipe(80, 80))], tmp_path)
    (name,) = found
    pdf = a_file({name: flat, "other": flat, "lossy": lambda pdf: object_of(pdf, flat, lossy=True)})
    assert swap_images(pdf, found, INKS, grey=False) == ["lossy", "other"]
    pdf.save(tmp_path / "a.pdf", deterministic_id=True)
    inks = tmp_path / "a.tif"
    run(
        "gs",
        "-q",
        "-dNOPAUSE",
        "-dBATCH",
        "-sDEVICE=tiff32nc",
        "-r36",
        f"-o{inks}",
        tmp_path / "a.pdf",
    )
    with Image.open(inks) as drawn:
        drawn.load()
    wanted = INKS.photo(flat).getpixel((0, 0))
    assert isinstance(wanted, tuple)
    for at in (25, 75, 125):
        got = drawn.getpixel((at, 25))
        assert isinstance(got, tuple)
        assert max(abs(a - b) for a, b in zip(got, wanted, strict=True)) <= 3, at


def test_other_images_are_converted_from_their_own_pixels() -> None:
    drawing = Image.new("RGB", (8, 4), RED)
    drawing.putpixel((0, 0), (0, 0, 0))
    photo, shades = photograph(40, 30), photograph(40, 30).convert("L")
    pdf = a_file(
        {
            "d": drawing,
            "p": lambda pdf: object_of(pdf, photo, lossy=True),
            "s": shades,
            "c": INKS.photo(photo),
        }
    )
    inks_before = image_in(pdf, "c").objgen
    assert swap_images(pdf, {}, INKS, grey=False) == ["d", "p", "s"]
    assert samples(image_in(pdf, "d")).tobytes() == INKS.drawing(drawing).tobytes()
    decoded = Image.open(io.BytesIO(jpeg(photo)))
    assert samples(image_in(pdf, "p")).tobytes() == INKS.photo(decoded).tobytes()
    assert samples(image_in(pdf, "s")).tobytes() == INKS.grey(shades).tobytes()
    assert image_in(pdf, "c").objgen == inks_before
    assert all("/Interpolate" not in image_in(pdf, name) for name in "dpsc")


def test_without_colours_all_becomes_grey() -> None:
    photo = photograph(40, 30)
    for inks, grey in ((INKS, True), (InkSpace(PROFILE, 320, black_only=True), False)):
        pdf = a_file({"p": photo})
        swap_images(pdf, {}, inks, grey=grey)
        got = image_in(pdf, "p")
        assert got.ColorSpace == Name.DeviceGray
        assert samples(got).tobytes() == INKS.grey(photo.convert("L")).tobytes()


def test_numbered_colours_keep_their_numbers() -> None:
    numbers = Image.frombytes("L", (4, 1), bytes((0, 1, 2, 1)))
    table = bytes((*RED, 0, 0, 0, 255, 255, 255))

    def indexed(base: Name | Array) -> Any:
        space = Array([Name.Indexed, base, 2, pikepdf.String(table)])
        return lambda pdf: object_of(pdf, numbers, ColorSpace=space)

    def by_profile(pdf: Pdf) -> pikepdf.Object:
        profile = pdf.make_stream(b"icc", N=3)
        return indexed(Array([Name.ICCBased, profile]))(pdf)

    inked = INKS.drawing(Image.frombytes("RGB", (3, 1), table)).tobytes()
    pdf = a_file({"a": indexed(Name.DeviceRGB), "b": by_profile})
    assert swap_images(pdf, {}, INKS, grey=False) == ["a", "b"]
    for name in "ab":
        got = image_in(pdf, name)
        assert (got.ColorSpace[1], bytes(got.ColorSpace[3])) == (Name.DeviceCMYK, inked)
        assert got.read_bytes() == numbers.tobytes()
    pdf = a_file({"a": indexed(Name.DeviceRGB)})
    swap_images(pdf, {}, INKS, grey=True)
    space = image_in(pdf, "a").ColorSpace
    assert (space[1], bytes(space[3])[1:]) == (Name.DeviceGray, b"\x00\xff")


def test_stencils_and_bilevel_images_stay() -> None:
    def bits(**more: Any) -> Any:
        data = zlib.compress(b"\xaa" * 8)
        head = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 8, "Height": 8}
        return lambda pdf: pdf.make_stream(
            data, **head, BitsPerComponent=1, Filter=Name.FlateDecode, **more
        )

    pdf = a_file({"stencil": bits(ImageMask=True), "bilevel": bits(ColorSpace=Name.DeviceGray)})
    before = [image_in(pdf, name).objgen for name in ("stencil", "bilevel")]
    assert swap_images(pdf, {}, INKS, grey=True) == []
    assert [image_in(pdf, name).objgen for name in ("stencil", "bilevel")] == before


def test_sixteen_bits_become_eight() -> None:
    image = Image.new("RGB", (3, 2), RED)
    wide = b"".join(bytes((value, 7)) for value in image.tobytes())

    def deep(pdf: Pdf) -> pikepdf.Object:
        made = object_of(pdf, image, BitsPerComponent=16)
        made.write(zlib.compress(wide), filter=Name.FlateDecode)
        return made

    pdf = a_file({"a": deep})
    swap_images(pdf, {}, INKS, grey=False)
    got = image_in(pdf, "a")
    assert (int(got.BitsPerComponent), samples(got).tobytes()) == (8, INKS.drawing(image).tobytes())


def test_one_image_stays_one_and_keeps_its_mask() -> None:
    pdf = a_file({"a": photograph(9, 9)}, {}, {})
    shared = image_in(pdf, "a")
    shape = Image.linear_gradient("L").resize((9, 9))
    shared.SMask = object_of(pdf, shape)
    mask = shared.SMask.objgen
    pdf.pages[1].obj.Resources = Dictionary(XObject=Dictionary({"/b": shared}))
    form = pdf.make_stream(b"/c Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary({"/c": shared}))
    pdf.pages[2].obj.Resources = Dictionary(XObject=Dictionary({"/f": form}))
    assert swap_images(pdf, {}, INKS, grey=False) == ["a", "b", "c"]
    got = [image_in(pdf, "a"), image_in(pdf, "b", 1), form.Resources.XObject["/c"]]
    assert len({image.objgen for image in got}) == 1
    assert got[0].ColorSpace == Name.DeviceCMYK
    assert got[0].SMask.objgen == mask
    assert samples(got[0].SMask).tobytes() == shape.tobytes()
    assert b"DeviceRGB" not in saved(pdf)


def test_dictionaries_that_two_pages_share_are_converted_once() -> None:
    pdf = a_file({"a": photograph(9, 9).convert("L")}, {})
    pdf.pages[0].obj.Resources.XObject = pdf.make_indirect(pdf.pages[0].obj.Resources.XObject)
    pdf.pages[1].obj.Resources = Dictionary(XObject=pdf.pages[0].obj.Resources.XObject)
    swap_images(pdf, {}, INKS, grey=False)
    wanted = INKS.grey(photograph(9, 9).convert("L"))
    assert samples(image_in(pdf, "a", 1)).tobytes() == wanted.tobytes()


def test_greys_that_mask_are_no_inks() -> None:
    shades, colours = photograph(9, 9).convert("L"), photograph(9, 9)
    pdf = a_file({})
    group = pdf.make_stream(b"/s Do /c Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    images = {"/s": object_of(pdf, shades), "/c": object_of(pdf, colours)}
    group.Resources = Dictionary(XObject=Dictionary(images))
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))
    pdf.pages[0].obj.Resources = Dictionary(ExtGState=Dictionary(g=state))
    assert swap_images(pdf, {}, INKS, grey=False) == []
    inside = group.Resources.XObject
    assert samples(inside["/s"]).tobytes() == shades.tobytes()
    assert samples(inside["/c"]).tobytes() == colours.convert("L").tobytes()


def test_same_file_same_bytes(tmp_path: Path) -> None:
    made = []
    for turn in range(2):
        folder = tmp_path / str(turn)
        folder.mkdir()
        originals = [kept(folder, f"{n}.jpg", photograph(60, 40, n)) for n in range(5)]
        found, _ = from_originals([SourcePicture(p, Recipe(60, 60)) for p in originals], folder)
        pdf = a_file({name: photograph(30, 20) for name in [*sorted(found), "other"]})
        swap_images(pdf, found, INKS, grey=False)
        made.append(saved(pdf))
    assert made[0] == made[1]


def test_a_converted_photograph_looks_the_same() -> None:
    photo = Image.blend(photograph(60, 40), Image.new("RGB", (60, 40), (128, 128, 128)), 0.5)
    pdf = a_file({"a": photo})
    swap_images(pdf, {}, INKS, grey=False)
    back = INKS.photo_to_srgb(samples(image_in(pdf, "a")))
    assert max(ImageStat.Stat(ImageChops.difference(photo, back)).rms) < 4
