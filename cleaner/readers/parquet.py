"""Parquet: one row a document, with the columns `text` or `html`, and optionally `id`, `url`, `language`.

A row travels as an Arrow stream of that one row, so that its columns come out with the types they
came in with. A row group that is damaged costs its own rows and no others.
"""

from __future__ import annotations

import base64
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from cleaner.errors import DocumentError
from cleaner.extras import need
from cleaner.readers.record import Fault, Place, Raw, Reader, Record, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

READ: Final = ("text", "html", "id", "url", "language")
"""The columns that are looked into."""
BATCH_ROWS: Final = 64
"""Rows unpacked at once: few, as a row can hold a whole book."""


def arrow() -> Any:  # noqa: ANN401 - a module
    """pyarrow, with its parts loaded."""
    library = need("pyarrow", "parquet", "Parquet")
    need("pyarrow.parquet", "parquet", "Parquet")
    return library


def split(place: Place, max_bytes: int) -> Iterator[Raw | Fault]:
    """The rows, group by group; only one small batch of them is in memory at a time."""
    with _opened(place) as file:
        number = 0
        for group in range(file.metadata.num_row_groups):
            first, rows = number, file.metadata.row_group(group).num_rows
            try:
                for batch in file.iter_batches(BATCH_ROWS, row_groups=[group], use_threads=False):
                    for row in _rows(batch):
                        number += 1
                        if len(row) > max_bytes:
                            yield Fault(number, number - 1, str(too_large(max_bytes, len(row))))
                        else:
                            yield Raw(row, place.name, number, number - 1)
            except (OSError, arrow().ArrowException) as error:
                lost = rows - (number - first)
                reason = f"row group {group + 1} of {file.metadata.num_row_groups} is damaged: {error}"
                yield Fault(number + 1, number, reason, lost)
                number += lost


def parse(raw: Raw, _max_bytes: int) -> Record:
    """The record in one row; DocumentError where there is nothing in it to clean."""
    row = row_of(raw.data)
    fields = {name: ready(row.column(name)[0]) for name in row.schema.names if name in READ}
    text, html = fields.get("text"), fields.get("html")
    if text is None and html is None:
        raise DocumentError("the row has neither text nor html")
    for key, value in (("text", text), ("html", html)):
        if value is not None and not isinstance(value, str):
            raise DocumentError(f"{key} is a column of {row.schema.field(key).type}, not of strings")
    identity, url, language = (_string(fields.get(key)) for key in ("id", "url", "language"))
    html = html if text is None else None
    return Record(text, html, identity, url, language, fields, row=_bytes(raw))


def find_id(raw: Raw) -> str | None:
    """The row's `id`, if it has one."""
    row = row_of(raw.data)
    return _string(ready(row.column("id")[0])) if "id" in row.schema.names else None


def _string(value: object) -> str | None:
    """An id, URL or language; numbers may be ids."""
    return str(value) if isinstance(value, str | int) and value != "" else None


def fields_of(data: bytes) -> dict[str, Any]:
    """All columns of the row that `data` holds, as JSON can hold them."""
    row = row_of(data)
    return {name: ready(row.column(name)[0]) for name in row.schema.names}


def row_of(data: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The record batch of one row that `data` holds."""
    return arrow().ipc.open_stream(data).read_next_batch()


def ready(value: Any) -> Any:  # noqa: ANN401 - JSON and Arrow hold anything
    """An Arrow value as JSON can hold it: times in ISO 8601, bytes in Base64, decimals as text."""
    try:
        return _plain(value.as_py())
    except (ValueError, OverflowError):  # times finer, or further away, than Python's
        return str(value.cast(arrow().string()).as_py())


def _plain(value: Any) -> Any:  # noqa: ANN401 - likewise
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(it) for key, it in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(it) for it in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@contextmanager
def _opened(place: Place) -> Iterator[Any]:
    if place.path is None:
        raise DocumentError("Parquet cannot be read from standard input, as its index is at its end")
    library = arrow()
    with place.path.open("rb") as stream:
        try:
            file = library.parquet.ParquetFile(stream, page_checksum_verification=True, pre_buffer=False)
        except library.ArrowException as error:
            raise DocumentError(f"not a Parquet file, or one that was cut off: {error}") from error
        with file:
            yield file


def _rows(batch: Any) -> Iterator[bytes]:  # noqa: ANN401 - pyarrow has no types
    """Each row as a stream of its own; columns that share a dictionary are written out."""
    library = arrow()
    if any(library.types.is_dictionary(it.type) for it in batch.schema):
        columns = [
            it.dictionary_decode() if library.types.is_dictionary(it.type) else it for it in batch.columns
        ]
        batch = library.RecordBatch.from_arrays(columns, names=batch.schema.names)
    for number in range(batch.num_rows):
        yield stream_of(batch.slice(number, 1))


def stream_of(batch: Any) -> bytes:  # noqa: ANN401 - pyarrow has no types
    """`batch` as an Arrow stream of its own."""
    library = arrow()
    sink = library.BufferOutputStream()
    with library.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _bytes(raw: Raw) -> bytes:
    if not isinstance(raw.data, bytes):
        raise TypeError("a row is handed over as bytes")
    return raw.data


READER = Reader("parquet", (".parquet",), many=True, split=split, parse=parse, find_id=find_id)
