"""What was measured, as data and as Markdown. Nothing is run here."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

COLD = "printshop, cold"
SERIAL = "printshop, cold, `--jobs 1`"
NOTHING = "printshop, nothing changed"
EDITED = "printshop, one article edited"
LONGER = "printshop, one article a page longer"
ONE = "WeasyPrint, one document"

SMALL, LARGE = 80, 1280
"""Pages of the issues that the targets speak of; text only."""


BUSY = 1.25
"""Wall time to CPU time of the one document, which never waits, from which the machine is busy."""


@dataclass(frozen=True)
class Sample:
    """One run: seconds, bytes, and the pages of the file it made."""

    wall: float
    cpu: float
    peak: int
    together: int
    size: int
    pages: int


@dataclass
class Row:
    """All runs of one program on one issue."""

    pages: int
    """How many pages the issue was to have."""
    photographs: bool
    what: str
    samples: list[Sample] = field(default_factory=list)
    note: str = ""
    """Why there are no figures."""

    def median(self, name: str) -> float:
        """The median of one field over all runs."""
        return float(statistics.median(getattr(sample, name) for sample in self.samples))


@dataclass
class Report:
    """One run of the benchmarks."""

    about: dict[str, str]
    """Machine, day, versions."""
    rows: list[Row]

    def row(self, pages: int, what: str, *, photographs: bool = False) -> Row | None:
        """The row of one program on one issue, if it has figures."""
        for row in self.rows:
            if (row.pages, row.what, row.photographs) == (pages, what, photographs):
                return row if row.samples else None
        return None

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        data = {"about": self.about, "rows": [asdict(row) for row in self.rows]}
        path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> Report:
        """Read what `save` wrote."""
        data: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
        rows = [
            Row(**{**row, "samples": [Sample(**sample) for sample in row["samples"]]})
            for row in data["rows"]
        ]
        return cls(dict(data["about"]), rows)


# Targets


@dataclass(frozen=True)
class Target:
    """A ratio that must not be larger than its limit."""

    name: str
    limit: float
    measured: float | None
    """None where this run did not measure it."""
    sound: bool = True
    """False for times that were taken on a machine that was busy with something else."""

    @property
    def met(self) -> bool | None:
        """Whether it holds; None where nothing was measured, or not soundly."""
        if self.measured is None or not self.sound:
            return None
        return self.measured <= self.limit

    @property
    def verdict(self) -> str:
        """The same in words."""
        if self.measured is not None and not self.sound:
            return "machine was busy"
        return {True: "yes", False: "**no**", None: "not measured"}[self.met]


def targets(report: Report) -> list[Target]:
    """The project's targets with what this run measured."""

    def over(one: Row | None, other: Row | None, name: str, *, each_page: bool = False) -> Any:
        if one is None or other is None:
            return None
        ratio = one.median(name) / other.median(name)
        return ratio * other.median("pages") / one.median("pages") if each_page else ratio

    def small(what: str) -> Row | None:
        return report.row(SMALL, what)

    def large(what: str) -> Row | None:
        return report.row(LARGE, what)

    one = small(ONE)
    sound = not is_busy(one)
    return [
        Target("cold build", 0.80, over(small(COLD), one, "wall"), sound),
        Target("one article edited", 0.22, over(small(EDITED), one, "wall"), sound),
        Target("one article a page longer", 0.30, over(small(LONGER), one, "wall"), sound),
        Target("nothing changed", 0.10, over(small(NOTHING), one, "wall"), sound),
        Target("size of the tagged file", 1.00, over(small(COLD), one, "size")),
        Target(
            f"cold build a page: {LARGE:,} pages to {SMALL}",
            1.10,
            over(large(COLD), small(COLD), "wall", each_page=True),
            sound and not is_busy(large(ONE)),
        ),
        Target(
            f"peak memory of the largest process, {LARGE:,} pages",
            0.40,
            over(large(COLD), large(ONE), "peak"),
        ),
    ]


def is_busy(one: Row | None) -> bool:
    """Whether the machine had other things to do, by the run of the one document.

    That is a single thread that reads few files: undisturbed, it uses all of its time.
    """
    return one is not None and one.median("wall") > BUSY * one.median("cpu")


# Markdown


def as_markdown(report: Report) -> str:
    """Both tables, after what was measured on what."""
    about = "\n".join(f"- {name}: {value}" for name, value in report.about.items())
    return "\n".join([about, "", *_targets_table(targets(report)), "", *_figures_table(report), ""])


def _targets_table(found: Sequence[Target]) -> list[str]:
    lines = ["| to one WeasyPrint document | at most | measured | met |", "|---|---:|---:|---|"]
    for target in found:
        measured = "–" if target.measured is None else f"{target.measured:.3f}"
        lines.append(f"| {target.name} | {target.limit:.2f} | {measured} | {target.verdict} |")
    return lines


def _figures_table(report: Report) -> list[str]:
    lines = [
        "| issue | program | pages | wall, s | to one document | CPU, s | peak, MB "
        "| together, MB | file, kB | runs |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    before = ""
    for row in report.rows:
        issue = f"{row.pages:,} pages, {'photographs' if row.photographs else 'text'}"
        shown, before = (issue if issue != before else ""), issue
        if not row.samples:
            lines.append(f"| {shown} | {row.what} | {row.note} | | | | | | | |")
            continue
        one = report.row(row.pages, ONE, photographs=row.photographs)
        ratio = f"{row.median('wall') / one.median('wall'):.2f}" if one else "–"
        wall, cpu = row.median("wall"), row.median("cpu")
        lines.append(
            f"| {shown} | {row.what} | {row.median('pages'):.0f} | {wall:.2f} | {ratio} "
            f"| {cpu:.2f} | {row.median('peak') / 1e6:.0f} | {row.median('together') / 1e6:.0f} "
            f"| {row.median('size') / 1e3:,.0f} | {len(row.samples)} |"
        )
    return lines


DOCUMENT = """# Benchmarks

<!-- Written by `make bench ARGS="--docs"`: do not edit. -->

Times of whole processes on one machine, in one run. What is measured, how, and what is fair about
it and what is not: [benchmarks/README.md](../benchmarks/README.md). Figures of two machines cannot
be compared; ratios of one run can. Pages on sheets, beside pdfimpose:
[there](../benchmarks/README.md#pages-on-sheets).

{tables}
Medians of the runs. *Wall*: from the start of the command to its end. *CPU*: user and system time
of all its processes. *Peak*: the largest resident set of a single process. *Together*: the largest
sum over all processes at one moment, where shared memory counts more than once. *Text*: no
pictures; *photographs*: one of 12 megapixels in every second article.
"""


def as_document(*reports: Report) -> str:
    """The page of the documentation: a part for each run, whose ratios are its own."""
    return DOCUMENT.format(tables="\n".join(as_markdown(report) for report in reports))
