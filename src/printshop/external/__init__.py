"""External programs, one file each: found, asked for their version, run. No build needs one."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Packages:
    """What to install to get something."""

    debian: str
    fedora: str
    macos: str

    def command(self) -> str:
        """The command for this system."""
        if platform.system() == "Darwin":
            return f"brew install {self.macos}"
        if shutil.which("dnf"):
            return f"sudo dnf install {self.fedora}"
        return f"sudo apt-get install {self.debian}"
