"""One tag tree of many: Document › Part per section › Art per article.

Each fragment brings WeasyPrint's tree. Its elements are mended where they are, put under an element
of the fragment, and the numbers that tie pages and annotations to the ParentTree are moved so that
no two fragments share one (ISO 32000-1, 14.7.4.4). Only then are they copied: what mending leaves
out never gets into the book, which holds every element of the issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, String

from printshop.makeup.elements import Element, new_element, read_element
from printshop.makeup.labels import number_lists
from printshop.makeup.mend import (
    fold_lines,
    gather_links,
    join_headings,
    level_headings,
    name_table_cells,
    place_figures,
    place_notes,
    wrap_list_items,
)


@dataclass(frozen=True)
class Mended:
    """A fragment's tags, ready to be copied."""

    objects: pikepdf.Object
    """`Item`: the fragment's element. `Owners`: its ParentTree's values. `Heads`: those with id."""
    numbers: range
    """The keys of `Owners` in the book's ParentTree."""
    ids: tuple[str, ...]
    """The ids of `Heads`."""
    section: str


class TagTree:
    """Gathers the tag trees of fragments into `pdf`."""

    def __init__(self, pdf: Pdf, language: str) -> None:
        self._pdf = pdf
        self._document = new_element(pdf, "Document")
        self._document.object.Lang = String(language)
        self._parts: dict[str, Element] = {}
        self._parents: dict[int, pikepdf.Object] = {}
        self._ids: dict[str, pikepdf.Object] = {}
        self._next = 0

    def mend(self, source: Pdf, name: str, section: str, title: str) -> Mended | None:
        """Mend the tags of the fragment `name` in `source`, before its pages are copied.

        Returns:
            What to `adopt` when they are; None where there are no tags.
        """
        tree = source.Root.get("/StructTreeRoot")
        if tree is None:
            return None
        pages = list(source.pages)
        item = _item(source, tree, section, title)
        parents = dict(NumberTree(tree.ParentTree).items())
        heads = _mend(source, item, name, pages, parents)
        item.write()
        numbers = self._number(pages, parents)
        owners = [parents[number] for number in sorted(parents)]
        found = Dictionary(Item=item.object, Owners=Array(owners), Heads=Array([*heads.values()]))
        return Mended(source.make_indirect(found), numbers, tuple(heads), section)

    def adopt(self, mended: Mended) -> None:
        """Copy a fragment's tags; its pages have been copied, so that they are found."""
        copy = self._pdf.copy_foreign(mended.objects)
        part = self._part(mended.section)
        part.hold([*part.kids, Element(copy.Item, str(copy.Item.S)[1:])])
        self._parents |= zip(mended.numbers, copy.Owners, strict=True)
        self._ids |= zip(mended.ids, copy.Heads, strict=True)

    def finish(self) -> None:
        """Write the tree into the document's catalogue."""
        pdf = self._pdf
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document.object.P = root
        self._document.write()
        root.K = Array([self._document.object])
        numbers = [part for pair in sorted(self._parents.items(), key=_first) for part in pair]
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = self._next
        if self._ids:
            names = sorted(self._ids, key=lambda name: bytes(String(name)))
            pairs = [part for name in names for part in (String(name), self._ids[name])]
            root.IDTree = pdf.make_indirect(Dictionary(Names=Array(pairs)))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _part(self, section: str) -> Element:
        if not section:
            return self._document
        if section not in self._parts:
            self._parts[section] = new_element(self._pdf, "Part", self._document)
            self._parts[section].object.T = String(section)
        return self._parts[section]

    def _number(self, pages: Sequence[pikepdf.Page], parents: dict[int, pikepdf.Object]) -> range:
        """Give pages and annotations numbers of their own in the ParentTree; return these."""
        numbers = range(self._next, self._next + len(parents))
        new = dict(zip(sorted(parents), numbers, strict=True))
        self._next = numbers.stop
        for page in pages:
            _renumber(page.obj, "/StructParents", new)
            for annotation in page.obj.get("/Annots", Array()):
                _renumber(annotation, "/StructParent", new)
        return numbers


def _item(source: Pdf, tree: pikepdf.Object, section: str, title: str) -> Element:
    """The fragment's element, with all below: an article (Art), or what is in no section (Sect)."""
    item = new_element(source, "Art" if section else "Sect")
    item.object.T = String(title)
    documents = list(tree.K)
    item.hold([kid for document in documents for kid in read_element(document).kids])
    for document in documents:  # nothing may lead back to the old tree
        document.K = Array()
        del document.P
    return item


def _join_halves(item: Element) -> None:
    """Put together the contents of an HTML `article`, of which WeasyPrint makes an Art a page."""
    halves = [kid for kid in item.elements if kid.kind == "Art"]
    if len(halves) == len(item.kids) and all(len(h.elements) == len(h.kids) for h in halves):
        item.hold([kid for half in halves for kid in half.kids])


def _mend(
    source: Pdf,
    item: Element,
    name: str,
    pages: Sequence[pikepdf.Page],
    parents: dict[int, pikepdf.Object],
) -> dict[str, pikepdf.Object]:
    """Mend the fragment's elements; `parents` is its ParentTree. Return elements by id."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pages, start=1)}
    notes, unlinked = place_notes(item, source)
    if item.kind == "Art":
        _join_halves(item)
    join_headings(item)
    level_headings(item)
    wrap_list_items(item, source)
    number_lists(item, {page.obj.objgen: page for page in pages})
    place_figures(item)
    heads = name_table_cells(item, lambda cell: f"{name}-{numbers[cell.object.Pg.objgen]}-")
    dropped, moved = gather_links(item)
    for number, link in moved.items():
        parents[number] = link.object
    dropped += unlinked
    for annotation in dropped:
        del parents[int(annotation.StructParent)]
    _drop_annotations(pages, {annotation.objgen for annotation in dropped})
    owners = {p.obj.objgen: parents[int(p.obj.StructParents)] for p in pages if _is_tagged(p)}
    fold_lines(item, owners)
    return heads | notes


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


def _is_tagged(page: pikepdf.Page) -> bool:
    return "/StructParents" in page.obj


def _renumber(holder: pikepdf.Object, key: str, new: dict[int, int]) -> None:
    if key in holder:
        holder[key] = new[int(holder[key])]


def _drop_annotations(pages: Sequence[pikepdf.Page], dropped: set[tuple[int, int]]) -> None:
    for page in pages:
        if "/Annots" in page.obj:
            kept = [a for a in page.obj.Annots if a.objgen not in dropped]
            page.obj.Annots = Array(kept)
