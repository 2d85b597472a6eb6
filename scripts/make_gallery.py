"""Make the pictures of docs/gallery from the sample issues and the layouts' specimens.

    python scripts/make_gallery.py

Builds each sample issue and each specimen. A sample that is not there is skipped, and said at the
end with exit code 1. Needs the program pdftoppm (Debian: poppler-utils).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from make_pictures import BORDER, GREY, ROOT, page, page_of, printshop, spread
from PIL import Image
from pypdf import PdfReader

GALLERY = ROOT / "docs" / "gallery"


@dataclass(frozen=True)
class Sample:
    """A sample issue, its layout, and what is shown of it."""

    issue: str
    layout: str
    left: int
    """The left-hand page of the spread that is shown large."""
    columns: int
    """Pages side by side on the sheet of all pages."""


SAMPLES = (
    Sample("2017-09", "ban-tin", 8, 9),
    Sample("2017-10-to-tin", "to-tin", 2, 4),
    Sample("2017-11-so-tay", "so-tay", 4, 10),
)
SHEET = 1600  # px wide
SPREAD = 1280
SPECIMEN = 700
SPECIMEN_ARTICLE = "bai-dai"
"""The article of the specimens on whose first page they are shown."""
GAP = 10
MOST_BYTES = 700_000
COLOURS = (256, 128, 64, 32)
"""A picture has as many as it may within `MOST_BYTES`."""


def contact_sheet(file: Path, columns: int) -> Image.Image:
    """All pages of a file, in rows."""
    width = (SHEET - GAP) // columns - GAP
    pages = [page(file, n + 1, width) for n in range(len(PdfReader(file).pages))]
    rows = -(-len(pages) // columns)
    height = max(drawn.height for drawn in pages)
    whole = Image.new("RGB", (SHEET, GAP + rows * (height + GAP)), (255, 255, 255))
    for i, drawn in enumerate(pages):
        place = (GAP + i % columns * (width + GAP), GAP + i // columns * (height + GAP))
        whole.paste(bordered(drawn), place)
    return whole


def bordered(drawn: Image.Image) -> Image.Image:
    """The page with a thin border drawn on its edge."""
    inner = drawn.crop((BORDER, BORDER, drawn.width - BORDER, drawn.height - BORDER))
    whole = Image.new("RGB", drawn.size, GREY)
    whole.paste(inner, (BORDER, BORDER))
    return whole


def save(image: Image.Image, name: str) -> bool:
    """Write a picture of the gallery; whether it is small enough."""
    target = GALLERY / name
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    for colours in COLOURS:
        reduced = image.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(target, optimize=True)
        size = target.stat().st_size
        if size <= MOST_BYTES:
            break
    shown = target.relative_to(ROOT).as_posix()
    print(f"{shown}: {image.width} × {image.height}, {size // 1000} kB")
    return size <= MOST_BYTES


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Each picture with its file's name."""
    for sample in SAMPLES:
        if not is_there(sample):
            continue
        printshop("build", sample.issue)
        built = ROOT / "dist" / sample.issue / f"{sample.issue}-screen.pdf"
        yield f"{sample.layout}-pages.png", contact_sheet(built, sample.columns)
        yield f"{sample.layout}-spread.png", spread(built, sample.left, SPREAD)
    for layout in sorted(path.parent.name for path in ROOT.glob("layouts/[!_]*/layout.yaml")):
        printshop("layouts", "show", layout)
        file = ROOT / "dist" / "layouts" / f"{layout}.pdf"
        drawn = page(file, page_of(file, SPECIMEN_ARTICLE), SPECIMEN)
        yield f"{layout}-specimen.png", bordered(drawn)


def is_there(sample: Sample) -> bool:
    """Whether the sample issue and its layout are there."""
    files = (
        ROOT / "issues" / sample.issue / "issue.yaml",
        ROOT / "layouts" / sample.layout / "layout.yaml",
    )
    return all(file.is_file() for file in files)


def main() -> int:
    """Write the pictures."""
    small = [save(image, name) for name, image in pictures()]
    missing = [sample for sample in SAMPLES if not is_there(sample)]
    for sample in missing:
        print(f"skipped: issues/{sample.issue} in layouts/{sample.layout} is not there yet")
    if not all(small):
        print(f"too large: more than {MOST_BYTES // 1000} kB")
    return 0 if all(small) and not missing else 1


if __name__ == "__main__":
    sys.exit(main())
