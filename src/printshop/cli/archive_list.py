"""`printshop archive list`, as `printshop archive` alone does too, and `archive show EDITION`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from printshop.cli.archive_add import megabytes, shown
from printshop.cli.options import ArchiveOption, FormatOption, WorkspaceOption, workspace_of
from printshop.cli.session import Format, Session
from printshop.i18n import _, ngettext
from printshop.problems import Exit

if TYPE_CHECKING:
    from printshop.archive.model import BagPlace, InArchive
    from printshop.problems import Problems


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command(
        "list",
        help=_("List the editions in the archive, with their versions."),
        epilog=_("Example: printshop archive list"),
    )(list_editions)
    group.command(
        "show",
        help=_("Show what the archive has of an edition: contents, files, versions."),
        epilog=_("Example: printshop archive show 2017-09"),
    )(show)


def complete_edition(context: typer.Context, incomplete: str) -> list[str]:
    """For the shell's completion: the editions in the archive."""
    from printshop.archive.model import ARCHIVE
    from printshop.archive.store import latest

    root, named = workspace_of(context), context.params.get("archive")
    folder = Path(named) if named else root / ARCHIVE if root else None
    names = [place.edition for place in latest(folder)] if folder else []
    return [name for name in names if name.startswith(incomplete)]


EditionArgument = Annotated[
    str,
    typer.Argument(
        metavar="EDITION",
        help=_("the edition: `2017-09`, or a version of it: `2017-09/v1`"),
        autocompletion=complete_edition,
    ),
]


def list_editions(
    format: FormatOption = Format.TEXT,
    archive: ArchiveOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    session = _Listing(format, writes=False)
    session.run(lambda: _list(session, archive, workspace))


def show(
    edition: EditionArgument,
    format: FormatOption = Format.TEXT,
    archive: ArchiveOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    session = Session(format, writes=False)
    session.run(lambda: _show(session, edition, archive, workspace))


# -- the list


@dataclass
class _Listing(Session):
    """A bag that cannot be read hides no other."""

    found: tuple[Mapping[str, Any], Sequence[str]] | None = None

    def _report(self, result: tuple[Mapping[str, Any], Sequence[str]] | None, code: Exit) -> None:
        super()._report(result or self.found, code)


def _list(
    session: _Listing, archive: Path | None, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]]:
    from printshop.archive.store import places

    root = session.find_archive(archive, workspace)
    read = Session(session.format)
    rows = [
        row
        for of_edition in _by_edition(places(root)).values()
        if (row := _row(of_edition, read.problems)) is not None
    ]
    session.problems.extend(read.problems)
    session.found = {"archive": str(root), "editions": rows}, _table(rows, root)
    return session.found


def _by_edition(places: Sequence[BagPlace]) -> dict[str, list[BagPlace]]:
    found: dict[str, list[BagPlace]] = {}
    for place in places:
        found.setdefault(place.edition, []).append(place)
    return found


def _row(versions: Sequence[BagPlace], problems: Problems) -> dict[str, Any] | None:
    """What `bag-info.txt` of the latest version says: nothing larger is read."""
    from printshop.archive.bags import info_of

    last = versions[-1]
    try:
        info = info_of(last.path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.add("V006", name=last.name, reason=reason)
        return None
    return {
        "edition": last.edition,
        "name": info.get("External-Description", ""),
        "date": info.get("Edition-Date", ""),
        "versions": [place.version for place in versions],
        "pages": _number(info.get("Pages", "")),
        "bytes": _number(info.get("Payload-Oxum", "").split(".")[0]),
        "added": info.get("Bagging-Date", ""),
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _table(rows: Sequence[Mapping[str, Any]], root: Path) -> list[str]:
    if not rows:
        return [_("There are no editions in {folder}.").format(folder=shown(root))]
    heads = [_("edition"), _("version"), _("pages"), _("size"), _("added"), _("name")]
    cells = [
        [
            str(row["edition"]),
            f"v{row['versions'][-1]}",
            str(row["pages"]),
            megabytes(row["bytes"]),
            str(row["added"]),
            str(row["name"]),
        ]
        for row in rows
    ]
    number = len(rows)
    total = ngettext("{n} edition", "{n} editions", number).format(n=number)
    size = megabytes(sum(row["bytes"] for row in rows))
    from printshop.preflight.reports.text import clean

    return [*map(clean, _columns([heads, *cells])), f"{total}, {size}"]


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


# -- one edition


def _show(
    session: Session, edition: str, archive: Path | None, workspace: Path | None
) -> tuple[Mapping[str, Any], Sequence[str]] | None:
    from printshop.archive.bags import info_of
    from printshop.archive.store import find_place, places, read_bag

    root = session.find_archive(archive, workspace)
    place = find_place(root, edition, session.problems)
    found = read_bag(place, session.problems)
    if found is None:
        return None
    infos = {}
    for version in places(root):
        if version.edition == place.edition:
            try:
                infos[version.version] = info_of(version.path)
            except (OSError, ValueError):
                infos[version.version] = {}
    files = _files(found)
    data = {
        "edition": place.edition,
        "version": place.version,
        "folder": str(place.path),
        "pdf": str(found.pdf),
        "origin": found.kept.origin,
        "info": dict(found.info),
        "record": _record(found),
        "files": [{"path": path, "bytes": size} for path, size in files],
        "versions": [
            {
                "version": number,
                "added": info.get("Bagging-Date", ""),
                "reason": info.get("Correction-Reason", ""),
            }
            for number, info in infos.items()
        ],
    }
    from printshop.preflight.reports.text import clean

    return data, [clean(line) for line in _lines(found, files, infos)]  # it may be anybody's bag


def _record(found: InArchive) -> dict[str, Any]:
    from dataclasses import asdict

    record = asdict(found.kept.record)
    record["date"] = found.kept.record.date.isoformat()
    for item in record["items"]:
        del item["text"]  # `record/edition.json` has it
    return record


def _files(found: InArchive) -> list[tuple[str, int]]:
    payload = found.place.payload
    return [
        (path.relative_to(payload).as_posix(), path.stat().st_size)
        for path in sorted(payload.rglob("*"))
        if path.is_file()
    ]


_FOLDED = 4
"""Files of a folder of sources that are named one by one."""


def _lines(
    found: InArchive,
    files: Sequence[tuple[str, int]],
    infos: Mapping[int, Mapping[str, str]],
) -> Iterator[str]:
    record, place = found.kept.record, found.place
    yield f"{place.name}: {record.name}" + (f" – {record.title}" if record.title else "")
    yield f"{record.publisher}, {record.date:%d/%m/%Y}"
    pages = len(record.folios)
    yield ngettext("{n} page", "{n} pages", pages).format(n=pages)
    if found.kept.origin == "pdf":
        yield _("an old file that printshop did not make")
    if record.items:
        yield ""
        yield from _columns([[f"  {item.folio}", _item(item)] for item in record.items])
    yield ""
    yield from _columns([[f"  {path}", megabytes(size)] for path, size in _summed(files)])
    yield ""
    for number, info in infos.items():
        reason = info.get("Correction-Reason", "")
        line = _("v{number}, added {day}").format(number=number, day=info.get("Bagging-Date", "–"))
        yield f"{line}: {reason}" if reason else line
    yield _("To open it: {path}").format(path=shown(found.pdf))


def _item(item: Any) -> str:
    return f"{item.title} – {', '.join(item.authors)}" if item.authors else str(item.title)


def _summed(files: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Files by name; those of a large folder as one line."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for path, size in files:
        groups.setdefault(path.split("/")[0], []).append((path, size))
    lines: list[tuple[str, int]] = []
    for name, inside in groups.items():
        if len(inside) > _FOLDED:
            said = ngettext("{n} file", "{n} files", len(inside)).format(n=len(inside))
            lines.append((f"{name}/ ({said})", sum(size for _path, size in inside)))
        else:
            lines += inside
    return lines
