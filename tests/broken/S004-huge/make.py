from pathlib import Path


def make(root: Path) -> None:
    """A text of three megabytes."""
    article = root / "issues/i/articles/b.md"
    article.write_text("---\ntitle: Bài\n---\n\n" + "chữ " * 750_000)
