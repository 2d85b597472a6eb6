"""Read the two YAML files of an issue, check what the types alone cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printshop.manifest.bulletin import Bulletin
from printshop.manifest.issue import (
    JAMMED,
    ArticleRef,
    Filler,
    GroupItem,
    Headline,
    Issue,
    PhotosItem,
)
from printshop.manifest.rules import imprint_rule
from printshop.problems import Problems, Where
from printshop.problems.model import nearest
from printshop.sources import Document, Workspace, validate
from printshop.sources.yamltext import Loc, read_yaml
from printshop.text.slugs import slug
from printshop.workspace import ISSUE_FILE, WORKSPACE_FILE

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED_IDS = frozenset({"cover", "front", "contents", "imprint", "back-cover", "furniture"})


@dataclass(frozen=True)
class SourceFile:
    """A file that the manifest names."""

    path: Path
    name: str
    where: Where


@dataclass(frozen=True)
class LoadedBulletin:
    """`printshop.yaml`, with the places of its values."""

    bulletin: Bulletin
    document: Document


_UNREAD = LoadedBulletin(Bulletin(name="–", publisher="–"), Document(WORKSPACE_FILE, {}))
"""Stands for a `printshop.yaml` with errors while the issue is checked all the same."""


@dataclass(frozen=True)
class LoadedIssue:
    """An issue, its files found and its ids settled. Keys are places in the manifest."""

    id: str
    folder: Path
    workspace: Workspace
    bulletin: Bulletin
    issue: Issue
    document: Document
    ids: dict[Loc, str]
    """The id of each section and item."""
    articles: dict[Loc, SourceFile]
    pictures: dict[Loc, SourceFile]
    layout_where: Where
    """The place that names the layout."""
    bulletin_document: Document
    """`printshop.yaml`, for the places of its values."""

    def item(self, loc: Loc) -> object:
        """What stands at a place of the manifest that `ids` names."""
        here: Any = self.issue
        for part in loc:
            here = here[part] if isinstance(part, int) else getattr(here, part)
        return here

    @property
    def name(self) -> str:
        """What is printed in large letters: the issue's own name, or the bulletin's."""
        return self.issue.masthead.name or self.bulletin.name

    @property
    def press(self) -> tuple[str, Where]:
        """The print house that issue or bulletin names, and where; no name where neither does."""
        if self.issue.press:
            return self.issue.press, self.document.where(("press",))
        if self.bulletin.press:
            return self.bulletin.press, self.bulletin_document.where(("press",))
        return "", Where()

    @property
    def layout_name(self) -> str:
        """The layout that sets this issue."""
        return self.issue.layout or self.bulletin.layout

    @property
    def sources(self) -> dict[str, SourceFile]:
        """The file of each article, by id, in the order of the pages."""
        return {self.ids[loc]: file for loc, file in self.articles.items() if loc in self.ids}

    @property
    def linkable(self) -> list[str]:
        """Ids that a link may name: of all articles, also of those whose file is missing.

        Where files are missing, of every file in `articles/`: one of them is probably meant.
        """
        ids = [self.ids[loc] for loc, _item in _article_items(self.issue) if loc in self.ids]
        if not self.is_whole:
            ids += [path.stem for path in _files_at_hand(self.folder) if path.stem not in ids]
        return ids

    @property
    def is_whole(self) -> bool:
        """Whether the file of every article was found."""
        return len(self.articles) == sum(1 for _ in _article_items(self.issue))


def load_bulletin(workspace: Workspace, problems: Problems) -> LoadedBulletin | None:
    """Read `printshop.yaml`; None where it has errors."""
    document = _read_yaml(workspace, workspace.root / WORKSPACE_FILE, problems)
    bulletin = validate(Bulletin, document, problems) if document else None
    return LoadedBulletin(bulletin, document) if bulletin and document else None


def load_issue(
    workspace: Workspace, folder: Path, bulletin: LoadedBulletin | None, problems: Problems
) -> LoadedIssue | None:
    """Read the manifest in `folder`, find its files, settle its ids, check its references.

    Args:
        workspace: the folder of everything.
        folder: the issue's.
        bulletin: None where `printshop.yaml` has errors: the issue is checked without it.
        problems: S…, M003 to M007, M010, M012, M013 and P001 are noted here.

    Returns:
        None where the manifest has errors that forbid going on.
    """
    document = _read_yaml(workspace, folder / ISSUE_FILE, problems)
    issue = validate(Issue, document, problems) if document else None
    if issue is None or document is None:
        return None
    articles = {
        loc: file
        for loc, item in _article_items(issue)
        if (file := _article_file(workspace, folder, item.article, document, loc, problems))
    }
    pictures = {
        loc: SourceFile(path, workspace.name(path), document.where(loc))
        for loc, named in _picture_names(issue)
        if (path := workspace.find(folder, named, document.where(loc), problems, missing="P001"))
    }
    ids = _settle_ids(issue, document, articles, problems)
    ours = document if issue.layout else (bulletin or _UNREAD).document
    loaded = LoadedIssue(
        folder.name,
        folder,
        workspace,
        (bulletin or _UNREAD).bulletin,
        issue,
        document,
        ids,
        articles,
        pictures,
        ours.where(("layout",)),
        (bulletin or _UNREAD).document,
    )
    _check_headlines(loaded, problems)
    _check_unused(loaded, problems)
    if not any(_article_items(issue)):
        problems.add("M006", document.where(("sections",)))
    if bulletin:
        _check_imprint(loaded, bulletin.document, problems)
    return loaded


def named_articles(
    workspace: Workspace, folder: Path, problems: Problems
) -> tuple[dict[str, SourceFile], list[str]]:
    """What can be told of a manifest that `load_issue` refused, to check the rest in one run.

    Files that are not there are noted as `load_issue` notes them.

    Returns:
        The files of the articles by likely ids, and all ids that a link may well name.
    """
    document = _read_yaml(workspace, folder / ISSUE_FILE, Problems())
    found: dict[str, SourceFile] = {}
    if document is None:
        for path in _files_at_hand(folder):
            name = workspace.name(path)
            found[path.stem] = SourceFile(path, name, Where(name))
    else:
        for loc, named in _raw_names(document.data, ()):
            if loc[-1] in ("image", "file"):
                workspace.find(folder, named, document.where(loc), problems, missing="P001")
            elif file := _article_file(workspace, folder, named, document, loc, problems):
                found.setdefault(Path(named).stem, file)
    return found, sorted({*found, *(path.stem for path in _files_at_hand(folder))})


def _files_at_hand(folder: Path) -> list[Path]:
    """The articles in an issue's folder, listed or not."""
    return sorted(path for path in folder.glob("articles/*.md") if path.is_file())


def _raw_names(data: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Each text in plain data that stands where a manifest names a file.

    Only sections and the front page list articles: an `article:` of the cover is an id, however its
    list is misspelt.
    """
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _raw_names(value, (*loc, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from _raw_names(value, (*loc, i))
    elif isinstance(data, str) and data.strip() and not JAMMED.fullmatch(data):
        in_list = len(loc) > 1 and isinstance(loc[-1], int) and loc[-2] in ("items", "articles")
        is_article = (in_list or loc[-1:] == ("article",)) and _lists_articles(loc)
        if is_article or (loc and loc[-1] in ("image", "file")):
            yield loc, data.strip()


def _lists_articles(loc: Loc) -> bool:
    """Whether a place is within `sections` or `front`, perhaps misspelt, and no headline."""
    return nearest(str(loc[0]), Issue.model_fields) in ("sections", "front") and (
        "headlines" not in loc
    )


def _read_yaml(workspace: Workspace, path: Path, problems: Problems) -> Document | None:
    if not workspace.check_inside(path, problems):
        return None
    return read_yaml(workspace, path, problems)


_PROGRAMS = {
    **dict.fromkeys((".doc", ".docx", ".docm", ".dotx", ".rtf"), "Word"),
    **dict.fromkeys((".odt",), "LibreOffice"),
    **dict.fromkeys((".pdf",), "Acrobat"),
}


def _article_file(
    workspace: Workspace,
    folder: Path,
    named: str,
    document: Document,
    loc: Loc,
    problems: Problems,
) -> SourceFile | None:
    where = document.where(loc if loc[-1] == "article" else (*loc, "article"))
    path = workspace.find(folder, named, where, problems)
    if path is None:
        return None
    program = _PROGRAMS.get(path.suffix.lower())
    if program:
        problems.add("M013", where, path=named, program=program)
        return None
    return SourceFile(path, workspace.name(path), where)


def _article_items(issue: Issue) -> Iterator[tuple[Loc, ArticleRef]]:
    """Every article of the issue with its place, groups opened, in the order of the pages."""
    if issue.front:
        for i, story in enumerate(issue.front.articles):
            yield ("front", "articles", i), story
        if issue.front.sidebar:
            for i, story in enumerate(issue.front.sidebar.articles):
                yield ("front", "sidebar", "articles", i), story
    for loc, item in _items(issue):
        if isinstance(item, ArticleRef):
            yield loc, item
        elif isinstance(item, GroupItem):
            for i, article in enumerate(item.articles):
                yield (*loc, "articles", i), article


def _items(
    issue: Issue,
) -> Iterator[tuple[Loc, ArticleRef | GroupItem | PhotosItem | Filler]]:
    for s, section in enumerate(issue.sections):
        for i, item in enumerate(section.items):
            yield ("sections", s, "items", i), item
    for i, filler in enumerate(issue.fillers):
        yield ("fillers", i), filler


def _picture_names(issue: Issue) -> Iterator[tuple[Loc, str]]:
    if issue.cover and issue.cover.image:
        yield ("cover", "image"), issue.cover.image
    if issue.back_cover and issue.back_cover.image:
        yield ("back_cover", "image"), issue.back_cover.image
    for s, section in enumerate(issue.sections):
        if section.image:
            yield ("sections", s, "image"), section.image
    for loc, item in _items(issue):
        if isinstance(item, PhotosItem):
            for i, picture in enumerate(item.pictures):
                yield (*loc, "pictures", i, "file"), picture.file
        elif isinstance(item, Filler) and item.image:
            yield (*loc, "image"), item.image


def _settle_ids(
    issue: Issue, document: Document, articles: Mapping[Loc, SourceFile], problems: Problems
) -> dict[Loc, str]:
    """The id of each section and item: given, from the file's name, or from the heading."""
    ids: dict[Loc, str] = {}
    taken: dict[str, Where] = {}
    listed: dict[Path, Where] = {}

    def take(loc: Loc, wanted: str, where: Where) -> None:
        if not _ID.fullmatch(wanted):
            problems.add("M005", where, id=wanted, example=slug(wanted) or "bai-1")
        elif wanted in _RESERVED_IDS:
            problems.add("M005", where, id=wanted, example=f"{wanted}-1")
        elif wanted in taken:
            problems.add("M003", where, id=wanted, first=taken[wanted].line)
        else:
            taken[wanted] = where
            ids[loc] = wanted

    for loc, item in _article_items(issue):
        place = document.where((*loc, "article"))
        path = articles[loc].path if loc in articles else Path(item.article)
        if path in listed:
            problems.add("M012", place, path=item.article, first=listed[path].line)
            continue
        listed[path] = place
        if item.id:
            take(loc, item.id, document.where((*loc, "id")))
        elif loc in articles or _ID.fullmatch(Path(item.article).stem):
            take(loc, Path(item.article).stem, place)
    for loc, named_id, heading in _headed(issue):
        if named_id:
            take(loc, named_id, document.where((*loc, "id")))
        else:
            ids[loc] = _free(slug(heading) or "muc", taken)
            taken[ids[loc]] = document.where(loc)
    return ids


def _headed(issue: Issue) -> Iterator[tuple[Loc, str | None, str]]:
    for s, section in enumerate(issue.sections):
        yield ("sections", s), section.id, section.title
    for loc, item in _items(issue):
        if not isinstance(item, ArticleRef):
            yield loc, item.id, str(getattr(item, item.kind))


def _free(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3` … where it is taken or reserved."""
    used = {*taken, *_RESERVED_IDS}
    if wanted not in used:
        return wanted
    n = 2
    while f"{wanted}-{n}" in used:
        n += 1
    return f"{wanted}-{n}"


def _check_headlines(loaded: LoadedIssue, problems: Problems) -> None:
    """M004; a headline whose article's own id is refused waits until that is mended."""
    known = loaded.linkable
    refused = {
        item.id or Path(item.article).stem
        for loc, item in _article_items(loaded.issue)
        if loc not in loaded.ids and loc in loaded.articles
    }
    for loc, headline in _headlines(loaded.issue):
        if headline.article not in (*known, *refused):
            problems.add(
                "M004",
                loaded.document.where((*loc, "article")),
                near=nearest(headline.article.removesuffix(".md").split("/")[-1], known),
                id=headline.article,
                known=", ".join(known),
            )


def _headlines(issue: Issue) -> Iterator[tuple[Loc, Headline]]:
    for name, holder in (("cover", issue.cover), ("front", issue.front)):
        for i, headline in enumerate(holder.headlines if holder else ()):
            yield (name, "headlines", i), headline


def _check_unused(loaded: LoadedIssue, problems: Problems) -> None:
    if not loaded.is_whole:
        return  # one of the files is probably meant by a name that was not found
    used = {source.path for source in loaded.articles.values()}
    here = Where(loaded.workspace.name(loaded.folder / ISSUE_FILE))
    for path in _files_at_hand(loaded.folder):
        if path not in used:
            problems.add("M007", here, path=path.relative_to(loaded.folder).as_posix())


def _check_imprint(loaded: LoadedIssue, ours: Document, problems: Problems) -> None:
    """M010, at the issue's own imprint if it has one, else at that of `ours`, printshop.yaml."""
    rule = imprint_rule(loaded.issue.date)
    imprint = loaded.issue.imprint.over(loaded.bulletin.imprint)
    lacking = [name for name in rule.lines if not getattr(imprint, name)]
    if lacking:
        own = ("imprint",) in loaded.document.keys
        where = (loaded.document if own else ours).where(("imprint",), key=True)
        fields = ", ".join(f"`{name}`" for name in lacking)
        problems.add("M010", where, fields=fields, rule=rule.rule)
