"""The recipe of `printshop archive verify`: what is kept, proved; and built again, if asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from printshop.archive.baglook import look
from printshop.archive.model import BagPlace, InArchive
from printshop.archive.progressfile import ProgressFile
from printshop.archive.registercheck import check_register
from printshop.archive.soundness import Audit, BagResult, PageDifference, Rebuilt
from printshop.archive.store import find_place, places, read_bag
from printshop.archive.surroundings import check_surroundings, only_begun
from printshop.archive.verify import verify_bags
from printshop.i18n import N_, _, language, set_language
from printshop.output import write_whole
from printshop.problems import Problem, Problems, StopBuild, Where
from printshop.progress import Progress, Silent
from printshop.settings import STATE, Settings
from printshop.workspace import ISSUE_FILE, WORKSPACE_FILE, Workspace

VERIFYING = N_("verifying the archive")
_SOURCES = "sources"
_VERSIONS = "versions.json"
_MOST_NAMED = 12


@dataclass(frozen=True)
class Wanted:
    """What is to be looked at."""

    day: dt.date
    """Today: reports say so, and nothing else depends on it."""
    editions: tuple[str, ...] = ()
    """`2017-09` with all its versions, `2017-09/v1`; all by default."""
    part: tuple[int, int] = (1, 1)
    """Which part of how many: editions are spread over them by their names, always the same."""
    resume: bool = False
    """Go on where an interrupted run stopped."""
    rebuild: bool = False
    """Build the editions again, too."""
    report: Path | None = None
    """The report's file: pictures of pages that differ go beside it."""
    jobs: int = 0
    """Processes that render, as for a build."""


def audit(
    root: Path, wanted: Wanted, problems: Problems, progress: Progress | None = None
) -> Audit:
    """Verify the bags of the archive `root`, and what lies around them.

    Args:
        root: the archive.
        wanted: which bags, and how.
        problems: all that is found; the result has it too, by bag.
        progress: told of stages and steps.

    Raises:
        StopBuild: there is no such edition (V005).
    """
    progress = progress or Silent()
    there = places(root)
    chosen = _chosen(root, there, wanted, problems)
    asked = [*sorted(p.name for p in chosen), "rebuild" if wanted.rebuild else ""]
    asked = [hashlib.sha256("\n".join(asked).encode()).hexdigest()]
    state = ProgressFile.of(root, root.parent / STATE, asked)
    if chosen:
        state.begin(resume=wanted.resume)
    results: list[BagResult] = []
    earlier = 0
    try:
        progress.stage(VERIFYING, len(chosen))
        looks = {place: look(place.path) for place in chosen if state.knows(place)}
        known = {p: state.earlier(p, seen.stamp) for p, seen in looks.items()}
        fresh = verify_bags(root, [p for p in chosen if not known.get(p)], wanted.day, looks=looks)
        for place in chosen:
            result = known.get(place)
            if result:
                earlier += 1
            else:
                result, stamp = next(fresh)
                if wanted.rebuild:
                    result = _with_rebuild(place, result, wanted)
                state.note(result, stamp)
            results.append(result)
            progress.step(place.name)
        general = _around(root, there, wanted, progress, chosen, results)
    finally:
        state.close()
    state.done()
    found = Audit(
        str(root),
        wanted.day,
        tuple(results),
        tuple(general),
        wanted.part,
        wanted.editions,
        earlier,
        wanted.rebuild,
        _programs(),
    )
    problems.extend(found.problems)
    return found


def _chosen(
    root: Path, there: Sequence[BagPlace], wanted: Wanted, problems: Problems
) -> list[BagPlace]:
    """The bags that are to be looked at, sorted."""
    named = set[BagPlace]()
    missing = 0
    for name in wanted.editions:
        try:
            found = find_place(root, name, problems)
        except StopBuild:  # all that are not there are told
            missing += 1
            continue
        whole = "/" not in name.strip().strip("/")
        named |= {p for p in there if p == found or (whole and p.edition == found.edition)}
    if missing:
        raise StopBuild
    number, parts = wanted.part
    taken = sorted(named) if wanted.editions else there
    return [place for place in taken if part_of(place.edition, parts) == number]


def part_of(edition: str, parts: int) -> int:
    """The part, from 1, that an edition is in, whatever others there are."""
    digest = hashlib.sha256(edition.encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:8], "big") % parts + 1


def _programs() -> tuple[tuple[str, str], ...]:
    """What looked, for the report."""
    names = ("printshop", "pikepdf", "pypdfium2")
    return (
        *((name, metadata.version(name)) for name in names),
        ("Python", platform.python_version()),
        (platform.system(), f"{platform.release()} {platform.machine()}"),
    )


# -- around the bags


def _around(
    root: Path,
    there: Sequence[BagPlace],
    wanted: Wanted,
    progress: Progress,
    chosen: Sequence[BagPlace],
    results: Sequence[BagResult],
) -> Problems:
    """What belongs to no bag; of single editions, what concerns them."""
    found = Problems()
    if not root.is_dir():
        found.add("V051", Where(root.name), path=root.name)
        return found
    known = check_register(
        root,
        there,
        found,
        chosen=set(chosen),
        editions={place.edition for place in chosen} if wanted.editions else (),
        told={(p.code, p.where.file) for result in results for p in result.problems},
    )
    if not there and not len(found):
        if only_begun(root):
            found.add("V097", Where(root.name))
        else:
            found.add("V051", Where(root.name), path=_("every edition"))
    if not wanted.editions:
        check_surroundings(root, there, found)
    _check_catalogue(root, wanted, found, progress)
    kept = Problems()
    kept.extend(p for p in found if not (p.code == "V051" and dict(p.params)["path"] in known))
    return kept


def _check_catalogue(root: Path, wanted: Wanted, problems: Problems, progress: Progress) -> None:
    """V065 for a catalogue that does not know all yet, V051 and V066 for one that knows otherwise.

    Adding an edition leaves the catalogue behind until somebody searches.
    """
    from printshop.archive.catalogue import disagreements
    from printshop.archive.model import CATALOGUE

    told = disagreements(root, progress)
    behind = {one.name.split("/")[0] for one in told if one.kind == "missing"}
    where = Where(f"{root.name}/{CATALOGUE}")
    for one in told:
        edition = one.name.split("/")[0]
        if wanted.editions and edition not in {name.split("/")[0] for name in wanted.editions}:
            continue
        if one.kind == "gone":
            problems.add("V051", Where(f"{root.name}/{one.name}"), path=one.name)
        elif one.kind in ("absent", "missing") or (one.kind == "differs" and edition in behind):
            problems.add("V065", where, what=one.message)
        else:
            problems.add("V066", where, what=one.message)


# -- built again


def _with_rebuild(place: BagPlace, result: BagResult, wanted: Wanted) -> BagResult:
    """The result with what building the edition again shows."""
    problems = Problems()
    show = _Pictures(place, wanted.report) if wanted.report else None
    became, differences = rebuild(place, problems, jobs=wanted.jobs, pictures=show)
    return replace(
        result,
        problems=(*result.problems, *problems),
        rebuilt=became,
        differences=tuple(differences),
    )


@dataclass(frozen=True)
class _Pictures:
    """Puts pictures of pages that differ beside the report."""

    place: BagPlace
    report: Path

    def __call__(self, page: int, data: bytes) -> str:
        edition = self.place.name.replace("/", "-")
        name = f"{self.report.stem}-{edition}-{page:03d}.png"
        write_whole(self.report.with_name(name), data, durable=False)
        return name


def rebuild(
    place: BagPlace,
    problems: Problems,
    *,
    jobs: int = 0,
    pictures: _Pictures | None = None,
) -> tuple[Rebuilt, list[PageDifference]]:
    """Build an edition again from its bag's own sources, elsewhere, and compare the two.

    Args:
        place: the bag; nothing in it is touched.
        problems: V057 and V067 to V069 are noted here.
        jobs: processes that render.
        pictures: takes a picture of every page that differs.

    Returns:
        What became of it, and the pages that differ.
    """
    bag = read_bag(place, Problems())
    if bag is None:
        problems.add("V069", _at(place), name=place.name, reason=_("its record cannot be read"))
        return Rebuilt.FAILED, []
    if bag.kept.origin == "pdf":
        problems.add("V057", _at(place), name=place.name)
        return Rebuilt.PASSED_OVER, []
    with tempfile.TemporaryDirectory(prefix="printshop-") as scratch:
        try:
            kept = bag.pdf.read_bytes()
            made = _built_again(bag, Path(scratch), jobs)
            same_versions = _same_versions(bag, made)
            if kept == made.read_bytes():
                return Rebuilt.SAME_BYTES, []
            return _compared(bag, kept, made.read_bytes(), problems, pictures, sure=same_versions)
        except _FailedError as failed:
            reason = str(failed)
        except (OSError, ValueError, shutil.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
    problems.add("V069", _at(place), name=place.name, reason=reason)
    return Rebuilt.FAILED, []


def _at(place: BagPlace) -> Where:
    archive = place.path.parents[1]
    return Where(place.path.relative_to(archive.parent).as_posix())


class _FailedError(Exception):
    """It cannot be built; the text says why."""


def _built_again(bag: InArchive, scratch: Path, jobs: int) -> Path:
    """The archive file as the bag's sources give it now."""
    from printshop.build import build

    sources, root = bag.place.payload / _SOURCES, scratch / "w"
    if not sources.is_dir():
        raise _FailedError(_("there are no sources"))
    shutil.copytree(sources, root)
    manifests = sorted(root.rglob(ISSUE_FILE))
    if len(manifests) != 1 or not (root / WORKSPACE_FILE).is_file():
        raise _FailedError(_("its sources are no workspace with one issue"))
    noted = Problems()
    settings = Settings(targets=("archive",), out=scratch / "out", jobs=jobs)
    with _speaking(bag.kept.record.language):
        built = build(Workspace(root.resolve()), manifests[0].parent.resolve(), settings, noted)
    if built is None:
        raise _FailedError(_first(noted))
    return built.files[0]


@contextmanager
def _speaking(kept: str) -> Iterator[None]:
    """Within the block words are those of the bulletin, as when it was put into the archive."""
    spoken = language()
    set_language(kept)
    try:
        yield
    finally:
        set_language(spoken)


def _first(noted: Problems) -> str:
    """The errors of a build, the first in words."""
    errors: list[Problem] = [problem for problem in noted if problem.severity.rank == 0]
    if not errors:
        return _("the build was stopped")
    codes = ", ".join(dict.fromkeys(problem.code for problem in errors))
    return f"{errors[0].where} {errors[0].message} ({codes})".strip()


def _same_versions(bag: InArchive, made: Path) -> bool:
    """Whether all ran that decides the bytes in the versions of old."""
    from printshop.archive.pdftext import attachments

    now: Mapping[str, Any] = json.loads(attachments(made)[_VERSIONS])
    try:
        then = json.loads((bag.place.payload / "record" / _VERSIONS).read_bytes())
    except (OSError, ValueError):
        return False
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    made_with = bag.info.get("Made-With", machine)
    return bool(now == then) and made_with == machine


def _compared(
    bag: InArchive,
    kept: bytes,
    made: bytes,
    problems: Problems,
    pictures: _Pictures | None,
    *,
    sure: bool,
) -> tuple[Rebuilt, list[PageDifference]]:
    """What differs in files that are not the same; V067 where they should be."""
    from printshop.archive.rasters import compare_pages

    found = list(compare_pages(kept, made, pictures))
    what = _in_words(found)
    if sure:
        problems.add("V067", _at(bag.place), name=bag.place.name, what=what)
        return Rebuilt.DIFFERS, found
    if found:
        problems.add("V068", _at(bag.place), name=bag.place.name, what=what)
        return Rebuilt.DIFFERS, found
    return Rebuilt.SAME_PAGES, []


def _in_words(found: Sequence[PageDifference]) -> str:
    """The pages that differ, and by how much; of many, the first."""
    if not found:
        return _("other bytes, while every page looks and reads the same")
    parts = [difference_in_words(one) for one in found[:_MOST_NAMED]]
    if len(found) > _MOST_NAMED:
        parts.append(_("and {n} pages more").format(n=len(found) - _MOST_NAMED))
    return "; ".join(parts)


def difference_in_words(one: PageDifference) -> str:
    """A page that differs, and how."""
    parts = []
    if one.share:
        percent = f"{max(one.share * 100, 0.01):.2f}"
        parts.append(_("{percent} % of the page").format(percent=percent))
    if one.text:
        parts.append(_("its text"))
    return _("page {n}: {what}").format(n=one.page, what=", ".join(parts))
