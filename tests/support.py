"""What several test files need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "issues" / "2017-09"
PACKAGES = {
    "qpdf": "qpdf",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "gs": "ghostscript",
}


def tool(name: str) -> str:
    """The path of an external program; the test skips without it, and fails in CI."""
    path = shutil.which(name)
    if path is None:
        message = f"needs the program {name}: apt-get install {PACKAGES.get(name, name)}"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must not skip: {message}")
        pytest.skip(message)
    return path


def verapdf() -> str:
    """The path of veraPDF; the test skips without it, and fails in CI."""
    own = REPOSITORY / ".tools" / "verapdf" / "verapdf"
    path = str(own) if own.exists() else shutil.which("verapdf")
    if path is None:
        message = "needs veraPDF: run scripts/get-verapdf.sh"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must not skip: {message}")
        pytest.skip(message)
    return path


def failed_rules(path: Path, flavour: str) -> list[str]:
    """Clause and words of each rule of `ua1`, `3a` … that veraPDF finds a file to break."""
    return failed_rules_of([path], flavour)[path]


def failed_rules_of(paths: Sequence[Path], flavour: str) -> dict[Path, list[str]]:
    """As `failed_rules`, for several files in one run: veraPDF takes seconds to start."""
    command = [verapdf(), "--flavour", flavour, "--maxfailuresdisplayed", "1", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = {}
    for job in ET.fromstring(done.stdout).iter("job"):
        path = Path(job.findtext("item/name") or "")
        (report,) = job.iter("validationReport")
        rules = [rule for rule in report.iter("rule") if rule.get("status") == "failed"]
        details = report.find("details")
        assert details is not None
        assert int(details.get("passedRules", 0)) > 50
        assert (report.get("isCompliant") == "true") == (not rules)
        found[path] = [
            f"{r.get('clause')}-{r.get('testNumber')} {r.findtext('.//errorMessage')}"
            for r in rules
        ]
    assert found.keys() == set(paths)
    return found


def run(name: str, *arguments: str | Path) -> str:
    """Run an external program; its standard output. A failure fails the test."""
    done = subprocess.run(
        [tool(name), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bare_workspace(root: Path, white_space: int = 100) -> Path:
    """A workspace at `root` with the repository's layouts and fonts, and no issue.

    Articles of tests are short: unless `white_space` says so, no layout minds.
    """
    root.mkdir(parents=True, exist_ok=True)
    (root / "printshop.yaml").write_text(
        "name: Thông tin\npublisher: Ban biên tập\nimprint:\n"
        "  licence: số 1\n  printed_at: nhà in\n  copies: 10\n  frequency: 1 kỳ/tháng\n"
        "  responsible: Trưởng ban\n",
        "utf-8",
    )
    for folder in ("layouts", "fonts"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    allow_white_space(root, white_space)
    return root


def allow_white_space(root: Path, percent: int) -> None:
    """Let the layouts of the workspace leave so much of a last page white."""
    for layout in root.glob("layouts/*/layout.yaml"):
        text = layout.read_text("utf-8")
        layout.write_text(re.sub(r"(?m)^white_space:.*$", f"white_space: {percent}", text), "utf-8")


def write_issue(root: Path, manifest: str, articles: dict[str, str], name: str = "i") -> Path:
    """An issue in the workspace `root`: its manifest and its articles by file name."""
    folder = root / "issues" / name
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "issue.yaml").write_text(manifest, "utf-8")
    for file, text in articles.items():
        (folder / "articles" / file).write_text(text, "utf-8")
    return folder
