"""What is in force while a content stream is read (ISO 32000-1, 8.4), and what is shared by all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from printshop.pdf import objects
from printshop.pdf.matrices import IDENTITY, Matrix
from printshop.preflight.model import Font, MarkKind, Paint, Picture
from printshop.preflight.reading import colours
from printshop.preflight.reading.fonts import Face
from printshop.preflight.reading.fonts import face as read_face
from printshop.preflight.reading.lexer import Operator
from printshop.preflight.reading.paths import Polygon, Rect

MOST_OPERATORS = 400_000
"""Of a page, with its forms and patterns."""
MOST_OPERATORS_IN_ALL = 4_000_000
MOST_BYTES = 16_000_000
"""Of a page, or of a form."""
MOST_BYTES_IN_ALL = 64_000_000
_KEPT_OPERATORS = 20_000

_T = TypeVar("_T")


class TooLongError(Exception):
    """There is more than can be read."""


@dataclass
class Pen:
    """What fills, or what strokes."""

    space: colours.Space = field(default_factory=lambda: colours.GRAY)
    paint: Paint = field(default_factory=lambda: colours.GRAY.initial())
    pattern: Any = None
    """A tiling pattern with colours of its own."""
    pattern_name: str = ""
    kind: MarkKind | None = None
    """`shading` where a shading pattern paints."""
    overprint: bool = False
    alpha: float = 1.0


@dataclass
class State:
    """The graphics state, as far as checks need it."""

    ctm: Matrix
    clip: Rect
    clips: tuple[tuple[Polygon, ...], ...] = ()
    fill: Pen = field(default_factory=Pen)
    stroke: Pen = field(default_factory=Pen)
    line_width: float = 1.0
    cap: int = 0
    overprint_mode: int = 0
    blend: str = "Normal"
    soft_mask: bool = False
    group_alpha: float = 1.0
    """Of the groups that all this stands in."""
    group_blend: str = "Normal"
    group_mask: bool = False
    face: Face | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    render_mode: int = 0
    line: Matrix = IDENTITY
    """Of the text line's beginning."""
    text: Matrix = IDENTITY
    """Of the next glyph."""

    def copied(self) -> State:
        """A state that can be changed on its own."""
        other = _copy(self)
        other.fill, other.stroke = _copy(self.fill), _copy(self.stroke)
        return other


def _copy(value: _T) -> _T:
    """A shallow copy, quicker than `copy.copy`: each `q` takes three."""
    other = object.__new__(type(value))
    other.__dict__.update(value.__dict__)
    return other


@dataclass
class Shared:
    """What the pages of a file have in common, each read once."""

    fonts: dict[object, Font] = field(default_factory=dict)
    """Those that text is set in, by object."""
    pictures: dict[object, Picture] = field(default_factory=dict)
    """Those that are painted, by object."""
    operators_left: int = MOST_OPERATORS_IN_ALL
    bytes_left: int = MOST_BYTES_IN_ALL
    faces: dict[object, Face] = field(default_factory=dict)
    spaces: dict[object, colours.Space] = field(default_factory=dict)
    changes: dict[object, dict[str, Any]] = field(default_factory=dict)
    contents: dict[object, list[Operator]] = field(default_factory=dict)

    def contents_of(self, stream: Any) -> bytes:
        """A content stream, decoded.

        Raises:
            UnreadableError: it cannot be decoded, or is longer than any page.
            TooLongError: with those read before it is too long.

        """
        data = objects.decoded(stream, MOST_BYTES)
        self.bytes_left -= len(data)
        if self.bytes_left < 0:
            raise TooLongError
        return data

    def keep_contents(self, key: object, read: list[Operator]) -> None:
        """Keep a form's operators, if they are few."""
        if sum(map(len, self.contents.values())) + len(read) < _KEPT_OPERATORS:
            self.contents[key] = read


class Resources:
    """A resource dictionary. What is missing is None."""

    def __init__(self, value: Any, shared: Shared) -> None:
        self._value = value
        self._shared = shared
        self._made: dict[tuple[str, str], Any] = {}
        self._named = objects.get(value, "/ColorSpace")
        self._own_devices = any(
            objects.get(self._named, f"/Default{kind}") is not None
            for kind in ("Gray", "RGB", "CMYK")
        )

    def named(self, kind: str, name: str) -> Any:
        """A resource as it is."""
        return objects.get(objects.get(self._value, f"/{kind}"), f"/{name}")

    def space(self, name: str) -> colours.Space:
        """A colour space, of the resources or a family."""

        def make(_: Any) -> colours.Space:
            return colours.space(name, self._named)

        return self._once("ColorSpace", name, self._shared.spaces, make) or colours.UNKNOWN

    def device(self, family: str) -> colours.Space:
        """The space of `g`, `rg` and `k`, which `DefaultRGB` and the like replace."""
        return self.space(family) if self._own_devices else colours.DEVICE[family]

    def space_of(self, value: Any) -> colours.Space:
        """The space that an object describes or names."""
        key = objects.key_of(value)
        if key == (0, 0):
            return colours.space(value, self._named)
        if key not in self._shared.spaces:
            self._shared.spaces[key] = colours.space(value, self._named)
        return self._shared.spaces[key]

    def face(self, name: str) -> Face | None:
        """A font; it counts as used from now on."""
        return self._once("Font", name, self._shared.faces, self._used)

    def _used(self, value: Any) -> Face | None:
        return used_face(value, self._shared) if value is not None else None

    def changes(self, name: str, make: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """What an `ExtGState` changes."""
        return self._once("ExtGState", name, self._shared.changes, make) or {}

    def _once(
        self, kind: str, name: str, kept: dict[object, _T], make: Callable[[Any], _T | None]
    ) -> _T | None:
        if (kind, name) in self._made:
            found: _T | None = self._made[kind, name]
            return found
        value = self.named(kind, name)
        key = objects.key_of(value)
        made = kept.get(key) if key != (0, 0) else None
        if made is None:
            made = make(value)
            if made is not None and key != (0, 0):
                kept[key] = made
        self._made[kind, name] = made
        return made


def used_face(value: Any, shared: Shared) -> Face:
    """A font that text is set in."""
    made = read_face(value)
    key = objects.key_of(value)
    shared.fonts.setdefault(key if key != (0, 0) else ("inline", made.font), made.font)
    return made
