"""What a check of the copy gets: the issue, its articles, and its texts read as prose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from printshop.content.model import Article
from printshop.content.pictures import PictureFile
from printshop.manifest import LoadedIssue
from printshop.preflight.copy.prose import CopyText, read_copy_text
from printshop.press.contract import PressSpec
from printshop.workspace import ISSUE_FILE, WORKSPACE_FILE, Workspace


@dataclass(frozen=True)
class CopyMatter:
    """An issue as it was written, loaded without errors that forbid going on."""

    workspace: Workspace
    folder: Path
    """The issue's."""
    loaded: LoadedIssue
    articles: Mapping[str, Article]
    """By id; an article that could not be read is missing."""
    press: PressSpec

    @cached_property
    def texts(self) -> tuple[CopyText, ...]:
        """All that people wrote for this issue: its manifest, the workspace's, its articles.

        A file that cannot be read is left out: the build says why.
        """
        manifests = (self.folder / ISSUE_FILE, self.workspace.root / WORKSPACE_FILE)
        articles = (source.path for source in self.loaded.sources.values())
        read = (
            *(
                read_copy_text(path, self.workspace.name(path), is_article=False)
                for path in manifests
            ),
            *(read_copy_text(path, self.workspace.name(path)) for path in articles),
        )
        return tuple(text for text in read if text is not None)

    @cached_property
    def pictures(self) -> tuple[PictureFile, ...]:
        """The pictures of its articles, each as often as it is named there."""
        return tuple(p.file for article in self.articles.values() for p in article.pictures)

    def named_files(self) -> Iterator[Path]:
        """The file of every picture that the manifest or an article names."""
        yield from (source.path for source in self.loaded.pictures.values())
        yield from (picture.path for picture in self.pictures)
