"""The Parquet reader: one row a document, with `text` or `html`, and optionally `id`, `url`, `language`.

A row is handed on as an Arrow stream of this one row, so that the Parquet writer can give its columns the
types they had. Damage to a row group costs its own rows and no others.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from cleaner.encodings.binary import binary_page
from cleaner.errors import DocumentError
from cleaner.readers.arrow import arrow, as_json, depth, leaf_types, map_leaf_types, row_of, stream_of
from cleaner.readers.decode import decode
from cleaner.readers.record import Fault, Place, Raw, Reader, Record, text_or_html, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENT: Final = ("text", "html")
"""The columns that are cleaned."""
KNOWN: Final = (*CONTENT, "id", "url", "language")
"""The columns that the reader interprets. All others pass through."""
BATCH_ROWS: Final = 64
"""Rows decoded at once: few, since a row can hold a whole book."""
MAX_DEPTH: Final = 60
"""Levels to which types may be nested. Arrow's streams hold 64, some of which the stream itself takes."""


def split(place: Place, max_bytes: int) -> Iterator[Raw | Fault]:
    """The rows, row group by row group. `Raw.offset` is the row's number, counted from 0.

    A Fault stands for a row whose Arrow stream exceeds `max_bytes`, and for the unread rows of a damaged row
    group. Raises DocumentError for standard input, and for a file that is not Parquet or is truncated.
    """
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
                lost = max(1, rows - (number - first))
                reason = f"row group {group + 1} of {file.metadata.num_row_groups} is damaged: {error}"
                yield Fault(number + 1, number, reason, lost)
                number += lost


def parse(raw: Raw, _max_bytes: int) -> Record:
    """The record in one row; raises what `record_of` raises."""
    return replace(record_of(row_of(raw.data)), row=_bytes(raw))


def record_of(row: Any) -> Record:  # noqa: ANN401 - pyarrow has no types
    """The record in a record batch of one row, without `Record.row`.

    Raises DocumentError where the row has neither text nor html or a string that is not UTF-8, and where
    `text` or `html` is of another type than string or bytes, or is binary data.
    """
    _check_strings(row)
    fields = {it: None if it in CONTENT else _known_value(row, it) for it in row.schema.names if it in KNOWN}
    found, warning = _text(row)
    _, html = text_or_html(lambda key: found if key == "text" else _content(row, key), "row")
    if isinstance(html, bytes) and (kind := binary_page(html)):
        raise DocumentError(f"not HTML: {kind}")
    url, language = (
        it if isinstance(it, str) and it else None for it in map(fields.get, ("url", "language"))
    )
    text = found if html is None else None
    return Record(text, html, _id(fields.get("id")), url, language, fields, warning=warning)


def find_id(raw: Raw) -> str | None:
    """The row's `id`, if it is a string or an integer; None as well for a row that cannot be read."""
    try:
        row = row_of(raw.data)
        return _id(_known_value(row, "id")) if "id" in row.schema.names else None
    except Exception:  # noqa: BLE001 - `parse` will say what is wrong, for this row alone
        return None


def all_fields(record: Record) -> dict[str, Any]:
    """All columns of the row that `record` comes from: name -> value as JSON can hold it."""
    row = row_of(record.row)
    return {
        name: record.fields[name] if name in record.fields else as_json(row.column(place)[0])
        for place, name in enumerate(row.schema.names)
    }


def _check_strings(row: Any) -> None:  # noqa: ANN401 - pyarrow has no types
    """Raise DocumentError where a string is not UTF-8, which pyarrow does not check on reading."""
    library = arrow()
    try:
        row.validate(full=True)
    except library.ArrowException as error:
        for name, column in zip(row.schema.names, row.columns, strict=True):
            try:
                column.validate(full=True)
            except library.ArrowException as reason:
                message = "not UTF-8" if "UTF8" in str(reason) else f"damaged: {reason}"
                raise DocumentError(f"{name} is {message}") from reason
        raise DocumentError(f"the row is damaged: {error}") from error


def _text(row: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 - likewise
    """The text of a row, and a warning where it was repaired. Bytes are decoded as a text file is."""
    content = _content(row, "text")
    if not isinstance(content, bytes):
        return content, None
    decoded = decode(content)
    return decoded.text, decoded.warning


def _content(row: Any, key: str) -> str | bytes | None:  # noqa: ANN401 - likewise
    """The row's `text` or `html`; None where it is missing or null. Raises DocumentError for other types."""
    value = _storage(row, key)
    if value is None or not value.is_valid:
        return None
    found = _string_or_bytes(value)
    if found is None:
        raise DocumentError(f"{key} is a column of {row.schema.field(key).type}, not of strings or bytes")
    return found


def _known_value(row: Any, key: str) -> Any:  # noqa: ANN401 - likewise
    """The value of one of the `KNOWN` columns, as JSON can hold it. Bytes that are UTF-8 become a string."""
    found = _string_or_bytes(_storage(row, key))
    if isinstance(found, bytes):
        try:
            return found.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return found if isinstance(found, str) else as_json(row.column(row.schema.get_field_index(key))[0])


def _storage(row: Any, key: str) -> Any:  # noqa: ANN401 - likewise
    """The value in a column, an extension type reduced to its storage type; None without such a column."""
    place = row.schema.get_field_index(key)
    if place < 0:
        return None
    value = row.column(place)[0]
    return value.value if isinstance(value.type, arrow().BaseExtensionType) else value


def _string_or_bytes(value: Any) -> str | bytes | None:  # noqa: ANN401 - likewise
    """An Arrow value as a string or bytes; None for all other types."""
    try:
        found = value.as_py()
    except Exception:  # noqa: BLE001 - of many kinds, for values that Python's types cannot hold
        return None
    return found if isinstance(found, str | bytes) else None


def _id(value: object) -> str | None:
    """`value` as an id, if it is a string or, as in JSON lines, an integer."""
    return (
        str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None
    )


@contextmanager
def _opened(place: Place) -> Iterator[Any]:
    if place.path is None:
        raise DocumentError("Parquet cannot be read from standard input, as its index is at its end")
    library = arrow()
    with place.path.open("rb") as stream:
        try:
            file = library.parquet.ParquetFile(stream, page_checksum_verification=True, pre_buffer=False)
            _check_columns(file.schema_arrow)
        except (library.ArrowException, OSError, UnicodeDecodeError) as error:
            message = " ".join(str(error).split())
            raise DocumentError(
                f"not a Parquet file, or one that was cut off or damaged: {message}"
            ) from error
        with file:
            yield file


def _check_columns(schema: Any) -> None:  # noqa: ANN401 - pyarrow has no types
    """Raise DocumentError where two columns have one name, or a column is nested too deeply for a stream."""
    name, number = max(Counter(schema.names).items(), key=lambda it: it[1], default=("", 0))
    if number > 1:
        raise DocumentError(f"has {number} columns called {name}; rename all but one of them")
    for field in schema:
        if depth(field.type) > MAX_DEPTH:
            raise DocumentError(f"the column {field.name} is nested more than {MAX_DEPTH} levels deep")


def _rows(batch: Any) -> Iterator[bytes]:  # noqa: ANN401 - pyarrow has no types
    """Each row as an Arrow stream of its own.

    Dictionary-encoded columns are decoded, since each stream would contain the whole dictionary otherwise.
    """
    library = arrow()
    columns, fields = [], []
    for field, values in zip(batch.schema, batch.columns, strict=True):
        shared = any(map(library.types.is_dictionary, leaf_types(field.type)))
        kind = map_leaf_types(field.type, _without_dictionary) if shared else field.type
        columns.append(values.cast(kind) if shared else values)
        fields.append(field.with_type(kind))
    schema = library.schema(fields, metadata=batch.schema.metadata)
    batch = library.RecordBatch.from_arrays(columns, schema=schema)
    for number in range(batch.num_rows):
        yield stream_of(batch.slice(number, 1))


def _without_dictionary(kind: Any) -> Any:  # noqa: ANN401 - likewise
    """The type of the values of a dictionary type; any other type as it is."""
    return kind.value_type if arrow().types.is_dictionary(kind) else kind


def _bytes(raw: Raw) -> bytes:
    if not isinstance(raw.data, bytes):
        raise TypeError("a row is handed over as bytes")
    return raw.data


READER = Reader("parquet", (".parquet",), many=True, split=split, parse=parse, find_id=find_id)
