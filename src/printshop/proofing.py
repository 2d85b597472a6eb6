"""The recipe of `printshop proof`: what the press will print, on the screen, to be approved."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from printshop.checkup import check
from printshop.external.ghostscript import (
    PROCESS,
    Ghostscript,
    Plate,
    require_ghostscript,
    separate,
)
from printshop.i18n import N_
from printshop.output import write_whole
from printshop.pdf.saving import as_bytes
from printshop.problems import Problems, Severity, StopBuild
from printshop.progress import Progress, Silent
from printshop.settings import Settings
from printshop.text.slugs import slug
from printshop.text.typography import plain
from printshop.workspace import Workspace

if TYPE_CHECKING:
    from pikepdf import Pdf

    from printshop.manifest import LoadedIssue
    from printshop.preflight.model import Document
    from printshop.preflight.reports.model import Checked, CheckedFile

SHOWING = N_("putting inks on the screen")
SEPARATING = N_("drawing the plates")
PROOF_PPI = 150
"""Of pictures in a proof: enough to judge them, little enough to send by mail."""


@dataclass(frozen=True)
class Proofed:
    """What was made."""

    file: Path
    pages: int
    """Without the sheet to sign."""
    size: int
    """bytes"""
    checked: Checked
    plates: tuple[Path, ...] = ()
    empty: tuple[str, ...] = ()
    """Process inks that are used nowhere: their plates are not written."""


def proof(
    workspace: Workspace,
    folder: Path,
    settings: Settings,
    problems: Problems,
    progress: Progress | None = None,
    *,
    out: Path | None = None,
    separations: bool = False,
) -> Proofed | None:
    """Make the proof of the issue in `folder`.

    Args:
        workspace: the folder of everything.
        folder: the issue's.
        settings: as for a build; the press counts.
        problems: what forbids it. What the check of the press file finds is only counted.
        progress: told of stages and steps.
        out: the proof's file; `<issue>-proof.pdf` beside the press file by default.
        separations: write the plates too.

    Returns:
        What was made; None where there is no press file to make it from.

    Raises:
        StopBuild: no such print house; Ghostscript is missing (E005: nothing is written), or it
            fails (E006: the proof is written all the same).
        OSError: a file cannot be written.
    """
    progress = progress or Silent()
    gs = require_ghostscript(problems) if separations else None
    found = Problems()
    try:
        checked = check(workspace, folder, settings, found, progress)
    except StopBuild:
        problems.extend(found)
        raise
    if not checked.files or not checked.pages:
        problems.extend(found)
        return None
    progress.stage(SHOWING, checked.pages)
    data = _proof_file(workspace, folder, checked, progress)
    target = settings.folder(workspace.root, folder.name)
    path = out or target / f"{folder.name}-proof.pdf"
    write_whole(path, data)
    plates, empty = tuple[Path, ...](), tuple[str, ...]()
    if gs:
        progress.stage(SEPARATING)
        plates, empty = _separations(gs, checked.files, target / "separations", problems)
    return Proofed(path, checked.pages, len(data), checked, plates, empty)


# -- the proof


def _proof_file(workspace: Workspace, folder: Path, checked: Checked, progress: Progress) -> bytes:
    """The pages of all press files, as they will look, with the sheet to sign."""
    import pikepdf

    from printshop.build import read
    from printshop.prepress.proof import ProofOf, proof_pages
    from printshop.prepress.recolour import to_screen
    from printshop.prepress.reducing import reduce_pictures

    loaded, _articles = read(workspace, folder, Problems(), Silent())
    press, whole = checked.press, pikepdf.Pdf.new()
    inks, found = press.ink_space, _counts(checked)
    with ExitStack() as opened:  # pages are copied when the whole is written
        for file in checked.files:
            pdf = opened.enter_context(pikepdf.open(file.path))
            reduce_pictures(pdf, _shares(file.document))
            to_screen(pdf, inks)
            whole.pages.extend(pdf.pages)
            progress.step(file.path.name)
        proof_of = ProofOf(
            bulletin=plain(loaded.name),
            number=loaded.issue.number,
            date=loaded.issue.date,
            font=_font(loaded),
            press=f"{press.name}: {press.spec.description}",
            files=tuple((file.path.name, len(file.document.pages)) for file in checked.files),
            errors=found[0] if found else None,
            warnings=found[1] if found else None,
            language=loaded.bulletin.language,
        )
        proof_pages(whole, proof_of, list(_names(checked.files)))
        return _written(whole, loaded)


def _counts(checked: Checked) -> tuple[int, int] | None:
    """Errors and warnings; None where not all could be checked."""
    if checked.not_checked:
        return None
    return checked.count(Severity.ERROR), checked.count(Severity.WARNING)


def _shares(document: Document) -> dict[tuple[int, int], float]:
    """What part of its pixels each picture needs where it is set largest."""
    lowest: dict[tuple[int, int], float] = {}
    for page in document.pages:
        for mark in page.marks:
            if mark.picture is not None and min(mark.ppi) > 0:
                key = mark.picture.key
                lowest[key] = min(lowest.get(key, min(mark.ppi)), *mark.ppi)
    return {key: PROOF_PPI / ppi for key, ppi in lowest.items() if key != (0, 0)}


def _names(files: Sequence[CheckedFile]) -> Iterator[str]:
    """What each page is called: the number printed on it, else the page of its file."""
    for file in files:
        for at, page in enumerate(file.document.pages):
            yield (file.folios[at] if at < len(file.folios) else "") or str(page.number)


def _font(loaded: LoadedIssue) -> Path:
    """The face of the layout's furniture; the build has seen to it."""
    from printshop.layout import load_layout
    from printshop.layout.fonts import furniture_face

    unsaid = Problems()
    layout = load_layout(loaded.workspace, loaded.layout_name, loaded.layout_where, unsaid)
    return furniture_face(layout, loaded.workspace, unsaid)


def _written(pdf: Pdf, loaded: LoadedIssue) -> bytes:
    """The file; the same bytes for the same pages and issue. It does not say that it is a PDF/X."""
    import pikepdf

    title = f"{plain(loaded.name)} {loaded.issue.number}"
    pdf.docinfo[pikepdf.Name.Title] = pikepdf.String(title)
    pdf.docinfo[pikepdf.Name.Producer] = pikepdf.String("printshop")
    pdf.Root.Lang = pikepdf.String(loaded.bulletin.language)
    return as_bytes(pdf)


# -- the plates


def _separations(
    gs: Ghostscript, files: Sequence[CheckedFile], folder: Path, problems: Problems
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The plates as PNG files in `folder`, and the process inks that nothing is printed in.

    Plates of an earlier proof go, so that none stays of a page that is no more.
    """
    drawn: dict[str, bytes] = {}
    used: dict[str, bool] = {}
    names: dict[str, str] = {}
    for file in files:
        before = f"{file.path.stem}-" if len(files) > 1 else ""
        with tempfile.TemporaryDirectory(prefix="printshop-") as scratch:
            for plate in separate(gs, file.path, Path(scratch), problems):
                name = f"{before}page-{plate.page:03d}-{_ink_name(plate.ink, names)}.png"
                drawn[name], has_ink = _as_png(plate)
                used[plate.ink] = used.get(plate.ink, False) or has_ink
    empty = tuple(ink for ink in PROCESS if ink in used and not used[ink])
    endings = tuple(f"-{names[ink]}.png" for ink in empty)
    kept = {name: data for name, data in drawn.items() if not (endings and name.endswith(endings))}
    for old in folder.glob("*page-*.png"):
        old.unlink()
    for name, data in kept.items():
        write_whole(folder / name, data, durable=False)
    return tuple(folder / name for name in kept), empty


def _ink_name(ink: str, names: dict[str, str]) -> str:
    """An ink in the name of a file: `cyan`, `pantone-485-c`; no two have the same."""
    if ink not in names:
        wanted = slug(ink) or "ink"
        taken = sum(name == wanted or name.startswith(f"{wanted}_") for name in names.values())
        names[ink] = f"{wanted}_{taken + 1}" if taken else wanted
    return names[ink]


def _as_png(plate: Plate) -> tuple[bytes, bool]:
    """The plate, and whether there is any ink on it."""
    from PIL import Image

    with Image.open(plate.file) as picture:
        grey = picture.convert("L")
    buffer = io.BytesIO()
    grey.save(buffer, "PNG", optimize=True)
    darkest, _lightest = grey.getextrema()
    return buffer.getvalue(), darkest != 255
