"""A fragment's structure elements, read once so that they can be mended as plain objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf


@dataclass(eq=False)
class Element:
    """A structure element and what is in it, in reading order (ISO 32000-1, 14.7.2).

    Kids that are no elements are marked-content numbers and object references (OBJR).
    """

    object: pikepdf.Object
    kind: str
    kids: list[Element | pikepdf.Object | int] = field(default_factory=list)
    changed: bool = False

    @property
    def elements(self) -> list[Element]:
        """The kids that are elements."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def references(self) -> list[pikepdf.Object]:
        """The kids that tie annotations to this element."""
        return [kid for kid in self.kids if not isinstance(kid, (Element, int))]

    def walk(self) -> Iterator[Element]:
        """The element itself and all below, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.elements)

    def become(self, kind: str) -> None:
        """Make it an element of another kind."""
        if kind != self.kind:
            self.kind, self.changed = kind, True

    def hold(self, kids: Sequence[Element | pikepdf.Object | int]) -> None:
        """Give it other kids."""
        self.kids, self.changed = list(kids), True

    def write(self) -> None:
        """Write what was changed, here and below, into the PDF."""
        for element in self.walk():
            if element.changed:
                element.object.S = Name(f"/{element.kind}")
                element.object.K = Array(
                    [kid.object if isinstance(kid, Element) else kid for kid in element.kids]
                )
                for kid in element.elements:
                    kid.object.P = element.object
                element.changed = False


def read_element(thing: pikepdf.Object) -> Element:
    """The element `thing` with all below it."""
    element = Element(thing, str(thing.S)[1:])
    for kid in _kids(thing):
        if isinstance(kid, pikepdf.Object) and "/S" in kid:
            element.kids.append(read_element(kid))
        else:
            element.kids.append(kid)
    return element


def new_element(pdf: Pdf, kind: str, parent: Element | None = None) -> Element:
    """An empty element; it is its parent's last kid."""
    thing = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), K=Array()))
    element = Element(thing, kind, changed=True)
    if parent is not None:
        parent.hold([*parent.kids, element])
    return element


def _kids(thing: pikepdf.Object) -> list[pikepdf.Object | int]:
    kids = thing.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]
