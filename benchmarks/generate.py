"""Make a workspace with an issue of about so many pages, the same on every machine.

    python benchmarks/generate.py FOLDER --pages 80 [--photographs]

The words are those of the repository's own sample articles (`issues/2017-09/articles`): whole
paragraphs, headings and lists, drawn with a fixed seed. Article 17 is the same in a short issue and
in a long one. Photographs are made of seeded noise with the spectrum of a photograph.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from PIL import Image, ImageChops, ImageOps

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "issues" / "2017-09" / "articles"
ISSUE = "bench"
SEED = 1709

PAGES_PER_ARTICLE = 2
WORDS_PER_PAGE = 700
"""Of the body, on a full page of the layout `ban-tin`; measured."""
WORDS_BESIDE_TITLE = 590
"""The same on an article's first page."""
SECOND_PAGE = 0.75
"""How much of an article's second page is filled: one page more makes exactly three."""
MORE = 0.9
"""Pages of words that make an article a page longer."""
PICTURE_PAGES = {"span": 0.6, "column": 0.15}
"""The room of a picture with its caption, by its width, in pages."""
SECTION = 8
"""Articles of a section."""
LINES_OF_CONTENTS = 38
"""Lines of the contents that fill a page."""

MAX_PHOTOGRAPHS = 80
"""Photographs that are made; an issue that shows more shows some of them again."""
PHOTOGRAPH_SIZE = (4000, 3000)
PHOTOGRAPH_QUALITY = 92
GRAIN = 0.055
"""How strong the noise of single pixels is: so that a file has 3 to 4 MB, as a camera's has."""

EDITS = ("Nay", "Rồi", "Vậy", "Song", "Còn", "Nhưng", "Thường", "Cũng")
"""Words put before a paragraph by an edit, a different one each time."""


@dataclass(frozen=True)
class Material:
    """What articles are made of."""

    titles: tuple[str, ...]
    kickers: tuple[str, ...]
    leads: tuple[str, ...]
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    lists: tuple[str, ...]
    captions: tuple[tuple[str, str], ...]
    """Alternative text and caption."""


@dataclass(frozen=True)
class Bench:
    """A generated workspace."""

    root: Path
    pages: int
    """How many were asked for; the issue has about as many."""
    photographs: int
    """How many different ones the issue shows."""
    articles: tuple[Path, ...]

    @property
    def issue(self) -> Path:
        """The issue's folder."""
        return self.root / "issues" / ISSUE

    @property
    def middle(self) -> Path:
        """The article that edits change."""
        return self.articles[len(self.articles) // 2]


def make_workspace(
    root: Path,
    pages: int,
    *,
    photographs: bool = False,
    album: Path | None = None,
    every: int = 2,
) -> Bench:
    """Make a workspace with one issue.

    Args:
        root: its folder; made here, must not exist.
        pages: about how many the issue has.
        photographs: whether articles show one.
        album: a folder that keeps photographs for the next workspace; one in `root` by default.
        every: 2 for a photograph in every second article, 1 for one in each.
    """
    for name in ("fonts", "layouts"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "printshop.yaml", root)
    issue = root / "issues" / ISSUE
    (issue / "articles").mkdir(parents=True)
    count = article_count(pages)
    shown = 0
    if photographs:
        shown = min(MAX_PHOTOGRAPHS, math.ceil(count / every))
        take_photographs(album or root / "album", range(shown), issue / "images")
    articles = []
    for number in range(count):
        path = issue / "articles" / f"bai-{number + 1:03}.md"
        path.write_text(article_text(number, shown, every), "utf-8")
        articles.append(path)
    (issue / "issue.yaml").write_text(manifest_text(articles), "utf-8")
    return Bench(root, pages, shown, tuple(articles))


def article_count(pages: int) -> int:
    """How many articles make an issue of about `pages`: beside them it has covers and contents."""
    count = max(1, (pages - 3) // PAGES_PER_ARTICLE)
    while count > 1 and _pages_of(count) > pages:
        count -= 1
    return count


def _pages_of(articles: int) -> int:
    lines = articles + 2 * math.ceil(articles / SECTION)
    return 2 + math.ceil(lines / LINES_OF_CONTENTS) + PAGES_PER_ARTICLE * articles


# Text


@cache
def material(folder: Path = SOURCES) -> Material:
    """The parts of the sample articles, in the order of their files."""
    found: dict[str, list[Any]] = {name: [] for name in Material.__dataclass_fields__}
    for path in sorted(folder.glob("*.md")):
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        fields = yaml.safe_load(front)
        found["titles"].append(fields["title"])
        for name in ("kicker", "lead"):
            if fields.get(name):
                found[f"{name}s"].append(fields[name])
        for picture in fields.get("pictures", []):
            found["captions"].append((picture["alt"], picture["caption"]))
        for kind, text in _blocks(body):
            found[kind].append(text)
    return Material(**{name: tuple(parts) for name, parts in found.items()})


def _blocks(body: str) -> Iterator[tuple[str, str]]:
    """Headings, plain paragraphs and lists; boxes, tables, notes and links are left out."""
    inside_box = False
    for block in re.split(r"\n\s*\n", body.strip()):
        if block.startswith(":::"):
            inside_box = not block.rstrip().endswith("\n:::") and block.strip() != ":::"
        elif inside_box:
            inside_box = not block.rstrip().endswith(":::")
        elif block.startswith("## "):
            yield "headings", block.removeprefix("## ")
        elif "](" in block or "[^" in block:
            continue
        elif all(line.startswith("- ") for line in block.splitlines()):
            yield "lists", block
        elif _begins_as_text(block) and not block.startswith(("Bảng:", "Table:")):
            yield "paragraphs", block


def _begins_as_text(block: str) -> bool:
    return block[0].isalpha() or block[0] in '*"“'


def article_text(number: int, photographs: int, every: int = 2) -> str:
    """Article `number`, from 0, of an issue with so many photographs, one in every so many."""
    parts, draw = material(), random.Random(f"{SEED} article {number}")
    title = parts.titles[number % len(parts.titles)]
    fields: dict[str, Any] = {
        "title": f"{title} ({number + 1})",
        "kicker": draw.choice(parts.kickers),
        "lead": draw.choice(parts.leads),
        "credit": "Bài mẫu: Tổ biên tập printshop",
        "date": "2017-09-12",
        "sample": True,
    }
    room = SECOND_PAGE
    if photographs and number % every == 0:
        width = "span" if number % (2 * every) == 0 else "column"
        room -= PICTURE_PAGES[width]
        alt, caption = draw.choice(parts.captions)
        fields["pictures"] = [
            {
                "file": f"images/{photograph_name(number // every % photographs)}",
                "caption": caption,
                "credit": "printshop",
                "alt": alt,
                "width": width,
            }
        ]
    front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
    blocks = list(_body(draw, parts, WORDS_BESIDE_TITLE + round(room * WORDS_PER_PAGE)))
    return f"---\n{front}---\n\n" + "\n\n".join(blocks) + "\n"


def _body(
    draw: random.Random, parts: Material, words: int, *, with_list: bool = True
) -> Iterator[str]:
    """Blocks of `words` words in all, a few more or less: sections with headings, and a list."""
    paragraphs = _shuffled(draw, parts.paragraphs)
    headings = _shuffled(draw, parts.headings)
    left, since_heading, listed = words, 0, not with_list
    while left > 0:
        if since_heading == 3:
            yield f"## {next(headings)}"
            since_heading = 0
        if not listed and left < words / 2:
            listed = True
            text = draw.choice(parts.lists)
        else:
            text = _no_longer(next(paragraphs), left)
            since_heading += 1
        yield text
        left -= len(text.split())


def _shuffled(draw: random.Random, parts: Sequence[str]) -> Iterator[str]:
    while True:
        yield from draw.sample(parts, len(parts))


def _no_longer(paragraph: str, words: int) -> str:
    """A paragraph, or its first sentences if it has far more words than are wanted."""
    if len(paragraph.split()) < words + 15 or "**" in paragraph or "*" in paragraph:
        return paragraph
    kept: list[str] = []
    for sentence in re.split(r"(?<=[.!?]) ", paragraph):
        if kept and len(" ".join([*kept, sentence]).split()) > words + 15:
            break
        kept.append(sentence)
    return " ".join(kept)


def manifest_text(articles: Sequence[Path]) -> str:
    """The manifest of an issue of these articles, in sections."""
    sections = [
        {
            "title": f"Phần {start // SECTION + 1}",
            "items": [f"articles/{path.name}" for path in articles[start : start + SECTION]],
        }
        for start in range(0, len(articles), SECTION)
    ]
    manifest = {
        "number": 9,
        "date": "2017-09-12",
        "title": "Số để đo tốc độ",
        "cover": {"headlines": [path.stem for path in articles[:4]]},
        "sections": sections,
    }
    return yaml.safe_dump(manifest, allow_unicode=True, sort_keys=False)


# Changes


@dataclass
class Change:
    """A change to one article, to be undone."""

    path: Path
    text: str = field(repr=False)
    """As it was before."""

    def undo(self) -> None:
        """Put the article back, byte for byte."""
        self.path.write_text(self.text, "utf-8")


def edit_article(bench: Bench, turn: int = 0) -> Change:
    """Put a word before the second paragraph of the middle article: its pages stay as many.

    Args:
        bench: the workspace.
        turn: chooses the word, so that no edit is one that a cache has seen.
    """
    change = Change(bench.middle, bench.middle.read_text("utf-8"))
    front, body = _parted(change.text)
    blocks = body.split("\n\n")
    place = [i for i, block in enumerate(blocks) if block[0].isalpha()][1]
    first = blocks[place]
    blocks[place] = f"{EDITS[turn % len(EDITS)]} {first[0].lower()}{first[1:]}"
    change.path.write_text(front + "\n\n".join(blocks), "utf-8")
    return change


def lengthen_article(bench: Bench, turn: int = 0) -> Change:
    """Append a page of paragraphs to the middle article.

    Args:
        bench: the workspace.
        turn: chooses the paragraphs, so that no text is one that a cache has seen.
    """
    change = Change(bench.middle, bench.middle.read_text("utf-8"))
    draw = random.Random(f"{SEED} more {turn}")
    more = list(_body(draw, material(), round(WORDS_PER_PAGE * MORE), with_list=False))
    change.path.write_text(change.text.rstrip("\n") + "\n\n" + "\n\n".join(more) + "\n", "utf-8")
    return change


@contextmanager
def undone(change: Change) -> Iterator[Path]:
    """The changed article, put back in the end."""
    try:
        yield change.path
    finally:
        change.undo()


def _parted(text: str) -> tuple[str, str]:
    start = text.index("\n---\n\n") + len("\n---\n\n")
    return text[:start], text[start:]


# Photographs


def take_photographs(album: Path, numbers: Sequence[int], folder: Path) -> None:
    """Put photographs into `folder`; those that `album` lacks are made there, on all cores."""
    album.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    missing = [number for number in numbers if not (album / photograph_name(number)).exists()]
    if missing:
        with ProcessPoolExecutor(min(os.cpu_count() or 1, len(missing))) as pool:
            list(pool.map(make_photograph, [album] * len(missing), missing))
    for number in numbers:
        _link(album / photograph_name(number), folder / photograph_name(number))


def photograph_name(number: int) -> str:
    """The file of photograph `number`, from 0."""
    return f"photo-{number + 1:03}.jpg"


def make_photograph(folder: Path, number: int, size: tuple[int, int] = PHOTOGRAPH_SIZE) -> Path:
    """Write a JPEG of smooth shapes, structure and grain, coloured; each number another one.

    Each octave of noise has half the strength of the one before, as in photographs, down to the
    grain of single pixels.
    """
    draw = random.Random(f"{SEED} photograph {number}")
    light = _octaves(draw, size)
    warm = _octaves(draw, (size[0] // 8, size[1] // 8), levels=4).resize(
        size, Image.Resampling.BILINEAR
    )
    dark, bright = _colour(draw, 20, 90), _colour(draw, 170, 250)
    image = ImageOps.colorize(light, dark, bright)
    other = ImageOps.colorize(light, _colour(draw, 10, 80), _colour(draw, 150, 255))
    image = Image.composite(image, other, warm)
    path = folder / photograph_name(number)
    temporary = path.with_suffix(".tmp")
    image.save(temporary, "JPEG", quality=PHOTOGRAPH_QUALITY)
    temporary.replace(path)
    return path


def _octaves(draw: random.Random, size: tuple[int, int], levels: int = 9) -> Image.Image:
    """Noise summed over octaves, from shapes as large as the picture down to single pixels."""
    width, height = size
    total = Image.new("L", size, 128)
    for level in range(levels):
        step = 2 ** (levels - 1 - level)
        small = (max(2, width // step), max(2, height // step))
        noise = Image.frombytes("L", small, draw.randbytes(small[0] * small[1]))
        strength = max(0.5 ** (level + 1), GRAIN)
        flat = noise.point([round(128 + (value - 128) * strength) for value in range(256)])
        total = ImageChops.add(total, flat.resize(size, Image.Resampling.BICUBIC), offset=-128)
    return ImageOps.autocontrast(total, cutoff=0.5)


def _colour(draw: random.Random, low: int, high: int) -> tuple[int, int, int]:
    return draw.randint(low, high), draw.randint(low, high), draw.randint(low, high)


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; copy it where that cannot be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def main() -> None:
    """Make a workspace to look at."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the workspace to make; must not exist")
    parser.add_argument("--pages", type=int, default=80, help="about how many pages (80)")
    parser.add_argument("--photographs", action="store_true", help="in every second article")
    options = parser.parse_args()
    if options.folder.exists():
        parser.error(f"{options.folder} exists already")
    bench = make_workspace(options.folder, options.pages, photographs=options.photographs)
    print(
        f"{bench.root}: {len(bench.articles)} articles, {bench.photographs} photographs; "
        f"next: printshop build {ISSUE} -C {bench.root}"
    )


if __name__ == "__main__":
    main()
