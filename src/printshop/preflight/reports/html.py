"""The report as one page for the browser: all in one file, nothing fetched.

Texts are escaped by the template; pages are pictures in the file itself. Links inside it join a
problem, its page and the place on it, so that it works without scripts and with the keyboard.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

from printshop.geometry import PT_PER_MM, Box
from printshop.i18n import N_, _, language, ngettext
from printshop.preflight.model import PdfPage
from printshop.preflight.reports import text
from printshop.preflight.reports.inkoverlay import Overlay, ink_overlays
from printshop.preflight.reports.model import Checked, CheckedFile
from printshop.preflight.reports.thumbnails import (
    Thumbnail,
    draw_pages,
    on_drawing,
    shown_box,
    shown_size,
)
from printshop.press.contract import Bleed, InkLimit
from printshop.problems import Problem, Severity

if TYPE_CHECKING:
    from markupsafe import Markup

LARGE, SMALL = 860, 300
"""px: the longer side of pages with problems, and of the others. Shown at half that."""
MOST_LARGE, MOST_SMALL = 120, 240
"""Pages drawn at most in one report; it says how many were left out."""
_SMALLEST = 0.014
"""A box is drawn at least so large, as a part of the page's width: a hairline must be seen."""
_MOST_TAGS = 6
"""Frames of one problem that bear its code; the others do not."""
_TOO_MUCH_INK = "F052"
_BACKTICKS = re.compile("`([^`]+)`")


@dataclass(frozen=True)
class _Marked:
    """A frame on a page, in pt from its upper left."""

    id: str
    severity: str
    code: str
    tagged: bool
    """Whether its code stands at it."""
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class _Tag:
    """The code at a frame, in pt from the upper left of the page."""

    severity: str
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class _Row:
    """Problems that say the same, on one page or several."""

    severity: str
    severity_word: str
    code: str
    message: str
    hint: str
    pages: tuple[tuple[str, str, str], ...] = ()
    """Link, words, and words for the ear."""
    places: tuple[str, ...] = ()
    more_places: int = 0


@dataclass(frozen=True)
class _Note:
    """A problem beside its page."""

    severity: str
    severity_word: str
    code: str
    message: str
    hint: str
    place: str
    target: str
    """The id of its first frame; empty where it has none."""


@dataclass(frozen=True)
class _Page:
    """A page as it is shown."""

    id: str
    name: str
    title: str
    width: float
    """pt"""
    height: float
    picture: str = ""
    """A `data:` address; empty where it was not drawn."""
    overlay: str = ""
    """A `data:` address of what lies over it at `overlay_at`: where there is too much ink."""
    overlay_at: tuple[float, float, float, float] = (0, 0, 0, 0)
    """x, y, width, height in pt."""
    notes: tuple[_Note, ...] = ()
    marks: tuple[_Marked, ...] = ()
    outlines: tuple[tuple[str, float, float, float, float], ...] = ()
    """Trim and bleed: a name, x, y, width, height."""

    @property
    def worst(self) -> str:
        """The severity of its worst problem."""
        order = [str(severity) for severity in Severity]
        return min((note.severity for note in self.notes), key=order.index, default="none")

    @property
    def letter(self) -> float:
        """Size of a tag's letters in pt: the same on every screen."""
        return round(self.width / 38, 2)

    @property
    def tag_size(self) -> tuple[float, float]:
        """Width and height of a tag in pt."""
        return round(self.letter * 2.9, 2), round(self.letter * 1.3, 2)

    @property
    def tags(self) -> tuple[_Tag, ...]:
        """The codes at frames, above them where there is room, and none over another."""
        width, height = self.tag_size
        taken: dict[tuple[int, int], _Tag] = {}
        for mark in self.marks:
            if not mark.tagged:
                continue
            x = min(mark.x, self.width - width)
            y = mark.y - height if mark.y >= height else mark.y
            for _try in range(len(self.marks)):
                if not any(abs(t.x - x) < width and abs(t.y - y) < height for t in taken.values()):
                    break
                y += height
            else:
                continue
            taken[round(x), round(y)] = _Tag(mark.severity, mark.code, round(x, 2), round(y, 2))
        return tuple(taken.values())


@dataclass(frozen=True)
class _File:
    """A file as it is shown."""

    name: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[_Row, ...]
    large: tuple[_Page, ...]
    small: tuple[_Page, ...]
    not_drawn: int = 0


@dataclass(frozen=True)
class _View:
    """All that the template shows."""

    language: str
    title: str
    verdict: str
    verdict_kind: str
    counts: str
    press: tuple[tuple[str, str], ...]
    files: tuple[_File, ...]
    copy: tuple[_Row, ...]
    copy_checked: bool
    not_checked: tuple[tuple[str, str], ...]
    """What, and why."""
    checks: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)


def as_html(checked: Checked) -> str:
    """The whole report; pages are drawn from the files themselves."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["coded"] = _coded
    here = files("printshop.preflight.reports")
    template = environment.from_string(here.joinpath("report.html.jinja").read_text("utf-8"))
    style = here.joinpath("report.css").read_text("utf-8")
    view = _view(checked)
    page = template.render(view=view, words=view.words, style=Markup(style))
    return text.NOT_XML.sub("\ufffd", page)


def _coded(message: str) -> Markup:
    """What stands between backticks set as code; all else escaped."""
    from markupsafe import Markup, escape

    parts = (
        Markup("<code>{}</code>").format(p) if n % 2 else escape(p)
        for n, p in enumerate(_BACKTICKS.split(message))
    )
    return Markup("").join(parts)


def _view(checked: Checked) -> _View:
    kind, verdict = _verdict(checked)
    spec = checked.press.spec
    press = (
        (_("Print house"), f"{checked.press.name}: {spec.description}"),
        (_("Standard"), spec.standard),
        (_("Printing condition"), f"{spec.condition.identifier}, {spec.condition.description}"),
        (_("Bleed"), _edges(spec.bleed)),
        (_("Most ink"), f"{spec.ink_limit.total:g} %"),
    )
    return _View(
        language=language(),
        title=checked.title,
        verdict=verdict,
        verdict_kind=kind,
        counts=text.counts(checked),
        press=press,
        files=tuple(_file(n, file, spec.ink_limit) for n, file in enumerate(checked.files, 1)),
        copy=_rows(checked.copy, {}),
        copy_checked=checked.copy_checked,
        not_checked=tuple(
            (text.subject(missing.name), missing.reason) for missing in checked.not_checked
        ),
        checks=checked.checks,
        words={key: _(word) for key, word in _WORDS.items()},
    )


def _edges(bleed: Bleed) -> str:
    """The bleed in mm: one number where all edges have the same."""
    edges = (bleed.head, bleed.foot, bleed.inside, bleed.outside)
    return " / ".join(f"{mm:g}" for mm in dict.fromkeys(edges)) + " mm"


def _verdict(checked: Checked) -> tuple[str, str]:
    """A severity, and what it means for the file."""
    errors, warnings = checked.count(Severity.ERROR), checked.count(Severity.WARNING)
    if errors:
        return "error", ngettext(
            "Do not send it: {n} error must be put right",
            "Do not send it: {n} errors must be put right",
            errors,
        ).format(n=errors)
    if checked.not_checked:
        return "warning", _("Not all could be checked: it is not known to be in order")
    if warnings:
        return "warning", ngettext(
            "It can be printed; look at {n} warning first",
            "It can be printed; look at {n} warnings first",
            warnings,
        ).format(n=warnings)
    return "ok", _("Ready to send: nothing was found wrong")


def _file(number: int, file: CheckedFile, limit: InkLimit) -> _File:
    by_page: dict[int, list[Problem]] = {}
    for problem in file.problems:
        by_page.setdefault(problem.on.page, []).append(problem)
    large = [p.number for p in file.document.pages if p.number in by_page][:MOST_LARGE]
    others = [p.number for p in file.document.pages if p.number not in by_page][:MOST_SMALL]
    sides = dict.fromkeys(large, LARGE) | dict.fromkeys(others, SMALL)
    drawn = draw_pages(file.path, sides)
    inked = {p.on.page for p in file.problems if p.code == _TOO_MUCH_INK} & set(large)
    dark = [page for page in file.document.pages if page.number in inked]
    overlays = ink_overlays(file.path, dark, limit) if dark else {}
    shown = {
        page.number: _page(
            f"f{number}-p{page.number}",
            file,
            page,
            by_page.get(page.number, []),
            drawn.get(page.number),
            overlays.get(page.number),
        )
        for page in file.document.pages
        if page.number in sides
    }
    links = {n: page.id for n, page in shown.items()}
    return _File(
        file.path.name,
        tuple(_facts(file)),
        _rows(file.problems, links),
        tuple(shown[n] for n in large),
        tuple(shown[n] for n in others),
        len(file.document.pages) - len(shown),
    )


def _facts(file: CheckedFile) -> Iterator[tuple[str, str]]:
    document = file.document
    yield _("Pages"), str(len(document.pages))
    yield from _sizes(_("Trimmed size"), [page for page in document.pages if page.trim])
    yield from _sizes(_("Sheet size"), [page for page in document.pages if not page.trim])
    standard = document.xmp.get("pdfxid:GTS_PDFXVersion") or document.info.get("GTS_PDFXVersion")
    version = f"PDF {document.version}" + (f", {standard}" if standard else "")
    yield _("Version"), version
    if document.intents:
        intents = [i.identifier or i.condition for i in document.intents]
        yield _("Made for"), ", ".join(dict.fromkeys(intents))
    yield _("Fonts"), str(len(document.fonts))
    yield _("Pictures"), str(len(document.pictures))
    yield _("Size"), f"{document.size / 1_000_000:.1f} MB"


def _sizes(name: str, pages: Sequence[PdfPage]) -> Iterator[tuple[str, str]]:
    sizes = sorted({_millimetres(page.ends_at, page.user_unit) for page in pages})
    if sizes:
        yield name, "; ".join(sizes[:4]) + (" …" if len(sizes) > 4 else "")


def _millimetres(box: Box, unit: float) -> str:
    width, height = (side * unit / PT_PER_MM for side in (box.width, box.height))
    return f"{width:.1f} × {height:.1f} mm"


def _rows(problems: Sequence[Problem], links: Mapping[int, str]) -> tuple[_Row, ...]:
    """Problems that say the same in one row, the worst first."""
    same: dict[tuple[object, ...], list[Problem]] = {}
    for problem in dict.fromkeys(problems):
        same.setdefault(text.alike(problem), []).append(problem)
    rows = []
    for found in sorted(same.values(), key=_rank):
        problem, severity = text.joined(found), found[0].severity
        places = list(dict.fromkeys(str(p.where) for p in found if p.where.file))
        pages = dict.fromkeys((p.on.page, p.on.folio) for p in found if p.on.page)
        rows.append(
            _Row(
                str(severity),
                _(text.SEVERITIES[severity]),
                problem.code,
                problem.message,
                problem.hint,
                tuple((links.get(n, ""), str(n), text.page_name(n, folio)) for n, folio in pages),
                tuple(places[:_MOST_PLACES]),
                max(0, len(places) - _MOST_PLACES),
            )
        )
    return tuple(rows)


_MOST_PLACES = 40
"""Named in a row; a file of somebody's may have thousands."""


def _rank(found: Sequence[Problem]) -> tuple[int, str, bool]:
    """The order of rows: the worst first, the file as a whole before its pages."""
    return found[0].severity.rank, found[0].code, found[0].on.page > 0


def _page(
    page_id: str,
    file: CheckedFile,
    page: PdfPage,
    problems: Sequence[Problem],
    drawn: Thumbnail | None,
    overlay: Overlay | None,
) -> _Page:
    at = page.number - 1
    width, height = shown_size(page)
    notes, marks = [], list[_Marked]()
    for problem in sorted(problems, key=lambda p: (p.severity.rank, p.code)):
        new = list(_marks(problem, page, page_id, len(marks)))
        marks += new
        notes.append(
            _Note(
                str(problem.severity),
                _(text.SEVERITIES[problem.severity]),
                problem.code,
                problem.message,
                problem.hint,
                str(problem.where) if problem.where.file else "",
                new[0].id if new else "",
            )
        )
    return _Page(
        page_id,
        text.page_name(page.number, file.folios[at] if at < len(file.folios) else ""),
        file.titles[at] if at < len(file.titles) else "",
        round(width, 2),
        round(height, 2),
        _data("jpeg", drawn.jpeg) if drawn else "",
        _data("png", overlay.png) if overlay else "",
        overlay.place if overlay else (0, 0, 0, 0),
        tuple(notes),
        tuple(marks),
        tuple(_outlines(page)),
    )


def _marks(problem: Problem, page: PdfPage, page_id: str, before: int) -> Iterator[_Marked]:
    """The frames of a problem; small ones are made larger, and none leaves the drawing."""
    whole, tall = shown_size(page)
    least = whole * _SMALLEST
    for n, sides in enumerate(problem.on.boxes):
        x, y, width, height = on_drawing(Box(*sides), page)
        wide, high = max(width, least), max(height, least)
        x, y = x - (wide - width) / 2, y - (high - height) / 2
        left, top = min(max(x, 0), whole - least), min(max(y, 0), tall - least)
        right, bottom = min(max(x + wide, least), whole), min(max(y + high, least), tall)
        yield _Marked(
            f"{page_id}-b{before + n + 1}",
            str(problem.severity),
            problem.code,
            n < _MOST_TAGS,
            round(left, 2),
            round(top, 2),
            round(max(right - left, least), 2),
            round(max(bottom - top, least), 2),
        )


def _outlines(page: PdfPage) -> Iterator[tuple[str, float, float, float, float]]:
    """Trim and bleed where the page has them and they are not all that is shown."""
    for name, box in (("bleed", page.bleed), ("trim", page.trim)):
        if box is not None and box != shown_box(page):
            x, y, width, height = (round(value, 2) for value in on_drawing(box, page))
            yield name, x, y, width, height


def _data(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


_WORDS = {
    "report": N_("Preflight"),
    "problems": N_("Problems"),
    "problems_of": N_("Problems of the file"),
    "sources": N_("Articles, pictures and manifest"),
    "none": N_("Nothing was found."),
    "sources_not": N_("They were not looked at."),
    "severity": N_("Severity"),
    "code": N_("Code"),
    "what": N_("What is wrong, and what to do"),
    "pages": N_("Pages"),
    "where": N_("Where to change it"),
    "whole_file": N_("whole file"),
    "more": N_("and {n} more"),
    "not_checked": N_("Not everything was checked"),
    "with": N_("Pages with problems"),
    "without": N_("Pages without problems"),
    "no_picture": N_("This page cannot be drawn."),
    "not_drawn": N_("{n} more pages are not shown here."),
    "show": N_("show on the page"),
    "page_with": N_("{page}, drawn small; marked places: {n}"),
    "legend": N_("Frames"),
    "error": N_("error"),
    "warning": N_("warning"),
    "note": N_("note"),
    "trim": N_("where the page is cut"),
    "bleed": N_("bleed"),
    "ink": N_("too much ink"),
    "checks": N_("Checks that ran"),
    "by": N_("Made by printshop. Colours on the screen are not those on paper."),
    "to_top": N_("back to the problems"),
}
