"""Time the press file and its preflight beside a cold build of the screen file.

    python benchmarks/press.py [--repeat 3] [--pages 80] [--every 1]

A generated issue with a photograph of twelve megapixels in every article. In each turn, as whole
processes: the screen file with nothing kept; then the press file, which finds the fragments kept
but no picture in inks; then `printshop check`, which finds the press file as it is; and that again
after the press file is gone. Issue 5 asks for press ≤ 1.0 and check ≤ 0.5 of the screen's build.
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
from generate import ISSUE, make_workspace
from measure import measure

LIMITS = {"press after screen": 1.0, "check": 0.5}


def run(root: Path, folder: Path, *arguments: str, allowed: tuple[int, ...] = (0,)) -> float:
    """Seconds that `printshop` with these arguments takes."""
    program = str(Path(sys.executable).parent / "printshop")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [program, "--lang", "en", *arguments, "-C", str(root), "-q"]
    taken, printed = measure(command, environment=environment, folder=folder, seconds=600)
    if taken.status not in allowed:
        raise SystemExit(f"{' '.join(arguments)}: exit status {taken.status}\n{printed[-2000:]}")
    return taken.wall


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--pages", type=int, default=80)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    taken: dict[str, list[float]] = {"screen, cold": [], "press after screen": [], "check": []}
    with tempfile.TemporaryDirectory(prefix="printshop-bench-") as name:
        folder = Path(name)
        bench = make_workspace(folder / "w", options.pages, photographs=True, every=options.every)
        root = bench.root
        for _ in range(options.repeat):
            for kept in (".printshop", "dist"):
                shutil.rmtree(root / kept, ignore_errors=True)
            taken["screen, cold"].append(run(root, folder, "build", ISSUE))
            press = run(root, folder, "build", ISSUE, "--target", "press")
            taken["press after screen"].append(press)
            # 1: what it finds in the generated issue is not asked here
            taken["check"].append(run(root, folder, "check", ISSUE, allowed=(0, 1)))
        files = sorted((root / "dist" / ISSUE).glob("*.pdf"))
        for file in files:
            with pikepdf.open(file) as pdf:
                size = file.stat().st_size / 1e6
                print(f"{file.name}: {len(pdf.pages)} pages, {size:.1f} MB")
    print(f"{bench.photographs} photographs; medians of {options.repeat}, seconds and ratios")
    whole = statistics.median(taken["screen, cold"])
    for label, seconds in taken.items():
        middle = statistics.median(seconds)
        limit = f" (at most {LIMITS[label]:g})" if label in LIMITS else ""
        print(f"  {label:20} {middle:7.2f}  {middle / whole:5.2f}{limit}")


if __name__ == "__main__":
    main()
