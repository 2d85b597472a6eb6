"""`printshop build ISSUE`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.options import (
    FormatOption,
    PressOption,
    QuietOption,
    WorkspaceOption,
    complete_issue,
)
from printshop.cli.session import Format, Session
from printshop.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from printshop.settings import Built, Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "build",
        help=_("Build an issue: its finished PDF goes to dist/ISSUE/."),
        epilog=_("Example: printshop build 2017-09 --strict"),
    )(build)


def build(
    issue: Annotated[
        str,
        typer.Argument(
            help=_("the issue: its folder's name under issues/, or a path"),
            autocompletion=complete_issue,
        ),
    ],
    target: Annotated[
        list[str] | None,
        typer.Option(help=_("what to make; may be given several times (screen, press)")),
    ] = None,
    press: PressOption = None,
    out: Annotated[Path | None, typer.Option(help=_("folder of the files"))] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, help=_("worker processes; by default as many as there are processors")
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=_("Warnings forbid a result too."))
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help=_("Say of each part why it was rendered again."))
    ] = False,
    format: FormatOption = Format.TEXT,
    quiet: QuietOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    from printshop.settings import Settings

    session = Session(format, strict, quiet)
    settings = Settings(
        targets=tuple(dict.fromkeys(target or ["screen"])),
        out=out.resolve() if out else None,
        press=press or "",
        jobs=jobs or min(8, os.cpu_count() or 1),
        strict=strict,
        explain=explain,
    )
    session.run(lambda: _build(session, issue, settings, workspace))


def _build(
    session: Session, issue: str, settings: Settings, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.cli.bars import progress_for
    from printshop.settings import TARGETS
    from printshop.uptodate import bring_up_to_date
    from printshop.workspace import issue_folder

    unknown = [name for name in settings.targets if name not in TARGETS]
    if unknown:
        known = ", ".join(TARGETS)
        raise typer.BadParameter(
            _("there is no target `{name}`; targets: {known}").format(name=unknown[0], known=known)
        )
    if settings.press and "press" not in settings.targets:
        raise typer.BadParameter(_("`--press` is for the press file: add `--target press`"))
    found = session.find_workspace(workspace, issue)
    folder = issue_folder(found, issue, Path.cwd(), session.problems)
    progress = progress_for(quiet=session.quiet, json=session.format is Format.JSON)
    try:
        built = bring_up_to_date(found, folder, settings, session.problems, progress)
    finally:
        progress.finish()
    if built is None:
        return None
    others = _others(built, folder.name) if "press" in settings.targets else []
    data = {
        "files": [str(file) for file in built.files],
        "pages": built.pages,
        "words": built.words,
        "pictures": built.pictures,
        "bytes": built.size,
        "seconds": {name: round(s, 3) for name, s in built.seconds.items()},
        "last_pages": [asdict(page) for page in built.last_pages],
        "unchanged": built.unchanged,
        "explanations": [[name, list(reasons)] for name, reasons in built.explanations],
        "others": others,
    }
    return data, _summary(built, others, Path.cwd())


def _others(built: Built, issue_id: str) -> list[str]:
    """Names of PDF files beside those made that are of no target: one could be sent for another."""
    from printshop.settings import reserved_names

    known = {file.name for file in built.files} | reserved_names(issue_id)
    folders = dict.fromkeys(file.parent for file in built.files)
    found = {path.name for folder in folders for path in folder.iterdir() if path.is_file()}
    return sorted(
        name
        for name in found - known
        if name.lower().endswith(".pdf") and not name.startswith((".", f"{issue_id}-booklet"))
    )


_MOST_OTHERS = 8
"""Names in one line."""


def _summary(built: Built, others: Sequence[str], here: Path) -> list[str]:
    from printshop.cli.bars import stage_name
    from printshop.preflight.reports.text import clean

    megabytes = built.size / 1_000_000
    size = f"{megabytes:.1f} MB" if megabytes >= 1 else f"{built.size / 1000:.0f} kB"
    counts = (
        ngettext("{n} page", "{n} pages", built.pages).format(n=built.pages),
        ngettext("{n} word", "{n} words", built.words).format(n=built.words),
        ngettext("{n} picture", "{n} pictures", built.pictures).format(n=built.pictures),
        size,
    )
    times = ", ".join(f"{stage_name(name)} {s:.1f} s" for name, s in built.seconds.items())
    lines = [_explanation(name, reasons) for name, reasons in built.explanations]
    if built.unchanged:
        lines.append(_("Nothing has changed since the last build."))
    lines += [*_last_pages(built), ", ".join(counts), _("time: ") + times]
    if others:
        names = ", ".join(others[:_MOST_OTHERS]) + (", …" if len(others) > _MOST_OTHERS else "")
        lines.append(clean(_("Other PDF files lie beside, not of this build: ") + names))
    shown = (f.relative_to(here) if f.is_relative_to(here) else f for f in built.files)
    return [*lines, *map(str, shown)]


def _last_pages(built: Built) -> Iterator[str]:
    """A table of items: their pages, how full the last one is, the filler at its foot."""
    if not built.last_pages:
        return
    yield _("How full the last pages are:")
    wide = max(len(page.item) for page in built.last_pages)
    for page in built.last_pages:
        pages = ngettext("{n} page", "{n} pages", page.pages).format(n=page.pages)
        with_filler = _("with `{filler}`").format(filler=page.filler) if page.filler else ""
        yield f"  {page.item:{wide}}  {pages:>8}  {page.percent:>3} %  {with_filler}".rstrip()


_REASONS = {
    "kept": N_("kept"),
    "new": N_("rendered: new"),
    "not in the cache any more": N_("rendered: no longer in the cache"),
    "html": N_("text or template"),
    "stylesheet": N_("style sheet"),
    "assets": N_("pictures"),
    "options": N_("options"),
    "fonts": N_("fonts"),
    "engine": N_("versions of the engine"),
}


def _explanation(name: str, reasons: Sequence[str]) -> str:
    words = ", ".join(_(_REASONS.get(reason, reason)) for reason in reasons)
    if reasons and reasons[0] in ("kept", "new", "not in the cache any more"):
        return f"{name}: {words}"
    return _("{name}: rendered, because of a change of: {what}").format(name=name, what=words)
