"""A press article, from a text file into an issue: both its files are written, or neither."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from printshop.content.article import read_source
from printshop.content.press_text import PressArticle, read_press_text
from printshop.content.write_article import article_markdown
from printshop.i18n import N_, _
from printshop.manifest.edit import Edit, add_article
from printshop.manifest.load import load_issue
from printshop.output import write_whole
from printshop.problems import Problem, Problems, Severity, Where
from printshop.sources import Workspace, read_text
from printshop.text.slugs import slug
from printshop.workspace import ISSUE_FILE

__all__ = ["Imported", "import_article", "report"]


@dataclass(frozen=True)
class Imported:
    """What `import_article` made."""

    article: Path
    id: str
    section: str
    """The title of the section it stands in."""
    article_data: PressArticle
    line: int
    """Where the manifest names it."""
    new_section: bool
    changed: bool
    """False where article and manifest were as they are now."""


def import_article(
    workspace: Workspace,
    source_file: Path,
    issue_folder: Path,
    problems: Problems,
    *,
    section: str | None = None,
    name: str | None = None,
    picture: str | None = None,
    first: bool = False,
    strict: bool = False,
) -> Imported | None:
    """Make an article of a pasted text and add it to the issue.

    Args:
        workspace: where the issue is.
        source_file: the text, anywhere.
        issue_folder: the folder of the issue's manifest.
        problems: S…, I…, M003, M005, M009, P001.
        section: title or id; the first section by default, a new one where there is none such.
        name: the article's id in place of one made from its title.
        picture: the picture that the first caption belongs to, relative to the issue's folder.
        first: whether it goes before the section's other items.
        strict: whether a guess forbids writing.

    Returns:
        None where nothing was written.

    Raises:
        OSError: a file cannot be written; the issue is as it was.
    """
    source_name = workspace.name(source_file)
    press = _read(source_file, source_name, problems)
    if press is None or not _picture_there(workspace, issue_folder, picture, problems):
        return None
    id = slug(name.removesuffix(".md") if name else press.title) or "bai"
    article = issue_folder / "articles" / f"{id}.md"
    markdown = article_markdown(press, picture=picture).encode()
    there = article.read_bytes() if article.is_file() else None
    if there != markdown and (there is not None or article.exists()):
        problems.add("M009", path=workspace.name(article), near=_free_id(article))
        return None
    manifest = issue_folder / ISSUE_FILE
    edit = _edit(workspace, manifest, f"articles/{id}.md", section, problems, first=first)
    if edit is None or not _is_valid(workspace, issue_folder, edit, id, markdown, problems):
        return None
    _note_guesses(press, source_name, problems)
    if problems.fatal(strict=strict):
        return None
    _write(article, markdown if there is None else None, manifest, edit)
    changed = there is None or edit.changed
    return Imported(article, id, edit.section, press, edit.line, edit.new_section, changed)


def _free_id(article: Path) -> str:
    """An id like that of `article` whose file is not there yet."""
    ids = (f"{article.stem}-{n}" for n in count(2))
    return next(id for id in ids if not article.with_name(f"{id}.md").exists())


def _read(path: Path, name: str, problems: Problems) -> PressArticle | None:
    text = read_text(path, Where(name), problems)
    if text is None:
        return None
    if "\0" in text:  # UTF-16, or no text at all
        before = text[: text.index("\0")]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        problems.add("S003", Where(name, line, column), byte=0)
        return None
    press = read_press_text(text)
    if not press.title:
        problems.add("I001", Where(name, 1, 1))
        return None
    if not press.paragraphs:
        problems.add("I002", Where(name, 1, 1))
        return None
    return press


def _picture_there(
    workspace: Workspace, folder: Path, picture: str | None, problems: Problems
) -> bool:
    found = picture and workspace.find(folder, picture, Where(), problems, missing="P001")
    return picture is None or bool(found)


def _edit(
    workspace: Workspace,
    manifest: Path,
    entry: str,
    section: str | None,
    problems: Problems,
    *,
    first: bool,
) -> Edit | None:
    """The manifest's edit: on its text as it is, with its own line ends."""
    name = workspace.name(manifest)
    if read_text(manifest, Where(name), problems) is None:
        return None
    text = manifest.read_bytes().decode("utf-8")
    return add_article(text, entry, section, problems, file=name, first=first)


def _is_valid(
    workspace: Workspace, folder: Path, edit: Edit, id: str, markdown: bytes, problems: Problems
) -> bool:
    """Whether article and manifest can be read, tried on copies beside the issue's folder.

    Of a manifest that can be read, only problems with the new article count.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as made:
        copy = Path(made)
        (copy / "articles").mkdir()
        article, manifest = copy / "articles" / f"{id}.md", copy / ISSUE_FILE
        article.write_bytes(markdown)
        manifest.write_bytes(edit.text.encode())
        found = Problems()
        source = read_source(article, workspace.name(article), found)
        loaded = load_issue(workspace, copy, None, found)
        prefix = f"{workspace.name(copy)}/"
        errors = [
            _moved(problem, prefix, f"{workspace.name(folder)}/")
            for problem in found
            if problem.severity is Severity.ERROR
            and (source is None or loaded is None or _is_about(problem, id))
        ]
    problems.extend(errors)
    return not errors


def _is_about(problem: Problem, id: str) -> bool:
    """Whether a problem of a manifest is the new article's."""
    named = dict(problem.params)
    return id == named.get("id") if problem.code in ("M003", "M005") else problem.code == "M012"


def _moved(problem: Problem, old: str, new: str) -> Problem:
    file = problem.where.file
    if not file.startswith(old):
        return problem
    return replace(problem, where=replace(problem.where, file=new + file.removeprefix(old)))


def _write(article: Path, markdown: bytes | None, manifest: Path, edit: Edit) -> None:
    """Put both files in their places; the article goes again where the manifest fails."""
    new_folder = not article.parent.exists()
    try:
        if markdown is not None:
            write_whole(article, markdown)
        if edit.changed:
            write_whole(manifest, edit.text.encode())
    except BaseException:
        if markdown is not None:
            article.unlink(missing_ok=True)
        if new_folder and article.parent.exists():
            article.parent.rmdir()
        raise


# --- What was found, for people -------------------------------------------------------------------

_FIELDS = {
    "title": N_("title"),
    "kicker": N_("kicker"),
    "date": N_("date"),
    "place": N_("place"),
    "lead": N_("lead"),
    "caption": N_("caption"),
    "heading": N_("heading"),
    "paragraph": N_("lines joined"),
    "wrapped": N_("lines wrapped at"),
    "credit": N_("credit"),
    "source": N_("source"),
}
_SHOWN = 72
"""How many characters of a value are shown."""


def _note_guesses(press: PressArticle, source_name: str, problems: Problems) -> None:
    for guess in press.guesses:
        if not guess.sure:
            where = Where(source_name, guess.line_number, 1)
            field = _(_FIELDS[guess.field])
            problems.add("I003", where, field=field, value=_short(guess.value))


def report(imported: Imported) -> list[str]:
    """What was written, found and left out, in the language in force."""
    press = imported.article_data
    lines = [_("article: {path}").format(path=f"articles/{imported.article.name}")]
    if not imported.changed:
        known = _("section: {section} (line {line}; it was there already)")
    elif imported.new_section:
        known = _("section: {section} (line {line}; a new section)")
    else:
        known = _("section: {section} (line {line})")
    lines.append(known.format(section=imported.section, line=imported.line))
    for guess in press.guesses:
        shown = _("{field}: {value} (line {line})")
        if not guess.sure:
            shown = _("{field}: {value} (line {line}; a guess)")
        field = _(_FIELDS[guess.field])
        lines.append(shown.format(field=field, value=_short(guess.value), line=guess.line_number))
    dropped = _("dropped: “{text}” (line {line}): {reason}")
    lines += [
        dropped.format(text=_short(d.text), line=d.line_number, reason=_(d.reason))
        for d in press.dropped
    ]
    return lines


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
