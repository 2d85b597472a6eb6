"""Find and read the list of recipients of an issue, and how it is to be packed.

What lies in the issue's folder goes before what lies beside `printshop.yaml`: settings
(`distribution.yaml`) and list each for itself. A list is named by the settings, or is called
`distribution.csv` or `distribution.xlsx`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from printshop.distribution.contract import DistributionSpec, RecipientSpec
from printshop.distribution.model import Distribution, Recipient
from printshop.distribution.recipients import LIST, Entry, checked
from printshop.distribution.rows import recipients_of
from printshop.distribution.tables import Cell, read_table
from printshop.problems import Problems, StopBuild, Where
from printshop.sources import Document, Workspace, parse_yaml, read_text, validate
from printshop.sources.fields import Strict, Text

SETTINGS = "distribution.yaml"
LISTS = ("distribution.csv", "distribution.xlsx")


class _Named(Strict):
    """`recipients:` as the name of a file."""

    recipients: Text


@dataclass(frozen=True)
class _Settings:
    """A `distribution.yaml`, with its recipients set apart."""

    path: Path
    spec: DistributionSpec | None
    """None where it has errors."""
    where: Where
    """Of `recipients:`, else of the file."""
    inline: Document | None = None
    """With `recipients:` alone, where they are listed there."""
    named: str = ""
    """The file that it names for them; empty for none."""


@dataclass(frozen=True)
class _Source:
    """Where recipients are."""

    path: Path
    inline: Document | None = None
    """Where they are in the settings, which `path` is then."""


def load_distribution(
    workspace: Workspace, folder: Path, problems: Problems, *, list_file: Path | None = None
) -> Distribution:
    """Read and check who gets an issue.

    Args:
        workspace: where paths are judged and shown from.
        folder: the issue's.
        problems: D001 to D029, D070 to D076, and those of files, YAML and fields, are noted here.
        list_file: a list to take in place of all others; it may lie anywhere.

    Raises:
        StopBuild: there is no list, or there are errors.
    """
    before = problems.errors
    settings = _settings(workspace, folder, problems)
    source = _Source(list_file.resolve()) if list_file else None
    source = source or _source(workspace, folder, settings, problems)
    if not settings or not source:
        common = _settings(workspace, workspace.root, problems)
        source = source or _source(workspace, workspace.root, common, problems)
        settings = settings or common
    if source is None:
        where = settings.where if settings else Where(workspace.name(folder))
        problems.add("D001", where, folder=f"{workspace.name(folder)}/")
        raise StopBuild
    shown = workspace.name(source.path)
    recipients, separator = _recipients(source, shown, problems)
    if problems.errors > before:
        raise StopBuild
    files = dict.fromkeys([*([settings.path] if settings else []), source.path])
    spec = settings.spec if settings else None
    spec = spec or DistributionSpec()
    return Distribution(spec, recipients, tuple(files), Where(shown), separator)


def setting(workspace: Workspace, folder: Path, field: str) -> tuple[Any, Where] | None:
    """What an issue's `distribution.yaml` says of a field, and where; None without a field of it.

    What is wrong with that file is not told here.
    """
    for place in (folder, workspace.root):
        path = place / SETTINGS
        if not path.is_file():
            continue
        name = workspace.name(path)
        text = read_text(path, Where(name), Problems())
        document = parse_yaml(text, name, Problems(), may_be_empty=True) if text else None
        data = document.data if document is not None else None
        if document is None or not isinstance(data, dict) or field not in data:
            return None
        return data[field], document.where((field,))
    return None


def _recipients(
    source: _Source, shown: str, problems: Problems
) -> tuple[tuple[Recipient, ...], str]:
    """The recipients of a list, and what separates its cells.

    Raises:
        StopBuild: there are errors.
    """
    if source.inline:
        return checked(source.inline, _entries(source.inline), problems), ""
    table = read_table(source.path, shown, problems)
    if table is None:
        raise StopBuild
    return recipients_of(table, shown, problems), table.separator


def _settings(workspace: Workspace, folder: Path, problems: Problems) -> _Settings | None:
    """The settings in a folder; None where it has none.

    Raises:
        StopBuild: they cannot be read at all, so that nobody knows where the list is.
    """
    path = folder / SETTINGS
    if not path.is_file():
        return None
    where = Where(workspace.name(path))
    if not workspace.check_inside(path, problems):
        raise StopBuild
    text = read_text(path, where, problems)
    document = None
    if text is not None:
        document = parse_yaml(text, where.file, problems, may_be_empty=True)
    if document is None:
        raise StopBuild
    loc = (LIST,)
    if loc in document.values:
        where = document.where(loc)
    if not isinstance(document.data, dict):
        return _Settings(path, validate(DistributionSpec, document, problems), where)
    data = dict(document.data)
    value = data.pop(LIST, None)
    spec = validate(DistributionSpec, replace(document, data=data), problems)
    alone = replace(document, data={LIST: value})
    if isinstance(value, str):
        named = validate(_Named, alone, problems)
        if named is None:
            raise StopBuild
        return _Settings(path, spec, where, named=named.recipients)
    return _Settings(path, spec, where, inline=None if value is None else alone)


def _source(
    workspace: Workspace, folder: Path, settings: _Settings | None, problems: Problems
) -> _Source | None:
    """The list that the settings of a folder name, else the one that lies there; None for none.

    Raises:
        StopBuild: it is not there, or there are two.
    """
    if settings and settings.inline:
        return _Source(settings.path, settings.inline)
    if settings and settings.named:
        path = workspace.find(folder, settings.named, settings.where, problems)
        if path is None:
            raise StopBuild
        return _Source(path)
    there = [folder / name for name in LISTS if (folder / name).is_file()]
    if len(there) > 1:
        where = Where(workspace.name(there[0]))
        first, second = LISTS
        problems.add("D002", where, first=first, second=second, example=f"{LIST}: {first}")
        raise StopBuild
    if there and not workspace.check_inside(there[0], problems):
        raise StopBuild
    return _Source(there[0]) if there else None


def _entries(document: Document) -> list[Entry]:
    """The recipients that YAML lists, as far as they are texts by field."""
    items = document.data[LIST] if isinstance(document.data[LIST], list) else []
    return [
        Entry(
            {
                name: Cell(value, document.where((LIST, i, name)), name)
                for name, value in item.items()
                if name in RecipientSpec.model_fields and isinstance(value, str)
            },
            i,
        )
        for i, item in enumerate(items)
        if isinstance(item, dict)
    ]
