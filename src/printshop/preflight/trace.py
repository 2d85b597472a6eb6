"""Findings in a finished file, led back to what the editor wrote."""

from __future__ import annotations

from collections.abc import Iterable

from printshop.geometry import Box
from printshop.preflight.model import Document, Finding, PdfPage
from printshop.problems import OnPage, Problem, Where
from printshop.settings import PageTrace, Trace


def as_problems(
    findings: Iterable[Finding], document: Document, trace: Trace | None, file_name: str
) -> list[Problem]:
    """Each finding as a problem: its page in the file, and the line of the source that leads there.

    Args:
        findings: what checks found in `document`.
        document: the file as it was read.
        trace: from the build that made the file; None for a file of anybody.
        file_name: what the file is called, here and in `trace.files`.
    """
    known = trace or Trace()
    return [_problem(finding, document, known, file_name) for finding in findings]


def folio_of(trace: Trace, file_name: str, page: int) -> str:
    """The numbers printed on a page of a file, from the left; empty where none is known."""
    pages = _pages_on(trace, file_name, page)
    return "–".join(entry.folio for entry in pages if entry.folio)


def title_of(trace: Trace, file_name: str, page: int) -> str:
    """What stands on a page of a file: the titles of its items; empty where nothing is known."""
    titles = (entry.title or entry.item for entry in _pages_on(trace, file_name, page))
    return " · ".join(title for title in dict.fromkeys(titles) if title)


def _problem(finding: Finding, document: Document, trace: Trace, file_name: str) -> Problem:
    picture = trace.pictures.get(finding.picture) if finding.picture else None
    if picture is None:
        where, params = _line(finding, document, trace, file_name), finding.params
    else:
        where = picture.where
        params = tuple(
            (key, picture.path if value == finding.picture else value)
            for key, value in finding.params
        )
    boxes = tuple((box.left, box.bottom, box.right, box.top) for box in finding.boxes)
    folio = folio_of(trace, file_name, finding.page)
    return Problem(finding.code, where, params, on=OnPage(file_name, finding.page, folio, boxes))


def _line(finding: Finding, document: Document, trace: Trace, file_name: str) -> Where:
    """The manifest's line for the item on the finding's page: on a wrap, of the half it is on."""
    pages = _pages_on(trace, file_name, finding.page)
    if not pages:
        return Where()
    at = 0
    if len(pages) > 1 and finding.boxes and finding.page <= len(document.pages):
        at = _half(finding.boxes[0], document.pages[finding.page - 1], len(pages))
    return pages[at].where


def _half(box: Box, page: PdfPage, parts: int) -> int:
    """In which of so many equal parts of the page, from the left, the box has its middle."""
    ends = page.ends_at
    if ends.width <= 0:
        return 0
    share = ((box.left + box.right) / 2 - ends.left) / ends.width
    return min(max(int(share * parts), 0), parts - 1)


def _pages_on(trace: Trace, file_name: str, page: int) -> list[PageTrace]:
    """The pages of the issue on page `page` (from 1) of a file."""
    pages = trace.files.get(file_name, ())
    if not 0 < page <= len(pages):
        return []
    return [trace.pages[at] for at in pages[page - 1] if at < len(trace.pages)]
