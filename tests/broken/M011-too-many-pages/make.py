import re
from pathlib import Path


def make(root: Path) -> None:
    """A layout that allows two pages."""
    layout = root / "layouts/ban-tin/layout.yaml"
    old = layout.read_text("utf-8")
    layout.write_text(re.sub(r"(?m)^max_pages: .*", "max_pages: 2", old), "utf-8")
