"""JSON Schemas of the files that people write."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def json_schema(kind: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of `issue`, `workspace`, `article` or `layout`.

    Raises:
        KeyError: there is no such kind.
    """
    schema = _models()[kind].model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"printshop {kind}",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _models() -> dict[str, type[BaseModel]]:
    from printshop.content.model import FrontMatter
    from printshop.layout.contract import LayoutSpec
    from printshop.manifest import Bulletin, Issue

    return {"issue": Issue, "workspace": Bulletin, "article": FrontMatter, "layout": LayoutSpec}


KINDS = ("issue", "workspace", "article", "layout")
