from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    """A picture of 64 × 24 px."""
    Image.new("RGB", (64, 24), "teal").save(root / "issues/i/images/a.jpg")
