from pathlib import Path


def make(root: Path) -> None:
    """A manifest that is a link to a file beside the workspace."""
    outside = root.parent / "outside.yaml"
    manifest = root / "issues/i/issue.yaml"
    manifest.rename(outside)
    manifest.symlink_to(outside)
