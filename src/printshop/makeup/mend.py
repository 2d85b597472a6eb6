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


def join_headings(root: Element) -> None:
    """Headings hold no headings: WeasyPrint tags the anonymous blocks of one as others."""
    for element in root.walk():
        if element.kind in _LEVELS:
            for inner in element.walk():
                if inner is not element and inner.kind in _LEVELS:
                    inner.become("Span")


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


def place_notes(root: Element, pdf: Pdf) -> tuple[dict[str, pikepdf.Object], list[pikepdf.Object]]:
    """Tag notes at the foot as Notes, each behind the text that calls it (ISO 14289-1, 7.9).

    WeasyPrint leaves them in a NonStruct at the end of their page, between the halves of what goes
    on to the next one. `layout.notes` lets call and number lead to one another: so both are found.

    Returns:
        The notes by id, and the annotations of their numbers, which are labels and no links.
    """
    parents = {id(kid): element for element in root.walk() for kid in element.elements}
    links = [(e, _target(e)) for e in root.walk() if e.kind == "Link"]
    calls = {target: link for link, target in reversed(links) if _NOTE.search(target)}
    placed: dict[str, pikepdf.Object] = {}
    dropped: list[pikepdf.Object] = []
    for number, target in links:
        own = _REF.sub("--fn", target)
        note, call = parents[id(number)], calls.get(own)
        first = next((e for e in note.elements if e.kids), None)  # before it the marker, empty
        if own == target or call is None or note.kind != "Span" or first is not number:
            continue
        dropped += _unlinked(number)
        number.become("Lbl")
        note.become("Note")
        note.hold([kid for kid in note.kids if not isinstance(kid, Element) or kid.kids])
        note.object.ID = String(own)
        placed[own] = note.object
        _take_out(note, parents)
        reference = new_element(pdf, "Reference")
        reference.hold([call])
        _put(reference, parents[id(call)], call, instead=True)
        parents[id(reference)], parents[id(call)] = parents[id(call)], reference
        child, holder = reference, parents[id(reference)]
        while child.kind not in _PARAGRAPHS and holder.kind in _INLINE:
            child, holder = holder, parents[id(holder)]
        _put(note, holder, child)
        parents[id(note)] = holder
    return placed, dropped


_NOTE, _REF = re.compile(r"--fn\d+$"), re.compile(r"--ref(?=\d+$)")
_PARAGRAPHS = frozenset(["P", *_LEVELS])
_INLINE = _PARAGRAPHS | {"Span", "NonStruct", "Link", "Reference"}


def _target(link: Element) -> str:
    """The name of the place in the fragment that a link leads to; empty for another link."""
    return next((str(r.Obj.Dest) for r in link.references if "/Dest" in r.Obj), "")


def _unlinked(link: Element) -> list[pikepdf.Object]:
    """Take the annotations off a link and what is in it; return them."""
    references = [reference for element in link.walk() for reference in element.references]
    for element in list(link.walk()):
        element.hold([kid for kid in element.kids if isinstance(kid, (Element, int))])
        if element.kind == "Link":
            element.become("Span")
    return [reference.Obj for reference in references]


def _take_out(element: Element, parents: Mapping[int, Element]) -> None:
    """Remove an element, and what holds nothing without it."""
    holder = parents[id(element)]
    holder.hold([kid for kid in holder.kids if kid is not element])
    if not holder.kids and id(holder) in parents:
        _take_out(holder, parents)


def _put(element: Element, holder: Element, place: Element, *, instead: bool = False) -> None:
    """Put an element behind one of its holder's kids, or in its place."""
    at = next(i for i, kid in enumerate(holder.kids) if kid is place)
    holder.hold([*holder.kids[: at + (not instead)], element, *holder.kids[at + 1 :]])


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


_TEXT = frozenset(["P", "Lbl", "LBody", "TH", "TD", "Caption", "Link", "Note", "Span", *_LEVELS])
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
