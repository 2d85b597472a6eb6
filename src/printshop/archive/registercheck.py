"""The register held against the bags: which are gone, which are others, which were renamed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from printshop.archive import bags
from printshop.archive.hashing import digest_of
from printshop.archive.manifestlines import nearly
from printshop.archive.model import BagPlace
from printshop.archive.register import REGISTER, Entry, Register, Withdrawal, read_register
from printshop.i18n import _
from printshop.problems import Problems, Where


def check_register(
    root: Path,
    there: Sequence[BagPlace],
    problems: Problems,
    *,
    chosen: Collection[BagPlace],
    editions: Collection[str] = (),
    told: Collection[tuple[str, str]] = (),
) -> set[str]:
    """Note what the register says otherwise than the archive.

    Args:
        root: the archive.
        there: its bags.
        problems: V051, V058 and V090 to V096 are noted here.
        chosen: bags whose tag manifests are compared.
        editions: look at these only; at all by default.
        told: codes and files of problems that are known already.

    Returns:
        Names of bags that are not there and not missed: withdrawn, or under another name.
    """
    path = root / REGISTER
    where = f"{root.name}/{REGISTER}"
    try:
        register = read_register(path.read_bytes())
    except FileNotFoundError:
        if there:
            problems.add("V092", Where(where))
        return set()
    except OSError as error:
        problems.add("V058", Where(where), reason=error.strerror or str(error))
        return set()
    for line, reason in register.faults:
        problems.add("V093", Where(where, line), reason=reason)
    check = _Check(root, register, {p.name: p for p in there}, problems, set(told))
    check.run(chosen, set(editions))
    return check.explained


@dataclass
class _Check:
    root: Path
    register: Register
    there: dict[str, BagPlace]
    problems: Problems
    told: set[tuple[str, str]]
    explained: set[str] = field(default_factory=set)

    def run(self, chosen: Collection[BagPlace], editions: set[str]) -> None:
        wanted = {p.name: p for p in self.there.values() if not editions or p.edition in editions}
        strange = {p.name: p for n, p in wanted.items() if self.register.of(n) is None}
        for said in self.register.twice:
            if not editions or said.name.rpartition("/")[0] in editions:
                what = _("it was entered a second time, with other bytes")
                self.problems.add("V095", self._line(said), name=said.name, what=what)
        for name, one in self.register.bags.items():
            if editions and not {name, name.rpartition("/")[0]} & editions:
                continue
            if isinstance(one, Withdrawal):
                self._withdrawn(name, one)
            elif name not in self.there:
                self._gone(one, strange)
            elif self.there[name] in chosen:
                self._compare(one, self.there[name])
        for name in strange:
            self.problems.add("V091", Where(f"{self.root.name}/{name}"), name=name)

    def _line(self, said: Entry | Withdrawal) -> Where:
        return Where(f"{self.root.name}/{REGISTER}", said.line)

    def _withdrawn(self, name: str, said: Withdrawal) -> None:
        back = [n for n in self.there if name in (n, n.rpartition("/")[0])]
        back = [n for n in back if self.register.of(n) == said]
        for other in back:
            what = _("it is withdrawn, and it is there")
            self.problems.add("V095", self._line(said), name=other, what=what)
        if not back:
            self.explained.add(name)
            self.problems.add(
                "V094", self._line(said), name=name, day=said.day, reason=said.reason[:200]
            )

    def _gone(self, said: Entry, strange: dict[str, BagPlace]) -> None:
        """A bag that is not there: lost, or under another name."""
        found = next((p for p in strange.values() if _digest(p) == said.digest), None)
        if found is None:
            self.problems.add("V051", Where(f"{self.root.name}/{said.name}"), path=said.name)
            return
        del strange[found.name]
        self.explained.add(said.name)
        if _own_name(found) == found.name:
            reason = _("it is about `{name}`").format(name=found.name)
            self.problems.add("V093", self._line(said), reason=reason)
            return
        edition, _slash, version = said.name.rpartition("/")
        same = version == f"v{found.version}"
        where = f"{self.root.name}/{found.name}"
        if ("V096", where) not in self.told:
            self.problems.add(
                "V096",
                Where(where),
                name=edition if same else said.name,
                found=found.edition if same else found.name,
            )

    def _compare(self, said: Entry, place: BagPlace) -> None:
        """The tag manifest is the one of old; what is told of it already is not told again."""
        shown = f"{self.root.name}/{place.name}/{bags.TAG_MANIFEST}"
        digest = _digest(place)
        if not digest or digest == said.digest or any(file == shown for _code, file in self.told):
            return
        if nearly(digest, said.digest):
            reason = _("the digest of `{name}` is damaged").format(name=said.name)
            self.problems.add("V093", self._line(said), reason=reason)
        else:
            self.problems.add("V090", Where(shown), name=said.name, day=said.day)


def _digest(place: BagPlace) -> str:
    """Of the tag manifest; empty where it cannot be read, which is told with the bag."""
    try:
        return digest_of(place.path / bags.TAG_MANIFEST).sha512
    except OSError:
        return ""


def _own_name(place: BagPlace) -> str:
    """What the bag says of itself."""
    try:
        return bags.info_of(place.path).get("External-Identifier", "")
    except (OSError, ValueError):
        return ""
