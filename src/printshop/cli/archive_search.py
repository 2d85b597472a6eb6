"""`printshop archive search WORDS`."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.options import ArchiveOption, FormatOption, WorkspaceOption
from printshop.cli.session import Format, Session
from printshop.i18n import _, ngettext

if TYPE_CHECKING:
    from printshop.archive.query import Query
    from printshop.archive.search import Found, Hit
    from printshop.archive.snippet import Snippet
    from printshop.problems import Problems

_KNOWN = 8
"""Names that are told where one is unknown."""
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command(
        "search",
        help=_(
            "Find what was printed about something, with or without diacritics, and say in which "
            "edition and on which page. “In quotes” for words in a row, word* for words that go "
            "on, -word for what must not be there."
        ),
        epilog=_("Example: printshop archive search 'dân vận khéo' --from 2015"),
    )(search)


def search(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...",
            help=_("what to look for; without, all that the options choose is listed"),
            show_default=False,
        ),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=_("only what this person wrote; a part of the name")),
    ] = None,
    photographer: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("only with photographs by this person"))
    ] = None,
    section: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=_("only in this section; a part of its title")),
    ] = None,
    since: Annotated[
        int | None,
        typer.Option("--from", metavar="YEAR", min=1, max=9999, help=_("the first year")),
    ] = None,
    until: Annotated[
        int | None,
        typer.Option("--to", metavar="YEAR", min=1, max=9999, help=_("the last year")),
    ] = None,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", min=1, max=9999, help=_("this year alone"))
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=_("show so many at most"))] = 20,
    format: FormatOption = Format.TEXT,
    archive: ArchiveOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    from printshop.archive.query import Query

    if year is not None and (since is not None or until is not None):
        raise typer.BadParameter(_("give either --year, or --from and --to"))
    wanted = Query(
        text=" ".join(query or ()),
        author=author or "",
        photographer=photographer or "",
        section=section or "",
        since=since if year is None else year,
        until=until if year is None else year,
        limit=limit,
    )
    session = Session(format, writes=False)
    session.run(lambda: _search(session, wanted, archive, workspace))


def _search(
    session: Session, query: Query, archive: Path | None, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.archive.catalogue import open_catalogue
    from printshop.cli.bars import progress_for

    root = session.find_archive(archive, workspace)
    _check(query, session.problems)
    progress = progress_for(quiet=False, json=session.format is Format.JSON)
    try:
        with open_catalogue(root, session.problems, progress) as catalogue:
            progress.finish()
            found = catalogue.find(query)
    finally:
        progress.finish()
    _note(found, query, session.problems)
    return _as_data(found), list(_lines(found, root, bold=sys.stdout.isatty()))


def _check(query: Query, problems: Problems) -> None:
    """Refuse what asks for nothing.

    Raises:
        StopBuild: V033, V036 or V039 is noted.
    """
    from printshop.archive.query import read_query
    from printshop.problems import StopBuild

    if query.since and query.until and query.since > query.until:
        problems.add("V036", since=query.since, until=query.until)
    asked = read_query(query.text)
    chosen = query.author or query.photographer or query.section or query.since or query.until
    if not (asked.units or asked.without or (chosen and not query.text.strip())):
        if query.text.strip():
            problems.add("V033", query=textwrap.shorten(query.text, 60, placeholder=" …"))
        else:
            problems.add("V039")
    if problems.errors:
        raise StopBuild


def _note(found: Found, query: Query, problems: Problems) -> None:
    """What one should know of the answer."""
    from printshop.problems.model import nearest

    if found.asked.cut:
        count = sum(len(unit.words) for unit in found.asked.units)
        problems.add("V037", count=count)
    if found.some:
        problems.add("V034")
    for kind, known in found.unknown.items():
        name = getattr(query, kind)
        few = ", ".join(known[:_KNOWN]) + (", …" if len(known) > _KNOWN else "")
        near = nearest(name, known)
        problems.add("V035", near=near, name=name, option=f"--{kind}", known=few or "–")


# -- for programs


def _as_data(found: Found) -> dict[str, Any]:
    return {
        "total": found.total,
        "all_words": not found.some,
        "hits": [_hit_as_data(hit) for hit in found.hits],
    }


def _hit_as_data(hit: Hit) -> dict[str, Any]:
    return {
        "edition": hit.edition,
        "version": hit.version,
        "name": hit.name,
        "date": hit.date.isoformat(),
        "item": hit.item,
        "kind": hit.kind,
        "title": hit.title,
        "section": hit.section,
        "authors": list(hit.authors),
        "photographers": list(hit.photographers),
        "page": hit.page,
        "folio": hit.folio,
        "exact": hit.exact,
        "snippet": {"text": hit.snippet.text, "marks": [list(mark) for mark in hit.snippet.marks]},
        "file": hit.file.as_posix(),
    }


# -- for people


def _lines(found: Found, root: Path, *, bold: bool) -> Iterator[str]:
    width = max(40, min(100, shutil.get_terminal_size((100, 24)).columns))
    marked = any(mark for unit in found.asked.units for mark in unit.marked)
    for hit in found.hits:
        yield from _hit_lines(hit, width, bold=bold, other=marked and not hit.exact)
        yield ""
    if not found.hits:
        yield _("Nothing in the archive has that.")
        return
    total = found.total
    count = ngettext("{n} place was found", "{n} places were found", total).format(n=total)
    if total > len(found.hits):
        shown = len(found.hits)
        said = ngettext(
            "{count}; the first is shown", "{count}; the first {shown} are shown", shown
        )
        count = said.format(count=count, shown=shown)
    yield count + ". " + _("The files are in {folder}.").format(folder=root)


def _hit_lines(hit: Hit, width: int, *, bold: bool, other: bool) -> Iterator[str]:
    from printshop.archive.filling import PAGE
    from printshop.preflight.reports.text import clean

    title = hit.title if hit.kind != PAGE else _("Page {page}").format(page=hit.page)
    about = [hit.name, _("p. {folio}").format(folio=hit.folio or hit.page)]
    about += [part for part in (hit.section, ", ".join(hit.authors)) if part]
    if other:
        about.append(_("other diacritics"))
    title = clean(title)  # a bag may be anybody's
    yield f"{_BOLD}{title}{_PLAIN}" if bold else title
    yield clean("  " + " · ".join(about))
    yield from _wrapped(hit.snippet, width, bold=bold)
    yield clean(f"  {hit.file.as_posix()}")


_STARTS, _ENDS = "\ue000", "\ue001"
"""Stand in for marks while lines are broken, for they must count for little."""


def _wrapped(snippet: Snippet, width: int, *, bold: bool) -> Iterator[str]:
    from printshop.preflight.reports.text import clean

    parts, at = [], 0
    text = clean(snippet.text.replace(_STARTS, " ").replace(_ENDS, " "))
    for start, end in snippet.marks:
        parts += [text[at:start], _STARTS, text[start:end], _ENDS]
        at = end
    parts.append(text[at:])
    opening, closing = (_BOLD, _PLAIN) if bold else ("[", "]")
    for line in textwrap.wrap("".join(parts), width - 4):
        yield "    " + line.replace(_STARTS, opening).replace(_ENDS, closing)
