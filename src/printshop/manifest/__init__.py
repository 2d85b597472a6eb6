"""YAML to `Bulletin` (printshop.yaml) and `Issue` (issue.yaml), every error with its place."""

from printshop.manifest.bulletin import Bulletin, Imprint
from printshop.manifest.issue import (
    ArticleItem,
    BackCover,
    Contents,
    Cover,
    FillerItem,
    GroupItem,
    Headline,
    Issue,
    PhotosItem,
    Section,
)
from printshop.manifest.load import (
    LoadedBulletin,
    LoadedIssue,
    find_workspace,
    load_bulletin,
    load_issue,
    named_articles,
)

__all__ = [
    "ArticleItem",
    "BackCover",
    "Bulletin",
    "Contents",
    "Cover",
    "FillerItem",
    "GroupItem",
    "Headline",
    "Imprint",
    "Issue",
    "LoadedBulletin",
    "LoadedIssue",
    "PhotosItem",
    "Section",
    "find_workspace",
    "load_bulletin",
    "load_issue",
    "named_articles",
]
