"""Drawings on the page: vectors, words, fonts of the workspace, the same bytes."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from printshop.content.artwork import prepare_artwork
from printshop.problems import Problems
from printshop.render import Asset, Fragment, RenderJob, Sheet
from printshop.render.fonts import use_fonts
from printshop.render.pool import fresh_engine, render_one
from support import failed_rules, run

FONTS = Path(__file__).parents[2] / "fonts"
CSS = (
    "@page { size: 100mm 100mm; margin: 0 } body { font-family: 'Source Serif 4'; margin: 0 } "
    "img { display: block; width: 50mm; height: 50mm }"
)
PALETTE = {"ink": "#1b1b1b", "red": "#b5121b", "paper": "#ffffff"}
RED, PAPER, INK = (0xB5, 0x12, 0x1B), (255, 255, 255), (0x1B, 0x1B, 0x1B)


@pytest.fixture(autouse=True)
def _fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    use_fonts(FONTS, tmp_path / "state")
    fresh_engine()


def drawing(folder: Path, body: str) -> Asset:
    source = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" fill="#1b1b1b" '
        f'font-family="IBM Plex Sans">{body}</svg>'
    )
    problems = Problems()
    families = ("Source Serif 4", "IBM Plex Sans")
    data = prepare_artwork(source.encode(), "a.svg", PALETTE, {}, families, problems)
    assert data is not None, [p.message for p in problems]
    sha256 = hashlib.sha256(data).hexdigest()
    path = folder / sha256
    path.write_bytes(data)
    return Asset(sha256, "image/svg+xml", path)


def rendered(*assets: Asset) -> Fragment:
    images = "".join(f'<img alt="Sơ đồ {n}" src="{a.url}">' for n, a in enumerate(assets))
    html = f"<!DOCTYPE html><html lang='vi'><title>t</title><body>{images}</body></html>"
    fragment = render_one(RenderJob("job", html, (Sheet("test.css", CSS),), assets))
    assert isinstance(fragment, Fragment), fragment
    assert fragment.warnings == ()
    return fragment


def pixels(fragment: Fragment, folder: Path) -> Image.Image:
    (folder / "a.pdf").write_bytes(fragment.pdf)
    run("pdftoppm", "-r", "50.8", "-png", "-singlefile", folder / "a.pdf", folder / "a")
    with Image.open(folder / "a.png") as image:
        return image.convert("RGB")  # two pixels a millimetre, one a unit of the drawing


def near(
    image: Image.Image,
    spot: tuple[int, int],
    colour: tuple[int, int, int],
    tolerance: int = 12,
) -> bool:
    found = image.getpixel(spot)
    assert isinstance(found, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(found, colour, strict=True))


EVERYTHING = """
<defs><linearGradient id="g"><stop stop-color="#b5121b"/><stop offset="1" stop-color="#fff"/>
</linearGradient><clipPath id="c"><circle cx="20" cy="70" r="10"/></clipPath>
<symbol id="s" viewBox="0 0 1 1"><rect width="1" height="1"/></symbol></defs>
<rect width="40" height="20" fill="url(#g)"/><rect y="60" width="40" height="20" clip-path="url(#c)"
 fill="#b5121b"/><use href="#s" x="60" y="60" width="20" height="20"/>
<text x="5" y="40" font-size="10">Bản tin <tspan font-weight="bold">công tác</tspan></text>
<text x="95" y="52" font-size="8" text-anchor="end" opacity=".5">Cần Thơ</text>"""


def test_a_drawing_is_vectors_with_words_in_our_fonts(tmp_path: Path) -> None:
    asset = drawing(tmp_path, EVERYTHING)
    fragment = rendered(asset)
    with pikepdf.open(io.BytesIO(fragment.pdf)) as pdf:
        kinds = {
            str(thing.get("/Subtype")) for thing in pdf.objects if isinstance(thing, pikepdf.Stream)
        }
        assert "/Image" not in kinds
    (page,) = PdfReader(io.BytesIO(fragment.pdf)).pages
    assert len(page.images) == 0
    (tmp_path / "a.pdf").write_bytes(fragment.pdf)
    said = run("pdftotext", tmp_path / "a.pdf", "-")
    assert "Bản tin công tác" in said
    assert "Cần Thơ" in said
    fonts = re.findall(rb"/BaseFont /(\S+)", pdf_text(fragment.pdf))
    assert fonts
    assert all(name.split(b"+")[1].startswith(b"IBM-Plex-Sans") for name in fonts)


def pdf_text(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_same_bytes_each_time(tmp_path: Path) -> None:
    asset = drawing(tmp_path, EVERYTHING)
    once = rendered(asset).pdf
    fresh_engine()
    assert rendered(asset).pdf == once


def test_ids_of_two_drawings_do_not_clash(tmp_path: Path) -> None:
    def one(colour: str) -> Asset:
        return drawing(
            tmp_path,
            f'<defs><path id="a" fill="{colour}" d="M0 0h99v99h-99z"/></defs><use href="#a"/>',
        )

    image = pixels(rendered(one("#b5121b"), one("#1b1b1b")), tmp_path)
    assert near(image, (50, 50), RED)
    assert near(image, (50, 150), INK)


def test_a_symbol_can_be_drawn_twice(tmp_path: Path) -> None:
    """WeasyPrint makes an `<svg>` of a symbol it has drawn, which must not show by itself."""
    asset = drawing(tmp_path, EVERYTHING)
    image = pixels(rendered(asset, asset), tmp_path)
    for down in (0, 100):
        assert near(image, (70, down + 70), INK)
        assert near(image, (90, down + 90), PAPER)


def test_gradients_reach_the_edges(tmp_path: Path) -> None:
    body = (
        '<linearGradient id="g" gradientTransform="rotate(90)"><stop stop-color="#b5121b"/>'
        '<stop offset="1" stop-color="#fff"/></linearGradient><radialGradient id="r">'
        '<stop stop-color="#fff"/><stop offset="1" stop-color="#b5121b"/></radialGradient>'
        '<rect x="10" y="10" width="60" height="20" fill="url(#g)"/>'
        '<ellipse cx="50" cy="70" rx="40" ry="20" fill="url(#r)" transform="rotate(3 50 70)"/>'
    )
    image = pixels(rendered(drawing(tmp_path, body)), tmp_path)
    assert near(image, (40, 11), RED)
    assert near(image, (11, 11), RED)
    assert near(image, (40, 28), (247, 231, 232))
    assert near(image, (50, 70), PAPER)
    assert near(image, (13, 69), RED, 35)
    assert near(image, (50, 52), RED, 35)


def test_what_is_half_transparent_is_not_cut(tmp_path: Path) -> None:
    body = (
        '<g opacity=".5"><g transform="translate(60 60)"><rect width="30" height="30"/></g>'
        '<text x="95" y="40" text-anchor="end" font-size="40" font-weight="bold">■</text></g>'
        '<rect width="9" height="9" fill="#b5121b" opacity=".5"/>'
    ).replace("■", "I")
    image = pixels(rendered(drawing(tmp_path, body)), tmp_path)
    assert near(image, (75, 75), (0x8D, 0x8D, 0x8D))
    assert near(image, (4, 4), (0xDA, 0x88, 0x8D))
    dark = [x for x in range(100) if not near(image, (x, 30), PAPER)]
    assert dark
    assert min(dark) > 75


@pytest.mark.slow
def test_a_page_with_drawings_is_pdf_ua_1(tmp_path: Path) -> None:
    asset = drawing(tmp_path, EVERYTHING)
    (tmp_path / "a.pdf").write_bytes(rendered(asset, asset).pdf)
    assert failed_rules(tmp_path / "a.pdf", "ua1") == []


PARTS = st.sampled_from(
    [
        '<path d="M5 5{d}"{more}/>',
        '<rect x="5" y="9" width="30" height="9" rx="{n}"{more}/>',
        '<circle cx="50" cy="50" r="{n}"{more}/>',
        '<ellipse cx="50" cy="50" rx="{n}" ry="3"{more}/>',
        '<line x1="{n}" y2="50"{more}/>',
        '<polygon points="0,0 {n},9 9,{n}"{more}/>',
        '<text x="{n}" y="50"{plain}>Chữ <tspan dy="2" rotate="9">b</tspan></text>',
        '<g{plain}><path d="M0 0{d}"{more}/><text>x</text></g>',
        '<use href="#u" x="{n}"{plain}/>',
        '<use href="#s" width="{n}" height="9"{plain}/>',
    ]
)
MORE = st.sampled_from(
    [
        "",
        ' fill="url(#g)"',
        ' fill="url(#r)" stroke="#fff"',
        ' fill="none" stroke="#b5121b" stroke-dasharray="3 1" stroke-dashoffset="-2"',
    ]
)
PLAIN = st.sampled_from(
    [
        "",
        ' opacity=".5"',
        ' transform="rotate(9) scale(.5 -1)"',
        ' clip-path="url(#c)"',
        ' text-anchor="middle" opacity="0"',
        ' style="stroke:#fff;stroke-width:3;letter-spacing:1;font-style:italic"',
    ]
)
CURVES = st.sampled_from(
    ["h9v9z", "a1 5 30 1 0 9 9", "a9 9 0 0 1 0 0", "c1 1 2 9 9 9s3 3 1 1", "q1 9 9 9t3 3z", "", "z"]
)
DEFINED = """<linearGradient id="g" x1="20%"><stop stop-color="#b5121b"/>
<stop offset="0" stop-color="#fff"/></linearGradient><radialGradient id="r" r=".9" fx="0"
 gradientTransform="scale(2 .5)"><stop stop-color="#fff"/><stop offset="1" stop-color="#b5121b"
 stop-opacity=".2"/></radialGradient><clipPath id="c"><path d="M0 0h40v40z"/>
<circle r="9"/></clipPath>
<defs><g id="u"><path d="M0 0h5v5z"/><text>u</text></g></defs>
<symbol id="s" viewBox="0 0 9 9"><circle r="9"/></symbol>"""


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(PARTS, MORE, PLAIN, CURVES, st.sampled_from(["0", "1", "25", "-3"])), max_size=6
    )
)
def test_the_engine_can_draw_what_is_let_through(
    tmp_path: Path, parts: list[tuple[str, str, str, str, str]]
) -> None:
    body = "".join(
        part.format(more=more + ("" if "style" in plain else plain), plain=plain, d=d, n=n)
        for part, more, plain, d, n in parts
    )
    rendered(drawing(tmp_path, DEFINED + body))
