"""The recipe: a manifest to finished files, every stage in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from printshop.content.article import read_article
from printshop.content.model import Article
from printshop.content.pictures import PictureStore
from printshop.issuebook import (
    bookmarks,
    check_lengths,
    furniture_pages,
    info_of,
    parts_of,
    runs_of,
)
from printshop.layout import Layout, Plan, furniture_job, load_layout, make_plan
from printshop.layout.fonts import check_fonts, check_glyphs
from printshop.makeup import Book, make_up, map_pages
from printshop.makeup.settle import Settled, UnsettledError, settle
from printshop.manifest import LoadedIssue, load_bulletin, load_issue, named_articles
from printshop.output import write_whole
from printshop.problems import Problems, StopBuild, Where
from printshop.progress import Progress, Silent, Stopwatch
from printshop.render.job import Fragment, RenderFailure, RenderJob
from printshop.render.pool import render_all, workers
from printshop.sources import Workspace
from printshop.targets import TARGETS

STATE = ".printshop"
"""The workspace's folder for what can be made again."""


@dataclass(frozen=True)
class Settings:
    """What a run was asked for, resolved."""

    targets: tuple[str, ...] = ("screen",)
    out: Path | None = None
    """The folder of the files; `dist/<issue>` of the workspace by default."""
    jobs: int = 1
    strict: bool = False


@dataclass(frozen=True)
class Built:
    """What a build made."""

    files: tuple[Path, ...]
    pages: int
    words: int
    pictures: int
    size: int
    """Bytes of all files."""
    seconds: Mapping[str, float]


def build(
    workspace: Workspace,
    folder: Path,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
) -> Built | None:
    """Build the issue in `folder`.

    Args:
        workspace: the folder of everything.
        folder: the issue's folder.
        settings: resolved options.
        problems: all that is found, in every stage that could run.
        progress: told of stages and steps.

    Returns:
        What was made; None where problems forbid it: then no file was touched.

    Raises:
        OSError: a result cannot be written.
    """
    progress = progress or Silent()
    watch = Stopwatch()
    try:
        with watch.stage("read"):
            progress.stage("read")
            loaded, articles = read(workspace, folder, problems, progress)
        with watch.stage("plan"):
            progress.stage("plan")
            layout, plan = lay_out(loaded, articles, problems)
        if problems.fatal(strict=settings.strict):
            return None
        fonts, state = workspace.root / "fonts", workspace.root / STATE
        with workers(settings.jobs, fonts, state) as executor:
            with watch.stage("render"):
                progress.stage("render", len(plan.pieces) + len(plan.fillers))
                settled = render(plan, layout, executor, problems, progress)
            check_lengths(plan, settled, layout, problems)
            with watch.stage("make up"):
                progress.stage("make up")
                book = assemble(loaded, plan, layout, settled, problems)
        if problems.fatal(strict=settings.strict):
            return None
        with watch.stage("write"):
            progress.stage("write")
            files = write(book, loaded.id, workspace, settings)
    except StopBuild:
        return None
    finally:
        progress.finish()
    size = sum(file.stat().st_size for file in files)
    pages = len(book.page_map.pages)
    return Built(files, pages, plan.words, plan.pictures, size, watch.seconds)


def read(
    workspace: Workspace, folder: Path, problems: Problems, progress: Progress
) -> tuple[LoadedIssue, dict[str, Article]]:
    """Manifest and articles; every problem of all of them is noted before giving up."""
    bulletin = load_bulletin(workspace, problems)
    loaded = load_issue(workspace, folder, bulletin, problems)
    if loaded:
        sources, linkable = loaded.sources, loaded.linkable
    else:
        sources, linkable = named_articles(workspace, folder, problems)
    articles = {}
    for article_id, source in sources.items():
        article = read_article(
            workspace, source.path, article_id, folder, linkable, problems, where=source.where
        )
        if article:
            articles[article_id] = article
        progress.step(source.name)
    if bulletin is None or loaded is None:
        raise StopBuild
    return loaded, articles


def lay_out(
    loaded: LoadedIssue, articles: Mapping[str, Article], problems: Problems
) -> tuple[Layout, Plan]:
    """The layout, and the issue planned with it."""
    layout = load_layout(loaded.workspace, loaded.layout_name, loaded.layout_where, problems)
    check_fonts(layout, loaded.workspace, problems)
    store = PictureStore(loaded.workspace.root / STATE / "pictures")
    plan = make_plan(loaded, articles, layout, store, problems)
    check_glyphs(plan, loaded.workspace, problems)
    return layout, plan


def render(
    plan: Plan,
    layout: Layout,
    executor: Executor | None,
    problems: Problems,
    progress: Progress,
) -> Settled:
    """Every piece rendered, page numbers settled."""

    def render_many(jobs: Sequence[RenderJob]) -> list[Fragment]:
        return _sound(render_all(jobs, executor, progress.step), problems)

    pieces, fillers = runs_of(plan)
    jobs = [piece.job for piece in (*plan.pieces, *plan.fillers)]
    try:
        return settle(
            jobs,
            render_many,
            lambda lengths: map_pages(pieces(lengths), layout.spec.numbering, fillers(lengths)),
        )
    except UnsettledError as error:
        problems.add("R004", item=error.name)
        raise StopBuild from None


def assemble(
    loaded: LoadedIssue, plan: Plan, layout: Layout, settled: Settled, problems: Problems
) -> Book:
    """Furniture over pages, pages into a book."""
    pages = furniture_pages(loaded, plan, settled.page_map)
    shared = {"bulletin": loaded.bulletin, "issue": loaded.issue}
    job = furniture_job(layout, pages, shared, loaded.workspace, problems)
    furniture = _sound(render_all([job]), problems)[0]
    if furniture.pages != len(pages):
        template = Where(loaded.workspace.name(layout.folder / layout.spec.furniture))
        problems.add("L009", template, made=furniture.pages, pages=len(pages))
        raise StopBuild
    book = make_up(
        settled.fragments,
        furniture,
        settled.page_map,
        layout.spec.geometry,
        bookmarks(plan),
        parts_of(plan),
        frozenset(p.id for p in (*plan.pieces, *plan.fillers) if p.mirrored),
        info_of(loaded),
    )
    for target in book.lost_links:
        problems.add("R006", target=target)
    return book


def write(book: Book, issue_id: str, workspace: Workspace, settings: Settings) -> tuple[Path, ...]:
    """Each target's file, all made before the first is written."""
    folder = settings.out or workspace.root / "dist" / issue_id
    made = {name: TARGETS[name](book) for name in settings.targets}
    files = []
    for name, data in made.items():
        path = folder / f"{issue_id}-{name}.pdf"
        write_whole(path, data)
        files.append(path)
    return tuple(files)


def _sound(results: Sequence[Fragment | RenderFailure], problems: Problems) -> list[Fragment]:
    """The fragments; failures and the engine's complaints become problems."""
    fragments = []
    for result in results:
        if isinstance(result, Fragment):
            fragments.append(result)
            for warning in result.warnings:
                problems.add("L008", item=result.name, reason=warning)
        elif result.refused_url:
            problems.add("R003", item=result.name, url=result.refused_url)
        else:
            problems.add("R001", item=result.name, reason=result.reason)
    if len(fragments) < len(results):
        raise StopBuild
    return fragments
