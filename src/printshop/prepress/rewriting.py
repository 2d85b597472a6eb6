"""Every content stream of a file, walked once with its graphics state, its colours changed.

Pages are walked by what they draw: forms, patterns, soft masks, glyphs that are drawings. Forms,
patterns and the like are changed once, however often they are drawn; what was met in them counts
for each page that draws them. At last comes what the resources hold and nobody draws.

A stream begins with the colour it finds: a page, a pattern or a mask with black, which is written
out before it is painted with; a form with that of its caller, which has written it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from printshop.i18n import _
from printshop.makeup.resources import resource_dictionaries
from printshop.prepress.functions import floats
from printshop.prepress.inks import Rgb
from printshop.prepress.schemes import Gradient, Masking, Paint, Scheme, uncoloured
from printshop.prepress.shadings import recolour_shading
from printshop.prepress.spaces import CMYK, GREY, RGB, Space, space_of
from printshop.prepress.streams import (
    INLINE_IMAGE,
    instructions,
    numbers_of,
    operands_of,
    written,
)

OVERPRINTS = "InkOver"
"""The graphics state, among the resources, in which black text is painted."""
KNOCKS_OUT = "InkPlain"
"""The one in which all else is."""

_Key = tuple[tuple[int, int], bool]
"""A thing's number in the file, and whether it was met in a soft mask."""


@dataclass
class Seen:
    """What was met in a stream and in all it draws."""

    unknown: dict[Rgb, None] = field(default_factory=dict)
    """Colours that are not in the palette."""
    transparency: dict[str, None] = field(default_factory=dict)
    """What is transparent, in words."""
    spots: dict[str, None] = field(default_factory=dict)
    """Inks besides the four."""
    left: dict[str, None] = field(default_factory=dict)
    """What could not be changed, in words."""
    inherits: list[bool] = field(default_factory=lambda: [False, False])
    """Whether it fills, and strokes, in the colour it finds."""
    open_groups: dict[tuple[int, int], Object] = field(default_factory=dict)
    """Groups that it draws with no more transparency than it finds."""

    def add(self, other: Seen) -> None:
        """Count what a thing that is drawn has."""
        self.unknown |= other.unknown
        self.transparency |= other.transparency
        self.spots |= other.spots
        self.left |= other.left


class _Side:
    """Filling or stroking: the colour in force."""

    __slots__ = ("paint", "pending", "space", "written")

    def __init__(self, paint: Paint | None, space: Space, *, pending: bool) -> None:
        self.paint = paint
        """None for what is not changed, and for a colour that is found."""
        self.space = space
        """That of the source."""
        self.pending = pending
        """Whether it must be written before it is painted with."""
        self.written = b""
        """The operators that set it last; empty where they are not known."""

    def copy(self) -> _Side:
        new = _Side(self.paint, self.space, pending=self.pending)
        new.written = self.written
        return new


class _State:
    """The graphics state, so far as it matters here."""

    __slots__ = ("inherited", "mode", "over", "sides", "veils")

    def __init__(self, sides: tuple[_Side, _Side], inherited: list[bool]) -> None:
        self.sides = sides
        self.inherited = inherited
        """Whether the colour of each side is the one that was found."""
        self.mode = 0
        """Of text: fills, strokes … (ISO 32000-1, table 106)."""
        self.over = False
        """Whether it overprints as written."""
        self.veils: dict[str, str] = {}
        """What makes it transparent, in words, by the key of the graphics state."""

    def copy(self) -> _State:
        new = _State((self.sides[0].copy(), self.sides[1].copy()), list(self.inherited))
        new.mode, new.over, new.veils = self.mode, self.over, self.veils
        return new


class Rewriter:
    """A file whose colours are changed by a scheme; what it holds is changed in place."""

    def __init__(self, pdf: Pdf, scheme: Scheme, *, write: bool = True) -> None:
        """Take a file.

        Args:
            pdf: the file.
            scheme: what colours become.
            write: False only to look.
        """
        self.pdf, self.write = pdf, write
        self.streams = 0
        """How many were changed."""
        in_masks: Scheme = Masking() if write else scheme
        self._schemes = {False: scheme, True: in_masks}
        self._seen: dict[_Key, Seen] = {}
        self._gradients: dict[_Key, Gradient | None] = {}
        self._groups: dict[tuple[int, int], Object] = {}
        self._kept_groups: set[tuple[int, int]] = set()
        self._masks: set[tuple[int, int]] = set()
        self._resources: list[Object] = []
        self._states: dict[str, Object] = {}

    def pages(self) -> list[Seen]:
        """Change all; what was met on each page, in order."""
        result = []
        for page in self.pdf.pages:
            result.append(self._page(page))
        if self.write:
            self._rest()
            self._clean()
        return result

    def scheme(self, *, masked: bool) -> Scheme:
        """What colours become; within a soft mask they are greys."""
        return self._schemes[masked]

    def _page(self, page: pikepdf.Page) -> Seen:
        resources = page.resources
        work = _Stream(self, resources, masked=False)
        content = work.run(page.obj)
        if self.write and content is not None:
            page.obj.Contents = self.pdf.make_stream(content)
            self.streams += 1
        self._tend_page_group(page.obj, work.seen)
        return work.seen

    def _tend_page_group(self, page: Object, seen: Seen) -> None:
        """The page's own group: of use only where something is transparent."""
        device = self._schemes[False].device
        if not self.write or "/Group" not in page or device is None:
            return
        if seen.transparency:
            page.Group.CS = device
        else:
            del page["/Group"]

    def form(self, form: Object, resources: Object, *, masked: bool, found: bool = True) -> Seen:
        """Change a form, pattern or glyph; `resources` are its caller's.

        Args:
            form: its stream.
            resources: those it uses where it has none of its own.
            masked: whether it is within a soft mask.
            found: whether it begins with the colour of its caller.
        """
        key = form.objgen, masked
        if key in self._seen:
            return self._seen[key]
        self._seen[key] = Seen()  # a form that draws itself ends here
        own = form.get("/Resources", resources)
        work = _Stream(self, own, masked=masked, found=found)
        content = work.run(form)
        if self.write and content is not None:
            form.write(content)
            self.streams += 1
        seen = self._seen[key] = work.seen
        if "/Group" in form:
            self._groups[form.objgen] = form
            if seen.transparency:
                self._kept_groups.add(form.objgen)
        return seen

    def keep_groups(self, groups: dict[tuple[int, int], Object]) -> None:
        """These are drawn as a whole that is transparent."""
        self._kept_groups.update(groups)

    def mask(self, mask: Object, resources: Object) -> Seen:
        """Change a soft mask's group into greys."""
        group = mask["/G"]
        self._masks.add(group.objgen)
        before = (group.objgen, True) in self._seen
        seen = self.form(group, resources, masked=True, found=False)
        if self.write and not before:
            space = space_of(group.get("/Group", Dictionary()).get("/CS", Name.DeviceGray))
            if "/BC" in mask and space.kind in ("rgb", "cmyk"):
                paint = self._schemes[True].paint(space, floats(mask.BC))
                if paint is not None:
                    mask.BC = Array([float(paint.values)])
        return seen

    def pattern(self, pattern: Object, resources: Object, *, masked: bool) -> Seen:
        """Change a pattern: tiles or a gradient."""
        if pattern.get("/PatternType") == 2:
            return self.shading(pattern, "/Shading", resources, masked=masked)
        return self.form(pattern, resources, masked=masked, found=False)

    def shading(self, holder: Object, name: str, resources: Object, *, masked: bool) -> Seen:
        """Change the gradient that `holder` calls `name`."""
        seen = Seen()
        if not self.write:
            return seen
        if not holder[name].is_indirect:
            holder[name] = self.pdf.make_indirect(holder[name])
        shading = holder[name]
        key = shading.objgen, masked
        try:
            if key not in self._gradients:
                self._gradients[key] = None
                self._gradients[key] = recolour_shading(
                    self.pdf, shading, resources, self._schemes[masked]
                )
        except (ValueError, KeyError):
            seen.left[_("a gradient")] = None
        gradient = self._gradients[key]
        if gradient is not None:
            seen.unknown = dict.fromkeys(gradient.unknown)
            seen.spots = dict.fromkeys(gradient.spots)
        return seen

    def type3(self, font: Object, resources: Object, *, masked: bool) -> Seen:
        """Change the glyphs of a font of drawings."""
        seen = Seen()
        own = font.get("/Resources", resources)
        self._resources.append(own)
        for glyph in font.get("/CharProcs", Dictionary()).values():
            seen.add(self.form(glyph, own, masked=masked))
        return seen

    def overprint(self, *, on: bool) -> Object:
        """The graphics state that overprints, or that does not."""
        name = OVERPRINTS if on else KNOCKS_OUT
        if name not in self._states:
            self._states[name] = self.pdf.make_indirect(
                Dictionary(Type=Name.ExtGState, OP=on, op=on, OPM=int(on))
            )
        return self._states[name]

    def uncoloured(self, paint: Paint) -> Object:
        """The space of patterns that are painted in such a colour."""
        name = f"Pattern {paint.space}" if paint.device else f"Pattern {paint.space.objgen}"
        if name not in self._states:
            self._states[name] = self.pdf.make_indirect(uncoloured(paint))
        return self._states[name]

    def resource(self, resources: Object, kind: str, name: str, thing: Object) -> str:
        """The name under which `thing` is among the resources: `name`, or one like it."""
        if kind not in resources:
            resources[kind] = Dictionary()
        entries, tried, count = resources[kind], f"/{name}", 1
        while tried in entries and not (
            thing.is_indirect and entries[tried].objgen == thing.objgen
        ):
            tried, count = f"/{name}{count}", count + 1
        entries[tried] = thing
        return tried

    # What nobody draws, and what is no more of use

    def _all_resources(self) -> list[Object]:
        return [*resource_dictionaries(self.pdf), *self._resources]

    def _rest(self) -> None:
        """Change what the resources hold and no page draws."""
        for resources in self._all_resources():
            for thing in resources.get("/XObject", Dictionary()).values():
                if thing.get("/Subtype") == Name.Form and not self._was_met(thing):
                    self.form(thing, resources, masked=False)
            for pattern in resources.get("/Pattern", Dictionary()).values():
                if not self._was_met(pattern):
                    self.pattern(pattern, resources, masked=False)
            shadings = resources.get("/Shading", Dictionary())
            for name in list(shadings.keys()):
                if not self._was_met(shadings[name]):
                    self.shading(shadings, name, resources, masked=False)
            for state in resources.get("/ExtGState", Dictionary()).values():
                mask = state.get("/SMask")
                if isinstance(mask, Dictionary) and "/G" in mask:
                    self.mask(mask, resources)

    def _was_met(self, thing: Object) -> bool:
        met = (self._seen, self._gradients)
        return any((thing.objgen, masked) in known for known in met for masked in (False, True))

    def _clean(self) -> None:
        """Groups, colour spaces and overprinting that are of no more use."""
        device = self._schemes[False].device
        for place, form in self._groups.items():
            if device is None:
                continue
            if place in self._masks:
                form.Group.CS = Name.DeviceGray
            elif place in self._kept_groups:
                form.Group.CS = device
            else:
                del form["/Group"]
        ours = {state.objgen for state in self._states.values()}
        for resources in self._all_resources():
            self._clean_spaces(resources)
            for state in resources.get("/ExtGState", Dictionary()).values():
                for key in ("/OP", "/op", "/OPM"):
                    if key in state and state.objgen not in ours:
                        del state[key]

    def _clean_spaces(self, resources: Object) -> None:
        """Drop colour spaces that no stream names any more."""
        spaces = resources.get("/ColorSpace", Dictionary())
        for name in list(spaces.keys()):
            space = space_of(spaces[name])
            inner = space.base if space.kind == "pattern" else space
            if inner.kind == "other":
                continue
            # plain colours are written by operators that name no space
            if space.kind in ("grey", "rgb", "cmyk", "lab", "indexed") or not self._stays(inner):
                del spaces[name]
        if "/ColorSpace" in resources and not len(spaces):
            del resources["/ColorSpace"]

    def _stays(self, space: Space) -> bool:
        """Whether colours of a space are still written in it."""
        try:
            paint = self._schemes[False].paint(space, space.initial)
        except (ValueError, KeyError):
            return True
        return paint is None or (paint.device and space_of(paint.space).kind == space.kind)


class _Stream:
    """One content stream."""

    def __init__(
        self, book: Rewriter, resources: Object, *, masked: bool, found: bool = False
    ) -> None:
        """Begin one.

        Args:
            book: the file.
            resources: those the stream names.
            masked: whether it is within a soft mask.
            found: whether it begins with the colour of its caller, and not with black.
        """
        self.seen = Seen()
        self._book, self._resources, self._masked = book, resources, masked
        self._scheme = book.scheme(masked=masked)
        black = None if found else self._scheme.paint(GREY, (0.0,))
        sides = [_Side(black, GREY, pending=black is not None) for _ in range(2)]
        self._state = _State((sides[0], sides[1]), [found, found])
        self._stack: list[_State] = []
        self._out: list[bytes] = []
        self._changed = False
        self._marks: list[bool] = []
        self._known: dict[tuple[str, str], str] = {}
        self._paints: dict[bytes, Paint | None] = {}
        self._fonts: set[str] = set()

    def run(self, holder: Object) -> bytes | None:
        """The stream anew; None where it is as it was. What cannot be read is left."""
        try:
            steps = instructions(holder)
        except pikepdf.PdfError:
            self.seen.left[_("a part that cannot be read")] = None
            return None
        out, handlers = self._out, _HANDLERS
        for instruction in steps:
            handler = handlers.get(instruction[1])
            if handler is None:
                out.append(instruction[0] + instruction[1])
            elif handler(self, instruction[0], instruction[1]):
                out.append(written(instruction))
            else:
                self._changed = True
        return b"".join(out).strip() if self._changed else None

    def _write(self, text: bytes) -> None:
        self._changed = True
        self._out.append(b"\n" + text + b"\n" if text else b"")

    def _named(self, kind: str, name: str, thing: Object) -> str:
        """The name of a resource, entered once for this stream."""
        key = kind, name
        if key not in self._known:
            self._known[key] = self._book.resource(self._resources, kind, name, thing)
        return self._known[key]

    def _find(self, kind: str, name: str) -> Object | None:
        """What the resources call `name`."""
        found: Object | None = self._resources.get(kind, Dictionary()).get(name)
        return found

    # The graphics state

    def _save(self, _operands: bytes, _operator: bytes) -> bool:
        self._stack.append(self._state)
        self._state = self._state.copy()
        return True

    def _restore(self, _operands: bytes, _operator: bytes) -> bool:
        if self._stack:
            self._state = self._stack.pop()
        return True

    def _set_mode(self, operands: bytes, _operator: bytes) -> bool:
        self._state.mode = int((numbers_of(operands) or (0,))[0])
        return True

    def _set_state(self, operands: bytes, _operator: bytes) -> bool:
        names = operands_of(operands)
        state = self._find("/ExtGState", str(names[-1])) if names else None
        if state is None:
            return True
        veils = dict(self._state.veils)
        for key, words in _veils(state):
            if words:
                veils[key] = words
                self.seen.transparency[words] = None
            else:
                veils.pop(key, None)
        self._state.veils = veils
        mask = state.get("/SMask")
        if isinstance(mask, Dictionary) and "/G" in mask:
            self.seen.add(self._book.mask(mask, self._resources))
        return True

    # Colours

    def _set_device(self, operands: bytes, operator: bytes) -> bool:
        stroke = operator.isupper()
        side = self._state.sides[stroke]
        side.space = _SPACES[operator.lower()]
        key = operator.lower() + operands
        if key not in self._paints:
            values = numbers_of(operands)
            whole = len(values) == side.space.count
            self._paints[key] = self._scheme.paint(side.space, values) if whole else None
        paint = self._paints[key]
        if paint is None:
            self._set_raw(side, stroke)
            return True
        self._set_paint(side, stroke, paint)
        return False

    def _set_raw(self, side: _Side, stroke: bool) -> None:
        """A colour that stays as it was."""
        side.paint, side.pending, side.written = None, False, b""
        self._state.inherited[stroke] = False

    def _set_paint(self, side: _Side, stroke: bool, paint: Paint) -> None:
        """A colour anew, written unless it is in force already."""
        self._state.inherited[stroke] = False
        side.paint, side.pending = paint, False
        self._note(paint)
        name = ""
        if not paint.device:
            name = self._named("/ColorSpace", _space_name(paint.space), paint.space)
        text = paint.written(stroke, name)
        if text != side.written:
            side.written = text
            self._write(text)

    def _note(self, paint: Paint) -> None:
        if paint.unknown is not None:
            self.seen.unknown[paint.unknown] = None
        if paint.spot:
            self.seen.spots[paint.spot] = None

    def _set_space(self, operands: bytes, operator: bytes) -> bool:
        stroke = operator == b"CS"
        side, names = self._state.sides[stroke], operands_of(operands)
        if not names:
            return True
        side.space = space_of(Name(str(names[-1])), self._resources)
        pattern = side.space.kind == "pattern"
        coloured = side.space.base if pattern else side.space
        paint = None
        if coloured.kind not in ("pattern", "other"):
            paint = self._attempt(coloured, coloured.initial)
        if paint is None:
            self._set_raw(side, stroke)
            return True
        # what is set with the space is black; written when it is painted with
        side.paint, side.pending, side.written = None if pattern else paint, not pattern, b""
        self._state.inherited[stroke] = False
        return False

    def _attempt(self, space: Space, values: tuple[float, ...]) -> Paint | None:
        """A colour anew; None where it stays, or cannot be told."""
        try:
            return self._scheme.paint(space, values)
        except (ValueError, KeyError, IndexError, TypeError):
            self.seen.left[_("a colour")] = None
            return None

    def _set_colour(self, operands: bytes, operator: bytes) -> bool:
        stroke = operator.isupper()
        side, found = self._state.sides[stroke], operands_of(operands)
        if side.space.kind == "pattern":
            return self._set_pattern(side, stroke, operands)
        values = tuple(value for value in found if isinstance(value, float))
        paint = self._attempt(side.space, values) if len(values) == side.space.count else None
        if paint is None:
            if side.space.kind == "inks":
                self.seen.spots |= dict.fromkeys(n for n in side.space.names if n != "All")
            self._set_raw(side, stroke)
            return True
        self._set_paint(side, stroke, paint)
        return False

    def _set_pattern(self, side: _Side, stroke: bool, operands: bytes) -> bool:
        found = operands_of(operands)
        name = str(found[-1]) if found else ""
        pattern = self._find("/Pattern", name)
        if pattern is not None:
            self.seen.add(self._book.pattern(pattern, self._resources, masked=self._masked))
        values = tuple(value for value in found if isinstance(value, float))
        base, space, tint = side.space.base, "/Pattern", b""
        self._set_raw(side, stroke)
        if base.kind == "other":
            return True
        if len(values) == base.count:
            paint = self._attempt(base, values)
            if paint is None:
                return True
            self._note(paint)
            plain = _space_name(paint.space)
            space = self._named("/ColorSpace", f"Pattern{plain}", self._book.uncoloured(paint))
            tint = paint.values + b" "
        cs, scn = (b"CS", b"SCN") if stroke else (b"cs", b"scn")
        tile = Name(name).unparse()
        self._write(b"%s %s %s%s %s" % (Name(space).unparse(), cs, tint, tile, scn))
        return False

    # What leaves ink

    def _flush(self, stroke: bool) -> None:
        """Write the colour, where that has waited."""
        side = self._state.sides[stroke]
        if side.pending and side.paint is not None:
            side.written = b""
            self._set_paint(side, stroke, side.paint)
        elif self._state.inherited[stroke]:
            self.seen.inherits[stroke] = True

    def _overprint(self, wanted: bool) -> None:
        if self._state.over != wanted:
            self._state.over = wanted
            state = self._book.overprint(on=wanted)
            name = self._named("/ExtGState", OVERPRINTS if wanted else KNOCKS_OUT, state)
            self._write(name.encode() + b" gs")

    def _paint(self, _operands: bytes, operator: bytes) -> bool:
        for stroke in _PATHS[operator]:
            self._flush(stroke)
        self._overprint(False)
        return True

    def _show(self, _operands: bytes, _operator: bytes) -> bool:
        sides = _TEXT.get(self._state.mode % 4, ())
        for stroke in sides:
            self._flush(stroke)
        if sides and self._scheme.overprints:
            paints = [self._state.sides[stroke].paint for stroke in sides]
            black = all(paint is not None and paint.black for paint in paints)
            self._overprint(black and not self._state.veils)
        return True

    def _shade(self, operands: bytes, _operator: bytes) -> bool:
        self._overprint(False)
        name = str((operands_of(operands) or [""])[-1])
        if self._find("/Shading", name) is not None:
            shadings = self._resources.Shading
            self.seen.add(self._book.shading(shadings, name, self._resources, masked=self._masked))
        return True

    def _draw(self, operands: bytes, _operator: bytes) -> bool:
        self._overprint(False)
        name = str((operands_of(operands) or [""])[-1])
        thing = self._find("/XObject", name)
        if thing is None:
            return True
        if thing.get("/Subtype") == Name.Image:
            self._draw_image(thing)
        elif thing.get("/Subtype") == Name.Form:
            self._draw_form(thing)
        return True

    def _draw_image(self, image: Object) -> None:
        if image.get("/ImageMask", False):
            self._flush(False)
        if "/SMask" in image:
            self.seen.transparency[_("a picture that is transparent in places")] = None
        if self._book.write and isinstance(image, pikepdf.Stream):
            self._scheme.picture(image)

    def _draw_form(self, form: Object) -> None:
        seen = self._book.form(form, self._resources, masked=self._masked)
        self.seen.add(seen)
        for stroke in (False, True):
            if seen.inherits[stroke]:
                self._flush(stroke)
        groups = {form.objgen: form} if "/Group" in form else seen.open_groups
        if self._state.veils:
            self._book.keep_groups(groups)
        else:
            self.seen.open_groups |= groups

    def _draw_inline(self, _operands: bytes, _operator: bytes) -> bool:
        self._flush(False)
        self._overprint(False)
        if self._book.write:
            self.seen.left[_("a picture within the text of a page")] = None
        return True

    def _set_font(self, operands: bytes, _operator: bytes) -> bool:
        name = str((operands_of(operands) or [""])[0])
        if name not in self._fonts:
            self._fonts.add(name)
            font = self._find("/Font", name)
            if font is not None and font.get("/Subtype") == Name.Type3:
                self.seen.add(self._book.type3(font, self._resources, masked=self._masked))
        return True

    # Marks for readers

    def _begin_mark(self, operands: bytes, operator: bytes) -> bool:
        kept = not self._book.write or self._is_of_use(operands)
        self._marks.append(kept)
        if kept and self._book.write and b"/MCID" in operands:
            self._write(_without_number(operands) + operator)
            return False
        return kept

    def _is_of_use(self, operands: bytes) -> bool:
        """Whether a mark says what letters mean, or what is shown when: a layer."""
        if b"/ActualText" in operands or operands.split()[:1] == [b"/OC"]:
            return True
        names = [name for name in operands_of(operands) if isinstance(name, str)]
        properties = self._find("/Properties", names[-1]) if len(names) == 2 else None
        return properties is not None and "/ActualText" in properties

    def _end_mark(self, _operands: bytes, _operator: bytes) -> bool:
        return self._marks.pop() if self._marks else not self._book.write

    def _mark_point(self, _operands: bytes, _operator: bytes) -> bool:
        return not self._book.write


def _space_name(space: Object) -> str:
    """What resources are to call a space: `InkPANTONE186C`."""
    if isinstance(space, Name):
        return str(space)[1:]
    named = space[1]
    inks = named if isinstance(named, Array) else [named]
    letters = "".join(str(ink) for ink in inks)
    return "Ink" + "".join(c for c in letters if c.isascii() and c.isalnum())


def _without_number(operands: bytes) -> bytes:
    """A mark's operands without the number that a tag tree would find it by."""
    return re.sub(rb"/MCID\s+\d+", b"", operands).strip() + b" "


def _veils(state: Object) -> Iterator[tuple[str, str]]:
    """What of a graphics state makes transparent, in words, by key; no words where it does not."""
    for key in ("/ca", "/CA"):
        if key in state:
            opaque = float(state[key])
            yield (
                key,
                ""
                if opaque >= 1
                else _("opacity {percent} %").format(percent=f"{100 * opaque:.0f}"),
            )
    if "/SMask" in state:
        none = state["/SMask"] == Name("/None")
        yield "/SMask", "" if none else _("a gradient or shape that fades out (soft mask)")
    if "/BM" in state:
        mode = state["/BM"]
        first = mode[0] if isinstance(mode, Array) and len(mode) else mode
        name = str(first).removeprefix("/")
        plain = name in ("Normal", "Compatible")
        yield "/BM", "" if plain else _("blend mode {name}").format(name=name)


_SPACES: dict[bytes, Space] = {b"g": GREY, b"rg": RGB, b"k": CMYK}
_PATHS: dict[bytes, tuple[bool, ...]] = {
    **dict.fromkeys((b"f", b"F", b"f*"), (False,)),
    **dict.fromkeys((b"S", b"s"), (True,)),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), (False, True)),
}
"""Operators that paint a path: whether each fills, strokes."""
_TEXT: dict[int, tuple[bool, ...]] = {0: (False,), 1: (True,), 2: (False, True)}
"""Modes of text, without their clipping."""
_Handler = Callable[[_Stream, bytes, bytes], bool]
"""Whether the instruction stays."""
_HANDLERS: dict[bytes, _Handler] = {
    b"q": _Stream._save,
    b"Q": _Stream._restore,
    b"Tr": _Stream._set_mode,
    b"gs": _Stream._set_state,
    b"cs": _Stream._set_space,
    b"CS": _Stream._set_space,
    b"sh": _Stream._shade,
    b"Do": _Stream._draw,
    b"Tf": _Stream._set_font,
    b"BMC": _Stream._begin_mark,
    b"BDC": _Stream._begin_mark,
    b"EMC": _Stream._end_mark,
    b"MP": _Stream._mark_point,
    b"DP": _Stream._mark_point,
    INLINE_IMAGE: _Stream._draw_inline,
    **dict.fromkeys((b"rg", b"RG", b"g", b"G", b"k", b"K"), _Stream._set_device),
    **dict.fromkeys((b"sc", b"SC", b"scn", b"SCN"), _Stream._set_colour),
    **dict.fromkeys((b"Tj", b"TJ", b"'", b'"'), _Stream._show),
    **dict.fromkeys(_PATHS, _Stream._paint),
}
