"""A rendered paper made a file of its own: PDF/UA-1, the same bytes each time."""

from __future__ import annotations

import io
import re

from pikepdf import Dictionary, Name, NumberTree, Pdf, String

from printshop.makeup.elements import read_element
from printshop.makeup.tags import TagTree
from printshop.pdf.saving import as_bytes
from printshop.render import Fragment

_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC")
"""Where marked content begins, as WeasyPrint writes it (ISO 32000-1, 14.6)."""


def finished(fragment: Fragment, title: str, language: str) -> bytes:
    """The PDF of a paper, with title, language and mended tags.

    Viewers are asked to print it at its own size (ISO 32000-1, 12.2): labels must meet their sheet.
    It has no dates: the same fragment gives the same bytes.
    """
    with Pdf.new() as pdf, Pdf.open(io.BytesIO(fragment.pdf)) as source:
        _set_page_numbers_apart(source)
        tags = TagTree(pdf, language)
        mended = tags.mend(source, fragment.name, "", title)
        pdf.pages.extend(source.pages)
        if mended:
            tags.adopt(mended)
        tags.finish()
        for page in pdf.pages:
            page.obj.Tabs = Name.S
        pdf.Root.Lang = String(language)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"))
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:title"] = title
            xmp["dc:language"] = [language]
            xmp["pdf:Producer"] = "printshop"
            xmp["pdfuaid:part"] = "1"
        said = Dictionary(Title=String(title), Producer=String("printshop"))
        pdf.docinfo = pdf.make_indirect(said)
        return as_bytes(pdf)


def _set_page_numbers_apart(source: Pdf) -> None:
    """Mark what stands in page margins as artifacts (ISO 14289-1, 7.1).

    WeasyPrint marks it as content and then leaves it out of the tag tree.
    """
    tree = source.Root.get("/StructTreeRoot")
    if tree is None:
        return
    told = {
        element.object.objgen for document in tree.K for element in read_element(document).walk()
    }
    owners = dict(NumberTree(tree.ParentTree).items())
    for page in source.pages:
        own = owners[int(page.obj.StructParents)]
        lost = {mark for mark, owner in enumerate(own) if owner.objgen not in told}
        if lost:
            content = _as_artifacts(page.obj.Contents.read_bytes(), lost)
            page.obj.Contents = source.make_stream(content)
            for mark in lost:
                own[mark] = None


def _as_artifacts(content: bytes, marks: set[int]) -> bytes:
    """A content stream in which the marked content of these numbers is none of the document's."""

    def begin(match: re.Match[bytes]) -> bytes:
        told = int(match[1]) not in marks
        return match[0] if told else b"/Artifact <</Type /Pagination>> BDC"

    return _MARKED.sub(begin, content)
