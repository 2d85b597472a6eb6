"""Run preflight over PDF files that printshop did not make, to see that nothing stops it.

    scripts/check_foreign_pdfs.py FOLDER [--standard PDF/X-4] [--slowest SECONDS]

Prints for each file below FOLDER its pages, the time taken, and the codes found with how often.
Exits with 1 where anything raised, or took longer than `--slowest`.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

from printshop.preflight.checks import checks_with
from printshop.preflight.reading.pixels import PixelsOf
from printshop.preflight.reading.read import read_pdf
from printshop.press.contract import Condition, PressSpec
from printshop.problems.model import Problem


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--standard", default="PDF/X-4")
    parser.add_argument("--slowest", type=float, default=60.0, help="seconds for one file")
    parser.add_argument("--show", action="store_true", help="print every finding")
    options = parser.parse_args()
    condition = Condition(identifier="FOGRA39", description="Coated", profile="none.icc")
    rules = PressSpec(description="A press", condition=condition, standard=options.standard)
    files = sorted(p for p in options.folder.rglob("*.pdf") if p.is_file())
    bad = 0
    for path in files:
        bad += not judge(path, path.relative_to(options.folder), rules, options)
    print(f"{len(files)} files, {bad} of them raised or took too long")
    return 1 if bad else 0


def judge(path: Path, shown: Path, rules: PressSpec, options: argparse.Namespace) -> bool:
    """Whether all went well; a line is printed for the file."""
    start = time.perf_counter()
    try:
        document = read_pdf(path, path.name)
        read = time.perf_counter() - start
        with PixelsOf(path) as pixels:
            checks = checks_with(pixels).values()
            found = [finding for check in checks for finding in check(document, rules)]
        for finding in found:
            problem = Problem(finding.code, params=finding.params)
            told = f"{problem.message} {problem.hint}"
            if options.show:
                print(f"    {finding.code} page {finding.page}: {told}")
    except Exception:
        print(f"{shown}: RAISED")
        traceback.print_exc()
        return False
    took = time.perf_counter() - start
    codes = " ".join(f"{code}×{n}" for code, n in sorted(Counter(f.code for f in found).items()))
    pages = len(document.pages)
    print(f"{shown}: {pages} p., {took:.2f} s (reading {read:.2f} s): {codes or 'nothing'}")
    return took <= options.slowest


if __name__ == "__main__":
    sys.exit(main())
