"""The recipe of `printshop distribute`: who gets how many copies, and the papers for it.

Everything is computed and drawn before the first file is written.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.i18n import N_
from printshop.output import write_all
from printshop.problems import Problems, StopBuild, Where
from printshop.progress import Progress, Silent
from printshop.settings import STATE, Settings
from printshop.workspace import Workspace

if TYPE_CHECKING:
    from printshop.distribution.history import Record
    from printshop.distribution.model import Changes, Distribution, Figures, IssueName, Sender
    from printshop.distribution.stocks import LabelStock
    from printshop.layout import Layout
    from printshop.manifest import LoadedIssue
    from printshop.render.job import Fragment, RenderJob

RECKONING = N_("reckoning copies and parcels")
DRAWING = N_("drawing labels, slips and lists")
_SECONDS = 1500.0
"""For one paper: a slip takes the engine some 50 ms, so 900 s are enough for about 16,000 parcels,
and 1000 s for the 20,000 that there may be (`figures.MOST_PARCELS`)."""
_MANY = 60
"""Parcels from which on workers are worth their start."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for."""

    today: dt.date
    """The day that a new record is dated."""
    list_file: Path | None = None
    """The recipients; those of `distribution.yaml` by default."""
    labels: str = ""
    """The label sheet; that of `distribution.yaml` by default."""
    first_label: int = 1
    """From where on the first sheet has labels left."""
    out: Path | None = None
    """The folder of the papers; `dist/<issue>` of the workspace by default."""


@dataclass(frozen=True)
class Distributed:
    """What was reckoned and made."""

    figures: Figures
    changes: Changes | None
    """None where no earlier issue is recorded."""
    stock: LabelStock
    label_sheets: int
    """Sheets of labels, the one that was begun included."""
    files: tuple[Path, ...]
    """The papers in the order in which they are used, then the table."""
    record: Path
    """Where it is kept."""
    recorded: bool
    """Whether the record has a new version."""


def distribute(
    workspace: Workspace,
    folder: Path,
    wanted: Wanted,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
) -> Distributed | None:
    """Reckon the distribution of the issue in `folder`, write its papers and its record.

    Args:
        workspace: the folder of everything.
        folder: the issue's.
        wanted: the list, the labels, where the papers go.
        settings: as for a build; the screen file is brought up to date first, for its pages.
        problems: all that is found.
        progress: told of stages and steps.

    Returns:
        What was made; None where the issue cannot be built.

    Raises:
        StopBuild: the problems say why; nothing was written but the screen file.
        OSError: a file cannot be written.
    """
    from printshop.distribution.figures import as_csv, copy_of, figures_of
    from printshop.distribution.history import changes_since, record_path, recorded
    from printshop.uptodate import bring_up_to_date

    progress = progress or Silent()
    found = Problems()
    loaded = _manifest(workspace, folder, found)
    problems.pass_on(found)
    source, stock, history = _checked(workspace, folder, wanted, problems)
    wishes = replace(settings, targets=("screen",), explain=False)
    found = Problems()
    try:
        built = bring_up_to_date(workspace, folder, wishes, found, progress)
    finally:
        problems.pass_on(found)
    if built is None or loaded is None:
        return None
    progress.stage(RECKONING)
    layout = _layout(loaded, problems)
    copy = copy_of(built.pages, layout.spec.trim, source.spec.paper)
    figures = figures_of(source, issue_name(loaded), copy, problems)
    changes = changes_since(figures, history)
    _compare(figures, source, loaded, problems)
    first = wanted.first_label
    workers = settings.jobs
    papers = _papers(figures, changes, loaded, layout, stock, first, workers, problems, progress)
    table = as_csv(figures, source.table_separator, loaded.bulletin.language)
    own = next((record for record in history if record.issue.id == figures.issue.id), None)
    kept = own.path if own else record_path(workspace, figures.issue.id)
    earlier = kept.read_bytes() if own else None
    record = recorded(figures, source.spec, earlier, wanted.today)
    if own and record != earlier:
        problems.add("D037", Where(workspace.name(kept)), day=f"{own.last.made:%d/%m/%Y}")
    if problems.fatal(strict=settings.strict):
        raise StopBuild
    out = wanted.out or workspace.root / "dist" / folder.name
    names = [*(f"{folder.name}-{paper}.pdf" for paper in papers), f"{folder.name}-distribution.csv"]
    files = tuple(out / name for name in names)
    results = dict(zip(files, [*papers.values(), table], strict=True))
    write_all(results if record == earlier else {**results, kept: record})
    parcels = sum(route.parcels for route in figures.routes)
    sheets = -(-(first - 1 + parcels) // stock.each)
    return Distributed(figures, changes, stock, sheets, files, kept, record != earlier)


def _manifest(workspace: Workspace, folder: Path, problems: Problems) -> LoadedIssue | None:
    """The manifest; None where it has errors, of which the build tells with all others."""
    from printshop.manifest import load_bulletin, load_issue

    bulletin = load_bulletin(workspace, problems)
    loaded = load_issue(workspace, folder, bulletin, problems)
    return loaded if bulletin else None


def _checked(
    workspace: Workspace, folder: Path, wanted: Wanted, problems: Problems
) -> tuple[Distribution, LabelStock, list[Record]]:
    """List, label sheet and records, all of them checked before minutes are spent on pages."""
    from printshop.distribution.contract import DistributionSpec
    from printshop.distribution.history import read_history
    from printshop.distribution.load import load_distribution, setting
    from printshop.distribution.stocks import load_labels

    before = problems.errors
    source, stock = None, None
    history = read_history(workspace, problems)
    with suppress(StopBuild):  # it is noted, and what else is wrong is looked for
        source = load_distribution(workspace, folder, problems, list_file=wanted.list_file)
    if source is not None and not any(recipient.copies for recipient in source.recipients):
        problems.add("D031", source.where)
    with suppress(StopBuild):
        told = setting(workspace, folder, "labels")  # other fields may have errors
        name, where = told or (DistributionSpec().labels, source.where if source else Where())
        if wanted.labels:
            stock = load_labels(workspace, wanted.labels, Where(), problems)
        elif source is not None or (told and isinstance(name, str) and name):
            stock = load_labels(workspace, name, where, problems)
    if stock is not None and not 1 <= wanted.first_label <= stock.each:
        problems.add("D056", given=wanted.first_label, name=stock.name, each=stock.each)
    if source is None or stock is None or problems.errors > before:
        raise StopBuild
    return source, stock, history


def _settings_file(workspace: Workspace, source: Distribution) -> Where:
    """The file of settings, else that of the list."""
    from printshop.distribution.load import SETTINGS

    path = next((path for path in source.files if path.name == SETTINGS), None)
    return Where(workspace.name(path)) if path else source.where


def _layout(loaded: LoadedIssue, problems: Problems) -> Layout:
    """The layout that the issue is set in; what is wrong with it was told by the build."""
    from printshop.layout import load_layout, with_options

    layout = load_layout(loaded.workspace, loaded.layout_name, loaded.layout_where, problems)
    return with_options(layout, loaded, problems)


def issue_name(loaded: LoadedIssue) -> IssueName:
    """What papers and records call the issue."""
    from printshop.distribution.model import IssueName
    from printshop.text.typography import plain

    issue = loaded.issue
    name, genre = plain(loaded.name), plain(issue.masthead.genre or loaded.bulletin.genre)
    if not name.casefold().startswith(genre.casefold()):
        name = f"{genre} {name}"  # the name alone may be as plain as “Thông tin”
    own = unicodedata.normalize("NFC", loaded.id)  # a Mac's file system may say it otherwise
    return IssueName(own, name, plain(issue.number), issue.date)


def sender_of(loaded: LoadedIssue) -> Sender:
    """Who sends the parcels: the publisher, with the office's address and telephone."""
    from printshop.distribution.model import Sender

    bulletin = loaded.bulletin
    imprint = loaded.issue.imprint.over(bulletin.imprint)
    place, address, phone = bulletin.place or "", imprint.address or "", imprint.phone or ""
    return Sender(bulletin.publisher, place, address, phone)


def _compare(
    figures: Figures, source: Distribution, loaded: LoadedIssue, problems: Problems
) -> None:
    """D035 where the imprint has another print run, D036 where none of it is kept."""
    own = loaded.issue.imprint.copies is not None
    printed = loaded.issue.imprint.over(loaded.bulletin.imprint).copies
    if printed is not None and printed != figures.run.total:
        document = loaded.document if own else loaded.bulletin_document
        where = document.where(("imprint", "copies"))
        problems.add("D035", where, run=figures.run.total, printed=printed)
    if not {"legal_deposit", "archive"} & source.spec.model_fields_set:
        problems.add("D036", _settings_file(loaded.workspace, source))


# -- papers


def _papers(
    figures: Figures,
    changes: Changes | None,
    loaded: LoadedIssue,
    layout: Layout,
    stock: LabelStock,
    first_label: int,
    workers: int,
    problems: Problems,
    progress: Progress,
) -> dict[str, bytes]:
    """The finished PDF of each paper, by its name in the names of files."""
    from printshop.distribution.papers import finished, paper_jobs, paper_title

    workspace, language = loaded.workspace, loaded.bulletin.language
    sender = sender_of(loaded)
    jobs = paper_jobs(
        figures, changes, sender, layout, stock, language, first_label, workspace, problems
    )
    progress.stage(DRAWING, len(jobs))
    parcels = sum(route.parcels for route in figures.routes)
    workers = workers if parcels > _MANY else 0
    fragments = _rendered(workspace, list(jobs.values()), workers, problems, progress)
    return {
        paper: finished(fragment, paper_title(paper, figures.issue), language)
        for paper, fragment in zip(jobs, fragments, strict=True)
    }


def _rendered(
    workspace: Workspace,
    jobs: Sequence[RenderJob],
    workers: int,
    problems: Problems,
    progress: Progress,
) -> list[Fragment]:
    """The jobs rendered, by so many workers, or in this process."""
    from printshop.build import note_cache, renders
    from printshop.environment import require_engine
    from printshop.render.cache import FragmentCache
    from printshop.render.pool import rendering
    from printshop.render.workers import Limits

    state = workspace.root / STATE
    cache = FragmentCache(state / "fragments")
    with rendering(
        workspace.root / "fonts",
        state,
        jobs=workers,
        cache=cache,
        limits=Limits(_SECONDS),
        need_engine=lambda: require_engine(problems),
    ) as renderer:
        fragments = renders(renderer, problems, progress)(jobs)
        note_cache(renderer, problems)
    return list(fragments)
