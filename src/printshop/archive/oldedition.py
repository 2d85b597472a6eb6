"""An edition that printshop did not make: what is said about it, and its record."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from printshop.archive.pdftext import OldPdf
from printshop.i18n import N_, _
from printshop.manifest import load_bulletin
from printshop.manifest.bulletin import Bulletin, Issn
from printshop.problems import Problems, StopBuild, Where
from printshop.record import EditionRecord, ItemRecord
from printshop.sources import parse_yaml, read_text, validate
from printshop.sources.fields import Day, Strict, Text
from printshop.text.credits import is_source
from printshop.text.slugs import slug
from printshop.text.typography import plain
from printshop.workspace import Workspace, first_control

Page = Annotated[int, Field(ge=1, le=5000)]


class OldArticle(Strict):
    """An article of an old edition."""

    title: Text = Field(description="its title, as printed")
    page: Page = Field(description="its first page, counted from 1 in the order of the file")
    last: Page | None = Field(None, description="its last page; by default the first")
    section: Text | None = Field(None, description="the section it stands in")
    authors: list[Text] = Field(default_factory=list, description="who wrote it")
    photographers: list[Text] = Field(default_factory=list, description="who took its pictures")
    places: list[Text] = Field(default_factory=list, description="places that it tells of")
    lead: Text | None = Field(None, description="its first paragraph, where that stands out")


class OldEdition(Strict):
    """The file of `printshop archive add-pdf --metadata`."""

    number: Text | None = Field(None, description="the issue's number, as printed: `5`, `05/2009`")
    date: Day | None = Field(None, description="the day of publication")
    id: Text | None = Field(
        None, description="what it is called in the archive; by default year and month: `2009-05`"
    )
    title: Text | None = Field(None, description="the issue's theme")
    bulletin: Text | None = Field(
        None, description="the bulletin's name then; by default that of printshop.yaml"
    )
    publisher: Text | None = Field(None, description="who published it then; likewise")
    place: Text | None = Field(None, description="the city of publication; likewise")
    issn: Issn | None = Field(None, description="its ISSN then; likewise")
    language: Literal["vi", "en"] | None = Field(None, description="language; likewise")
    sections: list[Text] = Field(default_factory=list, description="sections in their order")
    articles: list[OldArticle] = Field(default_factory=list, description="articles in their order")


def read_details(path: Path, problems: Problems) -> OldEdition:
    """What a YAML file says about an edition.

    Raises:
        StopBuild: it has errors; they are noted.
    """
    before = problems.errors
    text = read_text(path, Where(path.name), problems)
    document = parse_yaml(text, path.name, problems) if text is not None else None
    details = validate(OldEdition, document, problems) if document is not None else None
    if details is None or problems.errors > before:
        raise StopBuild
    return details


def completed(details: OldEdition, given: Mapping[str, Any]) -> OldEdition:
    """The details with what was given on the command line in place of the file's."""
    return details.model_copy(update={name: value for name, value in given.items() if value})


def lacking(details: OldEdition) -> list[str]:
    """Fields that an edition cannot do without and that nobody gave."""
    return [name for name in ("date", "number") if getattr(details, name) is None]


_CALLED = {"date": N_("the day of publication"), "number": N_("its number")}
_EXAMPLES = {"date": "date: 2009-05-12", "number": "number: 5"}


def record_of_old(
    details: OldEdition, pdf: OldPdf, workspace: Workspace, problems: Problems
) -> EditionRecord:
    """The record of an old edition.

    Args:
        details: what is said about it.
        pdf: the file, read.
        workspace: `printshop.yaml` says what the details leave out.
        problems: S027, V021, V022 and those of `printshop.yaml` are noted here.

    Raises:
        StopBuild: it cannot be made.
    """
    _check_texts(details, problems)
    for name in lacking(details):
        problems.add("V021", field=_(_CALLED[name]), option=f"--{name}", example=_EXAMPLES[name])
    bulletin = _bulletin(workspace, problems)
    for article in details.articles:
        _check_pages(article, len(pdf.pages), problems)
    if problems.errors or details.date is None or details.number is None:
        raise StopBuild
    items = tuple(_items(details, pdf))
    sections = details.sections or [item.section for item in items if item.section]
    return EditionRecord(
        id=unicodedata.normalize("NFC", details.id or f"{details.date:%Y-%m}"),
        bulletin=plain(details.bulletin or bulletin.name),
        publisher=plain(details.publisher or bulletin.publisher),
        number=details.number,
        date=details.date,
        language=details.language or bulletin.language,
        genre=plain(bulletin.genre),
        place=plain(details.place or bulletin.place or ""),
        issn=details.issn or bulletin.issn or "",
        title=plain(details.title or ""),
        sections=tuple(dict.fromkeys(plain(section) for section in sections)),
        items=items,
        folios=pdf.labels,
    )


def _check_texts(details: OldEdition, problems: Problems) -> None:
    """S027 for what was given as an option, or typed: files were checked when they were read."""
    for name in OldEdition.model_fields:
        value = getattr(details, name)
        codepoint = first_control(value) if isinstance(value, str) else ""
        if codepoint:
            problems.add("S027", Where(f"--{name}"), codepoint=codepoint)


def _bulletin(workspace: Workspace, problems: Problems) -> Bulletin:
    loaded = load_bulletin(workspace, problems)
    if loaded is None:
        raise StopBuild
    return loaded.bulletin


def _check_pages(article: OldArticle, pages: int, problems: Problems) -> None:
    last = article.last or article.page
    if not article.page <= last <= pages:
        shown = article.title[:60]
        problems.add("V022", title=shown, first=article.page, last=last, pages=pages)


def _items(details: OldEdition, pdf: OldPdf) -> Iterator[ItemRecord]:
    """The articles, each with the text of its pages."""
    taken = set[str]()
    for article in sorted(details.articles, key=lambda article: article.page):
        last = article.last or article.page
        yield ItemRecord(
            id=_unused(slug(article.title) or "bai", taken),
            kind="article",
            title=plain(article.title),
            first=article.page,
            last=last,
            folio=pdf.labels[article.page - 1],
            section=plain(article.section or ""),
            lead=plain(article.lead or ""),
            authors=tuple(map(plain, article.authors)),
            photographers=tuple(map(plain, article.photographers)),
            places=tuple(place for place in map(plain, article.places) if not is_source(place)),
            text="\n".join(pdf.pages[article.page - 1 : last]),
        )


def _unused(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name
