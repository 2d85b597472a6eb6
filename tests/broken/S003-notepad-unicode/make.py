from pathlib import Path


def make(root: Path) -> None:
    """What Notepad calls “Unicode”."""
    article = root / "issues/i/articles/b.md"
    article.write_text("---\ntitle: Bài\n---\n\nVăn bản.\n", "utf-16")
