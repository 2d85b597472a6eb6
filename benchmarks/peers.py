"""Other programs that set the document of `one_document.py`, where they are installed.

Chromium, Paged.js and Vivliostyle read its HTML and its stylesheet as they are. For Typst the same
words are written as a Typst document: the same page, two columns, the same fonts and sizes, heads,
folios and contents. `make bench-peers` installs them all.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from one_document import FONTS, HTML, PAGE

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools" / "bench"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TYPST_FILE = "document.typ"
_SILENT = {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}

Command = Callable[[Path, Path], list[str]]
"""From the document's folder and the file to write, to a command line."""


def _no_command(_folder: Path, _target: Path) -> list[str]:
    return []


@dataclass(frozen=True)
class Peer:
    """A program to compare with."""

    name: str
    version: str = ""
    """Empty where it is not installed."""
    command: Command = field(default=_no_command, repr=False)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def installed(self) -> bool:
        """Whether it can be run."""
        return bool(self.version)


def find_peers(tools: Path = TOOLS) -> list[Peer]:
    """All of them, installed or not."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    return [typst(tools), chromium(browser), paged_js(tools, browser), vivliostyle(tools, browser)]


# Programs for browsers


def chromium(browser: str | None) -> Peer:
    """Chromium's own printing, without a program over it."""
    name = "Chromium, print to PDF"
    if browser is None:
        return Peer(name)

    def command(folder: Path, target: Path) -> list[str]:
        profile = folder / "chromium-profile"
        shutil.rmtree(profile, ignore_errors=True)
        return [
            browser,
            "--headless",
            *_browser_options(),
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={profile}",
            f"--print-to-pdf={target}",
            (folder / HTML).as_uri(),
        ]

    return Peer(name, _browser_version(browser), command, _SILENT)


def paged_js(tools: Path, browser: str | None) -> Peer:
    """Paged.js, by its command line, in the same Chromium."""
    name = "Paged.js"
    package = tools / "npm" / "node_modules" / "pagedjs-cli"
    if browser is None or not package.exists():
        return Peer(name)

    def command(folder: Path, target: Path) -> list[str]:
        return [
            str(package.parent / ".bin" / "pagedjs-cli"),
            str(folder / HTML),
            *("-o", str(target)),
            *("-t", "3600000"),
            f"--browserArgs={','.join(_browser_options())}",
        ]

    environment = {**_SILENT, "PUPPETEER_EXECUTABLE_PATH": browser}
    engine = _package_version(package.parent / "pagedjs")
    return Peer(name, f"{engine} (cli {_package_version(package)})", command, environment)


def vivliostyle(tools: Path, browser: str | None) -> Peer:
    """Vivliostyle, by its command line, in the same Chromium."""
    name = "Vivliostyle"
    package = tools / "npm" / "node_modules" / "@vivliostyle" / "cli"
    if browser is None or not package.exists():
        return Peer(name)
    programs = tools / "npm" / "node_modules" / ".bin"
    node = programs / "node"
    start = [str(node)] if node.exists() else []

    def command(folder: Path, target: Path) -> list[str]:
        return [
            *start,
            str(programs / "vivliostyle"),
            "build",
            str(folder / HTML),
            *("-o", str(target)),
            *("--executable-browser", browser),
            *("--timeout", "3600"),
            *("--log-level", "silent"),
        ]

    core = _package_version(tools / "npm" / "node_modules" / "@vivliostyle" / "viewer")
    return Peer(name, f"{core} (cli {_package_version(package)})", command, _SILENT)


def _browser_options() -> list[str]:
    options = ["--disable-gpu"]
    if os.geteuid() == 0:  # Chromium refuses its sandbox to root
        options.append("--no-sandbox")
    return options


def _browser_version(browser: str) -> str:
    told = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)+", told.stdout)
    return found[0] if found else ""


def _package_version(package: Path) -> str:
    try:
        return str(json.loads((package / "package.json").read_text("utf-8"))["version"])
    except OSError:
        return "?"


# Typst


def typst(tools: Path) -> Peer:
    """Typst, by its Python package."""
    name = "Typst"
    python = tools / "venv" / "bin" / "python"
    if not python.exists():
        return Peer(name)
    ask = "from importlib.metadata import version; print(version('typst'))"
    told = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    code = (
        "import sys, typst; source, target, fonts = sys.argv[1:]; "
        "typst.compile(source, output=target, font_paths=[fonts], ignore_system_fonts=True, "
        "pdf_standards='ua-1')"
    )

    def command(folder: Path, target: Path) -> list[str]:
        source = folder / TYPST_FILE
        if not source.exists():
            source.write_text(typst_document(folder), "utf-8")
        return [str(python), "-c", code, str(source), str(target), str(folder / FONTS)]

    return Peer(name, told.stdout.strip(), command)


_TYPST_HEAD = """
#set document(title: {title})
#set text(font: "Source Serif 4", size: 10pt, lang: "vi", hyphenate: false,
  top-edge: 0.8em, bottom-edge: -0.2em, fill: rgb("#1b1b1b"))
#set par(justify: true, leading: 4pt, spacing: 4pt, first-line-indent: 4mm)
#set list(indent: 0mm, body-indent: 2.5mm, spacing: 4pt)
#set columns(gutter: {gutter}mm)
#let red = rgb("#b5121b")
#let grey = rgb("#6b6b6b")
#let sans(size, weight, body) = text(font: "IBM Plex Sans", size: size, weight: weight, body)
#let part = state("part", "")
#set page(width: {width}mm, height: {height}mm, columns: 2, binding: left,
  margin: (inside: {inside}mm, outside: {outside}mm, top: {top}mm, bottom: {bottom}mm),
  header: context {{
    set text(font: "IBM Plex Sans", size: 8pt, fill: grey)
    set par(first-line-indent: 0mm)
    if calc.even(here().page()) {{ align(left, {title}) }} else {{ align(right, part.get()) }}
    line(length: 100%, stroke: .2mm + rgb("#b9b9b9"))
  }},
  footer: context {{
    set text(font: "IBM Plex Sans", size: 9.5pt, weight: 700, fill: red)
    let side = if calc.even(here().page()) {{ left }} else {{ right }}
    align(side, counter(page).display())
  }})
#show heading.where(level: 1): it => block(below: 7pt, text(font: "Alegreya", weight: 800,
  size: 23pt, par(leading: 5pt, justify: false, first-line-indent: 0mm, it.body)))
#show heading.where(level: 2): it => block(above: 14pt, below: 8pt, sticky: true,
  par(justify: false, first-line-indent: 0mm, sans(10.5pt, 700, text(fill: red, it.body))))
#let band(body) = block(width: 100%, fill: red, inset: (x: 3mm, y: 1.4mm), below: 5mm,
  sans(10.5pt, 700, text(fill: white, upper(body))))
#let kicker(body) = block(below: 4pt, sans(9.5pt, 600, text(fill: red, body)))
#let lead(body) = block(below: 10pt, par(justify: false, first-line-indent: 0mm,
  text(size: 10.8pt, weight: 600, body)))
#let credit(body) = align(right, sans(9pt, 600, body))
#let piece(head, body) = {{
  pagebreak(weak: true)
  place(top, scope: "parent", float: true, clearance: 10pt, block(width: 100%, head))
  body
}}
#let picture(path, width, alt, caption) = figure(
  image(path, width: width * 1mm, alt: alt), caption: caption, numbering: none)
#show figure.caption: it => sans(8.2pt, 400, text(fill: grey, style: "italic", it.body))
"""


def typst_document(folder: Path) -> str:
    """The document of `folder`, for Typst."""
    page = json.loads((folder / PAGE).read_text("utf-8"))
    head = _TYPST_HEAD.format(**{**page, "title": _string(page["title"])})
    reader = _Reader()
    reader.feed((folder / HTML).read_text("utf-8"))
    return head + "".join(reader.made)


def _string(text: str) -> str:
    """A Typst string: nothing in it is markup."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Reader(HTMLParser):
    """Writes what it reads of the joined HTML as Typst, piece by piece."""

    _SPECIAL: Mapping[str, str] = {
        "band": "band",
        "kicker": "kicker",
        "lead": "lead",
        "signature": "credit",
    }
    _INLINE: Mapping[str, str] = {
        "strong": "strong",
        "b": "strong",
        "em": "emph",
        "i": "emph",
        "sup": "super",
        "sub": "sub",
    }

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []
        self._piece = ""
        self._head: list[str] = []
        self._body: list[str] = []
        self._inline: list[str] = []
        self._wrap = ""
        self._list = ""
        self._picture: dict[str, str] = {}
        self._titled = False

    # -- the parser's own calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        kinds = (names.get("class") or "").split()
        if tag == "section" and "piece" in kinds:
            self._piece = kinds[1] if len(kinds) > 1 else ""
            self._head, self._body, self._titled = [], [], False
        elif tag in ("p", "h1", "h2", "figcaption", "li"):
            self._inline = [] if not self._inline or tag != "p" else self._inline
            found = [self._SPECIAL[kind] for kind in kinds if kind in self._SPECIAL]
            self._wrap = found[0] if found else self._wrap if tag == "p" else ""
        elif tag in ("ul", "ol"):
            self._list = "list" if tag == "ul" else "enum"
            if self._piece == "article":
                self._put(f"#{self._list}(\n")
        elif tag in self._INLINE:
            self._inline.append(f"#{self._INLINE[tag]}[")
        elif tag == "img":
            width = re.search(r"width: ([\d.]+)mm", names.get("style") or "")
            self._picture = {
                "path": names.get("src") or "",
                "alt": names.get("alt") or "",
                "width": width[1] if width else "73.5",
            }

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \t\r\n]+", " ", data) if self._piece else ""
        if text.strip() or (text and self._inline):
            self._inline.append(f"#{_string(text)};")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._INLINE:
            self._inline.append("];")
        elif tag in ("ul", "ol"):
            if self._piece == "article":
                self._put(")\n\n")
            self._list = ""
        elif tag == "li":
            item = self._taken()
            self._put(f"[{item}],\n" if self._piece == "article" else f"{item}\n\n")
        elif tag == "p" and not self._list:
            text = self._taken()
            self._put(f"#{self._wrap}[{text}]\n" if self._wrap else f"{text}\n\n")
            self._wrap = ""
        elif tag == "h1":
            self._put(f"= {self._taken()}\n")
        elif tag == "h2":
            self._put(f"== {self._taken()}\n")
        elif tag == "header":
            self._titled = True
        elif tag == "figure" and self._picture:
            self._put_picture()
        elif tag == "section" and self._piece:
            self._end_piece()

    # -- what is gathered

    def _taken(self) -> str:
        text, self._inline = "".join(self._inline), []
        return text

    def _put(self, text: str) -> None:
        (self._body if self._titled or self._piece != "article" else self._head).append(text)

    def _put_picture(self) -> None:
        shown, self._picture = self._picture, {}
        width = float(shown["width"])
        text = (
            f"#picture({_string(shown['path'])}, {width}, {_string(shown['alt'])}, "
            f"[{self._taken()}])\n"
        )
        (self._head if width > 75 else self._body).append(text)

    def _end_piece(self) -> None:
        if self._piece == "article":
            bands = [line for line in self._head if line.startswith("#band[")]
            for band in bands:
                self.made.append(f"#part.update([{band[6:].rstrip()[:-1]}])\n")
            head, body = "".join(self._head), "".join(self._body)
            self.made.append(f"#piece[\n{head}][\n{body}]\n")
        elif self._piece == "contents":
            self.made.append("#pagebreak(weak: true)\n#page(columns: 1, outline(depth: 1))\n")
        else:
            text = re.sub(r"^=+ ", "", "".join(self._body), flags=re.MULTILINE)
            self.made.append(f"#page(columns: 1, header: none, footer: none)[\n{text}]\n")
        self._piece = ""
