"""The recipe: a manifest to finished files, every stage in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from pathlib import Path

from printshop.buildrecord import forget, remember
from printshop.content.article import read_article
from printshop.content.model import Article
from printshop.content.pictures import PictureStore
from printshop.edition import edition_of, press_of
from printshop.editionrecord import with_sources
from printshop.environment import require_engine
from printshop.issuebook import (
    bookmarks,
    check_lengths,
    furniture_pages,
    info_of,
    parts_of,
    runs_of,
    trace_of,
)
from printshop.layout import (
    Layout,
    Piece,
    Plan,
    furniture_job,
    load_layout,
    make_plan,
    with_options,
)
from printshop.layout.fonts import check_fonts, check_glyphs, font_files
from printshop.makeup import Book, make_up, map_pages
from printshop.makeup.linktexts import link_texts
from printshop.makeup.settle import RenderMany, Settled, UnsettledError, settle
from printshop.manifest import LoadedIssue, load_bulletin, load_issue, named_articles
from printshop.output import write_whole
from printshop.prepress.edition import Edition, Made
from printshop.press.load import Press
from printshop.problems import Problems, StopBuild, Where
from printshop.progress import Progress, Silent, Stopwatch
from printshop.render.cache import FragmentCache
from printshop.render.explain import explain
from printshop.render.job import Fragment, RenderFailure, RenderJob
from printshop.render.pool import Renderer, rendering
from printshop.render.workers import Limits
from printshop.settings import STATE, Built, Settings, Trace
from printshop.targets import TARGETS
from printshop.wholepages import Filled, Fitted, check_pages, fill_pages, fit_pages, likely_jobs
from printshop.workspace import Workspace


def build(
    workspace: Workspace,
    folder: Path,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Built | None:
    """Build the issue in `folder`.

    Args:
        workspace: the folder of everything.
        folder: the issue's folder.
        settings: resolved options.
        problems: all that is found, in every stage that could run.
        progress: told of stages and steps.
        executor: renders in place of our own workers.

    Returns:
        What was made; None where problems forbid it: then no file was touched.

    Raises:
        OSError: a result cannot be written.
    """
    progress, watch, begun = progress or Silent(), Stopwatch(), time.time_ns()
    try:
        with _renderer(workspace, settings, problems, executor) as renderer:
            with watch.stage("read"):
                progress.stage("read")
                loaded, articles = read(workspace, folder, problems, progress)
            with watch.stage("plan"):
                progress.stage("plan")
                layout, plan = lay_out(loaded, articles, renderer, problems)
                press = press_of(loaded, layout, settings, problems)
            if problems.fatal(strict=settings.strict):
                raise StopBuild
            with watch.stage("fit pages"):
                progress.stage("fit pages")
                many = renders(renderer, problems, progress)
                fitted = fit_pages(plan, layout, many, problems, tries_at_once(renderer))
            with watch.stage("render"):
                progress.stage("render", len(plan.pieces) + len(plan.fillers))
                settled = render(loaded, fitted.plan, layout, renderer, problems, many)
            with watch.stage("fill pages"):
                progress.stage("fill pages")
                filled = fill_pages(fitted.plan, settled, layout, many)
            judge(fitted, filled, layout, problems)
            with watch.stage("make up"):
                progress.stage("make up")
                book = assemble(loaded, filled.plan, layout, filled.settled, renderer, problems)
            note_cache(renderer, problems)
        with watch.stage("write"):
            edition = edition_of(loaded, filled.plan, layout, book, press, problems, progress)
            edition = recorded(edition, loaded, articles, filled, layout, settings)
            progress.stage("write")
            files = finish(book, edition, settings, problems)
            forget(workspace, folder, settings)
            paths = write(files, settings.folder(workspace.root, loaded.id))
    except StopBuild:
        return None
    finally:
        progress.finish()
    told = explain(renderer.told, workspace.root / STATE / "explain" / f"{loaded.id}.json")
    trace = trace_of(loaded, filled.plan, filled.settled, files)
    built = made(paths, book, filled, watch, trace, told if settings.explain else ())
    try:
        others = files_read(articles, loaded, press)
        remember(workspace, folder, settings, built, problems, begun, others)
    except OSError as error:
        problems.add("O002", reason=error.strerror or str(error))
    return built


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
    loaded: LoadedIssue, articles: Mapping[str, Article], renderer: Renderer, problems: Problems
) -> tuple[Layout, Plan]:
    """The layout, and the issue planned with it."""
    layout = load_layout(loaded.workspace, loaded.layout_name, loaded.layout_where, problems)
    check_fonts(layout, loaded.workspace, problems)
    layout = with_options(layout, loaded, problems)
    store = PictureStore(loaded.workspace.root / STATE / "pictures")
    plan = make_plan(loaded, articles, layout, store, problems, ahead(renderer, problems))
    check_glyphs(plan, layout, loaded.workspace, problems)
    return layout, plan


def render(
    loaded: LoadedIssue,
    plan: Plan,
    layout: Layout,
    renderer: Renderer,
    problems: Problems,
    many: RenderMany,
) -> Settled:
    """Every piece rendered, page numbers settled; what follows begun as soon as there are pages."""

    def begin_what_follows(first: Settled) -> None:
        if renderer.executor is not None:
            for job in likely_jobs(plan, first, layout, many):
                renderer.prefetch(job)
            renderer.prefetch(furniture_of(loaded, plan, layout, first, problems))

    pieces, fillers = runs_of(plan)
    jobs = [piece.job for piece in (*plan.pieces, *plan.fillers)]
    for part in plan.parts:
        renderer.prefetch(part.piece.job)  # most issues have a page that needs one
    try:
        return settle(
            jobs,
            many,
            lambda lengths: map_pages(pieces(lengths), layout.spec.numbering, fillers(lengths)),
            _guesses(plan),
            begin_what_follows,
        )
    except UnsettledError as error:
        problems.add("R004", item=error.name)
        raise StopBuild from None


def renders(renderer: Renderer, problems: Problems, progress: Progress) -> RenderMany:
    """Renders jobs, a step each; stops the build where one fails."""
    return lambda jobs: _sound(renderer.render(jobs, progress.step), problems)


def tries_at_once(renderer: Renderer) -> int:
    """How many settings of an item to render together: more than are needed cost workers little."""
    return 1 if renderer.executor is None else 4


def furniture_of(
    loaded: LoadedIssue, plan: Plan, layout: Layout, settled: Settled, problems: Problems
) -> RenderJob:
    """The document of folios and running heads for these pages."""
    pages = furniture_pages(loaded, plan, settled.page_map, settled.fragments)
    shared = {"bulletin": loaded.bulletin, "issue": loaded.issue}
    return furniture_job(layout, pages, shared, loaded.workspace, problems)


def assemble(
    loaded: LoadedIssue,
    plan: Plan,
    layout: Layout,
    settled: Settled,
    renderer: Renderer,
    problems: Problems,
) -> Book:
    """Furniture over pages, pages into a book."""
    job = furniture_of(loaded, plan, layout, settled, problems)
    renderer.prefetch(job)

    def furniture() -> Fragment:
        made = _sound(renderer.render([job]), problems)[0]
        wanted = len(settled.page_map.pages)
        if made.pages != wanted:
            template = Where(loaded.workspace.name(layout.folder / layout.spec.furniture))
            problems.add("L009", template, made=made.pages, pages=wanted)
            raise StopBuild
        return made

    book = make_up(
        settled.fragments,
        furniture,
        settled.page_map,
        layout.spec.geometry,
        bookmarks(plan),
        parts_of(plan),
        frozenset(p.id for p in (*plan.pieces, *plan.fillers) if p.mirrored),
        info_of(loaded),
        link_texts=link_texts(piece.job.html for piece in (*plan.pieces, *plan.fillers)),
        faces=font_files(loaded.workspace, problems),
    )
    for target in book.lost_links:
        problems.add("R006", target=target)
    for font in book.separate_fonts:
        problems.add("R011", font=font)
    return book


def judge(fitted: Fitted, filled: Filled, layout: Layout, problems: Problems) -> None:
    """What is to be said of the finished pages: budgets, white, how many there are."""
    check_pages(fitted, filled, layout, problems)
    check_lengths(filled.plan, filled.settled, layout, problems)


def recorded(
    edition: Edition,
    loaded: LoadedIssue,
    articles: Mapping[str, Article],
    filled: Filled,
    layout: Layout,
    settings: Settings,
) -> Edition:
    """The edition with its record and its sources, where a file to keep is made."""
    if "archive" not in settings.targets:
        return edition
    return with_sources(edition, loaded, articles, filled.plan, filled.settled, layout)


def finish(
    book: Book, edition: Edition, settings: Settings, problems: Problems
) -> tuple[Made, ...]:
    """Each target's files, all made before the first is written.

    Raises:
        StopBuild: problems forbid to write any.
    """
    files = [file for name in settings.targets for file in TARGETS[name](book, edition, problems)]
    if problems.fatal(strict=settings.strict):
        raise StopBuild
    return tuple(files)


def write(files: Sequence[Made], folder: Path) -> tuple[Path, ...]:
    """Put the files into `folder`."""
    for file in files:
        write_whole(folder / file.name, file.data)
    return tuple(folder / file.name for file in files)


def made(
    files: tuple[Path, ...],
    book: Book,
    filled: Filled,
    watch: Stopwatch,
    trace: Trace,
    explanations: tuple[tuple[str, tuple[str, ...]], ...],
) -> Built:
    """What the build comes to."""
    return Built(
        files,
        len(book.page_map.pages),
        filled.plan.words,
        filled.plan.pictures,
        sum(file.stat().st_size for file in files),
        watch.seconds,
        filled.last_pages,
        trace,
        explanations=explanations,
    )


def _sound(results: Sequence[Fragment | RenderFailure], problems: Problems) -> list[Fragment]:
    """The fragments; failures and the engine's complaints become problems."""
    fragments = []
    for result in results:
        if isinstance(result, Fragment):
            fragments.append(result)
            told = {dict(p.params)["reason"] for p in problems if p.code == "L008"}
            for warning in dict.fromkeys(w for w in result.warnings if w not in told):
                problems.add("L008", item=result.name, reason=warning)
        elif result.refused_url:
            problems.add("R003", item=result.name, url=result.refused_url)
        elif result.cause == "died":
            problems.add("R009", item=result.name)
        elif result.cause == "engine":
            problems.add("R001", item=result.name, reason=result.reason)
        else:
            code = {"time": "R007", "memory": "R008"}[result.cause]
            problems.add(code, item=result.name, limit=result.reason)
    if len(fragments) < len(results):
        raise StopBuild
    return fragments


_SHORT_ISSUE = 30
"""Pieces of an issue whose cover and contents may well take a page each."""


def _guesses(plan: Plan) -> dict[str, int]:
    """Pieces that are likely to take one page, and that nothing points into."""
    if len(plan.pieces) > _SHORT_ISSUE:
        return {p.id: 1 for p in plan.pieces if p.kind == "cover" and p.waits_for}
    pieces = (p for p in plan.pieces if p.zone == "front" and p.kind != "front")
    return {p.id: 1 for p in pieces if p.waits_for}


def ahead(renderer: Renderer, problems: Problems) -> Callable[[Piece], None]:
    """Begin to render each piece while the next is planned, as long as nothing is wrong."""

    def begin(piece: Piece) -> None:
        if not problems.errors and not piece.waits_for:
            renderer.prefetch(piece.job)

    return begin


def note_cache(renderer: Renderer, problems: Problems) -> None:
    """Bound the cache; say where fragments could not be kept (O002)."""
    if renderer.cache:
        renderer.cache.trim()
    for error in renderer.not_kept[:1]:
        problems.add("O002", reason=error.strerror or str(error))


def files_read(
    articles: Mapping[str, Article], loaded: LoadedIssue, press: Press | None
) -> set[Path]:
    """Files outside the issue's folder that the build read."""
    pictures = {picture.file.path for article in articles.values() for picture in article.pictures}
    named = {source.path for source in (*loaded.articles.values(), *loaded.pictures.values())}
    house = {press.path, press.profile} if press else set()
    return {p for p in pictures | named | house if not p.is_relative_to(loaded.folder)}


def _renderer(
    workspace: Workspace, settings: Settings, problems: Problems, executor: Executor | None
) -> AbstractContextManager[Renderer]:
    state = workspace.root / STATE
    return rendering(
        workspace.root / "fonts",
        state,
        settings.jobs,
        cache=FragmentCache(state / "fragments"),
        executor=executor,
        limits=Limits(settings.seconds_per_fragment, settings.megabytes_per_worker),
        need_engine=lambda: require_engine(problems),
    )
