"""Plain data against a pydantic type, every error as a Problem at its place in the source."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from printshop.i18n import N_, _
from printshop.problems import CATALOGUE, Problems, Where
from printshop.problems.model import nearest
from printshop.sources.yamladvice import jammed_item
from printshop.sources.yamltext import Document, Loc

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED: dict[str, tuple[str, str]] = {
    "int": (N_("a whole number"), "`12`"),
    "float": (N_("a number"), "`0.5`"),
    "bool": (N_("true or false"), "`true`"),
    "string": (N_("text"), '`{field}: "…"`'),
    "string_pattern_mismatch": (N_("a colour"), '`"#c8102e"`'),
    "list": (N_("a list"), N_("`[…, …]`, or lines that begin with `- `")),
    "tuple": (N_("a list of {count} numbers"), "`{field}: {numbers}`"),
    "model": (N_("a group of fields"), N_("lines `field: value`, indented by two spaces")),
    "dict": (N_("a group of fields"), N_("lines `field: value`, indented by two spaces")),
}


def validate(model: type[Model], document: Document, problems: Problems) -> Model | None:
    """Make a `model` of the document; every error is noted, not only the first.

    So is each value that a `#` cuts (S034).

    Returns:
        The value, or None where there were errors.
    """
    value = _validated(model, document, problems)
    empty = {problem.where for problem in problems if problem.code == "S023"}
    for loc, cut in document.cuts.items():
        if document.where(loc) not in empty:  # that says what to do about a `#`
            problems.add("S034", cut.where, text=clipped(cut.text), example=cut.example)
    return value


def _validated(model: type[Model], document: Document, problems: Problems) -> Model | None:
    try:
        return model.model_validate(document.data)
    except ValidationError as errors:
        found = errors.errors(include_url=False)
        misspelt = _misspelt(found, model)
        for error in found:
            if error["type"] != "missing" or error["loc"] not in misspelt:
                _note(error, model, document, problems)
        return None


def _misspelt(
    errors: Sequence[Mapping[str, Any]], model: type[BaseModel]
) -> set[tuple[str | int, ...]]:
    """Where a field is missing because it is there under a misspelt name: that is told already."""
    return {
        (*error["loc"][:-1], nearest(str(error["loc"][-1]), known_fields(model, error["loc"][:-1])))
        for error in errors
        if error["type"] == "extra_forbidden"
    }


def known_fields(model: Any, loc: Sequence[str | int]) -> list[str]:
    """The fields of the record that `loc` leads to, in the order of their declaration."""
    records = _members(_walk(model, loc)[1])
    return list(records[0].model_fields) if records else []


def _note(
    error: Mapping[str, Any], model: type[BaseModel], document: Document, problems: Problems
) -> None:
    """One error of pydantic as a problem."""
    kind: str = error["type"]
    loc, _type = _walk(model, error["loc"])
    name = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    where = document.where(loc)
    if kind == "missing" and not isinstance(error["loc"][-1], int):
        problems.add("S017", document.where(loc[:-1]), field=name)
    elif error["loc"] and error["loc"][-1] == _KEY:
        where = document.where(loc[:-1], key=True)
        _note_unknown(str(error["input"]), _choices(error), where, problems)
    elif kind == "extra_forbidden":
        known = known_fields(model, error["loc"][:-1])
        _note_unknown(name, known, document.where(loc, key=True), problems)
    elif kind == "string_too_short" or error["input"] is None:
        problems.add("S023", where, field=name)
    elif kind in CATALOGUE:
        params = {key: value for key, value in error["ctx"].items() if key != "near"}
        problems.add(kind, where, near=str(error["ctx"].get("near", "")), **params)
    elif kind in ("literal_error", "enum"):
        _note_choice(error, name, where, problems)
    elif kind in _LIMITS:
        _note_range(error, name, where, problems)
    elif kind in ("too_short", "too_long") and error["ctx"].get("field_type") == "List":
        _note_count(error, name, where, problems)
    else:
        _note_type(error, name, where, problems)


_KEY = "[key]"
_LIMITS = {
    "greater_than": ">",
    "greater_than_equal": "≥",
    "less_than": "<",
    "less_than_equal": "≤",
}


def clipped(value: object, most: int = 40) -> str:
    """A value as messages show it: on one line, not long."""
    text = " ".join(str(value).split())
    return f"{text[:most]}…" if len(text) > most else text


def _note_unknown(name: str, known: Sequence[str], where: Where, problems: Problems) -> None:
    shown = clipped(name)
    near = nearest(shown, known)
    problems.add("S018", where, near=near, field=shown, known=", ".join(known))


def _choices(error: Mapping[str, Any]) -> list[str]:
    expected = str(error.get("ctx", {}).get("expected", ""))
    return [choice.strip(" '") for choice in expected.replace(" or ", ", ").split(",")]


def _note_choice(error: Mapping[str, Any], name: str, where: Where, problems: Problems) -> None:
    choices, value = _choices(error), clipped(error["input"])
    if isinstance(error["input"], dict | list):
        value = _describe(error["input"])
    near, shown = nearest(value, choices), ", ".join(choices)
    problems.add("S020", where, near=near, field=name, value=value, choices=shown)


def _note_range(error: Mapping[str, Any], name: str, where: Where, problems: Problems) -> None:
    bound = float(next(iter(error["ctx"].values())))
    limit = f"{_LIMITS[error['type']]} {bound:g}"
    near = ""
    if bound == 1 and 1 < float(error["input"]) <= 100:  # percent in place of a share
        near = f"{float(error['input']) / 100:g}"
    value = clipped(error["input"])
    problems.add("S021", where, near=near, field=name, value=value, limit=limit)


def _note_count(error: Mapping[str, Any], name: str, where: Where, problems: Problems) -> None:
    context = error["ctx"]
    if not context["actual_length"]:
        problems.add("S023", where, field=name)
        return
    sign, bound = ("≤", "max_length") if "max_length" in context else ("≥", "min_length")
    value = _("a list of {count}").format(count=context["actual_length"])
    limit = f"{sign} {context[bound]}"
    problems.add("S021", where, field=name, value=value, limit=limit)


_OF_TUPLES = ("too_long", "too_short", "missing", "tuple_type")
_NUMBERS = {"inks": "[0, 100, 90, 10]", "trim": "[190, 270]"}


def _note_type(error: Mapping[str, Any], name: str, where: Where, problems: Problems) -> None:
    kind = "tuple" if error["type"] in _OF_TUPLES else error["type"]
    item = jammed_item(_first_text(error["input"])) if kind == "list_type" else ""
    if item:
        problems.add("S035", where, value=clipped(item))
        return
    anything = (N_("of another kind"), "`…`")
    expected, example = _EXPECTED.get(kind) or _EXPECTED.get(kind.split("_")[0], anything)
    numbers = _NUMBERS.get(name, "[0.5, 0.4]")
    meant = _number_meant(error["input"], name, kind.split("_")[0])
    example = f"`{meant}`" if meant else _(example)
    problems.add(
        "S019" if name else "S033",
        where,
        field=name,
        expected=_(expected).replace("{count}", str(numbers.count(",") + 1)),
        got=_describe(error["input"]),
        example=example.replace("{field}", name).replace("{numbers}", numbers),
    )


_NUMBER_AND_UNIT = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*([^\W\d_]+(?:/m[²2])?|%|)")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[., ]\d{3})+")
_POINTS, _PAPER = ("pt",), ("g/m²", "g/m2", "gsm", "g")
_UNITS = {
    **dict.fromkeys(("error", "reversed", "rich_black", "several_inks", "smallest"), _POINTS),
    "weight": (*_POINTS, "kg"),
    "wrapping": ("g",),
    **dict.fromkeys(("inner", "cover"), _PAPER),
}
"""Fields whose numbers are no lengths in mm: of print houses, of parcels."""
_USUAL_UNITS = ("mm", "%", "ppi", "dpi")


def _number_meant(value: Any, name: str, kind: str) -> str:
    """The number that `value` stands for, as YAML wants it; empty where that is a guess."""
    if not isinstance(value, str) or kind not in ("float", "int"):
        return ""
    if _THOUSANDS.fullmatch(value.strip()):  # 1,200 may be a number with decimals too
        return re.sub(r"\D", "", value) if kind == "int" else ""
    read = _NUMBER_AND_UNIT.fullmatch(value.strip())
    if not read or read[2].lower() not in ("", *_UNITS.get(name, _USUAL_UNITS)):
        return ""
    number = read[1].replace(",", ".")
    return "" if kind == "int" and "." in number else number


def _first_text(value: Any) -> str:
    """The text that stands where a list should: all of it, or its first field."""
    if isinstance(value, dict):
        return next((f"{key}: {text}" for key, text in value.items() if text is not None), "")
    return value if isinstance(value, str) else ""


def _describe(value: Any) -> str:
    if isinstance(value, dict):
        return _("a group of fields")
    if isinstance(value, list):
        return _("a list of {count}").format(count=len(value))
    if value is None:
        return _("nothing")
    return f"`{clipped(value)}`"


def _walk(model: Any, loc: Sequence[str | int]) -> tuple[Loc, Any]:
    """Follow an error's `loc` through the types.

    Returns:
        The place in the source, without the names of kinds that pydantic puts before the fields
        of a union's member, and the type that `loc` leads to (None where it is no longer known).
    """
    here, kept = _bare(model), []
    for part in loc:
        members = _members(here)
        named = [m for m in members if part in (getattr(m, "kind", ""), m.__name__)]
        if len(members) > 1 and named:
            here = named[0]
        else:
            kept.append(part)
            here = _bare(_inside(members[0] if members else here, part))
    return tuple(kept), here


def _members(annotation: Any) -> list[type[BaseModel]]:
    """The records that an annotation allows."""
    union = get_origin(annotation) in (Union, types.UnionType)
    members = [_bare(m) for m in get_args(annotation)] if union else [annotation]
    return [m for m in members if isinstance(m, type) and issubclass(m, BaseModel)]


def _inside(annotation: Any, part: str | int) -> Any:
    """The type of a part: a record's field, a list's item."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return typing.get_type_hints(annotation, include_extras=True).get(str(part))
    arguments = get_args(annotation)
    return arguments[-1] if arguments else None


def _bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and its metadata."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation
