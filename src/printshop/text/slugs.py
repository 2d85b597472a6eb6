"""Vietnamese text reduced to plain letters: for search columns, file names and ids."""

import re
import unicodedata

from printshop.text.typography import plain

__all__ = ["fold", "slug"]

_NOT_SLUG = re.compile("[^a-z0-9]+")


def fold(text: str) -> str:
    """Return the text in lower case, without diacritics and glue, with d for đ.

    Other scripts keep their letters; nothing is dropped but marks.
    """
    decomposed = unicodedata.normalize("NFD", plain(text).lower())
    letters = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", letters.replace("đ", "d"))


def slug(text: str, *, max_length: int = 60) -> str:
    """Return ASCII letters, digits and single hyphens, cut at a word where that is possible.

    A text without a Latin letter or a digit gives an empty slug; the caller must name it otherwise.
    """
    whole = _NOT_SLUG.sub("-", fold(text)).strip("-")
    if len(whole) <= max_length:
        return whole
    words, hyphen, _ = whole[: max_length + 1].rpartition("-")
    return words if hyphen else whole[:max_length]
