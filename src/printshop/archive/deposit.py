"""A bag handed over: for legal deposit, or to another library, as one zip file.

What of the payload goes along, and what `bag-info.txt` says, is in a profile: a file of a few
lines, in the manner of the Bag-Info part of the BagIt Profiles specification 1.4. Unzipped, it is
a valid bag of its own (RFC 8493). The same bag and profile give the same bytes: files are stored as
they are, sorted, with the date of the edition.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from pydantic import Field

from printshop.archive import bags
from printshop.archive.bagreadme import readme
from printshop.archive.hashing import copied
from printshop.archive.leftovers import remove_leftovers
from printshop.archive.model import InArchive
from printshop.i18n import N_, _
from printshop.output import umask
from printshop.problems import Problems, StopBuild, Where
from printshop.problems.model import nearest
from printshop.progress import Progress, Silent
from printshop.sources import Workspace, parse_yaml, read_text, validate
from printshop.sources.fields import Strict, Text
from printshop.text.slugs import slug
from printshop.workspace import ISSUE_FILE

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

__all__ = ["Deposit", "Profile", "find_profile", "known_profiles", "write_deposit"]

PROFILES = "profiles"
"""The folder of a workspace's own."""
STOCK = Path(__file__).parent / PROFILES
DEFAULT_PROFILE = "full"
README = "README.txt"
PACKING = N_("packing files")
EVERYTHING = "**"
_EARLIEST = dt.date(1980, 1, 1)
"""Zip files know no earlier day."""

Source = Literal[
    "publisher",
    "bulletin",
    "name",
    "identifier",
    "edition",
    "version",
    "number",
    "date",
    "language",
    "genre",
    "place",
    "issn",
    "title",
]
"""What is known of an edition."""


class InfoField(Strict):
    """A line of `bag-info.txt`."""

    source: Source | None = Field(
        None, alias="from", description="what is known of the edition: `publisher`, `issn`"
    )
    value: Text | None = Field(None, description="words that are the same in every bag")
    required: bool = Field(False, description="whether no bag goes out without it (V077)")


class ProfileSpec(Strict):
    """`profiles/<name>.yaml`."""

    description: Text = Field(description="what it is for, in one line")
    name: Text = Field(
        "{edition}-v{version}-{profile}",
        description="what file and folder are called, without `.zip`",
    )
    parts: list[Text] = Field(
        min_length=1,
        description="the files of the payload that go along: `*` is any name, `**` any path",
    )
    info: dict[Text, InfoField] = Field(
        default_factory=dict, description="lines of bag-info.txt, beside those of the bag itself"
    )
    identifier: Text | None = Field(
        None, description="the profile's own address, for the line BagIt-Profile-Identifier"
    )


@dataclass(frozen=True)
class Profile:
    """A profile that was read."""

    name: str
    spec: ProfileSpec


@dataclass(frozen=True)
class Deposit:
    """What was written."""

    file: Path
    files: int
    """Of the payload."""
    size: int
    """bytes, of the zip file"""
    profile: str


def known_profiles(workspace: Workspace) -> dict[str, Path]:
    """Profiles by name: the workspace's own go before those in stock."""
    found: dict[str, Path] = {}
    for folder in (workspace.root / PROFILES, STOCK):
        for path in sorted(folder.glob("*.yaml")):
            if not path.name.startswith("."):
                found.setdefault(unicodedata.normalize("NFC", path.stem), path)
    return found


def find_profile(workspace: Workspace, name: str, problems: Problems) -> Profile:
    """Read the profile called `name`.

    Raises:
        StopBuild: there is none (V076), or it has errors.
    """
    before = problems.errors
    known = known_profiles(workspace)
    path = known.get(unicodedata.normalize("NFC", name))
    if path is None:
        names = sorted(known)
        problems.add("V076", near=nearest(name, names), name=name, known=", ".join(names))
        raise StopBuild
    if path.is_relative_to(workspace.root) and not workspace.check_inside(path, problems):
        raise StopBuild
    shown = workspace.name(path)
    text = read_text(path, Where(shown), problems)
    document = parse_yaml(text, shown, problems) if text is not None else None
    spec = validate(ProfileSpec, document, problems) if document is not None else None
    if spec is None or problems.errors > before:
        raise StopBuild
    return Profile(path.stem, spec)


def name_of(bag: InArchive, profile: Profile) -> str:
    """What the file is called, without `.zip`; only letters, digits, points and hyphens."""
    values = {**_known(bag), "profile": profile.name}
    filled = re.sub(r"\{(\w+)\}", lambda m: values.get(m[1], ""), profile.spec.name)
    kept = "-".join(filter(None, (_plain(part) for part in filled.split("-"))))
    return kept or f"{_plain(bag.place.edition)}-v{bag.place.version}"


def _plain(text: str) -> str:
    return text if re.fullmatch(r"[\w.]+", text, re.ASCII) else slug(text)


def write_deposit(
    bag: InArchive,
    profile: Profile,
    out: Path,
    problems: Problems,
    progress: Progress | None = None,
) -> Deposit:
    """Write the zip file `out` of a bag.

    Args:
        bag: what is handed over.
        profile: what of it.
        out: the file; written whole, or not at all.
        problems: V077 for a line that the profile asks for and the edition does not have, V078
            where it takes no file, V079 for files that are not what the bag's manifest says.
        progress: told of stages and steps.

    Raises:
        StopBuild: problems forbid it; nothing was written.
        OSError: `out` cannot be written.
    """
    progress = progress or Silent()
    before = problems.errors
    digests = _digests(bag, problems)
    parts = [_pattern(part) for part in profile.spec.parts]
    taken = {path: d for path, d in digests.items() if any(p.fullmatch(path) for p in parts)}
    if digests and not taken:
        patterns = ", ".join(f"`{part}`" for part in profile.spec.parts)
        problems.add("V078", profile=profile.name, edition=bag.place.name, patterns=patterns)
    made = _readme(bag, taken, digests)
    taken |= {path: hashlib.sha512(data).hexdigest() for path, data in made.items()}
    info = _info(bag, profile, problems)
    if problems.errors > before:
        raise StopBuild
    top = name_of(bag, profile)
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            _write_zip(stream, bag, profile, top, taken, made, info, problems, progress)
            stream.flush()
            os.fsync(stream.fileno())
        if problems.errors > before:
            raise StopBuild
        temporary.chmod(0o666 & ~umask())
        temporary.replace(out)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    remove_leftovers(out)
    return Deposit(out, len(taken), out.stat().st_size, profile.name)


def _digests(bag: InArchive, problems: Problems) -> dict[str, str]:
    try:
        return bags.payload_digests(bag.place.path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.add("V079", path=bags.MANIFEST, edition=bag.place.name, reason=reason)
        return {}


def _readme(
    bag: InArchive, taken: Mapping[str, str], digests: Mapping[str, str]
) -> dict[str, bytes]:
    """`README.txt` about what goes along, where that is not all."""
    if README not in taken or len(taken) == len(digests):
        return {}
    sources = [path for path in digests if path.startswith("sources/")]
    issues = [path for path in sources if path.endswith(f"/{ISSUE_FILE}")]
    issue = ""
    if len(issues) == 1 and bag.kept.origin == "printshop" and taken.keys() >= set(sources):
        issue = issues[0].removeprefix("sources/").removesuffix(f"/{ISSUE_FILE}")
        name = issue.removeprefix("issues/")
        issue = issue if "/" in name else name
    kept = bag.kept
    return {README: readme(kept.record, taken, kept.file, kept.origin, issue)}


def _pattern(part: str) -> re.Pattern[str]:
    """`*` is any name, `**` any path."""
    signs = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.split(r"(\*\*|\*|\?)", part)
    return re.compile("".join(signs.get(piece, re.escape(piece)) for piece in pieces), re.DOTALL)


def _known(bag: InArchive) -> dict[str, str]:
    """What may be asked for, by name (`Source`)."""
    record = bag.kept.record
    return {
        "publisher": record.publisher,
        "bulletin": record.bulletin,
        "name": record.name,
        "identifier": bag.place.name,
        "edition": bag.place.edition,
        "version": str(bag.place.version),
        "number": record.number,
        "date": record.date.isoformat(),
        "language": record.language,
        "genre": record.genre,
        "place": record.place,
        "issn": record.issn,
        "title": record.title,
    }


def _info(bag: InArchive, profile: Profile, problems: Problems) -> dict[str, str]:
    """`bag-info.txt` of what goes out, but for its size."""
    known = _known(bag)
    found = dict(bag.info)
    for name, wanted in profile.spec.info.items():
        value = wanted.value or (known[wanted.source] if wanted.source else "")
        if value:
            found[name] = value
        elif wanted.required and not found.get(name):
            problems.add("V077", profile=profile.name, field=name, edition=bag.place.name)
    if profile.spec.identifier:
        found["BagIt-Profile-Identifier"] = profile.spec.identifier
    return found


def _whole(profile: Profile) -> bool:
    """Whether the bag goes out as it is."""
    spec = profile.spec
    return EVERYTHING in spec.parts and not spec.info and not spec.identifier


def _write_zip(
    stream: IO[bytes],
    bag: InArchive,
    profile: Profile,
    top: str,
    taken: Mapping[str, str],
    made: Mapping[str, bytes],
    info: Mapping[str, str],
    problems: Problems,
    progress: Progress,
) -> None:
    from zipfile import ZIP_STORED, ZipFile

    day = max(bag.kept.record.date, _EARLIEST)
    progress.stage(PACKING, len(taken))
    with ZipFile(stream, "w", ZIP_STORED) as packed:
        whole = _whole(profile)
        tags = dict(_tag_files(bag, problems)) if whole else {}
        size = 0
        for path in sorted(taken):
            name = f"{top}/data/{path}"
            if path in made:
                packed.writestr(_entry(name, day), made[path])
                size += len(made[path])
            else:
                size += _pack(packed, name, bag, path, taken[path], day, problems)
            progress.step(path)
        for name, data in sorted((tags or _new_tags(taken, info, size)).items()):
            packed.writestr(_entry(f"{top}/{name}", day), data)


def _tag_files(bag: InArchive, problems: Problems) -> Iterator[tuple[str, bytes]]:
    """The files beside the payload, as they are; V079 where the tag manifest says otherwise."""
    said = bags.read_manifest((bag.place.path / bags.TAG_MANIFEST).read_bytes())
    for path in sorted(bag.place.path.iterdir()):
        if path.is_file():
            data = path.read_bytes()
            if path.name in said and hashlib.sha512(data).hexdigest() != said[path.name]:
                reason = _("its bytes have changed")
                problems.add("V079", path=path.name, edition=bag.place.name, reason=reason)
            yield path.name, data


def _new_tags(taken: Mapping[str, str], info: Mapping[str, str], size: int) -> dict[str, bytes]:
    """The files beside the payload, for what goes out."""
    tags = {
        bags.DECLARATION: bags.DECLARED,
        bags.INFO: bags.write_info({**info, "Payload-Oxum": f"{size}.{len(taken)}"}),
        bags.MANIFEST: bags.write_manifest({f"data/{path}": d for path, d in taken.items()}),
    }
    digests = {name: hashlib.sha512(data).hexdigest() for name, data in tags.items()}
    return {**tags, bags.TAG_MANIFEST: bags.write_manifest(digests)}


def _pack(
    packed: ZipFile,
    name: str,
    bag: InArchive,
    path: str,
    digest: str,
    day: dt.date,
    problems: Problems,
) -> int:
    """One file of the payload; its size. V079 where it is not what the manifest says."""
    try:
        with (
            (bag.place.payload / path).open("rb") as source,
            packed.open(_entry(name, day), "w", force_zip64=True) as target,
        ):
            found = copied(source, target.write)
    except FileNotFoundError:
        problems.add("V079", path=path, edition=bag.place.name, reason=_("it is not there"))
        return 0
    if found.sha512 != digest:
        reason = _("its bytes have changed")
        problems.add("V079", path=path, edition=bag.place.name, reason=reason)
    return found.size


def _entry(name: str, day: dt.date) -> ZipInfo:
    from zipfile import ZipInfo

    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry
