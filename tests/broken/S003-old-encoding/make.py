from pathlib import Path


def make(root: Path) -> None:
    """A text from the days before Unicode (windows-1258)."""
    article = root / "issues/i/articles/b.md"
    article.write_bytes("---\ntitle: Tin ngó thu\n---\n\nChú.\n".encode("cp1258"))
