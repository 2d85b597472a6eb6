"""The engine is a box: its own assets, its own fonts, nothing else."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from printshop.render import Asset, Fragment, RenderFailure, RenderJob, Sheet
from printshop.render.pool import Renderer, fresh_engine, render_one, rendering

pytestmark = pytest.mark.usefixtures("own_fonts")

FONTS = Path(__file__).parents[2] / "fonts"
CSS = "@page { size: 100mm 100mm } body { font-family: 'Source Serif 4' }"


def page(body: str, **kwargs: object) -> RenderJob:
    html = f"<!DOCTYPE html><html lang='vi'><title>t</title><body>{body}</body></html>"
    return RenderJob("job", html, (Sheet("test.css", CSS),), **kwargs)  # type: ignore[arg-type]


@pytest.fixture
def picture(tmp_path: Path) -> Asset:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    path = tmp_path / "p.png"
    path.write_bytes(stream.getvalue())
    return Asset(hashlib.sha256(stream.getvalue()).hexdigest(), "image/png", path)


def rendered(job: RenderJob) -> Fragment:
    fragment = render_one(job)
    assert isinstance(fragment, Fragment), fragment
    return fragment


def test_an_asset_of_the_job_is_drawn(picture: Asset) -> None:
    fragment = rendered(page(f"<img alt='x' src='{picture.url}'>", assets=(picture,)))
    assert len(PdfReader(io.BytesIO(fragment.pdf)).pages[0].images) == 1
    assert fragment.warnings == ()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/x.png",
        "https://example.org/x.png",
        "asset:0000",
        "data:image/png;base64,AAAA",
        "x.png",
    ],
)
def test_everything_else_is_refused(url: str) -> None:
    failure = render_one(page(f"<img alt='x' src='{url}'>"))
    assert isinstance(failure, RenderFailure)
    assert failure.refused_url


@pytest.mark.parametrize(
    "css", ["@import 'file:///etc/passwd';", "body { background: url(file:///etc/passwd) }"]
)
def test_style_sheets_are_held_too(css: str) -> None:
    failure = render_one(RenderJob("job", "<p>x</p>", (Sheet("test.css", css),)))
    assert isinstance(failure, RenderFailure)


def test_an_asset_that_changed_on_disk_is_refused(picture: Asset) -> None:
    picture.path.write_bytes(b"other")
    failure = render_one(page(f"<img alt='x' src='{picture.url}'>", assets=(picture,)))
    assert isinstance(failure, RenderFailure)


def test_fonts_come_from_the_folder_only() -> None:
    """A family that only the system may have falls back to a font of the folder."""
    fragment = rendered(page("<p style='font-family: DejaVu Sans, Liberation Sans'>Ề ơ 1</p>"))
    (font,) = PdfReader(io.BytesIO(fragment.pdf)).pages[0]["/Resources"]["/Font"].values()
    name = str(font.get_object()["/BaseFont"]).replace("-", "")
    assert any(family in name for family in ("SourceSerif", "IBMPlex", "Alegreya"))


def test_same_job_same_bytes_in_this_process_and_in_a_worker(tmp_path: Path) -> None:
    job = page("<h1 id='a'>Tựa</h1><p>Kết luận số 62-KL/TW</p>")
    here = rendered(job)
    fresh_engine()
    assert rendered(job).pdf == here.pdf
    with rendering(FONTS, tmp_path / "other", 2) as renderer:
        (there,) = renderer.render([job])
    assert isinstance(there, Fragment)
    assert there.pdf == here.pdf


def test_a_failing_job_does_not_take_others_along() -> None:
    jobs = [page("<img alt='x' src='file:///x'>"), page("<p>sound</p>")]
    results = Renderer("fonts").render(jobs)
    assert [type(r) for r in results] == [RenderFailure, Fragment]


def test_anchors_are_told_with_their_page() -> None:
    fragment = rendered(page("<p id='a'>1</p><p id='b' style='break-before: page'>2</p>"))
    assert fragment.anchors == {"a": 0, "b": 1}
    assert fragment.pages == 2


def test_what_the_engine_complains_of_is_kept() -> None:
    fragment = render_one(RenderJob("job", "<p>x</p>", (Sheet("test.css", "p { colour: red }"),)))
    assert isinstance(fragment, Fragment)
    assert any("colour" in warning for warning in fragment.warnings)
