"""Plain data against a pydantic type, every error as a Problem at its place in the source."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from printshop.i18n import N_, _
from printshop.problems import CATALOGUE, Problems
from printshop.problems.model import nearest
from printshop.sources.yamltext import Document, Loc

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED: dict[str, tuple[str, str]] = {
    "int": (N_("a whole number"), "`12`"),
    "float": (N_("a number"), "`0.5`"),
    "bool": (N_("true or false"), "`true`"),
    "string": (N_("text"), "`…`"),
    "list": (N_("a list"), N_("lines that begin with `- `")),
    "tuple": (N_("a list of two numbers"), "`[0.5, 0.4]`"),
    "model": (N_("a group of fields"), N_("lines `field: value`, indented by two spaces")),
    "dict": (N_("a group of fields"), N_("lines `field: value`, indented by two spaces")),
}


def validate(model: type[Model], document: Document, problems: Problems) -> Model | None:
    """Make a `model` of the document; every error is noted, not only the first.

    Returns:
        The value, or None where there were errors.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            _note(error, model, document, problems)
        return None


def known_fields(model: Any, loc: Sequence[str | int]) -> list[str]:
    """The fields of the record that `loc` leads to, in the order of their declaration."""
    here = _descend(model, list(loc))
    return list(here.model_fields) if here is not None else []


def _note(
    error: Mapping[str, Any], model: type[BaseModel], document: Document, problems: Problems
) -> None:
    kind: str = error["type"]
    loc = _source_loc(error["loc"], document)
    name = next((str(part) for part in reversed(loc) if isinstance(part, str)), document.file)
    context = error.get("ctx", {})
    if kind in CATALOGUE:
        params = {key: value for key, value in context.items() if key != "near"}
        near = str(context.get("near", ""))
        problems.add(kind, document.where(loc), near=near, **params)
    elif kind == "missing":
        problems.add("S017", document.where(loc[:-1]), field=name)
    elif kind == "extra_forbidden":
        known = known_fields(model, error["loc"][:-1])
        problems.add(
            "S018",
            document.where(loc, key=True),
            near=nearest(name, known),
            field=name,
            known=", ".join(known),
        )
    elif kind in ("literal_error", "enum"):
        choices = [c.strip(" '") for c in str(context["expected"]).replace(" or ", ", ").split(",")]
        value = str(error["input"])
        near = nearest(value, choices)
        problems.add(
            "S020", document.where(loc), near=near, field=name, value=value,
            choices=", ".join(choices),
        )  # fmt: skip
    elif kind == "string_too_short" or error["input"] is None:
        problems.add("S023", document.where(loc), field=name)
    elif kind in _LIMITS:
        limit = f"{_LIMITS[kind]} {next(iter(context.values()))}"
        problems.add("S021", document.where(loc), field=name, value=error["input"], limit=limit)
    else:
        _note_type(kind, error["input"], name, loc, document, problems)


_LIMITS = {
    "greater_than": ">",
    "greater_than_equal": "≥",
    "less_than": "<",
    "less_than_equal": "≤",
}


def _note_type(
    kind: str, got: Any, name: str, loc: Loc, document: Document, problems: Problems
) -> None:
    wanted = "tuple" if kind in ("too_long", "too_short", "missing_argument") else kind
    expected, example = _EXPECTED.get(wanted.split("_")[0], (N_("of another kind"), "`…`"))
    problems.add(
        "S019",
        document.where(loc),
        field=name,
        expected=_(expected),
        got=_describe(got),
        example=_(example),
    )


def _describe(value: Any) -> str:
    if isinstance(value, dict):
        return _("a group of fields")
    if isinstance(value, list):
        return _("a list")
    if value is None:
        return _("nothing")
    text = str(value)
    return f"`{text[:40]}{'…' if len(text) > 40 else ''}`"


def _source_loc(loc: Sequence[str | int], document: Document) -> Loc:
    """`loc` without the parts that pydantic adds for members of a union."""
    data, result = document.data, []
    for i, part in enumerate(loc):
        last = i == len(loc) - 1
        if isinstance(data, dict) and (part in data or (last and isinstance(part, str))):
            result.append(part)
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            result.append(part)
            data = data[part] if part < len(data) else None
    return tuple(result)


def _descend(model: Any, loc: list[str | int]) -> type[BaseModel] | None:
    """Follow a validation error's `loc` through the types, as far as a record."""
    model = _bare(model)
    if get_origin(model) in (Union, types.UnionType):
        members = [_bare(m) for m in get_args(model) if _bare(m) is not types.NoneType]
        records = [m for m in members if isinstance(m, type) and issubclass(m, BaseModel)]
        if loc and isinstance(loc[0], str):
            tagged = [m for m in records if loc[0] in (m.__name__, _tag(m))]
            if tagged:
                return _descend(tagged[0], loc[1:])
        found = [r for r in (_descend(m, loc) for m in members) if r is not None]
        return found[0] if found else None
    if get_origin(model) in (list, tuple):
        return _descend(get_args(model)[0], loc[1:]) if loc else None
    if isinstance(model, type) and issubclass(model, BaseModel):
        if not loc:
            return model
        field = model.model_fields.get(str(loc[0]))
        if field is None:
            return None
        hints = typing.get_type_hints(model, include_extras=True)
        return _descend(hints[str(loc[0])], loc[1:])
    return None


def _tag(model: type[BaseModel]) -> str:
    return str(getattr(model, "kind_tag", ""))


def _bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and its metadata."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation
