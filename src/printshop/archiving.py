"""The recipe of `printshop archive add` and `add-pdf`: an edition as a bag in the archive."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from printshop.archive.bags import REASON, payload_digests
from printshop.archive.locking import writers_lock
from printshop.archive.model import ARCHIVE, RECORD, BagPlace, Kept
from printshop.archive.store import Changes, Payload, latest, put, read_bag
from printshop.checkup import check
from printshop.i18n import N_, language, set_language
from printshop.problems import Problem, Problems, Severity, StopBuild
from printshop.progress import Progress, Silent
from printshop.record import EditionRecord
from printshop.settings import STATE, Settings
from printshop.text.slugs import slug
from printshop.uptodate import bring_up_to_date
from printshop.workspace import Workspace

if TYPE_CHECKING:
    from printshop.archive.oldedition import OldEdition
    from printshop.content.model import Article
    from printshop.manifest import LoadedIssue
    from printshop.preflight.reports.model import Checked

GATHERING = N_("gathering what is kept")
READING_PDF = N_("reading the PDF file page by page")
DISTRIBUTION = "distribution"
"""The folder of the workspace where it is recorded who got an issue: `<issue>.json`."""


@dataclass(frozen=True)
class Added:
    """An edition in the archive."""

    place: BagPlace
    record: EditionRecord
    unchanged: bool
    """Whether it was there already: then nothing was written."""
    changes: Changes
    """Since the version before."""
    files: int
    size: int
    """Bytes of the payload."""
    checked: Checked | None = None
    """What the check of the press file found; None for an old file."""


def add(
    workspace: Workspace,
    folder: Path,
    reason: str,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
) -> Added | None:
    """Put the issue in `folder` into the archive: built anew, beside what was delivered.

    The files of `dist/` are read and never written: they are what was delivered.

    Args:
        workspace: the folder of everything; the archive is in it.
        folder: the issue's.
        reason: why it is corrected; empty where it is there for the first time.
        settings: as for a build; `strict` stops at warnings of this recipe, not of the build.
        problems: what forbids it, and what should be known.
        progress: told of stages and steps.

    Returns:
        Where it is; None where problems forbid it. Then the archive is as it was.

    Raises:
        StopBuild: likewise.
        OSError: a file that was made meanwhile cannot be written.
    """
    progress = progress or Silent()
    loaded, articles = _read(workspace, folder, problems)
    around = workspace.root / STATE / ARCHIVE
    around.mkdir(parents=True, exist_ok=True)
    with writers_lock(around, problems):  # what is made there is another's while it is read
        with _speaking(loaded.bulletin.language, progress) as told:
            made = _make(workspace, folder, settings, problems, told)
        if made is None:
            return None
        progress.stage(GATHERING)
        kept, payload = _payload(loaded, articles, made, settings, problems)
        info = {**_info(kept.record), **_contact(loaded), "Made-With": _made_with()}
        info[REASON] = reason
        _note_future(kept.record, problems)
        if problems.fatal(strict=settings.strict):
            return None
        return _put(workspace, kept, payload, info, problems, progress, made.checked)


def add_pdf(
    workspace: Workspace,
    file: Path,
    details: OldEdition,
    reason: str,
    problems: Problems,
    progress: Progress | None = None,
    *,
    metadata: Path | None = None,
) -> Added:
    """Put a PDF file that printshop did not make into the archive, byte for byte.

    Args:
        workspace: the folder of everything; the archive is in it.
        file: the PDF, wherever it lies.
        details: what is known of the edition.
        reason: as for `add`.
        problems: what forbids it, and what should be known.
        progress: told of stages and steps.
        metadata: the file that the details come from; it is kept too.

    Raises:
        StopBuild: the problems say why; the archive is as it was.
    """
    from printshop.archive.bagreadme import readme
    from printshop.archive.oldedition import record_of_old
    from printshop.archive.pdftext import read_old

    progress = progress or Silent()
    progress.stage(READING_PDF)
    data = _bytes(file, problems)
    record = record_of_old(details, read := read_old(file, data, problems), workspace, problems)
    root = workspace.root / ARCHIVE
    if not reason:
        _check_other(root, record, problems)
    _note_future(record, problems)
    _note_twin(root, record.id, data, problems)
    name = f"{record.id}-archive.pdf"
    kept = Kept(record, read.pages, "pdf", name)
    payload: dict[str, bytes | Path] = {name: data, **_metadata(kept)}
    if metadata is not None:
        payload["sources/metadata.yaml"] = _bytes(metadata, problems)
    payload["README.txt"] = readme(record, payload, name, "pdf")
    info = {**_info(record), "Original-File-Name": file.name, REASON: reason}
    return _put(workspace, kept, payload, info, problems, progress)


def _check_other(root: Path, record: EditionRecord, problems: Problems) -> None:
    """See that what is there under this name is this edition.

    Raises:
        StopBuild: it is another one (V027).
    """
    there = next((place for place in latest(root) if place.edition == record.id), None)
    found = read_bag(there, Problems()) if there else None  # a damaged one is `put`'s business
    if there is None or found is None:
        return
    kept = found.kept.record
    if found.kept.origin == "pdf" and (kept.date, kept.number) == (record.date, record.number):
        return
    example = f"{record.date:%Y-%m}-{slug(f'số {record.number}')}"
    problems.add("V027", version=there.name, there=kept.name, example=example)
    raise StopBuild


def _note_future(record: EditionRecord, problems: Problems) -> None:
    """V028: most likely a slip of the pen."""
    if record.date > dt.date.today():
        problems.add("V028", day=f"{record.date:%d/%m/%Y}")


def _note_twin(root: Path, edition: str, data: bytes, problems: Problems) -> None:
    """V025 for each other edition that holds these very bytes, by its list."""
    digest = hashlib.sha512(data).hexdigest()
    for place in latest(root):
        try:
            there = place.edition != edition and digest in payload_digests(place.path).values()
        except (OSError, ValueError):  # a damaged bag: `verify` tells of it
            there = False
        if there:
            problems.add("V025", edition=place.edition)


def _put(
    workspace: Workspace,
    kept: Kept,
    payload: Payload,
    info: Mapping[str, str],
    problems: Problems,
    progress: Progress,
    checked: Checked | None = None,
) -> Added:
    done = put(workspace.root / ARCHIVE, kept.record.id, payload, info, problems, progress)
    sizes = [
        len(source) if isinstance(source, bytes) else source.stat().st_size
        for source in payload.values()
    ]
    return Added(
        done.place, kept.record, done.unchanged, done.changes, len(sizes), sum(sizes), checked
    )


def _bytes(path: Path, problems: Problems) -> bytes:
    """All of a file.

    Raises:
        StopBuild: it cannot be read (S001, S002).
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problems.add("S001", path=path.name)
    except OSError as error:
        problems.add("S002", path=path.name, reason=error.strerror or str(error))
    raise StopBuild


# -- the issue made


@dataclass(frozen=True)
class _Made:
    """The issue's files as its sources give them now."""

    archive: Path
    screen: Path
    checked: Checked
    """The press files are in it."""


def _read(
    workspace: Workspace, folder: Path, problems: Problems
) -> tuple[LoadedIssue, dict[str, Article]]:
    from printshop.build import read

    noted = Problems()
    try:
        return read(workspace, folder, noted, Silent())
    except StopBuild:
        problems.extend(noted)
        raise


def _make(
    workspace: Workspace, folder: Path, settings: Settings, problems: Problems, progress: Progress
) -> _Made | None:
    """Screen, archive and press file, and the check of that.

    They are made beside `dist/`, in a folder that holds the issue archived last.
    """
    around = workspace.root / STATE / ARCHIVE
    out = around / folder.name
    for other in around.glob("*"):
        if other != out and other.is_dir():
            shutil.rmtree(other, ignore_errors=True)
    wishes = replace(settings, out=out, strict=False, explain=False)
    found, built, building = Problems(), None, Problems()  # what is found forbids no build
    try:
        checked = check(workspace, folder, wishes, found, progress)
    except StopBuild:
        problems.extend(found)
        raise
    if checked.files:
        both = replace(wishes, targets=("screen", "archive"))
        built = bring_up_to_date(workspace, folder, both, building, progress)
    if built is None:
        said = building if checked.files else found
        problems.extend(problem for problem in said if problem.severity is Severity.ERROR)
        return None
    _say_findings(folder.name, checked, problems)
    return _Made(out / f"{folder.name}-archive.pdf", out / f"{folder.name}-screen.pdf", checked)


def _say_findings(issue: str, checked: Checked, problems: Problems) -> None:
    """V013 and V014: errors of the press file do not forbid to keep it."""
    errors, warnings = (checked.count(s) for s in (Severity.ERROR, Severity.WARNING))
    if errors or warnings:
        problems.add("V013", errors=errors, warnings=warnings, issue=issue)
    if checked.not_checked:
        what = ", ".join(missing.name for missing in checked.not_checked)
        problems.add("V014", what=what, issue=issue)


class _Told:
    """Progress in the language of the run, while what is kept is written in another."""

    def __init__(self, progress: Progress, spoken: str, kept: str) -> None:
        self._progress, self._spoken, self._kept = progress, spoken, kept

    def stage(self, name: str, total: int = 0) -> None:
        set_language(self._spoken)
        self._progress.stage(name, total)
        set_language(self._kept)

    def step(self, what: str) -> None:
        self._progress.step(what)

    def finish(self) -> None:
        self._progress.finish()


@contextmanager
def _speaking(kept: str, progress: Progress) -> Iterator[Progress]:
    """Within the block words are those of the bulletin: what is kept depends on no user."""
    spoken = language()
    set_language(kept)
    try:
        yield _Told(progress, spoken, kept)
    finally:
        set_language(spoken)


# -- what is kept of it


def _payload(
    loaded: LoadedIssue,
    articles: Mapping[str, Article],
    made: _Made,
    settings: Settings,
    problems: Problems,
) -> tuple[Kept, Payload]:
    """The whole payload of `archive/model.py`: it depends on the edition alone."""
    from printshop.archive.bagreadme import readme
    from printshop.archive.gathering import gather_sources
    from printshop.archive.pdftext import attachments, embedded_fonts, page_texts
    from printshop.archive.recordfile import read_kept
    from printshop.build import files_read
    from printshop.editionrecord import RECORD_FILE, VERSIONS_FILE
    from printshop.layout import load_layout

    workspace = loaded.workspace
    inside = attachments(made.archive)
    kept = replace(
        read_kept(inside[RECORD_FILE]),
        pages=page_texts(made.archive.read_bytes()),
        file=made.archive.name,
    )
    layout = load_layout(workspace, loaded.layout_name, loaded.layout_where, Problems())
    press, fonts = made.checked.press, embedded_fonts(made.archive)
    others = files_read(articles, loaded, None)
    payload: dict[str, bytes | Path] = {
        made.archive.name: made.archive,
        **_delivered(loaded, made, settings, problems),
        **gather_sources(loaded, layout, press, others, fonts, problems),
        "record/versions.json": inside[VERSIONS_FILE],
        "record/preflight.json": _as_json(_findings(made.checked, loaded.bulletin.language)),
        **_metadata(kept),
    }
    figures = workspace.root / DISTRIBUTION / f"{loaded.id}.json"
    if figures.is_file() and workspace.check_inside(figures, problems):
        payload["record/distribution.json"] = figures
    place = workspace.name(loaded.folder)
    issue = loaded.id if place == f"issues/{loaded.id}" else place
    payload["README.txt"] = readme(kept.record, payload, kept.file, "printshop", issue)
    return kept, payload


def _delivered(
    loaded: LoadedIssue, made: _Made, settings: Settings, problems: Problems
) -> dict[str, Path]:
    """Press and screen files: those in `dist/` where they are there, else as the sources give them.

    V012 for one that is there and differs: it is kept, for it is what went out; the archive file
    shows what the sources give.
    """
    workspace = loaded.workspace
    dist = settings.folder(workspace.root, loaded.id)
    targets = {file.path: "press" for file in made.checked.files} | {made.screen: "screen"}
    found = {}
    for path, target in targets.items():
        there = dist / path.name
        found[f"delivered/{path.name}"] = path
        if there.is_file() and there.read_bytes() != path.read_bytes():
            found[f"delivered/{path.name}"] = there
            name = workspace.name(there)
            problems.add("V012", path=name, issue=loaded.id, target=target)
    return found


def _metadata(kept: Kept) -> dict[str, bytes]:
    from printshop.archive.metadata import dublin_core, schema_org
    from printshop.archive.recordfile import write_kept

    return {
        RECORD: write_kept(kept),
        "metadata/schema-org.jsonld": schema_org(kept.record),
        "metadata/dublin-core.xml": dublin_core(kept.record),
    }


def _findings(checked: Checked, spoken: str) -> dict[str, Any]:
    """`record/preflight.json`: in the bulletin's language, whoever archives it."""
    before = language()
    set_language(spoken)
    try:
        return {
            "press": checked.press.name,
            "pages": checked.pages,
            "files": [file.path.name for file in checked.files],
            "checks": list(checked.checks),
            "not_checked": [
                {"name": missing.name, "reason": missing.reason} for missing in checked.not_checked
            ],
            "counts": {str(severity): checked.count(severity) for severity in Severity},
            "problems": [_finding(problem) for problem in checked.problems],
        }
    finally:
        set_language(before)


def _finding(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "where": str(problem.where),
        "file": problem.on.file,
        "page": problem.on.page,
        "folio": problem.on.folio,
    }


def _as_json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


# -- who, when, with what: in bag-info.txt, not in the payload


def _info(record: EditionRecord) -> dict[str, str]:
    named = f"{record.name}: {record.title}" if record.title else record.name
    return {
        "Source-Organization": record.publisher,
        "External-Description": named,
        "Edition-Date": record.date.isoformat(),
        "Edition-Number": record.number,
        "Pages": str(len(record.folios)),
    }


def _contact(loaded: LoadedIssue) -> dict[str, str]:
    """Of the office, as the imprint prints it."""
    imprint = loaded.issue.imprint.over(loaded.bulletin.imprint)
    return {
        "Organization-Address": imprint.address or "",
        "Contact-Phone": imprint.phone or "",
        "Contact-Email": imprint.email or "",
    }


def _made_with() -> str:
    """What the bytes may depend on beside `record/versions.json`."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
