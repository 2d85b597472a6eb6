"""Editions for tests of the catalogue: of our own short pieces, and of the sample issues' words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml

from printshop.archive.model import RECORD, BagPlace, InArchive, Kept
from printshop.archive.recordfile import write_kept
from printshop.archive.store import Put, put
from printshop.problems import Problems
from printshop.record import EditionRecord, ItemRecord
from printshop.text.credits import authors_in, photographers_in
from support import REPOSITORY

EDITORS = "Tổ biên tập"


def item(key: str, title: str, text: str = "", **more: object) -> ItemRecord:
    """An item on a page of its own; its text begins with its title, as records have it."""
    page = int(str(more.pop("first", 1)))
    last = int(str(more.pop("last", page)))
    lead = str(more.pop("lead", ""))
    words = "\n".join(filter(None, (title, lead, text)))
    return ItemRecord(
        key,
        "article",
        title,
        page,
        last,
        str(page),
        lead=lead,
        text=words,
        **more,  # type: ignore[arg-type]
    )


def edition(
    key: str,
    date: dt.date,
    items: Sequence[ItemRecord],
    *,
    pages: Sequence[str] = (),
    folios: Sequence[str] = (),
    version: int = 1,
    root: Path = Path("archive"),
    origin: str = "printshop",
) -> InArchive:
    """An edition; where no pages are given, each item's text is that of its first page."""
    if not pages:
        count = max((item.last for item in items), default=1)
        by_page = {item.first: item.text for item in items}
        pages = [by_page.get(number, "") for number in range(1, count + 1)]
    sections = tuple(dict.fromkeys(item.section for item in items if item.section))
    record = EditionRecord(
        id=key,
        bulletin="Bản tin",
        publisher="Ban biên tập",
        number=str(date.month),
        date=date,
        sections=sections,
        items=tuple(items),
        folios=tuple(folios) or tuple(str(i) for i in range(1, len(pages) + 1)),
    )
    kept = Kept(record, tuple(pages), origin, f"{key}-archive.pdf")  # type: ignore[arg-type]
    return InArchive(BagPlace(key, version, root / key / f"v{version}"), kept, {})


def keep(root: Path, made: InArchive, reason: str = "") -> Put:
    """Put an edition into an archive, with its record and without its pages."""
    payload = {RECORD: write_kept(made.kept), made.kept.file: b"%PDF-1.7\n"}
    info = {"Correction-Reason": reason} if reason else {}
    problems = Problems()
    done = put(root, made.place.edition, payload, info, problems)
    assert not problems.errors
    return done


# -- the sample issues, read without building them


@cache
def samples() -> tuple[InArchive, ...]:
    """The three sample issues: their articles in order, each on two pages."""
    return tuple(_sample(folder) for folder in sorted((REPOSITORY / "issues").iterdir()))


def _sample(folder: Path) -> InArchive:
    manifest = yaml.safe_load((folder / "issue.yaml").read_text("utf-8"))
    day, month, year = (int(part) for part in str(manifest["date"]).split("/"))
    items = [
        _article(path, section, 2 * number + 1)
        for number, (path, section) in enumerate(_articles(folder, manifest))
    ]
    return edition(folder.name, dt.date(year, month, day), items)


def _articles(folder: Path, manifest: dict[str, object]) -> Iterator[tuple[Path, str]]:
    sections = {
        path: section["title"]
        for section in manifest["sections"]  # type: ignore[attr-defined]
        for path in re.findall(r"articles/[\w-]+\.md", str(section))
    }
    for path in sorted(folder.glob("articles/*.md")):
        yield path, sections.get(f"articles/{path.name}", "")


def _article(path: Path, section: str, first: int) -> ItemRecord:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    data = yaml.safe_load(front)
    credit = str(data.get("credit", ""))
    pictures = [str(picture.get("credit", "")) for picture in data.get("pictures", ())]
    people = [name for line in pictures for name in photographers_in(line, of_picture=True)]
    return item(
        path.stem,
        data["title"],
        f"{body}\n{credit}",
        lead=str(data.get("lead", "")),
        first=first,
        last=first + 1,
        section=section,
        authors=tuple(data.get("authors") or authors_in(credit)),
        photographers=tuple(dict.fromkeys([*photographers_in(credit), *people])),
    )
