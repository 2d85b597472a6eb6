"""A drawing (SVG) as data: its XML with a place for each thing, its styles resolved.

No entity of the file's own is expanded, and nothing outside it is read.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat

import cssselect2  # type: ignore[import-untyped]
import tinycss2  # type: ignore[import-untyped]

from printshop.i18n import _
from printshop.problems import Problems, Where

MAX_BYTES = 3_000_000
"""A larger drawing is refused (P010); a page of text turned into paths has a tenth of that."""
MAX_DEPTH = 60
"""Groups in groups; deeper is refused (P010)."""
MAX_DRAWN = 40_000
"""Elements, each counted as often as `use` draws it; more are refused (P010)."""
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
XHTML = "http://www.w3.org/1999/xhtml"
_ENCODINGS = frozenset(
    ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "windows-1258")
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)")
ANY_LINK = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)", re.IGNORECASE)

_FONT = re.compile(
    r"(?P<before>(?:(?:normal|italic|oblique|bold|[1-9]00)\s+)*)"
    r"(?P<size>[\d.]+(?:px|pt|pc|mm|cm|in|em|ex|%)?)(?:\s*/\s*[\w.%]+)?\s+(?P<family>\S.*)",
    re.DOTALL,
)


class TooMuchError(Exception):
    """A drawing goes beyond a limit (P010)."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _UnreadableError(Exception):
    """The XML cannot be read; never leaves this module."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


@dataclass(frozen=True)
class Value:
    """A declared value, and where: in an attribute of an element, or a place of the text."""

    text: str
    element: Element | None = None
    attribute: str = ""
    at: int = 0


@dataclass
class Drawing:
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
        self, code: str, at: int | Value | Element, *, near: str = "", **params: str
    ) -> None:
        """Note a problem, each of its kind and words once."""
        self.found += code != "R002"
        key = (code, *sorted(params.items()))
        if key not in self._told:
            self._told.add(key)
            self.problems.add(code, self.where(self.place(at)), near=near, **params)

    def place(self, at: int | Value | Element) -> int:
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


def read_drawing(data: bytes, name: str, problems: Problems) -> Drawing | None:
    """The drawing in `data`, read as XML; P002, P009 and P010 are noted."""
    if len(data) > MAX_BYTES:
        what = _("more than {n} bytes").format(n=MAX_BYTES)
        problems.add("P010", Where(name), path=name, what=what)
        return None
    try:
        drawing = Drawing(name, _decoded(data), problems)
        _Parser(drawing).parse()
    except _UnreadableError as error:
        where = Where(name, error.line, error.column)
        problems.add("P009", where, path=name, reason=error.reason)
        return None
    except TooMuchError as error:
        problems.add("P010", Where(name), path=name, what=error.what)
        return None
    if local_name(drawing.root) != "svg":
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

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._open: list[Element] = []
        self._scopes: list[dict[str, str]] = [{"xml": XML}]
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

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, internal: bool
    ) -> None:
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
            raise TooMuchError(_("elements nested more than {n} deep").format(n=MAX_DEPTH))
        if len(self._drawing.at) >= MAX_DRAWN:
            raise TooMuchError(_("more than {n} elements").format(n=MAX_DRAWN))
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
        element = Element(f"{{{scope.get(prefix, prefix or SVG)}}}{local}", kept)
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
        known = XLINK if prefix == "xlink" else prefix
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


def local_name(element: Element) -> str:
    """The element's name where it is one of SVG; empty for others."""
    namespace, _brace, local = element.tag[1:].partition("}")
    return local if namespace in (SVG, "") else ""


# The cascade


class Cascade:
    """What attributes, `style` and style sheets say of each element, resolved."""

    def __init__(self, drawing: Drawing, known: Set[str]) -> None:
        """Resolve the styles of `drawing`, of the properties `known`."""
        self._drawing, self._known = drawing, known
        self._normal, self._important = cssselect2.Matcher(), cssselect2.Matcher()
        for element in drawing.root.iter():
            kind = element.get("type", "text/css").strip()
            if local_name(element) == "style" and kind in ("", "text/css"):
                self._add_sheet(element)
        wrapper = cssselect2.ElementWrapper.from_xml_root(drawing.root)
        self._of = {inner.etree_element: self._resolve(inner) for inner in wrapper.iter_subtree()}

    def __getitem__(self, element: Element) -> dict[str, Value]:
        """The properties declared for `element` that have a say."""
        return self._of.get(element, {})

    def _resolve(self, wrapper: Any) -> dict[str, Value]:
        element = wrapper.etree_element
        if not local_name(element):
            return {}
        found = {
            key: Value(text.strip(), element, key)
            for key, text in element.attrib.items()
            if key in self._known and key != "font"
        }
        normal: list[tuple[str, Value]] = []
        important: list[tuple[str, Value]] = []
        for declaration in tinycss2.parse_blocks_contents(element.get("style", "")):
            for name, value in self._declared(declaration):
                own = replace(value, element=element, attribute="style")
                (important if declaration.important else normal).append((name, own))
        for matcher, own_values in ((self._normal, normal), (self._important, important)):
            for *_rest, declarations in matcher.match(wrapper):
                found.update(declarations)
            found.update(own_values)
        return {name: value for name, value in found.items() if not _is_inherited(value.text)}

    def _declared(self, declaration: Any, start: int = 0) -> Iterator[tuple[str, Value]]:
        """Name and value of a declaration; a shorthand's parts."""
        if declaration.type != "declaration" or declaration.name.startswith("-"):
            return
        text = tinycss2.serialize(declaration.value).strip()
        for link in ANY_LINK.findall(text):
            self._check_link(link, Value(text, at=start))
        if declaration.lower_name == "font":
            yield from _font_parts(Value(text, at=start))
        elif declaration.lower_name in self._known:
            yield declaration.lower_name, Value(text, at=start)

    def _check_link(self, link: str, value: Value) -> None:
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
        normal: dict[str, Value] = {}
        important: dict[str, Value] = {}
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


def _font_parts(value: Value) -> Iterator[tuple[str, Value]]:
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
