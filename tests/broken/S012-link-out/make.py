from pathlib import Path


def make(root: Path) -> None:
    """An article that is a link to a file beside the workspace."""
    outside = root.parent / "outside.md"
    outside.write_text("---\ntitle: Bài\n---\n\nVăn bản.\n")
    article = root / "issues/i/articles/b.md"
    article.unlink()
    article.symlink_to(outside)
