"""The benchmarks' own arithmetic and what they generate; nothing is timed here."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from PIL import Image

from printshop.build import Settings, build
from printshop.problems import Problems
from printshop.sources import Workspace
from support import REPOSITORY

sys.path.append(str(REPOSITORY / "benchmarks"))

import bench
import generate
import one_document
import peers
import report


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> generate.Bench:
    """An issue of a cover, contents, one article of two pages and a last page."""
    return generate.make_workspace(tmp_path_factory.mktemp("bench") / "w", 5)


@pytest.fixture(scope="module")
def document(small: generate.Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("document") / "d"
    one_document.prepare(small.root, generate.ISSUE, folder)
    return folder


def texts(made: generate.Bench) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in made.articles}


# -- generated workspaces


def test_a_generated_issue_builds(small: generate.Bench) -> None:
    problems = Problems()
    built = build(Workspace(small.root), small.issue, Settings(), problems)
    assert built is not None
    assert problems.errors == 0
    assert built.pages == 5


def test_an_article_is_the_same_in_every_issue(small: generate.Bench, tmp_path: Path) -> None:
    larger = texts(generate.make_workspace(tmp_path / "w", 24))
    assert len(larger) > len(small.articles)
    assert all(larger[name] == text for name, text in texts(small).items())


@pytest.mark.parametrize("pages", [5, 24, 80, 320, 1280])
def test_issues_are_about_as_long_as_asked_for(pages: int) -> None:
    count = generate.article_count(pages)
    assert 0.93 * pages - 1 <= generate.PAGES_PER_ARTICLE * count + 2 <= pages


def test_material_is_plain_text_of_the_sample_articles() -> None:
    found = generate.material()
    assert len(found.paragraphs) > 100
    assert not [text for text in found.paragraphs if re.search(r"\]\(|\[\^|^[:|#>-]", text)]


def test_photographs_are_large_and_shown_again_only_beyond_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "MAX_PHOTOGRAPHS", 2)
    monkeypatch.setattr(generate, "take_photographs", lambda *_: None)
    made = generate.make_workspace(tmp_path / "w", 16, photographs=True)
    shown = [re.findall(r"photo-\d+", text) for text in texts(made).values()]
    assert shown == [["photo-001"], [], ["photo-002"], [], ["photo-001"], []]
    assert generate.PHOTOGRAPH_SIZE[0] * generate.PHOTOGRAPH_SIZE[1] == 12_000_000


def test_a_photograph_is_the_same_each_time(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    one = generate.make_photograph(tmp_path, 3, (400, 300))
    again = generate.make_photograph(tmp_path / "again", 3, (400, 300))
    other = generate.make_photograph(tmp_path, 4, (400, 300))
    assert one.read_bytes() == again.read_bytes() != other.read_bytes()
    with Image.open(one) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (400, 300))


# -- changes


@pytest.mark.parametrize("change", [generate.edit_article, generate.lengthen_article])
def test_a_change_is_to_one_article_and_can_be_undone(change, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    made = generate.make_workspace(tmp_path / "w", 24)
    before = texts(made)
    with generate.undone(change(made, 1)):
        after = texts(made)
    assert {name for name in before if after[name] != before[name]} == {made.middle.name}
    assert texts(made) == before


def test_an_edit_adds_a_word_and_no_two_edits_are_alike(small: generate.Bench) -> None:
    before = small.middle.read_text("utf-8")
    seen = set()
    for turn in range(len(generate.EDITS)):
        with generate.undone(generate.edit_article(small, turn)) as path:
            after = path.read_text("utf-8")
        assert len(after.split()) == len(before.split()) + 1
        seen.add(after)
    assert len(seen) == len(generate.EDITS)


# -- one document


def test_the_one_document_holds_every_piece_and_needs_no_other_file(document: Path) -> None:
    html = (document / one_document.HTML).read_text("utf-8")
    kinds = re.findall(r'<section class="piece ([\w-]+)[^"]*">', html)
    assert kinds == ["cover", "contents", "article", "back-cover"]
    assert "x-printshop:" not in html
    assert "asset:" not in html
    assert not re.search("[\uf8f0\uf8f1]", html)


def test_the_one_document_has_as_many_pages(document: Path, tmp_path: Path) -> None:
    command = one_document.render_command(document, tmp_path / "one.pdf")
    environment = one_document.environment(document)
    taken, printed = bench.measure(command, environment=environment, folder=tmp_path)
    assert taken.status == 0, printed
    with bench.pikepdf.open(tmp_path / "one.pdf") as pdf:
        assert len(pdf.pages) == 5
        assert "/StructTreeRoot" in pdf.Root


def test_typst_gets_the_same_words(document: Path) -> None:
    text = peers.typst_document(document)
    html = (document / one_document.HTML).read_text("utf-8")
    sentence = re.findall(r"<p>([^<]{60,})</p>", html)[0]
    assert sentence in text
    assert text.count("#piece[") == 1


def test_a_peer_that_is_missing_is_named_not_installed(tmp_path: Path) -> None:
    installed = {peer.name: peer.installed for peer in peers.find_peers(tmp_path)}
    assert installed.keys() == {"Typst", "Chromium, print to PDF", "Paged.js", "Vivliostyle"}
    assert not installed["Typst"]
    assert not installed["Vivliostyle"]


# -- measuring


def test_the_memory_and_time_of_grandchildren_count(tmp_path: Path) -> None:
    grandchild = "x = bytearray(120_000_000); sum(range(3_000_000))"
    child = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {grandchild!r}])"
    taken, _ = bench.measure([sys.executable, "-c", child], environment={}, folder=tmp_path)
    assert taken.status == 0
    assert taken.cpu > 0
    if sys.platform == "linux":
        assert taken.peak > 120_000_000


def test_what_takes_too_long_is_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    taken, _ = bench.measure(command, environment={}, folder=tmp_path, seconds=0.5)
    assert taken.status == -1


# -- tables


def sample(wall: float, *, pages: int = 80, peak: int = 100, size: int = 1000) -> report.Sample:
    return report.Sample(wall, wall, peak, peak, size, pages)


def row(what: str, *samples: report.Sample, pages: int = 80) -> report.Row:
    return report.Row(pages, False, what, list(samples))


MEASURED = [
    row(report.COLD, sample(9), sample(6), sample(7)),
    row(report.NOTHING, sample(1)),
    row(report.EDITED, sample(2.2)),
    row(report.ONE, sample(10), sample(30), sample(8), sample(10)),
    row(report.COLD, sample(140, pages=1270, peak=300), pages=1280),
    row(report.ONE, sample(200, pages=1270, peak=1000), pages=1280),
    report.Row(80, True, report.ONE, [sample(1)]),
]


def test_targets_are_ratios_of_medians() -> None:
    found = {t.name: t for t in report.targets(report.Report({}, MEASURED))}
    assert found["cold build"].measured == pytest.approx(0.7)
    assert found["nothing changed"].measured == pytest.approx(0.1)
    assert found["nothing changed"].met is True
    assert found["one article edited"].measured == pytest.approx(0.22)
    assert found["one article a page longer"].measured is None
    assert found["one article a page longer"].met is None
    assert found["size of the tagged file"].measured == pytest.approx(1.0)
    by_page = found["cold build a page: 1,280 pages to 80"]
    assert by_page.measured == pytest.approx((140 / 1270) / (7 / 80))
    assert by_page.met is False
    assert found["peak memory of the largest process, 1,280 pages"].measured == pytest.approx(0.3)


def test_times_of_a_busy_machine_meet_no_target() -> None:
    waiting = report.Sample(wall=50, cpu=13, peak=100, together=100, size=1000, pages=80)
    made = report.Report({}, [row(report.COLD, sample(10)), row(report.ONE, waiting)])
    cold, *_, size, _by_page, _peak = report.targets(made)
    assert (cold.measured, cold.met, cold.verdict) == (0.2, None, "machine was busy")
    assert size.met is True


def test_tables_show_figures_ratios_and_what_is_missing(tmp_path: Path) -> None:
    missing = report.Row(80, False, "Typst", note="not installed")
    made = report.Report({"day": "today"}, [*MEASURED[:4], missing])
    made.save(tmp_path / "r.json")
    text = report.as_markdown(report.Report.load(tmp_path / "r.json"))
    assert "| 80 pages, text | printshop, cold | 80 | 7.00 | 0.70 |" in text
    assert "|  | Typst | not installed |" in text
    assert "| cold build | 0.80 | 0.700 | yes |" in text
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["about"] == {"day": "today"}
    assert text in report.as_document(made)


def test_large_issues_are_measured_once_and_as_text_unless_asked_for() -> None:
    peer = peers.Peer("Typst", "0.1")

    def told(*arguments: str) -> list[tuple[int, bool, int, int]]:
        found = bench.cases(bench.parse_arguments(arguments), (peer,))
        return [(case.pages, case.photographs, case.repeat, len(case.peers)) for case in found]

    assert told() == [
        (24, False, 3, 0),
        (24, True, 3, 0),
        (80, False, 3, 1),
        (80, True, 3, 1),
        (320, False, 1, 0),
        (1280, False, 1, 0),
    ]
    assert told("--quick") == [(24, False, 1, 0), (80, False, 1, 0)]
    assert told("--pages", "320", "--photos", "both", "--repeat", "2", "--full") == [
        (320, False, 2, 1),
        (320, True, 2, 1),
    ]
