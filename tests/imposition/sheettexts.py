"""Text on imposed sheets, read back with pypdf: where the forms lie, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PageObject
from pypdf.generic import (
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
)

from printshop.geometry import pt

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class SheetText:
    """A run of text on a sheet."""

    text: str
    x: float
    """Of the beginning of its baseline, in mm from the sheet's lower left."""
    y: float
    form: str
    """The name of the form it stands in."""
    matrix: Matrix
    """From the space of its page to that of the sheet, in pt."""


def times(one: Matrix, other: Matrix) -> Matrix:
    """The one first, then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t,
        e * q + f * s + u,
    )  # fmt: skip


def forms(page: PageObject) -> Iterator[tuple[str, StreamObject, Matrix]]:
    """Each form that the sheet shows, by its name, with the matrix in force."""
    known = page["/Resources"]["/XObject"]  # type: ignore[index]
    at: Matrix = (1, 0, 0, 1, 0, 0)
    kept: list[Matrix] = []
    for operands, operator in ContentStream(page["/Contents"], None).operations:
        if operator == b"q":
            kept.append(at)
        elif operator == b"Q":
            at = kept.pop()
        elif operator == b"cm":
            at = times(tuple(map(float, operands)), at)  # type: ignore[arg-type]
        elif operator == b"Do":
            assert isinstance(known, DictionaryObject)
            form = known[operands[0]]
            assert isinstance(form, StreamObject)
            yield str(operands[0]), form, at


def sheet_texts(page: PageObject) -> list[SheetText]:
    """The runs of text of a sheet."""
    return [text for form in forms(page) for text in _texts(page, *form)]


def page_texts(page: PageObject) -> list[SheetText]:
    """The runs of text of a page, read as if it were a form: pypdf cuts runs in the same places."""
    form = DecodedStreamObject()
    contents = page.get_contents()
    assert contents is not None
    form.set_data(contents.get_data())
    form[NameObject("/Resources")] = page["/Resources"]
    return _texts(page, "", form, (1, 0, 0, 1, 0, 0))


def _texts(page: PageObject, name: str, form: StreamObject, matrix: Matrix) -> list[SheetText]:
    found: list[SheetText] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip() and font:
            *_, x, y = times(times(tuple(tm), tuple(cm)), matrix)  # type: ignore[arg-type]
            found.append(SheetText(text.strip(), x / pt(1), y / pt(1), name, matrix))

    page.extract_xform_text(form, visitor_text=visit)  # type: ignore[arg-type]
    return found
