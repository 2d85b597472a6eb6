"""Where the stock lies that printshop brings along: `layouts`, `fonts`, `presses`, `labels` …"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def stock_folder(name: str, package: Path = PACKAGE) -> Path | None:
    """The folder of the stock called `name`; None where the installation lacks it.

    It is in `printshop/stock/` of an installed package and at the root of a source checkout.
    """
    for folder in (package / "stock" / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    return None
