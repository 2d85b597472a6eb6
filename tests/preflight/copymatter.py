"""A small issue, written and loaded, for tests of the copy's checks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PIL import Image, ImageCms

from printshop.content.article import read_article
from printshop.manifest import load_bulletin, load_issue
from printshop.preflight.copy import CopyMatter
from printshop.press.contract import Condition, PressSpec
from printshop.problems import Problems
from printshop.workspace import Workspace

PRESS = PressSpec(
    description="a test",
    condition=Condition(identifier="X", description="a test", profile="x.icc"),
)
WORKSPACE = (
    "name: Thông tin\npublisher: Ban biên tập\nimprint:\n"
    "  licence: số 1\n  printed_at: nhà in\n  copies: 10\n  frequency: 1 kỳ/tháng\n"
    "  responsible: Trưởng ban\n"
)
MANIFEST = (
    "number: 9\n"
    "date: 12/09/2017\n"
    "cover:\n"
    "  image: images/bia.jpg\n"
    "  alt: Một dòng sông.\n"
    "  credit: Minh Hải\n"
    "sections:\n"
    "  - title: Thời sự\n"
    "    items:\n"
    "      - articles/a.md\n"
)
ARTICLE = "---\ntitle: Tin ngắn\n---\n\n{}\n"
"""The body begins in line 5."""


def article(body: str) -> str:
    return ARTICLE.format(body)


@cache
def picture(mode: str = "RGB", shade: int = 0, profile: str = "") -> bytes:
    """A JPEG; `profile` is a kind of profile that LittleCMS makes."""
    data = io.BytesIO()
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile(profile)).tobytes() if profile else None  # type: ignore[arg-type]
    Image.new(mode, (40 + shade, 40)).save(data, "JPEG", icc_profile=icc)
    return data.getvalue()


def cmyk_with_profile() -> bytes:
    """A CMYK picture with a profile of its own; a display's stands in, for nothing reads it."""
    data = io.BytesIO()
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("CMYK", (44, 40)).save(data, "JPEG", icc_profile=icc)
    return data.getvalue()


def write_copy(root: Path, files: Mapping[str, str | bytes], folder: str = "2017-09") -> Path:
    """Write a workspace with one issue; `files` start from the issue's folder, or from `/`."""
    issue = root / "issues" / folder
    base: dict[str, str | bytes] = {
        "/printshop.yaml": WORKSPACE,
        "issue.yaml": MANIFEST,
        "articles/a.md": article("Hội nghị đã kết thúc."),
        "images/bia.jpg": picture(),
        "images/SOURCES.md": "bia.jpg: Minh Hải",
    }
    for name, contents in (base | dict(files)).items():
        path = root / name[1:] if name.startswith("/") else issue / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return issue


def load_copy(root: Path, folder: Path, problems: Problems | None = None) -> CopyMatter:
    """The matter of an issue in the workspace `root`."""
    workspace, told = Workspace(root), problems if problems is not None else Problems()
    loaded = load_issue(workspace, folder, load_bulletin(workspace, told), told)
    assert loaded is not None, list(told)
    articles = {
        id: read
        for id, source in loaded.sources.items()
        if (
            read := read_article(
                workspace, source.path, id, folder, loaded.linkable, told, where=source.where
            )
        )
    }
    return CopyMatter(workspace, folder, loaded, articles, PRESS)
