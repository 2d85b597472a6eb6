"""Make the pictures of the documentation from the built sample issue.

    python scripts/make_pictures.py              build the sample issue where that is needed
    python scripts/make_pictures.py --build      build it anyway

Needs the program pdftoppm (Debian: poppler-utils).
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

ROOT = Path(__file__).resolve().parents[1]
ISSUE = "2017-09"
BUILT = ROOT / "dist" / ISSUE / f"{ISSUE}-screen.pdf"
PRESS = ROOT / "dist" / ISSUE / f"{ISSUE}-press.pdf"
PICTURE = ROOT / "docs" / "pictures" / "spread.jpg"
PRESS_PICTURE = ROOT / "docs" / "pictures" / "press-page.jpg"
ARTICLE = "phong-sot-xuat-huyet"
"""The article on whose first page the spread is shown."""
WIDTH = 1400
PRESS_WIDTH = 700
BORDER = 1
GREY = (176, 176, 176)
QUALITY = 86
MOST_BYTES = 600_000


def printshop(*arguments: str) -> None:
    """Run the printshop of this environment in this workspace."""
    call = "from printshop.cli.app import main; raise SystemExit(main())"
    command = [sys.executable, "-c", call, *arguments, "-C", str(ROOT), "--quiet"]
    subprocess.run(command, check=True)


def page_of(file: Path, anchor: str) -> int:
    """The page, from 1, that the item `anchor` begins on."""
    reader = PdfReader(file)
    target = reader.named_destinations.get(anchor)
    index = None if target is None else reader.get_destination_page_number(target)
    if index is None:
        raise SystemExit(f"{anchor} is not in {file.name}")
    return index + 1


def page(file: Path, number: int, width: int) -> Image.Image:
    """A page of a file, `width` wide; drawn larger first, so that small type is smooth."""
    command = ["pdftoppm", "-f", str(number), "-l", str(number), "-png"]
    command += ["-scale-to-x", str(2 * width), "-scale-to-y", "-1", str(file)]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    return image.resize(
        (width, round(image.height * width / image.width)), Image.Resampling.LANCZOS
    )


def spread(file: Path, left: int, whole_width: int) -> Image.Image:
    """Two facing pages with a thin border around each."""
    width = (whole_width - 3 * BORDER) // 2
    pages = [page(file, left, width), page(file, left + 1, width)]
    whole = Image.new("RGB", (2 * width + 3 * BORDER, pages[0].height + 2 * BORDER), GREY)
    for i, drawn in enumerate(pages):
        whole.paste(drawn, (BORDER + i * (width + BORDER), BORDER))
    return whole


def main() -> int:
    """Write docs/pictures/spread.jpg and press-page.jpg."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--build", action="store_true", help="build the sample issue first")
    if parser.parse_args().build or not (BUILT.is_file() and PRESS.is_file()):
        printshop("build", ISSUE)
        printshop("build", ISSUE, "--target", "press")
    opening = page_of(BUILT, ARTICLE)
    made = spread(BUILT, opening - opening % 2, WIDTH)
    with_marks = page(PRESS, opening, PRESS_WIDTH)
    return int(save(made, PICTURE) + save(with_marks, PRESS_PICTURE) > MOST_BYTES)


def save(picture: Image.Image, path: Path) -> int:
    """Write a picture and say so; how many bytes it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, quality=QUALITY, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT).as_posix()}: {picture.width} x {picture.height}, {size} bytes")
    return size


if __name__ == "__main__":
    sys.exit(main())
