from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    """A picture of 400 × 300 px."""
    Image.new("RGB", (400, 300), "teal").save(root / "issues/i/images/a.jpg")
