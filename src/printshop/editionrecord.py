"""What is kept of an issue beside its pages: its record, and the sources put into the file.

The record is what archive and catalogue know of an edition (`record.EditionRecord`).
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any

from printshop.archive.model import Kept
from printshop.archive.recordfile import write_kept
from printshop.content.model import Article, ArticlePicture, Block, Box, Figure
from printshop.layout import Layout, Piece, Plan
from printshop.layout.fonts import read_faces
from printshop.makeup.settle import Settled
from printshop.manifest import LoadedIssue
from printshop.manifest.issue import GroupItem, PhotosItem
from printshop.prepress.edition import Edition, SourceFile
from printshop.problems import Problems
from printshop.record import EditionRecord, ItemRecord
from printshop.render.key import engine_versions
from printshop.sources.yamltext import Loc
from printshop.text.credits import authors_in, is_source, photographers_in
from printshop.text.typography import plain

RECORD_FILE = "edition.json"
"""The record within the archive file."""
VERSIONS_FILE = "versions.json"
"""There too: what decided the pages."""


def record_of(
    loaded: LoadedIssue, articles: Mapping[str, Article], plan: Plan, settled: Settled
) -> EditionRecord:
    """The edition as plain data: its sections and items with their pages, people and words."""
    bulletin, issue = loaded.bulletin, loaded.issue
    order = {e.anchor: i for i, e in enumerate(e for p in plan.pieces for e in p.outline)}
    items = sorted(
        _items(loaded, articles, plan, settled), key=lambda item: (item.first, order[item.id])
    )
    return EditionRecord(
        id=loaded.id,
        bulletin=plain(loaded.name),
        publisher=plain(bulletin.publisher),
        number=issue.number,
        date=issue.date,
        language=bulletin.language,
        genre=plain(issue.masthead.genre or bulletin.genre),
        place=plain(bulletin.place or ""),
        issn=bulletin.issn or "",
        title=plain(issue.title or ""),
        sections=tuple(plain(section.title) for section in issue.sections),
        items=tuple(items),
        folios=tuple(page.folio for page in settled.page_map.pages),
    )


def _items(
    loaded: LoadedIssue, articles: Mapping[str, Article], plan: Plan, settled: Settled
) -> Iterator[ItemRecord]:
    """Every item that is printed, by its place in the manifest."""
    entries = {entry.anchor: piece for piece in plan.pieces for entry in piece.outline}
    for loc, item_id in loaded.ids.items():
        piece = entries.get(item_id)
        item = loaded.item(loc)
        kind = str(getattr(item, "kind", ""))
        if piece is None or kind not in ("article", "group", "photos"):
            continue
        first, last = _pages_of(piece, item_id, settled)
        shared: dict[str, Any] = {
            "id": item_id,
            "kind": kind,
            "first": first + 1,
            "last": last + 1,
            "folio": settled.page_map.pages[first].folio,
            "section": _section_at(loaded, loc),
            "group": _group_at(loaded, loc),
        }
        if isinstance(item, PhotosItem):
            yield _photos(item, shared)
        elif isinstance(item, GroupItem):
            yield ItemRecord(title=plain(item.group), text=plain(item.group), **shared)
        elif item_id in articles:
            title = getattr(item, "title", None)
            yield _article(articles[item_id], plain(title) if title else "", shared)


def _pages_of(piece: Piece, item: str, settled: Settled) -> tuple[int, int]:
    """First and last page of the issue, from 0: an item ends where the next one of its run begins.

    Of a group's members, the group itself goes on to its last one's end.
    """
    anchors = settled.fragments[piece.id].anchors
    at = next(i for i, entry in enumerate(piece.outline) if entry.anchor == item)
    own = piece.outline[at]
    later = [entry for entry in piece.outline[at + 1 :] if entry.level <= own.level]
    ends = [anchors[entry.anchor] for entry in later if entry.anchor in anchors]
    first = anchors.get(item, 0)
    last = ends[0] if ends else settled.fragments[piece.id].pages - 1
    page = settled.page_map.page_of
    return page(piece.id, first).index, page(piece.id, max(first, last)).index


def _section_at(loaded: LoadedIssue, loc: Loc) -> str:
    if loc[0] != "sections":
        return ""
    return plain(loaded.issue.sections[int(loc[1])].title)


def _group_at(loaded: LoadedIssue, loc: Loc) -> str:
    """The id of the group that an article at `loc` is in."""
    around = loc[:-2]
    return loaded.ids.get(around, "") if len(loc) > 4 and loc[-2] == "articles" else ""


def _article(article: Article, title: str, shared: Mapping[str, Any]) -> ItemRecord:
    pictures = list(article.pictures)
    photographers = [
        *photographers_in(plain(article.credit)),
        *(
            name
            for picture in pictures
            for name in photographers_in(plain(picture.credit), of_picture=True)
        ),
    ]
    return ItemRecord(
        title=title or plain(article.title),
        lead=words_of(article.lead),
        authors=article.authors or authors_in(plain(article.credit)),
        photographers=tuple(dict.fromkeys(photographers)),
        places=(article.place,) if article.place and not is_source(article.place) else (),
        text="\n".join(_lines(article)),
        **shared,
    )


def _lines(article: Article) -> Iterator[str]:
    """All words of an article, a paragraph a line."""
    parts = [
        article.kicker,
        article.title,
        words_of(article.lead),
        *(_caption(picture) for picture in article.pictures),
        *(words for block in article.blocks for words in _words(block)),
        *(words_of(note.html) for note in article.notes),
        article.credit,
    ]
    yield from (plain(part) for part in parts if part.strip())


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Box):
        yield block.title
        for inner in block.blocks:
            yield from _words(inner)
    elif not isinstance(block, Figure):
        yield words_of(block.html)


def _caption(picture: ArticlePicture) -> str:
    """Caption and credit, which need a full stop between them where none is there."""
    ended = picture.caption.rstrip('”")').endswith((".", "!", "?", "…", ":"))
    return (" " if ended else ". ").join(filter(None, (picture.caption, picture.credit)))


def _photos(item: PhotosItem, shared: Mapping[str, Any]) -> ItemRecord:
    credits = [plain(picture.credit or "") for picture in item.pictures]
    people = [name for line in credits for name in photographers_in(line, of_picture=True)]
    captions = [picture.caption or "" for picture in item.pictures]
    lines = [item.photos, item.text or "", *captions, *credits]
    return ItemRecord(
        title=plain(item.photos),
        photographers=tuple(dict.fromkeys(people)),
        text="\n".join(plain(" ".join(line.split())) for line in lines if line.strip()),
        **shared,
    )


_BLOCKS = re.compile(r"</(?:p|li|h\d|tr|blockquote|caption|figcaption)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")


def words_of(text: str) -> str:
    """The words of HTML that `content` made: a paragraph a line."""
    lines = _TAG.sub(" ", _BLOCKS.sub("\n", text)).split("\n")
    return "\n".join(" ".join(plain(html.unescape(line)).split()) for line in lines if line.strip())


# -- what it was made from


def with_sources(
    edition: Edition,
    loaded: LoadedIssue,
    articles: Mapping[str, Article],
    plan: Plan,
    settled: Settled,
    layout: Layout,
) -> Edition:
    """The edition with its record, and with manifest, articles, layout and versions to embed.

    Raises:
        OSError: a file that was there a moment ago cannot be read.
    """
    record = record_of(loaded, articles, plan, settled)
    sources = [
        *_texts(loaded),
        *_layout_files(layout),
        SourceFile(
            VERSIONS_FILE,
            "application/json",
            as_json(versions_of(loaded, layout)),
            "Fonts, programs and their versions that decided the pages",
            "Data",
        ),
        SourceFile(
            RECORD_FILE,
            "application/json",
            write_kept(Kept(record, (), "printshop", f"{loaded.id}-archive.pdf")),
            "Contents, authors and words of the issue, for programs",
            "Data",
        ),
    ]
    return replace(edition, record=record, sources=tuple(sources))


_MEDIA_TYPES = {
    ".yaml": "application/yaml",
    ".md": "text/markdown",
    ".css": "text/css",
    ".j2": "text/plain",
    ".svg": "image/svg+xml",
}


def _texts(loaded: LoadedIssue) -> Iterator[SourceFile]:
    """Manifest, workspace file and articles; photographs are in the pages."""
    workspace = loaded.workspace
    yield _source("printshop.yaml", workspace.root / "printshop.yaml", "The bulletin")
    yield _source("issue.yaml", loaded.folder / "issue.yaml", "The manifest of the issue")
    for article_id, source in loaded.sources.items():
        yield _source(f"article-{article_id}.md", source.path, "An article as it was written")


def _layout_files(layout: Layout) -> Iterator[SourceFile]:
    """The layout, and those it extends."""
    for folder in layout.folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in _MEDIA_TYPES:
                parts = path.relative_to(folder).parts
                name = "-".join(("layout", folder.name, *parts))
                yield _source(name, path, f"Layout {folder.name}")


def _source(name: str, path: Path, description: str) -> SourceFile:
    media_type = _MEDIA_TYPES.get(path.suffix, "application/octet-stream")
    return SourceFile(name, media_type, path.read_bytes(), description)


def versions_of(loaded: LoadedIssue, layout: Layout) -> dict[str, Any]:
    """Versions of all that decides the bytes of the pages, and the fonts by their digest."""
    fonts = loaded.workspace.root / "fonts"
    wanted = set(layout.spec.fonts.model_dump().values())
    faces = {
        path.relative_to(fonts).as_posix(): sorted(face.families)
        for path, face in read_faces(loaded.workspace, Problems()).items()
        if wanted & face.families
    }
    return {
        "printshop": metadata.version("printshop"),
        "engine": {k: v for k, v in engine_versions().items() if k != "render"},
        "packages": {name: metadata.version(name) for name in _packages()},
        "fonts": {
            name: {
                "families": families,
                "sha256": hashlib.sha256((fonts / name).read_bytes()).hexdigest(),
            }
            for name, families in faces.items()
        },
    }


def _packages() -> list[str]:
    """What printshop declares that it needs."""
    required = metadata.requires("printshop") or []
    return sorted({re.split(r"[\s<>=!~;\[]", line, maxsplit=1)[0] for line in required})


def as_json(data: Any) -> bytes:
    """JSON for people and for decades: sorted, indented, in UTF-8."""
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
