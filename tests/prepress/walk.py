"""Every colour a PDF is drawn with, read by pypdf: a second pair of eyes on what we write.

A page is followed through all it draws (forms, patterns, soft masks, glyphs that are drawings),
and through all that its resources hold besides, drawn or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, StreamObject

_DEVICE = {
    b"g": "DeviceGray",
    b"G": "DeviceGray",
    b"rg": "DeviceRGB",
    b"RG": "DeviceRGB",
    b"k": "DeviceCMYK",
    b"K": "DeviceCMYK",
}


class Use(NamedTuple):
    """A colour space that is used."""

    page: int
    """Counted from 1."""
    kind: str
    """`fill`, `stroke`, `image`, `shading`, `group`, `resource`, `gs`."""
    space: str
    """`DeviceCMYK`, `ICCBased 3`, `Separation PANTONE 186 C`; of `gs` what it sets."""
    value: tuple[float, ...] = ()
    """The colour, of `fill` and `stroke`."""
    where: str = "page"
    """`page`, or how it is reached: `form`, `pattern`, `mask`, `glyph`, joined by a stroke."""


@dataclass
class _Walk:
    page: int
    uses: list[Use] = field(default_factory=list)
    met: set[int] = field(default_factory=set)

    def note(self, kind: str, space: str, where: str, value: tuple[float, ...] = ()) -> None:
        self.uses.append(Use(self.page, kind, space, value, where))

    def resources(self, found: Any, where: str) -> None:
        """All that a resource dictionary holds."""
        if found is None or id(found := found.get_object()) in self.met:
            return
        self.met.add(id(found))
        for name, space in _entries(found, "/ColorSpace"):
            self.note("resource", space_name(space), f"{where} {name}")
        for _, thing in _entries(found, "/XObject"):
            self.xobject(thing, where)
        for _, pattern in _entries(found, "/Pattern"):
            if "/Shading" in pattern:
                self.shading(pattern["/Shading"].get_object(), where)
            else:
                self.stream(pattern, f"{where}/pattern")
        for _, shading in _entries(found, "/Shading"):
            self.shading(shading, where)
        for _, state in _entries(found, "/ExtGState"):
            self.state(state, where)
        for _, font in _entries(found, "/Font"):
            if font.get("/Subtype") == "/Type3":
                self.resources(font.get("/Resources"), f"{where}/glyph")
                for _, glyph in _entries(font, "/CharProcs"):
                    self.stream(glyph, f"{where}/glyph", font.get("/Resources"))

    def xobject(self, thing: StreamObject, where: str) -> None:
        if thing.get("/Subtype") == "/Form":
            self.stream(thing, f"{where}/form")
            return
        if not thing.get("/ImageMask"):
            self.note("image", space_name(thing.get("/ColorSpace")), where)
        for key in ("/SMask", "/Mask"):
            inner = thing.get(key)
            if inner is not None and isinstance(inner.get_object(), StreamObject):
                self.xobject(inner.get_object(), f"{where}/mask")

    def shading(self, shading: Any, where: str) -> None:
        if id(shading) not in self.met:
            self.met.add(id(shading))
            self.note("shading", space_name(shading["/ColorSpace"]), where)

    def state(self, state: DictionaryObject, where: str) -> None:
        mask = state.get("/SMask")
        if isinstance(mask, DictionaryObject):
            self.stream(mask["/G"].get_object(), f"{where}/mask")

    def stream(self, thing: StreamObject, where: str, inherited: Any = None) -> None:
        """A form, a pattern, a mask's group, a glyph."""
        if id(thing) in self.met:
            return
        self.met.add(id(thing))
        if "/Group" in thing and "/CS" in thing["/Group"]:
            self.note("group", space_name(thing["/Group"]["/CS"]), where)
        resources = thing.get("/Resources", inherited)
        self.content(ContentStream(thing, None), resources, where)
        self.resources(resources, where)

    def content(self, content: ContentStream, resources: Any, where: str) -> None:
        """The operators that set colours, and what they set; graphics states that are chosen."""
        found = resources.get_object() if resources is not None else DictionaryObject()
        spaces = {False: "DeviceGray", True: "DeviceGray"}
        stack = []
        for operands, operator in content.operations:
            stroke = operator.isupper()
            kind = "stroke" if stroke else "fill"
            if operator == b"q":
                stack.append(dict(spaces))
            elif operator == b"Q" and stack:
                spaces = stack.pop()
            elif operator in _DEVICE:
                spaces[stroke] = _DEVICE[operator]
                self.note(kind, spaces[stroke], where, tuple(float(n) for n in operands))
            elif operator in (b"cs", b"CS"):
                named = dict(_entries(found, "/ColorSpace"))
                spaces[stroke] = space_name(named.get(operands[0], operands[0]))
                self.note(kind, spaces[stroke], where)
            elif operator in (b"sc", b"SC", b"scn", b"SCN"):
                value = tuple(float(n) for n in operands if not isinstance(n, str))
                self.note(kind, spaces[stroke], where, value)
            elif operator == b"gs":
                state = dict(_entries(found, "/ExtGState")).get(operands[0])
                assert state is not None, f"no graphics state {operands[0]}"
                self.note("gs", " ".join(sorted(f"{k}={state[k]}" for k in state)), where)
            elif operator == b"INLINE IMAGE":
                settings = operands["settings"]
                space = settings.get("/CS", settings.get("/ColorSpace"))
                self.note("image", space_name(space), f"{where}/inline")


def _entries(holder: Any, key: str) -> Iterator[tuple[str, Any]]:
    inner = holder.get(key)
    if inner is not None:
        for name, thing in inner.get_object().items():
            yield name, thing.get_object()


def space_name(space: Any) -> str:
    """What a colour space is, with what it stands on: `Indexed DeviceRGB`, `Pattern DeviceCMYK`."""
    if space is None:
        return "none"
    space = space.get_object()
    if isinstance(space, str):
        return {"/RGB": "DeviceRGB", "/G": "DeviceGray", "/CMYK": "DeviceCMYK"}.get(
            space, space[1:]
        )
    family = str(space[0])[1:]
    if family == "ICCBased":
        return f"ICCBased {space[1].get_object()['/N']}"
    if family == "Separation":
        return f"Separation {str(space[1])[1:]} {space_name(space[2])}"
    if family == "DeviceN":
        inks = ", ".join(str(ink)[1:] for ink in space[1].get_object())
        return f"DeviceN {inks} {space_name(space[2])}"
    if family in ("Indexed", "Pattern") and len(space) > 1:
        return f"{family} {space_name(space[1])}"
    return family


def walk(source: Path | PdfReader) -> list[Use]:
    """Every use of a colour space, page by page."""
    reader = source if isinstance(source, PdfReader) else PdfReader(source)
    found: list[Use] = []
    for number, page in enumerate(reader.pages, start=1):
        one = _Walk(number)
        if "/Group" in page and "/CS" in page["/Group"]:
            one.note("group", space_name(page["/Group"]["/CS"]), "page")
        content = page.get_contents()
        if content is not None:
            one.content(content, page.get("/Resources"), "page")
        one.resources(page.get("/Resources"), "page")
        found += one.uses
    return found


RGB = ("RGB", "Lab", "ICCBased 3")
"""What names of colour spaces hold that are not of inks."""


def screen_colours(uses: list[Use], *, images: bool = True) -> list[Use]:
    """Uses of RGB and the like; the plain images among them only where they are asked for."""
    return [
        use
        for use in uses
        if any(name in use.space for name in RGB) and (images or use.kind != "image")
    ]
