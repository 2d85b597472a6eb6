"""Drawings (SVG): checked, reduced to what is drawn, and written anew in the layout's colours.

A drawing may hold shapes, paths, groups, `use`, clip paths, gradients and text in fonts of the
workspace; its colours are those of the layout's palette. Whatever acts, reaches outside or would
be drawn otherwise than meant is a problem, at its line. What editors of drawings leave behind
(metadata, their own namespaces, hidden layers, definitions that nothing uses) is dropped.

What comes out has no style sheet: the cascade is resolved here, so that the engine has nothing to
interpret. Ids are numbered anew, definitions stand first, attributes are sorted. Same drawing,
same rules: same bytes.

A shape that names no colour is black. That is a colour like any other: where the palette has no
black, it is reported once a file (P018), for `fill` in the tag `<svg …>` mends them all.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from tinycss2.color3 import parse_color  # type: ignore[import-untyped]

from printshop.content import svgshade as shade
from printshop.content import svgvalues as values
from printshop.content.svgread import (
    ANY_LINK,
    MAX_DEPTH,
    MAX_DRAWN,
    SVG,
    XHTML,
    XLINK,
    XML,
    Cascade,
    Drawing,
    TooMuchError,
    Value,
    local_name,
    read_drawing,
)
from printshop.i18n import _
from printshop.pdf.matrices import times
from printshop.problems import Problems
from printshop.problems.model import nearest

MAX_RATIO = 100
"""Of the longer side to the shorter; beyond, the size is refused (P011)."""
MEDIA_TYPE = "image/svg+xml"
ARTWORK_VERSION = 1
"""To be raised with every change here that changes a prepared drawing."""

_HREFS = ("href", f"{{{XLINK}}}href")
_SIGNATURE = re.compile(
    r"\ufeff?\s*<(?:\?xml|!--|!DOCTYPE\s+(?:\w+:)?svg|(?:[\w.-]+:)?svg)(?![\w.-])", re.IGNORECASE
)
_ACTIVE = frozenset(
    (
        "script",
        "foreignobject",
        "animate",
        "animatecolor",
        "animatemotion",
        "animatetransform",
        "set",
        "discard",
        "mpath",
        "handler",
        "listener",
        "audio",
        "video",
        "iframe",
        "canvas",
        "embed",
        "object",
    )
)
_SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_HOLDERS = frozenset(("svg", "g", "symbol"))
_TEXT = frozenset(("text", "tspan"))
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_UNSEEN = frozenset(
    (
        "defs",
        "symbol",
        "clipPath",
        "linearGradient",
        "radialGradient",
        "style",
        "title",
        "desc",
        "metadata",
        "filter",
        "mask",
        "pattern",
        "marker",
        "view",
        "cursor",
        "color-profile",
        "font",
        "font-face",
        "solidcolor",
        "solidColor",
        "hatch",
        "meshgradient",
        "image",
    )
)
"""Never drawn where they stand; `image` is told of elsewhere."""
_USABLE = _SHAPES | {"g", "symbol", "text", "use"}

_Reader = Callable[[str], "str | None"]


def _one_of(*words: str) -> _Reader:
    return lambda text: text.lower() if text.lower() in words else None


def _plain_number(text: str) -> str | None:
    value = values.number(text)
    return None if value is None else values.written(value)


def _path(text: str) -> str | None:
    path = values.path(text)
    return None if path is None else shade.without_arcs(path)


_LENGTHS: dict[str, tuple[str, ...]] = {
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "use": ("x", "y", "width", "height"),
}
_TEXT_GEOMETRY: dict[str, _Reader] = {
    **dict.fromkeys(("x", "y", "dx", "dy"), values.lengths),
    "rotate": values.angles,
}
_GEOMETRY: dict[str, dict[str, _Reader]] = {
    **{tag: dict.fromkeys(names, values.length) for tag, names in _LENGTHS.items()},
    "path": {"d": _path},
    "polyline": {"points": lambda text: values.points(text, closed=False)},
    "polygon": {"points": lambda text: values.points(text, closed=True)},
    "text": _TEXT_GEOMETRY,
    "tspan": _TEXT_GEOMETRY,
}
"""What is read of each kind of element, besides properties."""

_FONT_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_WEIGHTS = ("normal", "bold", *(str(weight) for weight in range(100, 1000, 100)))
_BASELINES = (
    "central",
    "middle",
    "hanging",
    "text-before-edge",
    "text-after-edge",
    "text-top",
    "text-bottom",
    "top",
    "bottom",
)
_PAINTS = ("fill", "stroke")
_GRADIENT_MEASURES = {
    "linearGradient": (("x1", "0%"), ("y1", "0%"), ("x2", "100%"), ("y2", "0%")),
    "radialGradient": (("cx", "50%"), ("cy", "50%"), ("r", "50%"), ("fr", "0%")),
}
"""With what they are where nobody says; `fx` and `fy` are `cx` and `cy`."""
_PADDING = '<path d="M -100000 -100000 M 100000 100000" fill="none" stroke="none"/>'
"""Nothing, but large: WeasyPrint cuts what is half transparent to the box it guesses for it."""
_PROPERTIES: dict[str, _Reader] = {
    "fill-opacity": values.share,
    "fill-rule": _one_of("nonzero", "evenodd"),
    "stroke-opacity": values.share,
    "stroke-width": values.positive,
    "stroke-linecap": _one_of("butt", "round", "square"),
    "stroke-linejoin": _one_of("miter", "round", "bevel"),
    "stroke-miterlimit": _plain_number,
    "stroke-dasharray": values.dashes,
    "stroke-dashoffset": values.length,
    "opacity": values.share,
    "visibility": _one_of("visible", "hidden", "collapse"),
    "transform": values.transform,
}
_TEXT_PROPERTIES: dict[str, _Reader] = {
    "font-style": _one_of("normal", "italic", "oblique"),
    "font-weight": _one_of(*_WEIGHTS),
    "text-anchor": _one_of("start", "middle", "end"),
    "letter-spacing": values.length,
    "dominant-baseline": _one_of(*_BASELINES),
    "alignment-baseline": _one_of(*_BASELINES),
    "direction": _one_of("ltr", "rtl"),
}
_IDLE: dict[str, frozenset[str]] = {
    "letter-spacing": frozenset(("normal",)),
    "dominant-baseline": frozenset(("auto", "alphabetic", "baseline")),
    "alignment-baseline": frozenset(("auto", "alphabetic", "baseline")),
}
"""Values that say nothing, and are dropped."""
_UNABLE: dict[str, frozenset[str]] = {
    "filter": frozenset(("none",)),
    "mask": frozenset(("none",)),
    "marker": frozenset(("none",)),
    "marker-start": frozenset(("none",)),
    "marker-mid": frozenset(("none",)),
    "marker-end": frozenset(("none",)),
    "mix-blend-mode": frozenset(("normal",)),
    "vector-effect": frozenset(("none",)),
    "transform-origin": frozenset(("0 0", "0px 0px", "0", "0px")),
}
"""Properties that WeasyPrint does not draw, with the values that ask for nothing."""
_UNABLE_TEXT: dict[str, frozenset[str]] = {
    "text-decoration": frozenset(("none",)),
    "text-decoration-line": frozenset(("none",)),
    "text-transform": frozenset(("none",)),
    "word-spacing": frozenset(("normal", "0", "0px")),
    "baseline-shift": frozenset(("baseline", "0", "0%", "0px")),
    "font-variant": frozenset(("normal",)),
    "font-variant-caps": frozenset(("normal",)),
    "font-stretch": frozenset(("normal", "100%")),
    "writing-mode": frozenset(("lr", "lr-tb", "horizontal-tb")),
}
_UNABLE_ATTRIBUTES = frozenset(("textLength", "requiredFeatures", "requiredExtensions"))
_KNOWN = frozenset(
    (
        "fill",
        "stroke",
        "color",
        "stop-color",
        "stop-opacity",
        "display",
        "clip-path",
        "clip-rule",
        "font",
        "font-family",
        "font-size",
        "paint-order",
    )
).union(_PROPERTIES, _TEXT_PROPERTIES, _UNABLE, _UNABLE_TEXT)
"""Properties that have a say; the others are dropped."""


def is_artwork(head: bytes) -> bool:
    """Whether a file that begins with `head` is XML, as drawings are."""
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16" if utf16 else "utf-8", errors="ignore")
    return _SIGNATURE.match(text) is not None


def measure_artwork(data: bytes, name: str, problems: Problems) -> tuple[float, float] | None:
    """Width and height of a drawing, in its own units.

    Args:
        data: the file.
        name: the file's name, for problems.
        problems: P002 and P009 to P011 are noted here, at their lines.

    Returns:
        None where it cannot be used.
    """
    drawing = read_drawing(data, name, problems)
    size = _size(drawing) if drawing else None
    return size[2:] if size else None


def prepare_artwork(
    data: bytes,
    name: str,
    palette: Mapping[str, str],
    replacements: Mapping[str, str],
    families: Iterable[str],
    problems: Problems,
    *,
    characters: Set[int] | None = None,
) -> bytes | None:
    """A drawing ready to be set.

    Args:
        data: the file.
        name: the file's name, for problems.
        palette: the layout's colours, `#rrggbb` by name. No other may occur.
        replacements: what to draw in place of each of these, where the issue chooses other
            colours; what is not here stays.
        families: of the workspace's fonts.
        problems: P002 and P009 to P020 are noted here, at their lines; R002 too.
        characters: that the workspace's fonts have; None for no check of them.

    Returns:
        Its bytes; None where there are problems.
    """
    drawing = read_drawing(data, name, problems)
    size = _size(drawing) if drawing else None
    if drawing is None or size is None:
        return None
    rules = _Rules.of(palette, replacements, families, characters)
    try:
        made = _Maker(drawing, rules, size).made()
    except TooMuchError as error:
        drawing.report("P010", 0, path=name, what=error.what)
    except RecursionError:
        what = _("elements nested more than {n} deep").format(n=MAX_DEPTH)
        drawing.report("P010", 0, path=name, what=what)
    return None if drawing.found else made


def _size(drawing: Drawing) -> tuple[float, float, float, float] | None:
    """The view box that shows the whole drawing; P011 where it has none."""
    root = drawing.root
    given = root.get("viewBox")
    found = values.box(given) if given is not None else None
    if found is None:
        width, height = (values.user_units(root.get(key, "")) for key in ("width", "height"))
        if given is None and width and height and width > 0 and height > 0:
            found = 0.0, 0.0, width, height
    if found is None or not 1 / MAX_RATIO <= found[2] / found[3] <= MAX_RATIO:
        drawing.report("P011", root, path=drawing.name)
        return None
    return found


# The rules


@dataclass(frozen=True)
class _Rules:
    """What a drawing is held to."""

    palette: dict[str, str]
    """Names by colour, `#rrggbb` in small letters; the first name of each."""
    replacements: dict[str, str]
    families: dict[str, str]
    """Names of families by their names in small letters."""
    characters: Set[int] | None

    @classmethod
    def of(
        cls,
        palette: Mapping[str, str],
        replacements: Mapping[str, str],
        families: Iterable[str],
        characters: Set[int] | None,
    ) -> _Rules:
        colours: dict[str, str] = {}
        for name, colour in palette.items():
            colours.setdefault(colour.lower(), name)
        return cls(
            colours,
            {old.lower(): new.lower() for old, new in replacements.items()},
            {name.casefold(): name for name in sorted(families)},
            characters,
        )

    def family(self, text: str) -> str | None:
        """The first family of a list that the workspace has."""
        for name in _families(text):
            if name.casefold() in self.families:
                return self.families[name.casefold()]
        return None

    def nearest(self, colour: str) -> str:
        """The colour of the palette that looks most like `colour`; itself for an empty one."""
        return min(self.palette, key=lambda own: _apart(own, colour), default=colour)

    def darkest(self) -> str:
        """The palette's darkest colour."""
        return min(self.palette, key=_lightness, default="#000000")

    def known(self) -> str:
        """The palette, for people."""
        return ", ".join(f"{name} {colour}" for colour, name in self.palette.items()) or "–"


def _families(text: str) -> list[str]:
    names = (" ".join(part.strip(" \t\n\"'").split()) for part in text.split(","))
    return [name for name in names if name]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _lightness(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _apart(one: str, other: str) -> float:
    """How different two colours look: differences weighed by how red both are."""
    a, b = _channels(one), _channels(other)
    red = (a[0] + b[0]) / 2 / 256
    r, g, b_ = (x - y for x, y in zip(a, b, strict=True))
    return float((2 + red) * r * r + 4 * g * g + (3 - red) * b_ * b_)


# Making


@dataclass(frozen=True)
class _Context:
    """What an element inherits, as far as it must be known."""

    fill: Value | None = None
    stroke: Value | None = None
    color: Value | None = None
    family: Value | None = None
    clipping: bool = False
    """Inside a clip path, where nothing is painted."""
    chain: tuple[str, ...] = ()
    """Ids on the way here."""

    def within(self, declared: Mapping[str, Value]) -> _Context:
        return replace(
            self,
            fill=declared.get("fill", self.fill),
            stroke=declared.get("stroke", self.stroke),
            color=declared.get("color", self.color),
            family=declared.get("font-family", self.family),
        )


@dataclass
class _Gradient:
    """A gradient, with what it takes from others."""

    tag: str
    attributes: dict[str, Value]
    stops: list[dict[str, str]]


class _Maker:
    """Goes through a drawing as it is drawn, checks it, and writes what was met."""

    def __init__(
        self, drawing: Drawing, rules: _Rules, size: tuple[float, float, float, float]
    ) -> None:
        self._drawing, self._rules, self._size = drawing, rules, size
        self._tell_what_is_forbidden()
        self._cascade = Cascade(drawing, _KNOWN)
        self._parents = {child: parent for parent in drawing.root.iter() for child in parent}
        self._targets: dict[str, Element] = {}
        for element in drawing.root.iter():
            if local_name(element) and element.get("id"):
                self._targets.setdefault(element.get("id", ""), element)
        self._with_text = self._holders_of_text()
        self._ids: dict[str, str] = {}
        self._made: dict[Element, dict[str, str]] = {}
        self._placed: set[Element] = set()
        """Drawn where they stand."""
        self._gradients: dict[Element, _Gradient] = {}
        self._shades: dict[str, str] = {}
        """Gradients as written, each with its id."""
        self._outlines: dict[Element, str] = {}
        """Shapes with a gradient, as paths."""
        self._fill_of: dict[Element, str] = {}
        self._uncoloured: dict[Element, None] = {}
        self._drawn = self._depth = 0

    def made(self) -> bytes:
        root = self._drawing.root
        self._draw(root, _Context())
        attributes = self._made[root]
        attributes["viewBox"] = " ".join(map(values.written, self._size))
        attributes["width"], attributes["height"] = map(values.written, self._size[2:])
        attributes["xmlns"] = SVG
        if self._uncoloured and self._is_in_palette("#000000"):
            attributes["fill"] = self._rules.replacements.get("#000000", "#000000")
        elif self._uncoloured:
            self._tell_of_black()
        return "".join(self._written_root(attributes)).encode()

    # -- what must not be there, wherever it stands

    def _tell_what_is_forbidden(self) -> None:
        drawing = self._drawing
        for at in drawing.linked:
            drawing.report("P013", at, target="<?xml-stylesheet …?>")
        for element in drawing.root.iter():
            namespace, _brace, local = element.tag[1:].partition("}")
            if namespace not in (SVG, XHTML, ""):
                continue
            if local.lower() in _ACTIVE:
                drawing.report("P012", element, what=f"<{local}>")
            elif local == "image":
                drawing.report("P014", element)
            elif namespace != XHTML:
                self._tell_of_attributes(element)

    def _tell_of_attributes(self, element: Element) -> None:
        for key, text in element.attrib.items():
            if re.fullmatch(r"on\w+", key, re.IGNORECASE):
                value = Value(text, element, key)
                self._drawing.report("P012", value, what=f"{key}=…"[:40])
            elif key.split("}")[-1].lower() == "href":
                if not text.strip().startswith("#"):
                    value = Value(text, element, key)
                    self._drawing.report("P013", value, target=_short(text))
            elif "}" not in key:
                for link in ANY_LINK.findall(text):
                    if not link.startswith("#"):
                        value = Value(link, element, key)
                        self._drawing.report("P013", value, target=_short(link))

    # -- going through it as it is drawn

    def _draw(self, element: Element, context: _Context) -> None:
        self._drawn += 1
        if self._drawn > MAX_DRAWN:
            what = _("more than {n} elements, each as often as `<use>` draws it")
            raise TooMuchError(what.format(n=MAX_DRAWN))
        tag, declared = local_name(element), self._cascade[element]
        context = context.within(declared)
        if not context.chain:
            self._placed.add(element)
        self._note(element, tag, declared)
        self._clip(element, declared, context)
        if not context.clipping:
            self._paint(element, tag, declared, context)
        if tag in _TEXT:
            self._set_text(element, context)
        self._depth += 1
        if self._depth > 2 * MAX_DEPTH:
            what = _("elements nested more than {n} deep, as `<use>` draws them")
            raise TooMuchError(what.format(n=2 * MAX_DEPTH))
        if tag == "use":
            self._use(element, context)
        elif tag in _HOLDERS or tag in _TEXT:
            for child in element:
                self._draw_child(child, tag, context)
        self._depth -= 1

    def _draw_child(self, child: Element, parent: str, context: _Context) -> None:
        tag = local_name(child)
        if not tag or tag in _UNSEEN or tag.lower() in _ACTIVE:
            return
        allowed = {"tspan"} if parent in _TEXT else _SHAPES | {"g", "text", "use"}
        if parent == "clipPath" and tag in ("g", "text"):
            self._drawing.report("P015", child, what=f"<clipPath> <{tag}>")
        elif tag not in allowed:
            self._drawing.report("P015", child, what=f"<{tag}>")
        elif self._shown(child):
            self._draw(child, context)

    def _shown(self, element: Element) -> bool:
        display = self._cascade[element].get("display")
        return display is None or display.text != "none"

    def _follow(self, value: Value, target_id: str, context: _Context) -> Element | None:
        """The element called `target_id`, unless it is on the way here already."""
        target = self._targets.get(target_id)
        if target is None:
            self._drawing.report("P020", value, id=target_id, reason=_("nothing has this id"))
            return None
        if target_id in context.chain:
            self._drawing.report("P020", value, id=target_id, reason=_("it refers to itself"))
            return None
        return target

    def _misled(self, value: Value, target: Element, target_id: str) -> None:
        """Tell of a reference to a thing of the wrong kind."""
        tag = local_name(target)
        if tag in ("pattern", "hatch", "meshgradient", "solidcolor", "solidColor"):
            self._drawing.report("P015", value, what=f"<{tag}>")
        else:
            reason = _("it is of the kind <{tag}>").format(tag=tag)
            self._drawing.report("P020", value, id=target_id, reason=reason)

    def _number(self, target_id: str) -> str:
        """The id in the result."""
        return self._ids.setdefault(target_id, f"i{len(self._ids) + 1}")

    def _use(self, element: Element, context: _Context) -> None:
        value = _href(element)
        if value is None or not value.text.startswith("#"):
            return
        target_id = value.text[1:]
        target = self._follow(value, target_id, context)
        if target is None:
            return
        tag = local_name(target)
        made = self._made[element]
        if tag not in _USABLE or (context.clipping and tag not in _SHAPES):
            self._misled(value, target, target_id)
            return
        if tag == "symbol" and "viewBox" in target.attrib and not {"width", "height"} <= set(made):
            self._drawing.report("P015", element, what=_("<use> of a <symbol> without a size"))
        made["href"] = f"#{self._number(target_id)}"
        if self._shown(target):
            self._draw(target, replace(context, chain=(*context.chain, target_id)))

    def _clip(self, element: Element, declared: Mapping[str, Value], context: _Context) -> None:
        value = declared.get("clip-path")
        if value is None or value.text == "none":
            return
        if context.clipping:
            self._drawing.report("P015", value, what="<clipPath> clip-path")
            return
        target_id = self._local_link(value)
        target = self._follow(value, target_id, context) if target_id else None
        if target_id is None or target is None:
            return
        if local_name(target) != "clipPath":
            self._misled(value, target, target_id)
            return
        self._made[element]["clip-path"] = f"url(#{self._number(target_id)})"
        inner = self._cascade[target]
        self._note(target, "clipPath", inner)
        below = replace(context, clipping=True, chain=(*context.chain, target_id))
        self._clip(target, inner, below)
        if target.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse":
            units = Value(target.get("clipPathUnits", ""), target, "clipPathUnits")
            self._drawing.report("P015", units, what="clipPathUnits")
        drawn = [
            child for child in target if local_name(child) and local_name(child) not in _UNSEEN
        ]
        if len(drawn) > 1 and any("transform" in self._cascade[child] for child in drawn):
            self._drawing.report("P015", target, what=_("a clip path of several moved shapes"))
        for child in drawn:
            rule = self._cascade[child].get("clip-rule")
            if rule is not None and rule.text == "evenodd":
                self._drawing.report("P015", rule, what="clip-rule: evenodd")
            self._draw_child(child, "clipPath", below)

    # -- attributes and properties

    def _note(self, element: Element, tag: str, declared: Mapping[str, Value]) -> None:
        """Read, once, what is said of an element, but its colours and its links."""
        if element in self._made:
            return
        made = self._made[element] = {}
        for name, read in _GEOMETRY.get(tag, {}).items():
            text = element.get(name)
            if text is not None and not (name in ("rx", "ry") and text.strip() == "auto"):
                self._take(made, name, Value(text, element, name), read)
        if "points" in made:
            made["d"] = made.pop("points")
        if tag == "symbol" and (view := values.box(element.get("viewBox", ""))):
            made["viewBox"] = " ".join(map(values.written, view))
        for name in _UNABLE_ATTRIBUTES & set(element.attrib):
            value = Value(element.get(name, ""), element, name)
            self._drawing.report("P015", value, what=name)
        self._note_properties(element, declared, made)
        if element.get(f"{{{XML}}}space") == "preserve" and element in self._with_text:
            made["xml:space"] = "preserve"

    def _note_properties(
        self,
        element: Element,
        declared: Mapping[str, Value],
        made: dict[str, str],
    ) -> None:
        with_text = element in self._with_text
        for name, value in declared.items():
            if name in _PROPERTIES:
                self._take(made, name, value, _PROPERTIES[name])
            elif name in _TEXT_PROPERTIES and with_text:
                if value.text.lower() not in _IDLE.get(name, ()):
                    self._take(made, name, value, _TEXT_PROPERTIES[name])
            elif name in _UNABLE or (name in _UNABLE_TEXT and with_text):
                words = _UNABLE.get(name) or _UNABLE_TEXT[name]
                if value.text.lower() not in words:
                    self._drawing.report("P015", value, what=f"{name}: {_short(value.text)}")
            elif name == "font" and with_text:
                self._unread(value, name)
        if with_text and "font-size" in declared:
            made["font-size"] = values.written(self._font_size(element))
        family = declared.get("font-family")
        if with_text and family is not None and (known := self._rules.family(family.text)):
            made["font-family"] = known

    def _take(self, made: dict[str, str], name: str, value: Value, read: _Reader) -> None:
        result = read(value.text)
        if result is None:
            self._unread(value, name)
        elif result:
            made[name] = result

    def _unread(self, value: Value, name: str) -> None:
        self._drawing.report("P019", value, attribute=name, value=_short(value.text))

    def _font_size(self, element: Element) -> float:
        """In user units; a part of its parent's where it is one."""
        parent = self._parents.get(element)
        value = self._cascade[element].get("font-size")
        if value is None:
            return 16.0 if parent is None else self._font_size(parent)
        text = value.text.lower()
        if text in _FONT_SIZES:
            return _FONT_SIZES[text]
        above = 16.0 if parent is None else self._font_size(parent)
        if text in ("larger", "smaller"):
            return above * 1.2 if text == "larger" else above / 1.2
        size = values.positive(text)
        if size is None:
            self._unread(value, "font-size")
            return above
        for unit, part in (("em", 1.0), ("ex", 0.5), ("%", 0.01)):
            if size.endswith(unit):
                return float(size.removesuffix(unit)) * part * above
        return float(size)

    # -- colours

    def _paint(
        self, element: Element, tag: str, declared: Mapping[str, Value], context: _Context
    ) -> None:
        """Check and note the colours of an element, and that what is filled has one."""
        made = self._made[element]
        for name in _PAINTS:
            value = declared.get(name)
            if value is not None and _is_link(value):
                if name == "stroke" and self._local_link(value):
                    self._drawing.report("P015", value, what=f"stroke: {_short(value.text)}")
            elif value is not None:
                self._paint_with(made, name, value, context)
                self._soften(made, name, value, declared.get(f"{name}-opacity"))
        color = declared.get("color")
        if color is not None and (hexed := _hexed(color.text)) and self._is_in_palette(hexed[0]):
            made["color"] = self._rules.replacements.get(hexed[0], hexed[0])
        order = declared.get("paint-order")
        strokes = context.stroke is not None and context.stroke.text != "none"
        if order is not None and strokes and not order.text.startswith(("normal", "fill")):
            self._drawing.report("P015", order, what=f"paint-order: {_short(order.text)}")
        fills = tag in _SHAPES - {"line"} or (tag in _TEXT and _own_text(element).strip())
        if fills and context.fill is None:
            self._uncoloured[element] = None
        elif fills and context.fill is not None and _is_link(context.fill):
            self._shade(element, tag, context.fill, context)
        if tag in _SHAPES and "fill" not in declared:
            self._tell_apart(element, context)

    def _tell_apart(self, element: Element, context: _Context) -> None:
        """P015 for a shape that is drawn with a gradient here and without it there."""
        fill = context.fill.text if context.fill and _is_link(context.fill) else ""
        if self._fill_of.setdefault(element, fill) != fill and context.fill:
            self._drawing.report("P015", context.fill, what=_("<use> with another gradient"))

    def _paint_with(self, made: dict[str, str], name: str, value: Value, context: _Context) -> None:
        word = value.text.lower()
        if word in ("none", "transparent"):
            made[name] = "none"
        elif word == "currentcolor":
            color = context.color or Value("black", value.element, value.attribute, value.at)
            if self._colour(color) is not None:
                made[name] = "currentColor"
        elif (found := self._colour(value)) is not None:
            made[name] = found[0] if found[1] else "none"

    @staticmethod
    def _soften(made: dict[str, str], name: str, value: Value, opacity: Value | None) -> None:
        """Let the opacity of a colour such as `rgba(…)` count with the element's own."""
        found = _hexed(value.text)
        if found is not None and 0 < found[1] < 1:
            own = values.share(opacity.text) if opacity else None
            made[f"{name}-opacity"] = values.written(round(float(own or 1) * found[1], 4))

    def _colour(self, value: Value) -> tuple[str, float] | None:
        """A colour as it is to be drawn, and how opaque; None where it is not of the palette."""
        found = _hexed(value.text)
        if found is None:
            self._unread(value, _("colour"))
            return None
        colour, alpha = found
        if not self._is_in_palette(colour):
            near = self._rules.nearest(colour)
            same = value.text.lower() == colour
            self._drawing.report(
                "P017",
                value,
                colour=colour if same else f"{_short(value.text)} ({colour})",
                name=self._rules.palette.get(near, "–"),
                value=near,
                known=self._rules.known(),
            )
            return None
        return self._rules.replacements.get(colour, colour), alpha

    def _is_in_palette(self, colour: str) -> bool:
        return colour in self._rules.palette

    def _tell_of_black(self) -> None:
        darkest = self._rules.darkest()
        self._drawing.report(
            "P018",
            self._drawing.root,
            count=str(len(self._uncoloured)),
            line=str(self._drawing.where(self._drawing.at[next(iter(self._uncoloured))]).line),
            name=self._rules.palette.get(darkest, "–"),
            value=darkest,
        )

    def _shade(self, element: Element, tag: str, value: Value, context: _Context) -> None:
        """Fill a shape with a gradient, written for this shape."""
        target_id = self._local_link(value)
        target = self._follow(value, target_id, context) if target_id else None
        if target_id is None or target is None:
            return
        if local_name(target) not in _GRADIENTS:
            self._misled(value, target, target_id)
            return
        gradient = self._gradient(target, replace(context, chain=(*context.chain, target_id)))
        made = self._made[element]
        path = None if tag in _TEXT else shade.outline(tag, made)
        if path is None:
            self._drawing.report("P015", value, what=f"<{tag}> fill: {_short(value.text)}")
            return
        extent = shade.extent(path)
        solid = gradient.stops[-1] if gradient.stops else {"stop-color": "none"}
        written = None
        if extent is not None and len(gradient.stops) > 1:
            written = self._gradient_for(gradient, target, extent)
        if extent is None or written is None:
            made["fill"] = solid.get("stop-color", "none")
            if "stop-opacity" in solid:
                made.setdefault("fill-opacity", solid["stop-opacity"])
            return
        made["fill"] = f"url(#{self._shades.setdefault(written, f'g{len(self._shades) + 1}')})"
        left, top, width, height = extent
        edge = 0.1 * max(width, height)  # the tile ends where nothing is drawn
        low, high = (left - edge, top - edge), (left + width + edge, top + height + edge)
        corners = " ".join(f"M {values.written(x)} {values.written(y)}" for x, y in (low, high))
        self._outlines[element] = f"{path} {corners}"

    def _gradient(self, element: Element, context: _Context) -> _Gradient:
        """A gradient, with what it takes from another."""
        if element in self._gradients:
            return self._gradients[element]
        attributes = {
            key: Value(text, element, key)
            for key, text in element.attrib.items()
            if key[:1] in "cfrxy" or key.startswith(("gradient", "spread"))
        }
        stops = [self._stop(stop) for stop in element if local_name(stop) == "stop"]
        gradient = self._gradients[element] = _Gradient(local_name(element), attributes, stops)
        link = _href(element)
        if link is not None and link.text.startswith("#"):
            target_id = link.text[1:]
            target = self._follow(link, target_id, context)
            if target is not None and local_name(target) not in _GRADIENTS:
                self._misled(link, target, target_id)
            elif target is not None:
                below = replace(context, chain=(*context.chain, target_id))
                other = self._gradient(target, below)
                gradient.attributes = {**other.attributes, **attributes}
                gradient.stops = stops or other.stops
        for key, words in (
            ("gradientUnits", ("objectBoundingBox", "userSpaceOnUse")),
            ("spreadMethod", ("pad",)),
        ):
            given = gradient.attributes.get(key)
            if given is not None and given.text.strip() not in words:
                self._drawing.report("P015", given, what=f"{key}: {_short(given.text)}")
        return gradient

    def _gradient_for(
        self, gradient: _Gradient, element: Element, extent: shade.Extent
    ) -> str | None:
        """A gradient in the space of a shape, without its id; None where it has one colour."""
        units = gradient.attributes.get("gradientUnits")
        of_box = units is None or units.text.strip() != "userSpaceOnUse"
        whole = (1.0, 1.0) if of_box else self._size[2:]
        diagonal = math.hypot(*whole) / math.sqrt(2)
        n: dict[str, float] = {}
        for name, default in _GRADIENT_MEASURES[gradient.tag]:
            part = diagonal if name in ("r", "fr") else whole[name[-1] == "y" or name[0] == "y"]
            n[name] = self._measured(gradient, name, default, part)
        matrix = shade.UNMOVED
        given = gradient.attributes.get("gradientTransform")
        if given is not None:
            transform = values.transform(given.text)
            if transform is None:
                self._unread(given, "gradientTransform")
                return None
            matrix = shade.matrix_of(transform)
        if of_box:
            left, top, width, height = extent
            if not (width and height):
                return None
            matrix = times(matrix, (width, 0, 0, height, left, top))
        stops = "".join(_tag("stop", stop)[:-1] + "/>" for stop in gradient.stops)
        attributes = {"gradientUnits": "userSpaceOnUse"}
        if gradient.tag == "linearGradient":
            ends = shade.linear((n["x1"], n["y1"]), (n["x2"], n["y2"]), matrix)
            if ends is None:
                return None
            measures = zip(("x1", "y1", "x2", "y2"), (*ends[0], *ends[1]), strict=True)
        else:
            n["fx"] = self._measured(gradient, "fx", values.written(n["cx"]), whole[0])
            n["fy"] = self._measured(gradient, "fy", values.written(n["cy"]), whole[1])
            circles = shade.radial((n["cx"], n["cy"], n["r"], n["fx"], n["fy"], n["fr"]), matrix)
            if n["r"] <= 0:
                return None
            if circles is None:
                self._drawing.report("P015", given or element, what="gradientTransform")
                return None
            measures = zip(("cx", "cy", "r", "fx", "fy", "fr"), circles[0], strict=True)
            if circles[1]:
                attributes["gradientTransform"] = f"matrix({_numbers(circles[1])})"
        attributes |= {name: values.written(_rounded(value)) for name, value in measures}
        return f"{_tag(gradient.tag, attributes)}{stops}</{gradient.tag}>"

    def _measured(self, gradient: _Gradient, name: str, default: str, whole: float) -> float:
        """A measure of a gradient; percents are of `whole`."""
        value = gradient.attributes.get(name)
        text = value.text.strip() if value else default
        share = values.number(text[:-1]) if text.endswith("%") else None
        found = share * whole / 100 if share is not None else values.user_units(text)
        if found is None:
            self._unread(value or Value(text), name)
        return found or 0.0

    def _stop(self, stop: Element) -> dict[str, str]:
        """A stop's attributes."""
        declared = self._cascade[stop]
        made: dict[str, str] = {}
        if "offset" in stop.attrib:
            self._take(made, "offset", Value(stop.attrib["offset"], stop, "offset"), values.share)
        if "stop-opacity" in declared:
            self._take(made, "stop-opacity", declared["stop-opacity"], values.share)
        value = declared.get("stop-color", Value("black", stop, "offset"))
        if value.text.lower() == "currentcolor":
            value = self._color_above(stop) or Value("black", stop, "stop-color")
        if value.text.lower() == "transparent":
            made["stop-color"] = "transparent"
        elif (found := self._colour(value)) is not None:
            made["stop-color"], alpha = found
            if alpha < 1:
                own = float(made.get("stop-opacity", 1))
                made["stop-opacity"] = values.written(round(own * alpha, 4))
        return made

    def _color_above(self, element: Element) -> Value | None:
        here: Element | None = element
        while here is not None:
            if "color" in self._cascade[here]:
                return self._cascade[here]["color"]
            here = self._parents.get(here)
        return None

    def _local_link(self, value: Value) -> str | None:
        """The id that `url(#id)` names; what leads outside is told of elsewhere."""
        inside, closing, _fallback = value.text[4:].partition(")")
        if value.text[:4].lower() != "url(" or not closing:
            self._unread(value, "url()")
            return None
        target = inside.strip(" \t\n\"'")
        return target[1:] if target.startswith("#") else None

    # -- text

    def _holders_of_text(self) -> set[Element]:
        found: set[Element] = set()
        for element in self._drawing.root.iter():
            here: Element | None = element if local_name(element) in _TEXT else None
            while here is not None and here not in found:
                found.add(here)
                here = self._parents.get(here)
        return found

    def _set_text(self, element: Element, context: _Context) -> None:
        text = _own_text(element)
        if not text.strip():
            return
        family = context.family
        if family is None or self._rules.family(family.text) is None:
            names = _families(family.text) if family else []
            name = names[0] if names else "sans-serif"
            known = list(self._rules.families.values())
            self._drawing.report(
                "P016",
                family or element,
                near=nearest(name, known),
                family=_short(name),
                known=", ".join(known) or "–",
            )
        if self._rules.characters is not None:
            for char in sorted(set(text)):
                kind = unicodedata.category(char)[0]
                if kind not in "CZ" and ord(char) not in self._rules.characters:
                    number = f"{ord(char):04X}"
                    item = self._drawing.name
                    self._drawing.report("R002", element, char=char, codepoint=number, item=item)

    # -- writing

    def _written_root(self, attributes: dict[str, str]) -> Iterator[str]:
        root = self._drawing.root
        opacity = attributes.pop("opacity", "1")
        yield _tag("svg", attributes)
        apart = [element for element in root.iter() if self._stands_apart(element)]
        if apart or self._shades:
            yield "<defs>"
            for written, name in self._shades.items():
                yield written.replace(" ", f' id="{name}" ', 1)
            for element in apart:
                yield from self._written(element)
            yield "</defs>"
        inside = [part for child in root for part in self._written_child(child)]
        yield from inside if opacity == "1" else _faint(inside, {"opacity": opacity})
        yield "</svg>\n"

    def _stands_apart(self, element: Element) -> bool:
        """Whether something refers to an element that is not drawn where it stands."""
        if element not in self._made or element in self._placed:
            return False
        if self._targets.get(element.get("id", "")) is not element:
            return False
        parent = self._parents.get(element)
        within = parent in self._made and self._is_written_within(element)
        return element.get("id", "") in self._ids and not within

    def _is_written_within(self, element: Element) -> bool:
        """Whether an element that was met is written where it stands."""
        return local_name(element) not in _UNSEEN and self._shown(element)

    def _written(self, element: Element) -> Iterator[str]:
        tag = local_name(element)
        attributes = dict(self._made[element])
        name = self._ids.get(element.get("id", ""))
        if name and self._targets.get(element.get("id", "")) is element:
            attributes["id"] = name
        if element in self._outlines:
            tag = "path"
            attributes = {k: v for k, v in attributes.items() if k not in _MEASURES}
            attributes["d"] = self._outlines[element]
        elif tag in ("polygon", "polyline"):
            tag = "path"
        elif tag == "symbol" and "viewBox" not in attributes:
            tag = "g"
        inside = [part for child in element for part in self._written_child(child, tag)]
        if tag in _TEXT and element.text:
            inside.insert(0, escape(element.text))
        if tag == "g" and not inside and "id" not in attributes:
            return
        yield from _with_opacity(tag, attributes, inside)

    def _written_child(self, child: Element, parent: str = "") -> Iterator[str]:
        if child in self._made and self._is_written_within(child):
            yield from self._written(child)
        if parent in _TEXT and child.tail:
            yield escape(child.tail)


_MEASURES = frozenset(name for names in _GEOMETRY.values() for name in names)


def _with_opacity(tag: str, attributes: dict[str, str], inside: list[str]) -> Iterator[str]:
    """An element as it is written; what is half transparent stands in a group of its own."""
    opacity = attributes.pop("opacity", "1")
    if opacity == "1" or tag == "clipPath":
        yield from _element(tag, attributes, inside)
    elif tag == "tspan":
        own = float(attributes.get("fill-opacity", 1))
        attributes["fill-opacity"] = values.written(round(own * float(opacity), 4))
        yield from _element(tag, attributes, inside)
    elif tag in ("g", "symbol"):
        yield from _element(tag, attributes, list(_faint(inside, {"opacity": opacity})))
    else:
        outer = {"opacity": opacity}
        if "id" in attributes:
            outer["id"] = attributes.pop("id")
        yield from _faint(_element(tag, attributes, inside), outer)


def _faint(inside: Iterable[str], attributes: Mapping[str, str]) -> Iterator[str]:
    yield from _element("g", attributes, [_PADDING, *inside])


def _element(tag: str, attributes: Mapping[str, str], inside: list[str]) -> Iterator[str]:
    if not inside:
        yield _tag(tag, attributes)[:-1] + "/>"
        return
    yield _tag(tag, attributes)
    yield from inside
    yield f"</{tag}>"


def _is_link(value: Value) -> bool:
    return value.text[:4].lower() == "url("


def _rounded(value: float) -> float:
    """A measure without the noise of arithmetic."""
    return float(f"{value:.9g}")


def _numbers(numbers: Iterable[float]) -> str:
    return " ".join(values.written(_rounded(value)) for value in numbers)


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    inside = (f" {key}={quoteattr(value)}" for key, value in sorted(attributes.items()))
    return f"<{name}{''.join(inside)}>"


def _own_text(element: Element) -> str:
    """What stands in an element, but in no other inside it."""
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def _href(element: Element) -> Value | None:
    for key in _HREFS:
        if key in element.attrib:
            return Value(element.attrib[key].strip(), element, key)
    return None


def _hexed(text: str) -> tuple[str, float] | None:
    """`#rrggbb` and opacity of a colour."""
    colour = parse_color(text)
    if colour is None or isinstance(colour, str):
        return None
    red, green, blue = (round(min(1.0, max(0.0, part)) * 255) for part in colour[:3])
    return f"#{red:02x}{green:02x}{blue:02x}", float(colour[3])


def _short(text: str) -> str:
    """A value, cut for a message."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
