"""Turns pydantic's errors into sentences for the person who wrote the rule file."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from cleaner.rules.marked_yaml import Mark, MarkedYaml, Place

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "tuple_type": "a list",
    "one_or_many": "a text, or a list of texts",
    "model_type": "a set of keys",
    "model_attributes_type": "a set of keys",
    "date_from_datetime_parsing": "a date like 2024-06-30",
    "date_type": "a date like 2024-06-30",
    "int_from_float": "a whole number",
    "enum": "one label",
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "literal_error": "{expected}",
    "too_short": "a list of {min_length} or more",
    "string_too_short": "more than nothing",
    "string_too_long": "a text of at most {max_length} characters",
    "string_pattern_mismatch": "a name of letters, digits and -; in site . and _, too; an id has no capitals",
}
"""Kind of error -> what the value must be, with values of the error's context in braces."""

_TEXTS = ("string_type", "tuple_type", "one_or_many")
"""Kinds of errors where a text may have been meant that looks like a number."""

_SHOWN = 80
"""Characters of a value in a message, at most."""


def unknown(kind: str, given: str, known: Iterable[str]) -> str:
    """A sentence about an unknown name, with the nearest known name, or with all of them.

    >>> unknown("key", "mach", ["site", "match"])
    'unknown key "mach"; did you mean "match"?'
    """
    names = list(known)
    near = difflib.get_close_matches(given.lower(), names, n=1, cutoff=0.6)
    hint = f'did you mean "{near[0]}"?' if near else f"known are: {', '.join(names)}"
    return f'unknown {kind} "{given}"; {hint}'


def describe(
    error: ValidationError, model: type[BaseModel], marked: MarkedYaml
) -> Iterator[tuple[Mark, str]]:
    """Place and sentence for every fault that pydantic found when it validated a file against `model`."""
    for detail in error.errors(include_url=False):
        place = _place(detail["loc"], marked.value)
        yield marked.mark(place), _sentence(detail, place, model)


def _place(loc: tuple[int | str, ...], value: Any) -> Place:  # noqa: ANN401 - whatever YAML holds
    """`loc` without steps that are not in the file, such as the branches of a union."""
    place: list[int | str] = []
    for step in loc:
        known = isinstance(value, dict) and step in value
        if isinstance(value, list) and isinstance(step, int):
            known = step < len(value)
        if known:
            value = value[step]
            place.append(step)
    return tuple(place)


def _sentence(detail: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    kind = detail["type"]
    name = next((str(step) for step in reversed(place) if isinstance(step, str)), "the file")
    if kind == "extra_forbidden":
        return unknown("key", str(detail["loc"][-1]), _keys(model, place[:-1]))
    if kind == "missing":
        where = f' in this "{name}"' if place else ""
        return f'the key "{detail["loc"][-1]}" is missing{where}; add it'
    if kind in _KINDS:
        wanted = _KINDS[kind].format(**detail.get("ctx", {})).replace("True", "true")
        return f'"{name}" must be {wanted}, not {_shown(detail["input"])}{_remedy(kind, detail["input"])}'
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    return f'"{name}": {detail["msg"][:1].lower()}{detail["msg"][1:]}, not {_shown(detail["input"])}'


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, dict):
        return "a set of keys"
    if isinstance(value, list | tuple):
        return "a list" if len(value) != 1 else "a list of 1"
    return f'"{value}"' if len(str(value)) <= _SHOWN else f'"{str(value)[:_SHOWN]}…"'


def _remedy(kind: str, value: object) -> str:
    """What to do about a value of another type, where that is plain."""
    if kind in _TEXTS and isinstance(value, bool | int | float):
        shown = str(value).lower()
        return f"; for the text, write '{shown}' in quotes"
    if kind == "tuple_type" and isinstance(value, str):
        return f"; write [{_shown(value)}]"
    if kind == "tuple_type" and isinstance(value, dict):
        return "; begin each entry with -"
    return "; or remove it" if kind == "literal_error" and isinstance(value, bool) else ""


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that `model` has at `place`."""
    for step in place:
        if isinstance(step, str):
            fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
            inner = next(_models(fields.get(step)), None)
            model = inner or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
