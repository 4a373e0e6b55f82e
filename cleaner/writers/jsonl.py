"""The JSON lines writer: the record as it was read, with its text cleaned and the field `cleaner` added."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any, Final

import orjson

from cleaner.extras import need
from cleaner.readers.parquet import all_fields
from cleaner.writers.form import Form
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.readers.record import Record
    from cleaner.result import Result


GZIP_LEVEL: Final = 6
"""The default level of the program gzip."""


def render(record: Record, result: Result, suspect: str | None, form: Form = Form.TEXT) -> bytes:
    """One line. Fields keep their order; `text` replaces `html`, in its place where there was no `text`."""
    cleaned = "text" if "text" in record.fields else "html"
    fields: dict[str, Any] = {}
    for key, value in (record.fields if record.row is None else all_fields(record)).items():
        if key == cleaned:
            fields["text"] = form.of(result)
        elif key not in {"text", "html"}:
            fields[key] = value
    fields["cleaner"] = report(result, suspect)
    return dump(fields)


def report(result: Result, suspect: str | None) -> dict[str, Any]:
    """The field `cleaner`: `Result.to_dict` without the text, and `suspect` where the result is."""
    fields = result.to_dict()
    del fields["text"]
    return {**fields, "suspect": suspect} if suspect else fields


def dump(value: Any) -> bytes:  # noqa: ANN401 - JSON holds anything
    r"""`value` as one line of JSON. The standard library writes values that orjson would change or refuse.

    >>> dump({"n": 1, "rate": float("nan")})
    b'{"n":1,"rate":NaN}\n'
    """
    try:
        if not _has_non_finite(value):
            return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # integers beyond 64 bits, lone surrogates, deep nesting
        pass
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _has_non_finite(value: Any) -> bool:  # noqa: ANN401 - likewise
    """Whether `value` contains a NaN or an infinity, which orjson would write as null."""
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


def gzip_frame(lines: Sequence[bytes]) -> bytes:
    """`lines` as one gzip member, without a time, so that the same lines always give the same bytes."""
    return gzip.compress(b"".join(lines), GZIP_LEVEL, mtime=0)


def zstd_frame(lines: Sequence[bytes]) -> bytes:
    """`lines` as one zstd frame. Raises MissingExtraError without the package zstandard."""
    packed: bytes = need("zstandard", "zstd", "writing zstd").ZstdCompressor().compress(b"".join(lines))
    return packed


WRITERS = (
    Writer("jsonl", ".jsonl", many=True, render=render),
    Writer("jsonl.gz", ".jsonl.gz", many=True, render=render, frame=gzip_frame),
    Writer("jsonl.zst", ".jsonl.zst", many=True, render=render, frame=zstd_frame),
)
