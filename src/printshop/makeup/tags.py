"""One tag tree of many: Document › Part per section › Art per fragment.

Each fragment brings WeasyPrint's tree. Its elements are copied under an `Art`, and the numbers
that tie pages and annotations to the ParentTree are moved so that no two fragments share one
(ISO 32000-1, 14.7.4.4).
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, String


class TagTree:
    """Gathers the tag trees of fragments into `pdf`."""

    def __init__(self, pdf: Pdf, language: str) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = self._element(Name.Document, self._root)
        self._document.Lang = String(language)
        self._parts: dict[str, pikepdf.Object] = {}
        self._numbers: dict[int, pikepdf.Object] = {}
        self._next = 0

    def add(self, source: Pdf, pages: Iterable[pikepdf.Page], section: str, title: str) -> None:
        """Take over the tags of `source`, whose pages have been copied as `pages`."""
        tree = source.Root.get("/StructTreeRoot")
        if tree is None:
            return
        copy = self._pdf.copy_foreign(tree)
        article = self._element(Name.Art, self._part(section))
        article.T = String(title)
        for child in _children(copy):
            for inner in _children(child) if child.get("/S") == Name.Document else [child]:
                inner.P = article
                article.K.append(inner)
        offset = self._next
        for number, value in NumberTree(copy.ParentTree).items():
            self._numbers[offset + number] = value
            self._next = max(self._next, offset + number + 1)
        for page in pages:
            self._renumber(page.obj, "/StructParents", offset)
            for annotation in page.obj.get("/Annots", Array()):
                self._renumber(annotation, "/StructParent", offset)

    def finish(self) -> None:
        """Write the tree into the document's catalogue."""
        numbers = Array()
        for number in sorted(self._numbers):
            numbers.append(number)
            numbers.append(self._numbers[number])
        self._root.K = Array([self._document])
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=numbers))
        self._root.ParentTreeNextKey = self._next
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _part(self, section: str) -> pikepdf.Object:
        if not section:
            return self._document
        if section not in self._parts:
            part = self._element(Name.Part, self._document)
            part.T = String(section)
            self._parts[section] = part
        return self._parts[section]

    def _element(self, kind: Name, parent: pikepdf.Object) -> pikepdf.Object:
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array())
        )
        if parent.get("/S") is not None:
            parent.K.append(element)
        return element

    @staticmethod
    def _renumber(holder: pikepdf.Object, key: str, offset: int) -> None:
        if key in holder:
            holder[key] = int(holder[key]) + offset


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]
