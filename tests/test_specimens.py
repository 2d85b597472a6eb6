"""Specimens: each stock layout's builds without a problem, has all it offers, and looks as before.

The first pages of an article are compared with `specimens/<layout>.png`; `--update-golden` draws
them anew: look at them before you believe them.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from printshop.build import lay_out, read
from printshop.layout.load import Layout, known_layouts, load_layout
from printshop.problems import Problems, Where
from printshop.problems.printers import as_text
from printshop.progress import Silent
from printshop.render.pool import rendering
from printshop.settings import Settings
from printshop.specimen import build_specimen, write_number
from printshop.specimen.drawings import draw, drawings
from printshop.specimen.words import MARK, SENTENCES, STACKED, Words, cut
from printshop.specimen.writing import Number, numbers
from printshop.workspace import Workspace
from support import REPOSITORY, bare_workspace, tool

GOLDEN = Path(__file__).parent / "specimens"
LAYOUTS = known_layouts(Workspace(REPOSITORY))
ARTICLE = "bai-dai"
DPI = 50
MEAN, DIFFERENT, SHARE = 1.5, 40, 0.01
"""How far a page may be from its golden picture: on average, and which share by how much."""


def layout_of(name: str, root: Path = REPOSITORY) -> Layout:
    return load_layout(Workspace(root), name, Where(), Problems())


@pytest.fixture(scope="session", params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> Layout:
    return layout_of(request.param)


@pytest.fixture(scope="session")
def issues(layout: Layout) -> list[Number]:
    return numbers(layout.spec, layout.name, "")


# -- built


@dataclass(frozen=True)
class Made:
    files: tuple[Path, ...]
    pages: tuple[int, ...]
    told: str


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """One process at a time: the workers of a test run share what is built."""
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def workspace_of_stock(root: Path) -> Path:
    """A workspace whose layouts are as strict about white space as they are."""
    bare_workspace(root)
    shutil.rmtree(root / "layouts")
    shutil.copytree(REPOSITORY / "layouts", root / "layouts")
    return root


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    place = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with alone(place / "specimens.lock"):
        if not (place / "specimens").exists():
            workspace_of_stock(place / "specimens")
    return place / "specimens"


@pytest.fixture(scope="session")
def made(layout: Layout, shared: Path) -> Made:
    """The specimen of a layout, built once in a run of all tests."""
    known = shared.with_name(f"specimen-{layout.name}.json")
    with alone(known.with_suffix(".lock")):
        if not known.exists():
            problems, workspace = Problems(), Workspace(shared)
            specimen = build_specimen(workspace, layout.name, Settings(jobs=2), problems)
            told = as_text(problems, shared)
            files = [str(file) for file in specimen.files] if specimen else []
            pages = [built.pages for built in specimen.built] if specimen else []
            known.write_text(json.dumps({"files": files, "pages": pages, "told": told}), "utf-8")
        data = json.loads(known.read_text("utf-8"))
    return Made(tuple(map(Path, data["files"])), tuple(data["pages"]), data["told"])


def test_it_builds_without_a_problem(made: Made, layout: Layout, issues: list[Number]) -> None:
    assert made.told == ""
    assert made.files[0].name == f"{layout.name}.pdf"
    assert [len(PdfReader(file).pages) for file in made.files] == list(made.pages)
    assert len(made.files) == len(issues)


def test_every_article_is_on_its_pages(made: Made, issues: list[Number]) -> None:
    for file, number in zip(made.files, issues, strict=True):
        assert number.articles.keys() <= PdfReader(file).named_destinations.keys()


def test_a_page_looks_as_before(made: Made, layout: Layout, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / f"{layout.name}.png"
    drawn = page_of(made.files[0], ARTICLE)
    if request.config.getoption("--update-golden"):
        golden.parent.mkdir(exist_ok=True)
        drawn.save(golden, optimize=True)
    with Image.open(golden) as image:
        before = image.convert("L")
    assert drawn.size == before.size
    difference = ImageChops.difference(drawn, before)
    far = sum(difference.histogram()[DIFFERENT:]) / (drawn.width * drawn.height)
    mean = ImageStat.Stat(difference).mean[0]
    assert (mean <= MEAN, far <= SHARE) == (True, True), f"{mean=:.2f} {far=:.4f}"


def page_of(file: Path, anchor: str) -> Image.Image:
    """The page that an item begins on, small and grey."""
    reader = PdfReader(file)
    index = reader.get_destination_page_number(reader.named_destinations[anchor])
    assert index is not None
    number = str(index + 1)
    command = [tool("pdftoppm"), "-f", number, "-l", number, "-r", str(DPI), "-gray", str(file)]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    return Image.open(io.BytesIO(data)).convert("L")


# -- what is in it


def items(number: Number) -> Iterator[tuple[str, dict[str, Any]]]:
    """All items of an issue with their kinds."""
    manifest = number.manifest
    for name, kind in (("cover", "cover"), ("front", "front"), ("contents", "contents")):
        if manifest.get(name) is not None:
            yield kind, manifest[name]
    for section in manifest["sections"]:
        if section.get("opener") == "page":
            yield "opener", section
        for item in section["items"]:
            (kind,) = {"article", "group", "photos", "filler"} & item.keys()
            yield kind, item
    back = manifest["back_cover"]
    yield ("back-cover", back) if back is not None else ("imprint", {})


def test_every_kind_and_variant_is_in_it(layout: Layout, issues: list[Number]) -> None:
    shown = {
        (kind, item.get("style" if kind == "filler" else "variant"))
        for number in issues
        for kind, item in items(number)
    }
    offered = {
        (name, variant)
        for name, kind in layout.spec.kinds.items()
        if name != "section"
        for variant in (None, *kind.variants)
    }
    assert offered <= shown | {("imprint", None)}
    assert {kind for kind, _ in shown} - {"imprint"} <= layout.spec.kinds.keys()


def test_it_has_much_and_little_of_everything(layout: Layout, issues: list[Number]) -> None:
    first = issues[0]
    articles = [divided(text) for text in first.articles.values()]
    fronts = [front for front, _ in articles]
    bodies = [body for _, body in articles]
    rule = layout.spec.kinds["article"].fields["title"]
    assert rule.max is not None
    lengths = [len(front["title"]) for front in fronts]
    assert min(lengths) <= 4
    assert rule.max * 0.75 <= max(lengths) <= rule.max
    assert {0, 1, 6} <= {len(front.get("pictures", [])) for front in fronts}
    for name in ("kicker", "lead", "place", "credit"):
        assert {name in front for front in fronts} == {True, False}
    counts = {len(re.findall(r"(?m)^[^#:|>\[\-!\d\n].*\.$", body)) for body in bodies}
    assert 1 in counts
    assert max(counts) >= 30
    together = "\n".join(bodies)
    for sign in (
        "\n## ",
        "\n### ",
        "\n- ",
        "\n1. ",
        "::: box ",
        "::: questions ",
        "::: pull",
        "\n> ",
    ):
        assert sign in together
    assert "[^1]:" in together
    assert "{page}](article:" in together
    tables = [len(re.findall(r"(?m)^\|", body)) for body in re.findall(r"(?:\|.*\n)+", together)]
    assert max(tables) > 32
    widths = {p.get("width") for front in fronts for p in front.get("pictures", [])}
    assert widths == {None, "column", "span", "bleed"}
    letters = unicodedata.normalize("NFC", STACKED)
    assert set("ỀỖỮẴẶ") <= set(letters)
    assert STACKED in [front["title"] for front in fronts]


def test_photo_pages_have_two_to_eight_pictures(layout: Layout, issues: list[Number]) -> None:
    """Or as many as the layout has room for."""
    counts = [len(item["pictures"]) for kind, item in items(issues[0]) if kind == "photos"]
    most = layout.spec.kinds["photos"].fields["pictures"].max or 0
    assert counts == list(range(2, most + 1))
    assert most >= 6


def divided(text: str) -> tuple[dict[str, Any], str]:
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def test_it_is_the_same_each_time(layout: Layout, issues: list[Number]) -> None:
    assert numbers(layout.spec, layout.name, "") == issues
    drawing = drawings(layout.spec)["ngang"]
    face = REPOSITORY / "fonts/ibm-plex-sans/IBMPlexSans_400Regular.ttf"
    assert draw(drawing, "#b5121b", face) == draw(drawing, "#b5121b", face)


# -- other layouts

STRICT = """\
description: asks much of its texts
extends: ban-tin
flow: section
kinds:
  section: { template: section.html.j2, fields: { items: { max: 3 } } }
  cover: { fields: { theme: { max: 9 }, headlines: { min: 1, max: 2 }, caption: { max: 30 } } }
  opener: { fields: { title: { max: 12 }, text: { max: 40 }, image: { required: true } } }
  contents: null
  article:
    fields:
      title: { min: 8, max: 24 }
      kicker: { required: true, max: 9 }
      lead: { min: 60, max: 90 }
      credit: { required: true, max: 12 }
      picture: { max: 0 }
      pictures: { max: 2 }
      words: { min: 60, max: 120 }
      notes: { max: 1 }
  group: { fields: { title: { max: 14 }, articles: { min: 2, max: 3 } } }
  photos:
    fields:
      title: { max: 10 }
      text: { required: true, max: 40 }
      pictures: { min: 3, max: 5 }
  filler: { fields: { title: { max: 12 }, text: { max: 90 }, image: { required: true } } }
  back-cover:
    fields:
      title: { required: true, max: 10 }
      text: { max: 20 }
      image: { max: 0 }
"""


def test_limits_of_a_strict_layout_are_kept(tmp_path: Path) -> None:
    root = bare_workspace(tmp_path / "w")
    (root / "layouts/strict").mkdir()
    (root / "layouts/strict/layout.yaml").write_text(STRICT, "utf-8")
    (root / "layouts/strict/section.html.j2").write_text("{{ items | length }}", "utf-8")
    layout = layout_of("strict", root)
    workspace, problems = Workspace(root), Problems()
    for i, number in enumerate(numbers(layout.spec, "strict", "one-ink")):
        folder = root / "issues" / f"s{i}"
        write_number(number, folder, layout, None)
        with rendering(root / "fonts", root / ".printshop", 0) as renderer:
            loaded, articles = read(workspace, folder, problems, Silent())
            set_in, _plan = lay_out(loaded, articles, renderer, problems)
            assert set_in.palette == "one-ink"
    assert as_text(problems, root) == ""


# -- words


def test_all_letters_with_all_tones_are_in_the_pool() -> None:
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vowels = {unicodedata.normalize("NFC", v + tone) for v in "aăâeêioôơuưy" for tone in tones}
    text = set(" ".join(SENTENCES).lower())
    assert (vowels | set("bcdđfghjklmnpqrstvwxz")) - text == set()


@pytest.mark.parametrize("most", [2, 7, 12, 40, 110])
def test_titles_are_never_too_long(most: int) -> None:
    words = Words()
    for _ in range(40):
        title = words.title(most)
        assert 0 < len(title) <= most
        assert title.startswith(MARK[:most].split()[0][:most])


def test_a_cut_text_ends_with_a_word_or_a_sentence() -> None:
    text = "Một hai ba. Bốn năm sáu, bảy tám."
    assert cut(text, 100) == text
    assert cut(text, 20) == "Một hai ba."
    assert cut(text, 24) == "Một hai ba. Bốn năm sáu"
    assert cut(text, 9) == "Một hai"
    assert len(cut("mộthaiba", 3)) == 3
