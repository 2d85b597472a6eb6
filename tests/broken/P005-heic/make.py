from pathlib import Path


def make(root: Path) -> None:
    """The beginning of a photograph from an iPhone."""
    data = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
    (root / "issues/i/images/a.jpg").write_bytes(data)
