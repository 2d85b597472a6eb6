"""JSON Schemas of the files that people write."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def json_schema(kind: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of one of `KINDS`.

    Raises:
        KeyError: there is no such kind.
    """
    schema = _models()[kind].model_json_schema(mode="validation")
    if kind == "layout":
        schema = _of_a_part(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"printshop {kind}",
        **{key: value for key, value in schema.items() if key != "title"},
    }


def _of_a_part(schema: Any) -> Any:
    """The schema of a declaration that takes the rest from another.

    Nothing is required, and `null` takes an entry away.
    """
    if isinstance(schema, list):
        return [_of_a_part(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    part: dict[str, Any] = {
        key: _of_a_part(value)
        for key, value in schema.items()
        if key != "required" or not isinstance(value, list)  # a field may be called so
    }
    values = part.get("additionalProperties")
    if isinstance(values, dict) and "$ref" in values:
        part["additionalProperties"] = {"anyOf": [values, {"type": "null"}]}
    return part


def _models() -> dict[str, type[BaseModel]]:
    from printshop.content.model import FrontMatter
    from printshop.distribution.contract import DistributionSpec
    from printshop.distribution.labelstock import LabelSpec
    from printshop.imposition.printer import PrinterSpec
    from printshop.layout.contract import LayoutSpec
    from printshop.manifest import Bulletin, Issue
    from printshop.press.contract import PressSpec

    return {
        "issue": Issue,
        "workspace": Bulletin,
        "article": FrontMatter,
        "layout": LayoutSpec,
        "press": PressSpec,
        "printer": PrinterSpec,
        "distribution": DistributionSpec,
        "label": LabelSpec,
    }


KINDS = (
    "issue",
    "workspace",
    "article",
    "layout",
    "press",
    "printer",
    "distribution",
    "label",
)
