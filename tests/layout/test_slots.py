"""Pictures and drawings at the size of their slots."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from printshop.content.pictures import PictureFile, PictureStore, inspect
from printshop.layout import Layout, load_layout
from printshop.layout.slots import JobAssets, SetPicture, Slot, least_for
from printshop.problems import Problems, Where
from printshop.workspace import Workspace
from support import bare_workspace

FLOOR = 120
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" fill="#1b1b1b">'
    '<path d="M0 0h9v9z" fill="{colour}"/><text font-family="IBM Plex Sans" y="9">Chữ</text></svg>'
)


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    root = bare_workspace(tmp_path_factory.mktemp("w"))
    problems = Problems()
    found = load_layout(Workspace(root), "ban-tin", Where("x"), problems)
    assert not list(problems)
    pictures = found.spec.pictures.model_copy(update={"ppi": 220, "floor_ppi": FLOOR})
    return replace(found, spec=found.spec.model_copy(update={"pictures": pictures}))


@pytest.fixture
def assets(layout: Layout, tmp_path: Path) -> JobAssets:
    return JobAssets(layout, PictureStore(tmp_path / "store"), Problems())


def photo(assets: JobAssets, tmp_path: Path, width: int, height: int) -> PictureFile:
    path = tmp_path / f"{width}x{height}.jpg"
    Image.effect_noise((width, height), 60).save(path)
    picture = inspect(path, path.name, Where("a.md", 1, 1), assets.problems)
    assert picture is not None
    return picture


def drawing(
    assets: JobAssets, tmp_path: Path, size: str = "120 80", colour: str = "#b5121b"
) -> PictureFile:
    path = tmp_path / "a.svg"
    path.write_text(SVG.format(size=size, colour=colour), "utf-8")
    picture = inspect(path, "a.svg", Where("a.md", 1, 1), assets.problems)
    assert picture is not None
    return picture


def placed(found: SetPicture | None) -> SetPicture:
    assert found is not None
    return found


# Pictures of few pixels


def test_a_picture_of_enough_pixels_fills_its_slot(assets: JobAssets, tmp_path: Path) -> None:
    column = assets.layout.spec.column_width
    found = placed(assets.picture(photo(assets, tmp_path, 800, 600), "column"))
    assert (found.width, found.reduced) == (round(column, 2), False)
    assert not list(assets.problems)


@pytest.mark.parametrize("slot", ["column", "span", "half"])
def test_a_picture_of_few_pixels_is_set_smaller(
    assets: JobAssets, tmp_path: Path, slot: Slot
) -> None:
    pixels = 250
    found = placed(assets.picture(photo(assets, tmp_path, pixels, 200), slot))
    assert found.width == pytest.approx(pixels / FLOOR * 25.4, abs=0.01)
    assert found.ratio == pytest.approx(1.25, rel=0.01)
    assert found.reduced
    (problem,) = assets.problems
    assert problem.code == "P021"
    assert dict(problem.params)["width"] == 53
    assert "it is set smaller, at 53 mm of" in problem.message


def test_a_picture_of_hardly_any_pixels_stays_at_the_least_width(
    assets: JobAssets, tmp_path: Path
) -> None:
    found = placed(assets.picture(photo(assets, tmp_path, 100, 80), "span"))
    assert (found.width, found.reduced) == (40, True)
    (problem,) = assets.problems
    assert "and has 64 ppi even so" in problem.message
    rules = assets.layout.spec.pictures.model_copy(update={"least_width": 30.0})
    spec = assets.layout.spec.model_copy(update={"pictures": rules})
    narrower = replace(assets, layout=replace(assets.layout, spec=spec), table={}, sources={})
    found = placed(narrower.picture(photo(assets, tmp_path, 100, 80), "span"))
    assert found.width == 30


@pytest.mark.parametrize("slot", ["page", "bleed"])
def test_pages_and_bleeds_are_filled_all_the_same(
    assets: JobAssets, tmp_path: Path, slot: Slot
) -> None:
    page = assets.layout.spec.geometry
    found = placed(assets.picture(photo(assets, tmp_path, 200, 100), slot))
    assert found.width >= page.width
    assert not found.reduced
    (problem,) = assets.problems
    assert "as wide as it is set" in problem.message


def test_a_box_of_its_own_size_is_filled_all_the_same(assets: JobAssets, tmp_path: Path) -> None:
    found = placed(assets.picture(photo(assets, tmp_path, 200, 100), size=(80, 60)))
    assert (found.width, found.height, found.reduced) == (80, 60, False)
    assert [p.code for p in assets.problems] == ["P007"]


def test_a_small_picture_is_not_cropped_to_a_width_it_does_not_fill(
    assets: JobAssets, tmp_path: Path
) -> None:
    small, large = photo(assets, tmp_path, 300, 300), photo(assets, tmp_path, 1500, 1500)
    assert placed(assets.picture(small, "span")).ratio == pytest.approx(1, rel=0.01)
    assert placed(assets.picture(large, "span")).ratio > 1.2


def test_a_ratio_that_is_asked_is_kept_when_a_picture_is_set_smaller(
    assets: JobAssets, tmp_path: Path
) -> None:
    picture = photo(assets, tmp_path, 250, 250)
    found = placed(assets.picture(picture, "half", ratio=1.25, focus=(0.5, 0.0)))
    assert found.ratio == pytest.approx(1.25, rel=0.01)
    assert found.reduced


@given(st.floats(36, 300), st.integers(1, 20_000), st.floats(1, 500), st.floats(1, 100))
def test_least_widths(floor: float, pixels: int, full: float, least: float) -> None:
    width = least_for(floor, pixels, full, least)
    assert 0 < width <= full
    assert width >= min(least, full)
    if min(least, full) < width < full:
        assert pixels / (width / 25.4) == pytest.approx(floor)
    if width == full and full > least:
        assert pixels / (full / 25.4) >= floor * (1 - 1e-9)


# Drawings


def test_a_drawing_fills_its_slot_at_any_size(assets: JobAssets, tmp_path: Path) -> None:
    picture = drawing(assets, tmp_path)
    column = placed(assets.picture(picture, "column"))
    span = placed(assets.picture(picture, "span"))
    assert column.width == round(assets.layout.spec.column_width, 2)
    assert span.ratio == pytest.approx(1.5, rel=0.01)
    assert column.url == span.url
    assert column.artwork
    assert not column.reduced
    (asset,) = assets.table.values()
    assert asset.media_type == "image/svg+xml"
    assert {source.file for source in assets.sources.values()} == {picture}
    assert not list(assets.problems)


@pytest.mark.parametrize("size", ["120 80", "80 120", "1 30", "30 1"])
def test_a_drawing_is_never_cropped(assets: JobAssets, tmp_path: Path, size: str) -> None:
    picture = drawing(assets, tmp_path, size)
    for slot in ("column", "span", "half", "bleed", "page"):
        for ratio in (None, 0.5, 3.0):
            found = placed(assets.picture(picture, slot, ratio=ratio))
            assert found.ratio == pytest.approx(picture.ratio, rel=0.01)
            if ratio is not None:
                widest = assets._slot_size(slot)[0]
                assert found.width <= widest + 0.01
                assert found.height <= widest / ratio + 0.01
    found = placed(assets.picture(picture, size=(60, 30)))
    assert found.width <= 60
    assert found.height <= 30


def test_a_drawing_outside_the_palette_is_told_of(assets: JobAssets, tmp_path: Path) -> None:
    assert assets.picture(drawing(assets, tmp_path, colour="#123456"), "span") is None
    assert [(p.code, p.where.file) for p in assets.problems] == [("P017", "a.svg")]


def test_another_palette_recolours_a_drawing(layout: Layout, tmp_path: Path) -> None:
    assert "one-ink" in layout.spec.palettes
    assets = JobAssets(
        replace(layout, palette="one-ink"), PictureStore(tmp_path / "store"), Problems()
    )
    assert assets.recolour["#b5121b"] == layout.spec.palettes["one-ink"].colours["red"].srgb
    assets.picture(drawing(assets, tmp_path), "column")
    (asset,) = assets.table.values()
    assert b"#b5121b" not in asset.path.read_bytes()
    assert JobAssets(layout, assets.store, Problems()).recolour == {}


def test_a_palette_of_one_ink_sets_photographs_in_grey(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (900, 600), "teal").save(path)
    assets = JobAssets(
        replace(layout, palette="one-ink"), PictureStore(tmp_path / "store"), Problems()
    )
    assert assets.layout.grey_pictures
    assets.picture(inspect(path, "a.png", Where("x"), assets.problems), "column")
    (asset,) = assets.table.values()
    with Image.open(asset.path) as image:
        assert image.mode == "L"


def test_a_drawing_of_the_layout_follows_the_rules(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = JobAssets(layout, PictureStore(tmp_path / "store"), Problems())
    emblem = layout.folder / "emblem.svg"
    emblem.write_text(SVG.format(size="9 9", colour="teal"), "utf-8")
    try:
        assets.file("emblem.svg")
        assert [(p.code, p.where.file) for p in assets.problems] == [
            ("P017", "layouts/ban-tin/emblem.svg")
        ]
        emblem.write_text(SVG.format(size="9 9", colour="#b5121b"), "utf-8")
        url = assets.file("emblem.svg")
        assert assets.table[url].path.parent == tmp_path / "store"
        assert assets.table[url].media_type == "image/svg+xml"
    finally:
        emblem.unlink()
