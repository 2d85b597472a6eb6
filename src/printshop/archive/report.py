"""The report of a verification, to be filed: text, JSON or a page for a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from printshop.archive.soundness import Audit, BagResult, PageDifference, Rebuilt
from printshop.i18n import N_, _, decimal, language, ngettext
from printshop.problems import Problem, Severity
from printshop.problems.printers import as_json as problems_as_data
from printshop.problems.printers import as_text as problems_as_text
from printshop.problems.printers import counted, dump_json

_REBUILT = {
    Rebuilt.SAME_BYTES: N_("built again: the same bytes"),
    Rebuilt.SAME_PAGES: N_("built again by other versions: the same pages"),
    Rebuilt.DIFFERS: N_("built again: it differs"),
    Rebuilt.PASSED_OVER: N_("not built again: an old PDF"),
    Rebuilt.FAILED: N_("could not be built again"),
}
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def megabytes(size: int) -> str:
    """Bytes for people."""
    value = size / 1_000_000
    return _("{size} MB").format(size=decimal(value, 0 if value >= 10 else 1))


def brief(audit: Audit) -> str:
    """One line, for a program that sends mail."""
    bags = ngettext("{n} bag", "{n} bags", len(audit.results)).format(n=len(audit.results))
    what = _("{day} verify part {part}/{parts}: {bags}, {size}, {counts}")
    number, parts = audit.part
    return what.format(
        day=audit.day.isoformat(),
        part=number,
        parts=parts,
        bags=bags,
        size=megabytes(audit.size),
        counts=_errors_and_warnings(audit),
    )


def _errors_and_warnings(audit: Audit) -> str:
    """Errors are counted even where there are none."""
    errors, warnings = audit.count(Severity.ERROR), audit.count(Severity.WARNING)
    said = [ngettext("{n} error", "{n} errors", errors).format(n=errors)]
    return ", ".join([*said, *filter(None, [counted(0, warnings, 0)])])


def verdict(result: BagResult) -> str:
    """What is said of a bag: sound only where all that was asked could be proved."""
    errors = result.errors
    warnings = sum(problem.severity is Severity.WARNING for problem in result.problems)
    if errors or warnings:
        return counted(errors, warnings, 0)
    if result.rebuilt is Rebuilt.PASSED_OVER:
        return _("bytes and pages sound")
    return _("sound")


def summary(audit: Audit) -> str:
    """What was looked at, and what was found, in one line."""
    parts = [
        ngettext("{n} bag", "{n} bags", len(audit.results)).format(n=len(audit.results)),
        ngettext("{n} file", "{n} files", audit.files).format(n=audit.files),
        megabytes(audit.size),
        _errors_and_warnings(audit),
    ]
    return ", ".join(parts)


def heading(audit: Audit) -> Iterator[tuple[str, str]]:
    """When, where, what and with what."""
    yield _("Archive"), audit.archive
    yield _("Day"), audit.day.isoformat()
    if audit.chosen:
        yield _("Editions"), ", ".join(audit.chosen)
    if audit.part != (1, 1):
        number, parts = audit.part
        yield _("Part"), _("{part} of {parts}").format(part=number, parts=parts)
    checks = [_("every file by its SHA-512"), _("lists"), _("records"), _("every page of the PDF")]
    if audit.rebuilt:
        checks.append(_("built again from the bag's own sources"))
    yield _("Checked"), ", ".join(checks)
    if audit.resumed:
        said = _("an earlier run that was interrupted had looked at {n} of these bags")
        yield _("Taken up again"), said.format(n=audit.resumed)
    yield _("Made with"), ", ".join(f"{name} {version}" for name, version in audit.versions)
    yield _("Result"), summary(audit)


def bag_rows(audit: Audit) -> Iterator[tuple[str, ...]]:
    """A row a bag: name, verdict, files, size, pages, day, and what became of building it again."""
    for result in audit.results:
        yield (
            result.name,
            verdict(result),
            ngettext("{n} file", "{n} files", result.files).format(n=result.files),
            megabytes(result.size),
            ngettext("{n} page", "{n} pages", result.pages).format(n=result.pages),
            result.day.isoformat(),
            _(_REBUILT.get(result.rebuilt, "")),
        )


# -- text


def as_text(audit: Audit) -> str:
    """For people, to be printed and filed."""
    title = _("Verification of the archive")
    lines = [title, "=" * len(title), ""]
    lines += [f"{name}: {value}" for name, value in heading(audit)]
    rows = list(bag_rows(audit))
    if rows:
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines += ["", _("Bags")]
        lines += [
            "  " + "  ".join(f"{c:<{w}}" for c, w in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
    problems = list(audit.problems)
    lines += ["", _("Problems")]
    lines += [problems_as_text(problems)] if problems else ["  " + _("none")]
    return _clean("\n".join(lines) + "\n")


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


# -- JSON


def as_data(audit: Audit) -> dict[str, Any]:
    """The same for programs."""
    number, parts = audit.part
    return {
        "archive": audit.archive,
        "day": audit.day.isoformat(),
        "part": number,
        "parts": parts,
        "editions": list(audit.chosen),
        "resumed": audit.resumed,
        "rebuild": audit.rebuilt,
        "programs": dict(audit.versions),
        "files": audit.files,
        "bytes": audit.size,
        "counts": {str(severity): audit.count(severity) for severity in Severity},
        "problems": problems_as_data(audit.general),
        "bags": [_bag_as_data(result) for result in audit.results],
    }


def _bag_as_data(result: BagResult) -> dict[str, Any]:
    passed_over = result.rebuilt is Rebuilt.PASSED_OVER
    worst = min((problem.severity.rank for problem in result.problems), default=2)
    return {
        "name": result.name,
        "sound": worst == Severity.NOTE.rank and not passed_over,
        "files": result.files,
        "bytes": result.size,
        "pages": result.pages,
        "day": result.day.isoformat(),
        "rebuilt": result.rebuilt.value or None,
        "differences": [
            {"page": d.page, "share": d.share, "text": d.text, "picture": d.picture or None}
            for d in result.differences
        ],
        "problems": problems_as_data(result.problems),
    }


def as_json(audit: Audit) -> str:
    """The JSON report."""
    return dump_json(as_data(audit)) + "\n"


# -- HTML

_STYLE = """\
body{font:16px/1.45 sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#111}
table{border-collapse:collapse}td,th{border:1px solid #999;padding:.25em .6em;text-align:left}
th{background:#eee}dt{font-weight:bold}dd{margin:0 0 .4em}
.error{color:#900;font-weight:bold}.warning{color:#850}
li{margin-bottom:.7em;overflow-wrap:anywhere}img{max-width:100%;border:1px solid #999}
"""


def as_html(audit: Audit) -> str:
    """One page without scripts; pictures of pages that differ lie beside it."""
    title = _("Verification of the archive")
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">',
        f"<title>{_h(title)} {audit.day.isoformat()}</title>\n<style>\n{_STYLE}</style>\n</head>",
        f"<body>\n<h1>{_h(title)}</h1>\n<dl>",
        *(f"<dt>{_h(name)}</dt><dd>{_h(value)}</dd>" for name, value in heading(audit)),
        f"</dl>\n<h2>{_h(_('Problems'))}</h2>",
        *_problem_list(audit.problems),
        *_pictures(audit),
        f"<h2>{_h(_('Bags'))}</h2>\n<table>",
        f"<tr>{''.join(f'<th scope=col>{_h(name)}</th>' for name in _columns())}</tr>",
        *(f"<tr>{''.join(f'<td>{_h(cell)}</td>' for cell in row)}</tr>" for row in bag_rows(audit)),
        "</table>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _h(text: str) -> str:
    return html.escape(_clean(text))


def _columns() -> tuple[str, ...]:
    return (
        _("Bag"),
        _("Result"),
        _("Files"),
        _("Size"),
        _("Pages"),
        _("Day"),
        _("Built again"),
    )


def _problem_list(problems: Iterable[Problem]) -> Iterator[str]:
    items = list(problems)
    if not items:
        yield f"<p>{_h(_('none'))}</p>"
        return
    yield "<ul>"
    for problem in items:
        said = problems_as_text([problem]).split("\n    → ")
        hint = f"<br>{_h(said[1])}" if len(said) > 1 else ""
        yield f'<li><span class="{problem.severity}">{_h(said[0])}</span>{hint}</li>'
    yield "</ul>"


def _pictures(audit: Audit) -> Iterator[str]:
    shown: list[tuple[str, PageDifference]] = [
        (result.name, one) for result in audit.results for one in result.differences if one.picture
    ]
    if shown:
        yield f"<h2>{_h(_('Pages that differ: kept, built again, where they differ'))}</h2>"
    for name, one in shown:
        caption = f"{name}, " + _("page {n}").format(n=one.page)
        yield (
            f'<figure><img src="{_h(one.picture)}" alt="{_h(caption)}">'
            f"<figcaption>{_h(caption)}</figcaption></figure>"
        )


FORMATS = {".txt": as_text, ".json": as_json, ".html": as_html}
"""By the ending of the report's name."""
