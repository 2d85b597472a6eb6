"""BagIt 1.0 (RFC 8493) as text: manifests, `bag-info.txt`, and names that a bag can hold.

Written here and not with LoC's library, which writes version 0.97, moves files in place, changes
the working folder of the whole program and waits for no disk (decision 0024). Tests have every bag
validated by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from printshop.archive.hashing import ALGORITHM
from printshop.i18n import N_, _

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = f"manifest-{ALGORITHM}.txt"
TAG_MANIFEST = f"tagmanifest-{ALGORITHM}.txt"
PAYLOAD = "data"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""`bagit.txt` (section 2.1.1)."""
REASON = "Correction-Reason"
"""In `bag-info.txt`: why a later version was made."""

MAX_NAME = 255
"""Bytes of one name: what common file systems take."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = frozenset('<>:"|?*\\%')
"""What Windows refuses; and `%`, which tools for bags read differently (section 2.1.3)."""
_FAULTS = (
    N_("it is empty"),
    N_("it is too long"),
    N_("it begins or ends with a space, or ends with a point"),
    N_("an invisible character is in it"),
    N_("“{sign}” is in it"),
    N_("Windows keeps this name for itself"),
)


def name_fault(path: str) -> str:
    """Why a path in a payload cannot be kept, in the language in force; empty for a good one.

    Names must outlive this computer: they are what Windows, macOS and Linux all take, and what
    every tool for bags reads alike.
    """
    for part in path.split("/"):
        fault = _fault(part)
        if fault:
            return fault
    return ""


def _fault(part: str) -> str:
    empty, long, ends, invisible, sign, reserved = _FAULTS
    bad = next((c for c in part if c in _FORBIDDEN), "")
    if not part:
        return _(empty)
    if len(part.encode("utf-8", "surrogateescape")) > MAX_NAME:
        return _(long)
    if part != part.strip() or part.endswith("."):
        return _(ends)
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in part):
        return _(invisible)
    if bad:
        return _(sign).format(sign=bad)
    return _(reserved) if _RESERVED.fullmatch(part) else ""


def folded(path: str) -> str:
    """What two names have in common that some file systems take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def clashes(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different paths that some file systems take for one; folders too."""
    seen: dict[str, tuple[str, bool]] = {}
    for path in sorted(paths):
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            name, is_file = "/".join(parts[:end]), end == len(parts)
            other, other_is_file = seen.setdefault(folded(name), (name, is_file))
            if other != name or (is_file != other_is_file):
                yield name, other
                break


# -- manifests


def write_manifest(digests: Mapping[str, str]) -> bytes:
    """A manifest's bytes, by path; two spaces, so that `sha512sum -c` reads it too."""
    lines = (f"{digests[path]}  {path}\n" for path in sorted(digests))
    return "".join(lines).encode()


def read_manifest(data: bytes) -> dict[str, str]:
    """Digest by path, as `write_manifest` wrote it, or another tool (section 2.1.3).

    Raises:
        ValueError: it is no manifest.
    """
    found: dict[str, str] = {}
    for line in data.decode("utf-8").split("\n"):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        match = re.fullmatch(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)", line)
        path = _decoded(match[2]) if match else ""
        if match is None or path in found:
            raise ValueError(line[-60:])
        found[path] = match[1].lower()
    return found


def _decoded(path: str) -> str:
    """Section 2.1.3: LF, CR and `%` are written as percent and two digits."""
    signs = {"0A": "\n", "0D": "\r", "25": "%"}
    return re.sub(r"%(0[AD]|25)", lambda m: signs[m[1].upper()], path, flags=re.IGNORECASE)


# -- bag-info.txt


def write_info(info: Mapping[str, str]) -> bytes:
    """`bag-info.txt`: a line for each value that is not empty, in the order given (2.2.2)."""
    lines = ((name, " ".join(value.split())) for name, value in info.items())
    return "".join(f"{name}: {value}\n" for name, value in lines if value).encode(
        "utf-8", "replace"
    )


def read_info(data: bytes) -> dict[str, str]:
    """`bag-info.txt`: values by name, in their order; of a name given twice, both.

    Raises:
        ValueError: it is not UTF-8.
    """
    found: dict[str, str] = {}
    name = ""
    for line in data.decode("utf-8-sig").splitlines():
        if line[:1].isspace() and name:  # a long value goes on
            found[name] = f"{found[name]} {line.strip()}".strip()
        elif ":" in line:
            name, value = (part.strip() for part in line.split(":", 1))
            found[name] = f"{found[name]}; {value}" if name in found else value
    return found


def info_of(bag: Path) -> dict[str, str]:
    """What `bag-info.txt` of a bag says.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not UTF-8.
    """
    return read_info((bag / INFO).read_bytes())


def _leads_out(path: str) -> bool:
    """Whether a path may end somewhere else than it begins, on any computer."""
    parts = re.split(r"[/\\]", path)
    return "\0" in path or any(part in ("", ".", "..") for part in parts)


def payload_digests(bag: Path) -> dict[str, str]:
    """What a bag's manifest says: SHA-512 by the path in its payload.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no manifest, or leads out of the payload (section 5.1).
    """
    manifest = read_manifest((bag / MANIFEST).read_bytes())
    for path in manifest:
        if not path.startswith(f"{PAYLOAD}/") or _leads_out(path):
            raise ValueError(path.replace("\0", "\ufffd"))
    return {path.removeprefix(f"{PAYLOAD}/"): digest for path, digest in manifest.items()}
