"""The index of a year as an issue: a manifest and articles, for the ordinary recipe to build.

Entries are list items whose last words are the number of the edition, in bold, and the page, in
italics. `TEMPLATE` and `STYLE` are put on top of the bulletin's layout: type, colours, page and
running heads are the bulletin's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import yaml

from printshop.archive.model import InArchive
from printshop.archive.site.shelf import bare
from printshop.content.write_article import escape_markdown
from printshop.record import ItemRecord
from printshop.text.order import collation_key, name_key

LAYOUT = "muc-luc-nam"
"""The layout of the index: the bulletin's own with `STYLE`."""
TEMPLATE = """\
<!DOCTYPE html>
<html lang="{{ bulletin.language }}">
<head><meta charset="utf-8"><title>{{ section.title }}</title></head>
<body class="year-index">
{% for item in items %}
{% if item.band %}
<h1 id="{{ item.band.id }}" class="index-title">{{ item.band.title }}</h1>
{% endif %}
<section class="index-part">
<h2 id="{{ item.article.id }}" class="index-part-title">{{ item.title }}</h2>
{% for block in item.article.blocks %}
<div class="{{ "index-table" if block.kind == "table" else "index-columns" }}">
{{ block.html | safe }}
</div>
{% endfor %}
</section>
{% endfor %}
</body>
</html>
"""
"""Sets the parts one after another."""
STYLE = """\
.index-title, .index-part-title {
  font-family: var(--font-display), serif;
  font-weight: 800;
  break-after: avoid;
  text-align: left;
}
.index-title {
  font-size: 2.6em;
  line-height: 1.25;
  color: var(--accent, inherit);
  margin: 0 0 calc(2 * var(--baseline));
  border-bottom: .7mm solid;
  padding-bottom: calc(.5 * var(--baseline));
}
.index-part + .index-part { margin-top: calc(2 * var(--baseline)) }
.index-part-title { font-size: 1.6em; line-height: 1.25; margin: 0 0 var(--baseline) }
.index-table { --line-snap: none }
.index-table td, .index-table th { white-space: nowrap }
.index-table td:nth-child(3):nth-last-child(3) { white-space: normal; width: 100% }
.index-columns {
  column-gap: var(--gutter);
  text-align: left;
  --line-snap: baseline;
}
.index-table + .index-columns {
  columns: 1;
  margin-top: calc(.5 * var(--baseline));
  --line-snap: none;
}
.index-columns :is(h3, h4) {
  font-family: var(--font-heading), sans-serif;
  font-size: 1em;
  line-height: var(--baseline);
  margin: 0;
  break-after: avoid;
  break-inside: avoid;
}
.index-columns h3 { font-weight: 700; font-size: 1.05em; color: var(--accent, inherit) }
.index-columns h4 { font-weight: 600 }
.index-columns ul:has(+ :is(h3, h4)) { margin-bottom: var(--baseline) }
.index-columns ul { list-style: none; margin: 0; padding: 0 }
.index-columns li { font-size: .92em }
.index-columns li {
  position: relative;
  padding: 0 calc(10mm + var(--number)) 0 3mm;
  text-indent: -3mm;
  break-inside: avoid;
}
.index-columns li:first-child { break-before: avoid }
.index-columns li > :is(strong, em) {
  position: absolute;
  bottom: 0;
  text-indent: 0;
  text-align: right;
  white-space: nowrap;
  font-family: var(--font-heading), sans-serif;
  font-style: normal;
  font-variant-numeric: lining-nums tabular-nums;
}
.index-columns li > strong { right: 9mm; font-weight: 700 }
.index-columns li > em { right: 0 }
"""
"""Numbers of editions and pages stand in columns of their own, at an entry's last line."""
_COLUMN = 65
"""mm that a column of entries needs."""


def style(text_width: float, longest: int) -> str:
    """The style sheet.

    Args:
        text_width: of the type area, in mm.
        longest: signs of the longest number of an edition.
    """
    columns = max(1, int(text_width // _COLUMN))
    number = max(9, 2 * longest)
    return f"{STYLE}.index-columns {{ columns: {columns}; --number: {number}mm }}\n"


@dataclass(frozen=True)
class YearIndex:
    """The issue that is the index of a year."""

    manifest: Mapping[str, Any]
    articles: Mapping[str, str]
    """Texts by the file's name."""
    entries: int
    authors: int
    longest: int
    """Signs of the longest number of an edition."""


@dataclass(frozen=True)
class _Entry:
    item: ItemRecord
    number: str
    """Of the edition, short."""
    order: int
    """Of the edition, in the year."""


def year_index(bags: Sequence[InArchive], year: int) -> YearIndex:
    """The index of a year.

    Args:
        bags: the editions of that year, the newest version of each; at least one.
        year: the year.
    """
    bags = sorted(bags, key=lambda bag: (bag.kept.record.date, bag.place.edition))
    entries = list(_entries(bags, year))
    authors = _by_names(entries, lambda item: item.authors)
    photographers = _by_names(entries, lambda item: item.photographers)
    parts = {
        "cac-so.md": ("Các số trong năm", _editions(bags, year)),
        "theo-chuyen-muc.md": ("Theo chuyên mục", _sections(entries)),
        "theo-tac-gia.md": ("Theo tác giả", _named(authors)),
        "theo-tac-gia-anh.md": ("Theo tác giả ảnh", _named(photographers)),
    }
    articles = {
        name: _article(title, body) for name, (title, body) in parts.items() if body.strip()
    }
    numbers = [_number(bag, year) for bag in bags]
    several = f"{numbers[0]}–{numbers[-1]}" if len(bags) > 1 else numbers[0]
    manifest = {
        "number": f"{several}/{year}",
        "date": bags[-1].kept.record.date.isoformat(),
        "layout": LAYOUT,
        "cover": None,
        "contents": None,
        "back_cover": None,
        "sections": [
            {"title": f"Mục lục năm {year}", "items": [f"articles/{name}" for name in articles]}
        ],
    }
    return YearIndex(manifest, articles, len(entries), len(authors), max(map(len, numbers)))


def _number(bag: InArchive, year: int) -> str:
    """What an edition is called in the index: its number, else day and month."""
    record = bag.kept.record
    return short_number(record.number, year) or f"{record.date:%d/%m}"


def short_number(number: str, year: int) -> str:
    """A number without the year it is followed by: `09/2017` is 09."""
    return number.removesuffix(f"/{year}").removesuffix(f"-{year}").strip() or number


def _entries(bags: Sequence[InArchive], year: int) -> Iterator[_Entry]:
    for order, bag in enumerate(bags):
        number = _number(bag, year)
        for item in bag.kept.record.items:
            yield _Entry(item, number, order)


def _article(title: str, body: str) -> str:
    front = yaml.safe_dump({"title": title}, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{front}---\n\n{body}\n"


def _editions(bags: Sequence[InArchive], year: int) -> str:
    """A table of the year's editions, and how to read the entries."""
    themes = any(bag.kept.record.title for bag in bags)
    heads = ["Số", "Ngày", *(["Chủ đề"] if themes else []), "Bài", "Trang"]
    rules = ["---:", ":---", *([":---"] if themes else []), "---:", "---:"]
    rows = [heads, rules]
    for bag in bags:
        record = bag.kept.record
        theme = escape_markdown(record.title or "–", inline=True).replace("|", "\\|")
        pages = max(len(bag.kept.pages), len(record.folios))
        rows.append(
            [
                escape_markdown(_number(bag, year), inline=True),
                f"{record.date:%d/%m/%Y}",
                *([theme] if themes else []),
                str(len(record.items) or "–"),
                str(pages),
            ]
        )
    told = "Sau tên mỗi bài là số bản tin (chữ đậm) và số trang."
    return "\n".join([*(f"| {' | '.join(row)} |" for row in rows), "", told])


def _sections(entries: Sequence[_Entry]) -> str:
    """Entries by section, in Vietnamese order; of a section, by edition and page."""
    titled = [entry for entry in entries if entry.item.section]
    loose = [entry for entry in entries if not entry.item.section]
    order = sorted(titled, key=lambda e: (collation_key(e.item.section), e.order, e.item.first))
    parts = [
        f"### {escape_markdown(title)}\n\n{_lines(group)}"
        for title, group in groupby(order, key=lambda e: e.item.section)
    ]
    if loose:
        parts.append(f"### Ngoài chuyên mục\n\n{_lines(loose)}")
    return "\n\n".join(parts)


def _by_names(
    entries: Iterable[_Entry], names: Callable[[ItemRecord], Iterable[str]]
) -> dict[str, list[_Entry]]:
    found: dict[str, list[_Entry]] = {}
    for entry in entries:
        for name in dict.fromkeys(names(entry.item)):
            found.setdefault(name, []).append(entry)
    return dict(sorted(found.items(), key=lambda pair: (name_key(bare(pair[0])), pair[0])))


def _named(people: Mapping[str, Sequence[_Entry]]) -> str:
    """Entries by name; names in Vietnamese order, by the given name."""
    return "\n\n".join(
        f"#### {escape_markdown(name)}\n\n{_lines(own)}" for name, own in people.items()
    )


def _lines(entries: Iterable[_Entry]) -> str:
    return "\n".join(_line(entry) for entry in entries)


def _line(entry: _Entry) -> str:
    item = entry.item
    title = escape_markdown(" ".join(item.title.split()))
    number = escape_markdown(entry.number, inline=True)
    page = escape_markdown(item.folio or str(item.first), inline=True)
    return f"- {title} **{number}** *{page}*"
