"""Make the pictures of the documentation from the built sample issue.

    python scripts/make_pictures.py              build the sample issue where that is needed
    python scripts/make_pictures.py --build      build it anyway

Needs the program pdftoppm (Debian: poppler-utils).
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from pypdf import PdfReader, PdfWriter

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
ISSUE = "2017-09"
BUILT = ROOT / "dist" / ISSUE / f"{ISSUE}-screen.pdf"
PRESS = ROOT / "dist" / ISSUE / f"{ISSUE}-press.pdf"
ARTICLE = "phong-sot-xuat-huyet"
"""The article on whose first page the spread is shown."""
WIDTH = 1400
PRESS_WIDTH = 700
PAPER_WIDTH = 620
BORDER = 1
GREY = (176, 176, 176)
QUALITY = 86
MOST_BYTES = 500_000
"""Of one picture."""


def printshop(*arguments: str, root: Path = ROOT) -> None:
    """Run the printshop of this environment in a workspace, this one by default."""
    call = "from printshop.cli.app import main; raise SystemExit(main())"
    command = [sys.executable, "-c", call, *arguments, "-C", str(root), "--quiet"]
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


def side_by_side(pages: Sequence[Image.Image], between: int = BORDER) -> Image.Image:
    """Pictures of one height in a row with a thin border around each."""
    framed = [bordered(picture) for picture in pages]
    width = sum(picture.width for picture in framed) + (between - 2 * BORDER) * (len(framed) - 1)
    whole = Image.new("RGB", (width, framed[0].height), GREY if between <= BORDER else "white")
    at = 0
    for picture in framed:
        whole.paste(picture, (at, 0))
        at += picture.width + between - 2 * BORDER
    return whole


def bordered(picture: Image.Image) -> Image.Image:
    """A picture with a thin border."""
    whole = Image.new("RGB", (picture.width + 2 * BORDER, picture.height + 2 * BORDER), GREY)
    whole.paste(picture, (BORDER, BORDER))
    return whole


# -- the pictures: each a function of a folder for what it makes on the way


def spread(_folder: Path) -> Image.Image:
    """Two facing pages of the screen file."""
    opening = page_of(BUILT, ARTICLE)
    left, width = opening - opening % 2, (WIDTH - 3 * BORDER) // 2
    return side_by_side([page(BUILT, left, width), page(BUILT, left + 1, width)])


def press_page(_folder: Path) -> Image.Image:
    """A page of the press file with its marks."""
    return page(PRESS, page_of(BUILT, ARTICLE), PRESS_WIDTH)


def booklet_sheet(folder: Path) -> Image.Image:
    """Front and back of the first sheet of the issue as a booklet on A3."""
    made = folder / "sheets.pdf"
    printshop("impose", str(BUILT), "--out", str(made), "--lang", "en")
    width = (WIDTH - 20) // 2
    return side_by_side([page(made, 1, width), page(made, 2, width)], between=20)


def booklet_plan(folder: Path) -> str:
    """What `--plan` draws for a booklet of 16 pages."""
    pages = PdfWriter()
    for _ in range(16):
        pages.add_blank_page(595, 842)
    pages.write(folder / "pages.pdf")
    made = folder / "16 pages.pdf"
    printshop("impose", str(folder / "pages.pdf"), "--plan", "--out", str(made), "--lang", "en")
    return made.with_name(f"{made.stem}-plan.svg").read_text("utf-8")


def labels(folder: Path) -> Image.Image:
    """The first sheet of address labels."""
    return bordered(page(_papers(folder) / f"{ISSUE}-labels.pdf", 1, PAPER_WIDTH))


def delivery_list(folder: Path) -> Image.Image:
    """The list that the first route's recipients sign."""
    return bordered(page(_papers(folder) / f"{ISSUE}-delivery.pdf", 1, PAPER_WIDTH))


def _papers(folder: Path) -> Path:
    """The papers of the sample issue, made in a copy: its history is not ours to begin."""
    root = folder / "workspace"
    if not root.exists():
        for name in ("layouts", "fonts", "labels", f"issues/{ISSUE}"):
            shutil.copytree(ROOT / name, root / name)
        for name in ("printshop.yaml", "distribution.yaml", "distribution.csv"):
            shutil.copy(ROOT / name, root)
        printshop("distribute", ISSUE, root=root)
    return root / "dist" / ISSUE


ALL: dict[str, Callable[[Path], Image.Image | str]] = {
    "spread.jpg": spread,
    "press-page.jpg": press_page,
    "booklet-sheet.jpg": booklet_sheet,
    "booklet-plan.svg": booklet_plan,
    "labels.png": labels,
    "delivery-list.png": delivery_list,
}
"""What draws each: a picture of pixels, or the text of a drawing."""


def main() -> int:
    """Write the pictures of docs/pictures/."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--build", action="store_true", help="build the sample issue first")
    if parser.parse_args().build or not (BUILT.is_file() and PRESS.is_file()):
        printshop("build", ISSUE)
        printshop("build", ISSUE, "--target", "press")
    with tempfile.TemporaryDirectory(prefix="printshop-pictures-") as folder:
        sizes = [save(draw(Path(folder)), PICTURES / name) for name, draw in ALL.items()]
    return int(max(sizes) > MOST_BYTES)


def save(picture: Image.Image | str, path: Path) -> int:
    """Write a picture and say so; how many bytes it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(picture, str):
        path.write_text(picture, "utf-8")
    else:
        picture.save(path, quality=QUALITY, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT).as_posix()}: {size} bytes")
    return size


if __name__ == "__main__":
    sys.exit(main())
