import unicodedata
from pathlib import Path


def make(root: Path) -> None:
    """A file as a Mac names it: each accent a character of its own."""
    article = root / "issues/i/articles/a.md"
    article.rename(article.with_name(unicodedata.normalize("NFD", "bài.md")))
