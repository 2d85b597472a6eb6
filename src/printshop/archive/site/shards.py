"""The search index as scripts: what a browser can load from a USB stick, piece by piece.

A page opened from a disk may not read other files, but it may run scripts beside it. So each shard
is a script that hands over its part of the index:

```
tep/tim/muc-luc.js      counts, editions, sections, authors, and where each shard begins
tep/tim/t0.js …         words: postings of keys from `words[0]` on
tep/tim/b0.js …         articles: titles and texts, from `texts[0]` on
```

A key is a word without diacritics, or two that stand together (`dan`, `dan van`); under it are
the ways in which it was written, each with its postings; `#3` and `@5` are the articles of a
section and of an author. Articles are numbered by date. A posting is twice the distance from the
article before, plus 1 where the word stands in the title, in digits of 5 bits: see `encoded`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from printshop.archive.folding import canonical, fold, words
from printshop.archive.site.shelf import Article, Shelved
from printshop.text.order import collation_key, name_key

SHARD = 120_000
"""About how many bytes a shard has; a page loads a few for a search."""
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
"""Of numbers: the first 32 end one, the others have more to follow."""

_Posting = list[int]
_Forms = dict[str, _Posting]


def encoded(numbers: Iterable[int]) -> str:
    """Numbers from 0 on as text: digits of 5 bits, the lowest first."""
    signs = []
    for number in numbers:
        while number >= 32:
            signs.append(DIGITS[32 + (number & 31)])
            number >>= 5
        signs.append(DIGITS[number])
    return "".join(signs)


def index_files(shelf: Sequence[Shelved]) -> Iterator[tuple[str, bytes]]:
    """Each file of the index, by its path from the site's root.

    Args:
        shelf: the editions, the oldest first.
    """
    articles = [article for edition in shelf for article in edition.articles]
    sections = sorted({a.section for a in articles if a.section}, key=collation_key)
    authors = sorted({name for a in articles for name in a.authors}, key=name_key)
    keys = _postings(articles, sections, authors)
    starts: list[str] = []
    for first, data in _packed(keys):
        yield _script("t", len(starts), data)
        starts.append(first)
    texts: list[int] = []
    for at, rows in _texts(shelf):
        yield _script("b", len(texts), rows)
        texts.append(at)
    yield _directory(shelf, len(articles), sections, authors, starts, texts)


def _postings(
    articles: Sequence[Article], sections: Sequence[str], authors: Sequence[str]
) -> dict[str, _Forms]:
    """Postings by key and by form; each number is twice the article's, plus 1 for a title."""
    keys: dict[str, _Forms] = {}
    section_number = {name: i for i, name in enumerate(sections)}
    author_number = {name: i for i, name in enumerate(authors)}
    for n, article in enumerate(articles):
        titled = _forms(article.title)
        plain = _forms(*_texts_of(article)) - titled
        for value, forms in ((2 * n + 1, titled), (2 * n, plain)):
            for key, form in forms:
                keys.setdefault(key, {}).setdefault(form, []).append(value)
        if article.section:
            keys.setdefault(f"#{section_number[article.section]}", {}).setdefault("", []).append(
                2 * n
            )
        for name in dict.fromkeys(article.authors):
            keys.setdefault(f"@{author_number[name]}", {}).setdefault("", []).append(2 * n)
    return keys


def _texts_of(article: Article) -> list[str]:
    names = (*article.authors, *article.photographers, *article.places)
    return [article.text, article.lead, *names]


def _forms(*texts: str) -> set[tuple[str, str]]:
    """Keys of texts with their forms: of each word, and of each two that follow one another."""
    found: set[tuple[str, str]] = set()
    for text in texts:
        forms = words(canonical(text))
        folded = [fold(word) for word in forms]
        found.update(zip(folded, forms, strict=True))
        found.update(
            (f"{folded[i]} {folded[i + 1]}", f"{forms[i]} {forms[i + 1]}")
            for i in range(len(forms) - 1)
        )
    return found


def _packed(keys: dict[str, _Forms]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Keys in order, about `SHARD` bytes at a time, with the first key of each."""
    shard: dict[str, Any] = {}
    size = 0
    # as JavaScript compares texts
    for key in sorted(keys, key=lambda key: key.encode("utf-16-be")):
        forms = {form: _numbers(posting) for form, posting in sorted(keys[key].items())}
        value: Any = forms.get(key) if len(forms) == 1 and key in forms else forms
        cost = len(key) + sum(len(f.encode()) + len(p) + 6 for f, p in forms.items()) + 6
        if shard and size + cost > SHARD:
            yield next(iter(shard)), shard
            shard, size = {}, 0
        shard[key] = value
        size += cost
    if shard:
        yield next(iter(shard)), shard


def _numbers(posting: _Posting) -> str:
    last = 0
    steps = []
    for value in posting:
        steps.append((value // 2 - last) * 2 + value % 2)
        last = value // 2
    return encoded(steps)


def _texts(shelf: Sequence[Shelved]) -> Iterator[tuple[int, list[list[Any]]]]:
    """Articles of an edition, split where they are long, with the number of the first."""
    at = 0
    for number, edition in enumerate(shelf):
        rows: list[list[Any]] = []
        size = 0
        for article in edition.articles:
            row = [
                number,
                article.title,
                article.page,
                article.folio,
                article.section,
                list(article.authors),
                article.text,
            ]
            cost = len(article.text.encode())
            if rows and size + cost > SHARD:
                yield at, rows
                at, rows, size = at + len(rows), [], 0
            rows.append(row)
            size += cost
        if rows:
            yield at, rows
            at += len(rows)


def _directory(
    shelf: Sequence[Shelved],
    count: int,
    sections: Sequence[str],
    authors: Sequence[str],
    starts: Sequence[str],
    texts: Sequence[int],
) -> tuple[str, bytes]:
    firsts: list[int] = []
    at = 0
    for edition in shelf:
        firsts.append(at)
        at += len(edition.articles)
    data = {
        "count": count,
        "editions": [
            [e.label, f"{e.record.date:%d/%m/%Y}", e.year, e.page, e.pdf, first]
            for e, first in zip(shelf, firsts, strict=True)
        ],
        "sections": list(sections),
        "authors": list(authors),
        "words": list(starts),
        "texts": list(texts),
    }
    return _script("muc-luc", None, data)


def _script(kind: str, number: int | None, data: Any) -> tuple[str, bytes]:
    name = kind if number is None else f"{kind}{number}"
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"tep/tim/{name}.js", f'kho.take("{name}",{text});\n'.encode()
