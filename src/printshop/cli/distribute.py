"""`printshop distribute [ISSUE]`, and the history of all issues."""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.options import (
    FormatOption,
    QuietOption,
    WorkspaceOption,
    complete_issue,
    complete_labels,
)
from printshop.cli.session import Format, Session
from printshop.i18n import _, ngettext
from printshop.problems import Exit

if TYPE_CHECKING:
    from printshop.distributing import Distributed, Wanted
    from printshop.distribution.history import Record
    from printshop.distribution.model import (
        Change,
        Changes,
        Delivery,
        Figures,
        IssueName,
        PrintRun,
    )
    from printshop.distribution.record import RecordedRun
    from printshop.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "distribute",
        help=_(
            "Reckon who gets how many copies of an issue, and make what goes with the parcels: "
            "address labels, parcel slips, a list to sign, the figures. They go to dist/ISSUE/."
        ),
        epilog=_("Example: printshop distribute 2017-09"),
    )(distribute)


def distribute(
    issue: Annotated[
        str | None,
        typer.Argument(
            help=_("the issue: its folder's name under issues/, or a path"),
            autocompletion=complete_issue,
        ),
    ] = None,
    list_file: Annotated[
        Path | None,
        typer.Option(
            "--list",
            metavar="FILE",
            help=_(
                "the recipients, a CSV or XLSX file; by default those of distribution.yaml, or "
                "distribution.csv or .xlsx beside it"
            ),
        ),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help=_("the label sheet: a file of labels/, or a stock one; by default the list's"),
            autocompletion=complete_labels,
        ),
    ] = None,
    first_label: Annotated[
        int,
        typer.Option(
            metavar="N",
            help=_("for a sheet that is begun: the first label left, counted row by row"),
        ),
    ] = 1,
    history: Annotated[
        bool,
        typer.Option(
            "--history",
            help=_(
                "Show what was distributed of all issues so far, or of the one named; nothing is "
                "made."
            ),
        ),
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=_("folder of the files"))] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=_("Warnings forbid a result too."))
    ] = False,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    from printshop.distributing import Wanted
    from printshop.settings import Settings

    session = _Distributing(format, strict, quiet, history=history)
    if history:
        session.run(lambda: _history(session, issue, workspace))
    if issue is None:
        raise typer.BadParameter(_("name an issue, or ask for `--history`"))
    wanted = Wanted(
        today=dt.datetime.now().astimezone().date(),
        list_file=list_file.resolve() if list_file else None,
        labels=labels or "",
        first_label=first_label,
        out=out.resolve() if out else None,
    )
    settings = Settings(jobs=min(8, os.cpu_count() or 1), strict=strict)
    session.run(lambda: _distribute(session, issue, wanted, settings, workspace))


@dataclass
class _Distributing(Session):
    """Records that are sound are shown beside those that are not; and a build may come first."""

    history: bool = False
    shown: tuple[Mapping[str, Any], Sequence[str]] | None = None
    """What is told though there are errors."""

    def _report(self, result: tuple[Mapping[str, Any], Sequence[str]] | None, code: Exit) -> None:
        super()._report(result or self.shown, code)

    def _count(self) -> str:
        """Not that nothing was written: the issue itself may have been brought up to date."""
        count, nothing = super()._count(), _("Nothing was written.")
        if self.history:
            return count.removesuffix(f" {nothing}")
        return count.replace(nothing, _("No papers were written."))


def _distribute(
    session: Session, issue: str, wanted: Wanted, settings: Settings, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.cli.bars import progress_for
    from printshop.distributing import distribute as make
    from printshop.workspace import issue_folder

    found = session.find_workspace(workspace, issue)
    folder = issue_folder(found, issue, Path.cwd(), session.problems)
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        made = make(found, folder, wanted, settings, session.problems, progress)
    finally:
        progress.finish()
    if made is None:
        return None
    from printshop.preflight.reports.text import clean

    return _as_data(made), [clean(line) for line in _lines(made)]


def _history(
    session: _Distributing, issue: str | None, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.distribution.history import changes_between, read_history
    from printshop.preflight.reports.text import clean

    found = session.find_workspace(workspace, issue or "")
    records = read_history(found, session.problems)
    steps = [
        _Step(now, changes_between(before.last, now.last), before)
        for before, now in pairwise(records)
    ]
    steps = [*(_Step(record, None, None) for record in records[:1]), *steps]
    if issue:
        name = unicodedata.normalize("NFC", Path(issue).name)
        steps = [step for step in steps if step.record.issue.id == name]
    data = [_record_data(step.record, step.changes) for step in steps]
    bare = not steps and session.problems.errors  # something is recorded, but cannot be read
    lines = [] if bare else [clean(line) for line in _history_lines(steps, issue or "")]
    session.shown = {"history": data}, lines
    return session.shown


@dataclass(frozen=True)
class _Step:
    """A record, and what is different since the one before."""

    record: Record
    changes: Changes | None
    before: Record | None


# -- for programs


def _as_data(made: Distributed) -> dict[str, Any]:
    figures = made.figures
    return {
        "files": [str(path) for path in made.files],
        "record": {"file": str(made.record), "new_version": made.recorded},
        "labels": {
            "stock": made.stock.name,
            "count": sum(route.parcels for route in figures.routes),
            "sheets": made.label_sheets,
        },
        "issue": _issue_data(figures.issue),
        "copy": {
            "pages": figures.copy.pages,
            "pages_with_white_ones": figures.copy.sides,
            "leaves": figures.copy.leaves,
            "grams": figures.copy.grams,
        },
        "print_run": _run_data(figures.run),
        "bundle": figures.bundle,
        "routes": [
            {
                "route": route.name or None,
                "copies": route.copies,
                "parcels": route.parcels,
                "grams": round(route.grams, 3),
                "recipients": [_delivery_data(delivery) for delivery in route.deliveries],
            }
            for route in figures.routes
        ],
        "changes": _changes_data(made.changes),
    }


def _issue_data(issue: IssueName) -> dict[str, str]:
    return {
        "id": issue.id,
        "bulletin": issue.bulletin,
        "number": issue.number,
        "date": issue.date.isoformat(),
    }


def _run_data(run: PrintRun | RecordedRun) -> dict[str, int]:
    return {
        "total": run.total,
        "recipients": run.recipients,
        "spares": run.spares,
        "legal_deposit": run.legal_deposit,
        "archive": run.archive,
        "rounding": run.rounding,
    }


def _delivery_data(delivery: Delivery) -> dict[str, Any]:
    to = delivery.recipient
    return {
        "unit": to.unit,
        "address": to.address,
        "copies": to.copies,
        "contact": to.contact or None,
        "phone": to.phone or None,
        "note": to.note or None,
        "parcels": [
            {
                "number": parcel.number,
                "copies": parcel.copies,
                "bundles": parcel.bundles,
                "loose": parcel.loose,
                "grams": parcel.grams,
            }
            for parcel in delivery.parcels
        ],
    }


def _changes_data(changes: Changes | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    return {
        "since": _issue_data(changes.since),
        "print_run_before": changes.run_before,
        "changes": [
            {
                "unit": change.unit,
                "before": change.before,
                "now": change.now,
                "address_before": change.address_before or None,
            }
            for change in changes.changes
        ],
        "perhaps_same": [{"before": gone, "now": new} for gone, new in changes.alike],
    }


def _record_data(record: Record, changes: Changes | None) -> dict[str, Any]:
    last = record.last
    return {
        "file": str(record.path),
        "versions": len(record.versions),
        "made": last.made.isoformat(),
        "issue": _issue_data(record.issue),
        "recipients": last.served,
        "print_run": _run_data(last.print_run),
        "changes": _changes_data(changes),
    }


# -- and for people


def _lines(made: Distributed) -> Iterator[str]:
    figures = made.figures
    yield _run_line(figures.run)
    yield _copy_line(figures)
    yield ""
    yield from _route_lines(figures)
    yield ""
    yield _labels_line(made)
    if made.changes:
        yield ""
        yield from _change_lines(made.changes, figures.run.total)
    yield ""
    if made.recorded:
        yield _("recorded in {path}").format(path=_shown(made.record))
    else:
        yield _("as recorded before in {path}").format(path=_shown(made.record))
    for path in made.files:
        yield str(_shown(path))


def _run_line(run: PrintRun) -> str:
    total = ngettext("print run: {n} copy", "print run: {n} copies", run.total)
    parts = [
        (run.recipients, _("for recipients")),
        (run.spares, _("spare")),
        (run.legal_deposit, _("for legal deposit")),
        (run.archive, _("for the archive")),
        (run.rounding, _("to round up")),
    ]
    told = " + ".join(f"{_n(count)} {what}" for count, what in parts if count)
    return total.format(n=_n(run.total)) + f" = {told}"


def _copy_line(figures: Figures) -> str:
    from printshop.distribution.wording import decimal, decimal_in_force

    copy = figures.copy
    pages = ngettext("{n} page", "{n} pages", copy.pages).format(n=_n(copy.pages))
    if copy.sides != copy.pages:
        pages += ", " + _("{n} with white ones").format(n=_n(copy.sides))
    leaves = ngettext("{n} leaf", "{n} leaves", copy.leaves).format(n=_n(copy.leaves))
    grams = decimal_in_force(decimal(copy.grams, 1))
    return _("a copy: {pages}, {leaves}, {grams} g; bundles of {bundle}").format(
        pages=pages, leaves=leaves, grams=grams, bundle=_n(figures.bundle)
    )


def _labels_line(made: Distributed) -> str:
    parcels = sum(route.parcels for route in made.figures.routes)
    sheets = ngettext("{n} sheet", "{n} sheets", made.label_sheets).format(n=_n(made.label_sheets))
    return _("labels: {n} on {sheets} of {name}").format(
        n=_n(parcels), sheets=sheets, name=made.stock.name
    )


def _route_lines(figures: Figures) -> list[str]:
    from printshop.distribution.wording import decimal_in_force, weight_of

    alone = len(figures.routes) == 1
    nameless = _("all") if alone else _("without a route")
    rows = [
        (route.name or nameless, [len(route.deliveries), route.copies, route.parcels], [route])
        for route in figures.routes
    ]
    if not alone:
        sums = [sum(column) for column in zip(*(counts for _name, counts, _r in rows), strict=True)]
        rows.append((_("all"), sums, list(figures.routes)))
    cells = [
        [name, *map(_n, counts), decimal_in_force(weight_of(routes))]
        for name, counts, routes in rows
    ]
    return _table([[_("route"), _("recipients"), _("copies"), _("parcels"), _("kg")], *cells])


def _change_lines(changes: Changes, run: int) -> Iterator[str]:
    since, before = changes.since, changes.run_before
    told = []
    if before != run:
        told.append(_("print run {before} → {now}").format(before=_n(before), now=_n(run)))
    elif not changes.changes:
        told.append(_("nothing changed"))
    said = _("since number {number} of {date}:")
    head = said.format(number=since.number, date=_day(since.date))
    yield " ".join([head, *told])
    for change in changes.changes:
        yield f"  {_change(change)}"
    for gone, new in changes.alike:
        yield "  " + _("perhaps the same unit: {before} → {now}").format(before=gone, now=new)


def _change(change: Change) -> str:
    if change.before is None:
        return _("new: {unit}, {now}").format(unit=change.unit, now=_n(change.now or 0))
    if change.now is None:
        return _("gone: {unit}, had {before}").format(unit=change.unit, before=_n(change.before))
    told = []
    if change.before != change.now:
        told.append(f"{_n(change.before)} → {_n(change.now)}")
    if change.address_before:
        told.append(_("moved, was at {address}").format(address=change.address_before))
    return f"{change.unit}: {'; '.join(told)}"


def _history_lines(steps: Sequence[_Step], issue: str) -> list[str]:
    if not steps and issue:
        return [_("Nothing is recorded of {issue}.").format(issue=issue)]
    if not steps:
        return [_("Nothing is recorded yet.")]
    heads = [_("issue"), _("date"), _("print run"), _("recipients"), _("copies"), _("change")]
    rows = [_history_row(step) for step in steps]
    return _table([heads, *rows], left=(0, 1, 5))


def _history_row(step: _Step) -> list[str]:
    last, summary = step.record.last, "–"
    copies = last.print_run.recipients
    if step.changes and step.before:
        summary = _summary(step.changes, copies - step.before.last.print_run.recipients)
    counts = (last.print_run.total, last.served, copies)
    return [last.issue.id, _day(last.issue.date), *map(_n, counts), summary]


def _summary(changes: Changes, more: int) -> str:
    """How much an issue differs from the one before, in one line; `more` copies are sent."""
    new = sum(change.before is None for change in changes.changes)
    gone = sum(change.now is None for change in changes.changes)
    other = len(changes.changes) - new - gone
    parts = [("+" if more > 0 else "−") + _n(abs(more))] if more else []
    if new:
        parts.append(_("{n} new").format(n=new))
    if gone:
        parts.append(_("{n} gone").format(n=gone))
    if other:
        parts.append(_("{n} changed").format(n=other))
    return ", ".join(parts) or "="


def _n(number: int) -> str:
    """A number in the language in force: `1.925`."""
    from printshop.distribution.wording import whole_in_force

    return whole_in_force(number)


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"


def _table(rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> list[str]:
    """Rows as lines; columns of numbers end under one another, those in `left` begin so."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            f"{cell:<{width}}" if place in left else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
