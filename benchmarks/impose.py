"""Time putting pages on sheets: 400 pages as a booklet on A3, beside pdfimpose.

    python benchmarks/impose.py [FILE ...] [--pages 400] [--repeat 3]

Without files, one is made: pages of text with a font they share, every fourth with a photograph of
its own. Whole commands are measured, from start to end. Issue 6 asks for 2 seconds and 1.05 times
the size plus 1 kB a page. pdfimpose is looked for in `.tools/bench/venv` and on the PATH; it is no
dependency:

    python -m venv .tools/bench/venv && .tools/bench/venv/bin/pip install pdfimpose==2.10.0
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import zlib
from pathlib import Path

import pikepdf
from measure import measure

REPOSITORY = Path(__file__).parents[1]
SECONDS = 2.0
"""For 400 pages."""
LETTERS = "aeiouchknt ghmlr"


def make_file(path: Path, pages: int) -> None:
    """A file of so many A4 pages; the same bytes each time."""
    source = random.Random(6)
    pdf = pikepdf.Pdf.new()
    font_file = REPOSITORY / "fonts" / "ibm-plex-sans" / "IBMPlexSans_400Regular.ttf"
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name.IBMPlexSans,
        Flags=32,
        FontBBox=pikepdf.Array([-500, -300, 1500, 1100]),
        ItalicAngle=0,
        Ascent=1000,
        Descent=-300,
        CapHeight=700,
        StemV=80,
        FontFile2=pdf.make_stream(font_file.read_bytes()),
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        BaseFont=pikepdf.Name.IBMPlexSans,
        Encoding=pikepdf.Name.WinAnsiEncoding,
        FirstChar=32,
        LastChar=126,
        Widths=pikepdf.Array([550] * 95),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    font = pdf.make_indirect(font)
    for number in range(pages):
        pdf.add_blank_page(page_size=(595.276, 841.89))
        lines = ["".join(source.choices(LETTERS, k=80)) for _ in range(48)]
        shown = "\n".join(f"({line}) Tj T*" for line in lines)
        content = f"BT /F0 10 Tf 14 TL 60 780 Td {shown} ET".encode()
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=font))
        if number % 4 == 0:
            image = pdf.make_stream(
                zlib.compress(source.randbytes(120 * 90 * 3)),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=120,
                Height=90,
                BitsPerComponent=8,
                ColorSpace=pikepdf.Name.DeviceRGB,
                Filter=pikepdf.Name.FlateDecode,
            )
            resources.XObject = pikepdf.Dictionary(Im0=image)
            content += b" q 200 0 0 150 60 60 cm /Im0 Do Q"
        pdf.pages[-1].obj.Resources = resources
        pdf.pages[-1].obj.Contents = pdf.make_stream(content)
    pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def printshop(file: Path, out: Path) -> list[str]:
    """The command of a person: a booklet on A3 with creep, marks and labels."""
    call = "from printshop.cli.app import main; raise SystemExit(main())"
    command = [sys.executable, "-c", call, "impose", str(file), "--out", str(out), "--sheet", "A3"]
    return [*command, "--printer", "a3-hai-mat", "--quiet"]


def peer() -> str | None:
    """The program pdfimpose, if it is there."""
    own = REPOSITORY / ".tools" / "bench" / "venv" / "bin" / "pdfimpose"
    return str(own) if own.exists() else shutil.which("pdfimpose")


def compare(file: Path, folder: Path, repeat: int) -> None:
    """Measure and print, for one file."""
    out = folder / "out.pdf"
    commands = {"printshop": printshop(file, out)}
    other = peer()
    if other:
        options = ["saddle", "--signature", "2x1", "--group", "0", "--output", str(out)]
        commands["pdfimpose"] = [other, *options, str(file)]
    with pikepdf.open(file) as pdf:
        pages = len(pdf.pages)
    size = file.stat().st_size
    print(f"{file.name}: {pages} pages, {size / 1e6:.2f} MB; medians of {repeat}")
    taken: dict[str, list[float]] = {name: [] for name in commands}
    sizes: dict[str, int] = {}
    for _ in range(repeat):
        for name, command in commands.items():
            out.unlink(missing_ok=True)
            spent, printed = measure(command, environment=os.environ, folder=folder, seconds=600)
            if spent.status:
                raise SystemExit(f"{name}: exit status {spent.status}\n{printed[-2000:]}")
            taken[name].append(spent.wall)
            sizes[name] = out.stat().st_size
    for name, seconds in taken.items():
        allowed = size * 1.05 + 1000 * pages
        print(
            f"  {name:10} {statistics.median(seconds):7.2f} s   {sizes[name] / size:6.3f} × size"
            f"   {sizes[name] / allowed:5.2f} of what is allowed"
        )
    if not other:
        print("  pdfimpose: not installed")
    if pages <= 400 and statistics.median(taken["printshop"]) > SECONDS:
        print(f"  slower than {SECONDS:g} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="printshop-bench-") as name:
        folder = Path(name)
        files = [file.resolve() for file in options.files]
        if not files:
            files = [folder / f"made-{options.pages}.pdf"]
            make_file(files[0], options.pages)
        for file in files:
            compare(file, folder, options.repeat)


if __name__ == "__main__":
    main()
