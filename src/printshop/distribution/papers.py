"""What is printed for a distribution: labels, parcel slips, delivery lists, the plan; all A4.

The templates are the layout's: `office/<name>.html.j2` and `office/style.css` of its chain, those
of the stock's `_base` where it has none. They get plain data, typeset, with numbers as printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from printshop.distribution.cards import labels, slips
from printshop.distribution.finishing import finished
from printshop.distribution.lists import delivery_lists, distribution_plan
from printshop.distribution.measuring import ruler
from printshop.distribution.model import Changes, Figures, IssueName, Recipient, Sender
from printshop.distribution.stocks import LabelStock, larger_labels
from printshop.distribution.wording import issue_title, sender_lines
from printshop.layout import Layout
from printshop.layout.faults import noting_faults
from printshop.layout.fonts import read_faces
from printshop.layout.load import LAYOUT_FILE
from printshop.layout.prelude import office_prelude
from printshop.problems import Problems, StopBuild, Where
from printshop.render import RenderJob, Sheet
from printshop.sources import Workspace, read_text
from printshop.stockplace import stock_folder
from printshop.text.typography import plain, typeset

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["TITLES", "finished", "paper_jobs", "paper_title"]

TITLES = {
    "labels": "Nhãn địa chỉ",
    "slips": "Phiếu gửi kiện",
    "delivery": "Danh sách phát hành",
    "distribution": "Phương án phát hành",
}
"""The papers in their order, and what each is called."""

_STYLE = "office/style.css"
_BASE = "_base"
"""The stock layout that has the papers' templates."""


def paper_title(name: str, issue: IssueName) -> str:
    """What a paper's file is called: `Phiếu gửi kiện, Thông tin công tác số 9 (9/2017)`."""
    return plain(f"{TITLES[name]}, {issue_title(issue)}")


def paper_jobs(
    figures: Figures,
    changes: Changes | None,
    sender: Sender,
    layout: Layout,
    stock: LabelStock,
    language: str,
    first_label: int,
    workspace: Workspace,
    problems: Problems,
) -> dict[str, RenderJob]:
    """The papers of a distribution, to be rendered.

    Args:
        figures: who gets what, in which parcels.
        changes: since the issue before; None where nothing is known of it.
        sender: printed on each.
        layout: of the issue: its fonts, its colours, its templates.
        stock: the sheet of labels.
        language: of the documents.
        first_label: the first label that is not used yet on the first sheet, from 1.
        workspace: its fonts are what texts are measured with.
        problems: D054 and D055 for texts without room, D056 for a label that no sheet has, R002
            for characters that no font has, L003 for templates that fail.

    Returns:
        Jobs by name: `labels`, `slips`, `delivery`, `distribution`.

    Raises:
        StopBuild: D056, L003, E003, or a style sheet that cannot be read.
    """
    if not 1 <= first_label <= stock.each:
        problems.add("D056", given=first_label, name=stock.name, each=stock.each)
        raise StopBuild
    _check_characters(figures, workspace, problems)
    name, place = sender_lines(sender)
    measure = ruler(layout.spec.fonts.heading, workspace, problems)
    on_labels = labels(figures, (name, place), stock, first_label, measure)
    on_slips = slips(figures, (name, place), measure)
    near = larger_labels(stock, workspace) if on_labels.cut_off else ""
    for one in on_labels.cut_off:
        problems.add("D054", one.where, near=near, unit=one.unit, name=stock.name)
    for one in on_slips.cut_off:
        problems.add("D055", one.where, unit=one.unit)
    contexts: dict[str, Mapping[str, Any]] = {
        "labels": on_labels.context,
        "slips": on_slips.context,
        "delivery": delivery_lists(figures),
        "distribution": distribution_plan(figures, changes),
    }
    shared = {
        "language": language,
        "issue": issue_title(figures.issue),
        "date": figures.issue.date,
        "sender": {"name": name, "place": place, "city": typeset(sender.place)},
        "typeset": typeset,
        "layout": layout.spec,
        "options": layout.options,
    }
    base = _base_folder(problems)
    sheets = _sheets(layout, base, workspace, problems)
    templates = _templates(layout, base)
    jobs: dict[str, RenderJob] = {}
    for paper, context in contexts.items():
        file = f"office/{paper}.html.j2"
        told = {**shared, "title": paper_title(paper, figures.issue), **context}
        with noting_faults(workspace, layout.find(file) or base / file, paper, problems):
            html = templates.get_template(file).render(told)
            jobs[paper] = RenderJob(paper, html, sheets)
    if len(jobs) < len(contexts):
        raise StopBuild
    return jobs


def _base_folder(problems: Problems) -> Path:
    """The stock layout with the papers' templates; E003 where the installation lacks it."""
    folder = stock_folder("layouts")
    if folder is None or not (folder / _BASE / _STYLE).is_file():
        problems.add("E003", item=f"stock/layouts/{_BASE}/office")
        raise StopBuild
    return folder / _BASE


def _templates(layout: Layout, base: Path) -> Environment:
    """The layout's templates, and behind them the stock's."""
    import jinja2

    own = layout.environment
    assert own.loader is not None
    return own.overlay(loader=jinja2.ChoiceLoader([own.loader, jinja2.FileSystemLoader(base)]))


def _sheets(
    layout: Layout, base: Path, workspace: Workspace, problems: Problems
) -> tuple[Sheet, ...]:
    """The style sheets of all papers."""
    path = layout.find(_STYLE) or base / _STYLE
    source = workspace.name(path)
    css = read_text(path, Where(source), problems)
    if css is None:
        raise StopBuild
    first = office_prelude(layout.spec, layout.colours, layout.colour_options)
    return Sheet(LAYOUT_FILE, first), Sheet(source, css)


def _check_characters(figures: Figures, workspace: Workspace, problems: Problems) -> None:
    """R002 for each character of a recipient that no font of the workspace has."""
    faces = read_faces(workspace, problems).values()
    known = {chr(code) for face in faces for code in face.characters}
    for delivery in figures.deliveries:
        recipient = delivery.recipient
        for char in sorted(set(_texts(recipient)) - known):
            if not unicodedata.category(char).startswith(("C", "Z")):
                sign = {"char": char, "codepoint": f"{ord(char):04X}"}
                problems.add("R002", recipient.where, **sign, item=recipient.unit)


def _texts(recipient: Recipient) -> str:
    return "".join(
        (
            recipient.unit,
            recipient.address,
            recipient.route,
            recipient.contact,
            recipient.phone,
            recipient.note,
        )
    )
