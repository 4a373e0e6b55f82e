"""The Parquet writer: the row as it was read, with its text cleaned and the column `cleaner` added.

A Parquet file has its index at the end, so an unfinished one cannot be continued after a killed run.
Documents are therefore first written to a file of Arrow batches, which can be; `assemble` makes Parquet of it
when it is complete. Only then are the types of all records known, too: a field that is a number in one record
and a string in another becomes a column of JSON.
"""

from __future__ import annotations

import json
import re
import struct
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from cleaner.characters.surrogates import replace_surrogates
from cleaner.readers.arrow import arrow, row_of, stream_of
from cleaner.readers.jsonl import load
from cleaner.result import Removed
from cleaner.writers.columns import can_cast, cast_to, column, common_field, json_field, writable
from cleaner.writers.jsonl import dump, report
from cleaner.writers.jsonl import render as render_line
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleaner.readers.record import Record
    from cleaner.result import Result

GROUP_BYTES: Final = 32 * 1024 * 1024
"""Size in memory at which a row group is closed: small enough to hold, large enough to read fast."""
GROUP_ROWS: Final = 20_000
BATCH_CELLS: Final = 1_000_000
"""Rows times columns in one batch. Records with few common fields have many columns, nearly all null."""
_LENGTH: Final = struct.Struct("<Q")
_OTHERS_FEATURES: Final = b"huggingface"
"""Metadata of Hugging Face `datasets` that lists the columns. It would no longer match them."""
_ESCAPE: Final = re.compile(rb"\\(?:ud[89ab]..\\ud[c-f]..|(ud[89a-f]..)|.)")
"""An escape sequence in JSON; the group matches where it is a lone surrogate."""


def render(record: Record, result: Result, suspect: str | None) -> bytes:
    """The document as an Arrow stream of one row where its record has a row, else as a line of JSON.

    Lone surrogates become U+FFFD in all fields, since strings in Parquet are UTF-8.
    """
    if record.row is None:
        line = render_line(record, result, suspect)
        return _without_surrogates(line) if b"\\ud" in line else line
    library = arrow()
    row = row_of(record.row)
    cleaned = "text" if "text" in row.schema.names else "html"
    made: list[tuple[Any, Any]] = []
    for field, values in zip(row.schema, row.columns, strict=True):
        if field.name == cleaned:
            kind = field.type if library.types.is_large_string(field.type) else library.string()
            made.append((library.field("text", kind), library.array([_encodable(result.text)], kind)))
        elif field.name not in {"text", "html", "cleaner"}:
            made.append((field, values))
    made.append((library.field("cleaner", _report_type()), _report(result, suspect)))
    schema = library.schema([field for field, _ in made], metadata=row.schema.metadata)
    return stream_of(library.RecordBatch.from_arrays([values for _, values in made], schema=schema))


def _without_surrogates(line: bytes) -> bytes:
    """A line of JSON with U+FFFD for lone surrogates in strings and keys; equal keys are made distinct."""
    line = _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], line)
    return dump(json.loads(line, object_pairs_hook=_with_distinct_keys))


def _with_distinct_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """`pairs` as a dictionary; U+FFFD is appended to a key until no earlier one is equal."""
    made: dict[str, Any] = {}
    for key, value in pairs:
        free = key
        while free in made:
            free += "\ufffd"
        made[free] = value
    return made


def _report_type() -> Any:  # noqa: ANN401 - pyarrow has no types
    library = arrow()
    text, number, real = library.string(), library.int64(), library.float64()
    span = [("start", number), ("end", number), ("label", text), ("judge", text), ("score", real)]
    about = [("version", number), ("title", text), ("language", text), ("site", text)]
    counts = [("kept_chars", number), ("source_chars", number)]
    doubt = [("name", text), ("share", real), ("believed", library.bool_())]
    more = [
        ("surrogates", number),
        ("suspect", text),
        ("rules_doubted", library.list_(library.struct(doubt))),
    ]
    removed = library.list_(library.struct(span))
    return library.struct([*about, *counts, ("removed", removed), *more])


def _report(result: Result, suspect: str | None) -> Any:  # noqa: ANN401 - likewise
    return arrow().array([_report_row(report(result, suspect))], _report_type())


def _report_row(report_fields: dict[str, Any]) -> dict[str, Any]:
    """The field `cleaner` as a value of `_report_type`: spans are structs, as lists have one type of item."""
    removed = [dict(zip(Removed._fields, it, strict=True)) for it in report_fields["removed"]]
    sound = {key: _encodable(it) for key, it in report_fields.items()}
    return {**sound, "removed": removed, "suspect": report_fields.get("suspect")}


def _encodable(value: Any) -> Any:  # noqa: ANN401 - any other value is returned unchanged
    return replace_surrogates(value)[0] if isinstance(value, str) else value


def frame(rows: Sequence[bytes]) -> bytes:
    """Documents, as `render` gives them, as few Arrow streams, each preceded by its length in bytes.

    A line of JSON begins with `{`, an Arrow stream does not.
    """
    pieces = []
    for is_json, run in groupby(rows, key=lambda it: it.startswith(b"{")):
        for batch in _from_json(run) if is_json else _join_rows(run):
            data = stream_of(batch)
            pieces += [_LENGTH.pack(len(data)), data]
    return b"".join(pieces)


def _join_rows(rows: Iterator[bytes]) -> Iterator[Any]:
    """Arrow rows as record batches: one for each run of rows with the same schema."""
    library = arrow()
    for schema, run in groupby((row_of(it) for it in rows), key=lambda it: it.schema):
        table = library.Table.from_batches(list(run), schema).combine_chunks()
        yield from table.to_batches()


def _from_json(lines: Iterable[bytes]) -> Iterator[Any]:
    """Lines of JSON as record batches of at most `BATCH_CELLS`."""
    records: list[dict[str, Any]] = []
    names: dict[str, None] = {}
    for line in lines:
        record = load(line)
        names.update(dict.fromkeys(record))
        if records and (len(records) + 1) * len(names) > BATCH_CELLS:
            yield _batch(records)
            records, names = [], dict.fromkeys(record)
        record["cleaner"] = _report_row(record["cleaner"])
        records.append(record)
    if records:
        yield _batch(records)


def _batch(records: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """`records` as one record batch, null where a record lacks a field."""
    library = arrow()
    kinds = {"text": library.string(), "cleaner": _report_type()}
    names = dict.fromkeys(key for record in records for key in record)
    made = [column(name, [it.get(name) for it in records], kinds.get(name)) for name in names]
    schema = library.schema([field for field, _ in made])
    return library.RecordBatch.from_arrays([values for _, values in made], schema=schema)


def assemble(gathered: BinaryIO, target: BinaryIO) -> None:
    """Write all batches in `gathered`, a file of frames, to `target` as one Parquet file.

    The types of all columns are determined before anything is written, so that no record can make writing
    fail.
    """
    library = arrow()
    schema = _common_schema(gathered)
    with library.parquet.ParquetWriter(
        target, schema, compression="zstd", write_page_checksum=True, store_schema=True
    ) as writer:
        group: list[Any] = []
        rows = size = 0
        for batch in _batches(gathered):
            for piece in _pieces(batch, len(schema)):
                group.append(_cast_batch(piece, schema))
                rows += piece.num_rows
                size += group[-1].nbytes
                if rows >= GROUP_ROWS or size >= GROUP_BYTES:
                    writer.write_table(library.Table.from_batches(group, schema), row_group_size=rows)
                    group, rows, size = [], 0, 0
        if group:
            writer.write_table(library.Table.from_batches(group, schema), row_group_size=rows)


def _batches(gathered: BinaryIO) -> Iterator[Any]:
    """All record batches in a file of frames."""
    gathered.seek(0)
    while head := gathered.read(_LENGTH.size):
        yield from arrow().ipc.open_stream(gathered.read(_LENGTH.unpack(head)[0]))


def _pieces(batch: Any, columns: int) -> Iterator[Any]:  # noqa: ANN401 - pyarrow has no types
    """`batch` in slices of at most `BATCH_CELLS`, once it has as many `columns`."""
    rows = max(1, BATCH_CELLS // columns)
    for start in range(0, batch.num_rows, rows):
        yield batch.slice(start, rows)


def _common_schema(gathered: BinaryIO) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The columns of all batches in order of first occurrence, each of a type that holds all its values.

    `cleaner` comes last. Columns whose values cannot all be cast to the common type become JSON.
    """
    library = arrow()
    fields: dict[str, Any] = {}
    metadata: dict[bytes, bytes] = {}
    seen = None
    for batch in _batches(gathered):
        if seen is not None and batch.schema.equals(seen, check_metadata=True):
            continue
        seen = batch.schema
        metadata = {**(seen.metadata or {}), **metadata}
        for field in seen:
            fields[field.name] = common_field(fields.get(field.name), field)
    fields = {name: writable(field) for name, field in fields.items()}
    for batch in _batches(gathered):
        for have, values in zip(batch.schema, batch.columns, strict=True):
            if not can_cast(values, have, fields[have.name]):
                fields[have.name] = json_field(have.name)
    fields = fields or {"text": library.field("text", library.string())}
    cleaner = fields.pop("cleaner", None) or library.field("cleaner", _report_type())
    metadata.pop(_OTHERS_FEATURES, None)
    return library.schema([*fields.values(), cleaner], metadata=metadata or None)


def _cast_batch(batch: Any, schema: Any) -> Any:  # noqa: ANN401 - likewise
    """`batch` with the columns of `schema`, of null where it has no such column."""
    library = arrow()
    columns = []
    for field in schema:
        place = batch.schema.get_field_index(field.name)
        if place < 0:
            columns.append(library.nulls(batch.num_rows, field.type))
        else:
            columns.append(cast_to(batch.column(place), batch.schema.field(place), field))
    return library.RecordBatch.from_arrays(columns, schema=schema)


WRITER = Writer("parquet", ".parquet", many=True, render=render, frame=frame, assemble=assemble)
