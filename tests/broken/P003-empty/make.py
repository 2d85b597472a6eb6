from pathlib import Path


def make(root: Path) -> None:
    """A picture of no bytes."""
    (root / "issues/i/images/a.jpg").write_bytes(b"")
