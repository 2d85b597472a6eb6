"""PDF/UA-1 as veraPDF checks it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from printshop.build import Settings, build
from printshop.problems import Problems
from printshop.sources import Workspace
from support import REPOSITORY, failed_rules, verapdf

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["2017-09", "2017-10-to-tin", "2017-11-so-tay"])
def screen_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    verapdf()
    problems = Problems()
    out = tmp_path_factory.mktemp("dist")
    folder = REPOSITORY / "issues" / request.param
    built = build(Workspace(REPOSITORY), folder, Settings(out=out), problems)
    assert built is not None, [p.message for p in problems]
    return built.files[0]


def test_a_sample_issue_is_pdf_ua_1(screen_file: Path) -> None:
    assert failed_rules(screen_file, "ua1") == []


def test_a_link_outside_the_tree_fails(screen_file: Path, tmp_path: Path) -> None:
    """The check above can fail."""
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(screen_file) as pdf:
        page = next(page for page in pdf.pages if "/Annots" in page.obj)
        del page.obj.Annots[0].StructParent
        pdf.save(broken)
    (rule,) = failed_rules(broken, "ua1")
    assert rule.startswith("7.18.5-1")
