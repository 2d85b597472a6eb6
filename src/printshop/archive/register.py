"""The register: a line for every bag that was ever put into the archive.

Bags tell of themselves, and the catalogue is made from them: only the register knows of one that is
gone. It is a text file; lines are added, and never changed:

```
2017-09/v1 <SHA-512 of its tagmanifest-sha512.txt> 2017-09-20
withdrawn 2017-09/v1 2026-11-23 why it was taken out
```

The second kind is written by hand. Lines that begin with `#` are for people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from printshop.i18n import N_, _

REGISTER = "register.txt"
"""In the archive's folder."""
_HEAD = (
    "# Sổ đăng ký của kho lưu trữ: mỗi túi một dòng (tên, SHA-512 của tagmanifest-sha512.txt, "
    "ngày). Chỉ thêm dòng, không sửa, không xóa.\n"
    "# The register of the archive: a line a bag (name, SHA-512 of its tagmanifest-sha512.txt, "
    "day). Lines are added, never changed or removed.\n"
)
_ENTRY = re.compile(r"(.+/v[1-9]\d*)\s+([0-9A-Fa-f]{128})\s+(\d{4}-\d\d-\d\d)")
_WITHDRAWN = re.compile(r"withdrawn\s+(\S.*?)\s+(\d{4}-\d\d-\d\d)\s+(\S.*)")
_FAULTS = (
    N_("a name, a digest and a day are wanted"),
    N_("`withdrawn`, a name, a day and a reason are wanted"),
)


@dataclass(frozen=True)
class Entry:
    """A bag that was put into the archive."""

    name: str
    """`2017-09/v1`."""
    digest: str
    """SHA-512 of its tag manifest, in small letters."""
    day: str
    """When it was put there: `2017-09-20`."""
    line: int = 0
    """From 1."""


@dataclass(frozen=True)
class Withdrawal:
    """A bag, or an edition with all its versions, that was taken out on purpose."""

    name: str
    day: str
    reason: str
    line: int


@dataclass(frozen=True)
class Register:
    """What the register says."""

    bags: Mapping[str, Entry | Withdrawal]
    """The last that is said of each bag, by its name."""
    faults: tuple[tuple[int, str], ...] = ()
    """Lines that cannot be read, and what is wanted there, in the language in force."""
    twice: tuple[Entry, ...] = ()
    """Bags that were entered again with other bytes, and not withdrawn before."""

    def of(self, name: str) -> Entry | Withdrawal | None:
        """What is said of a bag."""
        return self.bags.get(name) or self.bags.get(name.rpartition("/")[0])


def read_register(data: bytes) -> Register:
    """What the register's file says; nothing is raised for what is damaged."""
    said: dict[str, Entry | Withdrawal] = {}
    faults: list[tuple[int, str]] = []
    twice: list[Entry] = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        text = unicodedata.normalize("NFC", line.strip())
        entry, withdrawn = _ENTRY.fullmatch(text), _WITHDRAWN.fullmatch(text)
        if entry:
            one = Entry(entry[1], entry[2].lower(), entry[3], number)
            before = said.get(one.name)
            if isinstance(before, Entry) and before.digest != one.digest:
                twice.append(one)
            said[one.name] = one
        elif withdrawn:
            gone = Withdrawal(withdrawn[1].rstrip("/"), withdrawn[2], withdrawn[3], number)
            names = [n for n in said if n == gone.name or n.startswith(f"{gone.name}/v")]
            said |= dict.fromkeys(names or [gone.name], gone)
        elif text and not text.startswith("#"):
            faults.append((number, _(_FAULTS[text.startswith("withdrawn")])))
    return Register(said, tuple(faults), tuple(twice))


def extended(data: bytes, more: Iterable[Entry]) -> bytes:
    """The register's file with further lines; what stands there stays byte for byte."""
    text = data or _HEAD.encode()
    if not text.endswith(b"\n"):
        text += b"\n"
    return text + "".join(f"{one.name} {one.digest} {one.day}\n" for one in more).encode()
