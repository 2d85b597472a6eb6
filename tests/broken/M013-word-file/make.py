from pathlib import Path


def make(root: Path) -> None:
    """A file of Word, as far as the name and the first bytes go."""
    (root / "issues/i/articles/tin.docx").write_bytes(b"PK\3\4\x14\0\6\0")
