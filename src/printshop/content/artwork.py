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

import bisect
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

import cssselect2  # type: ignore[import-untyped]
import tinycss2  # type: ignore[import-untyped]
from tinycss2.color3 import parse_color  # type: ignore[import-untyped]

from printshop.content import svgvalues as values
from printshop.i18n import _
from printshop.problems import Problems, Where
from printshop.problems.model import nearest

MAX_BYTES = 3_000_000
"""A larger drawing is refused (P010); a page of text turned into paths has a tenth of that."""
MAX_DEPTH = 60
"""Groups in groups; deeper is refused (P010)."""
MAX_DRAWN = 40_000
"""Elements, each counted as often as `use` draws it; more are refused (P010)."""
MAX_RATIO = 100
"""Of the longer side to the shorter; beyond, the size is refused (P011)."""
MEDIA_TYPE = "image/svg+xml"
ARTWORK_VERSION = 1
"""To be raised with every change here that changes a prepared drawing."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_XHTML = "http://www.w3.org/1999/xhtml"
_HREFS = ("href", f"{{{_XLINK}}}href")
_ENCODINGS = frozenset(
    ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "windows-1258")
)
_SIGNATURE = re.compile(
    r"\ufeff?\s*<(?:\?xml|!--|!DOCTYPE\s+(?:\w+:)?svg|(?:[\w.-]+:)?svg)(?![\w.-])", re.IGNORECASE
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
_ANY_LINK = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)

_ACTIVE = frozenset(
    ("script", "foreignobject", "animate", "animatecolor", "animatemotion", "animatetransform")
    + ("set", "discard", "mpath", "handler", "listener", "audio", "video", "iframe", "canvas")
    + ("embed", "object")
)
_SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_HOLDERS = frozenset(("svg", "g", "symbol"))
_TEXT = frozenset(("text", "tspan"))
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_UNSEEN = frozenset(
    ("defs", "symbol", "clipPath", "linearGradient", "radialGradient", "style", "title", "desc")
    + ("metadata", "filter", "mask", "pattern", "marker", "view", "cursor", "color-profile")
    + ("font", "font-face", "solidcolor", "solidColor", "hatch", "meshgradient", "image")
)
"""Never drawn where they stand; `image` is told of elsewhere."""
_USABLE = _SHAPES | {"g", "symbol", "text", "use"}

_Reader = Callable[[str], "str | None"]


def _one_of(*words: str) -> _Reader:
    return lambda text: text.lower() if text.lower() in words else None


def _plain_number(text: str) -> str | None:
    value = values.number(text)
    return None if value is None else values.written(value)


_LENGTHS: dict[str, tuple[str, ...]] = {
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
    "use": ("x", "y", "width", "height"),
    "linearGradient": ("x1", "y1", "x2", "y2"),
    "radialGradient": ("cx", "cy", "r", "fx", "fy", "fr"),
}
_GEOMETRY: dict[str, dict[str, _Reader]] = {
    **{tag: dict.fromkeys(names, values.length) for tag, names in _LENGTHS.items()},
    "path": {"d": values.path},
    "polyline": {"points": lambda text: values.points(text, closed=False)},
    "polygon": {"points": lambda text: values.points(text, closed=True)},
    **dict.fromkeys(
        _TEXT,
        {**dict.fromkeys(("x", "y", "dx", "dy"), values.lengths), "rotate": values.angles},
    ),
    "stop": {"offset": values.share},
}
"""What is read of each kind of element, besides properties."""

_FONT_SIZES = {
    **{"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0},
    **{"large": 18.0, "x-large": 24.0, "xx-large": 32.0},
}
_WEIGHTS = ("normal", "bold", *(str(weight) for weight in range(100, 1000, 100)))
_BASELINES = ("central", "middle", "hanging", "text-before-edge", "text-after-edge") + (
    "text-top",
    "text-bottom",
    "top",
    "bottom",
)
_PAINTS = ("fill", "stroke")
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
    (*_PAINTS, "color", "stop-color", "stop-opacity", "display", "clip-path", "clip-rule")
    + ("font", "font-family", "font-size", "paint-order")
).union(_PROPERTIES, _TEXT_PROPERTIES, _UNABLE, _UNABLE_TEXT)
"""Properties that have a say; the others are dropped."""
_FONT = re.compile(
    r"(?P<before>(?:(?:normal|italic|oblique|bold|[1-9]00)\s+)*)"
    r"(?P<size>[\d.]+(?:px|pt|pc|mm|cm|in|em|ex|%)?)(?:\s*/\s*[\w.%]+)?\s+(?P<family>\S.*)",
    re.DOTALL,
)


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
    drawing = _read(data, name, problems)
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
    drawing = _read(data, name, problems)
    size = _size(drawing) if drawing else None
    if drawing is None or size is None:
        return None
    rules = _Rules.of(palette, replacements, families, characters)
    try:
        made = _Maker(drawing, rules).made(size)
    except _TooMuchError as error:
        drawing.report("P010", 0, path=name, **error.params)
    except RecursionError:
        drawing.report("P010", 0, path=name, size=_("nested too deep"), limit=str(MAX_DEPTH))
    return None if drawing.found else made


# Reading


class _TooMuchError(Exception):
    def __init__(self, size: str, limit: str) -> None:
        super().__init__(size)
        self.params = {"size": size, "limit": limit}


class _UnreadableError(Exception):
    """The XML cannot be read; never leaves this module."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


@dataclass(frozen=True)
class _Value:
    """A declared value, and where: in an attribute of an element, or a place of the text."""

    text: str
    element: Element | None = None
    attribute: str = ""
    at: int = 0


@dataclass
class _Drawing:
    """A drawing as it was read."""

    name: str
    text: str
    problems: Problems
    root: Element = field(default_factory=lambda: Element("svg"))
    at: dict[Element, int] = field(default_factory=dict)
    """Where each element's tag begins."""
    text_at: dict[Element, int] = field(default_factory=dict)
    """Where the text of a style sheet begins."""
    linked: list[int] = field(default_factory=list)
    """Where style sheets outside are named."""
    found: int = 0
    _told: set[tuple[Any, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._lines = [0, *(m.end() for m in re.finditer("\n", self.text))]

    def where(self, at: int) -> Where:
        """Line and column of a place in the text."""
        line = bisect.bisect_right(self._lines, at)
        return Where(self.name, line, at - self._lines[line - 1] + 1)

    def index(self, line: int, column: int) -> int:
        """The place at `line`, counted from 1, and `column`, from 0."""
        return self._lines[min(line, len(self._lines)) - 1] + column

    def report(
        self, code: str, at: int | _Value | Element, *, near: str = "", **params: str
    ) -> None:
        """Note a problem, each of its kind and words once."""
        self.found += code != "R002"
        key = (code, *sorted(params.items()))
        if key not in self._told:
            self._told.add(key)
            self.problems.add(code, self.where(self.place(at)), near=near, **params)

    def place(self, at: int | _Value | Element) -> int:
        """The place in the text of a value or an element."""
        if isinstance(at, Element):
            return self.at.get(at, 0)
        if isinstance(at, int):
            return at
        if at.element is None:
            return at.at
        start = self.at.get(at.element, 0)
        end = self.text.find("<", start + 1)
        tag = self.text[start : end if end > 0 else len(self.text)]
        local = re.escape(at.attribute.split("}")[-1])
        found = re.search(rf"\s(?:[\w.-]+:)?{local}\s*=\s*[\"']", tag)
        if found is None:
            return start
        inside = tag.find(at.text, found.end()) if at.attribute == "style" else -1
        return start + (inside if inside >= 0 else found.end())


def _read(data: bytes, name: str, problems: Problems) -> _Drawing | None:
    """The drawing in `data`, read as XML; P002, P009 and P010 are noted."""
    if len(data) > MAX_BYTES:
        size = _("{n} bytes").format(n=len(data))
        problems.add("P010", Where(name), path=name, size=size, limit=str(MAX_BYTES))
        return None
    try:
        drawing = _Drawing(name, _decoded(data), problems)
        _Parser(drawing).parse()
    except _UnreadableError as error:
        where = Where(name, error.line, error.column)
        problems.add("P009", where, path=name, reason=error.reason)
        return None
    except _TooMuchError as error:
        problems.add("P010", Where(name), path=name, **error.params)
        return None
    if _local(drawing.root) != "svg":
        problems.add("P002", drawing.where(drawing.at[drawing.root]), path=name)
        return None
    return drawing


def _decoded(data: bytes) -> str:
    """The text, with the line ends and accents that problems count columns by."""
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf")[:300])
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    if encoding not in _ENCODINGS:
        raise _UnreadableError(_("it is in the encoding {name}").format(name=encoding), 1, 1)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = _("it is not in the encoding it names ({name})").format(name=encoding)
        raise _UnreadableError(reason, line, 1) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


class _Parser:
    """Expat, with the place of each element, and without entities of the file's own."""

    def __init__(self, drawing: _Drawing) -> None:
        self._drawing = drawing
        self._open: list[Element] = []
        self._scopes: list[dict[str, str]] = [{"xml": _XML}]
        self._root: Element | None = None
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.SkippedEntityHandler = self._entity
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def parse(self) -> None:
        try:
            self._parser.Parse(self._drawing.text.encode(), True)
        except expat.ExpatError as error:
            said = expat.errors.messages.get(error.code, "") or str(error)
            reason = _("its XML is broken ({what})").format(what=said)
            raise _UnreadableError(reason, error.lineno, error.offset + 1) from None
        assert self._root is not None
        self._drawing.root = self._root

    def _refuse(self, reason: str) -> None:
        parser = self._parser
        raise _UnreadableError(reason, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def _doctype(self, _name: str, _system: str, _public: str, internal: bool) -> None:
        if internal:
            self._refuse(_("it defines entities of its own in `<!DOCTYPE …>`"))

    def _entity(self, name: str, _parameter: bool) -> None:
        self._refuse(_("it uses the entity `&{name};`").format(name=name))

    def _instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self._drawing.linked.append(self._here())

    def _here(self) -> int:
        parser = self._parser
        return self._drawing.index(parser.CurrentLineNumber, parser.CurrentColumnNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_DEPTH:
            size = _("elements nested more than {n} deep").format(n=MAX_DEPTH)
            raise _TooMuchError(size, str(MAX_DEPTH))
        if len(self._drawing.at) >= MAX_DRAWN:
            size = _("more than {n} elements").format(n=MAX_DRAWN)
            raise _TooMuchError(size, str(MAX_DRAWN))
        scope = dict(self._scopes[-1])
        for key, value in attributes.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                scope[key.partition(":")[2]] = value
        self._scopes.append(scope)
        kept = {
            self._attribute(key, scope): value
            for key, value in attributes.items()
            if key != "xmlns" and not key.startswith("xmlns:")
        }
        prefix, _colon, local = name.rpartition(":")
        element = Element(f"{{{scope.get(prefix, prefix or _SVG)}}}{local}", kept)
        self._drawing.at[element] = self._here()
        if self._open:
            self._open[-1].append(element)
        else:
            self._root = element
        self._open.append(element)

    @staticmethod
    def _attribute(name: str, scope: Mapping[str, str]) -> str:
        prefix, colon, local = name.rpartition(":")
        if not colon:
            return local
        known = _XLINK if prefix == "xlink" else prefix
        return f"{{{scope.get(prefix, known)}}}{local}"

    def _end(self, _name: str) -> None:
        self._open.pop()
        self._scopes.pop()

    def _characters(self, text: str) -> None:
        element = self._open[-1]
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
            return
        if element.text is None:
            self._drawing.text_at[element] = self._here()
        element.text = (element.text or "") + text


def _local(element: Element) -> str:
    """The element's name where it is one of SVG; empty for others."""
    namespace, _brace, local = element.tag[1:].partition("}")
    return local if namespace in (_SVG, "") else ""


def _size(drawing: _Drawing) -> tuple[float, float, float, float] | None:
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


# The cascade


class _Cascade:
    """What attributes, `style` and style sheets say of each element, resolved."""

    def __init__(self, drawing: _Drawing) -> None:
        self._drawing = drawing
        self._normal, self._important = cssselect2.Matcher(), cssselect2.Matcher()
        for element in drawing.root.iter():
            kind = element.get("type", "text/css").strip()
            if _local(element) == "style" and kind in ("", "text/css"):
                self._add_sheet(element)
        wrapper = cssselect2.ElementWrapper.from_xml_root(drawing.root)
        self._of = {inner.etree_element: self._resolve(inner) for inner in wrapper.iter_subtree()}

    def __getitem__(self, element: Element) -> dict[str, _Value]:
        """The properties declared for `element` that have a say."""
        return self._of.get(element, {})

    def _resolve(self, wrapper: Any) -> dict[str, _Value]:
        element = wrapper.etree_element
        if not _local(element):
            return {}
        found = {
            key: _Value(text.strip(), element, key)
            for key, text in element.attrib.items()
            if key in _KNOWN and key != "font"
        }
        normal: list[tuple[str, _Value]] = []
        important: list[tuple[str, _Value]] = []
        for declaration in tinycss2.parse_blocks_contents(element.get("style", "")):
            for name, value in self._declared(declaration):
                own = replace(value, element=element, attribute="style")
                (important if declaration.important else normal).append((name, own))
        for matcher, own_values in ((self._normal, normal), (self._important, important)):
            for *_rest, declarations in matcher.match(wrapper):
                found.update(declarations)
            found.update(own_values)
        return {name: value for name, value in found.items() if not _is_inherited(value.text)}

    def _declared(self, declaration: Any, start: int = 0) -> Iterator[tuple[str, _Value]]:
        """Name and value of a declaration; a shorthand's parts."""
        if declaration.type != "declaration" or declaration.name.startswith("-"):
            return
        text = tinycss2.serialize(declaration.value).strip()
        for link in _ANY_LINK.findall(text):
            self._check_link(link, _Value(text, at=start))
        if declaration.lower_name == "font":
            yield from _font_parts(_Value(text, at=start))
        elif declaration.lower_name in _KNOWN:
            yield declaration.lower_name, _Value(text, at=start)

    def _check_link(self, link: str, value: _Value) -> None:
        if value.at and not link.startswith("#"):
            self._drawing.report("P013", value, target=link[:60])

    def _add_sheet(self, element: Element) -> None:
        text = "".join(element.itertext())
        start = self._drawing.text_at.get(element, 0)
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            at = self._place(start, rule)
            if rule.type == "qualified-rule":
                self._add_rule(rule, start)
            elif rule.type == "at-rule" and rule.lower_at_keyword == "import":
                target = tinycss2.serialize(rule.prelude).strip()
                self._drawing.report("P013", at, target=f"@import {target}"[:60])
            elif rule.type == "at-rule" and rule.lower_at_keyword not in ("charset", "namespace"):
                self._drawing.report("P015", at, what=f"@{rule.lower_at_keyword}")

    def _add_rule(self, rule: Any, start: int) -> None:
        normal: dict[str, _Value] = {}
        important: dict[str, _Value] = {}
        for declaration in tinycss2.parse_blocks_contents(rule.content):
            at = self._place(start, declaration)
            into = important if getattr(declaration, "important", False) else normal
            into.update(self._declared(declaration, at))
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            return  # as a browser does
        for selector in selectors:
            if selector.pseudo_element is None:
                self._normal.add_selector(selector, normal)
                self._important.add_selector(selector, important)

    def _place(self, start: int, node: Any) -> int:
        """Where a part of a style sheet stands that begins at `start`."""
        where = self._drawing.where(start)
        first = where.column - 1 if node.source_line == 1 else 0
        line = where.line + node.source_line - 1
        return self._drawing.index(line, first + node.source_column - 1)


def _is_inherited(text: str) -> bool:
    return text.lower() in ("inherit", "unset")


def _font_parts(value: _Value) -> Iterator[tuple[str, _Value]]:
    """What `font: …` says; the whole, which cannot be read, where it has another form."""
    found = _FONT.fullmatch(value.text)
    if found is None:
        yield "font", value
        return
    yield "font-size", replace(value, text=found["size"])
    yield "font-family", replace(value, text=found["family"])
    for word in found["before"].split():
        name = "font-style" if word in ("italic", "oblique") else "font-weight"
        if word != "normal":
            yield name, replace(value, text=word)


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

    fill: _Value | None = None
    stroke: _Value | None = None
    color: _Value | None = None
    family: _Value | None = None
    clipping: bool = False
    """Inside a clip path, where nothing is painted."""
    chain: tuple[str, ...] = ()
    """Ids on the way here."""

    def within(self, declared: Mapping[str, _Value]) -> _Context:
        return replace(
            self,
            fill=declared.get("fill", self.fill),
            stroke=declared.get("stroke", self.stroke),
            color=declared.get("color", self.color),
            family=declared.get("font-family", self.family),
        )


class _Maker:
    """Goes through a drawing as it is drawn, checks it, and writes what was met."""

    def __init__(self, drawing: _Drawing, rules: _Rules) -> None:
        self._drawing, self._rules = drawing, rules
        self._tell_what_is_forbidden()
        self._cascade = _Cascade(drawing)
        self._parents = {child: parent for parent in drawing.root.iter() for child in parent}
        self._targets: dict[str, Element] = {}
        for element in drawing.root.iter():
            if _local(element) and element.get("id"):
                self._targets.setdefault(element.get("id", ""), element)
        self._with_text = self._holders_of_text()
        self._ids: dict[str, str] = {}
        self._made: dict[Element, dict[str, str]] = {}
        self._placed: set[Element] = set()
        """Drawn where they stand."""
        self._uncoloured: dict[Element, None] = {}
        self._drawn = 0

    def made(self, size: tuple[float, float, float, float]) -> bytes:
        root = self._drawing.root
        self._draw(root, _Context())
        attributes = self._made[root]
        attributes["viewBox"] = " ".join(map(values.written, size))
        attributes["width"], attributes["height"] = map(values.written, size[2:])
        attributes["xmlns"] = _SVG
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
            if namespace not in (_SVG, _XHTML, ""):
                continue
            if local.lower() in _ACTIVE:
                drawing.report("P012", element, what=f"<{local}>")
            elif local == "image":
                drawing.report("P014", element)
            elif namespace != _XHTML:
                self._tell_of_attributes(element)

    def _tell_of_attributes(self, element: Element) -> None:
        for key, text in element.attrib.items():
            if re.fullmatch(r"on\w+", key, re.IGNORECASE):
                value = _Value(text, element, key)
                self._drawing.report("P012", value, what=f"{key}=…"[:40])
            elif key.split("}")[-1].lower() == "href":
                if not text.strip().startswith("#"):
                    value = _Value(text, element, key)
                    self._drawing.report("P013", value, target=_short(text))
            elif "}" not in key:
                for link in _ANY_LINK.findall(text):
                    if not link.startswith("#"):
                        value = _Value(link, element, key)
                        self._drawing.report("P013", value, target=_short(link))

    # -- going through it as it is drawn

    def _draw(self, element: Element, context: _Context) -> None:
        self._drawn += 1
        if self._drawn > MAX_DRAWN:
            size = _("more than {n} elements, as often as `<use>` draws them").format(n=MAX_DRAWN)
            raise _TooMuchError(size, str(MAX_DRAWN))
        tag, declared = _local(element), self._cascade[element]
        context = context.within(declared)
        if not context.chain:
            self._placed.add(element)
        self._note(element, tag, declared)
        self._clip(element, declared, context)
        if not context.clipping:
            self._paint(element, tag, declared, context)
        if tag in _TEXT:
            self._set_text(element, context)
        if tag == "use":
            self._use(element, context)
        elif tag in _HOLDERS or tag in _TEXT:
            for child in element:
                self._draw_child(child, tag, context)

    def _draw_child(self, child: Element, parent: str, context: _Context) -> None:
        tag = _local(child)
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

    def _follow(self, value: _Value, target_id: str, context: _Context) -> Element | None:
        """The element called `target_id`, unless it is on the way here already."""
        target = self._targets.get(target_id)
        if target is None:
            self._drawing.report("P020", value, id=target_id, reason=_("nothing has this id"))
            return None
        if target_id in context.chain:
            self._drawing.report("P020", value, id=target_id, reason=_("it refers to itself"))
            return None
        return target

    def _misled(self, value: _Value, target: Element, target_id: str) -> None:
        """Tell of a reference to a thing of the wrong kind."""
        tag = _local(target)
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
        tag = _local(target)
        made = self._made[element]
        if tag not in _USABLE or (context.clipping and tag not in _SHAPES):
            self._misled(value, target, target_id)
            return
        if tag == "symbol" and "viewBox" in target.attrib and not {"width", "height"} <= set(made):
            self._drawing.report("P015", element, what=_("<use> of a <symbol> without a size"))
        made["href"] = f"#{self._number(target_id)}"
        if self._shown(target):
            self._draw(target, replace(context, chain=(*context.chain, target_id)))

    def _clip(self, element: Element, declared: Mapping[str, _Value], context: _Context) -> None:
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
        if _local(target) != "clipPath":
            self._misled(value, target, target_id)
            return
        self._made[element]["clip-path"] = f"url(#{self._number(target_id)})"
        inner = self._cascade[target]
        self._note(target, "clipPath", inner)
        below = replace(context, clipping=True, chain=(*context.chain, target_id))
        self._clip(target, inner, below)
        if target.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse":
            units = _Value(target.get("clipPathUnits", ""), target, "clipPathUnits")
            self._drawing.report("P015", units, what="clipPathUnits")
        drawn = [child for child in target if _local(child) and _local(child) not in _UNSEEN]
        if len(drawn) > 1 and any("transform" in self._cascade[child] for child in drawn):
            self._drawing.report("P015", target, what=_("a clip path of several moved shapes"))
        for child in drawn:
            rule = self._cascade[child].get("clip-rule")
            if rule is not None and rule.text == "evenodd":
                self._drawing.report("P015", rule, what="clip-rule: evenodd")
            self._draw_child(child, "clipPath", below)

    # -- attributes and properties

    def _note(self, element: Element, tag: str, declared: Mapping[str, _Value]) -> None:
        """Read, once, what is said of an element, but its colours and its links."""
        if element in self._made:
            return
        made = self._made[element] = {}
        for name, read in _GEOMETRY.get(tag, {}).items():
            text = element.get(name)
            if text is not None and not (name in ("rx", "ry") and text.strip() == "auto"):
                self._take(made, name, _Value(text, element, name), read)
        if "points" in made:
            made["d"] = made.pop("points")
        if tag == "symbol" and (view := values.box(element.get("viewBox", ""))):
            made["viewBox"] = " ".join(map(values.written, view))
        for name in _UNABLE_ATTRIBUTES & set(element.attrib):
            value = _Value(element.get(name, ""), element, name)
            self._drawing.report("P015", value, what=name)
        self._note_properties(element, tag, declared, made)
        if element.get(f"{{{_XML}}}space") == "preserve" and element in self._with_text:
            made["xml:space"] = "preserve"

    def _note_properties(
        self,
        element: Element,
        tag: str,
        declared: Mapping[str, _Value],
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

    def _take(self, made: dict[str, str], name: str, value: _Value, read: _Reader) -> None:
        result = read(value.text)
        if result is None:
            self._unread(value, name)
        elif result:
            made[name] = result

    def _unread(self, value: _Value, name: str) -> None:
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
        self, element: Element, tag: str, declared: Mapping[str, _Value], context: _Context
    ) -> None:
        """Check and note the colours of an element, and that what is filled has one."""
        made = self._made[element]
        for name in _PAINTS:
            value = declared.get(name)
            if value is not None:
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

    def _paint_with(
        self, made: dict[str, str], name: str, value: _Value, context: _Context
    ) -> None:
        word = value.text.lower()
        if word in ("none", "transparent"):
            made[name] = "none"
        elif word == "currentcolor":
            color = context.color or _Value("black", value.element, value.attribute, value.at)
            if self._colour(color) is not None:
                made[name] = "currentColor"
        elif word.startswith("url("):
            self._shade(made, name, value, context)
        elif (found := self._colour(value)) is not None:
            made[name] = found[0]

    @staticmethod
    def _soften(made: dict[str, str], name: str, value: _Value, opacity: _Value | None) -> None:
        """Let the opacity of a colour such as `rgba(…)` count with the element's own."""
        found = _hexed(value.text)
        if found is not None and 0 < found[1] < 1:
            own = values.share(opacity.text) if opacity else None
            made[f"{name}-opacity"] = values.written(round(float(own or 1) * found[1], 4))

    def _colour(self, value: _Value) -> tuple[str, float] | None:
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

    def _shade(self, made: dict[str, str], name: str, value: _Value, context: _Context) -> None:
        target_id = self._local_link(value)
        target = self._follow(value, target_id, context) if target_id else None
        if target_id is None or target is None:
            return
        if _local(target) not in _GRADIENTS:
            self._misled(value, target, target_id)
            return
        made[name] = f"url(#{self._number(target_id)})"
        self._gradient(target, replace(context, chain=(*context.chain, target_id)))

    def _gradient(self, element: Element, context: _Context) -> None:
        """Note a gradient, its stops, and the one it takes its own from."""
        if element in self._made:
            return
        tag = _local(element)
        self._note(element, tag, {})
        made = self._made[element]
        for key, words in (
            ("gradientUnits", ("objectBoundingBox", "userSpaceOnUse")),
            ("spreadMethod", ("pad",)),
        ):
            text = element.get(key)
            if text is not None and text.strip() not in words:
                value = _Value(text, element, key)
                self._drawing.report("P015", value, what=f"{key}: {_short(text)}")
            elif text is not None:
                made[key] = text.strip()
        moved = element.get("gradientTransform")
        if moved is not None:
            value = _Value(moved, element, "gradientTransform")
            self._take(made, "gradientTransform", value, values.transform)
        for stop in element:
            if _local(stop) == "stop":
                self._stop(stop)
        link = _href(element)
        if link is not None and link.text.startswith("#"):
            target_id = link.text[1:]
            target = self._follow(link, target_id, context)
            if target is not None and _local(target) not in _GRADIENTS:
                self._misled(link, target, target_id)
            elif target is not None:
                made["href"] = f"#{self._number(target_id)}"
                self._gradient(target, replace(context, chain=(*context.chain, target_id)))

    def _stop(self, stop: Element) -> None:
        declared = self._cascade[stop]
        self._note(stop, "stop", {})
        made = self._made[stop]
        if "stop-opacity" in declared:
            self._take(made, "stop-opacity", declared["stop-opacity"], values.share)
        value = declared.get("stop-color", _Value("black", stop, "offset"))
        if value.text.lower() == "currentcolor":
            value = self._color_above(stop) or _Value("black", stop, "stop-color")
        if value.text.lower() == "transparent":
            made["stop-color"] = "transparent"
        elif (found := self._colour(value)) is not None:
            made["stop-color"], alpha = found
            if alpha < 1:
                own = float(made.get("stop-opacity", 1))
                made["stop-opacity"] = values.written(round(own * alpha, 4))

    def _color_above(self, element: Element) -> _Value | None:
        here: Element | None = element
        while here is not None:
            if "color" in self._cascade[here]:
                return self._cascade[here]["color"]
            here = self._parents.get(here)
        return None

    def _local_link(self, value: _Value) -> str | None:
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
            here: Element | None = element if _local(element) in _TEXT else None
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

    def _written_root(self, attributes: Mapping[str, str]) -> Iterator[str]:
        root = self._drawing.root
        yield _tag("svg", attributes)
        apart = [element for element in root.iter() if self._stands_apart(element)]
        if apart:
            yield "<defs>"
            for element in apart:
                yield from self._written(element)
            yield "</defs>"
        for child in root:
            yield from self._written_child(child)
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
        return _local(element) not in _UNSEEN and self._shown(element)

    def _written(self, element: Element) -> Iterator[str]:
        tag = _local(element)
        attributes = dict(self._made[element])
        name = self._ids.get(element.get("id", ""))
        if name and self._targets.get(element.get("id", "")) is element:
            attributes["id"] = name
        if tag in ("polygon", "polyline"):
            tag = "path"
        elif tag == "symbol" and "viewBox" not in attributes:
            tag = "g"
        inside = [part for child in element for part in self._written_child(child, tag)]
        if tag in _TEXT and element.text:
            inside.insert(0, escape(element.text))
        if inside:
            yield _tag(tag, attributes)
            yield from inside
            yield f"</{tag}>"
        elif tag not in _TEXT and tag != "g":
            yield _tag(tag, attributes)[:-1] + "/>"

    def _written_child(self, child: Element, parent: str = "") -> Iterator[str]:
        if child in self._made and self._is_written_within(child):
            yield from self._written(child)
        if parent in _TEXT and child.tail:
            yield escape(child.tail)


def _tag(name: str, attributes: Mapping[str, str]) -> str:
    inside = (f" {key}={quoteattr(value)}" for key, value in sorted(attributes.items()))
    return f"<{name}{''.join(inside)}>"


def _own_text(element: Element) -> str:
    """What stands in an element, but in no other inside it."""
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def _href(element: Element) -> _Value | None:
    for key in _HREFS:
        if key in element.attrib:
            return _Value(element.attrib[key].strip(), element, key)
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
