"""JSON lines out: the record as it came, its text cleaned, and one field `cleaner` more."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any, Final

import orjson

from cleaner.extras import need
from cleaner.readers.parquet import all_fields
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.readers.record import Record
    from cleaner.result import Result


GZIP_LEVEL: Final = 6
"""gzip's own default."""


def render(record: Record, result: Result, suspect: str | None) -> bytes:
    """One line. Fields keep their places; `text` takes the place of `html` where there was no text."""
    cleaned = "text" if "text" in record.fields else "html"
    fields: dict[str, Any] = {}
    for key, value in (record.fields if record.row is None else all_fields(record)).items():
        if key == cleaned:
            fields["text"] = result.text
        elif key not in {"text", "html"}:
            fields[key] = value
    fields["cleaner"] = report(result, suspect)
    return dump(fields)


def report(result: Result, suspect: str | None) -> dict[str, Any]:
    """The `cleaner` field: what `Result.to_dict` has beside the text, and `suspect` where something is."""
    fields = result.to_dict()
    del fields["text"]
    return {**fields, "suspect": suspect} if suspect else fields


def dump(value: Any) -> bytes:  # noqa: ANN401 - JSON holds anything
    """`value` as one line of JSON; what orjson refuses or would change, json writes as it came."""
    try:
        if not _has_non_finite(value):
            return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # integers beyond 64 bits, lone surrogates, deep nesting
        pass
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def _has_non_finite(value: Any) -> bool:  # noqa: ANN401 - likewise
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


def gzip_frame(lines: Sequence[bytes]) -> bytes:
    """`lines` as a gzip member; the same lines always give the same bytes."""
    return gzip.compress(b"".join(lines), GZIP_LEVEL, mtime=0)


def zstd_frame(lines: Sequence[bytes]) -> bytes:
    """`lines` as a zstd frame."""
    packed: bytes = need("zstandard", "zstd", "writing zstd").ZstdCompressor().compress(b"".join(lines))
    return packed


WRITERS = (
    Writer("jsonl", ".jsonl", many=True, render=render),
    Writer("jsonl.gz", ".jsonl.gz", many=True, render=render, frame=gzip_frame),
    Writer("jsonl.zst", ".jsonl.zst", many=True, render=render, frame=zstd_frame),
)
