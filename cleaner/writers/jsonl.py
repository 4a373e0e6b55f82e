"""JSON lines out: the record as it came, its text cleaned, and one field `cleaner` more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import orjson

from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from cleaner.readers.record import Record
    from cleaner.result import Result


def render(record: Record, result: Result) -> bytes:
    """One line. Fields keep their places; `text` takes the place of `html` where there was no text."""
    fields: dict[str, Any] = {}
    for key, value in record.fields.items():
        if key == "text" or (key == "html" and "text" not in record.fields):
            fields["text"] = result.text
        elif key != "html":
            fields[key] = value
    fields["cleaner"] = report(result)
    return dump(fields)


def report(result: Result) -> dict[str, Any]:
    """The `cleaner` field: what was found, and what was removed as offsets into the source text."""
    return {
        "title": result.title,
        "language": result.language,
        "site": result.site,
        "kept_chars": len(result.text),
        "source_chars": result.source_chars,
        "removed": [[it.start, it.end, it.label.value, it.judge] for it in result.removed],
    }


def dump(value: dict[str, Any]) -> bytes:
    """`value` as one line of JSON; what orjson refuses or would change, json writes as it came."""
    try:
        if not _has_non_finite(value):
            return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # integers beyond 64 bits, lone surrogates, deep nesting
        pass
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _has_non_finite(value: dict[str, Any]) -> bool:
    """Whether a NaN or infinity lies anywhere in `value`: orjson would write null in its place."""
    waiting: list[Any] = [value]
    while waiting:
        it = waiting.pop()
        if isinstance(it, dict):
            waiting.extend(it.values())
        elif isinstance(it, list):
            waiting.extend(it)
        elif isinstance(it, float) and it - it != 0:
            return True
    return False


WRITER = Writer("jsonl", ".jsonl", many=True, render=render)
