"""How large images are drawn, read from pages made here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from prepress.test_press_images import kept, photograph, press
from printshop.content.pictures import PictureStore, Recipe, _plan, _resized, crop_box
from printshop.layout.originals import SourcePicture
from printshop.prepress.drawn import drawn_sizes, finer_for
from printshop.prepress.images import press_pictures
from printshop.problems import Problems
from printshop.render.names import image_name


def image(pdf: Pdf, width: int = 10, height: int = 10) -> pikepdf.Object:
    return pdf.make_stream(
        bytes(width * height),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )


def form(pdf: Pdf, content: bytes, resources: Any = None, **more: Any) -> pikepdf.Object:
    own = {} if resources is None else {"Resources": resources}
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), **own, **more
    )


def page(pdf: Pdf, content: bytes, **things: Any) -> None:
    made = pdf.add_blank_page(page_size=(500, 500))
    made.Resources = Dictionary(XObject=Dictionary({f"/{n}": t for n, t in things.items()}))
    made.Contents = pdf.make_stream(content)


def rounded(pdf: Pdf) -> dict[str, tuple[float, float]]:
    return {name: (round(w, 3), round(h, 3)) for name, (w, h) in drawn_sizes(pdf).items()}


def test_matrices_are_saved_and_given_back() -> None:
    pdf = Pdf.new()
    page(
        pdf,
        b"Q 2 0 0 2 0 0 cm q 30 0 0 20 7 8 cm /a Do Q q 0 5 -5 0 0 0 cm /b Do Q "
        b"BT (q 9 0 0 9 0 0 cm \\) /a Do) Tj ET /none Do Do",
        a=image(pdf),
        b=image(pdf),
        c=image(pdf),
    )
    assert rounded(pdf) == {"a": (60, 40), "b": (10, 10)}


def test_the_largest_of_all_places_counts() -> None:
    pdf = Pdf.new()
    one = image(pdf)
    page(pdf, b"q 30 0 0 20 0 0 cm /a Do Q q 20 0 0 40 0 0 cm /a Do Q", a=one)
    page(pdf, b"q 31 0 0 2 0 0 cm /a Do Q", a=one)
    assert rounded(pdf) == {"a": (31, 40)}


def test_forms_have_matrices_and_are_drawn_more_than_once() -> None:
    pdf = Pdf.new()
    inner = form(
        pdf, b"10 0 0 5 0 0 cm /a Do", Dictionary(XObject=Dictionary(a=image(pdf))),
        Matrix=Array([3, 0, 0, 3, 40, 40]),
    )  # fmt: skip
    outer = form(pdf, b"q 2 0 0 2 0 0 cm /in Do Q", Dictionary(XObject={"/in": inner}))
    page(pdf, b"q 1 0 0 1 9 9 cm /out Do Q 0 4 -4 0 0 0 cm /out Do", out=outer)
    assert rounded(pdf) == {"a": (240, 120)}


def test_a_form_without_resources_draws_with_those_of_its_page() -> None:
    pdf = Pdf.new()
    page(pdf, b"/f Do", f=form(pdf, b"10 0 0 5 0 0 cm /a Do"), a=image(pdf))
    assert rounded(pdf) == {"a": (10, 5)}


def test_a_form_that_draws_itself() -> None:
    pdf = Pdf.new()
    loop = form(pdf, b"q 7 0 0 8 0 0 cm /a Do Q 2 0 0 2 0 0 cm /f Do", Dictionary())
    loop.Resources = Dictionary(XObject=Dictionary(f=loop, a=image(pdf)))
    page(pdf, b"/f Do", f=loop)
    assert rounded(pdf) == {"a": (7, 8)}


def test_patterns_lie_in_the_space_of_their_stream() -> None:
    pdf = Pdf.new()
    tile = pdf.make_stream(
        b"10 0 0 5 0 0 cm /a Do",
        PatternType=1,
        Matrix=Array([3, 0, 0, 3, 0, 0]),
        Resources=Dictionary(XObject=Dictionary(a=image(pdf))),
    )
    page(pdf, b"50 0 0 50 0 0 cm /Pattern cs /p scn 0 0 1 1 re f")
    pdf.pages[0].Resources.Pattern = Dictionary(p=tile)
    assert rounded(pdf) == {"a": (30, 15)}


def test_images_that_no_page_draws_are_not_asked_for() -> None:
    pdf = Pdf.new()
    page(pdf, b"72 0 0 72 0 0 cm /a Do", a=image(pdf, 100, 100), b=image(pdf))
    (asked,) = finer_for(pdf, 300).items()
    assert asked == ("a", pytest.approx(3, abs=0.03))


@given(
    st.tuples(st.integers(40, 900), st.integers(40, 900)),
    st.integers(20, 400),
    st.integers(20, 400),
    st.floats(0.5, 2) | st.none(),
    st.floats(0.7, 1.6),
    st.integers(100, 400),
)
def test_what_is_prepared_is_enough_where_it_is_drawn(
    original: tuple[int, int], across: int, down: int, ratio: float | None, larger: float, ppi: int
) -> None:
    """As many pixels as the press wants, unless the original has no more."""
    recipe = Recipe(across, down, ratio)
    screen = _plan(*original, recipe).size
    drawn = tuple(px / 220 * 72 * larger for px in screen)
    pdf = Pdf.new()
    page(pdf, b"%.4f 0 0 %.4f 0 0 cm /a Do" % drawn, a=image(pdf, *screen))
    made = _plan(*original, _resized(recipe, finer_for(pdf, ppi)["a"])).size
    left, top, right, bottom = (0, 0, *original)
    if ratio is not None:
        left, top, right, bottom = crop_box(*original, ratio, recipe.focus)
    if made != (right - left, bottom - top):
        assert min(px / side * 72 for px, side in zip(made, drawn, strict=True)) >= ppi - 0.01


def test_a_picture_drawn_larger_than_its_slot_gets_its_pixels(tmp_path: Path) -> None:
    """And none is enlarged."""
    sources = {
        "asset:large": SourcePicture(
            kept(tmp_path, "large.jpg", photograph(900, 600)), Recipe(220, 220)
        ),
        "asset:small": SourcePicture(
            kept(tmp_path, "small.jpg", photograph(240, 160)), Recipe(220, 220)
        ),
    }
    large, small = map(image_name, sources)
    pdf = Pdf.new()
    # 1 inch was the slot; it is drawn 1.5 inches wide
    content = b"q 108 0 0 72 0 0 cm /%s Do Q q 108 0 0 72 0 0 cm /%s Do Q"
    things = {large: image(pdf, 220, 147), small: image(pdf, 220, 147)}
    page(pdf, content % (large.encode(), small.encode()), **things)
    finer = finer_for(pdf, 300)
    made = press_pictures(
        sources, finer, PictureStore(tmp_path / "store"), press(), False, Problems()
    )
    assert 450 <= made[large].width <= 455
    assert (made[small].width, made[small].height) == (240, 160)
