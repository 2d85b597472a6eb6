"""A sheet printed on both sides that tells, held to the light, how the printer turns it.

The front has two fields, one above the other, each with two scales. The back has one cross, at the
middle of the upper field as it is sent to the printer. A printer that turns the sheet round its
upright middle, like the page of a book, brings the cross behind the upper field; one that turns it
round its level middle brings it behind the lower one. So the field says which edge the sheet was
turned on: of a sheet that lies on its side, the upright edges are the short ones.

The arms of the cross lie across the scales, and the number there is the one to enter: backs are
moved by it (`Back`), right and up as one sees the back after turning like the page of a book. Seen
through the paper from the front, a cross too far to the right is too far to the left on the back.
"""

from __future__ import annotations

from printshop.i18n import _
from printshop.imposition.strokes import Letters, Pen, as_pdf

REACH = 10
"""The scales, either way, in mm."""
_ARM = 24.0
_SCALE = 17.0
"""From the middle of a field to its scales, in mm."""
_EDGE = 12.0


def draw_test(
    size: tuple[float, float], letters: Letters, name: str, *, manual: bool = False
) -> tuple[bytes, ...]:
    """The test sheet as PDF files: one with front and back, or one of fronts and one of backs.

    Args:
        size: width and height of the sheet as it lies, in mm.
        letters: sets words.
        name: the printer's, for the command that stores what is read.
        manual: two sheets, fronts and backs apart: the numbers of their backs show the order.
    """
    title = _("test sheet for {printer}").format(printer=name)
    if not manual:
        front, back = _front(size, letters, name, 0), _back(size, letters, 0)
        return (as_pdf(size, [front, back], title),)
    fronts = [_front(size, letters, name, sheet) for sheet in (1, 2)]
    backs = [_back(size, letters, sheet) for sheet in (1, 2)]
    return as_pdf(size, fronts, title), as_pdf(size, backs, title)


def fields(size: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """The middles of the upper and the lower field, in mm from the sheet's bottom left."""
    width, height = size
    x = max(_ARM + _EDGE, width * 0.22)
    return (width - x, height * 0.75), (x, height * 0.25)


def edges(size: tuple[float, float]) -> tuple[str, str]:
    """The edge that the sheet was turned on where the cross is in the upper and the lower field."""
    width, height = size
    return ("short-edge", "long-edge") if width > height else ("long-edge", "short-edge")


def _front(size: tuple[float, float], letters: Letters, name: str, sheet: int) -> bytes:
    pen = Pen(letters)
    width, height = size
    _corners(pen, size)
    pen.line(_EDGE, height / 2, width - _EDGE, height / 2, 0.1)
    (upper, lower), flips = fields(size), edges(size)
    captions = [f"--duplex {flip}" for flip in flips]
    if sheet:
        captions = ["--not-turned", "--turned"]
    for middle, caption in zip((upper, lower), captions, strict=True):
        pen.frame(middle[0] - _ARM - 4, middle[1] - _ARM - 8, 2 * _ARM + 8, 2 * _ARM + 12)
        _scales(pen, middle)
        pen.words(caption, middle[0], middle[1] - _ARM - 5, 10, "middle", 2 * _ARM)
    larger = min(max(max(size) / 297, 0.9), 1.4)
    left, beside = _EDGE + 6, lower[0] + _ARM + 10
    for said, x, top, room in (
        (_upper_words(sheet), left, height - _EDGE - 6, upper[0] - _ARM - 10 - left),
        (_lower_words(name, sheet), beside, height / 2 - 6, width - beside - _EDGE),
    ):
        for text, points in said:
            top = pen.paragraph(text, x, top, points * larger, room) - 1.5
    return pen.content


def _upper_words(sheet: int) -> list[tuple[str, float]]:
    heading = _("FRONT")
    if sheet:
        heading = _("FRONT of sheet {n}").format(n=sheet)
    sending = _("Print it at actual size (100 %, no scaling), on both sides of one sheet.")
    if sheet:
        sending = _(
            "Print the fronts at actual size (100 %, no scaling), put the stack in again, and "
            "print the backs."
        )
    shining = _(
        "Hold the sheet to the light, this side towards you and this text upright. A cross "
        "shines through in one of the two fields: its caption says how the printer turns the sheet."
    )
    if sheet:
        shining = _(
            "Hold the sheet to the light, this side towards you and this text upright. A cross "
            "shines through in one of the two fields: its caption says how the stack was put in."
        )
    return [
        (heading, 20),
        (sending, 10),
        (shining, 10),
        (
            _(
                "Read both scales where the arms of the cross lie: the level scale says "
                "--back-right, the upright one --back-up, in mm."
            ),
            10,
        ),
    ]


def _lower_words(name: str, sheet: int) -> list[tuple[str, float]]:
    said = [(_("Then write it down for good, with what you read:"), 10.0)]
    duplex = "" if sheet else " --duplex …"
    said.append((f"printshop printers register {name} --back-right … --back-up …{duplex}", 10.0))
    if sheet:
        turning = _(
            "Add the caption of the field with the cross, --not-turned or --turned; and always put "
            "the stack in the same way."
        )
        order = _(
            "The back has a number too. Where it is {n}, as here, add: --stack as-is. Where it is "
            "another: --stack reversed."
        ).format(n=sheet)
        said += [(turning, 10.0), (order, 10.0)]
    return said


def _back(size: tuple[float, float], letters: Letters, sheet: int) -> bytes:
    pen = Pen(letters)
    width, height = size
    _corners(pen, size)
    (x, y) = width - fields(size)[0][0], height * 0.75
    pen.line(x - _ARM, y, x + _ARM, y, 0.3)
    pen.line(x, y - _ARM, x, y + _ARM, 0.3)
    heading = _("BACK of sheet {n}").format(n=sheet) if sheet else _("BACK")
    pen.words(heading, width / 2, height / 2 - 4, 20, "middle", width / 2)
    if sheet:
        pen.words(str(sheet), x + 5, y + 5, 28)
    return pen.content


def _corners(pen: Pen, size: tuple[float, float]) -> None:
    """Small crosses, the same on both sides: sheets that were fed askew show it."""
    for x in (_EDGE, size[0] - _EDGE):
        for y in (_EDGE, size[1] - _EDGE):
            pen.line(x - 4, y, x + 4, y)
            pen.line(x, y - 4, x, y + 4)


def _scales(pen: Pen, middle: tuple[float, float]) -> None:
    """A level scale over the middle and an upright one left of it, with the numbers to enter."""
    x, y = middle
    above, beside = y + _SCALE, x - _SCALE
    pen.line(x - REACH, above, x + REACH, above)
    pen.line(beside, y - REACH, beside, y + REACH)
    for half in range(-2 * REACH, 2 * REACH + 1):
        at, tick = half / 2, _tick(half)
        pen.line(x + at, above, x + at, above + tick, 0.1)
        pen.line(beside, y + at, beside - tick, y + at, 0.1)
        if half % 10 == 0:  # a cross seen too high is moved down
            pen.words(_signed(at), x + at, above + tick + 0.8, 6, "middle")
            pen.words(_signed(-at), beside - tick - 0.8, y + at - 0.7, 6, "right")


def _tick(half: int) -> float:
    return 3.0 if half % 10 == 0 else 2.0 if half % 2 == 0 else 1.0


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "−") if value else "0"
