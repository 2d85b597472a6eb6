"""YAML to `Bulletin` (printshop.yaml) and `Issue` (issue.yaml), every error with its place."""

from printshop.manifest.bulletin import Bulletin, Imprint
from printshop.manifest.issue import (
    ArticleItem,
    ArticleRef,
    BackCover,
    Contents,
    Cover,
    Filler,
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
    load_bulletin,
    load_issue,
    named_articles,
)

__all__ = [
    "ArticleItem",
    "ArticleRef",
    "BackCover",
    "Bulletin",
    "Contents",
    "Cover",
    "Filler",
    "FillerItem",
    "GroupItem",
    "Headline",
    "Imprint",
    "Issue",
    "LoadedBulletin",
    "LoadedIssue",
    "PhotosItem",
    "Section",
    "load_bulletin",
    "load_issue",
    "named_articles",
]
