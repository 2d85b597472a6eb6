"""WeasyPrint, kept in a box: no file and no network but the job's own assets."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from printshop.render.footnotes import notes_by_their_calls
from printshop.render.job import Asset, Fragment, RenderFailure, RenderJob, Sheet
from printshop.render.lines import on_grid
from printshop.render.measure import bottom_of, end_of, lines_of

PDF_VARIANT = "pdf/ua-1"
"""Tagged, without colour profile: fit for screen and archive alike (facts, 2026-11)."""


_SAID_ELSEWHERE = (".notdef glyph rendered", "has no required alt description")
"""Complaints about what R002 and P006 report at its source."""


class _RefusedError(FatalURLFetchingError):  # type: ignore[misc]
    """A job asked for something that is not its own."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class _AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Answers `asset:<sha256>` from a table and refuses everything else."""

    def __init__(self, assets: tuple[Asset, ...]) -> None:
        super().__init__(allowed_protocols=("asset",))
        self._assets = {asset.url: asset for asset in assets}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        """The asset's bytes, checked against its name."""
        asset = self._assets.get(url)
        if asset is None:
            raise _RefusedError(url)
        body = asset.path.read_bytes()
        if hashlib.sha256(body).hexdigest() != asset.sha256:
            raise _RefusedError(f"{url} (changed on disk)")
        return URLFetcherResponse(url, body=body, headers={"Content-Type": asset.media_type})


@dataclass
class Engine:
    """A WeasyPrint that keeps its fonts and parsed stylesheets between jobs: one a process."""

    _fonts: FontConfiguration = field(default_factory=FontConfiguration)
    _stylesheets: dict[tuple[Sheet, tuple[str, ...]], CSS] = field(default_factory=dict)

    def render(self, job: RenderJob) -> Fragment | RenderFailure:
        """Render one job; a failure is a value."""
        with _engine_warnings() as warnings:
            try:
                return self._render(job, warnings)
            except _RefusedError as refused:
                return RenderFailure(job.name, "asset refused", refused_url=refused.url)
            except Exception as error:  # the engine's own defects: reported, the rest goes on
                return RenderFailure(job.name, f"{type(error).__name__}: {error}")

    def lay_out(self, job: RenderJob, warnings: list[str]) -> Document:
        """The pages of a job before they are drawn; what the engine says is added to `warnings`."""
        fetcher = _AssetFetcher(job.assets)
        html = HTML(string=job.html, base_url="asset:", url_fetcher=fetcher)
        sheets = [self._stylesheet(sheet, job, fetcher, warnings) for sheet in job.sheets]
        with on_grid(job.grid), notes_by_their_calls():
            return html.render(font_config=self._fonts, stylesheets=sheets, **_options(job))

    def _render(self, job: RenderJob, warnings: list[str]) -> Fragment:
        document = self.lay_out(job, warnings)
        anchors = {
            name: number for number, page in enumerate(document.pages) for name in page.anchors
        }
        return Fragment(
            job.name,
            document.write_pdf(**_options(job)),
            len(document.pages),
            anchors,
            tuple(dict.fromkeys(warnings)),
            tuple(round(bottom_of(page), 3) for page in document.pages),
            tuple(lines_of(page, job.grid.step if job.grid else 14) for page in document.pages),
            round(end_of(document.pages[-1]), 3),
        )

    def _stylesheet(
        self, sheet: Sheet, job: RenderJob, fetcher: _AssetFetcher, warnings: list[str]
    ) -> CSS:
        """The parsed sheet; what is wrong with it is said once a process, with its name."""
        assets = tuple(sorted(a.sha256 for a in job.assets)) if "url(" in sheet.css else ()
        key = (sheet, assets)
        if key not in self._stylesheets:
            before = len(warnings)
            self._stylesheets[key] = CSS(
                string=sheet.css,
                base_url="asset:",
                url_fetcher=fetcher,
                font_config=self._fonts,
            )
            warnings[before:] = [f"{sheet.name}: {warning}" for warning in warnings[before:]]
        return self._stylesheets[key]


def _options(job: RenderJob) -> dict[str, Any]:
    return {"pdf_variant": PDF_VARIANT} if job.tagged else {}


@contextmanager
def _engine_warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs instead of printing it."""
    collected: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if not any(said in message for said in _SAID_ELSEWHERE):
                collected.append(message)

    logger = logging.getLogger("weasyprint")
    handler = Collect(logging.WARNING)
    before, propagate = logger.handlers[:], logger.propagate
    logger.handlers[:], logger.propagate = [handler], False
    try:
        yield collected
    finally:
        logger.handlers[:], logger.propagate = before, propagate
