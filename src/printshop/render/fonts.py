"""Fonts for the engine: those of one folder, never the system's.

Fontconfig reads the file that `FONTCONFIG_FILE` names each time WeasyPrint makes a
`FontConfiguration`, so a process can render with one workspace's fonts and then another's.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from xml.sax.saxutils import escape

_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def use_fonts(fonts: Path, state: Path) -> None:
    """Make `fonts` the only fonts of this process and of those it starts.

    Args:
        fonts: the folder of font files, searched with its subfolders.
        state: where the configuration and Fontconfig's cache are kept.
    """
    name = hashlib.sha256(str(fonts.resolve()).encode()).hexdigest()[:16]
    folder = state / "fontconfig"
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / f"{name}.conf"
    text = _CONFIG.format(
        fonts=escape(str(fonts.resolve())), cache=escape(str((folder / "cache").resolve()))
    )
    if not config.exists() or config.read_text("utf-8") != text:
        temporary = config.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(text, "utf-8")
        temporary.replace(config)
    os.environ["FONTCONFIG_FILE"] = str(config)
