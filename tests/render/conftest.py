from __future__ import annotations

from pathlib import Path

import pytest

from printshop.render.fonts import use_fonts
from printshop.render.pool import fresh_engine

FONTS = Path(__file__).parents[2] / "fonts"


@pytest.fixture
def own_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that knows the repository's fonts only, started anew."""
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    use_fonts(FONTS, tmp_path / "state")
    fresh_engine()
