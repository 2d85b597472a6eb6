"""Fragments to a `Book`: page map, furniture, tags, links, bookmarks, labels, metadata."""

from printshop.makeup.book import Book, BookInfo, Bookmark, make_up
from printshop.makeup.pagemap import Page, PageMap, Run, map_pages

__all__ = [
    "Book",
    "BookInfo",
    "Bookmark",
    "Page",
    "PageMap",
    "Run",
    "make_up",
    "map_pages",
]
