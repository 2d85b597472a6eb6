"""Read a print house's file: the workspace's own, else the one that printshop brings along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from printshop.press.contract import PressSpec

DEFAULT_PRESS = "offset-to-roi"
"""Where neither bulletin nor issue names one."""


@dataclass(frozen=True)
class Press:
    """A print house, ready to be worked for."""

    name: str
    path: Path
    """Its file."""
    spec: PressSpec
    profile: Path
    """The ICC profile of its printing condition: output, CMYK."""
    profile_bytes: bytes
