from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# on a busy machine the first draw may take a second: that says nothing about the code
settings.register_profile("shared", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what is printed to the golden files"
    )
