from pathlib import Path


def make(root: Path) -> None:
    """A picture whose copying was broken off."""
    picture = root / "issues/i/images/a.jpg"
    picture.write_bytes(picture.read_bytes()[:3000])
