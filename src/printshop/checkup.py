"""The recipe of `printshop check`: what a print house would find wrong, found before.

The press file is brought up to date first, so that what is judged is what is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.i18n import N_, _
from printshop.preflight.reports.model import Checked, CheckedFile, NotChecked
from printshop.problems import Problem, Problems, StopBuild, Where
from printshop.progress import Progress, Silent
from printshop.settings import Built, Settings, Trace
from printshop.workspace import Workspace

if TYPE_CHECKING:
    from printshop.content.model import Article
    from printshop.manifest import LoadedIssue
    from printshop.preflight.model import Document, Finding
    from printshop.preflight.reading.pixels import Pixels
    from printshop.press.contract import PressSpec
    from printshop.press.load import Press

CHECKING_COPY = N_("checking articles, pictures and manifest")
CHECKING_FILES = N_("checking the press file")
DRAWING = N_("drawing pages for the report")


def check(
    workspace: Workspace,
    folder: Path,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
    *,
    file: Path | None = None,
) -> Checked:
    """Judge the issue in `folder`, and its press file as it is now.

    Args:
        workspace: the folder of everything.
        folder: the issue's.
        settings: as for a build; the press and the folder of the files count.
        problems: all that is found, file and copy.
        progress: told of stages and steps.
        file: judge this PDF file in place of the issue's own.

    Returns:
        What was found. Where no press file can be made, it says so in `not_checked`.

    Raises:
        StopBuild: there is no such print house, or its file has errors.
        OSError: the press file cannot be written.
    """
    progress = progress or Silent()
    copy = Problems()
    loaded, articles = _read(workspace, folder, copy)
    try:
        press = _press(workspace, loaded, settings, problems)
    except StopBuild:
        problems.extend(copy)
        raise
    built = None
    if file is None:
        built = _build(workspace, folder, settings, copy, progress)
    missing = _unmade(built, copy) if file is None else []
    copy_checked = loaded is not None
    if loaded is None:
        missing.append(NotChecked("copy", _("manifest or articles have errors, see there")))
    else:
        progress.stage(CHECKING_COPY)
        _check_copy(workspace, loaded, articles, press, copy)
    paths = built.files if built else (file,) if file else ()
    trace = built.trace if built else None
    files, undone = check_files(paths, press, trace, progress)
    checked = Checked(folder.name, press, files, tuple(copy), copy_checked, (*missing, *undone))
    problems.extend(checked.problems)
    return checked


def check_file(
    workspace: Workspace,
    path: Path,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
) -> Checked:
    """Judge a PDF file of anybody by the rules of a print house.

    It may be one advertisement or a cover: the number of its pages is not judged.

    Args:
        workspace: whose print houses may be named; it need hold nothing.
        path: the file.
        settings: the press counts.
        problems: all that is found.
        progress: told of stages and steps.

    Raises:
        StopBuild: there is no such print house, or its file has errors.
    """
    progress = progress or Silent()
    press = _press(workspace, None, settings, problems)
    pages = press.spec.pages.model_copy(update={"multiple": 1})
    any_number = replace(press, spec=press.spec.model_copy(update={"pages": pages}))
    files, undone = check_files([path], any_number, None, progress)
    checked = Checked(path.name, press, files, not_checked=undone)
    problems.extend(checked.problems)
    return checked


def check_files(
    paths: Iterable[Path], press: Press, trace: Trace | None, progress: Progress
) -> tuple[tuple[CheckedFile, ...], tuple[NotChecked, ...]]:
    """Every check of the registry on each file, and those that could not be made."""
    files, undone = [], list[NotChecked]()
    for path in paths:
        progress.stage(CHECKING_FILES)
        checked, missing = _check_file(path, press, trace, progress)
        files.append(checked)
        undone += missing
    return tuple(files), tuple(undone)


def _check_file(
    path: Path, press: Press, trace: Trace | None, progress: Progress
) -> tuple[CheckedFile, list[NotChecked]]:
    from printshop.preflight.reading.pixels import PixelsOf
    from printshop.preflight.reading.read import read_pdf
    from printshop.preflight.trace import as_problems, folio_of, title_of

    document = read_pdf(path, path.name)
    with PixelsOf(path) as pixels:
        findings, ran, missing = _judge(document, press.spec, pixels, progress)
    if not document.pages:  # then nothing was there to be found, which is not the same as sound
        ran.clear()
        missing.append(NotChecked("file", _unread(document)))
    known, numbers = trace or Trace(), range(1, len(document.pages) + 1)
    return CheckedFile(
        path,
        document,
        tuple(sorted(as_problems(findings, document, trace, path.name), key=_in_order)),
        tuple(ran),
        tuple(folio_of(known, path.name, n) for n in numbers),
        tuple(title_of(known, path.name, n) for n in numbers),
    ), missing


def _judge(
    document: Document, rules: PressSpec, pixels: Pixels, progress: Progress
) -> tuple[list[Finding], list[str], list[NotChecked]]:
    """What all checks find, those that ran, and those that could not."""
    from printshop.preflight.checks import checks_with

    findings: list[Finding] = []
    ran, missing = list[str](), list[NotChecked]()
    for name, judge in checks_with(pixels).items():
        try:
            findings += judge(document, rules)
            ran.append(name)
        except Exception as error:  # a defect of one check must not hide what the others find
            what = f"{type(error).__name__}: {error}"
            reason = _("printshop failed there: {what}").format(what=what)
            missing.append(NotChecked(name, reason, defect=True))
        progress.step(name)
    return findings, ran, missing


def _unread(document: Document) -> str:
    """Why a file has no pages to look at."""
    if document.encrypted:
        return _("`{file}` is locked with a password").format(file=document.name)
    reason = document.trouble or _("it has no pages")
    return _("`{file}` cannot be read: {reason}").format(file=document.name, reason=reason)


def _in_order(problem: Problem) -> tuple[int, int, str]:
    return problem.on.page, problem.severity.rank, problem.code


# -- the issue


def _read(
    workspace: Workspace, folder: Path, problems: Problems
) -> tuple[LoadedIssue | None, dict[str, Article]]:
    """Manifest and articles; None where they have errors, which are noted."""
    from printshop.build import read

    try:
        return read(workspace, folder, problems, Silent())
    except StopBuild:
        return None, {}


def _press(
    workspace: Workspace, loaded: LoadedIssue | None, settings: Settings, problems: Problems
) -> Press:
    """The print house: the one asked for, else the issue's, the bulletin's, the first in stock."""
    from printshop.press.load import DEFAULT_PRESS, load_press

    if settings.press:
        name, where = settings.press, Where()
    else:
        name, where = loaded.press if loaded else _house_of_bulletin(workspace)
    return load_press(workspace, name or DEFAULT_PRESS, where, problems)


def _house_of_bulletin(workspace: Workspace) -> tuple[str, Where]:
    """The print house that `printshop.yaml` names; no name where it names none or is unreadable."""
    from printshop.manifest import load_bulletin
    from printshop.workspace import WORKSPACE_FILE

    if (workspace.root / WORKSPACE_FILE).is_file():
        bulletin = load_bulletin(workspace, Problems())
        if bulletin and bulletin.bulletin.press:
            return bulletin.bulletin.press, bulletin.document.where(("press",))
    return "", Where()


def _build(
    workspace: Workspace, folder: Path, settings: Settings, problems: Problems, progress: Progress
) -> Built | None:
    """The press file as `printshop build --target press` makes it; warnings do not forbid it."""
    from printshop.uptodate import bring_up_to_date

    wanted = replace(settings, targets=("press",), strict=False, explain=False)
    told = Problems()
    built = bring_up_to_date(workspace, folder, wanted, told, progress)
    problems.extend(told)
    return built


def _unmade(built: Built | None, problems: Problems) -> list[NotChecked]:
    """That there is no press file to be judged, and why."""
    if built is not None:
        return []
    codes = dict.fromkeys(problem.code for problem in _errors(problems))
    reason = _("there is none, for it could not be built ({codes})")
    return [NotChecked("file", reason.format(codes=", ".join(codes) or "–"))]


def _errors(problems: Problems) -> Iterator[Problem]:
    return (problem for problem in problems if problem.severity.rank == 0)


def _check_copy(
    workspace: Workspace,
    loaded: LoadedIssue,
    articles: dict[str, Article],
    press: Press,
    problems: Problems,
) -> None:
    """What is wrong in the sources beyond what a build asks for."""
    from printshop.preflight.copy import check_copy
    from printshop.preflight.copy.matter import CopyMatter

    check_copy(CopyMatter(workspace, loaded.folder, loaded, articles, press.spec), problems)
