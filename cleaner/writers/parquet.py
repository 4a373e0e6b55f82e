"""Parquet out: the row as it came, its text cleaned, and one column `cleaner` more.

A Parquet file has its index at the end, so it cannot be continued after a run that was killed.
Documents therefore gather in a plain file of Arrow batches first, which can; `assemble` turns that
into Parquet when all of them are there. Only then are the types of all records known, too: a field
that is a number in one record and text in another becomes a column of JSON.
"""

from __future__ import annotations

import json
import struct
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import orjson

from cleaner.readers.jsonl import load
from cleaner.readers.parquet import arrow, row_of, stream_of
from cleaner.result import Removed
from cleaner.writers.jsonl import render as render_line
from cleaner.writers.jsonl import report
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.readers.record import Record
    from cleaner.result import Result

GROUP_BYTES: Final = 32 * 1024 * 1024
"""A row group is closed at this size: enough for readers to skim, and it fits in memory."""
GROUP_ROWS: Final = 20_000
_LENGTH: Final = struct.Struct("<Q")
_AS_JSON: Final = b"cleaner.json"
"""Marks, in what is gathered, a column that is JSON because its values have no type in common."""
_OTHERS_FEATURES: Final = b"huggingface"
"""Metadata that lists the columns, and would be wrong with one column more and perhaps one fewer."""


def render(record: Record, result: Result, suspect: str | None) -> bytes:
    """A row in Arrow where the record came as one, else a line of JSON; `frame` tells them apart."""
    if record.row is None:
        return render_line(record, result, suspect)
    library = arrow()
    row = row_of(record.row)
    columns = {name: row.column(name) for name in row.schema.names}
    fields = {field.name: field for field in row.schema}
    took = "text" if "text" in columns and record.text is not None else "html"
    names = [it for it in columns if it not in {"text", "html", "cleaner"} or it == took]
    made: list[tuple[Any, Any]] = []
    for name in [*names, "cleaner"]:
        if name == "cleaner":
            made.append((library.field("cleaner", _report_type()), _report(result, suspect)))
        elif name == took:
            kind = fields[name].type
            kind = kind if not library.types.is_null(kind) else library.string()
            made.append((library.field("text", kind), library.array([_sound(result.text)], kind)))
        else:
            made.append((fields[name], columns[name]))
    schema = library.schema([field for field, _ in made], metadata=row.schema.metadata)
    return stream_of(library.RecordBatch.from_arrays([column for _, column in made], schema=schema))


def _report_type() -> Any:  # noqa: ANN401 - pyarrow has no types
    library = arrow()
    text, number, real = library.string(), library.int64(), library.float64()
    span = [("start", number), ("end", number), ("label", text), ("judge", text), ("score", real)]
    about = [("version", number), ("title", text), ("language", text), ("site", text)]
    counts = [("kept_chars", number), ("source_chars", number)]
    more = [("surrogates", number), ("suspect", text)]
    removed = library.list_(library.struct(span))
    return library.struct([*about, *counts, ("removed", removed), *more])


def _report(result: Result, suspect: str | None) -> Any:  # noqa: ANN401 - likewise
    return arrow().array([_as_row(report(result, suspect))], _report_type())


def _as_row(told: dict[str, Any]) -> dict[str, Any]:
    """The `cleaner` field of a record, its spans with names, as a column has values of one type only."""
    removed = [dict(zip(Removed._fields, it, strict=True)) for it in told["removed"]]
    return {**told, "title": _sound(told["title"]), "removed": removed, "suspect": told.get("suspect")}


def _sound(text: str | None) -> str | None:
    return text if text is None else text.encode("utf-8", errors="replace").decode("utf-8")


def frame(rows: Sequence[bytes]) -> bytes:
    """`rows` as Arrow batches, each after its length in bytes."""
    pieces = []
    for is_json, run in groupby(rows, key=lambda it: it.startswith(b"{")):
        for batch in [_from_json(list(run))] if is_json else _joined(run):
            data = stream_of(batch)
            pieces += [_LENGTH.pack(len(data)), data]
    return b"".join(pieces)


def _joined(rows: Iterator[bytes]) -> Iterator[Any]:
    """The rows as few batches, each of one schema."""
    library = arrow()
    for schema, run in groupby((row_of(it) for it in rows), key=lambda it: it.schema):
        table = library.Table.from_batches(list(run), schema).combine_chunks()
        yield from table.to_batches()


def _from_json(lines: list[bytes]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Lines of JSON as one batch; what has no common type, column by column, stays JSON."""
    library = arrow()
    records = [load(it) for it in lines]
    for record in records:
        record["cleaner"] = _as_row(record["cleaner"])
    fields, columns = [], []
    for name in dict.fromkeys(key for record in records for key in record):
        values = [record.get(name) for record in records]
        field, column = _column(name, values)
        fields.append(field)
        columns.append(column)
    return library.RecordBatch.from_arrays(columns, schema=library.schema(fields))


def _column(name: str, values: list[Any]) -> tuple[Any, Any]:
    library = arrow()
    try:
        column = library.array(values, _report_type() if name == "cleaner" else None)
        if _is_writable(column.type):
            return library.field(name, column.type), column
    except (library.ArrowException, OverflowError, ValueError):
        pass  # no type in common, integers beyond 64 bits, lone surrogates
    field = library.field(name, library.string(), metadata={_AS_JSON: b"1"})
    return field, library.array([_json(it) for it in values], library.string())


def _is_writable(kind: Any) -> bool:  # noqa: ANN401 - pyarrow has no types
    """Whether Parquet has the type; it has no objects without a single key."""
    if arrow().types.is_list(kind):
        return _is_writable(kind.value_type)
    if arrow().types.is_struct(kind):
        return kind.num_fields > 0 and all(_is_writable(field.type) for field in kind)
    return True


def _json(value: Any) -> str | None:  # noqa: ANN401 - JSON holds anything
    if value is None:
        return None
    try:
        return orjson.dumps(value, default=str).decode("utf-8")
    except TypeError:  # integers beyond 64 bits, lone surrogates
        return json.dumps(value, separators=(",", ":"), default=str)


def assemble(gathered: BinaryIO, target: BinaryIO) -> None:
    """All batches in `gathered`, as one Parquet file."""
    library = arrow()
    schema = _common_schema(batch.schema for batch in _batches(gathered))
    with library.parquet.ParquetWriter(
        target, schema, compression="zstd", write_page_checksum=True, store_schema=True
    ) as writer:
        group: list[Any] = []
        rows = size = 0
        for batch in _batches(gathered):
            group.append(_fitted(batch, schema))
            rows += batch.num_rows
            size += batch.nbytes
            if rows >= GROUP_ROWS or size >= GROUP_BYTES:
                writer.write_table(library.Table.from_batches(group, schema), row_group_size=rows)
                group, rows, size = [], 0, 0
        if group:
            writer.write_table(library.Table.from_batches(group, schema), row_group_size=rows)


def _batches(gathered: BinaryIO) -> Iterator[Any]:
    gathered.seek(0)
    while head := gathered.read(_LENGTH.size):
        yield from arrow().ipc.open_stream(gathered.read(_LENGTH.unpack(head)[0]))


def _common_schema(schemas: Iterator[Any]) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The columns of all `schemas`, in the order they first come in, each of a type that holds all."""
    library = arrow()
    fields: dict[str, Any] = {}
    metadata: dict[bytes, bytes] = {}
    seen = None
    for schema in schemas:
        if seen is not None and schema.equals(seen, check_metadata=True):
            continue
        seen = schema
        metadata = {**(schema.metadata or {}), **metadata}
        for field in schema:
            fields[field.name] = _common(fields.get(field.name), field)
    fields = fields or {"text": library.field("text", library.string())}
    cleaner = fields.pop("cleaner", None) or library.field("cleaner", _report_type())
    metadata.pop(_OTHERS_FEATURES, None)
    return library.schema([*fields.values(), cleaner], metadata=metadata or None)


def _common(one: Any, other: Any) -> Any:  # noqa: ANN401 - likewise
    library = arrow()
    if one is None or one.equals(other, check_metadata=True):
        return other
    if not any(_AS_JSON in (it.metadata or {}) for it in (one, other)):
        try:
            together = [library.schema([it.with_nullable(nullable=True)]) for it in (one, other)]
            return library.unify_schemas(together, promote_options="permissive").field(0)
        except library.ArrowException:
            pass
    return library.field(one.name, library.string(), metadata={_AS_JSON: b"1"})


def _fitted(batch: Any, schema: Any) -> Any:  # noqa: ANN401 - likewise
    """`batch` with the columns of `schema`."""
    library = arrow()
    columns = []
    for field in schema:
        place = batch.schema.get_field_index(field.name)
        if place < 0:
            columns.append(library.nulls(batch.num_rows, field.type))
            continue
        column, have = batch.column(place), batch.schema.field(place)
        if _AS_JSON in (field.metadata or {}) and _AS_JSON not in (have.metadata or {}):
            column = library.array([_json(it) for it in column.to_pylist()], library.string())
        columns.append(column if column.type.equals(field.type) else column.cast(field.type))
    return library.RecordBatch.from_arrays(columns, schema=schema)


WRITER = Writer("parquet", ".parquet", many=True, render=render, frame=frame, assemble=assemble)
