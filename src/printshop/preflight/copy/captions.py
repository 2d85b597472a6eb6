"""C045: pictures of which nothing says who made them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from printshop.preflight.copy.matter import CopyMatter
from printshop.problems import Problems, Where

_SAYS_WHO = re.compile(r"(?<!\w)(?:ảnh|hình|nguồn|tranh|photo)(?: \w+)?\s*:|©|TTXVN", re.IGNORECASE)
"""A caption or an article's credit that names the photographer: `Tin, ảnh: Minh Hải`."""


def check(matter: CopyMatter, problems: Problems) -> None:
    """Note each photograph without a credit; drawings are mostly the house's own."""
    for where, path in (*_in_manifest(matter), *_in_articles(matter)):
        if not path.lower().endswith(".svg"):
            problems.add("C045", where, path=path)


def _in_manifest(matter: CopyMatter) -> Iterator[tuple[Where, str]]:
    for loc, source in matter.loaded.pictures.items():
        holder = matter.loaded.item(loc[:-1])
        caption = getattr(holder, "caption", None) or ""
        if not getattr(holder, "credit", None) and not _SAYS_WHO.search(caption):
            yield source.where, source.name


def _in_articles(matter: CopyMatter) -> Iterator[tuple[Where, str]]:
    for article in matter.articles.values():
        if _SAYS_WHO.search(article.credit):
            continue
        for picture in article.pictures:
            if not picture.credit and not _SAYS_WHO.search(picture.spec.caption or ""):
                yield picture.file.where, picture.file.name
