"""The file for reading: trimmed pages, links and bookmarks."""

from __future__ import annotations

from printshop.makeup import Book
from printshop.pdf.saving import as_bytes
from printshop.prepress.edition import Edition, Made
from printshop.problems import Problems
from printshop.targets.trimmed import trimmed


def screen(book: Book, edition: Edition, problems: Problems) -> tuple[Made, ...]:  # noqa: ARG001
    """The book as a PDF 1.7 for the screen: each page ends at its trim.

    The bytes depend on the book alone (invariant 2).
    """
    with trimmed(book.pdf) as pdf:
        data = as_bytes(pdf)
    pages = tuple((page.index,) for page in book.page_map.pages)
    return (Made(f"{edition.issue_id}-screen.pdf", data, pages),)
