"""Drawings: what is taken, what is refused and where, and what is written."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printshop.content import artwork, svgread
from printshop.content.artwork import is_artwork, measure_artwork, prepare_artwork
from printshop.content.pictures import ArtworkRules, PictureStore, inspect
from printshop.problems import Problems, Where

NS = "http://www.w3.org/2000/svg"
PALETTE = {
    "ink": "#1b1b1b",
    "red": "#B5121B",
    "grey": "#6b6b6b",
    "paper": "#ffffff",
}
FAMILIES = ("Source Serif 4", "IBM Plex Sans")


def svg(body: str, attributes: str = 'viewBox="0 0 120 80" fill="#1b1b1b"') -> str:
    names = f'xmlns="{NS}" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {attributes}>\n{body}\n</svg>"


def made(
    source: str | bytes, replacements: dict[str, str] | None = None, **kwargs: Any
) -> tuple[bytes | None, Problems]:
    problems = Problems()
    data = source if isinstance(source, bytes) else source.encode()
    palette = kwargs.pop("palette", PALETTE)
    result = prepare_artwork(
        data, "a.svg", palette, replacements or {}, FAMILIES, problems, **kwargs
    )
    return result, problems


def sound(source: str | bytes, replacements: dict[str, str] | None = None, **kwargs: Any) -> str:
    result, problems = made(source, replacements, **kwargs)
    assert [(str(p.where), p.message) for p in problems] == []
    assert result is not None
    return result.decode()


def body(source: str, **kwargs: Any) -> str:
    """What is written between the outer tags."""
    return sound(svg(source), **kwargs).partition(">")[2].removesuffix("</svg>\n")


def told(source: str | bytes, **kwargs: Any) -> list[tuple[str, int, int]]:
    """Codes, lines and columns of a drawing that is refused."""
    result, problems = made(source, **kwargs)
    assert result is None
    assert all(p.where.file == "a.svg" and p.message and p.hint for p in problems)
    return [(p.code, p.where.line, p.where.column) for p in problems]


def codes(source: str, **kwargs: Any) -> set[str]:
    return {code for code, _line, _column in told(svg(source), **kwargs)}


# What is written


def test_shapes_are_written_plainly() -> None:
    assert body('<rect x="1mm" width="10px" height="+2.50"/>') == (
        '<rect height="2.5" width="10" x="3.7795275590551185"/>'
    )
    assert body('<polygon points="0,0 10,0 10,10"/>') == '<path d="M 0 0 L 10 0 L 10 10 Z"/>'
    assert body('<polyline points="0 0 10 0"/>') == '<path d="M 0 0 L 10 0"/>'


def test_metadata_comments_and_editors_names_are_dropped() -> None:
    source = """<!-- c --><title>t</title><desc>d</desc>
    <metadata><rdf:RDF xmlns:rdf="r"/></metadata>
    <sodipodi:namedview xmlns:sodipodi="s" pagecolor="#123456"/>
    <g inkscape:label="L" xmlns:inkscape="i" id="layer1" data-x="1" aria-label="x" class="y">
    <path d="M0 0h1" inkscape:path-effect="#e"
    style="-inkscape-stroke:none;line-height:1.2"/></g>"""
    assert body(source) == '<g><path d="M 0 0 h 1"/></g>'


def test_what_is_never_drawn_is_dropped_unchecked() -> None:
    source = """<defs><linearGradient id="a"><stop stop-color="#123456"/></linearGradient>
    <filter id="f"><feOffset/></filter><path id="p" d="nonsense" fill="teal"/></defs>
    <g style="display:none"><rect width="thin" fill="teal"/></g><path d="M0 0h1"/>"""
    assert body(source) == '<path d="M 0 0 h 1"/>'


def test_styles_are_resolved_as_a_browser_does() -> None:
    source = """<style>/* c */ path { fill: #6b6b6b } .a, .b { fill: #B5121B; stroke: #fff }
    #x { fill: #ffffff !important } .a:hover { fill: teal } p::before { fill: teal }</style>
    <path class="a" d="M0 0h1"/><path id="x" class="a" d="M0 0h2" style="fill:#1b1b1b"/>
    <path d="M0 0h3" fill="#b5121b"/><path d="M0 0h4" style="fill:#1b1b1b"/>"""
    assert re.findall('h (.)" fill="([^"]+)"', body(source)) == [
        ("1", "#b5121b"),
        ("2", "#ffffff"),
        ("3", "#6b6b6b"),
        ("4", "#1b1b1b"),
    ]


def test_every_form_of_a_colour_is_understood() -> None:
    for form in ("#fff", "#FFFFFF", "white", "White", "rgb(255,255,255)", "rgb(100%, 100%, 100%)"):
        assert body(f'<path d="M0 0h1" fill="{form}"/>') == ('<path d="M 0 0 h 1" fill="#ffffff"/>')
    assert 'fill="none"' in body('<path d="M0 0h1" fill="transparent"/>')
    assert 'fill-opacity="0.25"' in body(
        '<path d="M0 0h1" fill="rgba(255,255,255,.5)" fill-opacity="50%"/>'
    )
    assert body('<path d="M0 0h1" fill="inherit"/>') == '<path d="M 0 0 h 1"/>'


def test_current_colour_is_the_colour_around() -> None:
    source = '<g color="#b5121b"><path d="M0 0h1" stroke="currentColor"/></g>'
    assert body(source) == ('<g color="#b5121b"><path d="M 0 0 h 1" stroke="currentColor"/></g>')
    assert codes('<path d="M0 0h1" stroke="currentColor"/>') == {"P017"}
    assert codes('<g color="teal"><path d="M0 0h1" stroke="currentColor"/></g>') == {"P017"}
    # Inkscape writes `color` everywhere; it counts where something asks for it
    assert body('<path d="M0 0h1" style="color:#123456"/>') == '<path d="M 0 0 h 1"/>'


def test_colours_are_replaced() -> None:
    source = svg(
        '<defs><linearGradient id="g"><stop stop-color="#b5121b"/>'
        '<stop offset="1" style="stop-color:white"/></linearGradient></defs>'
        '<path d="M0 0h9v9z" fill="url(#g)" stroke="#B5121B"/><path d="M0 0h1"/>'
    )
    written = sound(source, {"#B5121B": "#1B1B1B", "#1b1b1b": "#000000"})
    assert "#b5121b" not in written.lower()
    assert written.count("#1b1b1b") == 2
    assert 'fill="#000000"' in written


def test_black_by_default_is_a_colour() -> None:
    drawing = f'<svg xmlns="{NS}" viewBox="0 0 9 9">\n<path d="M0 0h1"/>\n<circle r="1"/></svg>'
    result, (problem,) = made(drawing)
    assert result is None
    assert (problem.code, problem.where) == ("P018", Where("a.svg", 1, 1))
    assert dict(problem.params) == {"count": "2", "line": "2", "name": "ink", "value": "#1b1b1b"}
    written = sound(drawing, {"#000000": "#222222"}, palette={"black": "#000000"})
    assert 'fill="#222222"' in written.partition(">")[0]
    stroked = f'<svg xmlns="{NS}" viewBox="0 0 9 9"><line x2="5" stroke="#1b1b1b"/></svg>'
    assert "fill" not in sound(stroked)


def test_text_keeps_its_words_and_gets_one_family() -> None:
    source = (
        """<text x="1 2" style="font-family:'Foo', ibm plex sans; font-size:1.5em;"""
        """font-weight:bold"> Bản tin <tspan fill="#b5121b">số</tspan> &amp; ảnh </text>"""
    )
    assert body(source) == (
        '<text font-family="IBM Plex Sans" font-size="24" font-weight="bold" x="1 2"> Bản tin '
        '<tspan fill="#b5121b">số</tspan> &amp; ảnh </text>'
    )
    assert 'font-size="10"' in body('<text style="font: italic 10px/1.2 Source Serif 4">x</text>')
    # nothing is asked of a family that sets nothing
    assert body('<path d="M0 0h1" font-family="Arial" font-size="odd"/>') == (
        '<path d="M 0 0 h 1"/>'
    )


def test_decomposed_accents_are_composed() -> None:
    assert "ế" in body('<text font-family="IBM Plex Sans">e\u0302\u0301</text>')


def test_references_are_numbered_and_definitions_stand_first() -> None:
    source = """<g><clipPath id="clip path"><rect width="5" height="5"/></clipPath>
    <symbol id="s" viewBox="0 0 1 1"><path d="M0 0h1"/></symbol></g>
    <use xlink:href="#s" width="5" height="5"/>
    <path id="own" d="M0 0h2" clip-path="url('#clip path')"/>
    <use href="#own" x="5"/><use href="#s" width="2" height="2"/>"""
    assert body(source) == (
        '<defs><clipPath id="i2"><rect height="5" width="5"/></clipPath>'
        '<symbol id="i1" viewBox="0 0 1 1"><path d="M 0 0 h 1"/></symbol></defs>'
        '<use height="5" href="#i1" width="5"/><path clip-path="url(#i2)" d="M 0 0 h 2" id="i3"/>'
        '<use href="#i3" x="5"/><use height="2" href="#i1" width="2"/>'
    )


def test_a_gradient_is_written_for_what_it_fills() -> None:
    source = """<linearGradient id="a"><stop stop-color="#b5121b"/>
    <stop offset="50%" stop-color="#fff"/></linearGradient>
    <linearGradient id="b" xlink:href="#a" x2="0" y2="1"/>
    <rect x="10" width="20" height="40" fill="url(#b)"/>
    <rect width="20" height="40" fill="url(#b)"/>"""
    written = body(source)
    assert '<linearGradient gradientUnits="userSpaceOnUse"' not in written
    assert re.findall(
        'id="(g.)" gradientUnits="userSpaceOnUse" x1="(.+?)" x2="(.+?)"', written
    ) == [
        ("g1", "10", "10"),
        ("g2", "0", "0"),
    ]
    assert 'd="M 10 0 L 30 0 L 30 40 L 10 40 Z M 6 -4 M 34 44" fill="url(#g1)"' in written


def test_half_transparent_things_stand_in_groups() -> None:
    written = body('<rect id="a" width="5" height="5" opacity=".5"/><use href="#a" x="9"/>')
    assert re.fullmatch(
        '<g id="i1" opacity="0.5"><path [^>]*/><rect [^>]*/></g><use href="#i1" x="9"/>', written
    )


def test_same_drawing_same_bytes() -> None:
    one = svg('<path fill="#fff" d="M0,0h1"/>', 'fill="#1b1b1b" viewBox="0 0 120 80"')
    other = svg('<!-- x --><path  d="M 0 0 h 1.0"\n fill="white" id="z"></path>')
    assert sound(one) == sound(other) == sound(one.replace("\n", "\r\n"))


def test_what_is_written_can_be_read_again() -> None:
    once = sound(
        svg(
            '<g opacity=".5"><path d="M0 0h1" fill="#fff"/></g>'
            '<text x="1" font-family="IBM Plex Sans">a</text>'
        )
    )
    twice = sound(once)
    assert ET.fromstring(twice).get("viewBox") == "0 0 120 80"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 120 80"', (120, 80)),
        ('viewBox="-5,-5 1.5 3" width="10cm" height="10cm"', (1.5, 3)),
        ('width="96" height="1in"', (96, 96)),
        ('width="100%" height="1in"', None),
        ('viewBox="0 0 0 80"', None),
        ('viewBox="0 0 x 80" width="10" height="10"', None),
        ('viewBox="0 0 1 101"', None),
        ('width="-1" height="-1"', None),
        ("", None),
    ],
)
def test_sizes(attributes: str, size: tuple[float, float] | None) -> None:
    problems = Problems()
    assert measure_artwork(svg("", attributes).encode(), "a.svg", problems) == size
    assert [p.code for p in problems] == ([] if size else ["P011"])


# What is refused


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<script>x</script>", {"P012"}),
        ('<html:script xmlns:html="http://www.w3.org/1999/xhtml"/>', {"P012"}),
        ("<foreignObject/>", {"P012"}),
        ('<path d="M0 0h1"><set attributeName="x"/></path>', {"P012"}),
        ('<g onLoad="x()"/>', {"P012"}),
        ("<defs><script/></defs>", {"P012"}),
        ('<use href="a.svg#b"/>', {"P013"}),
        ('<use xlink:href="https://example.org"/>', {"P013"}),
        ('<path d="M0 0h1" fill="url(http://a/#b)"/>', {"P013"}),
        ('<path d="M0 0h1" style="cursor: url(a.cur)"/>', {"P013"}),
        ("<style>@import 'a.css';</style>", {"P013"}),
        ("<style>.a { mask: url(//a/b) }</style>", {"P013"}),
        ('<image href="a.png"/>', {"P014"}),
        ('<defs><image xlink:href="data:,"/></defs>', {"P014"}),
        ("<style>@media print { path { fill: red } }</style>", {"P015"}),
        ('<mask id="m"/><path d="M0 0h1" mask="url(#m)"/>', {"P015"}),
        ('<pattern id="p"/><path d="M0 0h1v1z" fill="url(#p)"/>', {"P015"}),
        ('<path d="M0 0h1" style="mix-blend-mode:multiply"/>', {"P015"}),
        ('<svg viewBox="0 0 1 1"/>', {"P015"}),
        ("<a><rect/></a>", {"P015"}),
        ("<switch><g/></switch>", {"P015"}),
        ("<flowRoot/>", {"P015"}),
        ('<text font-family="IBM Plex Sans" text-decoration="underline">x</text>', {"P015"}),
        ('<text font-family="IBM Plex Sans" textLength="9">x</text>', {"P015"}),
        ("<text>x</text>", {"P016"}),
        ('<text font-family="Arial, sans-serif">x</text>', {"P016"}),
        ('<path d="M0 0h1" fill="#123456"/>', {"P017"}),
        ('<g stroke="teal"><path d="M0 0h1"/></g>', {"P017"}),
        ('<path d="M0 0h1" fill="icc-color(x)"/>', {"P019"}),
        ('<path d="M0 0h1" fill="var(--red)"/>', {"P019"}),
        ('<rect width="1e9" height="1"/>', {"P019"}),
        ('<path d="L0 0"/>', {"P019"}),
        ('<path d="M0 0h1" stroke-width="-1"/>', {"P019"}),
        ('<g transform="scale(0)"><path d="M0 0h1"/></g>', {"P019"}),
        ('<use href="#none"/>', {"P020"}),
        ('<path d="M0 0h1" clip-path="url(#none)"/>', {"P020"}),
        ('<g id="a"/><path d="M0 0h1v1z" fill="url(#a)"/>', {"P020"}),
        ('<g id="a"><g clip-path="url(#a)"/></g>', {"P020"}),
        ('<g id="a"><use href="#a"/></g>', {"P020"}),
        (
            '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'
            '<path d="M0 0h1v1z" fill="url(#a)"/>',
            {"P020"},
        ),
    ],
)
def test_refusals(source: str, found: set[str]) -> None:
    assert codes(source) == found


def test_a_stroke_or_a_text_with_a_gradient_is_refused() -> None:
    gradient = '<linearGradient id="a"><stop stop-color="#fff"/></linearGradient>'
    assert codes(f'{gradient}<path d="M0 0h1" stroke="url(#a)"/>') == {"P015"}
    text = '<text font-family="IBM Plex Sans" fill="url(#a)">x</text>'
    assert codes(f"{gradient}{text}") == {"P015"}


def test_a_stop_without_a_colour_is_black() -> None:
    gradient = '<linearGradient id="a"><stop offset="0"/><stop offset="1"/></linearGradient>'
    assert codes(f'{gradient}<path d="M0 0h1v1z" fill="url(#a)"/>') == {"P017"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg><g></svg>", "P009"),
        (b"<svg>\xff</svg>", "P009"),
        (b'<?xml version="1.0" encoding="x-klingon"?><svg/>', "P009"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>', "P009"),
        (b'<!DOCTYPE svg SYSTEM "a.dtd"><svg viewBox="0 0 1 1"><text>&nbsp;</text></svg>', "P009"),
        (b"<svg viewBox='0 0 1 1'>&nbsp;</svg>", "P009"),
        (b"<g/>", "P002"),
        (b"<svg:svg viewBox='0 0 1 1'/>", "P002"),
        (b"<svg viewBox='0 0 1 1'>" + b"<g>" * 70 + b"</g>" * 70 + b"</svg>", "P010"),
        (b"<svg/>", "P011"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, code: str) -> None:
    assert [found for found, _line, _column in told(data)] == [code]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    many = svg('<path d="M0 0h1"/>' * 20)
    monkeypatch.setattr(svgread, "MAX_BYTES", len(many) - 1)
    assert told(many)[0][0] == "P010"
    monkeypatch.setattr(svgread, "MAX_BYTES", len(many))
    monkeypatch.setattr(svgread, "MAX_DRAWN", 10)
    assert told(many)[0][0] == "P010"
    monkeypatch.undo()
    levels = "".join(f'<g id="g{n + 1}">{f"""<use href="#g{n}"/>""" * 9}</g>' for n in range(9))
    assert codes(f'<defs><path id="g0" d="M0 0h1"/>{levels}</defs><use href="#g9"/>') == {"P010"}
    assert artwork.MAX_DRAWN == 40_000
    chain = "".join(f'<g id="c{n + 1}"><use href="#c{n}"/></g>' for n in range(400))
    assert codes(f'<path id="c0" d="M0 0h1"/><use href="#c400"/><defs>{chain}</defs>') == {"P010"}
    nested = svg(f'<path d="M0 0h1" style="fill:{"(" * 5000}{")" * 5000}"/>')
    assert {code for code, _line, _column in told(nested)} <= {"P010", "P019"}


def test_a_doctype_without_entities_is_dropped() -> None:
    doctype = (
        '<?xml version="1.0" standalone="no"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<!-- Generator: Illustrator -->\n'
    )
    assert sound(doctype + svg('<path d="M0 0h1"/>')) == sound(svg('<path d="M0 0h1"/>'))


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_other_encodings(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    source = f'<?xml version="1.0" encoding="{named}"?>' + svg(
        '<text font-family="IBM Plex Sans">é</text>'
    )
    data = source.encode(encoding)
    assert is_artwork(data[:128])
    assert "é" in sound(data)


def test_places_are_those_an_editor_shows() -> None:
    source = svg(
        '<text font-family="IBM Plex Sans">Đặng ổ 🙂</text><path d="M0 0h1" fill="#123456"/>\r\n'
        '<style>\n  .ô { fill: teal }\n</style><path class="ô" d="M0 0h1"/>\n'
        '<path\n  d="M0 0h1"\n  stroke = "#123457"/>'
    )
    lines = source.replace("\r\n", "\n").split("\n")
    places = [(line, column) for _code, line, column in told(source)]
    assert [lines[line - 1][column - 1 :][:12] for line, column in places] == [
        '#123456"/>',
        "fill: teal }",
        '#123457"/>',
    ]


def test_each_colour_is_told_once_with_the_nearest() -> None:
    result, problems = made(svg('<path d="M0 0h1" fill="#c8102e"/>' * 3))
    (problem,) = problems
    assert result is None
    assert (dict(problem.params)["name"], dict(problem.params)["value"]) == ("red", "#b5121b")
    assert "#b5121b" in problem.hint


def test_characters_no_font_has_are_told_but_not_refused() -> None:
    source = svg('<text font-family="IBM Plex Sans">a漢 b</text>')
    result, problems = made(source, characters=frozenset(map(ord, "ab")))
    assert result is not None
    assert [(p.code, dict(p.params)["char"]) for p in problems] == [("R002", "漢")]


def test_a_drawing_of_a_plotting_library() -> None:
    """What matplotlib writes: a DOCTYPE, metadata, styles in attributes, glyphs by `use`."""
    source = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="460.8pt" height="345.6pt"
 viewBox="0 0 460.8 345.6" xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x/></rdf:RDF></metadata>
 <defs><style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style></defs>
 <g id="figure_1"><g id="patch_1"><path d="M 0 345.6
L 460.8 345.6
z
" style="fill: #ffffff"/></g><g id="line2d_1"><defs>
 <path id="m0" d="M 0 0 L 0 3.5" style="stroke: #1b1b1b; stroke-width: 0.8"/></defs>
 <g><use xlink:href="#m0" x="73.8" y="307.5"
 style="stroke: #1b1b1b; stroke-width: 0.8; fill: #1b1b1b"/>
 </g></g><path d="M 73 300 L 400 50" clip-path="url(#p1)"
 style="fill: none; stroke: #b5121b; stroke-width: 1.5; stroke-dasharray: 5.55,2.4;
 stroke-dashoffset: 0"/></g>
 <defs><clipPath id="p1"><rect x="57.6" y="41.4" width="357.1" height="266.1"/></clipPath></defs>
</svg>"""
    written = sound(source)
    assert written.count("<use ") == 1
    assert 'stroke-dasharray="5.55 2.4"' in written


# Whatever comes


def tolerated(data: bytes) -> None:
    result, problems = made(data)
    assert (result is None) == any(p.severity.value == "error" for p in problems)
    if result is not None:
        again, problems = made(result)
        assert again is not None, [p.message for p in problems]
        ET.fromstring(result)


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    tolerated(data)
    tolerated(b"<svg viewBox='0 0 9 9'>" + data + b"</svg>")


TAGS = st.sampled_from(
    [
        "g",
        "svg",
        "defs",
        "symbol",
        "use",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polygon",
        "text",
        "tspan",
        "clipPath",
        "stop",
        "style",
        "linearGradient",
        "radialGradient",
        "image",
        "script",
        "filter",
        "title",
        "a",
        "x:y",
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        [
            "0",
            "1",
            "-1",
            ".5",
            "10%",
            "2em",
            "1e3",
            "none",
            "inherit",
            "currentColor",
            "#fff",
            "#b5121b",
            "teal",
            "white",
            "url(#a)",
            "url(#b)",
            "url(x)",
            "#a",
            "#b",
            "M0,0h9v9z",
            "transparent",
            "rotate(9)",
            "IBM",
            "Plex",
            "bold",
            "userSpaceOnUse",
        ]
    ),
    st.just("IBM Plex Sans"),
    st.just("M0 0 a1 1 0 012 2 t3 3"),
    st.just("fill:#fff;stroke:url(#a)!important;clip-path:url(#b)"),
    st.just("0 0 9 9"),
    st.text(max_size=6),
)
NAMES = st.sampled_from(
    [
        "id",
        "fill",
        "stroke",
        "style",
        "class",
        "d",
        "points",
        "x",
        "y",
        "width",
        "height",
        "r",
        "rx",
        "viewBox",
        "transform",
        "opacity",
        "href",
        "xlink:href",
        "clip-path",
        "font-family",
        "font-size",
        "offset",
        "stop-color",
        "gradientUnits",
        "display",
        "color",
        "gradientTransform",
        "x1",
        "x2",
        "cx",
        "stroke-width",
        "stroke-dasharray",
        "font",
        "filter",
    ]
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    from xml.sax.saxutils import escape, quoteattr

    tag = draw(TAGS)
    attributes = draw(st.dictionaries(NAMES, VALUES, max_size=5))
    kept = {k: "".join(c for c in v if c.isprintable()) for k, v in attributes.items()}
    inside = escape(draw(st.sampled_from(["", "chữ", "* { fill: #fff }", " "])))
    if depth:
        inside += "".join(draw(st.lists(elements(depth=depth - 1), max_size=3)))
    said = "".join(f" {k}={quoteattr(v)}" for k, v in kept.items())
    return f"<{tag}{said}>{inside}</{tag}>"


@given(st.lists(elements(), max_size=4))
def test_no_drawing_raises(parts: list[str]) -> None:
    tolerated(svg("".join(parts)).encode())


# In the store


@pytest.fixture
def drawing(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "a.svg"
    path.write_text(svg('<path d="M0 0h1" fill="#b5121b"/>'), "utf-8")
    return path


def rules(**recolour: str) -> ArtworkRules:
    return ArtworkRules(PALETTE, {f"#{k[1:]}": v for k, v in recolour.items()}, frozenset(FAMILIES))


def test_a_drawing_is_inspected_and_kept(drawing: Path, tmp_path: Path) -> None:
    problems = Problems()
    picture = inspect(drawing, "a.svg", Where("x", 1, 1), problems)
    assert picture is not None
    assert (picture.format, picture.ratio, picture.is_artwork) == ("SVG", 1.5, True)
    store = PictureStore(tmp_path / "store")
    one = store.prepare_artwork(picture, rules(), problems)
    assert one == store.prepare_artwork(picture, rules(), problems)
    other = store.prepare_artwork(picture, rules(cb5121b="#1b1b1b"), problems)
    assert one is not None
    assert other is not None
    assert (one.media_type, one.path.suffix) == ("image/svg+xml", ".svg")
    assert b"#b5121b" in one.path.read_bytes()
    assert b"#b5121b" not in other.path.read_bytes()
    assert len(list((tmp_path / "store").glob("*.json"))) == 2
    one.path.write_bytes(b"damaged")
    assert store.prepare_artwork(picture, rules(), problems) == one
    assert list(problems) == []


def test_a_refused_drawing_is_not_kept(drawing: Path, tmp_path: Path) -> None:
    drawing.write_text(svg('<path d="M0 0h1" fill="teal"/>'), "utf-8")
    problems = Problems()
    picture = inspect(drawing, "a.svg", Where("x", 1, 1), problems)
    assert picture is not None
    store = PictureStore(tmp_path / "store")
    assert store.prepare_artwork(picture, rules(), problems) is None
    assert [(p.code, p.where.file) for p in problems] == [("P017", "a.svg")]
    assert not (tmp_path / "store").exists()


def test_a_drawing_changed_during_the_build(drawing: Path, tmp_path: Path) -> None:
    problems = Problems()
    picture = inspect(drawing, "a.svg", Where("x", 1, 1), problems)
    assert picture is not None
    drawing.write_text(svg(""), "utf-8")
    assert PictureStore(tmp_path / "s").prepare_artwork(picture, rules(), problems) is None
    assert [p.code for p in problems] == ["P009"]
