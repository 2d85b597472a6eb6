"""A new issue from the skeleton, with the sections of the newest one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from printshop.problems import Problems, StopBuild, Where
from printshop.sources import Workspace, parse_yaml, read_text
from printshop.sources.fields import as_date
from printshop.sources.yamlwrite import scalar
from printshop.stockroom import beside, copy_tree, refuse, skeleton
from printshop.text.slugs import slug
from printshop.workspace import ISSUE_FILE

FIRST_ARTICLE = "articles/bai-moi.md"

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,58}[A-Za-z0-9])?")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_NO_DATE = dt.date(2000, 1, 1)
"""The date of an issue whose name gives none: valid, and plainly not meant."""


@dataclass(frozen=True)
class NewIssue:
    """What `make_issue` made."""

    id: str
    folder: Path
    number: str | None
    date: dt.date | None
    """Number and date as the id gives them; None where the manifest has a placeholder."""
    sections: tuple[str, ...]
    sections_from: str
    """The issue that the sections come from; empty where there was none."""


@dataclass(frozen=True)
class _Section:
    title: str
    fields: tuple[tuple[str, str], ...] = ()


_FIRST_SECTIONS = (_Section("Tin tức – sự kiện"), _Section("Người tốt, việc tốt"))


def make_issue(workspace: Workspace, wanted: str, problems: Problems) -> NewIssue:
    """Make `issues/<wanted>/` from the skeleton.

    Args:
        workspace: where.
        wanted: the issue's id; `2017-10` and `2017-10-15` give its number and date too.
        problems: M008 for an id that cannot name a folder, M009 for one that is taken, M014 for
            one that looks like a day or a month and is none.

    Raises:
        StopBuild: nothing was made.
        OSError: it cannot be written; nothing is left half-made.
    """
    if not _ID.fullmatch(wanted):
        problems.add("M008", number=wanted, near=slug(wanted))
        raise StopBuild
    day = _day_of(wanted)
    if day is None and _MONTH.fullmatch(wanted):
        problems.add("M014", number=wanted)
        raise StopBuild
    folder = workspace.root / "issues" / wanted
    if folder.exists() or folder.is_symlink():
        refuse([folder], problems)
    number = str(day.month) if day else wanted if wanted.isdigit() else None
    newest = _newest(workspace)
    sections = newest[1] if newest else _FIRST_SECTIONS
    new = NewIssue(
        wanted, folder, number, day,
        tuple(section.title for section in sections), newest[0] if newest else "",
    )  # fmt: skip
    with beside(folder) as made:
        copy_tree(skeleton("issue"), made)
        (made / "images").mkdir()
        manifest = made / ISSUE_FILE
        text = _filled(manifest.read_text("utf-8"), new, sections)
        manifest.write_text(text, "utf-8", newline="\n")
        made.rename(folder)
    return new


def _day_of(wanted: str) -> dt.date | None:
    """The day that an id names; the first of the month where it names only that."""
    match = _MONTH.fullmatch(wanted)
    if match is None:
        return None
    try:
        return dt.date(*(int(part or 1) for part in match.groups()))
    except ValueError:
        return None


def _newest(workspace: Workspace) -> tuple[str, tuple[_Section, ...]] | None:
    """The id and the sections of the issue with the latest date.

    Issues that `make_issue` made and nobody filled come last: most of their sections are comments.
    """
    found = []
    for path in sorted(workspace.root.glob(f"issues/*/{ISSUE_FILE}")):
        manifest = _read(path)
        sections = tuple(_sections(manifest.get("sections")))
        if sections:
            begun = _items(manifest["sections"]) > 1
            found.append((begun, _date(manifest.get("date")), path.parent.name, sections))
    if not found:
        return None
    *_, name, sections = max(found, key=lambda one: one[:3])
    return name, sections


def _read(path: Path) -> dict[str, Any]:
    """A manifest as plain data, however wrong it is elsewhere; its problems are `build`'s."""
    ignored = Problems()
    text = read_text(path, Where(path.name), ignored)
    document = parse_yaml(text, path.name, ignored) if text is not None else None
    return document.data if document and isinstance(document.data, dict) else {}


def _items(sections: list[Any]) -> int:
    items = [s.get("items") for s in sections if isinstance(s, dict)]
    return sum(len(listed) for listed in items if isinstance(listed, list))


def _date(value: object) -> dt.date:
    try:
        return as_date(value).date() if isinstance(value, str) else dt.date.min
    except ValueError:
        return dt.date.min


def _sections(value: object) -> Iterable[_Section]:
    for section in value if isinstance(value, list) else ():
        if isinstance(section, dict) and isinstance(section.get("title"), str):
            kept = ((key, section[key]) for key in ("id", "opener") if section.get(key))
            yield _Section(section["title"], tuple((k, v) for k, v in kept if isinstance(v, str)))


def _filled(text: str, new: NewIssue, sections: Iterable[_Section]) -> str:
    """The skeleton's manifest with its `@…@` replaced; all its comments are Vietnamese."""
    if new.date:
        number_note = (
            f"Số báo, lấy theo tháng trong tên {new.id}; đánh số cách khác thì sửa lại, ví dụ 213 "
            "hoặc 10/2017."
        )
        date_note = "Ngày phát hành, lấy theo tên của số; chỉ biết tháng thì để ngày mồng một."
    else:
        number_note = "Số báo." if new.number else "SỬA: số báo, ví dụ 10 hoặc 10/2017."
        date_note = "SỬA: ngày phát hành. Ngày ghi đây là ngày giả."
    if new.sections_from:
        sections_note = f"Các chuyên mục, lấy theo số {new.sections_from}."
    else:
        sections_note = "Các chuyên mục."
    fill = {
        "ID": new.id,
        "NUMBER_NOTE": number_note,
        "NUMBER": new.number or "…",
        "DATE_NOTE": date_note,
        "DATE": f"{new.date or _NO_DATE:%d/%m/%Y}",
        "SECTIONS_NOTE": sections_note,
        "SECTIONS": "\n".join(_written(sections)),
    }
    return re.sub(r"@([A-Z_]+)@", lambda match: fill[match[1]], text)


def _written(sections: Iterable[_Section]) -> Iterable[str]:
    """The lines of the sections: the first with the first article, the others as comments."""
    for i, section in enumerate(sections):
        fields = [("title", section.title), *section.fields]
        lines = [f"{key}: {scalar(' '.join(value.split()))}" for key, value in fields]
        article = FIRST_ARTICLE if i == 0 else "articles/ten-bai.md"
        lines += ["items:", f"  - {article}"]
        mark = "" if i == 0 else "# "
        yield f"  {mark}- {lines[0]}"
        yield from (f"  {mark}  {line}" for line in lines[1:])
        yield ""
