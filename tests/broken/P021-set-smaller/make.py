from pathlib import Path

from PIL import Image


def make(root: Path) -> None:
    """A picture of 500 × 200 px: enough for 106 mm at 120 ppi."""
    Image.new("RGB", (500, 200), "teal").save(root / "issues/i/images/a.jpg")
