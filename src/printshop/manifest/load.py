"""Find the workspace, read its two YAML files, check what the types alone cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from printshop.manifest.bulletin import Bulletin
from printshop.manifest.issue import ArticleItem, FillerItem, GroupItem, Issue, PhotosItem
from printshop.problems import Problems, StopBuild, Where
from printshop.problems.model import nearest
from printshop.sources import Document, Workspace, parse_yaml, read_text, validate
from printshop.sources.yamltext import Loc
from printshop.text.slugs import slug

WORKSPACE_FILE = "printshop.yaml"
ISSUE_FILE = "issue.yaml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED_IDS = frozenset({"cover", "contents", "imprint", "back-cover", "furniture"})


@dataclass(frozen=True)
class SourceFile:
    """A file that the manifest names."""

    path: Path
    name: str
    where: Where


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

    @property
    def layout_name(self) -> str:
        """The layout that sets this issue."""
        return self.issue.layout or self.bulletin.layout

    @property
    def article_ids(self) -> dict[str, Loc]:
        """The place of each article, by id, in the order of the pages."""
        return {self.ids[loc]: loc for loc in self.articles}


def find_workspace(start: Path, problems: Problems) -> Workspace:
    """The workspace that `start` is in.

    Raises:
        StopBuild: there is none; M001 is noted.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / WORKSPACE_FILE).is_file():
            return Workspace(folder)
    problems.add("M001", path=str(start))
    raise StopBuild


def load_bulletin(workspace: Workspace, problems: Problems) -> Bulletin | None:
    """Read `printshop.yaml`; None where it has errors."""
    document = _read_yaml(workspace, workspace.root / WORKSPACE_FILE, problems)
    return validate(Bulletin, document, problems) if document else None


def issue_folder(workspace: Workspace, wanted: str, cwd: Path, problems: Problems) -> Path:
    """The folder of the issue called `wanted`: an id, or a path of it or of its manifest.

    Raises:
        StopBuild: there is none; M002 is noted.
    """
    by_path = Path(wanted) if Path(wanted).is_absolute() else cwd / wanted
    for folder in (workspace.root / "issues" / wanted, by_path, by_path.parent):
        inside = folder.resolve().is_relative_to(workspace.root.resolve())
        if inside and (folder / ISSUE_FILE).is_file():
            return folder.resolve()
    known = sorted(p.parent.name for p in workspace.root.glob(f"issues/*/{ISSUE_FILE}"))
    problems.add("M002", issue=wanted, near=nearest(wanted, known), known=", ".join(known) or "–")
    raise StopBuild


def load_issue(
    workspace: Workspace, folder: Path, bulletin: Bulletin, problems: Problems
) -> LoadedIssue | None:
    """Read the manifest in `folder`, find its files, settle its ids, check its references.

    Returns:
        None where the manifest has errors that forbid going on.
    """
    document = _read_yaml(workspace, folder / ISSUE_FILE, problems)
    issue = validate(Issue, document, problems) if document else None
    if issue is None or document is None:
        return None
    ids = _settle_ids(issue, document, problems)
    articles = {
        loc: SourceFile(path, workspace.name(path), document.where((*loc, "article")))
        for loc, item in _article_items(issue)
        if (path := _find(workspace, folder, item.article, document, loc, problems))
    }
    pictures = {
        loc: SourceFile(path, workspace.name(path), document.where(loc))
        for loc, named in _picture_names(issue)
        if (path := workspace.find(folder, named, document.where(loc), problems, missing="P001"))
    }
    loaded = LoadedIssue(
        folder.name, folder, workspace, bulletin, issue, document, ids, articles, pictures
    )
    _check_headlines(loaded, problems)
    _check_unused(loaded, problems)
    _check_imprint(loaded, problems)
    return loaded


def _read_yaml(workspace: Workspace, path: Path, problems: Problems) -> Document | None:
    name = workspace.name(path)
    text = read_text(path, Where(name), problems)
    return None if text is None else parse_yaml(text, name, problems)


def _find(
    workspace: Workspace,
    folder: Path,
    named: str,
    document: Document,
    loc: Loc,
    problems: Problems,
) -> Path | None:
    return workspace.find(folder, named, document.where((*loc, "article")), problems)


def _article_items(issue: Issue) -> Iterator[tuple[Loc, ArticleItem]]:
    """Every article of the issue with its place, groups opened."""
    for loc, item in _items(issue):
        if isinstance(item, ArticleItem):
            yield loc, item
        elif isinstance(item, GroupItem):
            for i, article in enumerate(item.articles):
                yield (*loc, "articles", i), article


def _items(
    issue: Issue,
) -> Iterator[tuple[Loc, ArticleItem | GroupItem | PhotosItem | FillerItem]]:
    for s, section in enumerate(issue.sections):
        for i, item in enumerate(section.items):
            yield ("sections", s, "items", i), item
    for i, filler in enumerate(issue.fillers):
        yield ("fillers", i), filler


def _picture_names(issue: Issue) -> Iterator[tuple[Loc, str]]:
    if issue.cover.image:
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
        elif isinstance(item, FillerItem) and item.image:
            yield (*loc, "image"), item.image


def _settle_ids(issue: Issue, document: Document, problems: Problems) -> dict[Loc, str]:
    """The id of each section and item: given, from the file's name, or from the heading."""
    ids: dict[Loc, str] = {}
    taken: dict[str, Where] = {}

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
        field = "id" if item.id else "article"
        wanted = item.id or Path(item.article).stem
        take(loc, wanted, document.where((*loc, field)))
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
        if not isinstance(item, ArticleItem):
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
    known = [loaded.ids[loc] for loc, _ in _article_items(loaded.issue) if loc in loaded.ids]
    for i, headline in enumerate(loaded.issue.cover.headlines):
        if headline.article not in known:
            problems.add(
                "M004",
                loaded.document.where(("cover", "headlines", i, "article")),
                near=nearest(headline.article, known),
                id=headline.article,
                known=", ".join(known),
            )


def _check_unused(loaded: LoadedIssue, problems: Problems) -> None:
    used = {source.path for source in loaded.articles.values()}
    here = Where(loaded.workspace.name(loaded.folder / ISSUE_FILE))
    for path in sorted(loaded.folder.glob("articles/*.md")):
        if path not in used:
            problems.add("M007", here, path=path.relative_to(loaded.folder).as_posix())


def _check_imprint(loaded: LoadedIssue, problems: Problems) -> None:
    imprint = loaded.issue.imprint.over(loaded.bulletin.imprint)
    required = ("licence", "printed_at", "copies", "frequency", "responsible")
    lacking = [name for name in required if not getattr(imprint, name)]
    if lacking:
        where = loaded.document.where(("imprint",), key=True)
        problems.add("M010", where, fields=", ".join(f"`{name}`" for name in lacking))
