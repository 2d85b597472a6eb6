"""Time cold builds of the sample issues beside generated ones, and print a table.

    python benchmarks/samples.py [--repeat 5] [--pages 80]

Generated are an issue of text alone and one with a photograph in every second article. All take
turns, in one run, as whole processes. Issue 4 asks that a cold build takes, for each page, at most
1.3 times what the plain issue takes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from generate import ISSUE, ROOT, make_workspace
from measure import measure

SAMPLES = ("2017-09", "2017-10-to-tin", "2017-11-so-tay")
LIMIT = 1.3
STATE = (".printshop", "dist")
BUT_PICTURES = (".printshop/builds", ".printshop/fragments", "dist")


def cold_build(root: Path, issue: str, state: Sequence[str], folder: Path) -> float:
    """Milliseconds a page of a build that finds nothing of `state` kept."""
    for name in state:
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
        root = make_workspace(folder / "text", options.pages).root
        album = make_workspace(folder / "photographs", options.pages, photographs=True).root
        for sample in SAMPLES:
            shutil.copytree(ROOT / "issues" / sample, root / "issues" / sample)
        text, photographs = f"text, {options.pages} pages", f"photographs, {options.pages} pages"
        runs = {text: (root, ISSUE, STATE), photographs: (album, ISSUE, STATE)}
        for sample in SAMPLES:
            runs[sample] = root, sample, STATE
            runs[f"{sample}, pictures kept"] = root, sample, BUT_PICTURES
        taken: dict[str, list[float]] = {what: [] for what in runs}
        for turn in range(options.repeat + 1):
            for what, (place, issue, state) in runs.items():
                milliseconds = cold_build(place, issue, state, folder)
                if turn:  # the first turn fills the system's caches
                    taken[what].append(milliseconds)
    middle = {what: statistics.median(times) for what, times in taken.items()}
    print(f"| issue | ms a page | least–most | to text (at most {LIMIT}) | to photographs |")
    print("|---|---:|---|---:|---:|")
    for what, times in taken.items():
        ratios = f"{middle[what] / middle[text]:.2f} | {middle[what] / middle[photographs]:.2f}"
        print(f"| {what} | {middle[what]:.0f} | {min(times):.0f}–{max(times):.0f} | {ratios} |")


if __name__ == "__main__":
    main()
