"""Time `printshop build` of the sample issue: cold, and again with what the first run prepared.

The workspace is copied to a temporary folder, so the one you work in is neither read by the timed
runs nor cleared by them. Every run is a fresh process of the command line that people use.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATE = ".printshop"
REST = "start and end"
"""What the process takes outside the stages: starting Python, importing, leaving."""


@dataclass(frozen=True)
class Run:
    """One build: its wall time, and what it said of itself."""

    seconds: float
    result: dict[str, Any]

    @property
    def stages(self) -> dict[str, float]:
        """The stages' times, and the rest of the wall time."""
        stages: dict[str, float] = dict(self.result["seconds"])
        return stages | {REST: self.seconds - sum(stages.values())}


def main() -> None:
    """Take the times and print them."""
    options = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="printshop-bench-") as folder:
        workspace = copy_workspace(options.issue, Path(folder) / "workspace")
        build(workspace, options)  # not counted: fills the system's file cache
        cold, warm = [], []
        for _ in range(options.runs):
            shutil.rmtree(workspace / STATE, ignore_errors=True)
            cold.append(build(workspace, options))
            warm.append(build(workspace, options))
    print(report(cold, warm, options))


def parse_arguments() -> argparse.Namespace:
    """The options of this script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5, help="cold and warm builds each (5)")
    parser.add_argument("--jobs", type=int, default=1, help="worker processes of a build (1)")
    parser.add_argument("--issue", default="2017-09", help="the issue to build (2017-09)")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be 1 or more")
    return options


def copy_workspace(issue: str, folder: Path) -> Path:
    """What a build of `issue` reads, copied to `folder`."""
    for name in ("fonts", "layouts", f"issues/{issue}"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "printshop.yaml", folder)
    return folder


def build(workspace: Path, options: argparse.Namespace) -> Run:
    """Build once, timed from outside; leave where it fails."""
    command = [
        *(str(Path(sys.executable).parent / "printshop"), "build", options.issue),
        *("--workspace", str(workspace), "--out", str(workspace / "out")),
        *("--jobs", str(options.jobs), "--format", "json"),
    ]
    begin = time.perf_counter()
    process = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    seconds = time.perf_counter() - begin
    if process.returncode:
        sys.exit(f"{' '.join(command)}\nfailed:\n{process.stdout}{process.stderr}")
    return Run(seconds, json.loads(process.stdout)["result"])


def report(cold: Sequence[Run], warm: Sequence[Run], options: argparse.Namespace) -> str:
    """A table of medians, with the range of the whole."""
    made = cold[0].result
    lines = [
        f"printshop {version('printshop')}, weasyprint {version('weasyprint')}, "
        f"Python {platform.python_version()}, {os.cpu_count()} CPUs",
        f"issue {options.issue}: {made['pages']} pages, {made['pictures']} pictures; "
        f"--jobs {options.jobs}; medians of {options.runs}, in seconds",
        "",
        f"{'':14}{'cold':>8}{'warm':>8}",
    ]
    for stage in cold[0].stages:
        times = (statistics.median(run.stages[stage] for run in runs) for runs in (cold, warm))
        lines.append(f"{stage:14}" + "".join(f"{seconds:8.2f}" for seconds in times))
    whole = [sorted(run.seconds for run in runs) for runs in (cold, warm)]
    medians = [statistics.median(times) for times in whole]
    for label, row in (
        ("whole", medians),
        ("  quickest", [times[0] for times in whole]),
        ("  slowest", [times[-1] for times in whole]),
    ):
        lines.append(f"{label:14}" + "".join(f"{seconds:8.2f}" for seconds in row))
    lines.append(f"warm takes {medians[1] / medians[0]:.0%} of the time of cold")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
