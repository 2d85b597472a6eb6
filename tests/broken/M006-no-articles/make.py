from pathlib import Path


def make(root: Path) -> None:
    """Nothing but photographs."""
    for article in (root / "issues/i/articles").glob("*.md"):
        article.unlink()
