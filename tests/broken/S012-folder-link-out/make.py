from pathlib import Path


def make(root: Path) -> None:
    """A folder of articles that is a link to one beside the workspace."""
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "c.md").write_text("---\ntitle: Bài\n---\n\nVăn bản.\n")
    (root / "issues/i/kho").symlink_to(outside, target_is_directory=True)
