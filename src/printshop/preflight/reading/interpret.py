"""Content streams of pages read as marks (ISO 32000-1, 8 and 9).

The operators of a page are followed with the state that they set, into forms and patterns. What a
file has wrong is left out; how much is read is limited.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from printshop.geometry import Box
from printshop.pdf import functions, matrices, objects
from printshop.pdf.matrices import Matrix
from printshop.preflight.model import Group, Mark, MarkKind, Paint, Picture
from printshop.preflight.reading import colours, lexer, paths, state
from printshop.preflight.reading.lexer import NameToken, Operator, Shown
from printshop.preflight.reading.paths import Path, Polygon, Rect
from printshop.preflight.reading.state import Pen, Resources, Shared, State, TooLongError

_MOST_DEPTH = 24
"""Forms in forms."""
_COST_OF_A_FORM = 20
"""Operators that could be read in the time."""
_MOST_SAVED = 2_000
_MOST_MARKS = 200_000
_MOST_CLIPS = 32
_NOTHING: Rect = (1e9, 1e9, -1e9, -1e9)
_BAD_OPERANDS = (TypeError, ValueError, IndexError, AttributeError, KeyError, ArithmeticError)
_SHOWN_SAMPLES = 5
_FLOAT = {float}


class Interpreter:
    """One page's contents."""

    def __init__(self, shared: Shared, clip: Rect, user_unit: float) -> None:
        self.marks: list[Mark] = []
        self.groups: dict[Group, None] = {}
        self.unreadable = False
        """Whether a stream could not be decoded to its end."""
        self._shared = shared
        self._user_unit = user_unit
        self._state = State(matrices.IDENTITY, clip)
        self._saved: list[State] = []
        self._resources = Resources(None, shared)
        self._base = matrices.IDENTITY
        self._forms: tuple[str, ...] = ()
        self._open: set[tuple[int, int]] = set()
        self._path = Path()
        self._clipping = False
        self._text_clip: Rect | None = None
        self._left = state.MOST_OPERATORS
        self._operators = self._handlers()

    def read(self, contents: Iterable[Operator], resources: Resources) -> None:
        """Follow the operators.

        Raises:
            TooLongError: there are more of them than can be read.

        """
        self._resources = resources
        known = self._operators
        for name, operands in contents:
            self._count(1)
            handle = known.get(name)
            if handle is not None:
                try:
                    handle(operands)
                except _BAD_OPERANDS:
                    continue

    def _count(self, operators: int) -> None:
        self._left -= operators
        self._shared.operators_left -= operators
        if self._left < 0 or self._shared.operators_left < 0:
            raise TooLongError

    # State

    def _save(self, _: list[Any]) -> None:
        if len(self._saved) < _MOST_SAVED:
            self._saved.append(self._state)
            self._state = self._state.copied()

    def _restore(self, _: list[Any]) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _transform(self, operands: list[Any]) -> None:
        made = matrices.times(matrices.matrix(_floats(operands, 6)), self._state.ctm)
        if paths.sane(made):
            self._state.ctm = made

    def _line_width(self, operands: list[Any]) -> None:
        self._state.line_width = abs(_floats(operands, 1)[0])

    def _cap(self, operands: list[Any]) -> None:
        self._state.cap = int(_floats(operands, 1)[0])

    def _set_all(self, operands: list[Any]) -> None:
        here = self._state
        for key, value in self._resources.changes(str(operands[-1]), self._changes).items():
            if key == "fill_overprint":
                here.fill.overprint = value
            elif key == "stroke_overprint":
                here.stroke.overprint = value
            elif key == "fill_alpha":
                here.fill.alpha = value
            elif key == "stroke_alpha":
                here.stroke.alpha = value
            elif key == "mask_group":
                self.groups.update({value: None} if value else {})
            else:
                setattr(here, key, value)

    def _changes(self, value: Any) -> dict[str, Any]:
        """What a graphics state dictionary sets, by the names of `State`."""
        result: dict[str, Any] = {}
        there = set(objects.keys(value))
        if "/OP" in there:
            result["stroke_overprint"] = objects.truth(objects.get(value, "/OP"))
            result["fill_overprint"] = result["stroke_overprint"]
        if "/op" in there:
            result["fill_overprint"] = objects.truth(objects.get(value, "/op"))
        for key, name in (("/OPM", "overprint_mode"), ("/LC", "cap")):
            if key in there:
                result[name] = int(objects.number(objects.get(value, key)))
        for key, name in (("/ca", "fill_alpha"), ("/CA", "stroke_alpha"), ("/LW", "line_width")):
            if key in there:
                result[name] = abs(objects.number(objects.get(value, key), 1.0))
        if "/BM" in there:
            blend = objects.get(value, "/BM")
            names = [objects.name(b) for b in objects.items(blend)] or [objects.name(blend)]
            result["blend"] = "Normal" if names[0] in ("", "Compatible") else names[0]
        if "/SMask" in there:
            mask = objects.get(value, "/SMask")
            result["soft_mask"] = bool(objects.keys(mask))
            result["mask_group"] = group_of(objects.get(mask, "/G"), "SMask")
        if "/Font" in there:
            font = objects.items(objects.get(value, "/Font"))
            if len(font) == 2:
                result["face"] = state.used_face(font[0], self._shared)
                result["size"] = objects.number(font[1])
        return result

    def _note_group(self, form: Any, name: str) -> bool:
        """Note a form's transparency group; whether it is one."""
        found = group_of(form, name)
        if found is not None:
            self.groups[found] = None
        return found is not None

    # Colours

    def _device(self, family: str, channels: int, stroke: bool, operands: list[Any]) -> None:
        space = self._resources.device(family)
        values = _floats(operands, channels)
        self._set_pen(stroke, space, space.paint(values))

    def _choose_space(self, stroke: bool, operands: list[Any]) -> None:
        space = self._resources.space(str(operands[-1]))
        self._set_pen(stroke, space, space.initial())

    def _choose_colour(self, stroke: bool, operands: list[Any]) -> None:
        pen = self._state.stroke if stroke else self._state.fill
        if operands and isinstance(operands[-1], NameToken):
            self._choose_pattern(pen, str(operands[-1]), _all_floats(operands[:-1]))
            return
        values = _all_floats(operands)
        count = pen.space.channels
        self._set_pen(stroke, pen.space, pen.space.paint(values[-count:] if count else values))

    def _set_pen(self, stroke: bool, space: colours.Space, paint: Paint) -> None:
        pen = self._state.stroke if stroke else self._state.fill
        pen.space, pen.paint = space, paint
        pen.pattern, pen.kind = None, None

    def _choose_pattern(self, pen: Pen, name: str, values: tuple[float, ...]) -> None:
        found = self._resources.named("Pattern", name)
        pen.pattern, pen.kind = None, None
        if objects.number(objects.get(found, "/PatternType")) == 2:
            pen.kind = "shading"
            pen.paint = self._shading_paint(objects.get(found, "/Shading"))
        elif objects.number(objects.get(found, "/PaintType")) == 2 and pen.space.base:
            pen.paint = pen.space.base.paint(values)
        else:
            pen.paint = Paint("Pattern")
            pen.pattern, pen.pattern_name = found, name

    def _shading_paint(self, shading: Any) -> Paint:
        """A shading's colour where it has most ink."""
        space = self._resources.space_of(objects.get(shading, "/ColorSpace"))
        domain = objects.numbers(objects.get(shading, "/Domain")) or (0.0, 1.0)
        function = functions.function(objects.get(shading, "/Function"))
        found: list[Paint] = []
        if function is not None and len(domain) >= 2:
            for step in range(_SHOWN_SAMPLES):
                t = domain[0] + (domain[1] - domain[0]) * step / (_SHOWN_SAMPLES - 1)
                inputs = [t] if len(domain) == 2 else [t, domain[2]]
                values = function(inputs)
                if values is not None:
                    found.append(space.paint(values))
        if not found:
            channels = space.channels if space.family == "ICCBased" else 0
            return Paint(space.family, (), space.colorants, channels)
        return max(found, key=lambda paint: sum(paint.inks or ()))

    # Paths

    def _move(self, operands: list[Any]) -> None:
        x, y = _floats(operands, 2)
        self._path.move(paths.applied(self._state.ctm, x, y))

    def _line(self, operands: list[Any]) -> None:
        x, y = _floats(operands, 2)
        self._path.line(paths.applied(self._state.ctm, x, y))

    def _curve_to(self, operands: list[Any]) -> None:
        self._curve(_floats(operands, 6))

    def _curve_from_here(self, operands: list[Any]) -> None:
        numbers, ctm = _floats(operands, 4), self._state.ctm
        c, d = (paths.applied(ctm, *numbers[i : i + 2]) for i in (0, 2))
        self._path.curve(self._path.at, c, d)

    def _curve_to_end(self, operands: list[Any]) -> None:
        numbers = _floats(operands, 4)
        self._curve([*numbers, *numbers[2:]])

    def _curve(self, numbers: Sequence[float]) -> None:
        a, b, c, d, e, f = self._state.ctm
        x1, y1, x2, y2, x3, y3 = numbers
        self._path.curve(
            (a * x1 + c * y1 + e, b * x1 + d * y1 + f),
            (a * x2 + c * y2 + e, b * x2 + d * y2 + f),
            (a * x3 + c * y3 + e, b * x3 + d * y3 + f),
        )

    def _close(self, _: list[Any]) -> None:
        self._path.close()

    def _rectangle(self, operands: list[Any]) -> None:
        x, y, width, height = _floats(operands, 4)
        corners = paths.corners_of(self._state.ctm, (x, y, x + width, y + height))
        self._path.rectangle(corners)

    def _clip(self, _: list[Any]) -> None:
        self._clipping = True

    def _paint(
        self, fill: bool, stroke: bool, close: bool, even_odd: bool, _operands: list[Any]
    ) -> None:
        if close:
            self._path.close()
        polygons = self._path.polygons()
        self._path = Path()
        if polygons and fill:
            self._fill(polygons, even_odd)
        if polygons and stroke:
            self._stroke(polygons)
        if self._clipping:
            self._clipping = False
            self._clip_to(polygons)

    def _fill(self, polygons: tuple[Polygon, ...], even_odd: bool) -> None:
        rect = paths.rect_of(point for polygon in polygons for point in polygon)
        self._put("fill", rect, self._state.fill, outline=polygons, even_odd=even_odd)

    def _stroke(self, polygons: tuple[Polygon, ...]) -> None:
        here = self._state
        width = paths.stroke_width(here.line_width, here.ctm, polygons)
        rect = paths.stroked(polygons, width, here.cap)
        self._put("stroke", rect, here.stroke, outline=polygons, width=width * self._user_unit)

    def _clip_to(self, polygons: tuple[Polygon, ...]) -> None:
        here = self._state
        if not polygons:
            here.clip = _NOTHING
            return
        rect = paths.rect_of(point for polygon in polygons for point in polygon)
        here.clip = paths.common(here.clip, rect) or _NOTHING
        straight = len(polygons) == 1 and paths.is_rectangle(polygons[0])
        if not straight and len(here.clips) < _MOST_CLIPS:
            here.clips = (*here.clips, polygons)

    # Marks

    def _put(self, kind: MarkKind, rect: Rect, pen: Pen, **facts: Any) -> None:
        """Note a mark that is painted by a pen, and what is in its pattern."""
        if not pen.space.prints:
            return
        if pen.kind is not None and kind != "text":
            kind = pen.kind
        if pen.pattern is None:
            self._add(kind, rect, pen, pen.paint, **facts)
            return
        visible = _within(rect, self._state.clip)
        if visible is None:
            return
        inner, single = self._tile(pen, visible, facts.get("outline", ()))
        inks = {m.paint.inks for m in inner if m.paint} if inner else set()
        plain = inks.pop() if len(inks) == 1 and all(m.paint for m in inner) else None
        if single is not None:
            rect = _within(rect, single) or rect
        self._add(kind, rect, pen, Paint("Pattern", inks=plain), **facts)
        self.marks += inner

    def _add(self, kind: MarkKind, rect: Rect, pen: Pen, paint: Paint | None, **facts: Any) -> None:
        here = self._state
        box = _within(rect, here.clip)
        if box is None:
            return
        if len(self.marks) >= _MOST_MARKS:
            raise TooLongError
        self.marks.append(
            Mark(
                kind=kind,
                box=Box(*box),
                paint=paint,
                whole=None if box == rect else Box(*rect),
                overprint=pen.overprint,
                overprint_mode=here.overprint_mode,
                alpha=pen.alpha * here.group_alpha,
                blend=here.blend if here.blend != "Normal" else here.group_blend,
                soft_mask=here.soft_mask or here.group_mask,
                forms=self._forms,
                clips=here.clips,
                **facts,
            )
        )

    # Forms, patterns, images, shadings

    def _draw(self, operands: list[Any]) -> None:
        name = str(operands[-1])
        found = self._resources.named("XObject", name)
        kind = objects.name(objects.get(found, "/Subtype"))
        if kind == "Image":
            self._image(name, found)
        elif kind == "Form":
            self._form(name, found)

    def _form(self, name: str, form: Any) -> None:
        here = self._state.copied()
        made = matrices.times(
            matrices.matrix(objects.numbers(objects.get(form, "/Matrix"))), here.ctm
        )
        if not paths.sane(made):
            return
        if self._note_group(form, name):
            here.group_alpha *= here.fill.alpha
            here.group_blend = here.blend if here.blend != "Normal" else here.group_blend
            here.group_mask = here.group_mask or here.soft_mask
            here.fill.alpha = here.stroke.alpha = 1.0
            here.blend, here.soft_mask = "Normal", False
        here.ctm = made
        self._inside(name, form, here)

    def _inside(self, name: str, form: Any, start: State) -> None:
        """Read a stream of its own, in a state that begins as `start`."""
        key = objects.key_of(form)
        if len(self._forms) >= _MOST_DEPTH or (key != (0, 0) and key in self._open):
            return
        self._count(_COST_OF_A_FORM)
        own = objects.get(form, "/Resources")
        outside = (
            self._state, self._saved, self._resources, self._base,
            self._forms, self._path, self._clipping, self._text_clip,
        )  # fmt: skip
        resources = self._resources if own is None else Resources(own, self._shared)
        self._open.add(key)
        self._state, self._saved, self._base = start, [], start.ctm
        self._forms = (*self._forms, name)
        self._path, self._clipping, self._text_clip = Path(), False, None
        try:
            box = objects.box(objects.get(form, "/BBox"))
            if box is not None:
                rect = (box.left, box.bottom, box.right, box.top)
                self._clip_to((paths.corners_of(start.ctm, rect),))
            if self._state.clip != _NOTHING:
                self.read(self._contents(key, form), resources)
        finally:
            self._open.discard(key)
            (
                self._state, self._saved, self._resources, self._base,
                self._forms, self._path, self._clipping, self._text_clip,
            ) = outside  # fmt: skip

    def _contents(self, key: tuple[int, int], form: Any) -> Iterable[Operator]:
        if key in self._shared.contents:
            return self._shared.contents[key]
        try:
            data = self._shared.contents_of(form)
        except objects.UnreadableError:
            self.unreadable = True
            return ()
        if not objects.ends(form, state.MOST_BYTES):
            self.unreadable = True
            return lexer.operators(data)
        if len(data) > 200_000 or key == (0, 0):
            return lexer.operators(data)
        read = list(lexer.operators(data))
        self._shared.keep_contents(key, read)
        return read

    def _tile(
        self, pen: Pen, visible: Rect, outline: tuple[Polygon, ...]
    ) -> tuple[list[Mark], Rect | None]:
        """Marks of one tile of the pattern that fills `visible`; where it is, if it is the only."""
        cell = objects.box(objects.get(pen.pattern, "/BBox"))
        made = matrices.matrix(objects.numbers(objects.get(pen.pattern, "/Matrix")))
        made = matrices.times(made, self._base)
        if cell is None or not paths.sane(made):
            return [], None
        steps = [objects.number(objects.get(pen.pattern, key)) for key in ("/XStep", "/YStep")]
        rect = (cell.left, cell.bottom, cell.right, cell.top)
        place = _tile_place(rect, steps, made, visible)
        if place is None:
            return [], None
        column, row, single = place
        shift = (1.0, 0.0, 0.0, 1.0, column * steps[0], row * steps[1])
        start = State(matrices.times(shift, made), visible, self._state.clips)
        start.group_alpha = pen.alpha * self._state.group_alpha
        start.group_blend = self._state.blend
        start.group_mask = self._state.soft_mask or self._state.group_mask
        if outline and not (len(outline) == 1 and paths.is_rectangle(outline[0])):
            start.clips = (*start.clips, outline)
        before, self.marks = self.marks, []
        try:
            self._inside(pen.pattern_name, pen.pattern, start)
            inner = self.marks
        finally:
            self.marks = before
        return inner, paths.placed(start.ctm, rect) if single else None

    def _image(self, name: str, image: Any) -> None:
        key = objects.key_of(image)
        picture = self._shared.pictures.get(key)
        if picture is None:
            picture = self._picture(name, key, image)
            self._shared.pictures[key] = picture
        self._set_image(picture)

    def _inline_image(self, operands: list[Any]) -> None:
        facts = operands[0]
        mask = facts.get("IM", facts.get("ImageMask")) is True
        given = facts.get("CS", facts.get("ColorSpace"))
        space = colours.UNKNOWN
        if isinstance(given, list):  # an indexed one, with its table
            space = self._resources.space(str(given[1])) if len(given) > 1 else space
            space = colours.Space("Indexed", 1, base=space)
        elif given is not None:
            short = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}
            space = self._resources.space(short.get(str(given), str(given)))
        filters = facts.get("F", facts.get("Filter", []))
        filters = filters if isinstance(filters, list) else [filters]
        picture = Picture(
            name="",
            key=(0, 0),
            width=int(facts.get("W", facts.get("Width"))),
            height=int(facts.get("H", facts.get("Height"))),
            bits=1 if mask else int(facts.get("BPC", facts.get("BitsPerComponent", 8))),
            space="" if mask else space.family,
            base=space.base.family if space.base and space.family == "Indexed" else "",
            channels=1 if mask else space.channels,
            colorants=() if mask else space.all_colorants,
            mask=mask,
            filters=tuple(str(f) for f in filters[:8]),
            interpolate=facts.get("I", facts.get("Interpolate")) is True,
        )
        self._shared.pictures.setdefault(picture, picture)
        self._set_image(picture)

    def _picture(self, name: str, key: tuple[int, int], image: Any) -> Picture:
        def number(entry: str) -> int:
            return int(objects.number(objects.get(image, entry)))

        mask = objects.truth(objects.get(image, "/ImageMask"))
        given = objects.get(image, "/ColorSpace")
        space = colours.UNKNOWN if mask else self._resources.space_of(given)
        filters = objects.get(image, "/Filter")
        names = [objects.name(f) for f in objects.items(filters)] or [objects.name(filters)]
        soft = objects.get(image, "/SMask") is not None or number("/SMaskInData") > 0
        return Picture(
            name=name,
            key=key,
            width=number("/Width"),
            height=number("/Height"),
            bits=1 if mask else number("/BitsPerComponent"),
            space=space.family,
            base=space.base.family if space.base and space.family == "Indexed" else "",
            channels=1 if mask else space.channels,
            colorants=space.all_colorants,
            profile=space.profile,
            mask=mask,
            soft_mask=soft,
            filters=tuple(n for n in names[:8] if n),
            interpolate=objects.truth(objects.get(image, "/Interpolate")),
        )

    def _set_image(self, picture: Picture) -> None:
        ctm = self._state.ctm
        rect = paths.placed(ctm, (0.0, 0.0, 1.0, 1.0))
        across, down = (length * self._user_unit / 72 for length in paths.scales(ctm))
        if not across or not down or rect[0] == rect[2] or rect[1] == rect[3]:
            return
        ppi = (picture.width / across, picture.height / down)
        pen = self._state.fill
        if picture.mask:
            self._put("mask", rect, pen, picture=picture, ppi=ppi, matrix=ctm)
        else:
            self._add("image", rect, pen, None, picture=picture, ppi=ppi, matrix=ctm)

    def _shade(self, operands: list[Any]) -> None:
        shading = self._resources.named("Shading", str(operands[-1]))
        rect = self._state.clip
        box = objects.box(objects.get(shading, "/BBox"))
        if box is not None:
            within = paths.placed(self._state.ctm, (box.left, box.bottom, box.right, box.top))
            rect = paths.common(rect, within) or _NOTHING
        if rect != _NOTHING:
            self._add("shading", rect, self._state.fill, self._shading_paint(shading))

    # Text

    def _begin_text(self, _: list[Any]) -> None:
        self._state.line = self._state.text = matrices.IDENTITY

    def _end_text(self, _: list[Any]) -> None:
        if self._text_clip is not None:
            self._state.clip = paths.common(self._state.clip, self._text_clip) or _NOTHING
            self._text_clip = None

    def _font(self, operands: list[Any]) -> None:
        self._state.face = self._resources.face(str(operands[-2]))
        self._state.size = _floats(operands, 1)[0]

    def _number_of_state(self, name: str, scale: float, operands: list[Any]) -> None:
        setattr(self._state, name, _floats(operands, 1)[0] * scale)

    def _render_mode(self, operands: list[Any]) -> None:
        self._state.render_mode = int(_floats(operands, 1)[0]) & 7

    def _next_line(self, operands: list[Any]) -> None:
        x, y = _floats(operands, 2)
        made = matrices.times((1.0, 0.0, 0.0, 1.0, x, y), self._state.line)
        if paths.sane(made):
            self._state.line = self._state.text = made

    def _next_line_leading(self, operands: list[Any]) -> None:
        self._state.leading = -_floats(operands, 1)[0]
        self._next_line(operands)

    def _next_line_as_before(self, _: list[Any]) -> None:
        self._next_line([0.0, -self._state.leading])

    def _text_matrix(self, operands: list[Any]) -> None:
        made = matrices.matrix(_floats(operands, 6))
        self._state.line = self._state.text = made

    def _show_string(self, operands: list[Any]) -> None:
        self._show(operands[-1], 0.0)

    def _show_moved(self, operands: list[Any]) -> None:
        shown: Shown = operands[-1]
        self._show(shown.codes, shown.moved)

    def _show_on_next_line(self, operands: list[Any]) -> None:
        self._next_line_as_before(operands)
        self._show(operands[-1], 0.0)

    def _show_spaced(self, operands: list[Any]) -> None:
        self._state.word_space, self._state.letter_space = _floats(operands[:-1], 2)
        self._show_on_next_line(operands)

    def _show(self, codes: bytes, moved: float) -> None:
        here, face = self._state, self._state.face
        if face is None or not isinstance(codes, bytes):
            return
        run = face.run(codes)
        size = here.size
        along = (
            run.width * size
            + run.glyphs * here.letter_space
            + run.spaces * here.word_space
            - moved / 1000 * size
        )
        if face.down:
            along = -(run.glyphs * (size - here.letter_space) + moved / 1000 * size)
            rect = (-size / 2, along, size / 2, 0.0)
            advance = (1.0, 0.0, 0.0, 1.0, 0.0, along)
        else:
            along *= here.stretch
            low, high = face.descent * size + here.rise, face.ascent * size + here.rise
            rect = (0.0, low, along, high)
            advance = (1.0, 0.0, 0.0, 1.0, along, 0.0)
        made = matrices.times(here.text, here.ctm)
        here.text = matrices.times(advance, here.text)
        if run.glyphs and paths.sane(made):
            printed = abs(size) * face.scale * paths.upright_scale(made) * self._user_unit
            self._put_text(paths.placed(made, rect), face.text(codes), printed)

    def _put_text(self, rect: Rect, said: str, size: float) -> None:
        here = self._state
        pen = here.stroke if here.render_mode in (1, 5) else here.fill
        assert here.face is not None
        facts: dict[str, Any] = {"size": size, "text": said, "font": here.face.font}
        mode = here.render_mode
        if mode in (3, 7):
            self._add("text", rect, pen, pen.paint, render_mode=3, **facts)
        else:
            self._put("text", rect, pen, render_mode=mode & 3, **facts)
        if mode >= 4:
            both = [r for r in (self._text_clip, rect) if r]
            points = [(r[i], r[i + 1]) for r in both for i in (0, 2)]
            self._text_clip = paths.rect_of(points)

    def _handlers(self) -> dict[str, Callable[[list[Any]], None]]:
        """What each operator does."""

        def colour(family: str, channels: int, stroke: bool) -> Callable[[list[Any]], None]:
            return lambda operands: self._device(family, channels, stroke, operands)

        def paint(
            fill: bool = False, stroke: bool = False, close: bool = False, even_odd: bool = False
        ) -> Callable[[list[Any]], None]:
            return lambda operands: self._paint(fill, stroke, close, even_odd, operands)

        def number(name: str, scale: float = 1.0) -> Callable[[list[Any]], None]:
            return lambda operands: self._number_of_state(name, scale, operands)

        return {
            "q": self._save,
            "Q": self._restore,
            "cm": self._transform,
            "w": self._line_width,
            "J": self._cap,
            "gs": self._set_all,
            "g": colour("DeviceGray", 1, False),
            "G": colour("DeviceGray", 1, True),
            "rg": colour("DeviceRGB", 3, False),
            "RG": colour("DeviceRGB", 3, True),
            "k": colour("DeviceCMYK", 4, False),
            "K": colour("DeviceCMYK", 4, True),
            "cs": lambda operands: self._choose_space(False, operands),
            "CS": lambda operands: self._choose_space(True, operands),
            "sc": lambda operands: self._choose_colour(False, operands),
            "scn": lambda operands: self._choose_colour(False, operands),
            "SC": lambda operands: self._choose_colour(True, operands),
            "SCN": lambda operands: self._choose_colour(True, operands),
            "m": self._move,
            "l": self._line,
            "c": self._curve_to,
            "v": self._curve_from_here,
            "y": self._curve_to_end,
            "h": self._close,
            "re": self._rectangle,
            "W": self._clip,
            "W*": self._clip,
            "n": paint(),
            "f": paint(fill=True),
            "F": paint(fill=True),
            "f*": paint(fill=True, even_odd=True),
            "S": paint(stroke=True),
            "s": paint(stroke=True, close=True),
            "B": paint(fill=True, stroke=True),
            "B*": paint(fill=True, stroke=True, even_odd=True),
            "b": paint(fill=True, stroke=True, close=True),
            "b*": paint(fill=True, stroke=True, close=True, even_odd=True),
            "Do": self._draw,
            "BI": self._inline_image,
            "sh": self._shade,
            "BT": self._begin_text,
            "ET": self._end_text,
            "Tf": self._font,
            "Tc": number("letter_space"),
            "Tw": number("word_space"),
            "Tz": number("stretch", 0.01),
            "TL": number("leading"),
            "Ts": number("rise"),
            "Tr": self._render_mode,
            "Td": self._next_line,
            "TD": self._next_line_leading,
            "T*": self._next_line_as_before,
            "Tm": self._text_matrix,
            "Tj": self._show_string,
            "TJ": self._show_moved,
            "'": self._show_on_next_line,
            '"': self._show_spaced,
        }


def group_of(holder: Any, name: str = "") -> Group | None:
    """The transparency group of a page or a form; None where it is none."""
    group = objects.get(holder, "/Group")
    if objects.name(objects.get(group, "/S")) != "Transparency":
        return None
    given = objects.get(group, "/CS")
    space = colours.space(given) if given is not None else colours.UNKNOWN
    family = space.family
    if family == "ICCBased" and space.channels == 3:
        family = "ICCBased RGB"
    return Group(family, name)


def _floats(operands: Sequence[Any], count: int) -> tuple[float, ...]:
    """The last operands, which must be numbers."""
    values = tuple(operands[-count:])
    if len(values) != count or not _FLOAT.issuperset(map(type, values)):
        raise ValueError(count)
    return values


def _all_floats(operands: Sequence[Any]) -> tuple[float, ...]:
    return tuple(v for v in operands if isinstance(v, float))


def _within(rect: Rect, clip: Rect) -> Rect | None:
    """What shows of a rectangle; None where nothing does, or an edge only."""
    shown = paths.common(rect, clip)
    if shown is None:
        return None
    narrowed = shown[0] == shown[2] and rect[0] != rect[2]
    flattened = shown[1] == shown[3] and rect[1] != rect[3]
    return None if narrowed or flattened else shown


def _tile_place(
    cell: Rect, steps: Sequence[float], made: Matrix, visible: Rect
) -> tuple[int, int, bool] | None:
    """Column and row of a tile that shows, the middle one of many, and whether it is the only."""
    area = made[0] * made[3] - made[1] * made[2]
    if not area:
        return None
    a, b, c, d, e, f = made
    back: Matrix = (
        d / area,
        -b / area,
        -c / area,
        a / area,
        (c * f - d * e) / area,
        (b * e - a * f) / area,
    )
    if not paths.sane(back):
        return None
    seen = paths.placed(back, visible)
    found = []
    for axis in (0, 1):
        step = abs(steps[axis])
        if not step:
            found.append((0, 0))
            continue
        sign = math.copysign(1, steps[axis])
        first = math.floor((seen[axis] - cell[axis + 2]) / step + 1e-6) + 1
        last = math.ceil((seen[axis + 2] - cell[axis]) / step - 1e-6) - 1
        if first > last:
            return None
        found.append((int(sign * first), int(sign * last)))
    (left, right), (low, high) = found
    return (left + right) // 2, (low + high) // 2, left == right and low == high


def _page_streams(contents: Any) -> Iterator[Any]:
    if objects.items(contents):
        yield from objects.items(contents)
    elif contents is not None:
        yield contents


def page_data(contents: Any, shared: Shared) -> tuple[bytes, bool]:
    """A page's content streams as one, and whether all of them could be decoded to their end.

    Raises:
        TooLongError: they are too long, with those of other pages.

    """
    parts, whole = list[bytes](), True
    for stream in _page_streams(contents):
        try:
            parts.append(shared.contents_of(stream))
            whole = whole and objects.ends(stream, state.MOST_BYTES)
        except objects.UnreadableError:
            whole = False
    return b"\n".join(parts), whole
