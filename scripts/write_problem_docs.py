"""Write docs/reference/problems.md from the catalogue of problems; `--check` only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from printshop.problems import CATALOGUE, Entry

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "problems.md"
ROOMS = {
    "S": "Files and YAML",
    "M": "Workspace and manifest",
    "A": "Articles",
    "P": "Pictures",
    "L": "Layout",
    "R": "Rendering and make-up",
    "O": "Output",
    "E": "Environment",
    "I": "Import",
    "K": "Print houses and the press file",
    "C": "Copy, as `printshop check` judges it",
    "B": "Booklets and office printers",
    "D": "Distribution: lists of recipients, packing, papers",
    "V": "The archive",
    "F": "Finished files, as `printshop check` judges them",
}
INTRODUCTION = """\
# Problems

Every problem printshop can report, by its code. A code never changes its meaning. An **error**
forbids a result: nothing is written, an earlier file stays as it was. With a **warning** the
result is written; `--strict` makes it an error. A **note** is something to know. Words in braces
are filled in. This page is written by `scripts/write_problem_docs.py` from
`src/printshop/problems/catalogue*.py`.
"""


def page() -> str:
    """The page as it should be."""
    parts = [INTRODUCTION]
    for room in dict.fromkeys(code[0] for code in CATALOGUE):
        parts.append(f"## {ROOMS[room]}\n")
        parts.append("| code | | what is wrong | what to do |\n|---|---|---|---|")
        parts += [_row(code, entry) for code, entry in CATALOGUE.items() if code[0] == room]
        parts.append("")
    return "\n".join(parts)


def _row(code: str, entry: Entry) -> str:
    near = f"{entry.near} " if entry.near else ""
    cells = (code, entry.severity.value, entry.message, f"{near}{entry.hint}")
    return f"| {' | '.join(_cell(text) for text in cells)} |"


def _cell(text: str) -> str:
    """A text of the catalogue in a cell: format marks as words, `|` and braces made safe."""
    plain = re.sub(r"\{(\w+):[^}]*\}", r"{\1}", text).replace("{{", "{").replace("}}", "}")
    return plain.replace("|", "\\|")


def main() -> int:
    """0 where the page is up to date or was written."""
    if "--check" in sys.argv:
        return int(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
