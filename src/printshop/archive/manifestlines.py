"""Manifests that may be damaged: read line by line, as far as they can be (RFC 8493, 2.1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

DIGITS = 128
"""Hexadecimal digits of a SHA-512."""
_FEW = 4
"""Digests of different bytes differ in some 120 digits: where it is no more, one is damaged."""
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_WRITTEN = re.compile(r"%(0[AaDd]|25)")


@dataclass(frozen=True)
class Listed:
    """What a line says."""

    path: str
    digest: str
    """In small letters."""
    line: int
    """From 1."""


@dataclass(frozen=True)
class ManifestText:
    """A manifest, as far as it can be read."""

    data: bytes
    files: Mapping[str, Listed]
    """By path; bytes that are no UTF-8 as Python's surrogates."""
    faults: tuple[int, ...]
    """Lines that say nothing, or name a file for the second time."""

    def line_about(self, path: str, digest: str) -> int:
        """The line that was about a sound file before it was damaged; 0 if there is none.

        Its digest stands there, or its path after nearly its digest.
        """
        at = self.data.find(digest.encode())
        if at < 0:
            after = self.data.find(b" " + path.encode("utf-8", "surrogateescape"))
            before = self.data[:after].rstrip(b" *\t") if after >= 0 else b""
            if not nearly(before[-DIGITS:].decode("latin-1"), digest):
                return 0
            at = after
        return self.data.count(b"\n", 0, at) + 1


def read_lines(data: bytes) -> ManifestText:
    """What a manifest says."""
    files: dict[str, Listed] = {}
    faults = []
    for listed, number in _lines(data):
        if listed is None or listed.path in files:
            faults.append(number)
        else:
            files[listed.path] = listed
    return ManifestText(data, files, tuple(faults))


def _lines(data: bytes) -> Iterator[tuple[Listed | None, int]]:
    for number, line in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            yield None, number
        else:
            path = _WRITTEN.sub(lambda m: chr(int(m[1], 16)), match[2])
            yield Listed(path, match[1].lower(), number), number


def nearly(one: str, other: str) -> bool:
    """Whether two digests differ so little that one of them is the other, damaged."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= _FEW
