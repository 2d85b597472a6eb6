"""Time cold builds of the sample issues beside a generated issue of plain text, and print a table.

    python benchmarks/samples.py [--repeat 5] [--pages 80]

All take turns, in one run, as whole processes. Issue 4 asks that a cold build takes, for each
page, at most 1.3 times what the plain issue takes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import pikepdf
from generate import ISSUE, ROOT, make_workspace
from measure import measure

SAMPLES = ("2017-09", "2017-10-to-tin", "2017-11-so-tay")
LIMIT = 1.3
STATE = (".printshop", "dist")


def cold_build(root: Path, issue: str, folder: Path) -> float:
    """Milliseconds a page of a build that finds nothing kept."""
    for name in STATE:
        shutil.rmtree(root / name, ignore_errors=True)
    program = str(Path(sys.executable).parent / "printshop")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [program, "build", issue, "-C", str(root), "-q"]
    taken, printed = measure(command, environment=environment, folder=folder, seconds=300)
    target = root / "dist" / issue / f"{issue}-screen.pdf"
    if taken.status or not target.exists():
        raise SystemExit(f"{issue}: exit status {taken.status}\n{printed[-2000:]}")
    with pikepdf.open(target) as pdf:
        return taken.wall * 1000 / len(pdf.pages)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--pages", type=int, default=80)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="printshop-bench-") as name:
        folder = Path(name)
        root = make_workspace(folder / "workspace", options.pages).root
        for sample in SAMPLES:
            shutil.copytree(ROOT / "issues" / sample, root / "issues" / sample)
        taken: dict[str, list[float]] = {issue: [] for issue in (ISSUE, *SAMPLES)}
        for turn in range(options.repeat + 1):
            for issue, times in taken.items():
                milliseconds = cold_build(root, issue, folder)
                if turn:  # the first turn fills the system's caches
                    times.append(milliseconds)
    plain = statistics.median(taken[ISSUE])
    print(
        f"| issue | ms a page | least–most | to plain text (at most {LIMIT}) |\n|---|---:|---|---:|"
    )
    for issue, times in taken.items():
        middle = statistics.median(times)
        what = f"plain text, {options.pages} pages" if issue == ISSUE else issue
        print(
            f"| {what} | {middle:.0f} | {min(times):.0f}–{max(times):.0f} | {middle / plain:.2f} |"
        )


if __name__ == "__main__":
    main()
