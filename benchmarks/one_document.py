"""The same issue as one HTML document: for WeasyPrint at one go, and for the programs for browsers.

    python benchmarks/one_document.py prepare WORKSPACE ISSUE FOLDER
    python benchmarks/one_document.py render FOLDER FILE.pdf

`prepare` plans the issue with printshop and joins the bodies of all its jobs: the same HTML, the
same stylesheet, the same pictures, prepared for their slots, and the same fonts. What printshop
does at make-up is written in CSS: mirrored margins, folios and running heads in margin boxes, page
numbers of the contents by `target-counter`. This part is not timed.

`render` imports WeasyPrint and nothing else, and writes a tagged PDF (`pdf/ua-1`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.sax.saxutils import escape

HTML, STYLE, PAGE = "document.html", "style.css", "page.json"
FONTS, FONT_CONFIGURATION = "fonts", "fonts.conf"
_BODY = re.compile(r'<body class="([^"]*)">(.*)</body>', re.DOTALL)
_ASSET = re.compile(r"asset:([0-9a-f]{64})")

JOINED = """
/* what printshop does at make-up, for one document */
.piece {{ break-before: page }}
.piece:first-child {{ break-before: auto }}
.cover, .opener, .back-cover {{ page: bleed }}
.band {{ string-set: section content(text) }}
.folio-of::after {{ content: target-counter(attr(data-target), page) }}
@page {{
  @bottom-right {{ content: counter(page); {folio} }}
  @top-right {{ content: string(section); {head} }}
}}
@page :left {{
  margin-left: {outside}mm;
  margin-right: {inside}mm;
  @bottom-right {{ content: none }}
  @top-right {{ content: none }}
  @bottom-left {{ content: counter(page); {folio} }}
  @top-left {{ content: "{name}"; {head} }}
}}
@page bleed {{
  @bottom-right {{ content: none }}
  @bottom-left {{ content: none }}
  @top-right {{ content: none }}
  @top-left {{ content: none }}
}}
"""
_FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""
_FACE = "font-family: var(--font-furniture), sans-serif; line-height: 11pt"
_FOLIO = f"{_FACE}; font-size: 9.5pt; font-weight: 700; color: var(--red)"
_HEAD = (
    f"{_FACE}; font-size: 8pt; color: var(--grey); width: 100%; vertical-align: bottom; "
    "border-bottom: .2mm solid var(--rule); margin-bottom: 4mm; padding-bottom: 1.2mm"
)


@dataclass(frozen=True)
class Page:
    """The page of the layout, for programs that do not read its CSS; mm."""

    width: float
    height: float
    inside: float
    outside: float
    top: float
    bottom: float
    gutter: float
    title: str


def prepare(workspace_root: Path, issue: str, folder: Path) -> None:
    """Write the document of an issue, with all it needs, into `folder`."""
    from printshop.build import read
    from printshop.content.pictures import PictureStore
    from printshop.layout import load_layout, make_plan, with_options
    from printshop.problems import Problems
    from printshop.progress import Silent
    from printshop.sources import Workspace
    from printshop.sources.pagemarks import fill_marks

    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pictures").mkdir(parents=True)
    workspace, problems = Workspace(workspace_root), Problems()
    loaded, articles = read(workspace, workspace_root / "issues" / issue, problems, Silent())
    layout = load_layout(workspace, loaded.layout_name, loaded.layout_where, problems)
    layout = with_options(layout, loaded, problems)
    plan = make_plan(loaded, articles, layout, PictureStore(folder / "prepared"), problems)
    if problems.errors:
        raise SystemExit(f"{issue} has errors: printshop build {issue} -C {workspace_root}")
    geometry = layout.spec.geometry
    title = f"{loaded.bulletin.name} – số {loaded.issue.number}"
    page = Page(
        *geometry.sheet,
        geometry.pad + geometry.inside,
        geometry.pad + geometry.outside,
        geometry.pad + geometry.head,
        geometry.pad + geometry.foot,
        layout.spec.gutter,
        title,
    )
    files: dict[str, str] = {}
    for piece in plan.pieces:
        for asset in piece.job.assets:
            name = f"pictures/{asset.sha256}{asset.path.suffix}"
            if asset.sha256 not in files:
                shutil.copy(asset.path, folder / name)
            files[asset.sha256] = name
    html = join([piece.job.html for piece in plan.pieces], loaded.bulletin.language, title)
    html = fill_marks(html, lambda item: f'<span class="folio-of" data-target="#{item}"></span>')
    style = "\n".join(sheet.css for sheet in layout.sheets()) + JOINED.format(
        folio=_FOLIO, head=_HEAD, inside=page.inside, outside=page.outside, name=title
    )
    for name, text in ((HTML, html), (STYLE, style)):
        (folder / name).write_text(_ASSET.sub(lambda m: files[m.group(1)], text), "utf-8")
    (folder / PAGE).write_text(json.dumps(asdict(page), ensure_ascii=False), "utf-8")
    shutil.copytree(workspace_root / "fonts", folder / FONTS)
    (folder / FONT_CONFIGURATION).write_text(
        _FONT_CONFIGURATION.format(folder=escape(str(folder.resolve()))), "utf-8"
    )


def join(documents: list[str], language: str, title: str) -> str:
    """One document of the bodies of many; the class of a body goes to a `section`."""
    sections = []
    for document in documents:
        found = _BODY.search(document)
        if found is None:
            raise ValueError("a document without a body")
        sections.append(f'<section class="piece {found[1]}">{found[2]}</section>\n')
    body = "".join(sections).replace('href="x-printshop:', 'href="#')
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
        f'<title>{title}</title>\n<link rel="stylesheet" href="{STYLE}"></head>\n'
        f"<body>\n{body}</body>\n</html>\n"
    )


def render(folder: Path, target: Path) -> None:
    """Set the document of `folder` with WeasyPrint: this, as a process of its own, is timed."""
    import weasyprint

    weasyprint.HTML(filename=str(folder / HTML)).write_pdf(str(target), pdf_variant="pdf/ua-1")


def render_command(folder: Path, target: Path) -> list[str]:
    """The command line of `render`."""
    return [sys.executable, __file__, "render", str(folder), str(target)]


def environment(folder: Path) -> dict[str, str]:
    """The environment for every program that sets the document: its fonts, and no others."""
    return {**os.environ, "FONTCONFIG_FILE": str(folder / FONT_CONFIGURATION)}


def main() -> None:
    """Do what the command line says."""
    match sys.argv[1:]:
        case ["prepare", workspace, issue, folder]:
            prepare(Path(workspace), issue, Path(folder))
        case ["render", folder, target]:
            render(Path(folder), Path(target))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
