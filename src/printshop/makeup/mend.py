"""What WeasyPrint's tags lack for PDF/UA-1 (ISO 14289-1), mended one rule at a time.

Each function looks at one fragment's elements and changes them in place; `tags` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from printshop.makeup.elements import Element, new_element

PT_PER_PX = Decimal("0.75")
_LEVELS = tuple(f"H{level}" for level in range(1, 7))
_HEADING = re.compile(r"H([1-6])")
_SLACK = Decimal(1)
"""By how much, in pt, a link's inner rectangle may stand out of the outer one."""


def level_headings(root: Element) -> None:
    """Number headings by their depth, so that no level is skipped (ISO 14289-1, 7.4.2).

    Authors choose levels by their look: a third level straight after a title is a second one.
    """
    above: list[int] = []
    for element in root.walk():
        match = _HEADING.fullmatch(element.kind)
        if match:
            level = int(match.group(1))
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            element.become(f"H{len(above)}")


def wrap_list_items(root: Element, pdf: Pdf) -> None:
    """Put what a list item holds beside its label into an LBody (ISO 32000-1, 14.8.4.3.3)."""
    for item in list(root.walk()):
        if item.kind != "LI" or all(_is_list_part(kid) for kid in item.kids):
            continue
        kids: list[Element | pikepdf.Object | int] = []
        body: Element | None = None
        for kid in item.kids:
            if _is_list_part(kid):
                kids.append(kid)
                body = None
                continue
            if body is None:
                body = new_element(pdf, "LBody")
                if "/Pg" in item.object:
                    body.object.Pg = item.object.Pg
                kids.append(body)
            body.hold([*body.kids, kid])
        item.hold(kids)


def _is_list_part(kid: object) -> bool:
    return isinstance(kid, Element) and kid.kind in ("Lbl", "LBody")


def gather_links(root: Element) -> tuple[list[pikepdf.Object], dict[int, Element]]:
    """One annotation for each link, tied to its Link element (ISO 14289-1, 7.18.5).

    WeasyPrint writes another annotation for each element inside a link. Those that lie inside the
    link's own are not needed; others (a taller letter) become further annotations of the link. A
    Link that leads nowhere is a Span.

    Returns:
        The annotations to drop, and by StructParent the element that others now belong to.
    """
    dropped: list[pikepdf.Object] = []
    moved: dict[int, Element] = {}
    for link in _outermost(root, "Link"):
        own = [reference.Obj for reference in link.references]
        for inner in [element for kid in link.elements for element in kid.walk()]:
            if inner.kind == "Link":
                inner.become("Span")
            for reference in inner.references:
                if any(_lies_in(reference.Obj, annotation) for annotation in own):
                    dropped.append(reference.Obj)
                else:
                    own.append(reference.Obj)
                    link.hold([*link.kids, reference])
                    moved[int(reference.Obj.StructParent)] = link
            if inner.references:
                inner.hold([kid for kid in inner.kids if isinstance(kid, (Element, int))])
        if not own:
            link.become("Span")
    return dropped, moved


def fold_lines(root: Element, owners: Mapping[tuple[int, int], pikepdf.Object]) -> None:
    """Let the elements of a text hold its lines themselves.

    WeasyPrint makes a Span of each line and of each HTML `span`: they say nothing, and a Span with
    attributes of its own stays.

    Args:
        root: the fragment's elements.
        owners: the ParentTree's list for each page: from marked-content number to element.
    """
    for element in root.elements:
        fold_lines(element, owners)
        page = element.object.get("/Pg")
        if element.kind not in _TEXT or page is None or page.objgen not in owners:
            continue
        kids: list[Element | pikepdf.Object | int] = []
        for kid in element.kids:
            kids += kid.kids if isinstance(kid, Element) and _is_bare(kid) else [kid]
        if kids != element.kids:
            element.hold(kids)
            for number in kids:
                if isinstance(number, int):
                    owners[page.objgen][number] = element.object


_TEXT = frozenset(["P", "Lbl", "LBody", "TH", "TD", "Caption", "Link", "Span", *_LEVELS])
"""Kinds that may hold content (ISO 32000-1, 14.8.4) and come from HTML that holds text."""


def _is_bare(element: Element) -> bool:
    plain = element.kind == "Span" and all(isinstance(kid, int) for kid in element.kids)
    return plain and set(element.object.keys()) <= {"/Type", "/S", "/P", "/Pg", "/K"}


def _outermost(root: Element, kind: str) -> Iterator[Element]:
    for kid in root.elements:
        if kid.kind == kind:
            yield kid
        else:
            yield from _outermost(kid, kind)


def _lies_in(inner: pikepdf.Object, outer: pikepdf.Object) -> bool:
    """Whether a link's rectangle adds nothing: it lies in the other, or beside its line's height.

    Inline elements of another font are as high as that font, not as the line.
    """
    a, b = _edges(inner), _edges(outer)
    within = b[0] - _SLACK <= a[0] and a[2] <= b[2] + _SLACK
    middle = (a[1] + a[3]) / 2
    return within and b[1] <= middle <= b[3]


def _edges(annotation: pikepdf.Object) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    x1, y1, x2, y2 = _decimals(annotation.Rect)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _decimals(box: pikepdf.Object) -> list[Decimal]:
    return [Decimal(str(number)) for number in box]


def place_figures(root: Element) -> None:
    """Give each Figure's BBox in the page's own space (ISO 32000-1, 14.8.5.4).

    WeasyPrint writes CSS pixels from the sheet's upper left.
    """
    for element in root.walk():
        attributes = element.object.get("/A") if element.kind == "Figure" else None
        if not isinstance(attributes, Dictionary):
            continue
        if "/BBox" in attributes and "/Pg" in element.object:
            top = _decimals(element.object.Pg.MediaBox)[3]
            x1, y1, x2, y2 = (v * PT_PER_PX for v in _decimals(attributes.BBox))
            attributes.BBox = Array([round(v, 3) for v in (x1, top - y2, x2, top - y1)])


def name_table_cells(root: Element, prefix: Callable[[Element], str]) -> dict[str, pikepdf.Object]:
    """Say what each header cell heads, and make ids the whole document's (7.5).

    Args:
        root: the fragment's elements.
        prefix: what makes the ids of an element's page unique: heads of tables repeat.

    Returns:
        Header cells by id.
    """
    named: dict[str, pikepdf.Object] = {}
    for row, in_head in _rows(root, in_head=False):
        for cell in row.elements:
            attributes = cell.object.get("/A")
            if cell.kind not in ("TH", "TD") or attributes is None:
                continue
            start = prefix(cell)
            if cell.kind == "TH":
                attributes.Scope = Name.Column if in_head else Name.Row
            if "/ID" in cell.object:
                name = start + str(cell.object.ID)
                cell.object.ID = String(name)
                named[name] = cell.object
            headers = attributes.get("/Headers")
            if headers is not None and len(headers):
                attributes.Headers = Array([String(start + str(name)) for name in headers])
            elif headers is not None:
                del attributes["/Headers"]
    return named


def _rows(element: Element, *, in_head: bool) -> Iterator[tuple[Element, bool]]:
    for kid in element.elements:
        if kid.kind == "TR":
            yield kid, in_head
        yield from _rows(kid, in_head=in_head or kid.kind == "THead")
